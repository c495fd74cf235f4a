//! What calls are signed with -> constants that the runtime reads, and methods of the client's builder.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::format_ident;

use super::docs;
use super::values::ident;
use crate::docs::code;
use crate::file::File;
use crate::ir::{Api, Call, Carrier, Scheme};
use crate::tokens::{TokenStream, quote};
use crate::words::plain;

/// A way to sign calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The method of the client's builder.
    pub method: String,
    /// Where it stands in a request, in words.
    pub place: String,
    /// What the document says of it, as lines of Markdown.
    pub docs: Vec<String>,
    /// How many operations take it.
    pub operations: usize,
}

pub(super) fn file(api: &Api) -> File {
    let schemes = &api.conventions.schemes;
    let mut items = vec![quote!(
        use crate::support::*;
    )];
    items.extend(schemes.iter().map(constant));
    let names = schemes.iter().map(constant_name);
    let security = match &api.conventions.security {
        None => quote!(None),
        Some(sets) => {
            let sets = written(schemes, sets, &TokenStream::new());
            quote!(Some(#sets))
        }
    };
    items.extend([
        quote! {
            /// All ways to sign calls.
            pub(crate) const SCHEMES: &[&Scheme] = &[#(&#names),*];
        },
        quote! {
            /// What a call needs that says nothing else: all of one of these sets.
            pub(crate) const SECURITY: Security = #security;
        },
    ]);
    let setters: Vec<TokenStream> = schemes
        .iter()
        .filter(|scheme| !scheme.is_the_token())
        .map(setter)
        .collect();
    if !setters.is_empty() {
        items.push(quote!(impl ClientBuilder { #(#setters)* }));
    }
    File {
        path: "credentials.rs".to_owned(),
        docs: "What calls are signed with.".to_owned(),
        items,
    }
}

/// All ways, for people.
pub(super) fn listed(api: &Api) -> Vec<Credentials> {
    let resources = api.all_resources();
    let calls: Vec<&Call> = resources
        .iter()
        .flat_map(|resource| &resource.calls)
        .collect();
    let schemes = api.conventions.schemes.iter().enumerate();
    schemes
        .map(|(index, scheme)| {
            let takes = |call: &&&Call| {
                let mut sets = call.security.iter().flatten();
                call.security.is_none() || sets.any(|set| set.contains(&index))
            };
            let ids = calls.iter().filter(takes).map(|call| &call.operation_id);
            Credentials {
                method: plain(&scheme.method).to_owned(),
                place: place(scheme),
                docs: scheme.docs.clone(),
                operations: ids.collect::<BTreeSet<_>>().len(),
            }
        })
        .collect()
}

/// Whether any of these calls names a scheme.
pub(super) fn are_named(api: &Api, calls: &[&Call]) -> bool {
    let mut own = calls
        .iter()
        .filter(|call| call.security != api.conventions.security);
    own.any(|call| call.security.iter().flatten().any(|set| !set.is_empty()))
}

/// The sets one of which a call needs, where they are not those of the document.
pub(super) fn of_call(api: &Api, call: &Call) -> Option<TokenStream> {
    let own = call.security.as_ref();
    let sets = own.filter(|_| call.security != api.conventions.security)?;
    let module = quote!(credentials::);
    Some(written(&api.conventions.schemes, sets, &module))
}

fn written(schemes: &[Scheme], sets: &[Vec<usize>], module: &TokenStream) -> TokenStream {
    let sets = sets.iter().map(|set| {
        let names = set.iter().map(|index| constant_name(&schemes[*index]));
        quote!(&[#(&#module #names),*])
    });
    quote!(&[#(#sets),*])
}

fn constant_name(scheme: &Scheme) -> Ident {
    format_ident!("{}", plain(&scheme.method).to_uppercase())
}

fn constant(scheme: &Scheme) -> TokenStream {
    let name = constant_name(scheme);
    let method = plain(&scheme.method);
    let carrier = match &scheme.carrier {
        Carrier::Bearer => quote!(Carrier::Bearer),
        Carrier::Basic => quote!(Carrier::Basic),
        Carrier::Header(name) => quote!(Carrier::Header(#name)),
        Carrier::Query(name) => quote!(Carrier::Query(#name)),
        Carrier::Cookie(name) => quote!(Carrier::Cookie(#name)),
    };
    let docs = docs::attributes(&[format!("{}, in {}.", code(&scheme.id), place(scheme))]);
    quote! {
        #docs
        pub(crate) const #name: Scheme = Scheme { method: #method, carrier: #carrier };
    }
}

/// The method of the client's builder.
fn setter(scheme: &Scheme) -> TokenStream {
    let (name, method) = (constant_name(scheme), ident(&scheme.method));
    let (id, place) = (code(&scheme.id), place(scheme));
    let about = |what: &str| {
        format!(
            "Sets the {what} of {id}, for the calls that need it. It is sent in {place}, and shown nowhere."
        )
    };
    let mut lines = vec![match &scheme.carrier {
        Carrier::Bearer => about("token"),
        Carrier::Basic => format!(
            "Sets the user and the password of {id}, for the calls that need them. They are sent in {place}, and shown nowhere."
        ),
        Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => about("key"),
    }];
    if scheme.carrier == Carrier::Bearer {
        let but = "Where it is not set, the [`token`](Self::token) is sent in its place.";
        lines.extend([String::new(), but.to_owned()]);
    }
    if !scheme.docs.is_empty() {
        lines.push(String::new());
        lines.extend(scheme.docs.iter().cloned());
    }
    let docs = docs::attributes(&lines);
    match &scheme.carrier {
        Carrier::Basic => quote! {
            #docs
            pub fn #method(self, user: impl Into<String>, password: impl Into<String>) -> Self {
                self.set_login(&#name, &user.into(), &password.into())
            }
        },
        Carrier::Bearer => quote! {
            #docs
            pub fn #method(self, token: impl Into<String>) -> Self {
                self.set_key(&#name, &token.into())
            }
        },
        Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => quote! {
            #docs
            pub fn #method(self, key: impl Into<String>) -> Self {
                self.set_key(&#name, &key.into())
            }
        },
    }
}

/// Where it stands in a request, in words.
fn place(scheme: &Scheme) -> String {
    match &scheme.carrier {
        Carrier::Bearer => "the header `Authorization`, as a bearer".to_owned(),
        Carrier::Basic => "the header `Authorization`".to_owned(),
        Carrier::Header(name) => format!("the header {}", code(name)),
        Carrier::Query(name) => format!("the parameter {} of the query", code(name)),
        Carrier::Cookie(name) => format!("the cookie {}", code(name)),
    }
}
