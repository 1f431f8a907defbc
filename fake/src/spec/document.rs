//! Reads the OpenAPI document. What is not as expected is left out, and a test counts what is read.

use std::collections::HashMap;

use super::Spec;
use super::node::Node;
use super::operation::{Argument, Method, Operation, Output, Pages};
use super::shape::{Error, Field, Kind, KindId, Lookup, LookupId, Shape, Struct, StructId};
use crate::behavior;

/// Reads the tables of the spec from `text`.
pub(super) fn read(text: &str) -> Spec {
    let document = Node::read(text);
    let mut reader = Reader {
        schemas: &document["components"]["schemas"],
        document: &document,
        known: HashMap::new(),
        spec: Spec::default(),
    };
    reader.schemas();
    reader.kinds();
    reader.errors();
    reader.operations();
    reader.parents();
    reader.computed();
    reader.spec
}

struct Reader<'d> {
    document: &'d Node<'d>,
    schemas: &'d Node<'d>,
    /// The types of the named schemas.
    known: HashMap<&'d str, Shape>,
    spec: Spec,
}

const SCHEMAS: &str = "#/components/schemas/";

impl<'d> Reader<'d> {
    /// Returns a name or a text of the document, each of which is kept once and forever.
    fn name(&mut self, text: &str) -> &'static str {
        if let Some(known) = self.spec.names.get(text) {
            return known;
        }
        let name: &'static str = Box::leak(text.into());
        self.spec.names.insert(name);
        name
    }

    fn schemas(&mut self) {
        let schemas = self.schemas;
        for (name, schema) in schemas.entries() {
            let shape = self.declared(name, schema);
            self.known.insert(name, shape);
        }
        // All names are known now. Fields refer to unions as a whole, so that these come first.
        for (name, schema) in schemas.entries() {
            if let Some(Shape::Union(_)) = self.known.get(name) {
                let mut options = Vec::new();
                for option in schema["oneOf"].items() {
                    let shape = self.shape(&option["properties"]["value"]).0;
                    if let (Some(name), Shape::Struct(id)) = (option["properties"]["type"]["const"].text(), shape) {
                        options.push((self.name(name), id));
                    }
                }
                self.known.insert(name, Shape::Union(options));
            }
        }
        for (name, schema) in schemas.entries() {
            match self.known.get(name).cloned() {
                Some(Shape::Struct(id)) => {
                    let fields = self.fields(schema);
                    self.spec.structs[id.0].fields = fields;
                }
                Some(Shape::OneOf(id)) => {
                    let mut members = Vec::new();
                    for member in schema["oneOf"].items() {
                        // Each is required where it is alone.
                        let alone = self.fields(member);
                        members.extend(alone.into_iter().map(|member| Field { required: false, ..member }));
                    }
                    self.spec.structs[id.0].fields = members;
                }
                _ => {}
            }
        }
    }

    /// The type of a named schema, still without its fields.
    fn declared(&mut self, name: &str, schema: &'d Node<'d>) -> Shape {
        if schema["x-id"].is_true() {
            let example = schema["examples"].texts().next().and_then(|example| example.split_once('_'));
            let prefix = match example {
                Some((prefix, _)) => prefix.to_owned(),
                None => initials(name.trim_end_matches("Id")),
            };
            return Shape::Id(self.name(&prefix));
        }
        if schema["x-lookup"].is_true() {
            let id = LookupId(self.spec.lookups.len());
            let alternatives = match schema["oneOf"].items() {
                [] => std::slice::from_ref(schema),
                alternatives => alternatives,
            };
            let members: Vec<_> = alternatives.iter().flat_map(|member| member["properties"].entries()).collect();
            let members = members.into_iter().map(|(member, _)| self.name(member)).collect();
            let errors = schema["x-errors"].texts().map(|code| self.name(code)).collect();
            let lookup = Lookup { name: self.name(name), kind: KindId(usize::MAX), members, errors };
            self.spec.lookups.push(lookup);
            return Shape::Lookup(id);
        }
        let alternatives = schema["oneOf"].items();
        if !alternatives.is_empty() {
            let is_union = alternatives.iter().any(|one| one["properties"]["type"]["const"].text().is_some());
            return if is_union { Shape::Union(Vec::new()) } else { Shape::OneOf(self.structure(name)) };
        }
        match schema["type"].text() {
            Some("object") => Shape::Struct(self.structure(name)),
            _ => self.shape(schema).0,
        }
    }

    fn structure(&mut self, name: &str) -> StructId {
        let name = self.name(name);
        self.spec.structs.push(Struct { name, kind: None, fields: Vec::new() });
        StructId(self.spec.structs.len() - 1)
    }

    /// The fields of an object.
    fn fields(&mut self, schema: &'d Node<'d>) -> Vec<Field> {
        let required: Vec<&str> = schema["required"].texts().collect();
        let properties = schema["properties"].entries();
        properties.map(|(name, schema)| self.field(name, schema, required.contains(&name))).collect()
    }

    fn field(&mut self, name: &str, schema: &'d Node<'d>, required: bool) -> Field {
        let (shape, nullable) = self.shape(schema);
        let description = schema["description"].text().map(|text| self.name(text));
        Field { name: self.name(name), shape, nullable, required, description, computed: None }
    }

    /// The type that `schema` describes, and whether it can be null.
    fn shape(&mut self, schema: &'d Node<'d>) -> (Shape, bool) {
        if let Some(target) = schema["$ref"].text() {
            let known = self.known.get(target.trim_start_matches(SCHEMAS)).cloned();
            return (known.unwrap_or(Shape::Any), false);
        }
        let alternatives = schema["oneOf"].items();
        if !alternatives.is_empty() {
            let nullable = alternatives.iter().any(|one| one["type"].is("null"));
            let mut others = alternatives.iter().filter(|one| !one["type"].is("null"));
            let shape = match (others.next(), others.next()) {
                (Some(only), None) => self.shape(only).0,
                (Some(many), Some(one)) if many["type"].is("array") => Shape::OneOrList(Box::new(self.shape(one).0)),
                _ => Shape::Any,
            };
            return (shape, nullable);
        }
        if !schema["enum"].items().is_empty() {
            let values = schema["enum"].texts().map(|value| self.name(value)).collect();
            self.spec.enums.push(values);
            return (Shape::Enum(self.spec.enums.len() - 1), false);
        }
        let types = &schema["type"];
        let nullable = types.items().iter().any(|one| one.is("null"));
        let shape = match types.text().or_else(|| types.texts().next()) {
            Some("boolean") => Shape::Boolean,
            Some("integer") if schema["format"].is("unixtime") => Shape::Timestamp,
            Some("integer") => Shape::Integer,
            Some("number") => Shape::Number,
            Some("string") => Shape::Text,
            Some("array") => Shape::List(Box::new(self.shape(&schema["items"]).0)),
            Some("object") if schema["properties"].entries().next().is_some() => {
                let id = self.structure("");
                self.spec.structs[id.0].fields = self.fields(schema);
                Shape::Struct(id)
            }
            _ => Shape::Any,
        };
        (shape, nullable)
    }

    /// The kinds: types with an ID, and what lookups select.
    fn kinds(&mut self) {
        for (name, schema) in self.schemas.entries() {
            let Some(Shape::Struct(id)) = self.known.get(name).cloned() else { continue };
            let base = schema["x-view-of"].text().unwrap_or(name);
            let identity = self.spec.of_struct(id).fields.iter().find(|field| field.name == "id");
            let prefix = match identity.map(|field| &field.shape) {
                Some(Shape::Id(prefix)) => Some(*prefix),
                Some(Shape::Text) if !name.contains('.') && !name.ends_with("Arguments") => Some(""),
                _ if schema["x-view-of"].text().is_some() => None,
                _ => continue,
            };
            // An argument that a request names is not an object.
            if name.starts_with("Faulty") {
                continue;
            }
            let kind = self.kind(base, prefix);
            self.spec.structs[id.0].kind = Some(kind);
            if base == name {
                self.spec.kinds[kind.0].full = Some(id);
            }
        }
        for index in 0..self.spec.lookups.len() {
            let lookup = &self.spec.lookups[index];
            let base = lookup.name.trim_end_matches("Lookup");
            let members = lookup.members.clone();
            let kind = self.kind(base, None);
            if let Some(Shape::Struct(id)) = self.known.get(base) {
                self.spec.structs[id.0].kind = Some(kind);
                self.spec.kinds[kind.0].full = Some(*id);
            }
            self.spec.lookups[index].kind = kind;
            let unique = &mut self.spec.kinds[kind.0].unique;
            for member in members {
                if member != "id" && !unique.contains(&member) {
                    unique.push(member);
                }
            }
        }
        for name in behavior::RESOURCES.iter().flat_map(|resource| resource.kinds) {
            if let Some(Shape::Struct(id)) = self.known.get(*name).cloned() {
                let kind = self.kind(name, None);
                self.spec.structs[id.0].kind = Some(kind);
                self.spec.kinds[kind.0].full = Some(id);
            }
        }
    }

    /// The kind `name`, which is added if it is new.
    fn kind(&mut self, name: &str, prefix: Option<&str>) -> KindId {
        let name = self.name(name);
        let id = *self.spec.kinds_by_name.entry(name).or_insert(KindId(self.spec.kinds.len()));
        if id.0 == self.spec.kinds.len() {
            let kind = Kind { name, prefix: "", has_id: false, full: None, unique: Vec::new(), parents: Vec::new() };
            self.spec.kinds.push(kind);
        }
        if let Some(prefix) = prefix {
            let prefix = if prefix.is_empty() { self.name(&initials(name)) } else { self.name(prefix) };
            let kind = &mut self.spec.kinds[id.0];
            kind.has_id = true;
            kind.prefix = prefix;
        }
        id
    }

    fn errors(&mut self) {
        for (_, schema) in self.schemas.entries().filter(|(name, _)| name.starts_with("Error.")) {
            let Some(code) = schema["properties"]["code"]["const"].text() else { continue };
            let code = self.name(code);
            let description = self.name(schema["description"].text().unwrap_or_default());
            let detail = schema["properties"].get("detail").map(|detail| self.shape(detail).0);
            self.spec.errors.insert(code, Error { code, status: 400, description, detail });
        }
        // The status is that of the responses with the code.
        for (name, response) in self.document["components"]["responses"].entries() {
            let Some(status) = name.split('.').nth(1).and_then(|status| status.parse().ok()) else { continue };
            for code in codes(response) {
                if let Some(error) = self.spec.errors.get_mut(code) {
                    error.status = status;
                }
            }
        }
    }

    fn operations(&mut self) {
        for (path, operations) in self.document["paths"].entries() {
            for (method, operation) in operations.entries() {
                let Some(method) = Method::from_wire(method) else { continue };
                let operation = self.operation(method, path, operation);
                let id = self.spec.operations.len();
                self.spec.routes.add(method, &operation.path, id);
                self.spec.operations.push(operation);
            }
        }
    }

    fn operation(&mut self, method: Method, path: &str, node: &'d Node<'d>) -> Operation {
        let mut fields = self.parameters(node);
        let body = &node["requestBody"]["content"]["application/json"]["schema"];
        fields.extend(self.fields(body));
        // The path of the document has no placeholders for lookups.
        let path = node["x-path"].text().unwrap_or(path).to_owned();
        let placeholders: Vec<&str> =
            path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect();
        let arguments = fields.into_iter().map(|field| {
            let segment = placeholders.iter().position(|name| *name == field.name);
            Argument { field, segment }
        });
        let arguments = arguments.collect();
        let security = node.get("security").or_else(|| self.document.get("security"));
        let security = security.map_or(&[][..], Node::items);
        let scopes = security.iter().flat_map(|way| way["token"].texts());
        let scopes = scopes.map(|scope| self.name(scope)).collect();
        let success = &node["responses"]["2XX"]["content"]["application/json"]["schema"];
        let output = match self.shape(success).0 {
            Shape::Struct(id) => Output::Json(id),
            _ => Output::Text,
        };
        let mut errors = Vec::new();
        for (_, response) in node["responses"].entries() {
            let Some(target) = response["$ref"].text() else { continue };
            let target = target.trim_start_matches("#/components/responses/");
            errors.extend(codes(&self.document["components"]["responses"][target]).map(|code| self.name(code)));
        }
        let items = node["x-pages"]["items"].text();
        let name = node["operationId"].text().unwrap_or_default().replace('.', "::");
        Operation {
            id: self.spec.operations.len(),
            name: self.name(&name),
            method,
            path,
            authenticated: !security.is_empty(),
            scopes,
            arguments,
            output,
            errors,
            pages: items.map(|items| Pages { items: self.name(items) }),
        }
    }

    /// The arguments in the query and the path. A list of objects is described by a parameter for each field.
    fn parameters(&mut self, node: &'d Node<'d>) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for parameter in node["parameters"].items() {
            let Some(name) = parameter["name"].text() else { continue };
            let (name, schema, required) = match &parameter["x-item-of"] {
                Node::Other => (name.trim_end_matches("[]"), &parameter["schema"], parameter["required"].is_true()),
                of => (of["name"].text().unwrap_or(name), &of["schema"], of["required"].is_true()),
            };
            if !fields.iter().any(|field| field.name == name) {
                let mut field = self.field(name, schema, required);
                field.description = parameter["description"].text().map(|text| self.name(text));
                fields.push(field);
            }
        }
        fields
    }

    /// The fields by which lists of objects are selected: the names of the lookups that operations take.
    fn parents(&mut self) {
        for operation in &self.spec.operations {
            let lookups = operation.arguments.iter().filter(|one| matches!(one.field.shape, Shape::Lookup(_)));
            let names: Vec<&'static str> = lookups.map(|argument| argument.field.name).collect();
            let Output::Json(output) = operation.output else { continue };
            for field in &self.spec.structs[output.0].fields {
                let (Shape::List(item) | Shape::OneOrList(item)) = &field.shape else { continue };
                let Shape::Struct(item) = **item else { continue };
                let Some(kind) = self.spec.structs[item.0].kind else { continue };
                for name in &names {
                    if !self.spec.kinds[kind.0].parents.contains(name) {
                        self.spec.kinds[kind.0].parents.push(name);
                    }
                }
            }
        }
        for (kind, field) in behavior::RESOURCES.iter().flat_map(|resource| resource.parents) {
            if let Some(kind) = self.spec.kind(kind) {
                let parents = &mut self.spec.kinds[kind.0].parents;
                if !parents.contains(field) {
                    parents.push(field);
                }
            }
        }
    }

    fn computed(&mut self) {
        for (kind, field, function) in behavior::RESOURCES.iter().flat_map(|resource| resource.computed) {
            let kind = self.spec.kind(kind);
            let views = self.spec.structs.iter_mut().filter(|one| kind.is_some() && one.kind == kind);
            for one in views.flat_map(|view| &mut view.fields).filter(|one| one.name == *field) {
                one.computed = Some(*function);
            }
        }
    }
}

/// The codes of a response.
fn codes<'n>(response: &'n Node<'_>) -> impl Iterator<Item = &'n str> {
    let description = response["description"].text().unwrap_or_default();
    description.split(", ").filter_map(|code| code.strip_prefix('`')?.strip_suffix('`'))
}

/// The initials of a name, such as `dbp` of `DiskBackupPolicy`; the name itself if it has only one word.
fn initials(name: &str) -> String {
    let initials: String = name.chars().filter(char::is_ascii_uppercase).collect();
    if initials.len() < 2 { name.to_ascii_lowercase() } else { initials.to_ascii_lowercase() }
}
