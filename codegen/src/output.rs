//! What generation writes, and what else is known of it for those who ask.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::emit::Credentials;
use crate::ir::Api;
use crate::lower::DefaultNames;
use crate::report::Report;
use crate::surface::{self, Surface};
use crate::unsupported::LeftOut;
use crate::uses::Use;
use crate::{emit, render};

/// What generation writes.
#[derive(Debug)]
pub struct Output {
    /// Path below `src/generated` -> text.
    pub files: BTreeMap<String, String>,
    /// Path below `tests/contract/generated` -> text.
    pub contract: BTreeMap<String, String>,
    /// The corrected document.
    pub document: Value,
    /// Names that were made by rule.
    pub default_names: DefaultNames,
    /// Operations that were left out; none, unless that was asked for.
    pub left_out: Vec<LeftOut>,
    /// What was doubtful.
    pub warnings: Report,
    /// How much there is.
    pub counts: Counts,
    /// What the files were made of.
    pub(crate) api: Api,
    /// A document that was needed on the way. Whoever ends with the output need not free it.
    pub(crate) _spent: Option<Value>,
}

impl Output {
    /// The public items of the client.
    #[must_use]
    pub fn surface(&self) -> Surface {
        surface::items(&self.api)
    }

    /// Code that uses the public items, as users write it.
    #[must_use]
    pub fn uses(&self) -> Vec<Use> {
        emit::uses(&self.api)
    }

    /// Names of all public types, handles and requests.
    #[must_use]
    pub fn type_names(&self) -> BTreeSet<&str> {
        let types = self.api.types.iter().map(|definition| &definition.name);
        let resources = self.api.all_resources();
        let handles = resources.iter().map(|resource| &resource.type_name);
        let calls = resources.iter().flat_map(|resource| &resource.calls);
        let requests = calls.map(|call| &call.type_name);
        let names = types.chain(handles).chain(requests);
        names.map(String::as_str).collect()
    }

    /// Features of the client that bring calls and types: one for each resource or kind of form, or none.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        self.api.groups()
    }

    /// Parts of the runtime that the document asks for.
    #[must_use]
    pub fn parts(&self) -> &[String] {
        &self.api.conventions.service.parts
    }

    /// What calls are signed with.
    #[must_use]
    pub fn credentials(&self) -> Vec<Credentials> {
        emit::credentials(&self.api)
    }

    /// A call, as a program for the front page; none where no call is simple enough.
    #[must_use]
    pub fn example(&self) -> Option<String> {
        emit::example(&self.api).and_then(render::item)
    }
}

/// How much was generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Operations of the document; an operation that can stream has two calls.
    pub operations: usize,
    /// Types.
    pub types: usize,
    /// Actions of the overlays.
    pub corrections: usize,
}

#[cfg(test)]
impl Output {
    /// What a right document comes to by itself.
    pub(crate) fn of(document: &str) -> Self {
        use crate::report::{Severity, Text, Texts};
        let text = |content| Text { name: "", content };
        let inputs = crate::Inputs {
            texts: Texts {
                document: text(document),
                overlays: &[],
                names: text(""),
                coverage: None,
                realtime: None,
            },
            unused_names: Severity::Error,
            skip_unsupported: false,
        };
        crate::generate(&inputs).expect("a right document")
    }
}
