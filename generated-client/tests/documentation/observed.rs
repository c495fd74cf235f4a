//! Replies held against the vendor's document without corrections: what an observer tells of them asks for corrections that we wrote by
//! hand.

#[path = "../common/xtask.rs"]
mod xtask;

use std::path::{Path, PathBuf};

use coze_client::observe::Observer;

use crate::server::{Reply, Server};
use xtask::xtask;

/// Calls what the pages are about, and has an observer compare the replies.
async fn observe_pages(observer: &Observer) {
    let pages = [
        include_str!("replies/list_dataset.json"),
        include_str!("replies/get_images.json"),
        include_str!("replies/list_knowledge_files.json"),
    ];
    let server = Server::start(pages.map(Reply::json)).await;
    let client = server
        .builder()
        .observe(observer)
        .build()
        .expect("a client");
    let datasets = client.datasets();
    datasets.list("1").send().await.expect("a page");
    datasets.images().list("1").send().await.expect("a page");
    datasets.documents().list("1").send().await.expect("a page");
}

/// The corrections that exist already and that reports to this observer ask for, each as its first lines.
fn asked_for(observer: &Observer, file: &Path) -> Vec<String> {
    observer.flush().expect("it is written");
    let said = xtask(&[
        "spec",
        "observe",
        "--no-overlay",
        file.to_str().expect("a path"),
    ]);
    let overlay = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/overlays/corrections.yaml");
    let overlay = std::fs::read_to_string(overlay).expect("the overlay");
    let lines: Vec<&str> = overlay.lines().collect();
    let numbers = said.lines().filter_map(|line| {
        let place = line
            .trim()
            .strip_prefix("spec/overlays/corrections.yaml:")?;
        place.split(' ').next()?.parse::<usize>().ok()
    });
    numbers
        .map(|number| lines[number - 1..][..8].join("\n"))
        .collect()
}

/// An observer that compares with the vendor's document, and the file that it writes.
fn against_the_vendor(folder: &Path) -> (Observer, PathBuf) {
    let path = folder.join("reports.jsonl");
    let file = std::fs::File::create(&path).expect("a file");
    let vendor = xtask(&["spec", "export", "--no-overlay", "--format", "json"]);
    let observer = Observer::to_writer(file).with_enum_values();
    (observer.against(&vendor).expect("a document"), path)
}

#[tokio::test]
async fn documented_replies_ask_for_corrections_that_exist() {
    let folder = tempfile::tempdir().expect("a folder");
    let (observer, file) = against_the_vendor(folder.path());
    observe_pages(&observer).await;
    let corrections = asked_for(&observer, &file);
    assert_eq!(corrections.len(), 1, "{corrections:#?}");
    assert!(
        corrections[0].contains("example on the page list_dataset"),
        "{corrections:#?}"
    );

    // The correction leaves nothing of it to say.
    let corrected = Observer::new();
    observe_pages(&corrected).await;
    let fields: Vec<String> = corrected
        .deviations()
        .into_iter()
        .map(|one| one.at)
        .collect();
    assert_eq!(fields, ["/data/dataset_list/*/all_file_size"]);
}

/// What the service sends instead of the benefits that the vendor's document declares.
#[tokio::test]
async fn replies_of_another_type_ask_for_the_type_that_we_wrote() {
    let folder = tempfile::tempdir().expect("a folder");
    let (observer, file) = against_the_vendor(folder.path());
    let server = coze_client::testing::Server::start().await;
    let client = server
        .builder()
        .observe(&observer)
        .build()
        .expect("a client");
    client.bots().list("1").send().await.expect("a page");
    client
        .bots()
        .versions()
        .list("1")
        .send()
        .await
        .expect("a page");
    client.apps().list("1").send().await.expect("a page");
    let corrections = asked_for(&observer, &file);
    for place in ["/v1/bots'", "/v1/bots/{bot_id}/versions'", "/v1/apps'"] {
        let is_found = corrections
            .iter()
            .any(|text| text.contains(place) && text.contains("properties.data"));
        assert!(is_found, "{place}: {corrections:#?}");
    }
}
