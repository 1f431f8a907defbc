//! A model that the program makes itself.
//~ E0639
//~ cannot create non-exhaustive struct using struct expression

use katapult_api::{ApiTokenId, ApiTokenRef};

pub fn example(id: ApiTokenId) -> ApiTokenRef {
    ApiTokenRef { id, name: "deploy".to_owned() }
}
