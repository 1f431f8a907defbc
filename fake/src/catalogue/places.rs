//! Countries with some of their states, and currencies.

use crate::map;
use crate::store::{Handle, Store};

/// Name, ISO codes, time zone, and whether the country is in the EU. There are more than a page has.
const COUNTRIES: &[(&str, &str, &str, &str, bool)] = &[
    ("United Kingdom", "GB", "GBR", "Europe/London", false),
    ("Netherlands", "NL", "NLD", "Europe/Amsterdam", true),
    ("United States", "US", "USA", "America/New_York", false),
    ("Australia", "AU", "AUS", "Australia/Sydney", false),
    ("Austria", "AT", "AUT", "Europe/Vienna", true),
    ("Belgium", "BE", "BEL", "Europe/Brussels", true),
    ("Brazil", "BR", "BRA", "America/Sao_Paulo", false),
    ("Bulgaria", "BG", "BGR", "Europe/Sofia", true),
    ("Canada", "CA", "CAN", "America/Toronto", false),
    ("Croatia", "HR", "HRV", "Europe/Zagreb", true),
    ("Cyprus", "CY", "CYP", "Asia/Nicosia", true),
    ("Czechia", "CZ", "CZE", "Europe/Prague", true),
    ("Denmark", "DK", "DNK", "Europe/Copenhagen", true),
    ("Estonia", "EE", "EST", "Europe/Tallinn", true),
    ("Finland", "FI", "FIN", "Europe/Helsinki", true),
    ("France", "FR", "FRA", "Europe/Paris", true),
    ("Germany", "DE", "DEU", "Europe/Berlin", true),
    ("Greece", "GR", "GRC", "Europe/Athens", true),
    ("Hungary", "HU", "HUN", "Europe/Budapest", true),
    ("Iceland", "IS", "ISL", "Atlantic/Reykjavik", false),
    ("India", "IN", "IND", "Asia/Kolkata", false),
    ("Ireland", "IE", "IRL", "Europe/Dublin", true),
    ("Italy", "IT", "ITA", "Europe/Rome", true),
    ("Japan", "JP", "JPN", "Asia/Tokyo", false),
    ("Latvia", "LV", "LVA", "Europe/Riga", true),
    ("Lithuania", "LT", "LTU", "Europe/Vilnius", true),
    ("Luxembourg", "LU", "LUX", "Europe/Luxembourg", true),
    ("Malta", "MT", "MLT", "Europe/Malta", true),
    ("New Zealand", "NZ", "NZL", "Pacific/Auckland", false),
    ("Norway", "NO", "NOR", "Europe/Oslo", false),
    ("Poland", "PL", "POL", "Europe/Warsaw", true),
    ("Portugal", "PT", "PRT", "Europe/Lisbon", true),
    ("Romania", "RO", "ROU", "Europe/Bucharest", true),
    ("Slovakia", "SK", "SVK", "Europe/Bratislava", true),
    ("Slovenia", "SI", "SVN", "Europe/Ljubljana", true),
    ("Spain", "ES", "ESP", "Europe/Madrid", true),
    ("Sweden", "SE", "SWE", "Europe/Stockholm", true),
    ("Switzerland", "CH", "CHE", "Europe/Zurich", false),
];

/// States: the code of their country, their name and their own code.
const STATES: &[(&str, &str, &str)] = &[
    ("GB", "England", "ENG"),
    ("GB", "Northern Ireland", "NIR"),
    ("GB", "Scotland", "SCT"),
    ("GB", "Wales", "WLS"),
    ("NL", "North Holland", "NH"),
    ("NL", "South Holland", "ZH"),
    ("NL", "Utrecht", "UT"),
    ("US", "California", "CA"),
    ("US", "New York", "NY"),
    ("US", "Texas", "TX"),
    ("US", "Washington", "WA"),
    ("CA", "British Columbia", "BC"),
    ("CA", "Ontario", "ON"),
    ("AU", "New South Wales", "NSW"),
    ("AU", "Victoria", "VIC"),
    ("DE", "Bavaria", "BY"),
    ("DE", "Berlin", "BE"),
    ("DE", "Saxony", "SN"),
];

/// Creates the countries with their states, and returns the countries. The first ones are those of the data centers.
pub(super) fn countries(store: &mut Store) -> Vec<Handle> {
    let create = |(name, iso_code2, iso_code3, time_zone, eu): &(&str, &str, &str, &str, bool)| {
        let country = map! {
            "name" => *name,
            "iso_code2" => *iso_code2,
            "iso_code3" => *iso_code3,
            "time_zone" => *time_zone,
            "eu" => *eu,
        };
        let country = store.create("Country", country);
        for (_, name, code) in STATES.iter().filter(|(of, ..)| of == iso_code2) {
            store.create("CountryState", map! { "name" => *name, "code" => *code, "country" => country });
        }
        country
    };
    COUNTRIES.iter().map(create).collect()
}

/// Creates the currencies, the first of which is that of organizations.
pub(super) fn currencies(store: &mut Store) {
    for (name, iso_code, symbol) in [("British Pound", "GBP", "£"), ("Euro", "EUR", "€"), ("US Dollar", "USD", "$")]
    {
        store.create("Currency", map! { "name" => name, "iso_code" => iso_code, "symbol" => symbol });
    }
}
