//! Paths and addresses that a document points to, and the names of user accounts in them.
//!
//! In: a path or address as written. Out: signals with the whole of it. Never: it is opened or fetched.

use subtier_model::Place;

use crate::{SignalKind, Writing};

/// Folders below which each account has its own, in lower case with plain slashes: Windows from Vista on and macOS, Windows up to XP,
/// Linux.
const ACCOUNT_FOLDERS: [&str; 3] = ["/users/", "/documents and settings/", "/home/"];

/// Names of folders there that are no account (Microsoft Learn, known folders; macOS).
const NO_ACCOUNTS: [&str; 6] =
    ["public", "default", "default user", "all users", "shared", "guest"];

/// Parts of addresses behind which an account stands: personal sites of `SharePoint`, and `OneDrive`.
const ACCOUNT_ADDRESSES: [&str; 3] = ["/personal/", "d.docs.live.net/", "my.sharepoint.com/"];

/// Words of a text in which a path is looked for.
const WORDS_MAX: usize = 1000;

/// Says what a document points to.
pub fn external_path(path: &str, place: &Place, writing: &mut Writing) {
    writing.signal(SignalKind::ExternalPath, path, place.clone());
    tell_account(path, place, writing);
}

/// Says where a template lay.
pub fn template_path(path: &str, place: &Place, writing: &mut Writing) {
    writing.signal(SignalKind::TemplatePath, path, place.clone());
    tell_account(path, place, writing);
}

/// Says a path that stands among words, such as where a picture came from.
pub fn path_in_words(words: &str, place: &Place, writing: &mut Writing) {
    let mut signs = words.chars();
    let is_drive = signs.next().is_some_and(|sign| sign.is_ascii_alphabetic())
        && signs.next() == Some(':')
        && matches!(signs.next(), Some('\\' | '/'));
    let is_path = is_drive
        || ["\\\\", "file:", "/Users/", "/home/"].iter().any(|begin| words.starts_with(begin));
    if is_path {
        external_path(words, place, writing);
    }
}

/// Says that a document points to a file; addresses of the web are passed over.
pub fn local_path(target: &str, place: &Place, writing: &mut Writing) {
    let target = target.trim();
    let lower = target.to_ascii_lowercase();
    let has_drive = matches!(lower.as_bytes(), [b'a'..=b'z', b':', b'/' | b'\\', ..]);
    let roots = ["file:", "\\\\", "/home/", "/users/", "/volumes/", "/mnt/"];
    if has_drive || roots.iter().any(|root| lower.starts_with(root)) {
        external_path(target, place, writing);
    }
}

/// Says the path in a text, such as a title, where it has the name of an account in it: the whole path as written.
pub fn user_path(text: &str, place: &Place, writing: &mut Writing) {
    tell_account(path_within(text), place, writing);
}

fn tell_account(path: &str, place: &Place, writing: &mut Writing) {
    if has_account(path) {
        writing.signal(SignalKind::UserPath, path, place.clone());
    }
}

/// The path that stands in a text, to the end of the line or a quotation mark; all of the text where none is seen to begin.
fn path_within(text: &str) -> &str {
    let begins = |from: &str| {
        let lower = from.get(..5).unwrap_or_default().to_ascii_lowercase();
        let has_drive = matches!(from.as_bytes(), [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic());
        has_drive
            || matches!(lower.as_str(), "file:" | "http:" | "https")
            || from.starts_with("\\\\")
            || from.starts_with('/')
    };
    let is_edge = |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '(' | '<' | '=');
    let behind_edges = text.match_indices(is_edge).map(|(at, edge)| at + edge.len());
    let path = std::iter::once(0)
        .chain(behind_edges)
        .take(WORDS_MAX)
        .filter_map(|at| text.get(at..))
        .find(|from| begins(from))
        .unwrap_or(text);
    path.split(['"', '\n']).next().unwrap_or(path).trim_end()
}

/// Whether a path has the name of an account in it.
pub fn has_account(path: &str) -> bool {
    let plain =
        path.replace('\\', "/").replace("%20", " ").replace("%5C", "/").to_ascii_lowercase();
    let is_address = plain.starts_with("http://") || plain.starts_with("https://");
    let folders: &[&str] = if is_address { &ACCOUNT_ADDRESSES } else { &ACCOUNT_FOLDERS };
    folders.iter().any(|folder| {
        let Some((_, behind)) = plain.split_once(folder) else { return false };
        let name = behind.split('/').next().unwrap_or("").trim();
        !name.is_empty() && !NO_ACCOUNTS.contains(&name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Limits};
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let mut writing = Writing::new(Format::Pdf, Limits::STANDARD);
        user_path(text, &Place::Whole, &mut writing);
        writing.finish().signals.into_iter().map(|signal| signal.value).collect()
    }

    #[test]
    fn the_whole_path_is_told() {
        for (text, expected) in [
            ("Word - C:\\Users\\김철수\\컷 1.docx", "C:\\Users\\김철수\\컷 1.docx"),
            ("file:///C:/Users/li%20wei/a.txt", "file:///C:/Users/li%20wei/a.txt"),
            ("/home/pak/notes", "/home/pak/notes"),
            ("saved as \"/home/pak/my notes\" twice", "/home/pak/my notes"),
        ] {
            assert_eq!(told(text), [expected]);
        }
        for text in ["C:\\Users\\Public\\a", "修改意见", "and/or"] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_at(text: String) {
            told(&text);
            told(&format!("é:\\users\\{text}"));
        }
    }

    #[test]
    fn names_of_accounts_are_seen_in_paths() {
        for path in [
            "file:///C:\\Users\\Kim\\Desktop\\a.dotx",
            "C:\\Documents and Settings\\Administrator\\My Documents\\",
            "file:///C:/Documents%20and%20Settings/kim/a.doc",
            "/Users/wang/a.png",
            "file:///home/pak/a.ods",
            "https://hanbit-my.sharepoint.com/personal/kim_hanbit_example/Documents/",
        ] {
            assert!(has_account(path), "{path}");
        }
        for path in [
            "C:\\Users\\Public\\a.dotx",
            "D:\\工作\\a.xlsx",
            "https://example.com/home/a/users/b",
            "\\\\SERVER\\share\\a.xlsx",
            "/home/",
        ] {
            assert!(!has_account(path), "{path}");
        }
    }
}
