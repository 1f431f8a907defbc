//! Declarations that no operation uses, and schemas of which only views are received.
//!
//! An operation uses what it takes, returns and lists, and all that this is made of. What a waiter accepts, and what a
//! fixup is about, has to be used otherwise.

mod graph;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Lowering, declare::Entry};
use crate::{
    diagnostic::{Annotate, Code, Diagnostic},
    ir::{ErrorCode, Resource, Service},
    source::{Place, Route},
};
use graph::{Graph, Node};

impl Lowering<'_> {
    /// Warns of unused declarations, and removes schemas that exist only for their views from `resources`.
    pub(super) fn unused(&mut self, services: &[Service], errors: &[ErrorCode], resources: &mut [Resource]) {
        let operations = || resources.iter().flat_map(|resource| &resource.operations);
        if !self.diagnostics.is_empty() || self.declared.has_removed() || operations().next().is_none() {
            // The use of a declaration may be part of a mistake, or not be written yet.
            return;
        }
        let graph = Graph { types: &self.types, errors, services };
        let used = graph.reach(graph.roots(resources));
        let views = self.views();
        let used_views = views.iter().filter(|(view, _)| used.contains(*view));
        let mut only_views: BTreeSet<Node> =
            used_views.map(|(_, schema)| *schema).filter(|schema| !used.contains(schema)).collect();
        let is_unused = |node: &Node| !used.contains(node) && !only_views.contains(node);
        let unused: Vec<Node> = graph.nodes().filter(is_unused).collect();
        let outermost = graph.outermost(&unused, &views);
        let scopes: HashSet<&str> = operations().flat_map(|operation| &operation.scopes).map(String::as_str).collect();

        let selected_nowhere: BTreeMap<Node, Node> =
            only_views.iter().flat_map(|schema| graph.uses(*schema).into_iter().map(|used| (used, *schema))).collect();
        let mut found = self.unused_scopes(&scopes);
        for node in outermost {
            let Some(mut warning) = self.unused_node(&graph, node) else { continue };
            if let Some(Node::Type(schema)) = selected_nowhere.get(&node) {
                let label = "refers to it in a field that is in none of the used views";
                warning.also = Some((self.types[*schema].place.clone(), label.to_owned()));
            }
            found.push(warning);
        }
        // Unused declarations are generated all the same, with everything that they and waiters refer to.
        let waited_for = resources.iter().flat_map(|resource| &resource.waiters).flat_map(|waiter| &waiter.of);
        let named = graph.reach(unused.into_iter().chain(waited_for.map(|stand| Node::Type(stand.ty.0))).collect());
        only_views.retain(|schema| !named.contains(schema));
        for resource in resources {
            resource.types.retain(|id| !only_views.contains(&Node::Type(id.0)));
        }
        self.diagnostics.extend(found);
    }

    /// Every view, with its schema.
    fn views(&self) -> BTreeMap<Node, Node> {
        let declared = self.declared.types.iter().enumerate();
        let views = declared.filter_map(|(index, declared)| match declared.entry {
            Entry::View(_, schema) => Some((Node::Type(index), Node::Type(self.declared.ty(schema)?.0))),
            _ => None,
        });
        views.collect()
    }

    fn unused_scopes(&self, used: &HashSet<&str>) -> Vec<Diagnostic> {
        let api = &self.spec.api;
        let root = Route::root(api.file);
        let at = root.key("scopes");
        let scopes = api.content.scopes.iter().map(|(scope, _)| scope).filter(|scope| !used.contains(scope));
        scopes
            .map(|scope| {
                let help = "remove it, or list it under `scopes:` of an operation";
                unused(&format!("the scope `{scope}`"), at.key(scope).name(), "not listed by an operation", help)
            })
            .collect()
    }

    /// The warning about `node`; none if it is declared as a part of something else.
    fn unused_node(&self, graph: &Graph<'_>, node: Node) -> Option<Diagnostic> {
        Some(match node {
            Node::Service(index) => {
                let name = &graph.services[index].wire;
                let root = Route::root(self.spec.api.file);
                let help = "remove it, or name it under `service:` of a resource";
                let place = root.key("services").key(name).name();
                unused(&format!("the service `{name}`"), place, "has no resources", help)
            }
            Node::Error(index) => {
                let error = &graph.errors[index];
                let help = "remove it, or list it under `errors:` of an operation";
                let what = format!("the error code `{}`", error.name.wire);
                unused(&what, error.place.clone(), "not listed by an operation, a lookup or a service", help)
            }
            Node::Type(index) => {
                let declared = self.declared.types.get(index)?;
                let help = "remove it, or name it where it is taken or returned";
                let label = "not taken or returned by an operation";
                unused(&format!("`{}`", declared.name), declared.place.clone(), label, help)
            }
            Node::Documents => return None,
        })
    }
}

fn unused(what: &str, place: Place, label: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusedDeclaration, place, format!("{what} is not used")).label(label).help(help)
}
