//! Logs of web servers. The real lines are from elastic/examples, `Common Data
//! Formats/apache_logs/apache_logs` (Apache-2.0), the others are made in their likeness.

use crate::{figures, read, rows};

#[test]
fn real_combined_lines_are_read() {
    let log = concat!(
        r#"83.149.9.216 - - [17/May/2015:10:05:03 +0000] "GET /presentations/logstash-monitorama-2013/images/kibana-search.png HTTP/1.1" 200 203023 "http://semicomplete.com/presentations/logstash-monitorama-2013/" "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1)""#,
        "\n",
        r#"46.118.127.106 - - [20/May/2015:12:05:17 +0000] "GET /scripts/grok-py-test/configlib.py HTTP/1.1" 200 235 "-" "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html"#,
        "\n",
    );
    insta::assert_snapshot!(rows(log), @r"
    1: 2015-05-17T10:05:03Z | 83.149.9.216 | - | read | /presentations/logstash-monitorama-2013/images/kibana-search.png | 200 | 203023 | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1)
    2: 2015-05-20T12:05:17Z | 46.118.127.106 | - | read | /scripts/grok-py-test/configlib.py | 200 | 235 | Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html (the agent is cut: its closing quote is missing)
    ");
    let reading = read(log);
    insta::assert_snapshot!(figures(&reading), @r#"combined ["combined"]: 2 lines, 2 accesses, 0 skipped, 1 complaints; explicit explicit"#);
    assert_eq!(reading.summary.complained[0].line, 2);
}

#[test]
fn odd_lines_of_web_servers_are_read() {
    let log = [
        r#"www.example.com:443 2001:db8::1 - bob [01/Jan/2024:08:00:00 +0800] "PUT /a%20b/%E4%BD%A0.psd?sig=SECRET HTTP/2.0" 201 - "-" "rclone/v1.63""#,
        r#"1.2.3.4 - bob smith [01/Jan/2024:00:00:01 +0000] "GET /pub/?C=M HTTP/1.1" 200 12"#,
        r#"1.2.3.4 - - [01/Jan/2024:00:00:02 +0000] "\x16\x03\x01\x02" 400 150 "-" "-""#,
        r#"1.2.3.4 - - [01/Jan/2024:00:00:03 +0000] "-" 408 - "-" "-""#,
        r#"1.2.3.4 - - [01/Jan/2024:00:00:04 +0000] "GET /a\x22b\" c HTTP/1.1" 404 1 "-" "say \"hi\" \xE4\xBD\xA0""#,
        r#"client.example.net - "" [01/Jan/2024:00:00:05 +0000] "DELETE /x;jsessionid=AB12 HTTP/1.1" 204 0 "-" "-" "10.0.0.1""#,
        r#"::ffff:1.2.3.4 - -- [01/Jan/2024:00:00:06 +0000] "PROPFIND /dav HTTP/1.1" 207 9 "-" "-""#,
        r#"1.2.3.4 - - [32/Jan/2024:00:00:07 +0000] "GET / HTTP/1.1" 200 1 "-" "-""#,
        r#"1.2.3.4 - - [01/Jan/2024:00:00:08 +0000] "GET /cut"#,
        r#"1.2.3.4 - - [01/Jan/2024:00:00:09 +0000] "GET / HTTP/1.1" 200"#,
        r#"1.2.3.4 - - [01/Jan/2024:00:00:10 +0000] "GET / HTTP/1.1" 200 5 "http://u:pw@h/?q""#,
        "1.2.3.4 - - [01/Jan/20",
        "\0\0\0\u{0}1.2.3.4 - - [01/Jan/2024:00:00:12 +0000] \"GET /n HTTP/1.1\" 200 5",
        r#"<190>Jan  1 00:00:13 web nginx: 1.2.3.4 - - [01/Jan/2024:00:00:13 +0000] "HEAD http://h/y HTTP/1.1" 301 5 "-" "curl""#,
    ]
    .join("\r\n");
    insta::assert_snapshot!(rows(&log), @r#"
    1: 2024-01-01T00:00:00Z | 2001:db8::1 | bob | write | /a b/你.psd | 201 | - | rclone/v1.63
    2: 2024-01-01T00:00:01Z | 1.2.3.4 | bob smith | list | /pub/ | 200 | 12 | -
    3: 2024-01-01T00:00:02Z | 1.2.3.4 | - | other | - | 400 | 150 | -
    4: 2024-01-01T00:00:03Z | 1.2.3.4 | - | other | - | 408 | - | -
    5: 2024-01-01T00:00:04Z | 1.2.3.4 | - | read | /a"b" c | 404 | 1 | say "hi" 你
    6: 2024-01-01T00:00:05Z | - | - | delete | /x;jsessionid=[removed] | 204 | 0 | -
    7: 2024-01-01T00:00:06Z | 1.2.3.4 | - | list | /dav | 207 | 9 | -
    8: - | 1.2.3.4 | - | list | / | 200 | 1 | - (the time cannot be read)
    9: 2024-01-01T00:00:08Z | 1.2.3.4 | - | read | /cut | - | - | - (the request is cut: its closing quote is missing)
    10: 2024-01-01T00:00:09Z | 1.2.3.4 | - | list | / | 200 | - | - (the line is cut before the size)
    11: 2024-01-01T00:00:10Z | 1.2.3.4 | - | list | / | 200 | 5 | - (the line is cut before the agent)
    12: - | 1.2.3.4 | - | other | - | - | - | - (the line is cut inside the time)
    13: 2024-01-01T00:00:12Z | 1.2.3.4 | - | read | /n | 200 | 5 | - (a zero byte stands in the line)
    14: 2024-01-01T00:00:13Z | 1.2.3.4 | - | read | /y | 301 | 5 | curl
    "#);
    insta::assert_snapshot!(figures(&read(&log)), @r#"combined ["combined", "common"]: 14 lines, 14 accesses, 0 skipped, 6 complaints; explicit explicit"#);
}

#[test]
fn formats_may_stand_in_one_file() {
    let log = "1.2.3.4 - - [01/Jan/2024:00:00:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"\n\
        Thu Nov 19 09:55:27 2015 1 10.20.220.39 4609 /share/F4.txt b _ o r ftp_user ftp 0 * c\n\
        Mon Jun  6 18:43:41 2016 [pid 3] [jean] OK MKDIR: Client \"192.168.1.9\", \"/home/jean\"\n\
        Mon Jun  6 18:43:42 2016 [pid 3] CONNECT: Client \"192.168.1.9\"\n\
        \n\
        what is this\n\
        1.2.3.4 - - [01/Jan/2024:00:00:04 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"\n";
    let reading = read(log);
    insta::assert_snapshot!(figures(&reading), @r#"combined ["combined", "xferlog", "vsftpd"]: 7 lines, 4 accesses, 2 skipped, 1 complaints; assumed explicit"#);
    assert_eq!(reading.summary.days.iter().map(|(_, n)| n).sum::<u64>(), 4);
}

#[test]
fn a_file_that_is_no_log_says_why() {
    for (log, reason) in [
        (
            "{\"version\":6,\"address\":\"206.251.255.64\"}\n".repeat(500),
            "500 lines of JSON, none with a client address",
        ),
        (
            "{\"remote_ip\":\"1.2.3.4\"}\n".to_owned(),
            "1 line of JSON, 1 with a client address but of a kind that is not read",
        ),
        (String::new(), "the file is empty"),
        (
            "id,name\n\n".to_owned(),
            "1 line of text in no known format; 1 line blank or telling of no access",
        ),
    ] {
        let reading = read(&log);
        assert_eq!(reading.summary.format, "none");
        assert_eq!(reading.summary.reason.as_deref(), Some(reason));
        assert_eq!(reading.summary.time_basis, "none");
        figures(&reading);
    }
}
