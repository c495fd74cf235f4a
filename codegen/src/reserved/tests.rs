use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::{ImplItem, Item, UseTree};

use super::*;
use crate::Output;

/// What every Rust file can name without importing it, as far as it is a type, a trait or a variant.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

#[test]
fn methods_of_the_client_are_no_resources() {
    let own = runtime()
        .into_iter()
        .flat_map(|file| methods(&file, "Client"));
    assert_reserved(&own.collect(), RESOURCES);
}

#[test]
fn methods_of_the_builder_set_no_credentials() {
    let own = runtime()
        .into_iter()
        .flat_map(|file| methods(&file, "ClientBuilder"));
    assert_reserved(&own.collect(), BUILDER);
}

#[test]
fn features_of_the_runtime_are_no_groups() {
    let manifest = root().join("generated-client/Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("a text");
    let own = manifest
        .split_once("\n[features]\n")
        .and_then(|(_, rest)| rest.split_once("\nfull = ["));
    let (own, _) = own.expect("features before those of the groups");
    let own = own.lines().filter_map(|line| line.split_once(" = "));
    // A name with a hyphen is none of Rust.
    let own = own.map(|(name, _)| name).filter(|name| !name.contains('-'));
    let own = own.chain(["full"]).map(str::to_owned);
    assert_reserved(&own.collect(), FEATURES);
}

#[test]
fn what_requests_have_is_no_argument() {
    let files = Output::of(PAGED).files;
    let list = syn::parse_file(&files["resources/things.rs"]).expect("it is Rust");
    let arguments = ["page_num", "set_page_num"];
    let mut own = methods(&list, "ListThings");
    own.extend(fields(&list, "ListThings"));
    own.extend(functions(&macros()["call_options"]));
    own.retain(|name| !arguments.contains(&name.as_str()));
    assert!(
        own.contains("pages") && own.contains("with_timeout") && own.contains("items"),
        "{own:?}"
    );
    assert_reserved(&own, ARGUMENTS);
}

#[test]
fn what_emitted_types_use_is_no_type_of_the_document() {
    let macros = macros();
    let exported = ["record", "serialize", "string_enum", "int_enum", "union"];
    let mut used = used_in("types/");
    for name in exported {
        used.extend(names(macros[name].clone()));
    }
    assert_reserved(&(&used & &imported()), TYPES);
}

#[test]
fn what_emitted_calls_use_is_no_request_and_no_handle() {
    let mut used = used_in("resources/");
    used.extend(names(macros()["call_options"].clone()));
    assert_reserved(&(&used & &imported()), CALL_TYPES);
}

/// A list with pages, whose request has all that requests can have.
const PAGED: &str = "
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: ListThings
      x-paging: {by: number, page: page_num, items: items, total: total}
      parameters: [{name: page_num, in: query, schema: {type: integer}}]
      responses:
        '200':
          description: The things
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: {type: array, items: {type: string}}
                  total: {type: integer}
";

#[track_caller]
fn assert_reserved(own: &BTreeSet<String>, table: &[&str]) {
    assert!(!own.is_empty());
    let missing: Vec<_> = own
        .iter()
        .filter(|name| !table.contains(&name.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "not in codegen/src/reserved.rs: {missing:?}"
    );
}

/// The hand-written files of the client.
fn runtime() -> Vec<syn::File> {
    let mut folders = vec![root().join("generated-client/src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the client") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("src/generated") {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a text");
                files.push(syn::parse_file(&text).expect("it is Rust"));
            }
        }
    }
    files
}

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate stands in the workspace")
        .to_path_buf()
}

/// The inherent functions of a type.
fn methods(file: &syn::File, owner: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for item in &file.items {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
            && let syn::Type::Path(ty) = &*item.self_ty
            && ty.path.is_ident(owner)
        {
            found.extend(item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            }));
        }
    }
    found
}

fn fields(file: &syn::File, owner: &str) -> BTreeSet<String> {
    let structs = file.items.iter().filter_map(|item| match item {
        Item::Struct(item) if item.ident == owner => Some(&item.fields),
        _ => None,
    });
    let fields = structs.flatten().filter_map(|field| field.ident.as_ref());
    fields.map(ToString::to_string).collect()
}

/// The declarative macros of the runtime: name -> rules.
fn macros() -> BTreeMap<String, TokenStream> {
    let items = runtime().into_iter().flat_map(|file| file.items);
    let macros = items.filter_map(|item| match item {
        Item::Macro(item) => Some((item.ident?.to_string(), item.mac.tokens)),
        _ => None,
    });
    macros.collect()
}

/// The functions that a macro declares.
fn functions(tokens: &TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut after_fn = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(word) => {
                if after_fn {
                    found.insert(word.to_string());
                }
                after_fn = word == "fn";
            }
            TokenTree::Group(group) => found.extend(functions(&group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => after_fn = false,
        }
    }
    found
}

/// The names of types and traits in tokens, without attributes, whose derives are names of another kind, and without what
/// stands behind a `::`, which is looked up elsewhere.
fn names(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut before = String::new();
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if before != "::" && is_camel(&word.to_string()) => {
                found.insert(word.to_string());
            }
            TokenTree::Group(group) if before != "#" => found.extend(names(group.stream())),
            TokenTree::Ident(_)
            | TokenTree::Group(_)
            | TokenTree::Literal(_)
            | TokenTree::Punct(_) => {}
        }
        before = match token {
            TokenTree::Punct(mark) if mark.as_char() == ':' && before == ":" => "::".to_owned(),
            token => token.to_string(),
        };
    }
    found
}

fn is_camel(word: &str) -> bool {
    let is_constant = word.len() > 1 && !word.contains(char::is_lowercase);
    word.starts_with(|first: char| first.is_ascii_uppercase()) && !is_constant
}

/// The names that the fixtures' emitted files below a folder use.
fn used_in(folder: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for entry in fs::read_dir(root().join("codegen/tests/fixtures")).expect("fixtures") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a text");
        if !text.contains("openapi:") {
            continue;
        }
        for (path, text) in Output::of(&text).files {
            if path.starts_with(folder) {
                used.extend(names(text.parse().expect("it is Rust")));
            }
        }
    }
    used
}

/// The names that emitted files import, and those that every file has.
fn imported() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("generated-client/src/support.rs")).expect("a text");
    let file = syn::parse_file(&text).expect("it is Rust");
    let mut found: BTreeSet<String> = PRELUDE.iter().map(|name| (*name).to_owned()).collect();
    for item in file.items {
        if let Item::Use(item) = item {
            leaves(&item.tree, &mut found);
        }
    }
    found
}

fn leaves(tree: &UseTree, found: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, found),
        UseTree::Name(name) => {
            found.insert(name.ident.to_string());
        }
        UseTree::Rename(name) => {
            found.insert(name.rename.to_string());
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, found)),
        UseTree::Glob(_) => panic!("`support` names all that it imports"),
    }
}
