//! The demo's fictional dump: an exchange server as it might have been found, with everything in it
//! made here. Names and companies are invented; the addresses are ranges kept for documentation
//! (RFC 5737), but for one in the published North Korean allocation; two identifiers are those of
//! published sanctions entries, since a match needs something to match.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use subtier_cartoon::Pass;
use subtier_intake::{append_mark, local_header_extra};
use subtier_model::Timestamp;

use super::archive::{Entry, document, drawing, zip};
use crate::failure::Failure;
use crate::out::write_new;

/// Where the parts of the made-up case lie.
pub(crate) struct Parts {
    pub(crate) dump: std::path::PathBuf,
    pub(crate) vendors: std::path::PathBuf,
    pub(crate) payments: std::path::PathBuf,
    pub(crate) network: std::path::PathBuf,
    pub(crate) reference: std::path::PathBuf,
}

const VENDORS: &str = "\
id,name,native_name,role,country,city,parent,tier,may_subcontract,ids,addresses,languages,utc_offset,networks,accounts,starts,ends
kestrel,Kestrel Pictures,,studio,US,Burbank,,0,,,,en,-8,198.51.100.0/24,kestrel,2022-01-01,
miraeline,\"Miraeline Animation Co., Ltd.\",미래선애니메이션,animation,KR,Seoul,kestrel,1,no,,,ko;en,9,203.0.113.0/25,miraeline,2023-03-01,2024-03-31
bohai,Bohai Bridge Digital Art,渤海桥数字艺术有限公司,animation,CN,Dandong,miraeline,2,no,,,zh,8,,bohai,2023-06-01,
tintworks,Tintworks Ink and Paint,,ink and paint,CN,Shanghai,miraeline,2,no,USCC 913101040936933514,,zh,8,,,2023-06-01,
rioverde,Rio Verde Color S.L.,,color,ES,Madrid,kestrel,1,yes,,,es,1,192.0.2.0/25,rioverde,2023-01-01,
";

const PAYMENTS: &str = "\
date,payer,contractor,beneficiary,bank_country,amount,currency,reference
2023-10-05,kestrel,miraeline,\"Miraeline Animation Co., Ltd.\",KR,31400,USD,INV-4
2023-11-05,kestrel,miraeline,\"Miraeline Animation Co., Ltd.\",KR,31500,USD,INV-5
2023-12-05,kestrel,rioverde,Rio Verde Color S.L.,ES,8200,EUR,RV-12
2023-10-12,miraeline,bohai,Golden Quay Trading,HK,9800,USD,M-1 settling account of Bohai
2023-11-12,miraeline,bohai,Everlasting Empire Ltd,HK,9800,USD,M-2 settling account of Bohai
2023-12-12,miraeline,bohai,Northern Sail Tech,CN,9800,USD,M-3 settling account of Bohai
";

const NGINX: &str = "\
server {
  listen 80;
  root /srv/share;
  location /login { proxy_pass http://127.0.0.1:8080; }
  location /pub/ { autoindex on; }
  location /in/ { autoindex on; auth_basic \"exchange\"; auth_basic_user_file /etc/users; }
}
";

/// One account of the made-up log: who, from where, with what, at which UTC hours, each n-th hour.
struct Person {
    account: &'static str,
    addresses: &'static [&'static str],
    agents: &'static [&'static str],
    hours: &'static [i64],
    verb: &'static str,
}

const PEOPLE: &[Person] = &[
    Person {
        account: "kestrel",
        addresses: &["198.51.100.7"],
        agents: &["Mozilla/5.0 (Macintosh)"],
        hours: &[17, 19, 22],
        verb: "PUT",
    },
    Person {
        account: "miraeline",
        addresses: &["203.0.113.10", "203.0.113.11"],
        agents: &["Cyberduck/8.7"],
        hours: &[1, 3, 6],
        verb: "GET",
    },
    Person {
        account: "rioverde",
        addresses: &["192.0.2.9"],
        agents: &["Cyberduck/8.7"],
        hours: &[8, 11],
        verb: "GET",
    },
    Person {
        account: "bohai",
        addresses: &["175.45.178.30", "203.0.113.200", "203.0.113.201"],
        agents: &["rclone/v1.63", "Mozilla/5.0 (X11; Linux) Naenara/3.5"],
        hours: &[1, 4, 9],
        verb: "GET",
    },
];

/// Disk serials of two machines that never were.
const FIRST_MACHINE: &str = "DEMO00AAAA111";
const SECOND_MACHINE: &str = "DEMO00BBBB222";

/// 2024-01-01T00:00:00Z.
const FIRST_DAY_SECS: i64 = 1_704_067_200;
const DAYS: i64 = 31;
/// 2024-02-01T12:00:00Z, when the dump is said to have been taken.
const TAKEN_SECS: u64 = 1_706_788_800;

fn access_log() -> String {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for day in 0..DAYS {
        if (day + 1) % 7 == 0 {
            continue;
        }
        for person in PEOPLE {
            for (turn, hour) in (0..).zip(person.hours) {
                let step = day * 3 + turn;
                let at = FIRST_DAY_SECS + day * 86_400 + hour * 3_600 + (step * 397) % 1_800;
                lines.push((at, access_line(person, step, at)));
            }
        }
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line + "\n").collect()
}

fn access_line(person: &Person, step: i64, at: i64) -> String {
    let pick = |list: &[&'static str]| {
        let index = usize::try_from(step).unwrap_or(0) % list.len().max(1);
        list.get(index).copied().unwrap_or_default()
    };
    let second = at.rem_euclid(86_400);
    let day = Timestamp::from_secs(at).date().day().unwrap_or(1);
    let time = format!(
        "{day:02}/Jan/2024:{:02}:{:02}:{:02}",
        second / 3_600,
        second / 60 % 60,
        second % 60
    );
    let scene = step % 40 + 1;
    format!(
        "{} - {} [{time} +0000] \"{} /pub/KST/EP104/SC{scene:03}/KST_EP104_SC{scene:03}_key_v{:02}.png HTTP/1.1\" 200 {} \"-\" \"{}\"",
        pick(person.addresses),
        person.account,
        person.verb,
        step % 4 + 1,
        100_000 + step * 7_919 % 900_000,
        pick(person.agents),
    )
}

fn auth_log() -> String {
    let refused = (0..12).map(|number| {
        format!(
            "Jan 15 03:{number:02}:10 exchange sshd[{}]: Failed password for root from 192.0.2.200 port {} ssh2",
            4_000 + number,
            50_000 + number
        )
    });
    let accepted = "Jan 15 09:00:01 exchange sshd[4100]: Accepted publickey for rioverde from 192.0.2.9 port 50100 ssh2: RSA SHA256:AAAAdemoAAAAdemoAAAAdemoAAAAdemoAAAAdemo1";
    refused.chain([accepted.to_owned()]).map(|line| line + "\n").collect()
}

/// Writes a file of the dump. Its time of last change is the same wherever it is made, since a log
/// without years is dated by it.
fn write_dated(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_new(path, bytes)?;
    let dated = SystemTime::UNIX_EPOCH + Duration::from_secs(TAKEN_SECS);
    let file = File::options().append(true).open(path);
    file.and_then(|file| {
        if file.metadata()?.modified()? == dated {
            return Ok(());
        }
        file.set_modified(dated)
    })
    .map_err(|error| Failure::user(format!("date {}: {error}", path.display())))
}

/// Writes dump, vendor list, payments, reference pictures and a network list below `root`.
pub(crate) fn make(root: &Path) -> Result<Parts, Failure> {
    let dump = root.join("dump");
    let scenes = dump.join("share/KST/EP104");
    write_dated(&dump.join("exchange/access.log"), access_log().as_bytes())?;
    write_dated(&dump.join("exchange/auth.log"), auth_log().as_bytes())?;
    write_dated(&dump.join("exchange/nginx.conf"), NGINX.as_bytes())?;
    let clean = drawing(12, Pass::Clean);
    let mut marked = clean.clone();
    append_mark(&mut marked, FIRST_MACHINE);
    append_mark(&mut marked, SECOND_MACHINE);
    write_dated(&scenes.join("KST_EP104_SC012_key_v01.png"), &clean)?;
    write_dated(&scenes.join("KST_EP104_SC012_key_v02.png"), &marked)?;
    write_dated(&scenes.join("KST_EP104_SC013_key_v01.png"), &drawing(13, Pass::Clean))?;
    write_dated(&dump.join("share/inbox/a1.png"), &drawing(12, Pass::Composite))?;
    let reference = root.join("reference");
    for (shot, name) in [(12, "SC012"), (13, "SC013"), (14, "SC014")] {
        let path = reference.join(format!("KST_EP104_{name}_comp_v01.png"));
        write_dated(&path, &drawing(shot, Pass::Composite))?;
    }
    let extra = local_header_extra(&[SECOND_MACHINE]);
    let sheet = document("SC012: the back of the head is too flat. Retake.", &extra);
    write_dated(&scenes.join("retakes.docx"), &sheet)?;
    // 修改.txt in GBK, and a name that reaches outside.
    let inbox = zip(&[
        Entry {
            name: b"\xd0\xde\xb8\xc4.txt",
            bytes: "SC013 头的形状再修正一下".as_bytes(),
            local_extra: &[],
        },
        Entry { name: b"../outside.txt", bytes: b"kept under the archive only", local_extra: &[] },
    ]);
    write_dated(&dump.join("share/inbox/0116.zip"), &inbox)?;
    let cut: Vec<u8> = inbox.iter().copied().take(90).collect();
    write_dated(&dump.join("share/inbox/broken.zip"), &cut)?;
    let (vendors, payments) = (root.join("vendors.csv"), root.join("payments.csv"));
    write_dated(&vendors, VENDORS.as_bytes())?;
    write_dated(&payments, PAYMENTS.as_bytes())?;
    let network = root.join("network");
    write_dated(&network.join("demo_vpn_2024-01-01.txt"), b"203.0.113.192/26\n")?;
    Ok(Parts { dump, vendors, payments, network, reference })
}
