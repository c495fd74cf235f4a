//! Identifies a call: its method and path template.

use std::borrow::Cow;
use std::fmt;

/// The method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`: reads something.
    Get,
    /// `POST`: creates or starts something. Sent twice, it may be carried out twice.
    Post,
    /// `PUT`: replaces something.
    Put,
    /// `DELETE`: deletes something.
    Delete,
    /// `PATCH`: changes a part of something.
    Patch,
}

impl Method {
    /// Its name in HTTP, in capital letters.
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

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The call an error belongs to, by its path template, which holds no argument.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) template: Cow<'static, str>,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}
