//! Names in tags, without a look at what else stands there.

/// The name in a tag that has nothing else in it, as most tags have not.
pub(crate) struct PlainName {
    pub(crate) n_bytes: usize,
    pub(crate) prefix_bytes: usize,
    pub(crate) ends_at_once: bool,
}

/// The name that comes next, where the tag ends right behind it.
pub(crate) fn plain_name(tag: &[u8]) -> Option<PlainName> {
    let mut prefix_bytes = 0;
    for (n_bytes, byte) in tag.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
            b':' if prefix_bytes == 0 => prefix_bytes = n_bytes + 1,
            b'>' => return Some(PlainName { n_bytes, prefix_bytes, ends_at_once: false }),
            b'/' if tag.get(n_bytes + 1) == Some(&b'>') => {
                return Some(PlainName { n_bytes, prefix_bytes, ends_at_once: true });
            }
            _ => return None,
        }
    }
    None
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.get(prefix_bytes(name)..).unwrap_or("")
}

/// Bytes of a name's prefix with its colon; names are too short for anything but a plain search.
pub(crate) fn prefix_bytes(name: &str) -> usize {
    name.bytes().position(|byte| byte == b':').map_or(0, |colon| colon + 1)
}
