//! Made-up people who exchange files: their computers, keys, programs, folders and hours. Addresses
//! change every few sessions, programs are updated, some share a program or a computer name, folders are
//! handed over. Seeds below 1,000 were looked at while rules were written; the tests use others.

use std::net::{IpAddr, Ipv4Addr};

use subtier_actors::{Exit, Identity, Place, Visit};

/// Numbers that follow from a seed alone (splitmix64, Steele, Lea, Flood, OOPSLA 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, n: i64) -> i64 {
        i64::try_from(self.next() % n.unsigned_abs()).unwrap()
    }

    pub(crate) fn unit(&mut self) -> f64 {
        self.below(1_000_000) as f64 / 1_000_000.0
    }

    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(i64::try_from(all.len()).unwrap())).unwrap()]
    }

    pub(crate) fn address(&mut self) -> IpAddr {
        let last = u32::try_from(self.below(1 << 28)).unwrap();
        IpAddr::V4(Ipv4Addr::from(0x1000_0000 + last))
    }
}

const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/121.0",
    "Mozilla/5.0 (Windows NT 6.1; Win64; x64) Chrome/109.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1",
    "Mozilla/5.0 (Windows NT 10.0; rv:121.0) Firefox/121.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/120.0",
    "WinSCP/6.1",
    "FileZilla/3.66",
    "rclone/v1.65",
    "Cyberduck/8.7",
];

/// One computer.
#[derive(Clone)]
pub(crate) struct Computer {
    pub(crate) identity: Identity,
}

impl Computer {
    pub(crate) fn new(number: i64, dice: &mut Dice) -> Self {
        let agent = dice.one_of(AGENTS);
        // A program has a hello of its own, with a few variants by system.
        let ja4 = format!("t13d15{}h2_{:x}", agent.len(), dice.below(3));
        let identity = Identity {
            computer: Some(if dice.happens(0.1) {
                "PC".to_owned()
            } else {
                format!("DESK-{number}")
            }),
            ja4: Some(ja4),
            agent: Some(agent.to_owned()),
            ssh_key: Some(format!("SHA256:{number}")),
            ..Identity::default()
        };
        Self { identity }
    }
}

/// What of an identity a log shows.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shown {
    /// Keys in most sessions, and computer names.
    Keys,
    /// Agent, folders and hours alone.
    Program,
}

/// Sessions of `n` people under few accounts, with who it really was.
pub(crate) fn crowd(n: i64, shown: Shown, dice: &mut Dice) -> Vec<(Visit, i64)> {
    let mut visits = Vec::new();
    for who in 0..n {
        let mut computers = vec![Computer::new(who * 10, dice)];
        if dice.happens(0.25) {
            // A second computer with the same key.
            let mut second = Computer::new(who * 10 + 1, dice);
            second.identity.ssh_key.clone_from(&computers[0].identity.ssh_key);
            computers.push(second);
        }
        let account = format!("account-{}", who % 4);
        let begins = 8 + dice.below(3) - [0, 8, 9, -5][usize::try_from(dice.below(4)).unwrap()];
        let shots: Vec<i64> = (0..5).map(|_| dice.below(60)).collect();
        let updated = dice.happens(0.4).then(|| 20 + dice.below(20));
        let mut address = dice.address();
        for session in 0..60 {
            if dice.happens(0.12) {
                address = dice.address();
            }
            let computer = &computers[usize::try_from(dice.below(10)).unwrap() % computers.len()];
            let mut identity = computer.identity.clone();
            if updated.is_some_and(|at| session >= at) {
                identity.agent = identity.agent.map(|agent| agent + ".1");
            }
            if shown == Shown::Program {
                identity.computer = None;
                identity.ssh_key = None;
                identity.ja4 = None;
            } else if dice.happens(0.15) {
                identity.ssh_key = None;
            }
            let mut folders: Vec<String> = (0..3)
                .map(|_| {
                    format!(
                        "EP{:02}/SC{:03}",
                        shots[0] % 9,
                        shots[usize::try_from(dice.below(5)).unwrap()]
                    )
                })
                .collect();
            if dice.happens(0.3) {
                // Another's shot, and what everybody reads.
                folders.push(format!("EP{:02}/SC{:03}", dice.below(3), dice.below(60)));
                folders.push("EP01/model_sheets".to_owned());
            }
            let day = session + dice.below(2);
            let start = 1_700_006_400 + day * 86_400 + begins * 3_600 + dice.below(9 * 3_600);
            let visit = Visit {
                account: account.clone(),
                start,
                end: start + 300 + dice.below(3_000),
                address: Some(address),
                identity,
                folders,
                place: None,
                declared_egress: false,
            };
            visits.push((visit, who));
        }
    }
    visits
}

/// Ways in which one person uses an account, none of which is sharing.
const HABITS: i64 = 6;

/// Adds a person's sessions over sixty days: `begins` is the first hour in UTC.
pub(crate) fn days_of(
    begins: i64,
    computers: &[Computer],
    home: Option<Place>,
    dice: &mut Dice,
) -> Vec<Visit> {
    let mut visits = Vec::new();
    let mut address = dice.address();
    for day in 0..60 {
        if day % 7 >= 5 || dice.happens(0.15) {
            continue;
        }
        if dice.happens(0.1) {
            address = dice.address();
        }
        let late = dice.below(3_600);
        for _ in 0..=dice.below(4) {
            let start =
                1_700_006_400 + day * 86_400 + begins * 3_600 + late + dice.below(9 * 3_600);
            let computer = &computers
                [usize::try_from(dice.below(i64::try_from(computers.len()).unwrap())).unwrap()];
            visits.push(Visit {
                account: "ink".to_owned(),
                start,
                end: start + 900 + dice.below(5_400),
                address: Some(address),
                identity: computer.identity.clone(),
                folders: vec![],
                place: home,
                declared_egress: false,
            });
        }
    }
    visits
}

/// What one person does with an account; `seed` picks the habit too.
pub(crate) fn honest(seed: u64) -> Vec<Visit> {
    let mut dice = Dice::new(seed);
    let begins = dice.below(24);
    let home = Place { latitude: 41.0, longitude: 123.0, radius_km: 100.0, exit: Exit::Plain };
    let mut computers = vec![Computer::new(1, &mut dice)];
    let habit = dice.below(HABITS);
    if habit == 1 {
        // Desktop and laptop through the day.
        computers.push(Computer::new(2, &mut dice));
    }
    let mut visits = days_of(begins, &computers, Some(home), &mut dice);
    // One person's two computers are hardly ever busy at once.
    visits.sort_by_key(|visit| visit.start);
    for at in 1..visits.len() {
        let next = visits[at].start;
        if dice.happens(0.97) {
            let before = &mut visits[at - 1];
            before.end = before.end.min(next).max(before.start);
        }
    }
    match habit {
        2 => {
            // A computer at home in the evening.
            let evening = [Computer::new(3, &mut dice)];
            let mut more = days_of(begins + 11, &evening, Some(home), &mut dice);
            for visit in &mut more {
                let in_day =
                    (visit.start - 1_700_006_400 - (begins + 11) * 3_600).rem_euclid(86_400);
                visit.start -= in_day * 7 / 10;
                visit.end = visit.start + 1_200;
            }
            visits.extend(more);
        }
        3 => {
            // A phone beside the computer.
            let mut phone = Computer::new(4, &mut dice);
            phone.identity = Identity {
                agent: Some("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Mobile".to_owned()),
                ..Identity::default()
            };
            visits.extend(days_of(begins, &[phone], Some(home), &mut dice));
        }
        4 => {
            // A tunnel now and then, and one wrong place.
            for visit in &mut visits {
                if dice.happens(0.3) {
                    visit.place = Some(Place {
                        latitude: 52.0,
                        longitude: 5.0,
                        radius_km: 50.0,
                        exit: Exit::Tunnel,
                    });
                    visit.address = Some(dice.address());
                }
            }
            visits[5].place = Some(Place {
                latitude: 34.0,
                longitude: -118.0,
                radius_km: 50.0,
                exit: Exit::Plain,
            });
            visits[5].address = Some(dice.address());
        }
        5 => {
            // A new computer half way.
            let new = Computer::new(5, &mut dice);
            let half = visits.len() / 2;
            for visit in visits.iter_mut().skip(half) {
                visit.identity = new.identity.clone();
            }
        }
        _ => {}
    }
    visits
}

/// Two people on one account: zones three hours apart or more, or hours that overlap.
pub(crate) fn shared(seed: u64) -> Vec<Visit> {
    let mut dice = Dice::new(seed ^ 0x5555);
    let begins = dice.below(24);
    let apart = if dice.happens(0.3) { 0 } else { 3 + dice.below(7) };
    let one = [Computer::new(1, &mut dice)];
    let mut other = [Computer::new(2, &mut dice)];
    if dice.happens(0.3) {
        // A log without computer names and keys: the program alone.
        other[0].identity.computer = None;
        other[0].identity.ssh_key = None;
    }
    let exits = [0, 1].map(|_| if dice.happens(0.5) { Exit::Tunnel } else { Exit::Plain });
    let place = |longitude, exit| Place { latitude: 41.0, longitude, radius_km: 100.0, exit };
    let (here, there) = (place(123.0, exits[0]), place(123.0 - apart as f64 * 15.0, exits[1]));
    let mut visits = days_of(begins, &one, Some(here), &mut dice);
    visits.extend(days_of(begins + apart, &other, Some(there), &mut dice));
    visits
}
