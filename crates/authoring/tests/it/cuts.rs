//! Cut lists, as far as they name files.

use crate::check;

#[test]
fn a_timeline_tells_its_media() {
    check(
        "cut.otio",
        "otio",
        &["title = LNT_EP301", "external_path = file:///Volumes/LNT/SC012_comp_v01.mov"],
    );
}

#[test]
fn a_library_tells_its_media() {
    check(
        "cut.fcpxml",
        "fcpxml",
        &[
            "material_id = 0123456789ABCDEF0123456789ABCDEF",
            "external_path = file:///Users/kim/Movies/SC012.mov",
            "user_path = file:///Users/kim/Movies/SC012.mov",
            "external_path = file:///Users/kim/Movies/LNT.fcpbundle/",
            "user_path = file:///Users/kim/Movies/LNT.fcpbundle/",
        ],
    );
}

#[test]
fn a_sequence_tells_its_media() {
    check(
        "cut-xmeml.xml",
        "xmeml",
        &[
            "identifier = a1b2c3d4-0000-4000-8000-000000000002",
            "external_path = file://localhost/D%3a/%E4%BD%9C%E6%A5%AD/SC012.mov",
        ],
    );
}

#[test]
fn an_edit_decision_list_tells_its_source_files() {
    check(
        "cut.edl",
        "edl",
        &["title = LNT_EP301", "external_path = E:\\项目\\LNT\\SC012_comp_v01.mov"],
    );
}
