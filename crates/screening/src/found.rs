//! What was found of one entry before it is judged: the best of its names, and all that a judgement
//! looks at.

use subtier_names::fold::{Token, TokenKind};

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
    pub(crate) score: u32,
    pub(crate) aligned: Aligned,
    pub(crate) asked_text: String,
    pub(crate) asked: Vec<Token>,
    pub(crate) korean: bool,
}

/// A name that begins or ends with a company form is no person's; in the middle it may be a part
/// of one (Bah Ag Moussa).
pub(crate) fn is_company(tokens: &[Token]) -> bool {
    let form = |token: Option<&Token>| token.is_some_and(|t| t.kind == TokenKind::CompanyForm);
    tokens.len() > 1 && (form(tokens.first()) || form(tokens.last()))
}
