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
];

/// Legal forms that stand without a space before or after the name.
const ATTACHED_FORMS: &[&str] = &[
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "有限會社",
    "株式会社",
    "株式會社",
    "주식회사",
    "유한회사",
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
    let kept: Vec<&str> =
        words.iter().map(String::as_str).filter(|w| !COMPANY_FORMS.contains(w)).collect();
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
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
        }
    }
}
