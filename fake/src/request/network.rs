//! Networks in CIDR notation, and the one from which requests come.

use std::net::{IpAddr, Ipv4Addr};

/// The address from which all requests come: the fake is in process, or listens on loopback.
pub(super) const SENDER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Reads an address, or a network such as `192.0.2.0/24`. Returns its address and the length of its prefix.
pub(crate) fn parse(text: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let length = match length {
        // `parse` accepts a sign.
        Some(length) if length.bytes().all(|byte| byte.is_ascii_digit()) => length.parse().ok()?,
        Some(_) => return None,
        None => longest,
    };
    (length <= longest).then_some((address, length))
}

/// Returns whether a network contains an address.
pub(super) fn contains(network: &str, address: IpAddr) -> bool {
    match (parse(network), address) {
        (Some((IpAddr::V4(network), length)), IpAddr::V4(address)) => {
            let prefix = |address: Ipv4Addr| address.to_bits().checked_shr(32 - length).unwrap_or_default();
            prefix(network) == prefix(address)
        }
        (Some((IpAddr::V6(network), length)), IpAddr::V6(address)) => {
            let prefix = |bits: u128| bits.checked_shr(128 - length).unwrap_or_default();
            prefix(network.to_bits()) == prefix(address.to_bits())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_the_prefix_of_a_network() {
        let cases = [
            ("127.0.0.1", true),
            ("127.0.0.0/8", true),
            ("0.0.0.0/0", true),
            ("127.0.0.0/32", false),
            ("192.0.2.0/24", false),
            ("::/0", false),
            ("127.0.0.1/33", false),
            ("127.0.0.1/+8", false),
            ("somewhere", false),
        ];
        for (network, expected) in cases {
            assert_eq!(contains(network, SENDER), expected, "{network}");
        }
        assert!(contains("2001:db8::/32", "2001:db8:1::1".parse().unwrap_or(SENDER)));
    }
}
