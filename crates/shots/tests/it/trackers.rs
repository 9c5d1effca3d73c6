//! Paths by the default templates of each tracker, with the file of its source that holds the template.

use subtier_shots::Naming;

use crate::check::check;

#[test]
fn kitsu_trees_are_read() {
    // cgwire/zou 4bf77e6: zou/app/file_trees/{default,simple}.json; paths as in tests/services/test_file_tree_service.py.
    let naming = Naming::default();
    check(
        &naming,
        &[
            (
                "/simple/productions/cosmos_landromat/shots/s01/p01/animation/3dsmax/cosmos_landromat_s01_p01_animation_main_v001.max",
                "p=cosmos_landromat q=1 h=1 t=animation v=1",
            ),
            (
                "/simple/productions/cosmos_landromat/shots/Seq1/P002/Animation/x.ma",
                "p=cosmos_landromat q=1 h=2 t=animation",
            ),
            (
                "/simple/productions/cosmos_landromat/assets/props/tree/shaders/max/cosmos_landromat_props_tree_shaders_main_v003.max",
                "p=cosmos_landromat t=shading v=3",
            ),
            (
                "/simple/productions/cosmos_landromat/sequences/s01/animation/cosmos_landromat_s01_animation.ma",
                "p=cosmos_landromat q=1 t=animation",
            ),
            (
                "/simple/productions/cosmos_landromat/scenes/s01/sc01/animation/cosmos_landromat_s01_sc01_animation.ma",
                "p=cosmos_landromat q=1 h=1 t=animation",
            ),
            (
                "/simple/productions/cosmos_landromat/episodes/e01/animation/cosmos_landromat_e01_animation.ma",
                "p=cosmos_landromat e=1 t=animation",
            ),
            (
                "/simple/productions/export/cosmos_landromat/shots/s01/p01/animation/cache/cosmos_landromat_s01_p01_animation_cache_main_tree_0001_v003.abc",
                "p=cosmos_landromat q=1 h=1 t=animation v=3",
            ),
            (
                "/simple/productions/cosmos landromat/shots/s01/p01/animation/max/x.max",
                "p=cosmos landromat q=1 h=1 t=animation",
            ),
            (
                "/simple/productions/previews/big_buck_bunny/shots/sq02/sh010/layout/big_buck_bunny_sq02_sh010_layout.png",
                "p=big_buck_bunny q=2 h=10 t=layout",
            ),
        ],
    );
}

#[test]
fn ayon_anatomies_are_read() {
    // ynput/ayon-backend 16b514a: ayon_server/settings/anatomy/templates.py; ynput/ayon-core e671f73:
    // client/ayon_core/tests/plugins/load/test_export_otio.py (a01vfxd_sh010_plateP01_v002.1013.exr).
    let paths = [
        (
            "/mnt/vfx/a01vfxd/shots/sq01/sh010/publish/plate/plateP01/v002/a01vfxd_sh010_plateP01_v002.1013.exr",
            "p=a01vfxd q=1 h=10 v=2 f=1013",
        ),
        (
            "/mnt/vfx/a01vfxd/shots/sq01/sh020/publish/plate/plateP01/v002/a01vfxd_sh020_plateP01_v002.mov",
            "p=a01vfxd q=1 h=20 v=2",
        ),
        (
            "/mnt/vfx/a01vfxd/shots/sq01/sh010/work/compositing/a01vfxd_sh010_compositing_v001.nk",
            "p=a01vfxd q=1 h=10 t=compositing v=1",
        ),
        (
            "/mnt/vfx/a01vfxd/shots/sq01/sh010/publish/render/renderCompositingMain/v001/a01vfxd_sh010_renderCompositingMain_v001_h264.1001.exr",
            "p=a01vfxd q=1 h=10 t=compositing v=1 f=1001",
        ),
        (
            "/mnt/vfx/a01vfxd/shots/sq01/sh010/publish/render/renderMain/hero/a01vfxd_sh010_renderMain_hero.1001.exr",
            "p=a01vfxd q=1 h=10 f=1001",
        ),
        (
            "/mnt/vfx/a01vfxd/episodes/ep01/sq01/sh010/work/animation/a01vfxd_sh010_animation_v012.ma",
            "p=a01vfxd e=1 q=1 h=10 t=animation v=12",
        ),
    ];
    check(&Naming::learn(paths.iter().map(|row| row.0)), &paths);
}

#[test]
fn shotgrid_templates_are_read() {
    // shotgunsoftware/tk-config-default2 8bf3c1e: core/templates.yml.
    let naming = Naming::default();
    check(
        &naming,
        &[
            (
                "/mnt/projects/bunny/sequences/bunny_010/bunny_010_0010/anm/work/maya/scene.v002.ma",
                "p=bunny q=10 h=10 t=animation v=2",
            ),
            (
                "/mnt/projects/bunny/sequences/SQ010/SQ010_SH0020/comp/publish/elements/scene/v004/1920x1080/SQ010_SH0020_scene_output_v004.1001.exr",
                "p=bunny q=10 h=20 t=compositing v=4 f=1001",
            ),
            (
                "/mnt/projects/bunny/sequences/SQ010/SH0020/comp/work/images/scene/v004/4096x2160/SH0020_scene_output_left_v004.1001.exr",
                "p=bunny q=10 h=20 t=compositing v=4 f=1001",
            ),
            (
                "/mnt/projects/bunny/sequences/SQ010/SH0020/anm/work/photoshop/snapshots/sketch.v003.2024-01-16-10-20-30.psd",
                "p=bunny q=10 h=20 t=animation v=3",
            ),
            (
                "/mnt/projects/bunny/sequences/SQ010/SH0020/finishing/comp/seg01_v002/SH0020_seg01_v002.00001009.dpx",
                "p=bunny q=10 h=20 t=compositing v=2 f=1009",
            ),
            (
                "/mnt/projects/bunny/sequences/SQ010/SH0020/editorial/2024_01_16/plates/bunny_SH0020.mov",
                "p=bunny q=10 h=20 t=edit",
            ),
            (
                "/mnt/projects/bunny/sequences/SQ010/SH0020/anm/review/SH0020_scene_main_v007.mov",
                "p=bunny q=10 h=20 t=animation v=7",
            ),
            (
                "/mnt/projects/bunny/assets/Character/Bunny/rig/publish/maya/scene.v011.ma",
                "p=bunny t=rigging v=11",
            ),
            ("/mnt/projects/bunny/editorial/work/cut_v012.hrox", "v=12"),
        ],
    );
}

#[test]
fn harmony_scenes_are_read() {
    // docs.toonboom.com, Harmony 17 Control Center, About Environments, Jobs and Scenes (adv_seq_001, sc_001); Harmony 20
    // Premium, About the Scene File Structure in Harmony Server (elements, frames, palette-library).
    let naming = Naming::default();
    check(
        &naming,
        &[
            ("adv_seq_001/adv_sc_002/adv_sc_002.xstage", "p=adv q=1 h=2"),
            ("adv_seq_001/adv_sc_002/elements/tony/tony-12.tvg", "p=adv q=1 h=2 c=tony-12"),
            ("adv_seq_001/adv_sc_002/elements/A/A-12.tvg", "p=adv q=1 h=2 c=A12"),
            ("adv_seq_001/adv_sc_002/frames/final-0024.tga", "p=adv q=1 h=2 f=24"),
            ("adv_seq_001/adv_sc_002/.thumbnails/t-0001.png", "p=adv q=1 h=2 f=1"),
            ("adv_seq_001/adv_sc_002/palette-library/tony.plt", "p=adv q=1 h=2"),
            ("EP12/sc_014/sc_014.xstage~", "e=12 h=14"),
            ("EP12/0140/0140.elementTable", "e=12 h=140"),
        ],
    );
}

#[test]
fn the_paths_of_one_exchange_server_are_read() {
    let paths = [
        ("dump/share/LNT/EP301/LNT_EP301_SC012_key_v02.jpg", "p=LNT e=301 h=12 t=key v=2"),
        ("dump/share/LNT/EP301/LNT_EP301_SC013_key_v02.jpg", "p=LNT e=301 h=13 t=key v=2"),
        ("dump/share/LNT/EP301/LNT_EP301_SC014_key_v02.jpg", "p=LNT e=301 h=14 t=key v=2"),
        ("dump/share/LNT/EP301/0116.zip", "p=LNT e=301"),
        (
            "dump/share/LNT/EP301/0116.zip!/LNT_EP301_SC021_key_v01.jpg",
            "p=LNT e=301 h=21 t=key v=1",
        ),
        (
            "dump/share/LNT/EP301/0116.zip!/LNT_EP301_SC030_key_v01.jpg",
            "p=LNT e=301 h=30 t=key v=1",
        ),
        ("dump/share/LNT/EP301/0116.zip!/../outside.txt", "p=LNT e=301"),
        ("dump/share/LNT/EP301/EP301_返修表.docx", "p=LNT e=301 t=retake"),
        ("dump/share/LNT/EP301/notes_en.txt", "p=LNT e=301"),
        ("dump/share/LNT/broken.zip", ""),
        ("dump/share/OSK/EP102/컷노트.txt", "p=OSK e=102"),
        ("dump/share/inbox/a1.jpg", ""),
        ("dump/share/misc/img_04.jpg", ""),
        ("dump/share/misc/horse.jpg", ""),
        ("reference/LNT/LNT_EP301_SC012_comp_v01.jpg", "p=LNT e=301 h=12 t=compositing v=1"),
        ("/pub/OSK/EP102/SC022/OSK_EP102_SC022_retake_v04.tga", "p=OSK e=102 h=22 t=retake v=4"),
        ("/pub/OSK/EP102/SC025/OSK_EP102_SC025_sheet_v01.tga", "p=OSK e=102 h=25 t=sheet v=1"),
    ];
    check(&Naming::learn(paths.iter().map(|row| row.0)), &paths);
    check(&Naming::default(), &paths);
}
