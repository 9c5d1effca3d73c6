//! What a path says of one piece of work: which production, episode, shot, stage, version, drawing.
//!
//! In: nothing. Out: the words in which `Naming::read` answers. Each name carries its normal form, the token it was read
//! from, whether a folder or the file name said it, and why. Never: a guess; what may be read in two ways is left out and
//! said to be.

use std::borrow::Cow;

use crate::task::Task;

/// Tokens kept that were left out of one path.
pub(crate) const LEFT_OUT_MAX: usize = 8;

/// Where in a path a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamePlace {
    /// In the name of a folder.
    Folder,
    /// In the name of the file.
    FileName,
}

/// One name out of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// The normal form: numbers without leading zeros and with their letter (`12A`), stages as [`Task::id`].
    pub value: Cow<'a, str>,
    /// As it is written, such as `SC012A`; after NFKC where the path had to be folded.
    pub token: Cow<'a, str>,
    /// Where it stands.
    pub place: NamePlace,
    /// Why it is taken for what it is.
    pub why: &'static str,
}

impl Named<'_> {
    /// The number of the normal form, without its letter.
    pub fn number(&self) -> Option<u32> {
        let end = self.value.bytes().take_while(u8::is_ascii_digit).count();
        self.value.get(..end)?.parse().ok()
    }

    fn into_owned(self) -> Named<'static> {
        Named {
            value: Cow::Owned(self.value.into_owned()),
            token: Cow::Owned(self.token.into_owned()),
            place: self.place,
            why: self.why,
        }
    }
}

/// A token that looks like a name and is not taken for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut<'a> {
    /// As it is written.
    pub token: Cow<'a, str>,
    /// Why it is left out.
    pub why: &'static str,
}

/// The names of one path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names<'a> {
    /// Code of the production, in the spelling most of its files use, or the code of the user's list.
    pub production: Option<Named<'a>>,
    /// Season.
    pub season: Option<Named<'a>>,
    /// Episode.
    pub episode: Option<Named<'a>>,
    /// Sequence, or the scene that holds the shot.
    pub sequence: Option<Named<'a>>,
    /// Shot, cut, or scene where no shot stands below it.
    pub shot: Option<Named<'a>>,
    /// Stage of work; its value is a [`Task::id`].
    pub task: Option<Named<'a>>,
    /// Version.
    pub version: Option<Named<'a>>,
    /// Take, or round of retakes.
    pub take: Option<Named<'a>>,
    /// Cel: its letter and number (`A12`), or element and drawing (`Mouth-3`).
    pub cel: Option<Named<'a>>,
    /// Frame.
    pub frame: Option<Named<'a>>,
    /// Account at the working machine.
    pub login: Option<Named<'a>>,
    /// What may be read in two ways, or looks like a name and is none; at most eight.
    pub left_out: Vec<LeftOut<'a>>,
}

impl<'a> Names<'a> {
    /// The stage of work.
    pub fn stage(&self) -> Option<Task> {
        self.task.as_ref().and_then(|task| Task::by_id(&task.value))
    }

    /// The names without the path they were read from.
    pub fn into_owned(self) -> Names<'static> {
        let own = |named: Option<Named<'a>>| named.map(Named::into_owned);
        Names {
            production: own(self.production),
            season: own(self.season),
            episode: own(self.episode),
            sequence: own(self.sequence),
            shot: own(self.shot),
            task: own(self.task),
            version: own(self.version),
            take: own(self.take),
            cel: own(self.cel),
            frame: own(self.frame),
            login: own(self.login),
            left_out: self
                .left_out
                .into_iter()
                .map(|left| LeftOut { token: Cow::Owned(left.token.into_owned()), why: left.why })
                .collect(),
        }
    }

    /// The names with the words for them, in the order from production to frame.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, &Named<'a>)> {
        [
            ("production", &self.production),
            ("season", &self.season),
            ("episode", &self.episode),
            ("sequence", &self.sequence),
            ("shot", &self.shot),
            ("task", &self.task),
            ("version", &self.version),
            ("take", &self.take),
            ("cel", &self.cel),
            ("frame", &self.frame),
            ("login", &self.login),
        ]
        .into_iter()
        .filter_map(|(word, named)| named.as_ref().map(|named| (word, named)))
    }

    pub(crate) fn leave_out(&mut self, token: &'a str, why: &'static str) {
        if self.left_out.len() < LEFT_OUT_MAX {
            self.left_out.push(LeftOut { token: Cow::Borrowed(token), why });
        }
    }
}
