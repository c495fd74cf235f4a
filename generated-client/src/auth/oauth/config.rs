// part coze

//! The configuration file that the official SDKs load: JSON in, an OAuth app out.

use std::fmt;

use super::device::DeviceApp;
#[cfg(feature = "jwt")]
use super::jwt::JwtApp;
use super::pkce::PkceApp;
use super::web::WebApp;
use crate::auth::token::secret::Secret;
use crate::builder::ClientBuilder;
use crate::client::Client;
use crate::error::Error;
use crate::json::decode::{self, Decode};
use crate::json::record::{Record, record};
use crate::{BaseUrl, ErrorKind, Region, Result};

/// The configuration of an OAuth app, in the format of the official SDKs.
///
/// ```json
/// {
///   "client_type": "jwt",
///   "client_id": "…",
///   "private_key": "-----BEGIN PRIVATE KEY-----\n…",
///   "public_key_id": "…",
///   "coze_api_base": "https://api.coze.cn",
///   "coze_www_base": "https://www.coze.cn"
/// }
/// ```
///
/// `client_type` is `web`, `pkce`, `device` or `jwt`. A `web` app has a `client_secret`. Both addresses are optional.
#[derive(Clone)]
pub struct OAuthConfig {
    file: File,
}

/// An OAuth app of any type.
#[doc(alias = "load_oauth_app_from_config")]
#[doc(alias = "LoadOAuthAppFromConfig")]
#[derive(Clone, Debug)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // there is one, made at the start
pub enum OAuthApp {
    /// `web`
    Web(WebApp),
    /// `pkce`
    Pkce(PkceApp),
    /// `device`
    Device(DeviceApp),
    /// `jwt`
    #[cfg(feature = "jwt")]
    Jwt(JwtApp),
}

impl OAuthConfig {
    /// Reads a configuration.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the text is not a JSON object of this form, or has no `client_type` or `client_id`.
    #[inline]
    pub fn from_json(text: &str) -> Result<Self> {
        // The cause is left out: its text may quote a part of a key.
        let text = text.trim_start_matches('\u{feff}');
        let Ok(file) = decode::from_json::<File>(text.as_bytes()) else {
            return Err(fault("is not a JSON object with texts"));
        };
        let config = Self { file };
        need("client_type", &config.file.client_type)?;
        need("client_id", &config.file.client_id)?;
        Ok(config)
    }

    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] if it cannot be read, and those of [`from_json`](Self::from_json).
    #[cfg(not(target_family = "wasm"))]
    pub fn from_file(path: impl AsRef<std::path::Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|e| {
            let path = path.display();
            Error::new(ErrorKind::File, format!("{path} cannot be read")).with_source(e)
        })?;
        Self::from_json(&text)
    }

    /// Where the service is: `coze_api_base`, or [`Region::Com`].
    #[must_use]
    #[inline]
    pub fn base_url(&self) -> BaseUrl {
        match self.file.coze_api_base.as_str() {
            "" => Region::Com.into(),
            url => url.into(),
        }
    }

    /// Makes a client without a token, and the app that uses it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if a value is missing or not valid.
    #[inline]
    pub fn app(&self) -> Result<OAuthApp> {
        self.app_with(Client::builder())
    }

    /// The same with a client of your own settings (proxy, timeouts, ..). The base URL is that of this configuration.
    ///
    /// # Errors
    ///
    /// Those of [`app`](Self::app).
    #[inline]
    pub fn app_with(&self, builder: ClientBuilder) -> Result<OAuthApp> {
        let client = builder.base_url(self.base_url()).build()?;
        let id = &self.file.client_id;
        let app = match self.file.client_type.as_str() {
            "web" => {
                need("client_secret", &self.file.client_secret)?;
                OAuthApp::Web(WebApp::new(&client, id, &self.file.client_secret))
            }
            "pkce" => OAuthApp::Pkce(PkceApp::new(&client, id)),
            "device" => OAuthApp::Device(DeviceApp::new(&client, id)),
            #[cfg(feature = "jwt")]
            "jwt" => {
                need("private_key", &self.file.private_key)?;
                need("public_key_id", &self.file.public_key_id)?;
                let (key_id, key) = (&self.file.public_key_id, &self.file.private_key);
                OAuthApp::Jwt(JwtApp::new(&client, id, key_id, key)?)
            }
            #[cfg(not(feature = "jwt"))]
            "jwt" => {
                return Err(fault(
                    "is of type `jwt`, for which the feature `jwt` is needed",
                ));
            }
            _ => {
                return Err(fault(
                    "has a `client_type` other than web, pkce, device and jwt",
                ));
            }
        };
        Ok(match self.file.coze_www_base.as_str() {
            "" => app,
            url => app.www_url(url),
        })
    }
}

impl OAuthApp {
    #[inline]
    fn www_url(self, url: &str) -> Self {
        match self {
            Self::Web(app) => Self::Web(app.www_url(url)),
            Self::Pkce(app) => Self::Pkce(app.www_url(url)),
            Self::Device(app) => Self::Device(app.www_url(url)),
            #[cfg(feature = "jwt")]
            Self::Jwt(app) => Self::Jwt(app),
        }
    }
}

/// Without secret and key.
impl fmt::Debug for OAuthConfig {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = |text: &str| (!text.is_empty()).then(Secret::default);
        f.debug_struct("OAuthConfig")
            .field("client_type", &self.file.client_type)
            .field("client_id", &self.file.client_id)
            .field("client_secret", &secret(&self.file.client_secret))
            .field("private_key", &secret(&self.file.private_key))
            .field("public_key_id", &self.file.public_key_id)
            .field("coze_api_base", &self.file.coze_api_base)
            .field("coze_www_base", &self.file.coze_www_base)
            .finish()
    }
}

#[inline]
fn need(name: &str, value: &str) -> Result<()> {
    if value.is_empty() {
        return Err(fault(&format!("has no `{name}`")));
    }
    Ok(())
}

#[inline]
fn fault(what: &str) -> Error {
    Error::new(ErrorKind::Config, format!("the OAuth configuration {what}"))
}

#[derive(Clone, Default)]
struct File {
    client_type: String,
    client_id: String,
    client_secret: String,
    private_key: String,
    public_key_id: String,
    coze_api_base: String,
    coze_www_base: String,
}

impl Record for File {
    #[inline]
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        Some(match key {
            "client_type" => &mut self.client_type,
            "client_id" => &mut self.client_id,
            "client_secret" => &mut self.client_secret,
            "private_key" => &mut self.private_key,
            "public_key_id" => &mut self.public_key_id,
            "coze_api_base" => &mut self.coze_api_base,
            "coze_www_base" => &mut self.coze_www_base,
            _ => return None,
        })
    }
}

record!(File);
