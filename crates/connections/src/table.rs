//! A table from keys to dense numbers, made for addresses and names of hostile logs: open addressing,
//! at most `PROBES_MAX` probes, and a tree behind it for keys that somebody made to collide. Numbers
//! are given in the order in which keys come, so nothing here depends on the hash.

use std::borrow::Borrow;
use std::collections::BTreeMap;

/// How many places are looked at before the tree is asked. Half full, a run of this
/// length among honest keys is far rarer than one in a million.
const PROBES_MAX: usize = 64;

/// Places of a new table; a power of two.
const PLACES_MIN: usize = 64;

/// A key of an [`IdTable`].
pub(crate) trait TableKey: Ord + ToOwned {
    /// Whether no two keys have the same hash.
    const IS_EXACT: bool = false;

    /// A hash that differs in its low bits.
    fn hash32(&self) -> u32;
}

impl TableKey for u32 {
    const IS_EXACT: bool = true;

    /// The finaliser of `MurmurHash3` (Austin Appleby, public domain), which maps no two keys to one.
    #[inline]
    fn hash32(&self) -> u32 {
        let mut hash = *self;
        hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
        hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
        hash ^ (hash >> 16)
    }
}

impl TableKey for u64 {
    /// The finaliser of the 64-bit `MurmurHash3`, its upper half.
    fn hash32(&self) -> u32 {
        let mut hash = *self;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        u32::try_from(hash >> 32).unwrap_or(0)
    }
}

impl TableKey for u128 {
    fn hash32(&self) -> u32 {
        let low = u64::try_from(self & u128::from(u64::MAX)).unwrap_or(0);
        let high = u64::try_from(self >> 64).unwrap_or(0);
        (u64::from(high.hash32()) << 32 ^ low).hash32()
    }
}

impl TableKey for [u8] {
    /// FNV-1a over eight bytes at a time, then mixed.
    fn hash32(&self) -> u32 {
        let (words, tail) = self.as_chunks::<8>();
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ self.len() as u64;
        for word in words {
            hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x0100_0000_01b3);
            hash ^= hash >> 29;
        }
        for byte in tail {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash.hash32()
    }
}

/// Keys, their numbers and what is kept of each.
#[derive(Debug, Clone)]
pub(crate) struct IdTable<K, V> {
    /// Hash in the upper half, number plus one in the lower; 0 is a free place.
    places: Vec<u64>,
    entries: Vec<(K, V)>,
    collided: BTreeMap<K, u32>,
}

impl<K: Ord + Clone, V> Default for IdTable<K, V> {
    fn default() -> Self {
        Self { places: vec![0; PLACES_MIN], entries: Vec::new(), collided: BTreeMap::new() }
    }
}

impl<K: Ord + Clone, V: Default> IdTable<K, V> {
    /// Returns the number of a key and what is kept of it; a new key gets the next number.
    ///
    /// # Panics
    /// With more than 4 billion keys, each of which is a line of a log at least.
    #[inline]
    pub(crate) fn entry<Q>(&mut self, key: &Q) -> (u32, &mut V)
    where
        Q: TableKey<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        let hash = key.hash32();
        let id = match self.find(key, hash) {
            Ok(id) => id,
            Err(place) => self.insert(key, hash, place),
        };
        let entry = self.entries.get_mut(id as usize);
        (id, entry.map(|(_, value)| value).expect("numbers are given for entries that exist"))
    }

    /// Returns the numbers of many keys. The memory that they need is asked for at once, so this is
    /// several times faster than one after the other where the table is larger than the caches.
    pub(crate) fn ids<Q>(&mut self, keys: &[Q], ids: &mut Vec<u32>)
    where
        Q: TableKey<Owned = K>,
        K: Borrow<Q>,
    {
        let mask = self.places.len() - 1;
        let places = keys.iter().filter_map(|key| self.places.get(key.hash32() as usize & mask));
        // Loads with no branch between them; what they give is looked at below.
        std::hint::black_box(places.fold(0, |bits, place| bits | place));
        ids.clear();
        ids.extend(keys.iter().map(|key| self.find(key, key.hash32()).unwrap_or(u32::MAX)));
        for (key, id) in keys.iter().zip(ids.iter_mut()).filter(|(_, id)| **id == u32::MAX) {
            *id = self.entry(key).0;
        }
    }

    /// Returns the number of a key, or the free place where it belongs.
    #[inline]
    fn find<Q>(&self, key: &Q, hash: u32) -> Result<u32, Option<usize>>
    where
        Q: TableKey<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        for _ in 0..PROBES_MAX {
            let Some(&place) = self.places.get(at) else { break };
            let Some(id) = low_half(place).checked_sub(1) else {
                // A key may have collided before the table grew and made this place free.
                return self.collided.get(key).copied().ok_or(Some(at));
            };
            if high_half(place) == hash
                && (Q::IS_EXACT
                    || self
                        .entries
                        .get(id as usize)
                        .is_some_and(|(known, _)| known.borrow() == key))
            {
                return Ok(id);
            }
            at = (at + 1) & mask;
        }
        self.collided.get(key).copied().ok_or(None)
    }

    #[cold]
    fn insert<Q>(&mut self, key: &Q, hash: u32, place: Option<usize>) -> u32
    where
        Q: TableKey<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        let id = u32::try_from(self.entries.len()).expect("a log has fewer distinct keys");
        self.entries.push((key.to_owned(), V::default()));
        match place.and_then(|place| self.places.get_mut(place)) {
            Some(place) => *place = u64::from(hash) << 32 | u64::from(id + 1),
            None => {
                self.collided.insert(key.to_owned(), id);
            }
        }
        if self.entries.len() > self.places.len() / 2 {
            self.grow();
        }
        id
    }

    /// Doubles the places; the hashes stand in them, so no key is looked at.
    fn grow(&mut self) {
        let mask = self.places.len() * 2 - 1;
        let old = std::mem::replace(&mut self.places, vec![0; mask + 1]);
        for place in old.into_iter().filter(|place| *place != 0) {
            let mut at = high_half(place) as usize & mask;
            let free = (0..PROBES_MAX).find_map(|_| {
                let here = at;
                at = (at + 1) & mask;
                self.places.get(here).is_some_and(|place| *place == 0).then_some(here)
            });
            if let Some(free) = free.and_then(|at| self.places.get_mut(at)) {
                *free = place;
                continue;
            }
            let id = low_half(place) - 1;
            let (key, _) = self.entries.get(id as usize).expect("its entry exists");
            self.collided.insert(key.clone(), id);
        }
    }

    /// Returns what is kept under a number.
    pub(crate) fn get(&self, id: u32) -> Option<&(K, V)> {
        self.entries.get(id as usize)
    }

    /// Returns what is kept under a number.
    #[inline]
    pub(crate) fn get_mut(&mut self, id: u32) -> Option<&mut V> {
        self.entries.get_mut(id as usize).map(|(_, value)| value)
    }

    /// Returns keys with what is kept of them, in the order of their numbers.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.entries.iter()
    }

    /// Returns keys with what is kept of them, in the order of their numbers.
    pub(crate) fn into_entries(self) -> Vec<(K, V)> {
        self.entries
    }

    /// Returns how many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower half of a place is meant")]
const fn low_half(place: u64) -> u32 {
    place as u32
}

#[inline]
const fn high_half(place: u64) -> u32 {
    (place >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colliding_keys_are_found_in_bounded_time() {
        let mut table = IdTable::<u32, u64>::default();
        let mut colliding = (0..2_000_000_u32).filter(|key| key.hash32().trailing_zeros() >= 12);
        let keys: Vec<u32> = colliding.by_ref().take(400).collect();
        for _ in 0..2 {
            for key in &keys {
                *table.entry(key).1 += 1;
            }
        }
        assert_eq!(table.len(), 400);
        assert!(table.iter().all(|(_, n)| *n == 2));
        assert!(!table.collided.is_empty());
    }

    proptest! {
        #[test]
        fn it_counts_as_a_tree_does(keys in proptest::collection::vec("[a-c]{0,9}", 0..300)) {
            let mut table = IdTable::<Vec<u8>, u64>::default();
            let mut tree = BTreeMap::<Vec<u8>, u64>::new();
            for key in &keys {
                *table.entry(key.as_bytes()).1 += 1;
                *tree.entry(key.clone().into_bytes()).or_default() += 1;
            }
            prop_assert_eq!(table.into_entries().into_iter().collect::<BTreeMap<_, _>>(), tree);
        }
    }
}
