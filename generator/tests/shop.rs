//! The decoders by which the runtime's tests stand are those that the generator emits for their spec.

use std::{collections::BTreeSet, path::Path};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// The items of some Rust, each as its tokens, which do not depend on the formatting.
fn items(text: &str) -> BTreeSet<String> {
    let items = syn::parse_file(text).unwrap().items;
    items.iter().filter(|item| !matches!(item, syn::Item::Use(_))).map(|item| tokens(item.to_token_stream())).collect()
}

/// The tokens without commas, of which formatters add and remove some.
fn tokens(stream: TokenStream) -> String {
    let tokens = stream.into_iter().filter(|tree| !matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ','));
    let texts = tokens.map(|tree| match tree {
        TokenTree::Group(group) => format!("{:?}({})", group.delimiter(), self::tokens(group.stream())),
        other => other.to_string(),
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[test]
fn decoders_of_the_runtimes_tests_are_emitted() {
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tests/shop");
    let spec = generator::read(&shop.join("spec")).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let output = spec.emit();
    let wire = output.files().filter(|(path, _)| path.ends_with("wire.rs"));
    let texts: Vec<_> = wire.map(|(_, file)| file.text()).collect();
    let emitted: BTreeSet<_> = texts.iter().flat_map(|text| items(text)).collect();
    let used = std::fs::read_to_string(shop.join("wire.rs")).unwrap().replace("api_client_runtime", "runtime");
    // There it is one module below the root, and not two.
    let used = used.replace("super::wire::CALLSITES", "super::super::wire::CALLSITES");
    for item in items(&used) {
        assert!(emitted.contains(&item), "not emitted:\n{item}\n\nemitted:\n{}", texts.join("\n"));
    }
}
