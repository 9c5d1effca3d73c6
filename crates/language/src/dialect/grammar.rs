//! Rules of spacing and endings that no word list can hold.
//!
//! In: a word and the one after it, or a line. Out: what the rules say of it.
//! The weights are the learner's (crates/language/tests/learn/dialect.py prints them), the smaller of its two where both sides of the south differ,
//! and half of that for spacing, since spaces of one writer are one habit and not many facts.

use super::{Hit, Word, rule_named};

/// Final consonant ㄹ, counted as in Unicode chapter 3.12, Hangul Syllable Decomposition.
const CODA_L: u32 = 8;
/// Final consonant ㄴ.
const CODA_N: u32 = 4;
/// Finals of a syllable, none included.
const N_CODAS: u32 = 28;
/// Code point of the first syllable.
const FIRST: u32 = 0xAC00;

/// A longer stretch is a writer who leaves out all spaces, and says nothing of the norm of spacing.
const SPACED_SYLLABLES_MAX: usize = 10;

/// A rule's name, its weight in hundredths, and whether it holds.
type Check = (&'static str, i64, fn(Word<'_>, Option<Word<'_>>) -> bool);

static CHECKS: &[Check] = &[
    ("attached su", 95, attached_su),
    ("attached geot", 175, attached_geot),
    ("order in geot", 60, order_in_geot),
    ("attached ttaemun", 258, |word, _| word.text.contains("기때문")),
    ("attached iss", 228, attached_iss),
    ("attached gos", 220, attached_gos),
    ("attached sok", 130, attached_sok),
    ("attached counter", 70, attached_counter),
    ("attached ttae", -200, attached_ttae),
    ("attached malda", -150, |word, _| word.text.contains("지않") || word.text.contains("지못")),
    ("hayeot", 120, |word, _| word.text.contains("하였")),
    ("lga question", 298, lga_question),
    ("lde daehan", 290, lde_daehan),
    ("gun hada", 300, gun_hada),
    ("ryul", 250, ryul),
    ("ero", 250, ero),
    ("goje", 200, |word, _| word.text.chars().count() >= 3 && word.text.ends_with("고저")),
    ("attached nagada", 120, attached_nagada),
    ("attached chae", 200, attached_chae),
    ("iyo", 150, |word, _| {
        word.after == Some('.') && word.text.chars().count() >= 3 && word.text.ends_with("이요")
    }),
    ("spaced su", -300, spaced_su),
    ("spaced geot", -89, spaced_geot),
    ("spaced iss", -350, spaced_iss),
    ("spaced daero", -150, spaced_daero),
    ("spaced counter", -98, spaced_counter),
    ("lkka question", -200, lkka_question),
];

/// What the rules say of a word before the next one.
pub(super) fn hits(word: Word<'_>, next: Option<Word<'_>>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let unspaced = word.text.chars().count() > SPACED_SYLLABLES_MAX;
    for (id, weight, holds) in CHECKS {
        let Some(rule) = rule_named(id).filter(|_| holds(word, next)) else { continue };
        if !rule.carries && unspaced {
            continue;
        }
        let key = if rule.carries { word.text.to_owned() } else { String::new() };
        let both = next.filter(|_| id.starts_with("spaced") || id.starts_with("lde"));
        let shown = match both {
            Some(next) => format!("{} {}", word.text, next.text),
            None => word.text.to_owned(),
        };
        hits.push(Hit { rule, key, shown, weight: *weight });
    }
    hits
}

/// What the signs of a line say.
pub(super) fn signs(line: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut add = |id: &str, shown: &str, weight: i64| {
        if let Some(rule) = rule_named(id) {
            hits.push(Hit { rule, key: shown.to_owned(), shown: shown.to_owned(), weight });
        }
    };
    if line.contains('《') {
        add("quotes", "《", 100);
    }
    if let Some(jamo) = line.chars().find(|sign| matches!(sign, '\u{3131}'..='\u{3163}')) {
        add("chat jamo", jamo.encode_utf8(&mut [0; 4]), -250);
    }
    if let Some(year) = juche_year(line) {
        add("juche", &format!("주체{year}"), 400);
    }
    hits
}

/// A year such as 주체113(2024), whose numbers agree: 1912 is the first year.
fn juche_year(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once("주체")?;
    let digits = |text: &str| -> Option<u32> {
        let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
        text.get(..end)?.parse().ok()
    };
    let year = digits(rest).filter(|year| (1..=199).contains(year))?;
    let (_, rest) = rest.split_once(['(', '（'])?;
    digits(rest).filter(|common| *common == year + 1911).map(|_| year)
}

fn coda(sign: char) -> Option<u32> {
    super::is_syllable(sign).then(|| (u32::from(sign) - FIRST) % N_CODAS)
}

fn ends_in(text: &str, wanted: u32) -> bool {
    text.chars().next_back().and_then(coda) == Some(wanted)
}

/// Ends in an adnominal ending: ㄹ, ㄴ, 는, 던, 은.
fn is_adnominal(text: &str) -> bool {
    ends_in(text, CODA_L) || ends_in(text, CODA_N)
}

fn starts_with_being(word: Word<'_>) -> bool {
    word.text.starts_with('있') || word.text.starts_with('없')
}

/// 할수 있다: 수 after ㄹ in one word, before 있다, 없다 or 밖에.
fn attached_su(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    let Some((before, after)) = word.text.rsplit_once('수') else { return false };
    let followed = match after {
        "" | "가" | "는" | "도" | "만" => next.is_some_and(starts_with_being),
        _ => after.starts_with('있') || after.starts_with('없') || after.starts_with("밖에"),
    };
    ends_in(before, CODA_L) && followed
}

/// 그리는것이, 하는것: 것 after an adnominal ending of two syllables or more, so that 날것 and 이것 are left alone.
fn attached_geot(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    !order_in_geot(word, next)
        && word
            .text
            .split_once('것')
            .is_some_and(|(before, _)| before.chars().count() >= 2 && is_adnominal(before))
}

/// 다시 그릴것 at the end of a sentence: southern memos order so as well, and seldom with a space, so that it weighs little.
fn order_in_geot(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    next.is_none()
        && word
            .text
            .strip_suffix('것')
            .is_some_and(|before| before.chars().count() >= 2 && ends_in(before, CODA_L))
}

/// 하고있다, 되여있다.
fn attached_iss(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    word.text.split_once('있').is_some_and(|(before, _)| {
        before.chars().count() >= 2 && before.ends_with(['고', '아', '어', '여'])
    })
}

/// 하는곳.
fn attached_gos(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    word.text
        .split_once('곳')
        .is_some_and(|(before, _)| before.chars().count() >= 2 && is_adnominal(before))
}

/// 가슴속에, 책상우에: a noun of place attached.
fn attached_sok(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    let ways = [
        "속에",
        "우에",
        "앞에",
        "뒤에",
        "안에",
        "밑에",
        "곁에",
        "옆에",
        "사이에",
        "속으로",
        "앞으로",
        "안으로",
    ];
    ways.iter()
        .any(|way| word.text.split_once(way).is_some_and(|(before, _)| before.chars().count() >= 2))
}

const NUMERALS: &[&str] = &["한", "두", "세", "네", "몇"];
const COUNTERS: &[&str] = &[
    "사람", "마리", "달", "번", "개", "가지", "시간", "장", "마디", "걸음", "주일", "순간", "방울",
    "그루", "송이",
];

/// 두사람, 몇마디.
fn attached_counter(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    NUMERALS.iter().any(|numeral| {
        word.text
            .strip_prefix(numeral)
            .is_some_and(|rest| COUNTERS.iter().any(|counter| rest.starts_with(counter)))
    })
}

/// 두 사람.
fn spaced_counter(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    NUMERALS.contains(&word.text)
        && next.is_some_and(|next| COUNTERS.iter().any(|counter| next.text.starts_with(counter)))
}

/// 할때: the north sets 때 apart, careless southern writing does not.
fn attached_ttae(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    word.text.split_once('때').is_some_and(|(before, _)| ends_in(before, CODA_L))
}

/// 앞에로의: the particles 에 and 로 together.
fn ero(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    let stem = word.text.strip_suffix("에로").or_else(|| word.text.strip_suffix("에로의"));
    stem.is_some_and(|stem| stem.chars().count() >= 2)
}

/// 높여나가다, 해나갈.
fn attached_nagada(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    let stem = ["나가", "나갈", "나간", "나갔"].iter().find_map(|way| word.text.split_once(way));
    stem.is_some_and(|(before, _)| {
        before.ends_with(['아', '어', '여', '해', '켜', '려', '쳐', '져', '겨', '와', '워'])
    })
}

/// 그려진채.
fn attached_chae(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    let stem = word.text.strip_suffix('채').or_else(|| word.text.strip_suffix("채로"));
    stem.is_some_and(|stem| stem.chars().count() >= 2 && ends_in(stem, CODA_N))
}

/// 하는 대로.
fn spaced_daero(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    is_adnominal(word.text) && next.is_some_and(|next| next.text.starts_with("대로"))
}

/// 않을가, 될가요: the south doubles the consonant. Few nouns end in ㄹ and take 가, and those are left alone.
fn lga_question(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    const VERBS: &[&str] = &["을", "할", "될", "닐", "것일", "올", "볼", "갈", "줄", "릴"];
    const NOUNS: &[&str] = &["마을", "가을", "노을", "고을", "외갈", "두줄"];
    const SHORT: &[&str] = &["할가", "될가", "갈가", "볼가"];
    let Some((before, after)) = word.text.rsplit_once('가') else { return false };
    let ends = matches!(after, "" | "하고" | "하는") || after.starts_with('요');
    let is_verb = VERBS.iter().any(|verb| before.ends_with(verb)) && !NOUNS.contains(&before);
    let is_long = before.chars().count() >= 2 || !after.is_empty();
    ends && is_verb && is_long || SHORT.contains(&word.text)
}

/// 할데 대한.
fn lde_daehan(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    let follows =
        |next: Word<'_>| ["대하", "대한", "대해"].iter().any(|way| next.text.starts_with(way));
    word.text.strip_suffix('데').is_some_and(|before| ends_in(before, CODA_L))
        && next.is_some_and(follows)
}

/// 가군 하였다.
fn gun_hada(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    let follows = |next: Word<'_>| {
        ["하였", "했", "한다", "하는"].iter().any(|way| next.text.starts_with(way))
    };
    ["하군", "되군", "가군", "오군", "보군", "주군", "이군", "리군", "지군", "치군"]
        .iter()
        .any(|end| word.text.ends_with(end))
        && next.is_some_and(follows)
}

/// 비률, 문자렬: 률 and 렬 after a vowel or ㄴ, in the words that have them; any such syllable pair would take in names of persons.
fn ryul(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    const KNOWN: &[&str] = &[
        "비률",
        "규률",
        "선률",
        "효률",
        "환률",
        "세률",
        "이률",
        "리률",
        "자률",
        "기률",
        "조률",
        "전률",
        "운률",
        "배률",
        "타률",
        "백분률",
        "배렬",
        "나렬",
        "문자렬",
        "부호렬",
        "계렬",
        "진렬",
        "분렬",
        "치렬",
        "대렬",
        "서렬",
        "우렬",
        "수렬",
        "행렬식",
        "전렬",
        "후렬",
    ];
    KNOWN.iter().any(|known| word.text.contains(known))
}

/// 할 수 있다.
fn spaced_su(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    let su = |next: Word<'_>| matches!(next.text, "수" | "수가" | "수는" | "수도" | "수밖에");
    ends_in(word.text, CODA_L) && next.is_some_and(su)
}

/// 그릴 것, 하는 게.
fn spaced_geot(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    let geot = |next: Word<'_>| {
        next.text.starts_with('것') || matches!(next.text, "거" | "게" | "건" | "걸")
    };
    is_adnominal(word.text) && next.is_some_and(geot)
}

/// 하고 있다.
fn spaced_iss(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    word.text.chars().count() >= 2
        && word.text.ends_with('고')
        && next.is_some_and(|next| next.text.starts_with('있'))
}

/// 할까.
fn lkka_question(word: Word<'_>, _: Option<Word<'_>>) -> bool {
    word.text
        .split_once('까')
        .is_some_and(|(before, after)| ends_in(before, CODA_L) && !after.starts_with('지'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules_of(line: &str) -> Vec<&'static str> {
        let words = super::super::words_of(line);
        let mut found = Vec::new();
        for (idx, word) in words.iter().enumerate() {
            let next = words.get(idx + 1).filter(|_| word.touches_next).copied();
            found.extend(hits(*word, next).into_iter().map(|hit| hit.rule.id));
        }
        found
    }

    #[test]
    fn spacing_is_told_apart() {
        assert_eq!(rules_of("할수 있다"), ["attached su"]);
        assert_eq!(rules_of("할 수 있다"), ["spaced su"]);
        assert_eq!(rules_of("할수록 좋다"), [""; 0]);
        assert_eq!(rules_of("다시 그릴것"), ["order in geot"]);
        assert_eq!(rules_of("그릴것이다"), ["attached geot"]);
        assert_eq!(rules_of("날것과 이것"), [""; 0]);
        assert_eq!(rules_of("보고있다"), ["attached iss"]);
    }

    #[test]
    fn endings_are_told_apart() {
        assert_eq!(rules_of("있지 않을가?"), ["lga question"]);
        assert_eq!(rules_of("마을가"), [""; 0]);
        assert_eq!(rules_of("있지 않을까?"), ["lkka question"]);
        assert_eq!(rules_of("강화할데 대한"), ["lde daehan"]);
        assert_eq!(rules_of("몸비률"), ["ryul"]);
        assert_eq!(rules_of("법률"), [""; 0]);
    }

    #[test]
    fn a_juche_year_needs_its_common_year() {
        assert_eq!(juche_year("주체113(2024)년"), Some(113));
        assert_eq!(juche_year("주체113(2023)년"), None);
        assert_eq!(juche_year("대회 주체 기관"), None);
    }
}
