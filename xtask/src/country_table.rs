//! `cargo xtask country-table PACKAGE_DIR`: makes `data/country.bin` from an unpacked npm package
//! `@ip-location-db/geo-whois-asn-country-mmdb`.
//!
//! In: `package.json` and the v4 and v6 databases in the folder. Out: the delta-coded table with its
//! header line, read back once and compared before it is written. Never: fetches anything.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use maxminddb::Reader;
use serde::Deserialize;

use country_format::{Boundaries, Provenance};

#[path = "../../crates/origins/src/country_format.rs"]
#[expect(dead_code, unreachable_pub, reason = "the file belongs to the crate that reads the table")]
mod country_format;

/// The budget of the program for the table.
const TABLE_BYTES_MAX: usize = 2_500_000;
/// The licence as the package states it: `package.json` says CC0-1.0, `NRO_LICENSE` asks for the
/// attribution of the registries' statistics that are part of it.
const LICENCE: &str =
    "CC0-1.0, with statistics of the Number Resource Organization (nro.net) under CC BY 4.0";

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

#[derive(Deserialize)]
struct Record {
    country_code: Option<String>,
}

/// Makes the table from the package folder that is the only argument.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let [folder] = args else {
        return Err("usage: cargo xtask country-table PACKAGE_DIR".to_owned());
    };
    let folder = Path::new(folder);
    let package: Package = serde_json::from_slice(&read(&folder.join("package.json"))?)
        .map_err(|error| format!("read package.json: {error}"))?;
    let provenance = Provenance {
        date: date_of(&package.version)?,
        package: package.name,
        version: package.version,
        licence: LICENCE.to_owned(),
    };
    let v4 = boundaries(&folder.join("geo-whois-asn-country-ipv4.mmdb"))?;
    let v6 = boundaries(&folder.join("geo-whois-asn-country-ipv6.mmdb"))?;
    let table = number(&v4, &v6)?;
    let bytes = country_format::encode(&provenance, &table)?;
    if country_format::decode(&bytes)? != (provenance, table) {
        return Err("the table reads back differently".to_owned());
    }
    if bytes.len() > TABLE_BYTES_MAX {
        return Err(format!("the table has {} bytes, above {TABLE_BYTES_MAX}", bytes.len()));
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/country.bin");
    #[expect(clippy::disallowed_methods, reason = "a project tool writes into the source tree")]
    fs::write(&target, &bytes).map_err(|error| format!("write {}: {error}", target.display()))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a package that the developer chose, no evidence"
    )]
    fs::read(path).map_err(|error| format!("read {}: {error}", path.display()))
}

/// The date in the last part of a version such as `2.3.2026061719`: year, month, day, hour.
fn date_of(version: &str) -> Result<String, String> {
    let stamp = version.rsplit('.').next().unwrap_or_default();
    match (stamp.get(0..4), stamp.get(4..6), stamp.get(6..8)) {
        (Some(year), Some(month), Some(day)) if stamp.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(format!("{year}-{month}-{day}"))
        }
        _ => Err(format!("version {version} holds no date")),
    }
}

/// A first address and the country that holds from there on.
type Boundary = (u128, Option<[u8; 2]>);

/// Reads the boundaries of one database, with neighbours of one country drawn together.
fn boundaries(path: &Path) -> Result<Vec<Boundary>, String> {
    let fail = |error: maxminddb::MaxMindDbError| format!("read {}: {error}", path.display());
    let reader = Reader::from_source(read(path)?).map_err(fail)?;
    let mut found: Vec<Boundary> = Vec::new();
    let mut push = |start: u128, country: Option<[u8; 2]>| {
        if found.last().map_or(country.is_some(), |last| last.1 != country) {
            found.push((start, country));
        }
    };
    let mut next = 0_u128;
    for lookup in reader.networks(maxminddb::WithinOptions::default()).map_err(fail)? {
        let lookup = lookup.map_err(fail)?;
        let network = lookup.network().map_err(fail)?;
        let (first, bits) = match network.ip() {
            IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
            IpAddr::V6(address) => (u128::from(address), 128),
        };
        let record: Option<Record> = lookup.decode().map_err(fail)?;
        let code = record.and_then(|record| record.country_code);
        let country = code.and_then(|code| <[u8; 2]>::try_from(code.as_bytes()).ok());
        if first < next {
            return Err(format!("{network} overlaps the network before it"));
        }
        if first > next {
            push(next, None);
        }
        push(first, country);
        next = 1_u128
            .checked_shl(bits - u32::from(network.prefix()))
            .and_then(|size| first.checked_add(size))
            .ok_or_else(|| format!("{network} reaches the end of the address space"))?;
    }
    push(next, None);
    Ok(found)
}

/// Gives the countries their numbers in the order of the alphabet.
fn number(v4: &[Boundary], v6: &[Boundary]) -> Result<Boundaries, String> {
    let mut countries: Vec<[u8; 2]> =
        v4.iter().chain(v6).filter_map(|boundary| boundary.1).collect();
    countries.sort_unstable();
    countries.dedup();
    let id = |country: Option<[u8; 2]>| -> Result<u8, String> {
        let Some(country) = country else { return Ok(0) };
        let position = countries.binary_search(&country).map_err(|_| "country without number")?;
        u8::try_from(position + 1).map_err(|_| "more than 255 countries".to_owned())
    };
    let mut table = Boundaries::default();
    for &(start, country) in v4 {
        // The end of the v4 space is no boundary.
        if let Ok(start) = u32::try_from(start) {
            table.v4_starts.push(start);
            table.v4_ids.push(id(country)?);
        }
    }
    for &(start, country) in v6 {
        table.v6_starts.push(start);
        table.v6_ids.push(id(country)?);
    }
    table.countries = countries;
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_stands_in_the_version() {
        assert_eq!(date_of("2.3.2026061719").as_deref(), Ok("2026-06-17"));
        assert!(date_of("2.3.0").is_err());
    }

    #[test]
    fn boundaries_are_read_back_as_they_were_written() {
        let (cn, kr) = (Some(*b"CN"), Some(*b"KR"));
        let v4 = [(0, None), (256, cn), (1024, kr), (u128::from(u32::MAX) + 1, None)];
        let v6 = [(7, kr), (1 << 125, cn), ((1 << 125) + 3, None)];
        let table = number(&v4, &v6).unwrap();
        assert_eq!(table.v4_starts, [0, 256, 1024]);
        let provenance = Provenance {
            package: "p".to_owned(),
            version: "1".to_owned(),
            date: "2026".to_owned(),
            licence: LICENCE.to_owned(),
        };
        let bytes = country_format::encode(&provenance, &table).unwrap();
        assert_eq!(country_format::decode(&bytes), Ok((provenance, table)));
    }
}
