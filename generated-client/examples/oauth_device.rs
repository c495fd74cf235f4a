//! Signs a user in on another device, and calls the API as that user.
//!
//! ```sh
//! COZE_DEVICE_OAUTH_CLIENT_ID=… COZE_API_BASE=https://api.coze.cn cargo run -p coze-client --example oauth_device
//! ```

#[allow(dead_code)] // nobody is redirected here
mod common;

use std::error::Error;

use coze_client::Client;
use coze_client::auth::DeviceApp;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = common::variable("COZE_DEVICE_OAUTH_CLIENT_ID")?;
    let client = Client::builder().base_url(common::api_base()).build()?;
    let app = DeviceApp::new(&client, id);

    let code = app.request_code().await?;
    println!(
        "Open {} and enter {}",
        code.verification_uri(),
        code.user_code()
    );
    println!("or open {}", code.verification_uri_complete());
    println!("within {} s.", code.remaining().as_secs());
    let token = app.wait(&code).await?;
    println!("Signed in: {token:?}");

    let source = app.renewing(token, common::save);
    common::show_voices(&client.with_token_source(source)).await
}
