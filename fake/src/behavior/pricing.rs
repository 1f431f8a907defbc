//! Prices, which are made up and the same in every run, and estimates from them.

use super::Resource;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::spec::spec;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The operations of prices.
pub static RESOURCE: Resource = Resource {
    operations: &[("public::pricing::prices", prices), ("public::pricing::estimate", estimate)],
    ..Resource::EMPTY
};

/// A resource in the price list.
struct Item {
    resource: String,
    category: &'static str,
    description: String,
    /// The price for a month in hundredths of the first currency.
    price: i64,
}

/// Resources beside virtual machine packages: name, category, description, and price for a month in hundredths.
const OTHERS: &[(&str, &str, &str, i64)] = &[
    ("additional-ipv4-address", "networking", "Additional IPv4 address", 200),
    ("load-balancer", "networking", "Load balancer", 1_000),
    ("bandwidth", "networking", "Additional bandwidth per TB", 500),
    ("disk-space", "storage", "Disk space per GB", 10),
    ("disk-backup-space", "storage", "Disk backup space per GB", 5),
    ("file-storage", "storage", "File storage per GB", 12),
    ("object-storage", "storage", "Object storage per GB", 2),
    ("flexible-cpu-core", "compute", "CPU core of a virtual machine with flexible resources", 300),
    ("flexible-memory", "compute", "Memory of a virtual machine with flexible resources per GB", 250),
];

/// The price of a package for a month, per GB of memory, in hundredths.
const PER_GB: i64 = 500;

/// How many hours a month has, on average.
const HOURS: f64 = 730.0;

fn items(store: &Store) -> Vec<Item> {
    let packages = store.all("VirtualMachinePackage").iter().map(|package| store.get(*package));
    let packages = packages.filter(|package| package.text("privacy") == "public").map(|package| Item {
        resource: package.text("permalink").to_owned(),
        category: "compute",
        description: format!("{} virtual machine", package.text("name")),
        price: package.integer("memory_in_gb") * PER_GB,
    });
    let others = OTHERS.iter().map(|(resource, category, description, price)| Item {
        resource: (*resource).to_owned(),
        category,
        description: (*description).to_owned(),
        price: *price,
    });
    packages.chain(others).collect()
}

/// Returns a price in another currency.
fn in_currency(store: &Store, currency: Option<Handle>, price: i64) -> f64 {
    let rate = match currency.map(|currency| store.get(currency).text("iso_code")) {
        Some("EUR") => 120,
        Some("USD") => 130,
        _ => 100,
    };
    cents((price * rate / 100) as f64)
}

/// Returns hundredths as an amount, without more than two digits after the point.
fn cents(hundredths: f64) -> f64 {
    hundredths.round() / 100.0
}

/// The price list in one currency.
pub(super) fn of_organization(store: &Store, currency: Option<Handle>) -> Value {
    let item = |item: Item| {
        let price = in_currency(store, currency, item.price);
        let variant =
            map! { "id" => format!("{}-monthly", item.resource), "description" => "Monthly", "price" => price };
        map! {
            "resource" => item.resource,
            "category" => item.category,
            "description" => item.description,
            "price" => price,
            "variants" => vec![variant],
        }
    };
    items(store).into_iter().map(item).collect::<Vec<_>>().into()
}

fn prices(store: &mut Store, _: &Call) -> Result<Map, Failure> {
    let currencies = store.all("Currency").to_vec();
    let item = |item: Item| {
        let price = |currency: &Handle| {
            map! {
                "id" => format!("{}-{}", item.resource, store.get(*currency).text("iso_code").to_ascii_lowercase()),
                "price" => in_currency(store, Some(*currency), item.price),
                "currency" => vec![*currency],
            }
        };
        let variant = map! {
            "id" => format!("{}-monthly", item.resource),
            "description" => "Monthly",
            "default" => true,
            "prices" => currencies.iter().map(price).collect::<Vec<_>>(),
        };
        map! {
            "variants" => vec![variant],
            "resource" => item.resource,
            "category" => item.category,
            "description" => item.description,
        }
    };
    Ok(map! { "prices" => items(store).into_iter().map(item).collect::<Vec<_>>() })
}

fn estimate(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let wanted = call.get("resources").items();
    if wanted.is_empty() {
        return Err(Failure::new("missing_resources"));
    }
    let (currency, country) = (call.object("currency"), call.object("country"));
    let tax_rate = tax_rate(store.get(country), call.get("customer_type").text() == Some("business"));
    let with_tax = |amount: f64| cents(amount * (100.0 + tax_rate));
    let items = items(store);
    let mut total = 0.0;
    let mut estimated = Vec::new();
    for one in wanted {
        let (resource, quantity) = (one.field("resource"), one.field("quantity").integer().unwrap_or_default());
        let name = resource.text().unwrap_or_default();
        let item = items.iter().find(|item| item.resource == name);
        let item = item.ok_or_else(|| Failure::new("invalid_estimate_resource").with("resource", name))?;
        if quantity < 1 {
            return Err(Failure::new("invalid_estimate_quantity").with("resource", name));
        }
        let each = in_currency(store, Some(currency), item.price);
        let month = cents(each * quantity as f64 * 100.0);
        total += month;
        let package = spec().kind("VirtualMachinePackage").and_then(|kind| store.by(kind, "permalink", name));
        estimated.push(map! {
            "resource" => name,
            "description" => item.description.as_str(),
            "quantity" => quantity,
            "per_month" => month,
            "per_month_inc_tax" => with_tax(month),
            "per_month_each" => each,
            "per_hour" => hourly(month),
            "per_hour_inc_tax" => hourly(with_tax(month)),
            "per_hour_each" => hourly(each),
            "package" => package,
        });
    }
    let total = cents(total * 100.0);
    let estimate = map! {
        "resources" => estimated,
        "per_month" => total,
        "per_month_inc_tax" => with_tax(total),
        "per_hour" => hourly(total),
        "per_hour_inc_tax" => hourly(with_tax(total)),
        "currency" => currency,
        "tax_rate" => tax_rate,
        "pdf_url" => format!("https://estimates.katapult.example/{}.pdf", store.random_text(16)),
    };
    Ok(map! { "estimate" => estimate })
}

/// Returns the tax rate in percent: that of the provider's country, and for consumers of the EU.
fn tax_rate(country: &crate::store::Object, is_business: bool) -> f64 {
    let is_taxed = country.text("iso_code2") == "GB" || country.boolean("eu") && !is_business;
    if is_taxed { 20.0 } else { 0.0 }
}

/// Returns the price of an hour, to a hundredth of a cent.
fn hourly(month: f64) -> f64 {
    (month / HOURS * 10_000.0).round() / 10_000.0
}
