//! The signals: what a document tells of the program, machine and person that made it, one row a kind.
//!
//! Each is an observation with its place. What may follow from one is the affair of the rule table, never of this file.

use serde::{Deserialize, Serialize};
use subtier_model::Place;

/// One fact that a document tells of its making.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Signal {
    /// What kind of fact.
    pub kind: SignalKind,
    /// What it says, as it stands there where it stands there.
    pub value: String,
    /// Where.
    pub place: Place,
}

impl Signal {
    /// Bytes of a value that are kept.
    pub const VALUE_BYTES_MAX: usize = 1000;
}

/// What is said of one kind of signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignalRow {
    /// The kind.
    pub kind: SignalKind,
    /// Its name in JSON.
    pub name: &'static str,
    /// What it tells.
    pub says: &'static str,
    /// Where that is laid down, or how it was seen.
    pub source: &'static str,
}

macro_rules! signals {
    ($($variant:ident = $name:literal, $says:literal, $source:literal;)*) => {
        /// The kinds of signals.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(clippy::doc_markdown, reason = "the same words are printed as plain text")]
        pub enum SignalKind {
            $(#[doc = $says] #[serde(rename = $name)] $variant,)*
        }

        /// Every kind, in the order in which they are listed.
        pub const SIGNAL_KINDS: &[SignalRow] = &[
            $(SignalRow { kind: SignalKind::$variant, name: $name, says: $says, source: $source },)*
        ];

        impl SignalKind {
            /// Its name in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

signals! {
    Application = "application", "the program that wrote the file, with its version as it names itself",
        "ECMA-376 part 1, 22.2.2.1 (Application, AppVersion); [MS-OLEPS] PIDSI_APPNAME; OpenDocument 1.3 part 3, 4.3.2.1 (meta:generator); RTF 1.9.1 \\generator; ISO 32000-1, 14.3.3 (Creator)";
    Producer = "producer", "the program that made the PDF out of what another wrote",
        "ISO 32000-1, 14.3.3 (Producer)";
    WpsBuild = "wps_build", "the build of WPS Office (KSOProductBuildVer)",
        "observed in public files: docProps/custom.xml, user-defined property set, meta name of HTML";
    WpsUiLanguage = "wps_ui_language", "the language of the user interface of WPS Office, by the language number before its build",
        "observed in public files; language numbers of [MS-LCID]";
    WpsIdentifier = "wps_identifier", "a document or template number of WPS Office (ICV, KSOTemplateUUID and others)",
        "observed in public files: docProps/custom.xml";
    WpsStream = "wps_stream", "a stream that WPS Office alone writes",
        "observed in public files: WpsCustomData in the root of the compound file";
    Author = "author", "who began the file, as the program's user name says",
        "ECMA-376 part 2, 8.3 (dc:creator); [MS-OLEPS] PIDSI_AUTHOR; ISO 32000-1, 14.3.3 (Author)";
    LastModifiedBy = "last_modified_by", "who saved it last, as the program's user name says",
        "ECMA-376 part 2, 8.3 (cp:lastModifiedBy); [MS-OLEPS] PIDSI_LASTAUTHOR";
    DefaultUserName = "default_user_name", "a user name that an installation gives by itself and no person chose",
        "list in data/default-users.tsv";
    CommentAuthor = "comment_author", "who commented or changed text, as the program's user name says",
        "ECMA-376 part 1, 17.13 (w:author)";
    TrackedInsertion = "tracked_insertion", "text that somebody put into a paragraph or cell while changes were tracked, with who and when; the text itself stands in its paragraph",
        "ECMA-376 part 1, 17.13.5.18 (w:ins); OpenDocument 1.3 part 3, 5.5 (text:insertion); OWPML (KS X 6101) trackChange";
    Company = "company", "the organisation the program is registered to",
        "ECMA-376 part 1, 22.2.2.4; [MS-OLEPS] PIDDSI_COMPANY";
    Title = "title", "the title stored in the properties",
        "ECMA-376 part 2, 8.3 (dc:title)";
    Revision = "revision", "how often it was saved, and minutes of editing",
        "ECMA-376 part 2, 8.3 (cp:revision); part 1, 22.2.2.29 (TotalTime)";
    DocumentLanguage = "document_language", "the language the file is set to by default",
        "ECMA-376 part 1, 17.3.2.20 (w:lang), 17.15.1.88 (w:themeFontLang); RTF 1.9.1 \\deflang";
    TypedLanguage = "typed_language", "the keyboard language of a run of text, and how many characters were typed with it",
        "ECMA-376 part 1, 17.3.2.20 (w:lang of a run)";
    ThemeFont = "theme_font", "the font a theme gives a script",
        "ECMA-376 part 1, 20.1.4.1.16 (a:font)";
    Font = "font", "a font the file names",
        "ECMA-376 part 1, 17.8 (fontTable); ISO 32000-1, 9.6.2 (BaseFont)";
    SubstitutedFont = "substituted_font", "a font that was replaced by another on the machine that wrote the file",
        "ECMA-376 part 1, 17.8.3.1 (altName); RTF 1.9.1 \\falt; HWP 5.0 document format, FACE_NAME";
    KoreanNorthFont = "north_korean_font", "a font known from North Korean systems; the list is recalled and not verified",
        "list in data/north-korean-fonts.tsv";
    FontCodePage = "font_code_page", "the East Asian code pages that fonts of the file declare",
        "ECMA-376 part 1, 17.8.3.13 (w:sig); OpenType OS/2 ulCodePageRange";
    RsidRoot = "rsid_root", "the editing session in which a family of documents began",
        "ECMA-376 part 1, 17.15.1.71 (w:rsidRoot)";
    Rsid = "rsid", "an editing session of the document",
        "ECMA-376 part 1, 17.15.1.70 (w:rsid)";
    DocumentId = "document_id", "an identifier that stays with a document over its copies",
        "[MS-DOCX] 2.5.1 (w14:docId, w15:docId); ISO 32000-1, 14.4 (ID); XMP part 2 (xmpMM:DocumentID)";
    Created = "created", "when the file was begun, as written",
        "ECMA-376 part 2, 8.3 (dcterms:created); [MS-OLEPS] PIDSI_CREATE_DTM; ISO 32000-1, 14.3.3";
    Modified = "modified", "when the file was saved last, as written",
        "ECMA-376 part 2, 8.3 (dcterms:modified); [MS-OLEPS] PIDSI_LASTSAVE_DTM; ISO 32000-1, 14.3.3";
    Printed = "printed", "when it was printed last, as written",
        "ECMA-376 part 2, 8.3 (cp:lastPrinted); [MS-OLEPS] PIDSI_LASTPRINTED";
    ZoneOffset = "zone_offset", "the offset from UTC of the machine that wrote a time, stated beside it",
        "ISO 32000-1, 7.9.4; RFC 5322, 3.3";
    HalfHourZone = "half_hour_zone", "the offset +08:30 in the time in which only North Korea used it, 15 August 2015 to 4 May 2018",
        "IANA time zone database, zone Asia/Pyongyang";
    ClockDifference = "clock_difference", "two clocks of the file that disagree, by how much: the zone of the machine, or a copied clock",
        "[MS-DOCX] (w16du:dateUtc beside w:date); zip APPNOTE 4.4.6 (local time) beside docProps/core.xml (UTC)";
    PartTime = "part_time", "the local time at which a part was put into the package",
        "zip APPNOTE 4.4.6";
    Printer = "printer", "the printer the file was set up for, with its host where there is one",
        "[MS-RPRN] 2.2.2.1 (DEVMODEW, dmDeviceName); ECMA-376 part 1, 15.2.15 (printerSettings)";
    TemplatePath = "template_path", "where the template lay",
        "ECMA-376 part 1, 17.15.1.6 (attachedTemplate), 22.2.2.25 (Template)";
    ExternalPath = "external_path", "a file or address outside the document that it points to; never followed",
        "ECMA-376 part 2, 9.3 (TargetMode=External)";
    UserPath = "user_path", "a path with the name of a user account in it",
        "observed: C:\\Users\\NAME, /home/NAME, /Users/NAME";
    Embedded = "embedded", "a file kept inside the document",
        "ECMA-376 part 1, 15.2.10; ISO 32000-1, 7.11.4; [MS-CFB]";
    EarlierRevision = "earlier_revision", "an earlier state of the file that is still in it",
        "ISO 32000-1, 7.5.6 (incremental updates)";
    HancomVersion = "hancom_version", "the version of Hancom Office",
        "OWPML (KS X 6101) version.xml; HWP 5.0 document format, FileHeader";
    OperatingSystem = "operating_system", "the operating system that the program names",
        "OWPML (KS X 6101) version.xml (appVersion); [MS-OLEPS] 2.21 (SystemIdentifier)";
    CodePage = "code_page", "the code page of the system that wrote the file",
        "RTF 1.9.1 \\ansicpg; [MS-OLEPS] PIDSI_CODEPAGE; [MS-DOC] FibBase.lid";
    SystemCountry = "system_country", "the country a program is made for, and the one its system is set to",
        "[MS-XLS] 2.4.63 (Country)";
    TextEncoding = "text_encoding", "the encoding of the text, where it is not UTF-8",
        "decided by crates/names";
    Mojibake = "mojibake", "text that was once read in a wrong encoding and saved so; it was read back",
        "decided by crates/names";
    ByteOrderMark = "byte_order_mark", "the text begins with a byte order mark, as some editors write",
        "Unicode 16, 2.13";
    LineEnds = "line_ends", "the line ends of the text, which follow the system",
        "observed: CR LF, LF, CR";
    Punctuation = "punctuation", "signs that an input method leaves: full-width marks, title brackets, ellipses, and how often",
        "counted over the text";
    LeaderName = "leader_name", "the private code points with which North Korean systems print the name of a leader, a whole name of three",
        "KPS 9566-97, rows 4; KPS 9566-2011 as read by the Unicode Technical Committee: A4E8..A4F0, U+F113..F118, U+F120..F122";
    JucheDate = "juche_date", "a date in the calendar of the DPRK",
        "Juche 1 is 1912; calendar in force from 9 September 1997";
    NameEncoding = "name_encoding", "the code page in which names inside the package are written",
        "zip APPNOTE appendix D (bit 11), field 0x7075";
    MailClient = "mail_client", "the program that wrote the message",
        "RFC 5322, 3.6.8 (X-Mailer, User-Agent as customary)";
    MailHop = "mail_hop", "a server or address the message passed, as a Received line says; lines before the first server one trusts can be made up",
        "RFC 5321, 4.4";
    Sender = "sender", "the address the message says it came from",
        "RFC 5322, 3.6.2";
    Macro = "macro", "the file holds macros; they were neither run nor read",
        "[MS-OVBA]; ECMA-376 part 1";
    Encrypted = "encrypted", "the content is encrypted and was not read",
        "[MS-OFFCRYPTO]; ISO 32000-1, 7.6; HWP 5.0 document format, FileHeader";
    Licence = "licence", "the certificate or number of the licence under which the program ran: the seat",
        "observed: chunk CERT of Toon Boom drawings";
    Device = "device", "the device that the program names as its own",
        "observed: chunk TVCI of Toon Boom drawings";
    Machine = "machine", "the name of the computer",
        "OpenToonz sources, TContentHistory (COMPUTERNAME)";
    AccountName = "account_name", "the account of the operating system that saved the file",
        "OpenToonz sources, TContentHistory (USERNAME)";
    SaveHistory = "save_history", "one save of the file: when, by whom, on what, of which frames, as written",
        "OpenToonz sources, TContentHistory; XMP part 2, xmpMM:History";
    PaletteId = "palette_id", "the identifier of a palette",
        "observed: Toon Boom palette files";
    ColourId = "colour_id", "the identifier of a colour, which goes with it into every drawing",
        "observed: Toon Boom palette files and drawings";
    ColourName = "colour_name", "the name of a colour, as its painter named it",
        "observed: Toon Boom palette files and drawings";
    PaletteName = "palette_name", "the name of a palette, as its painter named it",
        "observed: Toon Boom palette lists and drawings";
    MaterialId = "material_id", "the identifier of recorded material, the same in every copy (UMID)",
        "SMPTE ST 330";
    Ancestor = "ancestor", "the identifier of a document whose content went into this one",
        "XMP part 2 (photoshop:DocumentAncestors, xmpMM:DerivedFrom)";
    LayerName = "layer_name", "the name of a layer, as its drawer named it",
        "Adobe Photoshop file formats specification (luni)";
    StartTimecode = "start_timecode", "the time code of the first frame, with its reel",
        "QuickTime File Format specification (tmcd); SMPTE ST 377-1";
    TrackName = "track_name", "the name of a track or of who handles it, as the program that wrote it names it",
        "ISO/IEC 14496-12, 8.4.3 (hdlr)";
    ColourProfile = "colour_profile", "the colour profile, with its date",
        "ICC.1:2022, 7.2";
    QuantisationTables = "quantisation_tables", "the quantisation tables of a JPEG, which tell programs apart",
        "ITU-T T.81, B.2.4.1";
    Certificate = "certificate", "a certificate in PEM form",
        "RFC 7468";
    NetworkPath = "network_path", "a path on a machine of the network, with its name",
        "[MS-DTYP] 2.2.57 (UNC)";
    Identifier = "identifier", "an identifier that copies of the file share (UUID)",
        "RFC 9562";
    Camera = "camera", "the device that took the picture",
        "CIPA DC-008 (Exif 3.0), Make, Model, BodySerialNumber";
    Location = "location", "where the picture says it was taken",
        "CIPA DC-008 (Exif 3.0), GPS";
    Taken = "taken", "when the picture was taken, scanned or made first, as written",
        "CIPA DC-008 (Exif 3.0), DateTimeOriginal, DateTimeDigitized; XMP part 2 (photoshop:DateCreated)";
    MetadataWritten = "metadata_written", "when the properties were written last, as written",
        "XMP part 2 (xmp:MetadataDate)";
    MetadataToolkit = "metadata_toolkit", "the library that wrote the properties, with its build",
        "XMP part 1, 7.3.3 (x:xmptk)";
    SerialNumber = "serial_number", "the serial number of a camera, lens or recorder",
        "CIPA DC-008 (Exif 3.0), BodySerialNumber, LensSerialNumber; XMP aux:SerialNumber";
    AuthorPosition = "author_position", "what the author says to be",
        "XMP part 2 (photoshop:AuthorsPosition)";
    Copyright = "copyright", "whose the work is said to be",
        "CIPA DC-008 (Exif 3.0), Copyright; XMP part 2 (dc:rights)";
    FormerName = "former_name", "a name that the file had before",
        "XMP part 2 (xmpMM:PreservedFileName); Camera Raw (crs:RawFileName)";
    Resolution = "resolution", "how many pixels stand on an inch or metre of paper, as the file says",
        "PNG third edition, 11.3.4.3 (pHYs); JFIF 1.02 (density); TIFF 6.0 (XResolution)";
    Comment = "comment", "words that a program or person put beside the picture",
        "ITU-T T.81, B.2.4.5 (COM); PNG third edition, 11.3.3; CIPA DC-008 (Exif 3.0), UserComment";
}
