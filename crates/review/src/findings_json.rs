//! findings.json: the outside contract, with wire types apart from those of the model.
//!
//! A view comes in, text goes out. Keys stand in the order of the contract, every key is always
//! there. Nothing of the machine goes out: no clock, host, case folder or absolute path. Keys may
//! be added, never renamed; `findings.schema.json` describes them.

use std::collections::BTreeMap;

use serde::Serialize;
use subtier_model::{
    Citation, EntityId, EntityKind, Finding, Layer, LinkKind, ListReference, ObservationId,
};

use crate::escape::json_visible;
use crate::view::{Asset, AssetVerdict, CaseView, DataSource, Touched, Trail};

/// JSON Schema (draft 2020-12) of findings.json.
pub const FINDINGS_SCHEMA: &str = include_str!("../findings.schema.json");

/// The version of the format; it changes only when a key changes its meaning.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct WireCase<'a> {
    format: u32,
    lists: Vec<WireSource<'a>>,
    geo: Vec<WireSource<'a>>,
    findings: Vec<WireFinding<'a>>,
    entities: Vec<WireEntity<'a>>,
    links: Vec<WireLink<'a>>,
    assets: Vec<WireAsset<'a>>,
    trails: Vec<WireTrail<'a>>,
    complaints: usize,
    complained: Vec<WireComplaint<'a>>,
    run: String,
    program: &'a str,
}

#[derive(Serialize)]
struct WireSource<'a> {
    name: &'a str,
    date: Option<String>,
    file: Option<&'a str>,
    hash: Option<&'a str>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct WireFinding<'a> {
    id: String,
    revision: String,
    rule: &'a str,
    title: &'a str,
    verdict: &'static str,
    classes: Vec<&'static str>,
    subjects: Vec<WireSubject<'a>>,
    because: Vec<WireCitation<'a>>,
    source: WireRuleSource<'a>,
    innocent: &'a [String],
    next: &'a [String],
    draws_on: Vec<String>,
}

#[derive(Serialize)]
struct WireSubject<'a> {
    id: &'a str,
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct WireCitation<'a> {
    evidence: Option<String>,
    path: Option<&'a str>,
    place: Option<String>,
    quote: Option<&'a str>,
    list: Option<WireList<'a>>,
    says: &'a str,
    observation: String,
}

#[derive(Serialize)]
struct WireList<'a> {
    name: &'a str,
    date: Option<String>,
    uid: &'a str,
}

#[derive(Serialize)]
struct WireRuleSource<'a> {
    title: &'a str,
    address: &'a str,
}

#[derive(Serialize)]
struct WireEntity<'a> {
    id: String,
    kind: &'static str,
    key: &'a str,
    name: &'a str,
    because: Vec<WireCitation<'a>>,
}

#[derive(Serialize)]
struct WireLink<'a> {
    from: String,
    to: String,
    kind: &'static str,
    layer: &'static str,
    because: Vec<WireCitation<'a>>,
}

#[derive(Serialize)]
struct WireAsset<'a> {
    path: &'a str,
    verdict: Option<&'static str>,
    production: Option<&'a str>,
    because: &'a [String],
    basis: Option<&'a str>,
    shot: Option<&'a str>,
    stage: Option<&'a str>,
    touched_by: Vec<WireTouched<'a>>,
}

#[derive(Serialize)]
struct WireTrail<'a> {
    asset: &'a str,
    files: &'a [String],
    because: &'a str,
    touched_by: Vec<WireTouched<'a>>,
}

#[derive(Serialize)]
struct WireTouched<'a> {
    deed: &'a str,
    account: Option<&'a str>,
    ip: Option<&'a str>,
    country: Option<&'a str>,
    masked: bool,
    ts: Option<String>,
    last: Option<String>,
    times: u64,
    path: Option<&'a str>,
    place: Option<String>,
    by: Option<&'a str>,
    observation: String,
}

#[derive(Serialize)]
struct WireComplaint<'a> {
    path: &'a str,
    place: String,
    reason: &'a str,
}

/// Returns findings.json: two spaces of indent, a line end at the end.
pub fn findings_json(view: &CaseView) -> String {
    let wire = wire_case(view);
    let json = serde_json::to_string_pretty(&wire).expect("wire types hold only text and lists");
    json_visible(&json) + "\n"
}

/// Returns the findings alone, one a line.
pub fn findings_jsonl(view: &CaseView) -> String {
    let mut out = String::new();
    for finding in &view.findings {
        let wire = wire_finding(view, finding);
        let json = serde_json::to_string(&wire).expect("wire types hold only text and lists");
        out.push_str(&json_visible(&json));
        out.push('\n');
    }
    out
}

fn wire_case(view: &CaseView) -> WireCase<'_> {
    let names: BTreeMap<EntityId, String> = view
        .entities
        .iter()
        .map(|entity| (entity.id, entity_name(entity.kind, &entity.key)))
        .collect();
    let end = |id: &EntityId| names.get(id).cloned().unwrap_or_else(|| id.to_string());
    WireCase {
        format: FORMAT,
        lists: view.lists.iter().map(wire_source).collect(),
        geo: view.geo.iter().map(wire_source).collect(),
        findings: view.findings.iter().map(|finding| wire_finding(view, finding)).collect(),
        entities: view
            .entities
            .iter()
            .map(|entity| WireEntity {
                id: entity_name(entity.kind, &entity.key),
                kind: entity_kind(entity.kind),
                key: &entity.key,
                name: &entity.name,
                because: wire_observations(view, &entity.because),
            })
            .collect(),
        links: view
            .links
            .iter()
            .map(|link| WireLink {
                from: end(&link.from),
                to: end(&link.to),
                kind: link_kind(link.kind),
                layer: layer(link.layer),
                because: wire_observations(view, &link.because),
            })
            .collect(),
        assets: view.assets.iter().map(|asset| wire_asset(view, asset)).collect(),
        trails: view.trails.iter().map(|trail| wire_trail(view, trail)).collect(),
        complaints: view.complaints.len(),
        complained: view
            .complaints
            .iter()
            .map(|complaint| WireComplaint {
                path: &complaint.path,
                place: complaint.place.to_string(),
                reason: &complaint.reason,
            })
            .collect(),
        run: view.run.to_string(),
        program: &view.program,
    }
}

fn wire_source(source: &DataSource) -> WireSource<'_> {
    WireSource {
        name: &source.name,
        date: source.date.map(|date| date.to_string()),
        file: source.file.as_deref().map(file_name),
        hash: source.hash.as_deref(),
        note: source.note.as_deref(),
    }
}

/// The last part of a path: a folder of this machine must not go out.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn wire_finding<'a>(view: &'a CaseView, finding: &'a Finding) -> WireFinding<'a> {
    WireFinding {
        id: finding.id.to_string(),
        revision: finding.revision.to_string(),
        rule: &finding.rule,
        title: &finding.title,
        verdict: finding.verdict.word(),
        classes: finding.classes.iter().map(|class| class.word()).collect(),
        subjects: finding
            .subjects
            .iter()
            .map(|subject| WireSubject {
                id: &subject.id,
                kind: subject.kind.word(),
                name: &subject.name,
            })
            .collect(),
        because: finding.because.iter().map(|citation| wire_citation(view, citation)).collect(),
        source: WireRuleSource { title: &finding.source.title, address: &finding.source.address },
        innocent: &finding.innocent,
        next: &finding.next,
        draws_on: finding.draws_on.iter().map(ToString::to_string).collect(),
    }
}

fn wire_citation<'a>(view: &'a CaseView, citation: &'a Citation) -> WireCitation<'a> {
    let cited = wire_observation(view, citation.observation);
    WireCitation { says: &citation.says, list: citation.list.as_ref().map(wire_list), ..cited }
}

fn wire_list(list: &ListReference) -> WireList<'_> {
    WireList { name: &list.name, date: list.date.map(|date| date.to_string()), uid: &list.uid }
}

fn wire_observations<'a>(view: &'a CaseView, because: &[ObservationId]) -> Vec<WireCitation<'a>> {
    because.iter().map(|id| wire_observation(view, *id)).collect()
}

fn wire_observation(view: &CaseView, id: ObservationId) -> WireCitation<'_> {
    let observation = view.observations.get(&id);
    let evidence = observation.and_then(|found| view.evidence.get(&found.evidence));
    WireCitation {
        evidence: observation.map(|found| found.evidence.to_string()),
        path: evidence.map(|item| item.path.as_str()),
        place: observation.map(|found| found.place.to_string()),
        quote: observation.map(|found| found.quote.as_str()),
        list: None,
        says: "",
        observation: id.to_string(),
    }
}

fn wire_trail<'a>(view: &'a CaseView, trail: &'a Trail) -> WireTrail<'a> {
    WireTrail {
        asset: &trail.asset,
        files: &trail.files,
        because: &trail.because,
        touched_by: wire_touched(view, &trail.touched_by),
    }
}

fn wire_touched<'a>(view: &'a CaseView, touched_by: &'a [Touched]) -> Vec<WireTouched<'a>> {
    let wire = |touched: &'a Touched| {
        let observation = view.observations.get(&touched.observation);
        let evidence = observation.and_then(|found| view.evidence.get(&found.evidence));
        WireTouched {
            deed: &touched.deed,
            account: touched.account.as_deref(),
            ip: touched.ip.as_deref(),
            country: touched.country.as_deref(),
            masked: touched.masked,
            ts: touched.first.map(|ts| ts.to_string()),
            last: touched.last.map(|ts| ts.to_string()),
            times: touched.times,
            path: evidence.map(|item| item.path.as_str()),
            place: observation.map(|found| found.place.to_string()),
            by: touched.by.as_deref(),
            observation: touched.observation.to_string(),
        }
    };
    touched_by.iter().map(wire).collect()
}

fn wire_asset<'a>(view: &'a CaseView, asset: &'a Asset) -> WireAsset<'a> {
    WireAsset {
        path: &asset.path,
        verdict: asset.verdict.map(AssetVerdict::word),
        production: asset.production.as_deref(),
        because: &asset.because,
        basis: asset.basis.as_deref(),
        shot: asset.shot.as_deref(),
        stage: asset.stage.as_deref(),
        touched_by: wire_touched(view, &asset.touched_by),
    }
}

/// The name of an entity in findings.json, `vendor:liaodong`: one key may be both vendor and account.
fn entity_name(kind: EntityKind, key: &str) -> String {
    format!("{}:{key}", entity_kind(kind))
}

const fn entity_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Vendor => "vendor",
        EntityKind::Account => "account",
        EntityKind::Address => "address",
        EntityKind::Party => "party",
        EntityKind::Folder => "folder",
        EntityKind::Asset => "asset",
    }
}

const fn link_kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Contracts => "contracts",
        LinkKind::Uses => "uses",
        LinkKind::SeenFrom => "seen_from",
        LinkKind::Paid => "paid",
        LinkKind::MatchedWith => "matched_with",
        LinkKind::SharesWith => "shares_with",
        LinkKind::Put => "put",
        LinkKind::Fetched => "fetched",
    }
}

const fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Declared => "declared",
        Layer::Observed => "observed",
    }
}
