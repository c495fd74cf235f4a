//! What can go wrong, how to tell one from the other, and what is tried again.
//!
//! ```sh
//! COZE_API_TOKEN=… cargo run -p coze-client --example errors -- BOT_ID
//! ```

use std::time::Duration;

use coze_client::{Client, Error, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bot_id = std::env::args().nth(1).ok_or("usage: errors BOT_ID")?;
    let client = Client::from_env()?;

    // Reading calls are sent again by themselves, after broken connections, busy servers and too many calls: twice, unless a client
    // or a call says otherwise. A call that changes something is repeated only where the service cannot have begun with it.
    let call = client.bots().retrieve(bot_id);
    let call = call
        .with_max_retries(3)
        .with_timeout(Duration::from_secs(30));
    match call.send().await {
        Ok(bot) => {
            println!("{} is there.", bot.name);
            Ok(())
        }
        Err(error) => {
            println!("{}", advice(&error));
            Err(error.into())
        }
    }
}

fn advice(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "There is no such agent, or this token must not see it.".to_owned(),
        ErrorKind::Auth => "Get a new token, or one for this region.".to_owned(),
        ErrorKind::RateLimit => match error.retry_after() {
            Some(time) => format!("Come back in {} seconds.", time.as_secs()),
            None => "Come back later.".to_owned(),
        },
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout => {
            "The network or the service has a problem that may pass.".to_owned()
        }
        _ => match (error.as_api(), error.log_id()) {
            // The code says more than its kind, and with the log id the service's support finds the call.
            (Some(api), Some(log_id)) => {
                format!("Code {}: ask the support about {log_id}.", api.code())
            }
            _ => "This should not happen.".to_owned(),
        },
    }
}
