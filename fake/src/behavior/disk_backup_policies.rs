//! Backup policies of disks and virtual machines.

use std::time::Duration;

use super::checks::Checks;
use super::{Resource, trash_objects};
use crate::derived::{self, Page};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations and events of backup policies.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("disk_backup_policies::list_for_virtual_machine", list_for_virtual_machine),
        ("disk_backup_policies::create_for_virtual_machine", create_for_virtual_machine),
        ("disk_backup_policies::create_for_disk", create_for_disk),
        ("disk_backup_policies::update", update),
        ("disk_backup_policies::delete", delete),
        ("disk_backup_policies::schedule_deletion", schedule_deletion),
    ],
    events: &[("disk_backup_policies::expired", expired)],
    computed: &[("DiskBackupPolicy", "schedule", schedule)],
    ..Resource::EMPTY
};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// The schedule with the time of the next backup, which follows from the clock.
fn schedule(store: &Store, policy: &Object) -> Value {
    let schedule = policy.get("_schedule");
    let number = |name, default| schedule.field(name).integer().unwrap_or(default);
    let interval = schedule.field("interval").text().unwrap_or("daily");
    let (frequency, minute, hour) = (number("frequency", 1).max(1), number("minute", 0), number("time", 0));
    let (period, offset) = match interval {
        "hourly" => (HOUR, minute * 60),
        "weekly" => (7 * DAY, hour * HOUR + minute * 60),
        "monthly" => (30 * DAY, hour * HOUR + minute * 60),
        _ => (DAY, hour * HOUR + minute * 60),
    };
    let period = period.saturating_mul(frequency);
    let next = store.now() + period - (store.now() - offset).rem_euclid(period);
    Value::Map(map! {
        "frequency" => frequency,
        "interval" => interval,
        "minute" => minute,
        "next_invocation_at" => next,
        "time" => hour,
    })
}

/// The rules of retention and schedule.
fn check(properties: &Map) -> Result<(), Failure> {
    static NONE: Map = Map::new();
    let schedule = properties.get("schedule").map().unwrap_or(&NONE);
    let mut checks = Checks::new();
    checks.within(properties.get("retention"), "Retention", 1, 1_000);
    checks.within(schedule.get("frequency"), "Frequency", 1, 1_000);
    checks.within(schedule.get("minute"), "Minute", 0, 59);
    checks.within(schedule.get("time"), "Time", 0, 23);
    checks.finish()
}

fn list_for_virtual_machine(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    if !call.get("include_disks").boolean().unwrap_or_default() {
        return derived::derive(store, call);
    }
    let machine = call.object("virtual_machine");
    let mut all = store.children("DiskBackupPolicy", "virtual_machine", machine).to_vec();
    for assignment in store.children("VirtualMachineDisk", "virtual_machine", machine) {
        if let Some(disk) = store.get(*assignment).reference("disk") {
            all.extend(store.children("DiskBackupPolicy", "disk", disk));
        }
    }
    Ok(Page::of(call)?.fill(Map::new(), "disk_backup_policies", &all))
}

fn create_for_virtual_machine(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    create(store, call, "virtual_machine")
}

fn create_for_disk(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    create(store, call, "disk")
}

fn create(store: &mut Store, call: &Call, field: &'static str) -> Result<Map, Failure> {
    check(call.properties())?;
    let policy = add(store, call.object(field), field, call.properties());
    Ok(map! { "disk_backup_policy" => policy })
}

/// Creates a policy of a target: a disk in the field `disk`, or a machine in the field `virtual_machine`.
pub fn add(store: &mut Store, target: Handle, field: &'static str, properties: &Map) -> Handle {
    let mut fields = map! {
        "retention" => properties.get("retention").integer().unwrap_or(7),
        "total_size" => 0.0,
        "target" => target,
        "auto_move_to_trash_at" => Value::Null,
        "organization" => store.get(target).reference("organization"),
        "_schedule" => properties.get("schedule").clone(),
    };
    fields.set(field, target);
    store.create("DiskBackupPolicy", fields)
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (policy, properties) = (call.object("disk_backup_policy"), call.properties());
    check(properties)?;
    if let Some(retention) = properties.get("retention").integer() {
        store.set(policy, "retention", retention);
    }
    if let Some(changes) = properties.get("schedule").map() {
        let mut schedule = store.get(policy).get("_schedule").map().cloned().unwrap_or_default();
        for (name, value) in changes.iter().filter(|(_, value)| !value.is_null()) {
            schedule.set(name, value.clone());
        }
        store.set(policy, "_schedule", schedule);
    }
    Ok(map! { "disk_backup_policy" => policy })
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let policy = call.object("disk_backup_policy");
    trash_objects::discard(store, policy, &[]);
    Ok(map! { "disk_backup_policy" => policy })
}

fn schedule_deletion(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let policy = call.object("disk_backup_policy");
    let at = call.get("timestamp").integer().unwrap_or_default();
    let delay = u64::try_from(at - store.now()).unwrap_or_default();
    if delay < 300 {
        return Err(Failure::new("invalid_timestamp"));
    }
    store.set(policy, "auto_move_to_trash_at", at);
    store.after(Duration::from_secs(delay), Event::new("disk_backup_policies::expired", policy).with("at", at));
    Ok(map! { "disk_backup_policy" => policy })
}

fn expired(store: &mut Store, event: &Event) {
    // Another time may have been set since.
    let is_current = store.get(event.target).get("auto_move_to_trash_at") == event.values.get("at");
    if is_current && store.exists(event.target) {
        trash_objects::discard(store, event.target, &[]);
    }
}
