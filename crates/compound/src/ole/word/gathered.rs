//! Text of a Word binary gathered from its characters: what is seen, what is hidden, what was taken out.
//!
//! In: code units with the formatting of their bytes. Out: one paragraph, cell or comment at a time, with its languages
//! and who changed it. Of a field only the result is seen; the paths that fields refer to are kept apart and never
//! followed. Format: \[MS-DOC\] 2.4.1 (special characters), 2.8.25 (fields).

use std::collections::BTreeMap;
use std::ops::Range;

use super::formatting::{Change, CharacterFormat, Run, find};
use super::pieces::Text;
use subtier_blocks::windows;

/// Fields within fields.
const FIELD_DEPTH_MAX: usize = 32;
/// Bytes of the code of a field that are kept.
const FIELD_BYTES_MAX: usize = 2000;
/// Targets of fields that are kept.
const TARGETS_MAX: usize = 1000;

/// Code units with one formatting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) units: Range<usize>,
    pub(crate) format: CharacterFormat,
}

/// Text that somebody took out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deletion {
    pub(crate) text: String,
    pub(crate) change: Change,
}

/// Text of one paragraph, cell or comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gathered {
    /// What a reader sees.
    pub(crate) seen: String,
    /// What a reader does not see.
    pub(crate) hidden: String,
    /// What was taken out.
    pub(crate) deleted: Vec<Deletion>,
    /// Who put it in, where all that is seen was put in.
    pub(crate) inserted: Option<Change>,
    pub(crate) has_kept: bool,
    /// Signs by language.
    pub(crate) languages: BTreeMap<u16, u64>,
}

impl Gathered {
    /// The language of most of it.
    pub(crate) fn language(&self) -> Option<String> {
        let most = self.languages.iter().max_by_key(|(_, count)| **count)?;
        windows::language_in_words(*most.0)
    }

    /// Breaks the line in all that is gathered.
    pub(crate) fn break_with(&mut self, sign: char) {
        self.seen.push(sign);
        if !self.hidden.is_empty() {
            self.hidden.push(sign);
        }
    }
}

/// What is gathered over the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Signs by the language that their run states.
    pub(crate) typed: BTreeMap<u16, u64>,
    /// Files and addresses that fields refer to.
    pub(crate) targets: Vec<String>,
    /// Authors who changed text, by number.
    pub(crate) authors: BTreeMap<u16, u64>,
}

/// A field that is open: its code, and whether its result has begun.
#[derive(Debug, Default)]
struct Field {
    code: String,
    has_result: bool,
}

/// The characters of a document with their formatting.
#[derive(Debug)]
pub(crate) struct Characters<'a> {
    text: &'a Text,
    segments: Vec<Segment>,
    /// The languages of the default style: other and East Asian.
    defaults: (u16, u16),
}

impl<'a> Characters<'a> {
    /// Lays the runs over the text.
    pub(crate) fn new(
        text: &'a Text,
        runs: &[Run<CharacterFormat>],
        defaults: (u16, u16),
        modify: impl Fn(usize, &mut CharacterFormat),
    ) -> Self {
        let mut segments = Vec::new();
        for piece in &text.pieces {
            let mut unit = piece.start;
            while unit < piece.end {
                let byte = piece.at + (unit - piece.start) * piece.unit_bytes;
                let (mut format, end_byte) = find(runs, byte).map_or_else(
                    || {
                        let next = runs.partition_point(|run| run.start <= byte);
                        let end = runs.get(next).map_or(usize::MAX, |run| run.start);
                        (CharacterFormat::default(), end)
                    },
                    |run| (run.format, run.end),
                );
                let n_units = (end_byte.saturating_sub(byte) / piece.unit_bytes).max(1);
                let end = unit.saturating_add(n_units).min(piece.end);
                modify(piece.list, &mut format);
                segments.push(Segment { units: unit..end, format });
                unit = end;
            }
        }
        Self { text, segments, defaults }
    }

    /// Gathers a range; `at_mark` is told of each paragraph, cell and page mark with its place.
    pub(crate) fn gather(
        &self,
        range: Range<usize>,
        totals: &mut Totals,
        mut at_mark: impl FnMut(u16, usize, &mut Gathered),
    ) -> Gathered {
        let mut gathered = Gathered::default();
        let mut fields: Vec<Field> = Vec::new();
        let first = self.segments.partition_point(|segment| segment.units.end <= range.start);
        for segment in self.segments.get(first..).unwrap_or_default() {
            if segment.units.start >= range.end {
                break;
            }
            let start = segment.units.start.max(range.start);
            let end = segment.units.end.min(range.end);
            let units = self.text.units.get(start..end).unwrap_or_default();
            let mut at = start;
            for sign in char::decode_utf16(units.iter().copied()) {
                let sign = sign.unwrap_or(char::REPLACEMENT_CHARACTER);
                match sign {
                    '\u{7}' | '\u{C}' | '\r' | '\u{E}' => {
                        at_mark(
                            u16::try_from(u32::from(sign)).unwrap_or_default(),
                            at,
                            &mut gathered,
                        );
                    }
                    '\u{13}'..='\u{15}' => field_mark(sign, &mut fields, totals),
                    _ => self.put(sign, &segment.format, &mut fields, &mut gathered, totals),
                }
                at += sign.len_utf16();
            }
        }
        gathered
    }

    /// Gathers a range as one text, its paragraphs on lines of their own.
    pub(crate) fn flat(&self, range: Range<usize>, totals: &mut Totals) -> Gathered {
        let mut gathered = self.gather(range, totals, |_, _, gathered| gathered.break_with('\n'));
        gathered.seen.truncate(gathered.seen.trim_end().len());
        gathered
    }

    #[expect(clippy::too_many_arguments, reason = "the three places where a sign may go")]
    fn put(
        &self,
        sign: char,
        format: &CharacterFormat,
        fields: &mut [Field],
        gathered: &mut Gathered,
        totals: &mut Totals,
    ) {
        let Some(sign) = shown(sign, format.symbol) else { return };
        if let Some(field) = fields.last_mut().filter(|field| !field.has_result) {
            if field.code.len() < FIELD_BYTES_MAX {
                field.code.push(sign);
            }
            return;
        }
        // A field within the code of another is part of that code.
        if fields.iter().any(|field| !field.has_result) {
            return;
        }
        if format.is_deleted {
            *totals.authors.entry(format.deleted.author).or_default() += 1;
            match gathered.deleted.last_mut().filter(|last| last.change == format.deleted) {
                Some(last) => last.text.push(sign),
                None => gathered
                    .deleted
                    .push(Deletion { text: sign.to_string(), change: format.deleted }),
            }
            return;
        }
        if format.is_hidden {
            gathered.hidden.push(sign);
            return;
        }
        gathered.seen.push(sign);
        if sign.is_whitespace() {
            return;
        }
        if format.is_inserted {
            *totals.authors.entry(format.inserted.author).or_default() += 1;
            if !gathered.has_kept {
                gathered.inserted.get_or_insert(format.inserted);
            }
        } else {
            gathered.has_kept = true;
            gathered.inserted = None;
        }
        let (stated, default) = if is_east_asian(sign) {
            (format.asian_language, self.defaults.1)
        } else {
            (format.language, self.defaults.0)
        };
        if stated != 0 {
            *totals.typed.entry(stated).or_default() += 1;
        }
        let language = if stated == 0 { default } else { stated };
        if language != 0 && sign.is_alphanumeric() {
            *gathered.languages.entry(language).or_default() += 1;
        }
    }
}

/// The sign as a person sees it; `None` for one that stands for something else.
fn shown(sign: char, symbol: u16) -> Option<char> {
    match sign {
        '\u{B}' => Some('\n'),
        '\t' => Some('\t'),
        // A hyphen that does not break, and one that is only seen at the end of a line.
        '\u{1E}' => Some('\u{2011}'),
        '\u{1F}' => None,
        '(' if symbol != 0 => char::from_u32(u32::from(symbol)),
        _ if sign < ' ' => None,
        _ => Some(sign),
    }
}

/// Whether a sign is formatted as East Asian text: Han, kana, hangul, full width and their punctuation.
fn is_east_asian(sign: char) -> bool {
    matches!(sign, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

fn field_mark(sign: char, fields: &mut Vec<Field>, totals: &mut Totals) {
    match sign {
        '\u{13}' if fields.len() < FIELD_DEPTH_MAX => fields.push(Field::default()),
        '\u{14}' => {
            if let Some(field) = fields.last_mut().filter(|field| !field.has_result) {
                field.has_result = true;
                if let Some(target) = target(&field.code)
                    && totals.targets.len() < TARGETS_MAX
                {
                    totals.targets.push(target);
                }
            }
        }
        '\u{15}' => {
            let field = fields.pop();
            if let Some(target) = field.filter(|f| !f.has_result).and_then(|f| target(&f.code))
                && totals.targets.len() < TARGETS_MAX
            {
                totals.targets.push(target);
            }
        }
        _ => {}
    }
}

/// The file or address that the code of a field refers to (ECMA-376 part 1, 17.16.5, the same codes).
fn target(code: &str) -> Option<String> {
    let mut words = code.split_whitespace();
    let name = words.next()?.to_ascii_uppercase();
    let names = ["HYPERLINK", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "DDE", "DDEAUTO", "IMPORT"];
    if !names.contains(&name.as_str()) {
        return None;
    }
    let quoted: Vec<&str> = code.split('"').collect();
    let target = match quoted.get(1) {
        Some(target) => target,
        None => words.find(|word| !word.starts_with('\\'))?,
    };
    // Within a field code a backslash is written twice.
    Some(target.replace(r"\\", r"\")).filter(|target| !target.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather(text: &str, runs: &[Run<CharacterFormat>]) -> (Gathered, Totals) {
        let word: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut put = Text::default();
        put.push(&word, 0, word.len() / 2, 2);
        let characters = Characters::new(&put, runs, (0x0409, 0x0804), |_, _| {});
        let mut totals = Totals::default();
        let gathered = characters.flat(0..put.units.len(), &mut totals);
        (gathered, totals)
    }

    #[test]
    fn of_a_field_only_the_result_is_seen_and_its_target_is_kept() {
        let text = "a\u{13} HYPERLINK \"file:///C:\\\\x\" \u{14}link\u{15}b\u{1}";
        let (gathered, totals) = gather(text, &[]);
        assert_eq!(gathered.seen, "alinkb");
        assert_eq!(totals.targets, [r"file:///C:\x"]);
    }

    #[test]
    fn what_was_deleted_is_kept_apart_with_its_author() {
        let change = Change { author: 1, time: 5 };
        let format =
            CharacterFormat { is_deleted: true, deleted: change, ..CharacterFormat::default() };
        let (gathered, totals) = gather("返修한국", &[Run { start: 2, end: 4, format }]);
        assert_eq!(gathered.seen, "返한국");
        assert_eq!(gathered.deleted, [Deletion { text: "修".into(), change }]);
        assert_eq!(totals.authors, BTreeMap::from([(1, 1)]));
        assert_eq!(gathered.language().as_deref(), Some("zh-CN"));
    }

    #[test]
    fn an_insertion_is_one_where_all_that_is_seen_was_put_in() {
        let inserted = Change { author: 3, time: 5 };
        let format = CharacterFormat { is_inserted: true, inserted, ..CharacterFormat::default() };
        let (gathered, _) = gather("ab", &[Run { start: 0, end: 4, format }]);
        assert_eq!(gathered.inserted, Some(inserted));
        let (gathered, _) = gather("ab", &[Run { start: 0, end: 2, format }]);
        assert_eq!(gathered.inserted, None);
        let (gathered, _) = gather("ab", &[Run { start: 2, end: 4, format }]);
        assert_eq!(gathered.inserted, None);
    }
}
