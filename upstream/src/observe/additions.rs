//! The YAML that would make the spec say what recordings show, under the file and the keys to which it belongs.

mod values;

use std::collections::BTreeMap;

use generator::{
    Spec,
    ir::{Field, Type},
    source::Place,
};

use super::{
    body::type_text,
    guess::{self, Guess},
    paste::{indented, innermost, list, quoted, scalar},
    seen::{FieldSeen, Home, Object, Seen, Side, is_json, is_lookup, keys},
    shape::{self, Shape},
};

/// What to write instead of a sentence that only a person can write.
const DOCS: &str = "Undocumented; recordings show it.";

/// The additions, as text.
pub fn yaml(spec: &Spec, seen: &Seen<'_>) -> String {
    let mut additions = Additions { spec, guess: Guess::of(&spec.api), blocks: BTreeMap::new() };
    for (home, wanted) in wanted(seen) {
        additions.object(&home, wanted);
    }
    additions.types(seen);
    additions.values(seen);
    additions.errors(seen);
    additions.schemas();
    let mut text = String::new();
    for (Header { file, keys }, lines) in &additions.blocks {
        let gap = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{gap}# {file}, {}\n", keys.join(".")));
        for line in lines {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// The lines to add, or to put in the place of the same keys, by where they belong.
struct Additions<'a> {
    spec: &'a Spec,
    guess: Guess<'a>,
    blocks: BTreeMap<Header, Vec<String>>,
}

/// Where lines belong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Header {
    file: String,
    keys: Vec<String>,
}

/// What an object of the spec lacks, over all the places where it was seen.
struct Wanted<'a> {
    home: Home<'a>,
    side: Side,
    count: usize,
    unknown: Vec<(String, Shape)>,
    fields: Vec<FieldSeen<'a>>,
}

/// Every declared object that was seen, by file and keys.
fn wanted<'a>(seen: &Seen<'a>) -> Vec<(Place, Wanted<'a>)> {
    let mut all: Vec<(Place, Wanted<'a>)> = Vec::new();
    for (at, object) in &seen.objects {
        let Some(place) = object.home.place() else { continue };
        let index = all.iter().position(|(known, wanted)| known == place && wanted.side == at.side);
        let index = index.unwrap_or_else(|| {
            let Object { home, fields, .. } = Object::new(object.home);
            all.push((place.clone(), Wanted { home, side: at.side, count: 0, unknown: Vec::new(), fields }));
            all.len() - 1
        });
        let wanted = &mut all[index].1;
        wanted.count += object.count;
        for (key, shape) in &object.unknown {
            shape::entry(&mut wanted.unknown, key).merge(shape);
        }
        for (sum, field) in wanted.fields.iter_mut().zip(&object.fields) {
            sum.present += field.present;
            sum.nulls += field.nulls;
        }
    }
    // A schema before its views, which refer to it.
    all.sort_by(|(a, _), (b, _)| (a.file, keys(a)).cmp(&(b.file, keys(b))));
    all
}

impl<'a> Additions<'a> {
    fn object(&mut self, place: &Place, wanted: Wanted<'a>) {
        let keys = keys(place);
        if let ["schemas", schema, "views", _] = keys[..] {
            return self.view(place, schema, wanted);
        }
        // A union has no fields to add to.
        if keys.first() == Some(&"unions") {
            return;
        }
        let header = self.fields_of(place, wanted.home);
        let owner = self.owner(place, wanted.home);
        let mut lines = Vec::new();
        for (key, shape) in &wanted.unknown {
            lines.extend(match is_lookup(wanted.home) {
                true => self.new_member(key, shape),
                false => self.new_field(&header.file, &owner, key, shape, wanted.side),
            });
        }
        for seen in &wanted.fields {
            lines.extend(self.changed_field(&wanted, seen));
        }
        // A code without detail gets one as a whole.
        if matches!(wanted.home, Home::Detail(_)) && !lines.is_empty() {
            lines = std::iter::once("detail:".to_owned()).chain(indented(lines)).collect();
        }
        self.add(header, lines);
    }

    /// After what a type that a field of `home` lacks can be named.
    fn owner(&self, place: &Place, home: Home<'_>) -> String {
        match keys(place).first() {
            Some(&"operations") => {
                let mut resources = self.spec.api.resources.iter();
                let resource = resources.find(|resource| resource.place.file == place.file);
                resource.map_or("", |resource| guess::singular(&resource.module.name().wire)).to_owned()
            }
            _ => home.name().to_owned(),
        }
    }

    /// A view selects from its schema: what is new goes there too.
    fn view(&mut self, place: &Place, schema_name: &str, wanted: Wanted<'a>) {
        let api = &self.spec.api;
        let found = |ty: &&Type| ty.place.file == place.file && keys(&ty.place) == ["schemas", schema_name];
        let Some(schema) = api.types.iter().find(found) else { return };
        let whole = Home::Type(schema).fields();
        let field = |wire: &str| whole.iter().find(|field| field.name.wire == wire);
        let header = self.fields_of(&schema.place, Home::Type(schema));

        let mut items: Vec<String> = Vec::new();
        let mut changed = false;
        for seen in &wanted.fields {
            let wire = &seen.field.name.wire;
            let Some(of) = field(wire) else { continue };
            let missing = seen.present < wanted.count && !seen.field.presence.is_optional();
            let left_out = missing || seen.field.presence.is_optional() && !of.presence.is_optional();
            changed |= missing;
            let key = if left_out { format!("\"{wire}?\"") } else { scalar(wire) };
            items.push(match innermost(api, &seen.field.ty) {
                Some(view) if seen.field.ty != of.ty => format!("{key}: {view}"),
                _ => key,
            });
            if seen.nulls > 0 && !seen.field.presence.is_nullable() && !is_json(seen.field) {
                let line = self.field_line(of, of.presence.is_optional(), true);
                self.add(header.clone(), vec![line]);
            }
        }
        for (key, shape) in wanted.unknown.iter().filter(|(key, _)| key != "…") {
            changed = true;
            match field(key) {
                Some(of) if !of.presence.is_optional() => items.push(format!("\"{key}?\"")),
                Some(_) => items.push(scalar(key)),
                None => {
                    items.push(scalar(key));
                    let lines = self.new_field(&header.file, schema_name, key, shape, wanted.side);
                    self.add(header.clone(), lines);
                }
            }
        }
        if changed {
            let header = self.header(place, keys(place));
            self.add(header, list("fields", &items));
        }
    }

    /// A field that is not declared. Optional, because older servers did not send it, and nobody promises it.
    fn new_field(&mut self, file: &str, owner: &str, key: &str, shape: &Shape, side: Side) -> Vec<String> {
        if key == "…" {
            return Vec::new();
        }
        let ty = self.guess.ty(file, owner, key, shape, side);
        vec![format!("{}: {ty}", scalar(&format!("{key}?")))]
    }

    /// A way to name an object that is not declared: an id, or other text.
    fn new_member(&self, key: &str, shape: &Shape) -> Vec<String> {
        match key {
            "…" => Vec::new(),
            _ => vec![format!("{}: {}", scalar(key), self.guess.id(shape).unwrap_or("string"))],
        }
    }

    /// A field that was missing or null in spite of what is declared.
    fn changed_field(&self, wanted: &Wanted<'a>, seen: &FieldSeen<'a>) -> Option<String> {
        let presence = seen.field.presence;
        let missing = seen.present < wanted.count && !presence.is_optional() && !is_lookup(wanted.home);
        let null = seen.nulls > 0 && !presence.is_nullable() && !is_json(seen.field) && wanted.side == Side::Answer;
        let (optional, nullable) = (presence.is_optional() || missing, presence.is_nullable() || null);
        (missing || null).then(|| self.field_line(seen.field, optional, nullable))
    }

    fn field_line(&self, field: &Field, optional: bool, nullable: bool) -> String {
        let key = scalar(&format!("{}{}", field.name.wire, if optional { "?" } else { "" }));
        format!("{key}: {}", quoted(&type_text(&self.spec.api, &field.ty), nullable))
    }

    /// Where the fields at `place` are described: for a view, at its schema.
    fn schema_at(&self, place: &Place) -> Option<Place> {
        let ["schemas", schema, "views", _] = keys(place)[..] else { return Some(place.clone()) };
        let mut types = self.spec.api.types.iter();
        types
            .find(|ty| ty.place.file == place.file && keys(&ty.place) == ["schemas", schema])
            .map(|ty| ty.place.clone())
    }

    /// Where the fields of `home`, which is declared at `place`, stand.
    fn fields_of(&self, place: &Place, home: Home<'_>) -> Header {
        let mut keys = keys(place);
        match (home, keys.first().copied()) {
            (Home::Takes(_), _) => keys.push("takes"),
            (_, Some("schemas" | "arguments")) => keys.push("fields"),
            (_, Some("lookups")) => keys.push("by"),
            _ => {}
        }
        self.header(place, keys)
    }

    fn header(&self, place: &Place, keys: Vec<&str>) -> Header {
        let file = self.spec.sources.get(place.file).path.display().to_string().replace('\\', "/");
        Header { file, keys: keys.into_iter().map(str::to_owned).collect() }
    }

    /// Adds `lines` at `header`, one for each key: of two, the second can be had by asking again once the first is in.
    fn add(&mut self, header: Header, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        let block = self.blocks.entry(header).or_default();
        let mut skips = false;
        for line in lines {
            if !line.starts_with(' ') {
                skips = block.iter().any(|known| key_of(known) == key_of(&line));
            }
            if !skips {
                block.push(line);
            }
        }
    }
}

/// The key of a line, whether it is optional or not.
fn key_of(line: &str) -> &str {
    let key = line.split_once(": ").map_or_else(|| line.trim_end_matches(':'), |(key, _)| key);
    key.trim_matches('"').trim_end_matches('?')
}
