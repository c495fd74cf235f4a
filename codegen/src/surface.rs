//! The public items of the crate as values: what its users write against, and what a reviewer reads when the document changes.

mod compare;
mod conversions;
mod items;
#[cfg(test)]
mod tests;
mod text;

use serde_json::Value;

pub use self::compare::{ItemChange, SurfaceDifference};
pub(crate) use self::compare::{compare, makers_with_another_order};
pub(crate) use self::items::items;

use crate::DefaultNames;
use crate::ir::{Ending, Flow, Method};
use crate::report::{Origins, Report, Severity, Source};
use crate::{document, lower, names};

/// All public items, each after what it belongs to: resources with their calls and these with their setters, types with their
/// members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The items.
    pub items: Vec<Item>,
}

/// A public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What identifies it: `["client.things()", "list", "page_size"]` or `["Thing", "id"]`.
    pub path: Vec<String>,
    /// How it is declared; code that uses it depends on that.
    pub declaration: Declaration,
    /// What else a reviewer wants to know of it.
    pub remark: Remark,
}

/// How an item is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declaration {
    /// The builder of clients.
    Builder,
    /// A resource.
    Resource {
        /// The type of its handle.
        handle: String,
    },
    /// A call of a resource.
    Call(Call),
    /// A setter of a request.
    Setter {
        /// The type of what it takes.
        ty: String,
    },
    /// A type.
    Type(Form),
    /// A member of a type of this form.
    Member(Form, Member),
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What it takes and gives.
    pub signature: Signature,
    /// The type of the items, where it gives a page of them.
    pub pages_of: Option<String>,
    /// The type of the request.
    pub request: String,
}

/// What a call takes and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The required arguments, in their order.
    pub arguments: Vec<Argument>,
    /// The type of the result.
    pub result: String,
}

/// A required argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name, which code that calls does not use.
    pub name: String,
    /// Its type.
    pub ty: String,
}

/// The forms of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An object.
    Struct,
    /// An open set of texts.
    Enum,
    /// An open set of integers.
    IntegerEnum,
    /// One of several types.
    Union,
    /// What a stream delivers.
    Events,
    /// What is sent over a channel.
    ClientEvents,
    /// What arrives over a channel.
    ServerEvents,
}

/// A member of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// A field.
    Field {
        /// Its type.
        ty: String,
        /// Its key, where that is not its name.
        wire: Option<String>,
    },
    /// A variant that stands for a value.
    Value {
        /// The value.
        wire: String,
    },
    /// A variant that holds an alternative.
    Alternative {
        /// The type of the alternative.
        ty: String,
    },
    /// A variant that holds an event.
    Event {
        /// The type of what it carries.
        payload: String,
        /// Its names in the stream.
        wire: String,
        /// What comes after it.
        ending: Ending,
    },
    /// A variant that holds an event of a channel.
    Message {
        /// The type of what it carries; of a signal none.
        payload: Option<String>,
        /// Its name on the wire.
        wire: String,
    },
    /// An event that is acted upon, and not delivered.
    Signal {
        /// What it does: `end`, `error`, `ignored`.
        effect: &'static str,
        /// Its names in the stream.
        wire: String,
    },
}

/// What a reviewer wants to know beside the declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Nothing.
    None,
    /// What a call sends.
    Call {
        /// The HTTP method.
        method: Method,
        /// The path template.
        path: String,
        /// Whether the service announced its end.
        is_deprecated: bool,
    },
    /// Where a type occurs.
    Type {
        /// In which directions it travels. A type that is sent can be made by its users.
        flow: Flow,
        /// The module that holds it, which is private.
        module: String,
        /// Whether its values can be keys of maps; a decimal number in it takes that away.
        is_key: bool,
        /// What its `new` takes, in this order; `None` where users do not make it.
        maker: Option<Vec<Argument>>,
    },
}

impl Surface {
    /// The items that become of a corrected document under these names.
    ///
    /// # Errors
    ///
    /// The first of the reasons why nothing can be generated from it.
    pub fn of(document: &Value, names: &str) -> Result<Self, String> {
        Self::with_default_names(document, names).map(|(surface, _)| surface)
    }

    /// The same, and the names in it that were made by rule.
    ///
    /// # Errors
    ///
    /// The first of the reasons why nothing can be generated from the document.
    pub fn with_default_names(
        document: &Value,
        names: &str,
    ) -> Result<(Self, DefaultNames), String> {
        let mut report = Report::new();
        let surface = generate(document, names, &mut report);
        let mut problems = report.problems().iter();
        match problems.find(|problem| problem.severity == Severity::Error) {
            Some(problem) => Err(format!("{}: {}", problem.place.pointer, problem.found)),
            None => surface.ok_or_else(|| "no reason is known".to_owned()),
        }
    }
}

/// The way from a corrected document to the names of its items, as [`generate`](crate::generate) goes it.
fn generate(document: &Value, names: &str, report: &mut Report) -> Option<(Surface, DefaultNames)> {
    let origins = Origins::default();
    let conventions = lower::conventions(document, &origins, report);
    let document = document::prepared(document);
    document::check(&document, &origins, report);
    if report.has_errors() {
        return None;
    }
    let names = if names.trim().is_empty() {
        names::Names::default()
    } else {
        let value = document::parse(names, Source::Names, report)?;
        names::read(&value, report)
    };
    let (api, default_names) =
        lower::lower(&document, &names, None, &conventions, &origins, report);
    Some((items(&api), default_names))
}
