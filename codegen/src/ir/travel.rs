//! How values travel: in which direction, and whether they have to.

/// In which directions a type travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Part of a request, or of a form.
    pub sent: bool,
    /// Part of a reply.
    pub received: bool,
}

/// Whether a value has to be in a request, and what stands for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A request without it is refused.
    Required,
    /// It may be left out.
    Optional,
    /// A request without it is refused, but null will do.
    Nullable,
    /// It may be left out, and is null where the method of this name says so.
    OptionalNullable(String),
}

/// The sides of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Who uses the crate.
    Client,
    /// The service.
    Server,
}
