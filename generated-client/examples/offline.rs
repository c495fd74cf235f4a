//! How to test a program without a network: against a server on this machine that plays the API and misbehaves when asked to.
//!
//! ```sh
//! cargo run -p coze-client --features testing --example offline
//! ```

use std::error::Error;

use coze_client::testing::{Fault, Reply, Server};
use coze_client::types::Dataset;
use coze_client::{Client, ErrorKind};

/// The program: which of the knowledge bases have no documents?
async fn empty_ones(client: &Client) -> coze_client::Result<Vec<String>> {
    let all: Vec<Dataset> = client
        .datasets()
        .list("my space")
        .page_size(2)
        .items()
        .try_collect()
        .await?;
    let empty = all.into_iter().filter(|dataset| dataset.doc_count == 0);
    Ok(empty.map(|dataset| dataset.name).collect())
}

/// Its tests. Yours are functions with `#[tokio::test]`.
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await;
    let client = server.client();

    // Types of replies have defaults and public fields.
    let dataset = |name: &str, doc_count| {
        let mut dataset = Dataset::default();
        dataset.name = name.into();
        dataset.doc_count = doc_count;
        dataset
    };
    let datasets = [
        dataset("Novels", 12),
        dataset("Drafts", 0),
        dataset("Poems", 7),
    ];
    server.on("datasets.list").reply(Reply::items(datasets));
    assert_eq!(empty_ones(&client).await?, ["Drafts"]);
    assert_eq!(
        server.calls_of("datasets.list").len(),
        2,
        "one call for each page"
    );

    server
        .on("datasets.list")
        .once(Fault::NumbersAsText)
        .once(Fault::GatewayTimeout);
    assert!(
        empty_ones(&client).await.is_ok(),
        "harmless, and a failure that passes"
    );

    server.expire(server.token());
    let error = empty_ones(&client)
        .await
        .expect_err("the token has expired");
    assert_eq!(error.kind(), ErrorKind::Auth);
    println!("All {} calls went as they should.", server.calls().len());
    Ok(())
}
