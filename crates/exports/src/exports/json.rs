//! JSON in the order in which it was written, under a limit of values.
//!
//! In: a text. Out: a tree of values, no deeper than the 128 levels that the parser allows, or the reason why there is
//! none. Strings stay as they are written; numbers that no `i64` holds become floating.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Deserializer;

use subtier_blocks::Format;

/// Values of one text; exports of whole productions have some hundred thousand.
const VALUES_MAX: usize = 2_000_000;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// Reads a text.
pub(crate) fn parse(text: &str) -> Result<Json, String> {
    parse_strictly(text).or_else(|reason| {
        parse_strictly(&without_infinities(text).ok_or_else(|| reason.clone())?).map_err(|_| reason)
    })
}

/// A text with `null` for numbers that JSON does not know but Python and `OpenTimelineIO` write; `None` where there is none.
fn without_infinities(text: &str) -> Option<String> {
    let words = ["-Infinity", "-Inf", "Infinity", "Inf", "NaN"];
    if !["Inf", "NaN"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_string = false;
    while let Some(first) = rest.chars().next() {
        let word = words.iter().find(|word| !is_string && rest.starts_with(**word));
        let (written, n_read) = match (first, word) {
            (_, Some(word)) => ("null", word.len()),
            ('\\', None) if is_string => {
                let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
                (rest.get(..1 + escaped).unwrap_or(rest), 1 + escaped)
            }
            (first, None) => {
                is_string ^= first == '"';
                (rest.get(..first.len_utf8()).unwrap_or(rest), first.len_utf8())
            }
        };
        plain.push_str(written);
        rest = rest.get(n_read..).unwrap_or("");
    }
    Some(plain)
}

fn parse_strictly(text: &str) -> Result<Json, String> {
    let left = Cell::new(VALUES_MAX);
    let mut deserializer = Deserializer::from_str(text);
    let value = Values(&left)
        .deserialize(&mut deserializer)
        .map_err(|error| format!("the JSON breaks off: {error}"))?;
    deserializer.end().map_err(|error| format!("the JSON goes on after its end: {error}"))?;
    Ok(value)
}

/// Which export a text is by its first value and keys; `None` where it is no JSON, or one value a line as logs are.
pub(super) fn sniff(head: &str, is_cut: bool) -> Option<Format> {
    let text = head.trim_start();
    let second = |inner: &str, signs: &[char]| inner.trim_start().starts_with(signs);
    let seems = text.strip_prefix('{').is_some_and(|inner| second(inner, &['"', '}']))
        || text.strip_prefix('[').is_some_and(|inner| second(inner, &['{', '[', '"']));
    if !seems {
        return None;
    }
    let mut values = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) if values.next().is_none() => Some(format_by_keys(text)),
        Some(Err(error)) if is_cut && error.is_eof() => Some(format_by_keys(text)),
        _ => None,
    }
}

/// The keys that only the export of one tool has; each row is a set that must all be there.
///
/// Kitsu: zou, `app/models/comment.py` and `services/comments_service.py`. `ShotGrid`: the Note entity of the REST API
/// (`relationships`) and of python-api. ftrack: ftrack-python, doc/example/note.rst. `SyncSketch`: the `frame` resource
/// as its python-api (`get_annotations`) and `ayon-syncsketch` (services/processor/logic.py) read it.
const KEYS: &[(Format, &[&str])] = &[
    (Format::Kitsu, &["\"task_status", "\"text\""]),
    (Format::Kitsu, &["\"checklist\"", "\"text\"", "\"person"]),
    (Format::Kitsu, &["\"annotations\"", "\"drawing\"", "\"time\""]),
    (Format::ShotGrid, &["\"note_links\"", "\"content\""]),
    (Format::ShotGrid, &["\"Note\"", "\"relationships\"", "\"content\""]),
    (Format::ShotGrid, &["\"addressings_to\"", "\"content\""]),
    (Format::ShotGrid, &["\"sg_status_list\"", "\"content\""]),
    (Format::Ftrack, &["\"__entity_type__\"", "\"Note\"", "\"content\""]),
    (Format::Ftrack, &["\"note_label_links\"", "\"content\""]),
    (Format::Ftrack, &["\"in_reply_to", "\"content\""]),
    (Format::Ftrack, &["\"recipients\"", "\"author\"", "\"content\""]),
    (Format::Ftrack, &["\"category\"", "\"author\"", "\"content\"", "\"metadata\""]),
    (Format::SyncSketch, &["\"loadTime\"", "\"frame\""]),
    (Format::SyncSketch, &["\"revision\"", "\"creator\"", "\"frame\""]),
    (Format::SyncSketch, &["\"items\"", "\"notes\"", "\"frame\"", "\"text\""]),
    (Format::SyncSketch, &["\"items\"", "\"sketches\"", "\"frame\""]),
];

fn format_by_keys(text: &str) -> Format {
    KEYS.iter()
        .find(|(_, keys)| keys.iter().all(|key| text.contains(key)))
        .map_or(Format::Json, |(format, _)| *format)
}

impl Json {
    /// A value of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(pairs) = self else { return None };
        pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A value within objects within objects.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// A string that has more than white space.
    pub(crate) fn text(&self) -> Option<&str> {
        let Self::Text(text) = self else { return None };
        (!text.trim().is_empty()).then_some(text)
    }

    /// The string of a key.
    pub(crate) fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The first of the keys that has a string.
    pub(crate) fn first_text(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.text_at(key))
    }

    /// The values of a list; none of anything else.
    pub(crate) fn list(&self) -> &[Self] {
        if let Self::List(values) = self { values } else { &[] }
    }

    /// The keys and values of an object; none of anything else.
    pub(crate) fn pairs(&self) -> &[(String, Self)] {
        if let Self::Object(pairs) = self { pairs } else { &[] }
    }

    /// A whole number, also where it is written as a fraction or string.
    pub(crate) fn whole(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Float(number) => nearest(*number),
            Self::Text(text) => text.trim().parse().ok(),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// A number.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "frames and coordinates are small")]
            Self::Integer(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// A number or string as it would be written, `24` for `24.0`.
    pub(crate) fn written(&self) -> Option<String> {
        match self {
            Self::Integer(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            Self::Text(_) => self.text().map(str::to_owned),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// The nearest whole number, where it is one that a frame may have.
pub(crate) fn nearest(number: f64) -> Option<i64> {
    /// Whole numbers up to here are exact in an `f64`.
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    let number = number.round();
    #[expect(clippy::cast_possible_truncation, reason = "the bound is checked before")]
    (number.abs() <= EXACT_MAX).then_some(number as i64)
}

/// Signs of a key that stand in a pointer; a hostile file could otherwise multiply a long one.
const KEY_CHARS_MAX: usize = 200;

/// Appends a key to a pointer as RFC 6901 (section 3) writes it.
pub(crate) fn push_key(pointer: &mut String, key: &str) {
    pointer.push('/');
    for sign in key.chars().take(KEY_CHARS_MAX) {
        match sign {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            sign => pointer.push(sign),
        }
    }
}

/// Builds values while there are any left.
struct Values<'a>(&'a Cell<usize>);

impl Values<'_> {
    fn take<E: Error>(&self) -> Result<(), E> {
        let left = self.0.get().checked_sub(1);
        self.0.set(left.ok_or_else(|| E::custom(format!("more than {VALUES_MAX} values")))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Values<'_> {
    type Value = Json;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.take()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        #[expect(clippy::cast_precision_loss, reason = "no frame or time is so large")]
        Ok(i64::try_from(value).map_or(Json::Float(value as f64), Json::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Self(self.0))? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            pairs.push((key, map.next_value_seed(Self(self.0))?));
        }
        Ok(Json::Object(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_in_their_order_and_numbers_in_their_size() {
        let value = parse(r#"{"b":18446744073709551615,"a":[1.0,-2,null,true,"x"]}"#).unwrap();
        assert_eq!(value.pairs()[0].0, "b");
        assert_eq!(value.get("a").unwrap().list()[0].written().unwrap(), "1");
        assert_eq!(value.get("a").unwrap().list()[0].whole(), Some(1));
        assert_eq!(value.get("b").unwrap().whole(), None);
    }

    #[test]
    fn depth_is_bounded() {
        assert!(parse(&"[".repeat(100_000)).unwrap_err().contains("recursion limit"));
    }

    #[test]
    fn numbers_that_json_does_not_know_are_passed_over() {
        let value = parse(r#"{"a":[NaN,-Infinity,Inf],"b":"NaN \\\"Inf"}"#).unwrap();
        assert_eq!(value.get("a").unwrap().list(), [Json::Null, Json::Null, Json::Null]);
        assert_eq!(value.text_at("b"), Some("NaN \\\"Inf"));
    }

    #[test]
    fn a_value_a_line_is_no_json_text() {
        assert_eq!(sniff("{\"a\":1}\n{\"a\":2}\n", false), None);
        assert_eq!(sniff("{\"a\":1}\n", false), Some(Format::Json));
        assert_eq!(sniff("[{\"a\":", true), Some(Format::Json));
        assert_eq!(sniff("[{\"a\":", false), None);
    }
}
