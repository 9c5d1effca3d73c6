//! Escape: makes hostile text harmless for the eye, for HTML and for a terminal.
//!
//! Control characters, characters that turn the direction of writing, and characters without a
//! sign of their own (private use, zero width, tags) are shown as `⟨U+202E⟩`, so that no file name
//! or log line can look like another. The bracket itself is escaped too: an escape in the report
//! never stands for text that only looked like one.

use std::fmt::Write as _;

use subtier_model::is_hidden;

/// Writes text so that every character can be seen.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_visible(&mut out, text, String::push);
    out
}

/// Appends bytes as base64 (RFC 4648, section 4).
pub(crate) fn push_base64(out: &mut String, bytes: &[u8]) {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let word = (0..3).fold(0_u32, |word, idx| {
            word << 8 | u32::from(three.get(idx).copied().unwrap_or_default())
        });
        for idx in 0..4 {
            let at = (word >> (18 - 6 * idx) & 63) as usize;
            let sign = SIGNS.get(at).copied().filter(|_| idx <= three.len());
            out.push(char::from(sign.unwrap_or(b'=')));
        }
    }
}

/// Appends text for HTML, in content or between double quotes of an attribute.
pub(crate) fn push_html(out: &mut String, text: &str) {
    push_visible(out, text, |out, c| match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        _ => out.push(c),
    });
}

fn push_visible(out: &mut String, text: &str, push: impl Fn(&mut String, char)) {
    for c in text.chars() {
        if is_hidden(c) || c == '⟨' {
            let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
        } else {
            push(out, c);
        }
    }
}

/// Replaces hidden characters of finished JSON by their `\uXXXX` form, which means the same to
/// every reader of JSON; outside of strings JSON has none of them but line ends.
pub(crate) fn json_visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hidden_and_markup_characters_are_shown() {
        let cases = [
            ("a\u{202E}gpj.exe", "a⟨U+202E⟩gpj.exe"),
            ("\u{2066}x\u{2069}\u{200F}\u{061C}", "⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩⟨U+061C⟩"),
            (
                "line\nnext\ttab\u{0}\u{7F}\u{9B}",
                "line⟨U+000A⟩next⟨U+0009⟩tab⟨U+0000⟩⟨U+007F⟩⟨U+009B⟩",
            ),
            ("⟨U+202E⟩", "⟨U+27E8⟩U+202E⟩"),
            ("\u{F113}", "⟨U+F113⟩"),
            ("辽宁 김명철 é", "辽宁 김명철 é"),
            ("<script>\"'&", "&lt;script&gt;&quot;&#39;&amp;"),
        ];
        for (text, expected) in cases {
            let mut out = String::new();
            push_html(&mut out, text);
            assert_eq!(out, expected);
        }
        assert_eq!(visible("<\u{1B}[2J"), "<⟨U+001B⟩[2J");
    }

    proptest! {
        #[test]
        fn html_holds_no_markup_and_nothing_hidden(text: String) {
            let mut out = String::new();
            push_html(&mut out, &text);
            prop_assert!(!out.contains(['<', '>', '"', '\'']));
            prop_assert!(!out.chars().any(is_hidden));
        }

        #[test]
        fn json_means_the_same_and_hides_nothing(text: String) {
            let json = json_visible(&serde_json::to_string(&text).unwrap());
            prop_assert!(!json.chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
