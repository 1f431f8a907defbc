//! The mechanical part of the API, as the generator emits it for `spec/`. A test of the generator compares both.

use super::{ErrorCode, ErrorDetail};
use api_client_runtime::{Decode, DecodeError, DetailFields, Page, Paged, Reader, Value};

api_client_runtime::string_enum!(super::ErrorCode);

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
        let mut back_at = None;
        let mut fields = json.fields(&["back_at"])?;
        while let Some(field) = fields.next(json)? {
            match field {
                0 => json.field(&mut back_at),
                _ => json.skip(),
            }?;
        }
        let Some(back_at) = back_at else {
            return Err(fields.missing(json, &["back_at"]));
        };
        Ok(Self { back_at })
    }
}

impl Decode for super::ReviewsOutput {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut reviews = None;
        let mut per_page = None;
        let mut total_pages = None;
        let mut fields = json.fields(&["reviews", "per_page", "total_pages"])?;
        while let Some(field) = fields.next(json)? {
            match field {
                0 => json.field(&mut reviews),
                1 => json.field(&mut per_page),
                2 => json.nullable(&mut total_pages),
                _ => json.skip(),
            }?;
        }
        let (Some(reviews), Some(per_page)) = (reviews, per_page) else {
            return Err(fields.missing(json, &["reviews", "per_page"]));
        };
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
        let mut id = None;
        let mut name = None;
        let mut price = None;
        let mut stock = None;
        let mut listed = None;
        let mut description = None;
        let mut created_at = None;
        let mut door_code = None;
        let mut maker = None;
        let mut parts = None;
        let mut fields = json
            .fields(
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
        while let Some(field) = fields.next(json)? {
            match field {
                0 => json.field(&mut id),
                1 => json.field(&mut name),
                2 => json.field(&mut price),
                3 => json.field(&mut stock),
                4 => json.field(&mut listed),
                5 => json.nullable(&mut description),
                6 => json.field(&mut created_at),
                7 => json.nullable(&mut door_code),
                8 => json.field(&mut maker),
                9 => json.field(&mut parts),
                _ => json.skip(),
            }?;
        }
        let (
            Some(id),
            Some(name),
            Some(price),
            Some(stock),
            Some(listed),
            Some(created_at),
            Some(maker),
            Some(parts),
        ) = (id, name, price, stock, listed, created_at, maker, parts) else {
            return Err(
                fields
                    .missing(
                        json,
                        &[
                            "id",
                            "name",
                            "price",
                            "stock",
                            "listed",
                            "created_at",
                            "maker",
                            "parts",
                        ],
                    ),
            );
        };
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
        let mut id = None;
        let mut name = None;
        let mut fields = json.fields(&["id", "name"])?;
        while let Some(field) = fields.next(json)? {
            match field {
                0 => json.field(&mut id),
                1 => json.nullable(&mut name),
                _ => json.skip(),
            }?;
        }
        let Some(id) = id else {
            return Err(fields.missing(json, &["id"]));
        };
        Ok(Self { id, name })
    }
}

api_client_runtime::union! {
    super::Part { "Maker" => Maker, }
}

impl Decode for super::InvalidOrderDetail {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut errors = None;
        let mut item = None;
        let mut pin = None;
        let mut fields = json.fields(&["errors", "item", "pin"])?;
        while let Some(field) = fields.next(json)? {
            match field {
                0 => json.nullable(&mut errors),
                1 => json.nullable(&mut item),
                2 => json.nullable(&mut pin),
                _ => json.skip(),
            }?;
        }
        Ok(Self { errors, item, pin })
    }
}

impl Decode for super::FaultyItem {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut name = None;
        let mut number = None;
        let mut is_gift = None;
        let mut fields = json.fields(&["name", "number", "is_gift"])?;
        while let Some(field) = fields.next(json)? {
            match field {
                0 => json.nullable(&mut name),
                1 => json.nullable(&mut number),
                2 => json.nullable(&mut is_gift),
                _ => json.skip(),
            }?;
        }
        Ok(Self { name, number, is_gift })
    }
}
