#![doc = include_str!("../README.md")]

pub mod behaviour;
pub mod country_format;
mod country_table;
mod folder;
mod fusion;
mod gazetteer;
mod intervals;
mod ip2region;
mod lists;
#[cfg(test)]
mod made;
mod mmdb;
mod ranges;
mod table;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::path::Path;
use std::sync::OnceLock;

use subtier_model::{
    AddressOrigin, Complaint, Date, GeoStatement, NetworkLabel, Precision, RangeGrade,
};

use country_table::CountryTable;
use folder::{Database, Engine, Folder};
use fusion::{Located, Voice, fuse};
use gazetteer::{Gazetteer, Place, code_text};
use lists::AddressList;
use ranges::{RANGE_TABLE, RangeAnswer, RangeTable, SPECIAL_DATE, SPECIAL_TABLE, SpecialAddresses};

/// What stands where a source has no date.
const DATE_UNKNOWN: &str = "date unknown";
/// The database family that the embedded table is derived from.
const EMBEDDED_FAMILY: &str = "geo-whois-asn-country";
/// Name of the embedded table among the sources.
const EMBEDDED_NAME: &str = "geo-whois-asn-country (embedded)";

/// What a source of network data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkSourceKind {
    /// The compiled-in country table.
    Embedded,
    /// The compiled-in range table.
    RangeTable,
    /// A database that the user brought.
    Database,
    /// A list of networks that the user brought.
    List,
    /// `network.toml`, which describes lists.
    Description,
}

/// One source of network data, as a report and the id of a run name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkSource {
    /// Its name: a database's own, else the file's.
    pub name: String,
    /// Its date, or `date unknown`; never the file's own time.
    pub date: String,
    /// BLAKE3 of the content, hex.
    pub hash: String,
    /// What it is.
    pub kind: NetworkSourceKind,
    /// Licence and the words that it asks for, where they are known.
    pub attribution: Option<String>,
    /// The file in the user's folder.
    pub file: Option<String>,
}

/// All that is known about networks in one run.
#[derive(Debug)]
pub struct NetworkData {
    /// Decoded when first asked.
    countries: OnceLock<CountryTable>,
    embedded_date: String,
    ranges: RangeTable,
    special: SpecialAddresses,
    gazetteer: Gazetteer,
    databases: Vec<Database>,
    lists: Vec<AddressList>,
    sources: Vec<NetworkSource>,
}

impl NetworkData {
    /// What is compiled in, and nothing else.
    pub fn embedded() -> Self {
        Self::load(None).0
    }

    /// What is compiled in and what a folder holds, with a complaint for each file that could not be
    /// used.
    pub fn load(dir: Option<&Path>) -> (Self, Vec<Complaint>) {
        let Folder { databases, lists, sources, complaints } =
            dir.map(Folder::read).unwrap_or_default();
        let provenance = country_table::embedded_provenance();
        let ranges = RangeTable::embedded();
        let mut sources = sources;
        sources.push(NetworkSource {
            name: EMBEDDED_NAME.to_owned(),
            date: provenance.date.clone(),
            hash: blake3::hash(country_table::EMBEDDED).to_hex().to_string(),
            kind: NetworkSourceKind::Embedded,
            attribution: Some(format!(
                "derived from {} {}, {}",
                provenance.package, provenance.version, provenance.licence
            )),
            file: None,
        });
        sources.push(NetworkSource {
            name: RANGE_TABLE.to_owned(),
            date: ranges.date().to_owned(),
            hash: RangeTable::embedded_hash(),
            kind: NetworkSourceKind::RangeTable,
            attribution: None,
            file: None,
        });
        sources.sort_by(|a, b| (&a.name, &a.file, &a.hash).cmp(&(&b.name, &b.file, &b.hash)));
        let data = Self {
            countries: OnceLock::new(),
            embedded_date: provenance.date,
            ranges,
            special: SpecialAddresses::embedded(),
            gazetteer: Gazetteer::embedded(),
            databases,
            lists,
            sources,
        };
        (data, complaints)
    }

    /// Every source, sorted by name.
    pub fn sources(&self) -> &[NetworkSource] {
        &self.sources
    }

    /// The country of an address by the range table and the embedded table alone: the cheap question
    /// for every line. [`NetworkData::origin`] asks the user's databases too, once an address.
    pub fn country(&self, ip: IpAddr) -> Option<[u8; 2]> {
        let ip = ip.to_canonical();
        if self.special.find(ip).is_some() {
            return None;
        }
        match self.ranges.find(ip, None) {
            Some(answer) => answer.country,
            None => self.countries().country(ip),
        }
    }

    /// Whether an address lies in the range table, on whatever day.
    pub fn is_in_range_table(&self, ip: IpAddr) -> bool {
        self.ranges.contains(ip.to_canonical())
    }

    /// The country of an address of which nothing but the embedded table speaks, so that all that
    /// [`NetworkData::origin`] says of it follows from the country; `None` where anything else does.
    pub fn plain_country(&self, ip: IpAddr) -> Option<Option<[u8; 2]>> {
        let ip = ip.to_canonical();
        let others = !self.databases.is_empty()
            || self.lists.iter().any(|list| list.contains(ip))
            || self.ranges.contains(ip)
            || self.special.find(ip).is_some();
        (!others).then(|| self.countries().country(ip))
    }

    /// The labels of an address, sorted.
    pub fn labels(&self, ip: IpAddr) -> Vec<NetworkLabel> {
        let ip = ip.to_canonical();
        let on: Vec<&AddressList> = self.lists.iter().filter(|list| list.contains(ip)).collect();
        labels_of(&on, self.ranges.contains(ip))
    }

    /// Where an address was on the day of the sighting (`None` where the log has no clock).
    ///
    /// `sources_agree` is true as long as no two sources, the range table among them, differ about
    /// the country; an address inside a network has no country and nobody differs.
    pub fn origin(&self, ip: IpAddr, at: Option<Date>) -> AddressOrigin {
        let ip = ip.to_canonical();
        let on: Vec<&AddressList> = self.lists.iter().filter(|list| list.contains(ip)).collect();
        let range = self.ranges.find(ip, at);
        let mut origin = AddressOrigin {
            ip: ip.to_string(),
            country: None,
            region: None,
            city: None,
            precision: Precision::None,
            radius_km: None,
            sources: Vec::new(),
            sources_agree: true,
            asn: None,
            network: None,
            labels: labels_of(&on, range.is_some()),
            rung: "none".to_owned(),
            range: None,
        };
        for list in &on {
            origin.sources.push(statement(&list.name, &list.date, list.says()));
            origin.network = origin.network.or_else(|| list.provider.clone());
        }
        if let Some(says) = self.special.find(ip) {
            origin.sources.push(statement(SPECIAL_TABLE, SPECIAL_DATE, says.to_owned()));
        } else {
            self.locate(ip, range, &mut origin);
        }
        if origin.range.is_some() {
            "range_table".clone_into(&mut origin.rung);
        } else if !on.is_empty() {
            "named_list".clone_into(&mut origin.rung);
        }
        origin.sources.sort_unstable();
        origin
    }

    fn countries(&self) -> &CountryTable {
        self.countries.get_or_init(CountryTable::embedded)
    }

    /// Fills in what databases and range table say.
    fn locate(&self, ip: IpAddr, range: Option<RangeAnswer>, origin: &mut AddressOrigin) {
        let mut voices = Vec::new();
        for database in &self.databases {
            match self.ask(database, ip) {
                Ok(voice) => voices.extend(voice),
                Err(says) => {
                    origin.sources.push(statement(&database.name, &database.date, says));
                }
            }
        }
        voices.extend(self.countries().country(ip).map(|code| self.embedded_voice(code)));
        for voice in &voices {
            origin.sources.push(statement(voice.name, voice.date, voice.says()));
        }
        let named = voices.iter().find(|voice| voice.asn.is_some() && voice.network.is_some());
        let named = named.or_else(|| voices.iter().find(|voice| voice.network.is_some()));
        origin.network = named.and_then(|voice| voice.network.clone()).or(origin.network.take());
        origin.asn = voices.iter().find_map(|voice| voice.asn);
        let located = fuse(&voices);
        origin.sources_agree = located.agree;
        match range {
            Some(answer) => place_by_range(origin, answer, &located),
            None => place_by_databases(origin, located),
        }
    }

    fn ask<'a>(&self, database: &'a Database, ip: IpAddr) -> Result<Option<Voice<'a>>, String> {
        let answer = match &database.engine {
            Engine::Mmdb(mmdb) => {
                mmdb.ask(ip).map_err(|_| "its record could not be read".to_owned())?
            }
            Engine::Ip2region(ip2region) => ip2region.ask(ip),
        };
        let Some(answer) = answer else { return Ok(None) };
        let voice = Voice {
            family: &database.family,
            name: &database.name,
            date: &database.date,
            place: self.gazetteer.interpret(&answer.place, &database.known_as),
            radius_km: answer.radius_km,
            asn: answer.asn,
            network: answer.network,
            brought: true,
        };
        let silent = voice.place.says.is_empty() && voice.asn.is_none() && voice.network.is_none();
        Ok((!silent).then_some(voice))
    }

    fn embedded_voice(&self, code: [u8; 2]) -> Voice<'_> {
        Voice {
            family: EMBEDDED_FAMILY,
            name: EMBEDDED_NAME,
            date: &self.embedded_date,
            place: Place { country: Some(code), says: code_text(code), ..Place::default() },
            radius_km: None,
            asn: None,
            network: None,
            brought: false,
        }
    }
}

/// Whether some source says KP of an address that is in no row of the range table.
///
/// Not proof of anything: "some IP space registered for use in North Korea is actually used by VPN
/// providers" (Trend Micro, A Closer Look at North Korea's Internet, October 2017,
/// <https://www.trendmicro.com/en_us/research/17/j/a-closer-look-at-north-koreas-internet.html>).
pub fn claims_north_korea_outside_ranges(origin: &AddressOrigin) -> bool {
    let claims = |says: &str| says == "KP" || says.starts_with("KP,");
    origin.range.is_none() && origin.sources.iter().any(|source| claims(&source.says))
}

fn labels_of(lists: &[&AddressList], in_range: bool) -> Vec<NetworkLabel> {
    let mut labels: Vec<_> = lists.iter().flat_map(|list| list.labels.iter().copied()).collect();
    labels.extend(in_range.then_some(NetworkLabel::RangeTable));
    labels.sort_unstable();
    labels.dedup();
    labels
}

fn statement(name: &str, date: &str, says: String) -> GeoStatement {
    GeoStatement { name: name.to_owned(), date: date.to_owned(), says }
}

fn place_by_databases(origin: &mut AddressOrigin, located: Located) {
    if located.country.is_some() {
        let rung = if located.brought { "database" } else { "embedded" };
        rung.clone_into(&mut origin.rung);
    }
    origin.country = located.country.map(code_text);
    origin.region = located.region;
    origin.city = located.city;
    origin.precision = located.precision;
    origin.radius_km = located.radius_km;
}

/// The row says which country, or that none is settled; no database names a place within it.
fn place_by_range(origin: &mut AddressOrigin, answer: RangeAnswer, located: &Located) {
    let grade = match answer.row.grade {
        RangeGrade::Strong => "strong",
        RangeGrade::Medium => "medium",
    };
    let what = answer.row.what.as_str();
    let country = answer.country.map(code_text).filter(|code| !what.starts_with(code));
    let parts = [country.as_deref(), Some(what), Some(grade)];
    let says = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    origin.sources.push(statement(RANGE_TABLE, &answer.dated, says));
    if located.country.is_some() && located.country != answer.country {
        origin.sources_agree = false;
    }
    let code = if answer.stands { answer.country } else { located.country };
    origin.country = code.map(code_text);
    origin.precision = if code.is_some() { Precision::Country } else { Precision::None };
    origin.range = Some(answer.row);
}
