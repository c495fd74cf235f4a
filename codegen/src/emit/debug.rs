//! `Debug` of what may hold secrets.

use proc_macro2::Ident;

use crate::tokens::{TokenStream, quote};
use crate::words::plain;

/// How a type gets its `Debug`: by derive, or, where something in it is secret, by an implementation that hides it.
pub(super) enum Debug {
    Derived,
    Hiding(TokenStream),
}

impl Debug {
    /// The `Debug` of a type with these fields; the flag says which are secret.
    pub(super) fn of(name: &Ident, fields: &[(Ident, bool)]) -> Self {
        if fields.iter().all(|(_, secret)| !secret) {
            return Self::Derived;
        }
        let shown = fields.iter().map(|(field, secret)| {
            let label = field.to_string();
            let label = plain(&label);
            if *secret {
                quote!(.field(#label, &hidden()))
            } else {
                quote!(.field(#label, &self.#field))
            }
        });
        let label = name.to_string();
        Self::Hiding(quote! {
            impl fmt::Debug for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_struct(#label) #(#shown)* .finish()
                }
            }
        })
    }

    /// The name for the list of derives.
    pub(super) fn derive(&self) -> Option<TokenStream> {
        match self {
            Self::Derived => Some(quote!(Debug)),
            Self::Hiding(_) => None,
        }
    }

    /// The implementation, where there is one.
    pub(super) fn implementation(self) -> Option<TokenStream> {
        match self {
            Self::Derived => None,
            Self::Hiding(implementation) => Some(implementation),
        }
    }
}
