//! Device: by what a session shows, on which machine it began. A phone is no device here, since it
//! goes beside a computer in one person's pocket; a program alone is a weak name for one.

use crate::visit::Visit;

/// Words by which phones and tablets name themselves (Mozilla, "Browser detection using the user agent").
const POCKET_WORDS: [&str; 4] = ["Mobi", "Android", "iPhone", "iPad"];

/// Returns a name for the device, strongest sign first: of a client that shows nothing its address.
/// `None` for phones.
pub(crate) fn device(visit: &Visit) -> Option<String> {
    let identity = &visit.identity;
    let agent = identity.agent.as_deref().unwrap_or_default();
    if POCKET_WORDS.iter().any(|word| agent.contains(word)) {
        return None;
    }
    let key = identity.ssh_key.as_ref().or(identity.certificate.as_ref());
    match (&identity.computer, key) {
        // Many computers are called PC, and a key tells them apart.
        (Some(computer), Some(key)) => return Some(format!("computer {computer} with key {key}")),
        (Some(computer), None) => return Some(format!("computer {computer}")),
        (None, Some(key)) => return Some(format!("key {key}")),
        (None, None) => {}
    }
    match (&identity.ja4, agent) {
        (Some(ja4), agent) => Some(format!("client {ja4} {agent}").trim_end().to_owned()),
        (None, "") => visit.address.map(|address| format!("address {address}")),
        (None, agent) => Some(format!("client {agent}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visit::Identity;

    #[test]
    fn a_phone_is_no_device_and_a_computer_name_goes_first() {
        let mut visit = Visit {
            account: "ink".to_owned(),
            start: 0,
            end: 0,
            address: Some([192, 0, 2, 1].into()),
            identity: Identity::default(),
            folders: vec![],
            place: None,
            declared_egress: false,
        };
        assert_eq!(device(&visit).unwrap(), "address 192.0.2.1");
        visit.identity.agent = Some("Mozilla/5.0 (Linux; Android 14) Mobile".to_owned());
        assert_eq!(device(&visit), None);
        visit.identity.agent = Some("rclone/v1.65".to_owned());
        assert_eq!(device(&visit).unwrap(), "client rclone/v1.65");
        visit.identity.computer = Some("INK-07".to_owned());
        assert_eq!(device(&visit).unwrap(), "computer INK-07");
    }
}
