//! The formats of logs, as data: one row each, with its name in the outside contract, what it is,
//! where it is described and the function that reads it. Which format a line has follows from the
//! line alone, never from its neighbours, so blocks of a file can be read in any order.

use crate::clock::Memo;
use crate::format::Format;
use crate::line::Line;
use crate::syslog::{self, Message};
use crate::{combined, openssh, vsftpd, xferlog};

/// How lines of a format are found and read.
pub(crate) enum Reads {
    /// From the whole line.
    Line(for<'a> fn(&'a [u8], &mut Memo) -> Line<'a>),
    /// From what certain programs give to syslog.
    Program(&'static [&'static str], for<'a> fn(Message<'a>) -> Line<'a>),
    /// By the reader of the row before it.
    WithTheRowBefore,
}

/// A format: what it is and how it is read.
pub struct FormatRow {
    /// The format.
    pub format: Format,
    /// Its name in the outside contract.
    pub name: &'static str,
    /// What it is, for lists on screen.
    pub what: &'static str,
    /// Where it is described.
    pub source: &'static str,
    pub(crate) reads: Reads,
}

/// All formats that are read, in the order in which a line is tried.
pub const FORMATS: &[FormatRow] = &[
    FormatRow {
        format: Format::Combined,
        name: "combined",
        what: "access log of nginx or Apache with referrer and agent",
        source: "https://httpd.apache.org/docs/2.4/logs.html#combined",
        reads: Reads::Line(combined::read),
    },
    FormatRow {
        format: Format::Common,
        name: "common",
        what: "access log of nginx, Apache and others without referrer and agent",
        source: "https://httpd.apache.org/docs/2.4/logs.html#common",
        reads: Reads::WithTheRowBefore,
    },
    FormatRow {
        format: Format::Openssh,
        name: "openssh",
        what: "OpenSSH logins and its sftp servers, in a syslog file",
        source: "https://github.com/openssh/openssh-portable/blob/master/auth.c",
        reads: Reads::Program(openssh::PROGRAMS, openssh::read),
    },
    FormatRow {
        format: Format::Xferlog,
        name: "xferlog",
        what: "FTP transfers of vsftpd, proftpd, wu-ftpd and pure-ftpd",
        source: "http://www.castaglia.org/proftpd/doc/xferlog.html",
        reads: Reads::Line(xferlog::read),
    },
    FormatRow {
        format: Format::Vsftpd,
        name: "vsftpd",
        what: "vsftpd's own log, in a file or through syslog",
        source: "https://security.appspot.com/vsftpd/vsftpd_conf.html",
        reads: Reads::Line(vsftpd::read),
    },
    FormatRow {
        format: Format::Vsftpd,
        name: "vsftpd",
        what: "vsftpd's own log through syslog",
        source: "https://security.appspot.com/vsftpd/vsftpd_conf.html",
        reads: Reads::Program(vsftpd::PROGRAMS, vsftpd::read_message),
    },
];

/// Reads one line by the first row that takes it.
pub(crate) fn read<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    for row in FORMATS {
        if let Reads::Line(read) = row.reads {
            match read(line, memo) {
                Line::Foreign => {}
                taken @ (Line::Skipped(_) | Line::Access(_) | Line::Tied(_) | Line::Broken(_)) => {
                    return taken;
                }
            }
        }
    }
    match syslog::split(line) {
        Some(Ok(message)) => read_message(message, memo),
        Some(Err(reason)) => Line::Broken(reason),
        None => Line::Foreign,
    }
}

/// Reads what a program gave to syslog.
fn read_message<'a>(message: Message<'a>, memo: &mut Memo) -> Line<'a> {
    for row in FORMATS {
        if let Reads::Program(programs, read) = row.reads
            && programs.iter().any(|program| program.as_bytes() == message.program)
        {
            return read(message);
        }
    }
    // nginx and HAProxy in front of Apache may send their access log through syslog.
    match combined::read(message.text, memo) {
        Line::Foreign => Line::Skipped(message.when),
        taken @ (Line::Skipped(_) | Line::Access(_) | Line::Tied(_) | Line::Broken(_)) => taken,
    }
}

/// How much of a file is looked at to see whether it is a log.
const SNIFF_LINES_MAX: usize = 256;

/// Says which format the beginning of a file has, by its lines: that of most accesses, if at least
/// half of the lines that are not blank are understood. The last line may be cut and is left out
/// where there are others.
pub fn sniff(head: &[u8]) -> Option<Format> {
    let mut memo = Memo::default();
    let whole = memchr::memrchr(b'\n', head).and_then(|end| head.get(..end)).unwrap_or(head);
    let mut counts = vec![(0_usize, None); FORMATS.len()];
    let (mut n_lines, mut n_understood) = (0_usize, 0_usize);
    for line in whole.split(|byte| *byte == b'\n').take(SNIFF_LINES_MAX) {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        n_lines += 1;
        let format = match read(line, &mut memo) {
            Line::Foreign | Line::Broken(_) => continue,
            Line::Skipped(_) => None,
            Line::Access(access) => Some(access.format),
            Line::Tied(tied) => Some(tied.format),
        };
        n_understood += 1;
        let row = FORMATS.iter().position(|row| Some(row.format) == format);
        if let Some(count) = row.and_then(|row| counts.get_mut(row)) {
            *count = (count.0 + 1, format);
        }
    }
    let best = counts.iter().rev().max_by_key(|(count, _)| *count);
    best.and_then(|(_, format)| *format).filter(|_| n_understood * 2 >= n_lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_format_has_a_source_and_a_row() {
        for row in FORMATS {
            assert!(row.source.starts_with("http"), "{}", row.name);
            assert_eq!(row.format.name(), row.name);
        }
    }

    #[test]
    fn beginnings_of_files_are_known_by_their_lines() {
        let web = "83.149.9.216 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 20\n";
        let ssh = "Mar 27 13:06:56 h sshd[1]: Server listening on :: port 22.\n\
                   Mar 27 13:06:58 h sshd[2]: Accepted password for a from 1.2.3.4 port 5 ssh2\n";
        for (head, expected) in [
            (web.to_owned(), Some(Format::Common)),
            (format!("{web}{web}12.3"), Some(Format::Common)),
            (ssh.to_owned(), Some(Format::Openssh)),
            (format!("{{\"a\":1}}\n{{\"a\":1}}\n{web}"), None),
            ("Mar 27 13:06:56 h CRON[1]: x\n".to_owned(), None),
            (String::new(), None),
            ("id,name\n1,two\n".to_owned(), None),
        ] {
            assert_eq!(sniff(head.as_bytes()), expected, "{head}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read(line: Vec<u8>) {
            let _line = read(&line, &mut Memo::default());
            let _format = sniff(&line);
        }

        #[test]
        fn any_damaged_line_is_read(at in 0_usize..400, byte: u8, cut in 0_usize..400, line in 0..5_usize) {
            let lines = [
                "83.149.9.216 - bob [17/May/2015:10:05:03 +0000] \"GET /a%20b?c HTTP/1.1\" 200 2 \"-\" \"x\\\"y\"",
                "Mar 27 13:06:56 h sshd[1]: Accepted publickey for u from 1.2.3.4 port 5 ssh2: RSA SHA256:a",
                "Jul 16 09:22:26 h sftp-server[2058]: open \"/home/x\" flags WRITE,CREATE,TRUNCATE mode 0666",
                "Thu Nov 19 09:55:27 2015 1 10.20.220.39 4609 /share/F4.txt b _ o r ftp_user ftp 0 * c",
                "Mon Jun  6 18:43:41 2016 [pid 3] [jean] OK MKDIR: Client \"192.168.1.9\", \"/home/jean\"",
            ];
            let mut line = lines[line].as_bytes().to_vec();
            if let Some(place) = line.get_mut(at) {
                *place = byte;
            }
            line.truncate(cut);
            if let Line::Access(access) = read(&line, &mut Memo::default()) {
                let _texts = (access.account(), access.path(), access.agent(), access.action());
            }
        }
    }
}
