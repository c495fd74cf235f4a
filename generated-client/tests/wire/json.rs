//! Plain calls: what is sent, and what becomes of every kind of reply.

use coze_client::ErrorKind;

use crate::server::{Reply, Server, TOKEN};

#[tokio::test]
async fn a_call_carries_its_arguments_and_says_who_calls() {
    let server = Server::start([Reply::json(r#"{"code":0,"data":{"total_count":0}}"#)]).await;
    let call = server
        .client()
        .datasets()
        .list("a/b c")
        .page_num(1)
        .with_header("X-Trace", "7");
    call.send().await.expect("success");
    let call = server.call();
    assert_eq!(call.line, "GET /v1/datasets?space_id=a%2Fb%20c&page_num=1");
    assert_eq!(
        call.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(call.header("x-trace"), Some("7"));
    assert!(
        call.header("user-agent")
            .expect("sent")
            .starts_with("coze-client/")
    );
    let about: serde_json::Value =
        serde_json::from_str(call.header("x-coze-client-user-agent").expect("sent")).expect("JSON");
    assert_eq!(about["lang"], "rust");
    assert_eq!(call.header("content-type"), None);
}

#[tokio::test]
async fn a_body_holds_the_arguments_that_are_set() {
    let server = Server::start([Reply::json(r#"{"code":0,"data":{"id":1}}"#)]).await;
    let chat = server
        .client()
        .chat()
        .create("bot", "user")
        .conversation_id("c 1")
        .send()
        .await
        .expect("success");
    assert_eq!(chat.id, "1", "an id may be a number");
    let call = server.call();
    assert_eq!(call.line, "POST /v3/chat?conversation_id=c%201");
    assert_eq!(call.header("content-type"), Some("application/json"));
    let body: serde_json::Value = serde_json::from_str(&call.text()).expect("JSON");
    assert_eq!(
        body,
        serde_json::json!({"bot_id": "bot", "user_id": "user", "stream": false})
    );
}

#[tokio::test]
async fn the_data_of_a_reply_is_the_result() {
    let body = r#"{"data":{"dataset_list":[{"dataset_id":7382159347658321923,"name":"扣子","all_file_size":"12"},null],
        "total_count":"1","later":{"a":[1]}},"code":0,"msg":"","detail":{"logid":"L-body"}}"#;
    let server = Server::start([Reply::json(body)]).await;
    let reply = server
        .client()
        .datasets()
        .list("s")
        .send()
        .with_response()
        .await
        .expect("success");
    assert_eq!((reply.log_id(), reply.status()), (Some("L-body"), 200));
    let page = reply.into_value();
    assert_eq!((page.total_count, page.dataset_list.len()), (1, 1));
    assert_eq!(page.dataset_list[0].dataset_id, "7382159347658321923");
    assert_eq!(page.dataset_list[0].all_file_size, 12);
}

#[tokio::test]
async fn a_code_is_an_error_also_at_status_200() {
    // The data of a refusal may be anything.
    let body =
        r#"{"data":[1],"msg":"authentication is invalid","code":4100,"detail":{"logid":"L-body"}}"#;
    let server = Server::start([Reply::json(body).header("X-Tt-Logid", "L-head")]).await;
    let error = server
        .client()
        .datasets()
        .list("s")
        .send()
        .await
        .expect_err("refused");
    let api = error.as_api().expect("from the service");
    assert_eq!(
        (api.code(), api.message(), api.status()),
        (4100, "authentication is invalid", 200)
    );
    assert_eq!(
        (error.kind(), error.log_id()),
        (ErrorKind::Auth, Some("L-head"))
    );
    let text = error.to_string();
    for part in [
        "GET /v1/datasets",
        "4100",
        "authentication is invalid",
        "L-head",
        "api.coze.cn",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn a_status_is_an_error_also_without_a_code() {
    for (status, body, kind, message) in [
        (500, "{}", ErrorKind::Api, "{}"),
        (
            502,
            "<html>\r\nBad Gateway</html>",
            ErrorKind::Api,
            "<html>  Bad Gateway</html>",
        ),
        (429, "", ErrorKind::RateLimit, ""),
        (302, "", ErrorKind::Api, ""),
        (
            404,
            r#"{"message":"no route"}"#,
            ErrorKind::NotFound,
            "no route",
        ),
    ] {
        let server = Server::start([Reply::new(status, "text/html", &[body.as_bytes()])]).await;
        let error = server
            .client()
            .datasets()
            .list("s")
            .with_max_retries(0)
            .send()
            .await
            .expect_err(body);
        let api = error.as_api().expect("a reply");
        assert_eq!(
            (api.status(), api.code(), api.message()),
            (status, 0, message)
        );
        assert_eq!(error.kind(), kind);
        assert_eq!(error.is_retryable(), matches!(status, 429 | 500 | 502));
    }
}

#[tokio::test]
async fn a_reply_that_cannot_be_read_names_the_place() {
    let body = r#"{"code":0,"data":{"dataset_list":[{"name":"a"},{"all_file_size":"many"}]}}"#;
    let server = Server::start([Reply::json(body).header("x-tt-logid", "L1")]).await;
    let error = server
        .client()
        .datasets()
        .list("s")
        .send()
        .await
        .expect_err("many is no number");
    assert_eq!(
        (error.kind(), error.log_id()),
        (ErrorKind::Decode, Some("L1"))
    );
    let text = error.to_string();
    assert!(
        text.contains("`data.dataset_list[1].all_file_size`") && text.contains("\"many\""),
        "{text}"
    );
}

#[tokio::test]
async fn a_reply_that_is_not_json_shows_its_beginning() {
    let server = Server::start([Reply::new(
        200,
        "text/html",
        &[b"<html>Log in to the hotel network</html>"],
    )])
    .await;
    let error = server
        .client()
        .datasets()
        .list("s")
        .send()
        .await
        .expect_err("not JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("Log in to the hotel"), "{error}");
}

#[tokio::test]
async fn a_reply_may_arrive_in_any_pieces() {
    let body = r#"{"code":0,"data":{"dataset_list":[{"name":"扣子"}],"total_count":1}}"#.as_bytes();
    let pieces: Vec<&[u8]> = body.chunks(1).collect();
    let server = Server::start([Reply::new(200, "application/json", &pieces)]).await;
    let page = server
        .client()
        .datasets()
        .list("s")
        .send()
        .await
        .expect("success");
    assert_eq!(page.dataset_list[0].name, "扣子");
}

#[tokio::test]
async fn a_broken_reply_is_no_reply() {
    let server =
        Server::start([Reply::json(r#"{"code":0,"data":{"total_count":1}}"#).broken()]).await;
    let error = server
        .client()
        .datasets()
        .list("s")
        .send()
        .await
        .expect_err("the end is missing");
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

#[tokio::test]
async fn calls_travel_between_threads() {
    fn travels<T: Send + 'static>(_: &T) {}
    let server = Server::start([Reply::success()]).await;
    let call = server.client().datasets().list("s").send();
    travels(&call);
    tokio::spawn(call)
        .await
        .expect("no panic")
        .expect("success");
}

#[tokio::test]
async fn a_response_has_headers_and_comes_apart() {
    let reply = Reply::json(r#"{"code":0,"data":{"total_count":7}}"#).header("X-Limit", "9");
    let server = Server::start([reply.header("Set-Cookie", "s3cret")]).await;
    let call = server.client().datasets().list("s").send().with_response();
    let response = call.await.expect("a page").map(|page| page.total_count);
    assert_eq!(response.headers().get("x-limit"), Some("9"));
    let shown = format!("{response:?}");
    assert!(
        shown.contains("x-limit") && !shown.contains("s3cret"),
        "{shown}"
    );
    let (count, rest) = response.into_parts();
    assert_eq!((count, rest.status()), (7, 200));
    let limit = rest.headers().iter().find(|(name, _)| *name == "x-limit");
    assert_eq!(limit, Some(("x-limit", &b"9"[..])));
}
