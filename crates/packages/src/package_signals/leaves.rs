//! Elements that hold nothing but text, as parts of properties have them.
//!
//! In: a small part. Out: name, text and one attribute of each leaf, in order.

use crate::package::Package;
use subtier_xml::Step;

/// An element without elements in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Its name without prefix.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
    /// The attribute `name` of the element around it or of itself.
    pub(super) key: String,
}

/// Leaves of one part that are kept.
const LEAVES_MAX: usize = 10_000;

/// Bytes of one text that are kept; no signal keeps more.
const TEXT_BYTES_MAX: usize = 4000;

/// The leaves of a part; none where there is no such part.
pub(super) fn leaves(package: &mut Package<'_>, part: &str) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let Some(mut xml) = package.small_xml(part, super::PART_BYTES_MAX) else { return leaves };
    let (mut text, mut key, mut is_leaf) = (String::new(), String::new(), false);
    while let Ok(step) = xml.step() {
        match step {
            Step::Eof => break,
            Step::Start => {
                text.clear();
                is_leaf = true;
                if let Some(name) = xml.attribute("name") {
                    key = name;
                }
            }
            Step::Text if text.len() < TEXT_BYTES_MAX => text.push_str(xml.text()),
            Step::Text => {}
            Step::End => {
                if is_leaf && leaves.len() < LEAVES_MAX {
                    let (name, text) = (xml.name().to_owned(), text.trim().to_owned());
                    leaves.push(Leaf { name, text, key: key.clone() });
                }
                is_leaf = false;
            }
        }
    }
    leaves
}
