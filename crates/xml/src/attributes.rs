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

/// The value of the first attribute whose name fits.
pub(super) fn find(attributes: &str, is_it: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
    Attributes(attributes).find(|(name, _)| is_it(name)).map(|(_, value)| unescape(value))
}

/// A value with its references resolved.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    unescape_into(text, &mut plain);
    Cow::Owned(plain)
}

/// Writes a text with its references resolved.
pub(super) fn unescape_into(text: &str, plain: &mut String) {
    let mut parts = text.split('&');
    plain.push_str(parts.next().unwrap_or(""));
    for part in parts {
        if let Some((name, rest)) = part.split_once(';') {
            push_reference(plain, name);
            plain.push_str(rest);
        } else {
            plain.push('&');
            plain.push_str(part);
        }
    }
}

/// Writes what `&name;` stands for: one of the five of XML or a number; any other stays as it is.
fn push_reference(text: &mut String, name: &str) {
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let sign = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number.and_then(char::from_u32),
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
