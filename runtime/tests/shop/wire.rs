//! The mechanical part of the API, as the generator emits it for `spec/`. A test of the generator compares both.

use super::{ErrorCode, ErrorDetail};
use api_client_runtime::{Callsites, Decode, DecodeError, DetailFields, Page, Paged, Reader, Value};

pub(crate) static CALLSITES: Callsites = api_client_runtime::callsites!("shop_api");

impl super::ErrorCode {
    /// [`VALUES`](Self::VALUES) as they are on the wire.
    const WIRE_VALUES: &'static [&'static str] = &["product_not_found", "sold_out", "invalid_order"];
}

api_client_runtime::string_enum!(super::ErrorCode, super::wire::CALLSITES);

impl ErrorDetail {
    /// What errors print of their details: the documented fields that are not secret.
    pub(crate) const FIELDS: &'static [DetailFields] = &[
        DetailFields {
            code: "sold_out",
            shown: &["back_at"],
            timestamps: &["back_at"],
        },
        DetailFields {
            code: "invalid_order",
            shown: &["errors", "item.name", "item.number", "item.is_gift"],
            timestamps: &[],
        },
    ];

    /// Reads the detail of an error with that code.
    pub(crate) fn decode(
        code: &ErrorCode,
        json: &mut Reader<'_>,
    ) -> Result<Self, DecodeError> {
        Ok(
            match code {
                ErrorCode::SoldOut => ErrorDetail::SoldOut(Decode::decode(json)?),
                ErrorCode::InvalidOrder => {
                    ErrorDetail::InvalidOrder(Decode::decode(json)?)
                }
                _ => ErrorDetail::Unrecognized(Decode::decode(json)?),
            },
        )
    }
}

impl Decode for super::SoldOutDetail {
    fn placeholder() -> Self {
        Self { back_at: Decode::placeholder() }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["back_at"], &mut [&mut self.back_at])
    }
}

impl Decode for super::ReviewsOutput {
    fn placeholder() -> Self {
        Self { reviews: Decode::placeholder(), per_page: Decode::placeholder(), total_pages: Decode::placeholder() }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["reviews", "per_page", "total_pages"], &mut [&mut self.reviews, &mut self.per_page, &mut self.total_pages])
    }
}

impl Paged for super::Reviews {
    type Item = String;
    const PAGE: &'static str = "page";
    const ITEMS: &'static str = "reviews";

    fn page(output: &super::ReviewsOutput) -> Page {
        Page {
            items: output.reviews.len(),
            per_page: Some(output.per_page),
            total_pages: output.total_pages,
        }
    }

    fn into_items(output: super::ReviewsOutput) -> Vec<String> {
        output.reviews
    }
}

api_client_runtime::id!(super::ProductId);

api_client_runtime::id!(super::MakerId);

impl From<super::ProductLookup> for Value {
    fn from(lookup: super::ProductLookup) -> Self {
        match lookup {
            super::ProductLookup::Id(value) => Value::object([("id", value.into())]),
            super::ProductLookup::Barcode(value) => {
                Value::object([("barcode", value.into())])
            }
        }
    }
}

impl Decode for super::Product {
    fn placeholder() -> Self {
        Self { id: Decode::placeholder(), name: Decode::placeholder(), price: Decode::placeholder(), stock: Decode::placeholder(), listed: Decode::placeholder(), description: Decode::placeholder(), created_at: Decode::placeholder(), door_code: Decode::placeholder(), maker: Decode::placeholder(), parts: Decode::placeholder() }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["id", "name", "price", "stock", "listed", "description", "created_at", "door_code", "maker", "parts"], &mut [&mut self.id, &mut self.name, &mut self.price, &mut self.stock, &mut self.listed, &mut self.description, &mut self.created_at, &mut self.door_code, &mut self.maker, &mut self.parts])
    }
}

impl Decode for super::Maker {
    fn placeholder() -> Self {
        Self { id: Decode::placeholder(), name: Decode::placeholder() }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["id", "name"], &mut [&mut self.id, &mut self.name])
    }
}

api_client_runtime::union! {
    super::Part, super::wire::CALLSITES { "Maker" => Maker, }
}

impl Decode for super::InvalidOrderDetail {
    fn placeholder() -> Self {
        Self { errors: Decode::placeholder(), item: Decode::placeholder(), pin: Decode::placeholder() }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["errors", "item", "pin"], &mut [&mut self.errors, &mut self.item, &mut self.pin])
    }
}

impl Decode for super::FaultyItem {
    fn placeholder() -> Self {
        Self { name: Decode::placeholder(), number: Decode::placeholder(), is_gift: Decode::placeholder() }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["name", "number", "is_gift"], &mut [&mut self.name, &mut self.number, &mut self.is_gift])
    }
}
