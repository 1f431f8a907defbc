//! What to write in place of a type that is not declared.

use crate::{
    diagnostic::{list, nearest},
    ir::Scalar,
};

/// Types as other languages spell them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("any", "write `json`"),
    ("array", "write the type of its items in brackets, as in `[string]`"),
    ("bool", "write `boolean`"),
    ("char", "write `string`"),
    ("date", "write `timestamp` for seconds since 1970, or `string`"),
    ("datetime", "write `timestamp` for seconds since 1970, or `string`"),
    ("decimal", "write `number`"),
    ("dict", "declare a schema, or write `json`"),
    ("double", "write `number`"),
    ("enum", "declare its values under `enums:`, and write its name"),
    ("f32", "write `number`"),
    ("f64", "write `number`"),
    ("float", "write `number`"),
    ("i32", "write `integer`"),
    ("i64", "write `integer`"),
    ("int", "write `integer`"),
    ("list", "write the type of its items in brackets, as in `[string]`"),
    ("long", "write `integer`"),
    ("map", "declare a schema, or write `json`"),
    ("object", "declare a schema, or write `json`"),
    ("password", "write `secret`"),
    ("str", "write `string`"),
    ("text", "write `string`"),
    ("time", "write `timestamp` for seconds since 1970, or `string`"),
    ("token", "write `secret`"),
    ("u32", "write `integer`"),
    ("u64", "write `integer`"),
    ("uri", "write `string`"),
    ("url", "write `string`"),
    ("uuid", "declare an id under `ids:`, or write `string`"),
];

/// The maximum number of similar types to list.
const SHOWN: usize = 4;

/// What to write in place of the undeclared type `name`.
pub(super) fn help<'s>(name: &str, declared: impl Iterator<Item = &'s str> + Clone) -> Option<String> {
    let scalars = Scalar::ALL.iter().map(|scalar| scalar.as_str());
    if let Some((_, help)) = ELSEWHERE.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)) {
        return Some((*help).to_owned());
    }
    if let Some(near) = nearest(name, declared.clone().chain(scalars)) {
        return Some(format!("did you mean `{near}`?"));
    }
    let mut alike: Vec<String> = declared.filter(|known| is_alike(name, known)).map(str::to_owned).collect();
    alike.sort_unstable();
    let more = alike.len().saturating_sub(SHOWN);
    alike.truncate(SHOWN);
    match (alike.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(format!("declared types of that kind: {}", list(&alike))),
        (false, more) => Some(format!("declared types of that kind: {}, and {more} more", list(&alike))),
    }
}

/// Whether two names begin with the same word, as `DiskSize` and `DiskState` do.
fn is_alike(name: &str, known: &str) -> bool {
    let first = |name: &str| {
        let end = name.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map_or(name.len(), |(at, _)| at);
        name[..end].to_owned()
    };
    first(name) == first(known)
}

/// The spelling of `text`, which is not a type expression, in this language.
pub(super) fn rewritten(text: &str) -> Option<String> {
    let wrapped = |open: &str, close: char| {
        let (name, rest) = text.split_once(open)?;
        Some((name, rest.strip_suffix(close)?))
    };
    if let Some(item) = text.strip_suffix("[]") {
        return Some(format!("[{item}]"));
    }
    let (name, inner) = wrapped("<", '>').or_else(|| wrapped("[", ']'))?;
    match name.to_ascii_lowercase().as_str() {
        "list" | "array" | "vec" | "set" | "sequence" => Some(format!("[{inner}]")),
        "option" | "optional" | "nullable" | "maybe" => Some(format!("{inner}?")),
        _ => None,
    }
}
