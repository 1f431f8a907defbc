//! A subscriber that collects all spans and events.
#![allow(dead_code)] // Each test uses another part.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

/// Spans and events, in order.
#[derive(Debug, Clone, Default)]
pub struct Collected(Arc<Mutex<Vec<Reported>>>);

/// A span or an event.
#[derive(Debug, Clone)]
pub struct Reported {
    pub metadata: &'static Metadata<'static>,
    pub fields: BTreeMap<&'static str, String>,
    /// The index of the span around it.
    pub within: Option<usize>,
    pub closed: bool,
}

/// A second subscriber. While there is only one, `tracing` asks only the subscriber of the current thread whether a new
/// span or event is enabled, and caches the result for all threads: in a test without a subscriber, that it is disabled.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::new()));

/// Collects the spans and events while `work` runs.
pub fn collected(work: impl FnOnce(&Collected)) -> Vec<Reported> {
    LazyLock::force(&SECOND);
    let collected = Collected::default();
    tracing::subscriber::with_default(Registry::default().with(collected.clone()), || work(&collected));
    collected.all()
}

/// The events of this crate.
pub fn ours(reported: &[Reported]) -> Vec<&Reported> {
    reported.iter().filter(|reported| reported.metadata.target() == "shop_api").collect()
}

impl Collected {
    /// The spans and events until now.
    pub fn all(&self) -> Vec<Reported> {
        self.0.lock().unwrap().clone()
    }

    fn push(&self, metadata: &'static Metadata<'static>, fields: Fields, within: Option<usize>) -> usize {
        let mut all = self.0.lock().unwrap();
        all.push(Reported { metadata, fields: fields.0, within, closed: false });
        all.len() - 1
    }
}

/// A line with the level and the message or name, and a line for each field.
impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.fields.get("message").map_or(self.metadata.name(), String::as_str);
        writeln!(f, "{} {title}", self.metadata.level())?;
        let mut fields = self.fields.iter().filter(|(name, _)| **name != "message");
        fields.try_for_each(|(name, value)| writeln!(f, "  {name} = {value}"))
    }
}

/// The index of a span, stored in its extensions.
struct Index(usize);

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Collected {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let within = span.parent().map(|parent| parent.extensions().get::<Index>().unwrap().0);
        let index = self.push(attributes.metadata(), Fields::of(|fields| attributes.record(fields)), within);
        span.extensions_mut().insert(Index(index));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let index = context.span(id).unwrap().extensions().get::<Index>().unwrap().0;
        let fields = Fields::of(|fields| values.record(fields));
        self.0.lock().unwrap()[index].fields.extend(fields.0);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let within = context.event_span(event).map(|span| span.extensions().get::<Index>().unwrap().0);
        self.push(event.metadata(), Fields::of(|fields| event.record(fields)), within);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let index = context.span(&id).unwrap().extensions().get::<Index>().unwrap().0;
        self.0.lock().unwrap()[index].closed = true;
    }
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Fields {
    fn of(record: impl FnOnce(&mut Self)) -> Self {
        let mut fields = Self::default();
        record(&mut fields);
        fields
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = String::new();
        write!(text, "{value:?}").unwrap();
        self.0.insert(field.name(), text);
    }
}
