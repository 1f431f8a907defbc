//! Diagnostics for people, in the look of rustc.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Severity, locate::Located};
use crate::source::Spot;

pub(super) fn render(found: &[Located<'_>], colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let texts: Vec<_> = found
        .iter()
        .map(|one| {
            let elsewhere = one.elsewhere();
            renderer.render(&[group(one, elsewhere.as_deref())]) + "\n"
        })
        .collect();
    texts.join("\n")
}

fn group<'a>(one: &'a Located<'a>, same: Option<&'a str>) -> Group<'a> {
    let diagnostic = one.diagnostic;
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.text());
    let mut annotations = Vec::from_iter(annotation(&one.spot, AnnotationKind::Primary, &diagnostic.label));
    let mut elsewhere = None;
    if let Some((spot, label)) = &one.also {
        let context = annotation(spot, AnnotationKind::Context, label);
        if spot.path == one.spot.path && one.spot.bytes.is_some() {
            annotations.extend(context);
        } else {
            elsewhere = Some(element(spot, Vec::from_iter(context)));
        }
    }
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(help));
    let same = same.map(|same| Level::NOTE.message(same));
    Group::with_title(title).element(element(&one.spot, annotations)).elements(elsewhere).elements(same).elements(help)
}

fn annotation<'a>(spot: &Spot<'a>, kind: AnnotationKind, label: &'a str) -> Option<Annotation<'a>> {
    spot.bytes.clone().map(|bytes| kind.span(bytes).label(label))
}

/// The lines of a spot, or only the path where it has none.
fn element<'a>(spot: &'a Spot<'a>, annotations: Vec<Annotation<'a>>) -> Element<'a> {
    if annotations.is_empty() {
        return Origin::path(spot.path.as_str()).into();
    }
    Snippet::source(spot.text).path(spot.path.as_str()).annotations(annotations).into()
}
