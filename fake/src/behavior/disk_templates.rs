//! Disk templates with their versions, and GPU types.

use super::Resource;
use crate::derived::{self, Page};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The operations of disk templates and GPU types.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("disk_templates::list", list),
        ("disk_template_versions::list", versions),
        ("disk_template_versions::spec", spec),
        ("gpu_types::list_for_data_center", gpu_types),
    ],
    ..Resource::EMPTY
};

/// Universal templates are listed if they are asked for.
fn list(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.get("organization").reference();
    let system = call.get("operating_system").reference();
    let universal = call.get("include_universal").boolean().unwrap_or_default();
    let all = store.all("DiskTemplate").iter().copied().filter(|template| {
        let template = store.get(*template);
        let is_listed =
            if template.boolean("universal") { universal } else { template.reference("organization") == organization };
        is_listed && (system.is_none() || template.reference("operating_system") == system)
    });
    let all: Vec<Handle> = all.collect();
    Ok(Page::of(call)?.fill(Map::new(), "disk_templates", &all))
}

fn versions(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    Ok(derived::derive(store, call)?.with("disk_template", call.object("disk_template")))
}

/// The options of all versions are the same.
fn spec(_: &mut Store, call: &Call) -> Result<Map, Failure> {
    let option = |name: &str, kind: &str, label: &str, description: Option<&str>, prefill: Option<&str>| {
        Value::Map(map! {
            "name" => name,
            "type" => kind,
            "label" => label,
            "description" => description,
            "required" => false,
            "placeholder" => Value::Null,
            "prefill" => prefill,
        })
    };
    let agent = Some("The agent reports the state of the machine.");
    let options = vec![
        option("install_agent", "Boolean", "Install the agent", agent, Some("true")),
        option("root_password", "Password", "Root password", None, None),
        option("keyboard", "Keyboard", "Keyboard layout", None, Some("gb")),
        option("user_data", "Text", "User data", Some("Passed to cloud-init."), None),
    ];
    Ok(map! {
        "disk_template_version" => call.object("disk_template_version"),
        "spec" => map! { "fields" => options },
    })
}

fn gpu_types(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let wanted = Value::Ref(call.object("data_center"));
    let all = store.all("GpuType").iter().copied();
    let all: Vec<Handle> = all.filter(|gpu| store.get(*gpu).get("data_centers").items().contains(&wanted)).collect();
    Ok(Page::of(call)?.fill(Map::new(), "gpu_types", &all))
}
