//! What was read from a log, in the words of the case: observations and complaints. A fact about an
//! account needs an address, so what the log tells of an account without one stays in the figures of
//! the file.

use subtier_lines::access::ClientKind;
use subtier_model::{
    AccountSession, AgentSeen, Complaint, EvidenceId, Fact, FailedLogins, LogSummary, Observation,
    Place, Reader, Sighting,
};

use crate::reading::{LogReading, Witness};

/// Counted up whenever the same log may give other facts.
pub const READER_VERSION: u32 = 2;

/// Returns the facts of a log; none where no line of it is an access.
pub fn observations(reading: &LogReading, evidence: EvidenceId) -> Vec<Observation> {
    let summary = &reading.summary;
    if summary.accesses == 0 {
        return Vec::new();
    }
    let fact = Fact::LogSummary(LogSummary {
        format: summary.format.to_owned(),
        formats: summary.formats.iter().map(|format| (*format).to_owned()).collect(),
        lines: summary.lines,
        accesses: summary.accesses,
        skipped: summary.skipped,
        complaints: summary.complaints,
        first: summary.first,
        last: summary.last,
        time_basis: summary.time_basis.to_owned(),
        year_basis: summary.year_basis.to_owned(),
        days: summary.days.clone(),
    });
    let mut observations =
        vec![Observation::new(evidence, Place::Whole, "", reader(summary.format), fact)];
    let mut observe = |witness: &Witness, fact| {
        let place = summary.place(witness.line);
        let reader = reader(witness.format.name());
        observations.push(Observation::new(evidence, place, &witness.quote, reader, fact));
    };
    for seen in &reading.sightings {
        let Some(ip) = seen.ip else { continue };
        let fact = Fact::Sighting(Sighting {
            account: seen.account.clone(),
            ip: ip.to_string(),
            accesses: seen.accesses,
            first: seen.first,
            last: seen.last,
            keys: seen.values(ClientKind::SshKey).map(str::to_owned).collect(),
            last_line: seen.last_line,
        });
        observe(&seen.witness, fact);
    }
    for used in &reading.agents {
        let fact = Fact::AgentSeen(AgentSeen {
            account: used.account.clone(),
            agent: used.agent.clone(),
            accesses: used.accesses,
            ips: used.ips.iter().map(ToString::to_string).collect(),
        });
        observe(&used.witness, fact);
    }
    for run in &reading.sessions {
        let Some(ip) = run.ip else { continue };
        let fact = Fact::AccountSession(AccountSession {
            account: run.account.clone(),
            ip: ip.to_string(),
            start: run.start,
            end: run.end,
            accesses: run.accesses,
            bytes: run.bytes,
            clock_assumed: run.clock_assumed,
        });
        observe(&run.witness, fact);
    }
    if let Some(refused) = &reading.refused {
        let most = refused.most.iter().map(|(ip, n)| (ip.to_string(), *n)).collect();
        let fact = Fact::FailedLogins(FailedLogins {
            attempts: refused.attempts,
            addresses: refused.addresses,
            accounts: refused.accounts,
            most,
        });
        observe(&refused.witness, fact);
    }
    observations
}

/// Returns the complaints about a log. A file that is no log at all is complained of once.
pub fn complaints(
    reading: &LogReading,
    evidence: Option<EvidenceId>,
    path: &str,
) -> Vec<Complaint> {
    if let Some(reason) = &reading.summary.reason {
        let reason = format!("no log of a known format: {reason}");
        return vec![Complaint::new(evidence, path, Place::Whole, reason)];
    }
    let each = reading.complaints.iter().map(|complained| {
        Complaint::new(
            evidence,
            path,
            reading.summary.place(complained.line),
            complained.reason.as_str(),
        )
    });
    let beyond = (reading.n_complaints_beyond > 0).then(|| {
        let reason =
            format!("{} more lines could not be read in full", reading.n_complaints_beyond);
        Complaint::new(evidence, path, Place::Whole, reason)
    });
    each.chain(beyond).collect()
}

fn reader(format: &str) -> Reader {
    Reader { name: format!("connections/{format}"), version: READER_VERSION }
}
