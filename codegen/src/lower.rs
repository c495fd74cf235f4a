//! The checked document and the chosen names -> the API as plain data.
//!
//! A row of small passes: operations and their schemas become calls and types, types of one name become one, calls take
//! their places in the tree of resources, and types learn in which directions they travel.

mod context;
mod conventions;
mod lines;
mod naming;
mod operation;
mod passes;
mod schemes;
mod types;

pub(crate) use self::conventions::lower as conventions;
pub use self::lines::MissingLine;
pub(crate) use self::operation::channel::catch_all;

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::ir::{Api, Conventions};
use crate::names::Names;
use crate::openapi::Document;
use crate::report::{Origins, Report, Severity};

/// What was made by rule or left unsaid: rows for `names.yaml` and for `x-lines`.
#[derive(Clone, Debug, Default)]
pub struct DefaultNames {
    /// Operation id -> its call or calls.
    pub operations: IndexMap<String, Value>,
    /// Key of a schema -> name of its type.
    pub types: IndexMap<String, Value>,
    /// Call or type -> what it requires, in its order, where the document decides that.
    pub arguments: IndexMap<String, Value>,
    /// Items of which nothing is said in a language of `x-lines`.
    pub missing_lines: Vec<MissingLine>,
}

impl DefaultNames {
    /// Whether every name was chosen, and none is a default name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.types.is_empty() && self.arguments.is_empty()
    }
}

/// Lowers the document; what could not be lowered as it stands is in the report.
pub(crate) fn lower(
    document: &Value,
    names: &Names,
    unused_names: Option<Severity>,
    conventions: &Conventions,
    origins: &Origins,
    report: &mut Report,
) -> (Api, DefaultNames) {
    let document = Document::new(document);
    let mut context = context::Context {
        document,
        names,
        origins,
        conventions,
        report,
        types: Vec::new(),
        components: IndexMap::new(),
        placed: HashMap::new(),
        keys: HashMap::new(),
        alternative_keys: IndexMap::new(),
        given_alternatives: crate::words::Given::default(),
        united: HashMap::new(),
        lowering: IndexSet::new(),
        default_type_names: IndexMap::new(),
        default_calls: IndexMap::new(),
        default_operations: IndexMap::new(),
    };
    let operations = operation::declared::real(document);
    context.default_calls = operation::default_names::all(&mut context, &operations);
    let mut calls = Vec::new();
    for operation in &operations {
        calls.extend(operation::lower(&mut context, operation));
    }
    operation::forms::lower(&mut context);
    passes::unsupported_files::files_elsewhere_are_texts(&mut context, &mut calls);
    if let Some(severity) = unused_names {
        passes::unused_names::report(&mut context, &calls, severity);
    }
    passes::merge::by_name(&mut context, &mut calls);
    let resources = passes::tree::build(&mut context, calls);
    let mut api = Api {
        resources,
        types: context.types,
        conventions: conventions.clone(),
        coverage: Vec::new(),
    };
    passes::channels::stand_apart(&api, origins, context.report);
    passes::box_cycles::box_cycles(&mut api.types);
    passes::flow::mark(&mut api);
    passes::equality::mark(&mut api.types);
    passes::setters::without_conflict(&mut api.types);
    let arguments = passes::argument_order::by_rule(&mut api, names, unused_names, context.report);
    passes::place_types::place_types(&mut api);
    let missing_lines = lines::add(&mut api, document, origins, unused_names, context.report);
    passes::explain::types(&mut api);
    let types = context.default_type_names.into_iter();
    let default_names = DefaultNames {
        operations: context.default_operations,
        types: types.map(|(key, name)| (key, name.into())).collect(),
        arguments,
        missing_lines,
    };
    (api, default_names)
}
