//! The normal form of names: typed tokens without case, marks and punctuation.
//!
//! In: a name as somebody wrote it, in Latin, Cyrillic, Hangul or Han. Out: tokens, each a word,
//! a descriptor of the trade, a company form, a place, a joining word, a number or a day of the
//! year. April 26 and 4.26 are one token, April 25 is another. It never guesses a missing part.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::han::is_han;
use crate::{han, japanese, korean, numerals, readings, scripts, words};

pub use crate::token::{Token, TokenKind};

/// Signs of a name that are read; what stands behind is no name.
const NAME_SIGNS_MAX: usize = 512;

/// Folds a name.
pub fn fold(name: &str) -> Vec<Token> {
    let pieces = pieces(name);
    let mut tokens = Vec::with_capacity(pieces.len());
    let mut rest = pieces.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        if let Some((day, used)) = day_at(rest) {
            tokens.push(Token { kind: TokenKind::Day, text: day.clone(), written: day });
            rest = rest.get(used..).unwrap_or_default();
            continue;
        }
        if let Some((used, kind, text)) = words::phrase(rest) {
            let written = rest.get(..used).unwrap_or_default().concat();
            tokens.push(Token { kind, text: text.to_owned(), written });
            rest = rest.get(used..).unwrap_or_default();
            continue;
        }
        rest = behind;
        push_piece(&mut tokens, first);
    }
    tokens
}

/// Only the words and numbers of a name, folded, for simple comparison.
pub fn key(name: &str) -> String {
    let tokens = fold(name);
    tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A company's name without its legal form, without spaces: two spellings of one name are equal.
///
/// Words of the trade are kept as written: X Animation and X Cartoon are two companies. A name that
/// is nothing but a form is kept whole.
pub fn company_key(name: &str) -> String {
    let tokens = fold(name);
    let key = |kept: &dyn Fn(&Token) -> bool| -> String {
        let kept = tokens.iter().filter(|token| kept(token));
        kept.map(|token| token.written.as_str()).collect()
    };
    let is_form = |token: &Token| match token.kind {
        TokenKind::CompanyForm => !matches!(token.text.as_str(), "group" | "enterprise"),
        // `(주)`, the short way to write 주식회사.
        TokenKind::Word => token.written == "주",
        // `and` and `&` come and go; `du` may be half of Cheng Du.
        TokenKind::Link => token.text == "and",
        TokenKind::Descriptor | TokenKind::Place | TokenKind::Number | TokenKind::Day => false,
    };
    let telling = key(&|token| !is_form(token));
    if telling.is_empty() { key(&|_| true) } else { telling }
}

fn push_piece(tokens: &mut Vec<Token>, piece: &str) {
    if !piece.is_ascii() {
        if piece.chars().any(|sign| is_han(sign) || is_hangul(sign)) {
            push_east_asian(tokens, piece);
            return;
        }
        if words::lookup(piece).is_none() && push_other_script(tokens, piece) {
            return;
        }
    }
    let (kind, text) = match words::lookup(piece) {
        Some((kind, canonical)) => (kind, canonical),
        None if piece.bytes().all(|byte| byte.is_ascii_digit()) => {
            let digits = piece.trim_start_matches('0');
            (TokenKind::Number, if digits.is_empty() { "0" } else { digits })
        }
        None => (TokenKind::Word, piece),
    };
    tokens.push(Token { kind, text: text.to_owned(), written: piece.to_owned() });
}

/// Spells a word of kana, Arabic, Hebrew or Thai in Latin letters.
fn push_other_script(tokens: &mut Vec<Token>, piece: &str) -> bool {
    let spelled = if piece.chars().any(japanese::is_kana) {
        vec![japanese::kana(piece)]
    } else {
        scripts::latin(piece).unwrap_or_default()
    };
    for word in &spelled {
        let written = if spelled.len() == 1 { piece } else { word.as_str() };
        let (kind, text) = words::lookup(word).unwrap_or((TokenKind::Word, word));
        tokens.push(Token { kind, text: text.to_owned(), written: written.to_owned() });
    }
    !spelled.is_empty()
}

/// Splits a run of Han or Hangul at the words of the dictionary; romanises Hangul in between.
fn push_east_asian(tokens: &mut Vec<Token>, piece: &str) {
    let signs: Vec<char> = piece.chars().collect();
    let mut rest = signs.as_slice();
    let mut unknown: Vec<char> = Vec::new();
    while let Some((sign, behind)) = rest.split_first() {
        // A short name is a person's: 김국제 is no Kim International.
        let found = words::longest_prefix(rest).filter(|found| found.0 > 1 || signs.len() > 4);
        if let Some((used, kind, text)) = found {
            push_unknown(tokens, &mut unknown);
            let written: String = rest.iter().take(used).collect();
            tokens.push(Token { kind, text: text.to_owned(), written });
            rest = rest.get(used..).unwrap_or_default();
        } else {
            unknown.push(*sign);
            rest = behind;
        }
    }
    push_unknown(tokens, &mut unknown);
}

fn push_unknown(tokens: &mut Vec<Token>, unknown: &mut Vec<char>) {
    let mut run: Vec<char> = std::mem::take(unknown);
    if run.is_empty() {
        return;
    }
    let mut word = |signs: &[char]| {
        let mut text = String::new();
        for sign in signs {
            match korean::romanise_syllable(*sign) {
                Some(latin) => text.push_str(&latin),
                None => match readings::pinyin(&[*sign]) {
                    Some(latin) => text.push_str(&latin),
                    None => text.push(*sign),
                },
            }
        }
        let written = signs.iter().collect();
        tokens.push(Token { kind: TokenKind::Word, text, written });
    };
    // Three or four Hangul syllables by themselves are surname and given name.
    if (3..=4).contains(&run.len()) && run.iter().all(|sign| is_hangul(*sign)) {
        let given = run.split_off(1);
        word(&run);
        for sign in given {
            word(&[sign]);
        }
    } else {
        word(&run);
    }
}

/// The words of a name, folded, with `4.26` kept whole and `S.E.K.` joined.
fn pieces(name: &str) -> Vec<String> {
    let folded = fold_signs(name);
    let folded = numerals::han_days(&folded).unwrap_or(folded);
    let mut pieces: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut before = None;
    let mut signs = folded.chars().peekable();
    while let Some(sign) = signs.next() {
        let next = signs.peek().copied();
        if sign.is_alphanumeric() {
            let edge = before.is_some_and(|before| is_script_edge(before, sign));
            if edge && !current.is_empty() {
                pieces.push(std::mem::take(&mut current));
            }
            current.push(sign);
            before = Some(sign);
            if edge && is_date_sign(sign) {
                // `4월26일만화` is a day and then a word.
                pieces.push(std::mem::take(&mut current));
                before = None;
            }
            continue;
        }
        // An apostrophe inside a word belongs to a romanisation or a genitive.
        if is_apostrophe(sign) && !current.is_empty() && next.is_some_and(char::is_alphanumeric) {
            continue;
        }
        if sign == '&' {
            current.push('&');
        }
        if is_point(sign)
            && let (Some(digit), Some(next)) = (before, next)
            && digit.is_ascii_digit()
            && next.is_ascii_digit()
        {
            current.push('.');
            continue;
        }
        if !current.is_empty() {
            pieces.push(std::mem::take(&mut current));
        }
        if sign == '.' {
            // A mark that lets single letters join: `s.` `e.` `k.`.
            pieces.push(".".to_owned());
        }
        before = None;
    }
    if !current.is_empty() {
        pieces.push(current);
    }
    let mut pieces = join_initials(&pieces);
    join_abd(&mut pieces);
    numerals::in_digits(&mut pieces);
    pieces
}

/// Arabic texts write the servant of God as two words or as one: عبد الله, عبدالله.
fn join_abd(pieces: &mut Vec<String>) {
    let at = pieces.windows(2).position(|pair| match pair {
        [one, other] => one == "عبد" && other.starts_with("ال"),
        _ => false,
    });
    if let Some(at) = at {
        let rest = pieces.remove(at + 1);
        if let Some(piece) = pieces.get_mut(at) {
            piece.push_str(&rest);
        }
    }
}

/// Joins `s . e . k .` to `sek`; drops the points.
fn join_initials(pieces: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut open = false;
    let mut rest = pieces.iter().peekable();
    while let Some(piece) = rest.next() {
        if piece == "." {
            continue;
        }
        let letter = piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic);
        let dotted = rest.peek().is_some_and(|next| *next == ".");
        match joined.last_mut() {
            Some(last) if open && letter => last.push_str(piece),
            _ => joined.push(piece.clone()),
        }
        open = letter && dotted;
    }
    joined
}

fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | 'ʹ' | 'ʾ' | 'ʿ' | '＇' | '"' | '″')
}

fn is_point(sign: char) -> bool {
    matches!(sign, '.' | '·' | '•' | '・' | '‧' | '∙')
}

fn is_date_sign(sign: char) -> bool {
    matches!(sign, '년' | '월' | '일' | '年' | '月' | '日')
}

fn is_hangul(sign: char) -> bool {
    matches!(sign, '\u{AC00}'..='\u{D7A3}')
}

/// Whether a word ends between two signs because the script changes.
fn is_script_edge(before: char, sign: char) -> bool {
    let class = |sign: char| match sign {
        // Only Japanese repeats a Han sign so.
        '々' => 1,
        _ if is_han(sign) => 1,
        _ if is_hangul(sign) => 2,
        _ if japanese::is_kana(sign) => 3,
        _ => 0,
    };
    class(before) != class(sign)
}

/// NFKD without marks, lower case, alphabets spelled out in Latin, Han signs in their simplified form.
fn fold_signs(name: &str) -> String {
    if name.len() <= NAME_SIGNS_MAX && name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let mut text = String::with_capacity(name.len());
    let plain = name.chars().take(NAME_SIGNS_MAX).nfkd().filter(|sign| !is_dropped(*sign));
    for sign in plain.nfc() {
        for sign in sign.to_lowercase() {
            match scripts::letter(sign) {
                Some(latin) => text.push_str(latin),
                None => text.push(han::simplified(sign)),
            }
        }
    }
    text
}

/// Marks that are no part of a name's sound; the signs that voice kana are one.
fn is_dropped(sign: char) -> bool {
    let voices = matches!(sign, '\u{3099}' | '\u{309A}');
    scripts::is_silent_mark(sign) || is_combining_mark(sign) && !voices && !sign.is_alphabetic()
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day of the year at the start of the pieces, as `MM-DD`, and how many pieces it takes.
fn day_at(pieces: &[String]) -> Option<(String, usize)> {
    let piece = |idx: usize| pieces.get(idx).map(String::as_str);
    let month_named = |text: &str| MONTHS.iter().position(|month| *month == text).map(|m| m + 1);
    let first = piece(0)?;
    if let Some((month, day)) = first.split_once('.') {
        return Some((day_text(month.parse().ok()?, day)?, 1));
    }
    if let (Some(month), Some(day)) = (month_named(first), piece(1)) {
        return Some((day_text(month, day)?, 2));
    }
    if let (Some(day), Some(month)) = (Some(first), piece(1).and_then(month_named)) {
        return Some((day_text(month, day)?, 2));
    }
    // 4월26일, 4月26日, and 4월 26일.
    if let (Some(month), Some("월" | "月"), Some(day)) = (piece(0), piece(1), piece(2)) {
        let month = month.parse().ok()?;
        let used = if matches!(piece(3), Some("일" | "日")) { 4 } else { 3 };
        return Some((day_text(month, day)?, used));
    }
    None
}

fn day_text(month: usize, day: &str) -> Option<String> {
    let day: usize = day.trim_end_matches(['s', 't', 'h', 'n', 'd', 'r']).parse().ok()?;
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(names: &[&str], want: &str) {
        for name in names {
            assert_eq!(key(name), want, "{name}");
        }
    }

    #[test]
    fn spellings_of_one_name_fold_alike() {
        check(&["SEK Studio", "S.E.K. Studios", "Ｓ.Ｅ.Ｋ. STUDIO"], "sek studio");
        check(&["KIM, Myo'ng-Ch'o'l", "Kim Myŏng Ch‘ŏl"], "kim myong chol");
        check(&["김명철"], "kim myong chol");
        check(&["Müller & Søn GmbH"], "muller and son gmbh");
        check(&["Киноатис", "KINOATIS"], "kinoatis");
        check(&["Iberia Color S.L.", "IBERIA COLOUR, SL"], "iberia color sa");
    }

    #[test]
    fn a_day_of_the_year_is_one_token_however_it_is_written() {
        let day = "04-26 animation studio";
        check(
            &["April 26 Animation Studio", "26 April Cartoon Studios", "4.26 Animation Studio"],
            day,
        );
        check(&["4·26만화영화촬영소", "4월26일만화영화촬영소", "4월 26일 만화영화 촬영소"], day);
        check(&["April 25 Animation Studio"], "04-25 animation studio");
        assert_eq!(fold("April 26")[0].kind, TokenKind::Day);
    }

    #[test]
    fn a_company_is_one_under_every_spelling_of_its_form() {
        let same = [
            &["Hanbit Animation Co., Ltd.", "HANBIT ANIMATION CO LTD", "Hanbit Animation"][..],
            &["Cheng Du Panda Drawing Co Ltd", "Chengdu Panda Drawing Company Limited"],
            &["Berlin-Animation GmbH & Co. KG", "Berlin Animation GmbH"],
            &["Madrid Color S.L.U.", "Madrid Color S.L.", "Madrid Color Sociedad Limitada"],
            &["한빛애니메이션 주식회사", "한빛애니메이션", "(주)한빛애니메이션"],
            &["辽东星数字艺术有限公司", "辽东星数字艺术"],
        ];
        for names in same {
            for name in names {
                assert_eq!(company_key(name), company_key(names[0]), "{name}");
            }
        }
        assert_ne!(company_key("Hanbit Animation"), company_key("Hanbit Cartoon"));
        assert_ne!(company_key("Atlas Group"), company_key("Atlas"));
        assert_eq!(company_key("Co., Ltd."), "coltd");
        assert_eq!(company_key(""), "");
    }

    #[test]
    fn numbers_are_kept_and_typed() {
        check(&["11420 CORP."], "11420 inc");
        assert_eq!(fold("11420 CORP.")[0].kind, TokenKind::Number);
        check(&["Unit 4.32 Ltd"], "unit 4.32 ltd");
    }

    #[test]
    fn company_words_are_understood_across_scripts() {
        check(&["辽东星数字艺术有限公司"], "liaodong xing digital art coltd");
        check(&["重庆宁色动漫发展有限公司"], "chongqing ningse animation development coltd");
        check(&["한빛애니메이션 주식회사"], "hanpit animation jsc");
    }

    proptest! {
        #[test]
        fn any_text_folds_to_bounded_tokens(name in "\\PC{0,600}") {
            let tokens = fold(&name);
            prop_assert!(tokens.len() <= NAME_SIGNS_MAX * 18);
            prop_assert!(tokens.iter().all(|token| !token.written.is_empty()));
        }

        #[test]
        fn folding_is_stable(name in "[A-Za-z '.,&-]{0,60}") {
            let once = fold(&name);
            prop_assert_eq!(once.clone(), fold(&name.to_uppercase()), "{:?}", once);
        }
    }
}
