// part coze

//! The words of the emitted table: what a call is given, how it is sent, and what comes back.

pub(crate) use super::language::Text;

/// A resource.
#[derive(Debug)]
pub(crate) struct Group {
    /// What is typed: `["conversations", "messages"]`.
    pub(crate) path: &'static [&'static str],
    pub(crate) about: Text,
}

/// A call.
#[derive(Debug)]
pub(crate) struct Operation {
    /// What is typed: `["conversations", "messages", "list"]`.
    pub(crate) path: &'static [&'static str],
    pub(crate) method: &'static str,
    /// `/v1/datasets/{dataset_id}`
    pub(crate) endpoint: &'static str,
    /// What it does, in a line.
    pub(crate) about: Text,
    /// What else is said of it.
    pub(crate) more: Text,
    /// The pages about it.
    pub(crate) addresses: &'static [&'static str],
    pub(crate) arguments: &'static [Argument],
    /// What is always sent.
    pub(crate) constants: &'static [(&'static str, Place, Constant)],
    pub(crate) body: Body,
    pub(crate) reply: Reply,
    /// How the list goes on, if it is one.
    pub(crate) pages: Option<Pages>,
}

/// What the caller gives.
#[derive(Debug)]
pub(crate) struct Argument {
    /// What is typed behind `--`.
    pub(crate) flag: &'static str,
    /// Its name on the wire.
    pub(crate) wire: &'static str,
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// What stands between the items of a list outside of JSON, empty where that is one JSON text; `None` where each is sent by itself.
    pub(crate) joined: Option<&'static str>,
    /// What is sent where nothing is given.
    pub(crate) preset: Option<&'static str>,
    /// What the service takes where nothing is sent, as JSON.
    pub(crate) default: Option<&'static str>,
    pub(crate) about: Text,
}

/// What is typed for a value.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Debug)]
pub(crate) enum Kind {
    Bool,
    Int,
    /// An integer that is sent as text.
    IntText,
    Float,
    Text,
    /// A path.
    File,
    /// A value of an open enum of texts.
    Words(&'static [Choice]),
    /// A value of an open enum of numbers.
    Numbers(&'static [Choice]),
    /// Several, each by an option of its own.
    List(&'static Kind),
    /// JSON that looks like this.
    Json(&'static str),
}

/// A value of an enum.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) word: &'static str,
    /// What is sent for it.
    pub(crate) value: &'static str,
    pub(crate) about: Text,
}

/// Where a value stands in the request.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// A field of the JSON object or a part of the form that is the body.
    Body,
    WholeBody,
}

/// A value that every call sends.
#[derive(Debug)]
pub(crate) enum Constant {
    Bool(bool),
    Text(&'static str),
}

/// What the body is.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    Json,
    File,
    Form,
    Multipart,
}

/// What comes back.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Debug)]
pub(crate) enum Reply {
    /// Success, nothing more.
    Unit,
    /// What the envelope holds.
    Data,
    /// What stands at the end of these keys.
    DataAt(&'static [&'static str]),
    /// All of it.
    Whole,
    Binary,
    /// A stream; of its events, those that mean something for it.
    Events(&'static [Event]),
}

/// An event that means something for its stream.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) names: &'static [&'static str],
    /// Data that means this event, whatever the name of the event.
    pub(crate) marks: &'static [&'static str],
    pub(crate) ends: Ends,
}

/// What an event means for its stream.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ends {
    /// It is over.
    Well,
    /// What was asked for is complete; more may follow.
    Complete,
    /// The service failed.
    Badly,
    /// It only keeps the connection alive.
    Ignored,
}

/// How a list goes on, by names on the wire.
#[derive(Debug)]
pub(crate) struct Pages {
    /// The argument that says which page.
    pub(crate) page: &'static str,
    /// The field that holds the items.
    pub(crate) items: &'static str,
    pub(crate) remaining: Remaining,
}

/// How a page says what is behind it.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Debug)]
pub(crate) enum Remaining {
    /// The field with the number of all items.
    Total(&'static str),
    /// The field that says whether there are more.
    Flag(&'static str),
    /// The field that leads on, and that which says whether there are more.
    Mark {
        next: &'static str,
        has_more: &'static str,
    },
}
