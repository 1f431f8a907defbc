//! An API's own error, as its body has it.

use crate::wire::{Decode, DecodeError, Json, Reader};

/// The code of an error, and what comes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub(crate) code: String,
    pub(crate) description: Option<String>,
    /// As it came. What it is depends on the code.
    pub(crate) detail: Option<Json>,
}

impl Envelope {
    /// Reads an error from `body`: from the field `wrapper`, or from the body itself where it has no such field.
    pub(crate) fn read(body: &[u8], wrapper: Option<&str>) -> Result<Self, DecodeError> {
        let mut json = Reader::new(body);
        let read = fields(&mut json, wrapper)?;
        json.finish()?;
        Ok(read)
    }
}

fn fields(json: &mut Reader<'_>, wrapper: Option<&str>) -> Result<Envelope, DecodeError> {
    let at = json.offset();
    let mut wrapped = None;
    let mut code = None;
    let mut description = None;
    let mut detail = None;
    let mut key = json.object()?;
    while let Some(name) = key {
        match name {
            _ if Some(name) == wrapper => wrapped = Some(fields(json, None)?),
            "code" => code = Some(json.string()?),
            // Only the code decides, so nothing else that is odd may take it away.
            "description" => description = Json::decode(json)?.parse().ok(),
            "detail" => detail = Option::<Json>::decode(json)?,
            _ => json.skip()?,
        }
        key = json.next_key()?;
    }
    match wrapped {
        Some(wrapped) => Ok(wrapped),
        None => Ok(Envelope { code: json.required(at, "code", code)?, description, detail }),
    }
}
