//! HTTP/1.1 over the sockets of the operating system.

#[cfg(feature = "blocking")]
mod blocking;
mod http1;
mod pool;
mod proxy;
#[cfg(feature = "blocking")]
mod socket;
mod tls;
#[cfg(feature = "client")]
mod tokio;

#[cfg(feature = "blocking")]
pub(crate) use self::blocking::Network as BlockingNetwork;
use self::http1::{Allowance, Connection, Failed, Origin, tunnel};
use self::pool::Pool;
pub(crate) use self::proxy::{Proxy, ProxyError};
#[cfg(feature = "client")]
pub(crate) use self::tokio::Network;
