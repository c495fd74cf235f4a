//! A second HTTP client with the same settings, each of whose connections serves one call.
//!
//! A connection belongs to the runtime on which it was made, and ends with it. A call for tokens must not end with the runtime of some
//! other call, and so does not go over a connection that such a call has left.

use std::sync::{Arc, OnceLock};

use crate::Result;

type Make = dyn Fn() -> Result<reqwest::Client> + Send + Sync;

/// Made when it is first needed; clones share it.
#[derive(Clone)]
pub(crate) struct Unpooled {
    made: Arc<OnceLock<reqwest::Client>>,
    make: Arc<Make>,
}

impl Unpooled {
    pub(crate) fn new(make: impl Fn() -> Result<reqwest::Client> + Send + Sync + 'static) -> Self {
        Self {
            made: Arc::default(),
            make: Arc::new(make),
        }
    }

    pub(crate) fn client(&self) -> Result<reqwest::Client> {
        if let Some(client) = self.made.get() {
            return Ok(client.clone());
        }
        let made = (self.make)()?;
        Ok(self.made.get_or_init(|| made).clone())
    }
}
