//! Examples: a call of every operation with sample arguments, which the doc tests compile.

use std::collections::BTreeSet;

use crate::name::Ident;

use crate::{
    docs::{Line, line, literal, plain},
    ir::{Api, Ending, Field, Operation, Resource, RustType, Shape, Struct, TypeId, TypeRef, Waiter, WantedNumber},
};

/// The lines of an example that calls `operation`.
pub(super) fn of_call(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let call = Call::of(api, resource, &operation.function.ident, operation);
    let error = line![&api.krate, "::Error"];
    match &operation.pages {
        None => call.lines(&api.krate, error, "let response = client.send(".into(), ").await?;"),
        Some(pages) => {
            let start = line!["let ", &pages.list.ident, " = client.items("];
            call.lines(&api.krate, error, start, ").into_vec().await?;")
        }
    }
}

/// The lines of an example that waits by `waiter`, which polls `operation`.
pub(super) fn of_wait(api: &Api, resource: &Resource, waiter: &Waiter, operation: &Operation) -> Vec<Line> {
    let start = match waiter.ending {
        Ending::Status(_) | Ending::Success | Ending::Number(_) => "let response = client.wait(",
        Ending::Gone(_) => "client.wait(",
    };
    let mut call = Call::of(api, resource, &waiter.function.ident, operation);
    if let Ending::Number(WantedNumber { argument, .. }) = &waiter.ending {
        call.arguments.push((Line::from(&argument.ident), "40".into()));
    }
    call.lines(&api.krate, "Box<dyn std::error::Error>".into(), start.into(), ").await?;")
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
    arguments: Vec<(Line, Line)>,
}

impl Call {
    /// A call of `function`, which takes what `operation` needs.
    pub(super) fn of(api: &Api, resource: &Resource, function: &Ident, operation: &Operation) -> Self {
        let mut sample = Sample { api, types: BTreeSet::new(), given: BTreeSet::new(), within: Vec::new(), objects: 0 };
        let arguments = operation
            .required()
            .map(|argument| (Line::from(&argument.name.ident), sample.parameter(argument)))
            .collect();
        let mut used = vec![Line::from(&resource.module.outermost().ident)];
        used.extend(sample.types);
        Self {
            used,
            given: Line::join(&sample.given, ""),
            function: line![&resource.module, "::", function],
            arguments,
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
    fn lines(self, krate: &Ident, error: Line, start: Line, end: &'static str) -> Vec<Line> {
        let mut lines = vec!["```no_run".into()];
        lines.extend(self.imports(krate));
        let given = &self.given;
        lines.push(line!["# async fn example(client: ", krate, "::Client", given, ") -> Result<(), ", error, "> {"]);
        lines.extend(self.statements(start, end));
        lines.extend(["# Ok(())", "# }", "```"].map(Line::from));
        lines
    }

    /// The call between `start` and `end`: one statement where it fits, or else one for each argument.
    pub(super) fn statements(&self, start: Line, end: &'static str) -> Vec<Line> {
        let (names, values): (Vec<_>, Vec<_>) = self.arguments.iter().map(|(name, value)| (name, value)).unzip();
        let call = |arguments: &[&Line]| line![&self.function, "(", Line::join(arguments.iter().copied(), ", "), ")"];
        let whole = line![&start, call(&values), end];
        // A variable would hide the client of the example.
        if !is_wide(&whole) || names.iter().any(|name| name.as_str() == "client") {
            return vec![whole];
        }
        let mut lines = Vec::new();
        for (name, value) in &self.arguments {
            let whole = line!["let ", name, " = ", value, ";"];
            match is_wide(&whole) {
                true => lines.extend([line!["let ", name, " ="], line!["    ", value, ";"]]),
                false => lines.push(whole),
            }
        }
        let called = line![&start, call(&names), end];
        let request = line!["let request = ", call(&names), ";"];
        if !is_wide(&called) {
            lines.push(called);
            return lines;
        }
        if is_wide(&request) {
            lines.push(line!["let request = ", &self.function, "("]);
            lines.extend(names.iter().map(|name| line!["    ", *name, ","]));
            lines.push(");".into());
        } else {
            lines.push(request);
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
    Sample { api, types: BTreeSet::new(), given: BTreeSet::new(), within: Vec::new(), objects: 0 }.parameter(field)
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
    fn parameter(&mut self, field: &Field) -> Line {
        if field.presence.is_nullable() {
            return "None".into();
        }
        self.value(&field.ty, &field.name.wire)
    }

    fn value(&mut self, ty: &TypeRef, called: &str) -> Line {
        let api = self.api;
        match ty {
            TypeRef::Scalar(scalar) => {
                let Some(sample) = scalar.sample() else { return literal(called) };
                if let RustType::Runtime(name) = scalar.rust() {
                    self.types.insert(name.as_str().into());
                }
                sample.into()
            }
            TypeRef::List(item) => line!["[", self.value(item, called), "]"],
            TypeRef::Named(id) => {
                let ty = api.ty(*id);
                let name = plain(&ty.name);
                match &ty.shape {
                    Shape::Id(example) => literal(example.as_deref().unwrap_or(called)),
                    Shape::Lookup(lookup) => {
                        self.types.insert(name.clone());
                        let Some(member) = lookup.members.first() else { return name };
                        let value = self.value(&member.field.ty, &member.field.name.wire);
                        line![name, "::", &member.field.name.ident, "(", value, ")"]
                    }
                    Shape::OneOf(members) => {
                        self.types.insert(name.clone());
                        let known = members.iter().find(|member| member.field.deprecated.is_none());
                        let Some(member) = known.or(members.first()) else { return name };
                        let value = self.value(&member.field.ty, &member.field.name.wire);
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
                        let arguments: Vec<_> = required.map(|field| self.parameter(field)).collect();
                        self.within.pop();
                        line![name, "::new(", Line::join(&arguments, ", "), ")"]
                    }
                    // Lowering refuses these in requests.
                    Shape::Union(_) | Shape::Document(_) => name,
                }
            }
        }
    }
}
