#![doc = include_str!("../README.md")]
//!
//! [`CaseView`] comes in; [`findings_json()`], [`findings_jsonl`] and [`report_html`] make text of it.

mod escape;
mod findings_json;
mod report;
mod view;
mod words;

pub use escape::visible;
pub use findings_json::{FINDINGS_SCHEMA, findings_json, findings_jsonl};
pub use report::report_html;
pub use view::{
    Asset, AssetVerdict, CaseView, Count, CustodyHead, DataSource, Direction, DocumentNorm,
    Documents, FamilyOfDocuments, FolderRequests, LogDays, NotFound, Origin, RequestRow,
    SignalMeaning, SignalsOfDocument, Touched, Trail,
};
pub use words::{Lang, ParseLangError};
