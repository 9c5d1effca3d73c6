//! Countries as lists, tables and people write them, brought to ISO 3166-1 alpha-2.
//!
//! In: `Korea, North`, `Hong Kong`, `RU`. Out: a code, or `None`. It only serves to say whether
//! two places may be one; it says nothing of anybody's nationality.

/// Code, then spellings in lower case as OFAC and the UN use them. Typed for this project.
const COUNTRIES: &[(&str, &[&str])] = &[
    ("AE", &["united arab emirates", "uae"]),
    ("AF", &["afghanistan"]),
    ("AM", &["armenia"]),
    ("AT", &["austria"]),
    ("AU", &["australia"]),
    ("AZ", &["azerbaijan"]),
    ("BA", &["bosnia and herzegovina"]),
    ("BD", &["bangladesh"]),
    ("BE", &["belgium"]),
    ("BG", &["bulgaria"]),
    ("BR", &["brazil"]),
    ("BY", &["belarus"]),
    ("CA", &["canada"]),
    ("CD", &["congo, democratic republic of the", "democratic republic of the congo"]),
    ("CF", &["central african republic"]),
    ("CH", &["switzerland"]),
    ("CN", &["china", "people's republic of china", "prc"]),
    ("CO", &["colombia"]),
    ("CU", &["cuba"]),
    ("CY", &["cyprus"]),
    ("CZ", &["czech republic", "czechia"]),
    ("DE", &["germany"]),
    ("DZ", &["algeria"]),
    ("EG", &["egypt"]),
    ("ES", &["spain"]),
    ("ET", &["ethiopia"]),
    ("FI", &["finland"]),
    ("FR", &["france"]),
    ("GB", &["united kingdom", "uk", "great britain", "england"]),
    ("GE", &["georgia"]),
    ("GR", &["greece"]),
    ("HK", &["hong kong"]),
    ("HU", &["hungary"]),
    ("ID", &["indonesia"]),
    ("IE", &["ireland"]),
    ("IL", &["israel"]),
    ("IN", &["india"]),
    ("IQ", &["iraq"]),
    ("IR", &["iran", "iran (islamic republic of)", "islamic republic of iran"]),
    ("IT", &["italy"]),
    ("JO", &["jordan"]),
    ("JP", &["japan"]),
    ("KH", &["cambodia"]),
    ("KP", &["korea, north", "north korea", "dprk", "democratic people's republic of korea"]),
    ("KR", &["korea, south", "south korea", "republic of korea", "korea, republic of"]),
    ("KW", &["kuwait"]),
    ("KZ", &["kazakhstan"]),
    ("LA", &["laos", "lao people's democratic republic"]),
    ("LB", &["lebanon"]),
    ("LT", &["lithuania"]),
    ("LV", &["latvia"]),
    ("LY", &["libya"]),
    ("MA", &["morocco"]),
    ("ML", &["mali"]),
    ("MM", &["burma", "myanmar"]),
    ("MN", &["mongolia"]),
    ("MO", &["macau", "macao"]),
    ("MX", &["mexico"]),
    ("MY", &["malaysia"]),
    ("NG", &["nigeria"]),
    ("NI", &["nicaragua"]),
    ("NL", &["netherlands", "the netherlands"]),
    ("NO", &["norway"]),
    ("OM", &["oman"]),
    ("PA", &["panama"]),
    ("PE", &["peru"]),
    ("PH", &["philippines"]),
    ("PK", &["pakistan"]),
    ("PL", &["poland"]),
    ("PS", &["palestinian", "palestine"]),
    ("PT", &["portugal"]),
    ("QA", &["qatar"]),
    ("RO", &["romania"]),
    ("RS", &["serbia"]),
    ("RU", &["russia", "russian federation"]),
    ("SA", &["saudi arabia"]),
    ("SD", &["sudan"]),
    ("SE", &["sweden"]),
    ("SG", &["singapore"]),
    ("SO", &["somalia"]),
    ("SS", &["south sudan"]),
    ("SY", &["syria", "syrian arab republic"]),
    ("TH", &["thailand"]),
    ("TJ", &["tajikistan"]),
    ("TN", &["tunisia"]),
    ("TR", &["turkey", "turkiye", "türkiye"]),
    ("TW", &["taiwan"]),
    ("UA", &["ukraine"]),
    ("US", &["united states", "united states of america", "usa"]),
    ("UZ", &["uzbekistan"]),
    ("VE", &["venezuela"]),
    ("VN", &["vietnam", "viet nam"]),
    ("YE", &["yemen"]),
    ("ZA", &["south africa"]),
    ("ZW", &["zimbabwe"]),
];

/// The code of a country; two letters are taken as a code.
pub(crate) fn code(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(text.to_ascii_uppercase());
    }
    let text = text.to_lowercase();
    let row = COUNTRIES.iter().find(|(_, spellings)| spellings.contains(&text.as_str()))?;
    Some(row.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_lists_and_codes_meet() {
        for (text, want) in [
            ("Korea, North", Some("KP")),
            ("cn", Some("CN")),
            ("Russian Federation", Some("RU")),
            ("Atlantis", None),
        ] {
            assert_eq!(code(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn no_spelling_stands_for_two_countries() {
        let mut all: Vec<_> = COUNTRIES.iter().flat_map(|row| row.1).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
