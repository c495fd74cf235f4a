//! Adds files to a knowledge base, and shows with a bar how far they are processed.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_DATASET_ID=… cargo run -p coze-client --example knowledge_upload -- handbook.pdf notes.txt
//! ```

use std::error::Error;
use std::io::Write;

use coze_client::Client;
use coze_client::types::{ChunkStrategy, DocumentProgress, FormatType, NewDocument};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        return Err("usage: knowledge_upload FILE...".into());
    }
    let client = Client::from_env()?;
    let dataset_id = std::env::var("COZE_DATASET_ID").map_err(|_| "set COZE_DATASET_ID")?;
    let mut files = Vec::new();
    for path in paths {
        // Local files travel within the call; `NewDocument::web_page` adds a page of the web.
        files.push(NewDocument::path(path).await?);
    }

    let documents = client.datasets().documents();
    let create = documents.create(dataset_id, files, ChunkStrategy::auto(), FormatType::Text);
    let documents = create
        .wait()
        .on_progress(|documents| bar(documents))
        .await?;
    println!();
    for document in documents {
        println!("{}: {} bytes", document.document_name, document.size);
    }
    Ok(())
}

/// How far all of them are, in one line that is written over.
fn bar(documents: &[DocumentProgress]) {
    let done: i64 = documents.iter().map(|document| document.progress).sum();
    let percent = done / i64::try_from(documents.len().max(1)).unwrap_or(1);
    let filled = usize::try_from(percent.clamp(0, 100) / 5).unwrap_or_default();
    print!(
        "\r[{}{}] {percent:3} %",
        "#".repeat(filled),
        "-".repeat(20 - filled)
    );
    _ = std::io::stdout().flush();
}
