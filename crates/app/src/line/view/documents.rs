//! Documents in the view of a case: counted, grouped by folder and put in order, so that the report need not.
//!
//! In: the observations and evidence of a run. Out: what its documents ask for and tell, or nothing where none was read.
//! Never: a judgement; the order only brings what is rare before what every document has.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use subtier_blocks::{Format, SIGNAL_KINDS, SignalKind};
use subtier_language::Norm;
use subtier_model::{
    ChangeRequest, DocumentFamily, DocumentRead, DocumentSignals, Evidence, EvidenceId, Fact,
    KoreanNorm, Observation, Place,
};
use subtier_review::{
    Count, Direction, DocumentNorm, Documents, FamilyOfDocuments, FolderRequests, RequestRow,
    SignalMeaning, SignalsOfDocument,
};

/// Change requests that are printed; more are no longer read, and `subtier notes` prints all of a document.
const REQUESTS_MAX: usize = 200;

/// The kinds worth a look, what is rare before what every document has. Left out: what only a comparison of documents can
/// use, such as editing sessions and times, and embedded files, mostly a picture of page one.
const KINDS: [SignalKind; 36] = [
    SignalKind::LeaderName,
    SignalKind::HalfHourZone,
    SignalKind::KoreanNorthFont,
    SignalKind::JucheDate,
    SignalKind::ClockDifference,
    SignalKind::ZoneOffset,
    SignalKind::Printer,
    SignalKind::UserPath,
    SignalKind::EarlierRevision,
    SignalKind::Mojibake,
    SignalKind::TextEncoding,
    SignalKind::NameEncoding,
    SignalKind::CommentAuthor,
    SignalKind::TrackedInsertion,
    SignalKind::Author,
    SignalKind::LastModifiedBy,
    SignalKind::DefaultUserName,
    SignalKind::Company,
    SignalKind::Sender,
    SignalKind::MailClient,
    SignalKind::MailHop,
    SignalKind::TemplatePath,
    SignalKind::ExternalPath,
    SignalKind::WpsBuild,
    SignalKind::WpsUiLanguage,
    SignalKind::WpsStream,
    SignalKind::HancomVersion,
    SignalKind::OperatingSystem,
    SignalKind::SystemCountry,
    SignalKind::CodePage,
    SignalKind::Application,
    SignalKind::Producer,
    SignalKind::SubstitutedFont,
    SignalKind::TypedLanguage,
    SignalKind::Macro,
    SignalKind::Encrypted,
];

/// A document by its path, and by its id where two have one path.
type Key<'a> = (&'a str, EvidenceId);

/// What the documents say, by kind of fact.
#[derive(Default)]
struct Said<'a> {
    read: Vec<&'a DocumentRead>,
    requests: Vec<(Key<'a>, &'a Place, &'a ChangeRequest)>,
    norms: BTreeMap<Key<'a>, &'a KoreanNorm>,
    signals: BTreeMap<Key<'a>, BTreeMap<&'a str, &'a DocumentSignals>>,
    families: Vec<&'a DocumentFamily>,
}

/// What the documents of a run ask for and tell; `None` where none was read.
pub(super) fn documents(
    observations: &[Observation],
    evidence: &BTreeMap<EvidenceId, Evidence>,
) -> Option<Documents> {
    let said = gather(observations, evidence);
    if said.read.is_empty() {
        return None;
    }
    let (folders, requests_left) = folders(&said.requests);
    let signals = signals(&said);
    let (norms, without_norm) = norms(&said);
    Some(Documents {
        read: said.read.len() as u64,
        formats: counts(said.read.iter().map(|one| one.format.as_str())),
        languages: counts(said.read.iter().flat_map(|one| {
            let codes: BTreeSet<&str> = one.languages.iter().map(String::as_str).collect();
            codes
        })),
        requests: said.requests.len() as u64,
        statuses: counts(said.requests.iter().map(|(_, _, asked)| asked.status.as_str())),
        directions: directions(&said.requests),
        folders,
        requests_left,
        norms,
        without_norm,
        kinds: kinds(&signals),
        signals,
        families: families(&said.families, evidence),
    })
}

fn gather<'a>(
    observations: &'a [Observation],
    evidence: &'a BTreeMap<EvidenceId, Evidence>,
) -> Said<'a> {
    let mut said = Said::default();
    for one in observations {
        let path = evidence.get(&one.evidence).map_or("", |item| item.path.as_str());
        let key = (path, one.evidence);
        #[expect(clippy::wildcard_enum_match_arm, reason = "only documents are gathered here")]
        match &one.fact {
            Fact::Document(read) if is_read(read) => said.read.push(read),
            Fact::Note(asked) => said.requests.push((key, &one.place, asked)),
            Fact::Signals(told) => {
                said.signals.entry(key).or_default().insert(&told.signal, told);
            }
            Fact::KoreanNorm(norm) => {
                said.norms.insert(key, norm);
            }
            Fact::Family(family) => said.families.push(family),
            _ => {}
        }
    }
    said
}

/// Whether there is anything to read in it; a picture without writing is no document, though it was looked at.
fn is_read(read: &DocumentRead) -> bool {
    read.format != Format::Picture.name() || read.characters > 0 || read.notes > 0
}

/// How often each name occurs, the most frequent first.
fn counts<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Count> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<Count> =
        counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counts.sort_by(|(one, n_one), (other, n_other)| (n_other, one).cmp(&(n_one, other)));
    counts
}

type Asked<'a> = (Key<'a>, &'a Place, &'a ChangeRequest);

fn directions(requests: &[Asked<'_>]) -> Vec<Direction> {
    let mut counts: BTreeMap<(&Option<String>, &Option<String>), u64> = BTreeMap::new();
    for (_, _, asked) in requests.iter().filter(|(_, _, asked)| asked.translation.is_some()) {
        *counts.entry((&asked.lang, &asked.translation_lang)).or_default() += 1;
    }
    let mut directions: Vec<Direction> = counts
        .into_iter()
        .map(|((from, to), count)| Direction { from: from.clone(), to: to.clone(), count })
        .collect();
    directions.sort_by(|one, other| {
        (other.count, &one.from, &one.to).cmp(&(one.count, &other.from, &other.to))
    });
    directions
}

/// Folder and name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The rows to print by folder, and how many are left. Pairs go before single requests, and each folder gives its first before
/// any gives its second, so that one large folder does not hide the others.
fn folders(requests: &[Asked<'_>]) -> (Vec<FolderRequests>, u64) {
    let mut by_folder: BTreeMap<&str, Vec<&Asked<'_>>> = BTreeMap::new();
    for asked in requests {
        by_folder.entry(split(asked.0.0).0).or_default().push(asked);
    }
    let mut turns = Vec::with_capacity(requests.len());
    for (folder, asked) in &mut by_folder {
        asked.sort_by_cached_key(|(key, place, asked)| {
            (asked.translation.is_none(), *key, place_order(place), asked.request.as_str())
        });
        let single = |one: &&Asked<'_>| one.2.translation.is_none();
        turns.extend(asked.iter().enumerate().map(|(turn, one)| (single(one), turn, *folder)));
    }
    turns.sort_unstable();
    turns.truncate(REQUESTS_MAX);
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, folder) in &turns {
        *shown.entry(folder).or_default() += 1;
    }
    let folders = by_folder.iter().filter_map(|(folder, asked)| {
        let n_shown = *shown.get(folder)?;
        Some(FolderRequests {
            folder: (*folder).to_owned(),
            requests: asked.len() as u64,
            translated: asked.iter().filter(|one| one.2.translation.is_some()).count() as u64,
            rows: asked.iter().take(n_shown).map(|one| row(one)).collect(),
        })
    });
    (folders.collect(), requests.len().saturating_sub(turns.len()) as u64)
}

fn row((key, place, asked): &Asked<'_>) -> RequestRow {
    RequestRow {
        file: split(key.0).1.to_owned(),
        place: (*place).clone(),
        request: (*asked).clone(),
    }
}

/// Places in the order in which a person reads them: row 9 before row 10, column Z before AA.
fn place_order(place: &Place) -> (&str, u64, u64, Cow<'_, str>) {
    let none = Cow::Borrowed("");
    match place {
        Place::Whole => ("", 0, 0, none),
        Place::Line(number) | Place::Record(number) => ("", *number, 0, none),
        Place::Bytes { start, end } => ("", *start, *end, none),
        Place::Entry(name) | Place::Words(name) => (name, 0, 0, none),
        Place::Row { row, column } => {
            ("", *row, 0, Cow::Borrowed(column.as_deref().unwrap_or_default()))
        }
        Place::Paragraph { part, number } => (part, *number, 0, none),
        Place::Cell { sheet, cell } => {
            let cell = cell.to_string();
            let column = cell.trim_end_matches(|c: char| c.is_ascii_digit());
            let row = cell.strip_prefix(column).and_then(|digits| digits.parse().ok());
            (sheet, row.unwrap_or(0), column.len() as u64, Cow::Owned(cell))
        }
        Place::Page { page, line } => ("", *page, line.unwrap_or(0), none),
    }
}

/// Documents whose Korean follows a norm, the northern first as there are fewer, and how many decide nothing.
fn norms(said: &Said<'_>) -> (Vec<DocumentNorm>, Vec<Count>) {
    let order = [Norm::NorthOrYanbian.words(), Norm::South.words()];
    let rank = |norm: &KoreanNorm| order.iter().position(|words| *words == norm.verdict);
    let mut norms: Vec<(usize, DocumentNorm)> = said
        .norms
        .iter()
        .filter_map(|((path, _), norm)| {
            let row = DocumentNorm { path: (*path).to_owned(), norm: (*norm).clone() };
            Some((rank(norm)?, row))
        })
        .collect();
    norms.sort_by_key(|(rank, _)| *rank);
    let others = said.norms.values().filter(|norm| rank(norm).is_none());
    let others = counts(others.map(|norm| norm.verdict.as_str()));
    (norms.into_iter().map(|(_, row)| row).collect(), others)
}

/// The signals worth a look of each document that has one; a document with a rare kind comes first.
fn signals(said: &Said<'_>) -> Vec<SignalsOfDocument> {
    let mut rows = Vec::new();
    for ((path, _), told) in &said.signals {
        let found = KINDS.iter().enumerate();
        let mut found = found.filter_map(|(rank, kind)| Some((rank, *told.get(kind.name())?)));
        if let Some((rank, first)) = found.next() {
            let signals = [first].into_iter().chain(found.map(|(_, one)| one)).cloned().collect();
            rows.push((rank, SignalsOfDocument { path: (*path).to_owned(), signals }));
        }
    }
    rows.sort_by_key(|(rank, _)| *rank);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// What the kinds among the rows tell, in the order of the rows' kinds.
fn kinds(rows: &[SignalsOfDocument]) -> Vec<SignalMeaning> {
    let found: BTreeSet<&str> =
        rows.iter().flat_map(|row| &row.signals).map(|one| one.signal.as_str()).collect();
    KINDS
        .iter()
        .filter(|kind| found.contains(kind.name()))
        .filter_map(|kind| SIGNAL_KINDS.iter().find(|row| row.kind == *kind))
        .map(|row| SignalMeaning { kind: row.name.to_owned(), says: row.says.to_owned() })
        .collect()
}

fn families(
    families: &[&DocumentFamily],
    evidence: &BTreeMap<EvidenceId, Evidence>,
) -> Vec<FamilyOfDocuments> {
    let path = |id: &EvidenceId| match evidence.get(id) {
        Some(item) => item.path.clone(),
        None => id.to_string(),
    };
    let mut rows: Vec<FamilyOfDocuments> = families
        .iter()
        .map(|family| FamilyOfDocuments {
            paths: family.members.iter().map(path).collect(),
            family: (*family).clone(),
        })
        .collect();
    rows.sort_by(|one, other| {
        let key = |row: &FamilyOfDocuments| (row.family.basis.clone(), row.paths.clone());
        key(one).cmp(&key(other))
    });
    rows
}

#[cfg(test)]
mod tests {
    use subtier_model::{ContentKind, Holding, Reader, SignalValue};

    use super::*;

    fn evidence(path: &str) -> Evidence {
        Evidence {
            id: Evidence::id_of(path, 1, None),
            path: path.into(),
            name_bytes: None,
            name_encoding: None,
            parent: None,
            size: 1,
            sha256: None,
            blake3: None,
            kind: ContentKind::Text,
            holding: Holding::Copied,
            modified: None,
        }
    }

    fn observed(path: &str, place: Place, fact: Fact) -> Observation {
        let reader = Reader { name: "test".into(), version: 1 };
        Observation::new(evidence(path).id, place, "", reader, fact)
    }

    fn read(languages: &[&str]) -> Fact {
        Fact::Document(DocumentRead {
            format: "docx".into(),
            encoding: None,
            encoding_rivals: vec![],
            languages: languages.iter().map(|&code| code.into()).collect(),
            characters: 1,
            notes: 0,
            sketch: String::new(),
        })
    }

    fn asked(request: &str, translation: Option<&str>) -> Fact {
        Fact::Note(ChangeRequest {
            shot: None,
            production: None,
            frame: None,
            frame_out: None,
            timecode: None,
            author: None,
            time: None,
            lang: Some("zh".into()),
            request: request.into(),
            translation: translation.map(Into::into),
            translation_lang: translation.map(|_| "ko".into()),
            gloss: None,
            status: "open".into(),
        })
    }

    fn view(observations: &[Observation], paths: &[&str]) -> Option<Documents> {
        let evidence = paths.iter().map(|path| (evidence(path).id, evidence(path))).collect();
        documents(observations, &evidence)
    }

    fn cell(cell: &str) -> Place {
        Place::Cell { sheet: "Sheet1".into(), cell: cell.into() }
    }

    #[test]
    fn a_case_without_documents_has_none() {
        assert_eq!(view(&[], &["a.txt"]), None);
    }

    #[test]
    fn a_picture_without_writing_is_no_document() {
        let picture = |characters| {
            let mut fact = read(&[]);
            if let Fact::Document(read) = &mut fact {
                read.format = "picture".into();
                read.characters = characters;
            }
            observed("a.png", Place::Whole, fact)
        };
        assert_eq!(view(&[picture(0)], &["a.png"]), None);
        let documents = view(&[picture(9)], &["a.png"]).unwrap();
        assert_eq!(documents.formats, [("picture".to_owned(), 1)]);
    }

    #[test]
    fn pairs_come_first_and_cells_in_the_order_of_their_rows() {
        let path = "ep1/a.xlsx";
        let observations = [
            observed(path, Place::Whole, read(&["zh", "ko", "ko"])),
            observed(path, cell("C10"), asked("ten", Some("x"))),
            observed(path, cell("C9"), asked("nine", Some("x"))),
            observed(path, cell("C2"), asked("alone", None)),
        ];
        let documents = view(&observations, &[path]).unwrap();
        let rows: Vec<&str> =
            documents.folders[0].rows.iter().map(|row| row.request.request.as_str()).collect();
        assert_eq!(rows, ["nine", "ten", "alone"]);
        let (from, to) = (Some("zh".to_owned()), Some("ko".to_owned()));
        assert_eq!(documents.directions, [Direction { from, to, count: 2 }]);
        assert_eq!(documents.languages, [("ko".to_owned(), 1), ("zh".to_owned(), 1)]);
        assert_eq!((documents.requests, documents.requests_left), (3, 0));
    }

    #[test]
    fn a_large_folder_does_not_hide_a_small_one_and_what_is_left_is_counted() {
        let mut observations = vec![observed("a/one.txt", Place::Whole, read(&[]))];
        for line in 1..=500 {
            observations.push(observed("a/one.txt", Place::Line(line), asked("r", Some("t"))));
        }
        observations.push(observed("z/two.txt", Place::Line(1), asked("r", None)));
        observations.push(observed("y/two.txt", Place::Line(1), asked("r", Some("t"))));
        let documents = view(&observations, &["a/one.txt", "y/two.txt", "z/two.txt"]).unwrap();
        let shown: Vec<(&str, u64, usize)> = documents
            .folders
            .iter()
            .map(|one| (one.folder.as_str(), one.requests, one.rows.len()))
            .collect();
        assert_eq!(shown, [("a", 500, 199), ("y", 1, 1)]);
        assert_eq!((documents.requests, documents.requests_left), (502, 302));
    }

    #[test]
    fn rare_signals_come_first_and_sessions_are_left_out() {
        let told = |path: &str, signal: &str| {
            let values = vec![SignalValue { value: "v".into(), place: Place::Whole }];
            let fact = DocumentSignals { signal: signal.into(), values, more: 0 };
            observed(path, Place::Whole, Fact::Signals(fact))
        };
        let observations = [
            observed("a.docx", Place::Whole, read(&[])),
            told("a.docx", "application"),
            told("a.docx", "rsid"),
            told("b.docx", "author"),
            told("b.docx", "half_hour_zone"),
            told("c.docx", "rsid"),
        ];
        let documents = view(&observations, &["a.docx", "b.docx", "c.docx"]).unwrap();
        let rows: Vec<(&str, Vec<&str>)> = documents
            .signals
            .iter()
            .map(|row| {
                let kinds = row.signals.iter().map(|one| one.signal.as_str()).collect();
                (row.path.as_str(), kinds)
            })
            .collect();
        assert_eq!(
            rows,
            [("b.docx", vec!["half_hour_zone", "author"]), ("a.docx", vec!["application"])]
        );
        let kinds: Vec<&str> = documents.kinds.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(kinds, ["half_hour_zone", "author", "application"]);
    }

    #[test]
    fn a_norm_is_shown_and_too_little_text_only_counted() {
        let norm = |path: &str, verdict: &str| {
            let fact = KoreanNorm {
                verdict: verdict.into(),
                score_thousandths: 0,
                words: vec![],
                syllables: 9,
                lines: 1,
            };
            observed(path, Place::Whole, Fact::KoreanNorm(fact))
        };
        let observations = [
            observed("a.txt", Place::Whole, read(&["ko"])),
            norm("a.txt", "South Korean norm"),
            norm("b.txt", "North Korean or Yanbian norm"),
            norm("c.txt", "insufficient text"),
        ];
        let documents = view(&observations, &["a.txt", "b.txt", "c.txt"]).unwrap();
        let paths: Vec<&str> = documents.norms.iter().map(|row| row.path.as_str()).collect();
        assert_eq!(paths, ["b.txt", "a.txt"]);
        assert_eq!(documents.without_norm, [("insufficient text".to_owned(), 1)]);
    }
}
