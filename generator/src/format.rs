//! From tokens to text, an item at a time, because the printer leaves no blank line between items.

use proc_macro2::TokenStream;

/// `item` as it stands in a file.
pub(crate) fn item(item: TokenStream) -> String {
    match syn::parse2::<syn::File>(item.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // Emission makes Rust, which the tests hold it to. Should it ever not, rustc will say more than we could.
        Err(_) => format!("{item}\n"),
    }
}
