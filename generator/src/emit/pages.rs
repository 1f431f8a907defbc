//! Operations with pages: how a client goes through them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{field_paths, ty};
use crate::{
    ir::{Api, Operation, Pages, ResponseType},
    name::Name,
};

/// The implementation of `Paged` for the request of an operation.
pub(super) fn wire(api: &Api, operation: &Operation) -> TokenStream {
    let (Some(pages), ResponseType::Own(output)) = (&operation.pages, &operation.output) else { return quote!() };
    let (request, output) = (&operation.request, &api.ty(*output).name.ident);
    let Pages { list: Name { wire, ident: list }, item, argument, per_page, total_pages } = pages;
    let item = ty::from_root(api, item);
    let per_page = field_paths::maybe_integer(per_page.as_ref());
    let total_pages = field_paths::maybe_integer(total_pages.as_ref());
    quote! {
        impl Paged for super::#request {
            type Item = #item;

            const PAGE: &'static str = #argument;

            const ITEMS: &'static str = #wire;

            fn page(output: &super::#output) -> Page {
                Page { items: output.#list.len(), per_page: #per_page, total_pages: #total_pages }
            }

            fn into_items(output: super::#output) -> Vec<#item> {
                output.#list
            }
        }
    }
}
