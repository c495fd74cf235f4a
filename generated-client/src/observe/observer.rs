//! Who collects deviations.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use super::deviation::Deviation;
use super::ledger::Ledger;
use super::outline::Outline;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// Collects what replies hold that the crate's types do not say; see [`ClientBuilder::observe`](crate::ClientBuilder::observe).
///
/// Clones are one observer, and several clients can have the same. It keeps at most 1000 different deviations; further ones are only
/// [counted](Self::overlooked).
#[derive(Clone)]
pub struct Observer {
    pub(super) ledger: Arc<Ledger>,
    pub(super) keeps_values: bool,
    /// The document that replies are compared with, if not the crate's.
    pub(super) document: Option<Arc<Outline>>,
}

impl Observer {
    /// An observer that keeps what it sees; [`deviations`](Self::deviations) reads it.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Ledger::default())
    }

    /// An observer that also calls `report` the first time that it sees a deviation.
    ///
    /// It is called on the task of the call, so it should be quick.
    #[must_use]
    pub fn from_fn(report: impl Fn(&Deviation) + Send + Sync + 'static) -> Self {
        Self::of(Ledger::reporting(report))
    }

    /// An observer that also writes what it sees as lines of JSON: on [`flush`](Self::flush), and when its last clone is dropped.
    ///
    /// Each line is a deviation and how often it was seen since it was last written, so lines of several runs can stand in one file.
    ///
    /// ```no_run
    /// use coze_client::observe::Observer;
    ///
    /// # fn example() -> std::io::Result<()> {
    /// let file = std::fs::File::options().create(true).append(true).open("deviations.jsonl")?;
    /// let observer = Observer::to_writer(file);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn to_writer(writer: impl Write + Send + 'static) -> Self {
        Self::of(Ledger::writing(writer))
    }

    fn of(ledger: Ledger) -> Self {
        Self {
            ledger: Arc::new(ledger),
            keeps_values: false,
            document: None,
        }
    }

    /// The same observer; what a client that is given this clone meets is reported with the unknown values of enums, if they have at most
    /// 40 characters.
    #[must_use]
    pub fn with_enum_values(mut self) -> Self {
        self.keeps_values = true;
        self
    }

    /// The same observer; what a client that is given this clone meets is compared with another `OpenAPI` 3.0 document than the crate's, as
    /// JSON: a newer one, or one without corrections (`cargo xtask spec export --no-overlay --format json`).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the text is not the JSON of an object with `paths`.
    pub fn against(mut self, document: &str) -> Result<Self> {
        let Some(outline) = Outline::read(document) else {
            let text = "what replies are to be compared with is no OpenAPI document as JSON";
            return Err(Error::new(ErrorKind::Config, text));
        };
        self.document = Some(Arc::new(outline));
        Ok(self)
    }

    /// What was seen so far, each with its count, in the order in which it was first seen.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        self.ledger.deviations()
    }

    /// How many deviations were not kept, because there were 1000 different ones before.
    #[must_use]
    pub fn overlooked(&self) -> u64 {
        self.ledger.overlooked()
    }

    /// Writes what was not written yet; nothing if this observer does not write.
    ///
    /// # Errors
    ///
    /// The writer's own. What was not written is kept for the next time.
    pub fn flush(&self) -> io::Result<()> {
        self.ledger.flush()
    }
}

impl Default for Observer {
    fn default() -> Self {
        Self::new()
    }
}

/// So that an observer can be given away and kept.
impl From<&Observer> for Observer {
    fn from(observer: &Observer) -> Self {
        observer.clone()
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer").finish_non_exhaustive()
    }
}
