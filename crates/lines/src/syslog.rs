//! The head of a syslog line: time, host, program, process number; then what the program said. Takes
//! BSD syslog (RFC 3164, also with its priority and without its host), the same with an ISO time as
//! rsyslog writes it, and RFC 5424. Does not look at what is said.

use memchr::memchr;

use crate::clock::{When, bsd_time, iso_time};

/// The longest program name looked for (RFC 5424 allows 48).
const PROGRAM_BYTES_MAX: usize = 64;

/// One message of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// The time of its head.
    pub when: When,
    /// The host that it names; may be empty.
    pub host: &'a [u8],
    /// The program; empty where none is named.
    pub program: &'a [u8],
    /// 0 where none is named.
    pub pid: u32,
    /// What the program said.
    pub text: &'a [u8],
}

/// Splits a line; `None` where it is no syslog line, a reason where it is one without a program.
pub fn split(line: &[u8]) -> Option<Result<Message<'_>, &'static str>> {
    let (has_priority, line) = match without_priority(line) {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    if has_priority && let Some(rest) = line.strip_prefix(b"1 ") {
        return Some(split_rfc5424(rest).ok_or("the head of the RFC 5424 message is cut"));
    }
    let (when, rest) = bsd_time(line).or_else(|| iso_head(line))?;
    Some(split_bsd(when, rest).ok_or("the line is cut before the name of a program"))
}

/// Strips `<38>`.
fn without_priority(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"<")?;
    let end = memchr(b'>', rest.get(..rest.len().min(4))?)?;
    let is_number = rest.get(..end)?.iter().all(u8::is_ascii_digit) && end > 0;
    is_number.then(|| rest.get(end + 1..))?
}

/// An ISO time with its `T`, and the blank behind it. Other logs begin with a date and a blank.
fn iso_head(line: &[u8]) -> Option<(When, &[u8])> {
    (line.get(10) == Some(&b'T')).then_some(())?;
    let (when, rest) = iso_time(line)?;
    Some((when, rest.strip_prefix(b" ")?))
}

fn split_bsd(when: When, rest: &[u8]) -> Option<Message<'_>> {
    let (first, after) = word(rest);
    if let Some((program, pid)) = program(first) {
        return Some(Message { when, host: b"", program, pid, text: after });
    }
    let (second, text) = word(after);
    if let Some((program, pid)) = program(second) {
        return Some(Message { when, host: first, program, pid, text });
    }
    // rsyslog writes a tab as `#011`, which divides as a blank does.
    if let Some(at) = memchr::memmem::find(second, b":#011")
        && let (Some(name), Some(text)) = (after.get(..=at), after.get(at + b":#011".len()..))
        && let Some((program, pid)) = program(name)
    {
        return Some(Message { when, host: first, program, pid, text });
    }
    // What syslog itself says has no program; a blank in a program's name is taken as this too.
    let own = after.starts_with(b"last message repeated ") || after.starts_with(b"-- MARK --");
    let named = memchr::memmem::find(after, b": ").is_some();
    (own || named).then_some(Message { when, host: first, program: b"", pid: 0, text: after })
}

/// Splits what follows the version of an RFC 5424 message: time, host, program, process, message
/// id, structured data, message.
fn split_rfc5424(rest: &[u8]) -> Option<Message<'_>> {
    let (time, rest) = word(rest);
    let when = iso_time(time).map_or(When::Unknown, |(when, _)| when);
    let (host, rest) = word(rest);
    let (program, rest) = word(rest);
    let (pid, rest) = word(rest);
    let (_message_id, rest) = word(rest);
    let text = match rest {
        [b'-', rest @ ..] => rest,
        [b'[', ..] => {
            let end = memchr::memmem::find(rest, b"] ").unwrap_or(rest.len().saturating_sub(1));
            rest.get(end + 1..)?
        }
        _ => return None,
    };
    let text = text.trim_ascii_start();
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    Some(Message { when, host, program, pid: number(pid).unwrap_or(0), text })
}

/// Splits `sshd[123]:` into name and number.
fn program(word: &[u8]) -> Option<(&[u8], u32)> {
    let name = word.strip_suffix(b":")?;
    if name.is_empty() || name.len() > PROGRAM_BYTES_MAX {
        return None;
    }
    match name.strip_suffix(b"]") {
        Some(inside) => {
            let at = memchr::memrchr(b'[', inside)?;
            Some((name.get(..at)?, number(inside.get(at + 1..)?).unwrap_or(0)))
        }
        None => Some((name, 0)),
    }
}

/// Splits at the first blank.
#[inline]
pub fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr(b' ', text).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, b""));
    (word, rest.strip_prefix(b" ").unwrap_or(rest))
}

/// A decimal number.
pub fn number<N: std::str::FromStr>(text: &[u8]) -> Option<N> {
    text.first().is_some_and(u8::is_ascii_digit).then_some(())?;
    std::str::from_utf8(text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_all_kinds_are_split() {
        for (line, host, program, pid, text) in [
            ("Mar 27 13:06:56 ip-10 sshd[1291]: Hello: you", "ip-10", "sshd", 1291, "Hello: you"),
            ("<38>Feb 23 20:31:22 internal-sftp[22]: open", "", "internal-sftp", 22, "open"),
            ("Mar 27 17:04:12 h sudo: pam_unix(sudo)", "h", "sudo", 0, "pam_unix(sudo)"),
            ("2024-01-05T10:00:00.1+01:00 h sshd[7]: x", "h", "sshd", 7, "x"),
            ("<86>1 2021-03-01T10:00:00Z h sshd 12 - - Accepted x", "h", "sshd", 12, "Accepted x"),
            ("<86>1 2021-03-01T10:00:00Z h sshd 12 - [a b=\"c\"] x y", "h", "sshd", 12, "x y"),
            (
                "Mar 27 17:04:12 h last message repeated 2 times",
                "h",
                "",
                0,
                "last message repeated 2 times",
            ),
            (
                "Jun 24 10:32:02 win WinFileService Event: read",
                "win",
                "",
                0,
                "WinFileService Event: read",
            ),
        ] {
            let message = split(line.as_bytes()).unwrap().unwrap();
            let texts = [message.host, message.program, message.text].map(String::from_utf8_lossy);
            assert_eq!(texts, [host, program, text], "{line}");
            assert_eq!(message.pid, pid, "{line}");
        }
    }

    #[test]
    fn other_lines_are_not_syslog() {
        for line in ["", "2024-01-05 10:00:00 INFO a: b", "1.2.3.4 - - [", "<x>Mar", "{\"a\":1}"] {
            assert_eq!(split(line.as_bytes()), None, "{line}");
        }
        assert!(split(b"Mar 27 17:04:12 h").unwrap().is_err());
    }
}
