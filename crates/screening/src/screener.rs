//! Looking up a party on all lists: identifiers first, then names, then addresses.
//!
//! In: a query. Out: matches, best first, each with its reasons. An address alone gives a lead
//! and never a match; what is on no list is said as "not on list X of date D", never as clear.

use std::collections::BTreeMap;

use subtier_model::{ListMatchBasis, ListReference};
use subtier_names::address::fold_address;
use subtier_names::ids::parse_id;

use crate::circumstances::{self, Judged, Judgement};
use crate::country;
use crate::entry::Lists;
use crate::entry::{Entry, List, date_words};
use crate::explain;
use crate::index::Index;
use crate::load::is_east_asian;
use crate::model::{self, probability};
use crate::naming::{self, AskedText, Offer};
use crate::numbers::{self, IDENTIFIER_SCORE};
use crate::query::{Comparison, Match, PARTS_MAX, Query};
use crate::telling::Agreement;

/// Score from which a name counts as a match.
///
/// Set beforehand and kept after measuring false alarms and recall on the SDN list of January
/// 2023 with the aliases of February 2025 and the UN list of February 2026: see `README.md`,
/// section "Measured", also for what those figures do not show.
pub const DEFAULT_MIN_SCORE: u16 = 700;

/// Matches that one query gives at most, whatever is asked.
pub const LIMIT_MAX: usize = 1_000;

/// Score of an address lead: below every threshold for names, so that it never counts as one.
const ADDRESS_SCORE: u16 = 450;
/// Likeness from which two addresses are one building.
const ADDRESS_LIKENESS_MIN: u16 = 800;
/// A name whose letters give less is lifted over no threshold by place or date.
const HOPELESS_BELOW: u32 = 600;

/// Said of a party in North Korea that is on no list. Source: 31 CFR 510.311 with its note 1, 31 CFR 510.201(a).
const WITHOUT_LISTING: &str = "a body that the government of North Korea owns or controls, and who acts for it, is blocked whether or not it is listed (31 CFR 510.311): find out who owns and controls it";

/// What a search is for; each has its own threshold.
///
/// Recall and false alarms of each stand in `README.md` under "Measured".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An investigator reads every hit: few names are missed.
    Investigation,
    /// A vendor or a payment is held until somebody has looked.
    Onboarding,
    /// A match is written down, and must seldom be another's.
    Report,
}

impl Purpose {
    /// The score from which a name is given.
    pub const fn min_score(self) -> u16 {
        match self {
            Self::Investigation => 400,
            Self::Onboarding => 550,
            Self::Report => DEFAULT_MIN_SCORE,
        }
    }
}

/// Lists with their index.
#[derive(Debug)]
pub struct Screener {
    lists: Lists,
    index: Index,
}

impl Screener {
    /// Builds the index once; queries then only read it.
    pub fn new(lists: Lists) -> Self {
        let index = Index::new(&lists.entries);
        Self { lists, index }
    }

    /// The lists it screens against.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Compares two names as a query and a listed name would be; words weigh as on these lists.
    pub fn compare(&self, one: &str, other: &str, is_person: Option<bool>) -> Comparison {
        naming::compare(&self.index, one, other, is_person)
    }

    /// Looks a party up; matches from `min_score` on, best first.
    ///
    /// Leads, by an address or by a number that is not sure, are added where the threshold is not
    /// above [`DEFAULT_MIN_SCORE`].
    pub fn screen(&self, query: &Query, limit: usize, min_score: u16) -> Vec<Match> {
        let mut found: BTreeMap<u32, Match> = BTreeMap::new();
        self.screen_ids(query, &mut found);
        self.screen_names(query, min_score, &mut found);
        let mut leads = BTreeMap::new();
        if min_score <= DEFAULT_MIN_SCORE {
            self.screen_addresses(query, &mut found, &mut leads);
        }
        found.retain(|_, found| {
            let is_lead = found.basis == ListMatchBasis::LooseNumber;
            found.score_thousandths >= min_score || is_lead && min_score <= DEFAULT_MIN_SCORE
        });
        for (entry, lead) in leads {
            found.entry(entry).or_insert(lead);
        }
        let mut matches: Vec<(u32, Match)> = found.into_iter().collect();
        matches.sort_by_key(|(entry, found)| (std::cmp::Reverse(found.score_thousandths), *entry));
        matches.truncate(limit.min(LIMIT_MAX));
        let mut matches: Vec<Match> = matches
            .into_iter()
            .filter_map(|(entry, mut found)| {
                explain::ties(
                    &self.lists,
                    self.lists.entries.get(entry as usize)?,
                    &mut found.because,
                );
                Some(found)
            })
            .collect();
        matches.shrink_to_fit();
        matches
    }

    /// What is to be said of each list on which nothing was found.
    pub fn not_listed_on(&self, query: &Query, matches: &[Match]) -> Vec<String> {
        let native =
            query.native_name.iter().chain([&query.name]).any(|n| n.chars().any(is_east_asian));
        let lists = self.lists.lists.iter().filter(|list| {
            matches.iter().all(|m| {
                m.list.name != list.name
                    || matches!(m.basis, ListMatchBasis::Address | ListMatchBasis::LooseNumber)
            })
        });
        let mut said: Vec<String> = lists.map(|list| not_listed(list, native)).collect();
        if query.country.as_deref().and_then(country::code).as_deref() == Some("KP")
            && !said.is_empty()
        {
            said.push(WITHOUT_LISTING.to_owned());
        }
        said
    }

    fn screen_ids(&self, query: &Query, found: &mut BTreeMap<u32, Match>) {
        for (kind, value) in query.ids.iter().take(PARTS_MAX) {
            let asked = parse_id(kind, value);
            for key in asked.keys() {
                for number in self.index.entries_with_id(&key) {
                    let Some(entry) = self.lists.entries.get(*number as usize) else { continue };
                    for listed in entry.ids.iter().filter(|id| id.identifier.is_same_as(&asked)) {
                        let judged = numbers::judge(query, (kind, &asked), listed);
                        let Some((basis, score, because)) = judged else { continue };
                        let matched = listed.identifier.to_string();
                        let new = self.new_match(entry, matched, basis, (score, because));
                        keep_better(found, *number, new);
                    }
                }
            }
        }
    }

    fn new_match(
        &self,
        entry: &Entry,
        matched: String,
        basis: ListMatchBasis,
        (score_thousandths, because): (u16, Vec<String>),
    ) -> Match {
        let list = self.lists.lists.get(entry.list);
        Match {
            list: ListReference {
                name: list.map(|list| list.name.clone()).unwrap_or_default(),
                date: list.and_then(|list| list.date),
                uid: entry.uid.clone(),
            },
            listed_name: entry.name().to_owned(),
            matched,
            basis,
            score_thousandths,
            because,
            features: Vec::new(),
            programmes: entry.programmes.clone(),
        }
    }

    fn screen_names(&self, query: &Query, min_score: u16, found: &mut BTreeMap<u32, Match>) {
        let mut best: BTreeMap<u32, Offer> = BTreeMap::new();
        let names: Vec<AskedText> = std::iter::once(&query.name)
            .chain(&query.native_name)
            .map(|text| AskedText::new(text))
            .collect();
        for (text_idx, text) in names.iter().enumerate() {
            self.index.find_names((text_idx, text), query.is_person, &mut best);
        }
        for (number, offer) in best {
            // What is below both cannot be lifted over the threshold.
            let hopeless = probability(offer.log_odds) < u32::from(min_score).min(HOPELESS_BELOW);
            if hopeless && !found.contains_key(&number) {
                continue;
            }
            let Some(entry) = self.lists.entries.get(number as usize) else { continue };
            let Some(text) = names.get(offer.text_idx) else { continue };
            let Some(name) = self.index.materialise(offer, text, entry) else { continue };
            let agreement = Agreement::of(&name, &self.index);
            let judged =
                Judged { query, entry, lists: &self.lists, name: &name, agreement: &agreement };
            let judgement = circumstances::judge(&judged);
            let is_enough = judgement.score >= u32::from(min_score);
            if !is_enough && !found.contains_key(&number) {
                continue;
            }
            let new = self.name_match(&judged, judgement);
            match found.get_mut(&number) {
                // A name below the threshold says more of a number that agrees, and no more.
                Some(known) if !is_enough => add_reasons(known, new.because),
                _ => keep_better(found, number, new),
            }
        }
    }

    fn name_match(&self, judged: &Judged, judgement: Judgement) -> Match {
        let Judgement { score, because: circumstances, features } = judgement;
        let mut because = explain::name(judged.lists, judged.entry, judged.name);
        because.extend(circumstances);
        let bias = judged.name.log_odds;
        let sum = features
            .iter()
            .skip_while(|f| model::is_of_names(f.name))
            .map(|f| f.log_odds)
            .sum::<i32>();
        because.push(explain::weights(&features, bias + sum));
        because.extend(explain::why_not(&features, score, DEFAULT_MIN_SCORE));
        let matched = judged.entry.names.get(judged.name.name_idx);
        let matched = matched.map_or("", |name| name.text.as_str()).to_owned();
        let scored = (thousandths(score), because);
        Match { features, ..self.new_match(judged.entry, matched, ListMatchBasis::Name, scored) }
    }

    fn screen_addresses(
        &self,
        query: &Query,
        found: &mut BTreeMap<u32, Match>,
        leads: &mut BTreeMap<u32, Match>,
    ) {
        for address in query.addresses.iter().take(PARTS_MAX) {
            let form = fold_address(address);
            for number in self.index.addresses_like(&form) {
                let Some((entry_idx, address_idx, listed)) =
                    self.index.addresses.get(number as usize)
                else {
                    continue;
                };
                let Some(entry) = self.lists.entries.get(*entry_idx as usize) else { continue };
                let Some(place) = entry.addresses.get(*address_idx as usize) else { continue };
                let likeness = form.likeness(listed);
                if likeness < ADDRESS_LIKENESS_MIN {
                    continue;
                }
                let full = [place.street.as_str(), &place.city, &place.country].join(", ");
                let mut because =
                    vec![format!("the address \"{address}\" is that of the entry: \"{full}\"")];
                because.extend(explain::two_dates(&self.lists, entry, place.source, "the address"));
                if let Some(found) = found.get_mut(entry_idx) {
                    found.because.append(&mut because);
                    let lift = (1000 - found.score_thousandths.min(1000)) / 2;
                    found.score_thousandths =
                        (found.score_thousandths + lift).min(IDENTIFIER_SCORE);
                    continue;
                }
                because.push("an address alone is a lead and no match: many firms share a building or an office service".to_owned());
                let lead =
                    self.new_match(entry, full, ListMatchBasis::Address, (ADDRESS_SCORE, because));
                leads.entry(*entry_idx).or_insert(lead);
            }
        }
    }
}

/// Keeps the better of two matches of one entry and the reasons of both.
fn keep_better(found: &mut BTreeMap<u32, Match>, entry: u32, new: Match) {
    match found.get_mut(&entry) {
        None => {
            found.insert(entry, new);
        }
        Some(known) => {
            let rank = |m: &Match| (m.basis, m.score_thousandths);
            let (mut better, other) =
                if rank(&new) > rank(known) { (new, known.clone()) } else { (known.clone(), new) };
            add_reasons(&mut better, other.because);
            *known = better;
        }
    }
}

fn add_reasons(known: &mut Match, because: Vec<String>) {
    for line in because {
        if !known.because.contains(&line) {
            known.because.push(line);
        }
    }
}

fn thousandths(score: u32) -> u16 {
    u16::try_from(score.min(1000)).unwrap_or(1000)
}

fn not_listed(list: &List, native: bool) -> String {
    let date =
        list.date.map_or_else(|| "list date unknown".to_owned(), |date| format!("list of {date}"));
    if list.embedded {
        return format!(
            "not in the embedded extract of the SEK Studio network (names of {}); no whole OFAC SDN list was given",
            date_words(list.date)
        );
    }
    let name = &list.name;
    if native && !list.native_names {
        return format!("not on {name} ({date}); this copy holds no names in Han or Hangul script");
    }
    format!("not on {name} ({date})")
}
