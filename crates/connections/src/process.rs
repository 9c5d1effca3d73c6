//! What lines of one process say together: an sftp line belongs to the account and address that its
//! process named before; a transfer is one access at its opening, with the bytes of its closing. The
//! lines are walked twice: the first walk finds what only later lines tell. Process numbers come
//! again, so what a process was is forgotten when it ends or begins anew.

use std::collections::BTreeMap;
use std::net::IpAddr;

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::clock::When;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::text::Text;

/// Processes kept in mind at once. Far more than a server runs; a log without ends of sessions would
/// otherwise grow it for ever.
const PROCESSES_MAX: usize = 65_536;

/// Files of one process that are open at once; OpenSSH's sftp-server itself stops far below.
const OPEN_FILES_MAX: usize = 4_096;

/// A line that hangs on other lines of its process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tied<'a> {
    pub(crate) format: Format,
    pub(crate) when: When,
    pub(crate) host: &'a [u8],
    pub(crate) pid: u32,
    pub(crate) times: u32,
    pub(crate) event: Event<'a>,
    pub(crate) fault: Option<&'static str>,
}

/// What such a line says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Event<'a> {
    /// Somebody logged in.
    Login { account: Option<Text<'a>>, ip: Option<IpAddr>, key: Option<&'a [u8]> },
    /// A login was refused.
    Refused { account: Option<Text<'a>>, ip: Option<IpAddr> },
    /// A login will be refused; if no [`Event::Refused`] of the process follows, this is its only
    /// trace, as on servers that take keys only.
    Suspect { account: Option<Text<'a>>, ip: Option<IpAddr> },
    /// The process works for this account.
    Bind { account: Option<Text<'a>>, ip: Option<IpAddr> },
    /// The account for which the process works, told after the rest.
    Name { account: Text<'a> },
    /// Another process works for the same account.
    Child { pid: u32 },
    /// The process ends.
    Unbind,
    /// Something was done; a file that is opened may be closed later.
    Deed { action: Action, path: Option<Text<'a>>, opens: bool },
    /// A file was closed.
    Close { path: Text<'a>, read: u64, written: u64 },
    /// Nothing that matters here.
    Idle,
}

/// What the first walk found out about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The file opened there was closed after so many bytes.
    Moved(u64),
    /// The login announced as refused there has no other trace.
    Refused,
    /// The file closed there was opened before the log begins.
    Unopened,
}

/// By process number: the line of the last change, and what is known.
type OfHost<T> = BTreeMap<u32, (u64, T)>;

/// Something known of each process, by host and number.
#[derive(Debug, Clone)]
struct Processes<T> {
    hosts: BTreeMap<Box<[u8]>, OfHost<T>>,
    n_processes: usize,
}

impl<T> Default for Processes<T> {
    fn default() -> Self {
        Self { hosts: BTreeMap::new(), n_processes: 0 }
    }
}

impl<T> Processes<T> {
    fn get(&self, host: &[u8], pid: u32) -> Option<&T> {
        self.hosts.get(host)?.get(&pid).map(|(_, known)| known)
    }

    fn remove(&mut self, host: &[u8], pid: u32) -> Option<T> {
        let (_, known) = self.hosts.get_mut(host)?.remove(&pid)?;
        self.n_processes -= 1;
        Some(known)
    }

    /// Sets what is known and returns what has to be forgotten for it.
    fn insert(&mut self, line: u64, (host, pid): (&[u8], u32), known: T) -> Vec<T> {
        let of_host = match self.hosts.get_mut(host) {
            Some(of_host) => of_host,
            None => self.hosts.entry(host.into()).or_default(),
        };
        if of_host.insert(pid, (line, known)).is_none() {
            self.n_processes += 1;
        }
        if self.n_processes > PROCESSES_MAX { self.forget_older_half() } else { Vec::new() }
    }

    fn forget_older_half(&mut self) -> Vec<T> {
        let mut lines: Vec<u64> =
            self.hosts.values().flat_map(|pids| pids.values().map(|(line, _)| *line)).collect();
        lines.sort_unstable();
        let limit = lines.get(lines.len() / 2).copied().unwrap_or(0);
        let mut forgotten = Vec::new();
        for pids in self.hosts.values_mut() {
            forgotten.extend(
                pids.extract_if(.., |_, (line, _)| *line < limit).map(|(_, (_, known))| known),
            );
        }
        self.hosts.retain(|_, pids| !pids.is_empty());
        self.n_processes -= forgotten.len();
        forgotten
    }

    fn drain(self) -> impl Iterator<Item = T> {
        self.hosts.into_values().flat_map(|pids| pids.into_values().map(|(_, known)| known))
    }
}

/// What is open in a process on the first walk.
#[derive(Debug, Clone, Default)]
struct Pending {
    suspect: Option<u64>,
    files: Vec<(Box<[u8]>, u64)>,
}

/// The first walk.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProcessSurvey {
    processes: Processes<Pending>,
    outcomes: Vec<(u64, Outcome)>,
}

impl ProcessSurvey {
    /// Takes the next line.
    pub(crate) fn note(&mut self, line: u64, tied: &Tied<'_>) {
        let known = self.processes.remove(tied.host, tied.pid);
        let is_known = known.is_some();
        let mut pending = known.unwrap_or_default();
        match tied.event {
            Event::Suspect { .. } => self.settle_suspect(pending.suspect.replace(line)),
            Event::Refused { .. } => pending.suspect = None,
            Event::Login { .. } | Event::Bind { .. } => {
                self.settle_suspect(pending.suspect.take());
                pending.files.clear();
            }
            Event::Unbind => return self.settle_suspect(pending.suspect),
            Event::Deed { opens: true, path: Some(path), .. } => {
                if pending.files.len() == OPEN_FILES_MAX {
                    pending.files.remove(0);
                }
                pending.files.push((path.raw().into(), line));
            }
            Event::Close { path, read, written } => {
                let at = pending.files.iter().position(|(open, _)| **open == *path.raw());
                let outcome = match at.map(|at| pending.files.remove(at)) {
                    Some((_, opened)) => (opened, Outcome::Moved(read.saturating_add(written))),
                    None => (line, Outcome::Unopened),
                };
                self.outcomes.push(outcome);
            }
            Event::Deed { .. } | Event::Child { .. } | Event::Name { .. } | Event::Idle
                if !is_known =>
            {
                return;
            }
            Event::Deed { .. } | Event::Child { .. } | Event::Name { .. } | Event::Idle => {}
        }
        for forgotten in self.processes.insert(line, (tied.host, tied.pid), pending) {
            self.settle_suspect(forgotten.suspect);
        }
    }

    fn settle_suspect(&mut self, suspect: Option<u64>) {
        self.outcomes.extend(suspect.map(|line| (line, Outcome::Refused)));
    }

    /// Gives the second walk what it needs.
    pub(crate) fn settle(mut self) -> ProcessJoin {
        let processes = std::mem::take(&mut self.processes);
        for pending in processes.drain() {
            self.settle_suspect(pending.suspect);
        }
        self.outcomes.sort_unstable_by_key(|(line, _)| *line);
        ProcessJoin { outcomes: self.outcomes, owners: Processes::default() }
    }
}

/// For whom a process works.
#[derive(Debug, Clone)]
struct Owner {
    account: Option<Box<[u8]>>,
    ip: Option<IpAddr>,
}

/// The second walk.
#[derive(Debug, Clone)]
pub(crate) struct ProcessJoin {
    outcomes: Vec<(u64, Outcome)>,
    owners: Processes<Owner>,
}

impl ProcessJoin {
    /// Takes the next line; returns the access that it is, if it is one.
    pub(crate) fn access<'a>(&'a mut self, line: u64, tied: &Tied<'a>) -> Option<Access<'a>> {
        let found = self.outcomes.binary_search_by_key(&line, |(line, _)| *line).ok();
        let outcome = found.and_then(|at| self.outcomes.get(at)).map(|(_, outcome)| *outcome);
        let (action, path, who) = match (tied.event, outcome) {
            (Event::Login { account, ip, .. }, _) => {
                self.bind(line, (tied.host, tied.pid), account, ip);
                (Action::Login, None, Some((account, ip)))
            }
            (Event::Refused { account, ip }, _)
            | (Event::Suspect { account, ip }, Some(Outcome::Refused)) => {
                (Action::Fail, None, Some((account, ip)))
            }
            (Event::Deed { action, path, .. }, _) => (action, path, None),
            (Event::Close { path, written, .. }, Some(Outcome::Unopened)) => {
                let action = if written > 0 { Action::Write } else { Action::Read };
                (action, Some(path), None)
            }
            (Event::Bind { account, ip }, _) => {
                self.bind(line, (tied.host, tied.pid), account, ip);
                return None;
            }
            (Event::Name { account }, _) => {
                let ip = self.owners.get(tied.host, tied.pid).and_then(|owner| owner.ip);
                self.bind(line, (tied.host, tied.pid), Some(account), ip);
                return None;
            }
            (Event::Child { pid }, _) => {
                if let Some(owner) = self.owners.get(tied.host, tied.pid).cloned() {
                    self.owners.insert(line, (tied.host, pid), owner);
                }
                return None;
            }
            (Event::Unbind, _) => {
                self.owners.remove(tied.host, tied.pid);
                return None;
            }
            (Event::Suspect { .. } | Event::Close { .. } | Event::Idle, _) => return None,
        };
        let mut access = Access::new(tied.format, tied.when, Deed::Plain(action, path));
        let (account, ip) = who.unwrap_or_else(|| self.owner(tied));
        access.set_account(account);
        access.ip = ip;
        access.times = tied.times;
        access.fault = tied.fault;
        access.bytes = match (tied.event, outcome) {
            (_, Some(Outcome::Moved(bytes))) => Some(bytes),
            (Event::Close { read, written, .. }, _) => Some(read.saturating_add(written)),
            _ => None,
        };
        if let Event::Login { key: Some(key), .. } = tied.event {
            let value = Text::new(key, Escape::None);
            access.set_client(Some(Client::new(ClientKind::SshKey, value)));
        }
        Some(access)
    }

    fn bind(
        &mut self,
        line: u64,
        process: (&[u8], u32),
        account: Option<Text<'_>>,
        ip: Option<IpAddr>,
    ) {
        let account = account.map(|account| account.raw().into());
        self.owners.insert(line, process, Owner { account, ip });
    }

    fn owner(&self, tied: &Tied<'_>) -> (Option<Text<'_>>, Option<IpAddr>) {
        let Some(owner) = self.owners.get(tied.host, tied.pid) else { return (None, None) };
        let account = owner.account.as_deref().map(|raw| Text::new(raw, Escape::Octal));
        (account, owner.ip)
    }
}
