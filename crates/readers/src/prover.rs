//! The picture that proves a match: both pictures side by side, with their lines laid over each other.
//!
//! In: two open files, the moments meant where they are films, and the move from one to the other. Out: a PNG or JPEG. Never: a
//! file of evidence decoded in this process; a look taken for granted: both pictures are looked at anew.

use std::convert::Infallible;

use subtier_source::Opened;

use crate::ends;
use crate::error::Error;
use crate::films::Films;
use crate::protocol::{Encoding, Proving};
use crate::readers::Readers;

/// Counted up whenever the same match may give another picture.
pub const PROOF_VERSION: u32 = 1;

/// Samples on the longer side of each of the two pictures.
const SIDE: usize = 512;

/// One side of a proof.
pub struct Side<'a> {
    /// The open file.
    pub file: &'a Opened,
    /// Its path with `/` between folders, for the format.
    pub name: &'a str,
    /// Where it is a film: the frame that is meant.
    pub at_millis: Option<u64>,
}

/// Makes proofs.
pub struct Prover<'a> {
    readers: Readers,
    films: &'a Films,
}

impl<'a> Prover<'a> {
    /// Its reader starts with the first proof.
    ///
    /// # Errors
    /// As [`Readers::new`].
    pub fn new(films: &'a Films) -> Result<Self, Error> {
        Ok(Self { readers: Readers::new(films.warn())?, films })
    }

    /// Draws one; the error says why there is none.
    pub fn prove(
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
                frame.ok_or("the frame could not be taken again")?.view(SIDE)
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
