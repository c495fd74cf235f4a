// part coze

//! Why a chat failed.
// Extends: Chat, ChatError, ChatStatus

use crate::ErrorKind;
use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::types::{Chat, ChatError, ChatStatus};

impl Chat {
    /// Why the chat failed, wherever the service says so; `None` if nothing says that it did.
    ///
    /// Usually [`last_error`](field@Self::last_error) says it. An event `conversation.chat.failed` may instead carry nothing but
    /// a code and a message.
    #[must_use]
    #[inline]
    pub fn failure(&self) -> Option<ChatError> {
        let bare = ChatError {
            code: self.code,
            msg: self.msg.clone(),
        };
        [self.last_error.clone().unwrap_or_default(), bare]
            .into_iter()
            .find(|error| error.code != 0)
    }

    /// The error for a chat that is over without an answer.
    #[inline]
    pub(crate) fn unanswered(&self) -> Error {
        if let Some(failure) = self.failure() {
            // The call as such was answered with status 200.
            return Error::api(ApiError::new(failure.code, &failure.msg, 200));
        }
        let text = match &self.status {
            Some(ChatStatus::Canceled) => "the chat was cancelled before it answered",
            Some(ChatStatus::RequiresAction) => {
                "the chat requires an action before it can answer: take its events one by one to see which"
            }
            Some(status @ ChatStatus::Unrecognized(_)) => {
                let text = format!(
                    "the chat ended without an answer, in a state that is not known here: `{status}`"
                );
                return Error::new(ErrorKind::Api, text);
            }
            _ => "the chat ended without an answer",
        };
        Error::new(ErrorKind::Api, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chat(json: &str) -> Chat {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_failure_is_found_in_both_shapes() {
        let full = chat(r#"{"id":"1","last_error":{"code":701231,"msg":"no"}}"#);
        let bare = chat(r#"{"code":"720702204","msg":"no such conversation"}"#);
        assert_eq!(full.failure().map(|error| error.code), Some(701_231));
        assert_eq!(bare.failure().map(|error| error.code), Some(720_702_204));
    }

    #[test]
    fn a_running_chat_has_not_failed() {
        assert_eq!(
            chat(r#"{"id":"1","last_error":{"code":0,"msg":""}}"#).failure(),
            None
        );
        assert_eq!(chat(r#"{"id":"1","last_error":null}"#).failure(), None);
    }
}
