//! The headings of note sheets, in Chinese, Korean, Japanese and English (`data/table-headers.tsv`).
//!
//! In: the cells of a row. Out: what each column holds. A bilingual heading (`修改意见 / 수정`) counts by its halves. Never: a
//! row of notes for a row of headings; half of its cells must be known headings, of two kinds at least.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::view::View;

const HEADINGS: &str = include_str!("../../../../data/table-headers.tsv");

/// Signs of the longest heading.
const HEADING_SIGNS_MAX: usize = 40;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Shot,
    Asset,
    Scene,
    Episode,
    Frame,
    FrameOut,
    Timecode,
    Request,
    Translation,
    Author,
    Time,
    Status,
    /// What is said besides: the request where nothing else is one.
    Remark,
    /// A tick that says that it was done.
    Done,
    Other,
    /// Stands before the sums of a table.
    Total,
}

impl Role {
    /// Whether a column of it says what is asked or what became of it.
    pub(super) const fn is_about_notes(self) -> bool {
        matches!(self, Self::Request | Self::Translation | Self::Status | Self::Remark)
    }
}

struct Lexicon {
    whole: BTreeMap<String, Role>,
    within: Vec<(String, Role)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut found = Lexicon { whole: BTreeMap::new(), within: Vec::new() };
    for line in HEADINGS.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        let (Some(role), Some(how), Some(heading)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let role = match role {
            "shot" => Role::Shot,
            "asset" => Role::Asset,
            "scene" => Role::Scene,
            "episode" => Role::Episode,
            "frame" => Role::Frame,
            "frame_out" => Role::FrameOut,
            "timecode" => Role::Timecode,
            "request" => Role::Request,
            "translation" => Role::Translation,
            "author" => Role::Author,
            "time" => Role::Time,
            "status" => Role::Status,
            "remark" => Role::Remark,
            "done" => Role::Done,
            "total" => Role::Total,
            _ => Role::Other,
        };
        if how == "has" {
            found.within.push((folded(heading), role));
        } else {
            found.whole.entry(folded(heading)).or_insert(role);
        }
    }
    found
});

fn folded(text: &str) -> String {
    View::of(text)
        .folded()
        .filter(|sign| !matches!(sign, ' ' | '\n' | '_' | '*' | ':' | '"' | '\''))
        .collect()
}

/// What a heading says its column holds.
pub(super) fn role_of(text: &str) -> Option<Role> {
    if text.chars().count() > HEADING_SIGNS_MAX {
        return None;
    }
    let whole = folded(text);
    if whole.is_empty() {
        return None;
    }
    if let Some(role) = LEXICON.whole.get(&whole) {
        return Some(*role);
    }
    // `Comment ID` numbers the comments.
    if NUMBERING.iter().any(|word| whole.len() > word.len() && whole.ends_with(word)) {
        return Some(Role::Other);
    }
    let marks: &[char] = &['/', '／', '\n', '(', '（', ')', '）', '|', '、', '[', ']'];
    let halves = |marks: &[char]| -> Vec<Option<Role>> {
        let halves = text.split(marks).map(folded).filter(|half| !half.is_empty());
        halves.map(|half| LEXICON.whole.get(&half).copied()).collect()
    };
    // `翻译（中）` is known by its first half; words with blanks between them must mostly be known.
    let found =
        [(halves(marks), 2), (halves(&[' ', '\n']), 1)].into_iter().find_map(|(found, times)| {
            let is_known = found.len() <= 4
                && found.first().is_some_and(Option::is_some)
                && found.iter().flatten().count() * times >= found.len();
            is_known.then_some(found)
        });
    if let Some(role) = found.and_then(|found| found.into_iter().flatten().min()) {
        return Some(role);
    }
    let open = text.find(['(', '（']).filter(|at| *at > 0);
    let bare = open.and_then(|at| text.get(..at)).map(folded);
    let whole = bare.unwrap_or(whole);
    let is_short = whole.chars().count() <= if whole.is_ascii() { 16 } else { 8 }
        && !whole.contains([',', '.', '。', '、', '!', '?']);
    LEXICON.within.iter().find(|(word, _)| is_short && whole.ends_with(word)).map(|(_, role)| *role)
}

/// What a word says that is the whole heading of a column.
pub(super) fn role_of_word(word: &str) -> Option<Role> {
    LEXICON.whole.get(&folded(word)).copied()
}

/// Whether every word of a text is the heading of a column.
pub(super) fn is_heading(text: &str) -> bool {
    let mut words = text.split([' ', '/', '\u{3000}']).map(folded).filter(|word| !word.is_empty());
    let is_known = |word: String| LEXICON.whole.get(&word).is_some_and(|role| *role != Role::Other);
    LEXICON.whole.get(&folded(text)).is_some_and(|role| *role != Role::Other)
        || (words.clone().next().is_some() && words.all(is_known))
}

/// Ends of headings of columns that only number.
const NUMBERING: &[&str] = &["id", "编号", "序号", "#"];

/// What the columns of a table hold.
pub(super) type Columns = BTreeMap<u32, Role>;

/// Reads a row of headings; `None` where it is none.
pub(super) fn headings<'a>(cells: impl Iterator<Item = (u32, &'a str)>) -> Option<Columns> {
    let mut columns = Columns::new();
    let mut n_cells = 0;
    for (column, text) in cells.filter(|(_, text)| !text.trim().is_empty()) {
        n_cells += 1;
        if let Some(role) = role_of(text) {
            columns.insert(column, role);
        }
    }
    let mut kinds: Vec<Role> = columns.values().copied().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let is_named = kinds.iter().any(|role| *role != Role::Other);
    // Where a shot and what is asked have theirs, other headings may be anything.
    let is_sheet = kinds.iter().any(|role| matches!(role, Role::Shot | Role::Asset))
        && kinds.iter().any(|role| role.is_about_notes());
    let is_header = is_sheet || columns.len() * 2 >= n_cells;
    (kinds.len() >= 2 && is_named && is_header).then_some(columns)
}

/// Headings of tables of goods, prices and devices; in two columns they tell that a table holds no notes.
const GOODS: &str = "数量|单价|单位|金额|总价|合价|型号|规格|品名|品牌|库存|단가|단위|금액|수량|규격|품목|품명|모델명|単価|数量|金額|型番|品番|規格|\
     qty|quantity|unit|unitprice|price|amount|model|stock|cost";

/// Whether a row is the headings of a table of goods.
pub(super) fn is_of_goods<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let is_goods = |text: &&str| {
        let word = folded(text.split(['(', '（']).next().unwrap_or(text));
        GOODS.split('|').any(|goods| goods == word)
    };
    cells.filter(is_goods).count() >= 2
}

/// Whether every filled cell of a row is a heading: the second row of a header of two.
pub(super) fn is_second_row<'a>(cells: impl Iterator<Item = (u32, &'a str)>) -> bool {
    let roles: Vec<Option<Role>> =
        cells.filter(|(_, text)| !text.trim().is_empty()).map(|(_, text)| role_of(text)).collect();
    roles.len() >= 2 && roles.iter().all(|role| role.is_some_and(|role| role != Role::Other))
}
