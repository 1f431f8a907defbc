//! The graph of references between services, error codes and types.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{
    ir::{Document, ErrorCode, Field, Resource, ResponseType, Scalar, Service, Shape, Type, TypeRef},
    lower::boxes::cycles,
};

/// A declaration, or a type that the generator adds for an operation or an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    Service(usize),
    Error(usize),
    Type(usize),
    /// All documents together: an `xml` argument takes each of them.
    Documents,
}

pub(super) struct Graph<'a> {
    pub(super) types: &'a [Type],
    pub(super) errors: &'a [ErrorCode],
    pub(super) services: &'a [Service],
}

impl Graph<'_> {
    /// Every node, in the order of declaration.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node> + use<> {
        let services = (0..self.services.len()).map(Node::Service);
        let errors = (0..self.errors.len()).map(Node::Error);
        services.chain(errors).chain((0..self.types.len()).map(Node::Type))
    }

    /// What the operations of `resources` take, return and list, and the services of the resources.
    pub(super) fn roots(&self, resources: &[Resource]) -> Vec<Node> {
        let mut roots: Vec<Node> = resources.iter().map(|resource| Node::Service(resource.service.0)).collect();
        for operation in resources.iter().flat_map(|resource| &resource.operations) {
            roots.extend(operation.arguments.iter().filter_map(of_field));
            roots.extend(operation.errors.iter().map(|id| Node::Error(id.0)));
            if let ResponseType::Own(id) | ResponseType::Shared(id) = operation.output {
                roots.push(Node::Type(id.0));
            }
        }
        roots
    }

    /// The nodes to which `node` refers.
    pub(super) fn uses(&self, node: Node) -> Vec<Node> {
        match node {
            Node::Service(index) => self.services[index].errors.iter().map(|id| Node::Error(id.0)).collect(),
            Node::Error(index) => self.errors[index].detail.iter().map(|id| Node::Type(id.0)).collect(),
            Node::Documents => {
                let is_root = |ty: &Type| matches!(&ty.shape, Shape::Document(Document { root: Some(_), .. }));
                (0..self.types.len()).filter(|index| is_root(&self.types[*index])).map(Node::Type).collect()
            }
            Node::Type(index) => match &self.types[index].shape {
                Shape::Id(_) | Shape::Enum(_) => Vec::new(),
                Shape::Lookup(lookup) => {
                    let members = lookup.members.iter().filter_map(|member| of_field(&member.field));
                    members.chain(lookup.errors.iter().map(|id| Node::Error(id.0))).collect()
                }
                Shape::Arguments(fields) => fields.iter().filter_map(of_field).collect(),
                Shape::OneOf(members) => members.iter().filter_map(|member| of_field(&member.field)).collect(),
                Shape::Struct(object) => object.fields.iter().filter_map(of_field).collect(),
                Shape::Union(kinds) => kinds.iter().map(|kind| Node::Type(kind.ty.0)).collect(),
                Shape::Document(document) => document.fields().filter_map(of_field).collect(),
            },
        }
    }

    /// `from`, and all nodes that are reachable from it.
    pub(super) fn reach(&self, from: Vec<Node>) -> HashSet<Node> {
        let mut reached = HashSet::new();
        let mut todo = from;
        while let Some(node) = todo.pop() {
            if reached.insert(node) {
                todo.extend(self.uses(node));
            }
        }
        reached
    }

    /// The nodes of `unused` to which no other one refers, or, of those that refer to each other, the first. A schema and
    /// its `views` go together.
    pub(super) fn outermost(&self, unused: &[Node], views: &BTreeMap<Node, Node>) -> Vec<Node> {
        let index: HashMap<Node, usize> = unused.iter().enumerate().map(|(index, node)| (*node, index)).collect();
        let uses = |node: &Node| self.uses(*node).into_iter().filter_map(|used| index.get(&used).copied());
        let mut edges: Vec<Vec<usize>> = unused.iter().map(|node| uses(node).collect()).collect();
        for (view, schema) in views {
            if let (Some(&view), Some(&schema)) = (index.get(view), index.get(schema)) {
                edges[view].push(schema);
                edges[schema].push(view);
            }
        }
        // On a cycle, each node has the number of one of its nodes; any other node is alone.
        let group: Vec<usize> =
            cycles(&edges).into_iter().enumerate().map(|(index, cycle)| cycle.unwrap_or(index)).collect();
        let mut covered: HashSet<usize> = HashSet::new();
        for (from, edges) in edges.iter().enumerate() {
            covered.extend(edges.iter().map(|to| group[*to]).filter(|to| *to != group[from]));
        }
        // The first of a group covers the rest of it.
        let outermost = unused.iter().zip(&group).filter(|(_, group)| covered.insert(**group));
        outermost.map(|(node, _)| *node).collect()
    }
}

/// The node to which a field refers.
fn of_field(field: &Field) -> Option<Node> {
    match field.ty.innermost() {
        TypeRef::Scalar(Scalar::Xml) => Some(Node::Documents),
        TypeRef::Named(id) => Some(Node::Type(id.0)),
        TypeRef::Scalar(_) | TypeRef::List(_) => None,
    }
}
