//! Reads a whole log, on all cores where its lines allow it: workers take spans of blocks, count for
//! themselves, and their counts are added up, so the result is the same with one thread or many and
//! with blocks of any size. A log with headers is read by one worker; one whose lines need each other
//! (no year, sftp) is walked twice, in order.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use rayon::prelude::*;
use subtier_lines::access::Access;
use subtier_source::Opened;

use crate::Error;
use crate::block::{BlockReader, ByteSource, LINE_BITS};
use crate::config::{BLOCK_BYTES, ReadConfig};
use crate::input::{Flow, Log, Piece, Shape};
use crate::pcap;
use crate::process::ProcessSurvey;
use crate::reading::{LineNumbers, LogReading};
use crate::scan::{self, Desk, NeedsOrder, Nobody, Order, Place, Reader, Visit, Visitor, Watch};
use crate::tally::Tally;
use crate::year::YearSurvey;

/// Blocks that one worker takes at a time. Lines near each other share their addresses, so long spans
/// keep the tables of the workers small.
const SPAN_BLOCKS: u64 = 64;

/// Reads a log for who, from where and when.
pub fn read_log(source: &Opened, config: &ReadConfig<'_>) -> Result<LogReading, Error> {
    read_all(source, config)
}

/// Reads a log that is in memory, as [`read_log`] does.
pub fn read_log_bytes(bytes: &[u8], config: &ReadConfig<'_>) -> LogReading {
    read_all(&bytes, config).expect("bytes in memory can always be read")
}

/// Reads a log and gives each access with its line to `visit`, in the order of the file.
pub fn for_each_access(
    source: &Opened,
    config: &ReadConfig<'_>,
    mut visit: impl FnMut(u64, &Access<'_>),
) -> Result<LogReading, Error> {
    visit_all(&Log::open(source)?, config, &mut visit)
}

/// Reads a log that is in memory, as [`for_each_access`] does.
pub fn for_each_access_in_bytes(
    bytes: &[u8],
    config: &ReadConfig<'_>,
    mut visit: impl FnMut(u64, &Access<'_>),
) -> LogReading {
    let log = Log::open(&bytes).expect("bytes in memory can always be read");
    visit_all(&log, config, &mut visit).expect("bytes in memory can always be read")
}

/// Whether a log is made of records: objects of one JSON document, or packets. Their places are
/// records and no lines.
pub fn has_records(source: &Opened) -> Result<bool, Error> {
    Ok(Log::open(source)?.shape != Shape::Lines)
}

fn read_all<S: ByteSource>(source: &S, config: &ReadConfig<'_>) -> Result<LogReading, Error> {
    let log = Log::open(source)?;
    if log.has_blocks() {
        match read_in_spans(source, config)? {
            Ok(reading) => return Ok(reading),
            Err(NeedsOrder::TwoWalks) => return read_in_order(&log, config, &mut |_, _| ()),
            Err(NeedsOrder::Sequence) => {}
        }
    }
    if log.shape == Shape::Packets {
        return Ok(settle(&log, pcap::read(&log, config, &mut |_, _| ())));
    }
    match read_in_sequence(&log, config, &mut Nobody)? {
        Ok(tally) => Ok(settle(&log, tally)),
        Err(_) => read_in_order(&log, config, &mut |_, _| ()),
    }
}

fn settle<S>(log: &Log<'_, S>, mut tally: Tally) -> LogReading {
    tally.has_records = log.shape != Shape::Lines;
    LogReading::settle(tally, &LineNumbers::Exact)
}

/// What the workers share.
struct Shared<'s, S> {
    source: &'s S,
    config: ReadConfig<'s>,
    n_blocks: u64,
    next_span: AtomicU64,
    /// What its lines need, as one of [`NEEDS`].
    needs: AtomicU8,
}

/// What the lines of a log need; nothing, and the rest in the order in which it goes before the other.
const NEEDS: [Option<NeedsOrder>; 3] =
    [None, Some(NeedsOrder::Sequence), Some(NeedsOrder::TwoWalks)];

/// What one worker counted.
struct Work {
    tally: Tally,
    /// Lines of each block it read.
    lines: Vec<(u64, u64)>,
}

fn read_in_spans<S: ByteSource>(
    source: &S,
    config: &ReadConfig<'_>,
) -> Result<Result<LogReading, NeedsOrder>, Error> {
    let n_blocks = BlockReader::new(source, config.block_bytes).n_blocks();
    let shared = Shared {
        source,
        config: *config,
        n_blocks,
        next_span: AtomicU64::new(0),
        needs: AtomicU8::new(0),
    };
    let n_spans = usize::try_from(n_blocks.div_ceil(SPAN_BLOCKS)).unwrap_or(usize::MAX);
    let n_workers = rayon::current_num_threads().min(n_spans).max(1);
    let works: Vec<Result<Work, Error>> =
        (0..n_workers).into_par_iter().with_max_len(1).map(|_| shared.work()).collect();
    let needs = usize::from(shared.needs.load(Ordering::Relaxed));
    if let Some(needs) = NEEDS.get(needs).copied().flatten() {
        return Ok(Err(needs));
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
        let mut reader = BlockReader::new(self.source, self.config.block_bytes);
        let mut desk = Desk::new(&self.config, false);
        let mut work = Work { tally: Tally::default(), lines: Vec::new() };
        loop {
            let first = self.next_span.fetch_add(1, Ordering::Relaxed) * SPAN_BLOCKS;
            if first >= self.n_blocks || self.needs.load(Ordering::Relaxed) > 0 {
                return Ok(work);
            }
            for block in first..(first + SPAN_BLOCKS).min(self.n_blocks) {
                let lines = reader.read(block)?;
                let lines = scan::Block { lines, first_pos: block << LINE_BITS };
                match scan::count_block(lines, &mut desk, &mut work.tally, &mut Nobody) {
                    Ok(n_lines) => work.lines.push((block, n_lines)),
                    Err((needs, _)) => {
                        let needs = NEEDS.iter().zip(0..).find(|(one, _)| **one == Some(needs));
                        self.needs.fetch_max(needs.map_or(0, |(_, n)| n), Ordering::Relaxed);
                        return Ok(work);
                    }
                }
            }
        }
    }
}

/// Reads all pieces one after the other; gives the line that needs others below it, if there is one.
fn read_in_sequence<S: ByteSource>(
    log: &Log<'_, S>,
    config: &ReadConfig<'_>,
    watch: &mut impl Watch,
) -> Result<Result<Tally, u64>, Error> {
    let (mut desk, mut tally) = (Desk::new(config, true), Tally::default());
    let (mut next, mut ordered_from) = (1, None);
    log.walk(config.block_bytes, &mut |piece| {
        let lines = match piece {
            Piece::Lines(lines) => lines,
            Piece::Record(raw) => {
                let place = Place { pos: next, raw };
                match scan::count_record(place, &mut desk, &mut tally, watch) {
                    Ok(()) => next += 1,
                    Err(_) => ordered_from = Some(next),
                }
                return if ordered_from.is_some() { Flow::Break(()) } else { Flow::Continue(()) };
            }
            Piece::Trouble(reason) => {
                tally.unread(next, reason.into());
                tally.lines += 1;
                return Flow::Break(());
            }
        };
        let block = scan::Block { lines, first_pos: next };
        match scan::count_block(block, &mut desk, &mut tally, watch) {
            Ok(n_lines) => {
                next += n_lines;
                Flow::Continue(())
            }
            Err((_, line)) => {
                ordered_from = Some(line);
                Flow::Break(())
            }
        }
    })?;
    Ok(ordered_from.map_or(Ok(tally), Err))
}

fn visit_all<S: ByteSource>(
    log: &Log<'_, S>,
    config: &ReadConfig<'_>,
    visit: Visit<'_>,
) -> Result<LogReading, Error> {
    if log.shape == Shape::Packets {
        return Ok(settle(log, pcap::read(log, config, visit)));
    }
    let ordered_from = match read_in_sequence(log, config, &mut Visitor(visit))? {
        Ok(tally) => return Ok(settle(log, tally)),
        Err(ordered_from) => ordered_from,
    };
    // What was visited before needs no other lines, and would come out the same.
    read_in_order(log, config, &mut |line, access| {
        if line >= ordered_from {
            visit(line, access);
        }
    })
}

fn read_in_order<S: ByteSource>(
    log: &Log<'_, S>,
    config: &ReadConfig<'_>,
    visit: Visit<'_>,
) -> Result<LogReading, Error> {
    let mut tally = Tally::default();
    let (mut years, mut processes) = (YearSurvey::default(), ProcessSurvey::default());
    let mut reader = Reader::new(config, true);
    for_each_place(log, config, &mut |place| {
        if let Ok(place) = place {
            scan::survey_line(place, &mut reader, &mut years, &mut processes);
        }
    })?;
    let mut order = Order { years: years.settle(config.modified), processes: processes.settle() };
    let mut reader = Reader::new(config, true);
    tally.lines = for_each_place(log, config, &mut |place| match place {
        Ok(place) => {
            scan::count_line_in_order(place, &mut reader, &mut order, &mut tally, visit);
        }
        Err((pos, reason)) => tally.unread(pos, reason.into()),
    })?;
    Ok(settle(log, tally))
}

/// Where and why a log cannot be read on.
type Trouble = (u64, String);

/// Gives each line or record, numbered from 1, or why there are no more; returns how many there are.
fn for_each_place<S: ByteSource>(
    log: &Log<'_, S>,
    config: &ReadConfig<'_>,
    take: &mut dyn FnMut(Result<Place<'_>, Trouble>),
) -> Result<u64, Error> {
    let mut n_places = 0;
    log.walk(config.block_bytes, &mut |piece| {
        match piece {
            Piece::Lines(mut rest) => {
                while !rest.is_empty() {
                    let raw;
                    (raw, rest) = scan::split_line(rest);
                    n_places += 1;
                    take(Ok(Place { pos: n_places, raw }));
                }
            }
            Piece::Record(raw) => {
                n_places += 1;
                take(Ok(Place { pos: n_places, raw }));
            }
            Piece::Trouble(reason) => {
                n_places += 1;
                take(Err((n_places, reason)));
            }
        }
        Flow::Continue(())
    })?;
    Ok(n_places)
}

/// Gives lines or records as they stand in the log, up to the last of these numbers, and whether it is
/// one of them.
pub(crate) fn for_each_of<S: ByteSource>(
    log: &Log<'_, S>,
    numbers: &BTreeSet<u64>,
    take: &mut dyn FnMut(u64, &[u8], bool),
) -> Result<(), Error> {
    let Some(last) = numbers.last().copied() else { return Ok(()) };
    let mut number = 0;
    log.walk(BLOCK_BYTES, &mut |piece| {
        let (mut rest, is_lines) = match piece {
            Piece::Lines(lines) => (lines, true),
            Piece::Record(record) => (record, false),
            Piece::Trouble(_) => return Flow::Break(()),
        };
        while !rest.is_empty() && number < last {
            let raw;
            (raw, rest) = if is_lines { scan::split_line(rest) } else { (rest, b"".as_slice()) };
            number += 1;
            take(number, raw, numbers.contains(&number));
        }
        if number < last { Flow::Continue(()) } else { Flow::Break(()) }
    })
}
