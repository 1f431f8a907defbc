//! What a client needs of the place where it runs, and which differs between places: a clock, a timer, and threads or
//! none.

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[path = "platform/javascript.rs"]
mod here;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
#[path = "platform/native.rs"]
mod here;

#[cfg(feature = "client")]
pub(crate) use here::sleep;
#[cfg(feature = "client")]
pub use here::{BoxFuture, MaybeSend};
pub(crate) use here::{Instant, wall};
