//! Rules about documents: what they ask for, in which languages, and what they tell of their makers.
//!
//! In: notes, signals and families of documents, the vendor list. Out: drafts of class document. Never: a language or place
//! that counts by itself; each rule holds a document against what the chain declares, or against another document.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{
    ChangeRequest, Citation, Class, DocumentFamily, DocumentSignals, EvidenceId, SignalValue,
    Verdict,
};

use crate::draft::{self, Draft, Look, cite};
use crate::facts::{CaseFacts, Seen};
use crate::owner::{Owner, folder, is_above, is_korean, owner, states_languages, works_in_korean};
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{count, cut, listed, n};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "R06",
        title: "vendors that are said to be different share documents",
        class: Some(Class::Document),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Vendor,
        source_title: "US State, Treasury, FBI: Guidance on the DPRK IT Workers, 16 May 2022, red flags for platforms, item 6 (the same document templates across accounts); that two vendors take the place of two accounts is our own reading",
        source_address: "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
        innocent: &[
            "The client or a common contractor handed the template to both.",
            "Both took it from the same public collection, or one employee moved from one to the other.",
            "One vendor received the document from the other in the course of the same production.",
        ],
        next: &[
            "Compare the two documents side by side: is it the form that is the same, or what was filled in?",
            "Ask each vendor where its template comes from, without naming the other.",
        ],
        check: Check::Case(shared_documents),
    },
    Rule {
        id: "R27",
        title: "documents set up in Korean by a vendor that declares no Korean",
        class: Some(Class::Document),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Vendor,
        source_title: "FBI and ROK: joint public service announcement I-101823-PSA, 18 October 2023, as rendered by Voice of America in Korean (language that does not fit the claimed region); that the language is read from the settings of files is our own addition",
        source_address: "https://www.ic3.gov/PSA/2023/PSA231018",
        innocent: &[
            "The document was made by a client or contractor that works in Korean, and was only stored or returned by the vendor.",
            "The vendor employs people whose first language is Korean, in China mostly from Yanbian; that is nobody's fault.",
            "The program was installed in Korean because the computer was bought second hand or came with a licence from Korea.",
        ],
        next: &[
            "Find out who made these documents and on whose computer.",
            "Compare with documents that the vendor certainly made itself, such as its invoices.",
        ],
        check: Check::Case(korean_settings),
    },
    Rule {
        id: "R40",
        title: "requests translated from Chinese to Korean in a chain without Korean",
        class: Some(Class::Document),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Server,
        source_title: "38 North, M. Williams: What We Learned Inside a North Korean Internet Server, 22 April 2024, as quoted by Animation Magazine, April 2024 (editing comments in Chinese with a translation into Korean)",
        source_address: "https://www.animationmagazine.net/2024/04/north-korean-animators-may-be-working-on-western-shows-report-finds",
        innocent: &[
            "A vendor works with freelancers or a translator whose language is Korean, and the vendor list does not say so.",
            "The documents belong to another production, or came from a client in South Korea.",
            "The vendor list is older than the documents.",
        ],
        next: &[
            "Ask every vendor of the chain who needs its notes in Korean.",
            "Find out through which account the documents came and went, and look up its addresses.",
        ],
        check: Check::Case(translated_to_korean),
    },
    Rule {
        id: "D01",
        title: "character code, signs or clock that only North Korean systems use",
        class: Some(Class::Document),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Server,
        source_title: "Unicode, Inc.: KPS 9566-2003 to Unicode, version 1.01, 27 April 2011 (the code and its signs for leaders' names); IANA time zone database, zone Asia/Pyongyang (the offset); that a file which holds them was made on such a system is our own reading",
        source_address: "https://www.unicode.org/Public/MAPPINGS/VENDORS/MISC/KPS9566.TXT",
        innocent: &[
            "The text was copied from a North Korean publication, or made by somebody who studies these systems.",
            "A short text in another Korean code was taken for this one; the reading says when it is not sure.",
            "The offset of a clock was set by hand, or copied from another document.",
        ],
        next: &[
            "Keep the original bytes; opening and saving the text in another code removes the trace.",
            "Look at the other files of the same folder and account, and at when they were put there.",
        ],
        check: Check::Case(northern_systems),
    },
];

/// Characters from which the code of a text is sure (measured on notes of so many: crates/names/tests/it/encoding.rs).
/// Two fifths of them must be Hangul, which single-byte texts misread as this code do not have.
const SURE_CHARACTERS_MIN: u64 = 12;

/// How many notes or signals of one kind are cited for one document.
const CITED_PER_DOCUMENT_MAX: usize = 5;

fn translated_to_korean(facts: &CaseFacts<'_>) -> Look {
    let is_pair = |seen: &&Seen<'_, ChangeRequest>| {
        let note = seen.fact;
        note.lang.as_deref().is_some_and(|lang| lang.starts_with("zh"))
            && note.translation_lang.as_deref().is_some_and(is_korean)
    };
    let mut by_folder: BTreeMap<&str, Vec<Seen<'_, ChangeRequest>>> = BTreeMap::new();
    for (evidence, notes) in &facts.documents.notes {
        let pairs = notes.iter().filter(is_pair).copied();
        by_folder.entry(folder(facts.path(*evidence))).or_default().extend(pairs);
    }
    by_folder.retain(|_, pairs| !pairs.is_empty());
    let n_pairs: usize = by_folder.values().map(Vec::len).sum();
    let pairs = count(
        n(n_pairs),
        "request in Chinese with its Korean translation",
        "requests in Chinese with their Korean translation",
    );
    if facts.declared.vendors.is_empty() {
        return Look::new(format!("{pairs}, but no vendor list to hold them against"), []);
    }
    let korean: Vec<&str> = facts
        .declared
        .vendors
        .values()
        .filter(|v| works_in_korean(v.fact))
        .map(|v| v.fact.id.as_str())
        .collect();
    if !korean.is_empty() {
        return Look::new(
            format!("{pairs}; {} works in Korean by the vendor list", listed(korean)),
            [],
        );
    }
    let drafts: Vec<Draft> = by_folder
        .iter()
        .filter_map(|(folder, pairs)| translated_in(facts, folder, pairs))
        .collect();
    Look::new(format!("{pairs}; no vendor works in Korean by the vendor list"), drafts)
}

fn translated_in(
    facts: &CaseFacts<'_>,
    folder: &str,
    pairs: &[Seen<'_, ChangeRequest>],
) -> Option<Draft> {
    let silent: Vec<&str> = facts
        .declared
        .vendors
        .values()
        .filter(|seen| !states_languages(seen.fact))
        .map(|seen| seen.fact.id.as_str())
        .collect();
    // What the list leaves open is no contradiction.
    let (verdict, chain) = if silent.is_empty() {
        (Verdict::ToCheck, "no vendor of the declared chain works in Korean".to_owned())
    } else {
        (
            Verdict::Noted,
            format!(
                "no vendor is said to work in Korean, but the list does not say what languages {} works in",
                listed(&silent)
            ),
        )
    };
    let shots: BTreeSet<&str> = pairs.iter().filter_map(|seen| seen.fact.shot.as_deref()).collect();
    let about = if shots.is_empty() { String::new() } else { format!(", about {}", listed(shots)) };
    let title = format!(
        "{} in {folder} with a translation into Korean{about}; {chain}.",
        count(
            n(pairs.len()),
            "change request in Chinese stands",
            "change requests in Chinese stand"
        ),
    );
    let notes = pairs.iter().map(|seen| {
        let note = seen.fact;
        let translation = note.translation.as_deref().unwrap_or("");
        let gloss = note
            .gloss
            .as_deref()
            .map_or(String::new(), |gloss| format!(" (word by word: {})", cut(gloss)));
        cite(*seen, format!("{} = {}{gloss}", cut(&note.request), cut(translation)))
    });
    let vendors = facts.declared.vendors.values().map(|seen| {
        let languages = if seen.fact.languages.is_empty() {
            "states no language".to_owned()
        } else {
            format!("works in {}", seen.fact.languages.join(", "))
        };
        cite(*seen, format!("vendor list: {} {languages}", draft::vendor_name(seen.fact)))
    });
    Draft::new(verdict, title, draft::asset(folder), notes.chain(vendors).collect::<Vec<_>>())
}

/// Signals that say in which language a program or keyboard was set up. The text itself is no setting.
fn korean_values(seen: Seen<'_, DocumentSignals>) -> impl Iterator<Item = &SignalValue> {
    let signal = seen.fact.signal.as_str();
    seen.fact.values.iter().filter(move |one| match signal {
        "typed_language" | "wps_ui_language" => is_korean(&one.value),
        // The slot for East Asian text says what would be used if there were any, not what was.
        "document_language" => is_korean(&one.value) && !is_east_asian_slot(one),
        "hancom_version" => true,
        // Windows code page 949 is Korean (Microsoft, Code Page Identifiers).
        "code_page" => {
            one.value.split(|sign: char| !sign.is_ascii_digit()).any(|number| number == "949")
        }
        _ => false,
    })
}

fn is_east_asian_slot(one: &SignalValue) -> bool {
    let place = one.place.to_string();
    ["eastAsia", "deflangfe", "asian"].iter().any(|slot| place.contains(slot))
}

fn korean_settings(facts: &CaseFacts<'_>) -> Look {
    let mut by_vendor: BTreeMap<&str, (Owner<'_>, Vec<Citation>, BTreeSet<EvidenceId>)> =
        BTreeMap::new();
    let mut n_looked_at = 0_u64;
    for (evidence, signals) in &facts.documents.signals {
        let Some(owner) = owner(facts, *evidence) else { continue };
        n_looked_at += 1;
        let vendor = owner.vendor.fact;
        if works_in_korean(vendor) || !states_languages(vendor) || vendor.tier == Some(0) {
            continue;
        }
        let cited: Vec<Citation> = signals
            .iter()
            .flat_map(|seen| korean_values(*seen).map(|one| (*seen, one)))
            .take(CITED_PER_DOCUMENT_MAX)
            .map(|(seen, one)| {
                cite(
                    seen,
                    format!(
                        "{}: {} ({}); {}",
                        seen.fact.signal,
                        cut(&one.value),
                        one.place,
                        owner.because
                    ),
                )
            })
            .collect();
        if cited.is_empty() {
            continue;
        }
        let slot =
            by_vendor.entry(&vendor.id).or_insert_with(|| (owner.clone(), vec![], BTreeSet::new()));
        slot.1.extend(cited);
        slot.2.insert(*evidence);
    }
    let drafts: Vec<Draft> = by_vendor
        .into_values()
        .filter_map(|(owner, mut cited, documents)| {
            let vendor = owner.vendor.fact;
            let korean_above = facts.declared.vendors.values().any(|other| {
                works_in_korean(other.fact) && is_above(facts, other.fact, vendor)
            });
            // A Korean contractor explains Korean documents in the vendor's hands.
            let verdict = if korean_above { Verdict::Noted } else { Verdict::ToCheck };
            let above = if korean_above { " A vendor above it in the chain works in Korean, which may explain it." } else { "" };
            let title = format!(
                "{} of {} {} Korean in the settings, which the vendor does not declare among its languages ({}).{above}",
                count(n(documents.len()), "document", "documents"),
                draft::vendor_name(vendor),
                if documents.len() == 1 { "names" } else { "name" },
                vendor.languages.join(", "),
            );
            let declared = vendor.country.as_deref().unwrap_or("no country");
            cited.push(cite(owner.vendor, format!("vendor list: {} in {declared}", draft::vendor_name(vendor))));
            Draft::new(verdict, title, draft::vendor(vendor), cited)
        })
        .collect();
    Look::new(
        count(n_looked_at, "document whose vendor is known", "documents whose vendors are known"),
        drafts,
    )
}

fn shared_documents(facts: &CaseFacts<'_>) -> Look {
    let families = &facts.documents.families;
    let drafts: Vec<Draft> =
        families.iter().filter_map(|family| shared_in(facts, *family)).collect();
    Look::new(count(n(families.len()), "family of documents", "families of documents"), drafts)
}

fn shared_in(facts: &CaseFacts<'_>, family: Seen<'_, DocumentFamily>) -> Option<Draft> {
    let mut by_vendor: BTreeMap<&str, (Owner<'_>, Vec<EvidenceId>)> = BTreeMap::new();
    let mut has_client = false;
    for evidence in &family.fact.members {
        let Some(owner) = owner(facts, *evidence) else { continue };
        if owner.vendor.fact.tier == Some(0) {
            has_client = true;
        } else {
            by_vendor
                .entry(&owner.vendor.fact.id)
                .or_insert_with(|| (owner.clone(), vec![]))
                .1
                .push(*evidence);
        }
    }
    let owners: Vec<&Owner<'_>> = by_vendor.values().map(|(owner, _)| owner).collect();
    // Who hands work down hands its forms down too; only vendors side by side are a contradiction.
    let side_by_side: Vec<&&Owner<'_>> = owners
        .iter()
        .filter(|one| {
            owners.iter().any(|other| {
                let (one, other) = (one.vendor.fact, other.vendor.fact);
                one.id != other.id && !is_above(facts, one, other) && !is_above(facts, other, one)
            })
        })
        .collect();
    let (first, others) = side_by_side.split_first()?;
    let is_handed_down = has_client
        || owners.iter().any(|upper| {
            let upper = upper.vendor.fact;
            side_by_side.iter().all(|one| is_above(facts, upper, one.vendor.fact))
        });
    let are_papers = family.fact.members.iter().all(|evidence| is_paper(facts, *evidence));
    // What the client or a common contractor has too came from there; a shared lineage may be that of a public template, and
    // texts, tables and exports are copied by programs.
    let verdict = if is_handed_down || family.fact.basis != "same_text" || !are_papers {
        Verdict::Noted
    } else {
        Verdict::ToCheck
    };
    let handed_down = if is_handed_down {
        " The client or a vendor above them has it too, which may explain it."
    } else {
        ""
    };
    let says = format!("{}: {}", family.fact.because, share(family.fact));
    let cited = std::iter::once(cite(family, says)).chain(by_vendor.values().flat_map(
        |(owner, documents)| {
            let read = documents.iter().filter_map(|evidence| facts.documents.read.get(evidence));
            read.take(CITED_PER_DOCUMENT_MAX).map(|seen| {
                cite(
                    *seen,
                    format!(
                        "a document of {}: {}",
                        draft::vendor_name(owner.vendor.fact),
                        owner.because
                    ),
                )
            })
        },
    ));
    let title = format!(
        "Documents of {} belong together: {}.{handed_down}",
        listed(side_by_side.iter().map(|owner| draft::vendor_name(owner.vendor.fact))),
        share(family.fact)
    );
    let draft =
        Draft::new(verdict, title, draft::vendor(first.vendor.fact), cited.collect::<Vec<_>>())?;
    Some(draft.about(others.iter().map(|owner| draft::vendor(owner.vendor.fact))))
}

/// Whether a document is one that people write: no list, export, log or configuration.
fn is_paper(facts: &CaseFacts<'_>, evidence: EvidenceId) -> bool {
    const PAPERS: &[&str] =
        &["docx", "pptx", "odt", "odp", "hwpx", "doc", "ppt", "wps", "hwp", "rtf", "pdf"];
    facts
        .documents
        .read
        .get(&evidence)
        .is_some_and(|seen| PAPERS.contains(&seen.fact.format.as_str()))
}

fn share(family: &DocumentFamily) -> String {
    match family.basis.as_str() {
        "same_lineage" => "they carry one mark of a copy or template".to_owned(),
        "versions" => "they seem to be versions of one document".to_owned(),
        _ => format!(
            "about {} % of their text is the same, by estimate",
            (family.alike_thousandths / 10).min(99)
        ),
    }
}

/// What a signal says of North Korean systems, and how far that carries; `None` for every other.
fn northern(signal: &str, value: &str, is_sure: bool) -> Option<Verdict> {
    match signal {
        "text_encoding" | "mojibake" if value.contains("kps9566") => {
            Some(if is_sure { Verdict::ToCheck } else { Verdict::Noted })
        }
        "leader_name" | "half_hour_zone" => Some(Verdict::ToCheck),
        // The list of fonts is recalled, and dates of this kind stand in whatever quotes a North Korean text.
        "north_korean_font" | "juche_date" => Some(Verdict::Noted),
        _ => None,
    }
}

fn northern_systems(facts: &CaseFacts<'_>) -> Look {
    let mut by_folder: BTreeMap<&str, (Verdict, Vec<Citation>, BTreeSet<EvidenceId>)> =
        BTreeMap::new();
    for (evidence, signals) in &facts.documents.signals {
        let folder = folder(facts.path(*evidence));
        // A few syllables are right in more than one code.
        let is_sure = facts.documents.read.get(evidence).is_some_and(|seen| {
            let syllables =
                facts.documents.norms.get(evidence).map_or(0, |norm| norm.fact.syllables);
            seen.fact.encoding_rivals.is_empty()
                && seen.fact.characters >= SURE_CHARACTERS_MIN
                && syllables * 5 >= seen.fact.characters * 2
        });
        for seen in signals {
            let values =
                seen.fact.values.iter().filter_map(|one| {
                    Some((one, northern(&seen.fact.signal, &one.value, is_sure)?))
                });
            for (one, verdict) in values.take(CITED_PER_DOCUMENT_MAX) {
                let slot =
                    by_folder.entry(folder).or_insert((Verdict::Noted, vec![], BTreeSet::new()));
                slot.0 = slot.0.max(verdict);
                slot.1.push(cite(
                    *seen,
                    format!("{}: {} ({})", seen.fact.signal, cut(&one.value), one.place),
                ));
                slot.2.insert(*evidence);
            }
        }
    }
    let drafts: Vec<Draft> = by_folder
        .into_iter()
        .filter_map(|(folder, (verdict, cited, documents))| {
            let what = if verdict == Verdict::Noted {
                "what North Korean systems write, but quotations, public fonts or other codes explain as well"
            } else {
                "signs that only North Korean systems write"
            };
            let title = format!(
                "{} in {folder} {} {what}.",
                count(n(documents.len()), "document", "documents"),
                if documents.len() == 1 { "holds" } else { "hold" },
            );
            Draft::new(verdict, title, draft::asset(folder), cited)
        })
        .collect();
    Look::new(
        count(n(facts.documents.signals.len()), "document with signals", "documents with signals"),
        drafts,
    )
}
