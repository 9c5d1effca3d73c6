//! ip2region databases: the old `.db` and the present `.xdb`, for v4 and v6.
//!
//! In: the bytes of one file. Out: the fields it has for an address. Never: a file whose index is not
//! in order or points outside; such a file is refused as a whole, with the record at fault.
//!
//! Layouts from the project's own documents and makers (<https://github.com/lionsoul2014/ip2region>,
//! Apache-2.0). All numbers little-endian but the v6 addresses.
//! `.db`: u32 first and last index entry; entries of 12 bytes: first address, last address, u32 whose
//! high byte is the length and whose low bytes are the position of a u32 city number and the text.
//! `.xdb`: a header of 256 bytes (u16 version 2 or 3, u16 index policy 1, u32 time of making, u32 first
//! and last index entry, since version 3 u16 IP version), a vector index of 512 KiB that is not needed
//! here, and entries of 14 (v4) or 38 (v6) bytes: first and last address, u16 length, u32 position.

use std::net::IpAddr;

use subtier_model::{Date, Timestamp};

use crate::gazetteer::RawPlace;
use crate::mmdb::{Answer, cut};

/// Header and vector index of an `.xdb`.
const XDB_DATA_START: usize = 256 + 256 * 256 * 8;
/// No database of either kind has come near so many entries.
const ENTRIES_MAX: usize = 50_000_000;
/// What stands for "not known" in a field.
const UNKNOWN: [&str; 4] = ["", "0", "Reserved", "内网IP"];
/// The words before the date at the end of a `.db`.
const MADE_BY: &[u8] = b"Created by lionsoul at ";

/// Which of the layouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Db,
    XdbV4,
    XdbV6,
}

impl Layout {
    fn entry_bytes(self) -> usize {
        match self {
            Self::Db => 12,
            Self::XdbV4 => 14,
            Self::XdbV6 => 38,
        }
    }
}

/// One open database.
#[derive(Debug)]
pub(crate) struct Ip2region {
    bytes: Vec<u8>,
    layout: Layout,
    first: usize,
    count: usize,
}

/// Why a file that looks like such a database is refused: at which entry, counted from 1, and why.
pub(crate) type Fault = (u64, &'static str);

struct Entry {
    first: u128,
    last: u128,
    position: usize,
    length: usize,
}

impl Ip2region {
    /// Whether the bytes begin as one of the layouts does, and which.
    fn sniff(bytes: &[u8]) -> Option<(Layout, usize, usize)> {
        let (version, policy) = (u16_at(bytes, 0)?, u16_at(bytes, 2)?);
        let xdb = match (version, policy, u16_at(bytes, 16)?) {
            (2, 1, _) | (3, 1, 4) => Some(Layout::XdbV4),
            (3, 1, 6) => Some(Layout::XdbV6),
            _ => None,
        };
        let (layout, head, lowest) = match xdb {
            Some(layout) => (layout, 8, XDB_DATA_START),
            None => (Layout::Db, 0, 8),
        };
        let first = usize::try_from(u32_at(bytes, head)?).ok()?;
        let last = usize::try_from(u32_at(bytes, head + 4)?).ok()?;
        let size = layout.entry_bytes();
        let span = last.checked_sub(first)?;
        let fits = first >= lowest && span % size == 0 && last.checked_add(size)? <= bytes.len();
        let count = span / size + 1;
        (fits && count <= ENTRIES_MAX).then_some((layout, first, count))
    }

    /// Whether the bytes are such a database, by structure.
    pub(crate) fn is_ip2region(bytes: &[u8]) -> bool {
        Self::sniff(bytes).is_some()
    }

    /// Opens a database in memory and checks every entry of its index once.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
        let (layout, first, count) = Self::sniff(&bytes).ok_or((0, "not an ip2region database"))?;
        let database = Self { bytes, layout, first, count };
        let mut next = 0_u128;
        for idx in 0..count {
            let number = u64::try_from(idx).unwrap_or(u64::MAX).saturating_add(1);
            let entry = database.entry(idx).ok_or((number, "index entry is cut"))?;
            if entry.first < next || entry.last < entry.first {
                return Err((number, "index is not in rising order"));
            }
            if database.text(&entry).is_none() {
                return Err((number, "index points outside the file"));
            }
            next = entry.last.saturating_add(1);
        }
        Ok(database)
    }

    /// The day it was made, where it says so.
    pub(crate) fn date(&self) -> Option<String> {
        if self.layout != Layout::Db {
            let made = i64::from(u32_at(&self.bytes, 4)?);
            return (made > 0).then(|| Timestamp::from_secs(made).date().to_string());
        }
        let end = self.first.checked_add(self.count.checked_mul(self.layout.entry_bytes())?)?;
        let rest = self.bytes.get(end..)?;
        let at = memchr::memmem::find(rest, MADE_BY)?;
        let date = rest.get(at + MADE_BY.len()..)?.get(..10)?;
        let date = std::str::from_utf8(date).ok()?.replace('/', "-");
        date.parse::<Date>().ok().map(|date| date.to_string())
    }

    /// What it says of the address.
    pub(crate) fn ask(&self, ip: IpAddr) -> Option<Answer> {
        let ip = match (ip, self.layout) {
            (IpAddr::V4(ip), Layout::Db | Layout::XdbV4) => u128::from(u32::from(ip)),
            (IpAddr::V6(ip), Layout::XdbV6) => u128::from(ip),
            _ => return None,
        };
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            let entry = self.entry(middle)?;
            if ip < entry.first {
                high = middle;
            } else if ip > entry.last {
                low = middle + 1;
            } else {
                return answer(self.text(&entry)?);
            }
        }
        None
    }

    fn entry(&self, idx: usize) -> Option<Entry> {
        let start = self.first.checked_add(idx.checked_mul(self.layout.entry_bytes())?)?;
        let bytes = self.bytes.get(start..)?;
        let short = |at: usize| u32_at(bytes, at).map(u128::from);
        let place = |at: usize| -> Option<(usize, usize)> {
            let length = usize::from(u16_at(bytes, at)?);
            Some((usize::try_from(u32_at(bytes, at + 2)?).ok()?, length))
        };
        let (first, last, (position, length)) = match self.layout {
            Layout::Db => {
                let packed = usize::try_from(u32_at(bytes, 8)?).ok()?;
                // The four bytes of the city number stand before the text and count as its length.
                let place = ((packed & 0x00ff_ffff) + 4, (packed >> 24).checked_sub(4)?);
                (short(0)?, short(4)?, place)
            }
            Layout::XdbV4 => (short(0)?, short(4)?, place(8)?),
            Layout::XdbV6 => (u128_at(bytes, 0)?, u128_at(bytes, 16)?, place(32)?),
        };
        Some(Entry { first, last, position, length })
    }

    fn text(&self, entry: &Entry) -> Option<&[u8]> {
        self.bytes.get(entry.position..entry.position.checked_add(entry.length)?)
    }
}

/// Reads `country|area|province|city|network`, or `country|province|city|network|ISO` of newer files.
fn answer(text: &[u8]) -> Option<Answer> {
    let text = std::str::from_utf8(text).ok()?;
    let fields: Vec<Option<&str>> = text
        .split('|')
        .map(|field| Some(field.trim()).filter(|field| !UNKNOWN.contains(field)))
        .collect();
    let is_iso = |field: &str| field.len() == 2 && field.bytes().all(|b| b.is_ascii_uppercase());
    let (country, region, city, network) = match *fields.as_slice() {
        // The name tells more than the code: it shows a territory by its province.
        [Some(country @ "中国"), region, city, network, Some(iso)] if is_iso(iso) => {
            (Some(country), region, city, network)
        }
        [_, region, city, network, Some(iso)] if is_iso(iso) => (Some(iso), region, city, network),
        [country, _, region, city, network] | [country, region, city, network] => {
            (country, region, city, network)
        }
        _ => return None,
    };
    let owned = |field: Option<&str>| field.map(cut);
    let place = RawPlace {
        country: owned(country),
        region: owned(region),
        city: owned(city),
        coordinates: None,
    };
    let answer = Answer { place, network: owned(network), ..Answer::default() };
    (answer != Answer::default()).then_some(answer)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u128_at(bytes: &[u8], at: usize) -> Option<u128> {
    Some(u128::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made::{db, xdb};
    use proptest::prelude::*;

    const SEGMENTS: [(&str, &str, &str); 3] = [
        ("0.0.0.0", "59.45.31.255", "0|0|0|内网IP|内网IP"),
        ("59.45.32.0", "59.45.35.255", "中国|0|辽宁省|丹东市|电信"),
        ("212.128.0.0", "212.128.255.255", "西班牙|0|马德里|马德里|0"),
    ];
    const SEGMENTS_V6: [(&str, &str, &str); 2] = [
        ("2001:200::", "2001:200:ffff::", "日本|东京都|0|专线用户|JP"),
        ("240e::", "240e:0:ffff::", "中国|辽宁省|大连市|电信|CN"),
    ];

    fn ask(database: &Ip2region, ip: &str) -> Option<[String; 4]> {
        let answer = database.ask(ip.parse().unwrap())?;
        let place = answer.place;
        Some(
            [place.country, place.region, place.city, answer.network]
                .map(Option::unwrap_or_default),
        )
    }

    fn known(fields: [&str; 4]) -> [String; 4] {
        fields.map(str::to_owned)
    }

    #[test]
    fn both_formats_answer_alike() {
        for bytes in [db(&SEGMENTS), xdb(&SEGMENTS, 2), xdb(&SEGMENTS, 3)] {
            assert!(Ip2region::is_ip2region(&bytes));
            let database = Ip2region::open(bytes).unwrap();
            for ip in ["59.45.32.0", "59.45.32.9", "59.45.35.255"] {
                assert_eq!(
                    ask(&database, ip),
                    Some(known(["中国", "辽宁省", "丹东市", "电信"])),
                    "{ip}"
                );
            }
            assert_eq!(
                ask(&database, "212.128.4.9"),
                Some(known(["西班牙", "马德里", "马德里", ""]))
            );
            assert_eq!(ask(&database, "10.0.0.1"), None, "inside");
            assert_eq!(ask(&database, "59.45.36.0"), None);
            assert_eq!(ask(&database, "255.255.255.255"), None);
            assert_eq!(ask(&database, "240e::1"), None);
            assert_eq!(database.date().as_deref(), Some("2021-10-25"));
        }
    }

    #[test]
    fn v6_files_and_their_country_code_are_read() {
        let database = Ip2region::open(xdb(&SEGMENTS_V6, 3)).unwrap();
        assert_eq!(ask(&database, "240e::1"), Some(known(["中国", "辽宁省", "大连市", "电信"])));
        assert_eq!(ask(&database, "2001:200::1"), Some(known(["JP", "东京都", "", "专线用户"])));
        assert_eq!(ask(&database, "59.45.32.9"), None);
    }

    #[test]
    fn index_out_of_order_is_refused_with_its_entry() {
        let turned = [SEGMENTS[1], SEGMENTS[0]];
        assert_eq!(Ip2region::open(db(&turned)).unwrap_err(), (2, "index is not in rising order"));
    }

    #[test]
    fn text_and_other_databases_are_none_of_its_kind() {
        for bytes in [&b"1.2.3.0/24\n5.6.7.0/24\n"[..], b"SQLite format 3\0\x10\0\x01\x01", b""] {
            assert!(!Ip2region::is_ip2region(bytes));
        }
    }

    proptest! {
        #[test]
        fn damaged_databases_never_panic(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
            end in any::<prop::sample::Index>(),
            ip in any::<u32>(),
        ) {
            for mut bytes in [db(&SEGMENTS), xdb(&SEGMENTS, 3), xdb(&SEGMENTS_V6, 3)] {
                // The vector index is never read; changes there would test nothing.
                let skipped = if bytes.len() < XDB_DATA_START { 0 } else { XDB_DATA_START - 32 };
                for (at, byte) in &changes {
                    let at = at.index(bytes.len() - skipped);
                    bytes[if at < 32 { at } else { at + skipped }] = *byte;
                }
                let cut = bytes[..end.index(bytes.len())].to_vec();
                for bytes in [bytes, cut] {
                    if let Ok(database) = Ip2region::open(bytes) {
                        drop(database.date());
                        for ip in [ip, 0x3b2d_2009] {
                            drop(database.ask(std::net::Ipv4Addr::from(ip).into()));
                            drop(database.ask(std::net::Ipv6Addr::from(u128::from(ip) << 96).into()));
                        }
                    }
                }
            }
        }
    }
}
