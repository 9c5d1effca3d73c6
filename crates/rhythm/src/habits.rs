//! Habits: how the session starts of a working day and a working week are spread, as tables. They
//! are kinds of work, not of countries: each may be met anywhere. What is tuned here was tuned on the
//! first set of made-up teams (`tests/it/people.rs`), never on the second, which measures it.

/// Quarters of an hour in a day.
pub(crate) const DAY_QUARTERS: usize = 96;

/// A real number for each quarter of a day.
pub(crate) type Profile = [f64; DAY_QUARTERS];

/// A kind of working day.
#[derive(Debug)]
pub(crate) struct DayHabit {
    /// What it is called in an answer.
    pub(crate) name: &'static str,
    /// How common it is among those who exchange files, in thousandths.
    pub(crate) weight: u32,
    /// Quarter from, quarter to (may lie after midnight), density.
    spans: &'static [(usize, usize, u32)],
}

/// Working days, their pause at noon apart. Shapes and weights are set by judgement and hold no fact of
/// any country; what they are worth is measured (README, Figures).
pub(crate) const DAY_HABITS: &[DayHabit] = &[
    DayHabit {
        name: "office from nine",
        weight: 250,
        spans: &[(36, 40, 13), (40, 72, 10), (72, 80, 3)],
    },
    DayHabit {
        name: "office from eight",
        weight: 340,
        spans: &[(32, 36, 13), (36, 68, 10), (68, 76, 3)],
    },
    DayHabit {
        name: "office from ten",
        weight: 100,
        spans: &[(40, 44, 12), (44, 76, 10), (76, 84, 4)],
    },
    DayHabit {
        name: "long days",
        weight: 130,
        spans: &[(38, 42, 12), (42, 72, 10), (72, 76, 6), (76, 84, 9), (84, 92, 3)],
    },
    DayHabit {
        name: "office and evening",
        weight: 50,
        spans: &[(36, 70, 10), (70, 80, 4), (80, 94, 6), (94, 100, 2)],
    },
    DayHabit {
        name: "uploads at the end of the day",
        weight: 50,
        spans: &[(36, 62, 3), (62, 66, 8), (66, 76, 14), (76, 84, 5)],
    },
    DayHabit { name: "early shift", weight: 15, spans: &[(24, 30, 12), (30, 58, 10)] },
    DayHabit { name: "late shift", weight: 15, spans: &[(56, 62, 12), (62, 90, 10)] },
    DayHabit { name: "both shifts in turn", weight: 15, spans: &[(24, 88, 10)] },
    DayHabit { name: "evenings", weight: 20, spans: &[(68, 76, 5), (76, 100, 10)] },
    DayHabit { name: "night shift", weight: 5, spans: &[(88, 120, 10)] },
    DayHabit { name: "round the clock", weight: 10, spans: &[(0, 96, 10)] },
];

/// The kinds of day that a team of two shifts has, by name, with the share of people.
pub(crate) const SHIFTS: [(&str, f64); 3] =
    [("early shift", 0.45), ("late shift", 0.45), ("both shifts in turn", 0.1)];

/// How common teams of two shifts are, in thousandths of all.
pub(crate) const TWO_SHIFTS_WEIGHT: u32 = 100;

/// A pause of a whole team, which stands still on the clock while people's days begin sooner or later.
#[derive(Debug)]
pub(crate) struct PauseHabit {
    /// How common it is, in thousandths.
    pub(crate) weight: u32,
    /// Quarters from and to; the same for none.
    span: (usize, usize),
}

/// Pauses, set by judgement as the working days are.
pub(crate) const PAUSE_HABITS: &[PauseHabit] = &[
    PauseHabit { weight: 200, span: (0, 0) },
    PauseHabit { weight: 400, span: (48, 52) },
    PauseHabit { weight: 160, span: (48, 54) },
    PauseHabit { weight: 70, span: (48, 56) },
    PauseHabit { weight: 80, span: (50, 54) },
    PauseHabit { weight: 65, span: (52, 56) },
    PauseHabit { weight: 25, span: (56, 64) },
];

/// Share of starts that a pause takes away.
const PAUSE_DEPTH: f64 = 0.6;

impl PauseHabit {
    /// Returns the factor on the density of starts over the local day.
    pub(crate) fn factor(&self) -> Profile {
        let mut inside = [0.0; DAY_QUARTERS];
        let span = self.span.0..self.span.1;
        for (quarter, at) in inside.iter_mut().enumerate() {
            *at = f64::from(u8::from(span.contains(&quarter)));
        }
        blurred(&inside, 1).map(|inside| 1.0 - PAUSE_DEPTH * inside)
    }
}

/// A density that is everywhere, in thousandths of the whole: nobody keeps to hours altogether.
const FLOOR: f64 = 0.08;

/// How far a start strays from its plan, in quarters (standard deviation).
const BLUR_QUARTERS: i32 = 3;

impl DayHabit {
    /// Returns the density of starts over the local day; it sums to 1.
    pub(crate) fn profile(&self) -> Profile {
        let mut plan = [0.0; DAY_QUARTERS];
        for (from, to, density) in self.spans {
            for quarter in *from..*to {
                if let Some(at) = plan.get_mut(quarter % DAY_QUARTERS) {
                    *at += f64::from(*density);
                }
            }
        }
        let mut profile = blurred(&plan, BLUR_QUARTERS);
        let total: f64 = profile.iter().sum();
        for density in &mut profile {
            *density = *density / total * (1.0 - FLOOR) + FLOOR / 96.0;
        }
        profile
    }
}

/// Returns a profile of the day, each quarter spread over its neighbours by a normal curve.
pub(crate) fn blurred(profile: &Profile, deviation_quarters: i32) -> Profile {
    let reach = 3 * deviation_quarters;
    let mut out = [0.0; DAY_QUARTERS];
    for step in -reach..=reach {
        let weight = normal_log(f64::from(step), f64::from(deviation_quarters)).exp();
        let skip = usize::try_from(step.rem_euclid(96)).unwrap_or(0);
        for (to, from) in out.iter_mut().zip(profile.iter().cycle().skip(skip)) {
            *to += weight * from;
        }
    }
    let total = profile.iter().sum::<f64>() / out.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    out.map(|density| density * total)
}

/// Returns the logarithm of the normal curve, but for its constant.
pub(crate) fn normal_log(distance: f64, deviation: f64) -> f64 {
    -0.5 * (distance / deviation) * (distance / deviation)
}

/// A kind of working week.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WeekHabit {
    /// What it is called in an answer.
    pub(crate) name: &'static str,
    /// How common it is, in thousandths.
    pub(crate) weight: u32,
    /// Work on each day from Monday, in hundredths of a working day.
    days: [u32; 7],
}

/// Working weeks: Friday and Saturday free in much of western Asia, six days as reported of the
/// Kaesong zone and of "996".
pub(crate) const WEEK_HABITS: &[WeekHabit] = &[
    WeekHabit { name: "Monday to Friday", weight: 620, days: [100, 100, 100, 100, 95, 15, 12] },
    WeekHabit { name: "Monday to Saturday", weight: 220, days: [100, 100, 100, 100, 100, 80, 12] },
    WeekHabit { name: "Sunday to Thursday", weight: 60, days: [100, 100, 100, 100, 15, 12, 95] },
    WeekHabit { name: "Saturday to Thursday", weight: 30, days: [100, 100, 100, 100, 12, 90, 95] },
    WeekHabit { name: "all seven days", weight: 70, days: [100, 100, 100, 100, 100, 95, 95] },
];

impl WeekHabit {
    /// Returns the share of each day; they sum to 1.
    pub(crate) fn shares(&self) -> [f64; 7] {
        let total = f64::from(self.days.iter().sum::<u32>());
        self.days.map(|day| f64::from(day) / total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_and_weeks_are_shares_of_a_whole() {
        for habit in DAY_HABITS {
            let total: f64 = habit.profile().iter().sum();
            assert!((total - 1.0).abs() < 1e-9, "{}", habit.name);
        }
        for week in WEEK_HABITS {
            assert!((week.shares().iter().sum::<f64>() - 1.0).abs() < 1e-9, "{}", week.name);
        }
        assert_eq!(DAY_HABITS.iter().map(|habit| habit.weight).sum::<u32>(), 1_000);
        assert_eq!(PAUSE_HABITS.iter().map(|habit| habit.weight).sum::<u32>(), 1_000);
        let shifts =
            DAY_HABITS.iter().filter(|habit| SHIFTS.iter().any(|(name, _)| *name == habit.name));
        assert_eq!(shifts.count(), SHIFTS.len());
        assert_eq!(WEEK_HABITS.iter().map(|habit| habit.weight).sum::<u32>(), 1_000);
    }
}
