//! Knowledge bases and their documents.

use coze_client::types::Document;
use coze_client::types::{
    ChunkStrategy, DatasetStatus, DocumentStatus, NewDocument, NewDocumentSource,
};
use coze_client::{Client, ErrorKind, Items};
use serde_json::json;

use crate::server::Studio;

#[tokio::test]
async fn a_knowledge_base_lives_its_life() {
    let studio = Studio::start().await;
    let datasets = studio.client().datasets();
    let made = datasets
        .create("2", "Books", 0)
        .send()
        .await
        .expect("a knowledge base");
    assert_eq!(made.dataset_id, "61");

    let page = datasets
        .list("2")
        .page_num(1)
        .page_size(10)
        .send()
        .await
        .expect("a page");
    let found = &page.dataset_list[0];
    assert_eq!(
        (found.name.as_str(), found.all_file_size, page.total_count),
        ("Books", 6, 1)
    );
    assert_eq!(found.status, Some(DatasetStatus::Ready));
    assert!(found.file_list.is_empty());

    let images = datasets
        .images()
        .list("61")
        .page_size(10)
        .send()
        .await
        .expect("a page");
    assert_eq!(images.photo_infos[0].name, "cat.png");
    assert_eq!(images.photo_infos[0].caption, "");

    datasets
        .update("61", "Films")
        .send()
        .await
        .expect("a new name");
    datasets.delete("61").send().await.expect("gone");
    assert_eq!(studio.request().path, "/v1/datasets/61");
}

#[tokio::test]
async fn a_document_is_made_of_an_uploaded_file() {
    let studio = Studio::start().await;
    let documents = studio.client().datasets().documents();
    let create = |source| {
        let document = NewDocument::new("report.txt", source);
        documents
            .create("61", [document], ChunkStrategy::new(), 0)
            .send()
    };
    let source = NewDocumentSource::new().tos_uri("tos-cn-i/5/report.txt");
    let made = create(source).await.expect("a document");
    assert_eq!((made[0].document_id.as_str(), made[0].size), ("71", 6));
    assert_eq!(made[0].status, Some(DocumentStatus::Enable));

    let other = create(NewDocumentSource::new().source_file_id("7")).await;
    let other = other.expect_err("another source");
    assert_eq!(
        other.as_api().map(coze_client::ApiError::code),
        Some(105_000_000)
    );
}

#[tokio::test]
async fn a_document_is_changed_and_deleted() {
    let studio = Studio::start().await;
    let documents = studio.client().datasets().documents();
    documents
        .update("71")
        .document_name("a")
        .send()
        .await
        .expect("a new name");
    documents.delete(["71", "72"]).send().await.expect("gone");
    assert_eq!(studio.request().path, "/open_api/knowledge/document/delete");
}

async fn ids(mut documents: Items<Document>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(document) = documents.try_next().await.expect("a page") {
        ids.push(document.document_id);
    }
    ids
}

fn list(client: &Client) -> coze_client::resources::datasets::ListDocuments {
    client.datasets().documents().list("61")
}

#[tokio::test]
async fn documents_are_listed_from_page_0_on() {
    let studio = Studio::start().await;
    let client = studio.client();
    assert_eq!(
        ids(list(&client).page(0).size(1).items()).await,
        ["71", "72", "73"]
    );
    assert_eq!(
        ids(list(&client).page(0).size(2).items()).await,
        ["71", "72", "73"]
    );
    assert_eq!(
        ids(list(&client).items()).await,
        ["71", "72", "73"],
        "all on one page"
    );
}

#[tokio::test]
async fn a_page_that_is_missing_because_the_first_was_not_named_is_an_error() {
    let studio = Studio::start().await;
    for size in [1, 2] {
        let mut documents = list(&studio.client()).size(size).items();
        let error = loop {
            match documents.next().await.expect("an error before the end") {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(error.to_string().contains("begin with page 0"), "{error}");
        assert!(documents.next().await.is_none(), "nothing follows an error");
    }
}

#[tokio::test]
async fn the_progress_of_documents_is_asked_for_by_numbers() {
    let studio = Studio::start().await;
    let datasets = studio.client().datasets();
    let call = datasets.process("61", ["71", "72"]);
    let refused = call.clone().send().await.expect_err("texts");
    assert_eq!(refused.kind(), ErrorKind::Api);
    assert!(refused.to_string().contains("another type"), "{refused}");

    let numbers = call.with_body_field("document_ids", json!([71, 72]));
    let progress = numbers.clone().send().await.expect("numbers");
    let ids: Vec<_> = progress
        .iter()
        .map(|one| (one.document_id.as_str(), one.progress))
        .collect();
    assert_eq!(ids, [("71", 100), ("72", 100)]);
    let waited = numbers.wait().await.expect("both are processed");
    assert_eq!(waited, progress);
}
