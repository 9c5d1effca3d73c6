//! The process that reads: it limits itself, then answers one question after the other.
//!
//! In: a request as the program sends it: the task, then the bytes. Out: the answer, or why there is none. Never: a file opened; this
//! process could not.

use std::panic::{AssertUnwindSafe, catch_unwind};

use subtier_blocks::{Fault, Limits, Request};
use subtier_model::Place;
use subtier_names::encoding::Likelihoods;
use subtier_source::{Confinement, confine, serve};

use crate::error::Error;
use crate::overlay::draw;
use crate::protocol::{Answer, Pictures, Recognised, Reply, Task};
use crate::reading::reading;
use crate::sight::sight;

/// Address space of a reader. A document may have 512 MiB; with its text, its blocks and the answer that takes about three
/// times as much, and a library's worst habits are cut here.
const MEMORY_BYTES_MAX: u64 = 3 << 30;

/// Bytes of one request: a document, and what is known of it.
const REQUEST_BYTES_MAX: u64 = Limits::STANDARD.document_bytes_max + (64 << 20);

/// What the reader's process does: it limits itself, then answers until there is nothing more.
pub fn run_reader() -> Result<(), Error> {
    let unconfined = confine(Confinement::Parser, MEMORY_BYTES_MAX)
        .map_err(|error| Error::new("limit the reader", error))?;
    // The message of a panic would go to a standard error that nobody reads.
    std::panic::set_hook(Box::new(|_| {}));
    serve(REQUEST_BYTES_MAX, |request| answer(&request, unconfined.as_ref()))
        .map_err(|error| Error::new("answer", error))
}

/// Answers one request of the program with the JSON of a [`Reply`].
fn answer(request: &[u8], unconfined: Option<&String>) -> Vec<u8> {
    let answered = catch_unwind(AssertUnwindSafe(|| carry_out(request)));
    let answer = answered.unwrap_or_else(|_| {
        Err("the reader failed on it, which is a fault of the program".to_owned())
    });
    serde_json::to_vec(&Reply { unconfined: unconfined.cloned(), answer }).unwrap_or_default()
}

/// Does what a request asks.
fn carry_out(request: &[u8]) -> Result<Answer, String> {
    let (task, bytes) = request_parts(request)
        .map_err(|reason| format!("{reason}, which is a fault of the program"))?;
    match task {
        Task::Read(known) => {
            let document = subtier_documents::read(&Request {
                bytes,
                name: known.path.rsplit('/').next().unwrap_or(""),
                folder: known.folder.map(Likelihoods),
                limits: Limits::STANDARD,
            });
            Ok(Answer::Reading(Box::new(reading(&known, document))))
        }
        Task::Look => {
            let pictures = subtier_documents::written_picture(bytes)?.into_iter().collect();
            let n_more = subtier_documents::pictures_in(bytes).saturating_sub(1);
            Ok(Answer::Pictures(Pictures { pictures, n_more }))
        }
        Task::Cut(regions) => {
            let pictures = subtier_documents::lines_of_picture(bytes, &regions)?;
            Ok(Answer::Pictures(Pictures { pictures, n_more: 0 }))
        }
        Task::Prove(proving) => {
            let pictures = vec![draw(&proving, bytes)?];
            Ok(Answer::Pictures(Pictures { pictures, n_more: 0 }))
        }
        Task::See(glance) => Ok(Answer::Sight(Box::new(sight(&glance, bytes)?))),
        Task::Take(known, Recognised { lines, codes, n_more }) => {
            let mut document = subtier_documents::recognised_document(&lines, &codes);
            if n_more > 0 {
                let reason = format!(
                    "only the first picture in it was looked at for text; it holds {n_more} more"
                );
                document.faults.push(Fault { place: Place::Whole, reason });
            }
            Ok(Answer::Reading(Box::new(reading(&known, document))))
        }
    }
}

/// Takes a request apart: the length of the task, the task, the bytes of the file it is asked of.
fn request_parts(request: &[u8]) -> Result<(Task, &[u8]), String> {
    let (length, rest) = request.split_at_checked(8).ok_or("the request is cut")?;
    let length = length.try_into().map_or(0, u64::from_le_bytes);
    let length = usize::try_from(length).map_err(|error| error.to_string())?;
    let (task, bytes) = rest.split_at_checked(length).ok_or("the request is cut")?;
    let task = serde_json::from_slice(task)
        .map_err(|error| format!("the request is not understood: {error}"))?;
    Ok((task, bytes))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::protocol::Known;

    #[test]
    fn pictures_that_were_not_looked_at_are_said() {
        let known = Known {
            path: "a.gif".to_owned(),
            folder: None,
            shots: Vec::new(),
            with_text: false,
            access_log: None,
        };
        let recognised = Recognised { lines: Vec::new(), codes: BTreeMap::new(), n_more: 6 };
        let task = serde_json::to_vec(&Task::Take(known, recognised)).unwrap();
        let length = (task.len() as u64).to_le_bytes();
        let answer = carry_out(&[&length[..], &task].concat()).unwrap();
        let said = serde_json::to_string(&answer).unwrap();
        assert!(said.contains("it holds 6 more"), "{said}");
    }
}
