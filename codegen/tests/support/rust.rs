//! What the compiler would refuse in emitted files, as far as syntax tells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use syn::{Fields, ImplItem, Item};

/// Everything that is no Rust, or is declared twice.
pub(crate) fn problems(files: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut repeated = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, text) in files {
        // All types share one namespace: `types.rs` exports them all.
        let scope = if path.starts_with("types/") {
            "types"
        } else {
            path
        };
        match &*declared(scope, text) {
            Ok(names) => {
                let again = names.iter().filter(|name| !seen.insert((*name).clone()));
                repeated.extend(again.map(|name| format!("{name} is declared twice")));
            }
            Err(problem) => problems.push(format!("{path}: {problem}")),
        }
    }
    problems.extend(repeated);
    problems
}

/// The names that a file declares, or why it is no Rust.
type Declared = Result<Vec<String>, String>;

/// What a file declares in a scope. Of all that becomes of damaged documents more than half is the same again, so that each text is
/// parsed once.
fn declared(scope: &str, text: &str) -> Arc<Declared> {
    static KNOWN: Mutex<BTreeMap<String, Arc<Declared>>> = Mutex::new(BTreeMap::new());
    let key = format!("{scope}\n{text}");
    if let Some(known) = KNOWN.lock().expect("no panic").get(&key) {
        return Arc::clone(known);
    }
    let declared = match syn::parse_file(text) {
        Ok(file) => {
            let mut names = Names::default();
            file.items.iter().for_each(|item| names.item(scope, item));
            Ok(names.all)
        }
        Err(problem) => Err(problem.to_string()),
    };
    let declared = Arc::new(declared);
    let mut known = KNOWN.lock().expect("no panic");
    known.insert(key, Arc::clone(&declared));
    declared
}

#[derive(Default)]
struct Names {
    all: Vec<String>,
}

impl Names {
    fn add(&mut self, scope: &str, name: impl std::fmt::Display) {
        self.all.push(format!("{scope}::{name}"));
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
