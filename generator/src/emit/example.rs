//! Examples: a call of every operation with sample arguments, which the doc tests compile.

mod printed;

use std::collections::BTreeSet;

use crate::{
    docs::{Line, line, literal, number, plain, quoted},
    ir::{
        Api, Ending, Example, Field, Operation, Resource, RustType, Shape, Struct, TypeId, TypeRef, Waiter,
        WantedNumber,
    },
    name::Ident,
    samples::given,
};

/// The lines of an example that calls `operation`.
pub(super) fn of_call(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let call = Call::of(api, resource, &operation.function.ident, operation);
    let error = line![&api.krate, "::Error"];
    let printed = printed::of(api, operation);
    match &operation.pages {
        None => call.lines(&api.krate, error, ("let response = client.send(".into(), ").await?;"), printed),
        Some(pages) => {
            let start = line!["let ", &pages.list.ident, " = client.items("];
            call.lines(&api.krate, error, (start, ").into_vec().await?;"), printed)
        }
    }
}

/// The lines of an example that waits by `waiter`, which polls `operation`.
pub(super) fn of_wait(api: &Api, resource: &Resource, waiter: &Waiter, operation: &Operation) -> Vec<Line> {
    let (start, printed) = match waiter.ending {
        Ending::Status(_) | Ending::Success | Ending::Number(_) => {
            ("let response = client.wait(", printed::of(api, operation))
        }
        Ending::Gone(_) => ("client.wait(", Vec::new()),
    };
    let mut call = Call::of(api, resource, &waiter.function.ident, operation);
    if let Ending::Number(WantedNumber { argument, .. }) = &waiter.ending {
        call.arguments.push((Line::from(&argument.ident), Sampled::from("40")));
    }
    call.setters.clear();
    call.lines(&api.krate, line![&api.krate, "::Error"], (start.into(), ").await?;"), printed)
}

/// The width of a line of an example.
const WIDTH: usize = 92;

/// A call in an example.
pub(super) struct Call {
    /// What the example imports: the module, then types.
    used: Vec<Line>,
    /// The parameters of the function around it, for values that the example does not build.
    given: Line,
    /// The path of the function.
    function: Line,
    /// The names of the arguments that the operation needs, with their values.
    arguments: Vec<(Line, Sampled)>,
    /// The methods that set optional arguments with an example.
    setters: Vec<Line>,
}

impl Call {
    /// A call of `function`, which takes what `operation` needs.
    pub(super) fn of(api: &Api, resource: &Resource, function: &Ident, operation: &Operation) -> Self {
        let mut sample = Sample { api, types: BTreeSet::new(), given: BTreeSet::new(), within: Vec::new(), objects: 0 };
        let arguments = operation
            .required()
            .map(|argument| (Line::from(&argument.name.ident), sample.parameter(argument)))
            .collect();
        let setters = sample.setters(&operation.arguments);
        let mut used = vec![Line::from(&resource.module.outermost().ident)];
        used.extend(sample.types);
        Self {
            used,
            given: Line::join(&sample.given, ""),
            function: line![&resource.module, "::", function],
            arguments,
            setters,
        }
    }

    /// What the example imports: the module, then types.
    pub(super) fn used(&self) -> &[Line] {
        &self.used
    }

    /// The parameters of the function around the example, besides the client.
    pub(super) fn given(&self) -> &Line {
        &self.given
    }

    /// The lines of the example, with the call between `start` and `end`.
    fn lines(self, krate: &Ident, error: Line, (start, end): (Line, &'static str), printed: Vec<Line>) -> Vec<Line> {
        let mut lines = vec!["```no_run".into()];
        lines.extend(self.imports(krate));
        let given = &self.given;
        lines.push(line!["# async fn example(client: ", krate, "::Client", given, ") -> Result<(), ", error, "> {"]);
        lines.extend(self.statements(start, end));
        lines.extend(printed);
        lines.extend(["# Ok(())", "# }", "```"].map(Line::from));
        lines
    }

    /// The call between `start` and `end`: one statement where it fits, or else one for each argument.
    pub(super) fn statements(&self, start: Line, end: &'static str) -> Vec<Line> {
        let names: Vec<_> = self.arguments.iter().map(|(name, _)| name).collect();
        let call = |arguments: &[Line]| line![&self.function, "(", Line::join(arguments, ", "), ")"];
        let setters = Line::join(&self.setters, "");
        let values: Vec<_> = self.arguments.iter().map(|(_, value)| value.whole()).collect();
        let whole = line![&start, call(&values), &setters, end];
        // A variable would hide the client of the example.
        if !is_wide(&whole) || names.iter().any(|name| name.as_str() == "client") {
            return vec![whole];
        }
        let mut lines: Vec<Line> = Vec::new();
        for (name, value) in &self.arguments {
            lines.extend(value.statement(line!["let ", name]));
        }
        let names: Vec<Line> = names.into_iter().cloned().collect();
        let called = line![&start, call(&names), &setters, end];
        if !is_wide(&called) {
            lines.push(called);
            return lines;
        }
        let request = call(&names);
        if is_wide(&line!["let request = ", &request, ";"]) {
            lines.push(line!["let request = ", &self.function, "("]);
            lines.extend(names.iter().map(|name| line!["    ", name, ","]));
            lines.push(line![")", &setters, ";"]);
        } else {
            lines.extend(Sampled { head: request, chain: self.setters.clone() }.statement("let request".into()));
        }
        lines.push(line![&start, "request", end]);
        lines
    }

    fn imports(&self, krate: &Ident) -> Vec<Line> {
        let each = || self.used.iter().map(|one| line!["# use ", krate, "::", one, ";"]).collect();
        if self.used.len() == 1 {
            return each();
        }
        let all = line!["# use ", krate, "::{", Line::join(&self.used, ", "), "};"];
        if is_wide(&all) { each() } else { vec![all] }
    }
}

fn is_wide(line: &Line) -> bool {
    line.as_str().len() > WIDTH
}

/// What a caller passes for `field` on its own.
pub(super) fn value(api: &Api, field: &Field) -> Line {
    let mut sample = Sample { api, types: BTreeSet::new(), given: BTreeSet::new(), within: Vec::new(), objects: 0 };
    sample.parameter(field).whole()
}

/// An expression, and the methods that are called on it.
struct Sampled {
    head: Line,
    chain: Vec<Line>,
}

impl<L: Into<Line>> From<L> for Sampled {
    fn from(head: L) -> Self {
        Self { head: head.into(), chain: Vec::new() }
    }
}

impl Sampled {
    /// The expression on one line.
    fn whole(&self) -> Line {
        line![&self.head, Line::join(&self.chain, "")]
    }

    /// The statement `target = ...;`, with a line for each method where one line is too wide.
    fn statement(&self, target: Line) -> Vec<Line> {
        let whole = line![&target, " = ", self.whole(), ";"];
        if !is_wide(&whole) {
            return vec![whole];
        }
        let first = line![&target, " = ", &self.head];
        let mut lines = match is_wide(&first) {
            true => vec![line![&target, " ="], line!["    ", &self.head]],
            false => vec![first],
        };
        let indent = if lines.len() > 1 { "        " } else { "    " };
        lines.extend(self.chain.iter().map(|method| line![indent, method]));
        if let Some(last) = lines.last_mut() {
            last.push(";");
        }
        lines
    }
}

/// How many objects an example builds inside each other.
const DEPTH: usize = 4;

/// How many objects an example builds in all.
const OBJECTS: usize = 32;

/// Sample values, and the types that they name.
struct Sample<'a> {
    api: &'a Api,
    types: BTreeSet<Line>,
    /// The parameters for values that are not built.
    given: BTreeSet<Line>,
    /// The objects that are being built, from the outside in.
    within: Vec<TypeId>,
    /// How many objects are built so far.
    objects: usize,
}

impl Sample<'_> {
    /// What a caller passes for `field`.
    fn parameter(&mut self, field: &Field) -> Sampled {
        if field.presence.is_nullable() {
            return "None".into();
        }
        self.sampled(&field.ty, &field.name.wire, field.example.as_ref())
    }

    /// The methods that set the optional ones of `fields` that have an example.
    fn setters(&mut self, fields: &[Field]) -> Vec<Line> {
        let mut setters = Vec::new();
        for field in fields.iter().filter(|field| field.presence.is_optional() && field.deprecated.is_none()) {
            if let Some(example) = &field.example {
                let value = self.sampled(&field.ty, &field.name.wire, Some(example)).whole();
                setters.push(line![".", &field.name.ident, "(", value, ")"]);
            }
        }
        setters
    }

    fn value(&mut self, ty: &TypeRef, called: &str, example: Option<&Example>) -> Line {
        self.sampled(ty, called, example).whole()
    }

    fn sampled(&mut self, ty: &TypeRef, called: &str, example: Option<&Example>) -> Sampled {
        let api = self.api;
        let example = given(api, ty, called, example);
        match (ty, example) {
            (TypeRef::List(item), Some(Example::List(items))) => {
                let items: Vec<_> = items.iter().map(|example| self.value(item, called, Some(example))).collect();
                line!["[", Line::join(&items, ", "), "]"].into()
            }
            (TypeRef::Scalar(_), Some(Example::Text(text))) => quoted(text).into(),
            (TypeRef::Scalar(_), Some(Example::Integer(value))) => number(value).into(),
            (TypeRef::Scalar(_), Some(Example::Number(value))) => number(value).into(),
            (TypeRef::Scalar(_), Some(Example::Boolean(value))) => number(value).into(),
            (TypeRef::Named(id), Some(Example::Text(text))) => match &self.api.ty(*id).shape {
                Shape::Enum(values) => {
                    let name = plain(&self.api.ty(*id).name);
                    self.types.insert(name.clone());
                    match values.iter().find(|value| value.name.wire == *text) {
                        Some(value) => line![name, "::", &value.name.ident].into(),
                        None => line![name, "::from(", quoted(text), ")"].into(),
                    }
                }
                _ => quoted(text).into(),
            },
            _ => self.built(ty, called),
        }
    }

    fn built(&mut self, ty: &TypeRef, called: &str) -> Sampled {
        let api = self.api;
        let line = match ty {
            TypeRef::Scalar(scalar) => {
                let Some(sample) = scalar.sample() else { return literal(called).into() };
                if let RustType::Runtime(name) = scalar.rust() {
                    self.types.insert(name.as_str().into());
                }
                sample.into()
            }
            TypeRef::List(item) => line!["[", self.value(item, called, None), "]"],
            TypeRef::Named(id) => {
                let ty = api.ty(*id);
                let name = plain(&ty.name);
                match &ty.shape {
                    Shape::Id(example) => literal(example.as_deref().unwrap_or(called)),
                    Shape::Lookup(lookup) => {
                        self.types.insert(name.clone());
                        let preferred = lookup.members.iter().find(|member| member.field.example.is_some());
                        let Some(member) = preferred.or(lookup.members.first()) else { return name.into() };
                        let value =
                            self.value(&member.field.ty, &member.field.name.wire, member.field.example.as_ref());
                        line![name, "::", &member.field.name.ident, "(", value, ")"]
                    }
                    Shape::OneOf(members) => {
                        self.types.insert(name.clone());
                        let known = members.iter().find(|member| member.field.deprecated.is_none());
                        let Some(member) = known.or(members.first()) else { return name.into() };
                        let value =
                            self.value(&member.field.ty, &member.field.name.wire, member.field.example.as_ref());
                        line![name, "::", &member.variant, "(", value, ")"]
                    }
                    Shape::Enum(values) => {
                        self.types.insert(name.clone());
                        match values.iter().find(|value| value.deprecated.is_none()) {
                            Some(value) => line![name, "::", &value.name.ident],
                            None => line![name, "::from(", literal(called), ")"],
                        }
                    }
                    Shape::Arguments(_) | Shape::Struct(_)
                        if self.within.contains(id) || self.within.len() == DEPTH || self.objects == OBJECTS =>
                    {
                        self.types.insert(name.clone());
                        let variable = &ty.variable;
                        self.given.insert(line![", ", variable, ": ", name]);
                        variable.into()
                    }
                    Shape::Arguments(fields) | Shape::Struct(Struct { fields, .. }) => {
                        self.types.insert(name.clone());
                        self.objects += 1;
                        self.within.push(*id);
                        let required = fields.iter().filter(|field| !field.presence.is_optional());
                        let arguments: Vec<_> = required.map(|field| self.parameter(field).whole()).collect();
                        let chain = self.setters(fields);
                        self.within.pop();
                        return Sampled { head: line![name, "::new(", Line::join(&arguments, ", "), ")"], chain };
                    }
                    // Lowering refuses these in requests.
                    Shape::Union(_) | Shape::Document(_) => name,
                }
            }
        };
        line.into()
    }
}
