//! Faults: misbehavior on demand, by operation or at a rate.

use std::time::Duration;

use katapult_api::{Call, Katapult};

use crate::failure::Failure;

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
    seen: u32,
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
        Self { fault, operation: None, when: When::Always, left: None, seen: 0 }
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

    /// Ends the rule after `n` faults.
    #[must_use]
    pub fn times(mut self, n: u32) -> Self {
        self.left = Some(n);
        self
    }
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
            let applies = match rule.when {
                When::Always => true,
                When::Every(n) => rule.seen % n == 0,
                When::Rate(rate) => self.random.f64() < rate,
            };
            if !applies || rule.left == Some(0) {
                continue;
            }
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
