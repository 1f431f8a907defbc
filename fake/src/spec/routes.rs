//! Routes: the operation of a method and path.
//!
//! As on the server, a literal segment has precedence over a placeholder, without backtracking.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::operation::{Method, OperationId};

/// All routes.
#[derive(Debug, Default)]
pub(crate) struct Routes(Node);

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, Node>,
    placeholder: Option<Box<Node>>,
    operations: Vec<(Method, OperationId)>,
}

impl Routes {
    /// Adds the route of an operation.
    pub(super) fn add(&mut self, method: Method, path: &str, operation: OperationId) {
        let mut node = &mut self.0;
        for segment in segments(path) {
            node = match segment.starts_with('{') {
                true => node.placeholder.get_or_insert_default(),
                false => node.literals.entry(segment.to_owned()).or_default(),
            };
        }
        node.operations.push((method, operation));
    }

    /// Returns the operation, and the segments in place of placeholders.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<(OperationId, Vec<String>)> {
        let mut node = &self.0;
        let mut values = Vec::new();
        for segment in segments(path) {
            let segment = percent_decode_str(segment).decode_utf8_lossy();
            node = match node.literals.get(segment.as_ref()) {
                Some(literal) => literal,
                None => {
                    values.push(segment.into_owned());
                    node.placeholder.as_deref()?
                }
            };
        }
        let found = node.operations.iter().find(|(known, _)| known.as_str() == method)?;
        Some((found.1, values))
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_end_matches('/').split('/').skip(1)
}
