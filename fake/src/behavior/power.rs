//! Power of virtual machines: tasks that start, stop, shut down and reset them.

use std::time::Duration;

use super::{Resource, tasks, virtual_machines};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Store};
use crate::value::Map;

/// The operations and events of power.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("virtual_machines::start", start),
        ("virtual_machines::stop", stop),
        ("virtual_machines::shutdown", shutdown),
        ("virtual_machines::reset", reset),
    ],
    events: &[("virtual_machines::powered", powered)],
    ..Resource::EMPTY
};

fn start(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    change(store, call, "Start virtual machine", "starting", "started", Duration::from_secs(12))
}

fn stop(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    change(store, call, "Stop virtual machine", "stopping", "stopped", Duration::from_secs(4))
}

fn shutdown(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    change(store, call, "Shutdown virtual machine", "shutting_down", "stopped", Duration::from_secs(16))
}

fn reset(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    change(store, call, "Reset virtual machine", "resetting", "started", Duration::from_secs(4))
}

/// Puts a machine into the state `during`, with a task after which it is in the state `after`.
///
/// The durations are the medians of recorded traffic. In the state that is asked for, the task changes nothing.
fn change(
    store: &mut Store,
    call: &Call,
    task: &str,
    during: &'static str,
    after: &'static str,
    duration: Duration,
) -> Result<Map, Failure> {
    let machine = call.object("virtual_machine");
    let organization = store.get(machine).reference("organization");
    if store.get(machine).text("state") != after || during == "resetting" {
        store.set(machine, "state", during);
    }
    let event = Event::new("virtual_machines::powered", machine).with("state", after);
    Ok(map! { "task" => tasks::begin(store, organization, task, duration, event) })
}

/// The task is complete.
fn powered(store: &mut Store, event: &Event) {
    // A machine that was deleted since stays stopped.
    if !store.exists(event.target) {
        return;
    }
    let state = event.values.get("state").text().unwrap_or_default().to_owned();
    virtual_machines::powered(store, event.target, &state);
}
