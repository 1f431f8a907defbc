//! Example values of arguments, and operations whose example would do nothing.

use std::collections::HashMap;

use super::{Lowering, declare::Entry, fields::Context};
use crate::{
    diagnostic::{Annotate, Code, Diagnostic, Severity},
    ir::{self, Example, Scalar, Shape, TypeRef},
    source::Route,
    spec::{self, Values},
};

impl<'s> Lowering<'s> {
    /// The value of `field` in examples, if it has one; a value of another type is reported.
    pub(super) fn example(
        &mut self,
        at: &Route<'_>,
        field: &spec::Field,
        ty: &TypeRef,
        context: Context,
    ) -> Option<Example> {
        let spec::Field::Documented(spec::DocumentedField { example: Some(example), .. }) = field else { return None };
        let at = at.key("example");
        if !matches!(context, Context::Request | Context::Lookup | Context::Response) {
            self.error(Code::BadValue, at.name(), "parts of documents cannot have an example")
                .label("not allowed here")
                .help("remove it");
            return None;
        }
        let fitting = self.fitting(ty, example);
        // A type whose values could not all be read may have this one.
        let is_broken = ty.named().is_some_and(|id| {
            let place = self.declared.types[id.0].place.clone();
            self.declared.is_broken_at(&place)
        });
        if fitting.is_none() && !is_broken {
            self.error(Code::BadValue, at.value(), "`example` is not a value of this type")
                .label("a value of another type")
                .help("write a value of the type, a listed value of an enum, or `true` for an object or a lookup");
        }
        fitting
    }

    fn fitting(&self, ty: &TypeRef, example: &spec::Example) -> Option<Example> {
        use spec::Example as Spec;
        match (ty, example) {
            (TypeRef::List(item), Spec::List(examples)) => {
                examples.iter().map(|example| self.fitting(item, example)).collect::<Option<_>>().map(Example::List)
            }
            (TypeRef::List(item), example) => Some(Example::List(vec![self.fitting(item, example)?])),
            (TypeRef::Scalar(Scalar::String | Scalar::Secret | Scalar::Xml), Spec::Text(text)) => {
                Some(Example::Text(text.clone()))
            }
            (TypeRef::Scalar(Scalar::Integer), Spec::Integer(number)) => Some(Example::Integer(*number)),
            (TypeRef::Scalar(Scalar::Number), Spec::Number(number)) => Some(Example::Number(*number)),
            (TypeRef::Scalar(Scalar::Number), Spec::Integer(number)) => Some(Example::Number(*number as f64)),
            (TypeRef::Scalar(Scalar::Boolean), Spec::Boolean(value)) => Some(Example::Boolean(*value)),
            (TypeRef::Scalar(_), _) => None,
            (TypeRef::Named(id), example) => match (self.declared.types[id.0].entry, example) {
                (Entry::Id(_), Spec::Text(text)) => Some(Example::Text(text.clone())),
                (Entry::Enum(values), Spec::Text(text)) => {
                    let is_listed = match &values.values {
                        Values::List(values) => values.iter().any(|value| value.as_str() == text),
                        Values::Documented(values) => values.iter().any(|(value, _)| value == text),
                        Values::Of(spec::Listed::Scopes) => {
                            self.spec.api.content.scopes.iter().any(|(scope, _)| scope == text)
                        }
                    };
                    is_listed.then(|| Example::Text(text.clone()))
                }
                (Entry::Arguments(_) | Entry::Lookup(_) | Entry::Schema(_), Spec::Boolean(true)) => {
                    Some(Example::Built)
                }
                _ => None,
            },
        }
    }

    /// The values of fields by name. Each has to be a value of a field of that name.
    pub(super) fn examples_by_name(&mut self) {
        let at = Route::root(self.spec.api.file);
        let at = at.key("examples");
        let mut types: HashMap<&str, Vec<&TypeRef>> = HashMap::new();
        for field in self.types.iter().flat_map(|ty| ty.shape.fields()) {
            types.entry(&field.name.wire).or_default().push(&field.ty);
        }
        let mut examples = Vec::new();
        let mut unused = Vec::new();
        for (name, example) in self.spec.api.content.examples.iter() {
            let types = types.get(name).map(Vec::as_slice).unwrap_or_default();
            match types.iter().find_map(|ty| self.fitting(ty, example).filter(|_| is_scalar(ty))) {
                Some(example) => examples.push((name.to_owned(), example)),
                None => unused.push((at.key(name).name(), format!("the example of `{name}` is not used"))),
            }
        }
        // The field may be part of a mistake.
        let is_error = |one: &Diagnostic| one.severity() == Severity::Error;
        if !self.diagnostics.iter().any(is_error) && !self.declared.has_removed() {
            for (place, message) in unused {
                self.error(Code::UnusedDeclaration, place, message)
                    .label("no text, number or boolean field has this name and this type")
                    .help("remove it, or write the name of a field and a value of its type");
            }
        }
        self.examples = examples;
    }

    /// Warns of each operation whose example sends an empty object.
    pub(super) fn empty_examples(&mut self, resources: &[ir::Resource]) {
        for operation in resources.iter().flat_map(|resource| &resource.operations) {
            for argument in operation.required() {
                let TypeRef::Named(id) = argument.ty else { continue };
                let Shape::Arguments(fields) = &self.types[id.0].shape else { continue };
                let is_said = |field: &ir::Field| !field.presence.is_optional() || field.example.is_some();
                if fields.is_empty()
                    || self.incomplete.contains(&id)
                    || fields.iter().any(is_said)
                    || operation.deprecated.is_some()
                {
                    continue;
                }
                let name = &self.types[id.0].name.wire;
                let message = format!("the example of `{}` passes an empty `{name}`", operation.function.wire);
                let (place, declared) = (operation.place.clone(), self.types[id.0].place.clone());
                self.error(Code::EmptyExample, place, message)
                    .label("does nothing")
                    .also(declared, "none of its fields has an example")
                    .help("add `example:` with a realistic value to a field");
            }
        }
    }
}

fn is_scalar(ty: &TypeRef) -> bool {
    matches!(ty.innermost(), TypeRef::Scalar(_))
}
