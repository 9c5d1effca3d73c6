//! Documents of the view: what they ask for and tell, counted and grouped by whoever fills it.
//!
//! In: rows already chosen and in the order in which they are to be read. Out: the same, for the report alone; findings.json
//! holds none of it. Never: a row whose document is not named.

use subtier_model::{ChangeRequest, DocumentFamily, DocumentSignals, KoreanNorm, Place};

/// Something by its name in the outside contract, and how many there are.
pub type Count = (String, u64);

/// What the documents of a case ask for and tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents {
    /// Documents read.
    pub read: u64,
    /// Documents by format.
    pub formats: Vec<Count>,
    /// Documents by language (BCP 47); one document may stand in several.
    pub languages: Vec<Count>,
    /// Change requests found.
    pub requests: u64,
    /// Change requests by status.
    pub statuses: Vec<Count>,
    /// Change requests that stand there in two languages, by direction.
    pub directions: Vec<Direction>,
    /// The change requests to print, by folder.
    pub folders: Vec<FolderRequests>,
    /// Change requests that are not among them.
    pub requests_left: u64,
    /// Documents whose Korean follows a norm.
    pub norms: Vec<DocumentNorm>,
    /// Documents with Korean that decides nothing, by verdict.
    pub without_norm: Vec<Count>,
    /// Documents that tell something of their making.
    pub signals: Vec<SignalsOfDocument>,
    /// The kinds of signals among them.
    pub kinds: Vec<SignalMeaning>,
    /// Documents that share their text or lineage.
    pub families: Vec<FamilyOfDocuments>,
}

/// From which language into which, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// Language of the requests (BCP 47), where it is known.
    pub from: Option<String>,
    /// Language of the translations.
    pub to: Option<String>,
    /// Change requests.
    pub count: u64,
}

/// Change requests of the documents of one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderRequests {
    /// Path of the folder; empty for the top.
    pub folder: String,
    /// Change requests in it.
    pub requests: u64,
    /// Those of them that have a translation.
    pub translated: u64,
    /// The rows to print.
    pub rows: Vec<RequestRow>,
}

/// One change request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Name of the document in its folder.
    pub file: String,
    /// Where it stands there.
    pub place: Place,
    /// What is asked.
    pub request: ChangeRequest,
}

/// The norm of the Korean of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNorm {
    /// Path of the document.
    pub path: String,
    /// The norm with the words that speak for it.
    pub norm: KoreanNorm,
}

/// What one document tells of its making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalsOfDocument {
    /// Path of the document.
    pub path: String,
    /// One entry a kind.
    pub signals: Vec<DocumentSignals>,
}

/// What one kind of signal tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalMeaning {
    /// The kind by its name in the outside contract.
    pub kind: String,
    /// What it tells, in English.
    pub says: String,
}

/// Documents that share their text or lineage, by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyOfDocuments {
    /// Paths of the members.
    pub paths: Vec<String>,
    /// What they share.
    pub family: DocumentFamily,
}
