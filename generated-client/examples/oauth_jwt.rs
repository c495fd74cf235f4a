//! Signs a server in with its private key, and calls the API as that server.
//!
//! ```sh
//! COZE_JWT_OAUTH_CLIENT_ID=… COZE_JWT_OAUTH_PUBLIC_KEY_ID=… COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH=private_key.pem \
//!     COZE_API_BASE=https://api.coze.cn cargo run -p coze-client --features jwt --example oauth_jwt
//! ```

#[allow(dead_code)] // nobody signs in here
mod common;

use std::error::Error;
use std::time::Duration;

use coze_client::Client;
use coze_client::auth::JwtApp;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = common::variable("COZE_JWT_OAUTH_CLIENT_ID")?;
    let key_id = common::variable("COZE_JWT_OAUTH_PUBLIC_KEY_ID")?;
    let key = match std::env::var("COZE_JWT_OAUTH_PRIVATE_KEY") {
        Ok(key) => key,
        Err(_) => {
            std::fs::read_to_string(common::variable("COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH")?)?
        }
    };
    let client = Client::builder().base_url(common::api_base()).build()?;
    let app = JwtApp::new(&client, id, key_id, &key)?.duration(Duration::from_secs(60 * 60));

    // A new JWT is signed and a new token asked for before the old one expires.
    common::show_voices(&client.with_token_source(app)).await
}
