//! Lists published as XML: OFAC's `sdnList`, the EU's `export`, the UK's `Designations`, the UN's `CONSOLIDATED_LIST`.
//!
//! In: the text of a file. Out: entries, list name and the date inside. It takes a whole list or none of it. What each
//! layout was held against stands in `docs/lists.md`.

use subtier_model::Date;

use crate::csv_rows::Refused;
use crate::dates;
use crate::entry::{BirthDate, Entry, EntryKind, NameQuality};
use crate::family::Family;
use crate::tree::{self, Node, Tree};
use crate::un;

/// What was read.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) name: String,
    pub(crate) date: Option<Date>,
    pub(crate) entries: Vec<Entry>,
    /// What is to be said of it although it is taken.
    pub(crate) doubt: Option<String>,
}

impl Published {
    /// A list of which nothing more is to be said.
    pub(crate) fn new(name: impl Into<String>, date: Option<Date>, entries: Vec<Entry>) -> Self {
        Self { name: name.into(), date, entries, doubt: None }
    }
}

/// The names of the lists of the EU and the UK, as XML or as a table.
pub(crate) const EU: &str = "EU financial sanctions";
pub(crate) const UK: &str = "UK Sanctions List";

/// The root of a closed list: the one of OFSI, published until 28 January 2026.
const CLOSED_ROOT: &str = "ArrayOfFinancialSanctionsTarget";

/// What is said of the closed list.
pub(crate) const CLOSED: &str = "it is the OFSI consolidated list, which was closed on 28 January 2026: use the UK Sanctions List";

/// Whether the text is the closed list of OFSI, as XML or CSV (`ConList.csv` begins with `Last Updated` and names `Group ID`).
pub(crate) fn is_closed(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let first = lines.next().unwrap_or_default();
    let second = lines.next().unwrap_or_default();
    let is_csv = first.starts_with("Last Updated,") && second.starts_with("Name 6,Name 1,");
    is_csv || (text.contains(CLOSED_ROOT) && tree::root_name(text).as_deref() == Some(CLOSED_ROOT))
}

/// Reads the list; `None` where the root is none of these. The name is known before it is read.
pub(crate) fn read(text: &str) -> Option<(&'static str, Result<Published, Refused>)> {
    match tree::root_name(text)?.as_str() {
        "sdnList" => Some((Family::Sdn.list_name(), ofac(text))),
        "export" => Some((EU, eu(text))),
        "Designations" => Some((UK, uk(text))),
        un::ROOT => {
            let read = un::read(text, 0, 0);
            let read = read.map(|list| Published::new(un::NAME, list.date, list.entries));
            Some((un::NAME, read))
        }
        _ => None,
    }
}

fn ofac(text: &str) -> Result<Published, Refused> {
    let (tree, entries) = whole(text, "sdnEntry", ofac_entry)?;
    let date = tree.head.get("Publish_Date").and_then(|date| slashed(date, Order::MonthFirst));
    let told = tree.head.get("Record_Count").and_then(|count| count.parse::<usize>().ok());
    // No published file was at hand to see what it counts; whether the file is whole, its last element says.
    let doubt = told.filter(|told| *told != entries.len()).map(|told| {
        let found = entries.len();
        format!("it says {told} entries and holds {found}: all of them are screened")
    });
    let name = Family::of(&entries).list_name();
    Ok(Published { doubt, ..Published::new(name, date, entries) })
}

/// Every entry, or the number of the one that cannot be read.
fn whole(
    text: &str,
    element: &str,
    read: impl Fn(&Node) -> Option<Entry>,
) -> Result<(Tree, Vec<Entry>), Refused> {
    let mut entries = Vec::new();
    let tree = tree::read(text, element, |node| {
        let entry = read(node).filter(|entry| !entry.uid.is_empty() && !entry.name().is_empty());
        let number = entries.len() + 1;
        let reason = || Refused::whole(format!("entry {number} has no number, no kind or no name"));
        entries.push(entry.ok_or_else(reason)?);
        Ok(())
    })?;
    if tree.entries == 0 {
        return Err(Refused::whole("it holds no entry of its kind"));
    }
    Ok((tree, entries))
}

fn ofac_name(node: &Node) -> String {
    match (node.field("lastName"), node.field("firstName")) {
        (last, "") => last.to_owned(),
        ("", first) => first.to_owned(),
        (last, first) => format!("{last}, {first}"),
    }
}

fn ofac_entry(node: &Node) -> Option<Entry> {
    let kind = match node.field("sdnType") {
        "Individual" => EntryKind::Person,
        "Entity" => EntryKind::Organisation,
        "Vessel" | "Aircraft" => EntryKind::Vehicle,
        "" => return None,
        _ => EntryKind::Unknown,
    };
    let mut entry = Entry::new((0, 0), node.field("uid"), kind, ofac_name(node));
    for alias in node.items("akaList", "aka") {
        let weak = alias.field("category") == "weak";
        let quality = if weak { NameQuality::WeakAlias } else { NameQuality::Alias };
        entry.add_name(&ofac_name(alias), quality, 0);
    }
    entry.programmes = texts(node, "programList", "program");
    for address in node.items("addressList", "address") {
        let lines = ["address1", "address2", "address3"].map(|name| address.field(name));
        let city = ["city", "stateOrProvince", "postalCode"].map(|name| address.field(name));
        entry.add_address(&lines, &city, address.field("country"));
    }
    for place in node.items("placeOfBirthList", "placeOfBirthItem") {
        let place = place.field("placeOfBirth");
        let (city, country) = place.rsplit_once(", ").unwrap_or(("", place));
        entry.add_address(&[], &[city], country);
    }
    let births = node.items("dateOfBirthList", "dateOfBirthItem");
    entry.birth_dates = births.filter_map(|item| dates::birth(item.field("dateOfBirth"))).collect();
    for (group, item) in [("nationalityList", "nationality"), ("citizenshipList", "citizenship")] {
        entry.nationalities.extend(node.items(group, item).map(|n| n.field("country").to_owned()));
    }
    for id in node.items("idList", "id") {
        entry.add_id(id.field("idType"), id.field("idNumber"), id.field("idCountry"));
    }
    let linked = node.field("remarks").split(['(', ')']).flat_map(|part| part.split(';'));
    entry.linked_to = linked
        .filter_map(|part| part.trim().strip_prefix("Linked To: "))
        .map(|name| name.trim_end_matches('.').to_owned())
        .collect();
    Some(entry)
}

fn texts(node: &Node, group: &str, item: &str) -> Vec<String> {
    node.items(group, item).map(|item| item.text().to_owned()).collect()
}

/// How the parts of a date with slashes stand.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    MonthFirst,
    DayFirst,
}

/// A date with slashes; a part that is no number, such as `dd`, or nought is not known.
pub(crate) fn slashed(text: &str, order: Order) -> Option<Date> {
    let mut parts = text.trim().split('/');
    let (one, two) = (parts.next()?, parts.next()?);
    let year: i16 = parts.next()?.parse().ok()?;
    let (month, day) = match order {
        Order::MonthFirst => (one, two),
        Order::DayFirst => (two, one),
    };
    let number = |text: &str| text.parse::<u8>().unwrap_or(0);
    match (number(month), number(day)) {
        (month, 0) => Date::partial(year, month),
        (month, day) => Date::new(year, month, day),
    }
}

fn eu(text: &str) -> Result<Published, Refused> {
    let (tree, entries) = whole(text, "sanctionEntity", eu_entry)?;
    let date = dates::written(tree.root.attribute("generationDate"));
    Ok(Published::new(EU, date, entries))
}

fn eu_entry(node: &Node) -> Option<Entry> {
    let kind = match node.children("subjectType").next()?.attribute("classificationCode") {
        "P" => EntryKind::Person,
        "E" => EntryKind::Organisation,
        _ => EntryKind::Unknown,
    };
    let uid = match node.attribute("euReferenceNumber") {
        "" => node.attribute("logicalId"),
        number => number,
    };
    // The list calls no name the main one: the first that it calls strong.
    let names: Vec<_> = node.children("nameAlias").map(|name| (name, eu_name(name))).collect();
    let is_weak = |name: &Node| name.attribute("strong") == "false";
    let usable = || names.iter().filter(|(_, text)| !text.is_empty());
    let (_, first) = usable().find(|(name, _)| !is_weak(name)).or_else(|| usable().next())?;
    let mut entry = Entry::new((0, 0), uid, kind, first.as_str());
    for (name, text) in &names {
        let quality = if is_weak(name) { NameQuality::WeakAlias } else { NameQuality::Alias };
        entry.add_name(text, quality, 0);
    }
    let programmes = node.children("regulation").map(|it| it.attribute("programme").to_owned());
    entry.programmes = programmes.filter(|programme| !programme.is_empty()).collect();
    entry.programmes.dedup();
    for place in node.children("address").chain(node.children("birthdate")) {
        let city = ["place", "city", "region", "zipCode"].map(|name| place.attribute(name));
        entry.add_address(&[place.attribute("street")], &city, eu_country(place));
    }
    entry.birth_dates = node.children("birthdate").filter_map(eu_birth).collect();
    let citizens = node.children("citizenship").map(|it| eu_country(it).to_owned());
    entry.nationalities = citizens.filter(|country| !country.is_empty()).collect();
    for id in node.children("identification") {
        let kind = id.attribute("identificationTypeDescription");
        let number = match id.attribute("number") {
            "" => id.attribute("latinNumber"),
            number => number,
        };
        entry.add_id(kind, number, eu_country(id));
    }
    Some(entry)
}

fn eu_name(name: &Node) -> String {
    let whole = name.attribute("wholeName");
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let parts = ["firstName", "middleName", "lastName"].map(|part| name.attribute(part));
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// The code `00` stands for a country that is not known.
fn eu_country(node: &Node) -> &str {
    match (node.attribute("countryIso2Code"), node.attribute("countryDescription")) {
        ("00", _) => "",
        (code, "") => code,
        (_, name) => name,
    }
}

fn eu_birth(node: &Node) -> Option<BirthDate> {
    let circa = node.attribute("circa") == "true";
    let year = |name: &str| Date::partial(node.attribute(name).parse().ok()?, 0);
    // Dates of another calendar are no dates of ours.
    if !matches!(node.attribute("calendarType"), "" | "GREGORIAN") {
        return None;
    }
    if let (Some(from), Some(until)) = (year("yearRangeFrom"), year("yearRangeTo")) {
        return Some(BirthDate { from, until, circa });
    }
    let part = |name: &str| node.attribute(name).parse::<u8>().unwrap_or(0);
    let in_parts = || {
        let year = node.attribute("year").parse().ok()?;
        Date::partial(year, part("monthOfYear")).or_else(|| Date::partial(year, 0))
    };
    let date = dates::written(node.attribute("birthdate")).or_else(in_parts)?;
    Some(BirthDate { from: date, until: date, circa })
}

fn uk(text: &str) -> Result<Published, Refused> {
    let (tree, entries) = whole(text, "Designation", uk_entry)?;
    let date = tree.head.get("DateGenerated").and_then(|date| slashed(date, Order::DayFirst));
    Ok(Published::new(UK, date, entries))
}

fn uk_name(node: &Node) -> String {
    let parts = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6"].map(|name| node.field(name));
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn uk_entry(node: &Node) -> Option<Entry> {
    let kind = match node.field("IndividualEntityShip") {
        "Individual" => EntryKind::Person,
        "Entity" => EntryKind::Organisation,
        "Ship" => EntryKind::Vehicle,
        "" => return None,
        _ => EntryKind::Unknown,
    };
    let names: Vec<_> = node.items("Names", "Name").collect();
    let is_primary = |name: &&&Node| name.field("NameType").eq_ignore_ascii_case("primary name");
    let mut native = Vec::new();
    for group in node.children("NonLatinNames") {
        let names = group.children("NonLatinName").chain([group]);
        native.extend(names.map(|name| name.field("NameNonLatinScript")));
    }
    native.retain(|name| !name.is_empty());
    let usable = || names.iter().filter(|name| !uk_name(name).is_empty());
    let first = usable().find(is_primary).or_else(|| usable().next()).map(|name| uk_name(name));
    // Some entries have no name in letters.
    let first = first.or_else(|| native.first().map(|name| (*name).to_owned()))?;
    let mut entry = Entry::new((0, 0), node.field("UniqueID"), kind, first);
    for name in &names {
        let weak = name.field("AliasStrength").to_lowercase().starts_with("low");
        let quality = if weak { NameQuality::WeakAlias } else { NameQuality::Alias };
        entry.add_name(&uk_name(name), quality, 0);
    }
    for name in native {
        entry.add_name(name, NameQuality::Alias, 0);
    }
    entry.programmes = vec![node.field("RegimeName").to_owned()];
    for address in node.items("Addresses", "Address") {
        let lines = ["1", "2", "3", "4", "5"].map(|n| address.field(&format!("AddressLine{n}")));
        let city = ["AddressLine6", "AddressPostalCode"].map(|name| address.field(name));
        entry.add_address(&lines, &city, address.field("AddressCountry"));
    }
    for person in node.items("IndividualDetails", "Individual") {
        uk_person(&mut entry, person);
    }
    for body in node.items("EntityDetails", "Entity") {
        for number in body.items("BusinessRegistrationNumbers", "BusinessRegistrationNumber") {
            entry.add_id("registration number", number.text(), "");
        }
    }
    for ship in node.items("ShipDetails", "Ship") {
        for number in ship.items("IMONumbers", "IMONumber") {
            entry.add_id("IMO", number.text(), "");
        }
    }
    Some(entry)
}

fn uk_person(entry: &mut Entry, person: &Node) {
    let births = person.items("DOBs", "DOB").filter_map(|dob| slashed(dob.text(), Order::DayFirst));
    entry.birth_dates.extend(births.map(|date| BirthDate {
        from: date,
        until: date,
        circa: false,
    }));
    entry.nationalities.extend(texts(person, "Nationalities", "Nationality"));
    for passport in person.items("PassportDetails", "Passport") {
        entry.add_id("passport", passport.field("PassportNumber"), "");
    }
    for card in person.items("NationalIdentifierDetails", "NationalIdentifier") {
        entry.add_id("national id", card.field("NationalIdentifierNumber"), "");
    }
    for place in person.items("BirthDetails", "Location") {
        let (town, country) = (place.field("TownOfBirth"), place.field("CountryOfBirth"));
        entry.add_address(&[], &[town], country);
    }
}
