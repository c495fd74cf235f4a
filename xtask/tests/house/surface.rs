//! The names of the runtime's methods, read as its callers meet them.
//!
//! No type is read and changed under one name. Builders and requests set under its bare name what the document or the protocol calls so;
//! `with_*` is an option of a call (of every one alike), or gives a changed copy of a value.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use syn::{
    Field, Fields, FnArg, ImplItem, ImplItemFn, Item, ReceiverKind, ReturnType, Type, Visibility,
};

use crate::{sources, workspace};

/// What begins with `with_` and does not give `Self`.
const NO_COPIES: [(&str, &str); 1] = [
    // It sends the call: the result comes together *with* the response that brought it.
    ("ResponseFuture", "with_response"),
];

#[test]
fn nothing_is_read_and_changed_under_one_name() {
    let types = types();
    assert!(types["AccessToken"].read.contains("expires_at"));
    assert!(types["ClientBuilder"].changed.contains("timeout"));
    let both: Vec<String> = types
        .iter()
        .flat_map(|(name, own)| {
            let names = own.read.intersection(&own.changed);
            names.map(move |method| format!("{name}::{method}"))
        })
        .collect();
    assert_eq!(both, Vec::<String>::new());
}

#[test]
fn with_is_an_option_of_a_call_or_a_changed_copy() {
    let types = types();
    let mut others = BTreeSet::new();
    for (name, own) in &types {
        for (method, is_copy) in &own.with {
            let is_builder = name.ends_with("Builder") || name.ends_with("Request");
            let bare = method.trim_start_matches("with_");
            if !is_copy || is_builder || own.changed.contains(bare) {
                others.insert((name.as_str(), method.as_str()));
            }
        }
    }
    assert_eq!(others, BTreeSet::from(NO_COPIES));
    let options = &types["call_options"].with;
    assert!(options.contains_key("with_timeout"), "{options:?}");
}

/// What callers can do with a type.
#[derive(Default)]
struct Names {
    /// Public fields, and methods that take nothing.
    read: BTreeSet<String>,
    /// Methods that take a value.
    changed: BTreeSet<String>,
    /// Methods called `with_*`, and whether they give `Self`.
    with: BTreeMap<String, bool>,
}

impl Names {
    fn add_field(&mut self, field: &Field) {
        if let (Visibility::Public(_), Some(name)) = (&field.vis, &field.ident) {
            self.read.insert(name.to_string());
        }
    }

    fn add_method(&mut self, method: &ImplItemFn) {
        let signature = &method.sig;
        let name = signature.ident.to_string();
        let Some(FnArg::Receiver(own)) = signature.inputs.first() else {
            return;
        };
        let is_borrowed = matches!(own.kind, ReceiverKind::Reference(_, _, None));
        let takes_nothing = signature.inputs.len() == 1;
        let gives_nothing = matches!(signature.output, ReturnType::Default);
        if name.starts_with("with_") {
            self.with.insert(name, gives_self(&signature.output));
        } else if is_borrowed && takes_nothing && !gives_nothing {
            self.read.insert(name);
        } else if !is_borrowed && !takes_nothing {
            self.changed.insert(name);
        }
    }
}

fn gives_self(output: &ReturnType) -> bool {
    match output {
        ReturnType::Type(_, given) => {
            matches!(&**given, Type::Path(given) if given.path.is_ident("Self"))
        }
        ReturnType::Default => false,
    }
}

/// The types of the runtime by name; the macro with the options of calls is one of them.
fn types() -> BTreeMap<String, Names> {
    let mut types = BTreeMap::new();
    for file in sources(&workspace().join("generated-client/src")) {
        let text = fs::read_to_string(file).expect("a source is text");
        for item in syn::parse_file(&text).expect("it is Rust").items {
            add(&mut types, item);
        }
    }
    types
}

fn add(types: &mut BTreeMap<String, Names>, item: Item) {
    match item {
        Item::Struct(item) => {
            if let Fields::Named(fields) = &item.fields {
                let own = types.entry(item.ident.to_string()).or_default();
                fields.named.iter().for_each(|field| own.add_field(field));
            }
        }
        Item::Impl(item) => {
            let Type::Path(path) = &*item.self_ty else {
                return;
            };
            let Some(name) = path.path.segments.last() else {
                return;
            };
            let own = types.entry(name.ident.to_string()).or_default();
            for method in &item.items {
                if let ImplItem::Fn(method) = method
                    && (item.trait_.is_some() || matches!(method.vis, Visibility::Public(_)))
                {
                    own.add_method(method);
                }
            }
        }
        Item::Macro(item)
            if item
                .ident
                .as_ref()
                .is_some_and(|name| name == "call_options") =>
        {
            let text = item.mac.tokens.to_string().replace('$', "");
            let body = text.find('{').expect("a macro has a body");
            let methods = format!("impl call_options {}", text[body..].trim_end_matches(';'));
            add(types, syn::parse_str(&methods).expect("it has methods"));
        }
        _ => {}
    }
}
