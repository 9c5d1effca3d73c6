//! The formats by name: the one word for each, in JSON and docs alike.

use serde::{Deserialize, Serialize};

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a document is, by content.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Format {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Format {
            /// Every format.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

formats! {
    /// Plain text.
    Text = "txt",
    /// Office Open XML word processing.
    Docx = "docx",
    /// Office Open XML spreadsheet.
    Xlsx = "xlsx",
    /// Office Open XML presentation.
    Pptx = "pptx",
    /// `OpenDocument` text.
    Odt = "odt",
    /// `OpenDocument` spreadsheet.
    Ods = "ods",
    /// `OpenDocument` presentation.
    Odp = "odp",
    /// Hancom's XML format (OWPML).
    Hwpx = "hwpx",
    /// Word 97 binary.
    Doc = "doc",
    /// Excel 97 binary (BIFF8).
    Xls = "xls",
    /// `PowerPoint` 97 binary.
    Ppt = "ppt",
    /// WPS Writer: a Word binary with a stream of its own.
    Wps = "wps",
    /// WPS Spreadsheets: an Excel binary made by WPS.
    Et = "et",
    /// Hancom HWP 5 binary.
    Hwp = "hwp",
    /// Outlook message.
    Msg = "msg",
    /// Rich Text Format.
    Rtf = "rtf",
    /// Portable Document Format.
    Pdf = "pdf",
    /// HTML.
    Html = "html",
    /// Internet message.
    Eml = "eml",
    /// Table of separated values without a known sender.
    Csv = "csv",
    /// JSON that is no export known here.
    Json = "json",
    /// Frame.io comments, either header.
    FrameIo = "frameio",
    /// `SyncSketch` notes.
    SyncSketch = "syncsketch",
    /// `ShotGrid` (Flow Production Tracking) notes.
    ShotGrid = "shotgrid",
    /// ftrack notes.
    Ftrack = "ftrack",
    /// Kitsu comments.
    Kitsu = "kitsu",
    /// `OpenTimelineIO`.
    Otio = "otio",
    /// CMX 3600 edit decision list.
    Edl = "edl",
    /// Avid marker list.
    AvidMarkers = "avid-markers",
    /// Final Cut Pro XML (FCPXML).
    Fcpxml = "fcpxml",
    /// Final Cut Pro 7 XML (xmeml), also written by Premiere.
    Xmeml = "xmeml",
    /// RV session.
    Rv = "rv",
    /// A picture whose text was recognised.
    Picture = "picture",
    /// None of these.
    None = "none",
}
