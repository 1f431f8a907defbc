//! An item of a feature that is not enabled.
//~ E0432
//~ the item is gated behind the `registry` feature

pub use katapult_api::registry;
