//! A case for each row of the table.

use generator::diff::Kind::{self, *};

/// A change of the small spec, and callers on both sides of it.
pub struct Case {
    pub kind: Kind,
    /// Other changes that come with it.
    pub with: &'static [Kind],
    /// A text of a file, and what becomes of it.
    pub edits: &'static [(&'static str, &'static str)],
    /// Whether it is undone instead.
    pub backward: bool,
    /// What compiles before the change.
    pub caller: &'static str,
    /// What compiles only after it.
    pub gain: Option<&'static str>,
}

const fn case(kind: Kind, edits: &'static [(&'static str, &'static str)], caller: &'static str) -> Case {
    Case { kind, with: &[], edits, backward: false, caller, gain: None }
}

impl Case {
    /// Undoes the change, for which `caller` compiles only before.
    const fn undone(mut self) -> Self {
        self.backward = true;
        self
    }

    const fn with(mut self, with: &'static [Kind]) -> Self {
        self.with = with;
        self
    }

    const fn gain(mut self, gain: &'static str) -> Self {
        self.gain = Some(gain);
        self
    }
}

const ANY: &str = "let _ = api::things::get(api::ThingLookup::title(\"a\"));";
const CREATE: &str = "let _ = api::things::create(\"n\", \"a\", 1, any::<api::Label>(), any::<api::ThingArguments>());";
const NEW: &str = "let _ = api::ThingArguments::new(\"f\", \"s\", 1);";
const LABEL: &str = "let _ = api::Label::new(\"k\", \"v\", 1);";
const ORDER: &str = "let _ = api::Order::new(\"b\", \"p\", 1, any::<api::Place>(), any::<api::NickLookup>());";

pub fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    all.extend(operations());
    all.extend(arguments());
    all.extend(properties());
    all.extend(fields());
    all.extend(types());
    all.extend(documents());
    all.extend(errors());
    all.extend(waiters());
    all.extend(api());
    all
}

const ADD: &[(&str, &str)] =
    &[("waiters:\n", "  remove:\n    docs: Removes.\n    http: DELETE /things\n    returns: {}\nwaiters:\n")];
const PAGES: &[(&str, &str)] =
    &[("    http: GET /things\n    takes:", "    http: GET /things\n    pages: things\n    takes:")];
const IS_PAGED: &str = "fn paged<T: runtime::Paged>(_: T) {} paged(api::things::list());";

fn operations() -> Vec<Case> {
    let output = "let _: <api::things::Create as runtime::Call>::Output = any::<api::Thing>();";
    vec![
        case(OperationAdded, ADD, ANY).gain("let _ = api::things::remove();"),
        case(OperationRemoved, ADD, "let _ = api::things::remove();").undone(),
        case(OperationRenamed, &[("  move:\n", "  transfer:\n")], "let _ = api::things::r#move(1);"),
        case(
            OperationMoved,
            &[
                (
                    "  move:\n    docs: Moves a thing.\n    http: PUT /things/{number}/move\n    takes:\n      number: { type: integer, docs: Its number. }\n    returns: {}\n",
                    "",
                ),
                (
                    "resource: pages\ndocs: Pages.\n",
                    "resource: pages\ndocs: Pages.\noperations:\n  move:\n    docs: Moves a thing.\n    http: PUT /things/{number}/move\n    takes:\n      number: { type: integer, docs: Its number. }\n    returns: {}\n",
                ),
            ],
            "let _ = api::things::r#move(1);",
        ),
        case(ResponseRetyped, &[("    returns: Thing\n", "    returns: Part\n")], output),
        case(ResponseRetyped, &[("    returns: Thing\n", "    returns: text\n")], output),
        case(PagesAdded, PAGES, "let _ = api::things::list().zone(\"z\");")
            .with(&[ArgumentAdded, FieldAdded])
            .gain(IS_PAGED),
        case(PagesRemoved, PAGES, IS_PAGED).undone().with(&[ArgumentRemoved, FieldRemoved]),
        case(
            PagesRetyped,
            &[("    pages: things\n", "    pages: thing_lists\n")],
            "let _: <api::things::ListAll as runtime::Paged>::Item = any::<api::ThingName>();",
        ),
        case(
            PagesChanged,
            &[("    pages: things\n", "    pages: others\n")],
            "let _ = api::things::list_all().page(1);",
        ),
        case(Method, &[("http: POST /things", "http: PATCH /things")], CREATE),
        case(Path, &[("http: POST /things", "http: POST /new_things")], CREATE),
        case(Body, &[("    http: GET /things\n", "    http: GET /things\n    body: true\n")], ANY),
        case(Idempotent, &[("    http: POST /things\n", "    http: POST /things\n    idempotent: true\n")], CREATE),
        case(Scopes, &[("scopes: [things]", "scopes: [things, all]")], ANY),
        case(
            OperationErrors,
            &[("errors: [thing_not_found, thing_gone]", "errors: [thing_not_found, thing_gone, thing_locked]")],
            ANY,
        ),
    ]
}

const ARGUMENT: &[(&str, &str)] = &[(
    "      note?: { type: string, docs: A note. }\n",
    "      note?: { type: string, docs: A note. }\n      more?: { type: string, docs: More. }\n",
)];
const WITH_MORE: &str =
    "let _ = api::things::create(\"n\", \"a\", 1, any::<api::Label>(), any::<api::ThingArguments>()).more(\"m\");";
const WITH_NOTE: &str =
    "let _ = api::things::create(\"n\", \"a\", 1, any::<api::Label>(), any::<api::ThingArguments>()).note(\"m\");";
const NOTE: &str = "note?: { type: string, docs: A note. }";
const NULLABLE_NOTE: &[(&str, &str)] = &[(NOTE, "note?: { type: string?, docs: A note. }")];
const CLEARED: &str =
    "let _ = api::things::create(\"n\", \"a\", 1, any::<api::Label>(), any::<api::ThingArguments>()).clear_note();";

fn arguments() -> Vec<Case> {
    vec![
        case(ArgumentAdded, ARGUMENT, WITH_NOTE).gain(WITH_MORE),
        case(ArgumentRemoved, ARGUMENT, WITH_MORE).undone(),
        case(
            RequiredArgumentAdded,
            &[(
                "      size: { type: integer, docs: Its size. }\n",
                "      size: { type: integer, docs: Its size. }\n      more: { type: string, docs: More. }\n",
            )],
            CREATE,
        ),
        case(ArgumentRemoved, &[("      size: { type: integer, docs: Its size. }\n", "")], CREATE),
        case(ArgumentRenamed, &[(NOTE, "remark?: { type: string, docs: A note. }")], WITH_NOTE),
        case(
            RequiredArgumentRenamed,
            &[("      name: { type: string, docs: Its name. }", "      title: { type: string, docs: Its name. }")],
            CREATE,
        ),
        case(ArgumentKey, &[(NOTE, "remark?: { type: string, docs: A note., name: note }")], WITH_NOTE),
        case(
            ArgumentOptional,
            &[("size: { type: integer, docs: Its size. }", "size?: { type: integer, docs: Its size. }")],
            CREATE,
        ),
        case(ArgumentRequired, &[(NOTE, "note: { type: string, docs: A note. }")], CREATE),
        case(
            ArgumentRetyped,
            &[("size: { type: integer, docs: Its size. }", "size: { type: number, docs: Its size. }")],
            CREATE,
        ),
        case(
            ArgumentRetyped,
            &[(NOTE, "note?: { type: secret, docs: A note. }")],
            "let _ = api::things::create(\"n\", \"a\", 1, any::<api::Label>(), any::<api::ThingArguments>()).note('n');",
        ),
        case(
            ArgumentRetyped,
            &[("      nick: NickLookup\n      kind?", "      nick: NickId\n      kind?")],
            "let _ = api::things::fetch_owner(any::<runtime::Xml>(), api::NickLookup::name(\"a\"));",
        ),
        case(
            ArgumentRetyped,
            &[("size: { type: integer, docs: Its size. }", "size: { type: integer?, docs: Its size. }")],
            CREATE,
        ),
        case(ArgumentKey, &[("tag: kind_name", "tag: name_of_kind")], ANY),
        case(ArgumentNullable, NULLABLE_NOTE, WITH_NOTE).gain(CLEARED),
        case(ArgumentNeverNull, NULLABLE_NOTE, CLEARED).undone(),
        case(
            ArgumentsReordered,
            &[
                ("      size: { type: integer, docs: Its size. }\n", ""),
                (
                    "      name: { type: string, docs: Its name. }\n",
                    "      size: { type: integer, docs: Its size. }\n      name: { type: string, docs: Its name. }\n",
                ),
            ],
            CREATE,
        ),
        case(
            ArgumentsSwapped,
            &[(
                "      name: { type: string, docs: Its name. }\n      alias: { type: string, docs: Its alias. }\n",
                "      alias: { type: string, docs: Its alias. }\n      name: { type: string, docs: Its name. }\n",
            )],
            CREATE,
        ),
        // An id takes text, too.
        case(
            ArgumentsSwapped,
            &[("      alias: { type: string, docs: Its alias. }\n", "      owner: ThingId\n")],
            CREATE,
        ),
        // The server does not see the name of an argument in a path.
        case(
            Docs,
            &[
                ("/things/{number}/move", "/things/{digits}/move"),
                ("number: { type: integer, docs: Its number. }", "digits: { type: integer, docs: Its digits. }"),
            ],
            "let _ = api::things::r#move(1);",
        ),
    ]
}

const PROPERTY: &[(&str, &str)] = &[(
    "      hint?: { type: string, docs: A hint. }\n",
    "      hint?: { type: string, docs: A hint. }\n      more?: { type: string, docs: More. }\n",
)];
const HINT: &str = "let _ = api::ThingArguments::new(\"f\", \"s\", 1).hint(\"h\");";
const MORE: &str = "let _ = api::ThingArguments::new(\"f\", \"s\", 1).more(\"h\");";
const NULLABLE_HINT: &[(&str, &str)] = &[("      hint?: { type: string,", "      hint?: { type: string?,")];
const CLEAR_HINT: &str = "let _ = api::ThingArguments::new(\"f\", \"s\", 1).clear_hint();";

fn properties() -> Vec<Case> {
    vec![
        case(ParameterName, &[("      first: { type: string,", "      first: { name: initial, type: string,")], NEW),
        case(PropertyAdded, PROPERTY, HINT).gain(MORE),
        case(PropertyRemoved, PROPERTY, MORE).undone(),
        case(
            RequiredPropertyAdded,
            &[(
                "      weight: { type: integer, docs: The weight. }\n",
                "      weight: { type: integer, docs: The weight. }\n      more: { type: string, docs: More. }\n",
            )],
            NEW,
        ),
        case(PropertyRenamed, &[("      hint?: { type: string,", "      advice?: { type: string,")], HINT),
        case(RequiredPropertyRenamed, &[("      first: { type", "      initial: { type")], NEW),
        case(PropertyKey, &[("      hint?: { type: string,", "      advice?: { name: hint, type: string,")], HINT),
        case(PropertyOptional, &[("      weight: { type", "      weight?: { type")], NEW),
        case(PropertyRequired, &[("      hint?: { type: string,", "      hint: { type: string,")], NEW),
        case(PropertyRetyped, &[("      weight: { type: integer", "      weight: { type: number")], NEW),
        case(PropertyNullable, NULLABLE_HINT, HINT).gain(CLEAR_HINT),
        case(PropertyNeverNull, NULLABLE_HINT, CLEAR_HINT).undone(),
        case(
            PropertiesReordered,
            &[
                ("      weight: { type: integer, docs: The weight. }\n", ""),
                ("      first: {", "      weight: { type: integer, docs: The weight. }\n      first: {"),
            ],
            NEW,
        ),
        case(
            PropertiesSwapped,
            &[
                ("      second: { type: string, docs: The second. }\n", ""),
                ("      first: {", "      second: { type: string, docs: The second. }\n      first: {"),
            ],
            NEW,
        ),
    ]
}

const DEPRECATED: &[(&str, &str)] = &[(
    "size: { type: integer, docs: The size. }",
    "size: { type: integer, docs: The size., deprecated: Since 2026. }",
)];
const FIELD: &[(&str, &str)] =
    &[("      state: State\n", "      state: State\n      more: { type: string, docs: More. }\n")];
const NAMED: &str = "let _: String = any::<api::Thing>().name;";
const SIZE: &str = "let _: i64 = any::<api::Thing>().size;";
const NULLABLE_SIZE: &[(&str, &str)] =
    &[("size: { type: integer, docs: The size. }", "size: { type: integer?, docs: The size. }")];
const EXTRA: &str = "let _: Option<String> = any::<api::Thing>().extra;";
const SERIAL: &str = "      serial: { type: string, docs: A serial. }\n";
const SENT_PART: &[(&str, &str)] = &[(
    "      color?: { type: string?, docs: A color. }\n",
    "      color?: { type: string?, docs: A color. }\n      part?: Part\n",
)];
const NEW_PART: &str = "let _ = api::Part::new(\"s\");";
const BOXED: &[(&str, &str)] = &[(SERIAL, "      serial: { type: string, docs: A serial. }\n      thing?: Thing\n")];

fn fields() -> Vec<Case> {
    vec![
        case(FieldAdded, FIELD, "let api::Thing { name, size, .. } = any();")
            .gain("let _: String = any::<api::Thing>().more;"),
        case(Deprecated, DEPRECATED, SIZE),
        case(Undeprecated, DEPRECATED, SIZE).undone(),
        case(FieldRemoved, FIELD, "let _: String = any::<api::Thing>().more;").undone(),
        case(
            FieldRenamed,
            &[("size: { type: integer, docs: The size. }", "extent: { type: integer, docs: The size. }")],
            SIZE,
        ),
        case(
            FieldRenamed,
            &[("size: { type: integer, docs: The size. }", "size: { name: extent, type: integer, docs: The size. }")],
            SIZE,
        ),
        case(
            FieldKey,
            &[("size: { type: integer, docs: The size. }", "extent: { name: size, type: integer, docs: The size. }")],
            SIZE,
        ),
        case(
            FieldRetyped,
            &[("size: { type: integer, docs: The size. }", "size: { type: string, docs: The size. }")],
            SIZE,
        ),
        case(
            FieldRetyped,
            &[("size: { type: integer, docs: The size. }", "size: { type: [integer], docs: The size. }")],
            SIZE,
        ),
        case(
            FieldRetyped,
            &[("name: { type: string, docs: The name. }", "name: { type: secret, docs: The name. }")],
            NAMED,
        ),
        case(FieldOptional, NULLABLE_SIZE, SIZE),
        case(
            FieldOptional,
            &[("size: { type: integer, docs: The size. }", "size?: { type: integer, docs: The size. }")],
            SIZE,
        ),
        case(FieldRequired, NULLABLE_SIZE, "let _: Option<i64> = any::<api::Thing>().size;").undone(),
        case(FieldBoxed, BOXED, "let _: Option<api::Part> = any::<api::Thing>().part;").with(&[FieldAdded]),
        case(
            FieldPresence,
            &[("extra?: { type: string, docs: More. }", "extra: { type: string?, docs: More. }")],
            EXTRA,
        ),
        case(
            FieldPresence,
            &[("extra?: { type: string, docs: More. }", "extra?: { type: string?, docs: More. }")],
            EXTRA,
        ),
        case(
            FieldOneOrList,
            &[("tags: { type: [string], docs: Tags. }", "tags: { type: [string], or_one: true, docs: Tags. }")],
            "let _: Vec<String> = any::<api::Thing>().tags;",
        ),
        case(ConstructorAdded, SENT_PART, ANY).with(&[ArgumentAdded]).gain(NEW_PART),
        case(ConstructorRemoved, SENT_PART, NEW_PART).undone().with(&[ArgumentRemoved]),
        case(SentFieldAdded, &[("      rank: {", "      more: { type: string, docs: More. }\n      rank: {")], LABEL),
        case(
            SentFieldsReordered,
            &[
                ("      rank: { type: integer, docs: The rank. }\n", ""),
                ("      key: {", "      rank: { type: integer, docs: The rank. }\n      key: {"),
            ],
            LABEL,
        ),
        case(
            SentFieldsSwapped,
            &[
                ("      value: { type: string, docs: The value. }\n", ""),
                ("      key: {", "      value: { type: string, docs: The value. }\n      key: {"),
            ],
            LABEL,
        ),
    ]
}

const TYPE: &[(&str, &str)] = &[("enums:\n", "enums:\n  Shape: { docs: A shape., values: [round] }\n")];
const VIEW: &[(&str, &str)] = &[(
    "      ThingName:\n",
    "      ThingSize:\n        docs: A thing with its size.\n        fields: [id, size]\n      ThingName:\n",
)];
const VALUE: &[(&str, &str)] = &[
    ("      off: It is off.\n", "      off: It is off.\n      paused: It is paused.\n"),
    ("pending: [starting]", "pending: [starting, paused]"),
];
const PAUSED: &str = "if let api::State::Paused = any() {}";
const OPTION: &[(&str, &str)] = &[("      Part: Part\n", "      Part: Part\n      Label: Label\n")];
const LABEL_OWNER: &str = "if let api::Owner::Label(_) = any() {}";
const MEMBER: &[(&str, &str)] =
    &[("      id: ThingId\n      title: string\n", "      id: ThingId\n      title: string\n      code: string\n")];
const CODE: &str = "let _ = api::ThingLookup::code(\"c\");";
const TWICE: &[(&str, &str)] = &[("      nick: NickId\n", "      nick: NickId\n      other: NickId\n")];
const CONVERTED: &str = "let _: api::NickLookup = any::<api::NickId>().into();";

fn types() -> Vec<Case> {
    vec![
        case(TypeAdded, TYPE, ANY).gain("let _: api::Shape = any();"),
        case(TypeRemoved, TYPE, "let _: api::Shape = any();").undone(),
        case(
            TypeRenamed,
            &[
                ("  Part:\n    docs", "  Piece:\n    docs"),
                ("part?: Part\n", "part?: Piece\n"),
                ("      Part: Part\n", "      Part: Piece\n"),
            ],
            "let _: api::Part = any();",
        ),
        case(
            TypeMoved,
            &[
                ("  Part:\n    docs: A part.\n    fields:\n      serial: { type: string, docs: A serial. }\n", ""),
                (
                    "resource: pages\ndocs: Pages.\n",
                    "resource: pages\ndocs: Pages.\nschemas:\n  Part:\n    docs: A part.\n    fields:\n      serial: { type: string, docs: A serial. }\n",
                ),
            ],
            "let _: api::things::Part = any();",
        ),
        case(
            TypeReplaced,
            &[
                ("  Part:\n    docs: A part.\n    fields:\n      serial: { type: string, docs: A serial. }\n", ""),
                ("      Part: Part\n", ""),
                ("enums:\n", "enums:\n  Part: { docs: A part., values: [one] }\n"),
            ],
            "let _ = any::<api::Part>().serial;",
        )
        .with(&[OptionRemoved]),
        case(ViewAdded, VIEW, ANY).gain("let _: api::ThingSize = any();"),
        case(ViewRemoved, VIEW, "let _: api::ThingSize = any();").undone(),
        case(ValueAdded, VALUE, "match any::<api::State>() { api::State::On => {} _ => {} }").gain(PAUSED),
        case(ValueRemoved, VALUE, PAUSED).undone(),
        case(
            ValueRenamed,
            &[
                ("      starting: It starts.", "      booting: It starts."),
                ("pending: [starting]", "pending: [booting]"),
            ],
            "if let api::State::Starting = any() {}",
        ),
        case(
            ValueKey,
            &[
                ("      starting: It starts.", "      booting: { name: Starting, docs: It starts. }"),
                ("pending: [starting]", "pending: [booting]"),
            ],
            "if let api::State::Starting = any() {}",
        ),
        case(OptionAdded, OPTION, "match any::<api::Owner>() { api::Owner::Thing(_) => {} _ => {} }").gain(LABEL_OWNER),
        case(OptionRemoved, OPTION, LABEL_OWNER).undone(),
        case(OptionRenamed, &[("      Part: Part\n", "      Piece: Part\n")], "if let api::Owner::Part(_) = any() {}"),
        case(
            OptionRetyped,
            &[("      Part: Part\n", "      Part: Label\n")],
            "let _ = api::Owner::Part(Box::new(any::<api::Part>()));",
        ),
        case(MemberAdded, MEMBER, "match any::<api::ThingLookup>() { api::ThingLookup::Id(_) => {} _ => {} }")
            .gain(CODE),
        case(MemberRemoved, MEMBER, CODE).undone(),
        case(
            MemberRenamed,
            &[("      id: ThingId\n      title: string\n", "      id: ThingId\n      heading: string\n")],
            "let _ = api::ThingLookup::title(\"c\");",
        ),
        case(
            MemberKey,
            &[(
                "      id: ThingId\n      title: string\n",
                "      id: ThingId\n      heading: { name: title, type: string }\n",
            )],
            "let _ = api::ThingLookup::title(\"c\");",
        ),
        case(
            MemberRetyped,
            &[("      id: ThingId\n      title: string\n", "      id: ThingId\n      title: NickId\n")],
            "let _ = api::ThingLookup::Title(String::new());",
        ),
        case(
            MemberRemoved,
            &[("      Lamp: LampArguments\n", "")],
            "let _ = api::KindArguments::Lamp(api::LampArguments::new(1));",
        ),
        case(
            MemberRenamed,
            &[("      Lamp: LampArguments\n", "      Light: LampArguments\n")],
            "let _ = api::KindArguments::Lamp(api::LampArguments::new(1));",
        ),
        case(
            ConversionRemoved,
            &[(
                "      Lamp: LampArguments\n",
                "      Lamp: { type: LampArguments, docs: Old., deprecated: Since 2026. }\n",
            )],
            "let _: api::KindArguments = api::LampArguments::new(1).into();",
        )
        .with(&[Deprecated, Docs]),
        case(ConversionRemoved, TWICE, CONVERTED).with(&[MemberAdded]),
        case(ConversionAdded, TWICE, "let _ = api::NickLookup::nick(\"n\");")
            .undone()
            .with(&[MemberRemoved])
            .gain(CONVERTED),
        case(
            FirstMember,
            &[("      nick: NickId\n      name: string\n", "      name: string\n      nick: NickId\n")],
            CONVERTED,
        ),
    ]
}

const SLIP_XML: &str = "let _: runtime::Xml = any::<api::Shelf>().into();";
const SHELF: &[(&str, &str)] = &[(
    "resource: pages\ndocs: Pages.\ndocuments:\n  Shelf: { docs: A shelf.,",
    "resource: pages\ndocs: Pages.\ndocuments:\n  Shelf: { docs: A shelf., root: shelf,",
)];
const PART_ADDED: &[(&str, &str)] = &[("      Hint?: {", "      More?: { type: string, docs: More. }\n      Hint?: {")];
const MORE_PART: &str = "let _ = any::<api::Order>().more(\"m\");";
const HINTED: &str = "let _ = any::<api::Order>().hint(\"h\");";
const CHOICE: &[(&str, &str)] =
    &[("      nowhere: {", "      shop: { docs: The shop., fixed: { kept: \"no\" } }\n      nowhere: {")];
const SHOP: &str = "let _ = api::Place::shop();";

fn documents() -> Vec<Case> {
    vec![
        case(RootAdded, SHELF, "let _ = api::Shelf::new(\"t\");").gain(SLIP_XML),
        case(RootRemoved, SHELF, SLIP_XML).undone(),
        case(Root, &[("    root: order\n", "    root: purchase\n")], ORDER),
        case(PartAdded, PART_ADDED, HINTED).gain(MORE_PART),
        case(PartRemoved, PART_ADDED, MORE_PART).undone(),
        case(
            RequiredPartAdded,
            &[("      Count: {", "      More: { type: string, docs: More. }\n      Count: {")],
            ORDER,
        ),
        case(PartRenamed, &[("      Hint?: { type", "      Advice?: { type")], HINTED),
        case(RequiredPartRenamed, &[("      Buyer: { type", "      Customer: { type")], ORDER),
        case(PartKey, &[("      Hint?: { type", "      Advice?: { name: hint, type")], HINTED),
        case(PartOptional, &[("      Count: { type", "      Count?: { type")], ORDER),
        case(PartRequired, &[("      Hint?: { type", "      Hint: { type")], ORDER),
        case(PartRetyped, &[("      Count: { type: integer", "      Count: { type: number")], ORDER),
        case(
            PartRetyped,
            &[(
                "box: { docs: A box., elements: { Number: { type: integer",
                "box: { docs: A box., elements: { Number: { type: number",
            )],
            "let _ = api::Place::r#box(1);",
        ),
        case(
            PartsReordered,
            &[
                ("      Count: { type: integer, docs: How many. }\n", ""),
                ("      Buyer: {", "      Count: { type: integer, docs: How many. }\n      Buyer: {"),
            ],
            ORDER,
        )
        .with(&[Layout]),
        case(
            PartsSwapped,
            &[
                ("      Payer: { type: string, docs: Who pays. }\n", ""),
                ("      Buyer: {", "      Payer: { type: string, docs: Who pays. }\n      Buyer: {"),
            ],
            ORDER,
        )
        .with(&[Layout]),
        case(
            Layout,
            &[
                ("      Hint?: { type: string, docs: A hint. }\n", ""),
                ("      Buyer: {", "      Hint?: { type: string, docs: A hint. }\n      Buyer: {"),
            ],
            ORDER,
        ),
        case(Layout, &[("fixed: { kept: \"yes\" }", "fixed: { kept: \"no\" }")], "let _ = api::Place::nowhere();"),
        // The fields of a variant are public.
        case(
            PartRenamed,
            &[("elements: { Street: {", "elements: { Lane: {")],
            "if let api::Place::Street { street } = any() {}",
        ),
        case(ChoiceAdded, CHOICE, "match any::<api::Place>() { api::Place::Nowhere => {} _ => {} }").gain(SHOP),
        case(ChoiceRemoved, CHOICE, SHOP).undone(),
        case(ChoiceRenamed, &[("      nowhere: {", "      anywhere: {")], "let _ = api::Place::nowhere();"),
        case(
            ConversionRemoved,
            &[(
                "      nowhere: {",
                "      lane: { docs: A lane., elements: { Lane: { type: string, docs: A lane. } } }\n      nowhere: {",
            )],
            "let _: api::Place = \"s\".into();",
        )
        .with(&[ChoiceAdded]),
    ]
}

const ERROR: &[(&str, &str)] =
    &[("  thing_gone: {", "  thing_busy: { status: 409, docs: It is busy. }\n  thing_gone: {")];
const BUSY: &str = "let _ = api::ErrorCode::ThingBusy;";
const DETAIL: &[(&str, &str)] = &[("docs: It is gone. }", "docs: It is gone., detail: Part }")];
const GONE_DETAIL: &str = "if let api::ErrorDetail::ThingGone(part) = any() { let _: Box<api::Part> = part; }";

fn errors() -> Vec<Case> {
    vec![
        case(ErrorAdded, ERROR, "match any::<api::ErrorCode>() { api::ErrorCode::ThingGone => {} _ => {} }").gain(BUSY),
        case(ErrorRemoved, ERROR, BUSY).undone(),
        case(
            ErrorRenamed,
            &[("  thing_gone: {", "  thing_lost: {"), ("thing_not_found, thing_gone]", "thing_not_found, thing_lost]")],
            "let _ = api::ErrorCode::ThingGone;",
        ),
        case(DetailAdded, DETAIL, "let _ = api::ErrorCode::ThingGone;").gain(GONE_DETAIL),
        case(DetailRemoved, DETAIL, GONE_DETAIL).undone(),
        case(
            DetailRetyped,
            &[("detail: { why: { type: string, docs: Why. } } }", "detail: Part }")],
            "let _: api::ThingLockedDetail = any();",
        ),
        case(
            Status,
            &[("  thing_gone: { status: 410,", "  thing_gone: { status: 409,")],
            "let _ = api::ErrorCode::ThingGone;",
        ),
        case(
            Retry,
            &[("  thing_gone: { status: 410,", "  thing_gone: { retry: true, status: 410,")],
            "let _ = api::ErrorCode::ThingGone;",
        ),
    ]
}

const WAITER: &[(&str, &str)] = &[(
    "ids:\n",
    "  until_lost:\n    docs: Waits until it is lost.\n    polls: get\n    gone: thing_gone\n    deadline: 60\nids:\n",
)];
const UNTIL_LOST: &str = "let _ = api::things::until_lost(api::ThingLookup::title(\"a\"));";
const STATUS: &str = "    field: thing.state\n    pending: [starting]\n    done: [on]\n    failed: [off]\n";
const UNTIL_ON: &str = "let _ = api::things::until_on(api::ThingLookup::title(\"a\"));";
const TARGET: &[(&str, &str)] = &[("    of: [Thing]\n", "    of: [Thing, ThingName]\n")];
const WAITED: &str = "fn wait<T: runtime::IntoWait>(_: T) {} wait(&any::<api::ThingName>());";

fn waiters() -> Vec<Case> {
    vec![
        case(WaiterAdded, WAITER, UNTIL_ON).gain(UNTIL_LOST),
        case(WaiterRemoved, WAITER, UNTIL_LOST).undone(),
        case(
            WaiterRenamed,
            &[("  until_gone:\n", "  until_away:\n")],
            "let _ = api::things::until_gone(api::ThingLookup::title(\"a\"));",
        ),
        case(
            WaiterRetyped,
            &[(
                "    polls: get\n    gone: thing_not_found\n",
                "    polls: get\n    field: thing.state\n    pending: [starting, on]\n    done: [off]\n",
            )],
            "let _: runtime::Wait<api::things::Get, ()> = api::things::until_gone(api::ThingLookup::title(\"a\"));",
        ),
        case(
            WaiterRetyped,
            &[
                ("    polls: get\n    gone: thing_not_found\n", "    polls: list\n    gone: thing_not_found\n"),
                (
                    "      things: [ThingName]\n  list_all",
                    "      things: [ThingName]\n    errors: [thing_not_found]\n  list_all",
                ),
            ],
            "let _ = api::things::until_gone(api::ThingLookup::title(\"a\"));",
        )
        .with(&[OperationErrors]),
        case(
            WaiterRetyped,
            &[("    gone: thing_not_found\n", "    field: thing.size\n    equals: size\n")],
            "let _ = api::things::until_gone(api::ThingLookup::title(\"a\"));",
        ),
        case(WaiterStates, &[(STATUS, "    pending_errors: [thing_gone]\n")], UNTIL_ON),
        case(WaitTargetAdded, TARGET, UNTIL_ON).gain(WAITED),
        case(WaitTargetRemoved, TARGET, WAITED).undone(),
        case(WaiterStates, &[("    done: [on]\n    failed: [off]\n", "    done: [on, off]\n")], UNTIL_ON),
        case(WaiterStates, &[("    failed: [off]\n", "    failed: [off]\n    tolerates: 15\n")], UNTIL_ON),
        case(WaiterStates, &[("gone: thing_not_found", "gone: thing_gone")], ANY),
        case(Deadline, &[("    deadline: 60\n    of:", "    deadline: 90\n    of:")], UNTIL_ON),
    ]
}

const READ: &str = "let _ = api::open::notes::read();";

fn api() -> Vec<Case> {
    vec![
        case(ModuleAdded, &[("+shelves.yaml", "resource: shelves\ndocs: Shelves.\noperations:\n  clear: { docs: Clears., http: DELETE /shelves, returns: {} }\n")], ANY)
            .gain("let _ = api::shelves::clear();"),
        case(ModuleRemoved, &[("+shelves.yaml", "resource: shelves\ndocs: Shelves.\noperations:\n  clear: { docs: Clears., http: DELETE /shelves, returns: {} }\n")], "let _ = api::shelves::clear();")
            .undone(),
        case(ModuleRenamed, &[("resource: notes\n", "resource: remarks\n")], READ),
        case(ServiceAdded, &[("scopes:\n", "  late: { docs: Late., path: /late, authentication: none, module: late }\nscopes:\n")], ANY)
            .gain("use api::late as _;"),
        case(ServiceRemoved, &[("scopes:\n", "  late: { docs: Late., path: /late, authentication: none, module: late }\nscopes:\n")], "use api::late as _;")
            .undone(),
        case(ServiceName, &[("  plain: {", "  simple: {")], ANY),
        case(ServiceModule, &[("module: open }", "module: free }"), ("@open", "free")], READ),
        case(ServicePath, &[("path: /open", "path: /free")], READ),
        case(Authentication, &[("path: /open, authentication: none", "path: /open, authentication: bearer")], READ),
        case(ServiceErrors, &[(", errors: [too_many_requests] }", " }")], ANY),
        case(ApiName, &[("api: shop\n", "api: store\n")], "let _: api::Shop = any();"),
        case(CrateName, &[("crate: shop_api\n", "crate: store_api\n")], ""),
        case(Url, &[("url: https://shop.example", "url: https://shop2.example")], ANY),
        case(Headers, &[("request_id: x-request-id", "request_id: x-id")], ANY),
        case(Headers, &[("error_envelope: error", "error_envelope: failure")], ANY),
        case(LookupAttribute, &[("lookup_attribute: by", "lookup_attribute: via")], ANY),
        case(Environment, &[("token: SHOP_TOKEN", "token: STORE_TOKEN")], ANY),
        case(RateLimit, &[("rate_limit_window: 60", "rate_limit_window: 3600")], ANY),
        case(Documented, &[("scopes:\n  things:", "scopes:\n  more: Reads more.\n  things:")], ANY),
        case(Documented, &[("scope_prefix: shop", "scope_prefix: store")], ANY),
        case(Documented, &[("docs: A shop.\n", "docs: A shop.\nversion: \"1\"\n")], ANY),
        case(Docs, &[("docs: A thing.\n", "docs: Something.\n")], ANY),
        case(Docs, &[("example: thing_1", "example: thing_2")], ANY),
        case(Fixup, &[("why: Undocumented.", "why: Unknown.")], ANY),
    ]
}
