//! What counts as success, and what an error keeps of everything else.

use coze_client::{Client, Error, ErrorKind, Result};

use crate::server::{Reply, Server, gzip};

/// The kinds of things that a reply may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    /// An object in `data`.
    Object,
    /// An object in `data` or, on some servers, under another key.
    Renamed,
    /// An object in `data` or, on some servers, the reply itself.
    Bare,
    /// A page of a list, which is an object.
    Page,
    /// A list in `data` or, on some servers, under another key.
    List,
    /// Fields beside `code`.
    Fields,
    /// Success by itself.
    Nothing,
}

use Due::{Bare, Fields, List, Nothing, Object, Page, Renamed};

const ALL: [Due; 7] = [Object, Renamed, Bare, Page, List, Fields, Nothing];

#[expect(deprecated, reason = "the one call whose reply may have no frame")]
async fn call(client: &Client, due: Due) -> Result<()> {
    let datasets = client.datasets();
    match due {
        Object => datasets.create("name", "space", 0).send().await.map(drop),
        Renamed => client.chat().cancel("c", "1").send().await.map(drop),
        Bare => client.bots().retrieve_published("1").send().await.map(drop),
        Page => datasets.list("space").send().await.map(drop),
        List => client
            .chat()
            .messages()
            .list("c", "1")
            .send()
            .await
            .map(drop),
        Fields => client.workflows().runs().create("w").send().await.map(drop),
        Nothing => datasets.delete("1").send().await,
    }
}

async fn outcome(reply: Reply, due: Due) -> Result<()> {
    let server = Server::start([reply]).await;
    let client = server.builder().max_retries(0).build().expect("valid");
    call(&client, due).await
}

async fn refused(reply: Reply, due: Due) -> Error {
    let error = outcome(reply.clone(), due).await.err();
    error.unwrap_or_else(|| panic!("{due:?} from {reply:?}"))
}

#[tokio::test]
async fn what_says_nothing_of_this_api_is_no_success() {
    for (body, kind) in [
        ("", ErrorKind::Decode),
        (" \r\n", ErrorKind::Decode),
        ("null", ErrorKind::Decode),
        ("{}", ErrorKind::Decode),
        ("[1]", ErrorKind::Decode),
        ("\"ok\"", ErrorKind::Decode),
        ("OK", ErrorKind::Decode),
        ("<html>Log in to the hotel</html>", ErrorKind::Decode),
        ("event: done\ndata: {}\n\n", ErrorKind::Decode),
        (r#"{"status":"up"}"#, ErrorKind::Decode),
        (r#"{"code":null}"#, ErrorKind::Decode),
        (r#"{"success":false}"#, ErrorKind::Api),
        (r#"{"success":false,"data":{}}"#, ErrorKind::Api),
        (r#"{"error":{"message":"upstream"}}"#, ErrorKind::Api),
        (r#"{"error":"upstream","data":[]}"#, ErrorKind::Api),
        (r#"{"message":"upstream"}"#, ErrorKind::Api),
        (r#"{"error_code":7,"data":null}"#, ErrorKind::Api),
        (r#"{"code":"NoSuchRoute","data":{}}"#, ErrorKind::Api),
    ] {
        for due in ALL {
            let error = refused(Reply::json(body), due).await;
            assert_eq!(error.kind(), kind, "{due:?} from {body}: {error}");
            let kept = error.body().unwrap_or_default();
            assert_eq!(kept, body.as_bytes(), "{due:?}");
        }
    }
}

#[tokio::test]
async fn an_object_that_was_asked_for_is_there_or_it_is_an_error() {
    for body in [
        r#"{"code":0,"msg":""}"#,
        r#"{"code":0,"data":null}"#,
        r#"{"code":0,"data":""}"#,
        r#"{"data":null}"#,
    ] {
        for due in [Object, Renamed, Bare, Page] {
            let error = refused(Reply::json(body), due).await;
            assert_eq!(error.kind(), ErrorKind::Decode, "{due:?} from {body}");
            assert!(error.to_string().contains("`data`"), "{error}");
        }
        let list = outcome(Reply::json(body), List).await;
        list.expect("a list without items may be left out");
    }
}

#[tokio::test]
async fn an_object_without_a_field_of_ours_and_a_code_is_no_success() {
    for body in [
        r#"{"data":{}}"#,
        r#"{"data":[]}"#,
        r#"{"ok":false,"data":{}}"#,
        r#"{"code":"","data":{}}"#,
        r#"{"unknown":1}"#,
        r#"{"data":{"unknown":1}}"#,
        r#"{"data":{"unknown":{"dataset_list":[],"dataset_id":"1"}}}"#,
    ] {
        for due in [Object, Page] {
            let error = refused(Reply::json(body), due).await;
            assert_eq!(error.kind(), ErrorKind::Decode, "{due:?} from {body}");
        }
    }
    // Wherever the object stands on some servers.
    for body in [
        r#"{"ChatV3ChatDetail":{"unknown":1}}"#,
        r#"{"ChatV3ChatDetail":{}}"#,
        r#"{"data":{"unknown":1}}"#,
        r#"{"data":{}}"#,
    ] {
        let error = refused(Reply::json(body), Renamed).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
    let unknown = Reply::json(r#"{"code":0,"data":{"unknown":1}}"#);
    outcome(unknown, Object).await.expect("its code says so");
    outcome(Reply::json(r#"{"data":[]}"#), List)
        .await
        .expect("a list may be empty");
}

#[tokio::test]
async fn what_is_known_of_this_api_is_success() {
    for (body, dues) in [
        (r#"{"code":0,"msg":""}"#, &[List, Fields, Nothing][..]),
        (
            r#"{"code":"0","data":{}}"#,
            &[Object, Page, List, Fields, Nothing],
        ),
        (r#"{"data":{"dataset_id":""}}"#, &[Object]),
        (r#"{"data":{"dataset_list":[]}}"#, &[Page]),
        (r#"{"data":[{"id":"1"},null]}"#, &[List]),
        (
            r#"{"debug_url":"https://x.example","execute_id":"7"}"#,
            &[Fields],
        ),
        (
            "\u{feff} {\"code\":0,\"data\":{}}",
            &[Object, Page, Fields, Nothing],
        ),
    ] {
        for due in dues {
            let outcome = outcome(Reply::json(body), *due).await;
            outcome.unwrap_or_else(|error| panic!("{due:?} from {body}: {error}"));
        }
    }
}

#[tokio::test]
async fn another_place_counts_only_if_something_stands_there() {
    for (body, due) in [
        (r#"{"ChatV3ChatDetail":null,"BaseResp":null}"#, Renamed),
        (r#"{"code":0,"ChatV3ChatDetail":null}"#, Renamed),
        (r#"{"Messages":[],"BaseResp":null}"#, Renamed),
        (r#"{"id":"1","status":"completed"}"#, Renamed),
        (r#"{"ChatV3ChatDetail":{}}"#, List),
        (r#"{"code":0,"bot_id":null,"name":"a"}"#, Bare),
        (r#"{"name":"upstream","description":"down"}"#, Bare),
        (r#"{"data":null,"ConversationData":{"id":"1"}}"#, Bare),
    ] {
        let error = refused(Reply::json(body), due).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{due:?} from {body}");
    }
    for (body, due) in [
        (r#"{"code":7,"ChatV3ChatDetail":{"id":"1"}}"#, Renamed),
        (r#"{"error":"down","Messages":[{"id":"1"}]}"#, List),
        (r#"{"code":500,"bot_id":"1"}"#, Bare),
    ] {
        let error = refused(Reply::json(body), due).await;
        assert_eq!(error.kind(), ErrorKind::Api, "{due:?} from {body}");
    }
}

#[tokio::test]
async fn no_content_is_success_only_where_none_was_asked_for() {
    let no_content = || Reply::new(204, "application/json", &[]).announcing(0);
    outcome(no_content(), Nothing)
        .await
        .expect("nothing was due");
    for due in [Object, Renamed, Bare, Page, List, Fields] {
        let error = refused(no_content(), due).await;
        assert!(error.to_string().contains("empty"), "{error}");
    }
}

#[tokio::test]
async fn a_stream_that_came_instead_is_not_waited_for() {
    let events = "event:conversation.chat.created\ndata:{\"id\":\"1\"}\n\n";
    let error = refused(Reply::events(events).silent(), Object).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("stream of events"), "{error}");
    // A label alone is no stream.
    let labelled = Reply::events(r#"{"code":0,"data":{"dataset_id":"1"}}"#);
    outcome(labelled, Object).await.expect("JSON");
}

/// A refusal in one of its shapes, and what is read of it: code, code as a word, message.
const SHAPES: [(&str, i64, Option<&str>, &str); 15] = [
    (r#"{"code":4000,"msg":"bad"}"#, 4000, None, "bad"),
    (r#"{"code":"4000","message":"bad"}"#, 4000, None, "bad"),
    (
        r#"{"error":{"message":"bad","code":"invalid_key"}}"#,
        0,
        Some("invalid_key"),
        "bad",
    ),
    (r#"{"error":{"msg":"bad","code":17}}"#, 17, None, "bad"),
    (r#"{"error":"bad","status":500}"#, 0, None, "bad"),
    (
        r#"{"error_code":"720701013","error_message":"bad"}"#,
        720_701_013,
        None,
        "bad",
    ),
    (
        r#"{"error":"invalid_request","error_description":"bad"}"#,
        0,
        None,
        "bad",
    ),
    (r#"{"message":"bad","request_id":"r"}"#, 0, None, "bad"),
    (r#"{"detail":"bad"}"#, 0, None, "bad"),
    (r#"{"title":"bad","status":400}"#, 0, None, "bad"),
    (
        r#"{"code":"Throttling.User","message":"bad"}"#,
        0,
        Some("Throttling.User"),
        "bad",
    ),
    ("bad", 0, None, "bad"),
    (r#"["bad"]"#, 0, None, r#"["bad"]"#),
    (
        "event:error\ndata:{\"code\":5,\"msg\":\"bad\"}\n\n",
        5,
        None,
        "bad",
    ),
    ("", 0, None, ""),
];

#[tokio::test]
async fn an_error_has_the_code_and_the_message_of_any_shape() {
    for (body, code, word, message) in SHAPES {
        let reply = Reply::new(400, "application/json", &[body.as_bytes()]);
        let error = refused(reply, Object).await;
        let api = error.as_api().expect(body);
        assert_eq!(
            (api.code(), api.code_text(), api.message(), api.status()),
            (code, word, message, 400),
            "{body}"
        );
        assert_eq!(error.body().unwrap_or_default(), body.as_bytes());
    }
}

#[tokio::test]
async fn an_error_knows_where_the_run_is_shown_and_logged() {
    for body in [
        r#"{"code":5000,"msg":"bad","debug_url":"https://x.example/1","detail":{"logid":"L1"}}"#,
        r#"{"code":5000,"msg":"bad","error":{"logid":"L1","debug_url":"https://x.example/1"}}"#,
    ] {
        for status in [200, 400] {
            let reply = Reply::new(status, "application/json", &[body.as_bytes()]);
            let error = refused(reply, Fields).await;
            let url = error.as_api().and_then(coze_client::ApiError::debug_url);
            assert_eq!(
                (url, error.log_id()),
                (Some("https://x.example/1"), Some("L1"))
            );
        }
    }
}

#[tokio::test]
async fn what_an_error_keeps_has_a_limit() {
    let long = format!(r#"{{"code":1,"msg":"{}"}}"#, "扣".repeat(1 << 20));
    let error = refused(Reply::json(&long), Object).await;
    let api = error.as_api().expect("a refusal");
    assert!(api.message().len() <= 16 * 1024);
    assert!(error.to_string().len() < 2048);
    assert_eq!(error.body().map(<[u8]>::len), Some(64 * 1024));
    // The beginning also of what arrives in one piece that is larger.
    let page = Reply::new(502, "text/plain", &[&vec![b'x'; 100 * 1024]]);
    let error = refused(page, Object).await;
    assert!(error.to_string().contains("xxx"), "{error}");
}

#[tokio::test]
async fn a_log_id_may_be_any_text() {
    let reply = Reply::json(r#"{"code":4000,"msg":"bad"}"#).header("X-Tt-Logid", "日志\u{e9}");
    let error = refused(reply, Object).await;
    assert_eq!(error.log_id(), Some("日志\u{e9}"));
    let reply = Reply::success().header("X-Tt-Logid", "日志");
    outcome(reply, Object).await.expect("success");
}

#[tokio::test]
async fn a_compressed_reply_is_read_whatever_its_label() {
    let refusal = gzip(br#"{"code":4000,"msg":"bad"}"#);
    let success = gzip(br#"{"code":0,"data":{"dataset_id":"1"}}"#);
    let of = |status, body: &[u8]| Reply::new(status, "application/json", &[body]);
    for status in [200, 502] {
        let labelled = of(status, &refusal).header("Content-Encoding", "gzip");
        for reply in [labelled, of(status, &refusal)] {
            let error = refused(reply, Object).await;
            let api = error.as_api().expect("a refusal");
            assert_eq!((api.code(), api.message()), (4000, "bad"));
        }
    }
    outcome(of(200, &success), Object).await.expect("success");
    // A label alone compresses nothing.
    for encoding in ["gzip", "br", "utf-8", "none"] {
        let reply = Reply::success().header("Content-Encoding", encoding);
        outcome(reply, Nothing).await.expect(encoding);
    }
    // Of a failure, what arrived of it.
    let half = &gzip("bad ".repeat(200_000).as_bytes())[..300];
    let error = refused(of(502, half), Object).await;
    assert!(error.to_string().contains("bad bad"), "{error}");
    let error = refused(of(200, half), Object).await;
    assert!(error.to_string().contains("compressed"), "{error}");
}

#[tokio::test]
async fn a_compressed_reply_is_no_larger_than_others() {
    let bomb = gzip(&vec![b' '; 8 << 20]);
    let server = Server::start([Reply::new(200, "application/json", &[&bomb])]).await;
    let client = server.builder().max_reply_size(1 << 20).build();
    let error = call(&client.expect("valid"), Object).await;
    let error = error.expect_err("8 MiB");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn an_address_that_is_too_long_is_an_argument_error() {
    let server = Server::start([]).await;
    let list = server.client().datasets().list("x".repeat(70_000));
    let error = list.send().await.expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.to_string().contains("70"), "{error}");
}
