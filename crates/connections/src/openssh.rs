//! What sshd and its sftp servers say: logins, refused logins, and what was done over sftp. The
//! words are those of auth.c, auth2.c, session.c and sftp-server.c of OpenSSH. An sftp line names
//! neither account nor address; `process` joins it with the lines that do.

use std::net::IpAddr;

use memchr::memmem;
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::{Message, number, word};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::process::{Event, Tied};

/// Names under which OpenSSH speaks to syslog. `sshd-session` came with 9.8, `sshd-auth` with 10.0.
pub(crate) const PROGRAMS: &[&str] =
    &["sshd", "sshd-session", "sshd-auth", "sftp-server", "internal-sftp"];

/// Reads one message.
pub(crate) fn read(message: Message<'_>) -> Line<'_> {
    let (text, times) = unrepeated(message.text);
    let text = [b" [preauth]".as_slice(), b" [postauth]"]
        .iter()
        .find_map(|suffix| text.strip_suffix(*suffix))
        .unwrap_or(text);
    let text = text.strip_prefix(b"error: ").unwrap_or(text);
    let (event, fault) = match login(text).or_else(|| sftp(text)) {
        Some(Ok(event)) => (event, None),
        Some(Err(Cut { event, fault })) => (event, Some(fault)),
        None => (life(text), None),
    };
    let Message { when, host, pid, .. } = message;
    Line::Tied(Tied { format: Format::Openssh, when, host, pid, times, event, fault })
}

/// An event of which a part is missing.
struct Cut<'a> {
    event: Event<'a>,
    fault: &'static str,
}

type Read<'a> = Option<Result<Event<'a>, Cut<'a>>>;

/// Strips `message repeated 5 times: [ … ]`, which rsyslog writes.
pub(crate) fn unrepeated(text: &[u8]) -> (&[u8], u32) {
    let inner = || {
        let rest = text.strip_prefix(b"message repeated ")?;
        let (times, rest) = word(rest);
        let rest = rest.strip_prefix(b"times: [ ")?;
        Some((rest.strip_suffix(b"]")?, number(times)?))
    };
    inner().unwrap_or((text, 1))
}

/// Reads who logged in or was refused.
fn login(text: &[u8]) -> Read<'_> {
    if let Some(rest) = text.strip_prefix(b"Accepted ") {
        let (method, rest) = word(rest);
        if method == b"certificate" {
            return None;
        }
        let Some(rest) = rest.strip_prefix(b"for ") else {
            return cut_before_account(rest, Event::Login { account: None, ip: None, key: None });
        };
        // An account that exists has no blank in its name; what follows may say anything.
        let (account, from) = split_at(rest, memmem::find(rest, b" from "), b" from ");
        let (ip, rest) = peer(from);
        let key = rest.find_key();
        let event = Event::Login { account: Text::known(account, Escape::Octal), ip, key };
        return Some(whole_or_cut(event, from));
    }
    if let Some(rest) = text.strip_prefix(b"Failed ") {
        let (method, rest) = word(rest);
        // With `none` a client only asks which methods there are.
        if method == b"none" {
            return None;
        }
        let Some(rest) = rest.strip_prefix(b"for ") else {
            return cut_before_account(rest, Event::Refused { account: None, ip: None });
        };
        let rest = rest.strip_prefix(b"invalid user ").unwrap_or(rest);
        // Whoever tries may put ` from ` into the name that is tried: the last one is sshd's.
        let (account, from) = split_at(rest, memmem::rfind(rest, b" from "), b" from ");
        let event =
            Event::Refused { account: Text::known(account, Escape::Octal), ip: peer(from).0 };
        return Some(whole_or_cut(event, from));
    }
    let named = if let Some(rest) = text.strip_prefix(b"Invalid user ") {
        rest
    } else {
        let rest = text.strip_prefix(b"User ")?;
        rest.get(..memmem::find(rest, b" not allowed because ")?)?
    };
    let (account, from) = split_at(named, memmem::rfind(named, b" from "), b" from ");
    let event = Event::Suspect { account: Text::known(account, Escape::Octal), ip: peer(from).0 };
    Some(Ok(event))
}

/// A line that ends where ` for ` should stand; other messages begin with the same word.
fn cut_before_account<'a>(rest: &[u8], event: Event<'a>) -> Read<'a> {
    let is_cut = b"for ".starts_with(rest);
    is_cut.then_some(Err(Cut { event, fault: "the line is cut before the account" }))
}

fn whole_or_cut<'a>(event: Event<'a>, from: &[u8]) -> Result<Event<'a>, Cut<'a>> {
    if memmem::find(from, b" port ").is_some() {
        Ok(event)
    } else {
        Err(Cut { event, fault: "the line is cut inside or before the address" })
    }
}

/// Reads `1.2.3.4 port 5 ssh2: RSA SHA256:…` into the address and what follows it.
fn peer(from: &[u8]) -> (Option<IpAddr>, Behind<'_>) {
    let (ip, rest) = word(from);
    (address::parse(ip), Behind(rest))
}

/// What stands behind the address of a login.
struct Behind<'a>(&'a [u8]);

impl<'a> Behind<'a> {
    /// The fingerprint of the key, as `SHA256:…` or sixteen bytes in hex.
    fn find_key(&self) -> Option<&'a [u8]> {
        let rest = self.0.get(memmem::find(self.0, b": ")? + 2..)?;
        let (_kind, rest) = word(rest);
        let key = word(rest).0.trim_ascii_end();
        let key = key.strip_suffix(b",").unwrap_or(key);
        (!key.is_empty()).then_some(key)
    }
}

/// Reads what was done over sftp.
fn sftp(text: &[u8]) -> Read<'_> {
    let text = text.strip_prefix(b"forced ").unwrap_or(text);
    let (verb, rest) = word(text);
    let named = rest.strip_prefix(b"name ").unwrap_or(rest);
    let is_quoted = named.first() == Some(&b'"');
    match verb {
        b"open" if is_quoted => Some(open(named)),
        b"close" if is_quoted => Some(close(named)),
        b"opendir" if is_quoted => Some(deed(Action::List, named)),
        b"remove" | b"rmdir" if is_quoted => Some(deed(Action::Delete, named)),
        b"mkdir" if is_quoted => {
            let end = memmem::rfind(named, b" mode ").unwrap_or(named.len());
            Some(deed(Action::Write, named.get(..end)?))
        }
        b"set" if is_quoted => {
            let end = memchr::memrchr(b'"', named)? + 1;
            Some(deed(Action::Other, named.get(..end)?))
        }
        b"rename" | b"posix-rename" | b"hardlink" | b"symlink" if rest.starts_with(b"old \"") => {
            let at = memmem::rfind(rest, b"\" new \"").map(|at| at + b"\" new ".len());
            Some(deed(Action::Write, at.and_then(|at| rest.get(at..)).unwrap_or(b"\"")))
        }
        _ => None,
    }
}

/// An action on a quoted path.
fn deed(action: Action, path: &[u8]) -> Result<Event<'_>, Cut<'_>> {
    let (path, is_whole) = unquoted(path);
    let event = Event::Deed { action, path: Some(path_text(path)), opens: false };
    if is_whole { Ok(event) } else { Err(Cut { event, fault: "the line is cut inside the path" }) }
}

/// Reads `"PATH" flags READ mode 0666`.
fn open(text: &[u8]) -> Result<Event<'_>, Cut<'_>> {
    let (path, flags) = split_at(text, memmem::rfind(text, b"\" flags "), b"\" flags ");
    let path = path_text(path.strip_prefix(b"\"").unwrap_or(path));
    let writes = [b"WRITE".as_slice(), b"APPEND", b"CREATE", b"TRUNCATE"]
        .iter()
        .any(|flag| memmem::find(flags, flag).is_some());
    let reads = memmem::find(flags, b"READ").is_some();
    let action = match (writes, reads) {
        (true, _) => Action::Write,
        (false, true) => Action::Read,
        (false, false) => Action::Other,
    };
    let event = Event::Deed { action, path: Some(path), opens: true };
    if flags.is_empty() {
        return Err(Cut { event, fault: "the line is cut before the flags" });
    }
    Ok(event)
}

/// Reads `"PATH" bytes read 0 written 123`.
fn close(text: &[u8]) -> Result<Event<'_>, Cut<'_>> {
    let (path, counts) = split_at(text, memmem::rfind(text, b"\" bytes read "), b"\" bytes read ");
    let path = path_text(path.strip_prefix(b"\"").unwrap_or(path));
    let (read, rest) = word(counts);
    let written = rest.strip_prefix(b"written ").and_then(number);
    match number(read).zip(written) {
        Some((read, written)) => Ok(Event::Close { path, read, written }),
        None => Err(Cut {
            event: Event::Close { path, read: number(read).unwrap_or(0), written: 0 },
            fault: "the line is cut before the bytes that moved",
        }),
    }
}

/// Reads a line of a session's life, which is no access of its own.
fn life(text: &[u8]) -> Event<'_> {
    if let Some(rest) = text.strip_prefix(b"session opened for local user ") {
        let (account, from) = split_at(rest, memmem::find(rest, b" from ["), b" from [");
        let end = memchr::memchr(b']', from).unwrap_or(from.len());
        let ip = from.get(..end).and_then(address::parse);
        return Event::Bind { account: Text::known(account, Escape::Octal), ip };
    }
    if let Some(pid) = text.strip_prefix(b"User child is on pid ").and_then(number) {
        return Event::Child { pid };
    }
    let ends = [
        b"session closed for local user ".as_slice(),
        b"Connection closed by ",
        b"Connection reset by ",
        b"Disconnected from ",
    ];
    if ends.iter().any(|end| text.starts_with(end)) { Event::Unbind } else { Event::Idle }
}

/// Splits at a place found and drops the mark that stands there.
fn split_at<'a>(text: &'a [u8], at: Option<usize>, mark: &[u8]) -> (&'a [u8], &'a [u8]) {
    let Some((before, rest)) = at.and_then(|at| text.split_at_checked(at)) else {
        return (text, b"");
    };
    (before, rest.get(mark.len()..).unwrap_or_default())
}

/// What stands between the first and the last quote, and whether there is a last one.
fn unquoted(text: &[u8]) -> (&[u8], bool) {
    let inside = text.strip_prefix(b"\"").unwrap_or(text);
    match memchr::memrchr(b'"', inside).and_then(|end| inside.get(..end)) {
        Some(path) => (path, true),
        None => (inside, false),
    }
}

const fn path_text(path: &[u8]) -> Text<'_> {
    Text::new(path, Escape::Octal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_lines::clock::When;

    fn event(text: &str) -> String {
        let message = Message {
            when: When::Unknown,
            host: b"h",
            program: b"sshd",
            pid: 1,
            text: text.as_bytes(),
        };
        let Line::Tied(tied) = read(message) else { return "none".to_owned() };
        let text =
            |text: Option<Text<'_>>| text.map_or("-".to_owned(), |text| text.read().into_owned());
        let ip = |ip: Option<IpAddr>| ip.map_or("-".to_owned(), |ip| ip.to_string());
        let words = match tied.event {
            Event::Login { account, ip: from, key } => format!(
                "login {} {} {}",
                text(account),
                ip(from),
                String::from_utf8_lossy(key.unwrap_or(b"-"))
            ),
            Event::Refused { account, ip: from } => format!("fail {} {}", text(account), ip(from)),
            Event::Suspect { account, ip: from } => {
                format!("suspect {} {}", text(account), ip(from))
            }
            Event::Bind { account, ip: from } => format!("bind {} {}", text(account), ip(from)),
            Event::Child { pid } => format!("child {pid}"),
            Event::Name { account } => format!("name {}", account.read()),
            Event::Unbind => "unbind".to_owned(),
            Event::Deed { action, path, opens } => {
                format!("{} {} {opens}", action.name(), text(path))
            }
            Event::Close { path, read, written } => {
                format!("close {} {read} {written}", path.read())
            }
            Event::Idle => "idle".to_owned(),
        };
        format!("{words} x{}{}", tied.times, tied.fault.map_or("", |_| " cut"))
    }

    #[test]
    fn messages_of_sshd_are_read() {
        for (text, expected) in [
            (
                "Accepted password for ubuntu from 85.245.107.41 port 54259 ssh2",
                "login ubuntu 85.245.107.41 - x1",
            ),
            (
                "Accepted publickey for u from 2001:db8::7 port 1 ssh2: RSA SHA256:abc+/x",
                "login u 2001:db8::7 SHA256:abc+/x x1",
            ),
            (
                "Accepted publickey for u from 1.2.3.4 port 1 ssh2: RSA 39:33:99:e9:a0:dc:f2:33:a3:e5:72:3b:7c:3a:56:84",
                "login u 1.2.3.4 39:33:99:e9:a0:dc:f2:33:a3:e5:72:3b:7c:3a:56:84 x1",
            ),
            (
                "Failed password for invalid user admin from 1.2.3.4 port 5 ssh2",
                "fail admin 1.2.3.4 x1",
            ),
            ("Failed password for invalid user  from 1.2.3.4 port 5 ssh2", "fail - 1.2.3.4 x1"),
            (
                "Failed password for invalid user a from 9.9.9.9 port 1 ssh2 from 1.2.3.4 port 5 ssh2",
                "fail a from 9.9.9.9 port 1 ssh2 1.2.3.4 x1",
            ),
            (
                "message repeated 5 times: [ Failed password for root from 218.60.136.106 port 56338 ssh2]",
                "fail root 218.60.136.106 x5",
            ),
            ("Failed none for invalid user x from 1.2.3.4 port 5 ssh2", "idle x1"),
            ("Failed password for root from 218.6", "fail root - x1 cut"),
            ("Failed password for ro", "fail ro - x1 cut"),
            ("Accepted password fo", "login - - - x1 cut"),
            ("Accepted key RSA SHA256:x found at /root/.ssh/authorized_keys:1", "idle x1"),
            ("Invalid user admin from 1.2.3.4", "suspect admin 1.2.3.4 x1"),
            ("Invalid user  from 1.2.3.4 port 9", "suspect - 1.2.3.4 x1"),
            (
                "User bob from 1.2.3.4 not allowed because not listed in AllowUsers",
                "suspect bob 1.2.3.4 x1",
            ),
            ("Connection closed by 1.2.3.4 port 1 [preauth]", "unbind x1"),
            ("User child is on pid 1645", "child 1645 x1"),
            ("Server listening on :: port 22.", "idle x1"),
            ("pam_unix(sshd:auth): authentication failure; logname= rhost=1.2.3.4", "idle x1"),
        ] {
            assert_eq!(event(text), expected, "{text}");
        }
    }

    #[test]
    fn messages_of_sftp_servers_are_read() {
        for (text, expected) in [
            ("session opened for local user jantman from [1.2.3.4]", "bind jantman 1.2.3.4 x1"),
            ("session opened for local user alice from [::1] [postauth]", "bind alice ::1 x1"),
            ("session closed for local user alice from [::1]", "unbind x1"),
            (
                "open \"/home/jantman/temp/sftp_test\" flags WRITE,CREATE,TRUNCATE mode 0666",
                "write /home/jantman/temp/sftp_test true x1",
            ),
            (r#"open "/a, "b".csv" flags READ mode 0666"#, r#"read /a, "b".csv true x1"#),
            (r#"open "/\344\275\240" flags READ mode 0666"#, "read /你 true x1"),
            ("close \"/a\" bytes read 0 written 1234", "close /a 0 1234 x1"),
            ("forced close \"/a\" bytes read 7 written 0", "close /a 7 0 x1"),
            ("opendir \"/pub\"", "list /pub false x1"),
            ("closedir \"/pub\"", "idle x1"),
            ("remove name \"/pub/x\"", "delete /pub/x false x1"),
            ("mkdir name \"/pub/y\" mode 0777", "write /pub/y false x1"),
            ("rename old \"/a\" new \"/b\"", "write /b false x1"),
            ("set \"/a\" modtime 20240101-00:00:00", "other /a false x1"),
            ("sent status No such file", "idle x1"),
            ("open \"/pub/LNT", "write /pub/LNT true x1 cut".replace("write", "other").as_str()),
        ] {
            assert_eq!(event(text), expected, "{text}");
        }
    }
}
