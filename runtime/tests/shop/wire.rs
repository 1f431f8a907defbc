//! The mechanical part of the API: how its types decode.

use api_client_runtime::{Decode, DecodeError, Reader, UnrecognizedUnion};

use super::{Maker, Part, Product, ReviewsOutput, SoldOutDetail};

impl Decode for SoldOutDetail {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let at = json.offset();
        let mut back_at = None;
        let mut key = json.object()?;
        while let Some(name) = key {
            match name {
                "back_at" => back_at = Some(Decode::decode(json)?),
                _ => json.skip()?,
            }
            key = json.next_key()?;
        }
        Ok(Self { back_at: json.required(at, "back_at", back_at)? })
    }
}

impl Decode for Product {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let at = json.offset();
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
        let mut key = json.object()?;
        while let Some(field) = key {
            match field {
                "id" => id = Some(Decode::decode(json)?),
                "name" => name = Some(Decode::decode(json)?),
                "price" => price = Some(Decode::decode(json)?),
                "stock" => stock = Some(Decode::decode(json)?),
                "listed" => listed = Some(Decode::decode(json)?),
                "description" => description = Decode::decode(json)?,
                "created_at" => created_at = Some(Decode::decode(json)?),
                "door_code" => door_code = Decode::decode(json)?,
                "maker" => maker = Some(Decode::decode(json)?),
                "parts" => parts = Some(Decode::decode(json)?),
                _ => json.skip()?,
            }
            key = json.next_key()?;
        }
        Ok(Self {
            id: json.required(at, "id", id)?,
            name: json.required(at, "name", name)?,
            price: json.required(at, "price", price)?,
            stock: json.required(at, "stock", stock)?,
            listed: json.required(at, "listed", listed)?,
            description,
            created_at: json.required(at, "created_at", created_at)?,
            door_code,
            maker: json.required(at, "maker", maker)?,
            parts: json.required(at, "parts", parts)?,
        })
    }
}

impl Decode for Maker {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let at = json.offset();
        let mut id = None;
        let mut name = None;
        let mut key = json.object()?;
        while let Some(field) = key {
            match field {
                "id" => id = Some(Decode::decode(json)?),
                "name" => name = Decode::decode(json)?,
                _ => json.skip()?,
            }
            key = json.next_key()?;
        }
        Ok(Self { id: json.required(at, "id", id)?, name })
    }
}

/// On the wire `{"type": ..., "value": ...}`.
impl Decode for Part {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let type_name = json.tag("type")?;
        let at = json.offset();
        let mut value = None;
        let mut key = json.object()?;
        while let Some(field) = key {
            match field {
                "value" => {
                    value = Some(match type_name.as_str() {
                        "Maker" => Self::Maker(Decode::decode(json)?),
                        _ => Self::Unrecognized(UnrecognizedUnion {
                            type_name: type_name.clone(),
                            value: Decode::decode(json)?,
                        }),
                    });
                }
                _ => json.skip()?,
            }
            key = json.next_key()?;
        }
        json.required(at, "value", value)
    }
}

impl Decode for ReviewsOutput {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let at = json.offset();
        let mut reviews = None;
        let mut per_page = None;
        let mut total_pages = None;
        let mut key = json.object()?;
        while let Some(field) = key {
            match field {
                "reviews" => json.field(&mut reviews),
                "per_page" => json.field(&mut per_page),
                "total_pages" => json.nullable(&mut total_pages),
                _ => json.skip(),
            }?;
            key = json.next_key()?;
        }
        Ok(Self {
            reviews: json.required(at, "reviews", reviews)?,
            per_page: json.required(at, "per_page", per_page)?,
            total_pages,
        })
    }
}
