//! A line for every call: which it was, how long it took, how often it was tried, and the id under which the service logged it.
//!
//! ```sh
//! COZE_API_TOKEN=… cargo run -p coze-client --features tracing --example trace_calls
//! ```

use coze_client::Client;
use tracing_subscriber::fmt::format::FmtSpan;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Calls are spans named `coze_call`; they say neither tokens nor content. With level DEBUG, each repetition is an event.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .init();
    let client = Client::from_env()?;

    let user = client.users().me().send().await?;
    tracing::info!("signed in as {}", user.user_name);
    Ok(())
}
