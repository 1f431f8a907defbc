//! Paths of operations: templates such as `/tags/{tag}`, and which of them a request matches.

use std::{borrow::Cow, collections::BTreeMap};

use percent_encoding::percent_decode_str;

/// The argument that a segment of a template is a place for, as `tag` in `{tag}`.
pub fn placeholder(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    is_name.then_some(name)
}

/// The arguments in the path `template`, from left to right.
pub fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('/').filter_map(placeholder)
}

/// `template` with the same mark for every placeholder: two with the same result match the same requests.
pub fn unnamed(template: &str) -> String {
    let segments = template.split('/').map(|segment| if placeholder(segment).is_some() { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// `template` without the marks of its placeholders, which are `{thing}` or `:thing`, and which some documents leave out.
pub fn unmarked(template: &str) -> String {
    let segments = template.split('/').map(|segment| segment.trim_matches([':', '{', '}']));
    segments.collect::<Vec<_>>().join("/")
}

/// Operations by method and path.
#[derive(Debug)]
pub struct Routes<T> {
    root: Node<T>,
}

#[derive(Debug)]
struct Node<T> {
    words: BTreeMap<String, Node<T>>,
    placeholder: Option<Box<Node<T>>>,
    /// What is at this path, by method, with its template.
    targets: BTreeMap<String, (String, T)>,
}

/// What a request matches.
#[derive(Debug, PartialEq, Eq)]
pub struct Match<'r, T> {
    /// What was added under the template.
    pub target: &'r T,
    /// What stands in the places of arguments, decoded, with their names.
    pub arguments: Vec<(&'r str, String)>,
}

impl<T> Default for Routes<T> {
    fn default() -> Self {
        Self { root: Node::default() }
    }
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self { words: BTreeMap::new(), placeholder: None, targets: BTreeMap::new() }
    }
}

impl<T> Routes<T> {
    /// Adds `target`; the first one of a method and path wins.
    pub fn add(&mut self, method: &str, template: &str, target: T) {
        let mut node = &mut self.root;
        let template = template.trim_end_matches('/');
        for segment in template.split('/') {
            node = match placeholder(segment) {
                Some(_) => &mut **node.placeholder.get_or_insert_default(),
                None => node.words.entry(segment.to_owned()).or_default(),
            };
        }
        node.targets.entry(method.to_owned()).or_insert_with(|| (template.to_owned(), target));
    }

    /// What `method` and `path` match. A query or a fragment, and slashes at the end, make no difference.
    ///
    /// As on the server, a segment that is a word of some path is never taken for a placeholder, even where that leads
    /// nowhere. An empty segment matches nothing.
    pub fn find(&self, method: &str, path: &str) -> Option<Match<'_, T>> {
        let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
        let segments: Vec<Cow<'_, str>> = path.trim_end_matches('/').split('/').map(decoded).collect();
        let mut node = &self.root;
        for (index, segment) in segments.iter().enumerate() {
            // A path begins with a slash, before which there is nothing.
            let placeholder = if index == 0 || segment.is_empty() { None } else { node.placeholder.as_deref() };
            node = node.words.get(segment.as_ref()).or(placeholder)?;
        }
        let (template, target) = node.targets.get(method)?;
        let arguments = template.split('/').map(placeholder).zip(segments);
        let arguments = arguments.filter_map(|(name, value)| Some((name?, value.into_owned()))).collect();
        Some(Match { target, arguments })
    }
}

fn decoded(segment: &str) -> Cow<'_, str> {
    percent_decode_str(segment).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of requests, which the registry of the runtime tests too: a method and path, and the template or `-`.
    const CASES: &str = include_str!("../../runtime/tests/paths.txt");

    #[test]
    fn finds_what_the_registry_finds() {
        let mut routes = Routes::default();
        let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (templates, requests): (Vec<_>, Vec<_>) = lines.partition(|line| !line.contains(" => "));
        for line in templates {
            let (method, template) = line.split_once(' ').unwrap();
            routes.add(method, template, line);
        }
        for line in requests {
            let (request, expected) = line.split_once(" => ").unwrap();
            let (method, path) = request.split_once(' ').unwrap();
            let found = routes.find(method, path).map_or("-", |found| *found.target);
            assert_eq!(found, expected, "{request}");
        }
    }

    #[test]
    fn gives_the_decoded_arguments() {
        let mut routes = Routes::default();
        routes.add("GET", "/tags/{tag}/parts/{part}", ());
        let found = routes.find("GET", "/tags/a%2Fb/parts/%C3%A4?x=1").unwrap();
        assert_eq!(found.arguments, [("tag", "a/b".to_owned()), ("part", "ä".to_owned())]);
    }

    #[test]
    fn compares_templates() {
        assert_eq!(unnamed("/tags/{tag}/x"), "/tags/{}/x");
        for template in ["/tags/{tag}/x", "/tags/:tag/x", "/tags/tag/x"] {
            assert_eq!(unmarked(template), "/tags/tag/x");
        }
        assert_eq!(placeholders("/a/{b}/{c_1}").collect::<Vec<_>>(), ["b", "c_1"]);
        for word in ["b", "{B}", "{}", "{b", "b}", "x{b}"] {
            assert_eq!(placeholder(word), None, "{word}");
        }
    }
}
