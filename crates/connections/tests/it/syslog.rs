//! Logs of sshd and its sftp servers. The sshd lines are from elastic/examples,
//! `suspicious_login_activity/data/auth.log` (Apache-2.0), the others are made in their likeness.

use crate::{config, figures, read, rows};
use subtier_connections::{BLOCK_BYTES, ClientKind, ReadConfig, read_log_bytes};

const AUTH: &str = "\
Mar 27 13:06:56 ip-10-77-20-248 sshd[1291]: Server listening on 0.0.0.0 port 22.
Mar 27 13:06:56 ip-10-77-20-248 systemd-logind[1118]: Watching system buttons on /dev/input/event0 (Power Button)
Mar 27 13:08:09 ip-10-77-20-248 sshd[1361]: Accepted publickey for ubuntu from 85.245.107.41 port 54259 ssh2: RSA SHA256:Kl8kPGZrTiz7g4FO1hyqHdsSBBb5Fge6NWOobN03XJg
Mar 27 14:54:57 ip-10-77-20-248 sshd[2967]: Invalid user support from 95.152.57.58
Mar 27 14:54:57 ip-10-77-20-248 sshd[2967]: input_userauth_request: invalid user support [preauth]
Mar 27 14:54:57 ip-10-77-20-248 sshd[2967]: Connection closed by 95.152.57.58 port 51500 [preauth]
Mar 29 23:18:20 ip-10-77-20-248 sshd[6402]: Invalid user admin from 218.60.136.106
Mar 29 23:18:33 ip-10-77-20-248 sshd[6402]: message repeated 5 times: [ Failed password for invalid user admin from 218.60.136.106 port 56338 ssh2]
";

#[test]
fn logins_and_refused_logins_are_counted_once() {
    insta::assert_snapshot!(rows(AUTH), @r"
    3: 2024-03-27T13:08:09Z | 85.245.107.41 | ubuntu | login | - | - | - | - | ssh_key=SHA256:Kl8kPGZrTiz7g4FO1hyqHdsSBBb5Fge6NWOobN03XJg
    4: 2024-03-27T14:54:57Z | 95.152.57.58 | support | fail | - | - | - | - refused
    8: 2024-03-29T23:18:33Z | 218.60.136.106 | admin | fail | - | - | - | - x5 refused
    ");
    let reading = read(AUTH);
    insta::assert_snapshot!(figures(&reading), @r#"openssh ["openssh"]: 8 lines, 3 accesses, 5 skipped, 0 complaints; assumed recovered"#);
    let refused = reading.refused.unwrap();
    assert_eq!((refused.attempts, refused.addresses, refused.accounts), (6, 2, 2));
    assert_eq!(refused.most[0].1, 5);
    assert_eq!(refused.witness.line, 4);
    assert_eq!(reading.sightings.len(), 1);
    let keys: Vec<&str> = reading.sightings[0].values(ClientKind::SshKey).collect();
    assert_eq!(keys, ["SHA256:Kl8kPGZrTiz7g4FO1hyqHdsSBBb5Fge6NWOobN03XJg"]);
}

#[test]
fn without_any_clock_there_is_no_time() {
    let config = ReadConfig::new(None, BLOCK_BYTES);
    let reading = read_log_bytes(AUTH.as_bytes(), &config);
    insta::assert_snapshot!(figures(&reading), @r#"openssh ["openssh"]: 8 lines, 3 accesses, 5 skipped, 0 complaints; none none"#);
    assert_eq!(reading.summary.first, None);
}

#[test]
fn sftp_lines_belong_to_the_account_of_their_process() {
    let log = "\
Jul 16 09:22:20 h sshd[2050]: Accepted password for jantman from 1.2.3.4 port 5 ssh2
Jul 16 09:22:25 h sftp-server[2058]: session opened for local user jantman from [1.2.3.4]
Jul 16 09:22:26 h sftp-server[2058]: open \"/home/jantman/temp/sftp_test\" flags WRITE,CREATE,TRUNCATE mode 0666
Jul 16 09:22:26 other sftp-server[2058]: opendir \"/elsewhere\"
Jul 16 09:22:27 h sftp-server[2058]: open \"/b, \"c\".csv\" flags READ mode 0666
Jul 16 09:22:30 h sftp-server[2058]: close \"/home/jantman/temp/sftp_test\" bytes read 0 written 3072
Jul 16 09:22:31 h sftp-server[2058]: session closed for local user jantman from [1.2.3.4]
Jul 16 10:00:00 h internal-sftp[2058]: session opened for local user alice from [::1] [postauth]
Jul 16 10:00:01 h internal-sftp[2058]: remove name \"/x/\\344\\275\\240\" [postauth]
Jul 16 10:00:02 h internal-sftp[77]: close \"/opened/before\" bytes read 9 written 0
";
    insta::assert_snapshot!(rows(log), @r#"
    1: 2023-07-16T09:22:20Z | 1.2.3.4 | jantman | login | - | - | - | -
    3: 2023-07-16T09:22:26Z | 1.2.3.4 | jantman | write | /home/jantman/temp/sftp_test | - | 3072 | -
    4: 2023-07-16T09:22:26Z | - | - | list | /elsewhere | - | - | -
    5: 2023-07-16T09:22:27Z | 1.2.3.4 | jantman | read | /b, "c".csv | - | - | -
    9: 2023-07-16T10:00:01Z | ::1 | alice | delete | /x/你 | - | - | -
    10: 2023-07-16T10:00:02Z | - | - | read | /opened/before | - | 9 | -
    "#);
}

#[test]
fn a_dated_line_gives_its_neighbours_their_year() {
    let log = "\
Dec 31 23:59:58 h sshd[1]: Accepted password for a from 1.2.3.4 port 5 ssh2
Jan  1 00:00:01 h sshd[2]: Accepted password for a from 1.2.3.4 port 5 ssh2
Dec 31 23:59:59 h sshd[3]: Accepted password for a from 1.2.3.4 port 5 ssh2
2020-01-01T00:00:05.5+00:00 h sshd[4]: Accepted password for a from 1.2.3.4 port 5 ssh2
Feb 29 00:00:00 h sshd[5]: Accepted password for a from 1.2.3.4 port 5 ssh2
";
    insta::assert_snapshot!(rows(log), @r"
    1: 2019-12-31T23:59:58Z | 1.2.3.4 | a | login | - | - | - | -
    2: 2020-01-01T00:00:01Z | 1.2.3.4 | a | login | - | - | - | -
    3: 2019-12-31T23:59:59Z | 1.2.3.4 | a | login | - | - | - | -
    4: 2020-01-01T00:00:05.5Z | 1.2.3.4 | a | login | - | - | - | -
    5: 2020-02-29T00:00:00Z | 1.2.3.4 | a | login | - | - | - | -
    ");
    let reading = read_log_bytes(log.as_bytes(), &config(64));
    assert_eq!((reading.summary.time_basis, reading.summary.year_basis), ("assumed", "recovered"));
    // One session of four lines, one alone.
    assert_eq!(reading.sessions.iter().map(|run| run.accesses).collect::<Vec<_>>(), [4, 1]);
}

#[test]
fn a_leap_day_in_a_year_without_one_is_complained_of() {
    let log = "\
Feb 29 00:00:00 h sshd[5]: Accepted password for a from 1.2.3.4 port 5 ssh2
2021-03-01T00:00:05Z h sshd[4]: Accepted password for a from 1.2.3.4 port 5 ssh2
";
    let reading = read(log);
    insta::assert_snapshot!(figures(&reading), @r#"openssh ["openssh"]: 2 lines, 2 accesses, 0 skipped, 1 complaints; explicit explicit"#);
    assert!(reading.complaints[0].reason.contains("29 February"));
}
