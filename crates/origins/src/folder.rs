//! A user's folder of network data.
//!
//! In: the folder. Out: its databases and lists, each with name, date and content hash, and a
//! complaint for every file that is none or could not be read. Never: a sub-folder, a link, or the
//! file's own time as a date.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use subtier_model::{Complaint, Place};

use crate::gazetteer::fold;
use crate::intervals::IntervalSet;
use crate::ip2region::Ip2region;
use crate::lists::{
    AddressList, NOTES_FILE, Note, ReadList, date_in_name, labels_of_name, notes, read_list,
};
use crate::mmdb::{self, Mmdb};
use crate::{DATE_UNKNOWN, EMBEDDED_FAMILY, NetworkSource, NetworkSourceKind};

/// Files read of one folder; the rest is complained of.
const FILES_MAX: usize = 1_000;
/// Far above the largest city database on offer.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// Lists are far smaller; each line takes several times its length in memory.
const LIST_BYTES_MAX: usize = 64 << 20;

/// One database with what is known of it.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) name: String,
    pub(crate) date: String,
    /// The same for editions of one database.
    pub(crate) family: String,
    /// Everything by which the table of head offices may know it, folded.
    pub(crate) known_as: String,
    pub(crate) engine: Engine,
}

/// How a database is asked.
#[derive(Debug)]
pub(crate) enum Engine {
    Mmdb(Mmdb),
    Ip2region(Ip2region),
}

/// What was found in a folder.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    pub(crate) databases: Vec<Database>,
    pub(crate) lists: Vec<AddressList>,
    pub(crate) sources: Vec<NetworkSource>,
    pub(crate) complaints: Vec<Complaint>,
}

impl Folder {
    /// Reads all files of the folder in the order of their names.
    pub(crate) fn read(dir: &Path) -> Self {
        let mut folder = Self::default();
        let notes = folder.read_notes(dir);
        for path in folder.files(dir) {
            folder.take(&path, &notes);
        }
        for file in notes.keys() {
            if !folder.sources.iter().any(|source| source.file.as_ref() == Some(file)) {
                folder.complain(
                    NOTES_FILE,
                    Place::Whole,
                    format!("{file} is described but not read"),
                );
            }
        }
        // Of one family the newest edition is asked first; an unknown date is older than any.
        folder.databases.sort_by(|a, b| {
            let known =
                |date: &str| if date == DATE_UNKNOWN { String::new() } else { date.to_owned() };
            a.family.cmp(&b.family).then_with(|| known(&b.date).cmp(&known(&a.date)))
        });
        folder
    }

    fn complain(&mut self, name: &str, place: Place, reason: impl Into<String>) {
        self.complaints.push(Complaint::new(None, name, place, reason));
    }

    fn files(&mut self, dir: &Path) -> Vec<PathBuf> {
        let name = name_of(dir);
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => {
                self.complain(
                    &name,
                    Place::Whole,
                    format!("folder could not be read: {}", error.kind()),
                );
                return Vec::new();
            }
        };
        let mut paths = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(error) => {
                    self.complain(
                        &name,
                        Place::Whole,
                        format!("entry could not be read: {}", error.kind()),
                    );
                    break;
                }
            }
        }
        paths.retain(|path| name_of(path) != NOTES_FILE);
        paths.sort();
        for path in paths.iter().skip(FILES_MAX) {
            self.complain(&name_of(path), Place::Whole, format!("only {FILES_MAX} files are read"));
        }
        paths.truncate(FILES_MAX);
        paths
    }

    fn read_notes(&mut self, dir: &Path) -> BTreeMap<String, Note> {
        let path = dir.join(NOTES_FILE);
        if path.symlink_metadata().is_err() {
            return BTreeMap::new();
        }
        let Some(bytes) = self.bytes(&path) else { return BTreeMap::new() };
        let text = std::str::from_utf8(&bytes).ok().filter(|text| text.len() <= LIST_BYTES_MAX);
        let Some(text) = text else {
            self.complain(NOTES_FILE, Place::Whole, "not UTF-8, or larger than any list");
            return BTreeMap::new();
        };
        let (notes, faults) = notes(text);
        for fault in faults {
            self.complain(NOTES_FILE, Place::Whole, fault);
        }
        self.sources.push(NetworkSource {
            name: NOTES_FILE.to_owned(),
            date: DATE_UNKNOWN.to_owned(),
            hash: blake3::hash(&bytes).to_hex().to_string(),
            kind: NetworkSourceKind::Description,
            attribution: None,
            file: Some(NOTES_FILE.to_owned()),
        });
        notes
    }

    fn bytes(&mut self, path: &Path) -> Option<Vec<u8>> {
        let name = name_of(path);
        let read = || -> Result<Vec<u8>, String> {
            let file = subtier_source::open(path).map_err(|error| match error {
                subtier_source::Error::NotRegular { what, .. } => {
                    format!("{what} is not read, only regular files are")
                }
                error @ subtier_source::Error::Read { .. } => without_path(&error),
            })?;
            if file.size() > FILE_BYTES_MAX {
                return Err(format!("larger than {FILE_BYTES_MAX} bytes"));
            }
            let mut bytes = Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0));
            let mut capped = file.take(FILE_BYTES_MAX);
            capped.read_to_end(&mut bytes).map_err(|error| error.kind().to_string())?;
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => Some(bytes),
            Err(reason) => {
                self.complain(&name, Place::Whole, reason);
                None
            }
        }
    }

    fn take(&mut self, path: &Path, notes: &BTreeMap<String, Note>) {
        let name = name_of(path);
        let Some(bytes) = self.bytes(path) else { return };
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let note = notes.get(&name).cloned().unwrap_or_default();
        let taken = if mmdb::is_mmdb(&bytes) || has_ending(&name, "mmdb") {
            self.take_mmdb(&name, bytes, &note)
        } else if Ip2region::is_ip2region(&bytes) || has_ending(&name, "xdb") {
            self.take_ip2region(&name, bytes, &note)
        } else {
            self.take_list(&name, &bytes, note)
        };
        if let Some(source) = taken {
            self.sources.push(NetworkSource { hash, file: Some(name), ..source });
        }
    }

    fn take_mmdb(&mut self, file: &str, bytes: Vec<u8>, note: &Note) -> Option<NetworkSource> {
        let database = match Mmdb::open(bytes) {
            Ok(database) => database,
            Err(error) => {
                self.complain(
                    file,
                    Place::Whole,
                    format!("not a readable MaxMind database: {error}"),
                );
                return None;
            }
        };
        let (stem, type_name) = (stem(file), database.type_name());
        // Some publishers write only `city ipv4` there.
        let name = match type_name.as_str() {
            "" => stem.to_owned(),
            generic if generic.contains(' ') => format!("{stem} ({generic})"),
            own => own.to_owned(),
        };
        let known_as = format!("{stem} {type_name} {}", database.description());
        let derived = stem.starts_with(EMBEDDED_FAMILY);
        let family = if derived { EMBEDDED_FAMILY.to_owned() } else { name.clone() };
        let date = dated(database.date(), file, note);
        let source = NetworkSource {
            name: name.clone(),
            date: date.clone(),
            hash: String::new(),
            kind: NetworkSourceKind::Database,
            attribution: attribution(&known_as),
            file: None,
        };
        let (engine, known_as) = (Engine::Mmdb(database), fold(&known_as));
        self.databases.push(Database { name, date, family, known_as, engine });
        Some(source)
    }

    fn take_ip2region(&mut self, file: &str, bytes: Vec<u8>, note: &Note) -> Option<NetworkSource> {
        let database = match Ip2region::open(bytes) {
            Ok(database) => database,
            Err((record, reason)) => {
                let place = if record == 0 { Place::Whole } else { Place::Record(record) };
                self.complain(file, place, format!("ip2region database refused: {reason}"));
                return None;
            }
        };
        let name = "ip2region".to_owned();
        let date = dated(database.date(), file, note);
        let source = NetworkSource {
            name: name.clone(),
            date: date.clone(),
            hash: String::new(),
            kind: NetworkSourceKind::Database,
            attribution: attribution(&name),
            file: None,
        };
        let (family, known_as) = (name.clone(), name.clone());
        let engine = Engine::Ip2region(database);
        self.databases.push(Database { name, date, family, known_as, engine });
        Some(source)
    }

    fn take_list(&mut self, file: &str, bytes: &[u8], note: Note) -> Option<NetworkSource> {
        let labels =
            if note.labels.is_empty() { labels_of_name(file) } else { note.labels.clone() };
        if labels.is_empty() || bytes.contains(&0) {
            let reason = format!(
                "not network data: no .mmdb, no ip2region database, and no list that its name or {NOTES_FILE} gives a label"
            );
            self.complain(file, Place::Whole, reason);
            return None;
        }
        if bytes.len() > LIST_BYTES_MAX {
            let reason =
                format!("larger than {LIST_BYTES_MAX} bytes, the most that a list may have");
            self.complain(file, Place::Whole, reason);
            return None;
        }
        let ReadList { networks, date, faults, more_faults } = read_list(bytes);
        for (line, reason) in faults {
            self.complain(file, Place::Line(line), reason);
        }
        if more_faults > 0 {
            self.complain(
                file,
                Place::Whole,
                format!("{more_faults} further lines are no networks"),
            );
        }
        let networks = IntervalSet::new(&networks);
        if networks.is_empty() {
            self.complain(file, Place::Whole, "no network in it");
            return None;
        }
        let date = dated(date, file, &note);
        let (name, provider) = (file.to_owned(), note.provider);
        let source = NetworkSource {
            name: name.clone(),
            date: date.clone(),
            hash: String::new(),
            kind: NetworkSourceKind::List,
            attribution: None,
            file: None,
        };
        self.lists.push(AddressList { name, date, labels, provider, networks });
        Some(source)
    }
}

/// From inside, else from the name, else from `network.toml`.
fn dated(inside: Option<String>, file: &str, note: &Note) -> String {
    let date = inside.or_else(|| date_in_name(file)).or_else(|| note.date.clone());
    date.unwrap_or_else(|| DATE_UNKNOWN.to_owned())
}

/// The words that a publisher's licence asks for.
fn attribution(known_as: &str) -> Option<String> {
    let folded = fold(known_as);
    let publishers = [
        // CC BY 4.0 with a link back on pages that show results, https://db-ip.com/db/lite.php.
        ("dbip", "IP geolocation by DB-IP, https://db-ip.com (CC BY 4.0)"),
        // Section 2 of the GeoLite2 licence, https://www.maxmind.com/en/geolite2/eula.
        ("geolite", "contains GeoLite data created by MaxMind, https://www.maxmind.com"),
        ("ipinfo", "IP address data powered by IPinfo, https://ipinfo.io (CC BY-SA 4.0)"),
        ("ip2region", "ip2region, https://github.com/lionsoul2014/ip2region (Apache-2.0)"),
    ];
    let found = publishers.iter().find(|(publisher, _)| folded.contains(publisher));
    found.map(|(_, words)| (*words).to_owned())
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn has_ending(file: &str, ending: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending))
}

/// The words of an error without the path, which would differ from machine to machine.
fn without_path(error: &subtier_source::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => cause.to_string(),
        None => "could not be read".to_owned(),
    }
}
