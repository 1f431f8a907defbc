//! From tokens to text, an item at a time, because the printer leaves no blank line between items.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, File, ImplItem, Item, Lit, LitStr, Meta, MetaNameValue, Token, token::Bracket,
};

use crate::docs::Line;

/// Separates the lines of docs in their attribute, and stands alone for a blank line of code. Docs contain no tabs, and
/// literals are printed without them.
const SEPARATOR: char = '\t';

/// One attribute for all `lines`, which [`items`] writes with `///` each. Docs are a third of the text of a crate, and
/// attributes are parsed and printed as slowly as code.
pub(crate) fn docs(lines: &[Line]) -> TokenStream {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let separator = (index > 0).then_some(SEPARATOR);
        text.extend(separator.into_iter().chain((!line.is_empty()).then_some(' ')));
        text.push_str(line.as_str());
    }
    let literal = literal(&text);
    quote!(#[doc = #literal])
}

/// `text` as a raw literal, which nothing escapes or parses, where that can contain it.
fn literal(text: &str) -> Literal {
    format!("r##\"{text}\"##").parse().unwrap_or_else(|_| Literal::string(text))
}

/// The text of the items in `tokens`, with blank lines between items and between methods.
pub(crate) fn items(tokens: TokenStream) -> String {
    // Not cloned: tokens that are shared are copied when they are parsed.
    match syn::parse2::<File>(tokens) {
        Ok(File { attrs, items, .. }) => {
            // Without an item behind them, the printer leaves attributes in one line.
            let attributes = attrs.into_iter().map(|attribute| print(vec![attribute], Vec::new()));
            let texts: Vec<_> = attributes.chain(items.into_iter().map(item)).collect();
            in_lines(&texts.join("\n"))
        }
        // The tests check that emission writes valid Rust.
        Err(error) => format!("compile_error!({:?});\n", format!("the generator wrote invalid Rust: {error}")),
    }
}

/// `text` with each line of docs in a line of its own, and with blank lines.
fn in_lines(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(SEPARATOR) {
        let start = rest[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = rest[at..].find('\n').map_or(rest.len(), |end| at + end);
        let slashes = rest[start..at].find("//").map_or(at, |slashes| start + slashes + "///".len());
        written.push_str(&rest[..start]);
        match &rest[slashes..end] {
            "\t" => written.push('\n'),
            docs => docs.split(SEPARATOR).for_each(|line| {
                written.extend([&rest[start..slashes], line.trim_end_matches(' '), "\n"]);
            }),
        }
        rest = rest[end..].strip_prefix('\n').unwrap_or_default();
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
            attrs.insert(0, blank_line());
        }
        after_line = Some(line);
    }
}

/// The attribute in whose place [`items`] leaves a blank line.
fn blank_line() -> Attribute {
    let separator = LitStr::new(SEPARATOR.encode_utf8(&mut [0; 4]), Span::call_site());
    Attribute {
        pound_token: Token![#](Span::call_site()),
        style: AttrStyle::Outer,
        bracket_token: Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", Span::call_site()).into(),
            eq_token: Token![=](Span::call_site()),
            value: Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::Str(separator) }),
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

    use super::{docs, items};
    use crate::docs::Line;

    #[test]
    fn prints_each_attribute_of_a_file_in_its_own_line() {
        let text = items(quote!(#![cfg_attr(docsrs, feature(doc_cfg))] #![warn(missing_docs)] mod books;));
        assert_eq!(text, "#![cfg_attr(docsrs, feature(doc_cfg))]\n#![warn(missing_docs)]\nmod books;\n");
    }

    #[test]
    fn prints_each_line_of_docs_in_its_own_line() {
        let docs = docs(&["Books.", "", "Some are `\"old\"` \\ rare."].map(Line::from));
        let text = items(quote!(#docs pub struct Book { #docs pub title: String }));
        let expected = "/// Books.\n///\n/// Some are `\"old\"` \\ rare.\npub struct Book {\n    /// Books.\n    ///\n    \
                        /// Some are `\"old\"` \\ rare.\n    pub title: String,\n}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn leaves_blank_lines_between_members_that_are_not_lines() {
        let text = items(quote!(impl A for B { type C = D; const E: F = 1; fn g() {} fn h() {} }));
        assert_eq!(text, "impl A for B {\n    type C = D;\n    const E: F = 1;\n\n    fn g() {}\n\n    fn h() {}\n}\n");
    }
}
