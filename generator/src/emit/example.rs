//! Examples: a call of every operation with arguments that could be, which the tests compile.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::ir::{Api, Ending, Field, Operation, Resource, Scalar, Shape, Struct, TypeId, TypeRef, Waiter};

/// The lines of an example that calls `operation`.
pub(super) fn of_call(api: &Api, resource: &Resource, operation: &Operation) -> Vec<String> {
    let Call { import, given, call } = Call::of(api, resource, &operation.function.ident, operation);
    let statement = match operation.pages {
        None => format!("let answer = client.send({call}).await?;"),
        Some(_) => format!("let all = client.items({call}).into_vec().await?;"),
    };
    let krate = &api.krate;
    lines(krate, import, &given, &format!("{krate}::Error"), statement)
}

/// The lines of an example that waits by `waiter`, which polls `operation`.
pub(super) fn of_wait(api: &Api, resource: &Resource, waiter: &Waiter, operation: &Operation) -> Vec<String> {
    let Call { import, given, call } = Call::of(api, resource, &waiter.function.ident, operation);
    let statement = match waiter.ending {
        Ending::Status(_) => format!("let answer = client.wait({call}).await?;"),
        Ending::Gone(_) => format!("client.wait({call}).await?;"),
    };
    lines(&api.krate, import, &given, "Box<dyn std::error::Error>", statement)
}

fn lines(krate: &Ident, import: String, given: &str, error: &str, statement: String) -> Vec<String> {
    vec![
        "```no_run".to_owned(),
        import,
        format!("# async fn example(client: {krate}::Client{given}) -> Result<(), {error}> {{"),
        statement,
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]
}

/// A call in an example.
struct Call {
    /// What the example imports.
    import: String,
    /// The parameters of the function around it, for values that it does not build.
    given: String,
    /// The call itself, with the arguments that the operation needs.
    call: String,
}

impl Call {
    fn of(api: &Api, resource: &Resource, function: &Ident, operation: &Operation) -> Self {
        let module = super::krate::code_path(api, resource);
        let mut sample = Sample { api, types: BTreeSet::new(), given: BTreeSet::new(), within: Vec::new(), objects: 0 };
        let arguments: Vec<_> = operation.required().map(|argument| sample.parameter(argument)).collect();
        let krate = &api.krate;
        let service = module.split("::").next().unwrap_or_default();
        let mut used = vec![service.to_owned()];
        used.extend(sample.types);
        let import = match used.as_slice() {
            [one] => format!("# use {krate}::{one};"),
            several => format!("# use {krate}::{{{}}};", several.join(", ")),
        };
        Self {
            import,
            given: Vec::from_iter(sample.given).concat(),
            call: format!("{module}::{function}({})", arguments.join(", ")),
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
    types: BTreeSet<String>,
    /// The parameters for values that are not built.
    given: BTreeSet<String>,
    /// The objects that are being built, from the outside in.
    within: Vec<TypeId>,
    /// How many objects are built so far.
    objects: usize,
}

impl Sample<'_> {
    /// What a caller passes for `field`.
    fn parameter(&mut self, field: &Field) -> String {
        if field.presence.is_nullable() {
            return "None".to_owned();
        }
        self.value(&field.ty, &field.name.wire)
    }

    fn value(&mut self, ty: &TypeRef, called: &str) -> String {
        let api = self.api;
        match ty {
            TypeRef::Scalar(Scalar::String | Scalar::Secret | Scalar::Json | Scalar::Xml) => text(called),
            TypeRef::Scalar(Scalar::Integer) => "1".to_owned(),
            TypeRef::Scalar(Scalar::Number) => "1.5".to_owned(),
            TypeRef::Scalar(Scalar::Boolean) => "true".to_owned(),
            TypeRef::Scalar(Scalar::Timestamp) => {
                self.types.insert("Timestamp".to_owned());
                "Timestamp::from_unix_seconds(1_767_225_600)".to_owned()
            }
            TypeRef::List(item) => format!("[{}]", self.value(item, called)),
            TypeRef::Named(id) => {
                let ty = api.ty(*id);
                let name = ty.name.plain();
                match &ty.shape {
                    Shape::Id(example) => text(example.as_deref().unwrap_or(called)),
                    Shape::Lookup(members) => {
                        self.types.insert(name.clone());
                        let Some(member) = members.first() else { return name };
                        let value = self.value(&member.field.ty, &member.field.name.wire);
                        format!("{name}::{}({value})", member.field.name.ident)
                    }
                    Shape::Enum(values) => {
                        self.types.insert(name.clone());
                        values.first().map_or(name.clone(), |value| format!("{name}::{}", value.name.ident))
                    }
                    Shape::Arguments(_) | Shape::Struct(_)
                        if self.within.contains(id) || self.within.len() == DEPTH || self.objects == OBJECTS =>
                    {
                        self.types.insert(name.clone());
                        let variable = ty.name.variable();
                        self.given.insert(format!(", {variable}: {name}"));
                        variable.to_string()
                    }
                    Shape::Arguments(fields) | Shape::Struct(Struct { fields, .. }) => {
                        self.types.insert(name.clone());
                        self.objects += 1;
                        self.within.push(*id);
                        let required = fields.iter().filter(|field| !field.presence.is_optional());
                        let arguments: Vec<_> = required.map(|field| self.parameter(field)).collect();
                        self.within.pop();
                        format!("{name}::new({})", arguments.join(", "))
                    }
                    // Never sent, which lowering sees to.
                    Shape::Union(_) | Shape::Document(_) => name,
                }
            }
        }
    }
}

/// `sample` as a Rust string in a line of documentation.
fn text(sample: &str) -> String {
    let plain: String = sample.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '`')).collect();
    format!("\"{}\"", if plain.is_empty() { "text" } else { &plain })
}
