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

/// The longest quote kept of a line, in bytes before decoding; an observation cuts it to 500
/// characters.
pub(crate) const QUOTE_BYTES_MAX: usize = 2_048;

/// Returns the text of a line with its secrets removed.
pub(crate) fn quote(raw: &[u8]) -> String {
    let raw = raw.get(..QUOTE_BYTES_MAX).unwrap_or(raw);
    let text = String::from_utf8_lossy(raw);
    let text = without_queries(&text);
    let text = without_words_after(&text, "Basic ");
    let text = without_words_after(&text, "Bearer ");
    let text = without_password_fields(&text);
    without_secrets(Cow::Owned(text)).into_owned()
}

/// Removes values of secret names and passwords before a host name from a decoded text.
pub(crate) fn without_secrets(text: Cow<'_, str>) -> Cow<'_, str> {
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

/// Replaces each query: what follows a question mark up to a blank or a quote.
fn without_queries(text: &str) -> String {
    replace_after(text, "?", |rest| rest.find([' ', '"', '\'', '>', ')']).unwrap_or(rest.len()))
}

/// Replaces the word after a scheme name of an `Authorization` header.
fn without_words_after(text: &str, scheme: &str) -> String {
    replace_after(text, scheme, |rest| rest.find([' ', '"', ',']).unwrap_or(rest.len()))
}

/// Replaces what vsftpd writes of the password of an anonymous login.
fn without_password_fields(text: &str) -> String {
    replace_after(text, "password \"", |rest| rest.find('"').unwrap_or(rest.len()))
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
            let line = format!("\"GET /{before}?x=1&sig={value} HTTP/1.1\" https://k:{value}@h/ token={value}");
            prop_assert!(!quote(line.as_bytes()).contains(&value));
        }
    }
}
