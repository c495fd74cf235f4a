//! Types of arguments -> expressions of values for them.
//!
//! A value says where it belongs, so that the server of the tests sees when two arguments of one type are confused: a text is the
//! name of its place on the wire, an integer the length of that name, a decimal number half more. What stands in a list or in a map
//! has the name of the list or map.

use std::cell::{Cell, RefCell};

use proc_macro2::Literal;
use quote::format_ident;

use crate::emit::values::{Scope, converts, ident, rust_type};
use crate::ir::{Api, Field, Fit, Type, TypeDef, TypeId, TypeKind};
use crate::tokens::{TokenStream, quote};

/// How much a call gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emit) enum Extent {
    /// What the signatures ask for.
    Required,
    /// Everything that there is a setter for, at every depth.
    Everything,
}

impl Extent {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Everything => "everything",
        }
    }
}

/// Values within one that a call gives at most, before it leaves out what it may: types that hold one another several times would
/// make more than anyone compiles.
const MOST: usize = 2000;

/// Makes values for one call.
pub(super) struct Values<'a> {
    api: &'a Api,
    extent: Extent,
    /// The types around the value that is being made: none of them is made again within itself.
    around: RefCell<Vec<TypeId>>,
    /// How many objects were made.
    made: Cell<usize>,
    /// The field of the next object that says which alternative it is, and what it says.
    tag: RefCell<Option<(&'a str, &'a str)>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(api: &'a Api, extent: Extent) -> Self {
        Self {
            api,
            extent,
            around: RefCell::default(),
            made: Cell::default(),
            tag: RefCell::default(),
        }
    }

    /// A value as a user writes it, for a parameter that converts what it is given.
    pub(super) fn accepted(&self, ty: &Type, wire: &str) -> TokenStream {
        match ty {
            Type::Text => quote!(#wire),
            Type::Boxed(id) => self.named(*id, wire),
            Type::List(item) if self.is_around(item) => self.exact(ty, wire),
            Type::List(item) => {
                let null = null_beside(item);
                // Within an object that is one text, a list has no style.
                let is_twice = is_scalar(item) && self.around.borrow().is_empty();
                let item = self.accepted_inner(item, wire);
                let again = is_twice.then(|| quote!(, #item));
                quote!([#item #again #null])
            }
            Type::Map(value) if self.is_around(value) => self.exact(ty, wire),
            Type::Map(value) => {
                let value = self.accepted_inner(value, wire);
                quote!([(#wire, #value)])
            }
            Type::Bool
            | Type::Int
            | Type::UInt
            | Type::IntText
            | Type::Float
            | Type::Nullable(_)
            | Type::Json
            | Type::File
            | Type::Bytes
            | Type::Named(_) => self.exact(ty, wire),
        }
    }

    /// An item of a list or a value of a map, for a parameter that converts what it is given.
    fn accepted_inner(&self, ty: &Type, wire: &str) -> TokenStream {
        match ty {
            Type::Nullable(value) if converts(value) => {
                let value = self.accepted(value, wire);
                quote!(Some(#value))
            }
            ty if converts(ty) => self.accepted(ty, wire),
            ty => self.exact(ty, wire),
        }
    }

    /// A value of precisely this type.
    fn exact(&self, ty: &Type, wire: &str) -> TokenStream {
        match ty {
            Type::Bool => quote!(true),
            Type::Int | Type::UInt | Type::IntText => {
                let length = Literal::usize_unsuffixed(wire.len());
                quote!(#length)
            }
            Type::Float => {
                // Halves of small numbers are exact.
                let half: TokenStream = format!("{}.5", wire.len()).parse().unwrap_or_default();
                quote!(#half)
            }
            Type::Text => quote!(#wire.to_owned()),
            Type::Json => quote!(json!({ #wire: #wire })),
            Type::Bytes => quote!(#wire.as_bytes()),
            Type::File => {
                let name = format!("{wire}.txt");
                quote!(FilePart::bytes(#name, #wire))
            }
            Type::List(item) if self.is_around(item) => {
                let item = rust_type(self.api, Scope::Calls, item);
                quote!(Vec::<#item>::new())
            }
            Type::List(item) => {
                let null = null_beside(item);
                let item = self.exact(item, wire);
                quote!(vec![#item #null])
            }
            Type::Map(value) if self.is_around(value) => {
                let value = rust_type(self.api, Scope::Calls, value);
                quote!(BTreeMap::<String, #value>::new())
            }
            Type::Map(value) => {
                let value = self.exact(value, wire);
                quote!(BTreeMap::from([(#wire.to_owned(), #value)]))
            }
            Type::Nullable(value) => {
                let value = self.exact(value, wire);
                quote!(Some(#value))
            }
            Type::Named(id) => self.named(*id, wire),
            Type::Boxed(id) => {
                let value = self.named(*id, wire);
                quote!(Box::new(#value))
            }
        }
    }

    fn named(&self, id: TypeId, wire: &str) -> TokenStream {
        let definition = self.api.type_def(id);
        let name = format_ident!("{}", definition.name);
        match &definition.kind {
            TypeKind::Struct(_) if self.made.get() >= 2 * MOST => quote!(types::#name::default()),
            TypeKind::Struct(fields) => {
                self.made.set(self.made.get() + 1);
                self.around.borrow_mut().push(id);
                let value = self.structure(definition, fields);
                self.around.borrow_mut().pop();
                value
            }
            TypeKind::StringEnum(variants) => variants.first().map_or_else(
                || quote!(types::#name::from(#wire)),
                |variant| variant_of(definition, &variant.name),
            ),
            TypeKind::IntEnum(variants) => variants.first().map_or_else(
                || quote!(types::#name::from(0)),
                |variant| variant_of(definition, &variant.name),
            ),
            TypeKind::Union(union) => {
                self.around.borrow_mut().push(id);
                let one = union
                    .alternatives
                    .iter()
                    .find(|one| !self.is_around(&one.ty));
                let value = one.map(|one| {
                    if let (Some(tag), Fit::Tag(values)) = (&union.tag, &one.fit) {
                        let value = values.first().map(|value| (tag.as_str(), value.as_str()));
                        *self.tag.borrow_mut() = value;
                    }
                    let variant = variant_of(definition, &one.name);
                    let value = self.exact(&one.ty, wire);
                    quote!(#variant(#value))
                });
                self.around.borrow_mut().pop();
                value.unwrap_or_else(|| quote!(types::#name::default()))
            }
            // Nobody sends events.
            TypeKind::Events(_) | TypeKind::Messages(_) => quote!(types::#name::default()),
        }
    }

    fn structure(&self, definition: &TypeDef, fields: &[Field]) -> TokenStream {
        let name = format_ident!("{}", definition.name);
        let tag = self.tag.borrow_mut().take();
        let tag =
            |field: &Field| tag.filter(|(key, _)| *key == field.wire && field.ty == Type::Text);
        let value = |field: &Field| match tag(field) {
            Some((_, value)) => quote!(#value),
            None => self.accepted(&field.ty, &field.wire),
        };
        let required = definition
            .constructor
            .iter()
            .map(|index| value(&fields[*index]));
        let setters = fields
            .iter()
            .filter(|field| !field.is_constructed())
            .filter(|field| self.extent == Extent::Everything || tag(field).is_some())
            .filter(|field| !self.is_around(&field.ty))
            .map(|field| {
                let (setter, value) = (ident(&field.name), value(field));
                quote!(.#setter(#value))
            });
        quote!(types::#name::new(#(#required),*) #(#setters)*)
    }

    /// Whether the value would stand within a value of its own type, or be one too many.
    fn is_around(&self, ty: &Type) -> bool {
        let is_one_more = |id| self.made.get() >= MOST || self.around.borrow().contains(&id);
        ty.named().is_some_and(is_one_more)
    }
}

/// Of these, lists have two, so that it is seen what stands between them.
fn is_scalar(item: &Type) -> bool {
    matches!(
        item,
        Type::Text | Type::Int | Type::UInt | Type::IntText | Type::Float
    )
}

/// Where items may be null, one is.
fn null_beside(item: &Type) -> Option<TokenStream> {
    matches!(item, Type::Nullable(_)).then(|| quote!(, None))
}

fn variant_of(definition: &TypeDef, variant: &str) -> TokenStream {
    let (name, variant) = (
        format_ident!("{}", definition.name),
        format_ident!("{variant}"),
    );
    quote!(types::#name::#variant)
}
