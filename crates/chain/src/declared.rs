//! The declared chain: the tree that the vendor list draws from the studio down. Vendors in; who
//! works for whom, the path up to the studio, and what cannot be true of it out. Bounded by the
//! number of vendors: a cycle in the list ends a walk and is a fault.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::Vendor;

/// What cannot be true of a row of the vendor list, seen together with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// The vendor's id.
    pub vendor: String,
    /// The column: `parent` or `tier`.
    pub column: &'static str,
    /// Why, as a lower-case fragment.
    pub reason: String,
}

/// Who works for whom, as declared.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    vendors: BTreeMap<String, Vendor>,
    children: BTreeMap<String, BTreeSet<String>>,
}

impl Chain {
    /// Builds the chain; of two vendors with one id the first counts.
    pub fn new(vendors: impl IntoIterator<Item = Vendor>) -> Self {
        let mut chain = Self::default();
        for vendor in vendors {
            chain.vendors.entry(vendor.id.clone()).or_insert(vendor);
        }
        for vendor in chain.vendors.values() {
            if let Some(parent) = &vendor.parent {
                chain.children.entry(parent.clone()).or_default().insert(vendor.id.clone());
            }
        }
        chain
    }

    /// The vendor of an id.
    pub fn vendor(&self, id: &str) -> Option<&Vendor> {
        self.vendors.get(id)
    }

    /// All vendors, by id.
    pub fn vendors(&self) -> impl Iterator<Item = &Vendor> {
        self.vendors.values()
    }

    /// Those that a vendor contracts, by id.
    pub fn children(&self, id: &str) -> impl Iterator<Item = &Vendor> {
        self.children.get(id).into_iter().flatten().filter_map(|child| self.vendors.get(child))
    }

    /// The way from a vendor up to the top, itself first; ends where a parent is not known or comes
    /// a second time.
    pub fn path_to_studio(&self, id: &str) -> Vec<&Vendor> {
        let mut seen = BTreeSet::new();
        let mut path = Vec::new();
        let mut next = Some(id);
        while let Some(vendor) = next.and_then(|id| self.vendors.get(id)) {
            if !seen.insert(vendor.id.as_str()) {
                break;
            }
            path.push(vendor);
            next = vendor.parent.as_deref();
        }
        path
    }

    /// Returns what cannot be true: parents that are not in the list, circles, and a tier that is
    /// not one more than the parent's.
    pub fn faults(&self) -> Vec<ChainFault> {
        let on_circle = self.on_circle();
        let mut faults = Vec::new();
        for vendor in self.vendors.values() {
            let Some(parent_id) = &vendor.parent else { continue };
            let fault = |column, reason| ChainFault { vendor: vendor.id.clone(), column, reason };
            let Some(parent) = self.vendors.get(parent_id) else {
                let reason = format!("{parent_id:?} is no id of this list");
                faults.push(fault("parent", reason));
                continue;
            };
            if on_circle.contains(vendor.id.as_str()) {
                let reason =
                    format!("{:?} stands above itself: the parents form a circle", vendor.id);
                faults.push(fault("parent", reason));
                continue;
            }
            if let (Some(tier), Some(above)) = (vendor.tier, parent.tier)
                && above.checked_add(1) != Some(tier)
            {
                let reason = format!("tier {tier} under {parent_id:?}, which has tier {above}");
                faults.push(fault("tier", reason));
            }
        }
        faults
    }

    /// Vendors that are their own forebears. Each vendor is walked over at most twice.
    fn on_circle(&self) -> BTreeSet<&str> {
        let mut settled: BTreeSet<&str> = BTreeSet::new();
        let mut on_circle = BTreeSet::new();
        for start in self.vendors.keys() {
            let mut walk: Vec<&str> = Vec::new();
            let mut in_walk: BTreeSet<&str> = BTreeSet::new();
            let mut next = Some(start.as_str());
            while let Some(vendor) = next.and_then(|id| self.vendors.get(id)) {
                let id = vendor.id.as_str();
                if settled.contains(id) {
                    break;
                }
                if !in_walk.insert(id) {
                    on_circle.extend(walk.iter().skip_while(|seen| **seen != id).copied());
                    break;
                }
                walk.push(id);
                next = vendor.parent.as_deref();
            }
            settled.extend(walk);
        }
        on_circle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(text: &str) -> Chain {
        Chain::new(crate::vendors::read(text.as_bytes()).0.into_iter().map(|row| row.value))
    }

    fn ids<'a>(vendors: impl IntoIterator<Item = &'a Vendor>) -> Vec<&'a str> {
        vendors.into_iter().map(|vendor| vendor.id.as_str()).collect()
    }

    #[test]
    fn the_path_runs_up_to_the_studio() {
        let chain =
            chain("id,name,parent\nliao,L,hanbit\nhanbit,H,studio\nning,N,hanbit\nstudio,S,\n");
        assert_eq!(ids(chain.path_to_studio("liao")), ["liao", "hanbit", "studio"]);
        assert_eq!(ids(chain.children("hanbit")), ["liao", "ning"]);
        assert_eq!(ids(chain.children("liao")), [""; 0]);
        assert_eq!(ids(chain.path_to_studio("nobody")), [""; 0]);
        assert_eq!(chain.faults(), []);
    }

    #[test]
    fn a_circle_ends_the_walk_and_names_only_those_on_it() {
        let chain = chain("id,name,parent\na,A,b\nb,B,c\nc,C,b\nself,S,self\n");
        assert_eq!(ids(chain.path_to_studio("a")), ["a", "b", "c"]);
        let faulty: Vec<String> = chain.faults().into_iter().map(|fault| fault.vendor).collect();
        assert_eq!(faulty, ["b", "c", "self"]);
    }
}
