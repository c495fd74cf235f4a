//! Lists, page by page.

use coze_client::testing::{Reply, Server};
use coze_client::types::{Dataset, Message, Workflow};
use serde_json::{Value, json};

fn numbered(count: usize, key: &str) -> Vec<Value> {
    let one = |number: usize| json!({key: number.to_string()});
    (1..=count).map(one).collect()
}

#[tokio::test]
async fn a_list_of_which_nothing_is_said_has_pages() {
    let server = Server::start().await;
    let datasets = server.client().datasets().list("1").page_size(2).items();
    let datasets: Vec<Dataset> = datasets.try_collect().await.expect("they are read");
    assert_eq!(datasets.len(), 3);
    let calls = server.calls();
    let pages: Vec<_> = calls.iter().map(|call| call.query("page_num")).collect();
    assert_eq!(pages, [None, Some("2")]);
}

#[tokio::test]
async fn items_are_given_as_each_list_goes_on() {
    let server = Server::start().await;
    let client = server.client();
    server
        .on("datasets.list")
        .reply(Reply::items(numbered(5, "name")));
    server
        .on("workflows.list")
        .reply(Reply::items(numbered(5, "workflow_id")));
    server
        .on("conversations.messages.list")
        .reply(Reply::items(numbered(5, "id")));

    let by_total = client.datasets().list("1").page_size(2).items();
    let by_total: Vec<Dataset> = by_total.try_collect().await.expect("they are read");
    let names: Vec<_> = by_total.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["1", "2", "3", "4", "5"]);

    let by_flag = client.workflows().list("1").page_size(2).items();
    let by_flag: Vec<Workflow> = by_flag.try_collect().await.expect("they are read");
    assert_eq!(by_flag.len(), 5);

    let by_mark = client.conversations().messages().list("1").limit(2).items();
    let by_mark: Vec<Message> = by_mark.try_collect().await.expect("they are read");
    let ids: Vec<_> = by_mark.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    assert_eq!(server.calls().len(), 9);
}
