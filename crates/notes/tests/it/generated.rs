//! A thousand made-up documents of notes: scripts, forms of reference, layouts and distractors drawn by a fixed
//! generator, written from the list of forms the trade uses before the reader was.
//!
//! The wording of requests is a bank of its own; dates, versions, counts, sizes and times of day stand among them, and
//! must never become shots or frames.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::print_stdout,
    reason = "a test that fails here names its line"
)]

use crate::score::Score;
use crate::sheet::{line, read};

/// Draws numbers: Knuth's MMIX generator, so that every machine draws the same.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % n as u64).unwrap()
    }

    pub(crate) fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// A request in zh, ko, ja and en, and the status it means.
pub(crate) const BANK: &[[&str; 5]] = &[
    [
        "头太大了，请返修",
        "머리가 너무 큽니다. 수정 부탁드립니다",
        "頭が大きすぎます。リテイクお願いします",
        "head is far too big, please fix",
        "retake",
    ],
    [
        "手指画成6根了，重画",
        "손가락을 6개로 그렸음. 다시 그릴것",
        "指が6本になっています。修正してください",
        "six fingers drawn here, redo the hand",
        "retake",
    ],
    [
        "口型和台词对不上",
        "입모양이 대사와 맞지 않음",
        "口パクがセリフと合っていない",
        "mouth shapes do not match the dialogue",
        "open",
    ],
    [
        "缺2张中间画",
        "중간화 2장이 빠졌음",
        "中割りが2枚抜けている",
        "2 drawings are missing in between",
        "open",
    ],
    [
        "阴影方向和上一个镜头不一致",
        "그림자방향이 앞화면과 다름",
        "影の向きが前のカットと違う",
        "shadow falls the other way than before",
        "open",
    ],
    ["通过", "합격", "OKです", "approved", "approved"],
    ["很好，通过", "좋습니다. 컨펌", "良いです、承認", "looks great, approved", "approved"],
    ["已修改", "수정완료", "修正済み", "fixed as asked", "done"],
    [
        "按意见改好了，已改",
        "의견대로 수정하였음",
        "指示通り修正しました",
        "changes made, fixed now",
        "done",
    ],
    [
        "不通过，表情不对",
        "불합격. 표정이 틀리였음",
        "NGです。表情が違います",
        "not approved, expression is wrong",
        "retake",
    ],
    ["请审核", "확인 부탁드립니다", "確認お願いします", "ready for review", "wfa"],
    [
        "头发漏色，3处",
        "머리칼 색칠이 3군데 빠졌음",
        "髪に塗り漏れが3箇所あります",
        "paint is missing on the hair in 3 spots",
        "open",
    ],
    [
        "动作太快，放慢50%",
        "동작이 너무 빠름. 50% 느리게",
        "動きが速すぎる、50%遅く",
        "too fast, slow the motion down by 50%",
        "open",
    ],
    [
        "背景分辨率应为1920x1080",
        "배경 해상도는 1920x1080이여야 함",
        "背景の解像度は1920x1080で",
        "background must be 1920x1080",
        "open",
    ],
    [
        "眼睛高光漏了，1月20日前返工",
        "눈의 빛점이 없음. 1월 20일까지 재작업",
        "目のハイライト抜け、1/20までにリテイク",
        "eye highlight is gone, retake by 2024-01-20",
        "retake",
    ],
    [
        "按v03的版本来改色",
        "v03판본대로 색을 맞출것",
        "v03の色に合わせること",
        "match the colours of v03",
        "open",
    ],
    [
        "停12格再走",
        "12토막 멈춘 다음 걸을것",
        "12コマ止めてから歩く",
        "hold for 12 frames, then walk",
        "open",
    ],
    [
        "脚滑步，比例也不对",
        "발이 미끄러지고 비률도 맞지 않음",
        "足すべり、頭身も違う",
        "feet slide and proportions are off",
        "open",
    ],
    [
        "还没改，请再看一遍",
        "아직 고치지 않았음. 다시 볼것",
        "まだ直っていません。再確認を",
        "still not fixed, look at it again",
        "retake",
    ],
    [
        "线条断了，清线",
        "선이 끊어졌음. 정리할것",
        "線切れあり、クリンナップを",
        "lines are broken, clean them up",
        "open",
    ],
    [
        "推镜太慢，加快2秒",
        "촬영기를 2초 더 빨리 당길것",
        "T.Uが遅い、2秒早く",
        "truck in is slow, make it 2 seconds shorter",
        "open",
    ],
    [
        "后脑太平",
        "뒤머리가 너무 편평함",
        "後頭部が平らすぎる",
        "back of the head is too flat",
        "open",
    ],
    [
        "袖子颜色错误，按色指定",
        "소매색이 틀리였음. 색지정대로 할것",
        "袖の色間違い、色指定通りに",
        "sleeve colour is wrong, follow the model",
        "open",
    ],
    [
        "返工：尾巴漏画",
        "재작업: 꼬리가 빠졌음",
        "リテイク：尻尾の描き忘れ",
        "redo: the tail was left out",
        "retake",
    ],
];

pub(crate) const DISTRACTORS: &[&str] = &[
    "2024-01-16",
    "共35卡，完成12卡",
    "final_v03.mov 1920x1080 24fps",
    "请在1/20 18:00前提交",
    "本周完成50%",
    "총 24컷 중 12컷 완료",
    "내일 오전 10시 30분 회의",
    "전체 3,500장",
    "本日の枚数は120枚です",
    "納品は3月15日",
    "H.264, 25 fps, 2 GB",
    "http://192.168.0.12/a1/b2.html",
    "tel 010-1234-5678",
    "费用合计12000元",
    "第2次会议纪要",
    "3명이 5일간 작업",
    "v01→v02",
    "A4 纸打印2份",
    "mp4 和 C4D 文件各1个",
    "温度 25 度",
];

/// What one note says, apart from its wording.
struct Wanted {
    number: usize,
    shot: String,
    frame: String,
    frame_out: String,
    request: &'static str,
    translation: &'static str,
    status: &'static str,
}

impl Wanted {
    fn line(&self) -> String {
        format!(
            "{}¦{}¦{}¦¦¦{}¦{}¦{}",
            self.shot, self.frame, self.frame_out, self.status, self.request, self.translation
        )
    }
}

/// The forms of a shot by language; `{}` is the number.
fn shot_forms(lang: usize) -> &'static [&'static str] {
    match lang {
        0 => {
            &["SC{}", "SC{}_C005", "镜头{}", "{}镜", "{}卡", "卡{}", "第3场第{}镜", "第{}镜", "C{}"]
        }
        1 => &["SC{}", "{}번 컷", "컷{}", "{}번 화면", "컷 {}", "C{}", "C-{}", "씬3 컷{}"],
        2 => &["カット{}", "C-{}", "#{}", "C{}", "カット {}", "シーン3 カット{}"],
        _ => &["SC{}", "sc.{}", "Q010_SH{}", "SH{}", "SC{}-C5", "shot {}"],
    }
}

/// A frame or range as written; one in three notes has none.
fn frames(draw: &mut Draw, lang: usize, first: usize) -> (String, String, String) {
    let last = first + 2 + draw.below(40);
    if draw.one_in(3) {
        return (String::new(), String::new(), String::new());
    }
    let is_range = draw.one_in(3);
    let form = match (lang, is_range) {
        (0, false) => draw.of(&["第{a}帧", "{a}帧", "第{a}格", "f{a}", "@f{a}", "Ｆ{a}"]),
        (0, true) => draw.of(&[
            "第{a}帧到第{b}帧",
            "第{a}-{b}帧",
            "f{a}-f{b}",
            "{a}~{b}帧",
            "{a}格至{b}格",
            "f{a}—f{b}",
        ]),
        (1, false) => {
            draw.of(&["{a}프레임", "제{a}화면", "{a}번째 그림", "f{a}", "{a}번째 프레임", "F{a}"])
        }
        (1, true) => draw.of(&[
            "{a}~{b}프레임",
            "{a}프레임에서 {b}프레임까지",
            "f{a}-f{b}",
            "{a}프레임부터 {b}프레임까지",
        ]),
        (2, false) => draw.of(&["{a}コマ目", "f{a}", "{a}フレーム目", "F{a}"]),
        (2, true) => draw.of(&["{a}コマ目から{b}コマ目まで", "{a}〜{b}コマ目", "f{a}〜f{b}"]),
        (_, false) => draw.of(&["f{a}", "fr.{a}", "frame {a}", "@f{a}", "F{a}"]),
        (_, true) => draw.of(&["f{a}-f{b}", "frames {a}-{b}", "frames {a} to {b}", "f{a}-{b}"]),
    };
    let text = form.replace("{a}", &first.to_string()).replace("{b}", &last.to_string());
    (text, first.to_string(), if is_range { last.to_string() } else { String::new() })
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|sign| match sign {
            '0'..='9' => char::from_u32(sign as u32 + 0xFEE0).unwrap(),
            sign => sign,
        })
        .collect()
}

/// One document: its path, its text, what must be found.
fn document(seed: u64) -> (String, String, Vec<String>) {
    let mut draw = Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    draw.below(2);
    let lang = [0, 0, 0, 1, 1, 1, 2, 3][draw.below(8)];
    let other = if lang == 0 {
        [1, 1, 1, 3, 2][draw.below(5)]
    } else if lang == 1 {
        0
    } else {
        [0, 1][draw.below(2)]
    };
    let form = {
        let forms = shot_forms(lang);
        draw.of(forms)
    };
    let n_notes = 3 + draw.below(5);
    let mut picks: Vec<usize> = (0..BANK.len()).collect();
    let mut wanted = Vec::new();
    let mut shot_number = 1 + draw.below(200);
    let mut frame_forms = Vec::new();
    let padding = draw.one_in(2);
    for number in 0..n_notes {
        let row = BANK[picks.remove(draw.below(picks.len()))];
        shot_number += 1 + draw.below(5);
        let digits = if padding { format!("{shot_number:03}") } else { shot_number.to_string() };
        let first = 1 + draw.below(90);
        let (written, frame, frame_out) = frames(&mut draw, lang, first);
        frame_forms.push(written);
        let shot = form.replace("{}", &digits);
        wanted.push(Wanted {
            number,
            shot,
            frame,
            frame_out,
            request: row[lang],
            translation: row[other],
            status: row[4],
        });
    }
    let layout = draw.below(12);
    let (path, text) = lay_out(&mut draw, layout, &mut wanted, &frame_forms);
    let is_code = form.starts_with("SC") && !form.contains('.');
    let lines = wanted.iter().map(Wanted::line).collect();
    let prefix = if is_code && draw.one_in(2) { "LNT_EP301_" } else { "" };
    let text = if prefix.is_empty() || layout == 6 {
        text
    } else {
        text.replace("SC", &format!("{prefix}SC"))
    };
    (path, text, lines)
}

fn lay_out(
    draw: &mut Draw,
    layout: usize,
    wanted: &mut [Wanted],
    frames: &[String],
) -> (String, String) {
    let mut path = "share/X/notes.txt".to_owned();
    let text = match layout {
        0 | 1 => single_lines(draw, wanted, frames),
        2 | 3 => pairs_on_two_lines(draw, wanted, frames),
        4 => pairs_on_one_line(draw, wanted, frames),
        5 | 7 => table(draw, wanted, frames, layout == 7),
        6 => sheets(draw, wanted, frames),
        8 => headings(draw, wanted, frames),
        9 => blocks(wanted, frames),
        10 => chat(draw, wanted, frames),
        _ => {
            "share/X/retakes.xlsx".clone_into(&mut path);
            bare_table(draw, wanted, frames)
        }
    };
    (path, text)
}

fn reference(draw: &mut Draw, note: &Wanted, frame: &str) -> String {
    let gap = if frame.is_empty() { "" } else { draw.of(&[" ", "  ", ", ", " / "]) };
    let text = format!("{}{gap}{frame}", note.shot);
    text + draw.of(&[" ", ": ", "：", " - ", "  "])
}

fn distract(draw: &mut Draw, text: &mut String) {
    if draw.one_in(3) {
        text.push_str(draw.of(DISTRACTORS));
        text.push('\n');
    }
}

fn single_lines(draw: &mut Draw, wanted: &mut [Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    let wide = draw.one_in(6);
    for (note, frame) in wanted.iter_mut().zip(frames) {
        distract(draw, &mut text);
        note.translation = "";
        let mut reference = reference(draw, note, frame);
        if wide && !note.shot.contains('-') && !note.shot.is_ascii() {
            reference = full_width(&reference);
            note.shot = full_width(&note.shot);
        }
        text += &format!("{reference}{}\n", note.request);
    }
    text
}

fn pairs_on_two_lines(draw: &mut Draw, wanted: &[Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    let style = draw.below(3);
    for (note, frame) in wanted.iter().zip(frames) {
        let reference = reference(draw, note, frame);
        text += &format!("{reference}{}\n", note.request);
        text += &match style {
            0 => format!("{reference}{}\n", note.translation),
            1 => format!("{}\n", note.translation),
            _ => format!("{} {}\n", note.shot, note.translation),
        };
    }
    text
}

fn pairs_on_one_line(draw: &mut Draw, wanted: &mut [Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    let style = draw.below(3);
    for (note, frame) in wanted.iter().zip(frames) {
        let reference = reference(draw, note, frame);
        text += &match style {
            0 => format!("{reference}{} / {}\n", note.request, note.translation),
            1 => format!("{reference}{} ({})\n", note.request, note.translation),
            _ => format!("{reference}{} | {}\n", note.request, note.translation),
        };
    }
    text
}

const HEADS: &[[&str; 4]] = &[
    ["镜号", "帧", "修改意见", "翻译"],
    ["镜头", "帧数", "意见", "韩文"],
    ["컷", "프레임", "수정사항", "번역"],
    ["화면번호", "프레임", "의견", "중국어"],
    ["カット", "コマ", "修正内容", "翻訳"],
    ["Shot", "Frame", "Comment", "Translation"],
    ["镜号/컷번호", "帧/프레임", "修改意见/수정의견", "번역/翻译"],
];

fn table(draw: &mut Draw, wanted: &mut [Wanted], frames: &[String], merges: bool) -> String {
    for idx in 1..wanted.len() {
        if merges && draw.one_in(2) {
            let above = wanted[idx - 1].shot.clone();
            wanted[idx].shot = above;
        }
    }
    let heads = HEADS[draw.below(HEADS.len())];
    let mut text = String::new();
    if draw.one_in(3) {
        text.push_str("¦星光动画 修改表 2024-01-16¦¦¦¦\n");
    }
    let in_cell = draw.one_in(2);
    let bare = draw.one_in(2);
    let dates = draw.one_in(2);
    text += &format!("¦No.¦{}¦{}¦{}", heads[0], heads[1], heads[2]);
    text += if in_cell { "" } else { "¦" };
    text += if in_cell { "" } else { heads[3] };
    text += if dates { "¦日期\n" } else { "\n" };
    let mark = draw.of(&["", "同上", "〃", "상동", "↑"]);
    let mut last: Option<&str> = None;
    for (note, frame) in wanted.iter().zip(frames) {
        let frame = match (bare, note.frame_out.is_empty()) {
            (false, _) => frame.clone(),
            (true, true) => note.frame.clone(),
            (true, false) => format!("{}-{}", note.frame, note.frame_out),
        };
        let shot = if merges && last == Some(&note.shot) { mark } else { &note.shot };
        text += &format!("¦{}¦{shot}¦{frame}¦{}", note.number + 1, note.request);
        text += if in_cell { "\\n" } else { "¦" };
        text += note.translation;
        text += if dates { "¦2024/1/16\n" } else { "\n" };
        last = Some(&note.shot);
    }
    text
}

fn bare_table(draw: &mut Draw, wanted: &mut [Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    let numbered = draw.one_in(2);
    for (note, frame) in wanted.iter_mut().zip(frames) {
        if numbered {
            text += &format!("¦{}", note.number + 1);
        }
        text += &format!("¦{}¦{frame}¦{}¦{}\n", note.shot, note.request, note.translation);
    }
    text
}

fn sheets(draw: &mut Draw, wanted: &mut [Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    let heads = HEADS[draw.below(HEADS.len())];
    for (note, frame) in wanted.iter_mut().zip(frames) {
        note.translation = "";
        text += &format!(
            "◇table {}\n¦{}¦{}\n¦{frame}¦{}\n",
            note.shot, heads[1], heads[2], note.request
        );
    }
    text
}

fn headings(draw: &mut Draw, wanted: &mut [Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    let colon = draw.of(&["", ":", "："]);
    let mark = draw.of(&["- ", "· ", ""]);
    for idx in (0..wanted.len()).step_by(2) {
        let shot = wanted[idx].shot.clone();
        text += &format!("{shot}{colon}\n");
        for (note, frame) in wanted.iter_mut().zip(frames).skip(idx).take(2) {
            note.shot.clone_from(&shot);
            note.translation = "";
            let gap = if frame.is_empty() { "" } else { " " };
            text += &format!("{mark}{frame}{gap}{}\n", note.request);
        }
    }
    text
}

fn blocks(wanted: &[Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    for (note, frame) in wanted.iter().zip(frames) {
        text += &format!("{}. {} {frame} {}\n", note.number + 1, note.shot, note.request);
    }
    for (note, frame) in wanted.iter().zip(frames) {
        text += &format!("{}. {} {frame} {}\n", note.number + 1, note.shot, note.translation);
    }
    text
}

fn chat(draw: &mut Draw, wanted: &mut [Wanted], frames: &[String]) -> String {
    let mut text = String::new();
    for (minute, (note, frame)) in wanted.iter_mut().zip(frames).enumerate() {
        note.translation = "";
        let reference = reference(draw, note, frame);
        text += &format!("2024-01-16 21:{:02} 王导\n{reference}{}\n", minute + 5, note.request);
        if draw.one_in(3) {
            text += "2024-01-16 21:59 小李\n好的\n";
        }
    }
    text
}

fn without_authors(lines: impl Iterator<Item = String>) -> Vec<String> {
    lines
        .map(|line| {
            let mut parts: Vec<&str> = line.split('¦').collect();
            parts[4] = "";
            parts.join("¦")
        })
        .collect()
}

fn measure(seeds: std::ops::Range<u64>) -> Score {
    let mut score = Score::default();
    let mut shown = 0;
    for seed in seeds {
        let (path, text, wanted) = document(seed);
        let found = without_authors(read(&path, &text).iter().map(line));
        if wanted != found && shown < 12 {
            shown += 1;
            let missed: Vec<&String> = wanted.iter().filter(|line| !found.contains(line)).collect();
            let made_up: Vec<&String> =
                found.iter().filter(|line| !wanted.contains(line)).collect();
            println!("document {seed}:\n{text}  missed {missed:#?}\n  made up {made_up:#?}");
        }
        score.add(&wanted, &found);
    }
    println!("generated: {}", score.text());
    score
}

#[test]
fn a_thousand_generated_documents_meet_the_bars() {
    let score = measure(0..1000);
    assert!(score.reference.recall() >= 0.98, "recall {}", score.reference.recall());
    assert!(score.reference.precision() >= 0.99, "precision {}", score.reference.precision());
    assert!(score.pair.recall() >= 0.95 && score.pair.precision() >= 0.95);
    assert!(score.status.recall() >= 0.97, "status {}", score.status.recall());
}
