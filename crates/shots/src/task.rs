//! Stages of work: one vocabulary, with the words that studios write for each in five languages.
//!
//! In: a word of a path. Out: the stage it names. Words in Latin letters stand here, words in Chinese, Japanese and Korean
//! in `words`. Sources: the task types a new Zou starts with (cgwire/zou 4bf77e6, `zou/app/utils/commands.py`), the words of
//! the project's glossaries of notes, and for Japan a guide to naming of a colour house and an in-betweener's notes on the
//! data that leaves her hands (README).

/// A stage of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// First pictures of a look.
    Concept,
    /// Model sheets and settings.
    Design,
    /// Storyboard.
    Storyboard,
    /// Storyboard over time.
    Animatic,
    /// Geometry.
    Modeling,
    /// Skeletons and controls.
    Rigging,
    /// Surfaces and textures.
    Shading,
    /// Layout.
    Layout,
    /// Rough drawings.
    Rough,
    /// Key drawings.
    Key,
    /// Second key drawings (第二原画).
    SecondKey,
    /// Animation as trackers name it, key or in-between.
    Animation,
    /// In-between drawings.
    Inbetween,
    /// Check of in-betweens (動検).
    InbetweenCheck,
    /// Clean-up.
    Cleanup,
    /// Correction sheets of the animation director or the director (作監修正, 演出修正).
    Correction,
    /// Colours assigned (色指定).
    ColourDesign,
    /// Ink and paint.
    Colour,
    /// Background.
    Background,
    /// Effects.
    Effects,
    /// Light.
    Lighting,
    /// Rendering.
    Rendering,
    /// Composite, or camera in studios that still say so.
    Compositing,
    /// Rotoscoping.
    Roto,
    /// Camera tracking.
    Tracking,
    /// Time sheet.
    Sheet,
    /// Edit.
    Edit,
    /// Sound.
    Sound,
    /// Something to be done again.
    Retake,
    /// Finished picture.
    Finished,
}

/// Every stage with its id.
const IDS: &[(Task, &str)] = &[
    (Task::Concept, "concept"),
    (Task::Design, "design"),
    (Task::Storyboard, "storyboard"),
    (Task::Animatic, "animatic"),
    (Task::Modeling, "modeling"),
    (Task::Rigging, "rigging"),
    (Task::Shading, "shading"),
    (Task::Layout, "layout"),
    (Task::Rough, "rough"),
    (Task::Key, "key"),
    (Task::SecondKey, "second_key"),
    (Task::Animation, "animation"),
    (Task::Inbetween, "inbetween"),
    (Task::InbetweenCheck, "inbetween_check"),
    (Task::Cleanup, "cleanup"),
    (Task::Correction, "correction"),
    (Task::ColourDesign, "colour_design"),
    (Task::Colour, "colour"),
    (Task::Background, "background"),
    (Task::Effects, "effects"),
    (Task::Lighting, "lighting"),
    (Task::Rendering, "rendering"),
    (Task::Compositing, "compositing"),
    (Task::Roto, "roto"),
    (Task::Tracking, "tracking"),
    (Task::Sheet, "sheet"),
    (Task::Edit, "edit"),
    (Task::Sound, "sound"),
    (Task::Retake, "retake"),
    (Task::Finished, "finished"),
];

impl Task {
    /// Every stage.
    pub fn all() -> impl Iterator<Item = Self> {
        IDS.iter().map(|(task, _)| *task)
    }

    /// The one word for it in findings.
    pub fn id(self) -> &'static str {
        IDS.iter().find(|(task, _)| *task == self).map_or("", |(_, id)| id)
    }

    /// The stage of an id.
    pub fn by_id(id: &str) -> Option<Self> {
        IDS.iter().find(|(_, known)| *known == id).map(|(task, _)| *task)
    }

    /// The words in Latin letters that are read as this stage.
    pub(crate) fn latin_words(self) -> impl Iterator<Item = &'static str> {
        LATIN.iter().filter(move |(_, task)| *task == self).map(|(word, _)| *word)
    }

    /// Whether it tells less than another stage beside it: `key_retake` and `comp_final` are key and composite.
    pub(crate) const fn is_faint(self) -> bool {
        matches!(self, Self::Retake | Self::Finished)
    }
}

/// The stage a word in Latin letters names, whatever its case.
pub(crate) fn latin(word: &str) -> Option<Task> {
    if word.len() > WORD_MAX {
        return None;
    }
    let at = LATIN.binary_search_by(|(known, _)| folded_cmp(known, word)).ok()?;
    LATIN.get(at).map(|(_, task)| *task)
}

/// Compares a lower-case word with another of any case.
pub(crate) fn folded_cmp(lower: &str, word: &str) -> std::cmp::Ordering {
    lower.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// Bytes of the longest of them.
const WORD_MAX: usize = 11;

/// Sorted by word. Words of two parts stand without what joins them.
const LATIN: &[(&str, Task)] = &[
    ("2ndkey", Task::SecondKey),
    ("ani", Task::Animation),
    ("anim", Task::Animation),
    ("animatic", Task::Animatic),
    ("animatics", Task::Animatic),
    ("animation", Task::Animation),
    ("anm", Task::Animation),
    ("audio", Task::Sound),
    ("background", Task::Background),
    ("backgrounds", Task::Background),
    ("bg", Task::Background),
    ("bga", Task::Background),
    ("bgs", Task::Background),
    ("blocking", Task::Animation),
    ("board", Task::Storyboard),
    ("boards", Task::Storyboard),
    ("clean", Task::Cleanup),
    ("cleanup", Task::Cleanup),
    ("cleanups", Task::Cleanup),
    ("cln", Task::Cleanup),
    ("clnup", Task::Cleanup),
    ("cmp", Task::Compositing),
    ("col", Task::Colour),
    ("color", Task::Colour),
    ("colored", Task::Colour),
    ("coloring", Task::Colour),
    ("colour", Task::Colour),
    ("colouring", Task::Colour),
    ("comp", Task::Compositing),
    ("compo", Task::Compositing),
    ("composit", Task::Compositing),
    ("composite", Task::Compositing),
    ("compositing", Task::Compositing),
    ("concept", Task::Concept),
    ("correction", Task::Correction),
    ("corrections", Task::Correction),
    ("design", Task::Design),
    ("doga", Task::Inbetween),
    ("doken", Task::InbetweenCheck),
    ("douga", Task::Inbetween),
    ("edit", Task::Edit),
    ("editing", Task::Edit),
    ("editorial", Task::Edit),
    ("effects", Task::Effects),
    ("final", Task::Finished),
    ("finished", Task::Finished),
    ("fx", Task::Effects),
    ("gen", Task::Key),
    ("genga", Task::Key),
    ("ib", Task::Inbetween),
    ("inb", Task::Inbetween),
    ("inbet", Task::Inbetween),
    ("inbetween", Task::Inbetween),
    ("inbetweens", Task::Inbetween),
    ("inkandpaint", Task::Colour),
    ("inkpaint", Task::Colour),
    ("ka", Task::Key),
    ("key", Task::Key),
    ("keyanim", Task::Key),
    ("keys", Task::Key),
    ("kf", Task::Key),
    ("lay", Task::Layout),
    ("layout", Task::Layout),
    ("lgt", Task::Lighting),
    ("lighting", Task::Lighting),
    ("lineart", Task::Cleanup),
    ("lo", Task::Layout),
    ("lookdev", Task::Shading),
    ("matchmove", Task::Tracking),
    ("mdl", Task::Modeling),
    ("modeling", Task::Modeling),
    ("modelling", Task::Modeling),
    ("modelsheet", Task::Design),
    ("nigen", Task::SecondKey),
    ("paint", Task::Colour),
    ("previz", Task::Animatic),
    ("rendering", Task::Rendering),
    ("retake", Task::Retake),
    ("retakes", Task::Retake),
    ("rig", Task::Rigging),
    ("rigging", Task::Rigging),
    ("roto", Task::Roto),
    ("rough", Task::Rough),
    ("roughs", Task::Rough),
    ("sakkan", Task::Correction),
    ("satsuei", Task::Compositing),
    ("sb", Task::Storyboard),
    ("shaders", Task::Shading),
    ("shading", Task::Shading),
    ("sheet", Task::Sheet),
    ("shiage", Task::Colour),
    ("sound", Task::Sound),
    ("storyboard", Task::Storyboard),
    ("storyboards", Task::Storyboard),
    ("surfacing", Task::Shading),
    ("texturing", Task::Shading),
    ("tiedown", Task::Rough),
    ("timesheet", Task::Sheet),
    ("tracking", Task::Tracking),
    ("vfx", Task::Effects),
    ("xsheet", Task::Sheet),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_every_stage_has_one_id() {
        assert_eq!(LATIN.iter().map(|row| row.0.len()).max(), Some(WORD_MAX));
        assert!(LATIN.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for task in Task::all() {
            assert_eq!(Task::by_id(task.id()), Some(task));
            assert!(task.words().next().is_some(), "{task:?}");
        }
        assert_eq!(latin("GENGA"), Some(Task::Key));
        assert_eq!(latin("keyboard"), None);
    }
}
