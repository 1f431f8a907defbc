//! Diagnostics for people, in the style of rustc.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Severity, locate::Located};
use crate::source::Spot;

/// A longer line is not shown.
const LONGEST_LINE: usize = 2000;

/// A spot, its role in the diagnostic, and its label.
type Labelled<'a> = (&'a Spot<'a>, AnnotationKind, &'a str);

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
    let labelled = |spot: &'a Spot<'a>, kind, label: &'a str| spot.bytes.is_some().then_some((spot, kind, label));
    let mut annotations = Vec::from_iter(labelled(&one.spot, AnnotationKind::Primary, &diagnostic.label));
    let mut elsewhere = None;
    if let Some((spot, label)) = &one.also {
        let context = labelled(spot, AnnotationKind::Context, label);
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

fn annotation<'a>(
    spot: &Spot<'a>,
    kind: AnnotationKind,
    label: &'a str,
    lines: &Range<usize>,
) -> Option<Annotation<'a>> {
    let bytes = spot.bytes.clone()?;
    // The end of the text can be after the empty lines that are not shown.
    let within = |byte: usize| byte.min(lines.end) - lines.start;
    Some(kind.span(within(bytes.start)..within(bytes.end)).label(label))
}

/// The lines of a spot, or only the path where it has none.
fn element<'a>(spot: &'a Spot<'a>, spots: Vec<Labelled<'a>>) -> Element<'a> {
    if spots.is_empty() {
        return Origin::path(spot.path.as_str()).into();
    }
    let lines = lines(spot.text, &spots);
    let text = &spot.text[lines.clone()];
    if let Some((start, _)) = spot.positions()
        && text.lines().any(|line| line.len() > LONGEST_LINE)
    {
        return Origin::path(spot.path.as_str()).line(start.line).char_column(start.column).into();
    }
    let annotations = spots.into_iter().map(|(spot, kind, label)| annotation(spot, kind, label, &lines));
    let first = spot.text[..lines.start].matches('\n').count() + 1;
    Snippet::source(text).line_start(first).path(spot.path.as_str()).annotations(annotations.flatten()).into()
}

/// The whole lines from the first of `spots` to the last.
fn lines(text: &str, spots: &[Labelled<'_>]) -> Range<usize> {
    let bytes = || spots.iter().filter_map(|(spot, ..)| spot.bytes.as_ref());
    let (first, last) = (bytes().map(|bytes| bytes.start).min(), bytes().map(|bytes| bytes.end).max());
    // The end of the text is in its last line.
    let end = text.trim_end_matches(['\r', '\n']).len();
    let (first, last) = (first.unwrap_or_default().min(end), last.unwrap_or(end).min(end));
    let start = text[..first].rfind('\n').map_or(0, |end| end + 1);
    start..text[last..].find('\n').map_or(text.len(), |end| last + end + 1)
}
