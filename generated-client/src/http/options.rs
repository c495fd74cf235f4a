//! The options of a single call: time limit, headers, token, retries.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::auth::token::header::Token;
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
    #[inline]
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
    Own(Token),
    Nobody,
}

impl CallOptions {
    #[allow(dead_code)] // a document decides whether it occurs
    #[inline]
    pub(crate) fn add_header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }

    #[allow(dead_code)] // a document decides whether it occurs
    #[inline]
    pub(crate) fn add_query(&mut self, name: impl Into<String>, value: impl fmt::Display) {
        self.extras.query.push((name.into(), value.to_string()));
    }

    #[allow(dead_code)] // a document decides whether it occurs
    #[inline]
    pub(crate) fn add_field(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.extras.fields.push((name.into(), value.into()));
    }

    /// The options of the calls that follow from a call: whose they are, how long they may take, how often they are tried. Parameters
    /// and fields are the call's own, as is what is known of its repetition.
    #[allow(dead_code)] // a document decides whether it occurs
    #[inline]
    pub(crate) fn for_follow_ups(&self) -> Self {
        Self {
            idempotent: None,
            extras: Extras::default(),
            ..self.clone()
        }
    }

    #[allow(dead_code)] // a document decides whether it occurs
    #[inline]
    pub(crate) fn set_token(&mut self, token: impl Into<String>) {
        self.signature = Signature::Own(Token::cleaned(&token.into()));
    }
}

/// Names of headers only: their values may be secrets.
impl fmt::Debug for CallOptions {
    #[inline]
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
        /// Sets the time limit of this call, in place of the client's.
        ///
        /// For a plain call it includes repeated attempts and the waits between them. For a stream or a download, it limits the
        /// time without a new piece; for an upload, the time without progress, and then the time until the reply.
        #[inline]
        pub fn with_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }

        /// Adds a header to this call; it replaces the client's header of the same name.
        ///
        /// The call fails if the name or value is not valid in HTTP, and for `Authorization` and headers about the body and the connection,
        /// such as `Content-Type` and `Host`.
        #[inline]
        pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.options.add_header(name, value);
            self
        }

        /// Adds a query parameter to this call, such as one that is newer than this crate.
        ///
        /// It replaces a parameter of the same name that the call itself sets. If it is added several times, all of its values are sent.
        #[inline]
        pub fn with_query(
            mut self,
            name: impl Into<String>,
            value: impl std::fmt::Display,
        ) -> Self {
            self.options.add_query(name, value);
            self
        }

        /// Adds a field to the body of this call, such as one that is newer than this crate.
        ///
        /// It replaces a field of the same name that the call itself sets. In a form, the value is sent as text, and left out if it is
        /// null. A call whose body cannot have fields fails: a `GET`, and a body that is a file or a list.
        #[inline]
        pub fn with_body_field(
            mut self,
            name: impl Into<String>,
            value: impl Into<serde_json::Value>,
        ) -> Self {
            self.options.add_field(name, value);
            self
        }

        /// Sends this call with another access token.
        #[inline]
        pub fn with_token(mut self, token: impl Into<String>) -> Self {
            self.options.set_token(token);
            self
        }

        /// Sets how often this call is sent again after a temporary failure, in place of the client's number; 0 for never.
        ///
        /// [`ClientBuilder::max_retries`](crate::ClientBuilder::max_retries) lists these failures.
        #[inline]
        pub fn with_max_retries(mut self, max_retries: u32) -> Self {
            self.options.max_retries = Some(max_retries);
            self
        }

        /// Says whether this call is idempotent, that is, whether it may be sent again although it may have been carried out
        /// already.
        ///
        /// If not set, `GET`, `PUT` and `DELETE` are idempotent, `POST` and `PATCH` are not. The service does not recognise a repetition,
        /// so whatever the call creates may then exist twice. For a service with idempotency keys, set the header of the key as well, by
        /// [`with_header`](Self::with_header).
        #[inline]
        pub fn with_idempotency(mut self, idempotent: bool) -> Self {
            self.options.idempotent = Some(idempotent);
            self
        }
    };
}
#[allow(unused_imports)] // a document decides whether it occurs
pub(crate) use call_options;
