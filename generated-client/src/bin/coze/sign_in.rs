// part coze

//! Which service is called, and as whom: the options first, then the environment, then who signed in.

use clap::ArgMatches;
use coze_client::auth::{DeviceApp, OAuthApp, OAuthConfig, OAuthToken};
use coze_client::{BaseUrl, Client, Region};

use super::environment::variable;
use super::failure::Failure;
use super::store::{self, Stored};

/// A client that is signed in.
pub(crate) fn client(matches: &ArgMatches) -> Result<Client, Failure> {
    if let Some(config) = config(matches)? {
        return of_app(matches, &config);
    }
    if let Some(token) = variable("COZE_API_TOKEN") {
        let builder = Client::builder().token(token);
        return Ok(builder.base_url(base_url(matches, None)).build()?);
    }
    match store::read()? {
        Some(stored) => of_stored(matches, stored),
        None => Err(usage(
            "there is no token: set COZE_API_TOKEN, sign in by `coze login`, or name an app by --oauth-config",
        )),
    }
}

/// The configuration file that was named.
pub(crate) fn config(matches: &ArgMatches) -> Result<Option<OAuthConfig>, Failure> {
    let path = matches.get_one::<String>("oauth-config");
    Ok(path.map(OAuthConfig::from_file).transpose()?)
}

/// Where calls go.
pub(crate) fn base_url(matches: &ArgMatches, config: Option<&OAuthConfig>) -> BaseUrl {
    let typed = matches.get_one::<String>("base-url").cloned();
    match (typed, config) {
        (Some(url), _) => url.into(),
        (None, Some(config)) => config.base_url(),
        (None, None) => variable("COZE_API_BASE").map_or_else(|| Region::Com.into(), BaseUrl::from),
    }
}

fn of_app(matches: &ArgMatches, config: &OAuthConfig) -> Result<Client, Failure> {
    let builder = Client::builder().base_url(base_url(matches, Some(config)));
    match config.app()? {
        OAuthApp::Jwt(app) => Ok(builder.token_source(app).build()?),
        OAuthApp::Device(app) => match store::read()? {
            Some(stored) if stored.base_url == config.base_url().to_string() => {
                Ok(builder.token_source(renewing(&app, stored)).build()?)
            }
            _ => Err(usage(
                "nobody has signed in with this app: use `coze login`",
            )),
        },
        _ => Err(usage(
            "apps of this type sign in with a browser: take one of the type jwt or device",
        )),
    }
}

/// A token goes to nobody but the service that it was got from.
fn of_stored(matches: &ArgMatches, stored: Stored) -> Result<Client, Failure> {
    let is_said =
        matches.get_one::<String>("base-url").is_some() || variable("COZE_API_BASE").is_some();
    let wanted = base_url(matches, None).to_string();
    if is_said && wanted.trim_end_matches('/') != stored.base_url.trim_end_matches('/') {
        let at = &stored.base_url;
        return Err(usage(&format!(
            "`coze login` signed in at {at}, not at {wanted}"
        )));
    }
    let client = Client::builder().base_url(&stored.base_url).build()?;
    let app = DeviceApp::new(&client, &stored.client_id);
    Ok(client.with_token_source(renewing(&app, stored)))
}

/// The stored token, which is stored again whenever it is renewed.
fn renewing(app: &DeviceApp, stored: Stored) -> coze_client::auth::RenewingToken {
    let Stored {
        base_url,
        client_id,
        token,
    } = stored;
    app.renewing(token, move |token: OAuthToken| {
        let written = store::write(&Stored {
            base_url: base_url.clone(),
            client_id: client_id.clone(),
            token,
        });
        async move { written }
    })
}

fn usage(line: &str) -> Failure {
    Failure::Usage(line.to_owned())
}
