//! Types -> values that they may have, field by field.

use proc_macro2::Literal;
use quote::format_ident;
use serde_json::Value;

use crate::file::File;
use crate::ir::{Api, Field, Fit, Type, TypeDef, TypeId, TypeKind, Union};
use crate::render::literal;
use crate::tokens::{TokenStream, quote};

/// All types that are received, each a `static` of its name.
pub(super) fn file(api: &Api) -> File {
    let received = api.types.iter().filter(|one| one.flow.received);
    let received = received.filter(|one| !api.is_of_channels(&one.module));
    let statics = received.filter_map(|definition| {
        let name = format_ident!("{}", definition.name);
        let value = of_kind(api, definition)?;
        Some(quote!(pub(super) static #name: Shape = #value;))
    });
    let mut items = vec![quote!(
        use crate::testing::shape::Shape;
    )];
    items.extend(statics);
    File {
        path: "testing/types.rs".to_owned(),
        docs: "What types of replies look like.".to_owned(),
        items,
    }
}

/// Enums are written where they stand, and streams have no value of their own.
fn of_kind(api: &Api, definition: &TypeDef) -> Option<TokenStream> {
    match &definition.kind {
        TypeKind::Struct(fields) => {
            let example = definition.example.as_ref();
            let kind = format_ident!("{}", if is_open(fields) { "Open" } else { "Object" });
            let fields = fields
                .iter()
                .filter_map(|field| of_field(api, field, example));
            Some(quote!(Shape::#kind(&[#(#fields),*])))
        }
        TypeKind::Union(union) => Some(of_union(api, union)),
        TypeKind::StringEnum(_)
        | TypeKind::IntEnum(_)
        | TypeKind::Events(_)
        | TypeKind::Messages(_) => None,
    }
}

/// Whether a key that nobody knows has a value of a known type.
fn is_open(fields: &[Field]) -> bool {
    let mut rest = fields.iter().filter(|field| field.rest);
    rest.any(|field| !field.ty.is_open_object())
}

/// A field; `whole` is what the document shows of its type, and what that lacks is shown nowhere. So are fields that would hold their
/// own type. Keys that nobody knows are none.
fn of_field(api: &Api, field: &Field, whole: Option<&Value>) -> Option<TokenStream> {
    if field.rest {
        return None;
    }
    let wire = &field.wire;
    let shown = whole.map(|whole| whole.get(wire));
    let example = shown.unwrap_or(field.example.as_ref());
    let mut shape = with_example(api, &quote!(), &field.ty, wire, example);
    if shown == Some(None) || matches!(field.ty, Type::Boxed(_)) {
        shape = quote!(Shape::Absent(&#shape));
    }
    let wire = literal(wire);
    Some(quote!((#wire, #shape)))
}

/// The first alternative, with its tag.
fn of_union(api: &Api, union: &Union) -> TokenStream {
    let Some(first) = union.alternatives.first() else {
        return quote!(Shape::Json("null"));
    };
    let inner = shape(api, &quote!(), &first.ty);
    match (&union.tag, &first.fit) {
        (Some(tag), Fit::Tag(values)) => {
            let value = values.first().map_or("", String::as_str);
            quote!(Shape::Tagged(#tag, #value, &#inner))
        }
        _ => inner,
    }
}

/// A value of a type, where types stand below `module`.
pub(super) fn shape(api: &Api, module: &TokenStream, ty: &Type) -> TokenStream {
    with_example(api, module, ty, "text", None)
}

fn with_example(
    api: &Api,
    module: &TokenStream,
    ty: &Type,
    name: &str,
    example: Option<&Value>,
) -> TokenStream {
    let number = example.and_then(Value::as_i64).unwrap_or(1);
    let number = Literal::i64_unsuffixed(number);
    match ty {
        Type::Bool => {
            let value = example.and_then(Value::as_bool).unwrap_or(true);
            quote!(Shape::Bool(#value))
        }
        Type::Int | Type::UInt => quote!(Shape::Int(#number)),
        Type::IntText => quote!(Shape::IntText(#number)),
        Type::Float => {
            let value = example.and_then(Value::as_f64).unwrap_or(1.0);
            let value = Literal::f64_unsuffixed(value);
            quote!(Shape::Float(#value))
        }
        Type::Text | Type::File | Type::Bytes => {
            let value = literal(example.and_then(Value::as_str).unwrap_or(name));
            quote!(Shape::Text(#value))
        }
        Type::Json => {
            let value = example.map_or_else(|| "{}".to_owned(), Value::to_string);
            quote!(Shape::Json(#value))
        }
        Type::List(item) => {
            let first = example.and_then(|example| example.get(0));
            let item = with_example(api, module, item, name, first);
            quote!(Shape::List(&#item))
        }
        Type::Map(value) => {
            let first = example.and_then(Value::as_object);
            let first = first.and_then(|entries| entries.iter().next());
            let key = first.map_or("key", |(key, _)| key);
            let value = with_example(api, module, value, key, first.map(|(_, value)| value));
            quote!(Shape::Map(#key, &#value))
        }
        Type::Nullable(inner) => with_example(api, module, inner, name, example),
        Type::Named(id) | Type::Boxed(id) => of_named(api, module, *id, example),
    }
}

/// A type by its name; of an enum, the value that the document shows in this place.
fn of_named(api: &Api, module: &TokenStream, id: TypeId, example: Option<&Value>) -> TokenStream {
    let definition = api.type_def(id);
    let is_enum = matches!(
        definition.kind,
        TypeKind::StringEnum(_) | TypeKind::IntEnum(_)
    );
    if is_enum {
        return of_enum(definition, example);
    }
    let name = format_ident!("{}", definition.name);
    quote!(Shape::Type(&#module #name))
}

fn of_enum(definition: &TypeDef, example: Option<&Value>) -> TokenStream {
    match &definition.kind {
        TypeKind::StringEnum(variants) => {
            let values = variants.iter().map(|variant| variant.value.as_str());
            let first = values.clone().find(|value| !value.is_empty());
            let value = example.and_then(Value::as_str).or(first);
            let value = value.unwrap_or_default();
            quote!(Shape::Word(#value))
        }
        TypeKind::IntEnum(variants) => {
            let values = variants.iter().map(|variant| variant.value);
            let first = values.clone().find(|value| *value != 0);
            let value = example.and_then(Value::as_i64).or(first);
            let value = Literal::i64_unsuffixed(value.unwrap_or_default());
            quote!(Shape::Number(#value))
        }
        TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Events(_) | TypeKind::Messages(_) => {
            quote!(Shape::Json("null"))
        }
    }
}
