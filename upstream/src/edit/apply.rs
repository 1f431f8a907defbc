//! Applies edits to the text of a file by the byte ranges of its nodes. Only edited nodes are rendered.

use std::ops::Range;

use generator::{
    key_orders,
    source::PathStep,
    yaml::{self, MapEntry as Entry, Node, NodeKind as Kind},
};

use super::{
    Change, Edit,
    yaml::{Yaml, scalar},
};

/// The maximum length of a line to which text is appended.
const WIDTH: usize = 118;

/// Applies `edits`, all of the same file, to `text`.
///
/// # Errors
///
/// Returns an error if an edit cannot be applied.
pub(crate) fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> Result<String, String> {
    let mut text = text.to_owned();
    for edit in edits {
        let splice = splice(&text, edit).map_err(|reason| format!("{}: {reason}", edit.file))?;
        text.replace_range(splice.range, &splice.text);
    }
    Ok(text)
}

/// Returns the key of `map` for the field `wire`, with or without the `?` of an optional field.
pub(crate) fn key_of<'n>(map: &'n Node, wire: &str) -> Option<&'n str> {
    let Kind::Map(entries) = &map.kind else { return None };
    let mut keys = entries.iter().map(|entry| entry.key.as_str());
    keys.clone().find(|key| *key == wire).or_else(|| keys.find(|key| key.strip_suffix('?') == Some(wire)))
}

/// Returns the bytes of a node, without trailing bytes that the parser includes.
pub(crate) fn span(text: &str, node: &Node) -> Range<usize> {
    let file = File { text, newline: "\n" };
    node.span.start..file.node_end(node)
}

/// A replacement of bytes.
struct Splice {
    range: Range<usize>,
    text: String,
}

impl Splice {
    fn insert(at: usize, text: String) -> Self {
        Self { range: at..at, text }
    }
}

fn splice(text: &str, edit: &Edit) -> Result<Splice, String> {
    let root = yaml::nodes(text).ok_or("the file is not valid YAML")?;
    let file = File { text, newline: if text.contains("\r\n") { "\r\n" } else { "\n" } };
    match &edit.change {
        Change::Create(_) => Err("the file already exists".to_owned()),
        Change::Entry(key, value) => file.entry(&root, &edit.at, key, value),
        Change::Item(value) => match root.at(&edit.at) {
            Some(Node { kind: Kind::List(items), span }) => file.item(&root, &edit.at, items, span, value),
            Some(node) if is_nothing(node) => {
                let (last, rest) = parent(&edit.at)?;
                file.replace(&root, rest, last, Yaml::List(vec![value.clone()]))
            }
            Some(_) => Err(format!("`{}` is not a list", shown(&edit.at))),
            None => {
                let (last, rest) = parent(&edit.at)?;
                file.entry(&root, rest, last, &Yaml::List(vec![value.clone()]))
            }
        },
        Change::Value(value) => {
            let node = root.at(&edit.at).ok_or_else(|| format!("there is no `{}`", shown(&edit.at)))?;
            if file.is_block(node) || node.span.is_empty() {
                return Err(format!("`{}` is not on one line", shown(&edit.at)));
            }
            Ok(Splice { range: node.span.start..file.node_end(node), text: value.flow() })
        }
        Change::Key(key) => {
            let (last, rest) = parent(&edit.at)?;
            let map = root.at(rest).and_then(|map| map.entry(last));
            let entry = map.ok_or_else(|| format!("there is no `{}`", shown(&edit.at)))?;
            Ok(Splice { range: entry.key_span.clone(), text: scalar(key, true) })
        }
        Change::Remove => file.remove(&root, &edit.at),
    }
}

/// Splits a path into its last step, which is a key, and the path before it.
fn parent(at: &[PathStep]) -> Result<(&str, &[PathStep]), String> {
    match at.split_last() {
        Some((PathStep::Key(key), rest)) => Ok((key, rest)),
        _ => Err(format!("there is no `{}`", shown(at))),
    }
}

fn shown(at: &[PathStep]) -> String {
    let steps = at.iter().map(|step| match step {
        PathStep::Key(key) => key.clone(),
        PathStep::Index(index) => index.to_string(),
    });
    steps.collect::<Vec<_>>().join(".")
}

/// Whether a value is empty, as in `fields:`.
fn is_nothing(node: &Node) -> bool {
    matches!(&node.kind, Kind::Plain(text) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
}

struct File<'t> {
    text: &'t str,
    newline: &'static str,
}

impl File<'_> {
    /// Adds an entry to the map at `at`, and creates missing maps on its path.
    fn entry(&self, root: &Node, at: &[PathStep], key: &str, value: &Yaml) -> Result<Splice, String> {
        let mut node = root;
        let mut in_flow = false;
        for (depth, step) in at.iter().enumerate() {
            in_flow |= self.text[node.span.clone()].starts_with(['[', '{']);
            let next = match step {
                PathStep::Key(key) => node.entry(key).map(|entry| &entry.value),
                PathStep::Index(index) => node.item(*index),
            };
            match (next, step) {
                (Some(next), _) if is_nothing(next) => {
                    let PathStep::Key(empty) = step else { return Err(format!("`{}` is empty", shown(at))) };
                    let value = wrapped(&at[depth + 1..], key, value)?;
                    return self.replace(root, &at[..depth], empty, value);
                }
                (Some(next), _) => node = next,
                (None, PathStep::Key(missing)) => {
                    let value = wrapped(&at[depth + 1..], key, value)?;
                    return self.insert(&at[..depth], node, in_flow, missing, &value);
                }
                (None, PathStep::Index(_)) => return Err(format!("there is no `{}`", shown(&at[..=depth]))),
            }
        }
        self.insert(at, node, in_flow, key, value)
    }

    /// Adds an entry to the map `node`, which is at `at`.
    fn insert(&self, at: &[PathStep], node: &Node, in_flow: bool, key: &str, value: &Yaml) -> Result<Splice, String> {
        let Kind::Map(entries) = &node.kind else {
            if !self.is_block(node) && !matches!(node.kind, Kind::Hole) {
                // A field in its short form: only the type.
                let span = node.span.start..self.node_end(node);
                let ty = &self.text[span.clone()];
                let long = format!("{{ type: {ty}, {}: {} }}", scalar(key, true), value.flow());
                return Ok(Splice { range: span, text: long });
            }
            return Err(format!("`{}` is not a map", shown(at)));
        };
        if entries.iter().any(|entry| entry.key == key) {
            return Err(format!("`{}` already has `{key}`", shown(at)));
        }
        let before = place_of(entries, key);
        if self.text[node.span.clone()].starts_with('{') {
            let text = format!("{}: {}", scalar(key, true), value.flow());
            return Ok(self.insert_flow(node, before.map(|index| self.end(&entries[index])), &text));
        }
        let Some(first) = entries.first() else { return Err(format!("`{}` is not a map", shown(at))) };
        if in_flow {
            // A pair in a list, as in `[a: b]`, becomes a map.
            let range = first.key_span.start..self.end(first);
            let text = format!("{{ {}, {}: {} }}", &self.text[range.clone()], scalar(key, true), value.flow());
            return Ok(Splice { range, text });
        }
        let column = self.column(first.key_span.start);
        let lines = value.entry(key);
        match before {
            Some(index) => {
                let inside = |line: usize| self.is_inside(line, column);
                let is_spaced = match index.checked_sub(1) {
                    _ if at.is_empty() => true,
                    Some(last) => self.is_spaced(&entries[last], &entries[index]),
                    None => match entries.get(index + 1) {
                        Some(next) => self.is_spaced(&entries[index], next),
                        None => matches!(at, [PathStep::Key(key)] if key == "operations"),
                    },
                };
                let end = self.line_end(self.end(&entries[index]), inside);
                Ok(Splice::insert(end, self.lines(is_spaced, column, &lines)))
            }
            // Before the first entry, after its indentation.
            None => {
                let line: Vec<_> =
                    lines.iter().map(|line| format!("{line}{}{}", self.newline, " ".repeat(column))).collect();
                Ok(Splice::insert(first.key_span.start, line.concat()))
            }
        }
    }

    /// Inserts `text` between the brackets of `node`, after the entry that ends at `after`.
    fn insert_flow(&self, node: &Node, after: Option<usize>, text: &str) -> Splice {
        let close = self.flow_end(node, after).saturating_sub(1);
        let inner = node.span.start + 1..close.max(node.span.start + 1);
        let is_map = self.text[node.span.clone()].starts_with('{');
        let Some(after) = after else {
            let is_empty = self.text[inner.clone()].trim().is_empty();
            let text = match (is_empty, is_map) {
                (true, true) => format!(" {text} "),
                (true, false) => text.to_owned(),
                (false, true) => format!(" {text},"),
                (false, false) => format!("{text}, "),
            };
            let range = if is_empty { inner } else { inner.start..inner.start };
            return Splice { range, text };
        };
        let line = self.line_start(after);
        let width = self.text[line..after].chars().count() + text.chars().count() + 4;
        let spreads = line > node.span.start;
        if width <= WIDTH && !spreads {
            return Splice::insert(after, format!(", {text}"));
        }
        let indent = self.text[line..].len() - self.text[line..].trim_start_matches(' ').len();
        let indent = if spreads { indent } else { indent + 2 };
        Splice::insert(after, format!(",{}{}{text}", self.newline, " ".repeat(indent)))
    }

    /// Adds an item to a list.
    fn item(
        &self,
        root: &Node,
        at: &[PathStep],
        items: &[Node],
        span: &Range<usize>,
        value: &Yaml,
    ) -> Result<Splice, String> {
        if self.text[span.clone()].starts_with('[') {
            let is_on_its_own = at.len() == 1 && items.is_empty();
            if is_on_its_own && let [PathStep::Key(key)] = at {
                return self.replace(root, &[], key, Yaml::List(vec![value.clone()]));
            }
            let node = Node { span: span.clone(), kind: Kind::Hole };
            return Ok(self.insert_flow(&node, items.last().map(|item| self.node_end(item)), &value.flow()));
        }
        let Some(last) = items.last() else { return Err(format!("`{}` is empty", shown(at))) };
        let dash = self.dash(last.span.start).ok_or_else(|| format!("`{}` is not a plain list", shown(at)))?;
        let column = self.column(dash);
        let end = self.line_end(self.node_end(last), |line| self.is_inside(line, column));
        let is_block = !self.text[last.span.clone()].starts_with('{');
        let is_spaced = items.len() > 1 && {
            let before = self.node_end(&items[items.len() - 2]);
            self.has_blank_line(before..dash)
        };
        Ok(Splice::insert(end, self.lines(is_spaced, column, &value.item(is_block))))
    }

    /// Sets the `value` of `key`, which has no value or an empty collection.
    fn replace(&self, root: &Node, at: &[PathStep], key: &str, value: Yaml) -> Result<Splice, String> {
        let map = root.at(at).ok_or_else(|| format!("there is no `{}`", shown(at)))?;
        let entry = map.entry(key).ok_or_else(|| format!("there is no `{}`", shown(at)))?;
        let in_flow = self.text[map.span.clone()].starts_with('{');
        let colon = self.text[entry.key_span.end..].find(':').map(|index| entry.key_span.end + index + 1);
        let colon = colon.ok_or_else(|| format!("`{key}` has no colon"))?;
        let value_span = entry.value.span.start..self.node_end(&entry.value);
        let written = if entry.value.span.is_empty() { colon..colon } else { value_span };
        if in_flow {
            let gap = if written.is_empty() { " " } else { "" };
            return Ok(Splice { range: written, text: format!("{gap}{}", value.flow()) });
        }
        let column = self.column(entry.key_span.start);
        let lines = value.entry(key);
        let [first, rest @ ..] = &lines[..] else { return Err(format!("the value of `{key}` is empty")) };
        if rest.is_empty() {
            let value = first.split_once(": ").map_or(first.as_str(), |(_, value)| value);
            let gap = if written.is_empty() { " " } else { "" };
            return Ok(Splice { range: written, text: format!("{gap}{value}") });
        }
        if !written.is_empty() {
            // An empty collection is removed with the space before it; a comment after it is kept.
            let end = self.line_end(written.end, |_| false);
            let comment = &self.text[written.end..end];
            let text = format!("{}{}", comment.trim_end(), self.lines(false, column, rest));
            return Ok(Splice { range: colon..end, text });
        }
        let end = self.line_end(colon, |line| self.is_inside(line, column));
        Ok(Splice::insert(end, self.lines(false, column, rest)))
    }

    /// Removes the node at `at`.
    fn remove(&self, root: &Node, at: &[PathStep]) -> Result<Splice, String> {
        let missing = || format!("there is no `{}`", shown(at));
        let (last, rest) = at.split_last().ok_or_else(missing)?;
        let around = root.at(rest).ok_or_else(missing)?;
        let spans: Vec<Range<usize>> = match &around.kind {
            Kind::Map(entries) => entries.iter().map(|entry| entry.key_span.start..self.end(entry)).collect(),
            Kind::List(items) => items.iter().map(|item| item.span.start..self.node_end(item)).collect(),
            _ => return Err(missing()),
        };
        let index = match (last, &around.kind) {
            (PathStep::Key(key), Kind::Map(entries)) => entries.iter().position(|entry| entry.key == *key),
            (PathStep::Index(index), Kind::List(items)) => Some(*index).filter(|index| *index < items.len()),
            _ => None,
        };
        let index = index.ok_or_else(missing)?;
        if spans.len() == 1 && !rest.is_empty() {
            return self.remove(root, rest);
        }
        let span = spans[index].clone();
        if self.text[around.span.clone()].starts_with(['[', '{']) {
            let range = match spans.get(index + 1) {
                Some(next) => span.start..next.start,
                None if index > 0 => spans[index - 1].end..span.end,
                None => span,
            };
            return Ok(Splice { range, text: String::new() });
        }
        let start = match last {
            PathStep::Index(_) => self.dash(span.start).ok_or_else(missing)?,
            PathStep::Key(_) => span.start,
        };
        let line = self.line_start(start);
        if !self.text[line..start].trim().is_empty() {
            return Err(format!("`{}` is not alone on its line", shown(at)));
        }
        let end = self.line_end(span.end, |_| false);
        match self.text[end..].find('\n') {
            Some(next) => Ok(Splice { range: line..end + next + 1, text: String::new() }),
            // The last line of a file without a trailing newline.
            None => {
                Ok(Splice { range: self.text[..line].trim_end_matches(['\r', '\n']).len()..end, text: String::new() })
            }
        }
    }

    /// Inserts lines after a line.
    fn lines(&self, is_spaced: bool, column: usize, lines: &[String]) -> String {
        let mut text = if is_spaced { self.newline.to_owned() } else { String::new() };
        for line in lines {
            text.push_str(self.newline);
            text.push_str(&" ".repeat(column));
            text.push_str(line);
        }
        text
    }

    /// Returns the end of an entry, without the comments after it.
    fn end(&self, entry: &Entry) -> usize {
        if entry.value.span.is_empty() {
            let colon = self.text[entry.key_span.end..].find(':').map_or(0, |index| index + 1);
            return entry.key_span.end + colon;
        }
        self.node_end(&entry.value)
    }

    /// Returns the end of a node, without the empty lines that the parser includes in a block scalar.
    fn node_end(&self, node: &Node) -> usize {
        match &node.kind {
            Kind::Map(entries) if self.is_block(node) => entries.last().map_or(node.span.end, |entry| self.end(entry)),
            Kind::List(items) if self.is_block(node) => items.last().map_or(node.span.end, |item| self.node_end(item)),
            Kind::Text(_) if self.text[node.span.clone()].starts_with(['|', '>']) => self.block_end(node),
            Kind::Map(entries) => self.flow_end(node, entries.last().map(|entry| self.end(entry))),
            Kind::List(items) => self.flow_end(node, items.last().map(|item| self.node_end(item))),
            _ => node.span.start + self.text[node.span.clone()].trim_end().len(),
        }
    }

    /// Returns the end of a flow collection, whose last item ends at `last`. The parser includes a comment after it.
    fn flow_end(&self, node: &Node, last: Option<usize>) -> usize {
        if !self.text[node.span.clone()].starts_with(['[', '{']) {
            // A pair in a list, as in `[a: b]`, has no brackets of its own.
            return last.unwrap_or(node.span.end);
        }
        let mut at = last.unwrap_or(node.span.start + 1);
        while let Some(next) = self.text[at..].chars().next() {
            match next {
                ']' | '}' => return at + 1,
                '#' => at += self.text[at..].find('\n').unwrap_or(self.text.len() - at),
                _ => at += next.len_utf8(),
            }
        }
        node.span.end
    }

    /// Returns the end of a block scalar: of its last line that is indented further than the line on which it begins.
    fn block_end(&self, node: &Node) -> usize {
        let line = self.line_start(node.span.start);
        let indent = self.indent(line);
        let mut end = self.line_end(node.span.start, |_| false);
        let mut next = end;
        while let Some(start) = self.next_line(next) {
            next = self.line_end(start, |_| false);
            if self.text[start..next].trim().is_empty() {
                continue;
            }
            if self.indent(start) <= indent {
                break;
            }
            end = next;
        }
        end
    }

    fn is_block(&self, node: &Node) -> bool {
        matches!(node.kind, Kind::Map(_) | Kind::List(_)) && !self.text[node.span.clone()].starts_with(['[', '{'])
            || matches!(node.kind, Kind::Text(_)) && self.text[node.span.clone()].starts_with(['|', '>'])
    }

    /// Whether there is a blank line between two entries.
    fn is_spaced(&self, a: &Entry, b: &Entry) -> bool {
        self.has_blank_line(self.end(a)..b.key_span.start)
    }

    fn has_blank_line(&self, range: Range<usize>) -> bool {
        let lines: Vec<&str> = self.text.get(range).unwrap_or_default().split('\n').collect();
        // The first line is the rest of an entry's line, and the last one an indentation.
        lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
    }

    /// Returns the position of the dash of the item that begins at `start`.
    fn dash(&self, start: usize) -> Option<usize> {
        let before = self.text[..start].trim_end();
        before.ends_with('-').then(|| before.len() - 1)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |index| index + 1)
    }

    fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    fn indent(&self, line: usize) -> usize {
        self.text[line..].len() - self.text[line..].trim_start_matches(' ').len()
    }

    /// Returns the start of the line after the one that contains `at`.
    fn next_line(&self, at: usize) -> Option<usize> {
        self.text[at..].find('\n').map(|index| at + index + 1).filter(|start| *start < self.text.len())
    }

    /// Returns the end of the line that contains `at`, including following comment lines that are `inside` the entry.
    fn line_end(&self, at: usize, inside: impl Fn(usize) -> bool) -> usize {
        let end_of = |at: usize| {
            let end = self.text[at..].find('\n').map_or(self.text.len(), |index| at + index);
            self.text[..end].strip_suffix('\r').map_or(end, str::len).max(at)
        };
        let mut end = end_of(at);
        let mut next = end;
        while let Some(start) = self.next_line(next) {
            next = end_of(start);
            match self.text[start..next].trim() {
                "" => {}
                line if line.starts_with('#') && inside(start) => end = next,
                _ => break,
            }
        }
        end
    }

    /// Whether the comment on the line that starts at `line` is indented further than `column`.
    fn is_inside(&self, line: usize, column: usize) -> bool {
        self.indent(line) > column
    }
}

/// Wraps `key: value` in maps with the keys in `at`.
fn wrapped(at: &[PathStep], key: &str, value: &Yaml) -> Result<Yaml, String> {
    let mut wrapped = Yaml::Map(vec![(key.to_owned(), value.clone())]);
    for step in at.iter().rev() {
        match step {
            PathStep::Key(key) => wrapped = Yaml::Map(vec![(key.clone(), wrapped)]),
            PathStep::Index(_) => return Err(format!("there is no `{}`", shown(at))),
        }
    }
    Ok(wrapped)
}

/// Returns the entry after which a new one is inserted; `None` if it is the first.
fn place_of(entries: &[Entry], key: &str) -> Option<usize> {
    let last = entries.len().checked_sub(1)?;
    let knows =
        |order: &&[&str]| order.contains(&key) && entries.iter().all(|entry| order.contains(&entry.key.as_str()));
    let Some(order) = key_orders().into_iter().find(knows) else { return Some(last) };
    let rank = |key: &str| order.iter().position(|known| *known == key);
    entries.iter().rposition(|entry| rank(&entry.key) < rank(key))
}

#[cfg(test)]
mod tests;
