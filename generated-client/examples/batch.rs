//! Walks through all agents of a workspace and looks at each of them, several at a time.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_WORKSPACE_ID=… cargo run -p coze-client --example batch
//! ```

use std::error::Error;

use coze_client::Client;
use coze_client::types::Bot;
use tokio::task::{JoinError, JoinSet};

/// Calls that are under way at a time: the service limits how many there may be in a second.
const AT_A_TIME: usize = 4;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let workspace_id = std::env::var("COZE_WORKSPACE_ID").map_err(|_| "set COZE_WORKSPACE_ID")?;

    // The next page is fetched when the first is used up, and not before.
    let mut agents = client.bots().list(workspace_id).page_size(20).items();
    let mut calls = JoinSet::new();
    let (mut seen, mut failed) = (0, 0);
    while let Some(agent) = agents.try_next().await? {
        if calls.len() == AT_A_TIME {
            failed += show(calls.join_next().await);
        }
        seen += 1;
        calls.spawn(client.bots().retrieve(agent.id).send());
    }
    while !calls.is_empty() {
        failed += show(calls.join_next().await);
    }
    println!("{seen} agents, {failed} failed.");
    if failed == 0 {
        Ok(())
    } else {
        Err("not all agents could be read".into())
    }
}

/// Prints what came of a call; 1 if it failed.
fn show(call: Option<Result<coze_client::Result<Bot>, JoinError>>) -> usize {
    match call {
        Some(Ok(Ok(agent))) => println!("{}  {}", agent.bot_id, agent.name),
        Some(Ok(Err(error))) => {
            eprintln!("{error}");
            return 1;
        }
        Some(Err(panic)) => {
            eprintln!("{panic}");
            return 1;
        }
        None => {}
    }
    0
}
