//! One cell to its meaning: dates, numbers, yes and no, offsets, countries, networks, identifiers.
//! Each function takes the trimmed text of a cell that is not empty, and says in a lower-case
//! fragment why it cannot be read. Nothing is guessed: `01/02/2023` is no date.

use std::net::IpAddr;

use subtier_model::Date;
use subtier_names::id_types;

/// Offsets in use lie between UTC-12 and UTC+14 (IANA time zone database: `Etc/GMT+12`, `Pacific/Kiritimati`).
const OFFSET_MINUTES_MIN: i32 = -12 * 60;
const OFFSET_MINUTES_MAX: i32 = 14 * 60;

/// A date `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; a time of day after it is dropped.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    day.parse().map_err(|_| format!("{text:?} is no date YYYY-MM-DD"))
}

/// A whole number that is not negative.
pub(crate) fn count(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{text:?} is no whole number"))
}

/// Yes or no, as spreadsheets in English and German write it.
pub(crate) fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "ja" | "wahr" => Ok(true),
        "no" | "n" | "false" | "0" | "nein" | "falsch" => Ok(false),
        _ => Err(format!("{text:?} is neither yes nor no")),
    }
}

/// Minutes from UTC, from hours (`9`, `-3.5`, `5,75`) or from hours and minutes (`+05:30`).
pub(crate) fn utc_offset_minutes(text: &str) -> Result<i32, String> {
    let fault = || format!("{text:?} is no offset from UTC such as 9, -3.5 or +05:30");
    let upper = text.to_ascii_uppercase().replace('\u{2212}', "-").replace(',', ".");
    let bare = upper.trim_start_matches("UTC").trim_start_matches("GMT").trim();
    let (sign, digits) = match bare.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, bare.strip_prefix('+').unwrap_or(bare)),
    };
    let minutes = match digits.split_once(':') {
        Some((hours, minutes)) => sixty(hours, minutes),
        None => decimal_hours(digits),
    };
    let minutes = minutes.map(|minutes| sign * minutes).ok_or_else(fault)?;
    let range = OFFSET_MINUTES_MIN..=OFFSET_MINUTES_MAX;
    if range.contains(&minutes) { Ok(minutes) } else { Err(fault()) }
}

fn sixty(hours: &str, minutes: &str) -> Option<i32> {
    let minutes = Some(two_digits(minutes)?).filter(|minutes| *minutes < 60)?;
    Some(two_digits(hours)? * 60 + minutes)
}

fn decimal_hours(digits: &str) -> Option<i32> {
    let (hours, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let fraction = fraction.trim_end_matches('0');
    // Zones lie on quarter hours.
    let minutes = match fraction {
        "" => 0,
        "25" => 15,
        "5" => 30,
        "75" => 45,
        _ => return None,
    };
    Some(two_digits(hours)? * 60 + minutes)
}

fn two_digits(text: &str) -> Option<i32> {
    let ok = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| ok)
}

/// Codes of ISO 3166-1 alpha-2 that are assigned, and XK, which banks and the EU use for Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO \
    BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO \
    DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW \
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ \
    LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX \
    MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO \
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country code of two letters, upper-cased; UK and EL, as the EU writes them, are GB and GR.
pub(crate) fn country(text: &str) -> Result<String, String> {
    let code = match text.to_ascii_uppercase().as_str() {
        "UK" => "GB".to_owned(),
        "EL" => "GR".to_owned(),
        code => code.to_owned(),
    };
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(format!("{text:?} is no country code of two letters"));
    }
    if COUNTRIES.split_ascii_whitespace().any(|known| known == code) {
        Ok(code)
    } else {
        Err(format!("{text:?} is assigned to no country in ISO 3166-1"))
    }
}

/// A currency code of three letters, upper-cased.
pub(crate) fn currency(text: &str) -> Result<String, String> {
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(format!("{text:?} is no currency code of three letters"))
    }
}

/// Whether an amount, kept as written, is one: digits with signs of grouping and fraction.
pub(crate) fn amount(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let known =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}');
    if digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(known) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no amount"))
    }
}

/// An address or a network in CIDR form, as written.
pub(crate) fn network(text: &str) -> Result<String, String> {
    let fault = || format!("{text:?} is no address and no network such as 192.0.2.0/24");
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let bits_max = match address.parse().map_err(|_| fault())? {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    };
    match bits.map(str::parse::<u8>) {
        None => Ok(text.to_owned()),
        Some(Ok(bits)) if bits <= bits_max => Ok(text.to_owned()),
        Some(_) => Err(fault()),
    }
}

/// An identifier `TYPE VALUE`; a bare number has the type `""`, and its check digit tells what it is.
pub(crate) fn identifier(text: &str) -> Result<(String, String), String> {
    let (kind, value) = id_types::split(text)
        .ok_or_else(|| format!("{text:?} is no identifier of the form TYPE VALUE"))?;
    // A spreadsheet turns eighteen digits into a number of fifteen and an exponent.
    if value.contains("E+") && value.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!("{text:?} was rounded by a spreadsheet; the identifier is lost"));
    }
    Ok((kind.to_uppercase(), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn offsets_are_read_in_every_form() {
        let cases = [
            ("9", 540),
            ("-8", -480),
            ("5.5", 330),
            ("5,75", 345),
            ("+05:30", 330),
            ("-03:30", -210),
            ("UTC+8", 480),
            ("\u{2212}3.5", -210),
            ("0", 0),
            ("14", 840),
        ];
        for (text, minutes) in cases {
            assert_eq!(utc_offset_minutes(text), Ok(minutes), "{text}");
        }
        for text in ["15", "-13", "8.3", "CST", "", "+5:60", "1e1", "--8", "8:", "9999999999"] {
            assert!(utc_offset_minutes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_are_iso_only() {
        assert_eq!(date("2023-07-05"), Ok(Date::new(2023, 7, 5).unwrap()));
        assert_eq!(date("2023-07-05 00:00:00"), Ok(Date::new(2023, 7, 5).unwrap()));
        for text in ["05.07.2023", "7/5/2023", "2023-13-01", "2023-02-29", "soon"] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn networks_and_countries_and_amounts() {
        for text in ["192.0.2.0/24", "192.0.2.7", "2001:db8::/32"] {
            assert_eq!(network(text).as_deref(), Ok(text));
        }
        for text in ["192.0.2.0/33", "192.0.2", "office", "192.0.2.0/", "192.0.2.1-192.0.2.9"] {
            assert!(network(text).is_err(), "{text}");
        }
        assert_eq!(country("kr").as_deref(), Ok("KR"));
        assert_eq!(country("UK").as_deref(), Ok("GB"));
        assert_eq!(country("el").as_deref(), Ok("GR"));
        assert!(country("XX").unwrap_err().contains("assigned to no country"));
        assert!(country("EN").is_err() && country("SU").is_err());
        assert!(country("KOR").is_err() && country("К").is_err());
        assert_eq!(amount("-9,800.50").as_deref(), Ok("-9,800.50"));
        assert!(amount("nine").is_err() && amount(",").is_err());
        assert_eq!(currency("usd").as_deref(), Ok("USD"));
        assert!(currency("$").is_err());
    }

    #[test]
    fn identifiers_have_a_type_and_survive_spreadsheets_or_are_complained_of() {
        let uscc = ("USCC".to_owned(), "913101040936933514".to_owned());
        assert_eq!(identifier("uscc 913101040936933514"), Ok(uscc));
        let bare = (String::new(), "913101040936933514".to_owned());
        assert_eq!(identifier("913101040936933514"), Ok(bare));
        let prc = ("PRC ID".to_owned(), "31010619740406283x".to_owned());
        assert_eq!(identifier("PRC ID 31010619740406283x"), Ok(prc));
        for text in ["USCC 9.13101E+17", "9.13101E+17", "USCC", "none"] {
            assert!(identifier(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_cell(text: String) {
            let _results = (date(&text), count(&text), yes_or_no(&text), utc_offset_minutes(&text));
            let _more = (country(&text), amount(&text), network(&text), identifier(&text));
        }
    }
}
