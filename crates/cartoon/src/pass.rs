//! What a frame is drawn for, and by whose hand.
//!
//! In: nothing. Out: the words in which a drawing is asked for. Never: how it is drawn; `passes` does that.

/// What a frame is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// Loose strokes in pencil, construction lines, often more than one try.
    Rough,
    /// Pencil on paper: a firm line, coloured lines where shadow begins, a timing chart at the margin.
    Key,
    /// Pencil on paper: a bare line, between two keys.
    InBetween,
    /// One line, traced.
    Clean,
    /// Clean line with flat colour on white.
    Colour,
    /// Colour over a painted background with light, shadow and grain.
    Composite,
    /// The composite as it is shown: graded, with a station's mark, at times with a subtitle.
    Finished,
    /// A character in several poses between height lines; each frame number gives another sheet of the shot's cast.
    Sheet,
    /// The table that says which drawing stands at which frame.
    TimeSheet,
}

impl Pass {
    /// Every pass, in the order of production.
    pub const ALL: [Self; 9] = [
        Self::Sheet,
        Self::TimeSheet,
        Self::Rough,
        Self::Key,
        Self::InBetween,
        Self::Clean,
        Self::Colour,
        Self::Composite,
        Self::Finished,
    ];
}

/// Who draws: zero is the hand that drew the show, another number draws the same pose with other strokes and proportions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hand(pub u32);
