//! HTTP/1.1 over the sockets of the operating system.

mod allowance;
#[cfg(feature = "blocking")]
mod blocking;
mod http1;
mod message;
mod origin;
mod pool;
mod proxy;
#[cfg(feature = "blocking")]
mod socket;
mod tls;
#[cfg(feature = "client")]
mod tokio;

use self::allowance::Allowance;
#[cfg(feature = "blocking")]
pub(crate) use self::blocking::Network as BlockingNetwork;
use self::http1::{Connection, Failed, tunnel};
use self::origin::Origin;
use self::pool::Pool;
pub(crate) use self::proxy::{Proxy, ProxyError};
#[cfg(feature = "client")]
pub(crate) use self::tokio::Network;
