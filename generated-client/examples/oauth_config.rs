//! Loads the configuration file of the official SDKs, and says what to do with it.
//!
//! ```sh
//! cargo run -p coze-client --features jwt --example oauth_config -- coze_oauth_config.json
//! ```

#[allow(dead_code)] // nobody is redirected here
mod common;

use std::error::Error;

use coze_client::Client;
use coze_client::auth::{OAuthApp, OAuthConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1);
    let path = path.unwrap_or_else(|| "coze_oauth_config.json".to_owned());
    let config = OAuthConfig::from_file(path)?;
    println!("{config:?}");
    let client = Client::builder().base_url(config.base_url()).build()?;
    match config.app()? {
        OAuthApp::Web(app) => println!(
            "{}",
            app.authorize("http://127.0.0.1:8080/callback")?.url()?
        ),
        OAuthApp::Pkce(app) => println!(
            "{}",
            app.authorize("http://127.0.0.1:8080/callback")?.url()?
        ),
        OAuthApp::Device(app) => {
            println!("{}", app.request_code().await?.verification_uri_complete());
        }
        #[cfg(feature = "jwt")]
        OAuthApp::Jwt(app) => common::show_voices(&client.with_token_source(app)).await?,
        app => println!("{app:?} on {client:?}"),
    }
    Ok(())
}
