//! Documents whose layout is drawn freely: which columns there are, in which order, under which headings or under none that
//! is known, what is merged or repeated, what stands above and below; in text, how references, numbers and pairs are set.
//!
//! What tests of shapes cannot show is that nothing hangs on one arrangement; here every part is drawn by itself. The
//! wording is the bank of `generated.rs`. In: a seed. Out: a document and its notes as `sheet::line` writes them.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::format_push_string,
    reason = "a test that fails here names its document"
)]

use crate::generated::{BANK, DISTRACTORS, Draw};
use crate::score::Score;
use crate::sheet::{line, read};

/// One note: shot, first and last frame, author, status, request, translation.
struct Wanted {
    shot: String,
    frame: Option<(usize, Option<usize>)>,
    author: &'static str,
    status: &'static str,
    request: &'static str,
    translation: &'static str,
}

impl Wanted {
    fn line(&self) -> String {
        let first = self.frame.map_or_else(String::new, |frame| frame.0.to_string());
        let last = self.frame.and_then(|frame| frame.1);
        let last = last.map_or_else(String::new, |last| last.to_string());
        format!(
            "{}¦{first}¦{last}¦¦{}¦{}¦{}¦{}",
            self.shot, self.author, self.status, self.request, self.translation
        )
    }
}

/// Languages of request and translation: zh, ko, ja, en as the bank has them.
const LANGUAGES: &[(usize, usize)] = &[(0, 1), (1, 0), (0, 1), (2, 0), (3, 0), (3, 1), (0, 3)];
const SHOTS: &[&str] = &["SC{}", "SC{}_C005", "SH{}", "C{}", "S03_C{}", "GRN_020_{}"];
const AUTHORS: &[&str] = &["王丽", "赵刚", "김민지", "佐藤", "Dana Reyes"];

fn notes(draw: &mut Draw, languages: (usize, usize)) -> Vec<Wanted> {
    let form = draw.of(SHOTS);
    let author = draw.of(AUTHORS);
    let mut number = 100 + draw.below(500);
    let mut picks: Vec<usize> = (0..BANK.len()).collect();
    let mut found = Vec::new();
    for _ in 0..3 + draw.below(5) {
        number += 1 + draw.below(9);
        let row = BANK[picks.remove(draw.below(picks.len()))];
        let first = 10 + draw.below(80);
        let frame = match draw.below(3) {
            0 => None,
            1 => Some((first, None)),
            _ => Some((first, Some(first + 3 + draw.below(20)))),
        };
        let shot = form.replace("{}", &format!("{number:04}"));
        let (request, translation) = (row[languages.0], row[languages.1]);
        found.push(Wanted { shot, frame, author, status: row[4], request, translation });
    }
    found
}

/// The parts of a table, each drawn or not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Shot,
    Frame,
    Request,
    Translation,
    Status,
    Author,
    Number,
    Date,
    Artist,
}

fn heading(draw: &mut Draw, part: Part, languages: (usize, usize)) -> String {
    let language = |at: usize| {
        [&["中文", "中文意见"][..], &["한국어", "조선어"], &["日本語"], &["English"]][at]
    };
    let words: &[&str] = match part {
        Part::Shot => &[
            "镜号",
            "镜头号",
            "卡号",
            "컷",
            "컷번호",
            "カット",
            "Shot",
            "Cut",
            "화면번호",
            "列A",
            "구역1",
        ],
        Part::Frame => &["帧", "帧号", "프레임", "구간", "コマ", "Frames", "Frame range", "토막"],
        Part::Request if draw.one_in(4) => language(languages.0),
        Part::Request => &[
            "意见",
            "修改意见",
            "问题点",
            "수정사항",
            "의견",
            "リテイク内容",
            "Notes",
            "QC note",
            "감수의견",
        ],
        Part::Translation if draw.one_in(3) => language(languages.1),
        Part::Translation => {
            &["翻译", "译文", "번역", "번역문", "翻訳", "Translation", "対訳欄", "옮긴 글"]
        }
        Part::Status => &["状态", "结果", "판정", "상태", "判定", "Status", "처리결과"],
        Part::Author => &["检查人", "审核人", "검사원", "チェック者", "Reviewer", "作成者"],
        Part::Number => &["No.", "序号", "번호", "#"],
        Part::Date => &["日期", "날짜", "日付", "Date"],
        Part::Artist => &["画师", "작업자", "担当", "Artist"],
    };
    let word = draw.of(words);
    match draw.below(6) {
        0 => format!("{word}*"),
        1 if word.is_ascii() => word.to_uppercase(),
        _ => word.to_owned(),
    }
}

fn status_word(draw: &mut Draw, status: &str) -> &'static str {
    match status {
        "retake" => draw_of(draw, &["返修", "RTK", "리테이크", "リテイク", "NG"]),
        "approved" => draw_of(draw, &["通过", "OK", "APR", "합격", "○"]),
        "done" => draw_of(draw, &["已改", "수정완료", "修正済", "fixed"]),
        "wfa" => draw_of(draw, &["待审", "WFA", "확인대기", "確認待ち"]),
        _ => "",
    }
}

fn draw_of(draw: &mut Draw, words: &[&'static str]) -> &'static str {
    words[draw.below(words.len())]
}

fn frames(draw: &mut Draw, frame: Option<(usize, Option<usize>)>, is_bare: bool) -> String {
    match frame {
        None => String::new(),
        Some((first, None)) if is_bare => first.to_string(),
        Some((first, Some(last))) if is_bare => format!("{first}-{last}"),
        Some((first, None)) => draw
            .of(&["f{}", "第{}帧", "{}帧", "{}프레임", "{}コマ目", "@f{}"])
            .replace("{}", &first.to_string()),
        Some((first, Some(last))) => draw
            .of(&[
                "f{}-f[]",
                "第{}帧到第[]帧",
                "{}~[]帧",
                "{}~[]프레임",
                "{}〜[]コマ目",
                "frames {}-[]",
            ])
            .replace("{}", &first.to_string())
            .replace("[]", &last.to_string()),
    }
}

fn table(draw: &mut Draw, wanted: &mut [Wanted], languages: (usize, usize)) -> String {
    let mut parts = vec![Part::Request];
    let has = |draw: &mut Draw, n: usize| !draw.one_in(n);
    for (part, odds) in [
        (Part::Frame, 4),
        (Part::Status, 2),
        (Part::Author, 2),
        (Part::Number, 2),
        (Part::Date, 3),
        (Part::Artist, 3),
    ] {
        if has(draw, odds) {
            parts.insert(draw.below(parts.len() + 1), part);
        }
    }
    let has_frame = parts.contains(&Part::Frame);
    let shot_at = if draw.one_in(2) { 0 } else { draw.below(parts.len() + 1) };
    parts.insert(shot_at, Part::Shot);
    let in_cell = draw.one_in(3);
    let is_paired = draw.one_in(2) || in_cell;
    if is_paired && !in_cell {
        let request = parts.iter().position(|part| *part == Part::Request).unwrap();
        parts.insert(request + 1 + draw.below(parts.len() - request), Part::Translation);
    }
    // A shot for two rows: merged, blank or repeated.
    let mark = draw.of(&["", "↑", "同上", "〃", "위와 같음"]);
    let repeats = draw.one_in(2);
    for idx in 1..wanted.len() {
        if repeats && draw.one_in(3) {
            let above = wanted[idx - 1].shot.clone();
            wanted[idx].shot = above;
        }
    }
    let mut text = above(draw, parts.len());
    text += "¦";
    let heads: Vec<String> = parts.iter().map(|part| heading(draw, *part, languages)).collect();
    text += &heads.join("¦");
    text.push('\n');
    let is_bare = draw.one_in(2);
    let mut last = String::new();
    for (number, note) in wanted.iter_mut().enumerate() {
        note.frame = note.frame.filter(|_| has_frame);
        if !parts.contains(&Part::Author) {
            note.author = "";
        }
        if !is_paired {
            note.translation = "";
        }
        let status =
            if parts.contains(&Part::Status) { status_word(draw, note.status) } else { "" };
        let cells: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Shot if note.shot == last => mark.to_owned(),
                Part::Shot => note.shot.clone(),
                Part::Frame => frames(draw, note.frame, is_bare),
                Part::Request if in_cell => format!("{}\\n{}", note.request, note.translation),
                Part::Request => note.request.to_owned(),
                Part::Translation => note.translation.to_owned(),
                Part::Status => status.to_owned(),
                Part::Author => note.author.to_owned(),
                Part::Number => (number + 1).to_string(),
                Part::Date => format!("2026/3/{}", number + 1),
                Part::Artist => draw.of(&["小李", "박", "原田", "Bo"]).to_owned(),
            })
            .collect();
        last.clone_from(&note.shot);
        text += &format!("¦{}\n", cells.join("¦"));
    }
    text + &below(draw, wanted.len())
}

/// The sums below a table.
fn below(draw: &mut Draw, rows: usize) -> String {
    if !draw.one_in(4) {
        return String::new();
    }
    format!("¦{}¦¦{rows}\n", draw.of(&["合计", "TOTAL", "합계", "計"]))
}

/// What stands above the headings of a table.
fn above(draw: &mut Draw, columns: usize) -> String {
    let blank = "¦".repeat(columns - 1);
    match draw.below(4) {
        0 => format!("¦EP12 修改表 2026-03-01{blank}\n"),
        1 => format!("¦第6話　リテイク一覧{blank}\n¦{blank}\n"),
        _ => String::new(),
    }
}

fn lines(draw: &mut Draw, wanted: &mut [Wanted]) -> String {
    let mut text = String::new();
    if draw.one_in(3) {
        text += draw.of(&[
            "各位好，以下是EP12的意见：\n",
            "안녕하세요.\n",
            "Hi all,\n",
            "EP12 修改意见\n",
        ]);
    }
    let number = draw.of(&["", "{}. ", "{}、", "({}) ", "- ", "・"]);
    let around = draw.of(&["{}", "[{}]", "【{}】", "{}：", "{}: "]);
    let at_end = draw.one_in(4);
    let pairing = draw.below(5);
    for (idx, note) in wanted.iter_mut().enumerate() {
        note.author = "";
        if draw.one_in(5) {
            text += &format!("{}\n", draw.of(DISTRACTORS));
        }
        let frame = frames(draw, note.frame, false);
        let shot = around.replace("{}", &note.shot);
        let (before, behind) = match (frame.is_empty(), at_end) {
            (true, _) => (String::new(), String::new()),
            (false, true) => (String::new(), format!("（{frame}）")),
            (false, false) => (format!("{frame} "), String::new()),
        };
        let numbered = number.replace("{}", &(idx + 1).to_string());
        let head = format!("{numbered}{shot} {before}");
        let (request, translation) = (note.request, note.translation);
        text += &match pairing {
            0 => format!("{head}{request}{behind}\n{head}{translation}{behind}\n"),
            1 => format!("{head}{request} / {translation}{behind}\n"),
            2 => format!("{head}{request}{behind}\n{translation}\n"),
            _ => {
                note.translation = "";
                format!("{head}{request}{behind}\n")
            }
        };
    }
    if draw.one_in(3) {
        text +=
            draw.of(&["以上，谢谢\n", "감사합니다.\n", "Thanks,\n", "よろしくお願いします。\n"]);
    }
    text
}

fn document(seed: u64) -> (String, Vec<String>) {
    let mut draw = Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    draw.below(2);
    let languages = LANGUAGES[draw.below(LANGUAGES.len())];
    let mut wanted = notes(&mut draw, languages);
    let text = if draw.one_in(3) {
        lines(&mut draw, &mut wanted)
    } else {
        table(&mut draw, &mut wanted, languages)
    };
    (text, wanted.iter().map(Wanted::line).collect())
}

#[test]
fn five_hundred_freely_combined_documents_meet_the_bars() {
    let mut score = Score::default();
    let mut shown = 0;
    for seed in 0..500 {
        let (text, wanted) = document(seed);
        let found: Vec<String> = read("share/a.xlsx", &text).iter().map(line).collect();
        if wanted != found && shown < 12 {
            shown += 1;
            println!("document {seed}:\n{text}");
            for line in wanted.iter().filter(|line| !found.contains(line)) {
                println!("    wanted {line}");
            }
            for line in found.iter().filter(|line| !wanted.contains(line)) {
                println!("    found  {line}");
            }
        }
        score.add(&wanted, &found);
    }
    println!("combined: {}", score.text());
    assert!(score.reference.recall() >= 0.98 && score.reference.precision() >= 0.99);
    assert!(score.pair.recall() >= 0.95 && score.pair.precision() >= 0.95);
    assert!(score.status.recall() >= 0.97);
}
