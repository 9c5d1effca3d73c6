//! What was found of one entry before it is judged: the best of its names, and all that a judgement
//! looks at.

use subtier_names::fold::{Token, TokenKind};
use subtier_names::readings::Reading;

use crate::align::Aligned;
use crate::entry::Entry;
use crate::load::Lists;
use crate::query::Query;
use crate::telling::Agreement;

/// All that a judgement looks at.
pub(crate) struct Judged<'a> {
    pub(crate) query: &'a Query,
    pub(crate) entry: &'a Entry,
    pub(crate) lists: &'a Lists,
    pub(crate) name: &'a NameFound,
    pub(crate) agreement: &'a Agreement,
}

/// The best name of one entry.
pub(crate) struct NameFound {
    pub(crate) name_idx: usize,
    /// Log-odds of the names alone, in thousandths.
    pub(crate) log_odds: i32,
    pub(crate) aligned: Aligned,
    pub(crate) asked_text: String,
    pub(crate) asked: Vec<Token>,
    pub(crate) listed: Vec<Token>,
    /// Two spellings of one Korean name.
    pub(crate) korean: bool,
    /// Whether the person's weights of the model hold.
    pub(crate) is_person: bool,
    /// How the asked and the listed name were read, where not as they stand.
    pub(crate) readings: [Option<Reading>; 2],
}

/// A company has a form, a trade or a number in its name; what has none of them is weighed as a person's.
pub(crate) fn looks_like_person(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .all(|token| matches!(token.kind, TokenKind::Word | TokenKind::Link | TokenKind::Place))
}

/// A name that begins or ends with a company form is no person's; in the middle it may be a part
/// of one (Bah Ag Moussa).
pub(crate) fn is_company(tokens: &[Token]) -> bool {
    let form = |token: Option<&Token>| token.is_some_and(|t| t.kind == TokenKind::CompanyForm);
    tokens.len() > 1 && (form(tokens.first()) || form(tokens.last()))
}
