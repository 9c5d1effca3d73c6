//! One JSON object as a line of a log holds it: found in one pass, nothing copied. What was found is
//! kept in a tape that is filled again for the next line, so that reading costs no allocation. A
//! text that is cut or damaged gives what stands before the fault, and the fault. Never recurses.

use memchr::memchr2;

use crate::escape::Escape;
use crate::syslog;
use crate::text::Text;

/// How deep objects and arrays may stand in each other; what servers log stays below ten.
const DEPTH_MAX: usize = 32;

/// Values of one object. A line is at most 128 KiB, and a value with its comma two bytes.
const VALUES_MAX: usize = 65_536;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, between its quotes.
    Text,
    /// A number, `true`, `false` or `null`.
    Bare,
    /// An object.
    Object,
    /// An array.
    Array,
}

/// One value where it stands.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: (u32, u32),
    value: (u32, u32),
    kind: Kind,
    /// Entries of the value, itself counted.
    n_entries: u32,
}

/// The values of one line, each before those within it.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    entries: Vec<Entry>,
    /// Kept from line to line only for its memory.
    open: Vec<(usize, bool)>,
}

/// The fault of a text that ends too early.
pub const CUT: &str = "the JSON is cut";

/// The fault of a text that goes on as no JSON does.
const DAMAGED: &str = "the JSON is damaged";

impl Tape {
    /// Reads the object that a line begins with; says what is wrong with it. `None` where the line
    /// begins with no object.
    pub fn read(&mut self, line: &[u8]) -> Option<Result<(), &'static str>> {
        self.entries.clear();
        let start = line.iter().position(|byte| !byte.is_ascii_whitespace())?;
        (line.get(start) == Some(&b'{')).then_some(())?;
        u32::try_from(line.len()).ok()?;
        self.open.clear();
        self.open.push((usize::MAX, true));
        let Self { entries, open } = self;
        let outcome = Walk { line, at: start + 1, entries, open }.run();
        // What was still open ends where the line does.
        for (at, _) in self.open.iter().skip(1) {
            close(&mut self.entries, *at, line.len());
        }
        Some(outcome)
    }

    /// Returns the object that was read from this line.
    pub fn object<'a, 't>(&'t self, line: &'a [u8]) -> Object<'a, 't> {
        Object { line, entries: &self.entries }
    }
}

fn close(entries: &mut [Entry], at: usize, end: usize) {
    let n_entries = entries.len().saturating_sub(at);
    if let Some(entry) = entries.get_mut(at) {
        entry.n_entries = u32::try_from(n_entries).unwrap_or(u32::MAX);
        entry.value.1 = u32::try_from(end).unwrap_or(u32::MAX);
    }
}

/// The pass over one line.
struct Walk<'w> {
    line: &'w [u8],
    at: usize,
    entries: &'w mut Vec<Entry>,
    /// Open objects and arrays: the entry, and whether it is an object.
    open: &'w mut Vec<(usize, bool)>,
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), &'static str> {
        loop {
            let Some((_, in_object)) = self.open.last().copied() else { return Ok(()) };
            match self.next()? {
                b',' => self.at += 1,
                b'}' | b']' => {
                    self.at += 1;
                    if let Some((at, _)) = self.open.pop() {
                        close(self.entries, at, self.at);
                    }
                }
                b'"' if in_object => {
                    let key = self.string()?;
                    if self.next()? != b':' {
                        return Err(DAMAGED);
                    }
                    self.at += 1;
                    self.value(key)?;
                }
                _ if in_object => return Err(DAMAGED),
                _ => self.value((0, 0))?,
            }
        }
    }

    /// Returns the next byte that is no blank, and stands at it.
    fn next(&mut self) -> Result<u8, &'static str> {
        let rest = self.line.get(self.at..).unwrap_or_default();
        let n_blanks = rest.iter().position(|byte| !byte.is_ascii_whitespace()).ok_or(CUT)?;
        self.at += n_blanks;
        self.line.get(self.at).copied().ok_or(CUT)
    }

    /// Reads text from its opening quote on; returns where it stands.
    fn string(&mut self) -> Result<(u32, u32), &'static str> {
        let begin = self.at + 1;
        let mut at = begin;
        loop {
            let rest = self.line.get(at..).unwrap_or_default();
            match memchr2(b'"', b'\\', rest) {
                Some(found) if rest.get(found) == Some(&b'"') => {
                    self.at = at + found + 1;
                    return Ok(span(begin, at + found));
                }
                Some(found) => at += found + 2,
                None => {
                    self.at = self.line.len();
                    return Err(CUT);
                }
            }
        }
    }

    fn value(&mut self, key: (u32, u32)) -> Result<(), &'static str> {
        if self.entries.len() >= VALUES_MAX {
            return Err(DAMAGED);
        }
        let first = self.next()?;
        let begin = self.at;
        let kind = match first {
            b'"' => Kind::Text,
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b',' | b':' | b'}' | b']' => return Err(DAMAGED),
            _ => Kind::Bare,
        };
        let place = self.entries.len();
        self.entries.push(Entry { key, value: span(begin, begin), kind, n_entries: 1 });
        let value = match kind {
            Kind::Text => match self.string() {
                Ok(value) => value,
                // What stands of a text that is cut is worth having.
                Err(fault) => {
                    self.set(place, span(begin + 1, self.line.len()));
                    return Err(fault);
                }
            },
            Kind::Bare => {
                let rest = self.line.get(begin..).unwrap_or_default();
                let is_end =
                    |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
                let end = rest.iter().position(is_end).unwrap_or(rest.len());
                self.at = begin + end;
                span(begin, self.at)
            }
            Kind::Object | Kind::Array => {
                if self.open.len() >= DEPTH_MAX {
                    return Err(DAMAGED);
                }
                self.at += 1;
                self.open.push((place, kind == Kind::Object));
                return Ok(());
            }
        };
        self.set(place, value);
        Ok(())
    }

    fn set(&mut self, place: usize, value: (u32, u32)) {
        if let Some(entry) = self.entries.get_mut(place) {
            entry.value = value;
        }
    }
}

/// The line was found to be shorter than 4 GiB.
fn span(begin: usize, end: usize) -> (u32, u32) {
    (u32::try_from(begin).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
}

/// The values of an object or array.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a, 't> {
    line: &'a [u8],
    entries: &'t [Entry],
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a, 't> {
    raw: &'a [u8],
    kind: Kind,
    within: Object<'a, 't>,
}

impl<'a, 't> Object<'a, 't> {
    /// Returns the keys and values; an array has empty keys.
    pub fn values(self) -> impl Iterator<Item = (&'a [u8], Value<'a, 't>)> {
        let mut rest = self.entries;
        std::iter::from_fn(move || {
            let entry = *rest.first()?;
            let (own, after) = rest.split_at_checked((entry.n_entries as usize).max(1))?;
            rest = after;
            let within = Object { line: self.line, entries: own.get(1..)? };
            let value = Value { raw: self.piece(entry.value), kind: entry.kind, within };
            Some((self.piece(entry.key), value))
        })
    }

    fn piece(self, (begin, end): (u32, u32)) -> &'a [u8] {
        self.line.get(begin as usize..end as usize).unwrap_or_default()
    }

    /// Returns the first value of a key.
    pub fn get(self, key: &str) -> Option<Value<'a, 't>> {
        self.values().find(|(own, _)| *own == key.as_bytes()).map(|(_, value)| value)
    }

    /// Returns the value at the end of a path of keys.
    pub fn at(self, path: &[&str]) -> Option<Value<'a, 't>> {
        let (last, before) = path.split_last()?;
        before.iter().try_fold(self, |object, key| object.get(key)?.object())?.get(last)
    }

    /// Returns the text of a key that is not empty and does not say that there is none.
    pub fn text(self, key: &str) -> Option<Text<'a>> {
        self.get(key)?.text()
    }

    /// Returns the bytes of a key as they stand.
    pub fn raw(self, key: &str) -> Option<&'a [u8]> {
        self.get(key).map(Value::raw)
    }

    /// Returns the number of a key.
    pub fn number<N: std::str::FromStr>(self, key: &str) -> Option<N> {
        self.get(key)?.number()
    }
}

impl<'a, 't> Value<'a, 't> {
    /// Returns the bytes as they stand, text without its quotes.
    pub const fn raw(self) -> &'a [u8] {
        self.raw
    }

    /// Returns the text that is not empty and does not say that there is none; of an array, that of
    /// its first value.
    pub fn text(self) -> Option<Text<'a>> {
        match self.kind {
            Kind::Text => Text::known(self.raw, Escape::Json),
            Kind::Bare if self.raw != b"null" => Text::known(self.raw, Escape::None),
            Kind::Array => match self.within.values().next()? {
                (_, first) if first.kind == Kind::Text => first.text(),
                _ => None,
            },
            Kind::Bare | Kind::Object => None,
        }
    }

    /// Returns the number, also one that is written as text.
    pub fn number<N: std::str::FromStr>(self) -> Option<N> {
        syslog::number(self.raw)
    }

    /// Returns the values of an object or array.
    pub fn object(self) -> Option<Object<'a, 't>> {
        matches!(self.kind, Kind::Object | Kind::Array).then_some(self.within)
    }

    /// Whether it is `true`.
    pub fn is_true(self) -> bool {
        self.raw == b"true"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(object: Object<'_, '_>) -> String {
        let value = |(key, value): (&[u8], Value<'_, '_>)| {
            let key = String::from_utf8_lossy(key);
            match value.object() {
                Some(within) => format!("{key}({})", shown(within)),
                None => format!("{key}={}", String::from_utf8_lossy(value.raw())),
            }
        };
        object.values().map(value).collect::<Vec<_>>().join(" ")
    }

    fn check(line: &str, expected: &str, fault: Option<&str>) {
        let mut tape = Tape::default();
        let outcome = tape.read(line.as_bytes()).expect("an object begins there");
        assert_eq!(
            (shown(tape.object(line.as_bytes())).as_str(), outcome.err()),
            (expected, fault)
        );
    }

    #[test]
    fn values_are_found_where_they_stand() {
        check(
            r#" {"a":1, "b" : "x\"y" ,"c":{"d":[true,{"e":null}],"f":"g"},"h":-1.5e3} "#,
            r#"a=1 b=x\"y c(d(=true (e=null)) f=g) h=-1.5e3"#,
            None,
        );
        check("{}", "", None);
        check("{\"a\":{}}", "a()", None);
    }

    #[test]
    fn a_text_that_is_cut_gives_what_stands_there() {
        check(r#"{"a":1,"b":{"c":"de"#, "a=1 b(c=de)", Some(CUT));
        check(r#"{"a":1,"b"#, "a=1", Some(CUT));
        check(r#"{"a":1 "b":2 x}"#, "a=1 b=2", Some(DAMAGED));
    }

    #[test]
    fn paths_and_first_values_of_arrays_are_found() {
        let line = br#"{"request":{"headers":{"User-Agent":["curl\/8","x"]},"n":"12"}}"#;
        let mut tape = Tape::default();
        tape.read(line).unwrap().unwrap();
        let object = tape.object(line);
        let agent = object.at(&["request", "headers", "User-Agent"]).unwrap().text().unwrap();
        assert_eq!(agent.read(), "curl/8");
        assert_eq!(object.at(&["request", "n"]).unwrap().number::<u64>(), Some(12));
        assert!(object.at(&["request", "none"]).is_none());
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{{\"a\":{}", "[".repeat(1_000));
        assert_eq!(Tape::default().read(deep.as_bytes()), Some(Err(DAMAGED)));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[{}\\[\\]\",:a1\\\\ ]{0,60}") {
            let line = format!("{{{text}");
            let mut tape = Tape::default();
            if tape.read(line.as_bytes()).is_some() {
                let _shown = shown(tape.object(line.as_bytes()));
            }
        }

        #[test]
        fn what_serde_writes_is_read(keys in proptest::collection::vec("\\PC{0,8}", 0..6), text: String) {
            let object: serde_json::Map<String, serde_json::Value> =
                keys.iter().map(|key| (key.clone(), text.clone().into())).collect();
            let line = serde_json::to_string(&object).unwrap();
            let mut tape = Tape::default();
            prop_assert_eq!(tape.read(line.as_bytes()), Some(Ok(())));
            prop_assert_eq!(tape.object(line.as_bytes()).values().count(), object.len());
            for (_, value) in tape.object(line.as_bytes()).values() {
                prop_assert_eq!(Text::new(value.raw(), Escape::Json).read(), text.as_str());
            }
        }
    }
}
