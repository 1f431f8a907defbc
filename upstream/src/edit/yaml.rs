//! Renders YAML in the style of hand-written specs.

/// A YAML value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Yaml {
    /// Creates a text.
    Text(String),
    /// A scalar or a list in YAML syntax, such as a type expression.
    Raw(String),
    /// A list.
    List(Vec<Yaml>),
    /// A map.
    Map(Vec<(String, Yaml)>),
}

/// The maximum width of a collection on one line.
const WIDTH: usize = 110;

impl Yaml {
    /// Creates a text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Creates a value from YAML syntax.
    pub(crate) fn raw(text: impl Into<String>) -> Self {
        Self::Raw(text.into())
    }

    /// Creates a map.
    pub(crate) fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Yaml)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// Renders the value on one line.
    pub(crate) fn flow(&self) -> String {
        match self {
            Self::Text(text) => scalar(text, true),
            Self::Raw(text) => text.clone(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
            Self::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Map(entries) => format!("{{ {} }}", entries.iter().map(flow_entry).collect::<Vec<_>>().join(", ")),
        }
    }

    /// Renders the lines of the entry `key` with this value.
    pub(crate) fn entry(&self, key: &str) -> Vec<String> {
        let name = scalar(key, false);
        match self {
            Self::Text(text) => vec![format!("{name}: {}", scalar(text, false))],
            Self::Map(entries) if entries.is_empty() => vec![format!("{name}: {{}}")],
            Self::Map(entries) => {
                let flow = format!("{name}: {}", self.flow());
                if entries.iter().all(|(_, value)| value.is_leaf()) && fits(&flow) {
                    return vec![flow];
                }
                let lines = entries.iter().flat_map(|(key, value)| value.entry(key));
                std::iter::once(format!("{name}:")).chain(lines.map(indented)).collect()
            }
            Self::List(_) => {
                let flow = format!("{name}: {}", self.flow());
                if self.is_short() && fits(&flow) {
                    return vec![flow];
                }
                std::iter::once(format!("{name}:")).chain(self.items().into_iter().map(indented)).collect()
            }
            Self::Raw(text) => vec![format!("{name}: {text}")],
        }
    }

    /// Renders the lines of this list.
    fn items(&self) -> Vec<String> {
        match self {
            Self::List(items) => items.iter().flat_map(|item| item.item(true)).collect(),
            _ => self.item(true),
        }
    }

    /// Renders the lines of this value as an item of a list. A map can have several lines.
    pub(crate) fn item(&self, block: bool) -> Vec<String> {
        match self {
            Self::Map(entries) if !entries.is_empty() => {
                let flow = format!("- {}", self.flow());
                if !block && fits(&flow) {
                    return vec![flow];
                }
                let lines = entries.iter().flat_map(|(key, value)| value.entry(key));
                lines
                    .enumerate()
                    .map(|(index, line)| format!("{}{line}", if index == 0 { "- " } else { "  " }))
                    .collect()
            }
            Self::Text(text) => vec![format!("- {}", scalar(text, false))],
            _ => vec![format!("- {}", self.flow())],
        }
    }

    /// Whether it contains no collection.
    fn is_leaf(&self) -> bool {
        match self {
            Self::Text(_) | Self::Raw(_) => true,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        }
    }

    /// Whether every item is a scalar.
    fn is_short(&self) -> bool {
        matches!(self, Self::List(items) if items.iter().all(Self::is_leaf))
    }
}

fn flow_entry((key, value): &(String, Yaml)) -> String {
    format!("{}: {}", scalar(key, true), value.flow())
}

fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH
}

fn indented(line: String) -> String {
    format!("  {line}")
}

/// Renders `text` as a scalar, with quotes if it needs them; `flow` is true between brackets.
pub(crate) fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str, flow: bool) -> bool {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let word = text.strip_suffix('?').unwrap_or(text).to_ascii_lowercase();
    // Unlike a number, a number followed by words is text.
    let begins = |first: char| first.is_alphabetic() || first == '_' || first.is_ascii_digit() && text.contains(" of ");
    text.starts_with(begins)
        && !WORDS.contains(&word.as_str())
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|c| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}'))
        && (!flow || !text.contains(['[', ']', '{', '}', ',']))
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_is_read_back() {
        for text in [
            "a", "a b", "a: b", "a #b", "yes", "null", "1", "1 of 2.", "-", "a, b", "é", "\"", "a\\", "x\ny", "?",
            "@x", "size?", " a ",
        ] {
            for flow in [true, false] {
                let yaml =
                    if flow { format!("[{}]", scalar(text, true)) } else { format!("- {}", scalar(text, false)) };
                let read: Vec<String> = serde_yaml::from_str(&yaml).unwrap_or_default();
                assert_eq!(read, [text], "{yaml}");
            }
        }
    }
}
