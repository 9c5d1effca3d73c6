//! The properties of XMP that are read, one row each: where it stands, its name, and what it tells.

use subtier_blocks::SignalKind;

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sense {
    /// A signal of this kind.
    Value(SignalKind),
    /// A time, and a signal of this kind.
    Time(SignalKind),
    /// A path that the file points to.
    Path,
    /// A part of an event of the history.
    Event,
    /// Make (0) or model (1) of a camera.
    Device(usize),
    /// Lines of an edit log.
    Log,
    /// A picture in base 64.
    Picture,
}

/// One property.
#[derive(Debug)]
pub(super) struct Row {
    /// The property in which it stands; empty at the top and in ancestors, `*` anywhere.
    context: &'static str,
    /// Its name with the prefix of its specification.
    pub(super) label: &'static str,
    /// What it tells.
    pub(super) sense: Sense,
}

impl Row {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &'static str {
        self.label.split_once(':').map_or(self.label, |(_, name)| name)
    }

    /// Whether it stands in this property.
    pub(super) fn fits(&self, context: &str) -> bool {
        self.context == "*"
            || self.context == context
            || (self.context.is_empty() && context == "Pantry")
    }
}

const fn row(context: &'static str, label: &'static str, sense: Sense) -> Row {
    Row { context, label, sense }
}

/// The properties. XMP part 2 (2022) and part 3; CIPA DC-010 (Exif in XMP); those of creatorAtom, crs and GIMP as they stand
/// in public files.
pub(super) const ROWS: &[Row] = &[
    row("", "xmp:CreatorTool", Sense::Value(SignalKind::Application)),
    row("", "tiff:Software", Sense::Value(SignalKind::Application)),
    row("", "GIMP:Version", Sense::Value(SignalKind::Application)),
    row("", "GIMP:Platform", Sense::Value(SignalKind::OperatingSystem)),
    row("", "pdf:Producer", Sense::Value(SignalKind::Producer)),
    row("", "xmp:CreateDate", Sense::Time(SignalKind::Created)),
    row("", "xmp:ModifyDate", Sense::Time(SignalKind::Modified)),
    row("", "xmp:MetadataDate", Sense::Time(SignalKind::MetadataWritten)),
    row("", "tiff:DateTime", Sense::Time(SignalKind::Modified)),
    row("", "photoshop:DateCreated", Sense::Time(SignalKind::Taken)),
    row("", "exif:DateTimeOriginal", Sense::Time(SignalKind::Taken)),
    row("", "exif:DateTimeDigitized", Sense::Time(SignalKind::Taken)),
    row("", "xmpMM:DocumentID", Sense::Value(SignalKind::DocumentId)),
    row("", "xmpMM:OriginalDocumentID", Sense::Value(SignalKind::DocumentId)),
    row("", "xmpMM:InstanceID", Sense::Value(SignalKind::Identifier)),
    row("", "photoshop:DocumentAncestors", Sense::Value(SignalKind::Ancestor)),
    row("", "photoshop:ICCProfile", Sense::Value(SignalKind::ColourProfile)),
    row("", "photoshop:AuthorsPosition", Sense::Value(SignalKind::AuthorPosition)),
    row("", "photoshop:History", Sense::Log),
    row("", "photoshop:CaptionWriter", Sense::Value(SignalKind::LastModifiedBy)),
    row("", "photoshop:City", Sense::Value(SignalKind::Location)),
    row("", "photoshop:Country", Sense::Value(SignalKind::Location)),
    row("", "dc:creator", Sense::Value(SignalKind::Author)),
    row("", "dc:title", Sense::Value(SignalKind::Title)),
    row("", "dc:rights", Sense::Value(SignalKind::Copyright)),
    row("", "tiff:Artist", Sense::Value(SignalKind::Author)),
    row("", "tiff:Copyright", Sense::Value(SignalKind::Copyright)),
    row("", "tiff:Make", Sense::Device(0)),
    row("", "tiff:Model", Sense::Device(1)),
    row("", "aux:SerialNumber", Sense::Value(SignalKind::SerialNumber)),
    row("", "aux:LensSerialNumber", Sense::Value(SignalKind::SerialNumber)),
    row("", "exifEX:BodySerialNumber", Sense::Value(SignalKind::SerialNumber)),
    row("", "exifEX:CameraOwnerName", Sense::Value(SignalKind::Author)),
    row("", "aux:OwnerName", Sense::Value(SignalKind::Author)),
    row("", "exif:GPSLatitude", Sense::Value(SignalKind::Location)),
    row("", "exif:GPSLongitude", Sense::Value(SignalKind::Location)),
    row("", "crs:RawFileName", Sense::Value(SignalKind::FormerName)),
    row("", "xmpMM:PreservedFileName", Sense::Value(SignalKind::FormerName)),
    row("", "xmpDM:tapeName", Sense::Value(SignalKind::StartTimecode)),
    row("projectRef", "xmpDM:path", Sense::Path),
    row("startTimecode", "xmpDM:timeValue", Sense::Value(SignalKind::StartTimecode)),
    row("altTimecode", "xmpDM:timeValue", Sense::Value(SignalKind::StartTimecode)),
    row("windowsAtom", "creatorAtom:uncProjectPath", Sense::Path),
    row("macAtom", "creatorAtom:posixProjectPath", Sense::Path),
    row("History", "stEvt:action", Sense::Event),
    row("History", "stEvt:when", Sense::Event),
    row("History", "stEvt:softwareAgent", Sense::Event),
    row("History", "stEvt:instanceID", Sense::Event),
    row("History", "stEvt:changed", Sense::Event),
    row("History", "stEvt:parameters", Sense::Event),
    row("DerivedFrom", "stRef:documentID", Sense::Value(SignalKind::Ancestor)),
    row("DerivedFrom", "stRef:originalDocumentID", Sense::Value(SignalKind::Ancestor)),
    row("DerivedFrom", "stRef:instanceID", Sense::Value(SignalKind::Ancestor)),
    row("Ingredients", "stRef:documentID", Sense::Value(SignalKind::Ancestor)),
    row("Ingredients", "stRef:originalDocumentID", Sense::Value(SignalKind::Ancestor)),
    row("Ingredients", "stRef:instanceID", Sense::Value(SignalKind::Ancestor)),
    row("RenditionOf", "stRef:documentID", Sense::Value(SignalKind::Ancestor)),
    row("RenditionOf", "stRef:instanceID", Sense::Value(SignalKind::Ancestor)),
    row("ManagedFrom", "stRef:documentID", Sense::Value(SignalKind::Ancestor)),
    row("ManagedFrom", "stRef:instanceID", Sense::Value(SignalKind::Ancestor)),
    row("reference", "stRef:documentID", Sense::Value(SignalKind::Ancestor)),
    row("reference", "stRef:instanceID", Sense::Value(SignalKind::Ancestor)),
    row("*", "stRef:filePath", Sense::Path),
    row("*", "stRef:lastURL", Sense::Path),
    row("Fonts", "stFnt:fontName", Sense::Value(SignalKind::Font)),
    row("TextLayers", "photoshop:LayerName", Sense::Value(SignalKind::LayerName)),
    row("*", "xmpGImg:image", Sense::Picture),
];
