//! Types: what requests and replies are made of.

use serde_json::Value;

use super::{Flow, Presence, Sender};

/// Index of a type in [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// The type of a field, argument or reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i64`, written as a number.
    Int,
    /// `u64`, written as a number.
    UInt,
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
    /// `Bytes`, written as text in base64.
    Bytes,
    /// `Vec`
    List(Box<Type>),
    /// `BTreeMap` with text keys.
    Map(Box<Type>),
    /// `Option`: an item of a list or a value of a map that may be null.
    Nullable(Box<Type>),
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
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named(),
            Self::Bool
            | Self::Int
            | Self::UInt
            | Self::IntText
            | Self::Float
            | Self::Text
            | Self::Json
            | Self::File
            | Self::Bytes => None,
        }
    }

    /// Whether it is an object of which nothing is known.
    #[must_use]
    pub fn is_open_object(&self) -> bool {
        matches!(self, Self::Map(value) if **value == Self::Json)
    }

    /// Whether it is a list of files.
    #[must_use]
    pub fn is_files(&self) -> bool {
        matches!(self, Self::List(item) if **item == Self::File)
    }

    /// Whether a value can be written as text, as paths, queries, headers and forms want it; `types` is the arena.
    #[must_use]
    pub fn is_text(&self, types: &[TypeDef]) -> bool {
        self.is_written(types, true)
    }

    /// Whether a value can be written as one text, and is none of several: nothing says where a list in a list ends.
    #[must_use]
    pub fn is_one_text(&self, types: &[TypeDef]) -> bool {
        self.is_written(types, false)
    }

    fn is_written(&self, types: &[TypeDef], as_list: bool) -> bool {
        match self {
            Self::Bool | Self::Int | Self::UInt | Self::IntText | Self::Float | Self::Text => true,
            Self::Named(id) => match &types[id.0].kind {
                TypeKind::StringEnum(_) | TypeKind::IntEnum(_) => true,
                TypeKind::Union(union) => {
                    // A union that holds unions may hold itself, and then has no end.
                    let is_union = |id: TypeId| matches!(types[id.0].kind, TypeKind::Union(_));
                    let mut alternatives = union.alternatives.iter().map(|one| &one.ty);
                    alternatives.all(|ty| {
                        !ty.named().is_some_and(is_union) && ty.is_written(types, as_list)
                    })
                }
                TypeKind::Struct(_) | TypeKind::Events(_) | TypeKind::Messages(_) => false,
            },
            Self::List(item) => as_list && item.is_one_text(types),
            Self::Nullable(inner) => inner.is_written(types, as_list),
            Self::Json | Self::File | Self::Bytes | Self::Map(_) | Self::Boxed(_) => false,
        }
    }

    /// Replaces every reference to the arena.
    pub fn map_ids(&mut self, change: &dyn Fn(TypeId) -> TypeId) {
        match self {
            Self::Named(id) | Self::Boxed(id) => *id = change(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.map_ids(change),
            Self::Bool
            | Self::Int
            | Self::UInt
            | Self::IntText
            | Self::Float
            | Self::Text
            | Self::Json
            | Self::File
            | Self::Bytes => {}
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
    /// Words by which people look for it.
    pub search_words: Vec<String>,
    /// What it is.
    pub docs: Vec<String>,
    /// Where it occurs, if nothing says what it is.
    pub place: Option<String>,
    /// The module that it belongs into because it is a form, which no call takes.
    pub form: Option<String>,
    /// JSON pointer of its schema.
    pub pointer: String,
    /// A value of it that the document shows as a whole.
    pub example: Option<Value>,
    /// In which directions it travels.
    pub flow: Flow,
    /// Whether equality is total (`Eq`), so that values can be keys of maps: the type holds no decimal number, since `NaN` does not equal
    /// itself.
    pub total_eq: bool,
    /// The fields of a struct that is sent without which there is none, in the order in which `new` takes them, by their indices.
    pub constructor: Vec<usize>,
    /// Its shape.
    pub kind: TypeKind,
}

impl TypeDef {
    /// The names that the document has for this type, where they say more than its place, and those that others have for it.
    #[must_use]
    pub fn search_names(&self) -> Vec<&str> {
        let keys = std::iter::once(&self.key).chain(&self.doc_aliases);
        let keys = keys.filter(|key| !key.contains(['.', '[', '{', '|']));
        let names = keys.chain(&self.search_words).map(String::as_str);
        let mut seen = vec![self.name.as_str()];
        let new = names.filter(|name| {
            let is_new = !seen.contains(name);
            seen.push(name);
            is_new
        });
        new.collect()
    }
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
    /// One of several types.
    Union(Union),
    /// What a stream delivers.
    Events(Vec<Event>),
    /// What one side of a channel sends.
    Messages(Messages),
}

impl TypeKind {
    /// The types inside.
    #[must_use]
    pub fn types(&self) -> Box<dyn Iterator<Item = &Type> + '_> {
        match self {
            Self::Struct(fields) => Box::new(fields.iter().map(|field| &field.ty)),
            Self::Union(union) => Box::new(union.alternatives.iter().map(|one| &one.ty)),
            Self::Events(events) => {
                Box::new(events.iter().filter_map(|event| match &event.action {
                    EventAction::Deliver { payload, .. } => Some(payload),
                    EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
                }))
            }
            Self::Messages(messages) => {
                let payloads = messages.list.iter().map(|message| &message.payload);
                Box::new(payloads.flatten())
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
    /// Whether it has to be there, and what stands for no value.
    pub presence: Presence,
    /// The setter that takes an `Option`, where the field has a setter and is optional.
    pub option_setter: String,
    /// Whether it holds the keys that are no other field's, and has none of its own.
    pub rest: bool,
    /// What the service takes where a request says nothing, as JSON.
    pub default: Option<String>,
    /// A value of its type that the document shows.
    pub example: Option<Value>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether nobody should see it in a log.
    pub secret: bool,
    /// What it means.
    pub docs: Vec<String>,
}

impl Field {
    /// Whether `new` takes it, where the struct is sent.
    #[must_use]
    pub fn is_constructed(&self) -> bool {
        let is_boxed = matches!(self.ty, Type::Boxed(_));
        self.presence == Presence::Required && !self.rest && !is_boxed
    }
}

/// One of several types, told apart by what a value looks like.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The key of objects whose value says which alternative they are.
    pub tag: Option<String>,
    /// The alternatives; no two of them fit the same value.
    pub alternatives: Vec<Alternative>,
}

/// One type of a [`Union`].
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Rust name of the variant.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// Which values are of this type.
    pub fit: Fit,
}

/// Which JSON values an alternative is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Fit {
    /// `true` and `false`.
    Bool,
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// Arrays.
    List,
    /// Objects that fit no other alternative.
    Object,
    /// Objects with one of these values at the tag of the union.
    Tag(Vec<String>),
    /// Objects that have more of these keys than of any other alternative's.
    Keys {
        /// Keys without which an object is something else, if there is something else that it can be.
        required: Vec<String>,
        /// Other keys.
        optional: Vec<String>,
    },
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant<V> {
    /// Rust name.
    pub name: String,
    /// Value on the wire.
    pub value: V,
    /// Other spellings of it, read but never written.
    pub aliases: Vec<V>,
    /// What it means.
    pub docs: Vec<String>,
}

/// An event of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Name on the wire.
    pub wire: String,
    /// Other names that some servers have for it.
    pub aliases: Vec<String>,
    /// Data that means this event, whatever the name of the event.
    pub marks: Vec<String>,
    /// What to do with it.
    pub action: EventAction,
}

impl Event {
    /// The type of what it carries, if it is delivered.
    pub fn payload(&mut self) -> Option<&mut Type> {
        match &mut self.action {
            EventAction::Deliver { payload, .. } => Some(payload),
            EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
        }
    }
}

/// What an event means for the stream.
#[derive(Clone, Debug, PartialEq)]
pub enum EventAction {
    /// It is delivered.
    Deliver {
        /// Variant of the event enum.
        variant: String,
        /// What it carries.
        payload: Type,
        /// Keys of an object in which some servers wrap what it carries.
        wraps: Vec<String>,
        /// What follows it.
        ending: Ending,
        /// What it means.
        docs: Vec<String>,
    },
    /// It ends the stream.
    End,
    /// It says that the call failed.
    Fail {
        /// Fields with the error code, in the spellings that occur.
        codes: Vec<String>,
        /// Fields with the message.
        messages: Vec<String>,
    },
    /// It keeps the connection alive.
    Ignore,
}

/// What follows an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Further events.
    Open,
    /// Further events, or the end of the connection: what was asked for is complete.
    Possible,
    /// Nothing.
    Last,
}

/// What one side of a channel sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Messages {
    /// Which side.
    pub sender: Sender,
    /// The events, in the order of the document.
    pub list: Vec<Message>,
}

/// An event of a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Name on the wire.
    pub wire: String,
    /// Variant of the enum.
    pub variant: String,
    /// What it carries; a signal carries nothing.
    pub payload: Option<Type>,
    /// What it means.
    pub docs: Vec<String>,
}
