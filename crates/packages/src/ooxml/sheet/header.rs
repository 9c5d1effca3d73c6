//! Page headers and footers of sheets: the text between their codes (ECMA-376 part 1, 18.3.1.46).
//!
//! In: `&L&"SimSun,Bold"&14修改意见&RPage &P`. Out: the text of the left, middle and right portion. Numbers of pages, dates and names
//! that the program fills in are left out, and portions that say no more.

use crate::page_words::is_page_words;

/// One portion being read.
#[derive(Debug, Default)]
struct Portion {
    text: String,
    has_field: bool,
}

impl Portion {
    /// Whether a person wrote it.
    fn is_written(&self) -> bool {
        let is_only_field = self.has_field && is_page_words(&self.text);
        !self.text.trim().is_empty() && !is_only_field
    }
}

/// The portions that hold text.
pub(super) fn portions(code: &str) -> Vec<String> {
    let (mut portions, mut open) = (Vec::new(), Portion::default());
    let mut signs = code.chars().peekable();
    while let Some(sign) = signs.next() {
        let code = if sign == '&' { signs.next() } else { None };
        match (sign, code) {
            ('&', Some('L' | 'C' | 'R')) => portions.push(std::mem::take(&mut open)),
            ('&', Some('"')) => {
                signs.by_ref().find(|sign| *sign == '"');
            }
            ('&', Some('K')) => {
                // A colour: six hexadecimal digits, or a theme colour with its tint such as 01+000.
                signs.by_ref().take(6).for_each(drop);
            }
            ('&', Some('0'..='9')) => while signs.next_if(char::is_ascii_digit).is_some() {},
            ('&', Some('P' | 'N' | 'D' | 'T' | 'F' | 'A' | 'Z')) => open.has_field = true,
            ('&', Some('&')) => open.text.push('&'),
            ('&', _) => {}
            (sign, _) => open.text.push(sign),
        }
    }
    portions.push(open);
    portions.retain(Portion::is_written);
    portions.iter().map(|one| one.text.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_left_out_and_portions_kept_apart() {
        assert_eq!(
            portions("&L&\"宋体,Bold\"&14修改意见 A&&B&C&K00B050第 &P 页&R第三集 &D"),
            ["修改意见 A&B", "第三集"]
        );
        assert_eq!(portions("plain"), ["plain"]);
        assert!(portions("&C&A").is_empty());
        assert!(portions("&").is_empty());
    }

    proptest! {
        #[test]
        fn any_code_ends(code in "[&LCRK\"0-9a中]{0,50}") {
            portions(&code);
        }
    }
}
