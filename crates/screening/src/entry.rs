//! What a list says: entries with their names, numbers, dates, places and ties.
//!
//! In: nothing; these are words. Each part of an entry knows the file it came out of, because
//! parts of one list may be of different dates. An entry is data of a list, never a judgement.

use subtier_model::Date;
use subtier_names::ids::{self, Identifier};

/// One file that entries came out of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSource {
    /// The list it is a part of, such as `OFAC SDN`.
    pub name: String,
    /// Its own date; `None` means `date unknown`.
    pub date: Option<Date>,
    /// BLAKE3 of its bytes in hex.
    pub hash: String,
    /// Its name in the folder.
    pub file_name: String,
    /// Entries, aliases or addresses read from it.
    pub entries: usize,
}

/// One list: its name and the date of its primary names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Such as `OFAC SDN`.
    pub name: String,
    /// Date of the primary names.
    pub date: Option<Date>,
    /// Whether it is the extract compiled into the program.
    pub embedded: bool,
    /// Whether any of its names is in Han or Hangul script.
    pub native_names: bool,
}

/// Lists of a folder, or the embedded extract.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_field_names, reason = "the lists of the lists: no better word exists")]
pub struct Lists {
    pub(crate) lists: Vec<List>,
    pub(crate) sources: Vec<ListSource>,
    pub(crate) entries: Vec<Entry>,
}

impl Lists {
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

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A person.
    Person,
    /// A company, body or group.
    Organisation,
    /// A ship or aircraft.
    Vehicle,
    /// Not told.
    Unknown,
}

/// How much the list itself makes of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameQuality {
    /// The name of the entry.
    Primary,
    /// An alias.
    Alias,
    /// An alias that the list calls weak or of low quality.
    WeakAlias,
}

/// A name of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedName {
    /// As the list spells it.
    pub text: String,
    /// What the list makes of it.
    pub quality: NameQuality,
    /// Index into the sources.
    pub source: usize,
}

/// A place of an entry: an address, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAddress {
    /// Street and house; may be empty.
    pub street: String,
    /// City with province and postal code as the list has them; may be empty.
    pub city: String,
    /// Country as the list spells it; may be empty.
    pub country: String,
    /// Index into the sources.
    pub source: usize,
}

/// A number of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedId {
    /// In normal form.
    pub identifier: Identifier,
    /// Country that issued it, as the list spells it.
    pub country: Option<String>,
}

/// A date of birth, or the time between two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthDate {
    /// The date, or the first that is possible.
    pub from: Date,
    /// The date, or the last that is possible.
    pub until: Date,
    /// Whether the list says `circa`.
    pub circa: bool,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Index into the lists.
    pub list: usize,
    /// The list's own number.
    pub uid: String,
    /// What it is.
    pub kind: EntryKind,
    /// Primary name first.
    pub names: Vec<ListedName>,
    /// Programme tags, such as `DPRK3`.
    pub programmes: Vec<String>,
    /// Numbers.
    pub ids: Vec<ListedId>,
    /// Dates of birth.
    pub birth_dates: Vec<BirthDate>,
    /// Addresses and places of birth.
    pub addresses: Vec<ListedAddress>,
    /// Nationalities and citizenships as the list spells them.
    pub nationalities: Vec<String>,
    /// Names after `Linked To`.
    pub linked_to: Vec<String>,
    /// The file of the primary name: index into the sources.
    pub source: usize,
}

impl Entry {
    /// An entry of which only number and primary name are known.
    pub fn new(
        (list, source): (usize, usize),
        uid: impl Into<String>,
        kind: EntryKind,
        name: impl Into<String>,
    ) -> Self {
        let name = ListedName { text: name.into(), quality: NameQuality::Primary, source };
        Self {
            list,
            uid: uid.into(),
            kind,
            names: vec![name],
            programmes: Vec::new(),
            ids: Vec::new(),
            birth_dates: Vec::new(),
            addresses: Vec::new(),
            nationalities: Vec::new(),
            linked_to: Vec::new(),
            source,
        }
    }

    /// The primary name.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |name| name.text.as_str())
    }

    /// Makes it an entry of a list, read from one source.
    pub(crate) fn move_to(&mut self, list: usize, source: usize) {
        (self.list, self.source) = (list, source);
        self.names.iter_mut().for_each(|name| name.source = source);
        self.addresses.iter_mut().for_each(|address| address.source = source);
    }

    /// Adds a place unless nothing of it is known.
    pub(crate) fn add_address(&mut self, street: &[&str], city: &[&str], country: &str) {
        let joined = |parts: &[&str]| {
            let parts: Vec<_> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        };
        let (street, city, country) = (joined(street), joined(city), country.to_owned());
        if !(street.is_empty() && city.is_empty() && country.is_empty()) {
            self.addresses.push(ListedAddress { street, city, country, source: self.source });
        }
    }

    /// Adds a number; what has no digit is no number but a fact, such as the gender.
    pub(crate) fn add_id(&mut self, kind: &str, number: &str, country: &str) {
        if number.bytes().any(|byte| byte.is_ascii_digit()) {
            let (kind, number) = match number.strip_prefix("IMO ") {
                Some(number) => ("IMO", number),
                None => (kind, number),
            };
            let country = Some(country.to_owned()).filter(|country| !country.is_empty());
            self.ids.push(ListedId { identifier: ids::parse_id(kind, number), country });
        }
    }

    /// Adds a name unless the entry has it already.
    pub fn add_name(&mut self, text: &str, quality: NameQuality, source: usize) {
        let text = text.trim();
        if !text.is_empty() && self.names.iter().all(|name| name.text != text) {
            self.names.push(ListedName { text: text.to_owned(), quality, source });
        }
    }
}

/// Writes a date of a list, or that it is not known.
pub(crate) fn date_words(date: Option<Date>) -> String {
    date.map_or_else(|| "date unknown".to_owned(), |date| date.to_string())
}
