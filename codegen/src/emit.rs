//! The API as plain data -> files of Rust items. Every choice was made in lowering; nothing here can fail.
//!
//! Functions of calls and types are `#[inline]`, so that a program compiles those that it uses, and the crate none: a third of its release
//! build were functions that few programs call.

mod call_docs;
mod calls;
mod channels;
mod command_line;
mod contract;
mod conventions;
mod coverage;
mod credentials;
mod debug;
mod docs;
mod enums;
mod events;
mod messages;
mod paging;
mod resources;
mod servers;
mod setters;
mod structs;
mod testing;
mod unions;
mod uses;
mod values;

use quote::format_ident;

use crate::file::{File, Job};
use crate::ir::{Api, Resource, SHARED, TypeDef, TypeKind};
use crate::tokens::{TokenStream, quote};
use crate::words::plain;

/// All files of the client.
pub(crate) fn emit(api: &Api) -> Vec<Job<'_>> {
    let mut jobs: Vec<Job<'_>> = vec![
        Box::new(|| root(api)),
        Box::new(|| coverage::file(api)),
        Box::new(|| conventions::file(api)),
        Box::new(|| credentials::file(api)),
        Box::new(|| resources_index(api)),
        Box::new(|| types_index(api)),
    ];
    jobs.extend(testing::jobs(api));
    jobs.extend(command_line::job(api));
    for resource in &api.resources {
        jobs.push(Box::new(|| resource_file(api, resource)));
    }
    if api.has_channels() {
        jobs.push(Box::new(|| channels::file(api)));
    }
    for module in modules(api) {
        jobs.push(Box::new(move || types_file(api, module)));
    }
    jobs
}

fn resource_file(api: &Api, resource: &Resource) -> File {
    File {
        path: format!("resources/{}.rs", file_name(&resource.path[0])),
        docs: resources::module_docs(resource).join("\n"),
        items: resources::items(api, resource),
    }
}

/// The contract tests of all calls, below `tests/contract/generated`.
pub(crate) fn contract(api: &Api) -> Vec<Job<'_>> {
    contract::jobs(api)
}

/// What calls are signed with.
pub(crate) fn credentials(api: &Api) -> Vec<Credentials> {
    credentials::listed(api)
}

/// A program that makes a call, for the front page; `None` if there is no call with arguments that explain themselves.
pub(crate) fn example(api: &Api) -> Option<TokenStream> {
    contract::example(api)
}

/// Code that uses the public items, each as its users do.
pub(crate) fn uses(api: &Api) -> Vec<crate::uses::Use> {
    uses::all(api)
}

fn root(api: &Api) -> File {
    let features = coverage::features(api);
    let needed = match features.as_slice() {
        [] => None,
        [feature] => Some(quote!(feature = #feature)),
        several => Some(quote!(all(#(feature = #several),*))),
    };
    let links_may_break =
        needed.map(|all| quote!(#[cfg_attr(not(#all), allow(rustdoc::broken_intra_doc_links))]));
    let channels = api.has_channels().then(|| {
        quote!(
            #[cfg(feature = "realtime")]
            pub(crate) mod realtime;
        )
    });
    let mut items = vec![
        quote!(
            pub(crate) mod conventions;
        ),
        quote!(
            #links_may_break
            pub mod coverage;
        ),
        quote!(
            pub(crate) mod credentials;
        ),
        quote!(
            #[cfg(feature = "observe")]
            pub(crate) mod outline;
        ),
    ];
    items.extend(channels);
    items.extend([
        quote!(
            pub mod resources;
        ),
        quote!(
            #[cfg(feature = "testing")]
            pub(crate) mod testing;
        ),
        quote!(
            pub mod types;
        ),
    ]);
    File {
        path: "mod.rs".to_owned(),
        docs: "The API: every operation and every type.".to_owned(),
        items,
    }
}

/// What a module is there with: the feature of channels, if it has nothing else, or that of its group.
fn condition(api: &Api, groups: &[&str], module: &str) -> Option<TokenStream> {
    let feature = if api.is_of_channels(module) {
        "realtime"
    } else {
        let mut groups = groups.iter();
        groups.find(|group| **group == plain(module))?
    };
    Some(quote!(#[cfg(feature = #feature)]))
}

fn resources_index(api: &Api) -> File {
    let groups = api.groups();
    let modules = api.resources.iter().map(|resource| {
        let name = module_name(&resource.path[0]);
        let condition = condition(api, &groups, &resource.path[0]);
        quote!(#condition pub mod #name;)
    });
    File {
        path: "resources.rs".to_owned(),
        docs: "Handles and requests, a module for each resource.".to_owned(),
        items: modules.collect(),
    }
}

fn types_index(api: &Api) -> File {
    let groups = api.groups();
    let modules = modules(api).into_iter().map(|module| {
        let groups = if module == SHARED { &[] } else { &*groups };
        (condition(api, groups, module), module_name(module))
    });
    let modules: Vec<_> = modules.collect();
    let declared = modules.iter();
    let declared = declared.map(|(condition, name)| quote!(#condition mod #name;));
    let mut items: Vec<TokenStream> = declared.collect();
    items.extend(
        modules
            .iter()
            .map(|(condition, name)| quote!(#condition pub use self::#name::*;)),
    );
    File {
        path: "types.rs".to_owned(),
        docs: "What is sent and what is received.".to_owned(),
        items,
    }
}

/// Modules of types, sorted as the arena is.
fn modules(api: &Api) -> Vec<&str> {
    let mut modules: Vec<&str> = api
        .types
        .iter()
        .map(|definition| definition.module.as_str())
        .collect();
    modules.dedup();
    modules
}

fn types_file(api: &Api, module: &str) -> File {
    let definitions: Vec<&TypeDef> = api
        .types
        .iter()
        .filter(|definition| definition.module == module)
        .collect();
    let mut items = runtime_imports(&definitions);
    items.extend(imports(api, module, &definitions));
    items.extend(
        definitions
            .iter()
            .flat_map(|definition| type_items(api, definition)),
    );
    let docs = match module {
        SHARED => "Types that several resources share.".to_owned(),
        _ if definitions.iter().any(|one| one.form.is_some()) => {
            "What scripts on web pages are set up with.".to_owned()
        }
        resource => format!("Types of `client.{}()`.", plain(resource)),
    };
    File {
        path: format!("types/{}.rs", file_name(module)),
        docs,
        items,
    }
}

/// What files of types need of the runtime, and of other crates.
fn runtime_imports(definitions: &[&TypeDef]) -> Vec<TokenStream> {
    let has = |is: fn(&TypeKind) -> bool| definitions.iter().any(|one| is(&one.kind));
    let mut imports = Vec::new();
    if has(|kind| kind.types().any(|ty| *ty == crate::ir::Type::Bytes)) {
        imports.push(quote!(
            use bytes::Bytes;
        ));
    }
    if has(|kind| matches!(kind, TypeKind::Messages(_))) {
        imports.push(quote!(
            use crate::realtime::{ClientEvent, Frame, ServerEvent, base64_bytes};
        ));
    }
    imports.push(quote!(
        use crate::support::*;
    ));
    imports
}

/// Types of other modules that the definitions name.
fn imports(api: &Api, module: &str, definitions: &[&TypeDef]) -> Option<TokenStream> {
    let mut names: Vec<&str> = definitions
        .iter()
        .flat_map(|definition| definition.kind.types())
        .filter_map(crate::ir::Type::named)
        .map(|id| api.type_def(id))
        .filter(|named| named.module != module)
        .map(|named| named.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    let names = names.into_iter().map(|name| format_ident!("{name}"));
    let names: Vec<_> = names.collect();
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use crate::types::#name;)),
        names => Some(quote!(use crate::types::{#(#names),*};)),
    }
}

fn type_items(api: &Api, definition: &TypeDef) -> Vec<TokenStream> {
    match &definition.kind {
        TypeKind::Struct(fields) => structs::items(api, definition, fields),
        TypeKind::StringEnum(variants) => enums::string(definition, variants),
        TypeKind::IntEnum(variants) => enums::integer(definition, variants),
        TypeKind::Union(union) => unions::items(api, definition, union),
        TypeKind::Events(events) => events::items(api, definition, events),
        TypeKind::Messages(messages) => messages::items(api, definition, messages),
    }
}

fn module_name(module: &str) -> proc_macro2::Ident {
    values::ident(module)
}

fn file_name(module: &str) -> &str {
    plain(module)
}

pub use self::credentials::Credentials;
pub(crate) use self::values::field_storage;

/// A type as it reads in the emitted code.
pub(crate) fn type_text(api: &Api, ty: &crate::ir::Type) -> String {
    text_of(&values::rust_type(api, values::Scope::Types, ty))
}

/// The type of a field, as it reads in the emitted code.
pub(crate) fn field_type_text(api: &Api, definition: &TypeDef, field: &crate::ir::Field) -> String {
    let ty = values::rust_type(api, values::Scope::Types, &field.ty);
    text_of(&field_storage(api, definition.flow, field).holds(&ty))
}

fn text_of(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "").replace(',', ", ")
}
