use serde_json::{Value, json};

use super::{APP, CHAT};
use crate::types::{
    AppWidget, AppWidgetUi, ChatWidget, ChatWidgetBase, ChatWidgetFooter, ChatWidgetLayout,
    ChatWidgetLink, ChatWidgetUi, ChatWidgetWindow, WidgetUser,
};

/// What a browser must not take for anything but a text.
const HOSTILE: &str = "</script><script>alert(1)</script><!-- <script> ]]> ' \" ` \\ & &quot; \u{2028}\u{2029} ${x} \u{0}";

/// An element of a page: its tag with the attributes, and what is between it and its end.
#[derive(Debug, PartialEq)]
struct Element {
    tag: String,
    text: String,
}

/// The elements of a page, as browsers find them: what is inside of a script goes on until the next `</script`, whatever it means to
/// the script, and the value of an attribute until the next quote.
fn elements(html: &str) -> Vec<Element> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        let inside = &rest[begin + 1..];
        let mut is_quoted = false;
        let end = inside.find(|c| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        });
        let (tag, after) = inside.split_at(end.expect("a tag ends"));
        let name = tag.split(' ').next().unwrap_or_default();
        let (text, after) = after[1..]
            .split_once(&format!("</{name}"))
            .expect("an element ends");
        found.push(Element {
            tag: tag.to_owned(),
            text: text.to_owned(),
        });
        rest = after.strip_prefix('>').expect("an end ends");
    }
    found
}

/// The data of a page of three scripts, of which the last is this code.
fn data(html: &str, code: &str) -> Value {
    let scripts = elements(html);
    let scripts: Vec<&Element> = scripts
        .iter()
        .filter(|one| one.tag.starts_with("script"))
        .collect();
    let [sdk, data, last] = scripts[..] else {
        panic!("{html}");
    };
    assert_eq!(sdk.text, "");
    assert_eq!(data.tag, "script type=\"application/json\"");
    assert_eq!(last.text.trim(), code);
    // A comment within it would hide the end of the script.
    assert!(!data.text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
    serde_json::from_str(&data.text).expect("it is JSON")
}

#[test]
fn a_chat_is_what_its_script_takes() {
    let links = [("name", ChatWidgetLink::new("A", "https://a.example"))];
    let ui = ChatWidgetUi::new()
        .base(
            ChatWidgetBase::new()
                .layout(ChatWidgetLayout::Pc)
                .lang("zh-CN")
                .z_index(1000),
        )
        .footer(
            ChatWidgetFooter::new()
                .is_show(true)
                .expression_text("By {{name}}")
                .linkvars(links),
        )
        .chat_bot(
            ChatWidgetWindow::new()
                .title("Kids' Playmate")
                .width(800)
                .is_need_audio(false),
        );
    let user = WidgetUser::new("John", "https://example.com/j.png").id("12345");
    let chat = ChatWidget::agent("7342866812345")
        .token("pat_1")
        .user_info(user)
        .ui(ui);
    let options = json!({
        "config": {"type": "bot", "bot_id": "7342866812345"},
        "auth": {"type": "token", "token": "pat_1"},
        "userInfo": {"id": "12345", "url": "https://example.com/j.png", "nickname": "John"},
        "ui": {
            "base": {"layout": "pc", "lang": "zh-CN", "zIndex": 1000},
            "footer": {"isShow": true, "expressionText": "By {{name}}", "linkvars": {"name": {"text": "A", "link": "https://a.example"}}},
            "chatBot": {"title": "Kids' Playmate", "width": 800, "isNeedAudio": false},
        },
    });
    assert_eq!(
        data(&chat.html().to_string(), CHAT),
        json!({"options": options})
    );

    let html = chat
        .html()
        .refresh_token_from("/token")
        .inside("#chat")
        .to_string();
    let more = json!({"options": options, "refreshTokenFrom": "/token", "inside": "#chat"});
    assert_eq!(data(&html, CHAT), more);

    let app = ChatWidget::app("740", "749").html().to_string();
    let options =
        json!({"config": {"type": "app", "appInfo": {"appId": "740", "workflowId": "749"}}});
    assert_eq!(data(&app, CHAT), json!({"options": options}));
}

#[test]
fn an_app_has_an_element_of_the_page() {
    let widget = AppWidget::new("740", "pat_1").ui(AppWidgetUi::new().class_name("mine"));
    let html = widget.html().to_string();
    assert_eq!(elements(&html)[0].tag, "div id=\"coze-app\"");
    let options = json!({"appId": "740", "token": "pat_1", "container": "#coze-app", "ui": {"className": "mine"}});
    assert_eq!(data(&html, APP), json!({"options": options}));
    let own = widget.container("main > div").html().to_string();
    assert!(!own.contains("<div"));
    assert_eq!(data(&own, APP)["options"]["container"], "main > div");
}

#[test]
fn what_users_write_becomes_neither_code_nor_markup() {
    let mut chat = ChatWidget::agent(HOSTILE).token(HOSTILE);
    chat.config.bot_info = Some(
        crate::types::ChatWidgetBot::new()
            .parameters(json!({HOSTILE: [HOSTILE], "__proto__": {"admin": true}})),
    );
    let chat = chat.user_info(WidgetUser::new(HOSTILE, HOSTILE));
    let html = chat
        .html()
        .refresh_token_from(HOSTILE)
        .inside(HOSTILE)
        .to_string();
    let data = data(&html, CHAT);
    assert_eq!(
        data["options"],
        serde_json::to_value(&chat).expect("it can be written")
    );
    assert_eq!(data["options"]["userInfo"]["nickname"], HOSTILE);
    assert_eq!(
        data["options"]["config"]["botInfo"]["parameters"][HOSTILE][0],
        HOSTILE
    );
    assert_eq!(
        (&data["refreshTokenFrom"], &data["inside"]),
        (&json!(HOSTILE), &json!(HOSTILE))
    );
}

#[test]
fn attributes_keep_what_they_are_given() {
    let url = "https://cdn.example/a.js?b=\"1\"&c=<2>";
    let html = ChatWidget::agent("7")
        .html()
        .script(url)
        .nonce("n\"><x")
        .to_string();
    let scripts = elements(&html);
    assert_eq!(
        scripts[0].tag,
        "script nonce=\"n&quot;&gt;&lt;x\" src=\"https://cdn.example/a.js?b=&quot;1&quot;&amp;c=&lt;2&gt;\""
    );
    assert_eq!(scripts[2].tag, "script nonce=\"n&quot;&gt;&lt;x\"");
    let html = AppWidget::new("7", "t")
        .html()
        .script("/own.js")
        .nonce("n")
        .to_string();
    assert_eq!(elements(&html)[1].tag, "script nonce=\"n\" src=\"/own.js\"");
    let html = AppWidget::new("7", "t").html().to_string();
    assert_eq!(
        elements(&html)[1].tag,
        format!("script src=\"{}\"", AppWidget::SCRIPT)
    );
}

#[test]
fn tokens_are_not_shown_by_accident() {
    let chat = ChatWidget::agent("7").token("pat_secret");
    let app = AppWidget::new("7", "pat_secret");
    for text in [
        format!("{chat:?}"),
        format!("{:?}", chat.html()),
        format!("{app:?}"),
        format!("{:?}", app.html()),
    ] {
        assert!(text.contains('7') && !text.contains("pat_secret"), "{text}");
    }
}
