//! One line after the other: cleaned, read by its format, counted. Lines that need others above or
//! below them (a year, the owner of a process) are only counted once [`Order`] knows those.

use std::borrow::Cow;

use subtier_lines::access::Access;
use subtier_lines::clock::{When, Yearless};
use subtier_model::Timestamp;

use crate::block::LINE_BYTES_MAX;
use crate::combined::{self, Nameless};
use crate::config::ReadConfig;
use crate::lease::{Leased, Leases};
use crate::line::Line;
use crate::marks::Marks;
use crate::memo::Memo;
use crate::pattern::Pattern;
use crate::process::{ProcessJoin, ProcessSurvey};
use crate::tally::Tally;
use crate::year::{YearPlan, YearSurvey};
use crate::{envelope, formats};

/// Names under which JSON logs give the client's address (nginx, Caddy, Traefik, `MinIO`, Nextcloud,
/// `CloudTrail`).
const CLIENT_KEYS: [&[u8]; 9] = [
    b"\"remote_addr\"",
    b"\"remote_ip\"",
    b"\"client_ip\"",
    b"\"clientip\"",
    b"\"client\"",
    b"\"ClientHost\"",
    b"\"remoteAddr\"",
    b"\"remotehost\"",
    b"\"sourceIPAddress\"",
];

/// The lines cannot be read in any order, which is told by the first line that needs another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NeedsOrder {
    /// It is enough to read them one after the other: what a line needs stands above it.
    Sequence,
    /// They have to be walked twice: what a line needs may stand below it.
    TwoWalks,
}

/// What is known of the other lines of a log that is read in order.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) years: YearPlan,
    pub(crate) processes: ProcessJoin,
}

/// Called with each access and its line.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(u64, &Access<'_>);

/// A line where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// Grows along the log.
    pub(crate) pos: u64,
    /// Without its line feed.
    pub(crate) raw: &'a [u8],
}

/// Reads single lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reader<'c> {
    memo: Memo,
    /// The line that another program put into one of its own.
    inside: Vec<u8>,
    pattern: Option<&'c Pattern>,
    leases: Option<&'c Leases>,
    /// Whether all lines above were read too.
    in_sequence: bool,
}

impl<'c> Reader<'c> {
    /// A reader of lines in any order, or of all lines one after the other.
    pub(crate) fn new(config: &ReadConfig<'c>, in_sequence: bool) -> Self {
        let leases = config.leases.filter(|leases| !leases.is_empty());
        Self { pattern: config.pattern, leases, in_sequence, ..Self::default() }
    }

    /// Whether lines may be read the short way, which knows nothing of patterns and leases.
    fn is_plain(&self) -> bool {
        self.pattern.is_none() && self.leases.is_none()
    }

    fn read<'a>(&'a mut self, line: &'a [u8]) -> Line<'a> {
        if let Some(pattern) = self.pattern {
            let taken = pattern.read(line, &mut self.memo);
            if !taken.is_foreign() {
                return taken;
            }
        }
        if envelope::open(line, &mut self.memo.tape, &mut self.inside) {
            return if self.inside.trim_ascii().is_empty() {
                Line::Skipped(When::Unknown)
            } else {
                formats::read(&self.inside, &mut self.memo)
            };
        }
        formats::read(line, &mut self.memo)
    }
}

/// What a worker keeps from block to block.
#[derive(Debug, Clone)]
pub(crate) struct Desk<'c> {
    reader: Reader<'c>,
    marks: Marks,
}

impl<'c> Desk<'c> {
    /// The desk of a worker that reads lines in any order, or of one that reads all of them.
    pub(crate) fn new(config: &ReadConfig<'c>, in_sequence: bool) -> Self {
        Self { reader: Reader::new(config, in_sequence), marks: Marks::default() }
    }
}

/// Who sees each access while it is counted.
pub(crate) trait Watch {
    /// Sees an access that was read in full.
    fn see(&mut self, pos: u64, access: &Access<'_>);

    /// Sees an access without account, which is put together only if somebody asks.
    fn see_nameless<'a>(&mut self, pos: u64, access: impl FnOnce() -> Access<'a>);
}

/// Accesses are only counted.
pub(crate) struct Nobody;

impl Watch for Nobody {
    fn see(&mut self, _: u64, _: &Access<'_>) {}

    #[inline]
    fn see_nameless<'a>(&mut self, _: u64, _: impl FnOnce() -> Access<'a>) {}
}

/// Accesses are visited.
pub(crate) struct Visitor<'v>(pub(crate) Visit<'v>);

impl Watch for Visitor<'_> {
    fn see(&mut self, pos: u64, access: &Access<'_>) {
        (self.0)(pos, access);
    }

    #[inline]
    fn see_nameless<'a>(&mut self, pos: u64, access: impl FnOnce() -> Access<'a>) {
        (self.0)(pos, &access());
    }
}

/// The lines of a block and the position of the first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block<'a> {
    pub(crate) lines: &'a [u8],
    pub(crate) first_pos: u64,
}

/// Takes all lines of a block that need no others; gives their count, or the position of the line
/// that needs others.
pub(crate) fn count_block(
    block: Block<'_>,
    desk: &mut Desk<'_>,
    tally: &mut Tally,
    watch: &mut impl Watch,
) -> Result<u64, (NeedsOrder, u64)> {
    let Block { lines, first_pos } = block;
    let Desk { reader, marks } = desk;
    marks.find(lines);
    let is_plain = reader.is_plain() && !marks.has_zero();
    let mut places = marks.places();
    let (mut pos, mut start) = (first_pos, 0);
    while start < lines.len() {
        let nameless = match places.split_first_chunk() {
            Some((of_line, after)) if is_plain => {
                take_nameless(lines, start, of_line, &mut reader.memo)
                    .map(|nameless| (nameless, after))
            }
            _ => None,
        };
        if let Some(((short, end), after)) = nameless {
            tally.nameless(&short.nameless);
            watch.see_nameless(pos, || short.access());
            (places, start) = (after, end + 1);
        } else {
            let feed = places.iter().position(|at| lines.get(*at as usize) == Some(&b'\n'));
            let end = feed.and_then(|feed| places.get(feed)).map_or(lines.len(), |at| *at as usize);
            places = feed.and_then(|feed| places.get(feed + 1..)).unwrap_or_default();
            let raw = lines.get(start..end).unwrap_or_default();
            let place = Place { pos, raw };
            count_line(place, reader, tally, &mut |pos, access| watch.see(pos, access))
                .map_err(|needs_order| (needs_order, pos))?;
            start = end + 1;
        }
        pos += 1;
    }
    tally.count_pending();
    tally.lines += pos - first_pos;
    Ok(pos - first_pos)
}

/// Takes one record of a log that is read from its beginning.
pub(crate) fn count_record(
    place: Place<'_>,
    desk: &mut Desk<'_>,
    tally: &mut Tally,
    watch: &mut impl Watch,
) -> Result<(), NeedsOrder> {
    count_line(place, &mut desk.reader, tally, &mut |pos, access| watch.see(pos, access))?;
    tally.lines += 1;
    Ok(())
}

/// Takes a line with six quotes and nothing unusual; gives its end too.
#[inline]
fn take_nameless<'a>(
    lines: &'a [u8],
    start: usize,
    places: &[u32; 7],
    memo: &mut Memo,
) -> Option<(Short<'a>, usize)> {
    let [quotes @ .., end] = places.map(|at| at as usize);
    // Were one of the six a line feed, the fields between them would not be what they must be.
    let line = lines.get(start..end).filter(|_| lines.get(end) == Some(&b'\n'))?;
    if line.len() > LINE_BYTES_MAX {
        return None;
    }
    let quotes = quotes.map(|at| at - start);
    let nameless = combined::read_nameless(line, quotes, memo)?;
    Some((Short { line, quotes, nameless }, end))
}

/// A line that was read the short way.
struct Short<'a> {
    line: &'a [u8],
    quotes: [usize; 6],
    nameless: Nameless,
}

impl<'a> Short<'a> {
    fn access(&self) -> Access<'a> {
        combined::nameless_access(self.line, self.quotes, &self.nameless)
    }
}

/// Splits off the first line, without its line feed.
#[inline]
pub(crate) fn split_line(lines: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b'\n', lines).and_then(|end| lines.split_at_checked(end)) {
        Some((line, rest)) => (line, rest.get(1..).unwrap_or_default()),
        None => (lines, b""),
    }
}

/// Takes one line that needs none below it.
pub(crate) fn count_line(
    place: Place<'_>,
    reader: &mut Reader<'_>,
    tally: &mut Tally,
    visit: Visit<'_>,
) -> Result<(), NeedsOrder> {
    let Some(clean) = clean(place, tally) else { return Ok(()) };
    let (in_sequence, leases) = (reader.in_sequence, reader.leases);
    match reader.read(clean.line) {
        Line::Tied(_)
        | Line::Skipped(When::Yearless(_))
        | Line::Leased(Leased { when: When::Yearless(_), .. }) => return Err(NeedsOrder::TwoWalks),
        Line::Header | Line::Leased(_) if !in_sequence => return Err(NeedsOrder::Sequence),
        Line::Header | Line::Skipped(_) => tally.skip(),
        Line::Leased(lease) => {
            if let When::At { micros, .. } = lease.when {
                tally.leases.note(&lease, Timestamp::from_micros(micros));
            }
            tally.skip();
        }
        Line::Broken(reason) => tally.unread(place.pos, Cow::Borrowed(reason)),
        Line::Foreign => foreign(place, clean.line, tally),
        Line::Access(mut access) => {
            access.ts = match access.when {
                When::At { micros, .. } => Some(Timestamp::from_micros(micros)),
                When::Yearless(_) => return Err(NeedsOrder::TwoWalks),
                When::Unknown => None,
            };
            through_lease(&mut access, leases);
            finish(place, clean, access, tally, visit);
        }
    }
    Ok(())
}

/// Looks at one line for what other lines need of it.
pub(crate) fn survey_line(
    place: Place<'_>,
    reader: &mut Reader<'_>,
    years: &mut YearSurvey,
    processes: &mut ProcessSurvey,
) {
    let Some(clean) = clean(place, &mut Tally::default()) else { return };
    let when = match reader.read(clean.line) {
        Line::Tied(tied) => {
            processes.note(place.pos, &tied);
            tied.when
        }
        Line::Skipped(when) => when,
        Line::Access(access) => access.when,
        Line::Leased(lease) => lease.when,
        Line::Foreign | Line::Broken(_) | Line::Header => return,
    };
    years.note(place.pos, when);
}

/// Takes one line of a log that was surveyed.
pub(crate) fn count_line_in_order(
    place: Place<'_>,
    reader: &mut Reader<'_>,
    order: &mut Order,
    tally: &mut Tally,
    visit: Visit<'_>,
) {
    let Some(clean) = clean(place, tally) else { return };
    let leases = reader.leases;
    let access = match reader.read(clean.line) {
        Line::Foreign => return foreign(place, clean.line, tally),
        Line::Broken(reason) => return tally.unread(place.pos, Cow::Borrowed(reason)),
        Line::Skipped(when) => {
            order.years.instant(place.pos, when);
            return tally.skip();
        }
        Line::Header => return tally.skip(),
        Line::Leased(lease) => {
            if let Some(micros) = order.years.instant(place.pos, lease.when) {
                tally.leases.note(&lease, Timestamp::from_micros(micros));
            }
            return tally.skip();
        }
        Line::Access(access) => Ok(access),
        Line::Tied(tied) => Err(tied),
    };
    let when = access.as_ref().map_or_else(|tied| tied.when, |access| access.when);
    let ts = order.years.instant(place.pos, when).map(Timestamp::from_micros);
    let is_lost = ts.is_none() && order.years.has_clock();
    let access = match access {
        Ok(access) => Some(access),
        Err(tied) => order.processes.access(place.pos, &tied),
    };
    let Some(mut access) = access else { return tally.skip() };
    access.ts = ts;
    if is_lost && matches!(when, When::Yearless(Yearless { month: 2, day: 29, .. })) {
        access.fault.get_or_insert("its year, by the lines around it, has no 29 February");
    }
    through_lease(&mut access, leases);
    finish(place, clean, access, tally, visit);
}

/// Puts the address that a tunnel came from in the place of the one inside it.
pub(crate) fn through_lease(access: &mut Access<'_>, leases: Option<&Leases>) {
    let lease = leases.zip(access.ip).zip(access.ts);
    if let Some(lease) = lease.and_then(|((leases, inner), ts)| leases.find(inner, ts)) {
        access.inner = access.ip;
        access.ip = Some(lease.outer);
    }
}

/// A line without what does not belong to it.
#[derive(Debug, Clone, Copy)]
struct Clean<'a> {
    line: &'a [u8],
    has_nul: bool,
}

/// Strips carriage return, byte order mark and the zeros that a crash leaves before a line. Gives
/// nothing for a line that is blank or cannot be read, which is then counted.
fn clean<'a>(place: Place<'a>, tally: &mut Tally) -> Option<Clean<'a>> {
    if place.raw.len() > LINE_BYTES_MAX {
        tally.unread(place.pos, format!("the line is longer than {LINE_BYTES_MAX} bytes").into());
        return None;
    }
    let line = place.raw.strip_suffix(b"\r").unwrap_or(place.raw);
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let has_nul = memchr::memchr(0, line).is_some();
    let n_zeros = line.iter().take_while(|byte| **byte == 0).count();
    let line = line.get(n_zeros..).unwrap_or_default();
    if line.trim_ascii().is_empty() {
        if has_nul {
            tally.foreign.binary += 1;
            tally.unread(place.pos, Cow::Borrowed("the line holds zero bytes only"));
        } else {
            tally.skip();
        }
        return None;
    }
    Some(Clean { line, has_nul })
}

fn finish(
    place: Place<'_>,
    clean: Clean<'_>,
    mut access: Access<'_>,
    tally: &mut Tally,
    visit: Visit<'_>,
) {
    if clean.has_nul {
        access.fault.get_or_insert("a zero byte stands in the line");
    }
    tally.access(place.pos, clean.line, &access);
    visit(place.pos, &access);
}

/// Counts a line of no known format and says what it looks like.
fn foreign(place: Place<'_>, line: &[u8], tally: &mut Tally) {
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    let reason = if matches!(line.trim_ascii_start(), [b'{' | b'[', ..]) && has(b"\"") {
        tally.foreign.json += 1;
        if CLIENT_KEYS.iter().any(|key| has(key)) {
            tally.foreign.json_with_client += 1;
            "JSON of a kind that is not read"
        } else {
            "JSON without a client address"
        }
    } else if line.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)) {
        tally.foreign.binary += 1;
        "binary, and no line of a known format"
    } else {
        tally.foreign.text += 1;
        "no line of a known format"
    };
    tally.unread(place.pos, Cow::Borrowed(reason));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::BLOCK_BYTES;
    use crate::engine::{for_each_access_in_bytes, read_log_bytes};

    #[test]
    fn a_line_longer_than_any_is_complained_of_however_it_is_read() {
        let path = "a".repeat(LINE_BYTES_MAX);
        let line = format!(
            "1.2.3.4 - - [17/May/2015:10:05:03 +0000] \"GET /{path} HTTP/1.1\" 200 5 \"-\" \"-\"\n"
        );
        let config = ReadConfig::new(None, BLOCK_BYTES);
        let mut n_visited = 0;
        let visited = for_each_access_in_bytes(line.as_bytes(), &config, |_, _| n_visited += 1);
        let read = read_log_bytes(line.as_bytes(), &config);
        assert_eq!((read.summary.accesses, read.summary.complaints, n_visited), (0, 1, 0));
        assert_eq!(read, visited);
    }
}
