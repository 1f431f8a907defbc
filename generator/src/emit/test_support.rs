//! `test_support.rs`: what tests of programs need, with a guide.

use quote::quote;

use super::{File, WIDTH, example::Call, samples};
use crate::{
    docs::{Line, letters, line, quoted, wrap},
    ir::{Api, ErrorCode, Operation, Presence, Resource, ResponseType, Scalar, Shape, Struct, TypeRef},
    output,
};

/// The module, with a guide.
pub(super) fn file(api: &Api) -> output::File {
    let mut lines = wrap(&introduction(), WIDTH);
    lines.extend(guide(api));
    let mut file = File::laid_out(&"spec/api.yaml".into(), &lines, &api.place);
    let exports = quote! {
        pub use runtime::test_support::{Encode, Encoder, MockApi, MockCall, Sample, SampleError};
        #[cfg(any(feature = "client", feature = "blocking"))]
        pub use runtime::test_support::{IntoDetail, On, Prepared, Received, ReceivedRequest, Reply, TestClock, Unused};
    };
    file.block(&api.place, [exports]);
    let marker = &api.name.ident;
    let mock = quote! {
        #[doc = " A transport for tests: it returns prepared replies, and records the requests."]
        #[cfg(any(feature = "client", feature = "blocking"))]
        pub type Mock = runtime::test_support::Mock<crate::#marker>;
    };
    file.items(&api.place, [mock]);
    file.text(&api.place, samples::list(api));
    file.finish()
}

fn introduction() -> Vec<Line> {
    let paragraphs: [&[&'static str]; 6] = [
        &["Support for tests of programs that use this crate."],
        &[
            "[`Mock`] takes the place of the network: a client of it encodes requests, decodes responses, retries and",
            "keeps to the rate limit as every other client does, and the mock returns what the test prepared.",
            "[`Mock::on`](runtime::test_support::Mock::on) takes the function of an operation, and each reply is for",
            "one request, in the order in which they were prepared, unless",
            "[`times`](runtime::test_support::Prepared::times) or [`always`](runtime::test_support::Prepared::always)",
            "says otherwise. [`Mock::on_request`](runtime::test_support::Mock::on_request) replies only to the same",
            "arguments. A call for which nothing is prepared fails at once, with an error that names it.",
        ],
        &[
            "Every model, union, enum, ID, response and detail of an error has a [`Sample`]: a complete and valid value",
            "whose fields a test can change. [`Sample::sample_with`] changes it by JSON, and [`Sample::from_json`]",
            "decodes a whole value; their errors name the type and the path of the field.",
        ],
        &[
            "[`Mock::requests`](runtime::test_support::Mock::requests) returns the requests of an operation, which a",
            "test compares with those that it expects. A request has its path, query, headers and body as they were",
            "sent. [`Mock::verify`](runtime::test_support::Mock::verify) checks that all replies were used.",
        ],
        &[
            "Nothing takes time: the clients of a mock read a [`TestClock`], which moves on when they wait, be it for",
            "the next attempt, for the rate limit, or for the next poll of a wait. A reply with a",
            "[`delay`](runtime::test_support::Prepared::delay) longer than the timeout of the client times out.",
        ],
        &["Secrets in samples and replies are written as they are, with feature `serde` as well."],
    ];
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(paragraph.iter().map(|text| Line::from(*text)));
    }
    lines
}

/// The examples, if there is an operation from which they can be made.
fn guide(api: &Api) -> Vec<Line> {
    let Some((resource, operation)) = api.guide.call.map(|id| api.operation(id)) else { return Vec::new() };
    let call = Call::of(api, resource, &operation.function.ident, operation);
    let of_service = &api.service(resource.service).errors;
    let error = operation.errors.first().or(of_service.first()).map(|id| api.error(*id));
    let (Some(error), true) = (error, call.given().is_empty()) else { return Vec::new() };
    let Some(returned) = returned(api, resource, operation) else { return Vec::new() };
    let guide = Guide {
        api,
        call,
        function: line![&resource.module, "::", &operation.function.ident],
        request: line![&resource.module, "::", &operation.request],
        is_retried: operation.idempotent,
        error,
        returned,
    };
    let mut lines: Vec<Line> = ["", "# With the async client", "", "```"].map(Line::from).into();
    lines.extend(guide.asynchronous());
    lines.extend(["```", "", "# With the blocking client", "", "```"].map(Line::from));
    lines.extend(guide.blocking());
    lines.push("```".into());
    lines
}

/// A field of a response, and the text in it that the examples change.
struct Returned {
    field: Line,
    /// The path of the text, and its type: an id or a string.
    text: Line,
    /// The JSON that changes it.
    json: Line,
    /// The type of the response.
    output: Line,
}

/// The first text of an object that `operation` returns.
fn returned(api: &Api, resource: &Resource, operation: &Operation) -> Option<Returned> {
    let ResponseType::Own(id) = operation.output else { return None };
    let output = api.ty(id);
    let Shape::Struct(Struct { fields, .. }) = &output.shape else { return None };
    let plain = |presence: Presence| presence == Presence::Required;
    fields.iter().filter(|field| plain(field.presence) && field.deprecated.is_none()).find_map(|field| {
        let TypeRef::Named(id) = field.ty else { return None };
        let Shape::Struct(Struct { fields, .. }) = &api.ty(id).shape else { return None };
        let text = fields.iter().find(|text| {
            plain(text.presence) && text.deprecated.is_none() && text.ty == TypeRef::Scalar(Scalar::String)
        })?;
        Some(Returned {
            field: (&field.name.ident).into(),
            text: line![&field.name.ident, ".", &text.name.ident],
            json: line!["{", quoted(&field.name.wire), ": {", quoted(&text.name.wire), ": \"other\"}}"],
            output: line![&resource.module, "::", &output.name.ident],
        })
    })
}

struct Guide<'a> {
    api: &'a Api,
    call: Call,
    function: Line,
    request: Line,
    is_retried: bool,
    error: &'a ErrorCode,
    returned: Returned,
}

impl Guide<'_> {
    fn asynchronous(&self) -> Vec<Line> {
        let mut lines = vec![
            "# #[cfg(feature = \"client\")]".into(),
            "# #[tokio::main(flavor = \"current_thread\")]".into(),
            "# async fn main() -> Result<(), Box<dyn std::error::Error>> {".into(),
        ];
        lines.extend(self.body("Client", "async fn", ".await", "mock.client()"));
        lines.extend(["# Ok(())", "# }", "# #[cfg(not(feature = \"client\"))] fn main() {}"].map(Line::from));
        lines
    }

    fn blocking(&self) -> Vec<Line> {
        let mut lines = vec![
            "# #[cfg(feature = \"blocking\")]".into(),
            "# fn main() -> Result<(), Box<dyn std::error::Error>> {".into(),
        ];
        lines.extend(self.body("blocking::Client", "fn", "", "mock.blocking_client()"));
        lines.extend(["# Ok(())", "# }", "# #[cfg(not(feature = \"blocking\"))] fn main() {}"].map(Line::from));
        lines
    }

    /// A program under test, and its test.
    fn body(&self, client: &'static str, function: &'static str, wait: &'static str, make: &'static str) -> Vec<Line> {
        let krate = &self.api.krate;
        let error = &self.error.name.ident;
        let not_found = quoted(letters(&self.error.name.wire).as_str());
        let Returned { field, text, json, output } = &self.returned;
        let mut names: Vec<Line> = ["Error", "ErrorCode"].map(Line::from).into();
        names.push(if wait.is_empty() { "blocking" } else { "Client" }.into());
        names.extend_from_slice(self.call.used());
        names.sort();
        names.dedup();
        let sent = match wait {
            "" => self.call.statements("match client.send(".into(), ") {"),
            _ => self.call.statements("match client.send(".into(), ").await {"),
        };
        let mut lines = vec![
            line!["use ", krate, "::test_support::{Mock, Sample};"],
            line!["use ", krate, "::{", Line::join(&names, ", "), "};"],
            Line::default(),
            "/// The program under test.".into(),
            line![function, " show(client: &", client, ") -> Result<String, Error> {"],
        ];
        let indented = |line: Line| line!["    ", line];
        lines.extend(sent.into_iter().map(indented));
        lines.extend([
            line!["        Ok(response) => Ok(response.", text, ".clone()),"],
            line!["        Err(error) if error.code() == Some(ErrorCode::", error, ") => Ok(", &not_found, ".into()),"],
            "        Err(error) => Err(error),".into(),
            "    }".into(),
            "}".into(),
            Line::default(),
            "let mock = Mock::new();".into(),
            line!["let client = ", make, ";"],
            Line::default(),
            "// A sample with another value, which is used once.".into(),
            line!["let mut output = ", output, "::sample();"],
            line!["output.", text, " = \"other\".to_owned();"],
            line!["mock.on(", &self.function, ").reply(output.clone());"],
            line!["assert_eq!(show(&client)", wait, "?, \"other\");"],
            Line::default(),
            "// The same by JSON.".into(),
            line!["let same = ", output, "::sample_with(r#\"", json, "\"#)?;"],
            line!["assert_eq!(same.", field, ", output.", field, ");"],
            line!["mock.on(", &self.function, ").reply(same);"],
            line!["assert_eq!(show(&client)", wait, "?, \"other\");"],
            Line::default(),
        ]);
        if self.is_retried {
            lines.extend([
                "// The client retries, and the test does not wait.".into(),
                line!["mock.on(", &self.function, ").drop_connection();"],
                line!["mock.on(", &self.function, ").status(", krate, "::http::StatusCode::BAD_GATEWAY).times(2);"],
                line!["mock.on(", &self.function, ").reply(output);"],
                line!["assert_eq!(show(&client)", wait, "?, \"other\");"],
                Line::default(),
            ]);
        }
        lines.extend([
            "// An error, with its status and a sample of its detail.".into(),
            line!["mock.on(", &self.function, ").error_sample(ErrorCode::", error, ");"],
            line!["assert_eq!(show(&client)", wait, "?, ", &not_found, ");"],
            Line::default(),
            "// Nothing is prepared any more.".into(),
            line!["let error = show(&client)", wait, ".unwrap_err().to_string();"],
            line!["assert!(error.contains(\"no reply is prepared\"), \"{error}\");"],
            Line::default(),
            "// The requests that were sent, each attempt on its own, and that all replies were used.".into(),
        ]);
        lines.extend(self.call.statements("let expected = ".into(), ";"));
        lines.extend([
            line!["let requests = mock.requests::<", &self.request, ">();"],
            "assert!(requests.iter().all(|request| *request == expected));".into(),
            if self.is_retried { "assert_eq!(requests.len(), 8);" } else { "assert_eq!(requests.len(), 4);" }.into(),
            "mock.verify()?;".into(),
        ]);
        lines
    }
}
