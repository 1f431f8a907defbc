//! From tokens to text, an item at a time, because the printer leaves no blank line between items.

use std::{cell::RefCell, mem};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, File, ImplItem, Item, ItemImpl};

use crate::docs::Line;

thread_local! {
    /// The docs of the items that this thread emits.
    static DOCS: RefCell<Vec<Vec<Line>>> = const { RefCell::new(Vec::new()) };
}

/// Begins the content of an attribute that stands for docs. Docs contain no tabs, and neither do literals as they are
/// printed.
const MARK: char = '\t';

/// The attribute in whose place [`items`] writes `lines` with `///`. An attribute for each line would be parsed and printed
/// as code is, three times over: docs are a third of the text of a crate.
pub(crate) fn docs(lines: Vec<Line>) -> TokenStream {
    let index = DOCS.with_borrow_mut(|docs| {
        docs.push(lines);
        docs.len() - 1
    });
    let mark = format!("{MARK}{index}");
    quote!(#[doc = #mark])
}

/// Forgets the docs of items that are printed.
pub(crate) fn forget_docs() {
    DOCS.with_borrow_mut(Vec::clear);
}

/// The text of the items in `tokens`, with blank lines between items and between methods.
pub(crate) fn items(tokens: TokenStream) -> String {
    // Not cloned: tokens that are shared are copied when they are parsed.
    match syn::parse2::<File>(tokens) {
        Ok(File { attrs, items, .. }) => {
            // Without an item behind them, the printer leaves attributes in one line.
            let attributes = attrs.into_iter().map(|attribute| print(vec![attribute], Vec::new()));
            let texts: Vec<_> = attributes.chain(items.into_iter().map(item)).collect();
            DOCS.with_borrow(|docs| with_docs(&texts.join("\n"), docs))
        }
        // The tests check that emission writes valid Rust.
        Err(error) => format!("compile_error!({:?});\n", format!("the generator wrote invalid Rust: {error}")),
    }
}

/// `text` with `docs` in place of their marks.
fn with_docs(text: &str, docs: &[Vec<Line>]) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(MARK) {
        let (mark, behind) = behind.split_once('\n').unwrap_or((behind, ""));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let (before, slashes) = before.split_at(start);
        written.push_str(before);
        let lines = mark.parse().ok().and_then(|index: usize| docs.get(index));
        for line in lines.into_iter().flatten() {
            let space = if line.is_empty() { "" } else { " " };
            written.extend([slashes, space, line.as_str().trim_end_matches(' '), "\n"]);
        }
        rest = behind;
    }
    written + rest
}

fn item(item: Item) -> String {
    match item {
        Item::Impl(block) if block.items.len() > 1 => members(block),
        item => print(Vec::new(), vec![item]),
    }
}

fn print(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs, items })
}

/// An `impl` of several members: each is printed in a block of its own, and the blocks are joined.
fn members(mut block: ItemImpl) -> String {
    let (start, end) = ("{\n", "}\n");
    let members = mem::take(&mut block.items);
    let mut file = File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![Item::Impl(block)] };
    let mut printed = String::new();
    let mut after_line = None;
    for member in members {
        let line = is_line(&member);
        if let [Item::Impl(block)] = file.items.as_mut_slice() {
            block.items = vec![member];
        }
        let alone = prettyplease::unparse(&file);
        let (header, body) = alone.split_once(start).unwrap_or_default();
        match after_line {
            None => printed.extend([header, start]),
            Some(true) if line => {}
            Some(_) => printed.push('\n'),
        }
        printed.push_str(body.strip_suffix(end).unwrap_or(body));
        after_line = Some(line);
    }
    printed + end
}

/// Whether `member` needs no blank line before or after another of its kind, such as `type Item = Disk;`.
fn is_line(member: &ImplItem) -> bool {
    match member {
        ImplItem::Type(item) => item.attrs.is_empty(),
        ImplItem::Const(item) => item.attrs.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::items;

    #[test]
    fn prints_each_attribute_of_a_file_in_its_own_line() {
        let text = items(quote!(#![cfg_attr(docsrs, feature(doc_cfg))] #![warn(missing_docs)] mod books;));
        assert_eq!(text, "#![cfg_attr(docsrs, feature(doc_cfg))]\n#![warn(missing_docs)]\nmod books;\n");
    }
}
