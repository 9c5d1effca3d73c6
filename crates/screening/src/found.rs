//! What was found of one entry before it is judged: the best of its names and how it was compared.
//!
//! Plain data: `naming` finds it, `telling`, `circumstances` and `explain` look at it.

use subtier_names::fold::Token;
use subtier_names::readings::Reading;

use crate::align::Aligned;

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
