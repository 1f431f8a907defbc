//! The state of the fake API: one machine with its disk, and the tasks that change them. Each task takes a second or two
//! of real time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::bodies;
use super::request::Request;

/// A status and a body.
pub type Response = Result<(u16, Value), ApiError>;

/// A status, an error code and its detail.
pub type ApiError = (u16, &'static str, Value);

#[derive(Default)]
pub struct State {
    tasks: Vec<Task>,
    tags: Vec<String>,
    machine: Option<Machine>,
}

struct Task {
    name: &'static str,
    began: Instant,
    takes: Duration,
    change: Option<Change>,
}

/// The change that a completed task makes.
enum Change {
    Build,
    Stop,
    Resize(i64),
    Purge,
}

pub struct Machine {
    pub hostname: String,
    pub tags: Vec<String>,
    pub disk_gb: i64,
    pub created_at: u64,
    stage: Stage,
}

/// The stage in the life of a machine.
enum Stage {
    Ordered,
    /// Built at this time, after which it starts.
    Built(Instant),
    Stopped,
    Trashed,
}

impl Task {
    /// Returns the progress, from 0 to 1.
    fn done(&self) -> f64 {
        (self.began.elapsed().as_secs_f64() / self.takes.as_secs_f64()).min(1.0)
    }
}

impl Machine {
    pub fn state(&self) -> &'static str {
        match &self.stage {
            Stage::Built(at) if at.elapsed() < Duration::from_millis(400) => "allocating",
            Stage::Built(at) if at.elapsed() < Duration::from_millis(1200) => "starting",
            Stage::Ordered | Stage::Built(_) => "started",
            Stage::Stopped | Stage::Trashed => "stopped",
        }
    }
}

impl State {
    /// Applies the changes of the tasks that are completed by now.
    pub fn finish_tasks(&mut self) {
        let done: Vec<_> =
            self.tasks.iter_mut().filter(|task| task.done() >= 1.0).filter_map(|task| task.change.take()).collect();
        for change in done {
            match (change, &mut self.machine) {
                (Change::Build, Some(machine)) => machine.stage = Stage::Built(Instant::now()),
                (Change::Stop, Some(machine)) => machine.stage = Stage::Stopped,
                (Change::Resize(size), Some(machine)) => machine.disk_gb = size,
                (Change::Purge, machine) => *machine = None,
                (_, None) => {}
            }
        }
    }

    /// Starts a task, and returns its JSON.
    fn start(&mut self, name: &'static str, seconds: f64, change: Change) -> Value {
        let takes = Duration::from_secs_f64(seconds);
        self.tasks.push(Task { name, began: Instant::now(), takes, change: Some(change) });
        self.task(self.tasks.len() - 1)
    }

    fn task(&self, index: usize) -> Value {
        let task = &self.tasks[index];
        bodies::task(index, task.name, task.done())
    }

    pub fn get_task(&self, request: &Request) -> Response {
        let index = (0..self.tasks.len()).find(|index| bodies::task_id(*index) == request.id("task"));
        let index = index.ok_or((404, "task_not_found", json!({})))?;
        Ok((200, json!({"task": self.task(index)})))
    }

    pub fn create_tag(&mut self, request: &Request) -> Response {
        let name = request.at("/properties/name").as_str().unwrap_or_default().to_owned();
        if self.tags.contains(&name) {
            return Err((422, "validation_error", json!({"errors": ["Name has already been taken"]})));
        }
        self.tags.push(name.clone());
        Ok((200, json!({"tag": bodies::tag(&name)})))
    }

    pub fn build(&mut self, request: &Request) -> Response {
        let hostname = request.at("/hostname").as_str().unwrap_or("machine-1").to_owned();
        let created_at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let stage = Stage::Ordered;
        let body = json!({
            "task": self.start("Build virtual machine", 2.5, Change::Build),
            "build": {"id": bodies::BUILD, "state": "pending"},
            "virtual_machine_build": {"id": bodies::BUILD, "state": "pending"},
            "hostname": hostname, "annotations": [],
        });
        self.machine = Some(Machine { hostname, tags: Vec::new(), disk_gb: 25, created_at, stage });
        Ok((201, body))
    }

    pub fn get_build(&self, request: &Request) -> Response {
        let machine = self.machine.as_ref().filter(|_| request.id("virtual_machine_build") == bodies::BUILD);
        let machine = machine.ok_or((404, "build_not_found", json!({})))?;
        let (state, built) = match machine.stage {
            Stage::Ordered => ("building", Value::Null),
            _ => ("complete", bodies::machine(machine)),
        };
        let build = json!({
            "id": bodies::BUILD, "spec_xml": "", "state": state, "virtual_machine": built,
            "created_at": machine.created_at,
        });
        Ok((200, json!({"virtual_machine_build": build, "annotations": []})))
    }

    /// Returns the machine if `matches` is true, it exists, and it is not in the trash.
    fn existing_machine(&mut self, matches: bool) -> Result<&mut Machine, ApiError> {
        match self.machine.as_mut().filter(|_| matches) {
            Some(Machine { stage: Stage::Trashed, created_at, .. }) => {
                Err((406, "object_in_trash", json!({"trash_object": bodies::trash_object(*created_at)})))
            }
            Some(Machine { stage: Stage::Ordered, .. }) | None => Err((404, "virtual_machine_not_found", json!({}))),
            Some(machine) => Ok(machine),
        }
    }

    fn requested_machine(&mut self, request: &Request) -> Result<&mut Machine, ApiError> {
        self.existing_machine(request.id("virtual_machine") == bodies::MACHINE)
    }

    pub fn get_machine(&mut self, request: &Request) -> Response {
        let machine = self.requested_machine(request)?;
        Ok((200, json!({"virtual_machine": bodies::machine(machine), "annotations": []})))
    }

    pub fn tag_machine(&mut self, request: &Request) -> Response {
        let machine = self.requested_machine(request)?;
        if let Some(names) = request.at("/properties/tag_names").as_array() {
            machine.tags = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        self.get_machine(request)
    }

    pub fn stop(&mut self, request: &Request) -> Response {
        self.requested_machine(request)?;
        Ok((200, json!({"task": self.start("Stop virtual machine", 0.9, Change::Stop)})))
    }

    pub fn delete(&mut self, request: &Request) -> Response {
        let machine = self.requested_machine(request)?;
        machine.stage = Stage::Trashed;
        let trash_object = bodies::trash_object(machine.created_at);
        Ok((200, json!({"trash_object": trash_object, "virtual_machine": bodies::machine(machine)})))
    }

    /// Lists the disks of the requested machine.
    pub fn assigned_disks(&mut self, request: &Request) -> Result<Vec<Value>, ApiError> {
        let disk = bodies::disk(self.requested_machine(request)?);
        Ok(vec![json!({"disk": disk, "attach_on_boot": true, "boot": true, "state": "attached"})])
    }

    pub fn get_disk(&mut self, request: &Request) -> Response {
        let machine = self
            .existing_machine(request.id("disk") == bodies::DISK)
            .map_err(|_| (404, "disk_not_found", json!({})))?;
        Ok((200, json!({"disk": bodies::disk(machine), "annotations": []})))
    }

    pub fn resize(&mut self, request: &Request) -> Response {
        let (_, Value::Object(mut response)) = self.get_disk(request)? else {
            return Err((500, "unhandled_exception", json!({})));
        };
        let size = request.at("/size_in_gb").as_i64().unwrap_or_default();
        response.insert("task".to_owned(), self.start("Grow disk online", 1.5, Change::Resize(size)));
        Ok((200, Value::Object(response)))
    }

    fn trashed(&self, request: &Request) -> Result<Value, ApiError> {
        match &self.machine {
            Some(Machine { stage: Stage::Trashed, created_at, .. }) if request.id("trash_object") == bodies::TRASH => {
                Ok(bodies::trash_object(*created_at))
            }
            _ => Err((404, "trash_object_not_found", json!({}))),
        }
    }

    pub fn get_trash(&self, request: &Request) -> Response {
        Ok((200, json!({"trash_object": self.trashed(request)?})))
    }

    pub fn purge(&mut self, request: &Request) -> Response {
        self.trashed(request)?;
        Ok((200, json!({"task": self.start("Purge items from trash", 1.2, Change::Purge)})))
    }

    /// Lists the disks of the organization.
    pub fn disks(&self) -> Vec<Value> {
        self.machine.iter().map(bodies::disk).collect()
    }

    /// Lists the tags of the organization.
    pub fn tags(&self) -> Vec<Value> {
        self.tags.iter().map(|name| bodies::tag(name)).collect()
    }

    /// Lists the machines of the organization: 64 that always exist, which fill several pages, and that of the example.
    pub fn machines(&self) -> Vec<Value> {
        let own = self.machine.as_ref().filter(|machine| !matches!(machine.stage, Stage::Ordered | Stage::Trashed));
        (1..=64).map(bodies::other_machine).chain(own.map(bodies::machine)).collect()
    }
}
