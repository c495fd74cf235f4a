//! What every pass of lowering shares: the document, the chosen names, the arena and the report.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::document::tree::LONGEST_CHAIN;
use crate::extension::{Extension, Reader};
use crate::ir::{Conventions, Flow, Service, Type, TypeDef, TypeId, TypeKind};
use crate::names::{CallName, Names};
use crate::openapi::{Document, ReferenceOr, Schema, SchemaRef};
pub(crate) use crate::pointer::component_name;
use crate::report::{Origins, Problem, Report, Severity};
use crate::words::{Given, numbered};

/// State of one run of lowering.
pub(crate) struct Context<'a> {
    pub(crate) document: Document<'a>,
    pub(crate) names: &'a Names,
    pub(crate) origins: &'a Origins,
    pub(crate) conventions: &'a Conventions,
    pub(crate) report: &'a mut Report,
    pub(crate) types: Vec<TypeDef>,
    /// Components that are lowered already, or (`None`) are being lowered now.
    pub(crate) components: IndexMap<String, Option<Type>>,
    /// Types of schemas by key and pointer: a schema that is met within itself is the same type.
    pub(crate) placed: HashMap<(String, String), TypeId>,
    /// Keys that types have, and where the schemas of these stand.
    pub(crate) keys: HashMap<String, String>,
    /// Keys of alternatives, by owner and pointer: they are met again where alternatives are alternatives of others.
    pub(crate) alternative_keys: IndexMap<(String, String), String>,
    /// The same keys, each once.
    pub(crate) given_alternatives: Given,
    /// Types that are made of several with the same keys, by those.
    pub(crate) united: HashMap<Vec<TypeId>, TypeId>,
    /// Pointers of the inline schemas that are being lowered.
    pub(crate) lowering: IndexSet<String>,
    /// Names that no row of `names.yaml` gives: key -> name made by rule.
    pub(crate) default_type_names: IndexMap<String, String>,
    /// Names by rule of the calls of operations that no row of `names.yaml` names.
    pub(crate) default_calls: IndexMap<String, CallName>,
    /// Operations that no row of `names.yaml` names: id -> row made by rule.
    pub(crate) default_operations: IndexMap<String, Value>,
}

/// Where a schema stands: the key that `names.yaml` uses, and the JSON pointer.
#[derive(Clone, Debug)]
pub(crate) struct SchemaLocation {
    pub(crate) key: String,
    pub(crate) pointer: String,
}

impl SchemaLocation {
    pub(crate) fn component(name: &str) -> Self {
        Self {
            key: name.to_owned(),
            pointer: format!("/components/schemas/{}", crate::pointer::escape(name)),
        }
    }

    pub(crate) fn property(&self, name: &str) -> Self {
        Self {
            key: [&self.key, ".", name].concat(),
            pointer: crate::pointer::join_all(&self.pointer, &["properties", name]),
        }
    }

    pub(crate) fn items(&self) -> Self {
        Self {
            key: format!("{}[]", self.key),
            pointer: format!("{}/items", self.pointer),
        }
    }

    /// One of the schemas that the schema here is made of.
    pub(crate) fn part(&self, keyword: &str, index: usize) -> Self {
        Self {
            key: self.key.clone(),
            pointer: format!("{}/{keyword}/{index}", self.pointer),
        }
    }

    pub(crate) fn values(&self) -> Self {
        Self {
            key: format!("{}{{}}", self.key),
            pointer: format!("{}/additionalProperties", self.pointer),
        }
    }
}

impl<'a> Context<'a> {
    /// A component's schema by its name.
    pub(crate) fn component_schema(&self, name: &str) -> Option<SchemaRef<'a>> {
        self.document.component(name)
    }

    /// Follows references until a schema stands there, and says where.
    pub(crate) fn resolve(
        &self,
        location: SchemaLocation,
        schema: SchemaRef<'a>,
    ) -> Option<(SchemaLocation, Schema<'a>)> {
        let mut location = location;
        let mut schema = schema;
        // A chain longer than this is a cycle.
        for _ in 0..=LONGEST_CHAIN {
            match schema {
                ReferenceOr::Item(found) => return Some((location, found)),
                ReferenceOr::Reference(reference) => {
                    let name = component_name(reference)?;
                    location = SchemaLocation::component(name);
                    schema = self.component_schema(name)?;
                }
            }
        }
        None
    }

    /// Puts a type into the arena under the name that `names.yaml` or the rule gives it.
    pub(crate) fn add(
        &mut self,
        location: &SchemaLocation,
        docs: Vec<String>,
        kind: TypeKind,
    ) -> TypeId {
        let key = self.own_key(location);
        let name = self.type_name(&key);
        let id = TypeId(self.types.len());
        self.placed
            .insert((location.key.clone(), location.pointer.clone()), id);
        self.types.push(TypeDef {
            key,
            name,
            module: String::new(),
            doc_aliases: Vec::new(),
            search_words: Vec::new(),
            docs,
            place: None,
            form: None,
            pointer: location.pointer.clone(),
            example: None,
            flow: Flow::default(),
            total_eq: false,
            constructor: Vec::new(),
            kind,
        });
        id
    }

    /// The type of the schema here, if it has one already.
    pub(crate) fn placed(&self, location: &SchemaLocation) -> Option<TypeId> {
        let place = (location.key.clone(), location.pointer.clone());
        self.placed.get(&place).copied()
    }

    /// The key of an alternative, which ends with a word that says which one it is.
    pub(crate) fn alternative_key(&mut self, location: &SchemaLocation, word: &str) -> String {
        let known = &self.alternative_keys;
        let place = (location.key.clone(), location.pointer.clone());
        if let Some(key) = known.get(&place) {
            return key.clone();
        }
        let wanted = format!("{}|{word}", location.key);
        let key = self.given_alternatives.give(&wanted, "");
        self.alternative_keys.insert(place, key.clone());
        key
    }

    /// Takes back a type that turned out not to be one; nothing refers to it.
    pub(crate) fn forget(&mut self, id: TypeId) {
        let key = self.types[id.0].key.clone();
        self.default_type_names.shift_remove(&key);
        self.placed.retain(|_, placed| *placed != id);
    }

    /// The key of the schema here, with a number where another one has it: `a.b` is a component, and the property `b` of `a`.
    fn own_key(&mut self, location: &SchemaLocation) -> String {
        let keys = &self.keys;
        let is_taken = |key: &str| {
            keys.get(key)
                .is_some_and(|other| *other != location.pointer)
        };
        let key = numbered(&location.key, "~", is_taken);
        if key != location.key {
            self.warn(
                &location.pointer,
                format!(
                    "something else is called `{}`, too; this is `{key}`",
                    location.key
                ),
                "Name both in spec/names.yaml.",
            );
        }
        self.keys.insert(key.clone(), location.pointer.clone());
        key
    }

    fn type_name(&mut self, key: &str) -> String {
        if let Some(name) = self.names.types.get(key) {
            return name.clone();
        }
        let name = crate::lower::naming::type_name(key);
        self.default_type_names.insert(key.to_owned(), name.clone());
        name
    }

    /// How texts speak of the service.
    pub(crate) fn service(&self) -> &'a Service {
        &self.conventions.service
    }

    /// Where links of texts that begin with a slash lead.
    pub(crate) fn web(&self) -> Option<&'a str> {
        self.conventions.service.site.as_deref()
    }

    /// What an extension says; or nothing, and the report has all that is wrong in it.
    pub(crate) fn read<'d, T>(
        &mut self,
        extension: &Extension<'d>,
        fix: &str,
        read: impl FnOnce(&mut Reader<'d>, &'d Value) -> Option<T>,
    ) -> Option<T> {
        extension.read(fix, self.origins, self.report, read)
    }

    pub(crate) fn error(&mut self, pointer: &str, found: impl Into<String>, fix: &str) {
        self.problem(Severity::Error, pointer, found.into(), fix);
    }

    pub(crate) fn warn(&mut self, pointer: &str, found: impl Into<String>, fix: &str) {
        self.problem(Severity::Warning, pointer, found.into(), fix);
    }

    fn problem(&mut self, severity: Severity, pointer: &str, found: String, fix: &str) {
        let place = self.origins.place(pointer);
        self.report.concerning(pointer).push(Problem {
            severity,
            place,
            found,
            expected: None,
            fix: Some(fix.to_owned()),
            at: None,
        });
    }
}
