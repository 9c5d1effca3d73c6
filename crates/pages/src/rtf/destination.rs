//! Where the text of a group goes.
//!
//! In: the control word that opens a group, and whether `\*` stands before it. Out: its destination (RTF 1.9.1). Groups
//! that `\*` marks and that are not known here are passed over, as the format asks for.

use subtier_blocks::BlockKind;

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    /// The text of the innermost story.
    Story,
    /// Nowhere.
    Nowhere,
    /// Names of fonts.
    Fonts,
    /// Names of those who changed text.
    Revisers,
    /// A text that is kept whole and looked at when its group ends.
    Kept(Kept),
}

/// Texts that are looked at when their group ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// `\author`.
    Author,
    /// `\operator`: who saved last.
    Operator,
    /// `\company`.
    Company,
    /// `\title`.
    Title,
    /// `\creatim`.
    Created,
    /// `\revtim`.
    Modified,
    /// `\printim`.
    Printed,
    /// `\generator`.
    Generator,
    /// `\template`.
    Template,
    /// Name of a property that a program added.
    PropertyName,
    /// Its value.
    PropertyValue,
    /// Who wrote the next comment.
    CommentAuthor,
    /// When, as a number.
    CommentDate,
    /// The number of the text a comment is attached to.
    CommentAnchor,
    /// Where such a text begins.
    AnchorStart,
    /// Where it ends.
    AnchorEnd,
    /// What a field is computed from.
    Field,
    /// The program of an embedded object.
    ObjectClass,
    /// The name by which a font is known elsewhere.
    OtherFontName,
}

/// What the first control word of a group makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Its text goes elsewhere.
    To(Destination),
    /// A story of its own begins.
    Story(BlockKind),
    /// It only groups.
    Plain,
    /// Its text goes where it went outside of the pair that offers it in two forms.
    AsOutside,
}

const KEPT: &[(&str, Kept)] = &[
    ("author", Kept::Author),
    ("operator", Kept::Operator),
    ("company", Kept::Company),
    ("title", Kept::Title),
    ("creatim", Kept::Created),
    ("revtim", Kept::Modified),
    ("printim", Kept::Printed),
    ("generator", Kept::Generator),
    ("template", Kept::Template),
    ("propname", Kept::PropertyName),
    ("staticval", Kept::PropertyValue),
    ("atnauthor", Kept::CommentAuthor),
    ("atndate", Kept::CommentDate),
    ("atnref", Kept::CommentAnchor),
    ("atrfstart", Kept::AnchorStart),
    ("atrfend", Kept::AnchorEnd),
    ("fldinst", Kept::Field),
    ("objclass", Kept::ObjectClass),
    ("falt", Kept::OtherFontName),
];

/// Destinations without `\*` whose text is not shown: tables of the header, pictures, second forms of what stands elsewhere,
/// entries of an index, numbers of a list.
const NOWHERE: &[&str] = &[
    "colortbl",
    "stylesheet",
    "filetbl",
    "pict",
    "objdata",
    "sp",
    "themedata",
    "colorschememapping",
    "datastore",
    "nonshppict",
    "shprslt",
    "pntext",
    "listtext",
    "xe",
    "tc",
    "txe",
    "rxe",
    "private",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "datafield",
    "subject",
    "keywords",
    "doccomm",
    "comment",
    "manager",
    "category",
    "hlinkbase",
    "buptim",
    "nextfile",
    "protusertbl",
    "upr",
    "listname",
    "htmltag",
    "mhtmltag",
];

/// Groups marked with `\*` that hold more than themselves.
const PLAIN: &[&str] = &["shpinst", "userprops", "shpgrp", "do", "docvar"];

/// Returns what a control word makes of the group it opens; `None` where it is no destination.
pub(crate) fn opening(word: &str, is_marked: bool) -> Option<Opening> {
    if let Some((_, kept)) = KEPT.iter().find(|(name, _)| *name == word) {
        return Some(Opening::To(Destination::Kept(*kept)));
    }
    if NOWHERE.contains(&word) {
        return Some(Opening::To(Destination::Nowhere));
    }
    let opening = match word {
        "fonttbl" => Opening::To(Destination::Fonts),
        "revtbl" => Opening::To(Destination::Revisers),
        "ud" => Opening::AsOutside,
        "info" | "rsidtbl" => Opening::To(Destination::Nowhere),
        "annotation" => Opening::Story(BlockKind::Comment),
        "footnote" => Opening::Story(BlockKind::Footnote),
        "shptxt" | "dptxbxtext" => Opening::Story(BlockKind::TextBox),
        "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
        | "footerf" => Opening::Story(BlockKind::PageHeader),
        _ if PLAIN.contains(&word) => Opening::Plain,
        _ if is_marked => Opening::To(Destination::Nowhere),
        _ => return None,
    };
    Some(opening)
}
