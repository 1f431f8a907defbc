//! Documents as XML: order, escapes, empty parts, and characters that XML cannot represent.

use api_client_runtime::{
    Arguments, Authentication, Content, Element, Method, Operation, Request, RequestError, Secret, Service, Value, Xml,
};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

static SHOP: Service = Service { name: "shop", authentication: Authentication::None, errors: &[] };

static PLACE: Operation = Operation {
    name: "orders::place",
    method: Method::Post,
    body: true,
    idempotent: false,
    path: "/orders",
    service: &SHOP,
    scopes: &[],
    errors: &[],
};

/// An order: an attribute, a text, a wrapped list, a secret.
#[derive(Debug, Clone, Default)]
struct Order {
    note: Option<String>,
    name: String,
    gifts: Vec<String>,
    pin: Option<Secret>,
    shop: Option<Value>,
}

api_client_runtime::document!(Order, "Order");

impl Content for Order {
    fn fill(self, element: &mut Element) {
        element.attribute("note", self.note);
        element.texts("Name", Some(self.name));
        element.texts("Gifts/Gift", self.gifts);
        element.lookups("Shop", ("by", "id"), self.shop);
        element.fixed_texts("Pin", &[("kind", "four")], self.pin);
        element.contents("Nothing", Some(Nothing));
    }
}

struct Nothing;

impl Content for Nothing {
    fn fill(self, _: &mut Element) {}
}

fn named(name: &str) -> Order {
    Order { name: name.to_owned(), ..Order::default() }
}

/// Every attribute and text in `xml`, unescaped.
fn read(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    let mut text = String::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) | Event::Empty(start) => {
                text.clear();
                for attribute in start.attributes() {
                    let value = attribute.unwrap().normalized_value(XmlVersion::Explicit1_0).unwrap();
                    found.push(value.into_owned());
                }
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().unwrap() {
                Some(c) => text.push(c),
                None => text.push_str(resolve_predefined_entity(&name.xml10_content()).unwrap()),
            },
            Event::End(_) => found.extend(Some(std::mem::take(&mut text)).filter(|text| !text.is_empty())),
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn writes_elements_in_order() {
    let order = Order {
        note: Some("late".to_owned()),
        name: "Ada".to_owned(),
        gifts: vec!["map".to_owned(), "lamp".to_owned()],
        pin: Some("1234".into()),
        shop: Some(Value::object([("street", "Long Lane".into())])),
    };
    insta::assert_snapshot!(order.to_xml().unwrap(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Order note="late"><Name>Ada</Name><Gifts><Gift>map</Gift><Gift>lamp</Gift></Gifts><Shop by="street">Long Lane</Shop><Pin kind="four">1234</Pin></Order>
    "#);
}

#[test]
fn leaves_out_empty_elements() {
    insta::assert_snapshot!(named("").to_xml().unwrap(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Order/>
    "#);
}

#[test]
fn leaves_out_the_attribute_of_a_lookups_first_member() {
    let order = Order { shop: Some(Value::object([("id", "shop_1".into())])), ..named("") };
    assert!(order.to_xml().unwrap().ends_with("<Order><Shop>shop_1</Shop></Order>"));
}

#[test]
fn text_survives_a_round_trip() {
    for text in ["<a>&amp;\"'", "]]>", "a\r\nb\tc\r", " spaces ", "größe 😀 \u{85}\u{2028}", "<!--", "<?x?>", "%x;"]
    {
        let order = Order { note: Some(text.to_owned()), ..named(text) };
        assert_eq!(read(&order.to_xml().unwrap()), [text, text]);
    }
}

#[test]
fn escapes_text_and_attributes() {
    let order = Order { note: Some("\"a\"\n<&'".to_owned()), ..named("\"a\" <&'>\r") };
    insta::assert_snapshot!(order.to_xml().unwrap(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Order note="&quot;a&quot;&#10;&lt;&amp;&apos;"><Name>&quot;a&quot; &lt;&amp;&apos;&gt;&#13;</Name></Order>
    "#);
}

#[test]
fn rejects_characters_that_xml_cannot_represent() {
    for character in ['\0', '\u{8}', '\u{b}', '\u{1b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
        let error = named(&format!("a{character}b")).to_xml().unwrap_err();
        assert_eq!((error.path.as_str(), error.character), ("Order/Name", character));
    }
    let note = Order { note: Some("\u{1}".to_owned()), ..Order::default() };
    assert_eq!(note.to_xml().unwrap_err().to_string(), "`Order/@note` contains U+0001, which XML cannot represent");
}

#[test]
fn rejects_a_request_with_an_invalid_document() {
    let sent = Request::new(&PLACE).argument::<Xml>("order", named("\0"));
    let error = sent.to_text().unwrap_err();
    assert_eq!(error, RequestError::Xml(named("\0").to_xml().unwrap_err()));
    let inside = Arguments::new().list::<Xml>("orders", [named("\0")]);
    assert_eq!(Request::new(&PLACE).with("all", inside).to_text(), Err(error));
}

#[test]
fn sends_a_document_as_text() {
    let request = Request::new(&PLACE);
    let typed = request.clone().argument::<Xml>("order", named("Ada")).to_text().unwrap();
    let text = request.argument::<Xml>("order", named("Ada").to_xml().unwrap()).to_text().unwrap();
    assert_eq!(typed, text);
    assert!(typed.ends_with(r#"<Order><Name>Ada</Name></Order>"}"#), "{typed}");
}

#[test]
fn debug_prints_no_document() {
    let shown = |xml: Xml| format!("{xml:?} {:?}", Request::new(&PLACE).argument::<Xml>("order", xml.clone()));
    let hidden = r#"Xml([secret]) orders::place {"order": [secret]}"#;
    assert_eq!(shown(named("Ada").into()), hidden);
    assert_eq!(shown(Order { pin: Some("1234".into()), ..named("Ada") }.into()), hidden);
    assert_eq!(shown("<Order>Ada</Order>".into()), hidden);
}
