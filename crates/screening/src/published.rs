//! Lists published as XML: OFAC's `sdnList`, the EU's `export`, the UK's `Designations`.
//!
//! In: the text of a file. Out: entries, list name and the date inside. It takes a whole list or none of it. The element
//! names were read off public programs and test files that read these lists, not off the publishers' schemas; the groups
//! of ships and of register numbers in the UK list and the year ranges of the EU's are assumed. No published file was read.

use subtier_model::Date;
use subtier_names::ids;

use crate::csv_rows::Refused;
use crate::dates;
use crate::entry::{BirthDate, Entry, EntryKind, ListedAddress, ListedId, NameQuality};
use crate::tree::{self, Node, Tree};

/// What was read.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) name: &'static str,
    pub(crate) date: Option<Date>,
    pub(crate) entries: Vec<Entry>,
}

const EU: &str = "EU financial sanctions";
const UK: &str = "UK Sanctions List";
const OFAC_OTHER: &str = "OFAC Consolidated (non-SDN)";

/// Programmes by which the SDN list is told from the other: terrorism, narcotics, North Korea. Assumed, not looked up.
const SDN_PROGRAMMES: [&str; 3] = ["SDGT", "SDNT", "DPRK"];

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

/// Reads the list; `None` where the root is none of these.
pub(crate) fn read(text: &str, list: usize, source: usize) -> Option<Result<Published, Refused>> {
    let at = (list, source);
    match tree::root_name(text)?.as_str() {
        "sdnList" => Some(tree::read(text, "sdnEntry").and_then(|tree| ofac(&tree, at))),
        "export" => Some(tree::read(text, "sanctionEntity").and_then(|tree| eu(&tree, at))),
        "Designations" => Some(tree::read(text, "Designation").and_then(|tree| uk(&tree, at))),
        _ => None,
    }
}

fn ofac(tree: &Tree, at: (usize, usize)) -> Result<Published, Refused> {
    let date = tree.head.get("Publish_Date").and_then(|date| slashed(date, Order::MonthFirst));
    let told = tree.head.get("Record_Count").and_then(|count| count.parse::<usize>().ok());
    if told.is_some_and(|told| told != tree.entries.len()) {
        let (told, found) = (told.unwrap_or_default(), tree.entries.len());
        return Err(Refused::whole(format!("it says {told} entries and holds {found}")));
    }
    let entries = whole(tree, |node| ofac_entry(node, at))?;
    let is_sdn = |tag: &String| SDN_PROGRAMMES.iter().any(|prefix| tag.starts_with(prefix));
    let sdn = entries.iter().any(|entry| entry.programmes.iter().any(is_sdn));
    Ok(Published { name: if sdn { crate::load::SDN } else { OFAC_OTHER }, date, entries })
}

/// Every entry, or the number of the one that cannot be read.
fn whole(tree: &Tree, read: impl Fn(&Node) -> Option<Entry>) -> Result<Vec<Entry>, Refused> {
    if tree.entries.is_empty() {
        return Err(Refused::whole("it holds no entry of its kind"));
    }
    let entries = tree.entries.iter().enumerate();
    entries
        .map(|(idx, node)| {
            let reason = || Refused::whole(format!("entry {} has no number or no name", idx + 1));
            read(node).filter(|e| !e.uid.is_empty() && !e.name().is_empty()).ok_or_else(reason)
        })
        .collect()
}

fn ofac_name(node: &Node) -> String {
    match (node.field("lastName"), node.field("firstName")) {
        (last, "") => last.to_owned(),
        ("", first) => first.to_owned(),
        (last, first) => format!("{last}, {first}"),
    }
}

fn ofac_entry(node: &Node, (list, source): (usize, usize)) -> Option<Entry> {
    let kind = match node.field("sdnType") {
        "Individual" => EntryKind::Person,
        "Entity" => EntryKind::Organisation,
        "Vessel" | "Aircraft" => EntryKind::Vehicle,
        _ => return None,
    };
    let mut entry = Entry::new((list, source), node.field("uid"), kind, ofac_name(node));
    for alias in node.items("akaList", "aka") {
        let weak = alias.field("category") == "weak";
        let quality = if weak { NameQuality::WeakAlias } else { NameQuality::Alias };
        entry.add_name(&ofac_name(alias), quality, source);
    }
    entry.programmes = texts(node, "programList", "program");
    for address in node.items("addressList", "address") {
        let lines = ["address1", "address2", "address3"].map(|name| address.field(name));
        let city = ["city", "stateOrProvince", "postalCode"].map(|name| address.field(name));
        push_address(&mut entry, &lines, &city, address.field("country"));
    }
    for place in node.items("placeOfBirthList", "placeOfBirthItem") {
        let place = place.field("placeOfBirth");
        let (city, country) = place.rsplit_once(", ").unwrap_or(("", place));
        push_address(&mut entry, &[], &[city], country);
    }
    let births = node.items("dateOfBirthList", "dateOfBirthItem");
    entry.birth_dates = births.filter_map(|item| dates::birth(item.field("dateOfBirth"))).collect();
    for (group, item) in [("nationalityList", "nationality"), ("citizenshipList", "citizenship")] {
        entry.nationalities.extend(node.items(group, item).map(|n| n.field("country").to_owned()));
    }
    for id in node.items("idList", "id") {
        push_id(&mut entry, id.field("idType"), id.field("idNumber"), id.field("idCountry"));
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

fn joined(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn push_address(entry: &mut Entry, street: &[&str], city: &[&str], country: &str) {
    let (street, city) = (joined(street), joined(city));
    if !(street.is_empty() && city.is_empty() && country.is_empty()) {
        let (country, source) = (country.to_owned(), entry.source);
        entry.addresses.push(ListedAddress { street, city, country, source });
    }
}

/// Rows of an `idList` without a digit are no numbers but facts, such as the gender.
fn push_id(entry: &mut Entry, kind: &str, number: &str, country: &str) {
    if number.bytes().any(|byte| byte.is_ascii_digit()) {
        let country = Some(country.to_owned()).filter(|country| !country.is_empty());
        let identifier = ids::parse_id(kind, number);
        entry.ids.push(ListedId { identifier, country });
    }
}

#[derive(Clone, Copy)]
enum Order {
    MonthFirst,
    DayFirst,
}

/// A date with slashes; a part that is no number, such as `dd`, or nought is not known.
fn slashed(text: &str, order: Order) -> Option<Date> {
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

fn eu(tree: &Tree, at: (usize, usize)) -> Result<Published, Refused> {
    let date = dates::written(tree.root.attribute("generationDate"));
    Ok(Published { name: EU, date, entries: whole(tree, |node| eu_entry(node, at))? })
}

fn eu_entry(node: &Node, (list, source): (usize, usize)) -> Option<Entry> {
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
    let names: Vec<_> =
        node.children("nameAlias").filter(|name| !name.attribute("wholeName").is_empty()).collect();
    let is_strong = |name: &&&Node| name.attribute("strong") != "false";
    let first = names.iter().find(is_strong).or_else(|| names.first())?;
    let mut entry = Entry::new((list, source), uid, kind, first.attribute("wholeName"));
    for name in &names {
        let weak = name.attribute("strong") == "false";
        let quality = if weak { NameQuality::WeakAlias } else { NameQuality::Alias };
        entry.add_name(name.attribute("wholeName"), quality, source);
    }
    let programmes = node.children("regulation").map(|it| it.attribute("programme").to_owned());
    entry.programmes = programmes.filter(|programme| !programme.is_empty()).collect();
    entry.programmes.dedup();
    for place in node.children("address").chain(node.children("birthdate")) {
        let city = ["city", "region", "zipCode"].map(|name| place.attribute(name));
        push_address(&mut entry, &[place.attribute("street")], &city, eu_country(place));
    }
    entry.birth_dates = node.children("birthdate").filter_map(eu_birth).collect();
    let citizens = node.children("citizenship").map(|it| eu_country(it).to_owned());
    entry.nationalities = citizens.filter(|country| !country.is_empty()).collect();
    for id in node.children("identification") {
        let kind = id.attribute("identificationTypeDescription");
        push_id(&mut entry, kind, id.attribute("number"), eu_country(id));
    }
    Some(entry)
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
    if let (Some(from), Some(until)) = (year("yearRangeFrom"), year("yearRangeTo")) {
        return Some(BirthDate { from, until, circa });
    }
    let date = dates::written(node.attribute("birthdate")).or_else(|| year("year"))?;
    Some(BirthDate { from: date, until: date, circa })
}

fn uk(tree: &Tree, at: (usize, usize)) -> Result<Published, Refused> {
    let date = tree.head.get("DateGenerated").and_then(|date| slashed(date, Order::DayFirst));
    Ok(Published { name: UK, date, entries: whole(tree, |node| uk_entry(node, at))? })
}

fn uk_name(node: &Node) -> String {
    let parts = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6"].map(|name| node.field(name));
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn uk_entry(node: &Node, (list, source): (usize, usize)) -> Option<Entry> {
    let kind = match node.field("IndividualEntityShip") {
        "Individual" => EntryKind::Person,
        "Entity" => EntryKind::Organisation,
        "Ship" => EntryKind::Vehicle,
        _ => return None,
    };
    let names: Vec<_> = node.items("Names", "Name").collect();
    let is_primary = |name: &&&Node| name.field("NameType").eq_ignore_ascii_case("primary name");
    let first = names.iter().find(is_primary).or_else(|| names.first())?;
    let mut entry = Entry::new((list, source), node.field("UniqueID"), kind, uk_name(first));
    for name in &names {
        let weak = name.field("AliasStrength").to_lowercase().starts_with("low");
        let quality = if weak { NameQuality::WeakAlias } else { NameQuality::Alias };
        entry.add_name(&uk_name(name), quality, source);
    }
    for name in node.items("NonLatinNames", "NonLatinName") {
        entry.add_name(name.field("NameNonLatinScript"), NameQuality::Alias, source);
    }
    entry.programmes = vec![node.field("RegimeName").to_owned()];
    for address in node.items("Addresses", "Address") {
        let lines = ["1", "2", "3", "4", "5"].map(|n| address.field(&format!("AddressLine{n}")));
        let city = ["AddressLine6", "AddressPostalCode"].map(|name| address.field(name));
        push_address(&mut entry, &lines, &city, address.field("AddressCountry"));
    }
    for person in node.items("IndividualDetails", "Individual") {
        uk_person(&mut entry, person);
    }
    for body in node.items("EntityDetails", "Entity") {
        for number in body.items("BusinessRegistrationNumbers", "BusinessRegistrationNumber") {
            push_id(&mut entry, "registration number", number.text(), "");
        }
    }
    for ship in node.items("ShipDetails", "Ship") {
        for number in ship.items("IMONumbers", "IMONumber") {
            push_id(&mut entry, "IMO", number.text(), "");
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
        push_id(entry, "passport", passport.field("PassportNumber"), "");
    }
    for card in person.items("NationalIdentifierDetails", "NationalIdentifier") {
        push_id(entry, "national id", card.field("NationalIdentifierNumber"), "");
    }
    for place in person.items("BirthDetails", "Location") {
        let (town, country) = (place.field("TownOfBirth"), place.field("CountryOfBirth"));
        push_address(entry, &[], &[town], country);
    }
}
