//! Lines of the user's own format: a pattern in a TOML file, whose named groups say what is what. The
//! pattern is matched in time that grows with the line only, whatever it is
//! (<https://docs.rs/regex/latest/regex/#untrusted-input>). What is wrong with such a file is said in words.

use std::collections::BTreeMap;
use std::io::Read;

use regex::bytes::{Captures, Regex, RegexBuilder};
use serde::Deserialize;
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, any_time, bsd_time, ctime, slash_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::request::Request;
use subtier_lines::syslog::number;
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// Bytes of the file that are read.
const FILE_BYTES_MAX: usize = 64 << 10;

/// Memory that a compiled pattern may take.
const PATTERN_BYTES_MAX: usize = 4 << 20;

/// Names that a group may have.
const GROUPS: [&str; 10] =
    ["ts", "ip", "account", "action", "path", "status", "bytes", "agent", "request", "forwarded"];

/// Words for what an access does, as the file may give them for the words of the log.
const ACTIONS: [Action; 7] = [
    Action::List,
    Action::Read,
    Action::Write,
    Action::Delete,
    Action::Login,
    Action::Fail,
    Action::Other,
];

/// The file, as it stands there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    line: String,
    skip: Option<String>,
    zone: Option<String>,
    #[serde(default)]
    percent: bool,
    #[serde(default)]
    actions: BTreeMap<String, String>,
}

/// A pattern for lines of the user's own format.
#[derive(Debug, Clone)]
pub struct Pattern {
    line: Regex,
    skip: Option<Regex>,
    /// Microseconds that the clock of the log is ahead of UTC, where the file says so.
    ahead: Option<i64>,
    path_escape: Escape,
    actions: BTreeMap<Vec<u8>, Action>,
}

impl Pattern {
    /// Reads a file that holds one; says in words what is wrong with it.
    pub fn read_file(file: impl Read) -> Result<Self, String> {
        let mut text = String::new();
        let read = file.take(FILE_BYTES_MAX as u64 + 1).read_to_string(&mut text);
        read.map_err(|error| error.to_string()).and_then(|_| Self::parse(&text))
    }

    /// Reads the file; says in words what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > FILE_BYTES_MAX {
            return Err(format!("the file is longer than {FILE_BYTES_MAX} bytes"));
        }
        let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let line = compile("line", &file.line)?;
        let skip = file.skip.as_deref().map(|skip| compile("skip", skip)).transpose()?;
        let groups: Vec<&str> = line.capture_names().flatten().collect();
        if let Some(unknown) = groups.iter().find(|group| !GROUPS.contains(group)) {
            let known = GROUPS.join(", ");
            return Err(format!("the group `{unknown}` is not known; groups are {known}"));
        }
        for needed in ["ts", "ip"] {
            if !groups.contains(&needed) {
                return Err(format!(
                    "the pattern has no group `{needed}`, as in (?<{needed}>\\S+)"
                ));
            }
        }
        let action = |(word, name): (&String, &String)| {
            let action = ACTIONS.iter().find(|action| action.name() == name);
            let words = || ACTIONS.map(Action::name).join(", ");
            let action =
                action.ok_or_else(|| format!("`{name}` is no action; they are {}", words()));
            Ok((word.clone().into_bytes(), *action?))
        };
        let actions = file.actions.iter().map(action).collect::<Result<_, String>>()?;
        let ahead = file.zone.as_deref().map(zone_micros).transpose()?;
        let path_escape = if file.percent { Escape::Percent } else { Escape::None };
        Ok(Self { line, skip, ahead, path_escape, actions })
    }

    /// Reads a line.
    pub(crate) fn read<'a>(&self, line: &'a [u8], memo: &mut Memo) -> Line<'a> {
        if self.skip.as_ref().is_some_and(|skip| skip.is_match(line)) {
            return Line::Skipped(When::Unknown);
        }
        match self.line.captures(line) {
            Some(groups) => Line::Access(self.mean(&groups, memo)),
            None => Line::Foreign,
        }
    }

    fn mean<'a>(&self, groups: &Captures<'a>, memo: &mut Memo) -> Access<'a> {
        let raw = |name: &str| groups.name(name).map(|group| group.as_bytes());
        let text = |name, escape| raw(name).and_then(|raw| Text::known(raw, escape));
        let when = raw("ts").and_then(|ts| time(ts, memo));
        let path = raw("path").and_then(|raw| {
            // Of a web address, what stands behind the question mark may be a secret.
            let end = memchr::memchr(b'?', raw).filter(|_| self.path_escape == Escape::Percent);
            Text::known(raw.get(..end.unwrap_or(raw.len()))?, self.path_escape)
        });
        let request = raw("request").map(Request::new);
        let word = raw("action").and_then(|word| self.actions.get(word)).copied();
        let method = raw("action").zip(path).map(|(method, path)| Request::Parts(method, path));
        let deed = match (word, request.or(method)) {
            (Some(action), _) => Deed::Plain(action, path),
            (None, Some(request)) if request.action() != Action::Other || path.is_none() => {
                Deed::Request(request)
            }
            (None, _) => Deed::Plain(Action::Other, path),
        };
        let mut access =
            Access::new(Format::Pattern, self.zoned(when.unwrap_or(When::Unknown)), deed);
        access.ip = raw("ip").and_then(address::parse);
        access.set_account(text("account", Escape::None));
        access.status = raw("status").and_then(number);
        access.bytes = raw("bytes").and_then(number);
        access.set_agent(text("agent", Escape::Web));
        access.set_forwarded(text("forwarded", Escape::None));
        access.fault = when.is_none().then_some("the time cannot be read");
        access
    }

    /// The time, where the file says what zone it is in.
    fn zoned(&self, when: When) -> When {
        match (when, self.ahead) {
            (When::At { micros, zoned: false }, Some(ahead)) => {
                When::At { micros: micros.saturating_sub(ahead), zoned: true }
            }
            (when, _) => when,
        }
    }
}

fn compile(name: &str, pattern: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern).unicode(false).size_limit(PATTERN_BYTES_MAX).build();
    built.map_err(|error| {
        let text = error.to_string();
        let last = text.lines().rev().find(|line| !line.trim().is_empty());
        format!(
            "`{name}` is no pattern: {}",
            last.unwrap_or_default().trim_start_matches("error: ")
        )
    })
}

/// Reads a time in any of the ways that logs write it.
fn time(text: &[u8], memo: &mut Memo) -> Option<When> {
    let whole =
        |read: Option<(When, &[u8])>| read.and_then(|(when, rest)| rest.is_empty().then_some(when));
    any_time(text, &mut memo.before)
        .or_else(|| whole(slash_time(text)))
        .or_else(|| whole(bsd_time(text)))
        .or_else(|| {
            // `ctime` reads the blank behind the year too.
            let mut padded = [b' '; 25];
            let n_bytes = text.len();
            padded.get_mut(..n_bytes)?.copy_from_slice(text);
            ctime(padded.get(..=n_bytes)?).map(|(when, _)| when)
        })
}

/// Reads `+09:00`.
fn zone_micros(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is no zone; write it as +09:00");
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = rest.split_once(':').ok_or_else(wrong)?;
    let number = |text: &str, limit: i64| {
        let is_two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| is_two_digits && *number < limit)
    };
    let (hours, minutes) = number(hours, 19).zip(number(minutes, 60)).ok_or_else(wrong)?;
    Ok(sign * (hours * 60 + minutes) * 60_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> String {
        Pattern::parse(text).err().unwrap_or_default()
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_in_words() {
        for (text, expected) in [
            ("line = '(?<ts>\\S+) (?<ip>\\S+'", "`line` is no pattern: unclosed group"),
            ("line = '(?<ts>\\S+)'", "the pattern has no group `ip`, as in (?<ip>\\S+)"),
            (
                "line = '(?<ts>.)(?<ip>.)(?<who>.)'",
                "the group `who` is not known; groups are ts, ip, account, action, path, status, bytes, agent, request, forwarded",
            ),
            ("line = '(?<ts>.)(?<ip>.)'\nzone = 'KST'", "`KST` is no zone; write it as +09:00"),
            (
                "line = '(?<ts>.)(?<ip>.)'\n[actions]\nRECV = 'get'",
                "`get` is no action; they are list, read, write, delete, login, fail, other",
            ),
            (
                "lines = 'x'",
                "unknown field `lines`, expected one of `line`, `skip`, `zone`, `percent`, `actions`",
            ),
            (
                "line = '(?<ts>.)(?<ip>.)(\\w{500}){500}'",
                "`line` is no pattern: Compiled regex exceeds size limit of 4194304 bytes.",
            ),
        ] {
            assert_eq!(fault(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_file_is_read(text: String) {
            let _pattern = Pattern::parse(&text);
        }
    }
}
