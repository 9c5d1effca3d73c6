//! What a package points to outside itself: templates, linked pictures and workbooks, links in the text.
//!
//! In: every `.rels` part. Out: signals with the target as written. Never: a target is opened or fetched.

use subtier_model::Place;

use crate::package::relations::read_relations;
use crate::package::{Package, has_ending};
use subtier_blocks::Writing;
use subtier_blocks::paths::{external_path, template_path};

/// Addresses in the text that are told of one document; a list of links says no more with more of them.
const HYPERLINKS_MAX: usize = 200;

/// Other targets outside that are told of one document.
const TARGETS_MAX: usize = 2000;

/// Reads the relations that lead outside.
pub(super) fn read(package: &mut Package<'_>, writing: &mut Writing) {
    let (mut hyperlinks, mut targets) = (0, 0);
    for part in package.names().into_iter().filter(|name| has_ending(name, ".rels")) {
        let place = Place::Words(part.clone());
        for relation in read_relations(package, &part) {
            let count = if relation.kind == "hyperlink" { &mut hyperlinks } else { &mut targets };
            let most = if relation.kind == "hyperlink" { HYPERLINKS_MAX } else { TARGETS_MAX };
            if !relation.is_external || *count >= most {
                continue;
            }
            *count += 1;
            if relation.kind == "attachedTemplate" {
                template_path(&relation.target, &place, writing);
            } else {
                external_path(&relation.target, &place, writing);
            }
        }
    }
}
