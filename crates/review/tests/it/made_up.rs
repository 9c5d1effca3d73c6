//! A small made-up case. Names, files, serials and list numbers are nobody's; addresses are those kept
//! for documentation, but for one of the range that the rule about ranges needs.

mod documents;

use std::collections::BTreeMap;

use subtier_model::{
    AddressOrigin, AgentSeen, Citation, Class, Complaint, ContentKind, Date, Decision, Entity,
    EntityKind, Evidence, Fact, Finding, FindingParts, GeoStatement, Holding, Layer, Link,
    LinkKind, ListReference, NetworkLabel, Observation, ObservationId, Place, Precision,
    RangeGrade, RangeRow, Reader, Ruling, RunId, Source, Subject, SubjectKind, Timestamp, Verdict,
};
use subtier_review::{
    Asset, AssetVerdict, CaseView, CustodyHead, DataSource, LogDays, NotFound, Origin, Touched,
    Trail,
};

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn evidence(path: &str) -> Evidence {
    Evidence {
        id: Evidence::id_of(path, 7, None),
        path: path.into(),
        name_bytes: None,
        name_encoding: None,
        parent: None,
        size: 7,
        sha256: None,
        blake3: None,
        kind: ContentKind::Text,
        holding: Holding::Copied,
        modified: None,
    }
}

/// An observation; what its fact says does not matter to what is printed.
pub(crate) fn observed(path: &str, place: Place, quote: &str) -> Observation {
    let fact = Fact::AgentSeen(AgentSeen {
        account: "a".into(),
        agent: "b".into(),
        accesses: 1,
        ips: vec![],
    });
    let reader = Reader { name: "test".into(), version: 1 };
    Observation::new(evidence(path).id, place, quote, reader, fact)
}

fn cite(observation: &Observation, says: &str, list: Option<ListReference>) -> Citation {
    Citation { observation: observation.id, says: says.into(), list }
}

fn subject(id: &str, kind: SubjectKind, name: &str) -> Subject {
    Subject { id: id.into(), kind, name: name.into() }
}

fn source(title: &str, address: &str) -> Source {
    Source { title: title.into(), address: address.into() }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// What differs from finding to finding.
struct Told<'a> {
    rule: &'a str,
    title: &'a str,
    verdict: Verdict,
    classes: Vec<Class>,
    subjects: Vec<Subject>,
}

fn finding(told: Told<'_>, cited: Vec<Citation>, draws_on: &[&Finding]) -> Finding {
    let mut cited = cited.into_iter();
    Finding::new(FindingParts {
        rule: told.rule.into(),
        title: told.title.into(),
        verdict: told.verdict,
        classes: told.classes,
        subjects: told.subjects,
        first: cited.next().unwrap(),
        more: cited.collect(),
        source: source(
            "Guidance on remote workers, 2022-05-16",
            "https://example.org/guidance.pdf",
        ),
        innocent: texts(&["The vendor's staff travel.", "An exit of a company network."]),
        next: texts(&["Ask the vendor for its list of offices.", "Compare with the contract."]),
        draws_on: draws_on.iter().map(|finding| finding.id).collect(),
    })
}

pub(crate) fn observations() -> Vec<Observation> {
    vec![
        observed(
            "logs/access.log",
            Place::Line(12),
            "175.45.178.21 - north [04/Jan/2024:01:12:09 +0000] \"GET /pub/EP301/SC012_key_v02.jpg HTTP/1.1\" 200 81233 \"-\" \"Mozilla/5.0\"",
        ),
        observed(
            "logs/access.log",
            Place::Line(8801),
            "203.0.113.77 - north [19/Jan/2024:02:44:51 +0000] \"PUT /in/EP301/SC014.zip HTTP/1.1\" 201 9120331",
        ),
        observed(
            "payments.csv",
            Place::Row { row: 4, column: Some("beneficiary".into()) },
            "2024-01-09;studio;north;Blue Lake Trading Ltd;HK;41200;USD",
        ),
        observed(
            "deliveries/EP301_SC012_key_v02.jpg",
            Place::Bytes { start: 28_616, end: 28_640 },
            "WM0MADEUPDISK01",
        ),
        observed(
            "vendors.csv",
            Place::Row { row: 3, column: Some("ids".into()) },
            "USCC 91310104000000000X",
        ),
        observed(
            "docs/审核\u{202E}gpj.txt",
            Place::Words("first paragraph".into()),
            "<script>alert(1)</script> \u{1B}[2J 머리모양을 수정",
        ),
    ]
}

fn findings(observations: &[Observation]) -> Vec<Finding> {
    let vendor = || vec![subject("north", SubjectKind::Vendor, "North Light Animation")];
    let list =
        ListReference { name: "OFAC SDN".into(), date: Some(date("2023-01")), uid: "99042".into() };
    let log = finding(
        Told {
            rule: "R42",
            title: "Account north was used from an address of the allocated range",
            verdict: Verdict::Strong,
            classes: vec![Class::Log],
            subjects: vec![subject("north", SubjectKind::Account, "north")],
        },
        vec![
            cite(&observations[0], "First access from the address.", None),
            cite(&observations[1], "Last access from outside the declared country.", None),
        ],
        &[],
    );
    let payment = finding(
        Told {
            rule: "R36",
            title: "Payments for North Light went to another company",
            verdict: Verdict::ToCheck,
            classes: vec![Class::Payment],
            subjects: vendor(),
        },
        vec![cite(&observations[2], "Beneficiary is not the contractor.", None)],
        &[],
    );
    let screening = finding(
        Told {
            rule: "L01",
            title: "North Light's registration number is the number of a list entry",
            verdict: Verdict::Strong,
            classes: vec![Class::Screening],
            subjects: vendor(),
        },
        vec![cite(&observations[4], "The number is valid and equal to the list's.", Some(list))],
        &[],
    );
    let summary = finding(
        Told {
            rule: "S01",
            title: "Logs and payments agree on North Light",
            verdict: Verdict::Escalate,
            classes: vec![Class::Log, Class::Payment],
            subjects: vendor(),
        },
        vec![cite(&observations[0], "", None), cite(&observations[2], "", None)],
        &[&log, &payment],
    );
    let hostile = finding(
        Told {
            rule: "R12",
            title: "Agent <img src=x onerror=alert(1)> names a browser",
            verdict: Verdict::Noted,
            classes: vec![Class::Log, Class::Document],
            subjects: vec![subject(
                "docs/审核\u{202E}gpj.txt",
                SubjectKind::Asset,
                "审核\u{202E}gpj.txt",
            )],
        },
        vec![
            cite(&observations[5], "Text of the note.", None),
            cite(&observations[3], "One machine.", None),
        ],
        &[],
    );
    vec![log, screening, summary, payment, hostile]
}

fn origin(
    ip: &str,
    place: (&str, Option<&str>, Option<&str>),
    precision: Precision,
) -> AddressOrigin {
    let (country, region, city) = place;
    AddressOrigin {
        ip: ip.into(),
        country: Some(country.into()),
        region: region.map(Into::into),
        city: city.map(Into::into),
        precision,
        radius_km: None,
        sources: vec![GeoStatement {
            name: "embedded country table".into(),
            date: "2024-02-01".into(),
            says: country.into(),
        }],
        sources_agree: true,
        asn: Some(4837),
        network: Some("Example Backbone".into()),
        labels: vec![],
        rung: "embedded".into(),
        range: None,
    }
}

fn origins() -> Vec<Origin> {
    let mut kp = origin("175.45.178.21", ("KP", None, None), Precision::Country);
    kp.labels = vec![NetworkLabel::RangeTable];
    kp.rung = "range_table".into();
    kp.range = Some(RangeRow {
        range: "175.45.176.0/22".into(),
        what: "allocation of Star JV".into(),
        grade: RangeGrade::Strong,
        from: Some(date("2009")),
        until: None,
        source_title: "Example registry, 2017".into(),
        source_address: "https://example.org/registry".into(),
    });
    let mut dalian =
        origin("203.0.113.77", ("CN", Some("Liaoning"), Some("Dalian")), Precision::City);
    dalian.radius_km = Some(50);
    dalian.sources_agree = false;
    dalian.sources.push(GeoStatement {
        name: "city.mmdb".into(),
        date: "date unknown".into(),
        says: "KR, Seoul".into(),
    });
    let province = origin("203.0.113.9", ("CN", Some("Liaoning"), None), Precision::Province);
    let mut spain = origin("198.51.100.7", ("ES", None, None), Precision::Country);
    spain.labels = vec![NetworkLabel::Vpn, NetworkLabel::Hosting];
    let korea = origin("198.51.100.80", ("KR", Some("Seoul"), Some("Seoul")), Precision::City);
    let mut nowhere = origin("2001:db8::1", ("XX", None, None), Precision::None);
    nowhere.country = None;
    let at = |text: i64| Some(Timestamp::from_secs(text));
    [(kp, 41), (dalian, 1204), (province, 310), (spain, 77), (korea, 2_210), (nowhere, 3)]
        .into_iter()
        .map(|(origin, accesses)| Origin {
            origin,
            accounts: texts(&["north", "north-ftp"]),
            accesses,
            first: at(1_704_330_729),
            last: at(1_705_632_291),
        })
        .collect()
}

fn days() -> Vec<LogDays> {
    let first = date("2024-01-01").first_epoch_day();
    let day = |idx: i64| {
        let day = first + idx;
        let is_sunday = (day + 3).rem_euclid(7) == 6;
        (!is_sunday).then(|| (Date::from_epoch_days(day), 40 + (idx.unsigned_abs() * 37) % 160))
    };
    let one = (Date::from_epoch_days(first), 3);
    let log = |path: &str, days, (zone, year): (&str, &str)| LogDays {
        path: path.into(),
        days,
        time_basis: zone.into(),
        year_basis: year.into(),
    };
    let days = (0..38).filter_map(day).collect();
    vec![
        log("logs/access.log", days, ("explicit", "explicit")),
        log("logs/auth.log", vec![one], ("assumed", "recovered")),
        log("logs/no-clock.log", vec![], ("none", "none")),
    ]
}

fn links(observations: &[Observation]) -> (Vec<Entity>, Vec<Link>) {
    let entity = |kind, key: &str, name: &str| Entity::new(kind, key, name, observations[4].id, []);
    let entities = vec![
        entity(EntityKind::Vendor, "studio", "Example Studio"),
        entity(EntityKind::Vendor, "north", "North Light Animation"),
        entity(EntityKind::Account, "north", "north"),
        entity(EntityKind::Address, "175.45.178.21", "175.45.178.21"),
        entity(EntityKind::Party, "OFAC SDN 99042", "NORTHERN LIGHT STUDIO"),
    ];
    let link = |from: usize, to: usize, kind, layer, first: usize| {
        let ends = (entities[from].id, entities[to].id);
        Link::new(ends, kind, layer, observations[first].id, [observations[1].id])
    };
    let links = vec![
        link(0, 1, LinkKind::Contracts, Layer::Declared, 4),
        link(1, 2, LinkKind::Uses, Layer::Declared, 4),
        link(2, 3, LinkKind::SeenFrom, Layer::Observed, 0),
        link(1, 4, LinkKind::MatchedWith, Layer::Observed, 4),
    ];
    (entities, links)
}

fn data() -> (Vec<DataSource>, Vec<DataSource>) {
    let of = |name: &str, date: Option<Date>, file: Option<&str>, note: Option<&str>| DataSource {
        name: name.into(),
        date,
        file: file.map(Into::into),
        hash: file.map(|_| "5f".repeat(32)),
        note: note.map(Into::into),
    };
    let lists = vec![
        of(
            "OFAC SDN",
            Some(date("2023-01")),
            Some("/home/me/lists/sdn.csv"),
            Some("aliases of 2025-02 joined by uid"),
        ),
        of("OFAC SDN", Some(date("2025-02")), Some("alt_2025-02.csv"), None),
        of("UN consolidated", None, Some("UN.xml"), None),
    ];
    let geo = vec![of("embedded country table", Some(date("2024-02-01")), None, Some("CC0"))];
    (lists, geo)
}

/// Who put and fetched the film.
fn hands(observation: ObservationId, by: Option<&str>) -> Vec<Touched> {
    let touched = |deed: &str, account: Option<&str>, country: Option<&str>, secs| Touched {
        deed: deed.into(),
        account: account.map(str::to_owned),
        ip: Some("192.0.2.7".into()),
        country: country.map(str::to_owned),
        masked: country.is_some(),
        first: Some(Timestamp::from_secs(secs)),
        last: Some(Timestamp::from_secs(secs)),
        times: 1,
        observation,
        by: by.map(str::to_owned),
    };
    vec![
        touched("put", Some("<lin>"), Some("CN"), 1_704_067_200),
        touched("fetched", None, None, 1_704_067_260),
    ]
}

/// A film that passed from hand to hand.
fn trail(observation: ObservationId) -> Trail {
    Trail {
        asset: "LNT episode 301 shot 12 key version 2".into(),
        files: texts(&["deliveries/reel.mov"]),
        because: "put by <lin>, fetched by bob".into(),
        touched_by: hands(observation, None),
    }
}

/// A film that is a finished copy.
fn reel(observation: ObservationId) -> Asset {
    Asset {
        path: "deliveries/reel.mov".into(),
        verdict: Some(AssetVerdict::ReferenceOrFinishedCopy),
        production: Some("Made-up Show".into()),
        because: texts(&["finished picture", "no notes or revisions"]),
        basis: Some("picture".into()),
        shot: None,
        stage: Some("finished".into()),
        picture: None,
        touched_by: hands(observation, Some("its names")),
    }
}

/// The made-up case.
pub(crate) fn view() -> CaseView {
    let observations = observations();
    let findings = findings(&observations);
    let (entities, links) = links(&observations);
    let (lists, geo) = data();
    let paths = [
        "logs/access.log",
        "payments.csv",
        "vendors.csv",
        "deliveries/EP301_SC012_key_v02.jpg",
        "docs/审核\u{202E}gpj.txt",
    ];
    let decision = |finding: &Finding, revision, reason: &str| {
        let at = Timestamp::from_secs(1_713_744_000);
        Decision::new((finding.id, revision), Ruling::Confirmed, "A. Counsel", at, reason)
    };
    let decisions = vec![
        decision(&findings[1], findings[1].revision, "Number read from the contract as well."),
        decision(&findings[3], findings[0].revision, "Seen with accounting."),
    ];
    CaseView {
        title: "Exchange server of Example Studio".into(),
        known_since: Some(date("2024-04-22")),
        run: RunId::from_bytes([0x5a; 16]),
        program: "0.1.0".into(),
        findings,
        observations: observations.iter().map(|o| (o.id, o.clone())).collect(),
        evidence: paths
            .iter()
            .map(|path| (evidence(path).id, evidence(path)))
            .collect::<BTreeMap<_, _>>(),
        entities,
        links,
        assets: vec![reel(observations[0].id)],
        trails: vec![trail(observations[0].id)],
        complaints: vec![
            Complaint::new(
                None,
                "logs/access.log",
                Place::Line(8899),
                "the line ends inside a field",
            ),
            Complaint::new(None, "in/broken.zip", Place::Whole, "the central directory is missing"),
        ],
        lists,
        geo,
        origins: origins(),
        days: days(),
        documents: Some(documents::documents()),
        not_found: vec![
            NotFound {
                rule: "R01".into(),
                title: "One account from several countries within an hour".into(),
                looked_at: "412 sessions of accounts".into(),
            },
            NotFound {
                rule: "R45".into(),
                title: "A path that can be listed without a password".into(),
                looked_at: "0 paths of server configurations".into(),
            },
        ],
        custody: Some(CustodyHead { hash: "ab".repeat(32), lines: 1_207 }),
        decisions,
        as_of: Some(date("2024-04-22")),
    }
}
