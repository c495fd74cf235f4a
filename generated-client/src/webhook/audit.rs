// part coze

//! What a channel answers when an agent is to be published on it.

use serde::Serialize;

/// The answer to [`Event::BotPublished`](super::Event::BotPublished): whether a channel takes the agent.
///
/// Without it, the agent is not published. Answer within 10 seconds, with status 200 and the media type `application/json`. What takes
/// longer is [`in_review`](Self::in_review), and its result is told by
/// [`connectors().bots().update`](crate::resources::connectors::ConnectorBots::update).
///
/// ```
/// use coze_client::webhook::Audit;
///
/// let answer = Audit::rejected("not for children").to_json();
/// assert_eq!(answer, r#"{"audit":{"audit_status":3,"reason":"not for children"}}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Audit {
    audit: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    share_link: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
struct Status {
    audit_status: u8,
    reason: String,
}

impl Audit {
    /// The review goes on, and its result comes later.
    #[must_use]
    pub fn in_review() -> Self {
        Self::new(1, String::new())
    }

    /// The agent is taken.
    #[must_use]
    pub fn approved() -> Self {
        Self::new(2, String::new())
    }

    /// The agent is not taken; who published it sees why.
    #[must_use]
    pub fn rejected(reason: impl Into<String>) -> Self {
        Self::new(3, reason.into())
    }

    fn new(audit_status: u8, reason: String) -> Self {
        Self {
            audit: Status {
                audit_status,
                reason,
            },
            share_link: None,
        }
    }

    /// Where people find the agent on the channel.
    #[must_use]
    pub fn share_link(mut self, url: impl Into<String>) -> Self {
        self.share_link = Some(url.into());
        self
    }

    /// The body of the answer.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
