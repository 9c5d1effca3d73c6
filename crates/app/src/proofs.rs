//! The picture that proves a match: both pictures side by side, with their lines laid over each other.
//!
//! In: two open files, the moments meant where they are films, and the move from one to the other. Out: a PNG or JPEG. Never: a
//! file of evidence decoded in this process; a look taken for granted: both pictures are looked at anew.

use std::convert::Infallible;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use subtier_media::decode;
use subtier_media::look::Look;
use subtier_media::proof::{self, Shown};
use subtier_media::verify::Warp;
use subtier_source::Opened;

use crate::ends;
use crate::failure::Failure;
use crate::film;
use crate::films::Films;
use crate::readers::Readers;

/// Counted up whenever the same match may give another picture.
pub(crate) const PROOF_VERSION: u32 = 1;

/// Samples on the longer side of each of the two pictures.
const SIDE: usize = 512;

/// What a proof is written as.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Encoding {
    /// Exact, for a folder of the user.
    Png,
    /// Small, for the case and its report.
    Jpeg,
}

/// What the process that draws is told; the two small pictures follow as bytes, the query first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Proving {
    query_look: Vec<u8>,
    reference_look: Vec<u8>,
    warp_millionths: Vec<i64>,
    query_bytes: usize,
    encoding: Encoding,
}

/// One side of a proof.
pub(crate) struct Side<'a> {
    pub(crate) file: &'a Opened,
    pub(crate) name: &'a str,
    /// Where it is a film: the frame that is meant.
    pub(crate) at_millis: Option<u64>,
}

/// Makes proofs.
pub(crate) struct Prover<'a> {
    readers: Readers,
    films: &'a Films,
}

impl<'a> Prover<'a> {
    pub(crate) fn new(films: &'a Films) -> Result<Self, Failure> {
        Ok(Self { readers: Readers::new(&Arc::default())?, films })
    }

    /// Draws one; the error says why there is none.
    pub(crate) fn prove(
        &mut self,
        query: &Side<'_>,
        reference: &Side<'_>,
        (warp_millionths, encoding): (&[i64], Encoding),
    ) -> Result<Vec<u8>, String> {
        let (query_look, mut bytes) = self.picture(query)?;
        let (reference_look, more) = self.picture(reference)?;
        let query_bytes = bytes.len();
        bytes.extend(more);
        let warp_millionths = warp_millionths.to_vec();
        let proving =
            Proving { query_look, reference_look, warp_millionths, query_bytes, encoding };
        self.readers.prove(proving, bytes)
    }

    /// The look of one side and the picture it was taken of.
    fn picture(&mut self, side: &Side<'_>) -> Result<(Vec<u8>, Vec<u8>), String> {
        let view = match side.at_millis {
            None => ends::view(side.file, side.name, (false, SIDE))?,
            Some(millis) => {
                let frame = self.films.ffmpeg()?.frame_at(side.file, millis);
                film::view(&frame.ok_or("the frame could not be taken again")?, SIDE)
            }
        };
        let mut sight = None;
        let all = self.readers.see_each(std::iter::once(Ok(view)), |seen| {
            sight = Some(seen);
            Ok::<(), Infallible>(())
        });
        let Ok(()) = all;
        let sight = sight.ok_or("it was not looked at")??;
        Ok((
            sight.look.ok_or("there is nothing to recognise")?,
            sight.thumbnail.ok_or("it could not be drawn small")?,
        ))
    }
}

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
