//! The consolidated list of the UN Security Council, as XML.
//!
//! In: the text of the file. Out: entries and the date inside the file. Outside entities are
//! never expanded. The element names are those of the published schema `sc-sanctions.xsd`.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;
use subtier_model::Date;
use subtier_names::ids;

use crate::csv_rows::Refused;
use crate::dates;
use crate::entry::{BirthDate, Entry, EntryKind, ListedAddress, ListedId, NameQuality};
use crate::tree;

/// The name of the list.
pub(crate) const NAME: &str = "UN Security Council consolidated list";

/// The name of its first element.
pub(crate) const ROOT: &str = "CONSOLIDATED_LIST";

/// Nesting and entries that are followed.
const DEPTH_MAX: usize = 32;
const ENTRIES_MAX: usize = 1_000_000;

/// What was read.
#[derive(Debug)]
pub(crate) struct UnList {
    /// `dateGenerated` of the root.
    pub(crate) date: Option<Date>,
    /// Entries in the order of the file.
    pub(crate) entries: Vec<Entry>,
}

/// The children of one entry: the name of the group (empty for the entry's own fields) and its
/// fields.
#[derive(Debug, Default)]
struct Group {
    name: String,
    fields: BTreeMap<String, String>,
}

impl Group {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(|text| text.trim()).unwrap_or_default()
    }
}

/// Reads the list, or refuses it.
pub(crate) fn read(text: &str, list: usize, source: usize) -> Result<UnList, Refused> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk { list, source, ..Walk::default() };
    loop {
        let event = reader.read_event().map_err(|error| {
            Refused::whole(format!(
                "it is no whole XML (byte {}): {error}",
                reader.error_position()
            ))
        })?;
        match event {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                if walk.path.is_empty() && name == ROOT {
                    walk.date = start
                        .try_get_attribute("dateGenerated")
                        .ok()
                        .flatten()
                        .and_then(|date| dates::written(&date.value));
                }
                walk.open(name)?;
            }
            Event::End(_) => walk.close()?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(data) => walk.text(&data.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Ok(Some(sign)) = reference.resolve_char_ref() {
                    walk.text(sign.encode_utf8(&mut [0; 4]));
                } else {
                    walk.text(tree::predefined(&reference.xml10_content())?);
                }
            }
            Event::DocType(_) => return Err(Refused::whole(tree::DOCTYPE)),
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !walk.ended {
        return Err(Refused::whole("its end is missing: the file was cut"));
    }
    Ok(UnList { date: walk.date, entries: walk.entries })
}

#[derive(Default)]
struct Walk {
    path: Vec<String>,
    groups: Vec<Group>,
    entries: Vec<Entry>,
    date: Option<Date>,
    ended: bool,
    list: usize,
    source: usize,
}

/// Depth of `CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL`.
const ENTRY_DEPTH: usize = 3;

impl Walk {
    fn open(&mut self, name: String) -> Result<(), Refused> {
        if self.path.len() == DEPTH_MAX {
            return Err(Refused::whole("its elements are nested too deeply"));
        }
        self.path.push(name);
        match (self.path.as_slice(), self.path.len()) {
            (_, ENTRY_DEPTH) => self.groups = vec![Group::default()],
            ([.., name], depth) if depth == ENTRY_DEPTH + 1 => {
                self.groups.push(Group { name: name.clone(), ..Group::default() });
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let depth = self.path.len();
        let Some(name) = self.path.last() else { return };
        let group = match depth.checked_sub(ENTRY_DEPTH) {
            Some(1) => self.groups.first_mut(),
            Some(2) => self.groups.last_mut(),
            _ => None,
        };
        if let Some(group) = group {
            group.fields.entry(name.clone()).or_default().push_str(text);
        }
    }

    fn close(&mut self) -> Result<(), Refused> {
        let name = self.path.pop().unwrap_or_default();
        if self.path.len() + 1 == ENTRY_DEPTH {
            let kind = match name.as_str() {
                "INDIVIDUAL" => EntryKind::Person,
                "ENTITY" => EntryKind::Organisation,
                _ => return Ok(()),
            };
            if self.entries.len() == ENTRIES_MAX {
                return Err(Refused::whole(format!("more than {ENTRIES_MAX} entries")));
            }
            let groups = std::mem::take(&mut self.groups);
            self.entries.extend(entry(&groups, kind, (self.list, self.source)));
        }
        self.ended = self.path.is_empty() && name == ROOT;
        Ok(())
    }
}

fn entry(groups: &[Group], kind: EntryKind, (list, source): (usize, usize)) -> Option<Entry> {
    let own = groups.first()?;
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let name: Vec<_> = parts.iter().map(|part| own.field(part)).filter(|p| !p.is_empty()).collect();
    let uid = match own.field("REFERENCE_NUMBER") {
        "" => own.field("DATAID"),
        number => number,
    };
    if name.is_empty() {
        return None;
    }
    let mut entry = Entry::new((list, source), uid, kind, one_line(&name.join(" ")));
    entry.add_name(own.field("NAME_ORIGINAL_SCRIPT"), NameQuality::Alias, source);
    entry.programmes = vec![own.field("UN_LIST_TYPE").to_owned()];
    for group in groups.iter().skip(1) {
        read_group(&mut entry, group);
    }
    Some(entry)
}

fn read_group(entry: &mut Entry, group: &Group) {
    let source = entry.source;
    match group.name.as_str() {
        "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => {
            let quality = match group.field("QUALITY") {
                "Low" => NameQuality::WeakAlias,
                _ => NameQuality::Alias,
            };
            entry.add_name(&one_line(group.field("ALIAS_NAME")), quality, source);
        }
        "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" | "INDIVIDUAL_PLACE_OF_BIRTH" => {
            let city = [group.field("CITY"), group.field("STATE_PROVINCE")].join(" ");
            let address = ListedAddress {
                street: one_line(group.field("STREET")),
                city: city.trim().to_owned(),
                country: group.field("COUNTRY").to_owned(),
                source,
            };
            if !(address.city.is_empty() && address.country.is_empty() && address.street.is_empty())
            {
                entry.addresses.push(address);
            }
        }
        "INDIVIDUAL_DATE_OF_BIRTH" => entry.birth_dates.extend(birth(group)),
        "NATIONALITY" => entry.nationalities.push(group.field("VALUE").to_owned()),
        "INDIVIDUAL_DOCUMENT" => {
            let kind = match group.field("TYPE_OF_DOCUMENT") {
                kind if kind.to_lowercase().contains("pas") => "passport",
                _ => "national id",
            };
            let identifier = ids::parse_id(kind, group.field("NUMBER"));
            let country = ["ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"]
                .iter()
                .map(|name| group.field(name))
                .find(|country| !country.is_empty());
            if !identifier.value.is_empty() {
                entry.ids.push(ListedId { identifier, country: country.map(str::to_owned) });
            }
        }
        _ => {}
    }
}

fn birth(group: &Group) -> Option<BirthDate> {
    let circa = group.field("TYPE_OF_DATE") == "APPROXIMATELY";
    let date = |name: &str| dates::written(group.field(name));
    if let (Some(from), Some(until)) = (date("FROM_YEAR"), date("TO_YEAR")) {
        return Some(BirthDate { from, until, circa });
    }
    let date = date("DATE").or_else(|| date("YEAR"))?;
    Some(BirthDate { from: date, until: date, circa })
}

fn one_line(text: &str) -> String {
    let text: Vec<_> = text.split_whitespace().collect();
    text.join(" ").trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIST: &str = r#"<?xml version="1.0"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>YON</FIRST_NAME><SECOND_NAME>EXAMPLE &amp; SON</SECOND_NAME>
<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.999</REFERENCE_NUMBER>
<NAME_ORIGINAL_SCRIPT>연본보기</NAME_ORIGINAL_SCRIPT><NATIONALITY><VALUE>X</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>ON
  THE LINE</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR>
<TO_YEAR>1962</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>654 999</NUMBER></INDIVIDUAL_DOCUMENT>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><FIRST_NAME>EXAMPLE CORP</FIRST_NAME><REFERENCE_NUMBER>KPe.999</REFERENCE_NUMBER>
<ENTITY_ADDRESS><CITY>Pyongyang</CITY></ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"#;

    #[test]
    fn entries_are_read_with_their_date() {
        let list = read(LIST, 0, 0).unwrap();
        assert_eq!(list.date.unwrap().to_string(), "2026-02-27");
        assert_eq!(list.entries.len(), 2);
        let (person, company) = (&list.entries[0], &list.entries[1]);
        assert_eq!((person.uid.as_str(), person.name()), ("KPi.999", "YON EXAMPLE & SON"));
        let names: Vec<_> = person.names.iter().map(|n| (n.text.as_str(), n.quality)).collect();
        assert_eq!(
            names[1..],
            [("연본보기", NameQuality::Alias), ("ON THE LINE", NameQuality::WeakAlias)]
        );
        assert_eq!(person.birth_dates[0].until.to_string(), "1962");
        assert_eq!(person.ids[0].identifier.value, "654999");
        assert_eq!(company.addresses[0].city, "Pyongyang");
    }

    #[test]
    fn a_cut_list_is_refused_whole() {
        for part in [2, 3, 4] {
            let cut = LIST.len() * (part - 1) / part;
            assert!(read(LIST.get(..cut).unwrap(), 0, 0).is_err(), "{cut}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
            let _list = read(&text, 0, 0);
        }

        #[test]
        fn any_damage_is_read_or_refused(at in 0..LIST.len(), sign in "[<>/&;A]") {
            let mut text = LIST.to_owned();
            if text.is_char_boundary(at) {
                text.insert_str(at, &sign);
            }
            let _list = read(&text, 0, 0);
        }
    }
}
