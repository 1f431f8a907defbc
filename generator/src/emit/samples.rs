//! Samples for tests: `sample.rs` of each resource and of the errors, and the module `test_support`.
//!
//! These files consist of calls of the runtime's macros, a line for each field, so they are written as text.

use std::fmt::Write as _;

use super::{File, source};
use crate::{
    docs::{Line, line},
    ir::{
        Api, Example, Field, Operation, Presence, Resource, ResponseType, RustType, Scalar, Shape, Struct, TypeId,
        TypeRef, UnionOption, Value,
    },
    output,
    samples::{Finite, given},
};

/// `sample.rs` of a resource.
pub(super) fn file(api: &Api, finite: &Finite, resource: &Resource) -> output::File {
    let about = line!["Samples of [`super`] for tests; see `", source(resource), "`."];
    let mut file = File::new(&source(resource), &[about], &resource.place);
    for operation in &resource.operations {
        let mut text = mock_call(api, operation);
        if let ResponseType::Own(id) = operation.output {
            text += &item(api, finite, id);
        }
        file.text(&operation.place, text);
    }
    for id in &resource.types {
        file.text(&api.ty(*id).place, item(api, finite, *id));
    }
    file.finish()
}

/// `errors/sample.rs`.
pub(super) fn errors(api: &Api, finite: &Finite) -> output::File {
    let mut file = File::new(&"spec/".into(), &["Samples of errors for tests.".into()], &api.place);
    let mut text = "\nuse super::{ErrorCode, ErrorDetail};\n\nruntime::mock_api! {\n".to_owned();
    _ = writeln!(text, "    crate::{}, ErrorCode, ErrorDetail {{", api.name.ident);
    for error in &api.errors {
        _ = writeln!(text, "        {} => {},", error.name.ident, error.status);
    }
    text += "    } {\n";
    for error in api.errors.iter().filter(|error| error.detail.is_some()) {
        _ = writeln!(text, "        {},", error.name.ident);
    }
    text += "    }\n}\n";
    file.text(&api.place, text);
    for id in &api.detail_types {
        file.text(&api.ty(*id).place, item(api, finite, *id));
    }
    file.finish()
}

/// The macro that calls another one with the path of every type that has a sample, or of every function of an operation.
pub(super) fn list(api: &Api) -> String {
    let mut text = "\n/// Calls a macro with the path of every type that has a sample, or of every function of an operation.\n#[doc(hidden)]\n".to_owned();
    text += "#[macro_export]\nmacro_rules! __samples {\n    ($each:ident) => {\n        $each! {\n";
    let mut add = |path: &dyn std::fmt::Display| _ = writeln!(text, "            $crate::{path},");
    for resource in &api.resources {
        for operation in &resource.operations {
            if let ResponseType::Own(id) = operation.output {
                add(&format_args!("{}::{}", Line::from(&resource.module).as_str(), api.ty(id).name.ident));
            }
        }
        for ty in resource.types.iter().map(|id| api.ty(*id)).filter(|ty| has_sample(&ty.shape)) {
            add(&ty.name.ident);
        }
    }
    for id in &api.detail_types {
        add(&api.ty(*id).name.ident);
    }
    text += "        }\n    };\n    (functions $each:ident) => {\n        $each! {\n";
    for resource in &api.resources {
        for operation in &resource.operations {
            let module = Line::from(&resource.module);
            _ = writeln!(text, "            $crate::{}::{},", module.as_str(), operation.function.ident);
        }
    }
    text + "        }\n    };\n}\n"
}

/// The types of the parameters of an operation's function.
fn mock_call(api: &Api, operation: &Operation) -> String {
    let mut text = format!("\nruntime::mock_call!(super::{}", operation.request);
    for argument in operation.required() {
        let ty = path(api, &argument.ty);
        _ = match argument.presence {
            Presence::Nullable | Presence::OptionalNullable => write!(text, ", Option<{ty}>"),
            Presence::Required | Presence::Optional => write!(text, ", {ty}"),
        };
    }
    text + ");\n"
}

/// The path of the type that a value has.
fn path(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(scalar) => match scalar.rust() {
            RustType::Primitive(name) | RustType::Prelude(name) => name.to_owned(),
            RustType::Runtime(name) => format!("runtime::{}", name.as_str()),
        },
        TypeRef::Named(id) => format!("crate::{}", api.ty(*id).name.ident),
        TypeRef::List(item) => format!("Vec<{}>", path(api, item)),
    }
}

/// Whether there is a sample of a type: whether responses can contain it.
fn has_sample(shape: &Shape) -> bool {
    match shape {
        Shape::Id(_) | Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_) => true,
        Shape::Lookup(_) | Shape::Arguments(_) | Shape::OneOf(_) | Shape::Document(_) => false,
    }
}

/// The sample of a type, if it has one.
fn item(api: &Api, finite: &Finite, id: TypeId) -> String {
    let ty = api.ty(id);
    let name = &ty.name.ident;
    match &ty.shape {
        Shape::Id(example) => {
            let text = example.as_deref().unwrap_or(&ty.name.wire);
            format!("\nruntime::text_sample!(super::{name}, Self::from({text:?}));\n")
        }
        Shape::Enum(values) => match first(values) {
            Some(value) => format!("\nruntime::text_sample!(super::{name}, Self::{});\n", value.name.ident),
            // Lowering refuses an enum without values.
            None => String::new(),
        },
        Shape::Struct(object) => self::object(api, finite, id, object),
        Shape::Union(options) => union(api, finite, id, options),
        Shape::Lookup(_) | Shape::Arguments(_) | Shape::OneOf(_) | Shape::Document(_) => String::new(),
    }
}

/// The value of an enum in samples: the first one that is not deprecated, or else the first one.
fn first(values: &[Value]) -> Option<&Value> {
    values.iter().find(|value| value.deprecated.is_none()).or(values.first())
}

fn union(api: &Api, finite: &Finite, id: TypeId, options: &[UnionOption]) -> String {
    let chosen = finite.option(&options.iter().map(|option| option.ty).collect::<Vec<_>>());
    let first = options.get(chosen);
    let others = options.iter().enumerate().filter(|(index, _)| *index != chosen).map(|(_, option)| option);
    let mut text = format!("\nruntime::union_sample! {{\n    super::{} {{\n", api.ty(id).name.ident);
    for option in first.into_iter().chain(others) {
        _ = writeln!(text, "        {:?} => {},", option.name.wire, option.name.ident);
    }
    text + "    }\n}\n"
}

fn object(api: &Api, finite: &Finite, id: TypeId, object: &Struct) -> String {
    let mut text = format!("\nruntime::sample! {{\n    super::{} {{", api.ty(id).name.ident);
    for field in &object.fields {
        let presence = if field.presence.is_optional() { "optional" } else { "required" };
        _ = write!(text, "\n        {presence} {}: {:?}", field.name.ident, field.name.wire);
        if let Some(value) = value(api, finite, id, field) {
            _ = write!(text, " = {value}");
        }
        text.push(',');
    }
    if !object.fields.is_empty() {
        text += "\n    ";
    }
    text + "}\n}\n"
}

/// The value of a field in the sample of `owner`; `None` if it is the sample of its type.
fn value(api: &Api, finite: &Finite, owner: TypeId, field: &Field) -> Option<String> {
    if finite.leaves_out(owner, field) {
        let empty = if field.presence == Presence::Required { "Vec::new()" } else { "None" };
        return Some(empty.to_owned());
    }
    let own = given(api, &field.ty, &field.name.wire, field.example.as_ref());
    let value = present(api, &field.ty, own, &field.name.wire)?;
    Some(if field.presence == Presence::Required { value } else { format!("Some({value})") })
}

/// A value of the type `ty`; `None` if it is the sample of its type.
fn present(api: &Api, ty: &TypeRef, example: Option<&Example>, name: &str) -> Option<String> {
    match (ty, example) {
        (TypeRef::List(item), Some(Example::List(examples))) => {
            let items: Option<Vec<_>> = examples.iter().map(|one| present(api, item, Some(one), name)).collect();
            Some(format!("vec![{}]", items?.join(", ")))
        }
        (TypeRef::List(item), example) => Some(format!("vec![{}]", present(api, item, example, name)?)),
        (TypeRef::Named(id), Some(Example::Text(text))) => match &api.ty(*id).shape {
            Shape::Enum(values) => {
                let value = values.iter().find(|value| value.name.wire == *text)?;
                Some(format!("crate::{}::{}", api.ty(*id).name.ident, value.name.ident))
            }
            Shape::Id(_) => Some(format!("{text:?}.into()")),
            _ => None,
        },
        (TypeRef::Named(_), _) => None,
        (TypeRef::Scalar(_), Some(Example::Text(text))) => Some(format!("{text:?}.into()")),
        (TypeRef::Scalar(_), Some(Example::Integer(value))) => Some(value.to_string()),
        (TypeRef::Scalar(_), Some(Example::Number(value))) => Some(format!("{value:?}")),
        (TypeRef::Scalar(_), Some(Example::Boolean(value))) => Some(value.to_string()),
        (TypeRef::Scalar(Scalar::String), _) => Some(format!("{name:?}.into()")),
        // The runtime has samples of its types.
        (TypeRef::Scalar(scalar), _) => match scalar.rust() {
            RustType::Primitive(_) => scalar.sample().map(str::to_owned),
            RustType::Prelude(_) | RustType::Runtime(_) => None,
        },
    }
}
