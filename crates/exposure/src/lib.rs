#![doc = include_str!("../README.md")]
//!
//! [`read_config`] is the way in: the kind is found by content, nothing fails, no include is followed.
//! [`observe`] turns what it found into observations and complaints.

mod apache;
mod apache_access;
mod apache_syntax;
mod nginx;
mod nginx_syntax;
mod reach;

pub mod listed;

use subtier_model::{Complaint, EvidenceId, Fact, Observation, Place, Reader};

use listed::{Configuration, LISTINGS_MAX};

/// Counted up whenever the same bytes may give other listings.
const READER_VERSION: u32 = 2;

/// A configuration is written by hand; a larger file is none.
pub const CONFIG_BYTES_MAX: usize = 1 << 20;

/// The most complaints about one file that are named one by one.
const COMPLAINTS_MAX: usize = 100;

/// Reads a configuration of nginx or Apache; `None` where the bytes are none.
pub fn read_config(bytes: &[u8]) -> Option<Configuration> {
    if bytes.len() > CONFIG_BYTES_MAX || bytes.contains(&0) {
        return None;
    }
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let mut configuration = nginx::read(&text).or_else(|| apache::read(&text))?;
    let cut = configuration.paths.len() > LISTINGS_MAX;
    configuration.paths.truncate(LISTINGS_MAX);
    let unnamed = configuration.complaints.len().saturating_sub(COMPLAINTS_MAX);
    configuration.complaints.truncate(COMPLAINTS_MAX);
    if unnamed > 0 {
        configuration.complaints.push((1, format!("{unnamed} further faults")));
    }
    if cut {
        configuration
            .complaints
            .push((1, format!("more than {LISTINGS_MAX} paths; the rest is not read")));
    }
    Some(configuration)
}

/// Turns a configuration into observations and complaints about one piece of evidence.
pub fn observe(
    configuration: Configuration,
    evidence: EvidenceId,
    path: &str,
) -> (Vec<Observation>, Vec<Complaint>) {
    let observations = configuration.paths.into_iter().map(|found| {
        let name = format!("exposure/{}", found.listing.server);
        let reader = Reader { name, version: READER_VERSION };
        let place = Place::Line(found.line);
        Observation::new(evidence, place, &found.quote, reader, Fact::Listing(found.listing))
    });
    let complaints = configuration
        .complaints
        .into_iter()
        .map(|(line, reason)| Complaint::new(Some(evidence), path, Place::Line(line), reason));
    (observations.collect(), complaints.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_configuration_is_none() {
        let texts = [
            "",
            "server",
            "The server {room} is cold; listen to me.\n",
            "{\"server\": {\"listen\": 80}}",
            "<?xml version=\"1.0\"?>\n<Directory>\n<Location>Dalian</Location>\n</Directory>\n",
            "body { color: red; }\n.location { width: 10px; }\n",
            "Options for dinner\nRequire more salt\n",
            "server {\n  port = 8080\n}\n",
            "fn server() { listen(80); }\n",
        ];
        for text in texts {
            assert_eq!(read_config(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn a_quote_ends_before_a_secret() {
        let text = "server { location / { proxy_set_header Authorization \"Basic eA==\"; autoindex on; } }";
        let configuration = read_config(text.as_bytes()).unwrap();
        let quote = &configuration.paths[0].quote;
        assert!(!quote.contains("Basic"), "{quote}");
        assert!(quote.starts_with("server { location / {"), "{quote}");
    }

    #[test]
    fn an_observation_stands_on_the_deciding_line() {
        let text = "server {\n  location /pub/ {\n    autoindex on;\n  }\n}\n}\n";
        let evidence = EvidenceId::from_bytes([1; 16]);
        let configuration = read_config(text.as_bytes()).unwrap();
        let (observations, complaints) = observe(configuration, evidence, "www/nginx.conf");
        assert_eq!(observations.len(), 1);
        assert_eq!(observations[0].place, Place::Line(3));
        assert_eq!(complaints.len(), 1, "the last brace closes nothing");
        assert_eq!(complaints[0].path, "www/nginx.conf");
    }

    #[test]
    fn thousands_of_rules_and_paths_are_bounded() {
        let paths = "location /a { }\n".repeat(3_000);
        let rules = "allow 10.0.0.1;\n".repeat(3_000);
        let text = format!("server {{ listen 80;\n{rules}{paths}}}");
        let configuration = read_config(text.as_bytes()).unwrap();
        assert_eq!(configuration.paths.len(), LISTINGS_MAX);
        assert_eq!(configuration.paths[0].listing.verdict, "unknown");
        let sections = "<Location /a>\nRequire ip 10.0.0.1\n</Location>\n".repeat(3_000);
        let configuration = read_config(sections.as_bytes()).unwrap();
        assert_eq!(configuration.paths.len(), LISTINGS_MAX);
        assert!(!configuration.complaints.is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            let _read = read_config(&bytes);
        }

        #[test]
        fn any_nest_of_directives_is_read(
            words in proptest::collection::vec(
                prop::sample::select(vec![
                    "server", "location", "/a", "{", "}", ";", "autoindex", "on", "auth_basic",
                    "allow", "deny", "all", "\n", "\"", "'", "\\", "#", "<Directory", ">", "Options",
                    "</Directory>", "+Indexes", "Require", "<RequireAny>", "granted", "if", "(", "$x",
                    "http", "content_by_lua_block", "include", "satisfy", "any", "return", "403",
                ]),
                0..60,
            )
        ) {
            let text = words.join(" ");
            for prefix in ["", "server { listen 80; ", "DocumentRoot /x\n<Directory /x>\n"] {
                let _read = read_config(format!("{prefix}{text}").as_bytes());
            }
        }
    }
}
