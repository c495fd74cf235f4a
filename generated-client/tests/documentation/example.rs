//! The example program `tour`, step by step against its own server.

use std::error::Error;

use coze_client::{Client, ErrorKind};

use crate::tour;
use crate::tour::server::{self, Server};

/// Takes the tour with a token; gives what came of it, what the server was asked, and the names of the files that were left.
async fn take(token: &str) -> (Result<(), Box<dyn Error>>, Vec<String>, Vec<String>) {
    let server = Server::start().await.expect("a free port");
    let client = Client::builder()
        .token(token)
        .base_url(server.url())
        .build()
        .expect("a valid client");
    let folder = std::env::temp_dir().join(format!("coze-client-{token}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let outcome = tour::tour(&client, &folder).await;
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    files.sort();
    std::fs::remove_dir_all(&folder).expect("nobody else's");
    (outcome, server.calls(), files)
}

#[tokio::test]
async fn the_tour_takes_every_step() {
    let (outcome, calls, files) = take(server::TOKEN).await;
    outcome.expect("every step");
    let paths: Vec<&str> = calls
        .iter()
        .map(|call| call.split('?').next().unwrap_or_default())
        .collect();
    assert_eq!(
        paths,
        [
            "POST /v1/files/upload",
            "GET /v1/datasets",
            "GET /v1/datasets",
            "POST /v3/chat",
            "POST /v1/audio/speech",
        ]
    );
    assert_eq!(files, ["answer.mp3", "sales.csv"]);
}

#[tokio::test]
async fn the_tour_fails_when_the_server_refuses() {
    let (outcome, calls, _) = take("pat_other").await;
    let error = outcome.expect_err("another token");
    let error = error.downcast_ref::<coze_client::Error>().expect("ours");
    assert_eq!(error.kind(), ErrorKind::Auth, "{error}");
    assert_eq!(calls.len(), 1, "{calls:?}");
}
