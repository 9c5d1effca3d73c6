//! Made-up people: what starts of sessions a person leaves who works somewhere, by a plan that is
//! not the reader's model. Start times differ by person and by day, people are ill, on leave, owls, work late
//! or only send at the end of the day; logs are sparse; clocks jump; sync clients call in between.
//! `TUNING` set the numbers of the reader, `HELD_APART` measures it; they share no working day.

use subtier_rhythm::{Calendar, ClockBasis, Day, DayKind, Grade, Starts};

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

    /// From 0 to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / 4_294_967_296.0
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// Normal, by the sum of twelve.
    pub(crate) fn normal(&mut self, deviation: f64) -> f64 {
        ((0..12).map(|_| self.unit()).sum::<f64>() - 6.0) * deviation
    }

    pub(crate) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// A working day as a place plans it, in hours.
pub(crate) struct Plan {
    pub(crate) name: &'static str,
    /// From and to of each shift; a person has one of them.
    shifts: &'static [(f64, f64)],
    pause: (f64, f64),
    /// Chance of work on Saturday and on Sunday.
    weekend: (f64, f64),
    /// Share of sessions in the last ninety minutes.
    at_end: f64,
    late: f64,
}

impl Plan {
    /// From and to of each shift.
    pub(crate) fn hours(&self) -> &'static [(f64, f64)] {
        self.shifts
    }
}

/// Plans on which the numbers of the reader were set.
pub(crate) const TUNING: &[Plan] = &[
    Plan {
        name: "office nine to six",
        shifts: &[(9.0, 18.0)],
        pause: (12.0, 13.0),
        weekend: (0.06, 0.05),
        at_end: 0.1,
        late: 0.2,
    },
    Plan {
        name: "nine thirty to nine, six days",
        shifts: &[(9.5, 21.0)],
        pause: (12.0, 13.5),
        weekend: (0.7, 0.1),
        at_end: 0.1,
        late: 0.15,
    },
    Plan {
        name: "split day",
        shifts: &[(9.0, 19.0)],
        pause: (14.0, 16.0),
        weekend: (0.03, 0.02),
        at_end: 0.1,
        late: 0.1,
    },
    Plan {
        name: "early and late shift",
        shifts: &[(6.0, 14.0), (14.0, 22.0)],
        pause: (0.0, 0.0),
        weekend: (0.3, 0.05),
        at_end: 0.1,
        late: 0.05,
    },
    Plan {
        name: "eight to five",
        shifts: &[(8.0, 17.0)],
        pause: (12.0, 13.0),
        weekend: (0.1, 0.04),
        at_end: 0.25,
        late: 0.15,
    },
];

/// Plans that were kept apart: they only measure.
pub(crate) const HELD_APART: &[Plan] = &[
    Plan {
        name: "half past eight to half past five",
        shifts: &[(8.5, 17.5)],
        pause: (12.5, 13.25),
        weekend: (0.08, 0.03),
        at_end: 0.15,
        late: 0.2,
    },
    Plan {
        name: "studio ten to seven",
        shifts: &[(10.0, 19.0)],
        pause: (13.0, 14.0),
        weekend: (0.12, 0.08),
        at_end: 0.2,
        late: 0.3,
    },
    Plan {
        name: "crunch ten to ten, six days",
        shifts: &[(10.0, 22.0)],
        pause: (12.5, 14.0),
        weekend: (0.8, 0.2),
        at_end: 0.15,
        late: 0.1,
    },
    Plan {
        name: "seven to three and three to eleven",
        shifts: &[(7.0, 15.0), (15.0, 23.0)],
        pause: (0.0, 0.0),
        weekend: (0.25, 0.1),
        at_end: 0.1,
        late: 0.05,
    },
    Plan {
        name: "eight to six, six days, long noon",
        shifts: &[(8.0, 18.0)],
        pause: (12.0, 14.0),
        weekend: (0.85, 0.06),
        at_end: 0.1,
        late: 0.15,
    },
    Plan {
        name: "sends in the evening",
        shifts: &[(9.0, 18.5)],
        pause: (12.0, 13.0),
        weekend: (0.1, 0.05),
        at_end: 0.55,
        late: 0.25,
    },
];

/// A place on the clock: standard offset in minutes and whether clocks jump.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Jump {
    None,
    Europe,
    America,
}

pub(crate) const ZONES: &[(i64, Jump)] = &[
    (480, Jump::None),
    (540, Jump::None),
    (420, Jump::None),
    (330, Jump::None),
    (570, Jump::None),
    (510, Jump::None),
    (180, Jump::None),
    (300, Jump::None),
    (-180, Jump::None),
    (0, Jump::Europe),
    (60, Jump::Europe),
    (120, Jump::Europe),
    (-300, Jump::America),
    (-480, Jump::America),
    (-360, Jump::America),
];

fn sunday(year: i32, month: u32, nth: u32) -> Day {
    let sundays: Vec<Day> = (1..=31)
        .filter_map(|day| Day::of_date(year, month, day))
        .filter(|day| day.weekday() == 6)
        .collect();
    sundays.get(nth as usize).or(sundays.last()).copied().unwrap()
}

impl Jump {
    fn minutes(self, day: Day) -> i64 {
        let year = day.year();
        let forward = match self {
            Self::None => return 0,
            Self::Europe => sunday(year, 3, 9)..sunday(year, 10, 9),
            Self::America => sunday(year, 3, 1)..sunday(year, 11, 0),
        };
        if forward.contains(&day) { 60 } else { 0 }
    }
}

/// Where a team works and what it keeps.
pub(crate) struct Workplace<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) zone: (i64, Jump),
    /// The place's own deviation from the plan, in hours.
    pub(crate) shift: f64,
    /// Free days and worked weekend days of the place.
    pub(crate) calendar: Vec<(Day, DayKind)>,
    pub(crate) from: Day,
}

/// What of a calendar one workplace keeps; some keep fewer days than most.
pub(crate) fn kept_days(
    calendar: &Calendar,
    first: Day,
    last: Day,
    dice: &mut Dice,
) -> Vec<(Day, DayKind)> {
    let mut days = Vec::new();
    for day in (first.0..=last.0).map(Day) {
        let Some(special) = calendar.special(day) else { continue };
        let share = match special.grade {
            Grade::Firm => 0.96,
            Grade::Likely => 0.8,
            Grade::Uncertain => 0.4,
        };
        if dice.happens(share) {
            days.push((day, special.kind));
        }
    }
    days
}

/// One person's ways.
struct Ways {
    shift: (f64, f64),
    attendance: f64,
    sessions: f64,
    at_end: f64,
    works_on_holidays: f64,
    weekend: (f64, f64),
    jitter: f64,
}

impl Ways {
    fn of(place: &Workplace<'_>, dice: &mut Dice) -> Self {
        let (from, to) = *dice.one_of(place.plan.hours());
        let owl = if dice.happens(0.08) { dice.between(2.0, 5.0) } else { 0.0 };
        let own = dice.normal(1.0) + owl + place.shift;
        let weekend = |chance: f64, dice: &mut Dice| (chance * dice.between(0.3, 1.5)).min(0.95);
        Self {
            shift: (from + own, to + own + dice.normal(0.8)),
            attendance: dice.between(0.4, 0.97),
            sessions: dice.between(0.2, 3.0),
            at_end: if dice.happens(0.12) { 0.8 } else { place.plan.at_end },
            works_on_holidays: if dice.happens(0.1) { 0.3 } else { 0.05 },
            weekend: (weekend(place.plan.weekend.0, dice), weekend(place.plan.weekend.1, dice)),
            jitter: dice.between(0.2, 0.8),
        }
    }

    fn attends(&self, place: &Workplace<'_>, day: Day, dice: &mut Dice) -> bool {
        let special = place.calendar.iter().find(|(one, _)| *one == day).map(|(_, kind)| *kind);
        let chance = match (special, day.weekday()) {
            (Some(DayKind::Off), _) => self.works_on_holidays * self.attendance,
            (Some(DayKind::Work), _) => 0.85 * self.attendance,
            (None, 5) => self.weekend.0 * self.attendance,
            (None, 6) => self.weekend.1 * self.attendance,
            (None, _) => self.attendance,
        };
        dice.happens(chance)
    }

    /// Starts of one day in local minutes after midnight.
    fn day(&self, plan: &Plan, dice: &mut Dice) -> Vec<i64> {
        let (from, mut to) = (self.shift.0 + dice.normal(self.jitter), self.shift.1);
        if dice.happens(plan.late) {
            to += dice.between(0.5, 4.0);
        }
        let extra = (0..6).filter(|_| dice.happens(self.sessions / 6.0)).count();
        (0..=extra)
            .map(|_| {
                let mut hour = if dice.happens(self.at_end) {
                    dice.between(to - 1.5, to)
                } else if dice.happens(0.3) {
                    from + dice.between(0.0, 0.7)
                } else {
                    dice.between(from, to)
                };
                let in_pause = (plan.pause.0..plan.pause.1).contains(&hour);
                if in_pause && dice.happens(0.7) {
                    hour += plan.pause.1 - plan.pause.0;
                }
                #[expect(clippy::cast_possible_truncation, reason = "hours of a day or two")]
                let minute = (hour * 60.0) as i64;
                minute
            })
            .collect()
    }
}

/// One made-up person: starts in seconds UTC, and the offsets in force while they were seen.
pub(crate) struct Person {
    pub(crate) secs: Vec<i64>,
    /// The lowest, the mean and the highest, in hours.
    pub(crate) offsets: [f64; 3],
}

/// How long a person is watched.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    Sessions(usize),
    Days(i32),
}

/// Makes the starts of one person.
pub(crate) fn person(place: &Workplace<'_>, until: Until, dice: &mut Dice) -> Person {
    let ways = Ways::of(place, dice);
    let (mut secs, mut offsets) = (Vec::new(), Vec::new());
    let mut away_until = place.from;
    let mut day = place.from;
    loop {
        let done = match until {
            Until::Sessions(n) => secs.len() >= n,
            Until::Days(n) => day.0 - place.from.0 >= n,
        };
        if done || day.0 - place.from.0 > 2_000 {
            break;
        }
        // Leave twice a year, illness twice a year.
        let days = if dice.happens(0.5) { 4 + dice.below(12) } else { 1 + dice.below(5) };
        if dice.happens(4.0 / 365.0) {
            away_until = Day(day.0 + i32::try_from(days).unwrap());
        }
        if day >= away_until && ways.attends(place, day, dice) {
            let offset = place.zone.0 + place.zone.1.minutes(day);
            for minute in ways.day(place.plan, dice) {
                let utc = i64::from(day.0) * 1_440 + minute - offset;
                secs.push(utc * 60 + i64::try_from(dice.below(60)).unwrap());
                offsets.push(offset);
            }
        }
        day = Day(day.0 + 1);
    }
    if let Until::Sessions(n) = until {
        secs.truncate(n);
    }
    offsets.truncate(secs.len());
    #[expect(clippy::cast_precision_loss, reason = "minutes of a few thousand offsets")]
    let hours = |minutes: i64, n: usize| minutes as f64 / 60.0 / n.max(1) as f64;
    let (low, high) = (offsets.iter().min().unwrap(), offsets.iter().max().unwrap());
    let mean = hours(offsets.iter().sum(), offsets.len());
    Person { secs, offsets: [hours(*low, 1), mean, hours(*high, 1)] }
}

/// Adds the calls of a sync client over the time that a person was seen.
pub(crate) fn add_polling(secs: &mut Vec<i64>, dice: &mut Dice) {
    let (Some(first), Some(last)) = (secs.iter().min().copied(), secs.iter().max().copied()) else {
        return;
    };
    let period = [3_600, 2_400, 5_400, 14_400][usize::try_from(dice.below(4)).unwrap()];
    let mut at = first - 50_000;
    while at < last {
        // The computer is off now and then.
        if dice.happens(0.002) {
            at += 40_000 + i64::try_from(dice.below(100_000)).unwrap();
        }
        secs.push(at);
        at += period + i64::try_from(dice.below(90)).unwrap();
    }
}

/// The starts as the reader takes them.
pub(crate) fn starts(secs: &[i64]) -> Starts {
    let mut starts = Starts::new();
    for secs in secs {
        starts.push(*secs, ClockBasis::Known);
    }
    starts
}
