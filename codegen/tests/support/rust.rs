//! What the compiler would refuse in emitted files, as far as syntax tells.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Fields, ImplItem, Item};

/// Everything that is no Rust, or is declared twice.
pub(crate) fn problems(files: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut names = Names::default();
    for (path, text) in files {
        match syn::parse_file(text) {
            Ok(file) => {
                // All types share one namespace: `types.rs` exports them all.
                let scope = if path.starts_with("types/") {
                    "types"
                } else {
                    path
                };
                file.items.iter().for_each(|item| names.item(scope, item));
            }
            Err(problem) => problems.push(format!("{path}: {problem}")),
        }
    }
    problems.extend(names.repeated);
    problems
}

#[derive(Default)]
struct Names {
    seen: BTreeSet<String>,
    repeated: Vec<String>,
}

impl Names {
    fn add(&mut self, scope: &str, name: impl std::fmt::Display) {
        let name = format!("{scope}::{name}");
        if !self.seen.insert(name.clone()) {
            self.repeated.push(format!("{name} is declared twice"));
        }
    }

    fn item(&mut self, scope: &str, item: &Item) {
        match item {
            Item::Struct(item) => {
                self.add(scope, &item.ident);
                if let Fields::Named(fields) = &item.fields {
                    let scope = format!("{scope}::{}.", item.ident);
                    let names = fields.named.iter().filter_map(|field| field.ident.as_ref());
                    names.for_each(|name| self.add(&scope, name));
                }
            }
            Item::Enum(item) => {
                self.add(scope, &item.ident);
                let scope = format!("{scope}::{}", item.ident);
                let variants = item.variants.iter();
                variants.for_each(|variant| self.add(&scope, &variant.ident));
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let syn::Type::Path(owner) = &*item.self_ty else {
                    return;
                };
                let owner = owner
                    .path
                    .segments
                    .last()
                    .map(|last| last.ident.to_string());
                let owner = owner.unwrap_or_default();
                // The client's methods stand in all files.
                let scope = if owner == "Client" { "" } else { scope };
                for item in &item.items {
                    if let ImplItem::Fn(function) = item {
                        self.add(&format!("{scope}::{owner}::fn"), &function.sig.ident);
                    }
                }
            }
            Item::Mod(item) => self.add(scope, &item.ident),
            _ => {}
        }
    }
}
