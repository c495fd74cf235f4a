//! What holds for the service as a whole: where it is, and what its replies have in common.

/// The conventions that the document states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conventions {
    /// The frame around JSON replies; without one, a reply is its value.
    pub envelope: Option<Envelope>,
    /// What is known of codes of failures.
    pub codes: Vec<Code>,
    /// Where the service is.
    pub servers: Vec<Server>,
    /// How texts and headers speak of the service.
    pub service: Service,
    /// The ways to sign calls, as far as any call is signed with them.
    pub schemes: Vec<Scheme>,
    /// What calls need that say nothing else.
    pub security: Security,
}

/// What a call needs: one of several sets of schemes, by their indices, and all of a set. Nothing is needed where there is no set or an
/// empty one, and nobody knows where nothing is said.
pub type Security = Option<Vec<Vec<usize>>>;

/// A way to sign calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub id: String,
    /// The method of the client's builder.
    pub method: String,
    /// Where it stands in a request.
    pub carrier: Carrier,
    /// What it is.
    pub docs: Vec<String>,
}

impl Scheme {
    /// Whether it is what every client has a method for.
    #[must_use]
    pub fn is_the_token(&self) -> bool {
        self.method == TOKEN
    }
}

/// The method by which every client is given its access token.
pub const TOKEN: &str = "token";

/// Where credentials stand in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A token in the header `Authorization`.
    Bearer,
    /// A user and a password there.
    Basic,
    /// A key in the header of this name.
    Header(String),
    /// A key in the query.
    Query(String),
    /// A key in a cookie.
    Cookie(String),
}

/// The names of the fields of the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The field whose value says, by anything but 0, that the call failed.
    pub code: String,
    /// The field that says why.
    pub message: String,
    /// The field that holds the result, where that is one thing.
    pub data: String,
    /// The keys that lead to the id under which the service logged the call.
    pub log_id: Vec<String>,
}

impl Envelope {
    /// Whether a reply with these fields has the envelope. The field of the code alone is not enough (a record of a country has a `code`,
    /// too): it needs a second field of the envelope.
    pub fn is_around(&self, has: impl Fn(&str) -> bool) -> bool {
        let log_id = self.log_id.first();
        let mut others = [&self.message, &self.data].into_iter().chain(log_id);
        has(&self.code) && others.any(|key| has(key))
    }

    /// Whether a field belongs to the frame, and not to the result.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        key == self.code || key == self.message || self.log_id.first().is_some_and(|id| id == key)
    }
}

/// What a code of a failure means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: i64,
    /// The kind of failure that it is, if the status does not say it.
    pub kind: Option<CodeKind>,
    /// Whether another token may help.
    pub renew: bool,
    /// Whether the same call may succeed a little later.
    pub passes: bool,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The kinds of failures that codes can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// The token is not accepted.
    Auth,
    /// Too many calls.
    RateLimit,
    /// There is no such thing.
    NotFound,
}

/// A place where the service is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its Rust name, where each server has one.
    pub region: Option<String>,
    /// Its address, without a trailing slash.
    pub url: String,
    /// Whether calls go there if the client is not told otherwise.
    pub is_default: bool,
    /// What it is.
    pub docs: Vec<String>,
}

/// How texts and headers speak of the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// What the choice between regions means.
    pub regions: Vec<String>,
    /// What deprecated operations say.
    pub deprecated: Option<String>,
    /// The header in which calls say who they come from, as JSON.
    pub identity_header: Option<String>,
    /// Where links that begin with a slash lead.
    pub site: Option<String>,
    /// Hand-written parts of the runtime that only this service has a use for.
    pub parts: Vec<String>,
    /// The headers one of which holds the id under which the service logged a call.
    pub log_id_headers: Vec<String>,
    /// Whether titles of schemas are the public texts, and descriptions beside them comments.
    pub only_titles: bool,
    /// Whether the documentation is in English and in Chinese, because the document has lines in both.
    pub speaks_chinese: bool,
}
