//! Loading a folder of lists as they were published.
//!
//! In: a folder, or nothing. Out: lists, entries, sources, and a complaint for everything that
//! is missing, refused or of another date. Files are known by what stands in them. A list date
//! comes from inside the file, else its name, else `lists.toml`; never from the file's own time.

use std::path::Path;

use subtier_model::{Complaint, Date, Place};

use crate::csv_rows::{self, Refused, Rows};
use crate::entry::{List, ListSource, Lists, date_words};
use crate::family::{CsvPart, Family, Set, age, holds_most};
use crate::loading::{Loading, Pending, Told};
use crate::published::{self, Published};
use crate::{dates, embedded, own, sdn, tables, text};

/// Files of a folder that are looked at.
const FILES_MAX: usize = 1_000;

/// The file that gives dates and names to others.
const DATES_FILE: &str = "lists.toml";

/// Entries from which an SDN list is taken for the whole of it: it had 11,443 in January 2023.
const SDN_WHOLE_MIN: usize = 5_000;

/// Rows by which a damaged table is told.
const COPY_ROWS: usize = 5;

/// The number of SEK STUDIO on the SDN list.
const SEK_UID: &str = "34022";

impl Lists {
    /// Loads the lists of a folder; without one, the embedded extract alone.
    ///
    /// `strict_dates` refuses parts of another date than the primaries instead of joining them.
    pub fn load(dir: Option<&Path>, strict_dates: bool) -> (Self, Vec<Complaint>) {
        let mut loading = Loading { strict_dates, ..Loading::default() };
        if let Some(dir) = dir {
            loading.folder(dir);
        }
        loading.settle();
        if !loading.holds_extract() {
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
}

/// Han or Hangul.
pub(crate) fn is_east_asian(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

impl Loading {
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
            names.iter().any(|name| name == DATES_FILE).then(|| text::read(dir, DATES_FILE))
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
            match text::read(dir, name) {
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
        if published::is_closed(text) {
            return self.refuse(file, &Refused::whole(published::CLOSED));
        }
        if let Some((name, read)) = published::read(text) {
            return self.published(file, name, read.map(|read| vec![read]), &hash);
        }
        let (text, report_date) = tables::without_report_date(text);
        let rows = match csv_rows::read(text) {
            Ok(rows) => rows,
            Err(refused) => {
                self.refused.extend(copy_of(text).map(|name| (file.to_owned(), name.to_owned())));
                return self.refuse(file, &refused);
            }
        };
        if let Some((name, read)) = tables::read(&rows, report_date) {
            self.published(file, name, read, &hash);
        } else if let Some(part) = sdn::part_of(&rows) {
            match sdn::data_rows(&rows) {
                Ok(behind_header) => {
                    let (file_name, rows) = (file.to_owned(), behind_header.to_vec());
                    let date = self.date_of(file, None);
                    self.parts.push(CsvPart { part, date, hash, file_name, rows });
                }
                Err(refused) => {
                    let name = Family::Sdn.list_name().to_owned();
                    self.refused.push((file.to_owned(), name));
                    self.refuse(file, &refused);
                }
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

    /// Takes the lists of a published file, or refuses it.
    fn published(
        &mut self,
        file: &str,
        name: &str,
        read: Result<Vec<Published>, Refused>,
        hash: &str,
    ) {
        let read = match read {
            Ok(read) => read,
            Err(refused) => {
                self.refused.push((file.to_owned(), name.to_owned()));
                return self.refuse(file, &refused);
            }
        };
        for list in read {
            if let Some(doubt) = list.doubt {
                self.complain(file, Place::Whole, doubt);
            }
            let told = self.told.get(file).and_then(|told| told.name.clone());
            self.pending.push(Pending {
                name: told.unwrap_or_else(|| list.name.clone()),
                date: self.date_of(file, list.date),
                publisher: Some(list.name),
                file_name: file.to_owned(),
                hash: hash.to_owned(),
                entries: list.entries,
            });
        }
    }

    fn own_file(&mut self, file: &str, rows: &Rows, hash: String) {
        match own::read(rows, 0, 0) {
            Ok(entries) => {
                let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
                let told = self.told.get(file).and_then(|told| told.name.clone());
                self.pending.push(Pending {
                    publisher: None,
                    name: told.unwrap_or_else(|| stem.to_owned()),
                    date: self.date_of(file, None),
                    file_name: file.to_owned(),
                    hash,
                    entries,
                });
            }
            Err(refused) => self.refuse(file, &refused),
        }
    }

    /// Takes the newest copy of each list and says which were not used.
    fn settle(&mut self) {
        let mut pending = std::mem::take(&mut self.pending);
        pending.sort_by(|one, other| {
            age(other.date, &other.file_name).cmp(&age(one.date, &one.file_name))
        });
        let mut taken: Vec<Pending> = Vec::new();
        for list in pending {
            let newer = taken.iter().find(|known| known.is_newer_copy_of(&list));
            let newer = newer.map(|known| (known.file_name.clone(), known.date));
            match newer {
                Some((used, date)) => self.complain_of_copy(&list.file_name, &used, date),
                None => taken.push(list),
            }
        }
        taken.sort_by(|one, other| one.file_name.cmp(&other.file_name));
        let mut sets = self.sets();
        sets.retain(|set| self.keeps_set(set, &mut taken));
        for list in taken {
            self.take(list);
        }
        for set in &sets {
            self.join(set);
        }
        self.say_what_stays();
    }

    /// Whether a CSV set is used beside the XML of the same list; takes the XML out where the set is the newer copy.
    fn keeps_set(&mut self, set: &Set, taken: &mut Vec<Pending>) -> bool {
        let name = Some(set.family.list_name());
        let Some(idx) = taken.iter().position(|known| known.publisher.as_deref() == name) else {
            return true;
        };
        let Some(xml) = taken.get(idx) else { return true };
        let day = |date: Option<Date>| date.map(Date::last_epoch_day);
        let numbers = set.numbers();
        if day(xml.date) >= day(set.primaries.date) {
            if !holds_most(&xml.numbers(), &numbers) {
                return true;
            }
            let (file, date) = (xml.file_name.clone(), xml.date);
            self.drop_set(set, &file, date);
            return false;
        }
        if holds_most(&numbers, &xml.numbers()) {
            let xml = taken.remove(idx);
            let primaries = &set.primaries;
            self.complain_of_copy(&xml.file_name, &primaries.file_name, primaries.date);
        }
        true
    }

    fn take(&mut self, mut pending: Pending) {
        let (list, source) = (self.lists.lists.len(), self.lists.sources.len());
        for entry in &mut pending.entries {
            entry.move_to(list, source);
        }
        if pending.publisher.as_deref() == Some(Family::Sdn.list_name()) {
            self.sdn_lists.push(list);
        }
        let Pending { name, date, file_name, hash, entries, .. } = pending;
        self.lists.sources.push(ListSource {
            name: name.clone(),
            date,
            hash,
            file_name,
            entries: entries.len(),
        });
        self.lists.entries.extend(entries);
        self.lists.lists.push(List { name, date, embedded: false, native_names: false });
    }

    /// Says which older copy speaks in the place of a refused one.
    fn say_what_stays(&mut self) {
        for (file, name) in std::mem::take(&mut self.refused) {
            let one_of_several = format!("{name}: ");
            let mut sources = self.lists.sources.iter();
            let source = sources
                .find(|source| source.name == name || source.name.starts_with(&one_of_several));
            if let Some(source) = source {
                let (used, date) = (source.file_name.clone(), date_words(source.date));
                let reason = format!("{used} (list of {date}) is used in its place");
                self.complain(&file, Place::Whole, reason);
            }
        }
    }

    /// Whether a list that is certainly the SDN list is whole, or holds SEK STUDIO.
    fn holds_extract(&self) -> bool {
        self.sdn_lists.iter().any(|list| {
            let mut entries = self.lists.entries.iter().filter(|entry| entry.list == *list);
            entries.clone().count() >= SDN_WHOLE_MIN || entries.any(|entry| entry.uid == SEK_UID)
        })
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
            let reason = if self.sdn_lists.is_empty() {
                "no OFAC SDN list (sdn.csv) in the folder: only the embedded extract of the SEK Studio network speaks for it"
            } else {
                "the OFAC SDN list in the folder is not whole and holds no SEK STUDIO: the embedded extract of the network speaks as well"
            };
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

/// The list of which a damaged table is a copy, by its first rows.
fn copy_of(text: &str) -> Option<&'static str> {
    let head: Vec<&str> = text.lines().take(COPY_ROWS).collect();
    let rows = csv_rows::read(&(head.join("\n") + "\n")).ok()?;
    let of_table = tables::read(&rows, None).map(|(name, _)| name);
    of_table.or_else(|| sdn::part_of(&rows).map(|_| Family::Sdn.list_name()))
}
