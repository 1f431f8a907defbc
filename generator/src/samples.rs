//! Sample values of fields: for the examples of the docs, for the samples of tests, and for `openapi.json`.

use crate::ir::{Api, Example, Field, Presence, Scalar, Shape, Struct, TypeId, TypeRef};

/// The value that the spec gives the field `name` of type `ty`, in its entry or by its name.
pub(crate) fn given<'a>(api: &'a Api, ty: &TypeRef, name: &str, own: Option<&'a Example>) -> Option<&'a Example> {
    own.or_else(|| {
        let (_, example) = api.examples.iter().find(|(known, _)| known == name)?;
        fits(ty, example).then_some(example)
    })
}

/// Whether `example`, which is declared for every field of a name, is a value of the type `ty`.
fn fits(ty: &TypeRef, example: &Example) -> bool {
    match (ty, example) {
        (TypeRef::List(item), Example::List(examples)) => examples.iter().all(|example| fits(item, example)),
        (TypeRef::Scalar(Scalar::String | Scalar::Secret), Example::Text(_))
        | (TypeRef::Scalar(Scalar::Integer), Example::Integer(_))
        | (TypeRef::Scalar(Scalar::Number), Example::Number(_))
        | (TypeRef::Scalar(Scalar::Boolean), Example::Boolean(_)) => true,
        _ => false,
    }
}

/// Which fields and options the samples of types leave out, so that every sample is finite.
pub(crate) struct Finite {
    /// For each type on a cycle of types that can contain each other, one type of the cycle.
    cycles: Vec<Option<usize>>,
    /// For each type, how deep its smallest value nests; `None` if none is finite.
    depths: Vec<Option<usize>>,
}

impl Finite {
    pub(crate) fn of(api: &Api) -> Self {
        Self {
            cycles: crate::lower::cycles(&contained(api)),
            depths: depths(&api.types.iter().map(|ty| &ty.shape).collect::<Vec<_>>()),
        }
    }

    /// Whether the sample of the type `owner` leaves out `field`, as the field can contain an `owner`.
    pub(crate) fn leaves_out(&self, owner: TypeId, field: &Field) -> bool {
        let is_required = field.presence == Presence::Required && !matches!(field.ty, TypeRef::List(_));
        let cycle = self.cycles[owner.0];
        !is_required && cycle.is_some() && field.ty.named().is_some_and(|id| self.cycles[id.0] == cycle)
    }

    /// The index of the option of a union that its sample has.
    pub(crate) fn option(&self, options: &[TypeId]) -> usize {
        // An option without a finite value comes last; lowering reports a union of only such options.
        let depth = |index: &usize| self.depths[options[*index].0].unwrap_or(usize::MAX);
        // The first one of several, as `min_by_key` returns.
        (0..options.len()).min_by_key(depth).unwrap_or_default()
    }
}

/// For each type, the types that its values can contain.
fn contained(api: &Api) -> Vec<Vec<usize>> {
    let of = |shape: &Shape| match shape {
        Shape::Struct(Struct { fields, .. }) => fields.iter().filter_map(|field| Some(field.ty.named()?.0)).collect(),
        Shape::Union(options) => options.iter().map(|option| option.ty.0).collect(),
        _ => Vec::new(),
    };
    api.types.iter().map(|ty| of(&ty.shape)).collect()
}

/// For each shape, how deep its smallest value nests; `None` for one that has only infinite values.
pub(crate) fn depths(shapes: &[&Shape]) -> Vec<Option<usize>> {
    let mut depths = vec![None; shapes.len()];
    // Each round finds the values that nest one level deeper.
    for depth in 0..=shapes.len() {
        let known = |id: TypeId, depths: &[Option<usize>]| depths[id.0].is_some_and(|known: usize| known < depth);
        let found: Vec<usize> = (0..shapes.len())
            .filter(|&index| depths[index].is_none())
            .filter(|&index| match shapes[index] {
                Shape::Struct(Struct { fields, .. }) => fields.iter().all(|field| match (&field.ty, field.presence) {
                    (TypeRef::Named(id), Presence::Required) => known(*id, &depths),
                    _ => true,
                }),
                Shape::Union(options) => options.iter().any(|option| known(option.ty, &depths)),
                _ => true,
            })
            .collect();
        if found.is_empty() && depth > 0 {
            break;
        }
        for index in found {
            depths[index] = Some(depth);
        }
    }
    depths
}
