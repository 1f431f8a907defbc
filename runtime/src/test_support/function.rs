//! What a mock has to know of an API and of its calls.

use super::{Encode, Encoder};
use crate::api::Api;
use crate::request::Call;

/// An API whose clients a [`Mock`](super::Mock) can serve. A generated crate implements it.
pub trait MockApi: Api {
    /// Returns an error code as the server sends it.
    fn wire(code: &Self::Code) -> &str;

    /// Returns the documented status of an error code; `None` if the code is not documented.
    fn status(code: &Self::Code) -> Option<u16>;

    /// Returns a sample of the detail of an error code; `None` if it has none.
    fn sample_detail(code: &Self::Code) -> Option<Self::Detail>;

    /// Writes a detail.
    fn encode_detail(detail: &Self::Detail, json: &mut Encoder);
}

/// A call for which a [`Mock`](super::Mock) can have responses. A generated crate implements it for all of its calls.
pub trait MockCall: Call<Api: MockApi, Output: Encode> + Clone {
    /// The parameters of the function that makes the call, as a tuple.
    type Parameters;
}

/// A function that makes the call `C`, such as `products::get`.
///
/// The function is generic over its parameters; `C` says which types they have here.
pub trait Function<P, C> {}

macro_rules! functions {
    ($(($($parameter:ident)*))*) => {
        $(
            impl<F, C, $($parameter),*> Function<($($parameter,)*), C> for F
            where
                C: MockCall<Parameters = ($($parameter,)*)>,
                F: FnOnce($($parameter),*) -> C,
            {
            }
        )*
    };
}

functions! {
    ()
    (P1)
    (P1 P2)
    (P1 P2 P3)
    (P1 P2 P3 P4)
    (P1 P2 P3 P4 P5)
    (P1 P2 P3 P4 P5 P6)
    (P1 P2 P3 P4 P5 P6 P7)
    (P1 P2 P3 P4 P5 P6 P7 P8)
}
