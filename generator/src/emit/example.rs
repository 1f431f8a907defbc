//! Examples: a call of every operation with arguments that could be, which the tests compile.

use proc_macro2::Ident;

use crate::{
    docs::{Line, line, literal, plain},
    ir::{Api, Ending, Field, Operation, Resource, Scalar, Shape, Struct, TypeRef, Waiter},
};

/// The lines of an example that calls `operation`.
pub(super) fn of_call(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let (import, call) = import_and_call(api, resource, &operation.function.ident, operation);
    let statement = match operation.pages {
        None => line!["let answer = client.send(", call, ").await?;"],
        Some(_) => line!["let all = client.items(", call, ").into_vec().await?;"],
    };
    lines(&api.krate, import, line![&api.krate, "::Error"], statement)
}

/// The lines of an example that waits by `waiter`, which polls `operation`.
pub(super) fn of_wait(api: &Api, resource: &Resource, waiter: &Waiter, operation: &Operation) -> Vec<Line> {
    let (import, call) = import_and_call(api, resource, &waiter.function.ident, operation);
    let statement = match waiter.ending {
        Ending::Status(_) => line!["let answer = client.wait(", call, ").await?;"],
        Ending::Gone(_) => line!["client.wait(", call, ").await?;"],
    };
    lines(&api.krate, import, "Box<dyn std::error::Error>".into(), statement)
}

fn lines(krate: &Ident, import: Line, error: Line, statement: Line) -> Vec<Line> {
    vec![
        "```no_run".into(),
        import,
        line!["# async fn example(client: ", krate, "::Client) -> Result<(), ", error, "> {"],
        statement,
        "# Ok(())".into(),
        "# }".into(),
        "```".into(),
    ]
}

/// What an example imports, and its call of `function` with the arguments that `operation` needs.
fn import_and_call(api: &Api, resource: &Resource, function: &Ident, operation: &Operation) -> (Line, Line) {
    let (module, krate) = (super::krate::code_path(api, resource), &api.krate);
    let mut sample = Sample { api, types: Vec::new() };
    let arguments: Vec<_> = operation.required().map(|argument| sample.parameter(argument)).collect();
    let outermost = match &api.service(resource.service).module {
        Some(module) => &module.ident,
        None => &resource.name.ident,
    };
    let mut used = vec![Line::from(outermost)];
    sample.types.sort();
    sample.types.dedup();
    used.extend(sample.types);
    let import = match used.as_slice() {
        [one] => line!["# use ", krate, "::", one, ";"],
        several => line!["# use ", krate, "::{", Line::join(several, ", "), "};"],
    };
    (import, line![module, "::", function, "(", Line::join(&arguments, ", "), ")"])
}

/// Values that could be, and the types that they name.
struct Sample<'a> {
    api: &'a Api,
    types: Vec<Line>,
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
            TypeRef::Scalar(Scalar::String | Scalar::Secret | Scalar::Json | Scalar::Xml) => literal(called),
            TypeRef::Scalar(Scalar::Integer) => "1".into(),
            TypeRef::Scalar(Scalar::Number) => "1.5".into(),
            TypeRef::Scalar(Scalar::Boolean) => "true".into(),
            TypeRef::Scalar(Scalar::Timestamp) => {
                self.types.push("Timestamp".into());
                "Timestamp::from_unix_seconds(1_767_225_600)".into()
            }
            TypeRef::List(item) => line!["[", self.value(item, called), "]"],
            TypeRef::Named(id) => {
                let ty = api.ty(*id);
                let name = plain(&ty.name);
                match &ty.shape {
                    Shape::Id(example) => literal(example.as_deref().unwrap_or(called)),
                    Shape::Lookup(members) => {
                        self.types.push(name.clone());
                        let Some(member) = members.first() else { return name };
                        let value = self.value(&member.field.ty, &member.field.name.wire);
                        line![name, "::", &member.field.name.ident, "(", value, ")"]
                    }
                    Shape::Enum(values) => {
                        self.types.push(name.clone());
                        let Some(value) = values.first() else { return name };
                        line![name, "::", &value.name.ident]
                    }
                    Shape::Arguments(fields) | Shape::Struct(Struct { fields, .. }) => {
                        self.types.push(name.clone());
                        let required = fields.iter().filter(|field| !field.presence.is_optional());
                        let arguments: Vec<_> = required.map(|field| self.parameter(field)).collect();
                        line![name, "::new(", Line::join(&arguments, ", "), ")"]
                    }
                    // Never sent, which lowering sees to.
                    Shape::Union(_) | Shape::Document(_) => name,
                }
            }
        }
    }
}
