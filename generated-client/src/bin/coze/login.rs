// part coze

//! `coze login`: the user signs in on another device, and the token is kept.

use clap::ArgMatches;
use coze_client::auth::{DeviceApp, OAuthApp, OAuthConfig};
use coze_client::{BaseUrl, Client};
use serde_json::Value;

use super::environment::variable;
use super::failure::Failure;
use super::output::note;
use super::sign_in::{base_url, config};
use super::store::{self, Stored};

/// Shows a code, waits until the user has entered it elsewhere, and keeps the token.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let config = config(matches)?;
    let base_url = base_url(matches, config.as_ref());
    let client_id = client_id(matches)?;
    let app = app(&base_url, &client_id, config.as_ref())?;
    let code = match matches.get_one::<String>("workspace-id") {
        Some(workspace) => app.request_code_in_workspace(workspace).await?,
        None => app.request_code().await?,
    };
    note(&format!(
        "Open {} and enter {}",
        code.verification_uri(),
        code.user_code()
    ))?;
    note(&format!("or open {}", code.verification_uri_complete()))?;
    let token = app.wait(&code).await?;
    store::write(&Stored {
        base_url: base_url.to_string(),
        client_id,
        token,
    })?;
    Ok(note(&format!(
        "Signed in; {} has the token.",
        store::path()?.display()
    ))?)
}

/// Forgets who signed in.
pub(crate) fn forget() -> Result<(), Failure> {
    let text = if store::remove()? {
        "Signed out on this machine."
    } else {
        "Nobody was signed in."
    };
    Ok(note(text)?)
}

fn app(
    base_url: &BaseUrl,
    client_id: &str,
    config: Option<&OAuthConfig>,
) -> Result<DeviceApp, Failure> {
    let Some(config) = config else {
        let client = Client::builder().base_url(base_url.clone()).build()?;
        return Ok(DeviceApp::new(&client, client_id));
    };
    match config.app()? {
        OAuthApp::Device(app) => Ok(app),
        _ => Err(Failure::Usage(
            "`coze login` needs an app of the type device".to_owned(),
        )),
    }
}

/// The id that was typed, that of the configuration file, or that of the environment.
fn client_id(matches: &ArgMatches) -> Result<String, Failure> {
    let of_file = |path: &String| {
        let file: Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
        file["client_id"].as_str().map(str::to_owned)
    };
    let typed = matches.get_one::<String>("client-id").cloned();
    typed
        .or_else(|| of_file(matches.get_one::<String>("oauth-config")?))
        .or_else(|| variable("COZE_DEVICE_OAUTH_CLIENT_ID"))
        .ok_or_else(|| Failure::Usage("say which OAuth app signs in, by --client-id".to_owned()))
}
