//! The content of a record: what is valid for each type, and how a zone file writes it.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::behavior::checks::Checks;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The content of a record under the key of its type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content<'v> {
    /// The type, such as `A`.
    pub(super) record_type: &'static str,
    attributes: &'v Map,
}

impl<'v> Content<'v> {
    /// Returns the content in `{"A": {...}}`.
    pub(super) fn of(attributes: &'v Value) -> Option<Self> {
        let mut members = attributes.map()?.iter().filter(|(_, value)| !value.is_null());
        let (record_type, attributes) = members.next()?;
        Some(Self { record_type, attributes: attributes.map()? })
    }

    fn attribute(&self, name: &str) -> &'v str {
        self.attributes.get(name).text().unwrap_or_default()
    }

    /// Adds what is wrong with the content. A machine must belong to `organization`.
    pub(super) fn validate(&self, store: &Store, organization: Option<Handle>, checks: &mut Checks) {
        match self.record_type {
            "A" => checks.require(
                self.attribute("ip_address").parse::<Ipv4Addr>().is_ok(),
                "IP address is not a valid IPv4 address",
            ),
            "AAAA" => checks.require(
                self.attribute("ip_address").parse::<Ipv6Addr>().is_ok(),
                "IP address is not a valid IPv6 address",
            ),
            "ALIAS" | "CNAME" | "MX" | "NS" | "PTR" => self.hostname("hostname", "Hostname", checks),
            "CAA" => {
                self.number("flag", "Flag", 255, checks);
                let tag = self.attribute("tag");
                let is_tag = !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
                checks.require(is_tag, "Tag is invalid");
                checks.present(self.attributes.get("value"), "Value", 255);
            }
            "HTTPRedirect" => {
                let url = self.attribute("url");
                let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
                let is_url = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace));
                checks.require(is_url, "URL is invalid");
                let status = self.attributes.get("http_status").text();
                let is_redirect = status.is_none_or(|status| matches!(status, "301" | "302" | "303" | "307" | "308"));
                checks.require(is_redirect, "HTTP status is not included in the list");
            }
            "IPS" => {
                let addresses = self.attribute("ip_addresses").split([',', ' ', '\n', '\r']);
                let mut addresses = addresses.filter(|address| !address.is_empty()).peekable();
                let are_valid =
                    addresses.peek().is_some() && addresses.all(|address| address.parse::<std::net::IpAddr>().is_ok());
                checks.require(are_valid, "IP addresses is invalid");
            }
            "SRV" => {
                self.number("weight", "Weight", 65_535, checks);
                self.number("port", "Port", 65_535, checks);
                self.hostname("target", "Target", checks);
            }
            "SSHFP" => {
                self.number("algorithm", "Algorithm", 255, checks);
                self.number("fingerprint_type", "Fingerprint type", 255, checks);
                let fingerprint = self.attribute("fingerprint");
                let is_hexadecimal =
                    !fingerprint.is_empty() && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
                checks.require(is_hexadecimal, "Fingerprint is invalid");
            }
            "TXT" => checks.present(self.attributes.get("content"), "Content", 65_535),
            "VirtualMachine" => {
                let machine = store.by_id(self.attribute("virtual_machine")).map(|machine| store.get(machine));
                let is_own = machine.is_some_and(|machine| {
                    machine.kind_name() == "VirtualMachine" && machine.reference("organization") == organization
                });
                checks.require(is_own, "Virtual machine must exist");
            }
            _ => {}
        }
    }

    fn hostname(&self, attribute: &str, label: &str, checks: &mut Checks) {
        let hostname = self.attribute(attribute);
        checks.require(!hostname.trim().is_empty(), format!("{label} can't be blank"));
        let is_valid = hostname.trim().is_empty() || is_hostname(hostname.strip_suffix('.').unwrap_or(hostname));
        checks.require(is_valid, format!("{label} is invalid"));
    }

    /// Numbers are strings here.
    fn number(&self, attribute: &str, label: &str, most: u32, checks: &mut Checks) {
        let Some(text) = self.attributes.get(attribute).text() else { return };
        match text.parse::<u32>() {
            Ok(number) => {
                checks.require(number <= most, format!("{label} must be less than or equal to {most}"));
            }
            Err(_) => checks.require(false, format!("{label} is not a number")),
        }
    }

    /// Returns the content as a zone file has it. The priority is a field of the record.
    pub(super) fn text(&self) -> String {
        let one = |name: &str| self.attribute(name).to_owned();
        let number = |name: &str| self.attributes.get(name).text().unwrap_or("0").to_owned();
        match self.record_type {
            "A" | "AAAA" => one("ip_address"),
            "ALIAS" | "CNAME" | "MX" | "NS" | "PTR" => one("hostname"),
            "CAA" => format!("{} {} \"{}\"", number("flag"), one("tag"), one("value")),
            "HTTPRedirect" => one("url"),
            "IPS" => one("ip_addresses"),
            "SRV" => format!("{} {} {}", number("weight"), one("port"), one("target")),
            "SSHFP" => format!("{} {} {}", one("algorithm"), one("fingerprint_type"), one("fingerprint")),
            "TXT" => one("content"),
            "VirtualMachine" => one("virtual_machine"),
            _ => String::new(),
        }
    }
}

/// Returns whether `name` consists of labels of letters, digits, `-` and `_`.
pub(in crate::behavior) fn is_hostname(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    name.len() <= 253 && name.split('.').all(is_label)
}
