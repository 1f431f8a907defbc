//! Identifiers as words of a sentence.

use heck::ToSnakeCase;

/// Words with a spelling of their own.
const SPELLED: &[&str] = &[
    "ACL", "API", "ASN", "CA", "CIDR", "CPU", "CSV", "DNS", "FQDN", "GPU", "HTTP", "HTTPS", "ID", "IO", "IOPS", "IP",
    "ISO", "JSON", "JWT", "MAC", "MFA", "NAT", "OAuth", "OS", "PDF", "RAM", "SDK", "SKU", "SMS", "SQL", "SSH", "SSL",
    "SSO", "TCP", "TLS", "TTL", "UDP", "URI", "URL", "UUID", "VAT", "VLAN", "VM", "VNC", "VPN", "XML", "YAML",
];

/// The words of `name`, as in `IP addresses` for `ip_addresses`.
pub(super) fn of(name: &str) -> String {
    let snake = name.to_snake_case();
    let words: Vec<_> = snake.split('_').map(word).collect();
    words.join(" ")
}

fn word(word: &str) -> String {
    let spelled = |word: &str| SPELLED.iter().find(|spelled| spelled.eq_ignore_ascii_case(word));
    match (spelled(word), word.strip_suffix('s').and_then(spelled)) {
        (Some(word), _) => (*word).to_owned(),
        (None, Some(word)) => format!("{word}s"),
        (None, None) => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn spells_abbreviations() {
        for (name, words) in [
            ("IpAddress", "IP address"),
            ("ip_addresses", "IP addresses"),
            ("gpus", "GPUs"),
            ("disk_iops", "disk IOPS"),
            ("VirtualMachineId", "virtual machine ID"),
            ("address", "address"),
        ] {
            assert_eq!(of(name), words);
        }
    }
}
