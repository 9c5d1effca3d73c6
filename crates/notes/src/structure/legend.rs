//! What the signs of a status column stand for, where the document says it: `RTK = retake, APP = approved`,
//! `R：リテイク　済：修正済み`, `A=通过 B=返修`.
//!
//! In: the blocks of a document. Out: the status of each sign. Never: a sign out of a line that explains only one.

use std::collections::BTreeMap;

use subtier_blocks::Document;

use super::status::given;
use crate::Status;

/// Blocks that are looked at.
const BLOCKS_MAX: usize = 20_000;
/// Signs of the longest line that explains signs.
const LINE_SIGNS_MAX: usize = 200;
/// Signs of the longest sign of a status.
const CODE_SIGNS_MAX: usize = 6;

/// The signs of a document's statuses.
pub(super) type Legend = BTreeMap<String, Status>;

/// Reads what signs stand for.
pub(super) fn legend(document: &Document) -> Legend {
    let mut found = Legend::new();
    let texts = document.blocks.iter().take(BLOCKS_MAX).map(|block| block.text.as_str());
    for line in texts.flat_map(str::lines) {
        if !line.contains(['=', '＝', ':', '：']) || line.chars().count() > LINE_SIGNS_MAX {
            continue;
        }
        let said = explained(line);
        let mut statuses: Vec<Status> = said.values().copied().collect();
        statuses.sort_unstable();
        statuses.dedup();
        if statuses.len() > 1 {
            found.extend(said);
        }
    }
    found
}

fn explained(line: &str) -> Legend {
    let line = line.replace(" = ", "=").replace(": ", ":").replace("： ", "：");
    let parts = line
        .split([',', '，', '、', ';', '；', '/', '|', ' ', '\u{3000}', '\t', '(', ')', '（', '）']);
    let mut found = Legend::new();
    for part in parts {
        let mut halves = part.split(['=', '＝', ':', '：']).map(str::trim).rev();
        let (Some(word), Some(sign)) = (halves.next(), halves.next()) else { continue };
        let is_sign = !sign.is_empty() && sign.chars().count() <= CODE_SIGNS_MAX;
        if let Some(status) = given(word).filter(|_| is_sign) {
            found.insert(folded(sign), status);
        }
    }
    found
}

/// A sign as it is compared.
pub(super) fn folded(sign: &str) -> String {
    sign.trim().to_lowercase()
}
