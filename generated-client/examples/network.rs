//! A client for networks that are not open: a proxy, and an authority of one's own that vouches for servers.
//!
//! ```sh
//! COZE_API_TOKEN=… COZE_PROXY=http://user:password@proxy:3128 COZE_CA_FILE=company.pem \
//!     cargo run -p coze-client --example network
//! ```
//!
//! Without `COZE_PROXY`, the proxy is that of the operating system or of `HTTPS_PROXY`.

use std::time::Duration;

use coze_client::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("COZE_API_TOKEN").map_err(|_| "set COZE_API_TOKEN")?;
    let mut builder = Client::builder()
        .token(token)
        .connect_timeout(Duration::from_secs(10));
    if let Ok(address) = std::env::var("COZE_API_BASE") {
        builder = builder.base_url(address);
    }
    if let Ok(proxy) = std::env::var("COZE_PROXY") {
        builder = builder.proxy(proxy);
    }
    if let Ok(path) = std::env::var("COZE_CA_FILE") {
        // It is trusted in addition to what the operating system trusts.
        builder = builder.add_root_certificate(std::fs::read(path)?);
    }
    let client = builder.build()?;

    let user = client.users().me().send().await?;
    println!("Connected as {}.", user.user_name);
    Ok(())
}
