//! Tests of a program with prepared replies.

use std::time::{Duration, Instant};

use katapult_api::http::{HeaderName, HeaderValue, StatusCode};
use katapult_api::test_support::{Encode, Mock, Reply, Sample};
use katapult_api::{
    Client, ErrorCode, ErrorDetail, ErrorKind, FailedChecks, Idempotent, ObjectStorageAccessKeyId, OrganizationLookup,
    TaskStatus, VirtualMachineArguments, VirtualMachineLookup, VirtualMachineSummary, blocking,
    object_storage_access_keys, tasks, virtual_machines,
};

type Outcome = Result<&'static str, Box<dyn std::error::Error>>;

/// The program under test: starts a machine, and waits until that is done.
async fn start(client: &Client, fqdn: &str) -> Outcome {
    match client.send(virtual_machines::start(VirtualMachineLookup::fqdn(fqdn))).await {
        Ok(started) => {
            client.wait(&started.task).await?;
            Ok("started")
        }
        Err(error) if error.code() == Some(ErrorCode::ObjectInTrash) => Ok("deleted"),
        Err(error) => Err(error.into()),
    }
}

/// The same with a blocking client.
fn start_blocking(client: &blocking::Client, fqdn: &str) -> Outcome {
    match client.send(virtual_machines::start(VirtualMachineLookup::fqdn(fqdn))) {
        Ok(started) => {
            client.wait(&started.task)?;
            Ok("started")
        }
        Err(error) if error.code() == Some(ErrorCode::ObjectInTrash) => Ok("deleted"),
        Err(error) => Err(error.into()),
    }
}

/// Runs the program with both clients, each with a mock that `prepare` prepares.
fn both(prepare: impl Fn(&Mock)) -> [(Mock, Outcome); 2] {
    let [first, second] = [Mock::new(), Mock::new()];
    prepare(&first);
    prepare(&second);
    let asynchronous = block_on(start(&first.client(), "web-1.acme.test"));
    let blocking = start_blocking(&second.blocking_client(), "web-1.acme.test");
    [(first, asynchronous), (second, blocking)]
}

/// Without the timers of tokio, which a client of a mock does not need.
fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn task(status: TaskStatus) -> tasks::GetOutput {
    let mut output = tasks::GetOutput::sample();
    output.task.status = status;
    output
}

#[test]
fn a_program_that_waits_takes_no_time() {
    let begin = Instant::now();
    let outcomes = both(|mock| {
        mock.on(virtual_machines::start).reply(Sample::sample());
        mock.on(tasks::get)
            .reply(task(TaskStatus::Pending))
            .then()
            .reply(task(TaskStatus::Running))
            .times(9)
            .then()
            .reply(task(TaskStatus::Completed));
    });
    for (mock, outcome) in outcomes {
        assert_eq!(outcome.unwrap(), "started");
        assert_eq!(mock.requests::<tasks::Get>().len(), 11);
        assert!(mock.clock().elapsed() > Duration::from_secs(30), "{:?}", mock.clock());
        mock.verify().unwrap();
    }
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[test]
fn requests_are_recorded_as_the_program_sent_them() {
    let outcomes = both(|mock| {
        mock.on(virtual_machines::start).reply(Sample::sample());
        mock.on(tasks::get).reply(task(TaskStatus::Completed));
    });
    for (mock, outcome) in outcomes {
        outcome.unwrap();
        let [request] = mock.requests::<virtual_machines::Start>().try_into().unwrap();
        assert_eq!(request, virtual_machines::start(VirtualMachineLookup::fqdn("web-1.acme.test")));
        assert_ne!(request, virtual_machines::start(VirtualMachineLookup::fqdn("web-2.acme.test")));
        assert_eq!(request.http().method(), "POST");
        assert_eq!(request.path(), "/core/v1/virtual_machines/virtual_machine/start");
        assert_eq!(request.query(), None);
        assert_eq!(&request.body()[..], br#"{"virtual_machine":{"fqdn":"web-1.acme.test"}}"#);
        assert_eq!(request.http().headers()["authorization"], "Bearer test");
        let names: Vec<_> = mock.all_requests().iter().map(|request| request.operation().name).collect();
        assert_eq!(names, ["virtual_machines::start", "tasks::get"]);
    }
}

#[test]
fn the_order_of_arguments_does_not_matter() {
    let mock = Mock::new();
    mock.on(virtual_machines::update).reply(Sample::sample());
    let properties = VirtualMachineArguments::new().name("web").hostname("web-1");
    mock.blocking_client().send(virtual_machines::update(VirtualMachineLookup::id("vm_1"), properties)).unwrap();
    let same = VirtualMachineArguments::new().hostname("web-1").name("web");
    let expected = virtual_machines::update(VirtualMachineLookup::id("vm_1"), same);
    assert_eq!(mock.requests::<virtual_machines::Update>(), [expected]);
}

#[test]
fn a_reply_can_be_for_certain_arguments() {
    let mock = Mock::new();
    let get = |id: &str| virtual_machines::get(VirtualMachineLookup::id(id));
    mock.on_request(get("vm_1")).error(ErrorCode::VirtualMachineNotFound, None).always();
    mock.on(virtual_machines::get).reply(Sample::sample()).always();
    let client = mock.blocking_client();
    for _ in 0..2 {
        assert_eq!(client.send(get("vm_1")).unwrap_err().code(), Some(ErrorCode::VirtualMachineNotFound));
        client.send(get("vm_2")).unwrap();
    }
}

#[test]
fn an_error_has_its_documented_status_and_detail() {
    let outcomes = both(|mock| {
        mock.on(virtual_machines::start).error_sample(ErrorCode::ObjectInTrash);
    });
    for (_, outcome) in outcomes {
        assert_eq!(outcome.unwrap(), "deleted");
    }

    let mock = Mock::new();
    let mut errors = FailedChecks::sample();
    errors.errors = vec!["Name is taken".to_owned()];
    let detail = ErrorDetail::ValidationError(Box::new(errors));
    mock.on(virtual_machines::update).error(ErrorCode::ValidationError, detail.clone());
    mock.on(virtual_machines::update)
        .error(ErrorCode::Unrecognized("new_code".to_owned()), None)
        .with_status(StatusCode::CONFLICT);
    let client = mock.blocking_client();
    let update = virtual_machines::update(VirtualMachineLookup::id("vm_1"), VirtualMachineArguments::new());
    let error = client.send(&update).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(error.detail(), Some(&detail));
    let error = client.send(&update).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::CONFLICT));
    assert_eq!(error.code(), Some(ErrorCode::Unrecognized("new_code".to_owned())));
}

#[test]
fn a_call_without_a_reply_fails_at_once_and_is_named() {
    let outcomes = both(|mock| {
        mock.on(tasks::get).reply(Sample::sample()).times(2);
        mock.on_request(virtual_machines::start(VirtualMachineLookup::id("vm_1"))).reply(Sample::sample());
    });
    for (mock, outcome) in outcomes {
        assert_eq!(
            outcome.unwrap_err().to_string(),
            "virtual_machines::start failed: no reply is prepared for `virtual_machines::start \
             {\"virtual_machine\": {\"fqdn\": \"web-1.acme.test\"}}`; prepared: `tasks::get` (used 0 of 2), \
             `virtual_machines::start {\"virtual_machine\": {\"id\": \"vm_1\"}}` (used 0 of 1)"
        );
        assert_eq!(mock.all_requests().len(), 1, "it is not retried");
        let unused = mock.verify().unwrap_err().to_string();
        assert!(unused.contains("`tasks::get` (used 0 of 2)"), "{unused}");
    }

    // A GET would be retried after a failure of the network.
    let mock = Mock::new();
    let error = mock.blocking_client().send(virtual_machines::get(VirtualMachineLookup::id("vm_1"))).unwrap_err();
    assert!(error.to_string().ends_with("prepared: nothing"), "{error}");
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Transport, 1));
}

#[test]
fn a_body_that_does_not_decode_names_operation_and_field() {
    let outcomes = both(|mock| {
        mock.on(virtual_machines::start).reply_json(r#"{"task": {"id": null}}"#);
    });
    for (_, outcome) in outcomes {
        let text = outcome.unwrap_err().to_string();
        assert!(text.starts_with("virtual_machines::start failed: 200 OK, "), "{text}");
        assert!(text.contains("at `task.id`"), "{text}");
    }
}

#[test]
fn retries_and_delays_take_no_time() {
    let mock = Mock::new();
    mock.on(virtual_machines::get).drop_connection();
    mock.on(virtual_machines::get).refuse_connection();
    mock.on(virtual_machines::get)
        .status(StatusCode::SERVICE_UNAVAILABLE)
        .header(HeaderName::from_static("retry-after"), HeaderValue::from_static("60"));
    mock.on(virtual_machines::get).reply(Sample::sample()).delay(Duration::from_secs(59));
    let get = virtual_machines::get(VirtualMachineLookup::id("vm_1"));
    mock.blocking_client().send(&get).unwrap();
    assert!(mock.clock().elapsed() >= Duration::from_secs(119), "{:?}", mock.clock());
    let times: Vec<_> = mock.requests::<virtual_machines::Get>().iter().map(|request| request.at()).collect();
    assert!(times.is_sorted() && times[3] - times[2] >= Duration::from_secs(60), "{times:?}");

    // Longer than the timeout of the client, so that the request fails before the reply is there.
    mock.on(virtual_machines::get).reply(Sample::sample()).delay(Duration::from_secs(3600));
    mock.on(virtual_machines::get).reply(Sample::sample());
    block_on(mock.client().send(&get)).unwrap();
    mock.on(virtual_machines::start).drop_connection().times(2);
    let start = virtual_machines::start(VirtualMachineLookup::id("vm_1"));
    assert_eq!(block_on(mock.client().send(&start)).unwrap_err().kind(), ErrorKind::Interrupted);
    mock.on(virtual_machines::start).reply(Sample::sample());
    block_on(mock.client().send(Idempotent(&start))).unwrap();
    mock.verify().unwrap();
}

#[test]
fn the_rate_limit_takes_no_time() {
    let mock = Mock::new();
    let header = |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
    let [permitted, remaining] = [header("x-ratelimit-permitted", "10"), header("x-ratelimit-remaining", "0")];
    mock.on(tasks::get)
        .reply(Sample::sample())
        .header(permitted.0, permitted.1)
        .header(remaining.0, remaining.1)
        .times(3);
    let get = tasks::get(katapult_api::TaskId::from("task_1"));
    let client = mock.client();
    block_on(async {
        for _ in 0..3 {
            client.send(&get).await.unwrap();
        }
    });
    assert!(mock.clock().elapsed() >= Duration::from_secs(60), "{:?}", mock.clock());
}

#[test]
fn a_closure_replies_to_what_it_gets() {
    let mock = Mock::new();
    mock.on(virtual_machines::list)
        .reply_with(|request| {
            let page = request.query().unwrap().split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap();
            let mut output = virtual_machines::ListOutput::sample();
            output.virtual_machines[0].name = format!("web-{page}");
            output.pagination.total_pages = Some(3);
            Reply::new(&output)
        })
        .always();
    let list = virtual_machines::list(OrganizationLookup::id("org_1"));
    let names = |items: Vec<VirtualMachineSummary>| items.into_iter().map(|item| item.name).collect::<Vec<_>>();
    let items = mock.blocking_client().items(&list).collect::<Result<_, _>>().unwrap();
    assert_eq!(names(items), ["web-1", "web-2", "web-3"]);
    let items = block_on(mock.client().items(&list).into_vec()).unwrap();
    assert_eq!(names(items), ["web-1", "web-2", "web-3"]);
}

#[test]
fn a_closure_can_use_the_mock() {
    let mock = Mock::new();
    let inner = mock.clone();
    mock.on(tasks::get).reply_with(move |_| {
        inner.on(tasks::get).reply(task(TaskStatus::Failed));
        Reply::new(&task(TaskStatus::Completed))
    });
    let client = mock.blocking_client();
    let get = tasks::get(katapult_api::TaskId::from("task_1"));
    assert_eq!(client.send(&get).unwrap().task.status, TaskStatus::Completed);
    assert_eq!(client.send(&get).unwrap().task.status, TaskStatus::Failed);
}

#[test]
fn concurrent_calls_share_the_clock() {
    let mock = Mock::new();
    mock.on(tasks::get).reply(task(TaskStatus::Running)).times(20).then().reply(task(TaskStatus::Completed)).always();
    let client = mock.client();
    let wait = |id: &'static str| client.wait(tasks::until_completed(katapult_api::TaskId::from(id)));
    let (first, second) = block_on(async { tokio::join!(wait("task_1"), wait("task_2")) });
    assert_eq!(first.unwrap().task.status, TaskStatus::Completed);
    second.unwrap();
    assert!(mock.clock().elapsed() < Duration::from_secs(600), "{:?}", mock.clock());
}

#[test]
fn a_secret_in_a_reply_is_written_in_full() {
    let mock = Mock::new();
    let mut output = object_storage_access_keys::GenerateCredentialsOutput::sample();
    let expected = output.to_json();
    assert!(expected.contains("secret"), "{expected}");
    mock.on(object_storage_access_keys::generate_credentials).reply(output.clone());
    let call = object_storage_access_keys::generate_credentials(ObjectStorageAccessKeyId::sample());
    output = mock.blocking_client().send(call).unwrap().into_inner();
    assert_eq!(output.to_json(), expected);
}

#[test]
#[allow(deprecated)]
fn every_function_of_an_operation_is_accepted() {
    let mock = Mock::new();
    macro_rules! prepare {
        ($($function:path,)*) => {{
            $(mock.on($function).reply(Sample::sample());)*
            [$(stringify!($function)),*].len()
        }};
    }
    let count = katapult_api::__samples!(functions prepare);
    assert_eq!(mock.verify().unwrap_err().to_string().matches("(used 0 of 1)").count(), count);
    assert!(count > 190, "{count}");
}

#[test]
fn text_is_sent_as_plain_text() {
    let mock = Mock::new();
    mock.on(virtual_machines::authorized_keys).reply(katapult_api::Text("ssh-ed25519 AAAA".to_owned()));
    let response = mock.blocking_client().send(virtual_machines::authorized_keys()).unwrap();
    assert_eq!(response.headers()["content-type"], "text/plain");
    assert_eq!(response.as_str(), "ssh-ed25519 AAAA");
}

#[test]
fn the_example_of_the_readme_works() {
    let mock = Mock::new();
    mock.on(virtual_machines::get).reply(Sample::sample());
    mock.on(virtual_machines::get).error_sample(ErrorCode::ObjectInTrash);

    let client = mock.blocking_client(); // or `mock.client()`
    let web = virtual_machines::get(VirtualMachineLookup::fqdn("web-1.acme.katapult.cloud"));
    assert!(client.send(&web).is_ok());
    assert_eq!(client.send(&web).unwrap_err().code(), Some(ErrorCode::ObjectInTrash));
    assert_eq!(mock.requests::<virtual_machines::Get>(), [web.clone(), web]);

    let readme = include_str!("../README.md");
    let (_, own) = include_str!("mock.rs").split_once("fn the_example_of_the_readme_works() {\n").unwrap();
    let (code, _) = own.split_once("\n\n    let readme").unwrap();
    let missing: Vec<_> = code.lines().map(str::trim).filter(|line| !readme.contains(line)).collect();
    assert!(missing.is_empty(), "copy these lines into generated/README.md: {missing:#?}");
}
