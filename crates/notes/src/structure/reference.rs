//! The references of one text: which shot, which frames, which time, and what of the text is left without them.
//!
//! In: a folded text. Out: references in order, and the stretch of text between those at its head and those in brackets at
//! its end. Never: a second reading of the same signs; one sign belongs to one reference at most.

use super::accounts::{is_account, skip_word};
use super::clock::clock;
use super::code::code;
use super::frames::{frames, listed_frames};
use super::listing::{bracketed, further_shots, labelled, listed};
use super::spoken::shot;
use super::view::{View, is_code, is_hangul};

/// References kept of one text.
const REFERENCES_MAX: usize = 64;

/// The numbers that tell two spellings of one shot to be the same: `SC012` and `12번 컷` are both `[12]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) numbers: Vec<i64>,
    pub(super) suffix: Option<char>,
}

/// What is referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Shot(Key),
    Scene(Key),
    Production,
    Frames { first: i64, last: Option<i64> },
    Timecode,
    Time,
}

/// One reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) what: What,
    /// Its first sign.
    pub(super) from: usize,
    /// The sign after it.
    pub(super) to: usize,
    /// The sign up to which it is cut out, with a version or file name that hangs on it.
    pub(super) through: usize,
}

impl Reference {
    pub(super) const fn new(what: What, from: usize, to: usize) -> Self {
        Self { what, from, to, through: to }
    }
}

/// Whether a shot stands before a sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ShotBefore {
    /// None does.
    #[default]
    None,
    /// Somewhere in the same text.
    Somewhere,
    /// With nothing but blanks between.
    Directly,
}

/// What a number may be the second part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Within {
    /// Of nothing.
    #[default]
    None,
    /// A range or list that was begun with 第 or 제.
    Ordinal,
    /// `between f12 and f20`.
    Between,
}

impl Within {
    /// What follows a number that 第 or 제 stood before.
    pub(super) const fn ordinal(is_ordinal: bool) -> Self {
        if is_ordinal { Self::Ordinal } else { Self::None }
    }
}

/// What is known where a reference may begin.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    /// Nothing but references and separators stands before.
    pub(super) is_lead: bool,
    /// Whether a shot stands before in the same text.
    pub(super) shot: ShotBefore,
    /// What was begun before.
    pub(super) within: Within,
    /// Whether a scene stands directly before.
    pub(super) is_after_scene: bool,
}

impl Scope {
    /// Whether a shot stands before in the same text.
    pub(super) fn has_own_shot(self) -> bool {
        self.shot != ShotBefore::None
    }

    /// Whether a shot stands directly before.
    pub(super) fn is_after_shot(self) -> bool {
        self.shot == ShotBefore::Directly
    }

    /// Goes on past something else.
    fn pass(&mut self) {
        self.is_after_scene = false;
        if self.shot == ShotBefore::Directly {
            self.shot = ShotBefore::Somewhere;
        }
    }
}

/// The references of a text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) references: Vec<Reference>,
    /// How many of them stand at the head of the text.
    pub(super) lead: usize,
    /// The sign at which the text without its head begins.
    pub(super) body: usize,
}

/// Finds the references of a text.
pub(super) fn scan(view: &View<'_>) -> Scan {
    scan_in(view, false)
}

/// Finds the references of a text for which a shot may hold from elsewhere.
pub(super) fn scan_in(view: &View<'_>, has_shot: bool) -> Scan {
    let mut found = Scan::default();
    let mut at = 0;
    let shot = if has_shot { ShotBefore::Somewhere } else { ShotBefore::None };
    let mut scope = Scope { is_lead: true, shot, ..Scope::default() };
    while at < view.len() && found.references.len() < REFERENCES_MAX {
        if let Some(next) = reference(view, at, scope) {
            at = next.iter().map(|reference| reference.through).max().unwrap_or(at + 1).max(at + 1);
            let mut next = next;
            if next.iter().any(|reference| is_shot(&reference.what)) {
                scope.shot = ShotBefore::Directly;
                next.extend(further_shots(view, &next));
                at = next.last().map_or(at, |last| last.through.max(at));
            } else {
                scope.pass();
            }
            scope.is_after_scene =
                next.last().is_some_and(|found| matches!(found.what, What::Scene(_)));
            found.references.extend(next);
            if scope.is_lead {
                at = particle(view, at);
                found.lead = found.references.len();
                found.body = at;
            }
            continue;
        }
        let sign = view.at(at);
        if scope.is_lead
            && let Some(next) = listed(view, at, scope).or_else(|| labelled(view, at, scope))
        {
            at = next;
            continue;
        }
        if scope.is_after_shot()
            && let Some(frame) = bracketed(view, at)
        {
            at = frame.through;
            found.references.push(frame);
            found.lead = found.references.len();
            found.body = at;
            scope.pass();
            continue;
        }
        if !is_separator(sign) {
            scope.is_lead = false;
            scope.pass();
        } else if !matches!(sign, ' ' | ':' | ',' | '_' | '-') {
            scope.pass();
        }
        at = if is_code(sign) { skip_word(view, at) } else { at + 1 };
    }
    merge(view, &mut found);
    found
}

pub(super) const fn is_shot(what: &What) -> bool {
    matches!(what, What::Shot(_) | What::Scene(_))
}

/// Whether any reference begins with a sign; most signs of a text begin none.
const fn may_begin(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
        || matches!(
            sign,
            '#' | '@'
                | '第'
                | '제'
                | '从'
                | '從'
                | '自'
                | '在'
                | '镜'
                | '鏡'
                | '卡'
                | '场'
                | 'カ'
                | 'シ'
                | '컷'
                | '샷'
                | '쇼'
                | '화'
                | '씬'
                | '장'
                | '프'
                | 'フ'
                | 'コ'
                | '帧'
                | '上'
                | '下'
                | '晚'
                | '早'
                | '中'
                | '凌'
                | '오'
                | '午'
        )
}

/// Everything that may begin at a sign, surest first.
pub(super) fn reference(view: &View<'_>, at: usize, scope: Scope) -> Option<Vec<Reference>> {
    let sign = view.at(at);
    if !may_begin(sign) {
        return None;
    }
    if let Some(found) = clock(view, at, scope.is_lead) {
        return Some(vec![found]);
    }
    if let Some(found) = listed_frames(view, at, scope) {
        return Some(found);
    }
    if let Some(found) = frames(view, at, scope) {
        return Some(vec![found]);
    }
    if let Some(found) = shot(view, at, scope) {
        return Some(vec![found]);
    }
    if !is_code(view.before(at)) && is_account(view, at) {
        return None;
    }
    // `name@sh163.net` is an address.
    let is_address = view.before(at) == '@' && is_code(view.before(at.saturating_sub(1)));
    let is_word = sign.is_ascii_alphabetic() && !is_code(view.before(at)) && !is_address;
    let begins = is_word || sign == '#';
    if begins { code(view, at, scope.is_lead) } else { None }
}

/// Signs that stand between references and between them and the text.
pub(super) const fn is_separator(sign: char) -> bool {
    matches!(
        sign,
        ' ' | ','
            | '、'
            | ':'
            | ';'
            | '-'
            | '~'
            | '/'
            | '|'
            | '_'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '【'
            | '】'
            | '「'
            | '」'
            | '『'
            | '』'
            | '〔'
            | '〕'
            | '《'
            | '》'
            | '.'
            | '。'
            | '·'
            | '・'
            | '*'
            | '='
            | '→'
            | '&'
    )
}

/// Korean particles behind a reference, longest first.
const PARTICLES: &[&str] = &[
    "에서의",
    "에서는",
    "에서",
    "에는",
    "부터",
    "은",
    "는",
    "의",
    "에",
    "이",
    "가",
    "도",
    "을",
    "를",
];

/// The sign after a particle that ties a reference to its text.
pub(super) fn particle(view: &View<'_>, at: usize) -> usize {
    let blank = view.skip_blanks(at);
    if let Some(len) = view.one_of(blank, &["的", "の"]) {
        return blank + len;
    }
    if let Some(len) = view.one_of(
        at,
        &["里面的", "里面", "里的", "里", "中的", "的", "处", "では", "での", "の", "は"],
    ) {
        return at + len;
    }
    match view.one_of(at, PARTICLES) {
        Some(len) if !is_hangul(view.at(at + len)) => at + len,
        _ => at,
    }
}

/// Joins scene and shot (`第3场第15镜`, `씬3 컷15`, `SC012 C005`) and ranges of shots (`SC012~SC015`).
fn merge(view: &View<'_>, found: &mut Scan) {
    let mut merged: Vec<Reference> = Vec::with_capacity(found.references.len());
    let mut lead = 0;
    for (idx, next) in found.references.drain(..).enumerate() {
        let joined =
            merged.last_mut().and_then(|last| joins(view, last, &next).map(|key| (last, key)));
        match joined {
            Some((last, key)) => {
                last.what = What::Shot(key);
                last.to = next.to;
                last.through = next.through;
            }
            None => merged.push(next),
        }
        if idx + 1 == found.lead {
            lead = merged.len();
        }
    }
    found.references = merged;
    found.lead = lead;
}

/// The key of two references that make one, where they do.
fn joins(view: &View<'_>, last: &Reference, next: &Reference) -> Option<Key> {
    let between: String = (last.through..next.from).map(|idx| view.at(idx)).collect();
    let is_near = matches!(between.trim(), "" | "_" | "-" | "/" | "," | "의" | "の" | "的");
    match (&last.what, &next.what) {
        (What::Scene(scene), What::Shot(shot)) if is_near => {
            let numbers = scene.numbers.iter().chain(&shot.numbers).copied().collect();
            Some(Key { numbers, suffix: shot.suffix })
        }
        // `第12镜 第3场`
        (What::Shot(shot), What::Scene(scene)) if is_near && shot.numbers.len() == 1 => {
            let numbers = scene.numbers.iter().chain(&shot.numbers).copied().collect();
            Some(Key { numbers, suffix: shot.suffix })
        }
        (What::Shot(scene), What::Shot(shot)) => {
            let word = |at: usize| (view.at(at), view.at(at + 1));
            let is_cut = view.at(next.from) == 'c' || word(next.from) == ('s', 'h');
            let is_scene = word(last.from) == ('s', 'c') && is_cut;
            if is_scene && is_near && scene.numbers.len() == 1 {
                let numbers = scene.numbers.iter().chain(&shot.numbers).copied().collect();
                return Some(Key { numbers, suffix: shot.suffix });
            }
            let is_range = matches!(
                between.trim(),
                "~" | "-" | "到" | "至" | "から" | "에서" | "부터" | "to" | "thru" | "through"
            );
            (is_range && shot.numbers > scene.numbers).then(|| scene.clone())
        }
        _ => None,
    }
}
