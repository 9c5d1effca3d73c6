//! Whether what agrees of two names tells one company from another, or is one word that many have.
//!
//! In: the paired words of two names, and how many entries have them. Out: a doubt in words, or none.
//! Atlas Studio is not Atlas Holding; Kinoatis Studio may well be Kinoatis LLC.

use std::collections::BTreeSet;

use subtier_names::fold::{Token, TokenKind};

use crate::align::{INITIAL, JOINED};
use crate::found::NameFound;
use crate::index::Index;
use crate::similar;

/// Score that one common word reaches at most, whatever else agrees: below the default threshold.
pub(crate) const ONE_WORD_MAX: u32 = 640;

/// Entries that may share a word that still tells one company from another. Chosen on the SDN list of
/// January 2023, where ATLAS stands in 10 entries, ALPHA in 7, SEK, KINOATIS and FUNSAGA in one each.
const RARE_ENTRIES_MAX: u32 = 5;

/// Words that companies everywhere call themselves by, although few entries of a list have them.
/// Typed for this project.
const COMMON_NAMES: &str = "\
    able ace active adler advance aero agile alfa alliance alpha alpine amber anchor angel apex \
    apollo aqua arc arctic argo aries arrow ascent aspen asia atlantic atlantis atlas aura \
    aurora avalon azure baltic beacon bear beta blue bridge bright bull castle cedar century \
    champion cloud cobra comet compass concept condor continental core corona cosmos crescent \
    crown crystal cyber dawn delta diamond dolphin dragon dream dynamic eagle east eastern echo \
    eclipse eden elephant elite emerald empire epic epsilon era euro europa ever evergreen \
    evolution excel falcon fire focus forest fortune fox frontier fusion future galaxy gamma \
    garden gemini genesis giant glory grace granite green griffin halo harbor harmony hawk \
    helios hercules heritage hero high horizon icon ideal imperial impulse infinity iris island \
    jade jaguar jupiter key king kings knight lake legacy legend leo leopard liberty light lion \
    logic lotus luna lux magic majestic maple marina mars master matrix max mega mercury \
    meridian metro millennium miracle mirage modern moon mountain nature nebula neo neptune \
    nexus noble nordic north northern nova oak oasis ocean olympia olympus omega onyx opal \
    optima orbit orchid orient oriental origin orion oxford pacific palm panda panorama panther \
    paradise paragon peace peak pearl pegasus phoenix pilot pine pinnacle pioneer pixel planet \
    platinum polar polaris port power premier prestige prime prism prosperity pulse pyramid \
    quantum queen radiance rainbow raven red regal regent rex rising river rock rocket rose \
    royal ruby sage sapphire saturn sea shadow sigma silk silver sky smart snow sol solar sonic \
    south southern spark spectrum sphere spirit spring stellar sterling stone storm summit sun \
    sunrise sunset sunshine super supreme swan swift synergy tiger titan top total tower trans \
    trident trinity triumph tropical trust turbo ultra unicorn unique unity universal universe \
    urban valley vector vega venture venus vertex victor victoria victory viking vista vital \
    volcano vulcan wave west western whale white wild wind wolf wonder young zen zenith zero \
    zeus zodiac";

/// How the place of the party stands to those of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceAgreement {
    /// City or country is one.
    Agrees,
    /// The countries are two.
    Differs,
    /// One side states none.
    Unknown,
}

/// How much of both names agrees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Extent {
    /// Something else is left over.
    #[default]
    Part,
    /// Nothing but company forms and joining words is left over.
    ButForms,
    /// Nothing but joining words is left over.
    Whole,
}

/// What of two names agrees.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agreement {
    /// Pairs of telling words, numbers, days; a day counts twice.
    n_telling: usize,
    /// The telling word of which most entries have one like it.
    word: String,
    /// Those entries.
    n_entries: u32,
    extent: Extent,
    /// A telling word agrees only nearly, and sounds otherwise.
    is_near: bool,
    /// A place in the names agrees.
    has_place: bool,
    /// The asked name has a word of a trade, or a company form, that the listed one has not.
    pub(crate) has_own_trade: bool,
}

impl Agreement {
    /// What of the name asked for agrees with the best name of an entry.
    pub(crate) fn of(name: &NameFound, index: &Index) -> Self {
        let listed = &name.listed;
        let mut agreement = Self::default();
        let (mut met_asked, mut met_listed) = (BTreeSet::new(), BTreeSet::new());
        for (one_idx, other_idx, likeness) in &name.aligned.pairs {
            let (Some(one), Some(other)) = (name.asked.get(*one_idx), listed.get(*other_idx))
            else {
                continue;
            };
            // The A of a person is no short form of Animation.
            if *likeness <= INITIAL && one.kind != TokenKind::Word {
                continue;
            }
            let new = met_asked.insert(*one_idx) & met_listed.insert(*other_idx);
            agreement.is_near |=
                *likeness < JOINED && one.kind == TokenKind::Word && !sounds_alike(one, other);
            agreement.has_place |= one.kind == TokenKind::Place && other.kind == TokenKind::Place;
            if new {
                agreement.add(one, other, index);
            }
        }
        let left_over = [left(&name.asked, &met_asked), left(listed, &met_listed)];
        let mut all_left = left_over.iter().flatten();
        agreement.extent = if left_over.iter().all(Vec::is_empty) {
            Extent::Whole
        } else if all_left.all(|kind| *kind == TokenKind::CompanyForm) {
            Extent::ButForms
        } else {
            Extent::Part
        };
        let [asked_left, _] = left_over;
        agreement.has_own_trade = asked_left
            .iter()
            .any(|kind| matches!(kind, TokenKind::Descriptor | TokenKind::CompanyForm));
        agreement
    }

    fn add(&mut self, one: &Token, other: &Token, index: &Index) {
        self.n_telling += match one.kind {
            TokenKind::Day => 2,
            TokenKind::Word | TokenKind::Number => 1,
            TokenKind::Descriptor | TokenKind::CompanyForm | TokenKind::Place | TokenKind::Link => {
                return;
            }
        };
        let n_entries = index.n_entries_with(one).max(index.n_entries_with(other));
        if self.word.is_empty() || n_entries > self.n_entries {
            (self.word, self.n_entries) = (one.written.clone(), n_entries);
        }
    }

    /// Whether one word at most agrees.
    pub(crate) fn is_thin(&self) -> bool {
        self.n_telling < 2 && self.extent != Extent::Whole
    }

    /// Says why what agrees is too little for a match; `None` where it is enough.
    pub(crate) fn doubt(&self, place: PlaceAgreement, is_weak_alias: bool) -> Option<String> {
        let words = match place {
            PlaceAgreement::Agrees => return None,
            PlaceAgreement::Unknown if self.has_place => return None,
            PlaceAgreement::Unknown => "no place agrees",
            PlaceAgreement::Differs => "another country is listed",
        };
        let differs = place == PlaceAgreement::Differs;
        if self.n_telling > 1 || self.extent == Extent::Whole && !(differs && is_weak_alias) {
            return None;
        }
        let word = &self.word;
        if word.is_empty() {
            return Some(format!("against: only words of the trade agree, and {words}"));
        }
        if self.n_entries > RARE_ENTRIES_MAX || is_common_name(word) {
            return Some(format!(
                "against: only \"{word}\" agrees, a word that many companies have, and {words}"
            ));
        }
        if self.is_near && (differs || self.extent == Extent::Part) {
            return Some(format!(
                "against: only \"{word}\" agrees, that not in every letter, and {words}"
            ));
        }
        let is_enough = !differs || self.extent == Extent::ButForms && !is_weak_alias;
        (!is_enough).then(|| format!("against: only \"{word}\" agrees, and {words}"))
    }
}

/// Taesong and Daesong are two romanisations of one word; Warner and Wagner are two words.
fn sounds_alike(one: &Token, other: &Token) -> bool {
    let skeleton = |token: &Token| similar::skeleton(&token.text.chars().collect::<Vec<_>>());
    skeleton(one) == skeleton(other)
}

fn is_common_name(word: &str) -> bool {
    COMMON_NAMES.split_ascii_whitespace().any(|known| known == word)
}

/// Kinds of the tokens that found no partner, joining words aside.
fn left(tokens: &[Token], met: &BTreeSet<usize>) -> Vec<TokenKind> {
    let left = tokens.iter().enumerate().filter(|(idx, _)| !met.contains(idx));
    left.map(|(_, token)| token.kind).filter(|kind| *kind != TokenKind::Link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_word_is_enough_only_where_the_place_agrees() {
        let atlas = Agreement {
            n_telling: 1,
            word: "atlas".to_owned(),
            n_entries: 1,
            ..Agreement::default()
        };
        assert_eq!(atlas.doubt(PlaceAgreement::Agrees, false), None);
        assert!(atlas.doubt(PlaceAgreement::Unknown, false).unwrap().contains("many companies"));
        assert!(atlas.doubt(PlaceAgreement::Differs, false).unwrap().contains("another country"));
        let equal = Agreement { extent: Extent::Whole, ..atlas.clone() };
        assert_eq!(equal.doubt(PlaceAgreement::Differs, false), None);
        let sek = Agreement { word: "sek".to_owned(), ..atlas };
        assert_eq!(sek.doubt(PlaceAgreement::Unknown, false), None);
        assert!(sek.doubt(PlaceAgreement::Differs, false).is_some());
        let near = Agreement { is_near: true, ..sek.clone() };
        assert!(near.doubt(PlaceAgreement::Unknown, false).unwrap().contains("in every letter"));
        let shared = Agreement { n_entries: RARE_ENTRIES_MAX + 1, ..sek };
        assert!(shared.doubt(PlaceAgreement::Unknown, false).is_some());
    }
}
