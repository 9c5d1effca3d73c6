//! Words that stand around the number of a page and that nobody wrote for the reader.
//!
//! In: the text of a page header beside its fields. Out: whether it says nothing else.

/// Words around page numbers, in the languages of the trade and of the programs.
const PAGE_WORDS: [&str; 14] = [
    "page",
    "of",
    "seite",
    "von",
    "p",
    "第",
    "页",
    "共",
    "頁",
    "페이지",
    "쪽",
    "ページ",
    "중",
    "/",
];

/// Whether a text beside fields says no more than that they are page numbers.
pub(crate) fn is_page_words(text: &str) -> bool {
    let mut words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    words.all(|word| PAGE_WORDS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_page_numbers_are_told_from_others() {
        for text in ["", "Page  of ", "第  页 共  页", " / ", "- -"] {
            assert!(is_page_words(text), "{text}");
        }
        assert!(!is_page_words("第三集") && !is_page_words("Page of notes"));
    }
}
