//! Paginated lists: the arguments and keys that pagination adds, and the paths to the numbers of items and pages.

use super::{Lowering, fields::Context};
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir::{self, ResponseType, Scalar, Shape, TypeRef},
    source::Route,
    spec,
};

impl<'s> Lowering<'s> {
    /// The arguments that select a page.
    pub(super) fn page_arguments(&mut self) -> Vec<ir::Field> {
        let spec = self.spec;
        let root = Route::root(spec.api.file);
        let at = root.key("pagination");
        match &spec.api.content.pagination {
            Some(pagination) => self.fields(&at.key("takes"), &pagination.takes, Context::Request),
            None => Vec::new(),
        }
    }

    /// Adds the keys that describe a page.
    pub(super) fn add_page_keys(&mut self, id: ir::TypeId) {
        let spec = self.spec;
        let root = Route::root(spec.api.file);
        let at = root.key("pagination");
        let Some(pagination) = &spec.api.content.pagination else { return };
        let left_out = self.left_out;
        let keys = self.fields(&at.key("returns"), &pagination.returns, Context::Response);
        if self.left_out > left_out {
            self.incomplete.insert(id);
        }
        if let Shape::Struct(output) = &self.types[id.0].shape {
            let alike = |key: &ir::Field| {
                let own = output.fields.iter().find(|field| field.name.ident == key.name.ident)?;
                (own.name.wire != key.name.wire).then(|| (own.name.wire.clone(), key.name.clone()))
            };
            let place = self.types[id.0].place.clone();
            for (own, key) in keys.iter().filter_map(alike).collect::<Vec<_>>() {
                self.collision(place.clone(), &own, &key, at.key("returns").key(&key.wire).name());
            }
        }
        if let Shape::Struct(output) = &mut self.types[id.0].shape {
            let missing = |key: &ir::Field| output.fields.iter().all(|field| field.name != key.name);
            let keys: Vec<_> = keys.into_iter().filter(missing).collect();
            output.fields.extend(keys);
        }
    }

    /// How the list of an operation is paginated, if it is; `arguments` are those that select a page.
    pub(super) fn pages(
        &mut self,
        at: &Route<'_>,
        operation: &'s spec::Operation,
        output: Option<&ResponseType>,
        arguments: &[ir::Field],
    ) -> Option<ir::Pages> {
        let key = operation.pages.as_ref()?;
        let spec = self.spec;
        let Some(pagination) = &spec.api.content.pagination else {
            if self.declared.is_broken_at(&Route::root(spec.api.file).key("pagination").value()) {
                return None;
            }
            self.error(Code::BadPages, at.value(), "`pages` requires `pagination` in api.yaml")
                .label("`pagination` is not declared")
                .help("declare `pagination:` in api.yaml");
            return None;
        };
        let spec::Returns::Object(fields) = &operation.returns else {
            self.error(Code::BadPages, at.value(), "`pages` requires the keys of the response under `returns`")
                .label("`returns` has no keys")
                .help("write the keys of the response under `returns:`");
            return None;
        };
        let is_lost = |name: &str| self.declared.is_removed_here(at, name);
        let field = fields.iter().find(|(name, _)| *name == key.as_str());
        if is_lost(key) || field.is_some_and(|(_, field)| is_lost(&field.ty().to_string())) {
            return None;
        }
        if !field.is_some_and(|(_, field)| field.ty().is_list()) {
            let mut lists = fields.iter().filter(|(_, field)| field.ty().is_list()).map(|(name, _)| name);
            let near = lists.next();
            let message = format!("the response has no required list `{key}`");
            self.error(Code::BadPages, at.value(), message).label("not a list of this response").suggest(near);
            return None;
        }
        // A list that is missing all the same was reported where it is declared.
        let Some(ResponseType::Own(id)) = output else { return None };
        let Shape::Struct(object) = &self.types[id.0].shape else { return None };
        let field = object.fields.iter().find(|field| field.name.wire == key.as_str())?;
        let TypeRef::List(item) = &field.ty else { return None };
        if field.deprecated.is_some() {
            self.error(Code::Deprecated, at.value(), format!("`{key}` is deprecated and cannot be a list of pages"))
                .label("deprecated")
                .help("remove `pages`, or `deprecated` at the field");
            return None;
        }
        let (list, item) = (field.name.clone(), (**item).clone());
        let root = Route::root(spec.api.file);
        let at = root.key("pagination");
        let argument = self.page_argument(&at.key("page"), pagination, arguments);
        let mut path = |key: &str, path: &'s Option<spec::Text>| {
            path.as_ref().and_then(|path| self.integer_path(&at.key(key), *id, path))
        };
        let per_page = path("per_page", &pagination.per_page);
        let total_pages = path("total_pages", &pagination.total_pages);
        Some(ir::Pages { list, item, argument: argument?, per_page, total_pages })
    }

    /// Removes those of an operation's own arguments that `pages` adds, and reports them.
    pub(super) fn check_page_arguments(&mut self, at: &Route<'_>, own: &mut Vec<ir::Field>, added: &[ir::Field]) {
        own.retain(|field| {
            let is_added = added.iter().any(|added| added.name.ident == field.name.ident);
            if is_added {
                let wire = &field.name.wire;
                let key = if field.presence.is_optional() { format!("{wire}?") } else { wire.clone() };
                let message = format!("`pages` adds the argument `{wire}`");
                self.error(Code::BadPages, at.key(&key).name(), message)
                    .label("declared again here")
                    .help("remove this one");
            }
            !is_added
        });
    }

    /// The argument that selects a page: an optional one that every paginated operation takes.
    fn page_argument(
        &mut self,
        at: &Route<'_>,
        pagination: &'s spec::Pagination,
        arguments: &[ir::Field],
    ) -> Option<String> {
        let wanted = pagination.page.as_str();
        let is_optional_integer =
            |field: &ir::Field| field.presence.is_optional() && field.ty == TypeRef::Scalar(Scalar::Integer);
        if arguments.iter().any(|field| field.name.wire == wanted && is_optional_integer(field)) {
            return Some(wanted.to_owned());
        }
        let declared = pagination.takes.iter().any(|(key, _)| key.strip_suffix('?') == Some(wanted));
        let lowered = arguments.iter().any(|field| field.name.wire == wanted);
        if self.declared.is_removed_here(at, wanted) || declared && !lowered {
            return None;
        }
        let known = arguments.iter().filter(|field| is_optional_integer(field)).map(|field| field.name.wire.as_str());
        let near = nearest(wanted, known);
        let otherwise = format!("declare `{wanted}?: integer` under `takes:`");
        self.error(Code::BadPages, at.value(), format!("`pagination` has no optional integer argument `{wanted}`"))
            .label("not an optional integer argument")
            .suggest_or(near, otherwise);
        None
    }
}
