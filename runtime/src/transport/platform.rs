//! What differs between platforms: a timer, and threads or none.

#[cfg_attr(all(target_arch = "wasm32", target_os = "unknown"), path = "platform/javascript.rs")]
#[cfg_attr(not(all(target_arch = "wasm32", target_os = "unknown")), path = "platform/native.rs")]
mod here;

pub(crate) use self::here::sleep;
pub use self::here::{BoxFuture, MaybeSend};
