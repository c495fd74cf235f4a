// part coze

//! The parts of a message that is more than text.

use serde::Serialize;

/// A part of a message whose content type is `object_string`: text, or a file of one of three kinds.
///
/// Source: the section `object_string object` of the documentation page of `POST /v3/chat`.
#[doc(alias = "MessageObjectStringType")]
#[doc(alias = "build_image")]
#[doc(alias = "build_file")]
#[doc(alias = "build_audio")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ContentObject {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_url: Option<String>,
}

impl ContentObject {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::of("text")
        }
    }

    /// A picture by the id of its upload.
    pub fn image(file_id: impl Into<String>) -> Self {
        Self::of("image").uploaded(file_id.into())
    }

    /// A picture by its address.
    pub fn image_url(url: impl Into<String>) -> Self {
        Self::of("image").at(url.into())
    }

    /// A file by the id of its upload.
    pub fn file(file_id: impl Into<String>) -> Self {
        Self::of("file").uploaded(file_id.into())
    }

    /// A file by its address.
    pub fn file_url(url: impl Into<String>) -> Self {
        Self::of("file").at(url.into())
    }

    /// Speech by the id of its upload.
    pub fn audio(file_id: impl Into<String>) -> Self {
        Self::of("audio").uploaded(file_id.into())
    }

    /// Speech by its address.
    pub fn audio_url(url: impl Into<String>) -> Self {
        Self::of("audio").at(url.into())
    }

    /// The content of a message of the content type `object_string`: a JSON array as text.
    ///
    /// [`NewMessage::user_objects`](crate::types::NewMessage::user_objects) does this for chats; calls that take content and content
    /// type by themselves need it:
    ///
    /// ```no_run
    /// use coze_client::ContentObject;
    /// use coze_client::types::{MessageContentType, MessageRole};
    ///
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let content = ContentObject::object_string([
    ///     ContentObject::text("What does she say?"),
    ///     ContentObject::audio_url("https://example.com/speech.wav"),
    /// ]);
    /// let messages = client.conversations().messages();
    /// messages.create("conversation id", MessageRole::User, content, MessageContentType::ObjectString).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "MessageObjectString")]
    #[allow(clippy::missing_panics_doc)] // strings under fixed keys are always JSON
    pub fn object_string(objects: impl IntoIterator<Item = Self>) -> String {
        let objects: Vec<Self> = objects.into_iter().collect();
        serde_json::to_string(&objects).expect("strings under fixed keys are always JSON")
    }

    fn of(r#type: &'static str) -> Self {
        Self {
            r#type,
            text: None,
            file_id: None,
            file_url: None,
        }
    }

    fn uploaded(self, file_id: String) -> Self {
        Self {
            file_id: Some(file_id),
            ..self
        }
    }

    fn at(self, url: String) -> Self {
        Self {
            file_url: Some(url),
            ..self
        }
    }
}
