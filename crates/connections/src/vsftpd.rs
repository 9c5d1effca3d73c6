//! vsftpd's own log, in its file or through syslog: logins and what was done with files. Lines that
//! repeat the FTP protocol word by word are understood and left out: what they lead to has a line.

use memchr::{memchr, memmem};
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, ctime};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::{Message, number, word};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// The name under which vsftpd speaks to syslog.
pub(crate) const PROGRAMS: &[&str] = &["vsftpd"];

/// Reads a line of the file, such as
/// `Mon Jun  6 18:43:41 2016 [pid 3] [jean] OK MKDIR: Client "192.168.1.9", "/home/jean/trains"`.
pub(crate) fn read<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    let split = || {
        let (when, rest) = ctime(line)?;
        let rest = rest.strip_prefix(b"[pid ")?;
        let (_pid, rest) = rest.split_at_checked(memchr(b']', rest)?)?;
        Some((when, rest.get(1..)?.trim_ascii_start()))
    };
    split().map_or(Line::Foreign, |(when, rest)| read_text(when, rest))
}

/// Reads what vsftpd gave to syslog: the same without time and process.
pub(crate) fn read_message(message: Message<'_>) -> Line<'_> {
    read_text(message.when, message.text.trim_ascii_start())
}

fn read_text(when: When, text: &[u8]) -> Line<'_> {
    let (account, text) = match text.strip_prefix(b"[").and_then(|rest| {
        let (account, rest) = rest.split_at_checked(memmem::find(rest, b"] ")?)?;
        Some((account, rest.get(2..)?))
    }) {
        Some((account, rest)) => (Text::known(account, Escape::None), rest),
        None => (None, text),
    };
    let (verdict, rest) = word(text);
    let (deed, rest) = word(rest);
    let is_ok = match verdict {
        b"OK" => true,
        b"FAIL" => false,
        // CONNECT, DEBUG, FTP command, FTP response.
        _ => return Line::Skipped(when),
    };
    let action = match (deed.strip_suffix(b":").unwrap_or(deed), is_ok) {
        (b"LOGIN", true) => Action::Login,
        (b"LOGIN", false) => Action::Fail,
        (b"DOWNLOAD", _) => Action::Read,
        (b"UPLOAD" | b"APPEND" | b"MKDIR" | b"RENAME", _) => Action::Write,
        (b"DELETE" | b"RMDIR", _) => Action::Delete,
        (b"LIST", _) => Action::List,
        _ => Action::Other,
    };
    Line::Access(mean(when, account, action, rest))
}

/// Makes an access of `Client "192.168.1.9", "/home/jean/trains", 12 bytes, 1.2Kbyte/sec`.
fn mean<'a>(when: When, account: Option<Text<'a>>, action: Action, rest: &'a [u8]) -> Access<'a> {
    let client = rest.strip_prefix(b"Client \"").and_then(|rest| {
        let (client, rest) = rest.split_at_checked(memchr(b'"', rest)?)?;
        Some((client, rest.get(1..)?))
    });
    let (client, rest) =
        client.map_or((None, b"".as_slice()), |(client, rest)| (Some(client), rest));
    let target = rest.strip_prefix(b", \"");
    let target = target.map(|rest| match memchr::memrchr(b'"', rest) {
        Some(end) => (rest.get(..end).unwrap_or(rest), rest.get(end + 1..), false),
        None => (rest, None, true),
    });
    let path = target.map(|(path, _, _)| Text::new(path, Escape::None));
    let mut access = Access::new(Format::Vsftpd, when, Deed::Plain(action, path));
    access.set_account(account);
    access.ip = client.and_then(address::parse);
    access.bytes = target
        .and_then(|(_, rest, _)| rest?.strip_prefix(b", "))
        .and_then(|rest| rest.get(..memmem::find(rest, b" bytes")?))
        .and_then(number);
    access.fault = match target {
        _ if client.is_none() => Some("the line is cut inside or before the address"),
        Some((_, _, true)) => Some("the path is cut: its closing quote is missing"),
        _ => None,
    };
    access
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let access = match read(line.as_bytes(), &mut Memo::default()) {
            Line::Access(access) => access,
            Line::Skipped(_) => return "skipped".to_owned(),
            Line::Foreign | Line::Tied(_) | Line::Broken(_) | Line::Header | Line::Leased(_) => {
                return "foreign".to_owned();
            }
        };
        format!(
            "{} {} {} {} {}{}",
            access.ip.map_or("-".to_owned(), |ip| ip.to_string()),
            access.account().unwrap_or("-".into()),
            access.action().name(),
            access.path().unwrap_or("-".into()),
            access.bytes.map_or("-".to_owned(), |bytes| bytes.to_string()),
            access.fault.map_or("", |_| " cut"),
        )
    }

    #[test]
    fn deeds_are_read_and_protocol_lines_left_out() {
        for (text, expected) in [
            (
                "[jean] OK MKDIR: Client \"192.168.1.9\", \"/home/jean/trains\"",
                "192.168.1.9 jean write /home/jean/trains -",
            ),
            ("[jean] OK LOGIN: Client \"::ffff:1.2.3.4\"", "1.2.3.4 jean login - -"),
            ("[jean] FAIL LOGIN: Client \"1.2.3.4\"", "1.2.3.4 jean fail - -"),
            (
                "[jean] OK DOWNLOAD: Client \"1.2.3.4\", \"/a \"b\", c.zip\", 1234 bytes, 5.00Kbyte/sec",
                "1.2.3.4 jean read /a \"b\", c.zip 1234",
            ),
            (
                "[a b] FAIL UPLOAD: Client \"2001:db8::1\", \"/x\", 0.00Kbyte/sec",
                "2001:db8::1 a b write /x -",
            ),
            ("[jean] OK DELETE: Client \"1.2.3.4\", \"/x\"", "1.2.3.4 jean delete /x -"),
            ("[jean] OK UPLOAD: Client \"1.2.3.4\", \"/x", "1.2.3.4 jean write /x - cut"),
            ("[jean] OK UPLOAD: Cli", "- jean write - - cut"),
            ("CONNECT: Client \"1.2.3.4\"", "skipped"),
            ("[jean] FTP command: Client \"1.2.3.4\", \"PASS x\"", "skipped"),
        ] {
            let line = format!("Mon Jun  6 18:43:41 2016 [pid 3] {text}");
            assert_eq!(shown(&line), expected, "{line}");
        }
        assert_eq!(shown("Mon Jun  6 18:43:41 2016 1 h 2 /x b _ o r u ftp 0 * c"), "foreign");
    }

    #[test]
    fn the_password_of_an_anonymous_login_is_no_path() {
        let line = "Mon Jun  6 18:43:41 2016 [pid 3] [ftp] OK LOGIN: Client \"1.2.3.4\", anon password \"x\"";
        assert_eq!(shown(line), "1.2.3.4 ftp login - -");
        assert!(!subtier_lines::secret::quote(line.as_bytes()).contains("\"x\""));
    }
}
