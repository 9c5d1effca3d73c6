//! The stored form of the embedded country table, `data/country.bin`: one header line of text, then
//! the boundaries of the v4 and of the v6 space, delta-coded.
//!
//! In: boundaries in rising order. Out: bytes, and the same boundaries back. The project tool that
//! makes the file and the program that reads it share this one file. Never: anything but the layout.
//!
//! Line 1 ends with `\n` and reads `subtier country table 1; package P; version V; date D; licence L;
//! v4 N; v6 M; countries AD,AE,…`. A boundary says "from here on, this country": one byte with the
//! trailing zero bits of the step from the boundary before (high bit: the step is that power of two
//! alone), else the rest of the step as a varint, then one byte: 0 for nobody, else the number of
//! the country in the header, from 1.

use std::fmt::Write as _;

/// First words of the header; the number is the version of the format.
const FORMAT: &str = "subtier country table 1";
/// A header of 255 countries and long words stays far below.
const HEADER_BYTES_MAX: usize = 16 * 1024;
/// Country numbers are one byte and 0 is nobody.
const COUNTRIES_MAX: usize = 255;
/// The whole table stays below 2.5 MB at two bytes or more a boundary.
const BOUNDARIES_MAX: usize = 2_000_000;
/// A varint of 128 bits has 19 bytes of 7 bits.
const VARINT_BYTES_MAX: u32 = 19;
/// So many bytes of 7 bits fit a machine word.
const WORD_BYTES: u32 = 9;
/// Bit that says that a step is a power of two.
const POWER_OF_TWO: u8 = 0x80;

/// Where the table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Name of the package.
    pub package: String,
    /// Version of the package.
    pub version: String,
    /// Date of the data, ISO.
    pub date: String,
    /// Licence in words, without `; `.
    pub licence: String,
}

/// The boundaries of both address spaces in rising order; before the first one is nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Boundaries {
    /// Two letters each; number 1 is the first.
    pub countries: Vec<[u8; 2]>,
    /// First addresses.
    pub v4_starts: Vec<u32>,
    /// Country numbers, as many as `v4_starts`.
    pub v4_ids: Vec<u8>,
    /// First addresses.
    pub v6_starts: Vec<u128>,
    /// Country numbers, as many as `v6_starts`.
    pub v6_ids: Vec<u8>,
}

/// Writes the table.
pub fn encode(provenance: &Provenance, table: &Boundaries) -> Result<Vec<u8>, &'static str> {
    if table.countries.len() > COUNTRIES_MAX {
        return Err("more than 255 countries");
    }
    if table.v4_starts.len() != table.v4_ids.len() || table.v6_starts.len() != table.v6_ids.len() {
        return Err("as many countries as boundaries are expected");
    }
    let codes: Vec<String> =
        table.countries.iter().map(|code| code.iter().map(|&b| char::from(b)).collect()).collect();
    let mut header = String::new();
    writeln!(
        header,
        "{FORMAT}; package {}; version {}; date {}; licence {}; v4 {}; v6 {}; countries {}",
        provenance.package,
        provenance.version,
        provenance.date,
        provenance.licence,
        table.v4_starts.len(),
        table.v6_starts.len(),
        codes.join(",")
    )
    .map_err(|_| "header could not be written")?;
    let mut bytes = header.into_bytes();
    let v4 = table.v4_starts.iter().map(|&start| u128::from(start));
    encode_space(v4.zip(table.v4_ids.iter().copied()), &mut bytes)?;
    let v6 = table.v6_starts.iter().copied();
    encode_space(v6.zip(table.v6_ids.iter().copied()), &mut bytes)?;
    Ok(bytes)
}

fn encode_space(
    boundaries: impl Iterator<Item = (u128, u8)>,
    bytes: &mut Vec<u8>,
) -> Result<(), &'static str> {
    let mut next = 0_u128;
    for (start, id) in boundaries {
        let step = start
            .checked_sub(next)
            .and_then(|gap| gap.checked_add(1))
            .ok_or("boundaries do not rise")?;
        let zeros = u8::try_from(step.trailing_zeros()).map_err(|_| "step too long")?;
        match step >> zeros {
            1 => bytes.push(zeros | POWER_OF_TWO),
            odd => {
                bytes.push(zeros);
                push_varint(odd >> 1, bytes);
            }
        }
        bytes.push(id);
        next = start.checked_add(1).ok_or("the last address cannot be a boundary")?;
    }
    Ok(())
}

fn push_varint(mut value: u128, bytes: &mut Vec<u8>) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}

/// Reads where a table comes from, without the table.
pub fn provenance(bytes: &[u8]) -> Result<Provenance, &'static str> {
    let (header, _) = split_header(bytes)?;
    decode_header(header).map(|(provenance, _, _)| provenance)
}

/// Reads the table; every count and number in it is checked.
pub fn decode(bytes: &[u8]) -> Result<(Provenance, Boundaries), &'static str> {
    let (header, rest) = split_header(bytes)?;
    let (provenance, counts, countries) = decode_header(header)?;
    let mut rest = rest.iter();
    let limit = countries.len();
    let mut table = Boundaries { countries, ..Boundaries::default() };
    (table.v4_starts, table.v4_ids) = decode_space(&mut rest, counts.0, limit)?;
    (table.v6_starts, table.v6_ids) = decode_space(&mut rest, counts.1, limit)?;
    match rest.next() {
        None => Ok((provenance, table)),
        Some(_) => Err("bytes after the last boundary"),
    }
}

fn split_header(bytes: &[u8]) -> Result<(&str, &[u8]), &'static str> {
    let head = bytes.get(..bytes.len().min(HEADER_BYTES_MAX)).unwrap_or_default();
    let end = head.iter().position(|&byte| byte == b'\n').ok_or("no header line")?;
    let header = head.get(..end).and_then(|line| std::str::from_utf8(line).ok());
    Ok((header.ok_or("header is not UTF-8")?, bytes.get(end + 1..).unwrap_or_default()))
}

type Header = (Provenance, (usize, usize), Vec<[u8; 2]>);

fn decode_header(line: &str) -> Result<Header, &'static str> {
    let mut parts = line.split("; ");
    if parts.next() != Some(FORMAT) {
        return Err("not a country table of this version");
    }
    let mut field = |name: &str| -> Result<String, &'static str> {
        let part = parts.next().ok_or("header is cut")?;
        let value = part.strip_prefix(name).and_then(|value| value.strip_prefix(' '));
        value.map(str::to_owned).ok_or("header fields are not in order")
    };
    let provenance = Provenance {
        package: field("package")?,
        version: field("version")?,
        date: field("date")?,
        licence: field("licence")?,
    };
    let count = |text: String| match text.parse::<usize>() {
        Ok(count) if count <= BOUNDARIES_MAX => Ok(count),
        _ => Err("count of boundaries out of bounds"),
    };
    let counts = (count(field("v4")?)?, count(field("v6")?)?);
    let countries = field("countries")?
        .split(',')
        .map(|code| <[u8; 2]>::try_from(code.as_bytes()).map_err(|_| "country of two letters"))
        .collect::<Result<Vec<_>, _>>()?;
    if countries.len() > COUNTRIES_MAX {
        return Err("more than 255 countries");
    }
    Ok((provenance, counts, countries))
}

fn decode_space<T: TryFrom<u128>>(
    bytes: &mut std::slice::Iter<'_, u8>,
    count: usize,
    countries: usize,
) -> Result<(Vec<T>, Vec<u8>), &'static str> {
    let (mut starts, mut ids) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut next = 0_u128;
    for _ in 0..count {
        let head = *bytes.next().ok_or("table is cut")?;
        let zeros = u32::from(head & !POWER_OF_TWO);
        let odd = match head & POWER_OF_TWO {
            0 => take_varint(bytes)?.checked_mul(2).and_then(|n| n.checked_add(1)),
            _ => Some(1),
        };
        let odd = odd.ok_or("step too long")?;
        if odd.leading_zeros() < zeros {
            return Err("step too long");
        }
        let start = next.checked_add((odd << zeros) - 1).ok_or("boundary out of bounds")?;
        let id = *bytes.next().ok_or("table is cut")?;
        if usize::from(id) > countries {
            return Err("country number out of bounds");
        }
        starts.push(T::try_from(start).map_err(|_| "boundary out of bounds")?);
        ids.push(id);
        next = start.checked_add(1).ok_or("boundary out of bounds")?;
    }
    Ok((starts, ids))
}

fn take_varint(bytes: &mut std::slice::Iter<'_, u8>) -> Result<u128, &'static str> {
    // Nearly all steps fit a machine word; wide shifts for each byte would double the time.
    let mut word = 0_u64;
    for position in 0..WORD_BYTES {
        let byte = *bytes.next().ok_or("table is cut")?;
        word |= u64::from(byte & 0x7f) << (7 * position);
        if byte & 0x80 == 0 {
            return Ok(u128::from(word));
        }
    }
    let mut value = u128::from(word);
    for position in WORD_BYTES..VARINT_BYTES_MAX {
        let byte = *bytes.next().ok_or("table is cut")?;
        value |= u128::from(byte & 0x7f) << (7 * position);
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("step too long")
}
