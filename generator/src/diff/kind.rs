//! The table of all kinds of changes, with their level and description.

use super::Level;

/// The level of a kind, and whether it is silent.
macro_rules! level {
    (silent) => {
        (Level::Breaking, true)
    };
    ($level:ident) => {
        (Level::$level, false)
    };
}

/// Declares `Kind`: each row with its level, and `silent` for breaking changes that rustc does not detect.
macro_rules! kinds {
    ($($(#[doc = $docs:literal])+ $name:ident = $level:tt,)+) => {
        /// A kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $docs])+ $name,)+
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            fn row(self) -> (Level, bool) {
                match self { $(Self::$name => level!($level),)+ }
            }

            /// Returns the description in one sentence.
            pub fn docs(self) -> &'static str {
                match self { $(Self::$name => concat!($($docs),+).trim_ascii_start(),)+ }
            }
        }
    };
}

kinds! {
    // Operations.
    /// An operation is new.
    OperationAdded = Minor,
    /// An operation is removed.
    OperationRemoved = Breaking,
    /// An operation is renamed.
    OperationRenamed = Breaking,
    /// An operation is moved to another file, and so to another module.
    OperationMoved = Breaking,
    /// An operation returns a different type.
    ResponseRetyped = Breaking,
    /// An operation becomes paginated.
    PagesAdded = Minor,
    /// An operation is no longer paginated.
    PagesRemoved = Breaking,
    /// The items of the pages have a different type.
    PagesRetyped = Breaking,
    /// The arguments or fields of pagination change.
    PagesChanged = Behaviour,
    /// The method of a request.
    Method = Wire,
    /// The path of a request.
    Path = Wire,
    /// Whether arguments are sent as a JSON body or in the query.
    Body = Wire,
    /// Whether a client retries an operation.
    Idempotent = Behaviour,
    /// The scopes that an operation requires.
    Scopes = Behaviour,
    /// The error codes that an operation documents.
    OperationErrors = Patch,

    // Arguments of operations.
    /// An optional argument is new.
    ArgumentAdded = Minor,
    /// A required argument is new.
    RequiredArgumentAdded = Breaking,
    /// An argument is removed.
    ArgumentRemoved = Breaking,
    /// The method of an optional argument is renamed.
    ArgumentRenamed = Breaking,
    /// A required argument is renamed, so that callers send their value under the new name.
    RequiredArgumentRenamed = silent,
    /// An argument keeps its name in Rust and is renamed on the wire.
    ArgumentKey = Wire,
    /// A required argument is optional.
    ArgumentOptional = Breaking,
    /// An optional argument is required.
    ArgumentRequired = Breaking,
    /// An argument has a different type.
    ArgumentRetyped = Breaking,
    /// An optional argument can be null: `clear_x` is added.
    ArgumentNullable = Minor,
    /// An optional argument can no longer be null: `clear_x` is removed.
    ArgumentNeverNull = Breaking,
    /// The required arguments have a different order.
    ArgumentsReordered = Breaking,
    /// The required arguments have a different order or different names, and callers still compile.
    ArgumentsSwapped = silent,

    // Fields of argument types, as above.
    /// An optional field of an argument type is new.
    PropertyAdded = Minor,
    /// A required field of an argument type is new.
    RequiredPropertyAdded = Breaking,
    /// A field of an argument type is removed.
    PropertyRemoved = Breaking,
    /// The method of an optional field is renamed.
    PropertyRenamed = Breaking,
    /// A required field of an argument type is renamed.
    RequiredPropertyRenamed = silent,
    /// A field of an argument type keeps its name in Rust and is renamed on the wire.
    PropertyKey = Wire,
    /// A required field of an argument type is optional.
    PropertyOptional = Breaking,
    /// An optional field of an argument type is required.
    PropertyRequired = Breaking,
    /// A field of an argument type has a different type.
    PropertyRetyped = Breaking,
    /// An optional field of an argument type can be null: `clear_x` is added.
    PropertyNullable = Minor,
    /// An optional field of an argument type can no longer be null.
    PropertyNeverNull = Breaking,
    /// The parameters of `new` of an argument type have a different order.
    PropertiesReordered = Breaking,
    /// The parameters of `new` of an argument type have a different order, and callers still compile.
    PropertiesSwapped = silent,

    // Fields of responses.
    /// A field of a response is new.
    FieldAdded = Minor,
    /// A field of a response is removed.
    FieldRemoved = Breaking,
    /// A field of a response is renamed.
    FieldRenamed = Breaking,
    /// A field keeps its name in Rust and is renamed on the wire.
    FieldKey = Wire,
    /// A field of a response has a different type.
    FieldRetyped = Breaking,
    /// `T` becomes `Option<T>`.
    FieldOptional = Breaking,
    /// `Option<T>` becomes `T`.
    FieldRequired = Breaking,
    /// A `Box` is added or removed.
    FieldBoxed = Breaking,
    /// A field can be null or be left out, which is the same type in Rust.
    FieldPresence = Patch,
    /// Whether a list can be a single item.
    FieldOneOrList = Patch,

    // Schemas that are sent in requests.
    /// A schema can be sent: `new` is added.
    ConstructorAdded = Minor,
    /// A schema can no longer be sent: `new` is removed.
    ConstructorRemoved = Breaking,
    /// `new` of a schema has one more parameter.
    SentFieldAdded = Breaking,
    /// The parameters of `new` of a schema have a different order.
    SentFieldsReordered = Breaking,
    /// The parameters of `new` of a schema have a different order, and callers still compile.
    SentFieldsSwapped = silent,

    // Types.
    /// A type is new.
    TypeAdded = Minor,
    /// A type is removed.
    TypeRemoved = Breaking,
    /// A type is renamed.
    TypeRenamed = Breaking,
    /// A type is moved to another file, and so to another module.
    TypeMoved = Breaking,
    /// A type changes its kind, such as from a schema to an enum.
    TypeReplaced = Breaking,
    /// A view is new.
    ViewAdded = Minor,
    /// A view is removed.
    ViewRemoved = Breaking,
    /// A value of an enum is new.
    ValueAdded = Minor,
    /// A value of an enum is removed.
    ValueRemoved = Breaking,
    /// A value of an enum is renamed.
    ValueRenamed = Breaking,
    /// A value keeps its name in Rust and is renamed on the wire.
    ValueKey = Wire,
    /// An option of a union is new.
    OptionAdded = Minor,
    /// An option of a union is removed.
    OptionRemoved = Breaking,
    /// An option of a union is renamed.
    OptionRenamed = Breaking,
    /// An option of a union has a different type.
    OptionRetyped = Breaking,
    /// A member of a lookup is new.
    MemberAdded = Minor,
    /// A member of a lookup is removed.
    MemberRemoved = Breaking,
    /// A member of a lookup is renamed.
    MemberRenamed = Breaking,
    /// A member of a lookup keeps its name in Rust and is renamed on the wire.
    MemberKey = Wire,
    /// A member of a lookup has a different type.
    MemberRetyped = Breaking,
    /// An id converts into a lookup, or a value into a document.
    ConversionAdded = Minor,
    /// An id no longer converts into a lookup, or a value into a document.
    ConversionRemoved = Breaking,
    /// The member that a document writes without its name changes.
    FirstMember = Wire,

    // Documents.
    /// The content of an element becomes a separate document.
    RootAdded = Minor,
    /// A separate document becomes the content of an element only.
    RootRemoved = Breaking,
    /// The outermost element.
    Root = Wire,
    /// An optional part is new.
    PartAdded = Minor,
    /// A required part is new.
    RequiredPartAdded = Breaking,
    /// A part is removed.
    PartRemoved = Breaking,
    /// The method of a part is renamed.
    PartRenamed = Breaking,
    /// A required part is renamed.
    RequiredPartRenamed = silent,
    /// A part keeps its name in Rust and is renamed in XML.
    PartKey = Wire,
    /// A required part is optional.
    PartOptional = Breaking,
    /// An optional part is required.
    PartRequired = Breaking,
    /// A part has a different type.
    PartRetyped = Breaking,
    /// The parameters of a constructor have a different order.
    PartsReordered = Breaking,
    /// The parameters of a constructor have a different order, and callers still compile.
    PartsSwapped = silent,
    /// The positions and the order of parts, and the fixed attributes.
    Layout = Wire,
    /// An alternative is new.
    ChoiceAdded = Minor,
    /// An alternative is removed.
    ChoiceRemoved = Breaking,
    /// An alternative is renamed.
    ChoiceRenamed = Breaking,

    // Error codes.
    /// An error code is new.
    ErrorAdded = Minor,
    /// An error code is removed.
    ErrorRemoved = Breaking,
    /// An error code is renamed.
    ErrorRenamed = Breaking,
    /// A detail of an error is new.
    DetailAdded = Minor,
    /// The detail of an error has a different type.
    DetailRetyped = Breaking,
    /// The detail of an error is removed.
    DetailRemoved = Breaking,
    /// The status of an error.
    Status = Behaviour,
    /// Whether a client retries after an error.
    Retry = Behaviour,

    // Waiters.
    /// A waiter is new.
    WaiterAdded = Minor,
    /// A waiter is removed.
    WaiterRemoved = Breaking,
    /// A waiter is renamed.
    WaiterRenamed = Breaking,
    /// A waiter returns a different type.
    WaiterRetyped = Breaking,
    /// A waiter accepts an additional type.
    WaitTargetAdded = Minor,
    /// A waiter no longer accepts a type.
    WaitTargetRemoved = Breaking,
    /// The meaning of values for a waiter.
    WaiterStates = Behaviour,
    /// The deadline or tolerance of a waiter.
    Deadline = Behaviour,

    // Modules, services, and the API as a whole.
    /// A file is new, and so is its module.
    ModuleAdded = Minor,
    /// A file is removed, and so is its module.
    ModuleRemoved = Breaking,
    /// A file is renamed, and so is its module.
    ModuleRenamed = Breaking,
    /// A service is new.
    ServiceAdded = Minor,
    /// A service is removed with its module.
    ServiceRemoved = Breaking,
    /// A service is renamed, or removed and had no module.
    ServiceName = Patch,
    /// The module of a service.
    ServiceModule = Breaking,
    /// The path of a service.
    ServicePath = Wire,
    /// The authentication of a service.
    Authentication = Wire,
    /// The error codes that each operation of a service documents.
    ServiceErrors = Patch,
    /// The marker type of the API.
    ApiName = Breaking,
    /// The name of the crate.
    CrateName = Breaking,
    /// The URL of the API.
    Url = Wire,
    /// The headers and keys that a client reads or writes.
    Headers = Wire,
    /// The attribute of lookups in documents.
    LookupAttribute = Wire,
    /// The environment variables of a client.
    Environment = Behaviour,
    /// The window of the rate limit.
    RateLimit = Behaviour,

    // Any item.
    /// Something is deprecated: callers compile with a warning.
    Deprecated = Minor,
    /// Something is no longer deprecated.
    Undeprecated = Patch,
    /// A required parameter is renamed in Rust, which does not affect callers.
    ParameterName = Patch,

    // Changes that are only counted.
    /// Scopes and settings of OAuth2, which are documentation.
    Documented = Patch,
    /// The docs or the example of something.
    Docs = Patch,
    /// A departure from the provider's documents.
    Fixup = Patch,
}

impl Kind {
    /// Returns the level.
    pub fn level(self) -> Level {
        self.row().0
    }

    /// Whether callers still compile, but with incorrect behaviour.
    pub fn is_silent(self) -> bool {
        self.row().1
    }

    /// Whether text reports count the changes instead of listing them.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Docs | Self::Fixup)
    }

    /// Returns an effect of the change on callers that is not obvious.
    pub fn note(self) -> Option<&'static str> {
        Some(match self {
            Self::ArgumentsSwapped | Self::PropertiesSwapped | Self::SentFieldsSwapped | Self::PartsSwapped => {
                "callers compile and swap values"
            }
            Self::RequiredArgumentRenamed | Self::RequiredPropertyRenamed | Self::RequiredPartRenamed => {
                "callers compile and send their value under the other name"
            }
            Self::ValueAdded => "code that compares the text of `Unrecognized` no longer matches the value",
            Self::OptionAdded => "code that reads it from `Unrecognized` no longer finds it there",
            Self::ErrorAdded => "code that compares the text of `Unrecognized` no longer matches the code",
            Self::DetailAdded => "code that reads it from `Unrecognized` no longer finds it there",
            _ => return None,
        })
    }
}
