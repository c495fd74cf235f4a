//! Types that are written as JSON -> one line that shows what it looks like.

use crate::ir::{Api, Field, Type, TypeKind, Union};

/// Objects in objects that are shown.
const DEEPEST: usize = 2;

/// Values of an enum that are shown.
const MOST: usize = 8;

/// `[{role: user|assistant, content?: text}]`; what may be left out has a question mark.
pub(super) fn form(api: &Api, ty: &Type) -> String {
    of(api, ty, 0)
}

fn of(api: &Api, ty: &Type, depth: usize) -> String {
    match ty {
        Type::Bool => "true|false".to_owned(),
        Type::Int | Type::UInt => "integer".to_owned(),
        Type::IntText => "\"integer\"".to_owned(),
        Type::Float => "number".to_owned(),
        Type::Text | Type::File => "text".to_owned(),
        Type::Bytes => "base64".to_owned(),
        Type::Json => "any".to_owned(),
        Type::List(item) => format!("[{}]", of(api, item, depth)),
        Type::Map(value) => format!("{{key: {}}}", of(api, value, depth)),
        Type::Nullable(value) => format!("{}|null", of(api, value, depth)),
        Type::Named(id) | Type::Boxed(id) => match &api.type_def(*id).kind {
            TypeKind::Struct(_) if depth == DEEPEST => "{…}".to_owned(),
            TypeKind::Struct(fields) => object(api, fields, depth + 1),
            TypeKind::Union(union) => alternatives(api, union, depth),
            TypeKind::StringEnum(variants) => one_of(variants.iter().map(|one| one.value.clone())),
            TypeKind::IntEnum(variants) => one_of(variants.iter().map(|one| one.value.to_string())),
            TypeKind::Events(_) | TypeKind::Messages(_) => "any".to_owned(),
        },
    }
}

fn object(api: &Api, fields: &[Field], depth: usize) -> String {
    let fields = fields.iter().filter(|field| !field.rest).map(|field| {
        let mark = if field.is_constructed() { "" } else { "?" };
        format!("{}{mark}: {}", field.wire, of(api, &field.ty, depth))
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

fn alternatives(api: &Api, union: &Union, depth: usize) -> String {
    let alternatives = union.alternatives.iter();
    let forms = alternatives.map(|one| match depth {
        DEEPEST => "…".to_owned(),
        depth => of(api, &one.ty, depth + 1),
    });
    one_of(forms)
}

fn one_of(forms: impl Iterator<Item = String>) -> String {
    let mut forms: Vec<String> = forms.filter(|form| !form.is_empty()).collect();
    forms.dedup();
    if forms.len() > MOST {
        forms.truncate(MOST);
        forms.push("…".to_owned());
    }
    forms.join("|")
}
