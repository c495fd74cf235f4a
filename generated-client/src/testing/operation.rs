//! What is known of an operation: emitted code lists all of them in these words.

use super::shape::Shape;

/// One way to call an operation.
// A document decides what of it is looked at.
#[allow(dead_code)]
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its id in the document.
    pub(crate) id: &'static str,
    /// The call of the client, `conversations.messages.list`.
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// `/v1/datasets/{dataset_id}`
    pub(crate) path: &'static str,
    /// Fields of the body that choose between two calls of one operation.
    pub(crate) when: &'static [(&'static str, bool)],
    pub(crate) outcome: Outcome,
    /// How the list goes on, if it is one.
    pub(crate) pages: Option<Pages>,
    /// Other servers of the API that have it.
    pub(crate) servers: &'static [&'static str],
    /// The keys that lead to what comes back where those have it elsewhere.
    pub(crate) elsewhere: Option<&'static [&'static str]>,
}

/// What comes back, and where it stands in the reply.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Success, nothing more.
    Unit,
    /// Where the frame keeps it.
    Data(Shape),
    /// At the end of these keys.
    DataAt(&'static [&'static str], Shape),
    /// Beside the fields of the frame.
    Flat(Shape),
    /// Without a frame.
    Plain(Shape),
    /// A file of this media type, or of one of this range.
    Binary(&'static str),
    /// A stream; the document may show the text of one.
    Events {
        events: &'static [Event],
        example: Option<&'static str>,
    },
}

impl Outcome {
    /// What the value that comes back looks like.
    pub(crate) fn shape(&self) -> Option<&Shape> {
        match self {
            Self::Data(shape) | Self::DataAt(_, shape) | Self::Flat(shape) | Self::Plain(shape) => {
                Some(shape)
            }
            Self::Unit | Self::Binary(_) | Self::Events { .. } => None,
        }
    }

    /// The events of a stream.
    pub(crate) fn events(&self) -> &'static [Event] {
        match self {
            Self::Events { events, .. } => events,
            _ => &[],
        }
    }
}

/// An event of a stream.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) name: &'static str,
    /// What it carries, if it is handed on.
    pub(crate) data: Option<Shape>,
    /// The data that means this event.
    pub(crate) mark: &'static str,
    pub(crate) ends: Ends,
}

/// Whether an event ends its stream.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ends {
    Not,
    Well,
    Badly,
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
