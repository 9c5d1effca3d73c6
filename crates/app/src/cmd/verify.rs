//! `subtier verify CASE`: names what is no longer what custody says it was.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Ending;
use crate::failure::Failure;
use crate::out::{Out, Reader};

/// Reads a whole case again and names any blob, row, table or report that is no longer what custody
/// says it was.
///
/// Exit 0: all is as it was. Exit 2: damage was found; each piece stands on a line of its own.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The case folder.
    case: PathBuf,
    /// Print JSON Lines: one object for each piece of damage, then one summary.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'a> {
    Damage {
        file: &'a str,
        reason: &'a str,
    },
    Summary {
        blobs: u64,
        bytes: u64,
        custody_lines: u64,
        tables: u64,
        referenced: u64,
        damage: u64,
    },
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let found = subtier_store::verify(&arguments.case)?;
    let mut out = Out::new();
    for damage in &found.damage {
        let (file, reason) = (damage.file.as_str(), damage.reason.as_str());
        let reader = if arguments.json {
            out.json(&Line::Damage { file, reason })?
        } else {
            out.line(&format!("{file}: {reason}"))?
        };
        if matches!(reader, Reader::Gone) {
            break;
        }
    }
    let damage = found.damage.len() as u64;
    if arguments.json {
        out.json(&Line::Summary {
            blobs: found.blobs,
            bytes: found.bytes,
            custody_lines: found.custody_lines,
            tables: found.tables,
            referenced: found.referenced,
            damage,
        })?;
    } else {
        let verdict = if damage == 0 { "all as it was" } else { "DAMAGED" };
        out.line(&format!(
            "{verdict}: {} blobs ({} bytes), {} custody lines, {} tables; {} items by reference not looked at",
            found.blobs, found.bytes, found.custody_lines, found.tables, found.referenced
        ))?;
    }
    out.finish()?;
    Ok(Ending::with_complaints(found.damage.len()))
}
