//! Signs a user in with a browser, for an app without a secret, and calls the API as that user.
//!
//! ```sh
//! COZE_PKCE_OAUTH_CLIENT_ID=… COZE_API_BASE=https://api.coze.cn cargo run -p coze-client --example oauth_pkce
//! ```
//!
//! The app's settings must allow the redirect to `http://127.0.0.1:8080/callback`; another port can be set by `COZE_REDIRECT_PORT`.

mod common;

use std::error::Error;

use coze_client::Client;
use coze_client::auth::PkceApp;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = common::variable("COZE_PKCE_OAUTH_CLIENT_ID")?;
    let client = Client::builder().base_url(common::api_base()).build()?;
    let app = PkceApp::new(&client, id);

    let redirect = common::Redirect::listen().await?;
    let authorization = app.authorize(redirect.uri())?;
    println!(
        "Open this address in a browser:\n  {}",
        authorization.url()?
    );
    let token = authorization.finish(&redirect.wait().await?).await?;
    println!("Signed in: {token:?}");

    let source = app.renewing(token, common::save);
    common::show_voices(&client.with_token_source(source)).await
}
