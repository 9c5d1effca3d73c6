//! JSON in which every sign can be seen: what would steer a terminal or turn the direction of writing is written as `\u009b`,
//! which means the same to every reader of JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// Whether a sign is invisible, steers a terminal, or changes how its neighbours look.
pub const fn is_hidden(sign: char) -> bool {
    matches!(sign,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' // control signs
        | '\u{00AD}' // soft hyphen
        | '\u{061C}' // Arabic letter mark
        | '\u{115F}'..='\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}' // zero width, left-to-right and right-to-left marks
        | '\u{2028}'..='\u{202E}' // separators, embeddings, overrides
        | '\u{2060}'..='\u{206F}' // word joiner, isolates
        | '\u{E000}'..='\u{F8FF}' // private use, as KPS 9566 fonts use it
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{10FFFF}' // tags and private planes
    )
}

/// Writes JSON on one line, without anything hidden in it.
pub fn write_visible_json(to: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(to, Visible))
}

struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let mut rest = text;
        while let Some((at, sign)) = rest.char_indices().find(|(_, sign)| is_hidden(*sign)) {
            let (before, from) = rest.split_at(at);
            to.write_all(before.as_bytes())?;
            for unit in sign.encode_utf16(&mut [0; 2]) {
                write!(to, "\\u{unit:04x}")?;
            }
            rest = from.get(sign.len_utf8()..).unwrap_or_default();
        }
        to.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut json = Vec::new();
        write_visible_json(&mut json, &text).unwrap();
        String::from_utf8(json).unwrap()
    }

    #[test]
    fn what_steers_or_turns_is_written_by_its_number() {
        assert_eq!(
            written("a\u{9B}31m\u{202E}\u{7F}\n\u{E0041}수정"),
            r#""a\u009b31m\u202e\u007f\n\udb40\udc41수정""#
        );
    }

    proptest! {
        #[test]
        fn it_means_the_same_and_hides_nothing(text: String) {
            let json = written(&text);
            prop_assert!(!json.chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
