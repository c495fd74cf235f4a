// part coze

//! The two widgets of Coze for web pages -> the HTML that puts them there.
// Extends: ChatWidget, ChatWidgetConfig, ChatWidgetKind, ChatWidgetApp, ChatWidgetAuth, AppWidget

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use crate::types::{
    AppWidget, ChatWidget, ChatWidgetApp, ChatWidgetAuth, ChatWidgetConfig, ChatWidgetKind,
};

/// What a page runs with a chat's data. It is the same in every page: what users or programs have put into a widget is data beside it.
const CHAT: &str = r#"(function (data) {
  var options = data.options;
  if (options.auth) {
    options.auth.onRefreshToken = function () {
      if (!data.refreshTokenFrom) { return options.auth.token; }
      return fetch(data.refreshTokenFrom).then(function (reply) {
        if (!reply.ok) { throw new Error("no token: " + reply.status); }
        return reply.text();
      });
    };
  }
  if (data.inside) {
    options.ui = options.ui || {};
    options.ui.chatBot = options.ui.chatBot || {};
    options.ui.chatBot.el = document.querySelector(data.inside);
  }
  window.cozeWebSDK = new CozeWebSDK.WebChatClient(options);
})(JSON.parse(document.currentScript.previousElementSibling.textContent));"#;

/// The same for an app.
const APP: &str = r"(function (data) {
  window.cozeWebSDK = new CozeWebSDK.AppWebSDK(data.options);
})(JSON.parse(document.currentScript.previousElementSibling.textContent));";

impl ChatWidget {
    /// The script of 扣子 in the version that Coze's document is about. The page of an agent or app with its installation has the
    /// newest one, and on coze.com another address.
    pub const SCRIPT: &str = "https://lf-cdn.coze.cn/obj/unpkg/flow-platform/chat-app-sdk/1.2.0-beta.20/libs/cn/index.js";

    /// A chat with an agent that is published to the channel *Chat SDK*.
    ///
    /// ```
    /// use coze_client::types::{ChatWidget, WidgetUser};
    ///
    /// # let token = "token".to_owned();
    /// let user = WidgetUser::new("Ada", "https://example.com/ada.png").id("user-7");
    /// let chat = ChatWidget::agent("7342866812345").token(token).user_info(user);
    /// let page = format!("<!doctype html><title>Ask us</title>{}", chat.html());
    /// assert!(page.contains("CozeWebSDK.WebChatClient"));
    /// ```
    pub fn agent(bot_id: impl Into<String>) -> Self {
        Self::new(
            ChatWidgetConfig::new()
                .r#type(ChatWidgetKind::Bot)
                .bot_id(bot_id),
        )
    }

    /// A chat with a workflow or chatflow of an app that is published to the channel *Chat SDK*.
    pub fn app(app_id: impl Into<String>, workflow_id: impl Into<String>) -> Self {
        let app = ChatWidgetApp::new(app_id, workflow_id);
        Self::new(
            ChatWidgetConfig::new()
                .r#type(ChatWidgetKind::App)
                .app_info(app),
        )
    }

    /// Signs the calls of the chat with this token.
    ///
    /// Whoever opens the page can read it and use it for everything that it allows. Take a token of an OAuth app that holds for minutes and
    /// may do nothing but chat, and one for each user where conversations are not for everybody.
    #[must_use]
    pub fn token(self, token: impl Into<String>) -> Self {
        self.auth(ChatWidgetAuth::new("token").token(token))
    }

    /// What to put into the `body` of a page.
    #[must_use]
    #[inline]
    pub fn html(&self) -> ChatWidgetHtml {
        ChatWidgetHtml {
            widget: self.clone(),
            script: Self::SCRIPT.to_owned(),
            refresh_token_from: None,
            inside: None,
            nonce: None,
        }
    }
}

impl AppWidget {
    /// The script of 扣子 in the version that Coze's document is about. The page of an app with its installation has the newest one.
    pub const SCRIPT: &str = "https://lf-cdn.coze.cn/obj/unpkg/flow-platform/builder-web-sdk/0.1.1-beta.1/dist/umd/index.js";

    /// What to put into the `body` of a page: with an element for the app, unless [`container`](Self::container) names one of yours.
    ///
    /// Whoever opens the page can read the token.
    #[must_use]
    #[inline]
    pub fn html(&self) -> AppWidgetHtml {
        AppWidgetHtml {
            widget: self.clone(),
            script: Self::SCRIPT.to_owned(),
            nonce: None,
        }
    }
}

/// The HTML of a [`ChatWidget`]: its `Display`. It holds the token.
///
/// What stands in the widget is data in it, and cannot become code or markup, whoever wrote it. The page can get at the chat as
/// `cozeWebSDK`, with `showChatBot()`, `hideChatBot()` and `destroy()`.
#[derive(Clone)]
pub struct ChatWidgetHtml {
    widget: ChatWidget,
    script: String,
    refresh_token_from: Option<String>,
    inside: Option<String>,
    nonce: Option<String>,
}

impl ChatWidgetHtml {
    /// Loads the script of Coze from another address than [`ChatWidget::SCRIPT`].
    #[must_use]
    pub fn script(mut self, url: impl Into<String>) -> Self {
        self.script = url.into();
        self
    }

    /// Where the page gets another token when the first one has expired: an address of your server that answers GET with the token as
    /// plain text. Without it, the page goes on with the token that it has.
    #[must_use]
    pub fn refresh_token_from(mut self, url: impl Into<String>) -> Self {
        self.refresh_token_from = Some(url.into());
        self
    }

    /// Puts the chat into an element of the page that stands before this: a CSS selector, as `#chat`. Its size is that of the element.
    #[must_use]
    pub fn inside(mut self, selector: impl Into<String>) -> Self {
        self.inside = Some(selector.into());
        self
    }

    /// The nonce of the page's `Content-Security-Policy`.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }
}

/// The HTML of an [`AppWidget`]: its `Display`. It holds the token.
///
/// What stands in the widget is data in it, and cannot become code or markup. The page can end the app with `cozeWebSDK.destroy()`.
#[derive(Clone)]
pub struct AppWidgetHtml {
    widget: AppWidget,
    script: String,
    nonce: Option<String>,
}

impl AppWidgetHtml {
    /// Loads the script of Coze from another address than [`AppWidget::SCRIPT`].
    #[must_use]
    pub fn script(mut self, url: impl Into<String>) -> Self {
        self.script = url.into();
        self
    }

    /// The nonce of the page's `Content-Security-Policy`.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }
}

/// What the code of a page gets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'d, T> {
    options: &'d T,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_from: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inside: Option<&'d str>,
}

impl Display for ChatWidgetHtml {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let data = Data {
            options: &self.widget,
            refresh_token_from: self.refresh_token_from.as_deref(),
            inside: self.inside.as_deref(),
        };
        write_page(f, &self.script, self.nonce.as_deref(), &data, CHAT)
    }
}

impl Display for AppWidgetHtml {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut widget = self.widget.clone();
        if widget.container.is_none() {
            f.write_str("<div id=\"coze-app\"></div>\n")?;
            widget = widget.container("#coze-app");
        }
        let data = Data {
            options: &widget,
            refresh_token_from: None,
            inside: None,
        };
        write_page(f, &self.script, self.nonce.as_deref(), &data, APP)
    }
}

impl fmt::Debug for ChatWidgetHtml {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatWidgetHtml")
            .field("widget", &self.widget)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for AppWidgetHtml {
    #[inline]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppWidgetHtml")
            .field("widget", &self.widget)
            .finish_non_exhaustive()
    }
}

fn write_page(
    f: &mut Formatter<'_>,
    script: &str,
    nonce: Option<&str>,
    data: &impl Serialize,
    code: &str,
) -> fmt::Result {
    let nonce = nonce.map(|nonce| format!(" nonce=\"{}\"", in_attribute(nonce)));
    let nonce = nonce.unwrap_or_default();
    let data = in_script(data).map_err(|_| fmt::Error)?;
    writeln!(
        f,
        "<script{nonce} src=\"{}\"></script>",
        in_attribute(script)
    )?;
    writeln!(f, "<script type=\"application/json\">{data}</script>")?;
    writeln!(f, "<script{nonce}>\n{code}\n</script>")
}

/// JSON that no element ends within and no comment begins in. These characters stand in texts only, and there in another spelling
/// they are the same.
fn in_script(data: &impl Serialize) -> serde_json::Result<String> {
    let mut safe = String::new();
    for character in serde_json::to_string(data)?.chars() {
        match character {
            '<' => safe += "\\u003c",
            '>' => safe += "\\u003e",
            '&' => safe += "\\u0026",
            '\u{2028}' => safe += "\\u2028",
            '\u{2029}' => safe += "\\u2029",
            other => safe.push(other),
        }
    }
    Ok(safe)
}

/// A text between double quotes.
#[inline]
fn in_attribute(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
