//! What servers say, in the texts that errors make of it: without our secrets, harmless to terminals, and short.

use std::fmt::Write as _;

use coze_client::{ApiError, Error, Result};
use serde_json::json;

use crate::server::{Reply, Server};

const OURS: &str = "pat_ours/0123456789+abcdef==";
const KEY: &str = "key-of-the-gateway";

/// Everything that an error says of itself, and what it says of its parts and causes.
fn texts_of(error: &Error) -> String {
    let mut texts = format!("{error}\n{error:?}\n{error:#?}\n");
    let (api, oauth) = (error.as_api(), error.as_oauth());
    write!(texts, "{api:?} {api:#?} {oauth:?}").expect("memory");
    if let Some(api) = api {
        write!(texts, "\n{api}").expect("memory");
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        write!(texts, "\n{cause}\n{cause:?}").expect("memory");
        source = cause.source();
    }
    texts
}

/// The error of a call of each kind that is answered with this.
async fn errors_for(reply: &Reply) -> Vec<Error> {
    let server = Server::start([reply.clone(), reply.clone(), reply.clone()]).await;
    let builder = server.builder().token(OURS).header("X-Api-Key", KEY);
    let client = builder.max_retries(0).build().expect("valid");
    let list: Result<()> = client.datasets().list("s").send().await.map(drop);
    let sound: Result<()> = client
        .audio()
        .speech()
        .create("hi", "voice")
        .send()
        .await
        .map(drop);
    let chat = async {
        let mut events = client.chat().stream("bot", "user").send().await?;
        while events.try_next().await?.is_some() {}
        Ok(())
    };
    let outcomes = [list, sound, chat.await];
    outcomes.into_iter().filter_map(Result::err).collect()
}

/// The ways in which a text can be written in another.
fn spellings(text: &str) -> Vec<String> {
    let percent = |text: &str| {
        let bytes = text.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        });
        bytes.collect::<String>()
    };
    let each = |spell: fn(u32) -> String| {
        let spelled: Vec<String> = text.chars().map(|c| spell(u32::from(c))).collect();
        spelled.concat()
    };
    let unicode = each(|number| format!("\\u{number:04x}"));
    let html = each(|number| format!("&#{number};"));
    vec![
        text.to_owned(),
        text.replace('/', "\\/"),
        text.replace('+', "\\u002b"),
        unicode.clone(),
        unicode.replace('\\', "\\\\"),
        percent(text),
        percent(&percent(text)),
        html,
        text[..text.len() - 3].to_owned(),
    ]
}

#[tokio::test]
async fn a_secret_that_a_server_repeats_is_shown_nowhere() {
    for text in spellings(OURS).into_iter().chain(spellings(KEY)) {
        let said = format!("wrong: {text} (Bearer {text})");
        let raw = said.replace('"', "");
        let page = format!("<html><title>{said}</title>{}", "x".repeat(300));
        for reply in [
            Reply::new(
                401,
                "application/json",
                &[format!(r#"{{"code":4100,"msg":"{raw}"}}"#).as_bytes()],
            ),
            Reply::new(
                400,
                "application/json",
                &[json!({"error": {"message": said, "code": text}})
                    .to_string()
                    .as_bytes()],
            ),
            Reply::new(500, "text/plain", &[said.as_bytes()]),
            Reply::new(502, "text/html", &[page.as_bytes()]),
            Reply::new(200, "text/html", &[page.as_bytes()]),
            Reply::json(&format!(r#"{{"code":0,"data":"{raw}"}}"#)),
            Reply::json(&format!(r#"{{"code":0,"data":{{"total_count":"{raw}"}}}}"#)),
            Reply::json(&format!(r#"{{"code":0,"msg":"{raw}" "data":{{}}}}"#)),
            Reply::events(&format!(
                "event:error\ndata:{{\"code\":1,\"msg\":\"{raw}\"}}\n\n"
            )),
            Reply::events(&format!(
                "event:conversation.message.delta\ndata:{{\"id\":[\"{raw}\"]}}\n\n"
            )),
            Reply::new(500, "text/plain", &[]).header("X-Tt-Logid", &raw),
            Reply::new(302, "text/plain", &[])
                .header("Location", &format!("https://{KEY}.example/{raw}")),
        ] {
            for error in errors_for(&reply).await {
                let texts = texts_of(&error);
                for secret in [OURS, KEY] {
                    for part in secret.as_bytes().windows(8) {
                        let part = String::from_utf8_lossy(part);
                        assert!(!texts.contains(&*part), "{part}\n{texts}");
                    }
                }
                for spelling in spellings(OURS).into_iter().chain(spellings(KEY)) {
                    assert!(!texts.contains(&spelling), "{spelling}\n{texts}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_secret_in_place_of_a_log_id_is_shown_nowhere() {
    let framed = json!({"code": 0, "data": {}, "detail": {"logid": OURS}}).to_string();
    let page = Reply::json(r#"{"code":0,"data":{}}"#);
    let named = |reply: Reply| {
        reply
            .header("X-Tt-Logid", &format!("Bearer {OURS}"))
            .header("X-Mirror", KEY)
    };
    let sound = Reply::new(200, &format!("audio/mpeg; of={OURS}"), &[b"\xff\xfb\x90"]);
    let events = Reply::events("event:done\ndata:\n\n");
    let replies = [
        Reply::json(&framed),
        named(page),
        named(events),
        named(sound),
    ];
    let server = Server::start(replies).await;
    let builder = server.builder().token(OURS).header("X-Api-Key", KEY);
    let client = builder.build().expect("valid");
    let datasets = client.datasets();
    let mut texts = String::new();
    for _ in 0..2 {
        let page = datasets.list("s").send().with_response().await;
        let page = page.expect("success");
        write!(
            texts,
            "{page:?}{page:#?}{:?}{:?}",
            page.log_id(),
            page.headers()
        )
        .expect("memory");
    }
    let events = client.chat().stream("b", "u").send().with_response().await;
    let events = events.expect("a stream");
    write!(texts, "{events:?}{:?}", events.value().log_id()).expect("memory");
    let sound = client.audio().speech().create("hi", "voice").send();
    let sound = sound.with_response().await.expect("sound");
    write!(texts, "{sound:#?}{:?}", sound.value().log_id()).expect("memory");
    assert_eq!(server.calls().len(), 4);
    for secret in [OURS, KEY, &OURS[4..20]] {
        assert!(!texts.contains(secret), "{texts}");
    }
    assert!(texts.contains("<redacted>"), "{texts}");
}

#[tokio::test]
async fn a_short_secret_leaves_the_text_readable() {
    let body = r#"{"code":4100,"msg":"a token is wrong: see the page"}"#;
    let server = Server::start([Reply::json(body)]).await;
    let client = server.builder().token("e").build().expect("valid");
    let error = client
        .datasets()
        .list("s")
        .send()
        .await
        .expect_err("refused");
    let text = error.to_string();
    assert!(text.contains("a token is wrong: see the page"), "{text}");
}

#[tokio::test]
async fn secrets_that_a_server_issues_are_not_shown_of_a_reply_that_is_cut() {
    let body = r#"{"verify_token":"issued-1","nested":{"client_secret":"issued-2","password":12345678},"api_key":"issued-3"#;
    for status in [200, 500] {
        let reply = Reply::new(status, "application/json", &[body.as_bytes()]);
        for error in errors_for(&reply).await {
            let texts = texts_of(&error);
            assert!(
                !texts.contains("issued") && !texts.contains("12345678"),
                "{texts}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_that_a_server_says_steers_a_terminal() {
    let hostile = "a\u{1b}[2J\u{1b}]0;title\u{7}b\rc\nd\u{202e}e\u{2066}f\u{9b}31mg\u{200b}h\u{7f}";
    let escaped = json!(hostile).to_string();
    let key = json!({hostile: 1}).to_string();
    for reply in [
        Reply::json(&format!(
            r#"{{"code":1,"msg":{escaped},"detail":{{"logid":{escaped}}}}}"#
        )),
        Reply::new(
            400,
            "application/json",
            &[json!({"error": {"message": hostile, "code": hostile}})
                .to_string()
                .as_bytes()],
        ),
        Reply::new(500, "text/plain", &[hostile.as_bytes()]),
        Reply::new(200, "text/html", &[format!("<html>{hostile}").as_bytes()]),
        Reply::json(&format!(
            r#"{{"code":0,"data":{{"dataset_list":[{{"ext\u202e":{key}, "doc_count":{escaped}}}]}}}}"#
        )),
        Reply::json(&format!(
            "{{\"code\":0,\"data\":{{\"{}\": nonsense}}}}",
            "\u{202e}\u{9b}x"
        )),
        Reply::events(&format!(
            "event:error\ndata:{{\"code\":1,\"msg\":{escaped}}}\n\n"
        )),
        Reply::events("event:a\u{1b}b\u{202e}\ndata:{\n\n"),
        Reply::new(500, "text/plain", &[]).header("X-Tt-Logid", "a\u{202e}b\u{9b}c"),
    ] {
        let errors = errors_for(&reply).await;
        assert!(!errors.is_empty());
        for error in errors {
            let texts = texts_of(&error);
            let steers =
                |c: char| c != '\n' && (c.is_control() || "\u{202e}\u{2066}\u{200b}".contains(c));
            assert!(!texts.contains(steers), "{texts:?}");
        }
    }
}

#[tokio::test]
async fn long_texts_are_shown_in_part() {
    let long = "long ".repeat(1 << 18);
    for reply in [
        Reply::json(&format!(
            r#"{{"code":1,"msg":"{long}","detail":{{"logid":"{long}"}}}}"#
        )),
        Reply::new(500, "text/plain", &[long.as_bytes()]),
        Reply::json(&format!(
            r#"{{"code":0,"data":{{"{long}":{{"total_count":[}}}}}}"#
        )),
        Reply::events(&format!(
            "event:error\ndata:{{\"code\":1,\"msg\":\"{long}\"}}\n\n"
        )),
    ] {
        for error in errors_for(&reply).await {
            for text in [format!("{error}"), format!("{error:?}")] {
                assert!(text.len() < 3000, "{} bytes: {}…", text.len(), &text[..200]);
            }
            assert!(texts_of(&error).len() < 100_000);
        }
    }
}

#[test]
fn errors_are_errors_and_clones_of_each_other() {
    fn is_error<E: std::error::Error + Clone + Send + Sync + 'static>() {}
    is_error::<Error>();
    is_error::<ApiError>();
    is_error::<coze_client::auth::OAuthError>();
}

#[tokio::test]
async fn an_address_that_is_none_of_the_web_is_not_handed_on() {
    for address in ["javascript:alert(1)", "file:///etc/passwd", "vscode://x"] {
        let body = json!({"code": 5000, "msg": "bad", "debug_url": address}).to_string();
        for error in errors_for(&Reply::json(&body)).await {
            assert_eq!(error.as_api().and_then(ApiError::debug_url), None);
        }
    }
}
