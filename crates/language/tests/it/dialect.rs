//! Which norm of Korean pooled notes follow.

use proptest::prelude::*;
use subtier_language::{Dialect, Norm, dialect};

const PAIRS: &str = include_str!("dialect_pairs.tsv");
const LINES: usize = 10;

fn of(text: &str) -> Dialect {
    dialect(text.lines())
}

/// Every document of ten lines that a stride through the notes gives.
fn documents(side: usize) -> Vec<Vec<&'static str>> {
    let lines: Vec<&str> = PAIRS
        .lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split('\t').nth(side))
        .collect();
    [1, 3, 7]
        .iter()
        .flat_map(|stride| {
            let lines = lines.clone();
            (0..lines.len()).map(move |from| -> Vec<&str> {
                lines.iter().cycle().skip(from).step_by(*stride).take(LINES).copied().collect()
            })
        })
        .collect()
}

/// The notes are our own and know the rules, so this bar is lower than what it says; the figures on texts of others stand in the example
/// `dialect_bar`, with the command that measures them.
#[test]
fn ten_lines_of_our_own_notes_meet_the_bar() {
    let verdicts = |side| -> Vec<Norm> {
        documents(side).iter().map(|lines| dialect(lines.iter().copied()).verdict).collect()
    };
    let (north, south) = (verdicts(0), verdicts(1));
    let hits = north.iter().filter(|verdict| **verdict == Norm::NorthOrYanbian).count();
    assert!(hits * 100 >= north.len() * 97, "{hits} of {}", north.len());
    assert!(south.iter().all(|verdict| *verdict != Norm::NorthOrYanbian));
    let souths = south.iter().filter(|verdict| **verdict == Norm::South).count();
    assert!(souths * 100 >= south.len() * 90, "{souths} of {}", south.len());
}

#[test]
fn two_short_notes_are_insufficient_and_still_show_their_words() {
    let found = of(
        "제45화면 머리모양을 다시 수정할것. 뒤머리가 너무 편평하게 되였음\n중간화 2장이 빠졌음. 래일까지 더 그릴것",
    );
    assert_eq!(found.verdict, Norm::InsufficientText);
    let shown = found.words.join("\n");
    for word in
        ["뒤머리가 (뒷머리가)", "되였음 (되었음): 여 after a front vowel", "래일까지 (내일까지)"]
    {
        assert!(shown.contains(word), "{word} in {shown}");
    }
    assert_eq!((found.lines, found.syllables), (2, 43));
}

#[test]
fn one_southern_note_is_insufficient_and_leans_south() {
    let found = of("12번 컷 45프레임: 입모양이 대사와 맞지 않습니다. 수정 부탁드립니다");
    assert_eq!(found.verdict, Norm::InsufficientText);
    assert!(found.score_thousandths < 0, "{found:?}");
}

#[test]
fn careless_southern_chat_is_not_northern() {
    let chat = "오늘 회의 몇시에 시작해요? ㅋㅋ\n아까 보낸거 확인했어요\n이거 어떻게 해야할지 모르겠어 ㅠㅠ\n할수있는데까지 해볼게\n수정할것 있으면 말해줘\n\
                컷 12번 다시 해야될것 같은데\n근데 진짜 시간없다\n내일까지 가능해?\n팀장님한테 물어보고있어\n되여있는거 아니야? 오타났네";
    assert_ne!(of(chat).verdict, Norm::NorthOrYanbian, "{:?}", of(chat));
}

#[test]
fn one_slip_repeated_is_not_a_northern_text() {
    let text = "결제가 완료되였습니다. 주문 내역을 확인해 주세요\n".repeat(12);
    assert_ne!(of(&text).verdict, Norm::NorthOrYanbian, "{:?}", of(&text));
}

#[test]
fn other_languages_are_passed_over() {
    let found = of("请修改头型\nplease fix\nリテイク");
    assert_eq!((found.verdict, found.lines, found.syllables), (Norm::InsufficientText, 0, 0));
}

#[test]
fn decomposed_hangul_is_read_like_composed() {
    // 되였음 as macOS writes it in names: one code point a letter.
    let found = of("\u{1103}\u{116C}\u{110B}\u{1167}\u{11BB}\u{110B}\u{1173}\u{11B7}");
    assert_eq!(found.syllables, 3);
    assert!(found.score_thousandths > 0);
}

proptest! {
    #[test]
    fn any_lines_are_judged(lines in proptest::collection::vec("\\PC{0,80}|[가-힣 있수것까]{0,80}", 0..20)) {
        let found = dialect(lines.iter().map(String::as_str));
        prop_assert!(found.words.len() <= 40);
        prop_assert!(found.syllables >= 80 || found.verdict == Norm::InsufficientText);
    }
}
