//! Krita, `OpenRaster`, Synfig.

use crate::check;

#[test]
fn a_picture_of_krita_tells_program_times_and_layers() {
    check(
        "picture.kra",
        "kra",
        &[
            "part_time = 2026-11-23T15:09:50",
            "application = Krita 5.1.5",
            "title = Unnamed",
            "colour_profile = sRGB-elle-V2-srgbtrc.icc",
            "layer_name = Background",
            "identifier = {d8e022d5-e262-43fd-ae14-90d9c5cb1501}",
            "revision = saved 1 times",
            "modified = 2026-11-23T15:09:51",
            "created = 2026-11-23T15:09:51",
        ],
    );
}

#[test]
fn an_open_raster_tells_layers() {
    check(
        "picture.ora",
        "ora",
        &["part_time = 2026-11-23T15:09:54", "layer_name = root", "layer_name = Background"],
    );
}

#[test]
fn a_canvas_of_synfig_tells_layers_and_paths() {
    check(
        "canvas.sif",
        "sif",
        &[
            "application = Synfig, version 1.2 of the format",
            "title = LNT SC012",
            "layer_name = 원화 A",
            "external_path = /home/kim/LNT/SC012/A0001.png",
            "user_path = /home/kim/LNT/SC012/A0001.png",
            "layer_name = BG",
        ],
    );
}

#[test]
fn a_packed_canvas_tells_the_same() {
    check(
        "canvas.sifz",
        "sif",
        &[
            "application = Synfig, version 1.2 of the format",
            "title = LNT SC012",
            "layer_name = 원화 A",
            "external_path = /home/kim/LNT/SC012/A0001.png",
            "user_path = /home/kim/LNT/SC012/A0001.png",
            "layer_name = BG",
        ],
    );
}
