//! Which call this is: its method and the template of its path.

use std::borrow::Cow;
use std::fmt;

/// The method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`: reads.
    Get,
    /// `POST`: begins or makes something. It may be carried out twice if it is sent twice.
    Post,
    /// `PUT`: replaces.
    Put,
    /// `DELETE`: removes.
    Delete,
    /// `PATCH`: changes a part.
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
