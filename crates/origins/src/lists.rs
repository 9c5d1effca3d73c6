//! Lists of networks, one address or CIDR a line, and `network.toml` beside them.
//!
//! In: the bytes of one file. Out: its networks and the lines that are none; for `network.toml` what
//! it says of each file. Never: a label that neither the file's name nor `network.toml` gives.

use std::collections::BTreeMap;
use std::net::IpAddr;

use subtier_model::{Date, NetworkLabel};

use crate::intervals::{IntervalSet, Span};
use crate::mmdb::cut;

/// The name of the file that describes the others.
pub(crate) const NOTES_FILE: &str = "network.toml";
/// How many lines of one file are complained of one by one.
const LINES_COMPLAINED_MAX: usize = 20;
/// A date in the head of a list is looked for in so many lines.
const HEAD_LINES: usize = 20;

/// What a file's name or `network.toml` may call a list, and the label it gives.
const LABELS: [(&str, NetworkLabel); 6] = [
    ("vpn", NetworkLabel::Vpn),
    ("datacenter", NetworkLabel::Hosting),
    ("hosting", NetworkLabel::Hosting),
    ("tor", NetworkLabel::Tor),
    ("cloud", NetworkLabel::Cloud),
    ("relay", NetworkLabel::Relay),
];

/// The word for a label in statements.
fn word(label: NetworkLabel) -> &'static str {
    match label {
        NetworkLabel::Vpn => "vpn",
        NetworkLabel::Hosting => "hosting",
        NetworkLabel::Tor => "tor",
        NetworkLabel::Cloud => "cloud",
        NetworkLabel::Relay => "relay",
        NetworkLabel::RangeTable => "range_table",
    }
}

/// The labels that a file's name gives.
pub(crate) fn labels_of_name(name: &str) -> Vec<NetworkLabel> {
    let name = name.to_ascii_lowercase();
    // `tor` also stands within other words (storage, operator); it counts at the start of a word.
    let named = |part: &str| match part {
        "tor" => {
            name.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.starts_with(part))
        }
        part => name.contains(part),
    };
    let found = LABELS.iter().filter(|(part, _)| named(part)).map(|(_, label)| *label).collect();
    sorted(found)
}

fn sorted(mut labels: Vec<NetworkLabel>) -> Vec<NetworkLabel> {
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// What `network.toml` says of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) labels: Vec<NetworkLabel>,
    pub(crate) provider: Option<String>,
    pub(crate) date: Option<String>,
}

/// Reads `network.toml`: tables with `file`, `label` (one or a list), `provider` and `date`, in an
/// array of any name (`[[list]]`), or tables whose own name is the file's.
pub(crate) fn notes(text: &str) -> (BTreeMap<String, Note>, Vec<String>) {
    let (mut notes, mut faults) = (BTreeMap::new(), Vec::new());
    let document = match text.parse::<toml::Table>() {
        Ok(document) => document,
        Err(error) => return (notes, vec![format!("not TOML: {}", error.message())]),
    };
    for (key, value) in &document {
        let own = value.as_table().map(|table| (Some(key.as_str()), table));
        let rows = value.as_array().into_iter().flatten().filter_map(toml::Value::as_table);
        let tables: Vec<(Option<&str>, &toml::Table)> =
            own.into_iter().chain(rows.map(|table| (None, table))).collect();
        if tables.is_empty() {
            faults.push(format!("{key} describes no file"));
        }
        for (own_name, table) in tables {
            let file = table.get("file").and_then(toml::Value::as_str).or(own_name);
            match file {
                Some(file) => {
                    notes.insert(file.to_owned(), note(file, table, &mut faults));
                }
                None => faults.push(format!("a table of {key} names no file")),
            }
        }
    }
    (notes, faults)
}

fn note(file: &str, table: &toml::Table, faults: &mut Vec<String>) -> Note {
    let mut note = Note::default();
    for (key, value) in table {
        match (key.as_str(), value) {
            ("file", _) => {}
            ("label" | "labels", value) => {
                let one = std::slice::from_ref(value);
                for label in value.as_array().map_or(one, Vec::as_slice) {
                    let known = LABELS.iter().find(|(word, _)| label.as_str() == Some(*word));
                    match known {
                        Some((_, label)) => note.labels.push(*label),
                        None => faults.push(format!("label {label} of {file} is not known")),
                    }
                }
            }
            ("provider", toml::Value::String(provider)) => note.provider = Some(cut(provider)),
            ("date", value) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                match text.parse::<Date>() {
                    Ok(date) => note.date = Some(date.to_string()),
                    Err(_) => faults.push(format!("date {value} of {file} is not a date")),
                }
            }
            (key, _) => faults.push(format!("{key} of {file} is not known")),
        }
    }
    note.labels = sorted(note.labels);
    note
}

/// The date `YYYY[-MM[-DD]]` in a file's name.
pub(crate) fn date_in_name(name: &str) -> Option<String> {
    let digits = |text: &str, at: usize, len: usize| -> Option<u16> {
        let part = text.get(at..at + len)?;
        let ends = !text.get(at + len..)?.starts_with(|c: char| c.is_ascii_digit());
        (ends && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let mut before = ' ';
    for (at, c) in name.char_indices() {
        let rest = name.get(at..).unwrap_or_default();
        let year = digits(rest, 0, 4).filter(|year| (1990..2100).contains(year));
        if let (Some(_), false) = (year, before.is_ascii_digit()) {
            let dash = |at: usize| rest.get(at..=at) == Some("-");
            let month = dash(4).then(|| digits(rest, 5, 2)).flatten();
            let day = month.and_then(|_| dash(7).then(|| digits(rest, 8, 2)).flatten());
            let lengths = [day.map(|_| 10), month.map(|_| 7), Some(4)];
            let mut texts = lengths.into_iter().flatten().filter_map(|length| rest.get(..length));
            return texts.find_map(|text| text.parse::<Date>().ok()).map(|date| date.to_string());
        }
        before = c;
    }
    None
}

/// The networks of a list, and what was wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ReadList {
    pub(crate) networks: Vec<Span>,
    /// A full date in the comments at its head.
    pub(crate) date: Option<String>,
    /// Lines counted from 1, with what is wrong; the first ones alone.
    pub(crate) faults: Vec<(u64, String)>,
    /// Faulty lines beyond those.
    pub(crate) more_faults: u64,
}

/// Reads a list; the first word of a line counts, so that a CSV with the network first is one too.
pub(crate) fn read_list(bytes: &[u8]) -> ReadList {
    let mut list = ReadList::default();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (number, line) in (1_u64..).zip(bytes.split(|&byte| byte == b'\n')) {
        let line = line.trim_ascii();
        let comment = [&b"#"[..], b";", b"//"].iter().any(|mark| line.starts_with(mark));
        if comment && number <= HEAD_LINES as u64 && list.date.is_none() {
            let date = std::str::from_utf8(line).ok().and_then(date_in_name);
            list.date = date.filter(|date| date.len() == 10);
        }
        if comment || line.is_empty() {
            continue;
        }
        let ends = |byte: u8| byte.is_ascii_whitespace() || b",;#".contains(&byte);
        let word = line.split(|&byte| ends(byte)).next().unwrap_or_default();
        let word = std::str::from_utf8(word).map(|word| word.trim_matches('"'));
        match word.map_err(|_| "not text").and_then(Span::parse) {
            Ok(network) => list.networks.push(network),
            Err(why) if list.faults.len() < LINES_COMPLAINED_MAX => {
                list.faults.push((number, why.to_owned()));
            }
            Err(_) => list.more_faults += 1,
        }
    }
    list
}

/// A list ready to be asked.
#[derive(Debug)]
pub(crate) struct AddressList {
    pub(crate) name: String,
    pub(crate) date: String,
    pub(crate) labels: Vec<NetworkLabel>,
    pub(crate) provider: Option<String>,
    pub(crate) networks: IntervalSet,
}

impl AddressList {
    /// Whether the address is on it.
    pub(crate) fn contains(&self, ip: IpAddr) -> bool {
        self.networks.contains(ip)
    }

    /// Its words, such as `vpn, Provider`.
    pub(crate) fn says(&self) -> String {
        let labels = self.labels.iter().map(|label| word(*label));
        labels.chain(self.provider.as_deref()).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_give_labels_and_they_add_up() {
        assert_eq!(labels_of_name("output_vpn_ipv4.txt"), [NetworkLabel::Vpn]);
        assert_eq!(labels_of_name("Hosting-VPN.txt"), [NetworkLabel::Vpn, NetworkLabel::Hosting]);
        assert_eq!(labels_of_name("output_datacenter_ipv4.txt"), [NetworkLabel::Hosting]);
        assert_eq!(labels_of_name("tor-exits.txt"), [NetworkLabel::Tor]);
        assert_eq!(labels_of_name("torbulkexitlist"), [NetworkLabel::Tor]);
        assert_eq!(labels_of_name("private-relay.csv"), [NetworkLabel::Relay]);
        assert_eq!(labels_of_name("operators.txt"), []);
    }

    #[test]
    fn dates_stand_in_names() {
        for (name, date) in [
            ("vpn-2024-05-17.txt", Some("2024-05-17")),
            ("vpn_2024-05.txt", Some("2024-05")),
            ("2019 tor.txt", Some("2019")),
            ("vpn-2024-13-01.txt", Some("2024")),
            ("vpn-20240517.txt", None),
            ("output_vpn_ipv4.txt", None),
            ("списки-2020.txt", Some("2020")),
        ] {
            assert_eq!(date_in_name(name).as_deref(), date, "{name}");
        }
    }

    #[test]
    fn each_line_is_a_network_a_comment_or_a_fault() {
        let list = read_list(
            b"\xef\xbb\xbf# Updated: 2024-05-17\r\n1.2.3.0/24\r\n\n; x\n2001:db8::/32,GB,London\nexample.org\n1.2.3.4/40\n\xff\xfe\n",
        );
        assert_eq!(list.networks.len(), 2);
        assert_eq!(list.date.as_deref(), Some("2024-05-17"));
        let lines: Vec<u64> = list.faults.iter().map(|fault| fault.0).collect();
        assert_eq!(lines, [6, 7, 8]);
        let many = read_list("x\n".repeat(50).as_bytes());
        assert_eq!((many.faults.len(), many.more_faults), (20, 30));
    }

    #[test]
    fn notes_describe_files_in_either_form() {
        let (notes, faults) = notes(
            "[[list]]\nfile = \"exits.txt\"\nlabel = \"vpn\"\nprovider = \"Made VPN\"\ndate = 2024-05-17\n\
             [\"racks.txt\"]\nlabel = [\"hosting\", \"cloud\"]\ndate = \"2023-01\"\n",
        );
        assert_eq!(faults, [""; 0]);
        let exits = &notes["exits.txt"];
        assert_eq!(
            (exits.provider.as_deref(), exits.date.as_deref()),
            (Some("Made VPN"), Some("2024-05-17"))
        );
        assert_eq!(notes["racks.txt"].labels, [NetworkLabel::Hosting, NetworkLabel::Cloud]);
        assert_eq!(notes["racks.txt"].date.as_deref(), Some("2023-01"));
    }

    #[test]
    fn faults_of_notes_are_told() {
        assert_eq!(notes("file = ").1.len(), 1);
        let (_, faults) = notes(
            "a = 1\n[[b]]\nlabel = \"vpn\"\n[c]\nlabel = \"x\"\ndate = \"soon\"\ncolour = 1\n",
        );
        assert_eq!(faults.len(), 5, "{faults:?}");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in "\\PC{0,30}") {
            drop(read_list(&bytes));
            drop(notes(&String::from_utf8_lossy(&bytes)));
            drop((date_in_name(&name), labels_of_name(&name)));
        }
    }
}
