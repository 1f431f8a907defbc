//! The table: every kind of change, and what it means to those who depend on the crate.

use super::Level;

/// The level of a row, and whether it is silent.
macro_rules! level {
    (silent) => {
        (Level::Breaking, true)
    };
    ($level:ident) => {
        (Level::$level, false)
    };
}

/// Declares `Kind`: each row with its level, `silent` for breaking changes that rustc does not find, and what it is.
macro_rules! kinds {
    ($($(#[doc = $docs:literal])+ $name:ident = $level:tt,)+) => {
        /// A kind of change: a row of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $docs])+ $name,)+
        }

        impl Kind {
            /// Every row.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            fn row(self) -> (Level, bool) {
                match self { $(Self::$name => level!($level),)+ }
            }

            /// What it is, in one sentence.
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
    /// An operation is gone.
    OperationRemoved = Breaking,
    /// An operation has another name.
    OperationRenamed = Breaking,
    /// An operation is in another file, and so in another module.
    OperationMoved = Breaking,
    /// An operation returns another type.
    ResponseRetyped = Breaking,
    /// The list of an operation comes page by page.
    PagesAdded = Minor,
    /// The list of an operation does not come page by page any more.
    PagesRemoved = Breaking,
    /// The items of the pages have another type.
    PagesRetyped = Breaking,
    /// A client finds the pages in another way.
    PagesChanged = Behaviour,
    /// The method of a request.
    Method = Wire,
    /// The path of a request.
    Path = Wire,
    /// Whether arguments are sent as a JSON body or in the query.
    Body = Wire,
    /// Whether a client may retry an operation by itself.
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
    /// An argument is gone.
    ArgumentRemoved = Breaking,
    /// The method of an optional argument has another name.
    ArgumentRenamed = Breaking,
    /// A required argument has another name, so that callers send what they have under that one.
    RequiredArgumentRenamed = silent,
    /// An argument keeps its name in Rust and has another one on the wire.
    ArgumentKey = Wire,
    /// A required argument is optional.
    ArgumentOptional = Breaking,
    /// An optional argument is required.
    ArgumentRequired = Breaking,
    /// An argument has another type.
    ArgumentRetyped = Breaking,
    /// An optional argument can be null: `clear_x` appears.
    ArgumentNullable = Minor,
    /// An optional argument cannot be null any more: `clear_x` disappears.
    ArgumentNeverNull = Breaking,
    /// The required arguments have another order.
    ArgumentsReordered = Breaking,
    /// The required arguments have another order or other names, and callers still compile.
    ArgumentsSwapped = silent,

    // Fields of argument types, as above.
    /// An optional field of an argument type is new.
    PropertyAdded = Minor,
    /// A required field of an argument type is new.
    RequiredPropertyAdded = Breaking,
    /// A field of an argument type is gone.
    PropertyRemoved = Breaking,
    /// The method of an optional field has another name.
    PropertyRenamed = Breaking,
    /// A required field of an argument type has another name.
    RequiredPropertyRenamed = silent,
    /// A field of an argument type keeps its name in Rust and has another one on the wire.
    PropertyKey = Wire,
    /// A required field of an argument type is optional.
    PropertyOptional = Breaking,
    /// An optional field of an argument type is required.
    PropertyRequired = Breaking,
    /// A field of an argument type has another type.
    PropertyRetyped = Breaking,
    /// An optional field of an argument type can be null: `clear_x` appears.
    PropertyNullable = Minor,
    /// An optional field of an argument type cannot be null any more.
    PropertyNeverNull = Breaking,
    /// The parameters of `new` of an argument type have another order.
    PropertiesReordered = Breaking,
    /// The same, and callers still compile.
    PropertiesSwapped = silent,

    // Fields of responses.
    /// A field of a response is new.
    FieldAdded = Minor,
    /// A field of a response is gone.
    FieldRemoved = Breaking,
    /// A field of a response has another name.
    FieldRenamed = Breaking,
    /// A field keeps its name in Rust and has another one on the wire.
    FieldKey = Wire,
    /// A field of a response has another type.
    FieldRetyped = Breaking,
    /// `T` becomes `Option<T>`.
    FieldOptional = Breaking,
    /// `Option<T>` becomes `T`.
    FieldRequired = Breaking,
    /// A `Box` appears or disappears.
    FieldBoxed = Breaking,
    /// A field can be null or be left out, which is the same type in Rust.
    FieldPresence = Patch,
    /// A list of which a single item can come bare.
    FieldOneOrList = Patch,

    // Schemas that requests carry too.
    /// A schema can be sent: `new` appears.
    ConstructorAdded = Minor,
    /// A schema cannot be sent any more: `new` disappears.
    ConstructorRemoved = Breaking,
    /// `new` of a schema has one more parameter.
    SentFieldAdded = Breaking,
    /// The parameters of `new` of a schema have another order.
    SentFieldsReordered = Breaking,
    /// The same, and callers still compile.
    SentFieldsSwapped = silent,

    // Types.
    /// A type is new.
    TypeAdded = Minor,
    /// A type is gone.
    TypeRemoved = Breaking,
    /// A type has another name.
    TypeRenamed = Breaking,
    /// A type is in another file, and so in another module.
    TypeMoved = Breaking,
    /// A type is of another kind, such as an enum that was a schema.
    TypeReplaced = Breaking,
    /// A view is new.
    ViewAdded = Minor,
    /// A view is gone.
    ViewRemoved = Breaking,
    /// A value of an enum is new.
    ValueAdded = Minor,
    /// A value of an enum is gone.
    ValueRemoved = Breaking,
    /// A value of an enum has another name.
    ValueRenamed = Breaking,
    /// A value keeps its name in Rust and has another one on the wire.
    ValueKey = Wire,
    /// An option of a union is new.
    OptionAdded = Minor,
    /// An option of a union is gone.
    OptionRemoved = Breaking,
    /// An option of a union has another name.
    OptionRenamed = Breaking,
    /// An option of a union has another type.
    OptionRetyped = Breaking,
    /// A member of a lookup is new.
    MemberAdded = Minor,
    /// A member of a lookup is gone.
    MemberRemoved = Breaking,
    /// A member of a lookup has another name.
    MemberRenamed = Breaking,
    /// A member of a lookup keeps its name in Rust and has another one on the wire.
    MemberKey = Wire,
    /// A member of a lookup has another type.
    MemberRetyped = Breaking,
    /// An id converts into a lookup, or a value into a document.
    ConversionAdded = Minor,
    /// An id does not convert into a lookup any more, or a value into a document.
    ConversionRemoved = Breaking,
    /// Another member is the one that a document writes without its name.
    FirstMember = Wire,

    // Documents.
    /// What stands in an element is a document of its own, too.
    RootAdded = Minor,
    /// A document is only what stands in an element.
    RootRemoved = Breaking,
    /// The outermost element.
    Root = Wire,
    /// A part that can be left out is new.
    PartAdded = Minor,
    /// A part that cannot be left out is new.
    RequiredPartAdded = Breaking,
    /// A part is gone.
    PartRemoved = Breaking,
    /// The method of a part has another name.
    PartRenamed = Breaking,
    /// A part that cannot be left out has another name.
    RequiredPartRenamed = silent,
    /// A part keeps its name in Rust and stands under another one.
    PartKey = Wire,
    /// A part can be left out.
    PartOptional = Breaking,
    /// A part cannot be left out any more.
    PartRequired = Breaking,
    /// A part has another type.
    PartRetyped = Breaking,
    /// The parameters of a constructor have another order.
    PartsReordered = Breaking,
    /// The same, and callers still compile.
    PartsSwapped = silent,
    /// Where the parts stand, in which order, and what is always there.
    Layout = Wire,
    /// An alternative is new.
    ChoiceAdded = Minor,
    /// An alternative is gone.
    ChoiceRemoved = Breaking,
    /// An alternative has another name.
    ChoiceRenamed = Breaking,

    // Error codes.
    /// An error code is new.
    ErrorAdded = Minor,
    /// An error code is gone.
    ErrorRemoved = Breaking,
    /// An error code has another name.
    ErrorRenamed = Breaking,
    /// An error has a detail.
    DetailAdded = Minor,
    /// The detail of an error has another type.
    DetailRetyped = Breaking,
    /// An error has no detail any more.
    DetailRemoved = Breaking,
    /// The status of an error.
    Status = Behaviour,
    /// Whether a client retries after an error.
    Retry = Behaviour,

    // Waiters.
    /// A waiter is new.
    WaiterAdded = Minor,
    /// A waiter is gone.
    WaiterRemoved = Breaking,
    /// A waiter has another name.
    WaiterRenamed = Breaking,
    /// A waiter returns another type.
    WaiterRetyped = Breaking,
    /// One more type can be waited for.
    WaitTargetAdded = Minor,
    /// A type cannot be waited for any more.
    WaitTargetRemoved = Breaking,
    /// What the values of a field mean to a waiter.
    WaiterStates = Behaviour,
    /// How long a waiter waits.
    Deadline = Behaviour,

    // Modules, services, and the API as a whole.
    /// A file is new, and so is its module.
    ModuleAdded = Minor,
    /// A file is gone, and so is its module.
    ModuleRemoved = Breaking,
    /// A file has another name, and so has its module.
    ModuleRenamed = Breaking,
    /// A service is new.
    ServiceAdded = Minor,
    /// A service is gone with its module.
    ServiceRemoved = Breaking,
    /// A service has another name, or is gone and had no module.
    ServiceName = Patch,
    /// The module of a service.
    ServiceModule = Breaking,
    /// The path of a service.
    ServicePath = Wire,
    /// Who may call a service.
    Authentication = Wire,
    /// The error codes that each operation of a service documents.
    ServiceErrors = Patch,
    /// The type that stands for the API.
    ApiName = Breaking,
    /// The name of the crate.
    CrateName = Breaking,
    /// Where the API is served.
    Url = Wire,
    /// The headers and keys that a client reads or writes.
    Headers = Wire,
    /// The attribute by which documents look up.
    LookupAttribute = Wire,
    /// The environment variables of a client.
    Environment = Behaviour,
    /// The window of the rate limit.
    RateLimit = Behaviour,

    // Whatever it is about.
    /// Something is deprecated: callers compile with a warning.
    Deprecated = Minor,
    /// Something is not deprecated any more.
    Undeprecated = Patch,
    /// A required parameter has another name in Rust, which is not part of the interface.
    ParameterName = Patch,

    // What is counted.
    /// Scopes and facts of OAuth2, which are documentation.
    Documented = Patch,
    /// The docs or the example of something.
    Docs = Patch,
    /// A departure from the provider's documents.
    Fixup = Patch,
}

impl Kind {
    /// How it reaches those who depend on the crate.
    pub fn level(self) -> Level {
        self.row().0
    }

    /// Whether callers compile and are wrong.
    pub fn is_silent(self) -> bool {
        self.row().1
    }

    /// Whether reports for people count it, and do not list it.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Docs | Self::Fixup)
    }

    /// What it does that nobody sees in the item itself.
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
