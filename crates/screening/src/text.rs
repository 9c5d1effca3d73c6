//! A file of a folder as text, or why it is none.
//!
//! In: a file. Out: its text and the hash of its bytes. XML, JSON and what begins with a mark is UTF-8 or UTF-16 and must be
//! so to the last byte: a name with signs in the wrong encoding would never be found. Other tables may be Windows-1252.
//! A file over the limit is refused before anything is read.

use std::path::Path;

use subtier_names::decode;

use crate::csv_rows::Refused;

/// Bytes of one file that are read; the largest list known, all of OpenSanctions as a table, has some 460 MB.
pub(crate) const FILE_BYTES_MAX: u64 = 512 << 20;

/// Bytes in which the kind of a file shows.
const HEAD_BYTES: usize = 4_096;

/// Headers of tables that their publishers write in UTF-8 alone.
const UTF8_HEADERS: [&str; 4] = [
    "fileGenerationDate;Entity_LogicalId",
    "Unique ID,OFSI Group ID",
    "source,entity_number,type",
    "schema\",\"name\",\"aliases\"",
];

/// Reads a file of the folder as text, with the hash of its bytes.
pub(crate) fn read(dir: &Path, name: impl AsRef<Path>) -> Result<(String, String), Refused> {
    let said = |error: &dyn std::fmt::Display| {
        // The folder's own path is no part of what is said.
        Refused::whole(error.to_string().replace(&format!("{}/", dir.display()), ""))
    };
    let opened = subtier_source::open(&dir.join(name)).map_err(|error| said(&error))?;
    let size = opened.size();
    if size > FILE_BYTES_MAX {
        return Err(Refused::whole(format!(
            "{size} bytes are more than the {FILE_BYTES_MAX} that are read of a list: nothing of it was taken"
        )));
    }
    let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
    let read = opened.read_at(&mut bytes, 0).map_err(|error| said(&error))?;
    bytes.truncate(read);
    let hash = blake3::hash(&bytes).to_hex().to_string();
    Ok((of_bytes(&bytes)?, hash))
}

/// The text of a file's bytes.
fn of_bytes(bytes: &[u8]) -> Result<String, Refused> {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let text = match head {
        [0xFF, 0xFE, ..] => utf16(bytes, u16::from_le_bytes)?,
        [0xFE, 0xFF, ..] => utf16(bytes, u16::from_be_bytes)?,
        [0xEF, 0xBB, 0xBF, ..] => utf8(bytes.get(3..).unwrap_or_default(), 3)?,
        _ if is_utf8_by_format(head) => utf8(bytes, 0)?,
        _ => decode::table_text(bytes),
    };
    refuse_other_encoding(&text)?;
    Ok(text)
}

fn is_utf8_by_format(head: &[u8]) -> bool {
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    let head = String::from_utf8_lossy(head);
    matches!(first, Some(b'<' | b'{' | b'['))
        || UTF8_HEADERS.iter().any(|known| head.contains(known))
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<String, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let before = bytes.get(..at).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count() as u64;
        Refused::at(
            line,
            format!(
                "byte {} is no UTF-8: the file is damaged or in another encoding",
                at + skipped
            ),
        )
    })?;
    Ok(text.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refused> {
    let cut = Refused::whole("it begins as UTF-16 and is none: the file was cut or damaged");
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(cut);
    }
    let units: Vec<u16> = pairs.iter().skip(1).map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).map_err(|_| cut)
}

/// XML that declares another encoding than the one it was read in.
fn refuse_other_encoding(text: &str) -> Result<(), Refused> {
    let Some((declaration, _)) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"))
    else {
        return Ok(());
    };
    let Some((_, behind)) = declaration.split_once("encoding=") else { return Ok(()) };
    let label: String =
        behind.chars().skip(1).take_while(|sign| !matches!(sign, '"' | '\'')).take(40).collect();
    if label.to_ascii_lowercase().starts_with("utf") || label.eq_ignore_ascii_case("us-ascii") {
        return Ok(());
    }
    Err(Refused::at(1, format!("it declares the encoding {label}: only UTF-8 and UTF-16 are read")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wrong_byte_refuses_xml_and_json_with_its_place() {
        let refused = of_bytes(b"<a>\n\xB0</a>").unwrap_err();
        assert_eq!(refused.line, Some(2));
        assert!(refused.reason.contains("byte 4"), "{}", refused.reason);
        assert!(of_bytes(b"{\"a\":\"\xB0\"}").is_err());
        assert!(of_bytes(b"\xEF\xBB\xBFid,name\n1,\xB0\n").unwrap_err().reason.contains("byte 13"));
        assert!(of_bytes(b"Unique ID,OFSI Group ID\n\xB0,\n").is_err());
    }

    #[test]
    fn tables_of_no_declared_encoding_are_read_and_utf_16_too() {
        assert_eq!(of_bytes(b"id,name\n1,\xE9\n").unwrap(), "id,name\n1,\u{e9}\n");
        assert_eq!(of_bytes(b"\xFF\xFEi\0d\0").unwrap(), "id");
        assert!(of_bytes(b"\xFF\xFEi\0d").is_err());
        assert!(of_bytes(b"\xFF\xFE\x00\xD8").is_err());
    }

    #[test]
    fn a_declared_encoding_other_than_utf_is_refused_in_words() {
        let refused =
            of_bytes(b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a/>").unwrap_err();
        assert!(refused.reason.contains("windows-1251"));
        assert!(of_bytes(b"<?xml version='1.0' encoding='utf-8'?><a/>").is_ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _text = of_bytes(&bytes);
        }
    }
}
