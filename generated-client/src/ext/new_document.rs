// part coze

//! Documents for knowledge bases in one line.
// Extends: NewDocument, NewDocumentSource, DocumentSource

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::types::{DocumentSource, NewDocument, NewDocumentSource};

impl NewDocument {
    /// A file in memory, for a text knowledge base: pdf, txt, doc or docx, according to the extension of its name.
    ///
    /// Its content is sent within the call, in base64. Source: the page of `POST /open_api/knowledge/document/create`.
    ///
    /// ```
    /// use coze_client::types::NewDocument;
    ///
    /// let document = NewDocument::file("rules.txt", "No running.");
    /// assert_eq!(document.source_info.file_type.as_deref(), Some("txt"));
    /// ```
    pub fn file(name: impl Into<String>, bytes: impl AsRef<[u8]>) -> Self {
        let name = name.into();
        let source = NewDocumentSource::new()
            .document_source(DocumentSource::Document)
            .file_base64(STANDARD.encode(bytes));
        let source = match Path::new(&name).extension() {
            Some(end) => source.file_type(end.to_string_lossy().to_ascii_lowercase()),
            None => source,
        };
        Self::new(name, source)
    }

    /// A web page, for a text knowledge base. With [`update_rule`](Self::update_rule) the service reads it again later.
    ///
    /// Files and pages cannot be added in one call.
    pub fn web_page(name: impl Into<String>, url: impl Into<String>) -> Self {
        let source = NewDocumentSource::new()
            .document_source(DocumentSource::Web)
            .web_url(url);
        Self::new(name, source)
    }

    /// A picture, for a picture knowledge base, by the id of its upload ([`files().upload`](crate::resources::files::Files::upload)).
    pub fn image(name: impl Into<String>, file_id: impl Into<String>) -> Self {
        let source = NewDocumentSource::new()
            .document_source(DocumentSource::OpenApi)
            .source_file_id(file_id);
        Self::new(name, source)
    }
}

#[cfg(not(target_family = "wasm"))]
mod on_disk {
    use std::path::{Path, PathBuf};

    use super::NewDocument;
    use crate::error::Error;
    use crate::http::runtime;
    use crate::{ErrorKind, Result};

    impl NewDocument {
        /// A file on disk, otherwise like [`file`](Self::file). It is read into memory here.
        ///
        /// ```no_run
        /// # use coze_client::types::{ChunkStrategy, FormatType, NewDocument};
        /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
        /// let guide = NewDocument::path("guide.pdf").await?;
        /// let page = NewDocument::web_page("Opening hours", "https://example.com/hours");
        /// let documents = client.datasets().documents();
        /// for document in [guide, page] {
        ///     documents.create("dataset id", [document], ChunkStrategy::auto(), FormatType::Text).wait().await?;
        /// }
        /// # Ok(())
        /// # }
        /// ```
        ///
        /// # Errors
        ///
        /// [`ErrorKind::File`] if the file cannot be read.
        pub async fn path(path: impl AsRef<Path>) -> Result<Self> {
            Self::read(path.as_ref().to_owned()).await
        }

        async fn read(path: PathBuf) -> Result<Self> {
            runtime::current()?;
            let bytes = tokio::fs::read(&path).await.map_err(|cause| {
                let what = format!("{} cannot be read: {cause}", path.display());
                Error::new(ErrorKind::File, what).with_source(cause)
            })?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Ok(Self::file(name, bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::ErrorKind;

    fn written(document: &NewDocument) -> Value {
        serde_json::to_value(document).unwrap()
    }

    #[test]
    fn a_file_goes_along_in_base64_with_its_type() {
        let file = NewDocument::file("Rules.TXT", "测试一下哦");
        let source = json!({"document_source": 0, "file_base64": "5rWL6K+V5LiA5LiL5ZOm", "file_type": "txt"});
        assert_eq!(
            written(&file),
            json!({"name": "Rules.TXT", "source_info": source})
        );
    }

    #[test]
    fn pages_and_pictures_are_only_named() {
        let page = NewDocument::web_page("Hours", "https://a.b");
        let source = json!({"document_source": 1, "web_url": "https://a.b"});
        assert_eq!(
            written(&page),
            json!({"name": "Hours", "source_info": source})
        );
        let image = NewDocument::image("Map", "7369495981102020000");
        let source = json!({"document_source": 5, "source_file_id": "7369495981102020000"});
        assert_eq!(
            written(&image),
            json!({"name": "Map", "source_info": source})
        );
    }

    #[tokio::test]
    async fn a_file_on_disk_is_named_like_its_file() {
        let manifest = NewDocument::path("Cargo.toml").await.unwrap();
        assert_eq!(manifest.name, "Cargo.toml");
        let text = manifest.source_info.file_base64.unwrap();
        assert_eq!(
            STANDARD.decode(text).unwrap(),
            std::fs::read("Cargo.toml").unwrap()
        );
        let error = NewDocument::path("no/such.pdf").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        assert!(error.to_string().contains("no/such.pdf"));
    }
}
