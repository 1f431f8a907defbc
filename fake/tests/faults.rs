//! Faults, by what a client sees of them.

use std::time::Duration;

use katapult_api::{ErrorCode, RetryPolicy, blocking, organizations, zones};
use katapult_fake::Cloud;
use katapult_fake::faults::{Fault, Rule};

/// A client that does not retry.
fn client(cloud: &Cloud) -> blocking::Client {
    let builder = blocking::Client::builder().token(cloud.token()).transport(cloud.transport());
    builder.retry(RetryPolicy::never()).timeout(Duration::from_secs(5)).build().expect("a client")
}

#[test]
fn a_fault_meets_its_operation_only_and_as_often_as_it_should() {
    let cloud = Cloud::start();
    let client = client(&cloud);
    cloud.inject(Rule::new(Fault::Status(503)).of::<zones::List>().times(2));
    client.send(organizations::list()).expect("no fault");
    for _ in 0..2 {
        let failed = client.send(zones::list()).expect_err("a fault");
        assert_eq!(failed.status().map(|status| status.as_u16()), Some(503));
    }
    client.send(zones::list()).expect("no fault");
}

#[test]
fn the_ordinary_client_survives_broken_connections() {
    let cloud = Cloud::start();
    for fault in [Fault::DropRequest, Fault::DropResponse, Fault::Truncate] {
        cloud.inject(Rule::new(fault.clone()).times(1));
        let failed = client(&cloud).send(zones::list()).expect_err("a fault");
        assert_eq!(failed.kind(), katapult_api::ErrorKind::Interrupted, "{fault:?}");
        cloud.inject(Rule::new(fault).times(1));
        cloud.blocking_client().send(zones::list()).expect("a retry");
    }
}

#[test]
fn a_late_response_advances_a_clock_that_stands_still() {
    let cloud = Cloud::start();
    let before = cloud.clock().now();
    cloud.inject(Rule::new(Fault::Delay(Duration::from_secs(3))).times(1));
    client(&cloud).send(zones::list()).expect("a late response");
    assert_eq!(cloud.clock().now() - before, 3);
    cloud.inject(Rule::new(Fault::Delay(Duration::from_secs(9))).times(1));
    assert!(client(&cloud).send(zones::list()).expect_err("too late").is_timeout());
}

#[test]
fn reads_a_fault_of_the_command_line() {
    let cloud = Cloud::start();
    let rule: Rule = "error=rate_limit_reached,of=zones::list,every=2".parse().expect("a rule");
    cloud.inject(rule);
    let client = client(&cloud);
    client.send(zones::list()).expect("the first of two");
    let failed = client.send(zones::list()).expect_err("the second of two");
    assert_eq!(failed.code(), Some(ErrorCode::RateLimitReached));
    cloud.heal();
    client.send(zones::list()).expect("no fault any more");
    for wrong in ["", "nothing", "status=1", "status=x", "error=nope", "drop,every=x", "drop,of=nope", "drop,what=1"] {
        assert!(wrong.parse::<Rule>().is_err(), "{wrong}");
    }
}
