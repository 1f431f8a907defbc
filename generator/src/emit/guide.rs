//! The guide on the first page of the documentation: how to use the crate, with examples from operations of the spec.

use super::example::{self, Call};
use crate::{
    docs::{Line, code, line, plain},
    ir::{Api, Authentication, Operation, Resource, ResponseType, Shape, Waited},
    name::Ident,
    taken::Runtime,
};

/// Its sections.
pub(super) fn lines(api: &Api) -> Vec<Line> {
    let mut lines = authentication(api);
    let call = api.guide.call.map(|id| api.operation(id));
    let list = api.guide.list.map(|id| api.operation(id));
    lines.extend(call.into_iter().flat_map(|(resource, operation)| first_call(api, resource, operation)));
    lines.extend(call.into_iter().flat_map(|(_, operation)| lookups(api, operation)));
    lines.extend(list.into_iter().flat_map(|(resource, operation)| pages(api, resource, operation)));
    lines.extend(api.guide.wait.iter().flat_map(|waited| waiting(api, waited)));
    lines.extend(call.into_iter().flat_map(|(resource, operation)| errors(api, resource, operation)));
    lines.extend(retries(api));
    if api.rate_limit_window.is_some() {
        lines.extend(rate_limit(api));
    }
    lines.extend(logging(api));
    lines.extend(testing(api));
    lines.extend(features());
    lines
}

fn section(title: &'static str, text: impl IntoIterator<Item = Line>) -> Vec<Line> {
    let mut lines = vec![Line::default(), line!["# ", title], Line::default()];
    lines.extend(text);
    lines.push(Line::default());
    lines
}

/// An example of `body`, which uses `used` of the crate; with `given`, it has a client and these parameters.
fn code_block(api: &Api, used: &[Line], given: Option<&Line>, body: impl IntoIterator<Item = Line>) -> Vec<Line> {
    let krate = &api.krate;
    let function = match given {
        Some(given) => line!["# async fn example(client: ", krate, "::Client", given, ")"],
        None => "# fn example()".into(),
    };
    let mut lines = vec!["```no_run".into(), line![function, " -> Result<(), ", krate, "::Error> {"]];
    lines.extend(imports(krate, used));
    lines.push(Line::default());
    lines.extend(body);
    lines.extend(["# Ok(())", "# }", "```"].map(Line::from));
    lines
}

/// What an example uses of the crate.
fn imports(krate: &Ident, used: &[Line]) -> Vec<Line> {
    let (mut names, paths): (Vec<_>, Vec<_>) = used.iter().cloned().partition(|used| !used.as_str().contains("::"));
    names.sort();
    let mut lines: Vec<Line> = paths.iter().map(|path| line!["use ", krate, "::", path, ";"]).collect();
    lines.push(match names.as_slice() {
        [one] => line!["use ", krate, "::", one, ";"],
        several => line!["use ", krate, "::{", Line::join(several, ", "), "};"],
    });
    lines
}

fn authentication(api: &Api) -> Vec<Line> {
    let (token, url) = (code(&api.token_variable), code(&api.url_variable));
    let mut lines = section(
        "Authentication",
        [
            line![
                "[`Client::from_env`](runtime::Client::from_env) reads the token from the environment variable ",
                token,
                ","
            ],
            line!["and the URL of the API from ", url, " if that is set, in place of ", code(&api.url), "."],
            "The URL has no path of a service or version; requests add it.".into(),
            "[`Client::builder`](runtime::Client::builder) takes both, and every other setting.".into(),
            "A clone of a client shares its connections and its rate limit.".into(),
        ],
    );
    let public = api.services.iter().filter(|service| service.authentication == Authentication::None);
    lines.splice(
        lines.len() - 1..,
        public
            .filter_map(|service| service.module.as_ref())
            .map(|module| line!["The operations in [`", plain(module), "`] need no token."]),
    );
    lines.push(Line::default());
    lines.extend(code_block(
        api,
        &["Client".into()],
        None,
        [
            "let client = Client::from_env()?;".into(),
            line!["let other = Client::builder().token(\"...\").url(", crate::docs::literal(&api.url), ").build()?;"],
        ],
    ));
    lines
}

fn first_call(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let call = Call::of(api, resource, &operation.function.ident, operation);
    let function = link(resource, operation);
    let mut lines = section(
        "First call",
        [
            line!["A function such as ", function, " describes a request and does no I/O."],
            "Required arguments are its parameters; optional ones are methods of what it returns.".into(),
            "[`Client::send`](runtime::Client::send) sends the request.".into(),
            "With feature `blocking`, `blocking::Client` sends the same requests.".into(),
        ],
    );
    let field = returned(api, operation);
    let body = call.statements("let response = client.send(".into(), ").await?;").into_iter().chain([
        line!["println!(\"{:?}\", response.", &field, ");"],
        "println!(\"{} {:?}\", response.status(), response.request_id());".into(),
        line!["let ", &field, " = response.into_inner().", field, ";"],
    ]);
    lines.extend(code_block(api, call.used(), Some(call.given()), body));
    lines.extend([
        Line::default(),
        "A [`Response`] dereferences to what the operation returns, and has the status, the headers,".into(),
        "the request ID and the raw body. [`Response::into_inner`] moves what the operation returns out of it.".into(),
    ]);
    lines
}

/// The lookup that `operation` takes: in how many ways its object can be named.
fn lookups(api: &Api, operation: &Operation) -> Vec<Line> {
    let lookup = operation.required().find_map(|argument| {
        let ty = api.ty(argument.ty.named()?);
        match &ty.shape {
            Shape::Lookup(lookup) => Some((ty, &lookup.members)),
            _ => None,
        }
    });
    let Some((ty, members)) = lookup else { return Vec::new() };
    let name = plain(&ty.name);
    let id = members.iter().find(|member| member.converts).and_then(|member| Some(api.ty(member.field.ty.named()?)));
    let mut text = vec![line!["A lookup such as [`", &name, "`] names an object in one of several ways."]];
    let mut used = vec![name.clone()];
    let mut body: Vec<Line> = members
        .iter()
        .map(|member| {
            let function = &member.field.name.ident;
            let value = example::value(api, &member.field);
            line!["let by_", plain(&member.field.name), " = ", &name, "::", function, "(", value, ");"]
        })
        .collect();
    if let Some(id) = id {
        let id_name = plain(&id.name);
        text.push(line![
            "An ID, here [`",
            &id_name,
            "`], converts into it, and so do references to an ID or a lookup."
        ]);
        used.insert(0, id_name.clone());
        let sample = match &id.shape {
            Shape::Id(Some(example)) => crate::docs::literal(example),
            _ => crate::docs::literal(&id.name.wire),
        };
        body.push(line!["let from_id = ", &name, "::from(", id_name, "::from(", sample, "));"]);
    }
    let mut lines = section("Lookups", text);
    lines.extend(code_block(api, &used, None, body));
    lines
}

fn pages(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let call = Call::of(api, resource, &operation.function.ident, operation);
    let mut lines = section(
        "Pages",
        [
            line!["A list such as ", link(resource, operation), " returns one page."],
            "[`Client::items`](runtime::Client::items) fetches the items of all pages, and".into(),
            "[`Client::pages`](runtime::Client::pages) the pages.".into(),
            "Both are streams; in a blocking client, they are iterators.".into(),
        ],
    );
    let body = call
        .statements("let mut items = client.items(".into(), ");")
        .into_iter()
        .chain(["while let Some(item) = items.next().await {", "    println!(\"{:?}\", item?);", "}"].map(Line::from));
    lines.extend(code_block(api, call.used(), Some(call.given()), body));
    lines
}

fn waiting(api: &Api, waited: &Waited) -> Vec<Line> {
    let (resource, operation) = api.operation(waited.operation);
    let call = Call::of(api, resource, &operation.function.ident, operation);
    let mut lines = section(
        "Waiting",
        [
            line![link(resource, operation), " starts something that the server completes later."],
            "[`Client::wait`](runtime::Client::wait) polls until it is done, and returns the last response.".into(),
            "A wait that fails or passes its deadline returns a [`WaitError`], which `?` converts into [`Error`]."
                .into(),
            "Each waiter is a function too, and returns a [`Wait`] with methods for the deadline, the pauses".into(),
            "and the progress.".into(),
        ],
    );
    let body = call.statements("let started = client.send(".into(), ").await?;").into_iter().chain([line![
        "client.wait(&started.",
        &waited.field,
        ").await?;"
    ]]);
    lines.extend(code_block(api, call.used(), Some(call.given()), body));
    lines
}

fn errors(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let of_service = &api.service(resource.service).errors;
    let first = operation.errors.first().or(of_service.first());
    let Some(error) = first.map(|id| api.error(*id)) else { return Vec::new() };
    let call = Call::of(api, resource, &operation.function.ident, operation);
    let mut lines = section(
        "Errors",
        [
            "Every call fails with the same [`Error`]. [`code`](runtime::Error::code) is one of [`ErrorCode`],".into(),
            "[`detail`](runtime::Error::detail) is typed by the code, and [`kind`](runtime::Error::kind) covers".into(),
            "errors without a code, such as a timeout.".into(),
            "The docs of each operation list its codes. An error prints everything that a person needs, such as".into(),
            "the reasons in its detail, and no secret.".into(),
        ],
    );
    let mut used = vec!["ErrorCode".into()];
    used.extend_from_slice(call.used());
    let body = call.statements("match client.send(".into(), ").await {").into_iter().chain([
        line!["    Ok(response) => println!(\"{:?}\", response.", returned(api, operation), "),"],
        line!["    Err(error) if error.code() == Some(ErrorCode::", &error.name.ident, ") => {"],
        line!["        println!(\"", crate::docs::letters(&error.name.wire), "\");"],
        "    }".into(),
        "    Err(error) => return Err(error),".into(),
        "}".into(),
    ]);
    lines.extend(code_block(api, &used, Some(call.given()), body));
    lines.extend(api.guide.wait.iter().flat_map(|waited| one_error(api, waited)));
    lines
}

/// A function that returns every error as one type.
fn one_error(api: &Api, waited: &Waited) -> Vec<Line> {
    let (resource, operation) = api.operation(waited.operation);
    let call = Call::of(api, resource, &operation.function.ident, operation);
    if !call.given().is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<Line> = [
        "",
        "It is the one error to return from a function of yours: `?` converts the errors of building a client and of a",
        "wait into it. [`wait`](runtime::Error::wait) then has the status and the last response of the wait, and",
        "[`build_error`](runtime::Error::build_error) the setting that is wrong.",
        "",
        "```no_run",
    ]
    .map(Line::from)
    .into();
    let mut used = vec!["Client".into(), "Error".into()];
    used.extend_from_slice(call.used());
    lines.extend(imports(&api.krate, &used));
    lines
        .extend(["", "async fn run() -> Result<(), Error> {", "    let client = Client::from_env()?;"].map(Line::from));
    let statements = call.statements("let started = client.send(".into(), ").await?;");
    lines.extend(statements.into_iter().map(|statement| line!["    ", statement]));
    lines.push(line!["    client.wait(&started.", &waited.field, ").await?;"]);
    lines.extend(["    Ok(())", "}", "```"].map(Line::from));
    lines
}

fn retries(api: &Api) -> Vec<Line> {
    let idempotent = Runtime::Idempotent.as_str();
    let mut lines = section(
        "Retries",
        [
            "A client retries requests that failed for a passing reason. An idempotent request is retried".into(),
            "after a broken connection, a timeout, and a response such as 503. Another one is retried only".into(),
            "if the server provably did not process it. A name that does not resolve is retried once, and a TLS".into(),
            "or certificate error is not.".into(),
            line!["[`", idempotent, "`] marks a single request as idempotent, [`RetryPolicy`] limits the attempts,"],
            "and [`Error::attempts`](runtime::Error::attempts) lists them.".into(),
        ],
    );
    let body = [
        "let policy = RetryPolicy::default().attempts(3);",
        "let client = Client::builder().from_env()?.retry(policy).build()?;",
    ];
    lines.extend(code_block(api, &["Client".into(), "RetryPolicy".into()], None, body.map(Line::from)));
    lines
}

fn rate_limit(api: &Api) -> Vec<Line> {
    let mut lines = section(
        "Rate limit",
        [
            "A client and its clones keep to the rate limit of the server: a request is held back until the".into(),
            "next window instead of failing. A call that would wait for more than two minutes fails at once with"
                .into(),
            "the kind [`RateLimit`](ErrorKind::RateLimit), and [`retry_after`](runtime::Error::retry_after) says"
                .into(),
            "when requests are permitted again. `max_rate_limit_wait` of the builder sets that time, and".into(),
            "`ignore_rate_limit` turns the limit off.".into(),
        ],
    );
    let body = [
        "let client = Client::from_env()?;",
        "if let Some(state) = client.rate_limit() {",
        "    println!(\"{state:?}\");",
        "}",
    ];
    lines.extend(code_block(api, &["Client".into()], None, body.map(Line::from)));
    lines
}

fn logging(api: &Api) -> Vec<Line> {
    let mut lines = section(
        "Logging",
        [
            "With feature `tracing`, each call is a span, and ends with one event at level DEBUG with the operation,"
                .into(),
            "the status, the number of attempts and the time. Retries, and waits of more than five seconds for the"
                .into(),
            line![
                "rate limit, are warnings. The target is `",
                &api.krate,
                "`, for a filter such as `",
                &api.krate,
                "=debug`."
            ],
            "The documentation of [`runtime`](runtime#tracing) lists all fields. No token, argument or body is logged."
                .into(),
        ],
    );
    lines.pop();
    lines
}

fn testing(api: &Api) -> Vec<Line> {
    let mut lines = section(
        "Testing",
        [
            "With feature `test-support`, the module `test_support` has a transport with prepared replies,".into(),
            "sample values of all models, responses and details of errors, and a guide. In `Cargo.toml`, a".into(),
            "dev-dependency enables the feature for tests alone.".into(),
            Line::default(),
            "A [`Transport`] of your own takes the place of the network, too: it gets each".into(),
            "request and returns a response. A server of your own works as well, by `url` of the builder.".into(),
        ],
    );
    let body = [
        "struct Fixed(&'static str);",
        "",
        "impl Transport for Fixed {",
        "    fn send(",
        "        &self,",
        "        request: http::Request<Bytes>,",
        "        _: Limits,",
        "    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {",
        "        println!(\"{} {}\", request.method(), request.uri());",
        "        Box::pin(async { Ok(http::Response::new(Bytes::from_static(self.0.as_bytes()))) })",
        "    }",
        "}",
        "",
        "let client = Client::builder().token(\"test\").transport(Fixed(\"{}\")).build()?;",
    ];
    let used = ["BoxFuture", "Bytes", "Client", "Limits", "Transport", "TransportError", "http"];
    lines.extend(code_block(api, &used.map(Line::from), None, body.map(Line::from)));
    lines
}

fn features() -> Vec<Line> {
    let features = [
        ("client", "the asynchronous [`Client`]; on by default"),
        ("blocking", "a client for code that is not asynchronous"),
        (
            "serde",
            "`Serialize` and `Deserialize` for models, ids and enums; secrets are redacted outside `WithSecrets`",
        ),
        ("chrono`, `jiff`, `time", "conversions between [`Timestamp`] and the types of these crates"),
        ("tower", "any `tower` service as the transport of [`Client`]"),
        ("tracing", "a span for each call, with events for retries and waits"),
        ("xml", "documents that are sent as XML, where the API has any"),
        ("registry", "a table of all operations, for tools"),
        ("openapi", "the API as an OpenAPI document, for tools"),
        ("test-support", "a transport for tests, and sample values"),
    ];
    let lines = features.map(|(feature, docs)| line!["- `", feature, "`: ", docs]);
    let mut section = section("Features", lines);
    section.pop();
    section
}

/// A link to a function from the front page.
fn link(resource: &Resource, operation: &Operation) -> Line {
    let path = &resource.module;
    let function = &operation.function;
    line!["[`", crate::docs::module(resource), "::", plain(function), "`](", path, "::", &function.ident, "())"]
}

/// The first field of what an operation returns.
fn returned(api: &Api, operation: &Operation) -> Line {
    let ResponseType::Own(id) = operation.output else { return Line::default() };
    match &api.ty(id).shape {
        Shape::Struct(object) => object.fields.first().map(|field| (&field.name.ident).into()).unwrap_or_default(),
        _ => Line::default(),
    }
}
