//! Single behaviours of the reader of notes, and that it takes any bytes.

use std::fmt::Write as _;

use proptest::prelude::*;
use subtier_blocks::{Block, BlockKind, Cell, Document, Format};
use subtier_language::Lang;
use subtier_model::Place;
use subtier_notes::{Field, Note, Status, Surroundings, notes};

use crate::sheet::{document, line, read};

fn shots_and_frames(text: &str) -> Vec<(Option<String>, Option<i64>, Option<i64>)> {
    let notes = read("x.txt", text);
    notes.into_iter().map(|note| (note.shot, note.frame, note.frame_out)).collect()
}

fn one(text: &str) -> Note {
    let mut found = read("x.txt", text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

#[test]
fn every_form_of_shot_is_read_as_written() {
    for (text, shot) in [
        ("SC012 太大", "SC012"),
        ("SC012_C005 太大", "SC012_C005"),
        ("SC12-C5 太大", "SC12-C5"),
        ("sc.12 太大", "sc.12"),
        ("SC 012 太大", "SC 012"),
        ("Q010_SH0040 太大", "Q010_SH0040"),
        ("C-012 太大", "C-012"),
        ("A-12 太大", "A-12"),
        ("#12 太大", "#12"),
        ("S#3 C#12 太大", "S#3 C#12"),
        ("カット12 大きい", "カット12"),
        ("第3场第15镜 太大", "第3场第15镜"),
        ("第十二镜 太大", "第十二镜"),
        ("镜头12 太大", "镜头12"),
        ("12镜 太大", "12镜"),
        ("12卡 太大", "12卡"),
        ("卡12 太大", "卡12"),
        ("12번 컷 너무 큼", "12번 컷"),
        ("컷12 너무 큼", "컷12"),
        ("12번 화면 너무 큼", "12번 화면"),
        ("화면 12 너무 큼", "화면 12"),
        ("ＳＣ０１２ 太大", "ＳＣ０１２"),
    ] {
        assert_eq!(one(text).shot.as_deref(), Some(shot), "{text}");
    }
}

#[test]
fn every_form_of_frame_is_an_integer() {
    for (text, first, last) in [
        ("f12", 12, None),
        ("F012", 12, None),
        ("fr.12", 12, None),
        ("@f33", 33, None),
        ("f12-f30", 12, Some(30)),
        ("12~30", 12, Some(30)),
        ("第45帧", 45, None),
        ("第45帧到第60帧", 45, Some(60)),
        ("从第45帧至第60帧", 45, Some(60)),
        ("第四十五帧", 45, None),
        ("45格", 45, None),
        ("45コマ目", 45, None),
        ("45コマ目から60コマ目まで", 45, Some(60)),
        ("45프레임", 45, None),
        ("45프레임에서 60프레임까지", 45, Some(60)),
        ("제45화면", 45, None),
        ("45번째 그림", 45, None),
        ("frames 12 to 30", 12, Some(30)),
    ] {
        let note = one(&format!("SC001 {text} 太大"));
        assert_eq!((note.frame, note.frame_out), (Some(first), last), "{text}");
        assert_eq!(note.request, "太大", "{text}");
    }
}

#[test]
fn every_form_of_time_code_is_kept_as_written() {
    for text in ["01:00:03:12", "01:00:03;12", "00:03.5", "1'20\"", "3+12", "3秒12コマ"] {
        let note = one(&format!("SC001 {text} 太大"));
        assert_eq!((note.timecode.as_deref(), note.frame), (Some(text), None), "{text}");
    }
}

#[test]
fn drawings_counts_dates_sizes_and_versions_are_neither_shots_nor_frames() {
    for text in [
        "A3 太大",
        "(3) 太大",
        "③ 太大",
        "缺2张",
        "2장 부족",
        "3枚追加",
        "50%不够",
        "v02 太大",
        "2024-01-16 太大",
        "1/16 太大",
        "1920x1080 太大",
        "24fps 太大",
        "每秒24帧",
        "共35卡",
        "停12格",
        "총 24컷",
        "H264 太大",
        "C4D 太大",
        "按F5刷新",
        "A4纸",
        "#ff8800 太深",
        "192.168.0.12 太大",
        "12:30 开会",
        "第3集 太长",
        "打卡12次",
        "显卡3060",
        "眼镜2个",
    ] {
        let wanted: Vec<(Option<String>, Option<i64>, Option<i64>)> = Vec::new();
        let found = shots_and_frames(text);
        assert!(
            found == wanted || found.iter().all(|note| *note == (None, None, None)),
            "{text}: {found:?}"
        );
        let note = one(&format!("SC077 {text}"));
        assert_eq!((note.shot.as_deref(), note.frame), (Some("SC077"), None), "{text}");
    }
}

#[test]
fn production_is_what_stands_before_the_shot_and_else_what_the_names_say() {
    assert_eq!(one("LNT_EP301_SC012 太大").production.as_deref(), Some("LNT_EP301"));
    assert_eq!(one("EP301 SC012 太大").production.as_deref(), Some("EP301"));
    let note = read("share/LNT/EP301/a.txt", "SC012 太大").remove(0);
    assert_eq!(note.production.as_deref(), Some("LNT_EP301"));
    let place = note.places.iter().find(|place| place.field == Field::Production).unwrap();
    assert_eq!(place.inherited.as_deref(), Some("folder name"));
}

#[test]
fn notes_of_different_shots_are_never_a_pair() {
    let found = read("x.txt", "SC012 头太大\nSC013 머리가 너무 큼");
    assert!(found.iter().all(|note| note.translation.is_none()) && found.len() == 2);
    let found = read("x.txt", "SC012 f3 头太大\nSC012 f9 머리가 너무 큼");
    assert!(found.iter().all(|note| note.translation.is_none()) && found.len() == 2);
    let found = read("x.txt", "SC012 通过\nSC012 불합격");
    assert!(found.iter().all(|note| note.translation.is_none()) && found.len() == 2);
}

#[test]
fn a_shot_only_compared_with_is_not_the_shot_of_the_note() {
    assert_eq!(one("SC012 颜色和SC010不一致").shot.as_deref(), Some("SC012"));
    assert_eq!(read("SC020.txt", "发型和SC012一样")[0].shot.as_deref(), Some("SC020"));
}

#[test]
fn inherited_fields_say_from_where() {
    let found = read("x.xlsx", "¦镜号¦帧¦意见\n¦SC1¦3¦头大\n¦↑¦4¦手小\n¦同上¦5¦脚歪");
    let why: Vec<Option<&str>> = found
        .iter()
        .map(|note| {
            note.places
                .iter()
                .find(|place| place.field == Field::Shot)
                .unwrap()
                .inherited
                .as_deref()
        })
        .collect();
    assert_eq!(why, [None, Some("merged cell"), Some("same as above")]);
    let note = read("SC020.txt", "头太大").remove(0);
    assert_eq!(
        note.places.iter().find(|place| place.field == Field::Shot).unwrap().inherited.as_deref(),
        Some("file name")
    );
}

#[test]
fn languages_of_request_and_translation_are_named() {
    let note = one("SC012 头的形状再修正一下 / 머리모양을 다시 수정할것");
    assert_eq!(note.lang, Some(Lang::Zh));
    assert!(note.translation_lang.is_some_and(Lang::is_korean));
}

#[test]
fn status_in_a_file_name_counts_where_the_text_says_none() {
    assert_eq!(read("SC012_C005_返修.txt", "头太大")[0].status, Status::Retake);
    assert_eq!(read("SC012_C005_OK.txt", "头太大")[0].status, Status::Approved);
    assert_eq!(read("SC012_C005_返修.txt", "已改")[0].status, Status::Done);
}

#[test]
fn codes_that_recognition_misread_are_mended_by_known_shots() {
    let known: Vec<String> =
        ["SC045_C010", "SC046_C011", "SC052_C003"].into_iter().map(str::to_owned).collect();
    let around = Surroundings { path: "a.png", known_shots: &known };
    let seen =
        document("◇seen 60045 00102\n◇seen 头的形状再修正一下\n◇seen 머리모양을 다시 수정할것");
    let found = notes(&seen, around);
    assert_eq!(found[0].shot.as_deref(), Some("SC045_C010"));
    assert_eq!(found[0].translation.as_deref(), Some("머리모양을 다시 수정할것"));
    let seen = document("◇seen SCO45 C0l0 f12\n◇seen 头太大");
    assert_eq!(notes(&seen, around)[0].shot.as_deref(), Some("SC045_C010"));
    // Two shots as near as each other: nothing is guessed.
    let twins: Vec<String> = ["SC045_C010", "SC045_C011"].into_iter().map(str::to_owned).collect();
    let seen = document("◇seen SC045 C01?\n◇seen 头太大请返修");
    let found = notes(&seen, Surroundings { path: "a.png", known_shots: &twins });
    assert!(
        found.iter().all(|note| !twins.contains(&note.shot.clone().unwrap_or_default())),
        "{found:?}"
    );
    // A written text is never mended.
    let written = document("60045 00102\n头太大请返修");
    assert!(notes(&written, around).iter().all(|note| note.shot.is_none()));
}

#[test]
fn a_table_interrupted_by_a_text_box_is_one_table() {
    let mut whole = document("¦镜号¦帧¦意见\n¦SC1¦3¦头大\n¦SC2¦4¦手小");
    let aside = Block::new(BlockKind::TextBox, "备注".to_owned(), Place::Whole);
    whole.blocks.insert(4, aside);
    let found = notes(&whole, Surroundings { path: "x.docx", known_shots: &[] });
    assert_eq!(
        found.iter().map(line).collect::<Vec<_>>(),
        ["SC1¦3¦¦¦¦open¦头大¦", "SC2¦4¦¦¦¦open¦手小¦"]
    );
}

#[test]
fn every_line_of_a_long_document_is_read() {
    let mut text = String::new();
    for number in 0..50_000 {
        writeln!(text, "SC{number:06} f{} 头太大，请返修", number % 99 + 1).unwrap();
    }
    assert_eq!(read("x.txt", &text).len(), 50_000);
}

#[test]
fn one_line_without_end_is_bounded() {
    let text = format!("SC012 {}", "头太大 / 머리가 큼 SC013 f12-f30 12:30 (".repeat(50_000));
    assert!(read("x.txt", &text).len() < 100);
}

fn lines(path: &str, text: &str) -> Vec<String> {
    read(path, text).iter().map(line).collect()
}

#[test]
fn each_frame_of_a_list_makes_a_note() {
    for (text, frames) in [
        ("第5、8、12帧", [5, 8, 12]),
        ("f5、f8、f12", [5, 8, 12]),
        ("5f, 8f, 12f", [5, 8, 12]),
        ("5、8、12프레임", [5, 8, 12]),
        ("fr.5 / fr.8 / fr.12", [5, 8, 12]),
        ("5コマ目、8コマ目、12コマ目", [5, 8, 12]),
    ] {
        let found = read("x.txt", &format!("SC001 {text} 太大"));
        let found: Vec<Option<i64>> = found.iter().map(|note| note.frame).collect();
        assert_eq!(found, frames.map(Some), "{text}");
    }
    assert_eq!(
        lines("x.xlsx", "¦镜号¦帧¦意见\n¦SC1¦3、9¦头大"),
        ["SC1¦3¦¦¦¦open¦头大¦", "SC1¦9¦¦¦¦open¦头大¦"]
    );
    // Counts and drawings in a list are no frames.
    for text in ["缺2、3张", "A3、A5", "停8、12格", "第3、4张"] {
        assert_eq!(one(&format!("SC001 {text}")).frame, None, "{text}");
    }
}

#[test]
fn a_comment_takes_the_shot_of_the_one_paragraph_that_its_anchor_stands_in() {
    let text =
        "SC021 小狗跳上桌子\nSC022 门开了\n◇comment 王导¦¦桌子¦太高\n◇comment 王导¦¦门开¦太快";
    assert_eq!(
        lines("x.docx", text)[2..],
        ["SC021¦¦¦¦王导¦open¦太高¦", "SC022¦¦¦¦王导¦open¦太快¦"]
    );
    // Two paragraphs of different shots hold it: nothing is guessed.
    let text = "SC021 桌子歪了\nSC022 桌子倒了\n◇comment 王导¦¦桌子¦太高";
    assert_eq!(lines("x.docx", text)[2..], ["¦¦¦¦王导¦open¦太高¦"]);
}

#[test]
fn a_translation_written_over_its_request_is_a_pair() {
    let pair = "SC201¦¦¦¦¦retake¦下巴太尖，请修改¦턱이 너무 뾰족함. 고칠것";
    let over = "SC201 턱이 너무 뾰족함. 고칠것\n◇deleted user¦下巴太尖，请修改";
    assert_eq!(lines("x.docx", over), [pair]);
    // What was struck out in the same language, or for another shot, is no request.
    for struck in ["입이 너무 큼", "SC999 下巴太尖，请修改", "SC201 通过"] {
        let found =
            lines("x.docx", &format!("SC201 턱이 너무 뾰족함. 고칠것\n◇deleted user¦{struck}"));
        assert_eq!(found, ["SC201¦¦¦¦¦retake¦턱이 너무 뾰족함. 고칠것¦"], "{struck}");
    }
}

#[test]
fn a_translation_written_over_its_request_in_a_cell_is_a_pair() {
    let mut table = document("¦镜号¦意见\n¦SC201¦턱이 너무 뾰족함. 고칠것");
    let mut struck = table.blocks[3].clone();
    struck.kind = BlockKind::Deleted;
    struck.text = "下巴太尖，请修改".to_owned();
    table.blocks.push(struck);
    let found = notes(&table, Surroundings { path: "x.docx", known_shots: &[] });
    let found: Vec<String> = found.iter().map(line).collect();
    assert_eq!(found, ["SC201¦¦¦¦¦retake¦下巴太尖，请修改¦턱이 너무 뾰족함. 고칠것"]);
}

#[test]
fn a_heading_merged_over_columns_holds_for_each() {
    let text = "¦返修表¦→¦→\n¦镜号¦检查意见¦→\n¦SC1¦断线¦\n¦SC2¦¦漏色";
    assert_eq!(lines("x.xlsx", text), ["SC1¦¦¦¦¦open¦断线¦", "SC2¦¦¦¦¦open¦漏色¦"]);
}

#[test]
fn nicknames_that_come_back_or_bear_an_account_are_authors() {
    let chat = "2024-03-11 19:22:03 ☆夜空☆\nC31 太亮\n2024-03-11 19:25:00 ☆夜空☆\nC32 太暗";
    assert!(read("x.txt", chat).iter().all(|note| note.author.as_deref() == Some("☆夜空☆")));
    let once = "2024-03-11 19:22:03 ☆夜空☆(1849302211)\nC31 太亮";
    assert_eq!(read("x.txt", once)[0].author.as_deref(), Some("☆夜空☆"));
    // A meeting in a calendar is nobody.
    assert!(read("x.txt", "2024-03-11 19:22 交片\nC31 太亮")[0].author.is_none());
}

#[test]
fn who_sent_a_message_asks_in_it() {
    let mail = "◇mail From: Laura Kent <l.kent@fox.example>\n◇mail Subject: notes\nSC012 too big\nOn 2 March, Ana Duarte wrote:\n> SC013 too small";
    assert_eq!(
        lines("x.eml", mail),
        ["SC012¦¦¦¦Laura Kent¦open¦too big¦", "SC013¦¦¦¦Ana Duarte¦open¦too small¦"]
    );
    assert_eq!(
        read("x.eml", "◇mail From: a@b.example\nSC012 too big")[0].author.as_deref(),
        Some("a@b.example")
    );
}

#[test]
fn of_two_requests_for_one_shot_a_translation_goes_with_the_one_of_its_words() {
    let text = "SC012 嘴型不对\nSC012 背景颜色错误\nSC012 배경색이 틀림\nSC012 입모양이 맞지 않음";
    assert_eq!(
        lines("x.txt", text),
        ["SC012¦¦¦¦¦open¦嘴型不对¦입모양이 맞지 않음", "SC012¦¦¦¦¦open¦背景颜色错误¦배경색이 틀림"]
    );
}

#[test]
fn logs_deliveries_and_accounts_are_no_notes() {
    for text in [
        "2024-02-14 03:12:45,123 INFO frame 101 rendered in 12.4s",
        "ERROR: failed to open f0045.exr",
        "[12:01:02] WARN: C012 not found",
        "SC001 24张 A/B/C层 psd",
        "SC001 96 frames 120MB",
        "SC020收到，今晚交",
        "微信 wx_sc012",
        "邮箱 shot12@anim.example",
        "EP30_SC010_anim_v03.mov",
    ] {
        assert!(read("x.txt", text).is_empty(), "{text}: {:?}", lines("x.txt", text));
    }
}

fn any_block() -> impl Strategy<Value = Block> {
    let part = prop_oneof![
        "\\PC{0,20}",
        Just("SC012_C005 f12-f30 头太大 / 머리가 너무 큼".to_owned()),
        Just("2024-01-16 21:05 王导".to_owned()),
        Just("同上".to_owned()),
        Just("镜号".to_owned()),
        Just("修改意见 / 수정".to_owned()),
        Just("1、第9999999帧到第99999999帧".to_owned()),
        "[0-9a-zA-Z_#@:;.'\"+~(){}\\[\\]第镜卡帧컷번화면 カット目から\n\t|-]{0,40}",
    ];
    let kind = prop_oneof![
        Just(BlockKind::Paragraph),
        Just(BlockKind::Cell),
        Just(BlockKind::Comment),
        Just(BlockKind::Marker),
        Just(BlockKind::Recognised),
        Just(BlockKind::Deleted),
        Just(BlockKind::Inserted),
        Just(BlockKind::MessageHeader),
    ];
    (part, kind, 0..6_u32, 0..4_u32, prop_oneof![Just(1_u32), Just(2), Just(u32::MAX)]).prop_map(
        |(text, kind, row, column, rows)| {
            let mut block = Block::new(kind, text, Place::Line(u64::from(row)));
            if kind == BlockKind::Cell {
                let row = if rows == u32::MAX { u32::MAX - row } else { row };
                block.cell =
                    Some(Cell { table: 0, is_sheet: false, row, column, rows, columns: 1 });
            }
            block
        },
    )
}

/// What references are made of, in any order: numbers from nothing to too large, words, what joins them.
fn any_reference() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        Just("0"),
        Just("00"),
        Just("000"),
        Just("7"),
        Just("012"),
        Just("34"),
        Just("4294967296")
    ];
    let word = prop_oneof![
        Just("SC"),
        Just("S"),
        Just("C"),
        Just("EP"),
        Just("f"),
        Just("镜头"),
        Just("画面"),
        Just("컷"),
        Just("カット"),
        Just("第"),
        Just("帧"),
        Just("번"),
        Just("프레임"),
        Just("到"),
        Just("から"),
        Just("A"),
        Just("头太大"),
    ];
    let joint = prop_oneof![
        Just("/"),
        Just("-"),
        Just("~"),
        Just("、"),
        Just(", "),
        Just(" "),
        Just("_"),
        Just("+"),
        Just(":"),
        Just(""),
        Just("\n"),
        Just("\t"),
        Just("→"),
        Just("和"),
    ];
    let piece =
        (word, number, joint).prop_map(|(word, number, joint)| format!("{word}{number}{joint}"));
    let tail = (
        prop_oneof![Just("0"), Just("1"), Just("35")],
        prop_oneof![Just("/"), Just(", "), Just(" ")],
    )
        .prop_map(|(number, joint)| format!("{number}{joint}"));
    proptest::collection::vec(prop_oneof![3 => piece, 2 => tail], 1..8)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_list_of_references_is_read(text in any_reference()) {
        read("x.txt", &text);
        read("x.xlsx", &format!("¦镜号¦帧¦修改意见\n¦{0}¦{0}¦{0}", text.replace(['¦', '\n'], "")));
    }

    #[test]
    fn any_blocks_give_notes_whose_texts_stand_in_the_document(
        blocks in proptest::collection::vec(any_block(), 0..12),
        path in "\\PC{0,30}",
    ) {
        let mut document = Document::new(Format::Text);
        document.blocks = blocks;
        let known = ["SC045_C010".to_owned()];
        let found = notes(&document, Surroundings { path: &path, known_shots: &known });
        for note in found {
            prop_assert!(note.frame_out.is_none() || note.frame <= note.frame_out);
            prop_assert!(note.frame.is_none_or(|frame| frame >= 0));
        }
    }

    #[test]
    fn any_line_is_read(text in "\\PC{0,80}") {
        read("x.txt", &text);
        read("SC012_返修.txt", &text);
        read("x.xlsx", &format!("¦镜号¦帧¦修改意见¦翻译\n¦{0}¦{0}¦{0}¦{0}", text.replace('¦', "")));
    }
}
