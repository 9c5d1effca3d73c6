//! What kind of line an address is: an ordinary one, or an exit that hides where the person sits.
//!
//! In: the labels of an origin. Out: one word. Never: a place; behind an exit the place is unknown.

use subtier_model::{AddressOrigin, NetworkLabel};

/// What kind of line an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// An ordinary line, or nothing is known against it.
    Line,
    /// A privacy relay of a device maker or content network: on by default for many people.
    Relay,
    /// Hosting, data centre or public cloud.
    Hosting,
    /// A known VPN or Tor exit.
    Vpn,
}

impl Exit {
    /// Reads the labels. A row of the range table outweighs any label; a relay's own list is more exact than a
    /// list of VPN networks that holds the relay's range too.
    pub(crate) fn of(origin: &AddressOrigin) -> Self {
        let has = |label| origin.labels.contains(&label);
        if origin.range.is_some() {
            Self::Line
        } else if has(NetworkLabel::Relay) {
            Self::Relay
        } else if has(NetworkLabel::Vpn) || has(NetworkLabel::Tor) {
            Self::Vpn
        } else if has(NetworkLabel::Hosting) || has(NetworkLabel::Cloud) {
            Self::Hosting
        } else {
            Self::Line
        }
    }

    /// What a citation calls it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Line => "ordinary line",
            Self::Relay => "privacy relay",
            Self::Hosting => "hosting or data-centre network",
            Self::Vpn => "known VPN exit",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_model::{Precision, RangeGrade, RangeRow};

    fn origin(labels: &[NetworkLabel]) -> AddressOrigin {
        AddressOrigin {
            ip: "192.0.2.1".into(),
            country: None,
            region: None,
            city: None,
            precision: Precision::None,
            radius_km: None,
            sources: vec![],
            sources_agree: true,
            asn: None,
            network: None,
            labels: labels.to_vec(),
            rung: "none".into(),
            range: None,
        }
    }

    #[test]
    fn labels_add_up_and_the_most_exact_one_speaks() {
        use NetworkLabel::{Cloud, Hosting, Relay, Tor, Vpn};
        for (labels, exit) in [
            (&[][..], Exit::Line),
            (&[Vpn], Exit::Vpn),
            (&[Tor], Exit::Vpn),
            (&[Vpn, Hosting], Exit::Vpn),
            (&[Hosting], Exit::Hosting),
            (&[Cloud], Exit::Hosting),
            (&[Vpn, Hosting, Relay], Exit::Relay),
        ] {
            assert_eq!(Exit::of(&origin(labels)), exit, "{labels:?}");
        }
    }

    #[test]
    fn a_row_of_the_range_table_outweighs_a_label() {
        let mut ranged = origin(&[NetworkLabel::Vpn]);
        ranged.range = Some(RangeRow {
            range: "192.0.2.0/24".into(),
            what: "w".into(),
            grade: RangeGrade::Strong,
            from: None,
            until: None,
            source_title: "s".into(),
            source_address: "a".into(),
        });
        assert_eq!(Exit::of(&ranged), Exit::Line);
    }
}
