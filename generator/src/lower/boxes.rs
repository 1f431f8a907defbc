//! Recursive types: boxes where they help, an error if the type has infinite size.

use std::collections::HashSet;

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code},
    ir::{self, Body, Presence, Shape, TypeRef},
    samples::depths,
    source::{NodePart, PathStep},
};

impl Lowering<'_> {
    /// Boxes every field through which a type would contain itself by value.
    pub(super) fn boxes(&mut self) {
        let always = cycles(&self.edges(|presence| presence == Presence::Required));
        self.report_endless(&always);
        if always.iter().all(Option::is_none) {
            self.report_infinite_unions();
        }
        let any = cycles(&self.edges(|_| true));
        for (index, ty) in self.types.iter_mut().enumerate() {
            // A list needs no box. Every remaining cycle has a field that can be absent, or an alternative.
            let closes = |field: &ir::Field| match field.ty {
                TypeRef::Named(id) => any[index].is_some() && any[index] == any[id.0],
                TypeRef::Scalar(_) | TypeRef::List(_) => false,
            };
            for (field, escapable) in fields_mut(&mut ty.shape) {
                field.boxed = escapable && closes(field);
            }
        }
    }

    /// Reports unions of which every option contains the union again, so that there is no sample of them.
    fn report_infinite_unions(&mut self) {
        let shapes: Vec<_> = self.types.iter().map(|ty| &ty.shape).collect();
        let infinite = depths(&shapes).into_iter().enumerate().filter(|(_, depth)| depth.is_none());
        // A union without options, or without some of them, is part of another mistake.
        let is_whole = |index: usize, options: &[ir::UnionOption]| {
            !options.is_empty() && !self.incomplete.contains(&ir::TypeId(index))
        };
        let unions = infinite.map(|(index, _)| (index, &self.types[index]));
        let unions = unions
            .filter(|(index, ty)| matches!(&ty.shape, Shape::Union(options) if is_whole(*index, options)))
            .map(|(_, ty)| ty);
        let unions: Vec<_> = unions.map(|ty| (ty.place.clone(), ty.name.wire.clone())).collect();
        for (place, name) in unions {
            self.error(Code::EndlessType, place, format!("recursive union `{name}` has only infinite values"))
                .label("each of its options always contains the union")
                .help("make a field on the way optional, nullable or a list");
        }
    }

    /// For each type, the types that it contains by value through the fields that `through` accepts.
    fn edges(&self, through: impl Fn(Presence) -> bool) -> Vec<Vec<usize>> {
        let edges = self.types.iter().map(|ty| {
            let fields = fields(&ty.shape).into_iter().filter(|(_, presence)| through(*presence));
            fields.filter_map(|(field, _)| if let TypeRef::Named(id) = field.ty { Some(id.0) } else { None }).collect()
        });
        edges.collect()
    }

    fn report_endless(&mut self, cycles: &[Option<usize>]) {
        let mut reported = HashSet::new();
        for (index, cycle) in cycles.iter().enumerate() {
            let Some(cycle) = cycle else { continue };
            if !reported.insert(cycle) {
                continue;
            }
            let ty = &self.types[index];
            let within = |to: &TypeRef| matches!(to, TypeRef::Named(id) if cycles[id.0] == Some(*cycle));
            let fields = fields(&ty.shape);
            let field = fields.iter().find(|(field, presence)| *presence == Presence::Required && within(&field.ty));
            let mut place = ty.place.clone();
            if let Some((field, _)) = field
                && !matches!(ty.shape, Shape::Document(_) | Shape::OneOf(_))
            {
                place.path.extend(["fields", &field.name.wire].map(|key| PathStep::Key(key.to_owned())));
                place.part = NodePart::Value;
            }
            let message = format!("recursive type `{}` has infinite size", ty.name.wire);
            self.error(Code::EndlessType, place, message)
                .label("part of the cycle")
                .help("make one field of the cycle optional, nullable or a list");
        }
    }
}

/// The fields through which a shape contains other types by value, each with its presence.
fn fields(shape: &Shape) -> Vec<(&ir::Field, Presence)> {
    match shape {
        Shape::Struct(ir::Struct { fields, .. }) | Shape::Arguments(fields) => {
            fields.iter().map(|field| (field, field.presence)).collect()
        }
        Shape::Document(ir::Document { body: Body::Content(content), .. }) => {
            content.parts.iter().map(|part| (&part.field, part.field.presence)).collect()
        }
        Shape::Document(ir::Document { body: Body::OneOf(alternatives), .. }) => {
            let presence = if alternatives.len() == 1 { Presence::Required } else { Presence::Optional };
            let parts = alternatives.iter().flat_map(|alternative| &alternative.content.parts);
            parts.map(|part| (&part.field, presence)).collect()
        }
        Shape::OneOf(members) => {
            let presence = if members.len() == 1 { Presence::Required } else { Presence::Optional };
            members.iter().map(|member| (&member.field, presence)).collect()
        }
        Shape::Id(_) | Shape::Lookup(_) | Shape::Union(_) | Shape::Enum(_) => Vec::new(),
    }
}

/// The fields that can be boxed, each with whether a value can lack it. Arguments keep theirs in a tree.
fn fields_mut(shape: &mut Shape) -> Vec<(&mut ir::Field, bool)> {
    let escapable = |field: &ir::Field| field.presence != Presence::Required;
    match shape {
        Shape::Struct(object) => object
            .fields
            .iter_mut()
            .map(|field| {
                let can = escapable(field);
                (field, can)
            })
            .collect(),
        Shape::Document(ir::Document { body: Body::Content(content), .. }) => {
            let fields = content.parts.iter_mut().map(|part| &mut part.field);
            fields
                .map(|field| {
                    let can = escapable(field);
                    (field, can)
                })
                .collect()
        }
        Shape::Document(ir::Document { body: Body::OneOf(alternatives), .. }) => {
            let parts = alternatives.iter_mut().flat_map(|alternative| &mut alternative.content.parts);
            parts.map(|part| (&mut part.field, true)).collect()
        }
        Shape::Id(_) | Shape::Lookup(_) | Shape::Arguments(_) | Shape::OneOf(_) | Shape::Union(_) | Shape::Enum(_) => {
            Vec::new()
        }
    }
}

/// For each node of a graph on a cycle, the number of one node of its cycles.
///
/// Tarjan's strongly connected components, with an explicit stack, because a spec can nest deeper than the call stack.
pub(crate) fn cycles(edges: &[Vec<usize>]) -> Vec<Option<usize>> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![NEW; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let mut component = vec![None; edges.len()];
    let mut stack = Vec::new();
    let mut walk: Vec<(usize, usize)> = Vec::new();
    let mut next = 0;
    for start in 0..edges.len() {
        if order[start] != NEW {
            continue;
        }
        walk.push((start, 0));
        while let Some((node, edge)) = walk.pop() {
            if edge == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(&to) = edges[node].get(edge) {
                walk.push((node, edge + 1));
                if order[to] == NEW {
                    walk.push((to, 0));
                } else if on_stack[to] {
                    low[node] = low[node].min(order[to]);
                }
                continue;
            }
            if let Some(&(parent, _)) = walk.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let members = stack.split_off(stack.iter().rposition(|&member| member == node).unwrap_or(0));
                let cyclic = members.len() > 1 || edges[node].contains(&node);
                for member in members {
                    on_stack[member] = false;
                    component[member] = cyclic.then_some(node);
                }
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn finds_cycles_and_no_diamonds() {
        let graph = [vec![1, 2], vec![3], vec![3], vec![], vec![5], vec![4], vec![6]];
        let found = cycles(&graph.map(|edges| edges));
        assert_eq!(found[..4], [None; 4]);
        assert!(found[4].is_some() && found[4] == found[5]);
        assert_eq!(found[6], Some(6));
    }

    #[test]
    fn walks_a_long_chain_without_recursion() {
        let chain: Vec<Vec<usize>> =
            (0..200_000).map(|node| if node < 199_999 { vec![node + 1] } else { vec![0] }).collect();
        assert!(cycles(&chain).iter().all(Option::is_some));
    }
}
