//! A fictional API, in the form of a generated crate. `wire.rs` is the output of the generator for `spec/`.
#![allow(dead_code)] // Each test uses another part.

#[rustfmt::skip]
pub mod wire;

use api_client_runtime::{
    Api, Arguments, Authentication, Call, DecodeError, Description, Json, Method, Operation, Reader, Request, Secret,
    Service, Text, Timestamp, UnrecognizedUnion, Value,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shop;

impl Api for Shop {
    type Code = ErrorCode;
    type Detail = ErrorDetail;

    const DESCRIPTION: &'static Description = &Description {
        name: "shop",
        url: "https://api.shop.test",
        // Cargo sets this one for every test, and a test cannot set any.
        token_variable: "CARGO_PKG_NAME",
        url_variable: "SHOP_API_URL",
        error_envelope: Some("error"),
        request_id_header: Some("x-request-id"),
        rate_limit_permitted_header: Some("x-ratelimit-permitted"),
        rate_limit_remaining_header: Some("x-ratelimit-remaining"),
        rate_limit_window: Some(60),
        retryable_codes: &["queue_full"],
        final_codes: &["out_of_stock"],
        details: ErrorDetail::FIELDS,
        service_paths: &["/v1"],
        user_agent: "shop-api/0.1.0",
        callsites: &wire::CALLSITES,
    };

    fn code(wire: &str) -> ErrorCode {
        ErrorCode::received(wire)
    }

    fn detail(code: &ErrorCode, json: &mut Reader<'_>) -> Result<ErrorDetail, DecodeError> {
        ErrorDetail::decode(code, json)
    }
}

pub type Error = api_client_runtime::Error<Shop>;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    ProductNotFound,
    SoldOut,
    InvalidOrder,
    Unrecognized(String),
}

impl ErrorCode {
    pub const VALUES: &[Self] = &[Self::ProductNotFound, Self::SoldOut, Self::InvalidOrder];

    pub fn as_str(&self) -> &str {
        match self {
            Self::ProductNotFound => "product_not_found",
            Self::SoldOut => "sold_out",
            Self::InvalidOrder => "invalid_order",
            Self::Unrecognized(wire) => wire,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ErrorDetail {
    SoldOut(SoldOutDetail),
    InvalidOrder(InvalidOrderDetail),
    Unrecognized(Json),
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SoldOutDetail {
    pub back_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct InvalidOrderDetail {
    pub errors: Option<Vec<String>>,
    pub item: Option<FaultyItem>,
    pub pin: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FaultyItem {
    pub name: Option<String>,
    pub number: Option<f64>,
    pub is_gift: Option<bool>,
}

/// Identifies a product.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(String);

/// Identifies a maker of products.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MakerId(String);

/// Selects a product.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProductLookup {
    Id(ProductId),
    Barcode(String),
}

impl ProductLookup {
    pub fn barcode(barcode: impl Into<String>) -> Self {
        Self::Barcode(barcode.into())
    }
}

impl From<ProductId> for ProductLookup {
    fn from(id: ProductId) -> Self {
        Self::Id(id)
    }
}

impl From<&ProductId> for ProductLookup {
    fn from(id: &ProductId) -> Self {
        Self::Id(id.clone())
    }
}

/// Changes to a product.
#[derive(Debug, Clone, Default)]
pub struct ProductArguments(Arguments);

impl ProductArguments {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.set("name", name.into());
        self
    }

    pub fn door_code(mut self, code: impl Into<Secret>) -> Self {
        self.0.set("door_code", code.into());
        self
    }

    pub fn clear_maker(mut self) -> Self {
        self.0.set("maker", Value::Null);
        self
    }
}

impl From<ProductArguments> for Value {
    fn from(arguments: ProductArguments) -> Self {
        arguments.0.into()
    }
}

/// A label on a product.
#[derive(Debug, Clone)]
pub struct Label(Arguments);

impl Label {
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        let mut label = Arguments::new();
        label.set("key", key.into());
        label.set("value", value.into());
        Self(label)
    }
}

impl From<Label> for Value {
    fn from(label: Label) -> Self {
        label.0.into()
    }
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Product {
    pub id: ProductId,
    pub name: String,
    pub price: f64,
    pub stock: i64,
    pub listed: bool,
    pub description: Option<String>,
    pub created_at: Timestamp,
    pub door_code: Option<Secret>,
    pub maker: Box<Maker>,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Maker {
    pub id: MakerId,
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReviewsOutput {
    pub reviews: Vec<String>,
    pub per_page: i64,
    pub total_pages: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Part {
    Maker(Box<Maker>),
    Unrecognized(UnrecognizedUnion),
}

pub static SHOP: Service = Service { name: "shop", authentication: Authentication::Bearer, errors: &[] };

static PUBLIC: Service = Service { name: "public", authentication: Authentication::None, errors: &[] };

/// Declares an operation's static, request and call.
macro_rules! operation {
    ($name:ident $static:ident: $wire:literal $method:ident $path:literal $service:ident -> $output:ty) => {
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until a client sends it"]
        pub struct $name(pub Request);

        impl Call for $name {
            type Api = Shop;
            type Output = $output;

            const OPERATION: &'static Operation = &$static;

            fn into_request(self) -> Request {
                self.0
            }
        }

        static $static: Operation = Operation {
            name: $wire,
            method: Method::$method,
            body: !matches!(Method::$method, Method::Get | Method::Delete),
            path: $path,
            idempotent: Method::$method.is_idempotent(),
            service: &$service,
            scopes: &["products"],
            errors: &["product_not_found", "sold_out", "invalid_order"],
        };
    };
}

operation!(Get GET: "products::get" Get "/v1/products/{product}" SHOP -> Product);
operation!(List LIST: "products::list" Get "/v1/products" SHOP -> Vec<Product>);
operation!(Update UPDATE: "products::update" Patch "/v1/products/{product}" SHOP -> Product);
operation!(Restock RESTOCK: "products::restock" Post "/v1/products/{product}/restock" SHOP -> ());
operation!(Order ORDER: "products::order" Post "/v1/products/{product}/order" SHOP -> Product);
operation!(Delete DELETE: "products::delete" Delete "/v1/products/{product}" SHOP -> ());
operation!(Reviews REVIEWS: "products::reviews" Get "/v1/products/{product}/reviews" SHOP -> ReviewsOutput);
operation!(Manual MANUAL: "products::manual" Get "/v1/manual/{language}" PUBLIC -> Text);

pub fn get(product: impl Into<ProductLookup>) -> Get {
    Get(Request::new(&GET).with("product", product.into()))
}

pub fn list() -> List {
    List(Request::new(&LIST))
}

impl List {
    pub fn page(mut self, page: i64) -> Self {
        self.0.set("page", page);
        self
    }

    pub fn labels(mut self, labels: impl IntoIterator<Item = Label>) -> Self {
        self.0.set("labels", Value::list(labels));
        self
    }

    pub fn makers(mut self, makers: impl IntoIterator<Item = MakerId>) -> Self {
        self.0.set("makers", Value::list(makers));
        self
    }
}

pub fn update(product: impl Into<ProductLookup>, properties: ProductArguments) -> Update {
    Update(Request::new(&UPDATE).with("product", product.into()).with("properties", properties))
}

pub fn restock(product: impl Into<ProductId>) -> Restock {
    Restock(Request::new(&RESTOCK).with("product", product.into()))
}

pub fn order(product: impl Into<ProductId>) -> Order {
    Order(Request::new(&ORDER).with("product", product.into()))
}

pub fn delete(product: impl Into<ProductLookup>) -> Delete {
    Delete(Request::new(&DELETE).with("product", product.into()))
}

pub fn reviews(product: impl Into<ProductLookup>) -> Reviews {
    Reviews(Request::new(&REVIEWS).with("product", product.into()))
}

impl Reviews {
    pub fn page(self, page: i64) -> Self {
        Self(self.0.with("page", page))
    }
}

pub fn manual(language: impl Into<String>) -> Manual {
    Manual(Request::new(&MANUAL).with("language", language.into()))
}

/// A product in a response.
pub const KETTLE: &str = r#"{"id":"prod_1","name":"Kettle","price":19.5,"stock":3,"listed":true,"description":null,
  "created_at":1700000000,"door_code":"4711-geheim","maker":{"id":"mak_1","name":"Brühl & \"Söhne\"","since":[1,{}]},
  "parts":[{"type":"Maker","value":{"id":"mak_2"}},{"value":{"x":[1]},"type":"Gizmo"}],"new":{"field":[null,1e3]}}"#;
