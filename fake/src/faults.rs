//! Faults: misbehavior on demand, by operation or at a rate.

use std::str::FromStr;
use std::time::Duration;

use katapult_api::{Call, Katapult};

use crate::failure::Failure;
use crate::spec::spec;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The operation fails with an error, and is not carried out.
    Error(Failure),
    /// The server responds with a status and a page of HTML, as a proxy does, and the operation is not carried out.
    Status(u16),
    /// The connection breaks before the request is carried out.
    DropRequest,
    /// The connection breaks after the request was carried out, before the response.
    DropResponse,
    /// The response breaks off in the middle of its body.
    Truncate,
    /// The response is late.
    Delay(Duration),
}

/// A fault, and the requests that meet it: all of them by default.
#[derive(Debug, Clone)]
pub struct Rule {
    fault: Fault,
    operation: Option<&'static str>,
    when: When,
    left: Option<u32>,
    burst: u32,
    /// How many requests there were, and how many more belong to a burst.
    seen: u32,
    bursting: u32,
}

#[derive(Debug, Clone, Copy)]
enum When {
    Always,
    Every(u32),
    Rate(f64),
}

impl Rule {
    /// Creates a rule by which every request meets `fault`.
    pub fn new(fault: Fault) -> Self {
        Self { fault, operation: None, when: When::Always, left: None, burst: 1, seen: 0, bursting: 0 }
    }

    /// Limits the rule to an operation, which its type of request names.
    #[must_use]
    pub fn of<C: Call<Api = Katapult>>(mut self) -> Self {
        self.operation = Some(C::OPERATION.name);
        self
    }

    /// Limits the rule to the operation `name`, such as `virtual_machines::start`.
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Self {
        self.operation = Some(name);
        self
    }

    /// Limits the rule to every `n`th request.
    #[must_use]
    pub fn every(mut self, n: u32) -> Self {
        self.when = When::Every(n.max(1));
        self
    }

    /// Limits the rule to a random part of the requests, such as 0.1. The same seed selects the same requests.
    #[must_use]
    pub fn rate(mut self, rate: f64) -> Self {
        self.when = When::Rate(rate);
        self
    }

    /// Lets `n` requests in a row meet the fault each time.
    #[must_use]
    pub fn burst(mut self, n: u32) -> Self {
        self.burst = n.max(1);
        self
    }

    /// Ends the rule after `n` faults.
    #[must_use]
    pub fn times(mut self, n: u32) -> Self {
        self.left = Some(n);
        self
    }
}

/// Reads a rule as the command line has it: `drop,every=10`, `error=task_queueing_error,of=virtual_machines::start` or
/// `delay=500,rate=0.2`, which is in milliseconds.
impl FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(',').map(|part| part.split_once('=').unwrap_or((part, "")));
        let (what, value) = parts.next().unwrap_or_default();
        let fault = match what {
            "error" => {
                let error = spec().error(value).ok_or_else(|| format!("no error has the code `{value}`"))?;
                Fault::Error(Failure::new(error.code))
            }
            "status" => Fault::Status(
                value
                    .parse()
                    .ok()
                    .filter(|status| (100..1000).contains(status))
                    .ok_or_else(|| format!("`{value}` is not a status"))?,
            ),
            "drop" => Fault::DropRequest,
            "drop-response" => Fault::DropResponse,
            "truncate" => Fault::Truncate,
            "delay" => Fault::Delay(Duration::from_millis(number(value)?)),
            _ => return Err(format!("`{what}` is not a fault")),
        };
        let mut rule = Self::new(fault);
        for (name, value) in parts {
            rule = match name {
                "of" => {
                    let operation = spec().operation(value);
                    rule.named(operation.ok_or_else(|| format!("no operation is named `{value}`"))?.name)
                }
                "every" => rule.every(number(value)?),
                "rate" => rule.rate(number(value)?),
                "burst" => rule.burst(number(value)?),
                "times" => rule.times(number(value)?),
                _ => return Err(format!("`{name}` is not a part of a fault")),
            };
        }
        Ok(rule)
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number"))
}

/// The rules in force.
#[derive(Debug)]
pub(crate) struct Faults {
    rules: Vec<Rule>,
    random: fastrand::Rng,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self { rules: Vec::new(), random: fastrand::Rng::with_seed(seed) }
    }

    pub(crate) fn add(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Returns what a request for `operation` meets: a delay, and the first of the other faults.
    pub(crate) fn meet(&mut self, operation: Option<&str>) -> (Duration, Option<Fault>) {
        let mut delay = Duration::ZERO;
        let mut met = None;
        for rule in &mut self.rules {
            if rule.operation.is_some() && rule.operation != operation {
                continue;
            }
            if met.is_some() && !matches!(rule.fault, Fault::Delay(_)) {
                continue;
            }
            rule.seen = rule.seen.wrapping_add(1);
            let begins = match rule.when {
                When::Always => true,
                When::Every(n) => rule.seen % n == 0,
                When::Rate(rate) => self.random.f64() < rate,
            };
            if rule.bursting == 0 && begins {
                rule.bursting = rule.burst;
            }
            if rule.bursting == 0 || rule.left == Some(0) {
                continue;
            }
            rule.bursting -= 1;
            if let Some(left) = &mut rule.left {
                *left -= 1;
            }
            match &rule.fault {
                Fault::Delay(by) => delay = delay.saturating_add(*by),
                fault => met = Some(fault.clone()),
            }
        }
        self.rules.retain(|rule| rule.left != Some(0));
        (delay, met)
    }
}
