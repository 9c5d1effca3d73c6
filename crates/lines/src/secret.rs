//! What never leaves the reader: query strings, passwords, tokens, signatures, session ids. A quote
//! of a line says that something was removed, and where; the evidence itself holds the rest.

use std::borrow::Cow;

/// What stands in a quote where a secret stood.
const REMOVED: &str = "[removed]";

/// Names whose value is a secret, in lower case; a name matches if it ends so. From the signed
/// addresses of S3 (`X-Amz-Signature`, `X-Amz-Credential`, `X-Amz-Security-Token`), Azure (`sig`),
/// Google Cloud (`GoogleAccessId`, `Signature`), OAuth 2.0 (RFC 6749, RFC 6750) and servlets
/// (`jsessionid`).
const SECRET_NAMES: [&str; 20] = [
    "token",
    "sig",
    "signature",
    "credential",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "pass",
    "secret",
    "apikey",
    "api_key",
    "access_key",
    "accesskeyid",
    "googleaccessid",
    "authorization",
    "sessionid",
    "sessid",
    "session",
    "jwt",
];

/// Keys of JSON whose whole value is left out: queries, cookies and what authorizes. Lower case.
const SECRET_KEYS: [&str; 10] = [
    "cookie",
    "cookies",
    "set-cookie",
    "http_cookie",
    "http_authorization",
    "args",
    "query",
    "query_string",
    "querystring",
    "request_body",
];

/// The longest quote kept of a line, in bytes before decoding; an observation cuts it to 500
/// characters.
pub const QUOTE_BYTES_MAX: usize = 2_048;

/// Returns the text of a line with its secrets removed.
pub fn quote(raw: &[u8]) -> String {
    let raw = raw.get(..QUOTE_BYTES_MAX).unwrap_or(raw);
    let text = String::from_utf8_lossy(raw);
    let text = without_queries(&text);
    let text = without_words_after(&text, "Basic ");
    let text = without_words_after(&text, "Bearer ");
    let text = without_password_fields(&text);
    let text = without_json_values(&text);
    without_secrets(Cow::Owned(text)).into_owned()
}

/// Removes values of secret names and passwords before a host name from a decoded text.
pub fn without_secrets(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'=', b'@', text.as_bytes()).is_none() {
        return text;
    }
    let kept = without_secret_values(&text);
    match without_user_info(&kept) {
        Some(kept) => Cow::Owned(kept),
        None if kept == text => text,
        None => Cow::Owned(kept),
    }
}

/// Replaces columns of a line that hold a secret, wherever the same bytes stand in it.
pub fn without_columns<'a>(raw: &'a [u8], columns: [&[u8]; 2]) -> Cow<'a, [u8]> {
    let mut kept = Cow::Borrowed(raw);
    for column in columns {
        if column.is_empty() || memchr::memmem::find(&kept, column).is_none() {
            continue;
        }
        let mut rest: &[u8] = &kept;
        let mut replaced = Vec::with_capacity(rest.len());
        while let Some(at) = memchr::memmem::find(rest, column) {
            replaced.extend_from_slice(rest.get(..at).unwrap_or_default());
            replaced.extend_from_slice(REMOVED.as_bytes());
            rest = rest.get(at + column.len()..).unwrap_or_default();
        }
        replaced.extend_from_slice(rest);
        kept = Cow::Owned(replaced);
    }
    kept
}

/// Replaces each query: what follows a question mark up to a blank or a quote.
fn without_queries(text: &str) -> String {
    replace_after(text, "?", |rest| {
        rest.find([' ', '\t', '"', '\'', '>', ')']).unwrap_or(rest.len())
    })
}

/// Replaces the word after a scheme name of an `Authorization` header.
fn without_words_after(text: &str, scheme: &str) -> String {
    replace_after(text, scheme, |rest| rest.find([' ', '"', ',']).unwrap_or(rest.len()))
}

/// Replaces what vsftpd writes of the password of an anonymous login.
fn without_password_fields(text: &str) -> String {
    replace_after(text, "password \"", |rest| rest.find('"').unwrap_or(rest.len()))
}

/// Replaces the text, or the list of texts, of each key of JSON that is secret; also where the JSON is
/// itself text in JSON, with its quotes escaped.
fn without_json_values(text: &str) -> String {
    if !text.contains('"') {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(':') {
        kept.push_str(before);
        kept.push(':');
        rest = after;
        let Some(name) = before.trim_ascii_end().strip_suffix('"') else { continue };
        let name = name.trim_end_matches('\\');
        let name_from = name.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        let name = name_from.and_then(|at| name.get(at..)).unwrap_or_default();
        let name = name.trim_start_matches('"').to_ascii_lowercase();
        let is_secret = SECRET_KEYS.contains(&name.as_str())
            || SECRET_NAMES.iter().any(|secret| name.ends_with(secret));
        if !is_secret {
            continue;
        }
        let value = after.trim_start();
        let opening: String = value.chars().take_while(|c| matches!(c, '\\' | '"')).collect();
        let end = match value.chars().next() {
            Some('[') => value.find(']'),
            _ if opening.ends_with('"') && opening != "\"\"" => {
                let inside = value.get(opening.len()..).unwrap_or_default();
                Some(
                    opening.len()
                        + closing_quote(inside, opening.len() - 1).unwrap_or(inside.len()),
                )
            }
            _ => None,
        };
        let Some(end) = end else { continue };
        kept.push_str(&opening);
        kept.push_str(REMOVED);
        rest = value.get(end..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

/// The place of the closing quote, before which as many backslashes stand as before the opening one.
fn closing_quote(text: &str, n_backslashes: usize) -> Option<usize> {
    text.match_indices('"').map(|(at, _)| at).find_map(|at| {
        let before = text.get(..at)?;
        let n_before = before.len() - before.trim_end_matches('\\').len();
        (n_before == n_backslashes).then(|| at - n_before)
    })
}

/// Replaces, after each occurrence of `marker`, as many bytes as `length_of` says.
fn replace_after(text: &str, marker: &str, length_of: impl Fn(&str) -> usize) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(marker) {
        kept.push_str(before);
        kept.push_str(marker);
        let (secret, after) = after.split_at_checked(length_of(after)).unwrap_or((after, ""));
        if !secret.is_empty() {
            kept.push_str(REMOVED);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// Replaces the value of each `NAME=value` whose name is one of [`SECRET_NAMES`].
fn without_secret_values(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        kept.push_str(before);
        kept.push('=');
        rest = after;
        let name_from = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        let name = name_from.map_or(Some(before), |at| before.get(at..)).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if SECRET_NAMES.iter().any(|secret| name.ends_with(secret)) {
            let end = after.find(['&', ' ', '"', '/', '?', ';', ',']).unwrap_or(after.len());
            let (value, after) = after.split_at_checked(end).unwrap_or((after, ""));
            if !value.is_empty() && value != REMOVED {
                kept.push_str(REMOVED);
            } else {
                kept.push_str(value);
            }
            rest = after;
        }
    }
    kept.push_str(rest);
    kept
}

/// Replaces `user:password` between `://` and `@`; `None` where there is none.
fn without_user_info(text: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        kept.push_str(before);
        kept.push_str("://");
        let end = after.find(['/', ' ', '"', '?']).unwrap_or(after.len());
        let (authority, tail) = after.split_at_checked(end).unwrap_or((after, ""));
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                kept.push_str(REMOVED);
                kept.push('@');
                kept.push_str(host);
            }
            None => kept.push_str(authority),
        }
        rest = tail;
    }
    kept.push_str(rest);
    (kept != text).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn secrets_are_removed_from_quotes() {
        for (line, expected) in [
            (r#""GET /a?sig=abc HTTP/1.1" 200"#, r#""GET /a?[removed] HTTP/1.1" 200"#),
            (r#""http://u:pw@h/x?q""#, r#""http://[removed]@h/x?[removed]""#),
            ("/a;jsessionid=AB12/b", "/a;jsessionid=[removed]/b"),
            ("Authorization: Basic dTpw", "Authorization: Basic [removed]"),
            (r#"anon password "me@x""#, r#"anon password "[removed]""#),
            ("X-Amz-Signature=ff&frame=3", "X-Amz-Signature=[removed]&frame=3"),
            ("design=blue", "design=blue"),
            (r#"{"Cookie":["a=b; c"],"x":1}"#, r#"{"Cookie":[removed]],"x":1}"#),
            (
                r#"{"password":"a\"b","args" : "t=1","x":"y"}"#,
                r#"{"password":"[removed]","args" :"[removed]","x":"y"}"#,
            ),
            (
                r#"{"log":"{\"query\":\"a\",\"x\":\"y\"}"}"#,
                r#"{"log":"{\"query\":\"[removed]\",\"x\":\"y\"}"}"#,
            ),
            (r#"{"token":"","token":null}"#, r#"{"token":"","token":null}"#),
            ("nothing here", "nothing here"),
        ] {
            assert_eq!(quote(line.as_bytes()), expected);
        }
    }

    proptest! {
        #[test]
        fn any_line_is_quoted(line: Vec<u8>) {
            let _quote = quote(&line);
        }

        #[test]
        fn a_signature_never_passes(value in "[a-z0-9]{12}", before in "[a-z/.=&?]{0,20}") {
            let line = format!("\"GET /{before}?x=1&sig={value} HTTP/1.1\" https://k:{value}@h/ token={value} {{\"cookie\":[\"{value}\"]}}");
            prop_assert!(!quote(line.as_bytes()).contains(&value));
        }
    }
}
