//! What holds for the service as a whole -> constants that the runtime reads, and the places where the service is.

use proc_macro2::Literal;
use quote::format_ident;

use super::docs;
use crate::file::File;
use crate::ir::{Api, Code, CodeKind, Envelope, Server};
use crate::tokens::{TokenStream, quote};

pub(super) fn file(api: &Api) -> File {
    let conventions = &api.conventions;
    let service = &conventions.service;
    let mut items = vec![quote!(
        use crate::support::*;
    )];
    items.extend([
        envelope(conventions.envelope.as_ref()),
        codes(&conventions.codes),
        log_id_headers(&service.log_id_headers),
        header(
            "The header in which calls say who they come from, as JSON.",
            "IDENTITY_HEADER",
            service.identity_header.as_ref(),
        ),
        default_base_url(conventions.servers.iter().find(|one| one.is_default)),
    ]);
    if conventions
        .servers
        .iter()
        .any(|server| server.region.is_some())
    {
        items.extend(regions(&conventions.servers, &service.regions));
    }
    File {
        path: "conventions.rs".to_owned(),
        docs: "What holds for the service as a whole.".to_owned(),
        items,
    }
}

fn envelope(envelope: Option<&Envelope>) -> TokenStream {
    let value = match envelope {
        None => quote!(None),
        Some(envelope) => {
            let Envelope {
                code,
                message,
                data,
                log_id,
            } = envelope;
            quote! {
                Some(&Envelope {
                    code: #code,
                    message: #message,
                    data: &[#data],
                    log_id: &[#(#log_id),*],
                })
            }
        }
    };
    quote! {
        /// The frame around JSON replies.
        pub(crate) const ENVELOPE: Option<&Envelope> = #value;
    }
}

fn log_id_headers(names: &[String]) -> TokenStream {
    quote! {
        /// The headers one of which holds the id under which the service logged a call.
        pub(crate) const LOG_ID_HEADERS: &[&str] = &[#(#names),*];
    }
}

fn codes(codes: &[Code]) -> TokenStream {
    let codes = codes.iter().map(|code| {
        let number = Literal::i64_unsuffixed(code.code);
        let kind = option(code.kind.map(|kind| match kind {
            CodeKind::Auth => quote!(ErrorKind::Auth),
            CodeKind::RateLimit => quote!(ErrorKind::RateLimit),
            CodeKind::NotFound => quote!(ErrorKind::NotFound),
        }));
        let hint = option(code.hint.as_ref().map(|hint| quote!(#hint)));
        let (renew, passes) = (code.renew, code.passes);
        quote! {
            KnownCode {
                code: #number,
                kind: #kind,
                renew: #renew,
                passes: #passes,
                hint: #hint,
            }
        }
    });
    quote! {
        /// What is known of codes of failures.
        pub(crate) const CODES: &[KnownCode] = &[#(#codes),*];
    }
}

fn header(text: &str, name: &str, value: Option<&String>) -> TokenStream {
    let docs = docs::attributes(&[text.to_owned()]);
    let name = format_ident!("{name}");
    let value = option(value.map(|value| quote!(#value)));
    quote! {
        #docs
        pub(crate) const #name: Option<&str> = #value;
    }
}

/// An `Option` as it is written.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn default_base_url(server: Option<&Server>) -> TokenStream {
    let url = server.map(|server| &server.url);
    let value = option(url.map(|url| quote!(#url)));
    let text = match url {
        Some(url) => format!("Where calls go if the client is not told otherwise: `{url}`."),
        None => "Nothing says where the service is: every client has to be told.".to_owned(),
    };
    let docs = docs::attributes(&[text]);
    quote! {
        #docs
        pub const DEFAULT_BASE_URL: Option<&str> = #value;
    }
}

/// The choice between the places where the service is.
fn regions(servers: &[Server], text: &[String]) -> Vec<TokenStream> {
    let docs = match text {
        [] => docs::attributes(&["One of the places where the service is.".to_owned()]),
        text => docs::attributes(text),
    };
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    for server in servers {
        let Some(region) = &server.region else {
            continue;
        };
        let (name, url) = (format_ident!("{region}"), &server.url);
        let default = server.is_default.then(|| quote!(#[default]));
        let text = docs::attributes(&about(server));
        variants.push(quote!(#text #default #name));
        arms.push(quote!(Self::#name => #url));
    }
    vec![
        quote! {
            #docs
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Region { #(#variants),* }
        },
        quote! {
            impl Region {
                /// The address of the region's API, without a trailing slash.
                #[must_use]
                pub fn url(self) -> &'static str {
                    match self { #(#arms),* }
                }
            }
        },
        quote! {
            impl From<Region> for BaseUrl {
                fn from(region: Region) -> Self {
                    Self::from(region.url())
                }
            }
        },
    ]
}

/// `` `https://…`, the international service. The default. ``
fn about(server: &Server) -> Vec<String> {
    let mut lines = server.docs.iter();
    let mut first = format!("`{}`", server.url);
    if let Some(line) = lines.next() {
        first = format!("{first}, {line}");
    }
    if server.is_default {
        let stop = if first.ends_with('.') { "" } else { "." };
        first = format!("{first}{stop} The default.");
    }
    std::iter::once(first).chain(lines.cloned()).collect()
}
