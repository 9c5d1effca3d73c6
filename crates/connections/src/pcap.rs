//! Captured packets as accesses: each TCP connection is one, at the packet that opens it, with the bytes
//! that moved in it and how its TLS client greets. The packets are walked twice, because what follows an
//! opening is only known later. Other packets are understood and no access.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::IpAddr;

use subtier_lines::access::{Access, Client, ClientKind, Deed, Opening};
use subtier_lines::action::Action;
use subtier_lines::clock::When;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::text::Text;
use subtier_model::Timestamp;
use subtier_packets::capture::{Capture, Packet};
use subtier_packets::hello::{self, Greeting, Hello};
use subtier_packets::packet::{self, Segment};

use crate::block::ByteSource;
use crate::config::ReadConfig;
use crate::input::{self, Log};
use crate::scan::{Visit, through_lease};
use crate::tally::Tally;

/// Connections kept in mind at once; the older half is settled when there are more.
const FLOWS_MAX: usize = 65_536;

/// Bytes of a greeting that are waited for; with keys that resist quantum computers it has some 2,000.
const HELLO_BYTES_MAX: usize = 16 << 10;

/// Bytes of greetings that are waited for in all.
const WAITING_BYTES_MAX: usize = 64 << 20;

/// Who opened it, and with whom.
type Ends = ((IpAddr, u16), (IpAddr, u16));

/// A connection that is open.
#[derive(Debug, Default)]
struct Flow {
    opened: u64,
    next_sequence: u32,
    bytes: u64,
    greeting: Vec<u8>,
    hello: Option<Hello>,
    is_greeted: bool,
}

/// What became of a connection.
#[derive(Debug, Clone, Default)]
struct Outcome {
    bytes: u64,
    hello: Option<Hello>,
}

/// The first walk.
#[derive(Debug, Default)]
struct Survey {
    flows: BTreeMap<Ends, Flow>,
    n_waiting: usize,
    outcomes: BTreeMap<u64, Outcome>,
}

/// Reads all packets.
pub(crate) fn read<S: ByteSource>(
    log: &Log<'_, S>,
    config: &ReadConfig<'_>,
    visit: Visit<'_>,
) -> Tally {
    let mut survey = Survey::default();
    for_each_packet(log, &mut |number, packet| {
        if let Ok(packet) = packet
            && let Some(segment) = packet::read(packet.link, &packet.bytes)
        {
            survey.note(number, &segment);
        }
    });
    let outcomes = survey.settle();
    let mut tally = Tally::default();
    for_each_packet(log, &mut |number, packet| {
        tally.lines = number;
        let packet = match packet {
            Ok(packet) => packet,
            Err(reason) => return tally.unread(number, reason.into()),
        };
        let segment = packet::read(packet.link, &packet.bytes);
        match segment.zip(outcomes.get(&number)) {
            Some((segment, outcome)) => {
                let opening = opening(&segment, outcome);
                let mut access = access(&segment, packet.micros, outcome, &opening);
                through_lease(&mut access, config.leases);
                if let Some((ip, mss)) = access.ip.zip(segment.mss) {
                    let least = tally.segments.entry(ip).or_insert(mss);
                    *least = mss.min(*least);
                }
                let words = words(&segment, &opening);
                tally.access(number, words.as_bytes(), &access);
                visit(number, &access);
            }
            None => tally.skip(),
        }
    });
    tally
}

/// Gives each packet, numbered from 1, or why there are no more.
fn for_each_packet<S: ByteSource>(
    log: &Log<'_, S>,
    take: &mut dyn FnMut(u64, Result<&Packet, String>),
) {
    let mut stream = log.stream();
    let mut number = 0;
    let trouble = {
        match Capture::open(&mut stream) {
            Err(trouble) => Some(trouble),
            Ok(mut capture) => {
                let mut packet = Packet::default();
                loop {
                    match capture.next(&mut packet) {
                        Ok(true) => {
                            number += 1;
                            take(number, Ok(&packet));
                        }
                        Ok(false) => break None,
                        Err(trouble) => break Some(trouble),
                    }
                }
            }
        }
    };
    let trouble = input::reason(&stream).or(trouble.map(str::to_owned));
    if let Some(trouble) = trouble {
        take(number + 1, Err(trouble));
    }
}

impl Survey {
    /// Takes the next segment.
    fn note(&mut self, number: u64, segment: &Segment<'_>) {
        let (ends, back) = ((segment.from, segment.to), (segment.to, segment.from));
        if segment.is_syn && !segment.is_ack {
            // The same again is the same opening, sent twice.
            let is_again = self.flows.get(&ends).is_some_and(|flow| {
                flow.bytes == 0 && flow.next_sequence == segment.sequence.wrapping_add(1)
            });
            if !is_again {
                self.end(&ends);
                let next_sequence = segment.sequence.wrapping_add(1);
                self.open(ends, Flow { opened: number, next_sequence, ..Flow::default() });
            }
            return;
        }
        if !self.flows.contains_key(&ends) && !self.flows.contains_key(&back) {
            // A connection older than the capture is known by a greeting only.
            if hello::read(segment.payload) == Greeting::None {
                return;
            }
            let next_sequence = segment.sequence;
            self.open(ends, Flow { opened: number, next_sequence, ..Flow::default() });
        }
        if let Some(flow) = self.flows.get_mut(&back) {
            flow.bytes = flow.bytes.saturating_add(segment.n_sent.into());
        } else if let Some(flow) = self.flows.get_mut(&ends) {
            flow.bytes = flow.bytes.saturating_add(segment.n_sent.into());
            self.n_waiting = self.n_waiting.saturating_sub(flow.greeting.len());
            flow.listen(segment, self.n_waiting);
            self.n_waiting = self.n_waiting.saturating_add(flow.greeting.len());
        }
        if segment.is_end {
            self.end(&ends);
            self.end(&back);
        }
    }

    fn open(&mut self, ends: Ends, flow: Flow) {
        self.flows.insert(ends, flow);
        if self.flows.len() > FLOWS_MAX {
            let mut opened: Vec<u64> = self.flows.values().map(|flow| flow.opened).collect();
            opened.sort_unstable();
            let limit = opened.get(opened.len() / 2).copied().unwrap_or(0);
            let older: Vec<Ends> = self
                .flows
                .iter()
                .filter(|(_, flow)| flow.opened < limit)
                .map(|(ends, _)| *ends)
                .collect();
            for ends in older {
                self.end(&ends);
            }
        }
    }

    fn end(&mut self, ends: &Ends) {
        if let Some(flow) = self.flows.remove(ends) {
            self.n_waiting = self.n_waiting.saturating_sub(flow.greeting.len());
            self.outcomes.insert(flow.opened, Outcome { bytes: flow.bytes, hello: flow.hello });
        }
    }

    fn settle(mut self) -> BTreeMap<u64, Outcome> {
        for ends in self.flows.keys().copied().collect::<Vec<_>>() {
            self.end(&ends);
        }
        self.outcomes
    }
}

impl Flow {
    /// Takes what the client sent until its greeting is whole, or is none.
    fn listen(&mut self, segment: &Segment<'_>, n_waiting: usize) {
        let is_next = segment.sequence == self.next_sequence && !segment.payload.is_empty();
        if self.is_greeted || !is_next {
            return;
        }
        let n_bytes = u32::try_from(segment.payload.len()).unwrap_or(u32::MAX);
        self.next_sequence = self.next_sequence.wrapping_add(n_bytes);
        self.greeting.extend_from_slice(segment.payload);
        let greeting = hello::read(&self.greeting);
        let n_kept = self.greeting.len();
        let waits =
            n_kept <= HELLO_BYTES_MAX && n_waiting.saturating_add(n_kept) <= WAITING_BYTES_MAX;
        match greeting {
            Greeting::Begun if waits => return,
            Greeting::Whole(hello) => self.hello = Some(hello),
            Greeting::Begun | Greeting::None => {}
        }
        self.is_greeted = true;
        self.greeting = Vec::new();
    }
}

fn opening<'o>(segment: &Segment<'_>, outcome: &'o Outcome) -> Opening<'o> {
    let hello = outcome.hello.as_ref();
    Opening {
        ttl: segment.ttl,
        mss: segment.mss,
        server_name: hello.and_then(|hello| hello.server_name.as_deref()),
        port: segment.to.1,
    }
}

fn access<'o>(
    segment: &Segment<'_>,
    micros: Option<i64>,
    outcome: &'o Outcome,
    opening: &'o Opening<'o>,
) -> Access<'o> {
    let when = micros.map_or(When::Unknown, |micros| When::At { micros, zoned: true });
    let mut access = Access::new(Format::Pcap, when, Deed::Plain(Action::Other, None));
    access.ts = micros.map(Timestamp::from_micros);
    access.ip = Some(segment.from.0);
    access.bytes = Some(outcome.bytes);
    access.set_client(
        outcome.hello.as_ref().map(|hello| {
            Client::new(ClientKind::Ja4, Text::new(hello.ja4.as_bytes(), Escape::None))
        }),
    );
    access.opening = Some(opening);
    access
}

/// The opening in words, which stand for a line where a fact is cited.
fn words(segment: &Segment<'_>, opening: &Opening<'_>) -> String {
    let Opening { ttl, mss, server_name, .. } = *opening;
    let ((from, from_port), (to, to_port)) = (segment.from, segment.to);
    let mut words = format!("TCP {from} port {from_port} to {to} port {to_port}, ttl {ttl}");
    if let Some(mss) = mss {
        write!(words, ", mss {mss}").expect("writing into memory cannot fail");
    }
    if let Some(name) = server_name {
        write!(words, ", TLS for {name}").expect("writing into memory cannot fail");
    }
    words
}
