//! Paths as studios in Japan, Korea and China write them: folders by cut (`C○○`) and by layer, files by layer and number
//! (www8.atwiki.jp/aniken, page 505), empty cels kept (ameblo.jp/lapislazuli2019, entry 12884682004), `ep001_sq001_sh001` and
//! `rev001` (jcgs.co.jp, standard naming rules of its tools).

use subtier_shots::{Naming, Task};

use crate::check::check;

#[test]
fn japanese_habits_are_read() {
    check(
        &Naming::default(),
        &[
            ("ABC_03_c125/LO/A0001.tga", "p=ABC e=3 h=125 t=layout c=A1"),
            ("ABC_03_c125/原画/作監修正/A0001.tga", "p=ABC e=3 h=125 t=correction c=A1"),
            ("ABC_03_c125/仕上/B/B_0003.tga", "p=ABC e=3 h=125 t=colour c=B3"),
            ("ABC03_c012A/動画/A/0021.tga", "p=ABC e=3 h=12A t=inbetween c=A21"),
            ("第3話/カット12/原画修正.jpg", "e=3 h=12 t=key"),
            ("第十二話/シーン4/カット７/二原_t2.png", "e=12 q=4 h=7 t=second_key k=2"),
            ("EP03_C045_リテイク3.clip", "e=3 h=45 t=retake k=3"),
            ("ep03_c045_総作監修正.psd", "e=3 h=45 t=correction"),
            ("タイムシート/EP03_C045.xdts", "e=3 h=45 t=sheet"),
            ("EP03_C045_色指定.png", "e=3 h=45 t=colour_design"),
            ("EP03_C045_撮影_テイク2.mov", "e=3 h=45 t=compositing k=2"),
            // jcgs.co.jp: ep001_sq001_sh001, revisions as rev001.
            ("ep001_sq001_sh001_anim_rev003.0012.exr", "e=1 q=1 h=1 t=animation v=3 f=12"),
        ],
    );
}

#[test]
fn korean_habits_are_read() {
    check(
        &Naming::default(),
        &[
            ("등불/3화/컷12/원화.psd", "p=등불 e=3 h=12 t=key"),
            ("등불/제3화/씬4/컷12/동화/A0003.tga", "p=등불 e=3 q=4 h=12 t=inbetween c=A3"),
            ("3화_12컷_채색_리테이크2.png", "e=3 h=12 t=colour k=2"),
            ("EP03_C012_원화수정.jpg", "e=3 h=12 t=key"),
            ("EP03_C012_작감수정.jpg", "e=3 h=12 t=correction"),
            ("EP03_C012_2차수정.psd", "e=3 h=12 t=retake k=2"),
            ("EP03_C012_재작업.psd", "e=3 h=12 t=retake"),
            ("EP03/타임시트/C012.pdf", "e=3 h=12 t=sheet"),
            ("시즌2/에피소드 5/샷 033_배경.psd", "s=2 e=5 h=33 t=background"),
            ("EP03_C012_클린업_버전4.tga", "e=3 h=12 t=cleanup v=4"),
        ],
    );
}

#[test]
fn chinese_habits_are_read() {
    check(
        &Naming::default(),
        &[
            ("灯笼/第3集/镜头12/原画.psd", "p=灯笼 e=3 h=12 t=key"),
            ("燈籠/第三集/鏡頭012/動畫/A0003.png", "p=燈籠 e=3 h=12 t=inbetween c=A3"),
            ("第3集_第12镜_上色_返修2.png", "e=3 h=12 t=colour k=2"),
            ("第3集_场4_镜12_设计稿.jpg", "e=3 q=4 h=12 t=layout"),
            ("EP03_SC012_返工.psd", "e=3 h=12 t=retake"),
            ("EP03_SC012_第二版_合成.mov", "e=3 h=12 t=compositing v=2"),
            ("EP03_SC012_作监修正.jpg", "e=3 h=12 t=correction"),
            ("EP03_卡012_中间画.tga", "e=3 h=12 t=inbetween"),
            ("EP03_SC012_清稿_修改3.psd", "e=3 h=12 t=cleanup k=3"),
            ("EP03_镜号012_摄影表.xlsx", "e=3 h=12 t=sheet"),
        ],
    );
}

#[test]
fn each_word_of_a_stage_is_read_as_that_stage_beside_a_shot() {
    let naming = Naming::default();
    for task in Task::all() {
        for word in task.words() {
            let path = format!("LNT_EP301_SC012_{word}.psd");
            assert_eq!(naming.read(&path).stage(), Some(task), "{word}");
        }
    }
}
