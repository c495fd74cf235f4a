//! Lists in pages: every item once, no page before it is wanted.

use coze_client::types::Dataset;
use coze_client::{Error, ErrorKind, Position};

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
async fn a_total_that_counts_what_is_not_shown_is_no_missing_page() {
    for first_again in [page(&["a", "b"], 3), page(&["new", "a"], 4), page(&[], 3)] {
        let replies = [page(&["a", "b"], 3), page(&[], 3), first_again];
        let server = Server::start(replies).await;
        let list = server.client().datasets().list("s").items();
        let all: Vec<Dataset> = list.try_collect().await.expect("a list with an end");
        assert_eq!((all.len(), server.calls().len()), (2, 3));
        assert_eq!(
            server.calls()[2].line,
            "GET /v1/datasets?space_id=s&page_num=1"
        );
    }
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

fn marked(names: &[&str], next: &str, has_more: bool) -> Reply {
    let items: Vec<_> = names
        .iter()
        .map(|name| serde_json::json!({ "version": name }))
        .collect();
    let data = serde_json::json!({"items": items, "next_page_token": next, "has_more": has_more});
    Reply::json(&serde_json::json!({"code": 0, "data": data}).to_string())
}

async fn versions(replies: Vec<Reply>) -> (String, Option<Error>) {
    let server = Server::start(replies).await;
    let list = server.client().workflows().versions().list("w");
    let (mut items, mut found) = (list.items(), String::new());
    loop {
        match items.try_next().await {
            Ok(Some(item)) => found.push_str(&item.version),
            Ok(None) => return (found, None),
            Err(error) => return (found, Some(error)),
        }
    }
}

#[tokio::test]
async fn an_empty_page_that_says_there_is_more_is_followed() {
    let pages = vec![
        marked(&["a"], "1", true),
        marked(&[], "2", true),
        marked(&["b"], "", false),
    ];
    let (found, error) = versions(pages).await;
    assert_eq!(found, "ab");
    assert!(error.is_none(), "{error:?}");
}

#[tokio::test]
async fn a_list_that_would_never_end_is_an_error() {
    let cycle = ["1", "2", "1"].map(|next| marked(&[next], next, true));
    let same = ["1", "2"].map(|next| marked(&["a"], next, true));
    let empty = (0..101).map(|next| marked(&[], &format!("{next}x"), true));
    for (pages, items, what) in [
        (cycle.to_vec(), "121", "leads back"),
        (same.to_vec(), "a", "same page"),
        (vec![marked(&["a"], "", true)], "a", "not where"),
        (empty.collect(), "", "100 pages"),
    ] {
        let (found, error) = versions(pages).await;
        assert_eq!(found, items, "what arrived is not lost");
        let error = error.expect(what);
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(what), "{error}");
    }
    // A service that takes no notice of the number of the page.
    let server = Server::start([page(&["a", "b"], 6), page(&["a", "b"], 6)]).await;
    let all = server.client().datasets().list("s").items();
    let all: coze_client::Result<Vec<Dataset>> = all.try_collect().await;
    let error = all.expect_err("the same page twice");
    assert!(error.to_string().contains("same page"), "{error}");
}

#[tokio::test]
async fn a_walk_goes_on_where_another_stopped() {
    let all = ["a", "b", "c", "d", "e"];
    for stop in 0..all.len() {
        let pages = || [page(&["a", "b"], 5), page(&["c", "d"], 5), page(&["e"], 5)];
        let first = Server::start(pages()).await;
        let mut items = first.client().datasets().list("s").page_size(2).items();
        for name in &all[..stop] {
            let item = items.try_next().await.expect("a page").expect("an item");
            assert_eq!(item.name, *name);
        }
        let position = items.position().expect("not over").to_string();
        let position: Position = position.parse().expect("its text");
        // The second walk begins with the page that holds the next item.
        let second = Server::start(pages().into_iter().skip((stop / 2).min(2))).await;
        let list = second.client().datasets().list("s").page_size(2);
        let rest: Vec<Dataset> = list
            .items()
            .resume(&position)
            .try_collect()
            .await
            .expect("the rest");
        let names: Vec<&str> = rest.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, all[stop..]);
    }
}

#[tokio::test]
async fn a_walk_can_be_taken_up_after_an_error() {
    let busy = Reply::json(r#"{"code":5000,"msg":"busy"}"#);
    let server = Server::start([page(&["a", "b"], 3), busy, page(&["c"], 3)]).await;
    let list = server.client().datasets().list("s");
    let mut items = list.clone().items();
    while let Ok(Some(_)) = items.try_next().await {}
    let position = items.position().expect("the page that failed");
    let rest: Vec<Dataset> = list
        .items()
        .resume(&position)
        .try_collect()
        .await
        .expect("the rest");
    assert_eq!(
        rest.iter()
            .map(|item| item.name.as_str())
            .collect::<String>(),
        "c"
    );
    let lines: Vec<String> = server.calls().into_iter().map(|call| call.line).collect();
    assert_eq!(lines[1..], ["GET /v1/datasets?space_id=s&page_num=2"; 2]);
}

#[tokio::test]
async fn pages_know_their_position() {
    let server = Server::start([page(&["a"], 2), page(&["b"], 2), page(&["b"], 2)]).await;
    let list = server.client().datasets().list("s");
    let mut pages = list.clone().pages();
    pages.try_next().await.expect("a page");
    let position = pages.position().expect("there is another");
    pages.try_next().await.expect("a page");
    assert_eq!(pages.position(), None, "that was the last");
    let mut again = list.pages().resume(&position);
    let page = again.try_next().await.expect("a page").expect("the second");
    assert_eq!(page.dataset_list[0].name, "b");
    assert!(again.try_next().await.expect("no error").is_none());
}
