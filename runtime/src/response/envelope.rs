//! The API's error in the body of a response.

use crate::wire::{Decode, DecodeError, Json, Reader};

/// The code of an error, its description and its detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub(crate) code: String,
    pub(crate) description: Option<String>,
    /// As it was sent. Its type depends on the code.
    pub(crate) detail: Option<Json>,
}

impl Envelope {
    /// Decodes an error from the field `wrapper` of `body`, or from the body itself if there is no such field.
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
            // The code is what matters, so a description of another type is ignored.
            "description" => description = Json::decode(json)?.parse().ok(),
            "detail" => detail = Option::<Json>::decode(json)?,
            _ => json.skip()?,
        }
        key = json.next_key()?;
    }
    match (wrapped, code) {
        (Some(wrapped), _) => Ok(wrapped),
        (None, Some(code)) => Ok(Envelope { code, description, detail }),
        (None, None) => Err(DecodeError::missing(at, "code")),
    }
}
