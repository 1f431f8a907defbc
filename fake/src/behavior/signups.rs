//! Sign-ups of new users.

use super::Resource;
use super::checks::Checks;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::Store;
use crate::value::{Map, Value};

/// The operations of sign-ups.
pub static RESOURCE: Resource = Resource { operations: &[("public::signups::create", create)], ..Resource::EMPTY };

/// The coupons that exist.
const COUPONS: &[&str] = &["WELCOME", "FRIEND"];

/// A user continues from an email, or at a URL. The sign-up itself is not kept, because no operation returns it.
fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    if let Some(code) = call.get("coupon").text().filter(|code| !code.is_empty())
        && !COUPONS.iter().any(|coupon| coupon.eq_ignore_ascii_case(code))
    {
        return Err(Failure::new("invalid_coupon_code").with("code", code));
    }
    let by_email = call.get("verify_with_email").boolean().unwrap_or_default();
    let address = call.get("email_address").text().unwrap_or_default().trim();
    let mut checks = Checks::new();
    checks.require(!by_email || !address.is_empty(), "Email address can't be blank");
    checks.require(address.is_empty() || is_address(address), "Email address is invalid");
    checks.finish()?;
    let id = format!("signup_{}", store.random_text(16));
    let url = (!by_email).then(|| format!("https://identity.katapult.example/signups/{id}"));
    let address = if by_email { Value::from(address) } else { Value::Null };
    Ok(map! { "id" => id, "email_address" => address, "url" => url })
}

fn is_address(address: &str) -> bool {
    let parts = address.split_once('@');
    parts.is_some_and(|(local, domain)| {
        !local.is_empty() && super::dns_records::is_hostname(domain) && !address.contains(char::is_whitespace)
    })
}
