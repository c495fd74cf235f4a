//! Lists in pages: every item once, no page before it is wanted.

use coze_client::types::Dataset;

use crate::server::{Reply, Server};

fn page(names: &[&str], total: usize) -> Reply {
    let items: Vec<_> = names
        .iter()
        .map(|name| serde_json::json!({ "name": name }))
        .collect();
    Reply::json(
        &serde_json::json!({"code": 0, "data": {"dataset_list": items, "total_count": total}})
            .to_string(),
    )
}

#[tokio::test]
async fn every_item_comes_once() {
    let server = Server::start([page(&["a", "b"], 5), page(&["c", "d"], 5), page(&["e"], 5)]).await;
    let items = server.client().datasets().list("s").page_size(2).items();
    let all: Vec<Dataset> = items.try_collect().await.expect("three pages");
    assert_eq!(
        all.iter().map(|d| d.name.as_str()).collect::<String>(),
        "abcde"
    );
    let lines: Vec<String> = server.calls().into_iter().map(|call| call.line).collect();
    assert_eq!(
        lines,
        [
            "GET /v1/datasets?space_id=s&page_size=2",
            "GET /v1/datasets?space_id=s&page_num=2&page_size=2",
            "GET /v1/datasets?space_id=s&page_num=3&page_size=2",
        ]
    );
}

#[tokio::test]
async fn an_empty_page_ends_the_list_whatever_the_total() {
    let server = Server::start([page(&["a"], 99), page(&[], 99)]).await;
    let all: Vec<Dataset> = server
        .client()
        .datasets()
        .list("s")
        .items()
        .try_collect()
        .await
        .expect("two pages");
    assert_eq!((all.len(), server.calls().len()), (1, 2));
}

#[tokio::test]
async fn a_list_begun_in_the_middle_ends_where_it_should() {
    let server = Server::start([page(&["c", "d"], 4)]).await;
    let all: Vec<Dataset> = server
        .client()
        .datasets()
        .list("s")
        .page_num(2)
        .items()
        .try_collect()
        .await
        .expect("one page");
    assert_eq!((all.len(), server.calls().len()), (2, 1));
}

#[tokio::test]
async fn nothing_is_fetched_before_it_is_wanted() {
    let server = Server::start([page(&["a", "b"], 4), page(&["c", "d"], 4)]).await;
    let mut items = server.client().datasets().list("s").items();
    assert_eq!(server.calls().len(), 0);
    for (name, calls) in [("a", 1), ("b", 1), ("c", 2)] {
        assert_eq!(
            items
                .try_next()
                .await
                .expect("a page")
                .expect("an item")
                .name,
            name
        );
        assert_eq!(server.calls().len(), calls);
    }
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let server = Server::start([
        page(&["a"], 2),
        Reply::json(r#"{"code":4013,"msg":"slow down"}"#),
    ])
    .await;
    let mut pages = server.client().datasets().list("s").pages();
    assert_eq!(
        pages
            .try_next()
            .await
            .expect("a page")
            .expect("the first")
            .dataset_list
            .len(),
        1
    );
    let error = pages.try_next().await.expect_err("refused");
    assert!(error.is_retryable());
    assert!(pages.next().await.is_none());
}
