//! Lists published as tables whose first row names the columns: the EU's, the UK's, the US Consolidated Screening List and
//! OpenSanctions' `targets.simple.csv`.
//!
//! In: rows of a CSV. Out: lists, whole or not at all. Columns are found by their names in any order; what each layout was
//! held against stands in `docs/lists.md`. A table of entries in several rows (EU, UK) is put together by their number.

use std::collections::BTreeMap;

use subtier_model::Date;

use crate::csv_rows::{Refused, Rows};
use crate::dates;
use crate::entry::{BirthDate, Entry, EntryKind, NameQuality};
use crate::published::{EU, Order, Published, UK, slashed};

/// The name of the US Consolidated Screening List, before that of the list a row is from.
const CSL: &str = "US Consolidated Screening List";

/// The name of the lists that OpenSanctions puts together.
const OPEN_SANCTIONS: &str = "OpenSanctions";

/// What stands before the date in the first line of the UK's table.
const REPORT_DATE: &str = "Report Date:";

/// The columns by which a table is known.
const EU_COLUMNS: &[&str] = &["filegenerationdate", "entity_logicalid", "namealias_wholename"];
const UK_COLUMNS: &[&str] = &["unique id", "name 6", "name type", "designation type"];
const CSL_COLUMNS: &[&str] = &["source", "entity_number", "type", "programs", "name", "alt_names"];
const OPEN_COLUMNS: &[&str] = &["id", "schema", "name", "aliases", "identifiers"];

/// Words that BIS and the State Department put behind a name.
const SUCCESSORS: &str = "any successor, sub-unit, or subsidiary thereof";

/// The text behind a first line `Report Date: 08-Oct-2026`, and that date.
pub(crate) fn without_report_date(text: &str) -> (&str, Option<Date>) {
    let Some((first, _)) = text.split_once('\n') else { return (text, None) };
    let Some(date) = first.trim_start_matches('"').strip_prefix(REPORT_DATE) else {
        return (text, None);
    };
    let date = date.split([',', '"']).next().unwrap_or_default().replace('-', " ");
    // The line break stays, so that the numbers of the lines do.
    (text.get(first.len()..).unwrap_or_default(), dates::written(&date))
}

/// Reads a table; `None` where it is none of these. The name is known before it is read.
pub(crate) fn read(
    rows: &Rows,
    report_date: Option<Date>,
) -> Option<(&'static str, Result<Vec<Published>, Refused>)> {
    let (_, header) = rows.rows.first()?;
    let names: BTreeMap<String, usize> =
        header.iter().enumerate().map(|(idx, name)| (name.to_lowercase(), idx)).collect();
    let table = Table { names, rows };
    if table.has(EU_COLUMNS) {
        Some((EU, eu(&table).map(|list| vec![list])))
    } else if table.has(UK_COLUMNS) {
        Some((UK, uk(&table, report_date).map(|list| vec![list])))
    } else if table.has(CSL_COLUMNS) {
        Some((CSL, csl(&table)))
    } else if table.has(OPEN_COLUMNS) {
        Some((OPEN_SANCTIONS, open_sanctions(&table).map(|list| vec![list])))
    } else {
        None
    }
}

struct Table<'a> {
    names: BTreeMap<String, usize>,
    rows: &'a Rows,
}

/// One row with its columns.
#[derive(Clone, Copy)]
struct Row<'a> {
    names: &'a BTreeMap<String, usize>,
    line: u64,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    /// The cell under a name, in small letters; empty where there is no such column.
    fn cell(&self, name: &str) -> &'a str {
        let idx = self.names.get(name);
        idx.and_then(|idx| self.cells.get(*idx)).map(String::as_str).unwrap_or_default()
    }

    /// The parts of a cell between semicolons.
    fn parts(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.cell(name).split(';').map(str::trim).filter(|part| !part.is_empty())
    }
}

impl Table<'_> {
    fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.names.contains_key(*name))
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.rows.rows.iter().skip(1);
        rows.map(|(line, cells)| Row { names: &self.names, line: *line, cells })
    }

    /// The rows of each entry, in the order of their first rows.
    fn entries(&self, uid: &str) -> Result<Vec<Vec<Row<'_>>>, Refused> {
        let mut groups: Vec<Vec<Row<'_>>> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for row in self.rows() {
            let number = row.cell(uid);
            if number.is_empty() {
                return Err(Refused::at(row.line, format!("a row without {uid}")));
            }
            let idx = *known.entry(number).or_insert(groups.len());
            match groups.get_mut(idx) {
                Some(group) => group.push(row),
                None => groups.push(vec![row]),
            }
        }
        if groups.is_empty() {
            return Err(Refused::whole("it holds no entry"));
        }
        Ok(groups)
    }
}

fn without_name(row: Option<&Row<'_>>) -> Refused {
    Refused::at(row.map_or(0, |row| row.line), "an entry without a name")
}

fn push_new(list: &mut Vec<String>, text: &str) {
    if !text.is_empty() && list.iter().all(|known| known != text) {
        list.push(text.to_owned());
    }
}

fn eu(table: &Table<'_>) -> Result<Published, Refused> {
    let mut date = None;
    let mut entries = Vec::new();
    for rows in table.entries("entity_logicalid")? {
        let mut entry = eu_entry(&rows)?;
        for row in &rows {
            date = date.or_else(|| eu_date(row.cell("filegenerationdate")));
            eu_row(&mut entry, row);
        }
        entries.push(entry);
    }
    Ok(Published::new(EU, date, entries))
}

/// `05/08/2026` or `2026-08-05`.
fn eu_date(text: &str) -> Option<Date> {
    if text.contains('/') { slashed(text, Order::DayFirst) } else { dates::written(text) }
}

fn eu_entry(rows: &[Row<'_>]) -> Result<Entry, Refused> {
    let name = rows.iter().map(|row| row.cell("namealias_wholename")).find(|name| !name.is_empty());
    let first = rows.first();
    let name = name.ok_or_else(|| without_name(first))?;
    let cell = |name: &str| first.map(|row| row.cell(name)).unwrap_or_default();
    let uid = match cell("entity_eu_referencenumber") {
        "" => cell("entity_logicalid"),
        number => number,
    };
    // The letter stands in one of the two columns, the word in the other.
    let kinds = [cell("entity_subjecttype"), cell("entity_subjecttype_classificationcode")];
    let is = |words: [&str; 2]| kinds.iter().any(|kind| words.contains(kind));
    let kind = if is(["P", "person"]) {
        EntryKind::Person
    } else if is(["E", "enterprise"]) {
        EntryKind::Organisation
    } else {
        EntryKind::Unknown
    };
    Ok(Entry::new((0, 0), uid, kind, name))
}

fn eu_row(entry: &mut Entry, row: &Row<'_>) {
    let country = |column: &str| match row.cell(&format!("{column}_countryiso2code")) {
        "00" => "",
        code => match row.cell(&format!("{column}_countrydescription")) {
            "" | "UNKNOWN" => code,
            name => name,
        },
    };
    entry.add_name(row.cell("namealias_wholename"), NameQuality::Alias, 0);
    push_new(&mut entry.programmes, row.cell("entity_regulation_programme"));
    let city = ["place", "city", "region", "zipcode"];
    let address = city.map(|name| row.cell(&format!("address_{name}")));
    entry.add_address(&[row.cell("address_street")], &address, country("address"));
    let born = city.map(|name| row.cell(&format!("birthdate_{name}")));
    entry.add_address(&[], &born, country("birthdate"));
    let date = eu_date(row.cell("birthdate_birthdate"))
        .or_else(|| Date::partial(row.cell("birthdate_year").parse().ok()?, 0));
    if let Some(date) = date {
        let circa = row.cell("birthdate_circa").eq_ignore_ascii_case("true");
        entry.birth_dates.push(BirthDate { from: date, until: date, circa });
    }
    push_new(&mut entry.nationalities, country("citizenship"));
    let kind = row.cell("identification_typedescription");
    entry.add_id(kind, row.cell("identification_number"), country("identification"));
}

fn uk(table: &Table<'_>, date: Option<Date>) -> Result<Published, Refused> {
    let entries: Result<_, Refused> =
        table.entries("unique id")?.iter().map(|rows| uk_entry(rows)).collect();
    Ok(Published::new(UK, date, entries?))
}

fn uk_name(row: &Row<'_>) -> String {
    let parts = ["1", "2", "3", "4", "5", "6"].map(|n| row.cell(&format!("name {n}")));
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn uk_entry(rows: &[Row<'_>]) -> Result<Entry, Refused> {
    let is_primary = |row: &&Row<'_>| row.cell("name type").eq_ignore_ascii_case("primary name");
    let named = || rows.iter().filter(|row| !uk_name(row).is_empty());
    // Some entries have no name in letters.
    let native = || rows.iter().find(|row| !row.cell("name non-latin script").is_empty());
    let first = named().find(is_primary).or_else(|| named().next()).or_else(native);
    let first = first.ok_or_else(|| without_name(rows.first()))?;
    let kind = match first.cell("designation type") {
        "Individual" => EntryKind::Person,
        "Entity" => EntryKind::Organisation,
        "Ship" => EntryKind::Vehicle,
        "" => return Err(Refused::at(first.line, "an entry without a designation type")),
        _ => EntryKind::Unknown,
    };
    let name = match uk_name(first) {
        name if name.is_empty() => first.cell("name non-latin script").to_owned(),
        name => name,
    };
    let mut entry = Entry::new((0, 0), first.cell("unique id"), kind, name);
    for row in rows {
        let weak = row.cell("alias strength").to_lowercase().starts_with("low");
        let quality = if weak { NameQuality::WeakAlias } else { NameQuality::Alias };
        entry.add_name(&uk_name(row), quality, 0);
        entry.add_name(row.cell("name non-latin script"), NameQuality::Alias, 0);
        push_new(&mut entry.programmes, row.cell("regime name"));
        let lines = ["1", "2", "3", "4", "5"].map(|n| row.cell(&format!("address line {n}")));
        let city = [row.cell("address line 6"), row.cell("address postal code")];
        entry.add_address(&lines, &city, row.cell("address country"));
        entry.add_address(&[], &[row.cell("town of birth")], row.cell("country of birth"));
        if let Some(date) = slashed(row.cell("d.o.b"), Order::DayFirst) {
            entry.birth_dates.push(BirthDate { from: date, until: date, circa: false });
        }
        push_new(&mut entry.nationalities, row.cell("nationality(/ies)"));
        entry.add_id("national id", row.cell("national identifier number"), "");
        entry.add_id("passport", row.cell("passport number"), "");
        entry.add_id("registration number", row.cell("business registration number (s)"), "");
        entry.add_id("IMO", row.cell("imo number"), "");
    }
    drop_repeated(&mut entry);
    Ok(entry)
}

/// One entry has a row for each pair of name and address, so that its other facts stand there again and again.
fn drop_repeated(entry: &mut Entry) {
    fn keep_first<T: PartialEq>(list: &mut Vec<T>) {
        let mut kept: Vec<T> = Vec::new();
        for item in std::mem::take(list) {
            if !kept.contains(&item) {
                kept.push(item);
            }
        }
        *list = kept;
    }
    keep_first(&mut entry.addresses);
    keep_first(&mut entry.birth_dates);
    keep_first(&mut entry.ids);
}

/// One list for each source: a party on the Unverified List is no Specially Designated National.
fn csl(table: &Table<'_>) -> Result<Vec<Published>, Refused> {
    let mut lists: Vec<Published> = Vec::new();
    for row in table.rows() {
        let source = row.cell("source");
        if source.is_empty() {
            return Err(Refused::at(row.line, "a row without source"));
        }
        let entry = csl_entry(&row)?;
        let name = format!("{CSL}: {source}");
        match lists.iter_mut().find(|list| list.name == name) {
            Some(list) => list.entries.push(entry),
            None => lists.push(Published::new(name, None, vec![entry])),
        }
    }
    if lists.is_empty() {
        return Err(Refused::whole("it holds no entry"));
    }
    Ok(lists)
}

fn csl_entry(row: &Row<'_>) -> Result<Entry, Refused> {
    let mut names = row
        .parts("name")
        .chain(row.parts("alt_names"))
        .filter(|name| name.trim_start_matches("and ") != SUCCESSORS);
    let name = names.next().ok_or_else(|| without_name(Some(row)))?;
    let kind = match row.cell("type") {
        "Individual" => EntryKind::Person,
        "Entity" => EntryKind::Organisation,
        "Vessel" | "Aircraft" => EntryKind::Vehicle,
        _ => EntryKind::Unknown,
    };
    // Lists of Commerce and State have no numbers of their own.
    let uid = match (row.cell("entity_number"), row.cell("_id")) {
        ("", "") => format!("row {}", row.line),
        ("", id) => id.to_owned(),
        (number, _) => number.to_owned(),
    };
    let mut entry = Entry::new((0, 0), uid, kind, name);
    names.for_each(|alias| entry.add_name(alias, NameQuality::Alias, 0));
    entry.programmes = row.parts("programs").map(str::to_owned).collect();
    for place in row.parts("addresses").chain(row.parts("places_of_birth")) {
        let (city, country) = place.rsplit_once(", ").unwrap_or(("", place));
        entry.add_address(&[], &[city], country);
    }
    entry.birth_dates = row.parts("dates_of_birth").filter_map(dates::birth).collect();
    let countries = row.parts("nationalities").chain(row.parts("citizenships"));
    countries.for_each(|country| push_new(&mut entry.nationalities, country));
    for number in row.parts("ids") {
        let mut parts = number.splitn(3, ", ");
        let (one, two) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let three = parts.next().unwrap_or_default();
        // `Passport, 836238033, KP`, before 2022 `KP, 836238033, Passport`.
        let is_code = one.len() == 2 && one.bytes().all(|byte| byte.is_ascii_uppercase());
        let (kind, country) = if is_code { (three, one) } else { (one, three) };
        if country.len() <= 2 && !kind.ends_with(':') {
            entry.add_id(kind, two, country);
        }
    }
    Ok(entry)
}

fn open_sanctions(table: &Table<'_>) -> Result<Published, Refused> {
    let mut date = None;
    let mut entries = Vec::new();
    for row in table.rows() {
        let (uid, name) = (row.cell("id"), row.cell("name"));
        if uid.is_empty() || name.is_empty() {
            return Err(Refused::at(row.line, "a row without id or name"));
        }
        let seen = dates::written(row.cell("last_seen"));
        date = date.into_iter().chain(seen).max_by_key(|date: &Date| date.last_epoch_day());
        let kind = schema_kind(row.cell("schema"));
        let mut entry = Entry::new((0, 0), uid, kind, name);
        row.parts("aliases").for_each(|alias| entry.add_name(alias, NameQuality::Alias, 0));
        entry.birth_dates = row.parts("birth_date").filter_map(dates::birth).collect();
        for country in row.parts("countries") {
            if kind == EntryKind::Person {
                push_new(&mut entry.nationalities, country);
            } else {
                entry.add_address(&[], &[], country);
            }
        }
        row.parts("addresses").for_each(|address| entry.add_address(&[address], &[], ""));
        row.parts("identifiers").for_each(|number| {
            let number = number.strip_prefix("IMO").unwrap_or(number);
            entry.add_id("identifier", number, "");
        });
        // Parties of public interest stand there too: the programme or the data set says what an entry is.
        let programmes = row.parts("program_ids").chain(row.parts("dataset"));
        entry.programmes = programmes.map(str::to_owned).collect();
        entries.push(entry);
    }
    if entries.is_empty() {
        return Err(Refused::whole("it holds no entry"));
    }
    Ok(Published::new(OPEN_SANCTIONS, date, entries))
}

/// What an entry is by its schema in the model of `FollowTheMoney`.
fn schema_kind(schema: &str) -> EntryKind {
    match schema {
        "Person" => EntryKind::Person,
        "Organization" | "Company" | "PublicBody" => EntryKind::Organisation,
        "Vessel" | "Airplane" | "Vehicle" => EntryKind::Vehicle,
        _ => EntryKind::Unknown,
    }
}
