//! What an equal number is worth: an identifier, a lead, or nothing.
//!
//! In: a number of the party and an equal one of an entry. Out: the basis and the reasons. A number
//! counts as an identifier where its check digit holds, or where both are of one register and one
//! country; a phone number that happens to be a register number is a lead, and where another country
//! issued it, nothing.

use subtier_model::ListMatchBasis;
use subtier_names::id_types;
use subtier_names::ids::{Check, IdKind, Identifier};

use crate::circumstances::is_china;
use crate::country;
use crate::entry::ListedId;
use crate::query::Query;

/// Score of a number whose check digit holds, or of which register and country agree.
pub(crate) const IDENTIFIER_SCORE: u16 = 990;
/// Score of an equal number of which register or country is not sure: below every threshold for
/// names, so that it never counts as one.
const LOOSE_NUMBER_SCORE: u16 = 600;

/// Judges two equal numbers; `None` where they are of two countries.
pub(crate) fn judge(
    query: &Query,
    (stated_kind, asked): (&str, &Identifier),
    listed: &ListedId,
) -> Option<(ListMatchBasis, u16, Vec<String>)> {
    let mut because = vec![format!("{asked} stands in the entry as {}", listed.identifier)];
    // Unequal values are one only through the organisation code inside a USCC.
    if asked.value != listed.identifier.value {
        because.push(
            "an organisation code is characters 9 to 17 of a USCC (GB 32100-2015)".to_owned(),
        );
    }
    let one_register = asked.kind.is_one_register_with(listed.identifier.kind);
    let one_country = one_country(issuer(query, stated_kind, asked), issuer_of_listed(listed));
    let sure = match asked.check {
        Check::Valid => one_register && one_country != Some(false),
        Check::Invalid => false,
        Check::NotChecked => one_register && one_country == Some(true),
    };
    if sure {
        return Some((ListMatchBasis::Identifier, IDENTIFIER_SCORE, because));
    }
    if one_country == Some(false) {
        return None;
    }
    let doubt = match asked.check {
        Check::Invalid => {
            "the number as given has a wrong check digit: a typing error or a forgery"
        }
        Check::Valid | Check::NotChecked if one_register => {
            "the number's country is not stated: it may be another register's"
        }
        Check::Valid | Check::NotChecked => {
            "whether both are numbers of one register is not known: a lead and no match"
        }
    };
    because.push(doubt.to_owned());
    Some((ListMatchBasis::LooseNumber, LOOSE_NUMBER_SCORE, because))
}

/// The country that issued the party's number: what its stated kind says, else the party's own.
///
/// A kind that only a check digit of one place tells is believed where no country contradicts it:
/// one in eleven tax numbers of any country passes for a Russian one.
fn issuer(query: &Query, stated_kind: &str, asked: &Identifier) -> Option<String> {
    let own = query.country.as_deref().and_then(country::code);
    let by_kind = asked.kind.country().map(str::to_owned);
    let certain = matches!(asked.kind, IdKind::Uscc | IdKind::PrcId)
        || id_types::known(stated_kind) == Some(asked.kind);
    if certain { by_kind.or(own) } else { own.or(by_kind) }
}

fn issuer_of_listed(listed: &ListedId) -> Option<String> {
    let stated = listed.country.as_deref().and_then(country::code);
    stated.or_else(|| listed.identifier.kind.country().map(str::to_owned))
}

fn one_country(one: Option<String>, other: Option<String>) -> Option<bool> {
    let (one, other) = (one?, other?);
    Some(one == other || is_china(&one) && is_china(&other))
}
