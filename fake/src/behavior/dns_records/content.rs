//! The content of a record: what is valid for each type, and how a zone file writes it.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::behavior::validation::Validation;
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
    pub(super) fn validate(&self, store: &Store, organization: Option<Handle>, validation: &mut Validation) {
        match self.record_type {
            "A" => validation.require(
                self.attribute("ip_address").parse::<Ipv4Addr>().is_ok(),
                "IP address is not a valid IPv4 address",
            ),
            "AAAA" => validation.require(
                self.attribute("ip_address").parse::<Ipv6Addr>().is_ok(),
                "IP address is not a valid IPv6 address",
            ),
            "ALIAS" | "CNAME" | "MX" | "NS" | "PTR" => self.hostname("hostname", "Hostname", validation),
            "CAA" => {
                self.number("flag", "Flag", 255, validation);
                let tag = self.attribute("tag");
                let is_tag = !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
                validation.require(is_tag, "Tag is invalid");
                validation.present(self.attributes.get("value"), "Value", 255);
            }
            "HTTPRedirect" => {
                let url = self.attribute("url");
                let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
                let is_url = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace));
                validation.require(is_url, "URL is invalid");
                let status = self.attributes.get("http_status").text();
                let is_redirect = status.is_none_or(|status| matches!(status, "301" | "302" | "303" | "307" | "308"));
                validation.require(is_redirect, "HTTP status is not included in the list");
            }
            "IPS" => {
                let addresses = self.attribute("ip_addresses").split([',', ' ', '\n', '\r']);
                let mut addresses = addresses.filter(|address| !address.is_empty()).peekable();
                let are_valid =
                    addresses.peek().is_some() && addresses.all(|address| address.parse::<std::net::IpAddr>().is_ok());
                validation.require(are_valid, "IP addresses is invalid");
            }
            "SRV" => {
                self.number("weight", "Weight", 65_535, validation);
                self.number("port", "Port", 65_535, validation);
                self.hostname("target", "Target", validation);
            }
            "SSHFP" => {
                self.number("algorithm", "Algorithm", 255, validation);
                self.number("fingerprint_type", "Fingerprint type", 255, validation);
                let fingerprint = self.attribute("fingerprint");
                let is_hexadecimal =
                    !fingerprint.is_empty() && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
                validation.require(is_hexadecimal, "Fingerprint is invalid");
            }
            "TXT" => validation.present(self.attributes.get("content"), "Content", 65_535),
            "VirtualMachine" => {
                let machine = store.by_id(self.attribute("virtual_machine")).map(|machine| store.get(machine));
                let is_own = machine.is_some_and(|machine| {
                    machine.kind_name() == "VirtualMachine" && machine.reference("organization") == organization
                });
                validation.require(is_own, "Virtual machine must exist");
            }
            _ => {}
        }
    }

    fn hostname(&self, attribute: &str, label: &str, validation: &mut Validation) {
        let hostname = self.attribute(attribute);
        validation.require(!hostname.trim().is_empty(), format!("{label} can't be blank"));
        let is_valid = hostname.trim().is_empty() || is_hostname(hostname.strip_suffix('.').unwrap_or(hostname));
        validation.require(is_valid, format!("{label} is invalid"));
    }

    /// Numbers are strings here.
    fn number(&self, attribute: &str, label: &str, most: u32, validation: &mut Validation) {
        let Some(text) = self.attributes.get(attribute).text() else { return };
        match text.parse::<u32>() {
            Ok(number) => {
                validation.require(number <= most, format!("{label} must be less than or equal to {most}"));
            }
            Err(_) => validation.require(false, format!("{label} is not a number")),
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
