// part coze

//! The question whether an address is that of a server which expects Coze.

use serde_json::{Value, json};

/// What Coze sends to an address when a callback app is given it, and wants back within 3 seconds: see `callback_url` of
/// [`api_apps().update`](crate::resources::api_apps::ApiApps::update).
///
/// Whether it is signed is not documented, so look for it first. Nothing depends on who sent it: it is answered with what was sent.
///
/// ```
/// use coze_client::webhook::Challenge;
///
/// let challenge = Challenge::read(br#"{"challenge": "3f9a"}"#).expect("it is one");
/// assert_eq!(challenge.to_json(), r#"{"challenge":"3f9a"}"#);
/// assert_eq!(Challenge::read(br#"{"header": {}, "event": {}}"#), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Challenge(Value);

impl Challenge {
    /// How many bytes the body of one may have.
    const LONGEST: usize = 8 * 1024;

    /// Reads the body of a request; `None` if it is something else, such as an event.
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        if body.len() > Self::LONGEST {
            return None;
        }
        let body: Value = serde_json::from_slice(body).ok()?;
        let is_event = body.get("header").is_some() || body.get("event").is_some();
        let challenge = body.get("challenge").filter(|_| !is_event)?;
        (challenge.is_string() || challenge.is_number()).then(|| Self(challenge.clone()))
    }

    /// The body of the answer, as `application/json`: the challenge under its name.
    #[must_use]
    pub fn to_json(&self) -> String {
        json!({"challenge": self.0}).to_string()
    }

    /// The challenge alone.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }
}
