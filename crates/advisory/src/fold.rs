//! Company names brought to one form, and amounts summed exactly, for comparing papers with papers.
//!
//! In: a name or an amount as it was written. Out: a folded name, or ten-thousandths of a unit. Never: a
//! guess that two different names mean one company; that is what screening is for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that say only which legal form a company has, folded.
const COMPANY_FORMS: &[&str] = &[
    "co",
    "ltd",
    "limited",
    "company",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "llc",
    "llp",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "sl",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "bv",
    "nv",
    "oy",
    "ab",
    "as",
    "aps",
    "pte",
    "pvt",
    "pty",
    "kk",
    "ooo",
    "zao",
    "ao",
    "sro",
    "sdn",
    "bhd",
    "the",
    "주",
    "유",
    "slu",
    "slne",
    "sau",
    "limitada",
    "ltda",
    "lda",
    "eurl",
    "sasu",
    "srls",
    "oyj",
    "asa",
    "ug",
    "spzoo",
    "youxiangongsi",
    "jusikhoesa",
    "chusikhoesa",
    "yuhanhoesa",
];

/// Legal forms of several words, folded; the longer of two that begin alike stands first.
const FORM_PHRASES: &[&[&str]] = &[
    &["gmbh", "and", "co", "kg"],
    &["ag", "and", "co", "kg"],
    &["ug", "and", "co", "kg"],
    &["and", "co"],
    &["and", "company"],
    &["gesellschaft", "mit", "beschrankter", "haftung"],
    &["sociedad", "de", "responsabilidad", "limitada"],
    &["sociedad", "limitada", "nueva", "empresa"],
    &["sociedad", "limitada", "unipersonal"],
    &["sociedad", "limitada"],
    &["sociedad", "anonima", "unipersonal"],
    &["sociedad", "anonima"],
    &["societe", "a", "responsabilite", "limitee"],
    &["societe", "anonyme"],
    &["societa", "a", "responsabilita", "limitata"],
    &["societa", "per", "azioni"],
    &["spolka", "z", "ograniczona", "odpowiedzialnoscia"],
    &["spolka", "akcyjna"],
    &["sp", "zoo"],
    &["sp", "z", "oo"],
    &["private", "limited"],
    &["private", "ltd"],
    &["gufen", "youxian", "gongsi"],
    &["youxian", "zeren", "gongsi"],
    &["youxian", "gongsi"],
    &["jusik", "hoesa"],
    &["chusik", "hoesa"],
    &["yuhan", "hoesa"],
    &["kabushiki", "kaisha"],
    &["yugen", "kaisha"],
];

/// Letters that no table of marks takes apart.
const WHOLE_LETTERS: &[(char, &str)] =
    &[('ł', "l"), ('ø', "o"), ('đ', "d"), ('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ı', "i")];

/// Legal forms that stand without a space before or after the name.
const ATTACHED_FORMS: &[&str] = &[
    "有限责任公司",
    "有限責任公司",
    "股份有限公司",
    "有限公司",
    "公司",
    "有限會社",
    "株式会社",
    "株式會社",
    "주식회사",
    "유한책임회사",
    "유한회사",
    "합자회사",
    "합명회사",
];

/// Brings a company name to the form in which two spellings of one name are equal: lower case, without marks,
/// punctuation and legal form.
pub(crate) fn fold_company(name: &str) -> String {
    let mut plain: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c) || is_hangul_vowel(*c))
        .nfc()
        .collect::<String>()
        .to_lowercase();
    for (letter, plainly) in WHOLE_LETTERS {
        plain = plain.replace(*letter, plainly);
    }
    for form in ATTACHED_FORMS {
        plain = plain.replace(form, " ");
    }
    let mut words: Vec<String> = vec![];
    let mut last_was_letter = false;
    for word in
        plain.replace('&', " and ").split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
    {
        let is_letter = word.chars().count() == 1 && word.is_ascii();
        match words.last_mut() {
            // `S.L.` is the word `sl`.
            Some(before) if is_letter && last_was_letter => before.push_str(word),
            _ => words.push(word.to_owned()),
        }
        last_was_letter = is_letter;
    }
    let kept = without_forms(&words);
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

/// The words that belong to no legal form.
fn without_forms(words: &[String]) -> Vec<&str> {
    let mut kept = vec![];
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        let starts = |phrase: &&&[&str]| {
            phrase.len() <= rest.len() && phrase.iter().zip(rest).all(|(form, word)| form == word)
        };
        if let Some(phrase) = FORM_PHRASES.iter().find(starts) {
            rest = rest.get(phrase.len()..).unwrap_or(&[]);
            continue;
        }
        if !COMPANY_FORMS.contains(&word.as_str()) {
            kept.push(word.as_str());
        }
        rest = after;
    }
    kept
}

/// How two names stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// One name, however it is spaced, marked or dressed with a legal form.
    Same,
    /// One or two letters apart: a slip of the pen, or meant to look like one.
    Near,
    /// Another name.
    Other,
}

/// Letters from which one slip, and from which two, leave a name recognisable.
const NEAR_LETTERS_MIN: [(usize, usize); 2] = [(5, 1), (9, 2)];
/// Names longer than this, in letters, are not measured.
const NEAR_LETTERS_MAX: usize = 120;

/// Compares two names as they stand in papers.
pub(crate) fn likeness(one: &str, other: &str) -> Likeness {
    let joined = |name: &str| fold_company(name).replace(' ', "");
    let (one, other) = (joined(one), joined(other));
    if one == other {
        Likeness::Same
    } else if is_near(&one, &other) {
        Likeness::Near
    } else {
        Likeness::Other
    }
}

/// Only Latin letters can be slips: one sign of Han or Hangul, or one figure, is another word.
fn is_near(one: &str, other: &str) -> bool {
    let shorter = one.len().min(other.len());
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let apart_max = NEAR_LETTERS_MIN
        .iter()
        .filter(|(letters, _)| shorter >= *letters)
        .map(|(_, apart)| *apart)
        .max()
        .unwrap_or(0);
    one.is_ascii()
        && other.is_ascii()
        && one.len().max(other.len()) <= NEAR_LETTERS_MAX
        && one.len().abs_diff(other.len()) <= apart_max
        && figures(one) == figures(other)
        && edits(one.as_bytes(), other.as_bytes()) <= apart_max
}

/// Letters to change, add or leave out (Levenshtein, "Binary codes capable of correcting deletions, insertions,
/// and reversals", 1966).
fn edits(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, against) in row.iter_mut().skip(1).zip(other) {
            let changed = diagonal + usize::from(letter != against);
            diagonal = *cell;
            left = changed.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Hangul vowels and finals count as letters here; some tables call the old ones marks.
fn is_hangul_vowel(c: char) -> bool {
    ('\u{1160}'..='\u{11ff}').contains(&c)
}

/// Parts of a unit of money that are kept: ten-thousandths.
const PARTS: i128 = 10_000;

/// Reads an amount as a person writes it (`9800`, `9,800.00`, `9.800,00`, `9'800`), in ten-thousandths.
pub(crate) fn amount_parts(text: &str) -> Option<i128> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '’').collect();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.as_str()),
    };
    let last_mark = digits.rfind(['.', ',']);
    let (whole, part) = match last_mark.and_then(|at| digits.split_at_checked(at)) {
        Some((whole, part)) if is_decimal_mark(whole, part) => (whole, part.get(1..).unwrap_or("")),
        _ => (digits, ""),
    };
    let whole: String = whole.chars().filter(|c| *c != '.' && *c != ',').collect();
    if whole.is_empty()
        || part.len() > 4
        || !whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit())
    {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = format!("{part:0<4}").parse().ok()?;
    whole.checked_mul(PARTS)?.checked_add(part)?.checked_mul(sign)
}

/// Whether the last mark of an amount parts off a fraction: there are not exactly three digits behind it, or
/// another kind of mark stands before it.
fn is_decimal_mark(whole: &str, part: &str) -> bool {
    let other = if part.starts_with('.') { ',' } else { '.' };
    part.len() != 4 || whole.contains(other)
}

/// Writes ten-thousandths as an amount without needless zeros.
pub(crate) fn amount_text(parts: i128) -> String {
    let sign = if parts < 0 { "-" } else { "" };
    let (whole, part) = (parts.unsigned_abs() / 10_000, parts.unsigned_abs() % 10_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:04}");
    let part = part.trim_end_matches('0');
    if part.len() == 1 { format!("{sign}{whole}.{part}0") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_company_fold_alike() {
        for (one, other) in [
            ("Hanbit Animation Co., Ltd.", "HANBIT ANIMATION CO LTD"),
            ("Iberia Color S.L.", "Ibéria Color, SL"),
            ("辽东星数字艺术有限公司", "辽东星数字艺术"),
            ("㈜한빛애니메이션", "한빛애니메이션 주식회사"),
            ("Ｅｖｅｒ Ltd", "ever"),
            ("Berlin-Animation GmbH & Co. KG", "Berlin Animation"),
            ("Madrid Color S.L.U.", "Madrid Color Sociedad Limitada"),
            ("Madrid Color SLNE", "Madrid Color Sociedad Anónima"),
            ("Łódź Film Sp. z o.o.", "Lodz Film sp z oo"),
            ("大連動畫有限責任公司", "大連動畫公司"),
            ("Jusik Hoesa Hanbit", "Hanbit Co., Ltd."),
            ("Dalian Huaxin Youxian Gongsi", "Dalian Huaxin"),
        ] {
            assert_eq!(fold_company(one), fold_company(other), "{one} / {other}");
        }
    }

    #[test]
    fn other_companies_stay_other() {
        for (one, other) in [
            ("Hanbit Animation", "Hanbit Trading"),
            ("Dalian Huaxin Trading", "Liaodong Star Digital Art Co."),
            ("한빛애니메이션", "한별애니메이션"),
            ("Co Ltd", "Limited"),
        ] {
            assert_ne!(fold_company(one), fold_company(other), "{one} / {other}");
        }
    }

    #[test]
    fn names_are_one_near_or_other() {
        for (one, other, like) in [
            ("Cheng Du Panda Drawing Co Ltd", "Chengdu Panda Drawing", Likeness::Same),
            ("Berlin-Animation GmbH & Co. KG", "BerlinAnimation", Likeness::Same),
            ("Hanbit Animation", "Hanbit Animatoin", Likeness::Near),
            ("Everlasting Empire Ltd", "Everlasting Empires", Likeness::Near),
            ("Studio 1 Pictures", "Studio 2 Pictures", Likeness::Other),
            ("Ever", "Even", Likeness::Other),
            ("Hanbit", "Hanwha", Likeness::Other),
            ("한빛애니메이션", "한별애니메이션", Likeness::Other),
            ("Hanbit Animation", "Hanbit Trading", Likeness::Other),
        ] {
            assert_eq!(likeness(one, other), like, "{one} / {other}");
            assert_eq!(likeness(other, one), like, "{other} / {one}");
        }
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (text, written) in [
            ("9800", Some("9800")),
            ("9,800.50", Some("9800.50")),
            ("9.800,5", Some("9800.50")),
            ("9,800", Some("9800")),
            ("9.80", Some("9.80")),
            ("1 234 567.1234", Some("1234567.1234")),
            ("-12.5", Some("-12.50")),
            ("", None),
            ("n/a", None),
            ("1.2.3.4e5", None),
        ] {
            assert_eq!(amount_parts(text).map(amount_text).as_deref(), written, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_folding_or_reading(text in ".{0,80}") {
            let folded = fold_company(&text);
            prop_assert_eq!(fold_company(&folded.to_uppercase().to_lowercase()).is_empty(), folded.is_empty());
            let _parts = amount_parts(&text);
            prop_assert_eq!(likeness(&text, &text), Likeness::Same);
        }
    }
}
