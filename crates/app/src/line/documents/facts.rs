//! What one document says, as observations.

use std::collections::BTreeMap;

use subtier_blocks::Signal;
use subtier_documents::READER_VERSION;
use subtier_model::{
    ChangeRequest, DocumentRead, DocumentSignals, EvidenceId, Fact, KoreanNorm, Observation, Place,
    Reader, SignalValue,
};
use subtier_notes::NOTES_VERSION;
use subtier_readers::{GlossedNote, Reading};

/// Values of one kind of signal that are kept for one document; the others are counted.
const VALUES_MAX: usize = 24;

/// The observations of one document; none where it is no document.
pub(super) fn observations(evidence: EvidenceId, reading: &Reading) -> Vec<Observation> {
    if reading.format == "none" {
        return Vec::new();
    }
    let reader = |name: &str, version| Reader { name: name.to_owned(), version };
    let documents = reader(&format!("documents/{}", reading.format), READER_VERSION);
    let notes = reader("notes", NOTES_VERSION);
    let quote = format!("{}, {} characters", reading.format, reading.characters);
    let mut observations = vec![Observation::new(
        evidence,
        Place::Whole,
        &quote,
        documents.clone(),
        Fact::Document(document(reading)),
    )];
    observations.extend(reading.notes.iter().map(|glossed| {
        let note = &glossed.note;
        let quote = match &note.translation {
            Some(translation) => format!("{} = {translation}", note.request),
            None => note.request.clone(),
        };
        Observation::new(
            evidence,
            note.place.clone(),
            &quote,
            notes.clone(),
            Fact::Note(request(glossed)),
        )
    }));
    observations.extend(signals(&reading.signals).into_iter().map(|(place, fact)| {
        let values: Vec<&str> = fact.values.iter().map(|one| one.value.as_str()).collect();
        Observation::new(
            evidence,
            place,
            &values.join("; "),
            documents.clone(),
            Fact::Signals(fact),
        )
    }));
    let norm = &reading.dialect;
    if norm.syllables > 0 {
        let fact = Fact::KoreanNorm(KoreanNorm {
            verdict: norm.verdict.words().to_owned(),
            score_thousandths: norm.score_thousandths,
            words: norm.words.clone(),
            syllables: norm.syllables,
            lines: norm.lines,
        });
        observations.push(Observation::new(
            evidence,
            Place::Whole,
            &norm.words.join("; "),
            notes,
            fact,
        ));
    }
    observations
}

fn document(reading: &Reading) -> DocumentRead {
    DocumentRead {
        format: reading.format.clone(),
        encoding: reading.encoding.clone(),
        encoding_rivals: reading.encoding_rivals.clone(),
        languages: reading.languages.iter().map(|lang| lang.code().to_owned()).collect(),
        characters: reading.characters,
        notes: reading.notes.len() as u64,
        sketch: super::families::written(&reading.sketch),
    }
}

fn request(GlossedNote { note, gloss }: &GlossedNote) -> ChangeRequest {
    ChangeRequest {
        shot: note.shot.clone(),
        production: note.production.clone(),
        frame: note.frame,
        frame_out: note.frame_out,
        timecode: note.timecode.clone(),
        author: note.author.clone(),
        time: note.time.clone(),
        lang: note.lang.map(|lang| lang.code().to_owned()),
        request: note.request.clone(),
        translation: note.translation.clone(),
        translation_lang: note.translation_lang.map(|lang| lang.code().to_owned()),
        gloss: gloss.clone(),
        status: note.status.name().to_owned(),
    }
}

/// The signals by kind, in the order of their kinds, each at the place of its first value.
pub(crate) fn signals(signals: &[Signal]) -> Vec<(Place, DocumentSignals)> {
    let mut by_kind: BTreeMap<&str, Vec<&Signal>> = BTreeMap::new();
    for signal in signals {
        by_kind.entry(signal.kind.name()).or_default().push(signal);
    }
    by_kind
        .into_iter()
        .filter_map(|(kind, signals)| {
            let first = signals.first()?.place.clone();
            let kept = signals.iter().take(VALUES_MAX);
            let values: Vec<SignalValue> = kept
                .map(|one| SignalValue { value: one.value.clone(), place: one.place.clone() })
                .collect();
            let more = signals.len().saturating_sub(values.len()) as u64;
            Some((first, DocumentSignals { signal: kind.to_owned(), values, more }))
        })
        .collect()
}
