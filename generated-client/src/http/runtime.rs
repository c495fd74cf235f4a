//! The tokio runtime that a call is made in.

use tokio::runtime::Handle;
pub(crate) use tokio::task::JoinHandle;

use crate::error::Error;
use crate::{ErrorKind, Result};

/// The runtime that the caller is in. Whatever needs one says so instead of panicking.
pub(crate) fn current() -> Result<Handle> {
    Handle::try_current().map_err(|_| {
        Error::new(
            ErrorKind::Config,
            "there is no tokio runtime here: await calls within `#[tokio::main]` or `Runtime::block_on`",
        )
    })
}
