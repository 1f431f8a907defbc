//! From tokens to text, an item at a time, because the printer leaves no blank line between items.

use proc_macro2::TokenStream;
use syn::{Attribute, File, ImplItem, Item, ItemImpl};

/// The items in `tokens` as they stand in a file: a blank line between two, and between two methods.
pub(crate) fn items(tokens: TokenStream) -> String {
    match syn::parse2::<File>(tokens.clone()) {
        Ok(File { attrs, items, .. }) => {
            let attributes = (!attrs.is_empty()).then(|| print(attrs, Vec::new()));
            let texts: Vec<_> = attributes.into_iter().chain(items.into_iter().map(item)).collect();
            texts.join("\n")
        }
        // Emission makes Rust, which the tests hold it to. Should it ever not, rustc will say more than we could.
        Err(_) => format!("{tokens}\n"),
    }
}

fn item(item: Item) -> String {
    match item {
        Item::Impl(block) if block.items.len() > 1 => members(block),
        item => alone(item),
    }
}

fn alone(item: Item) -> String {
    print(Vec::new(), vec![item])
}

fn print(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs, items })
}

/// An `impl` of several members: each is printed in a block of its own, and the blocks are joined.
fn members(block: ItemImpl) -> String {
    let (start, end) = ("{\n", "}\n");
    let mut printed = String::new();
    let mut before: Option<&ImplItem> = None;
    for member in &block.items {
        let printed_alone = alone(Item::Impl(ItemImpl { items: vec![member.clone()], ..block.clone() }));
        let Some((header, body)) = printed_alone.split_once(start) else { return alone(Item::Impl(block)) };
        match before {
            None => printed.extend([header, start]),
            Some(before) if is_line(before) && is_line(member) => {}
            Some(_) => printed.push('\n'),
        }
        printed.push_str(body.strip_suffix(end).unwrap_or(body));
        before = Some(member);
    }
    printed + end
}

/// Whether `member` is a line that stands with its neighbours, such as `type Item = Disk;`.
fn is_line(member: &ImplItem) -> bool {
    match member {
        ImplItem::Type(item) => item.attrs.is_empty(),
        ImplItem::Const(item) => item.attrs.is_empty(),
        _ => false,
    }
}
