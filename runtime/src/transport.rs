//! Transports: what carries a request to the server and the response back.

mod arriving;
#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "client")]
mod deadline;
#[cfg(all(feature = "client", target_arch = "wasm32", target_os = "unknown"))]
mod fetch;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod native;
#[cfg(feature = "client")]
mod platform;
#[cfg(feature = "tower")]
mod tower;

use self::arriving::Arriving;
#[cfg(feature = "client")]
pub use self::asynchronous::Transport;
#[cfg(feature = "blocking")]
pub use self::blocking::Transport as BlockingTransport;
#[cfg(all(feature = "client", target_arch = "wasm32", target_os = "unknown"))]
pub(crate) use self::fetch::Network;
#[cfg(all(feature = "blocking", not(all(target_arch = "wasm32", target_os = "unknown"))))]
pub(crate) use self::native::BlockingNetwork;
#[cfg(all(feature = "client", not(all(target_arch = "wasm32", target_os = "unknown"))))]
pub(crate) use self::native::Network;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(crate) use self::native::{Proxy, ProxyError};
#[cfg(feature = "client")]
pub(crate) use self::platform::sleep;
#[cfg(feature = "client")]
pub use self::platform::{BoxFuture, MaybeSend};
#[cfg(feature = "tower")]
pub use self::tower::Tower;
