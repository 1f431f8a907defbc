//! The mechanical part of the API, as the generator emits it for `spec/`. A test of the generator compares both.

use super::{ErrorCode, ErrorDetail};
use api_client_runtime::{Callsites, Decode, DecodeError, DetailFields, Page, Paged, Reader, Value};

pub(crate) static CALLSITES: Callsites = api_client_runtime::callsites!("shop_api");

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
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (back_at,) = json.values(&["back_at"])?;
        Ok(Self { back_at })
    }
}

impl Decode for super::ReviewsOutput {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (reviews, per_page, total_pages) = json
            .values(&["reviews", "per_page", "total_pages"])?;
        Ok(Self {
            reviews,
            per_page,
            total_pages,
        })
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
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (
            id,
            name,
            price,
            stock,
            listed,
            description,
            created_at,
            door_code,
            maker,
            parts,
        ) = json
            .values(
                &[
                    "id",
                    "name",
                    "price",
                    "stock",
                    "listed",
                    "description",
                    "created_at",
                    "door_code",
                    "maker",
                    "parts",
                ],
            )?;
        Ok(Self {
            id,
            name,
            price,
            stock,
            listed,
            description,
            created_at,
            door_code,
            maker,
            parts,
        })
    }
}

impl Decode for super::Maker {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (id, name) = json.values(&["id", "name"])?;
        Ok(Self { id, name })
    }
}

api_client_runtime::union! {
    super::Part, super::wire::CALLSITES { "Maker" => Maker, }
}

impl Decode for super::InvalidOrderDetail {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (errors, item, pin) = json.values(&["errors", "item", "pin"])?;
        Ok(Self { errors, item, pin })
    }
}

impl Decode for super::FaultyItem {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (name, number, is_gift) = json.values(&["name", "number", "is_gift"])?;
        Ok(Self { name, number, is_gift })
    }
}
