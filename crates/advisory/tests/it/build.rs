//! Small cases for the tests: observations made of one line each.

use subtier_advisory::{CaseFacts, Outcome, run};
use subtier_model::{
    AccountSession, AddressOrigin, AgentSeen, ContentKind, Date, Evidence, Fact, FailedLogins,
    Finding, GeoStatement, Holding, ListMatch, ListMatchBasis, ListReference, Listing, LogSummary,
    Mark, MarkTrail, NetworkLabel, Observation, Payment, Place, Precision, RangeGrade, RangeRow,
    RangeSighting, Reader, Sha256Hash, Sighting, SubjectKind, Timestamp, Vendor, Verdict,
};

/// The log of most tests.
pub(crate) const LOG: &str = "exchange/access.log";
pub(crate) const VENDORS: &str = "vendors.csv";
pub(crate) const PAYMENTS: &str = "payments.csv";

#[derive(Default, Clone)]
pub(crate) struct Case {
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) observations: Vec<Observation>,
}

/// An instant of `YYYY-MM-DD` and seconds of that day.
pub(crate) fn at(day: &str, secs: i64) -> Timestamp {
    let day: Date = day.parse().expect("a test writes real dates");
    Timestamp::from_secs(day.first_epoch_day() * 86_400 + secs)
}

pub(crate) fn date(text: &str) -> Option<Date> {
    text.parse().ok()
}

pub(crate) fn vendor(id: &str) -> Vendor {
    Vendor {
        id: id.into(),
        name: format!("{id} Pictures"),
        native_name: None,
        role: None,
        country: None,
        city: None,
        parent: None,
        tier: None,
        may_subcontract: None,
        ids: vec![],
        addresses: vec![],
        languages: vec![],
        utc_offset_minutes: None,
        networks: vec![],
        accounts: vec![id.into()],
        starts: None,
        ends: None,
    }
}

pub(crate) fn origin(ip: &str, country: &str) -> AddressOrigin {
    AddressOrigin {
        ip: ip.into(),
        country: (!country.is_empty()).then(|| country.into()),
        region: None,
        city: None,
        precision: Precision::Country,
        radius_km: None,
        sources: vec![GeoStatement {
            name: "geo".into(),
            date: "2024-01".into(),
            says: country.into(),
        }],
        sources_agree: true,
        asn: None,
        network: None,
        labels: vec![],
        rung: "database".into(),
        range: None,
    }
}

pub(crate) fn row(grade: RangeGrade, from: Option<&str>, until: Option<&str>) -> RangeRow {
    RangeRow {
        range: "175.45.176.0/22".into(),
        what: "the allocation of Star JV".into(),
        grade,
        from: from.and_then(date),
        until: until.and_then(date),
        source_title: "a source".into(),
        source_address: "https://example.org".into(),
    }
}

pub(crate) fn ranged(ip: &str, row: RangeRow) -> AddressOrigin {
    let labels = vec![NetworkLabel::RangeTable];
    AddressOrigin { range: Some(row), labels, rung: "range_table".into(), ..origin(ip, "KP") }
}

pub(crate) fn labelled(ip: &str, country: &str, labels: &[NetworkLabel]) -> AddressOrigin {
    AddressOrigin { labels: labels.to_vec(), ..origin(ip, country) }
}

pub(crate) fn payment(contractor: &str, beneficiary: &str, reference: &str) -> Payment {
    Payment {
        date: date("2023-09-12"),
        payer: "studio".into(),
        contractor: contractor.into(),
        beneficiary: beneficiary.into(),
        bank_country: Some("HK".into()),
        amount: Some("9800".into()),
        currency: Some("USD".into()),
        reference: Some(reference.into()),
    }
}

pub(crate) fn matched(query: &str, is_vendor: bool, basis: ListMatchBasis, uid: &str) -> ListMatch {
    ListMatch {
        query_id: query.into(),
        query_is_vendor: is_vendor,
        query_name: query.into(),
        list: ListReference { name: "OFAC SDN".into(), date: date("2023-01"), uid: uid.into() },
        listed_name: "LISTED NAME".into(),
        matched: "A NAME".into(),
        basis,
        score_thousandths: 930,
        because: vec!["the names agree".into()],
    }
}

impl Case {
    /// Puts a fact under a path; the evidence is made on first use.
    pub(crate) fn fact(mut self, path: &str, fact: Fact) -> Self {
        let hash = hash_of(path);
        let id = Evidence::id_of(path, 1, Some(&hash));
        if !self.evidence.iter().any(|e| e.id == id) {
            self.evidence.push(Evidence {
                id,
                path: path.into(),
                name_bytes: None,
                name_encoding: None,
                parent: None,
                size: 1,
                sha256: Some(hash),
                blake3: None,
                kind: ContentKind::Text,
                holding: Holding::Copied,
                modified: None,
            });
        }
        let place = Place::Line(self.observations.len() as u64 + 1);
        let reader = Reader { name: "test".into(), version: 1 };
        self.observations.push(Observation::new(id, place, "quote", reader, fact));
        self
    }

    pub(crate) fn vendor(self, vendor: Vendor) -> Self {
        self.fact(VENDORS, Fact::Vendor(vendor))
    }

    pub(crate) fn payment(self, payment: Payment) -> Self {
        self.fact(PAYMENTS, Fact::Payment(payment))
    }

    pub(crate) fn matched(self, found: ListMatch) -> Self {
        let path = if found.query_is_vendor { VENDORS } else { PAYMENTS };
        self.fact(path, Fact::ListMatch(found))
    }

    pub(crate) fn origin(self, origin: AddressOrigin) -> Self {
        self.fact(LOG, Fact::AddressOrigin(origin))
    }

    /// One account seen from one address, on 10 January 2024.
    pub(crate) fn seen(self, account: &str, ip: &str, accesses: u64) -> Self {
        self.seen_in(LOG, account, ip, accesses)
    }

    pub(crate) fn seen_in(self, path: &str, account: &str, ip: &str, accesses: u64) -> Self {
        let sighting = Sighting {
            account: account.into(),
            ip: ip.into(),
            accesses,
            first: Some(at("2024-01-10", 0)),
            last: Some(at("2024-01-10", 3_600)),
            keys: vec![],
            last_line: 9,
        };
        self.fact(path, Fact::Sighting(sighting))
    }

    /// A session that begins at `start` and lasts `secs`.
    pub(crate) fn session(self, account: &str, ip: &str, start: Timestamp, secs: i64) -> Self {
        self.session_by(account, ip, (start, secs), false)
    }

    pub(crate) fn session_by(
        self,
        account: &str,
        ip: &str,
        (start, secs): (Timestamp, i64),
        clock_assumed: bool,
    ) -> Self {
        let session = AccountSession {
            account: account.into(),
            ip: ip.into(),
            start,
            end: Timestamp::from_secs(start.secs() + secs),
            accesses: 2,
            bytes: 10,
            clock_assumed,
        };
        self.fact(LOG, Fact::AccountSession(session))
    }

    pub(crate) fn agent(self, account: &str, agent: &str) -> Self {
        let seen = AgentSeen {
            account: account.into(),
            agent: agent.into(),
            accesses: 3,
            ips: vec!["192.0.2.1".into()],
        };
        self.fact(LOG, Fact::AgentSeen(seen))
    }

    /// What the log itself says of its clock.
    pub(crate) fn summary(self, time_basis: &str, year_basis: &str) -> Self {
        let summary = LogSummary {
            format: "openssh".into(),
            formats: vec!["openssh".into()],
            lines: 1,
            accesses: 1,
            skipped: 0,
            complaints: 0,
            first: None,
            last: None,
            time_basis: time_basis.into(),
            year_basis: year_basis.into(),
            days: vec![],
        };
        self.fact(LOG, Fact::LogSummary(summary))
    }

    /// What an address of the range table did without being let in: accesses, writes among them, refused attempts.
    pub(crate) fn in_range(
        self,
        ip: &str,
        account: Option<&str>,
        (accesses, writes, refused): (u64, u64, u64),
    ) -> Self {
        let seen = RangeSighting {
            ip: ip.into(),
            account: account.map(Into::into),
            accesses,
            writes,
            refused,
            first: Some(at("2024-01-10", 0)),
            last: Some(at("2024-01-10", 3_600)),
            last_line: 9,
        };
        self.fact(LOG, Fact::RangeSighting(seen))
    }

    /// Gives the last fact another quoted line.
    pub(crate) fn quoting(mut self, line: &str) -> Self {
        let last = self.observations.pop().expect("a fact was put before");
        let Observation { evidence, place, reader, fact, .. } = last;
        self.observations.push(Observation::new(evidence, place, line, reader, fact));
        self
    }

    pub(crate) fn failed(self, attempts: u64) -> Self {
        let most = vec![("198.51.100.9".to_owned(), attempts)];
        self.fact(
            LOG,
            Fact::FailedLogins(FailedLogins { attempts, addresses: 1, accounts: 2, most }),
        )
    }

    pub(crate) fn marks(self, path: &str, serials: &[&str]) -> Self {
        let mark = |(at, serial): (usize, &&str)| Mark {
            serial: (*serial).into(),
            offset: at as u64 * 24,
        };
        let marks = serials.iter().enumerate().map(mark).collect();
        self.fact(path, Fact::MarkTrail(MarkTrail { marks, form: "trailer".into() }))
    }

    pub(crate) fn listing(self, path: &str, verdict: &str) -> Self {
        let listing = Listing {
            server: "nginx".into(),
            site: "80".into(),
            path: path.into(),
            verdict: verdict.into(),
            because: "autoindex on, no auth".into(),
        };
        self.fact("www/nginx.conf", Fact::Listing(listing))
    }

    pub(crate) fn run(&self) -> Outcome {
        run(&CaseFacts::new(&self.observations, &self.evidence))
    }

    /// The findings of one rule.
    pub(crate) fn of(&self, rule: &str) -> Vec<Finding> {
        self.run().findings.into_iter().filter(|finding| finding.rule == rule).collect()
    }

    /// The only finding of one rule.
    #[track_caller]
    pub(crate) fn one(&self, rule: &str) -> Finding {
        let mut found = self.of(rule);
        assert_eq!(found.len(), 1, "{rule}: {:?}", titles(&found));
        found.remove(0)
    }

    /// Checks that one rule says nothing.
    #[track_caller]
    pub(crate) fn silent(&self, rule: &str) {
        let found = self.of(rule);
        assert!(found.is_empty(), "{rule}: {:?}", titles(&found));
    }

    /// Checks the one finding of a rule: verdict, subjects as `kind:id`, words of the title.
    #[track_caller]
    pub(crate) fn fires(&self, rule: &str, verdict: Verdict, subjects: &[&str], words: &[&str]) {
        let finding = self.one(rule);
        assert_eq!(finding.verdict, verdict, "{}", finding.title);
        assert_eq!(subject_words(&finding), subjects, "{}", finding.title);
        for word in words {
            assert!(finding.title.contains(word), "{word:?} is not in {:?}", finding.title);
        }
        assert!(finding.title.ends_with('.'), "{}", finding.title);
    }
}

/// Subjects as `kind:id`, sorted.
pub(crate) fn subject_words(finding: &Finding) -> Vec<String> {
    let mut words: Vec<String> =
        finding.subjects.iter().map(|s| format!("{}:{}", s.kind.word(), s.id)).collect();
    words.sort_unstable();
    words
}

pub(crate) fn has_vendor(finding: &Finding, id: &str) -> bool {
    finding.subjects.iter().any(|s| s.kind == SubjectKind::Vendor && s.id == id)
}

pub(crate) fn titles(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.title.as_str()).collect()
}

fn hash_of(path: &str) -> Sha256Hash {
    let mut hash = [0_u8; 32];
    for (to, at) in hash.iter_mut().zip(1_u8..) {
        *to = path.bytes().fold(at, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    }
    Sha256Hash(hash)
}
