// part coze

//! Coze's OAuth apps: who signs in, what an app sends to the authorization server, and what comes back.
//!
//! The functions are `#[inline]`, so that programs which sign in compile them, and others do not.

pub(crate) mod app;
pub(crate) mod authorization;
pub(crate) mod config;
mod crypto;
pub(crate) mod device;
mod endpoint;
pub(crate) mod error;
#[cfg(feature = "jwt")]
pub(crate) mod jwt;
pub(crate) mod oauth_token;
pub(crate) mod pkce;
mod redirect_url;
#[cfg(feature = "jwt")]
pub(crate) mod scope;
pub(crate) mod web;
