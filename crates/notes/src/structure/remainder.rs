//! What of a text is left without the references at its head and those in brackets at its end.
//!
//! In: a folded text and its references. Out: the stretch between them. Never: a cut at a reference within a sentence.

use super::reference::{Scan, What, is_separator};
use super::view::View;

/// The body of a text: without the references at its head and those in brackets at its end.
pub(super) fn body<'a>(view: &View<'a>, found: &Scan) -> &'a str {
    let rest = view.rest(found.body);
    let rest = if found.lead > 0 { trim_head(rest) } else { rest };
    let Some(from) = tail_from(view, found) else { return rest.trim() };
    let head = rest.len().checked_sub(view.rest(from).len()).and_then(|end| rest.get(..end));
    match head.map(str::trim_end) {
        Some(head) if head.ends_with(['(', '（', '[', '【', '「']) => head
            .trim_end_matches(|sign: char| sign.is_whitespace() || "(（[【「@＠,，-".contains(sign))
            .trim(),
        _ => rest.trim(),
    }
}

/// The first sign of the references that close a text, where nothing but separators follows them.
fn tail_from(view: &View<'_>, found: &Scan) -> Option<usize> {
    let mut from = None;
    let mut end = view.len();
    for reference in found.references.iter().skip(found.lead).rev() {
        let is_near = (reference.through..end).all(|idx| is_separator(view.at(idx)));
        if !is_near || reference.what == What::Time {
            break;
        }
        from = Some(reference.from);
        end = reference.from;
        if matches!(view.solid_before(end), '(' | '[' | '【' | '「') {
            break;
        }
    }
    from
}

/// Takes the separators off that stood between references and text; opening brackets stay with the text.
fn trim_head(text: &str) -> &str {
    text.trim_start_matches(|sign: char| {
        sign.is_whitespace()
            || ",，、:：;；-–—―~～〜/／|｜_)）]】」』〕》>.。·・=＝→".contains(sign)
    })
}
