//! The table of docs/documents.md, row by row: what is read out of documents that real programs made. The samples stand in
//! `tests/samples`, the scripts that made them in `tests/samples/make`.

mod doc;
mod docx;
mod exports;
mod html;
mod hwp;
mod hwpx;
mod mail;
mod msg;
mod mutations_xml;
mod names;
mod odf_text;
mod ods;
mod ole_signals;
mod package_signals;
mod pdf;
mod ppt;
mod pptx;
mod rtf;
mod samples;
mod text;
mod timeline;
mod xls;
mod xlsx;
