//! Wording: the words for values of the model: verdicts, classes, places, dates, labels.
//!
//! Values come in, keys of the word table or plain text go out; nothing is decided here.

use subtier_model::{
    Class, Date, EntityKind, Layer, LinkKind, NetworkLabel, Place, Precision, Ruling, SubjectKind,
    Verdict,
};

use super::page::Page;
use crate::view::AssetVerdict;
use crate::words::Lang;

/// All verdicts, highest first.
pub(super) const VERDICTS: [Verdict; 4] =
    [Verdict::Strong, Verdict::Escalate, Verdict::ToCheck, Verdict::Noted];

pub(super) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Noted => "verdict.noted",
        Verdict::ToCheck => "verdict.to_check",
        Verdict::Escalate => "verdict.escalate",
        Verdict::Strong => "verdict.strong",
    }
}

pub(super) const fn verdict_meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Noted => "verdict.noted_means",
        Verdict::ToCheck => "verdict.to_check_means",
        Verdict::Escalate => "verdict.escalate_means",
        Verdict::Strong => "verdict.strong_means",
    }
}

/// Adds a verdict as a shape and a word, so that it can be told without colour.
pub(super) fn badge(page: &mut Page, given: Verdict) {
    page.raw(match given {
        Verdict::Noted => {
            "<span class=\"badge noted\"><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">\
             <circle cx=\"6\" cy=\"6\" r=\"4.5\" fill=\"none\" stroke=\"currentColor\" \
             stroke-width=\"1.5\"/></svg>"
        }
        Verdict::ToCheck => {
            "<span class=\"badge to-check\"><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">\
             <path d=\"M6 1.5 11 10.5H1Z\" fill=\"none\" stroke=\"currentColor\" \
             stroke-width=\"1.5\"/></svg>"
        }
        Verdict::Escalate => {
            "<span class=\"badge escalate\"><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">\
             <path d=\"M6 0.5 11.5 6 6 11.5 0.5 6Z\" fill=\"currentColor\"/></svg>"
        }
        Verdict::Strong => {
            "<span class=\"badge strong\"><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">\
             <path d=\"M1 1H11V11H1Z\" fill=\"currentColor\"/></svg>"
        }
    });
    page.word(verdict(given)).raw("</span>");
}

pub(super) const fn class(class: Class) -> &'static str {
    match class {
        Class::Log => "class.log",
        Class::Media => "class.media",
        Class::Document => "class.document",
        Class::Payment => "class.payment",
        Class::Screening => "class.screening",
        Class::Exposure => "class.exposure",
        Class::Declaration => "class.declaration",
    }
}

pub(super) const fn subject(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Vendor => "subject.vendor",
        SubjectKind::Account => "subject.account",
        SubjectKind::Address => "subject.address",
        SubjectKind::Asset => "subject.asset",
        SubjectKind::Party => "subject.party",
    }
}

pub(super) const fn entity(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Vendor => "subject.vendor",
        EntityKind::Account => "subject.account",
        EntityKind::Address => "subject.address",
        EntityKind::Party => "subject.party",
        EntityKind::Folder => "subject.folder",
        EntityKind::Asset => "subject.asset",
    }
}

pub(super) const fn link(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Contracts => "tie.contracts",
        LinkKind::Uses => "tie.uses",
        LinkKind::SeenFrom => "tie.seen_from",
        LinkKind::Paid => "tie.paid",
        LinkKind::MatchedWith => "tie.matched_with",
        LinkKind::SharesWith => "tie.shares_with",
        LinkKind::Put => "tie.put",
        LinkKind::Fetched => "tie.fetched",
    }
}

pub(super) const fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Declared => "tie.declared",
        Layer::Observed => "tie.observed",
    }
}

pub(super) const fn ruling(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Confirmed => "ruling.confirmed",
        Ruling::Dismissed => "ruling.dismissed",
        Ruling::Open => "ruling.open",
    }
}

pub(super) const fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::None => "prec.none",
        Precision::Country => "prec.country",
        Precision::Province => "prec.province",
        Precision::City => "prec.city",
    }
}

pub(super) const fn label(label: NetworkLabel) -> &'static str {
    match label {
        NetworkLabel::Vpn => "label.vpn",
        NetworkLabel::Hosting => "label.hosting",
        NetworkLabel::Tor => "label.tor",
        NetworkLabel::Cloud => "label.cloud",
        NetworkLabel::Relay => "label.relay",
        NetworkLabel::RangeTable => "label.range_table",
    }
}

/// What an origin rests on; a rung that has no words yet is printed as it stands.
pub(super) fn rung(lang: Lang, rung: &str) -> &str {
    match rung {
        "range_table" => lang.say("rung.range_table"),
        "named_list" => lang.say("rung.named_list"),
        "database" => lang.say("rung.database"),
        "embedded" => lang.say("rung.embedded"),
        "none" => lang.say("rung.none"),
        other => other,
    }
}

pub(super) const fn asset(verdict: Option<AssetVerdict>) -> &'static str {
    match verdict {
        Some(AssetVerdict::WorkInProgress) => "asset.work_in_progress",
        Some(AssetVerdict::ReferenceOrFinishedCopy) => "asset.reference_or_finished_copy",
        Some(AssetVerdict::Unrelated) => "asset.unrelated",
        None => "asset.unknown",
    }
}

/// A place in the words of the report.
pub(super) fn place(lang: Lang, place: &Place) -> String {
    match place {
        Place::Whole => lang.say("place.whole").to_owned(),
        Place::Line(n) => lang.fill("place.line", &[("n", &n.to_string())]),
        Place::Record(n) => lang.fill("place.record", &[("n", &n.to_string())]),
        Place::Bytes { start, end } => {
            lang.fill("place.bytes", &[("a", &start.to_string()), ("b", &end.to_string())])
        }
        Place::Entry(name) => lang.fill("place.entry", &[("name", name)]),
        Place::Row { row, column: None } => lang.fill("place.row", &[("n", &row.to_string())]),
        Place::Row { row, column: Some(column) } => {
            lang.fill("place.cell", &[("n", &row.to_string()), ("column", column)])
        }
        Place::Paragraph { part, number } => {
            let text = lang.fill("place.paragraph", &[("n", &number.to_string())]);
            if part.is_empty() { text } else { format!("{part}, {text}") }
        }
        Place::Cell { sheet, cell } => {
            lang.fill("place.sheet_cell", &[("sheet", sheet), ("cell", &cell.to_string())])
        }
        Place::Page { page, line: None } => lang.fill("place.page", &[("n", &page.to_string())]),
        Place::Page { page, line: Some(line) } => {
            lang.fill("place.page_line", &[("n", &page.to_string()), ("line", &line.to_string())])
        }
        Place::Words(words) => words.clone(),
    }
}

/// A date, or the words for its absence.
pub(super) fn date(lang: Lang, date: Option<Date>) -> String {
    date.map_or_else(|| lang.say("src.date_unknown").to_owned(), |date| date.to_string())
}

/// The name of a language; a code that has no words is printed as it stands.
pub(super) fn language(lang: Lang, code: &str) -> &str {
    match code {
        "zh" => lang.say("spoken.zh"),
        "ko" => lang.say("spoken.ko"),
        "ko-KR" => lang.say("spoken.ko_kr"),
        "ko-KP" => lang.say("spoken.ko_kp"),
        "ja" => lang.say("spoken.ja"),
        "en" => lang.say("spoken.en"),
        other => other,
    }
}

/// The status of a change request; one that has no words is printed as it stands.
pub(super) fn status(lang: Lang, status: &str) -> &str {
    match status {
        "open" => lang.say("status.open"),
        "retake" => lang.say("status.retake"),
        "approved" => lang.say("status.approved"),
        "done" => lang.say("status.done"),
        "wfa" => lang.say("status.wfa"),
        other => other,
    }
}

/// The norm of a Korean text; a verdict that has no words is printed as it stands.
pub(super) fn norm(lang: Lang, verdict: &str) -> &str {
    match verdict {
        "North Korean or Yanbian norm" => lang.say("norm.north"),
        "South Korean norm" => lang.say("norm.south"),
        "undecided" => lang.say("norm.undecided"),
        "insufficient text" => lang.say("norm.insufficient"),
        other => other,
    }
}

/// What makes a family of documents; a basis that has no words is printed as it stands.
pub(super) fn family(lang: Lang, basis: &str) -> &str {
    match basis {
        "same_text" => lang.say("fam.same_text"),
        "same_lineage" => lang.say("fam.same_lineage"),
        "versions" => lang.say("fam.versions"),
        other => other,
    }
}

/// The name of a kind of signal; a kind that has no words is printed as it stands.
pub(super) fn signal(lang: Lang, kind: &str) -> &str {
    match kind {
        "leader_name" => lang.say("sign.leader_name"),
        "half_hour_zone" => lang.say("sign.half_hour_zone"),
        "north_korean_font" => lang.say("sign.north_korean_font"),
        "juche_date" => lang.say("sign.juche_date"),
        "clock_difference" => lang.say("sign.clock_difference"),
        "zone_offset" => lang.say("sign.zone_offset"),
        "printer" => lang.say("sign.printer"),
        "user_path" => lang.say("sign.user_path"),
        "template_path" => lang.say("sign.template_path"),
        "external_path" => lang.say("sign.external_path"),
        "author" => lang.say("sign.author"),
        "last_modified_by" => lang.say("sign.last_modified_by"),
        "default_user_name" => lang.say("sign.default_user_name"),
        "comment_author" => lang.say("sign.comment_author"),
        "tracked_insertion" => lang.say("sign.tracked_insertion"),
        "company" => lang.say("sign.company"),
        "sender" => lang.say("sign.sender"),
        "mail_client" => lang.say("sign.mail_client"),
        "mail_hop" => lang.say("sign.mail_hop"),
        "application" => lang.say("sign.application"),
        "producer" => lang.say("sign.producer"),
        "wps_build" => lang.say("sign.wps_build"),
        "wps_ui_language" => lang.say("sign.wps_ui_language"),
        "wps_stream" => lang.say("sign.wps_stream"),
        "hancom_version" => lang.say("sign.hancom_version"),
        "operating_system" => lang.say("sign.operating_system"),
        "system_country" => lang.say("sign.system_country"),
        "code_page" => lang.say("sign.code_page"),
        "text_encoding" => lang.say("sign.text_encoding"),
        "mojibake" => lang.say("sign.mojibake"),
        "name_encoding" => lang.say("sign.name_encoding"),
        "earlier_revision" => lang.say("sign.earlier_revision"),
        "macro" => lang.say("sign.macro"),
        "encrypted" => lang.say("sign.encrypted"),
        "typed_language" => lang.say("sign.typed_language"),
        "substituted_font" => lang.say("sign.substituted_font"),
        other => other,
    }
}
