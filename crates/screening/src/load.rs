//! Loading a folder of lists as they were published.
//!
//! In: a folder, or nothing. Out: lists, entries, sources, and a complaint for everything that
//! is missing, refused or of another date. Files are known by what stands in them. A list date
//! comes from inside the file, else its name, else `lists.toml`; never from the file's own time.

use std::collections::BTreeMap;
use std::path::Path;

use subtier_model::{Complaint, Date, Place};
use subtier_names::decode;

use crate::csv_rows::{self, Refused, Rows};
use crate::entry::{Entry, List, ListSource, date_words};
use crate::sdn::{self, Part};
use crate::{dates, embedded, own, published, un};

/// Files of a folder that are looked at, and bytes of one that are read.
const FILES_MAX: usize = 1_000;
const FILE_BYTES_MAX: u64 = 512 << 20;

/// The file that gives dates and names to others.
const DATES_FILE: &str = "lists.toml";

/// The name of the list that its three parts make.
pub(crate) const SDN: &str = "OFAC SDN";

/// Lists of a folder, or the embedded extract.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_field_names, reason = "the lists of the lists: no better word exists")]
pub struct Lists {
    pub(crate) lists: Vec<List>,
    pub(crate) sources: Vec<ListSource>,
    pub(crate) entries: Vec<Entry>,
}

impl Lists {
    /// Loads the lists of a folder; without one, the embedded extract alone.
    ///
    /// `strict_dates` refuses parts of another date than the primaries instead of joining them.
    pub fn load(dir: Option<&Path>, strict_dates: bool) -> (Self, Vec<Complaint>) {
        let mut loading = Loading { strict_dates, ..Loading::default() };
        if let Some(dir) = dir {
            loading.folder(dir);
        }
        loading.join_sdn();
        if loading.lists.lists.iter().all(|list| list.name != SDN) {
            loading.embed(dir.is_some());
        }
        let Loading { mut lists, complaints, .. } = loading;
        for entry in &lists.entries {
            let native = entry.names.iter().any(|name| name.text.chars().any(is_east_asian));
            if let Some(list) = lists.lists.get_mut(entry.list) {
                list.native_names |= native;
            }
        }
        (lists, complaints)
    }

    /// The files that were read, in order.
    pub fn sources(&self) -> &[ListSource] {
        &self.sources
    }

    /// The lists, in order.
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// Han or Hangul.
pub(crate) fn is_east_asian(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// One part of the SDN list, not yet joined.
struct SdnPart {
    part: Part,
    date: Option<Date>,
    hash: String,
    file_name: String,
    rows: Vec<(u64, Vec<String>)>,
}

/// What `lists.toml` says of a file.
#[derive(Debug, Clone, Default)]
struct Told {
    date: Option<Date>,
    name: Option<String>,
}

#[derive(Default)]
struct Loading {
    strict_dates: bool,
    lists: Lists,
    parts: Vec<SdnPart>,
    told: BTreeMap<String, Told>,
    complaints: Vec<Complaint>,
}

impl Loading {
    fn complain(&mut self, file: &str, place: Place, reason: impl Into<String>) {
        self.complaints.push(Complaint::new(None, file, place, reason));
    }

    fn refuse(&mut self, file: &str, refused: &Refused) {
        let place = refused.line.map_or(Place::Whole, Place::Line);
        self.complain(file, place, format!("the list is refused whole: {}", refused.reason));
    }

    fn folder(&mut self, dir: &Path) {
        let names = match std::fs::read_dir(dir) {
            Ok(items) => {
                let mut names: Vec<_> =
                    items.filter_map(|item| Some(item.ok()?.file_name())).collect();
                names.sort();
                names
            }
            Err(error) => {
                return self.complain(
                    "lists",
                    Place::Whole,
                    format!("the folder cannot be read: {error}"),
                );
            }
        };
        if let Some(text) =
            names.iter().any(|name| name == DATES_FILE).then(|| read_text(dir, DATES_FILE))
        {
            match text {
                Ok((text, _)) => self.read_told(&text),
                Err(refused) => self.complain(DATES_FILE, Place::Whole, refused.reason),
            }
        }
        for (idx, name) in names.iter().enumerate() {
            let file = name.to_string_lossy();
            if idx >= FILES_MAX {
                self.complain(
                    &file,
                    Place::Whole,
                    format!("more than {FILES_MAX} files in the folder"),
                );
                break;
            }
            if name == DATES_FILE {
                continue;
            }
            match read_text(dir, name) {
                Ok((text, hash)) => self.file(&file, &text, hash),
                Err(refused) => self.complain(&file, Place::Whole, refused.reason),
            }
        }
    }

    fn read_told(&mut self, text: &str) {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                let reason = format!("it is no TOML: {}", error.message());
                return self.complain(DATES_FILE, Place::Whole, reason);
            }
        };
        for (key, value) in &table {
            match value {
                // [[list]] file = "…", date = "…", name = "…"
                toml::Value::Array(rows) => {
                    for row in rows.iter().filter_map(toml::Value::as_table) {
                        if let Some(file) = row.get("file").and_then(toml::Value::as_str) {
                            self.told.insert(file.to_owned(), told(row));
                        }
                    }
                }
                // ["sdn.csv"] date = "…"
                toml::Value::Table(row) => {
                    let file = row.get("file").and_then(toml::Value::as_str).unwrap_or(key);
                    self.told.insert(file.to_owned(), told(row));
                }
                // "sdn.csv" = "…"
                toml::Value::String(_)
                | toml::Value::Datetime(_)
                | toml::Value::Integer(_)
                | toml::Value::Float(_)
                | toml::Value::Boolean(_) => {
                    let told = Told { date: toml_date(value), name: None };
                    self.told.insert(key.clone(), told);
                }
            }
        }
    }

    fn date_of(&self, file: &str, inside: Option<Date>) -> Option<Date> {
        let told = || self.told.get(file).and_then(|told| told.date);
        inside.or_else(|| dates::in_file_name(file)).or_else(told)
    }

    fn file(&mut self, file: &str, text: &str, hash: String) {
        if un::is_un(text) {
            return self.un_file(file, text, hash);
        }
        if published::is_closed(text) {
            return self.refuse(file, &Refused::whole(published::CLOSED));
        }
        let (list, source) = (self.lists.lists.len(), self.lists.sources.len());
        if let Some(read) = published::read(text, list, source) {
            match read {
                Ok(read) => {
                    let name = self.told.get(file).and_then(|told| told.name.clone());
                    let date = self.date_of(file, read.date);
                    let name = name.unwrap_or_else(|| read.name.to_owned());
                    self.add_list(name, date, (file, hash), read.entries);
                }
                Err(refused) => self.refuse(file, &refused),
            }
            return;
        }
        let rows = match csv_rows::read(text) {
            Ok(rows) => rows,
            Err(refused) => return self.refuse(file, &refused),
        };
        if let Some(part) = sdn::part_of(&rows) {
            match sdn::data_rows(&rows) {
                Ok(behind_header) => {
                    let (file_name, rows) = (file.to_owned(), behind_header.to_vec());
                    let date = self.date_of(file, None);
                    self.parts.push(SdnPart { part, date, hash, file_name, rows });
                }
                Err(refused) => self.refuse(file, &refused),
            }
        } else if own::is_own(&rows) {
            self.own_file(file, &rows, hash);
        } else {
            let columns = rows.columns;
            let reason = format!(
                "it is no list that is known here ({columns} columns, no known root element)"
            );
            self.complain(file, Place::Whole, reason);
        }
    }

    fn un_file(&mut self, file: &str, text: &str, hash: String) {
        let (list, source) = (self.lists.lists.len(), self.lists.sources.len());
        match un::read(text, list, source) {
            Ok(read) => {
                let date = self.date_of(file, read.date);
                self.add_list(un::NAME.to_owned(), date, (file, hash), read.entries);
            }
            Err(refused) => self.refuse(file, &refused),
        }
    }

    fn own_file(&mut self, file: &str, rows: &Rows, hash: String) {
        let (list, source) = (self.lists.lists.len(), self.lists.sources.len());
        match own::read(rows, list, source) {
            Ok(entries) => {
                let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
                let told = self.told.get(file).and_then(|told| told.name.clone());
                let date = self.date_of(file, None);
                self.add_list(told.unwrap_or_else(|| stem.to_owned()), date, (file, hash), entries);
            }
            Err(refused) => self.refuse(file, &refused),
        }
    }

    fn add_list(
        &mut self,
        name: String,
        date: Option<Date>,
        file: (&str, String),
        entries: Vec<Entry>,
    ) {
        let (file_name, hash) = (file.0.to_owned(), file.1);
        let entries_read = entries.len();
        self.lists.entries.extend(entries);
        self.lists.sources.push(ListSource {
            name: name.clone(),
            date,
            hash,
            file_name,
            entries: entries_read,
        });
        self.lists.lists.push(List { name, date, embedded: false, native_names: false });
    }

    /// Joins the three parts by uid, each the one nearest in date to the primaries.
    fn join_sdn(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let newest = parts
            .iter()
            .filter(|part| part.part == Part::Primaries)
            .max_by_key(|part| (part.date.map(Date::last_epoch_day), part.file_name.as_str()));
        let Some(primaries) = newest else {
            for part in &parts {
                let reason =
                    format!("{} without the primary names (sdn.csv): not used", part.part.words());
                self.complain(&part.file_name, Place::Whole, reason);
            }
            return;
        };
        for other in parts.iter().filter(|part| part.part == Part::Primaries) {
            if other.file_name != primaries.file_name {
                let reason = format!(
                    "not used: {} (list of {}) is the newer copy of the same list",
                    primaries.file_name,
                    date_words(primaries.date)
                );
                self.complain(&other.file_name, Place::Whole, reason);
            }
        }
        let list = self.lists.lists.len();
        let mut entries = sdn::entries(&primaries.rows, list, self.lists.sources.len());
        self.add_source(primaries);
        for part in [Part::Aliases, Part::Addresses] {
            self.join_part(part, &parts, primaries, &mut entries);
        }
        let date = primaries.date;
        self.lists.entries.extend(entries.into_values());
        let name = SDN.to_owned();
        self.lists.lists.push(List { name, date, embedded: false, native_names: false });
    }

    fn add_source(&mut self, part: &SdnPart) {
        self.lists.sources.push(ListSource {
            name: SDN.to_owned(),
            date: part.date,
            hash: part.hash.clone(),
            file_name: part.file_name.clone(),
            entries: part.rows.len(),
        });
    }

    fn join_part(
        &mut self,
        part: Part,
        parts: &[SdnPart],
        primaries: &SdnPart,
        entries: &mut BTreeMap<u64, Entry>,
    ) {
        let gap = |date: Option<Date>| match (date, primaries.date) {
            (Some(one), Some(other)) => dates::days_apart(one, other),
            _ => i64::MAX,
        };
        let mut found: Vec<_> = parts.iter().filter(|found| found.part == part).collect();
        found.sort_by_key(|found| (gap(found.date), found.file_name.as_str()));
        let Some((nearest, others)) = found.split_first() else {
            let reason = format!(
                "the {} ({}) are missing: they are not screened",
                part.words(),
                part.file()
            );
            return self.complain(&primaries.file_name, Place::Whole, reason);
        };
        for other in others {
            let reason = format!(
                "not used: {} (list of {}) is nearer in date to the primary names (list of {})",
                nearest.file_name,
                date_words(nearest.date),
                date_words(primaries.date)
            );
            self.complain(&other.file_name, Place::Whole, reason);
        }
        let differs = gap(nearest.date) != 0;
        if differs && !self.join_differing(part, nearest, primaries) {
            return;
        }
        let source = self.lists.sources.len();
        self.add_source(nearest);
        let orphans = match part {
            Part::Aliases => sdn::join_aliases(entries, &nearest.rows, source),
            Part::Addresses | Part::Primaries => {
                sdn::join_addresses(entries, &nearest.rows, source)
            }
        };
        if orphans > 0 {
            let reason = format!(
                "{orphans} {} belong to entries that the primary names ({}, list of {}) do not hold: not screened",
                part.words(),
                primaries.file_name,
                date_words(primaries.date)
            );
            self.complain(&nearest.file_name, Place::Whole, reason);
        }
    }

    /// Says that two parts are of different dates; returns whether they are joined all the same.
    fn join_differing(&mut self, part: Part, nearest: &SdnPart, primaries: &SdnPart) -> bool {
        let what = format!(
            "{} of another date (list of {}) than the primary names ({}, list of {})",
            part.words(),
            date_words(nearest.date),
            primaries.file_name,
            date_words(primaries.date)
        );
        let joined = !self.strict_dates;
        let done = if joined { "joined by list number" } else { "refused, as strict dates ask" };
        self.complain(&nearest.file_name, Place::Whole, format!("{what}: {done}"));
        joined
    }

    fn embed(&mut self, folder_given: bool) {
        let list = self.lists.lists.len();
        let (entries, sources) = embedded::read(list, self.lists.sources.len());
        let date = sources.first().and_then(|source| source.date);
        self.lists.entries.extend(entries);
        self.lists.sources.extend(sources);
        let name = embedded::NAME.to_owned();
        self.lists.lists.push(List { name, date, embedded: true, native_names: false });
        if folder_given {
            let reason = "no OFAC SDN list (sdn.csv) in the folder: only the embedded extract of the SEK Studio network speaks for it";
            self.complain("lists", Place::Whole, reason);
        }
    }
}

fn told(row: &toml::Table) -> Told {
    let name = row.get("name").and_then(toml::Value::as_str).map(str::to_owned);
    Told { date: row.get("date").and_then(toml_date), name }
}

fn toml_date(value: &toml::Value) -> Option<Date> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    dates::written(&text)
}

/// Reads a file of the folder as text, with the hash of its bytes.
fn read_text(dir: &Path, name: impl AsRef<Path>) -> Result<(String, String), Refused> {
    let opened = subtier_source::open(&dir.join(name))
        .map_err(|error| Refused::whole(without_folder(&error.to_string(), dir)))?;
    let size = opened.size();
    if size > FILE_BYTES_MAX {
        return Err(Refused::whole(format!("{size} bytes are too many for a list")));
    }
    let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
    let read = opened
        .read_at(&mut bytes, 0)
        .map_err(|error| Refused::whole(without_folder(&error.to_string(), dir)))?;
    bytes.truncate(read);
    let hash = blake3::hash(&bytes).to_hex().to_string();
    Ok((decode::table_text(&bytes), hash))
}

/// The folder's own path is no part of what is said.
fn without_folder(text: &str, dir: &Path) -> String {
    text.replace(&format!("{}/", dir.display()), "")
}
