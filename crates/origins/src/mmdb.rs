//! `MaxMind` databases (`.mmdb`) of any vendor, as far as they say country, region, city or network.
//!
//! In: the bytes of one database. Out: what it says of an address; its name and date from its own
//! metadata. Never: a memory map, and no trust in the record's shape: `GeoLite2` nests its names, the
//! free editions of `DB-IP` and `IPinfo` are flat, and both are read here.

use std::fmt;
use std::net::IpAddr;

use maxminddb::{MaxMindDbError, Reader};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use subtier_model::Timestamp;

use crate::gazetteer::RawPlace;

/// Names and networks longer than this are cut; real ones are far shorter.
const TEXT_CHARS_MAX: usize = 200;
/// The marker before the metadata of each such database, and how far from the end it may stand
/// (`MaxMind` DB File Format Specification 2.0, <https://maxmind.github.io/MaxMind-DB/>).
const MARKER: &[u8] = b"\xab\xcd\xefMaxMind.com";
const MARKER_WINDOW: usize = 128 * 1024;

/// Whether the bytes end in the metadata of such a database.
pub(crate) fn is_mmdb(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(MARKER_WINDOW)..).unwrap_or_default();
    memchr::memmem::rfind(tail, MARKER).is_some()
}

/// One open database.
pub(crate) struct Mmdb {
    reader: Reader<Vec<u8>>,
}

impl fmt::Debug for Mmdb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mmdb").field("type", &self.reader.metadata().database_type).finish()
    }
}

/// What a database says of one address.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Answer {
    pub(crate) place: RawPlace,
    pub(crate) radius_km: Option<u32>,
    pub(crate) asn: Option<u32>,
    pub(crate) network: Option<String>,
}

impl Mmdb {
    /// Opens a database in memory.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, MaxMindDbError> {
        Reader::from_source(bytes).map(|reader| Self { reader })
    }

    /// The type by which the database names itself; its own words, so cut.
    pub(crate) fn type_name(&self) -> String {
        cut(&self.reader.metadata().database_type)
    }

    /// The English description.
    pub(crate) fn description(&self) -> &str {
        self.reader.metadata().description.get("en").map_or("", String::as_str)
    }

    /// The day it was built, where it says so.
    pub(crate) fn date(&self) -> Option<String> {
        let epoch = i64::try_from(self.reader.metadata().build_epoch).ok().filter(|&at| at > 0)?;
        Some(Timestamp::from_secs(epoch).date().to_string())
    }

    /// What it says of the address; an error where the record cannot be read.
    pub(crate) fn ask(&self, ip: IpAddr) -> Result<Option<Answer>, MaxMindDbError> {
        if ip.is_ipv6() && self.reader.metadata().ip_version == 4 {
            return Ok(None);
        }
        let record: Option<Record> = self.reader.lookup(ip)?.decode()?;
        Ok(record.map(Record::answer))
    }
}

/// The fields of all known layouts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Record {
    /// Map in `GeoLite2`, name or code in flat databases.
    country: Field,
    country_code: Field,
    registered_country: Field,
    subdivisions: Fields,
    state1: Field,
    region: Field,
    city: Field,
    location: Location,
    latitude: Field,
    longitude: Field,
    autonomous_system_number: Field,
    autonomous_system_organization: Field,
    asn: Field,
    as_name: Field,
    isp: Field,
    organization: Field,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Location {
    latitude: Field,
    longitude: Field,
    accuracy_radius: Field,
}

impl Record {
    fn answer(self) -> Answer {
        let country = [&self.country_code, &self.country, &self.registered_country];
        let country =
            country.into_iter().find_map(|field| field.code.clone().or(field.text.clone()));
        let latitude = self.location.latitude.number.or(self.latitude.number);
        let longitude = self.location.longitude.number.or(self.longitude.number);
        let region = self.subdivisions.0.text.or(self.state1.text).or(self.region.text);
        // IPinfo writes `AS4837`.
        let asn_text = self.asn.text.as_deref().map(|text| text.trim_start_matches("AS"));
        let asn = self.autonomous_system_number.number.or(self.asn.number);
        let network =
            [self.autonomous_system_organization, self.as_name, self.isp, self.organization];
        Answer {
            place: RawPlace {
                country,
                region,
                city: self.city.text,
                coordinates: latitude.zip(longitude),
            },
            radius_km: self.location.accuracy_radius.number.and_then(whole),
            asn: asn.and_then(whole).or_else(|| asn_text?.parse().ok()),
            network: network.into_iter().find_map(|field| field.text),
        }
    }
}

fn whole(number: f64) -> Option<u32> {
    let fits = (0.0..=f64::from(u32::MAX)).contains(&number);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds checked")]
    fits.then_some(number as u32)
}

/// Without control characters and not longer than any real name.
pub(crate) fn cut(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(TEXT_CHARS_MAX).collect()
}

/// A value that may be text, a number, or a map with a code and names.
#[derive(Debug, Clone, Default, PartialEq)]
struct Field {
    text: Option<String>,
    code: Option<String>,
    number: Option<f64>,
}

impl Field {
    fn of_text(text: &str) -> Self {
        let kept = cut(text);
        let number = kept.parse().ok();
        Self { text: (!kept.is_empty()).then_some(kept), code: None, number }
    }

    fn of_number(number: f64) -> Self {
        Self { number: Some(number), ..Self::default() }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number or a map with names")
    }

    fn visit_str<E>(self, text: &str) -> Result<Field, E> {
        Ok(Field::of_text(text))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Field, E> {
        Ok(Field::of_number(number))
    }

    fn visit_f32<E>(self, number: f32) -> Result<Field, E> {
        Ok(Field::of_number(f64::from(number)))
    }

    fn visit_u16<E>(self, number: u16) -> Result<Field, E> {
        Ok(Field::of_number(f64::from(number)))
    }

    fn visit_u32<E>(self, number: u32) -> Result<Field, E> {
        Ok(Field::of_number(f64::from(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Field, E> {
        // Numbers that do not fit are no radius and no system.
        Ok(u32::try_from(number).map_or_else(|_| Field::default(), |n| Field::of_number(n.into())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Field, E> {
        Ok(i32::try_from(number).map_or_else(|_| Field::default(), |n| Field::of_number(n.into())))
    }

    fn visit_i32<E>(self, number: i32) -> Result<Field, E> {
        Ok(Field::of_number(f64::from(number)))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Field, E> {
        Ok(Field::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Field, E> {
        Ok(Field::default())
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Field, E> {
        Ok(Field::default())
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Field, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field, A::Error> {
        let mut field = Field::default();
        while let Some(key) = map.next_key::<&str>()? {
            match key {
                "iso_code" => field.code = map.next_value::<Scalar>()?.0,
                "names" => field.text = map.next_value::<Names>()?.0,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(field)
    }
}

/// Text or anything else, which is passed over.
#[derive(Default)]
struct Scalar(Option<String>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Field::deserialize(deserializer).map(|field| Self(field.text))
    }
}

/// The English one of a map of names.
#[derive(Default)]
struct Names(Option<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct English {
            en: Field,
        }
        English::deserialize(deserializer).map(|names| Self(names.en.text))
    }
}

/// The first of a list: the largest division of a country.
#[derive(Debug, Default)]
struct Fields(Field);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Vec::<Field>::deserialize(deserializer)?.into_iter();
        Ok(Self(fields.next().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made::{Value, mmdb};
    use proptest::prelude::*;

    fn map(pairs: &[(&str, Value)]) -> Value {
        Value::Map(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn nested() -> Value {
        let names = |name: &str| map(&[("names", map(&[("de", text("x")), ("en", text(name))]))]);
        map(&[
            ("city", names("Dalian")),
            ("country", map(&[("geoname_id", Value::U32(7)), ("iso_code", text("CN"))])),
            (
                "location",
                map(&[
                    ("accuracy_radius", Value::U16(20)),
                    ("latitude", Value::Double(38.9)),
                    ("longitude", Value::Double(121.6)),
                ]),
            ),
            ("subdivisions", Value::List(vec![names("Liaoning")])),
        ])
    }

    fn ask(record: Value, ip: &str) -> Answer {
        let bytes = mmdb("Made-City", &[("59.45.32.0/24", record)]);
        assert!(is_mmdb(&bytes));
        let database = Mmdb::open(bytes).unwrap();
        assert_eq!(database.type_name(), "Made-City");
        assert_eq!(database.date().as_deref(), Some("2024-01-02"));
        assert_eq!(database.ask("59.45.33.1".parse().unwrap()).unwrap(), None);
        assert_eq!(database.ask("2001:db8::1".parse().unwrap()).unwrap(), None);
        database.ask(ip.parse().unwrap()).unwrap().unwrap()
    }

    #[test]
    fn nested_records_are_read() {
        let answer = ask(nested(), "59.45.32.9");
        assert_eq!(answer.place.country.as_deref(), Some("CN"));
        assert_eq!(answer.place.region.as_deref(), Some("Liaoning"));
        assert_eq!(answer.place.city.as_deref(), Some("Dalian"));
        assert_eq!(answer.place.coordinates, Some((38.9, 121.6)));
        assert_eq!(answer.radius_km, Some(20));
    }

    #[test]
    fn flat_records_are_read() {
        let answer = ask(
            map(&[
                ("asn", text("AS4837")),
                ("as_name", text("CHINA169")),
                ("city", text("Shenyang (Sujiatun Qu)")),
                ("country_code", text("CN")),
                ("country", text("China")),
                ("state1", text("Liaoning")),
            ]),
            "59.45.32.9",
        );
        assert_eq!(answer.place.country.as_deref(), Some("CN"));
        assert_eq!(answer.place.region.as_deref(), Some("Liaoning"));
        assert_eq!((answer.asn, answer.network.as_deref()), (Some(4837), Some("CHINA169")));
    }

    #[test]
    fn fields_of_an_unexpected_shape_are_passed_over() {
        let answer = ask(
            map(&[
                ("city", Value::List(vec![text("x")])),
                ("country", map(&[("iso_code", Value::U32(5)), ("names", map(&[]))])),
                ("country_code", text("DE")),
                ("latitude", text("north")),
            ]),
            "59.45.32.9",
        );
        assert_eq!(answer.place.country.as_deref(), Some("DE"));
        assert_eq!((answer.place.city, answer.place.coordinates), (None, None));
    }

    #[test]
    fn record_that_is_no_map_is_an_error_and_not_an_answer() {
        let bytes = mmdb("Made-City", &[("59.45.32.0/24", text("CN"))]);
        let database = Mmdb::open(bytes).unwrap();
        assert!(database.ask("59.45.32.9".parse().unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn damaged_databases_never_panic(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
            end in any::<prop::sample::Index>(),
            ip in any::<u32>(),
        ) {
            let mut bytes = mmdb("Made-City", &[("59.45.32.0/24", nested()), ("128.0.0.0/1", text("x"))]);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let cut = bytes[..end.index(bytes.len())].to_vec();
            for bytes in [bytes, cut] {
                if let Ok(database) = Mmdb::open(bytes) {
                    drop((database.date(), database.type_name()));
                    for ip in [ip, 0x3b2d_2009] {
                        drop(database.ask(std::net::Ipv4Addr::from(ip).into()));
                        drop(database.ask(std::net::Ipv6Addr::from(u128::from(ip) << 96).into()));
                    }
                }
            }
        }
    }
}
