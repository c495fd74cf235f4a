// part coze

//! Messages in one line.
// Extends: NewMessage, MessageRole, MessageType, MessageContentType

use crate::content::ContentObject;
use crate::types::{MessageContentType, MessageRole, MessageType, NewMessage};

impl NewMessage {
    /// A message of the user, as plain text.
    pub fn user(text: impl Into<String>) -> Self {
        Self::new(MessageRole::User)
            .r#type(MessageType::Question)
            .content(text)
            .content_type(MessageContentType::Text)
    }

    /// A message of the user with text, pictures, files and speech. Upload the files first.
    ///
    /// ```
    /// use coze_client::ContentObject;
    /// use coze_client::types::NewMessage;
    ///
    /// let file_id = "7369495981102020000";
    /// NewMessage::user_objects([ContentObject::text("What is this?"), ContentObject::image(file_id)]);
    /// ```
    pub fn user_objects(objects: impl IntoIterator<Item = ContentObject>) -> Self {
        Self::user(ContentObject::object_string(objects))
            .content_type(MessageContentType::ObjectString)
    }

    /// An earlier answer of the agent, as context.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::new(MessageRole::Assistant)
            .r#type(MessageType::Answer)
            .content(text)
            .content_type(MessageContentType::Text)
    }
}

/// A plain text is a message of the user.
impl From<&str> for NewMessage {
    #[inline]
    fn from(text: &str) -> Self {
        Self::user(text)
    }
}

/// A plain text is a message of the user.
impl From<String> for NewMessage {
    #[inline]
    fn from(text: String) -> Self {
        Self::user(text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_question_is_complete() {
        let message = serde_json::to_value(NewMessage::user("hi")).unwrap();
        let expected =
            json!({"role": "user", "type": "question", "content": "hi", "content_type": "text"});
        assert_eq!(message, expected);
        assert_eq!(NewMessage::from("hi"), NewMessage::user("hi"));
    }

    #[test]
    fn objects_are_json_within_json() {
        let objects = [
            ContentObject::text("look"),
            ContentObject::image("1"),
            ContentObject::file_url("https://a.b/c.pdf"),
        ];
        let message = NewMessage::user_objects(objects);
        assert_eq!(message.content_type, Some(MessageContentType::ObjectString));
        let content: serde_json::Value = serde_json::from_str(&message.content.unwrap()).unwrap();
        let expected = json!([
            {"type": "text", "text": "look"},
            {"type": "image", "file_id": "1"},
            {"type": "file", "file_url": "https://a.b/c.pdf"}
        ]);
        assert_eq!(content, expected);
    }
}
