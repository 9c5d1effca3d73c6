//! `OpenToonz`.

use crate::check;

#[test]
fn a_raster_level_tells_its_program() {
    check("level.tlv", "tlv", &["application = OpenToonz 1.7.1"]);
}

#[test]
fn a_history_tells_each_save() {
    check(
        "level.hst",
        "hst",
        &[
            "save_history = 16 Jan 24 21:05 local time, by kim, on DRAWING-PC03, frames 1-4",
            "machine = DRAWING-PC03",
            "account_name = kim",
            "save_history = 17 1月 24 09:12 local time, by 小林, on ANIM02, frames 3",
            "machine = ANIM02",
            "account_name = 小林",
        ],
    );
}

#[test]
fn a_vector_level_tells_program_and_saves() {
    check(
        "level.pli",
        "pli",
        &[
            "application = OpenToonz 1.7.1",
            "save_history = 16 Jan 24 21:05 local time, by kim, on DRAWING-PC03, frames 1-4",
            "machine = DRAWING-PC03",
            "account_name = kim",
            "save_history = 17 1月 24 09:12 local time, by 小林, on ANIM02, frames 3",
            "machine = ANIM02",
            "account_name = 小林",
        ],
    );
}

#[test]
fn a_scene_tells_levels_and_saves() {
    check(
        "scene.tnz",
        "tnz",
        &[
            "application = OpenToonz scene, version 71.1 of the format",
            "application = OpenToonz 1.7.1",
            "layer_name = SC012_A",
            "external_path = +drawings/SC012_A.tlv",
            "layer_name = BG",
            "external_path = C:\\Users\\kim\\LNT\\BG.psd",
            "user_path = C:\\Users\\kim\\LNT\\BG.psd",
            "save_history = 16 Jan 24 21:05 local time, by kim, on DRAWING-PC03",
            "machine = DRAWING-PC03",
            "account_name = kim",
        ],
    );
}

#[test]
fn a_palette_tells_its_identifier_and_the_second_of_its_making() {
    check(
        "palette.tpl",
        "tnz",
        &[
            "palette_id = 1705410312_19169",
            "created = 2024-01-16T13:05:12Z",
            "colour_id = 1705410312_19169-0",
            "colour_id = 1705410312_19169-1",
        ],
    );
}
