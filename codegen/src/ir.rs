//! The API as plain data: what lowering makes of the document, and all that emitting ever sees.
//!
//! Names are final Rust identifiers, texts are lines of Markdown, and every choice is made: emitting only spells it out.

mod call;
mod conventions;
mod coverage;
mod groups;
mod travel;
mod types;

pub use call::{
    Argument, Availability, Body, Call, Channel, Constant, ConstantValue, Elsewhere, Keys, Method,
    More, Page, PageBy, Paging, Place, Places, Reply, Style, Told,
};
pub use conventions::{
    Carrier, Code, CodeKind, Conventions, Envelope, Scheme, Security, Server, Service, TOKEN,
};
pub use coverage::{Covered, Entry, RuntimeItem, Section};
pub use travel::{Flow, Presence, Sender};
pub use types::{
    Alternative, Ending, Event, EventAction, Field, Fit, Message, Messages, Type, TypeDef, TypeId,
    TypeKind, Union, Variant,
};

/// The module of types that several resources share.
pub const SHARED: &str = "common";

/// The whole client: resources with their calls, and the types they reach.
#[derive(Debug, Default)]
pub struct Api {
    /// Resources that hang directly on the client, in a fixed order.
    pub resources: Vec<Resource>,
    /// The arena that [`TypeId`] points into, in a fixed order.
    pub types: Vec<TypeDef>,
    /// What holds for the service as a whole.
    pub conventions: Conventions,
    /// The table of contents of the API's documentation; empty when none was given.
    pub coverage: Vec<Section>,
}

impl Api {
    /// The definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Ids of the operations, sorted; an operation with two calls counts once, and a channel is none.
    #[must_use]
    pub fn operation_ids(&self) -> Vec<&str> {
        let resources = self.all_resources();
        let calls = resources.iter().flat_map(|resource| &resource.calls);
        let calls = calls.filter(|call| call.channel().is_none());
        let mut ids: Vec<&str> = calls.map(|call| call.operation_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether there are endpoints that speak over a `WebSocket`.
    #[must_use]
    pub fn has_channels(&self) -> bool {
        self.resources.iter().any(Resource::is_of_channels)
    }

    /// Whether the types of a module are those of channels alone.
    #[must_use]
    pub fn is_of_channels(&self, module: &str) -> bool {
        let mut resources = self.resources.iter();
        resources.any(|resource| resource.path[0] == module && resource.is_of_channels())
    }

    /// Every resource with its descendants, parents first.
    #[must_use]
    pub fn all_resources(&self) -> Vec<&Resource> {
        fn visit<'a>(resource: &'a Resource, found: &mut Vec<&'a Resource>) {
            found.push(resource);
            for child in &resource.children {
                visit(child, found);
            }
        }
        let mut found = Vec::new();
        for resource in &self.resources {
            visit(resource, &mut found);
        }
        found
    }
}

/// A place of the client that calls hang on, such as `client.conversations().messages()`.
#[derive(Debug)]
pub struct Resource {
    /// Method names from the client down to here: `["conversations", "messages"]`.
    pub path: Vec<String>,
    /// Name of the handle, `ConversationMessages`.
    pub type_name: String,
    /// What it is: the description of the document's tag of this name, `conversations.messages`.
    pub docs: Vec<String>,
    /// Words by which people look for it.
    pub search_words: Vec<String>,
    /// Resources below this one.
    pub children: Vec<Resource>,
    /// Calls of this resource, in the order of their names.
    pub calls: Vec<Call>,
}

impl Resource {
    /// The call that replies at once, for one that streams the reply of the same operation.
    #[must_use]
    pub fn at_once(&self, call: &Call) -> Option<&Call> {
        let streams = |call: &Call| matches!(call.reply, Reply::Events(_));
        let is_twin = |other: &&Call| other.operation_id == call.operation_id && !streams(other);
        self.calls.iter().find(is_twin).filter(|_| streams(call))
    }

    /// Whether all it has are channels: what only these need is there with the feature of channels.
    #[must_use]
    pub fn is_of_channels(&self) -> bool {
        // Most have a call at once; this is asked for each type.
        !self.has_calls_at_once() && !self.all_calls().is_empty()
    }

    fn has_calls_at_once(&self) -> bool {
        self.calls.iter().any(|call| call.channel().is_none())
            || self.children.iter().any(Self::has_calls_at_once)
    }

    /// The calls of this resource and of all below it.
    #[must_use]
    pub fn all_calls(&self) -> Vec<&Call> {
        let below = self.children.iter().flat_map(Self::all_calls);
        self.calls.iter().chain(below).collect()
    }
}
