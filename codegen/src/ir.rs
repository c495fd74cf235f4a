//! The API as plain data: what lowering makes of the document, and all that emitting ever sees.
//!
//! Names are final Rust identifiers, texts are lines of Markdown, and every choice is made: emitting only spells it out.

/// The whole client: resources with their calls, and the types they reach.
#[derive(Debug, Default)]
pub struct Api {
    /// Resources that hang directly on the client, in a fixed order.
    pub resources: Vec<Resource>,
    /// The arena that [`TypeId`] points into, in a fixed order.
    pub types: Vec<TypeDef>,
}

impl Api {
    /// The definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
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
    /// Resources below this one.
    pub children: Vec<Resource>,
    /// Calls of this resource, in the order of their names.
    pub calls: Vec<Call>,
}

/// An HTTP method that the API uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
    /// `PATCH`
    Patch,
}

impl Method {
    /// The method as it stands in an HTTP request.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
        }
    }
}

/// One way to call one operation; an operation that replies in two ways has two.
#[derive(Debug)]
pub struct Call {
    /// The operation's id in the document.
    pub operation_id: String,
    /// Name of the method on the resource, `list`.
    pub method_name: String,
    /// Name of the request type, `ListDatasets`.
    pub type_name: String,
    /// HTTP method.
    pub method: Method,
    /// Path template, `/v1/datasets/{dataset_id}`.
    pub path: String,
    /// Whether the service announced the end of the operation.
    pub deprecated: bool,
    /// What the call does.
    pub docs: Vec<String>,
    /// What the caller gives, in the order of the document.
    pub arguments: Vec<Argument>,
    /// What is always sent.
    pub constants: Vec<Constant>,
    /// How the arguments that are not in path, query or header travel.
    pub body: Body,
    /// What comes back.
    pub reply: Reply,
    /// How to get the next page, when the reply is one.
    pub paging: Option<Paging>,
}

impl Call {
    /// Arguments of the method itself.
    pub fn required(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.required)
    }

    /// Arguments that have a setter on the request.
    pub fn optional(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| !argument.required)
    }
}

/// Where a value stands in the HTTP request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A field of the JSON object or a part of the form that is the body.
    Body,
    /// The body itself, when it is not an object.
    WholeBody,
}

/// A value that the caller gives.
#[derive(Debug)]
pub struct Argument {
    /// Rust name.
    pub name: String,
    /// Name on the wire.
    pub wire: String,
    /// Where it travels.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// Whether the caller has to give it.
    pub required: bool,
    /// The value that is sent when the caller gives none.
    pub preset: Option<i64>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What it means.
    pub docs: Vec<String>,
}

/// A value that every call sends.
#[derive(Debug)]
pub struct Constant {
    /// Name on the wire.
    pub wire: String,
    /// Where it travels.
    pub place: Place,
    /// The value.
    pub value: ConstantValue,
}

/// The kinds of constants that requests carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstantValue {
    /// `true` or `false`
    Bool(bool),
    /// Text.
    Text(String),
}

/// How a request's body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// A JSON object of the arguments in [`Place::Body`].
    Json,
    /// Any other JSON value: the argument in [`Place::WholeBody`].
    Value,
    /// `multipart/form-data` of the arguments in [`Place::Body`].
    Form,
}

/// What a call gives its caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Success, nothing more.
    Nothing,
    /// The `data` of the envelope.
    Data(Type),
    /// What stands at the end of these keys.
    At(Vec<String>, Type),
    /// The fields that stand beside `code`.
    Whole(Type),
    /// Bytes of a file.
    Binary,
    /// A stream of events; the type is a [`TypeKind::Events`].
    Events(TypeId),
}

impl Reply {
    /// The type of what comes back, when it comes as JSON at once.
    #[must_use]
    pub fn value(&self) -> Option<&Type> {
        match self {
            Self::Data(ty) | Self::At(_, ty) | Self::Whole(ty) => Some(ty),
            Self::Nothing | Self::Binary | Self::Events(_) => None,
        }
    }
}

/// How a list goes on.
#[derive(Debug)]
pub struct Paging {
    /// Rust name of the argument that says which page.
    pub argument: String,
    /// Rust name of the reply's field that holds the items.
    pub items: String,
    /// Type of one item.
    pub item: Type,
    /// What drives it.
    pub by: PageBy,
}

/// The three ways in which Coze pages; the names are Rust names of fields of the reply.
#[derive(Debug)]
pub enum PageBy {
    /// Pages are numbered from 1.
    Number(More),
    /// The reply holds the token or id that asks for the next page.
    Token {
        /// Field with the token.
        next: String,
        /// Field that says whether there are further pages.
        has_more: String,
    },
}

/// How a numbered list says that it goes on.
#[derive(Debug)]
pub enum More {
    /// A field with the number of all items.
    Total(String),
    /// A field that says it outright.
    HasMore(String),
}

/// Index of a type in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// The type of a field, argument or reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i64`, written as a number.
    Int,
    /// `i64`, written as text.
    IntText,
    /// `f64`
    Float,
    /// `String`
    Text,
    /// Any JSON value.
    Json,
    /// A file of a form.
    File,
    /// `Vec`
    List(Box<Type>),
    /// `BTreeMap` with text keys.
    Map(Box<Type>),
    /// A type of the arena.
    Named(TypeId),
    /// A type of the arena that would contain itself without indirection.
    Boxed(TypeId),
}

impl Type {
    /// The arena's type that this one is or holds.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            Self::Bool
            | Self::Int
            | Self::IntText
            | Self::Float
            | Self::Text
            | Self::Json
            | Self::File => None,
        }
    }

    /// Replaces every reference to the arena.
    pub fn map_ids(&mut self, change: &dyn Fn(TypeId) -> TypeId) {
        match self {
            Self::Named(id) | Self::Boxed(id) => *id = change(*id),
            Self::List(inner) | Self::Map(inner) => inner.map_ids(change),
            Self::Bool
            | Self::Int
            | Self::IntText
            | Self::Float
            | Self::Text
            | Self::Json
            | Self::File => {}
        }
    }
}

/// A public type.
#[derive(Debug)]
pub struct TypeDef {
    /// Where the type stands: a component's name, or a path such as `ListDatasets.reply.items[]`.
    pub key: String,
    /// Rust name.
    pub name: String,
    /// Module below `types` that holds it.
    pub module: String,
    /// What the document calls it, when that differs.
    pub doc_aliases: Vec<String>,
    /// What it is.
    pub docs: Vec<String>,
    /// JSON pointer of its schema.
    pub pointer: String,
    /// In which directions it travels.
    pub flow: Flow,
    /// Its shape.
    pub kind: TypeKind,
}

impl TypeDef {
    /// The names that the document has for this type, where they say more than its place.
    #[must_use]
    pub fn search_names(&self) -> Vec<&str> {
        let keys = std::iter::once(&self.key).chain(&self.doc_aliases);
        keys.map(String::as_str)
            .filter(|key| *key != self.name && !key.contains(['.', '[', '{']))
            .collect()
    }
}

/// In which directions a type travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Part of a request.
    pub sent: bool,
    /// Part of a reply.
    pub received: bool,
}

/// The shapes of types.
#[derive(Debug)]
pub enum TypeKind {
    /// An object with known fields.
    Struct(Vec<Field>),
    /// An open set of texts.
    StringEnum(Vec<Variant<String>>),
    /// An open set of integers.
    IntEnum(Vec<Variant<i64>>),
    /// What a stream delivers.
    Events(Vec<Event>),
}

impl TypeKind {
    /// The types inside.
    #[must_use]
    pub fn types(&self) -> Box<dyn Iterator<Item = &Type> + '_> {
        match self {
            Self::Struct(fields) => Box::new(fields.iter().map(|field| &field.ty)),
            Self::Events(events) => {
                Box::new(events.iter().filter_map(|event| match &event.action {
                    EventAction::Deliver { payload, .. } => Some(payload),
                    EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
                }))
            }
            Self::StringEnum(_) | Self::IntEnum(_) => Box::new(std::iter::empty()),
        }
    }
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Rust name.
    pub name: String,
    /// Name on the wire.
    pub wire: String,
    /// Other names on the wire, read but never written.
    pub aliases: Vec<String>,
    /// Its type.
    pub ty: Type,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What it means.
    pub docs: Vec<String>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant<V> {
    /// Rust name.
    pub name: String,
    /// Value on the wire.
    pub value: V,
}

/// An event of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Name on the wire.
    pub wire: String,
    /// What to do with it.
    pub action: EventAction,
}

/// What an event means for the stream.
#[derive(Clone, Debug, PartialEq)]
pub enum EventAction {
    /// It is delivered; `last` ends the stream after it.
    Deliver {
        /// Variant of the event enum.
        variant: String,
        /// What it carries.
        payload: Type,
        /// Whether the stream ends with it.
        last: bool,
        /// What it means.
        docs: Vec<String>,
    },
    /// It ends the stream.
    End,
    /// It says that the call failed.
    Fail {
        /// Field with the error code.
        code: String,
        /// Field with the message.
        message: String,
    },
    /// It keeps the connection alive.
    Ignore,
}
