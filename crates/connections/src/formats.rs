//! The formats of logs, as data: one row each, with its name in the outside contract, what it is,
//! where it is described and the functions that read it. Which format a line has follows from the
//! line alone, never from its neighbours (but for columns under a header), so blocks of a file can be
//! read in any order.

use std::borrow::Cow;

use subtier_lines::format::Format;
use subtier_lines::json::Object;
use subtier_lines::syslog::{self, Message};

use crate::columns::Columns;
use crate::line::Line;
use crate::memo::Memo;
use crate::{
    ascp, azure, caddy, cloudtrail, combined, dsm, gcs, haproxy, minio, nextcloud, nginx_json,
    openssh, openvpn, pure_ftpd, qulog, s3, samba, suricata, traefik, vsftpd, w3c, wireguard,
    xferlog, zeek,
};

/// Reads an object in JSON.
pub(crate) type JsonReader = for<'a, 't> fn(Object<'a, 't>, &mut Memo) -> Line<'a>;

/// One way in which lines of a format are found and read.
pub(crate) enum Reads {
    /// From the whole line.
    Line(for<'a> fn(&'a [u8], &mut Memo) -> Line<'a>),
    /// From a header above the lines, which begins with `#`.
    Header(for<'a> fn(&'a [u8], &mut Memo) -> Line<'a>),
    /// From an object in JSON.
    Json(JsonReader),
    /// From what certain programs give to syslog.
    Program(&'static [&'static str], for<'a> fn(Message<'a>) -> Line<'a>),
    /// From what stands in syslog without the name of a program.
    Nameless(for<'a> fn(Message<'a>) -> Line<'a>),
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
    /// Empty where another row reads it too, or where it has no lines.
    pub(crate) reads: &'static [Reads],
}

/// All formats that are read, in the order in which a line is tried.
pub const FORMATS: &[FormatRow] = &[
    FormatRow {
        format: Format::Combined,
        name: "combined",
        what: "access log of nginx or Apache with referrer and agent",
        source: "https://httpd.apache.org/docs/2.4/logs.html#combined",
        reads: &[Reads::Line(combined::read)],
    },
    FormatRow {
        format: Format::Common,
        name: "common",
        what: "access log of nginx, Apache and others without referrer and agent",
        source: "https://httpd.apache.org/docs/2.4/logs.html#common",
        reads: &[],
    },
    FormatRow {
        format: Format::NginxJson,
        name: "nginx-json",
        what: "access log of nginx, Apache and others in JSON",
        source: "https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format",
        reads: &[Reads::Json(nginx_json::read)],
    },
    FormatRow {
        format: Format::CaddyJson,
        name: "caddy-json",
        what: "access log of Caddy",
        source: "https://caddyserver.com/docs/caddyfile/directives/log",
        reads: &[Reads::Json(caddy::read)],
    },
    FormatRow {
        format: Format::TraefikJson,
        name: "traefik-json",
        what: "access log of Traefik in JSON",
        source: "https://doc.traefik.io/traefik/observe/logs-and-access-logs/",
        reads: &[Reads::Json(traefik::read)],
    },
    FormatRow {
        format: Format::Openssh,
        name: "openssh",
        what: "OpenSSH logins and its sftp servers, in a syslog file or the journal",
        source: "https://github.com/openssh/openssh-portable/blob/master/auth.c",
        reads: &[Reads::Program(openssh::PROGRAMS, openssh::read)],
    },
    FormatRow {
        format: Format::Xferlog,
        name: "xferlog",
        what: "FTP transfers of vsftpd, proftpd, wu-ftpd and pure-ftpd",
        source: "http://www.castaglia.org/proftpd/doc/xferlog.html",
        reads: &[Reads::Line(xferlog::read), Reads::Line(pure_ftpd::read)],
    },
    FormatRow {
        format: Format::Vsftpd,
        name: "vsftpd",
        what: "vsftpd's own log, in a file or through syslog",
        source: "https://security.appspot.com/vsftpd/vsftpd_conf.html",
        reads: &[Reads::Line(vsftpd::read), Reads::Program(vsftpd::PROGRAMS, vsftpd::read_message)],
    },
    FormatRow {
        format: Format::Qulog,
        name: "qulog",
        what: "connection log of QNAP through syslog",
        source: "https://docs.qnap.com/operating-system/qulog-center/",
        reads: &[Reads::Program(qulog::PROGRAMS, qulog::read)],
    },
    FormatRow {
        format: Format::Dsm,
        name: "dsm",
        what: "transfers and connections of Synology DSM through syslog",
        source: "https://kb.synology.com/en-global/DSM/help/DSM/LogCenter/logcenter_desc",
        reads: &[
            Reads::Program(dsm::PROGRAMS, dsm::read),
            Reads::Program(dsm::SERVICE_PROGRAMS, dsm::read_service),
            Reads::Nameless(dsm::read_transfer),
        ],
    },
    FormatRow {
        format: Format::S3,
        name: "s3",
        what: "server access log of S3",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html",
        reads: &[Reads::Line(s3::read)],
    },
    FormatRow {
        format: Format::Cloudtrail,
        name: "cloudtrail",
        what: "events of AWS CloudTrail",
        source: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
        reads: &[Reads::Json(cloudtrail::read)],
    },
    FormatRow {
        format: Format::Cloudfront,
        name: "cloudfront",
        what: "standard log of CloudFront",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html",
        reads: &[],
    },
    FormatRow {
        format: Format::Gcs,
        name: "gcs",
        what: "usage log of Google Cloud Storage",
        source: "https://cloud.google.com/storage/docs/access-logs#format",
        reads: &[Reads::Line(gcs::read)],
    },
    FormatRow {
        format: Format::AzureBlob,
        name: "azure-blob",
        what: "logs of Azure Blob Storage, in JSON and of Storage Analytics",
        source: "https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/storagebloblogs",
        reads: &[Reads::Json(azure::read), Reads::Line(azure::read_line)],
    },
    FormatRow {
        format: Format::Minio,
        name: "minio",
        what: "audit log of MinIO",
        source: "https://github.com/minio/minio/blob/master/docs/logging/README.md",
        reads: &[Reads::Json(minio::read)],
    },
    FormatRow {
        format: Format::Nextcloud,
        name: "nextcloud",
        what: "audit and server log of Nextcloud and ownCloud",
        source: "https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/logging_configuration.html",
        reads: &[Reads::Json(nextcloud::read)],
    },
    FormatRow {
        format: Format::SambaAudit,
        name: "samba-audit",
        what: "full audit of Samba through syslog",
        source: "https://www.samba.org/samba/docs/current/man-html/vfs_full_audit.8.html",
        reads: &[Reads::Program(samba::PROGRAMS, samba::read)],
    },
    FormatRow {
        format: Format::IisW3c,
        name: "iis-w3c",
        what: "IIS, its FTP service and others in the W3C extended form",
        source: "https://www.w3.org/TR/WD-logfile.html",
        reads: &[Reads::Header(w3c::read_header)],
    },
    FormatRow {
        format: Format::Haproxy,
        name: "haproxy",
        what: "HTTP and TCP log of HAProxy",
        source: "https://docs.haproxy.org/3.0/configuration.html#8.2",
        reads: &[
            Reads::Program(haproxy::PROGRAMS, haproxy::read_message),
            Reads::Line(haproxy::read),
        ],
    },
    FormatRow {
        format: Format::Ascp,
        name: "ascp",
        what: "sessions and files of Aspera",
        source: "https://www.ibm.com/docs/en/ahts/4.4.x?topic=csfcl-server-logging-configuration-ascp-ascp4-3",
        reads: &[Reads::Program(ascp::PROGRAMS, ascp::read), Reads::Line(ascp::read_line)],
    },
    FormatRow {
        format: Format::Zeek,
        name: "zeek",
        what: "connections, web, SSH, FTP, SMB and TLS seen by Zeek",
        source: "https://docs.zeek.org/en/current/logs/index.html",
        reads: &[Reads::Header(zeek::read_header), Reads::Json(zeek::read)],
    },
    FormatRow {
        format: Format::Suricata,
        name: "suricata",
        what: "events of Suricata in JSON",
        source: "https://docs.suricata.io/en/latest/output/eve/eve-json-format.html",
        reads: &[Reads::Json(suricata::read)],
    },
    FormatRow {
        format: Format::Openvpn,
        name: "openvpn",
        what: "clients of an OpenVPN server",
        source: "https://github.com/OpenVPN/openvpn/blob/master/src/openvpn/multi.c",
        reads: &[
            Reads::Program(openvpn::PROGRAMS, openvpn::read_message),
            Reads::Line(openvpn::read),
        ],
    },
    FormatRow {
        format: Format::Wireguard,
        name: "wireguard",
        what: "handshakes of WireGuard in the log of the kernel",
        source: "https://github.com/torvalds/linux/blob/master/drivers/net/wireguard/receive.c",
        reads: &[Reads::Program(wireguard::PROGRAMS, wireguard::read)],
    },
    FormatRow {
        format: Format::Pcap,
        name: "pcap",
        what: "TCP connections in captured packets",
        source: "https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html",
        reads: &[],
    },
    FormatRow {
        format: Format::Pattern,
        name: "pattern",
        what: "lines of the user's own pattern",
        source: "https://docs.rs/regex/latest/regex/#syntax",
        reads: &[],
    },
];

/// All ways of reading, in the order of the rows.
fn ways() -> impl Iterator<Item = &'static Reads> {
    FORMATS.iter().flat_map(|row| row.reads)
}

/// Reads one line by the first row that takes it.
pub(crate) fn read<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    match line.first() {
        Some(b'{') => return read_json(line, memo),
        Some(b'#') => return read_header(line, memo),
        _ => {}
    }
    if let taken @ (Line::Access(_) | Line::Skipped(_)) = read_row(line, memo) {
        return taken;
    }
    for way in ways() {
        if let Reads::Line(read) = way {
            let taken = read(line, memo);
            if !taken.is_foreign() {
                return taken;
            }
        }
    }
    match syslog::split(line) {
        Some(Ok(message)) => read_message(message, memo),
        Some(Err(reason)) => Line::Broken(reason),
        None => Line::Foreign,
    }
}

/// Reads a line below a header.
fn read_row<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    match std::mem::take(&mut memo.columns) {
        Columns::None => Line::Foreign,
        Columns::W3c(header) => {
            let read = w3c::read_row(line, &header);
            memo.columns = Columns::W3c(header);
            read
        }
        Columns::Zeek(header) => {
            let read = zeek::read_row(line, &header, memo);
            memo.columns = Columns::Zeek(header);
            read
        }
    }
}

/// A line without the columns that hold a secret, where it stands below a header.
pub(crate) fn without_secret_columns<'a>(line: &'a [u8], memo: &mut Memo) -> Cow<'a, [u8]> {
    if let Line::Access(access) = read_row(line, memo) {
        access.without_secret_columns(line)
    } else {
        Cow::Borrowed(line)
    }
}

/// Readers of JSON. That of nginx comes last: its keys are of anybody's choosing.
fn json_ways() -> impl Iterator<Item = &'static JsonReader> {
    let readers = || {
        ways().filter_map(|way| match way {
            Reads::Json(read) => Some(read),
            Reads::Line(_) | Reads::Header(_) | Reads::Program(..) | Reads::Nameless(_) => None,
        })
    };
    readers().skip(1).chain(readers().take(1))
}

fn read_header<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    for way in ways() {
        if let Reads::Header(read) = way {
            let taken = read(line, memo);
            if !taken.is_foreign() {
                return taken;
            }
        }
    }
    Line::Foreign
}

fn read_json<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    let mut tape = std::mem::take(&mut memo.tape);
    let outcome = tape.read(line);
    let mut read = Line::Foreign;
    if let Some(outcome) = outcome {
        for way in json_ways() {
            read = way(tape.object(line), memo);
            if !read.is_foreign() {
                break;
            }
        }
        if let (Line::Access(access), Err(fault)) = (&mut read, outcome) {
            access.fault.get_or_insert(fault);
        }
    }
    memo.tape = tape;
    read
}

/// Reads what a program gave to syslog.
fn read_message<'a>(message: Message<'a>, memo: &mut Memo) -> Line<'a> {
    for way in ways() {
        let read = match way {
            Reads::Program(programs, read)
                if programs.iter().any(|program| program.as_bytes() == message.program) =>
            {
                read
            }
            Reads::Nameless(read) if message.program.is_empty() => read,
            Reads::Program(..)
            | Reads::Nameless(_)
            | Reads::Line(_)
            | Reads::Header(_)
            | Reads::Json(_) => continue,
        };
        let taken = read(message);
        if !taken.is_foreign() {
            return taken;
        }
    }
    // nginx and others in front of Apache may send their access log through syslog.
    let read = match message.text.first() {
        Some(b'{') => read_json(message.text, memo),
        _ => combined::read(message.text, memo),
    };
    if read.is_foreign() { Line::Skipped(message.when) } else { read }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sniff::sniff;
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
