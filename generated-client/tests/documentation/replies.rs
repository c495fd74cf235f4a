//! The example replies of three pages of Coze's documentation, as they stand there: no key of them is lost.
//!
//! Each call is the example request of its page. Each reply is served as it stands, and once more with its zeros filled in.

use coze_client::Response;
use serde::Serialize;
use serde_json::{Value, json};

use crate::server::{Call, Reply, Server, TOKEN};
use crate::whole::{assert_whole, filled, result};

/// Asserts what every call has in common.
fn assert_reply<T: Serialize>(reply: &Response<T>, original: &Value, log_id: &str) {
    assert_eq!((reply.status(), reply.log_id()), (200, Some(log_id)));
    assert_whole(original, reply.value());
}

/// Asserts what was asked, and on whose behalf.
fn assert_call(call: &Call, line: &str) {
    assert_eq!(call.line, line);
    let token = format!("Bearer {TOKEN}");
    assert_eq!(call.header("authorization"), Some(token.as_str()));
}

/// <https://www.coze.cn/open/docs/developer_guides/list_dataset>
#[tokio::test]
async fn a_page_of_datasets() {
    const REPLY: &str = include_str!("replies/list_dataset.json");
    for body in [REPLY.to_owned(), filled(REPLY)] {
        let server = Server::start([Reply::json(&body)]).await;
        let list = server.client().datasets().list("731121948439879****");
        let call = list.name("知识库").page_num(1).page_size(5).send();
        let reply = call.with_response().await.expect("a page");
        assert_reply(
            &reply,
            &result(&body)["data"],
            "20241210161217C90C9ABB86428***",
        );
        assert_call(
            &server.call(),
            "GET /v1/datasets?space_id=731121948439879%2A%2A%2A%2A&name=%E7%9F%A5%E8%AF%86%E5%BA%93&page_num=1&page_size=5",
        );
    }
}

/// <https://www.coze.cn/open/docs/developer_guides/get_images>
#[tokio::test]
async fn a_page_of_images() {
    const REPLY: &str = include_str!("replies/get_images.json");
    for body in [REPLY.to_owned(), filled(REPLY)] {
        let server = Server::start([Reply::json(&body)]).await;
        let list = server
            .client()
            .datasets()
            .images()
            .list("744632974166804****");
        let list = list
            .page_num(1)
            .page_size(5)
            .keyword("小猫")
            .has_caption(true);
        let reply = list.send().with_response().await.expect("a page");
        assert_reply(
            &reply,
            &result(&body)["data"],
            "2024121015565741D31B341C9C0***",
        );
        assert_call(
            &server.call(),
            "GET /v1/datasets/744632974166804%2A%2A%2A%2A/images?page_num=1&page_size=5&keyword=%E5%B0%8F%E7%8C%AB&has_caption=true",
        );
    }
}

/// <https://www.coze.cn/open/docs/developer_guides/list_knowledge_files>
#[tokio::test]
async fn a_page_of_documents() {
    const REPLY: &str = include_str!("replies/list_knowledge_files.json");
    // This reply has its log id in a header only.
    const LOG_ID: &str = "20241210152726467C48D89D6DB2****";
    for body in [REPLY.to_owned(), filled(REPLY)] {
        let server = Server::start([Reply::json(&body).header("X-Tt-Logid", LOG_ID)]).await;
        let list = server
            .client()
            .datasets()
            .documents()
            .list("736356924530694****");
        let reply = list.page(0).size(10).send().with_response().await;
        let reply = reply.expect("a page");
        assert_reply(&reply, &Value::Object(result(&body)), LOG_ID);

        let call = server.call();
        assert_call(&call, "POST /open_api/knowledge/document/list");
        assert_eq!(call.header("agw-js-conv"), Some("str"));
        assert_eq!(call.header("content-type"), Some("application/json"));
        let sent: Value = serde_json::from_slice(&call.body).expect("JSON");
        assert_eq!(
            sent,
            json!({"dataset_id": "736356924530694****", "page": 0, "size": 10})
        );
    }
}
