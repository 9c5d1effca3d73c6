//! The attributes of a tag, and the references in text.
//!
//! In: what stands in a tag after its name. Out: the value that was asked for. Nothing is allocated unless a value
//! holds references.

use std::borrow::Cow;

/// The attributes of a tag: names with their values as they stand there.
pub(super) struct Attributes<'a>(pub(super) &'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((name, value, left)) = plain(self.0) {
            self.0 = left;
            return Some((name, value));
        }
        let equals = memchr::memchr(b'=', self.0.as_bytes())?;
        let (before, after) = self.0.split_at_checked(equals)?;
        // A name without a value may stand before it.
        let name = before.split_ascii_whitespace().next_back().unwrap_or("");
        let after = after.get(1..)?.trim_ascii_start();
        let (value, left) = if let quote @ (b'"' | b'\'') = after.as_bytes().first()? {
            let end = memchr::memchr(*quote, after.as_bytes().get(1..)?)?;
            (after.get(1..=end)?, after.get(end + 2..)?)
        } else {
            let end = after.find(|sign: char| sign.is_ascii_whitespace());
            after.split_at_checked(end.unwrap_or(after.len()))?
        };
        self.0 = left;
        Some((name, value))
    }
}

/// The first attribute and what is left, where it is written as nearly all programs do: blanks, name, `=`, value in double quotes.
fn plain(attributes: &str) -> Option<(&str, &str, &str)> {
    let bytes = attributes.as_bytes();
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let tail = bytes.get(start..)?;
    let length = tail.iter().position(|byte| *byte == b'=' || byte.is_ascii_whitespace())?;
    if tail.get(length..length + 2)? != b"=\"" {
        return None;
    }
    let value_at = start + length + 2;
    let end = value_at + bytes.get(value_at..)?.iter().position(|byte| *byte == b'"')?;
    let name = attributes.get(start..start + length)?;
    Some((name, attributes.get(value_at..end)?, attributes.get(end + 1..)?))
}

/// The attributes in a tag behind its name, by their names without prefix; a value is as it stands there.
pub fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    Attributes(tag).map(|(name, value)| (super::local(name), value))
}

/// The value of the first attribute whose name fits.
pub(super) fn find(attributes: &str, is_it: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
    Attributes(attributes).find(|(name, _)| is_it(name)).map(|(_, value)| unescape(value))
}

/// A value with its references resolved.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    unescape_into(text, &mut plain);
    Cow::Owned(plain)
}

/// Writes a text with its references resolved.
pub(super) fn unescape_into(text: &str, plain: &mut String) {
    plain.reserve(text.len());
    let mut rest = text;
    while let Some((before, after)) = split_where(rest, memchr::memchr(b'&', rest.as_bytes())) {
        plain.push_str(before);
        // What ends behind the next reference does not end this one.
        let end = memchr::memchr2(b';', b'&', after.as_bytes());
        let end = end.filter(|end| after.as_bytes().get(*end) == Some(&b';'));
        if let Some((name, behind)) = split_where(after, end) {
            push_reference(plain, name);
            rest = behind;
        } else {
            plain.push('&');
            rest = after;
        }
    }
    plain.push_str(rest);
}

/// What stands before and after a sign of ASCII.
fn split_where(text: &str, at: Option<usize>) -> Option<(&str, &str)> {
    let at = at?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Writes what `&name;` stands for: one of the five of XML or a number; any other stays as it is.
fn push_reference(text: &mut String, name: &str) {
    let number = || {
        let number = name.strip_prefix('#')?;
        match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        }
    };
    let sign = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number().and_then(char::from_u32),
    };
    if let Some(sign) = sign {
        text.push(sign);
    } else {
        text.push('&');
        text.push_str(name);
        text.push(';');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let value = |tag: &'static str| find(tag, |name| name == "b");
        assert_eq!(value(" a=\"1\" b='2'").as_deref(), Some("2"));
        assert_eq!(value(" a='b=\"3\"'\n b = \"x&lt;&quot;\" ").as_deref(), Some("x<\""));
        assert_eq!(value(" lone b=4 c=5").as_deref(), Some("4"));
        assert_eq!(value(" b="), None);
        assert_eq!(value(" b='open"), None);
    }
}
