//! Examples: a call of every operation with arguments that could be, which the tests compile.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::{
    docs::{Line, line, literal, plain},
    ir::{Api, Ending, Field, Operation, Resource, RustType, Shape, Struct, TypeId, TypeRef, Waiter},
};

/// The lines of an example that calls `operation`.
pub(super) fn of_call(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let Call { import, given, call } = Call::of(api, resource, &operation.function.ident, operation);
    let statement = match operation.pages {
        None => line!["let answer = client.send(", call, ").await?;"],
        Some(_) => line!["let all = client.items(", call, ").into_vec().await?;"],
    };
    lines(&api.krate, import, given, line![&api.krate, "::Error"], statement)
}

/// The lines of an example that waits by `waiter`, which polls `operation`.
pub(super) fn of_wait(api: &Api, resource: &Resource, waiter: &Waiter, operation: &Operation) -> Vec<Line> {
    let Call { import, given, call } = Call::of(api, resource, &waiter.function.ident, operation);
    let statement = match waiter.ending {
        Ending::Status(_) => line!["let answer = client.wait(", call, ").await?;"],
        Ending::Gone(_) => line!["client.wait(", call, ").await?;"],
    };
    lines(&api.krate, import, given, "Box<dyn std::error::Error>".into(), statement)
}

fn lines(krate: &Ident, import: Line, given: Line, error: Line, statement: Line) -> Vec<Line> {
    vec![
        "```no_run".into(),
        import,
        line!["# async fn example(client: ", krate, "::Client", given, ") -> Result<(), ", error, "> {"],
        statement,
        "# Ok(())".into(),
        "# }".into(),
        "```".into(),
    ]
}

/// A call in an example.
struct Call {
    /// What the example imports.
    import: Line,
    /// The parameters of the function around it, for values that it does not build.
    given: Line,
    /// The call itself, with the arguments that the operation needs.
    call: Line,
}

impl Call {
    fn of(api: &Api, resource: &Resource, function: &Ident, operation: &Operation) -> Self {
        let mut sample = Sample { api, types: BTreeSet::new(), given: BTreeSet::new(), within: Vec::new(), objects: 0 };
        let arguments: Vec<_> = operation.required().map(|argument| sample.parameter(argument)).collect();
        let krate = &api.krate;
        let mut used = vec![Line::from(&resource.module.outermost().ident)];
        used.extend(sample.types);
        let import = match used.as_slice() {
            [one] => line!["# use ", krate, "::", one, ";"],
            several => line!["# use ", krate, "::{", Line::join(several, ", "), "};"],
        };
        Self {
            import,
            given: Line::join(&sample.given, ""),
            call: line![&resource.module, "::", function, "(", Line::join(&arguments, ", "), ")"],
        }
    }
}

/// How many objects an example builds inside each other.
const DEPTH: usize = 4;

/// How many objects an example builds in all.
const OBJECTS: usize = 32;

/// Values that could be, and the types that they name.
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
                    Shape::Enum(values) => {
                        self.types.insert(name.clone());
                        let Some(value) = values.first() else { return name };
                        line![name, "::", &value.name.ident]
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
                    // Never sent, which lowering sees to.
                    Shape::Union(_) | Shape::Document(_) => name,
                }
            }
        }
    }
}
