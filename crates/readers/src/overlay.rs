//! The picture that proves a match, drawn: both pictures side by side, with their lines laid over each other.
//!
//! In: two small pictures with their looks, and the move from one to the other. Out: a PNG or JPEG. Never: a picture as it was found;
//! both were drawn anew by the process that looked at them.

use subtier_media::decode;
use subtier_media::look::Look;
use subtier_media::proof::{self, Shown};
use subtier_media::verify::Warp;

use crate::protocol::{Encoding, Proving};

/// Draws a proof, in the process that reads.
pub(crate) fn draw(proving: &Proving, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let (query, reference) =
        bytes.split_at_checked(proving.query_bytes).ok_or("the request is cut")?;
    let look = |bytes: &[u8]| Look::from_bytes(bytes).ok_or("the request has no look");
    let (query_look, reference_look) = (look(&proving.query_look)?, look(&proving.reference_look)?);
    let (query, reference) = (decode::decode(query)?, decode::decode(reference)?);
    let mut warp = Warp([0.0; 9]);
    for (place, millionths) in warp.0.iter_mut().zip(&proving.warp_millionths) {
        *place = fraction(*millionths);
    }
    let drawn = proof::overlay(
        &Shown { thumb: &query, look: &query_look },
        &Shown { thumb: &reference, look: &reference_look },
        &warp,
    );
    match proving.encoding {
        Encoding::Png => proof::png(&drawn),
        Encoding::Jpeg => proof::jpeg(&drawn),
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a plane's move of some hundred samples, as it was before it was kept in millionths"
)]
fn fraction(millionths: i64) -> f32 {
    (millionths as f64 / 1e6) as f32
}
