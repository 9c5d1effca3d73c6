//! Features: what two groups of traces have in common or not, and how many bits that is worth for
//! their being one person. Weights after I. Fellegi and A. Sunter, "A Theory for Record Linkage" (JASA
//! 64, 1969): log2 of how often the same person agrees against how often others do, where the
//! second follows the value's frequency (W. Winkler, 1989). The shares of agreement are set by
//! judgement; what they are worth is measured on made-up people (README, Figures).

use std::collections::{BTreeMap, BTreeSet};

use crate::trace::{HOURS, Trace};
use crate::visit::Identity;

/// A feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Fingerprint of an SSH key.
    SshKey,
    /// Client certificate.
    Certificate,
    /// Access key id.
    AccessKey,
    /// Computer name.
    Computer,
    /// JA4 of the TLS hello.
    Ja4,
    /// Agent.
    Agent,
    /// Account.
    Account,
    /// Address.
    Address,
    /// Folders.
    Folders,
    /// Hours of the day.
    Cadence,
    /// Sessions at the same time from two addresses.
    SameTime,
}

/// Why two groups are, or are not, one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The feature.
    pub feature: Feature,
    /// What was found.
    pub says: String,
    /// Its weight in bits; negative speaks against.
    pub bits: f64,
}

/// How a feature that has a value weighs.
struct ValueRow {
    feature: Feature,
    name: &'static str,
    of: fn(&Trace) -> Option<String>,
    /// Share of pairs of one person's traces that agree.
    agree: f64,
    /// The least share of strangers that agree, whatever a value's frequency.
    chance_min: f64,
    /// Bits that agreement is worth at most.
    bits_max: f64,
    /// Bits that disagreement is worth at least.
    bits_min: f64,
}

fn some(value: Option<&String>) -> Option<String> {
    value.filter(|value| !value.is_empty()).cloned()
}

/// The features with values. A key names a person, or a few who share it; a computer name one device;
/// JA4 and agent a program of which there are many; accounts and addresses are what people share.
const VALUE_ROWS: &[ValueRow] = &[
    ValueRow {
        feature: Feature::SshKey,
        name: "SSH key",
        of: |trace| some(trace.identity.ssh_key.as_ref()),
        agree: 0.9,
        chance_min: 1e-5,
        bits_max: 16.0,
        bits_min: -3.0,
    },
    ValueRow {
        feature: Feature::Certificate,
        name: "client certificate",
        of: |trace| some(trace.identity.certificate.as_ref()),
        agree: 0.95,
        chance_min: 1e-5,
        bits_max: 16.0,
        bits_min: -4.0,
    },
    ValueRow {
        feature: Feature::AccessKey,
        name: "access key",
        of: |trace| some(trace.identity.access_key.as_ref()),
        agree: 0.9,
        chance_min: 1e-4,
        bits_max: 12.0,
        bits_min: -2.0,
    },
    ValueRow {
        feature: Feature::Computer,
        name: "computer name",
        of: |trace| some(trace.identity.computer.as_ref()),
        agree: 0.8,
        chance_min: 1e-3,
        bits_max: 9.0,
        bits_min: -2.0,
    },
    ValueRow {
        feature: Feature::Ja4,
        name: "JA4",
        of: |trace| some(trace.identity.ja4.as_ref()),
        agree: 0.85,
        chance_min: 0.02,
        bits_max: 4.0,
        bits_min: -2.0,
    },
    ValueRow {
        feature: Feature::Agent,
        name: "agent",
        of: |trace| some(trace.identity.agent.as_ref()),
        agree: 0.8,
        chance_min: 0.02,
        bits_max: 4.0,
        bits_min: -2.0,
    },
    ValueRow {
        feature: Feature::Account,
        name: "account",
        of: |trace| some(Some(&trace.account)),
        agree: 0.9,
        chance_min: 0.2,
        bits_max: 1.5,
        bits_min: -1.5,
    },
    ValueRow {
        feature: Feature::Address,
        name: "address",
        of: address,
        agree: 0.3,
        chance_min: 0.02,
        bits_max: 2.5,
        bits_min: 0.0,
    },
];

/// An address tells people apart where it is not declared to be many people's.
fn address(trace: &Trace) -> Option<String> {
    trace.address.filter(|_| !trace.declared_egress).map(|address| address.to_string())
}

/// How common each value is among all traces.
#[derive(Debug, Clone)]
pub(crate) struct Frequencies {
    values: Vec<BTreeMap<String, f64>>,
    folders: BTreeMap<String, f64>,
}

impl Frequencies {
    pub(crate) fn of(traces: &[Trace]) -> Self {
        let n = real(traces.len()).max(1.0);
        let mut values = vec![BTreeMap::new(); VALUE_ROWS.len()];
        let mut folders = BTreeMap::new();
        for trace in traces {
            for (counts, row) in values.iter_mut().zip(VALUE_ROWS) {
                if let Some(value) = (row.of)(trace) {
                    *counts.entry(value).or_default() += 1.0 / n;
                }
            }
            for folder in &trace.folders {
                *folders.entry(folder.clone()).or_default() += 1.0 / n;
            }
        }
        Self { values, folders }
    }
}

/// Folders of a group that are compared.
const GROUP_FOLDERS_MAX: usize = 256;

/// Times of a group that are compared.
const GROUP_SPANS_MAX: usize = 2_048;

/// A group of traces taken for one person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    values: Vec<BTreeSet<String>>,
    folders: BTreeMap<String, f64>,
    hours: [f64; HOURS],
    spans: BTreeSet<(i64, i64, String)>,
}

impl Group {
    pub(crate) fn of(trace: &Trace) -> Self {
        let mut hours = [0.0; HOURS];
        for (hour, count) in hours.iter_mut().zip(trace.hours) {
            *hour = f64::from(count);
        }
        let at = trace.address.map(|address| address.to_string()).unwrap_or_default();
        Self {
            values: VALUE_ROWS.iter().map(|row| (row.of)(trace).into_iter().collect()).collect(),
            folders: trace.folders.iter().map(|folder| (folder.clone(), 1.0)).collect(),
            hours,
            spans: trace.spans.iter().map(|(start, end)| (*start, *end, at.clone())).collect(),
        }
    }

    pub(crate) fn absorb(&mut self, other: &Self) {
        for (own, other) in self.values.iter_mut().zip(&other.values) {
            own.extend(other.iter().cloned());
        }
        for (folder, weight) in &other.folders {
            *self.folders.entry(folder.clone()).or_default() += weight;
        }
        while self.folders.len() > GROUP_FOLDERS_MAX {
            self.folders.pop_last();
        }
        for (own, other) in self.hours.iter_mut().zip(other.hours) {
            *own += other;
        }
        self.spans.extend(other.spans.iter().cloned());
        while self.spans.len() > GROUP_SPANS_MAX {
            self.spans.pop_last();
        }
    }

    /// Returns why two groups are one person or not, strongest first.
    pub(crate) fn compare(&self, other: &Self, frequencies: &Frequencies) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let values = self.values.iter().zip(&other.values).zip(&frequencies.values);
        for (((own, other), counts), row) in values.zip(VALUE_ROWS) {
            reasons.extend(row.compare(own, other, counts));
        }
        reasons.extend(self.compare_folders(other, frequencies));
        reasons.extend(self.compare_hours(other));
        reasons.extend(self.compare_times(other));
        reasons.sort_by(|one, next| next.bits.abs().total_cmp(&one.bits.abs()));
        reasons
    }

    fn compare_folders(&self, other: &Self, frequencies: &Frequencies) -> Option<Reason> {
        let rarity = |folder: &String| {
            let share = frequencies.folders.get(folder).copied().unwrap_or(1.0);
            (1.0 / share.clamp(1e-4, 1.0)).ln().max(0.05)
        };
        let total = |group: &Self| group.folders.keys().map(rarity).sum::<f64>();
        let smaller = total(self).min(total(other));
        if self.folders.len().min(other.folders.len()) < 2 || smaller <= 0.0 {
            return None;
        }
        let common: Vec<&String> =
            self.folders.keys().filter(|folder| other.folders.contains_key(*folder)).collect();
        let share = common.iter().map(|folder| rarity(folder)).sum::<f64>() / smaller;
        // Bits at each step are set by judgement, as the shares of `VALUE_ROWS` are.
        let bits = match share {
            share if share >= 0.6 => 4.0,
            share if share >= 0.35 => 2.2,
            share if share >= 0.15 => 0.3,
            _ => -3.0,
        };
        let says = format!("{} folders in common", common.len());
        Some(Reason { feature: Feature::Folders, says, bits })
    }

    fn compare_hours(&self, other: &Self) -> Option<Reason> {
        let n = |hours: &[f64; HOURS]| hours.iter().sum::<f64>();
        let smaller = n(&self.hours).min(n(&other.hours));
        if smaller < 4.0 {
            return None;
        }
        let (own, there) = (smooth(&self.hours), smooth(&other.hours));
        let overlap: f64 = own.iter().zip(there).map(|(own, there)| own.min(there)).sum();
        let bits = match overlap {
            overlap if overlap >= 0.75 => 1.2,
            overlap if overlap >= 0.6 => 0.4,
            overlap if overlap >= 0.45 => -0.5,
            overlap if overlap >= 0.3 => -1.5,
            _ => -3.0,
        };
        // Few sessions are scattered hours.
        let bits = if smaller < 10.0 { bits * 0.6 } else { bits };
        let says = format!("hours overlap by {:.0} in a hundred", overlap * 100.0);
        Some(Reason { feature: Feature::Cadence, says, bits })
    }

    /// Being in two places at once, again and again.
    fn compare_times(&self, other: &Self) -> Option<Reason> {
        let mut n = 0_u32;
        for (start, end, at) in &self.spans {
            let before = (end.saturating_add(1), i64::MIN, String::new());
            let near = other.spans.range(..before).rev().take(3);
            let at_once = near.filter(|(_, their_end, their_at)| {
                their_end > start && their_at != at && !at.is_empty() && !their_at.is_empty()
            });
            n += u32::try_from(at_once.count()).unwrap_or(0);
        }
        (n >= 2).then(|| Reason {
            feature: Feature::SameTime,
            says: format!("{n} times at once from two addresses"),
            bits: -f64::from(n.min(4)) - 1.0,
        })
    }
}

impl ValueRow {
    fn compare(
        &self,
        own: &BTreeSet<String>,
        other: &BTreeSet<String>,
        counts: &BTreeMap<String, f64>,
    ) -> Option<Reason> {
        if own.is_empty() || other.is_empty() {
            return None;
        }
        let share = |value: &&String| counts.get(*value).copied().unwrap_or(1.0);
        let rarest = own
            .intersection(other)
            .min_by(|one, next| share(one).total_cmp(&share(next)).then(one.cmp(next)));
        let reason = |says, bits| Some(Reason { feature: self.feature, says, bits });
        if let Some(value) = rarest {
            let chance = (share(&value) * self.frequency_weight()).max(self.chance_min);
            let bits = (self.agree / chance).log2().clamp(0.0, self.bits_max);
            reason(format!("same {}: {value}", self.name), bits)
        } else {
            let bits = (1.0 - self.agree).log2().max(self.bits_min);
            reason(format!("another {}", self.name), bits)
        }
    }

    /// Keys are frequent where their owner comes often, not since others have them.
    fn frequency_weight(&self) -> f64 {
        match self.feature {
            Feature::SshKey | Feature::Certificate | Feature::AccessKey => 0.001,
            Feature::Computer => 0.05,
            Feature::Ja4
            | Feature::Agent
            | Feature::Account
            | Feature::Address
            | Feature::Folders
            | Feature::Cadence
            | Feature::SameTime => 1.0,
        }
    }
}

fn smooth(hours: &[f64; HOURS]) -> [f64; HOURS] {
    let total: f64 = hours.iter().sum::<f64>().max(1.0);
    let mut out = [0.0; HOURS];
    for (skip, weight) in
        [(21, 0.1), (22, 0.15), (23, 0.15), (0, 0.2), (1, 0.15), (2, 0.15), (3, 0.1)]
    {
        for (to, from) in out.iter_mut().zip(hours.iter().cycle().skip(skip)) {
            *to += weight * from / total;
        }
    }
    out
}

pub(crate) fn real(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// Returns the keys by which traces are brought together for comparison at all.
pub(crate) fn blocks(trace: &Trace) -> Vec<String> {
    let Identity { ssh_key, certificate, access_key, computer, ja4, agent } = &trace.identity;
    let single = [
        ("k", ssh_key.as_ref()),
        ("c", certificate.as_ref()),
        ("a", access_key.as_ref()),
        ("n", computer.as_ref()),
        ("u", Some(&trace.account)),
    ];
    let mut keys: Vec<String> = single
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}\0{}", value?)))
        .collect();
    if let (Some(ja4), Some(agent)) = (ja4, agent) {
        keys.push(format!("p\0{ja4}\0{agent}"));
    }
    keys
}
