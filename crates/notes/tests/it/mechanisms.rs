//! Each mechanism of the reader by itself, in the smallest document that needs it.

use std::fmt::Write as _;

use crate::sheet::{line, read};

fn lines(path: &str, text: &str) -> Vec<String> {
    read(path, text).iter().map(line).collect()
}

#[test]
fn columns_without_a_known_heading_are_told_by_what_they_hold() {
    let rows = |order: [usize; 5]| {
        let rows = [
            ["SC001", "12-18", "手太大", "손이 너무 큼", "返修"],
            ["SC002", "", "线断了，补上", "선이 끊어졌음. 보충할것", ""],
            ["SC003", "40", "嘴型不对", "입모양이 틀림", "返修"],
        ];
        let row = |row: [&str; 5]| format!("¦{}", order.map(|at| row[at]).join("¦"));
        rows.map(row).join("\n")
    };
    let wanted = [
        "SC001¦12¦18¦¦¦retake¦手太大¦손이 너무 큼",
        "SC002¦¦¦¦¦open¦线断了，补上¦선이 끊어졌음. 보충할것",
        "SC003¦40¦¦¦¦retake¦嘴型不对¦입모양이 틀림",
    ];
    assert_eq!(lines("x.xlsx", &rows([0, 1, 2, 3, 4])), wanted);
    assert_eq!(lines("x.xlsx", &rows([4, 2, 0, 3, 1])), wanted);
    let headed = format!("¦镜号¦갑¦意见¦을¦병\n{}", rows([0, 1, 2, 3, 4]));
    assert_eq!(lines("x.xlsx", &headed), wanted);
}

#[test]
fn a_table_that_asks_for_nothing_gives_no_notes() {
    for text in [
        "¦镜号¦张数¦文件¦上交日期\n¦SC001¦24¦SC001_v02.psd¦2026/4/1",
        "¦항목¦단가¦수량¦금액\n¦원화¦45,000원¦12컷¦540,000원",
        "¦번호¦품명¦수량¦비고\n¦1¦타블렛 C-12¦4¦수리중",
        "¦镜号¦意见\n¦SC001¦\n¦合计¦6条",
    ] {
        assert!(lines("x.xlsx", text).is_empty(), "{text}: {:?}", lines("x.xlsx", text));
    }
}

#[test]
fn the_signs_of_a_status_mean_what_the_document_says() {
    let text =
        "判定　R：リテイク　S：修正済み　K：OK\n¦カット¦内容¦判定\n¦C1¦影¦R\n¦C2¦線¦S\n¦C3¦色¦K";
    assert_eq!(
        lines("x.xlsx", text),
        ["C1¦¦¦¦¦retake¦影¦", "C2¦¦¦¦¦done¦線¦", "C3¦¦¦¦¦approved¦色¦"]
    );
}

#[test]
fn each_shot_of_a_cell_or_heading_makes_a_note() {
    let both = ["SC1¦¦¦¦¦open¦太亮¦", "SC2¦¦¦¦¦open¦太亮¦"];
    assert_eq!(lines("x.xlsx", "¦镜号¦意见\n¦SC1、SC2¦太亮"), both);
    assert_eq!(lines("x.txt", "SC1、SC2\n太亮"), both);
    assert_eq!(lines("x.txt", "镜头12、13 太亮").len(), 2);
    assert_eq!(lines("x.txt", "SC012, 3 drawings are missing").len(), 1);
}

#[test]
fn prose_is_cut_where_it_goes_over_to_the_next_shot() {
    assert_eq!(
        lines("x.txt", "小女孩在SC061里跑得太慢，步子再大一点。后面的SC062，灯笼忘了上色。"),
        [
            "SC061¦¦¦¦¦open¦小女孩在SC061里跑得太慢，步子再大一点。¦",
            "SC062¦¦¦¦¦open¦后面的SC062，灯笼忘了上色。¦"
        ]
    );
    assert_eq!(lines("x.txt", "SC012 发型不对。参考SC005。").len(), 1);
}

#[test]
fn a_chat_is_known_by_the_form_of_its_heads() {
    let chat = "10:02\t森本\tカット8 暗い\n10:11\tうみ\tカット9 OK";
    assert_eq!(
        lines("x.txt", chat),
        ["カット8¦¦¦¦森本¦open¦暗い¦", "カット9¦¦¦¦うみ¦approved¦OK¦"]
    );
    let chat =
        "jun.k — 03/14/2024 9:20 PM\nsh_010 too dark\njun.k — Yesterday at 10:02 AM\nsh_010 fixed";
    assert!(read("x.txt", chat).iter().all(|note| note.author.as_deref() == Some("jun.k")));
}

#[test]
fn promises_schedules_titles_and_courtesies_are_no_notes() {
    for text in [
        "네~ 컷 31은 오늘 안에 수정할게요",
        "周五交SC406",
        "SC046 uploaded tomorrow",
        "내일 C030 올릴게요",
        "SC020收到，今晚交",
        "SC002 80%",
        "[2026-03-11 02:10:44] job 8812 SC012_C004 frames 1-120 started on node07",
        "Shots: SC001-SC045 (45 shots)",
    ] {
        assert!(lines("x.txt", text).is_empty(), "{text}: {:?}", lines("x.txt", text));
    }
    let text = "修改意见 3月9日\n检查：马\n第12帧 鼻梁太高\n以上，谢谢";
    assert_eq!(lines("SC058.txt", text), ["SC058¦12¦¦¦马¦open¦鼻梁太高¦"]);
}

#[test]
fn who_signs_above_signs_for_what_is_below() {
    for head in
        ["检查：罗平", "DAILIES 03/18 - supervisor: 罗平", "第5話　演出チェック　担当：罗平"]
    {
        let text = format!("{head}\n¦镜号¦意见\n¦SC501¦手指太粗");
        assert_eq!(lines("x.docx", &text), ["SC501¦¦¦¦罗平¦open¦手指太粗¦"], "{head}");
    }
}

#[test]
fn two_remarks_on_one_shot_are_no_pair() {
    assert_eq!(lines("x.txt", "SC305 头盔太小\nSC305 배경의 탑 색이 너무 진함").len(), 2);
    assert_eq!(lines("x.txt", "SC305 头发漏色\nSC305 신발 크기가 다름").len(), 2);
    // What was done is no rendering of what was asked, a status none of a fault.
    assert_eq!(lines("x.txt", "C33 수정완료\nC33 手腕太细").len(), 2);
    let found = read("x.txt", "SC611 手没画完了 (재작업)");
    assert!(found.len() == 1 && found[0].translation.is_none());
}

#[test]
fn a_name_in_han_within_korean_is_no_request() {
    for text in [
        "컷 12 韓國美術館 간판의 글자가 틀립니다",
        "컷 12 간판 글자 틀림 (韓國美術館)",
        "컷 15 李明 감독님이 통과라고 하셨습니다",
    ] {
        let found = read("x.txt", text);
        assert!(found.len() == 1 && found[0].translation.is_none(), "{text}: {found:?}");
    }
}

#[test]
fn of_three_languages_the_korean_one_renders_chinese_and_else_the_first() {
    assert_eq!(
        lines("x.txt", "SC101 手太大 / The hand is too big / 손이 너무 큼"),
        ["SC101¦¦¦¦¦open¦手太大¦손이 너무 큼"]
    );
    assert_eq!(
        lines("x.txt", "SC102 The sky is too dark\nSC102 天空太暗\nSC102 하늘이 너무 어둡다"),
        ["SC102¦¦¦¦¦open¦The sky is too dark¦天空太暗"]
    );
}

#[test]
fn what_is_said_to_a_slide_renders_it() {
    let text = "SC030_C002\n◇box 第5帧 袖子漏色\n◇speaker 5토막 소매의 색이 빠졌음";
    assert_eq!(lines("x.pptx", text), ["SC030_C002¦5¦¦¦¦open¦袖子漏色¦소매의 색이 빠졌음"]);
}

#[test]
fn a_comment_on_a_cell_renders_it_or_speaks_of_its_row() {
    let text = "¦镜号¦帧¦意见\n¦SC1¦3¦头太大\n¦SC2¦8¦手太小\n◇comment 김¦¦头太大¦머리가 너무 큼\n◇comment 王导¦¦手太小¦已改";
    assert_eq!(
        lines("x.xlsx", text),
        ["SC1¦3¦¦¦¦open¦头太大¦머리가 너무 큼", "SC2¦8¦¦¦¦open¦手太小¦", "SC2¦¦¦¦王导¦done¦已改¦"]
    );
}

#[test]
fn records_of_labels_and_values_are_notes() {
    let text = "镜头：SC050\n帧：12-20\n意见：裙子没有动\n检查人：方静\n镜头：SC051\n意见：通过\n检查人：方静";
    assert_eq!(
        lines("x.txt", text),
        ["SC050¦12¦20¦¦方静¦open¦裙子没有动¦", "SC051¦¦¦¦方静¦approved¦通过¦"]
    );
}

#[test]
fn a_subject_names_a_shot_but_asks_for_nothing() {
    let mail = "◇mail From: Erik Lund <e@n.example>\n◇mail Subject: SC044 返修\n天空太暗";
    assert_eq!(lines("x.eml", mail), ["SC044¦¦¦¦Erik Lund¦open¦天空太暗¦"]);
}

/// Where a look over all rows were taken for each row this would not end.
#[test]
fn sheets_and_labels_without_end_are_read_in_one_pass() {
    let mut sheet = "¦镜号¦帧¦意见¦번역¦状态\n".to_owned();
    let (mut labels, mut bars) = (String::new(), String::new());
    for number in 0..20_000 {
        writeln!(sheet, "¦SC{number:05}¦{}¦头太大¦머리가 너무 큼¦返修", number % 90)
            .unwrap_or_default();
    }
    for number in 0..4_000 {
        writeln!(labels, "备注：第{number}天").unwrap_or_default();
        writeln!(bars, "镜号 | 意见 | {number}").unwrap_or_default();
    }
    assert_eq!(read("x.xlsx", &sheet).len(), 20_000);
    assert!(read("x.txt", &labels).is_empty());
    assert!(read("x.txt", &bars).is_empty());
}

#[test]
fn a_table_of_goods_gives_no_notes_though_its_numbers_look_like_shots() {
    let goods = "¦编号¦名称¦型号¦数量\n¦A-12¦扫描仪坏了¦SC-1600¦8\n¦A-13¦数位屏¦F-210¦2";
    assert_eq!(lines("x.xlsx", goods), Vec::<String>::new());
    assert_eq!(lines("x.xlsx", "¦항목¦가격\n¦24프레임 기준¦300"), Vec::<String>::new());
}

#[test]
fn how_somebody_is_reached_is_no_note() {
    for text in ["电话 13904150022", "Tel: +86 411 8480 2216", "연락처 010-2345-6789"] {
        assert_eq!(lines("SC012_意见.txt", text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(lines("x.txt", "网盘 https://pan.example/s/1f12 提取码 sc45"), Vec::<String>::new());
}

#[test]
fn a_column_of_the_signs_of_a_legend_is_one_of_statuses() {
    let text = "Legend: R = retake, F = fixed\n¦Shot¦Note¦Mark\n¦Shot 1¦arm¦R\n¦Shot 2¦leg¦F";
    assert_eq!(lines("x.xlsx", text), ["Shot 1¦¦¦¦¦retake¦arm¦", "Shot 2¦¦¦¦¦done¦leg¦"]);
}

#[test]
fn what_opens_prose_is_no_part_of_its_first_note() {
    assert_eq!(
        lines("x.txt", "粗编看完了，整体不错。SC021，手太大，请修改。SC022，背景太亮。"),
        ["SC021¦¦¦¦¦retake¦手太大，请修改。¦", "SC022¦¦¦¦¦open¦背景太亮。¦"]
    );
}

#[test]
fn an_item_in_three_languages_is_one_note() {
    let text = "镜头8\n1) 天空太亮\n하늘이 너무 밝음\nSky too bright\n镜头9\n1) The rail is too thick\n栏杆太粗\n\
                란간이 너무 굵음\n2) 다리가 틀림\n腿不对";
    assert_eq!(
        lines("x.txt", text),
        [
            "镜头8¦¦¦¦¦open¦天空太亮¦하늘이 너무 밝음",
            "镜头9¦¦¦¦¦open¦The rail is too thick¦栏杆太粗",
            "镜头9¦¦¦¦¦open¦다리가 틀림¦腿不对",
        ]
    );
}

#[test]
fn a_marker_keeps_its_shot_where_its_words_compare_with_another() {
    assert_eq!(
        lines("x.otio", "◇marker SC014¦7¦¦K. Tan¦比SC013亮 / SC013보다 밝음"),
        ["SC014¦7¦¦¦K. Tan¦open¦比SC013亮¦SC013보다 밝음"]
    );
}

#[test]
fn who_checks_is_named_once_for_all_records() {
    let text = "检查人：郑海燕\n\n镜号：SC1\n意见：手太大\n\n镜号：SC2\n意见：脚太小";
    assert_eq!(lines("x.txt", text), ["SC1¦¦¦¦郑海燕¦open¦手太大¦", "SC2¦¦¦¦郑海燕¦open¦脚太小¦"]);
    assert_eq!(lines("x.txt", "动检：覃芳\nSC1 手太大"), ["SC1¦¦¦¦覃芳¦open¦手太大¦"]);
}

#[test]
fn shots_side_by_side_are_read_column_by_column() {
    let text = "¦第3集\n¦镜号¦SC1¦SC2¦SC3\n¦检查人¦王丽¦→¦李明\n¦帧¦12¦¦8-9\n¦意见¦太亮¦¦手太大\n¦状态¦返修¦通过¦";
    assert_eq!(
        lines("x.xlsx", text),
        ["SC1¦12¦¦¦王丽¦retake¦太亮¦", "SC2¦¦¦¦王丽¦approved¦通过¦", "SC3¦8¦9¦¦李明¦open¦手太大¦"]
    );
    // Labels and values two by two are no shots side by side.
    let form = "¦镜号¦SC1¦帧¦45\n¦意见¦太亮¦状态¦返修";
    assert!(lines("x.xlsx", form).iter().all(|line| !line.starts_with("45")));
}

#[test]
fn the_word_of_a_status_below_its_label_is_no_heading() {
    let card =
        |shot: &str, word: &str| format!("¦컷 번호¦{shot}\n¦지적사항¦손이 큼\n¦판정¦{word}\n\n");
    let text = card("C#1", "리테이크") + &card("C#2", "수정완료");
    assert_eq!(lines("x.xlsx", &text), ["C#1¦¦¦¦¦retake¦손이 큼¦", "C#2¦¦¦¦¦done¦손이 큼¦"]);
}

#[test]
fn what_stands_above_the_header_holds_for_the_table() {
    let wanted = ["SC1¦8¦¦¦周导¦open¦太亮¦"];
    assert_eq!(lines("x.docx", "¦镜号：SC1¦时长：3秒¦审看：周导\n¦帧¦意见\n¦8¦太亮"), wanted);
    assert_eq!(lines("x.docx", "¦镜号¦SC1¦检查人¦周导\n¦帧¦意见\n¦8¦太亮"), wanted);
    let two = "¦镜号：SC1¦镜号：SC2\n¦帧¦意见\n¦8¦太亮";
    assert!(lines("x.docx", two).iter().all(|line| line.starts_with('¦')), "one of two is a guess");
}

#[test]
fn a_heading_over_several_columns_is_divided_by_the_row_below() {
    let text = "¦カット¦→¦リテイク¦→¦チェック¦→\n¦No.¦尺¦内容¦備考¦担当者¦判定\n¦C2¦3+12¦影¦¦高橋¦OK\n¦C3¦1+06¦線が太い¦¦高橋¦リテイク";
    assert_eq!(lines("x.xlsx", text), ["C2¦¦¦¦高橋¦approved¦影¦", "C3¦¦¦¦高橋¦retake¦線が太い¦"]);
}

#[test]
fn a_column_of_shots_is_known_by_its_cells_where_its_heading_says_little() {
    let item = "¦Item¦Frame¦Comment\n¦KBR_ep03_sh0450_anim_v02¦7¦too dark\n¦KBR_ep03_sh0460_anim_v01¦9¦too bright";
    assert_eq!(
        lines("x.csv", item),
        ["sh0450¦7¦¦¦¦open¦too dark¦", "sh0460¦9¦¦¦¦open¦too bright¦"]
    );
    let entity = "¦Entity Type¦Entity¦Text\n¦Shot¦SH0040¦too dark\n¦Shot¦SH0050¦too bright";
    assert_eq!(
        lines("x.csv", entity),
        ["SH0040¦¦¦¦¦open¦too dark¦", "SH0050¦¦¦¦¦open¦too bright¦"]
    );
    let numbered = "¦Item¦Frame¦Comment\n¦1¦7¦too dark\n¦2¦9¦too bright";
    assert!(lines("x.csv", numbered).iter().all(|line| line.starts_with('¦')));
}

#[test]
fn who_signs_above_holds_below_a_table_and_in_rows_of_one_cell() {
    let below = "审核：Karen Bloom\n¦Shot¦Note\n¦SC1¦too dark\nSC2 太亮";
    let authors = |text| -> Vec<String> {
        read("x.docx", text).iter().filter_map(|note| note.author.clone()).collect()
    };
    assert_eq!(authors(below), ["Karen Bloom", "Karen Bloom"]);
    assert_eq!(authors("检查：宋佳 翻译：金玉\nSC2 太亮"), ["宋佳"]);
    let list = "¦컷¦매수¦파일명\n¦C-011¦18¦C-011_v1.psd\n¦비고 (검수: 오세라)\n¦1) C-011 귀걸이가 빠졌습니다";
    assert_eq!(authors(list), ["오세라"]);
}

#[test]
fn a_number_glued_to_its_counter_and_text_is_a_shot() {
    assert_eq!(lines("x.txt", "컷18번배경이안맞음"), ["컷18번¦¦¦¦¦open¦배경이안맞음¦"]);
    assert_eq!(lines("x.txt", "컷18번짐이 심함"), ["컷18¦¦¦¦¦open¦번짐이 심함¦"]);
}

#[test]
fn what_a_run_of_translations_has_left_is_rendered_by_the_next() {
    let text = "SC1\n太亮\n너무 밝음\nSC2\n손가락이 하나 많음\n多了一根手指";
    assert_eq!(
        lines("x.txt", text),
        ["SC1¦¦¦¦¦open¦太亮¦너무 밝음", "SC2¦¦¦¦¦open¦손가락이 하나 많음¦多了一根手指"]
    );
}

#[test]
fn rows_of_one_frame_that_speak_of_different_things_are_two_notes() {
    let text = "¦Item¦Frame¦User¦Comment\n¦SH0120_anim_v02.mov¦1¦Kim¦Redo the take, wrong expression\n¦SH0120_anim_v02.mov¦1¦Kim¦배경에 문이 없음";
    assert_eq!(lines("x.csv", text).len(), 2);
}

#[test]
fn a_log_of_transfers_holds_no_notes() {
    let text = "[2024-05-06 18:02:14] PUT E05/SC010/SC010_key_v02.zip 48.2 MB 00:01:12";
    assert!(lines("upload.log", text).is_empty());
}

#[test]
fn a_form_of_labels_in_one_cell_or_two_by_two_is_one_record() {
    let glued = "¦镜号：SC021¦帧数：96¦画师：王芳\n¦意见：左手画反了\n¦번역：왼손이 반대로 그려짐\n¦检查：李强¦结果：返修";
    assert_eq!(lines("x.docx", glued), ["SC021¦¦¦¦李强¦retake¦左手画反了¦왼손이 반대로 그려짐"]);
    let beside = "¦镜号¦SC022¦检查¦李强\n¦意见¦→¦→¦背景太亮\n¦结果¦返修¦日期¦4/2";
    assert_eq!(lines("x.docx", beside), ["SC022¦¦¦¦李强¦retake¦背景太亮¦"]);
}

#[test]
fn a_table_of_shots_by_parts_of_the_work_is_read_cell_by_cell() {
    let text = "¦¦SC101¦SC102\n¦造型¦头太大¦\n¦上色¦漏色¦OK";
    assert_eq!(
        lines("x.xlsx", text),
        ["SC101¦¦¦¦¦open¦头太大¦", "SC101¦¦¦¦¦open¦漏色¦", "SC102¦¦¦¦¦approved¦OK¦"]
    );
}

#[test]
fn of_several_rounds_the_last_one_counts() {
    let text = "¦컷¦지적¦1차¦2차¦3차\n¦C012¦손목이 꺾임¦리테이크¦리테이크¦OK\n¦C013¦선 굵기 다름¦리테이크¦OK¦\n¦C014¦눈 누락¦리테이크¦¦";
    let statuses: Vec<&str> = read("x.xlsx", text).iter().map(|note| note.status.name()).collect();
    assert_eq!(statuses, ["approved", "approved", "retake"]);
}

#[test]
fn a_range_of_shots_in_the_plural_is_a_heading_of_its_own() {
    assert_eq!(
        lines("x.txt", "Shot 030\nNo notes.\nShots 040-060\nThe fog is too dense."),
        ["Shot 030¦¦¦¦¦approved¦No notes.¦", "Shots 040-060¦¦¦¦¦open¦The fog is too dense.¦"]
    );
}

#[test]
fn what_concerns_all_shots_belongs_to_none() {
    assert_eq!(lines("x.txt", "SC1\n手太大\n总体意见\n整体色调偏冷"), ["SC1¦¦¦¦¦open¦手太大¦"]);
    assert_eq!(lines("x.txt", "SC1\n一、上色\n1、漏色"), ["SC1¦¦¦¦¦open¦漏色¦"]);
}

#[test]
fn a_production_with_a_number_of_its_own_stands_before_the_shot() {
    assert_eq!(lines("x.txt", "ABC_101_SC020 太亮"), ["SC020¦¦¦¦¦open¦太亮¦"]);
    assert_eq!(lines("x.txt", "GRN_020_0110 太亮"), ["GRN_020_0110¦¦¦¦¦open¦太亮¦"]);
    assert_eq!(lines("x.txt", "S1 C3 太亮"), ["S1 C3¦¦¦¦¦open¦太亮¦"]);
}

#[test]
fn reports_of_progress_prices_and_edit_lists_hold_no_notes() {
    for text in [
        "原画完成 SC001-SC040，返修 6 个镜头。",
        "¦镜头¦张数¦单价¦金额¦备注\n¦SC001¦24¦6.5¦156¦含上色",
        "001  EP05_SC010_V02 V C 00:00:00:00 00:00:03:12 01:00:00:00 01:00:03:12",
        "カット20　欠番",
    ] {
        assert!(lines("x.docx", text).is_empty(), "{text}: {:?}", lines("x.docx", text));
    }
}

#[test]
fn a_subject_or_a_line_that_ends_in_a_colon_heads_what_follows() {
    let mail = "◇mail 主题: SC045 返修\nSC045 还需要改：\n1）裙子下摆穿帮\n2）第40-48帧 眼神不对";
    assert_eq!(
        lines("x.eml", mail),
        ["SC045¦¦¦¦¦open¦裙子下摆穿帮¦", "SC045¦40¦48¦¦¦open¦眼神不对¦"]
    );
}

#[test]
fn a_quoted_message_gives_its_shot_to_the_answer() {
    let text = "张导 15:20\nSC018 手太大\n小李 16:02\n「张导：SC018 手太大」\n- - - - - -\n已改好";
    assert_eq!(lines("x.txt", text), ["SC018¦¦¦¦张导¦open¦手太大¦", "SC018¦¦¦¦小李¦done¦已改好¦"]);
}

#[test]
fn a_message_head_with_a_dotted_date_names_who_speaks() {
    let text = "2026. 3. 4. 오후 2:01, 김감독 : 컷12 손이 큼\n2026. 3. 4. 오후 5:05, 박철 : 컷12, 컷15 수정했습니다";
    assert_eq!(
        lines("x.txt", text),
        [
            "컷12¦¦¦¦김감독¦open¦손이 큼¦",
            "컷12¦¦¦¦박철¦done¦수정했습니다¦",
            "컷15¦¦¦¦박철¦done¦수정했습니다¦"
        ]
    );
}

#[test]
fn how_far_each_part_of_the_work_is_is_no_verdict() {
    let text = "¦镜号¦原画¦动画¦备注\n¦SC001¦完成¦完成¦\n¦SC002¦完成¦¦";
    assert!(lines("x.xlsx", text).is_empty());
}

#[test]
fn a_tick_behind_the_shot_is_its_status() {
    assert_eq!(
        lines("x.txt", "C-101　◎\nC-103　×　パース違い"),
        ["C-101¦¦¦¦¦approved¦◎¦", "C-103¦¦¦¦¦retake¦パース違い¦"]
    );
}

#[test]
fn a_clause_that_goes_over_to_the_next_shot_is_a_note_of_its_own() {
    let found = lines("x.txt", "In SC014 the ears flip, and in SC015 the tail is missing.");
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(|line| line.starts_with("SC015¦")));
    assert_eq!(lines("x.txt", "SC011 + SC012 fixed").len(), 2);
}
