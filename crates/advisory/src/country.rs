//! Countries as tables and geo sources write them, for comparing a declared place with a seen one.
//!
//! In: two-letter codes with the cities or provinces beside them. Out: whether both can mean one place. Never: an
//! opinion on borders; some sources give Hong Kong, Macao and Taiwan a code of their own and others do not.

/// Codes that tables use beside those of ISO 3166-1: the European Union writes EL and UK.
const OTHER_CODES: &[(&str, &str)] = &[("UK", "GB"), ("EL", "GR")];

/// Places to which ISO 3166-1 gives a code of their own, and which tables also write under CN; folded.
const OWN_CODES: &[(&str, &[&str])] = &[
    ("HK", &["hongkong", "xianggang", "kowloon", "香港", "九龙", "九龍", "홍콩", "newterritories"]),
    ("MO", &["macau", "macao", "aomen", "澳门", "澳門", "마카오"]),
    (
        "TW",
        &[
            "taiwan",
            "taipei",
            "taibei",
            "kaohsiung",
            "taichung",
            "hsinchu",
            "台湾",
            "臺灣",
            "台灣",
            "台北",
            "臺北",
            "대만",
        ],
    ),
];

/// A country with what stands beside it: the city, or the city and the province.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'a> {
    /// ISO 3166-1 alpha-2, or as a table writes it.
    pub(crate) country: &'a str,
    /// City or province.
    pub(crate) names: [Option<&'a str>; 2],
}

impl Spot<'_> {
    /// Whether two places may lie in one country, under any of the codes that are in use for it.
    pub(crate) fn may_be_in(self, other: Spot<'_>) -> bool {
        let (one, two) = (code(self.country), code(other.country));
        one == two || self.own_code(&one) == other.own_code(&two)
    }

    /// The code of its own that a place written under CN has.
    fn own_code(self, code: &str) -> String {
        let is_in = |names: &&(&str, &[&str])| {
            self.names.iter().flatten().any(|name| {
                let name = folded(name);
                names.1.iter().any(|known| name.contains(known))
            })
        };
        let own = OWN_CODES.iter().find(is_in).filter(|_| code == "CN");
        own.map_or(code, |(own, _)| own).to_owned()
    }
}

/// Whether two codes mean one country.
pub(crate) fn is_same_code(one: &str, other: &str) -> bool {
    code(one) == code(other)
}

fn code(text: &str) -> String {
    let text = text.trim().to_uppercase();
    OTHER_CODES.iter().find(|(other, _)| *other == text).map_or(text, |(_, iso)| (*iso).to_owned())
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_under_two_codes_is_one_place() {
        for (one, other, same) in [
            (("GB", "London"), ("UK", ""), true),
            (("el", "Athens"), ("GR", ""), true),
            (("CN", "Hong Kong"), ("HK", ""), true),
            (("CN", "Hong Kong"), ("CN", "Shenzhen"), true),
            (("CN", "澳門"), ("MO", ""), true),
            (("TW", "Taipei"), ("CN", "Taipei City"), true),
            (("CN", "Shenzhen"), ("HK", ""), false),
            (("CN", ""), ("TW", ""), false),
            (("CN", "Hong Kong"), ("MO", ""), false),
            (("US", "Hong Kong"), ("HK", ""), false),
        ] {
            let spot = |(country, name): (&'static str, &'static str)| Spot {
                country,
                names: [Some(name).filter(|name| !name.is_empty()), None],
            };
            assert_eq!(spot(one).may_be_in(spot(other)), same, "{one:?} {other:?}");
        }
    }
}
