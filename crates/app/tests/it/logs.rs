//! `connections` over every format, a format of one's own, and addresses inside a tunnel.

use std::fs;
use std::path::Path;

use serde_json::Value;
use subtier_testkit::run_command;

use crate::SUBTIER;

fn objects(arguments: &[&str], kind: &str) -> Vec<Value> {
    let run = run_command(SUBTIER, arguments);
    let objects = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    objects.filter(|object| object["kind"] == kind).collect()
}

fn written(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_format_of_each_sample_is_named_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../connections/tests/samples");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "log" || ending == "pcap"));
    paths.sort();
    let names: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let mut arguments = vec!["connections", "--json"];
    arguments.extend(names.iter().map(String::as_str));
    let files = objects(&arguments, "file");
    assert_eq!(files.len(), 26);
    for (file, path) in files.iter().zip(&paths) {
        assert_eq!(file["format"], path.file_stem().unwrap().to_string_lossy().as_ref());
    }
}

#[test]
fn lines_of_a_format_of_ones_own_are_read_by_its_pattern() {
    let dir = tempfile::tempdir().unwrap();
    let log = written(dir.path(), "own.log", "2024-05-17 10:05:03|192.0.2.7|lin|/a.mov\n");
    let good = "line = '^(?<ts>[^|]+)\\|(?<ip>[^|]+)\\|(?<account>[^|]+)\\|(?<path>.+)$'\nzone = '+08:00'\n";
    let format = written(dir.path(), "own.toml", good);
    let rows = objects(&["connections", "--json", "--rows", "--format", &format, &log], "access");
    assert_eq!(rows.len(), 1);
    let told = ["ts", "ip", "account", "path"].map(|key| rows[0][key].as_str().unwrap().to_owned());
    assert_eq!(told, ["2024-05-17T02:05:03Z", "192.0.2.7", "lin", "/a.mov"]);
    let bad = written(dir.path(), "bad.toml", "line = '(?<ts>.'\n");
    let run = run_command(SUBTIER, &["connections", "--json", "--format", &bad, &log]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("unclosed group"), "{}", run.stderr);
}

#[test]
fn an_address_inside_a_tunnel_is_told_by_where_the_tunnel_came_from() {
    let dir = tempfile::tempdir().unwrap();
    let vpn = "2024-05-17 10:05:04 192.0.2.7:53722 [lin] Peer Connection Initiated with [AF_INET]192.0.2.7:53722\n\
        2024-05-17 10:05:04 lin/192.0.2.7:53722 MULTI: Learn: 10.8.0.3 -> lin/192.0.2.7:53722\n";
    let web = "10.8.0.3 - - [17/May/2024:10:30:00 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"\n";
    let (web, vpn) = (written(dir.path(), "web.log", web), written(dir.path(), "vpn.log", vpn));
    let rows = objects(&["connections", "--json", "--rows", &web, &vpn], "access");
    assert_eq!((&rows[0]["ip"], &rows[0]["inner_ip"]), (&"192.0.2.7".into(), &"10.8.0.3".into()));
    let alone = objects(&["connections", "--json", "--rows", &web], "access");
    assert_eq!((&alone[0]["ip"], &alone[0]["inner_ip"]), (&"10.8.0.3".into(), &Value::Null));
}

#[test]
fn a_drawing_is_followed_through_the_logs_in_one_pass_with_the_other_switches() {
    let dir = tempfile::tempdir().unwrap();
    let line = |ip: &str, account: &str, clock: &str, request: &str, status: u16| {
        format!(
            "{ip} - {account} [17/May/2024:{clock} +0000] \"{request} HTTP/1.1\" {status} 5 \"-\" \"x\"\n"
        )
    };
    let drawing = "/LNT/EP301/SC012/LNT_EP301_SC012_key_v02.psd";
    let put = line("192.0.2.7", "lin", "10:05:00", &format!("PUT /pub{drawing}"), 201)
        + &line("192.0.2.7", "lin", "10:04:00", &format!("PUT /pub{drawing}"), 403)
        + &line("192.0.2.7", "lin", "10:06:00", "PROPFIND /pub/", 207);
    let fetched = line("198.51.100.9", "bob", "11:00:00", &format!("GET /get{drawing}"), 200);
    let (one, other) = (written(dir.path(), "1.log", &put), written(dir.path(), "2.log", &fetched));
    let arguments = ["connections", "--json", "--assets", "--rows", "--origins", "--rhythm"];
    let assets = objects(&[arguments.as_slice(), &[&other, &one]].concat(), "asset");
    assert_eq!(assets.len(), 1);
    let asset = &assets[0];
    let names =
        ["production", "episode", "sequence", "shot", "task", "version"].map(|key| &asset[key]);
    let expected = ["LNT", "301", "", "12", "key", "2"].map(|name| match name {
        "" => Value::Null,
        name => name.into(),
    });
    assert_eq!(names, expected.each_ref());
    assert_eq!(
        asset["paths"],
        serde_json::json!([format!("/get{drawing}"), format!("/pub{drawing}")])
    );
    let put = serde_json::json!([{"account": "lin", "ip": "192.0.2.7", "ts": "2024-05-17T10:05:00Z", "log": one,
        "place": "line 1", "last": "2024-05-17T10:05:00Z", "times": 1}]);
    assert_eq!(asset["put"], put);
    assert_eq!(
        (&asset["fetched"][0]["account"], &asset["fetched"][0]["log"]),
        (&"bob".into(), &other.into())
    );
    assert_eq!((&asset["deleted"], &asset["deletes"]), (&serde_json::json!([]), &0.into()));
    let counts = ["puts", "fetches", "refused", "accesses"].map(|key| asset[key].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1, 3]);
    assert_eq!(
        (&asset["first"], &asset["last"]),
        (&"2024-05-17T10:04:00Z".into(), &"2024-05-17T11:00:00Z".into())
    );
    let rows = objects(&[arguments.as_slice(), &[&one]].concat(), "access");
    assert_eq!(rows.len(), 3);
}

#[test]
fn in_a_case_a_drawing_at_hand_tells_who_put_and_who_fetched_it_over_all_logs() {
    let dir = tempfile::tempdir().unwrap();
    let dump = dir.path().join("dump");
    fs::create_dir_all(dump.join("LNT/EP301")).unwrap();
    let line = |ip: &str, account: &str, clock: &str, request: &str| {
        format!(
            "{ip} - {account} [17/May/2024:{clock} +0000] \"{request} HTTP/1.1\" 200 5 \"-\" \"x\"\n"
        )
    };
    let drawing = "LNT/EP301/LNT_EP301_SC012_key_v02";
    let put = line("192.0.2.7", "lin", "10:05:00", &format!("PUT /pub/{drawing}.psd"));
    let fetched = line("198.51.100.9", "bob", "11:00:00", &format!("GET /get/{drawing}.psd"));
    written(&dump, "put.log", &put);
    written(&dump, "get.log", &fetched);
    let ppm = b"P6\n2 2\n255\n\0\0\0\xff\xff\xff\0\0\0\xff\xff\xff";
    fs::write(dump.join(format!("{drawing}.ppm")), ppm).unwrap();
    let case = dir.path().join("case");
    let (case_text, dump) = (case.to_str().unwrap(), dump.to_str().unwrap());
    let run = || {
        run_command(SUBTIER, &["investigate", "--case", case_text, dump]);
        let text = fs::read_to_string(case.join("reports/findings.json")).unwrap();
        (serde_json::from_str::<Value>(&text).unwrap(), text)
    };
    let (findings, text) = run();
    assert_eq!(run().1, text, "the same case gives the same bytes");
    let trail = &findings["trails"][0];
    assert_eq!(trail["asset"], "LNT episode 301 shot 12 key version 2");
    assert_eq!(trail["because"], "put by lin, fetched by bob");
    assert_eq!(trail["files"], serde_json::json!([format!("dump/{drawing}.ppm")]));
    let by = |idx: usize, key: &str| trail["touched_by"][idx][key].as_str().unwrap().to_owned();
    let keys = ["deed", "account", "ip", "ts", "path", "place"];
    let put = ["put", "lin", "192.0.2.7", "2024-05-17T10:05:00Z", "dump/put.log", "line 1"];
    assert_eq!(keys.map(|key| by(0, key)), put);
    assert_eq!((by(1, "account"), by(1, "path")), ("bob".into(), "dump/get.log".into()));
    let links = findings["links"].as_array().unwrap();
    let is_put = |link: &&Value| link["kind"] == "put" && link["from"] == "account:lin";
    let tie = links.iter().find(is_put).unwrap();
    assert_eq!(
        (&tie["to"], &tie["layer"]),
        (&"asset:LNT episode 301 shot 12 key version 2".into(), &"observed".into())
    );
    let report = fs::read_to_string(case.join("reports/report.html")).unwrap();
    assert!(report.contains("Drawings that passed from hand to hand"));
    assert!(report.contains("put by lin, fetched by bob"));
}

#[test]
fn what_an_address_does_stands_beside_where_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let line = |name: &str| {
        format!(
            "192.0.2.7 - {name} [17/May/2024:10:30:00 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"\n"
        )
    };
    let log = written(dir.path(), "web.log", &["a", "b", "c", "d", "e"].map(line).concat());
    let origins = objects(&["connections", "--json", "--origins", &log], "origin");
    assert_eq!(origins[0]["masked"], false);
    assert_eq!(origins[0]["behaviour"][0]["kind"], "many_accounts");
}
