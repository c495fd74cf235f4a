//! What may differ from call to call besides its arguments: time, headers, token.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::auth::token::header;
use crate::auth::token::secret::Secret;

/// The options of one call; unset ones are the client's.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) signature: Signature,
    pub(crate) max_retries: Option<u32>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) extras: Extras,
    /// What must not be seen of its body, in case the server repeats it.
    pub(crate) secrets: Vec<Secret>,
}

/// What a call is given besides the arguments that are known here.
#[derive(Clone, Default)]
pub(crate) struct Extras {
    pub(crate) query: Vec<(String, String)>,
    pub(crate) fields: Vec<(String, Value)>,
}

/// Names only: what the crate does not know may be a secret.
impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.query.iter().map(|(name, _)| name);
        let fields = self.fields.iter().map(|(name, _)| name);
        f.debug_list().entries(query.chain(fields)).finish()
    }
}

/// Whose token a call is signed with.
#[derive(Clone, Debug, Default)]
pub(crate) enum Signature {
    /// The client's.
    #[default]
    Client,
    Own(Secret),
    Nobody,
}

impl CallOptions {
    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn add_query(&mut self, name: String, value: String) {
        self.extras.query.push((name, value));
    }

    /// The options of the calls that follow from a call: whose they are, how long they may take, how often they are tried. Parameters
    /// and fields are the call's own, as is what is known of its repetition.
    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn for_follow_ups(&self) -> Self {
        Self {
            idempotent: None,
            extras: Extras::default(),
            ..self.clone()
        }
    }

    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn set_token(&mut self, token: &str) {
        self.signature = Signature::Own(header::cleaned(token));
    }
}

/// Names of headers only: their values may be secrets.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("headers", &names)
            .field("signature", &self.signature)
            .field("max_retries", &self.max_retries)
            .field("idempotent", &self.idempotent)
            .field("extras", &self.extras)
            .finish_non_exhaustive()
    }
}

/// The `with_*` methods of an emitted call, which has a field `options: CallOptions`.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! call_options {
    () => {
        /// The options of the calls that follow from this one.
        #[allow(dead_code)] // a document decides whether any does
        pub(crate) fn follow_up_options(&self) -> $crate::http::options::CallOptions {
            self.options.for_follow_ups()
        }

        /// Sends this call with the options of the one that it follows from.
        #[allow(dead_code)] // a document decides whether it follows from another one
        pub(crate) fn with_options(mut self, options: &$crate::http::options::CallOptions) -> Self {
            self.options.clone_from(options);
            self
        }

        /// Sets the time this call may take, instead of the client's.
        ///
        /// It limits a plain call as a whole, repeated attempts and the waits between them included; of a stream or a download, the
        /// time without a new piece of it; of an upload, the time without progress, and then the time until the reply.
        pub fn with_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }

        /// Adds a header to this call; it replaces the client's header of the same name.
        ///
        /// A name or value that HTTP does not allow, `Authorization`, and headers that say what a request holds and how it travels, such
        /// as `Content-Type` and `Host`, are errors when the call is sent.
        pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.options.headers.push((name.into(), value.into()));
            self
        }

        /// Adds a parameter to the query of this call, such as one that is newer than this crate.
        ///
        /// It replaces what the call itself has under that name; given several times, it stands there several times.
        pub fn with_query(
            mut self,
            name: impl Into<String>,
            value: impl std::fmt::Display,
        ) -> Self {
            self.options.add_query(name.into(), value.to_string());
            self
        }

        /// Adds a field to the body of this call, such as one that is newer than this crate.
        ///
        /// It replaces what the call itself has under that name. In a form it is a text, and left out where it is null. That there is
        /// no place for it is an error when the call is sent: in a `GET`, and in a body that is a file or a list.
        pub fn with_body_field(
            mut self,
            name: impl Into<String>,
            value: impl Into<serde_json::Value>,
        ) -> Self {
            self.options.extras.fields.push((name.into(), value.into()));
            self
        }

        /// Sends this call with another access token than the client's.
        pub fn with_token(mut self, token: impl Into<String>) -> Self {
            self.options.set_token(&token.into());
            self
        }

        /// Sets how often this call is sent again after a failure that may pass, instead of the client's number; 0 for never.
        ///
        /// Which failures these are, [`ClientBuilder::max_retries`](crate::ClientBuilder::max_retries) says.
        pub fn with_max_retries(mut self, max_retries: u32) -> Self {
            self.options.max_retries = Some(max_retries);
            self
        }

        /// Says whether carrying out this call twice is as good as once, so that it may be sent again although it may have been
        /// carried out already.
        ///
        /// If not said, that holds for `GET`, `PUT` and `DELETE`, and not for `POST` and `PATCH`. To the service a repetition is another
        /// call, and nothing is known of a key by which it would recognise one: what the call creates or begins may be there twice
        /// afterwards. For a service that has such a key, set its header as well, by [`with_header`](Self::with_header).
        pub fn with_idempotency(mut self, idempotent: bool) -> Self {
            self.options.idempotent = Some(idempotent);
            self
        }
    };
}
#[allow(unused_imports)] // a document decides whether it occurs
pub(crate) use call_options;
