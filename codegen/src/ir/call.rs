//! A call: what is sent, what comes back, how a list goes on.

use super::{Presence, Security, Type, TypeId};

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
    /// What it needs to be signed with.
    pub security: Security,
    /// Whether the service announced the end of the operation.
    pub deprecated: bool,
    /// What the call does, in a line or two.
    pub summary: Vec<String>,
    /// Which of two calls of one operation it is.
    pub mode: Option<String>,
    /// The pages about it in the documentation of the service.
    pub pages: Vec<Page>,
    /// Which servers have it, in words.
    pub servers: Vec<String>,
    /// What carrying it out twice does, in words.
    pub repetition: Vec<String>,
    /// All that the document says of it.
    pub description: Vec<String>,
    /// Words by which people look for it.
    pub search_words: Vec<String>,
    /// What the caller gives, in the order of the document.
    pub arguments: Vec<Argument>,
    /// The required ones in the order in which the method takes them, by their indices.
    pub signature: Vec<usize>,
    /// What is always sent.
    pub constants: Vec<Constant>,
    /// How the arguments that are not in path, query or header travel.
    pub body: Body,
    /// What comes back.
    pub reply: Reply,
    /// The text of a stream that the document shows.
    pub example: Option<String>,
    /// How to get the next page, when the reply is one.
    pub paging: Option<Paging>,
    /// The servers that are known to have it, besides the service itself.
    pub availability: Vec<Availability>,
}

impl Call {
    /// Arguments of the method itself, in its order.
    pub fn required(&self) -> impl Iterator<Item = &Argument> {
        self.signature.iter().map(|index| &self.arguments[*index])
    }

    /// Whether its arguments are of types of the arena.
    #[must_use]
    pub fn sends_types(&self) -> bool {
        self.arguments
            .iter()
            .any(|argument| argument.ty.named().is_some())
    }

    /// Whether its reply is or holds a type of the arena.
    #[must_use]
    pub fn receives_types(&self) -> bool {
        let value = self.reply.value().and_then(Type::named);
        value.is_some() || matches!(self.reply, Reply::Events(_))
    }

    /// The connection that it opens, where it is no exchange of one request and one reply.
    #[must_use]
    pub fn channel(&self) -> Option<&Channel> {
        match &self.reply {
            Reply::Channel(channel) => Some(channel),
            Reply::Unit
            | Reply::Data(_)
            | Reply::DataAt(..)
            | Reply::Flat(_)
            | Reply::Plain(_)
            | Reply::Binary(_)
            | Reply::Events(_) => None,
        }
    }

    /// Arguments that have a setter on the request.
    pub fn optional(&self) -> impl Iterator<Item = &Argument> {
        self.arguments
            .iter()
            .filter(|argument| !argument.is_required())
    }
}

/// A server of the API that has an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// The server's name.
    pub server: String,
    /// Its first version that has it.
    pub since: String,
    /// What is otherwise there, if something is: a clause without a full stop.
    pub differs: Option<Told>,
    /// Whether the service itself does not have it.
    pub only: bool,
}

/// A text in the languages of the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// In English.
    pub english: String,
    /// In Chinese, where the documentation is in both.
    pub chinese: Option<String>,
}

/// A page about a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The name of the site that it is on.
    pub site: String,
    /// Its address.
    pub address: String,
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
    /// A cookie.
    Cookie,
    /// A field of the JSON object or a part of the form that is the body.
    Body,
    /// The body itself, when it is not an object.
    WholeBody,
}

/// How a list or an object stands among the named texts of a query or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As one text; the items of a list are joined with commas. It is the style of everything that is one text anyway.
    Plain,
    /// With its key once for each item of a list.
    Each,
    /// As one text, with this between items, or between keys and values.
    Joined(&'static str),
    /// With a key for each field of an object.
    Fields,
    /// With a key for each field of an object: `filter[name]`.
    Deep,
    /// As one JSON text.
    Json,
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
    /// How it is written there.
    pub style: Style,
    /// The media type of a part of a form; empty where none is said.
    pub media: String,
    /// Its type.
    pub ty: Type,
    /// Whether the caller has to give it, and what stands for no value.
    pub presence: Presence,
    /// The setter that takes an `Option`, where the argument has a setter.
    pub option_setter: String,
    /// The value that is sent when the caller gives none.
    pub preset: Option<i64>,
    /// What the service takes where the caller says nothing, as JSON.
    pub default: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether nobody should see it in a log.
    pub secret: bool,
    /// What it means.
    pub docs: Vec<String>,
}

impl Argument {
    /// Whether the caller has to give it.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.presence == Presence::Required
    }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// A JSON object of the arguments in [`Place::Body`], and its media type where that is not `application/json`.
    Json(String),
    /// Any other JSON value: the argument in [`Place::WholeBody`]; and the same.
    Value(String),
    /// A file of this media type, or of its own where this is empty: the argument in [`Place::WholeBody`].
    File(String),
    /// `application/x-www-form-urlencoded` of the arguments in [`Place::Body`], and its media type where it says more.
    FormUrlEncoded(String),
    /// `multipart/form-data` of the arguments in [`Place::Body`].
    Multipart,
}

/// The keys that lead from the root of a reply to a value in it.
pub type Keys = Vec<String>;

/// Where a reply keeps the one thing that it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// What leads to it.
    pub keys: Keys,
    /// Where it stands in replies of other servers, in the order in which they are tried.
    pub others: Vec<Elsewhere>,
}

/// Where a reply of another server keeps what it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// At the end of these keys.
    At(Keys),
    /// The reply is the thing itself, if it has this key.
    Bare(String),
}

impl Places {
    /// The one place.
    #[must_use]
    pub fn only(keys: Keys) -> Self {
        Self {
            keys,
            others: Vec::new(),
        }
    }
}

/// What a call gives its caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Success, nothing more.
    Unit,
    /// The `data` of the envelope.
    Data(Type),
    /// What stands at one of these places.
    DataAt(Places, Type),
    /// The fields that stand in the envelope itself, beside `code`.
    Flat(Type),
    /// All of it: there is no envelope, and a `code` in it is a field like others.
    Plain(Type),
    /// Bytes of a file, of one of these media types.
    Binary(Vec<String>),
    /// A stream of events; the type is a [`TypeKind::Events`](super::TypeKind::Events).
    Events(TypeId),
    /// A connection over which events go in both directions.
    Channel(Channel),
}

/// A connection over which events go in both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its Rust name, `Chat`.
    pub name: String,
    /// The module of its events, `chat`.
    pub module: String,
    /// What the client sends; a [`TypeKind::Messages`](super::TypeKind::Messages).
    pub client: TypeId,
    /// What the service sends; the same.
    pub server: TypeId,
}

impl Reply {
    /// The type of what comes back, when it comes as JSON at once.
    #[must_use]
    pub fn value(&self) -> Option<&Type> {
        match self {
            Self::Data(ty) | Self::DataAt(_, ty) | Self::Flat(ty) | Self::Plain(ty) => Some(ty),
            Self::Unit | Self::Binary(_) | Self::Events(_) | Self::Channel(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn value_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Data(ty) | Self::DataAt(_, ty) | Self::Flat(ty) | Self::Plain(ty) => Some(ty),
            Self::Unit | Self::Binary(_) | Self::Events(_) | Self::Channel(_) => None,
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

/// The ways in which lists are paged; the names are Rust names of fields of the reply.
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
