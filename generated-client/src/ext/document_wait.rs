// part coze

//! Waiting for documents of a knowledge base until they can be searched.
// Extends: Document, DocumentProgress, DocumentStatus, CreateDocuments, ProcessDataset

use std::time::Duration;

use crate::error::Error;
use crate::resources::datasets::{CreateDocuments, ProcessDataset};
use crate::types::{DocumentProgress, DocumentStatus};
use crate::wait::{Begun, Step, Wait, Work};
use crate::{ErrorKind, Result};

/// How long documents are waited for, unless the caller says otherwise.
const TIMEOUT: Duration = Duration::from_secs(60 * 60);

impl CreateDocuments {
    /// Adds the documents and waits until all of them can be searched, for an hour at most.
    ///
    /// ```no_run
    /// # use coze_client::resources::datasets::CreateDocuments;
    /// # async fn example(call: CreateDocuments) -> coze_client::Result<()> {
    /// let documents = call
    ///     .wait()
    ///     .on_progress(|documents| {
    ///         for document in documents {
    ///             println!("{}: {} %", document.document_name, document.progress);
    ///         }
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Wait`], and an error if a document cannot be processed: its text names each such document and the reason.
    #[inline]
    pub fn wait(self) -> Wait<Vec<DocumentProgress>, Vec<DocumentProgress>> {
        let datasets = self.client.datasets();
        let dataset_id = self.dataset_id.clone();
        let options = self.options.for_follow_ups();
        let create = self.send();
        let begin = async move {
            let documents = create.await?.into_iter();
            let mut look = datasets.process(dataset_id, documents.map(|it| it.document_id));
            look.options = options;
            Ok(look)
        };
        Wait::new(Processing(Begun::by(begin)), TIMEOUT)
    }
}

impl ProcessDataset {
    /// Waits until all of the documents can be searched, as [`CreateDocuments::wait`] does.
    #[inline]
    pub fn wait(self) -> Wait<Vec<DocumentProgress>, Vec<DocumentProgress>> {
        Wait::new(Processing(Begun::Look(self)), TIMEOUT)
    }
}

struct Processing(Begun<ProcessDataset>);

impl Work<Vec<DocumentProgress>, Vec<DocumentProgress>> for Processing {
    #[inline]
    fn name(&self) -> String {
        match self.0.look() {
            Some(look) => format!(
                "the processing of the documents {}",
                look.document_ids.join(", ")
            ),
            None => "the processing of the documents".to_owned(),
        }
    }

    #[inline]
    fn check(&mut self) -> Step<'_, Vec<DocumentProgress>> {
        Box::pin(async { self.0.begin().await?.send().await })
    }

    #[inline]
    fn is_over(&self, documents: &Vec<DocumentProgress>) -> bool {
        let wanted = self.0.look().map_or(0, |look| look.document_ids.len());
        // A document that is not listed yet has not been begun.
        documents.len() >= wanted && !documents.iter().any(is_processed_still)
    }

    #[inline]
    fn finish(&mut self, documents: Vec<DocumentProgress>) -> Step<'_, Vec<DocumentProgress>> {
        Box::pin(std::future::ready(outcome(documents)))
    }
}

#[inline]
fn is_processed_still(document: &DocumentProgress) -> bool {
    matches!(
        document.status,
        None | Some(
            DocumentStatus::Processing | DocumentStatus::Resegment | DocumentStatus::Refreshing
        )
    )
}

#[inline]
fn outcome(documents: Vec<DocumentProgress>) -> Result<Vec<DocumentProgress>> {
    let failures: Vec<String> = documents
        .iter()
        .filter(|document| {
            !matches!(
                document.status,
                Some(DocumentStatus::Enable | DocumentStatus::Disable)
            )
        })
        .map(|document| {
            let status = document.status.clone().unwrap_or_default();
            format!(
                "{} (status {status}): {}",
                document.document_name, document.status_descript
            )
        })
        .collect();
    if failures.is_empty() {
        return Ok(documents);
    }
    Err(Error::new(
        ErrorKind::Api,
        format!("not all documents were processed: {}", failures.join("; ")),
    ))
}
