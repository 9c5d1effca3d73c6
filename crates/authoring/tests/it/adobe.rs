//! After Effects and Premiere.

use crate::check;

#[test]
fn a_project_of_after_effects_tells_build_platform_revision_and_footage() {
    check(
        "project.aep",
        "aep",
        &[
            "application = Adobe After Effects 23.2.1 build 3",
            "operating_system = Windows",
            "revision = revision 41",
            "layer_name = SC012_合成",
            "layer_name = BOOK",
            "external_path = C:\\Users\\kim\\LNT\\SC012\\A0001.tga",
            "user_path = C:\\Users\\kim\\LNT\\SC012\\A0001.tga",
            "network_path = \\\\nas-02\\project",
            "external_path = \\\\nas-02\\project",
            "external_path = /Users/kim/render/SC012.mov",
            "user_path = /Users/kim/render/SC012.mov",
        ],
    );
}

#[test]
fn the_same_as_xml_tells_the_same() {
    check(
        "project.aepx",
        "aepx",
        &[
            "application = Adobe After Effects 23.2.1 build 3",
            "operating_system = Windows",
            "revision = revision 41",
            "external_path = D:\\作業\\SC012\\A0001.tga",
        ],
    );
}

#[test]
fn a_project_of_premiere_tells_builds_and_paths() {
    check(
        "project.prproj",
        "prproj",
        &[
            "external_path = \\\\?\\D:\\编辑\\LNT_EP301.prproj",
            "application = Adobe Premiere Pro 23.2.0x69",
            "created = Wed Mar  1 16:01:33 2023",
            "application = Adobe Premiere Pro 23.4.0x55",
            "modified = Wed May 24 11:07:03 2023",
            "document_id = a1b2c3d4-0000-4000-8000-000000000001",
            "network_path = \\\\nas-02\\project\\SC012.mov",
            "external_path = \\\\nas-02\\project\\SC012.mov",
            "external_path = C:\\Users\\li wei\\SC012.mov",
            "user_path = C:\\Users\\li wei\\SC012.mov",
            "external_path = E:\\scratch\\AutoSave",
        ],
    );
}
