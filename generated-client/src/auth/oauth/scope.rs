// part coze

//! Which of an app's permissions a token has.

use serde_json::{Value, json};

/// A subset of the permissions of a [`JwtApp`](crate::auth::JwtApp).
///
/// ```
/// use coze_client::auth::Scope;
///
/// // Only chats with these two agents.
/// let scope = Scope::new().chat_with(["bot 1", "bot 2"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope(Value);

impl Default for Scope {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl Scope {
    /// Starts without any permission.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self(json!({"account_permission": {"permission_list": []}}))
    }

    /// Adds permissions for the account, such as `Connector.botChat`.
    #[must_use]
    pub fn account<S: Into<String>>(mut self, permissions: impl IntoIterator<Item = S>) -> Self {
        let list = &mut self.0["account_permission"]["permission_list"];
        if let Some(list) = list.as_array_mut() {
            for permission in permissions {
                let permission = Value::String(permission.into());
                if !list.contains(&permission) {
                    list.push(permission);
                }
            }
        }
        self
    }

    /// Adds the permission to chat (`Connector.botChat`), limited to these agents.
    #[must_use]
    pub fn chat_with<S: Into<String>>(self, bot_ids: impl IntoIterator<Item = S>) -> Self {
        let bots = json!({"connector_bot_chat_attribute": {"bot_id_list": texts(bot_ids)}});
        self.account(["Connector.botChat"])
            .set("attribute_constraint", bots)
    }

    /// Sets permissions for some workspaces.
    #[must_use]
    pub fn workspaces<S: Into<String>, P: Into<String>>(
        self,
        workspace_ids: impl IntoIterator<Item = S>,
        permissions: impl IntoIterator<Item = P>,
    ) -> Self {
        let permission = json!({
            "workspace_id_list": texts(workspace_ids),
            "permission_list": texts(permissions),
        });
        self.set("workspace_permission", permission)
    }

    /// Sets permissions for some workflows.
    #[must_use]
    pub fn workflows<S: Into<String>, P: Into<String>>(
        self,
        workflow_ids: impl IntoIterator<Item = S>,
        permissions: impl IntoIterator<Item = P>,
    ) -> Self {
        let permission = json!({
            "workflow_id_list": texts(workflow_ids),
            "permission_list": texts(permissions),
        });
        self.set("workflow_permission", permission)
    }

    /// Sets a field that has no method here.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0[name] = value.into();
        self
    }

    #[inline]
    pub(crate) fn json(&self) -> &Value {
        &self.0
    }
}

fn texts<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Vec<String> {
    texts.into_iter().map(Into::into).collect()
}
