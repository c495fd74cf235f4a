//! Signs a user in with a browser, for an app with a secret, and calls the API as that user.
//!
//! ```sh
//! COZE_WEB_OAUTH_CLIENT_ID=… COZE_WEB_OAUTH_CLIENT_SECRET=… COZE_API_BASE=https://api.coze.cn \
//!     cargo run -p coze-client --example oauth_web
//! ```
//!
//! The app's settings must allow the redirect to `http://127.0.0.1:8080/callback`; another port can be set by `COZE_REDIRECT_PORT`.

mod common;

use std::error::Error;

use coze_client::Client;
use coze_client::auth::WebApp;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = common::variable("COZE_WEB_OAUTH_CLIENT_ID")?;
    let secret = common::variable("COZE_WEB_OAUTH_CLIENT_SECRET")?;
    let client = Client::builder().base_url(common::api_base()).build()?;
    let app = WebApp::new(&client, id, secret);

    let redirect = common::Redirect::listen().await?;
    let authorization = app.authorize(redirect.uri())?;
    println!(
        "Open this address in a browser:\n  {}",
        authorization.url()?
    );
    let token = authorization.finish(&redirect.wait().await?).await?;
    println!("Signed in: {token:?}");

    // From here on the token renews itself; `save` gets every new refresh token before it is used.
    let source = app.renewing(token, common::save);
    common::show_voices(&client.with_token_source(source)).await
}
