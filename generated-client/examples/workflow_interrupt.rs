//! Runs a workflow that asks back, and answers its questions from the terminal.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_WORKFLOW_ID=… cargo run -p coze-client --example workflow_interrupt -- '{"city": "Paris"}'
//! ```

use std::error::Error;
use std::io::{self, Write};

use coze_client::Client;
use coze_client::types::{Interrupt, WorkflowEvent};
use serde_json::{Map, Value};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let workflow_id = std::env::var("COZE_WORKFLOW_ID").map_err(|_| "set COZE_WORKFLOW_ID")?;
    let parameters = std::env::args().nth(1).unwrap_or_else(|| "{}".to_owned());
    let parameters: Map<String, Value> = serde_json::from_str(&parameters)?;

    let run = client
        .workflows()
        .runs()
        .stream(workflow_id)
        .parameters(parameters);
    // With the answer, the run is resumed; it goes on as a new stream, until the next question or the end.
    let output = run
        .send_with_answers(show, |interrupt| async move { Ok(ask(&interrupt)) })
        .await?;
    println!("Result: {}", output.text());
    println!("Details: {}", output.debug_url);
    Ok(())
}

fn show(event: &WorkflowEvent) {
    if let WorkflowEvent::Message(message) = event {
        println!("[{}] {}", message.node_title, message.content);
    }
}

/// An empty answer if there is nobody to answer.
fn ask(interrupt: &Interrupt) -> String {
    print!("{} ", interrupt.data);
    _ = io::stdout().flush();
    let mut answer = String::new();
    _ = io::stdin().read_line(&mut answer);
    answer.trim().to_owned()
}
