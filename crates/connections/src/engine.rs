//! Reads a whole log, on all cores where its lines allow it: workers take spans of blocks, count for
//! themselves, and their counts are added up, so the result is the same with one thread or many and
//! with blocks of any size. A log whose lines need each other (no year, sftp) is walked twice, in order.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use subtier_model::Timestamp;
use subtier_source::Opened;

use crate::Error;
use crate::access::Access;
use crate::block::{BlockReader, ByteSource};
use crate::clock::Memo;
use crate::process::ProcessSurvey;
use crate::reading::{LineNumbers, LogReading};
use crate::scan::{self, Desk, NeedsOrder, Nobody, Order, Place, Visit, Visitor};
use crate::tally::Tally;
use crate::year::YearSurvey;

/// Bytes of a block: fits into the second-level cache of a core beside the tables.
pub const BLOCK_BYTES: usize = 256 * 1024;

/// Blocks that one worker takes at a time. Lines near each other share their addresses, so long spans
/// keep the tables of the workers small.
const SPAN_BLOCKS: u64 = 64;

/// Bits of a position that count the lines of a block.
const LINE_BITS: u32 = 32;

/// How a log is read.
#[derive(Debug, Clone, Copy)]
pub struct ReadConfig {
    /// The file's own time of last change, for years that the log does not name.
    pub modified: Option<Timestamp>,
    /// Bytes of a block, [`BLOCK_BYTES`] unless a test wants others.
    pub block_bytes: usize,
}

/// Reads a log for who, from where and when.
pub fn read_log(source: &Opened, config: &ReadConfig) -> Result<LogReading, Error> {
    read_all(source, config)
}

/// Reads a log that is in memory, as [`read_log`] does.
pub fn read_log_bytes(bytes: &[u8], config: &ReadConfig) -> LogReading {
    read_all(&bytes, config).expect("bytes in memory can always be read")
}

/// Reads a log and gives each access with its line to `visit`, in the order of the file.
pub fn for_each_access(
    source: &Opened,
    config: &ReadConfig,
    mut visit: impl FnMut(u64, &Access<'_>),
) -> Result<LogReading, Error> {
    visit_all(source, config, &mut visit)
}

/// Reads a log that is in memory, as [`for_each_access`] does.
pub fn for_each_access_in_bytes(
    bytes: &[u8],
    config: &ReadConfig,
    mut visit: impl FnMut(u64, &Access<'_>),
) -> LogReading {
    visit_all(&bytes, config, &mut visit).expect("bytes in memory can always be read")
}

fn read_all<S: ByteSource>(source: &S, config: &ReadConfig) -> Result<LogReading, Error> {
    match read_in_spans(source, config)? {
        Ok(reading) => Ok(reading),
        Err(NeedsOrder) => read_in_order(source, config, &mut |_, _| ()),
    }
}

/// What the workers share.
struct Shared<'s, S> {
    source: &'s S,
    block_bytes: usize,
    n_blocks: u64,
    next_span: AtomicU64,
    needs_order: AtomicBool,
}

/// What one worker counted.
struct Work {
    tally: Tally,
    /// Lines of each block it read.
    lines: Vec<(u64, u64)>,
}

fn read_in_spans<S: ByteSource>(
    source: &S,
    config: &ReadConfig,
) -> Result<Result<LogReading, NeedsOrder>, Error> {
    let n_blocks = BlockReader::new(source, config.block_bytes).n_blocks();
    let shared = Shared {
        source,
        block_bytes: config.block_bytes,
        n_blocks,
        next_span: AtomicU64::new(0),
        needs_order: AtomicBool::new(false),
    };
    let n_spans = usize::try_from(n_blocks.div_ceil(SPAN_BLOCKS)).unwrap_or(usize::MAX);
    let n_workers = rayon::current_num_threads().min(n_spans).max(1);
    let works: Vec<Result<Work, Error>> =
        (0..n_workers).into_par_iter().with_max_len(1).map(|_| shared.work()).collect();
    if shared.needs_order.load(Ordering::Relaxed) {
        return Ok(Err(NeedsOrder));
    }
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    for (n_absorbed, work) in works.into_iter().enumerate() {
        let work = work?;
        if n_absorbed == 0 {
            tally = work.tally;
        } else {
            tally.absorb(work.tally);
        }
        lines.extend(work.lines);
    }
    lines.sort_unstable();
    Ok(Ok(LogReading::settle(tally, &LineNumbers::from_blocks(&lines))))
}

impl<S: ByteSource> Shared<'_, S> {
    /// Takes spans until none is left.
    fn work(&self) -> Result<Work, Error> {
        let mut reader = BlockReader::new(self.source, self.block_bytes);
        let mut desk = Desk::default();
        let mut work = Work { tally: Tally::default(), lines: Vec::new() };
        loop {
            let first = self.next_span.fetch_add(1, Ordering::Relaxed) * SPAN_BLOCKS;
            if first >= self.n_blocks || self.needs_order.load(Ordering::Relaxed) {
                return Ok(work);
            }
            for block in first..(first + SPAN_BLOCKS).min(self.n_blocks) {
                let lines = reader.read(block)?;
                let lines = scan::Block { lines, first_pos: block << LINE_BITS };
                let taken = scan::count_block(lines, &mut desk, &mut work.tally, &mut Nobody);
                let Ok(n_lines) = taken else {
                    self.needs_order.store(true, Ordering::Relaxed);
                    return Ok(work);
                };
                work.lines.push((block, n_lines));
            }
        }
    }
}

/// Splits a position into block and line of the block.
pub(crate) const fn split_pos(pos: u64) -> (u64, u64) {
    (pos >> LINE_BITS, pos & ((1 << LINE_BITS) - 1))
}

fn visit_all<S: ByteSource>(
    source: &S,
    config: &ReadConfig,
    visit: Visit<'_>,
) -> Result<LogReading, Error> {
    let (mut desk, mut tally) = (Desk::default(), Tally::default());
    let mut reader = BlockReader::new(source, config.block_bytes);
    let (mut next_line, mut ordered_from) = (1, None);
    for block in 0..reader.n_blocks() {
        let lines = scan::Block { lines: reader.read(block)?, first_pos: next_line };
        match scan::count_block(lines, &mut desk, &mut tally, &mut Visitor(visit)) {
            Ok(n_lines) => next_line += n_lines,
            Err((NeedsOrder, line)) => {
                ordered_from = Some(line);
                break;
            }
        }
    }
    let Some(ordered_from) = ordered_from else {
        return Ok(LogReading::settle(tally, &LineNumbers::Exact));
    };
    // What was visited before needs no other lines, and would come out the same.
    read_in_order(source, config, &mut |line, access| {
        if line >= ordered_from {
            visit(line, access);
        }
    })
}

fn read_in_order<S: ByteSource>(
    source: &S,
    config: &ReadConfig,
    visit: Visit<'_>,
) -> Result<LogReading, Error> {
    let (mut memo, mut tally) = (Memo::default(), Tally::default());
    let (mut years, mut processes) = (YearSurvey::default(), ProcessSurvey::default());
    for_each_line(source, config, |place| {
        scan::survey_line(place, &mut memo, &mut years, &mut processes);
    })?;
    let mut order = Order { years: years.settle(config.modified), processes: processes.settle() };
    tally.lines = for_each_line(source, config, |place| {
        scan::count_line_in_order(place, &mut memo, &mut order, &mut tally, visit);
    })?;
    Ok(LogReading::settle(tally, &LineNumbers::Exact))
}

/// Gives each line, numbered from 1; returns how many there are.
fn for_each_line<S: ByteSource>(
    source: &S,
    config: &ReadConfig,
    mut take: impl FnMut(Place<'_>),
) -> Result<u64, Error> {
    let mut reader = BlockReader::new(source, config.block_bytes);
    let mut n_lines = 0;
    for block in 0..reader.n_blocks() {
        let mut rest = reader.read(block)?;
        while !rest.is_empty() {
            let raw;
            (raw, rest) = scan::split_line(rest);
            n_lines += 1;
            take(Place { pos: n_lines, raw });
        }
    }
    Ok(n_lines)
}
