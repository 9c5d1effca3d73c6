//! What the tests share: touches in short, trails as text.

use std::net::IpAddr;

use subtier_model::{Place, Timestamp};
use subtier_touches::{COST_MAX, Deed, Touch, Touches, Trails};

/// A touch in short: log, line, who, from which last number of 192.0.2.0/24, what, path, second.
#[derive(Debug, Clone)]
pub(crate) struct Short {
    pub(crate) log: usize,
    pub(crate) line: u64,
    pub(crate) account: Option<String>,
    pub(crate) ip: Option<u8>,
    pub(crate) deed: Deed,
    pub(crate) is_refused: bool,
    pub(crate) path: String,
    pub(crate) second: Option<i64>,
    pub(crate) times: u32,
}

/// `2 lin .7 put /a.psd @60`, with `!` before the deed where it was refused, `-` for what is unknown.
pub(crate) fn short(line: u64, text: &str) -> Short {
    let words: Vec<&str> = text.split(' ').collect();
    let known = |word: &str| (word != "-").then(|| word.to_owned());
    let deed = words[3].trim_start_matches('!');
    Short {
        log: words[0].parse().unwrap(),
        line,
        account: known(words[1]),
        ip: known(words[2]).map(|ip| ip[1..].parse().unwrap()),
        deed: Deed::ALL.into_iter().find(|one| one.name() == deed).unwrap(),
        is_refused: words[3].starts_with('!'),
        path: words[4].to_owned(),
        second: known(words[5]).map(|second| second[1..].parse().unwrap()),
        times: 1,
    }
}

pub(crate) fn gathered(touches: &[Short], cost_max: usize) -> Trails {
    let mut gathered = Touches::new(cost_max);
    let logs = ["a.log", "b.log", "c.log"].map(|name| gathered.log(name, Place::Line));
    for one in touches {
        let touch = Touch {
            path: &one.path,
            deed: one.deed,
            is_refused: one.is_refused,
            account: one.account.as_deref(),
            ip: one.ip.map(|last| IpAddr::from([192, 0, 2, last])),
            ts: one.second.map(Timestamp::from_secs),
            line: one.line,
            times: one.times,
        };
        gathered.add(logs[one.log], &touch);
    }
    gathered.into_trails()
}

/// The trails of touches in short, one line each thing.
pub(crate) fn trails(lines: &[&str]) -> String {
    let touches: Vec<Short> = (1..).zip(lines).map(|(number, line)| short(number, line)).collect();
    let mut text: Vec<String> = Vec::new();
    for trail in gathered(&touches, COST_MAX).trails {
        text.push(format!("{} ({} paths)\n", trail.asset.title(), trail.paths.len()));
        for deed in Deed::ALL {
            for one in trail.by(deed).in_order() {
                let account = one.account.as_deref().unwrap_or("-");
                let ip = one.ip.map_or("-".to_owned(), |ip| ip.to_string());
                let ts = one.first.ts.map_or("-".to_owned(), |ts| ts.to_string());
                text.push(format!(
                    "  {} {account} {ip} {ts} {}:{} x{}\n",
                    deed.name(),
                    one.first.log.name,
                    one.first.line,
                    one.times
                ));
            }
        }
        if trail.refused > 0 {
            text.push(format!("  refused {}\n", trail.refused));
        }
    }
    text.concat()
}
