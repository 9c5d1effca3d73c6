//! `subtier connections FILE...`: what access logs say of who connected, from where and when.

mod access_lines;
mod asset_lines;
mod declared;
mod origin_lines;
mod rhythm_lines;

use std::path::{Path, PathBuf};

use clap::Args;
use subtier_advisory::{CaseFacts, Declared};
use subtier_connections::{
    BLOCK_BYTES, FileLine, FileSummary, Format, Leases, Pattern, ReadConfig, for_each_access,
    has_records, read_log, sniff_file,
};
use subtier_model::Place;
use subtier_origins::NetworkData;

use self::access_lines::Rows;
use self::asset_lines::Assets;
use self::declared::VendorTable;
use self::origin_lines::Origins;
use self::rhythm_lines::Rhythms;
use super::Ending;
use crate::failure::Failure;
use crate::line::real;
use crate::out::{Out, Reader, say};

/// Reads access logs: who, from where, when. Stores nothing.
///
/// Exit 2: a line could not be read, or a file is no known log.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(crate) struct Arguments {
    /// Print JSON Lines: one object for each file, access, origin, rhythm and asset asked for.
    #[arg(long)]
    json: bool,
    /// Print every access.
    #[arg(long)]
    rows: bool,
    /// Print every address with where it is, by whom, how sure.
    #[arg(long)]
    origins: bool,
    /// Print for every account when its people work and whose holidays they keep.
    #[arg(long)]
    rhythm: bool,
    /// Print every asset that the paths name, with who put, fetched and deleted it, from where, when.
    #[arg(long)]
    assets: bool,
    /// A pattern for lines of a format of one's own (TOML; see docs/connections.md).
    #[arg(long, value_name = "FILE")]
    format: Option<PathBuf>,
    /// A folder with network data.
    #[arg(long, value_name = "DIR")]
    geo: Option<PathBuf>,
    /// The vendors, by whom accounts and networks are declared (CSV).
    #[arg(long, value_name = "F.csv")]
    vendors: Option<PathBuf>,
    /// Logs.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let geo = arguments.geo.as_deref().map(real).transpose()?;
    for path in &arguments.files {
        real(path)?;
    }
    let vendors = arguments.vendors.as_deref().map(VendorTable::read).transpose()?;
    let vendors = vendors.unwrap_or_default();
    let declared = CaseFacts::new(&vendors.rows, &[]).declared;
    let mut complaints = vendors.n_faults;
    let assets = arguments.assets.then(Assets::new);
    let mut asked = Asked { origins: None, rhythms: None, assets };
    if arguments.origins {
        let (network, faults) = NetworkData::load(geo.as_deref());
        for fault in &faults {
            say(&format!("{}: {}: {}", fault.path, fault.place, fault.reason));
        }
        complaints += faults.len();
        asked.origins = Some(Origins::new(network, &declared));
    }
    asked.rhythms = arguments.rhythm.then(|| Rhythms::new(&declared));
    let mut out = Out::new();
    let read = read_files(arguments, &declared, &mut asked, &mut out)?;
    complaints += read.complaints;
    if matches!(read.reader, Reader::Listening) {
        if let Some(origins) = asked.origins {
            origins.print(&mut out, arguments.json)?;
        }
        if let Some(rhythms) = asked.rhythms {
            rhythms.print(&mut out, arguments.json)?;
        }
        if let Some(assets) = asked.assets {
            assets.print(&mut out, arguments.json)?;
        }
        out.finish()?;
    }
    Ok(Ending::with_complaints(complaints))
}

/// What is gathered over all files, as far as it was asked for.
struct Asked<'d> {
    origins: Option<Origins<'d>>,
    rhythms: Option<Rhythms<'d>>,
    assets: Option<Assets>,
}

/// What reading all files came to.
struct AllRead {
    complaints: usize,
    reader: Reader,
}

fn read_files(
    arguments: &Arguments,
    declared: &Declared<'_>,
    asked: &mut Asked<'_>,
    out: &mut Out,
) -> Result<AllRead, Failure> {
    let pattern = arguments.format.as_deref().map(read_pattern).transpose()?;
    let leases = read_leases(&arguments.files)?;
    let mut complaints = 0_usize;
    for file in &arguments.files {
        let path = file.to_string_lossy();
        let source = subtier_source::open(&real(file)?)?;
        let config = ReadConfig {
            modified: Some(source.modified()),
            block_bytes: BLOCK_BYTES,
            pattern: pattern.as_ref(),
            leases: Some(&leases),
        };
        let reading = if arguments.rows || arguments.assets {
            let place = if has_records(&source)? { Place::Record } else { Place::Line };
            let mut rows = arguments.rows.then(|| Rows::new(out, arguments.json, declared, place));
            let log = asked.assets.as_mut().map(|assets| assets.begin(&path, place));
            let reading = for_each_access(&source, &config, |number, access| {
                if let Some(rows) = &mut rows {
                    rows.print(number, access);
                }
                if let Some((assets, log)) = asked.assets.as_mut().zip(log) {
                    assets.add(log, number, access);
                }
            })?;
            rows.map_or(Ok(()), Rows::end)?;
            reading
        } else {
            read_log(&source, &config)?
        };
        let summary = &reading.summary;
        if let Some(reason) = &summary.reason {
            say(&format!("{path}: no log of a known format: {reason}"));
            complaints += 1;
        }
        let n_lines = usize::try_from(summary.complaints).unwrap_or(usize::MAX);
        complaints = complaints.saturating_add(n_lines);
        let reader = print_file(out, &path, summary, arguments.json)?;
        if matches!(reader, Reader::Gone) {
            return Ok(AllRead { complaints, reader });
        }
        if let Some(origins) = &mut asked.origins {
            origins.add(&reading);
        }
        if let Some(rhythms) = &mut asked.rhythms {
            rhythms.add(&reading);
        }
    }
    Ok(AllRead { complaints, reader: Reader::Listening })
}

/// Reads the pattern of a format of one's own.
fn read_pattern(path: &Path) -> Result<Pattern, Failure> {
    let pattern = Pattern::read_file(subtier_source::open(&real(path)?)?);
    pattern.map_err(|reason| Failure::user(format!("read {}: {reason}", path.display())))
}

/// Reads the logs of VPN servers among the files, for the others: an address inside a tunnel is then
/// known by where the tunnel came from.
fn read_leases(files: &[PathBuf]) -> Result<Leases, Failure> {
    let mut leases = Leases::default();
    // A log of its own says nothing of addresses inside.
    for file in files.iter().filter(|_| files.len() > 1) {
        let source = subtier_source::open(&real(file)?)?;
        if sniff_file(&source)? == Some(Format::Openvpn) {
            let config = ReadConfig::new(Some(source.modified()), BLOCK_BYTES);
            leases.add_log(read_log(&source, &config)?.leases);
        }
    }
    Ok(leases)
}

fn print_file(
    out: &mut Out,
    path: &str,
    summary: &FileSummary,
    json: bool,
) -> Result<Reader, Failure> {
    if json {
        return out.json(&FileLine::of(path, summary));
    }
    for line in summary.text(path) {
        out.line(&line)?;
    }
    Ok(Reader::Listening)
}
