//! From tokens to text, an item at a time, because the printer leaves no blank line between items.

use std::cell::RefCell;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, File, ImplItem, Item, Lit, LitStr, Meta, MetaNameValue, Token, token::Bracket,
};

use crate::docs::Line;

thread_local! {
    /// The docs of the items that this thread emits.
    static DOCS: RefCell<Vec<Vec<Line>>> = const { RefCell::new(Vec::new()) };
}

/// Begins the content of an attribute that stands for docs, or for a blank line if nothing follows. Docs contain no tabs,
/// and neither do literals as they are printed.
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

/// `text` with `docs` and blank lines in place of their marks.
fn with_docs(text: &str, docs: &[Vec<Line>]) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(MARK) {
        let (mark, behind) = behind.split_once('\n').unwrap_or((behind, ""));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let (before, slashes) = before.split_at(start);
        written.push_str(before);
        match mark.parse().ok().and_then(|index: usize| docs.get(index)) {
            None => written.push('\n'),
            Some(lines) => {
                for line in lines {
                    let space = if line.is_empty() { "" } else { " " };
                    written.extend([slashes, space, line.as_str().trim_end_matches(' '), "\n"]);
                }
            }
        }
        rest = behind;
    }
    written + rest
}

fn item(mut item: Item) -> String {
    if let Item::Impl(block) = &mut item {
        spread(&mut block.items);
    }
    print(Vec::new(), vec![item])
}

fn print(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs, items })
}

/// Marks the blank lines between `members`.
fn spread(members: &mut [ImplItem]) {
    let mut after_line = None;
    for member in members {
        let line = is_line(member);
        let attrs = match member {
            ImplItem::Const(item) => &mut item.attrs,
            ImplItem::Fn(item) => &mut item.attrs,
            ImplItem::Type(item) => &mut item.attrs,
            ImplItem::Macro(item) => &mut item.attrs,
            _ => continue,
        };
        if after_line.is_some_and(|after_line| !(after_line && line)) {
            attrs.insert(0, mark(&MARK.to_string()));
        }
        after_line = Some(line);
    }
}

/// The attribute `#[doc = "content"]`.
fn mark(content: &str) -> Attribute {
    let content = Lit::Str(LitStr::new(content, Span::call_site()));
    Attribute {
        pound_token: Token![#](Span::call_site()),
        style: AttrStyle::Outer,
        bracket_token: Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", Span::call_site()).into(),
            eq_token: Token![=](Span::call_site()),
            value: Expr::Lit(ExprLit { attrs: Vec::new(), lit: content }),
        }),
    }
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
