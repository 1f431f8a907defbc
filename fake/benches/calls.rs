//! The figures of the fake: start, memory, and calls a second with 10,000 machines.
//!
//! `cargo bench -p katapult-fake`
#![allow(clippy::unwrap_used, clippy::panic)] // A bench fails by panicking.

use std::time::{Duration, Instant};

use katapult_api::{Bytes, TagArguments, VirtualMachineLookup, blocking, http, tags, virtual_machines};
use katapult_fake::serve::Server;
use katapult_fake::{Cloud, Outcome, TOKEN, map};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MACHINES: usize = 10_000;

fn main() {
    let start = Instant::now();
    let cloud = Cloud::start();
    println!("start, with the spec read: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    drop(Cloud::start());
    println!("start of another cloud: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);

    let before = MEMORY.current_usage_as_mb();
    fill(&cloud, MACHINES);
    let filled = MEMORY.current_usage_as_mb();
    println!("memory of {MACHINES} machines: {:.1} MB", filled - before);
    let hundred = Cloud::start();
    fill(&hundred, 100_000);
    println!("memory with 100,000 machines: {:.1} MB", MEMORY.current_usage_as_mb() - filled);
    println!(
        "list of 200 of 100,000: {}",
        time(200, |_| respond(
            &hundred,
            "/core/v1/organizations/_/virtual_machines?organization[sub_domain]=acme&per_page=200&page=499"
        ))
    );
    drop(hundred);

    let get = |index: usize| {
        let target =
            format!("/core/v1/virtual_machines/_?virtual_machine[fqdn]=web-{}.acme.katapult.cloud", index % MACHINES);
        respond(&cloud, &target);
    };
    println!("in process, a machine by name, without a client: {}", time(20_000, get));
    let list = |index: usize| {
        let target =
            format!("/core/v1/organizations/_/virtual_machines?organization[sub_domain]=acme&page={}", index % 300 + 1);
        respond(&cloud, &target);
    };
    println!("in process, a page of 30 machines, without a client: {}", time(2_000, list));
    let client = cloud.blocking_client();
    println!("in process, a machine by name, with the client: {}", time(20_000, |index| fetch(&client, index)));
    let tag = cloud.with_store(|store| store.get(store.all("Tag")[0]).id().to_owned());
    let update = |index: usize| {
        let arguments = TagArguments::new().name(format!("web-{index}"));
        client.send(tags::update(tags_lookup(&tag), arguments)).unwrap();
    };
    println!("in process, a change of a tag, with the client: {}", time(20_000, update));

    let (url, stop) = serve(&cloud);
    let client = blocking::Client::builder().url(url).token(TOKEN).build().unwrap();
    println!("over loopback, a machine by name, one by one: {}", time(5_000, |index| fetch(&client, index)));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let client = client.clone();
            scope.spawn(move || (0..2_000).for_each(|index| fetch(&client, thread * 1_000 + index)));
        }
    });
    println!("over loopback, a machine by name, by 8 threads: {}", rate(16_000, start.elapsed()));
    drop(stop);
}

fn tags_lookup(id: &str) -> katapult_api::TagLookup {
    katapult_api::TagLookup::id(id)
}

/// Creates machines as builds do, with what a machine refers to.
fn fill(cloud: &Cloud, machines: usize) {
    cloud.with_store(|store| {
        let first = |kind| store.all(kind).first().copied();
        let [organization, zone, package] = ["Organization", "Zone", "VirtualMachinePackage"].map(first);
        let tag = store.create(
            "Tag",
            map! { "name" => "web", "color" => "blue", "organization" => organization, "created_at" => 0 },
        );
        for index in 0..machines {
            let machine = map! {
                "name" => format!("web-{index}"),
                "hostname" => format!("web-{index}"),
                "fqdn" => format!("web-{index}.acme.katapult.cloud"),
                "created_at" => 1_767_225_600_i64,
                "initial_root_password" => "correct-horse-battery",
                "state" => "started",
                "zone" => zone,
                "organization" => organization,
                "package" => package,
                "memory_in_gb" => 3,
                "cpu_cores" => 1,
                "use_dedicated_cpus" => false,
                "gpus" => Vec::<i64>::new(),
                "tags" => vec![tag],
                "tag_names" => vec!["web"],
                "ip_addresses" => Vec::<i64>::new(),
            };
            store.create("VirtualMachine", machine);
        }
    });
}

fn respond(cloud: &Cloud, target: &str) {
    let request = http::Request::get(target).header("Authorization", "Bearer katapult-fake").body(Bytes::new());
    match cloud.respond(&request.unwrap()).outcome {
        Outcome::Response(response) => assert_eq!(response.status(), 200, "{:?}", response.body()),
        other => panic!("{other:?}"),
    }
}

fn fetch(client: &blocking::Client, index: usize) {
    let name = format!("web-{}.acme.katapult.cloud", index % MACHINES);
    client.send(virtual_machines::get(VirtualMachineLookup::fqdn(name))).unwrap();
}

fn time(calls: usize, call: impl Fn(usize)) -> String {
    let start = Instant::now();
    (0..calls).for_each(call);
    rate(calls, start.elapsed())
}

fn rate(calls: usize, elapsed: Duration) -> String {
    format!("{:.0} calls/s", calls as f64 / elapsed.as_secs_f64())
}

/// Serves `cloud` on a thread until the returned sender is dropped.
fn serve(cloud: &Cloud) -> (String, tokio::sync::oneshot::Sender<()>) {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    let cloud = cloud.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let server = Server::bind(cloud, 0).await.unwrap();
            tell.send(server.url()).unwrap();
            server.run(async { _ = stopped.await }).await;
        });
    });
    (told.recv().unwrap(), stop)
}
