//! Samba's `vfs_full_audit` (<https://www.samba.org/samba/docs/current/man-html/vfs_full_audit.8.html>):
//! `PREFIX|OPERATION|RESULT|FILE`. The prefix is of the administrator's choosing, `%u|%I` unless set:
//! which of its parts is the address is learnt from how it looks.

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::Message;
use subtier_lines::text::Text;

use crate::line::Line;

/// The name under which the module speaks to syslog.
pub(crate) const PROGRAMS: &[&str] = &["smbd_audit"];

/// Parts of a prefix that are looked at.
const PREFIX_MAX: usize = 8;

/// Reads one message.
pub(crate) fn read(message: Message<'_>) -> Line<'_> {
    let when = message.when;
    let text = message.text.strip_prefix(b"smbd_audit: ").unwrap_or(message.text);
    let Some((prefix, operation, rest)) = split(text) else { return Line::Skipped(when) };
    let (result, rest) = part(rest);
    let failed = result.starts_with(b"fail");
    let Some((action, path)) = deed(operation, rest, failed) else { return Line::Skipped(when) };
    let path = path.and_then(|path| Text::known(path, Escape::None));
    let mut access = Access::new(Format::SambaAudit, when, Deed::Plain(action, path));
    let Prefix { account, ip, computer } = learn(prefix);
    access.set_account(account.and_then(|account| Text::known(account, Escape::None)));
    access.ip = ip.and_then(address::parse);
    let computer = computer.and_then(|computer| Text::known(computer, Escape::None));
    access.set_client(computer.map(|value| Client::new(ClientKind::Computer, value)));
    access.is_denied = failed && is_denied(result);
    Line::Access(access)
}

/// Splits before the operation: the first part that names one and is followed by a result.
fn split(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let ends = memchr::memchr_iter(b'|', text).take(PREFIX_MAX);
    for end in std::iter::once(None).chain(ends.map(Some)) {
        let begin = end.map_or(0, |end| end + 1);
        let (operation, rest) = part(text.get(begin..)?);
        let result = part(rest).0;
        let is_result = result == b"ok" || result.starts_with(b"fail");
        if is_result && is_operation(operation) {
            return Some((text.get(..end.unwrap_or(0))?, operation, rest));
        }
    }
    None
}

fn is_operation(text: &[u8]) -> bool {
    !text.is_empty()
        && text.iter().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'0'..=b'9'))
}

/// Splits off what stands before the next bar.
fn part(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'|', text).unwrap_or(text.len());
    let (part, rest) = text.split_at_checked(end).unwrap_or((text, b""));
    (part, rest.strip_prefix(b"|").unwrap_or(rest))
}

/// What a prefix says.
#[derive(Default)]
struct Prefix<'a> {
    account: Option<&'a [u8]>,
    ip: Option<&'a [u8]>,
    computer: Option<&'a [u8]>,
}

/// Tells the parts of a prefix: the one that is an address; of the others the account comes first,
/// the computer second where a third part (the share) follows.
fn learn(prefix: &[u8]) -> Prefix<'_> {
    let mut learnt = Prefix::default();
    let mut others: [&[u8]; PREFIX_MAX] = [b""; PREFIX_MAX];
    let mut n_others = 0;
    for part in prefix.split(|byte| *byte == b'|').take(PREFIX_MAX) {
        if learnt.ip.is_none() && address::parse(part).is_some() {
            learnt.ip = Some(part);
        } else if let Some(place) = others.get_mut(n_others) {
            *place = part;
            n_others += 1;
        }
    }
    learnt.account = others.first().copied().filter(|_| n_others > 0);
    learnt.computer = others.get(1).copied().filter(|_| n_others > 2);
    learnt
}

/// What an operation did to what; nothing for what only looks, and for closings.
fn deed<'a>(operation: &[u8], rest: &'a [u8], failed: bool) -> Option<(Action, Option<&'a [u8]>)> {
    let last = rest.rsplit(|byte| *byte == b'|').next().filter(|last| !last.is_empty());
    // A name may hold bars: of operations with one argument all of it is the name.
    let whole = Some(rest).filter(|rest| !rest.is_empty());
    match operation {
        b"connect" if failed => Some((Action::Fail, whole)),
        b"connect" => Some((Action::Login, whole)),
        b"open" | b"openat" => {
            let (mode, path) = part(rest);
            let action = if mode.contains(&b'w') { Action::Write } else { Action::Read };
            Some((action, Some(path).filter(|path| !path.is_empty())))
        }
        b"create_file" => create_file(rest),
        b"opendir" | b"fdopendir" => Some((Action::List, whole)),
        b"pread" | b"read" | b"pread_send" | b"sendfile" | b"offload_read_send" => {
            Some((Action::Read, whole))
        }
        b"pwrite"
        | b"write"
        | b"pwrite_send"
        | b"recvfile"
        | b"mkdir"
        | b"mkdirat"
        | b"mknod"
        | b"mknodat"
        | b"ftruncate"
        | b"offload_write_send" => Some((Action::Write, whole)),
        b"rename" | b"renameat" | b"link" | b"linkat" | b"symlink" | b"symlinkat" => {
            Some((Action::Write, last))
        }
        b"unlink" | b"unlinkat" | b"rmdir" => Some((Action::Delete, whole)),
        b"chmod" | b"fchmod" | b"chown" | b"fchown" | b"lchown" | b"fset_nt_acl" | b"setxattr"
        | b"fsetxattr" | b"ntimes" | b"fntimes" => Some((Action::Other, last)),
        _ => None,
    }
}

/// Reads `0x12019f|file|overwrite_if|/a/b`: access mask, kind, disposition, path.
fn create_file(rest: &[u8]) -> Option<(Action, Option<&[u8]>)> {
    // Rights of [MS-SMB2] 2.2.13.1.1: FILE_READ_DATA; FILE_WRITE_DATA and FILE_APPEND_DATA; DELETE.
    const READ: u32 = 0x1;
    const WRITE: u32 = 0x2 | 0x4;
    const DELETE: u32 = 0x1_0000;
    let (mask, rest) = part(rest);
    let (kind, rest) = part(rest);
    let (disposition, path) = part(rest);
    let mask = std::str::from_utf8(mask.strip_prefix(b"0x")?).ok()?;
    let mask = u32::from_str_radix(mask, 16).ok()?;
    let path = Some(path).filter(|path| !path.is_empty());
    let is_new = disposition != b"open";
    match kind {
        b"dir" if disposition == b"create" => Some((Action::Write, path)),
        b"dir" => None,
        _ if mask & WRITE != 0 || (is_new && mask & DELETE == 0) => Some((Action::Write, path)),
        _ if mask & READ != 0 => Some((Action::Read, path)),
        // To look at attributes, or to rename or delete, which has a line of its own.
        _ => None,
    }
}

/// Whether the reason between brackets is a refusal.
fn is_denied(result: &[u8]) -> bool {
    let reasons: [&[u8]; 4] =
        [b"Permission denied", b"Operation not permitted", b"ACCESS_DENIED", b"LOGON_FAILURE"];
    reasons.iter().any(|reason| memchr::memmem::find(result, reason).is_some())
}
