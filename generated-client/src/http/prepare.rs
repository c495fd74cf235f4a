//! A call as data in, the HTTP request that is sent for it out: its address, its headers, its body made anew.

use std::sync::Arc;

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};

use super::body::Outgoing;
use super::headers::{header_name, header_value};
use super::hooks::Attempt;
use super::multipart;
use super::options::CallOptions;
use super::progress::Progress;
use super::request::{Content, Request};
use super::transport::Transport;
// part coze
#[cfg(feature = "realtime")]
use super::upgrade::Offer;
// end part
use crate::auth::signed::Signed;
use crate::error::Error;
use crate::operation::Method;
use crate::{ErrorKind, Result};

/// A request that can be sent once, and how far its body has got.
pub(super) struct Prepared {
    pub(super) request: reqwest::Request,
    /// Of a call that has one.
    pub(super) progress: Option<Arc<Progress>>,
    // part coze
    /// Set if the connection is to become a WebSocket.
    #[cfg(feature = "realtime")]
    pub(super) offer: Option<Offer>,
    // end part
}

/// A body and its media type.
struct Body {
    content_type: String,
    content: Outgoing,
}

/// The longest address that the HTTP library sends.
const LONGEST_URL: usize = u16::MAX as usize - 1;

impl Transport {
    fn url(&self, request: &Request, signed: &Signed) -> Result<reqwest::Url> {
        let (path, query) = request.target_with(signed.query())?;
        let url = self.base.with(path, &query);
        let len = url.as_str().len();
        if len > LONGEST_URL {
            let what = format!(
                "the address of the call has {len} bytes, and HTTP takes {LONGEST_URL}: pass fewer or shorter arguments"
            );
            return Err(Error::new(ErrorKind::Argument, what));
        }
        Ok(url)
    }

    /// The request without its body.
    pub(super) fn prepare(
        &self,
        request: &Request,
        options: &CallOptions,
        attempt: &Attempt,
        signed: &Signed,
    ) -> Result<Prepared> {
        let url = self.url(request, signed)?;
        let mut prepared = reqwest::Request::new(http_method(request.operation().method), url);
        *prepared.headers_mut() = self.headers(request, options, attempt, signed)?;
        Ok(Prepared {
            progress: None,
            // part coze
            #[cfg(feature = "realtime")]
            offer: request
                .is_upgrade
                .then(|| Offer::write(prepared.headers_mut())),
            // end part
            request: prepared,
        })
    }

    /// The client's headers, then the call's own, then the caller's for this call and for this attempt.
    fn headers(
        &self,
        request: &Request,
        options: &CallOptions,
        attempt: &Attempt,
        signed: &Signed,
    ) -> Result<HeaderMap> {
        let mut headers = self.headers.clone();
        for (name, value) in &request.headers {
            headers.insert(header_name(name)?, header_value(name, value)?);
        }
        for (name, value) in options.headers.iter().chain(attempt.headers()) {
            headers.insert(header_name(name)?, header_value(name, value)?);
        }
        signed.write(&mut headers)?;
        Ok(headers)
    }
}

impl Prepared {
    /// Makes the body, and the headers that describe it.
    pub(super) async fn fill(&mut self, content: &Content, media: &str) -> Result<()> {
        let Some(body) = body(content, media).await? else {
            return Ok(());
        };
        let content_type = header_value(CONTENT_TYPE.as_str(), &body.content_type)?;
        let headers = self.request.headers_mut();
        headers.insert(CONTENT_TYPE, content_type);
        headers.insert(CONTENT_LENGTH, body.content.len().into());
        self.progress = Some(body.content.progress());
        *self.request.body_mut() = Some(body.content.into_body());
        Ok(())
    }
}

/// Opens what has to be opened, and lays out the body. Its media type is the declared one, or else the one by which everybody calls that
/// kind of body.
async fn body(content: &Content, declared: &str) -> Result<Option<Body>> {
    let text = |usual: &str, text: Vec<u8>| {
        let mut content = Outgoing::new();
        content.push(text, None);
        let content_type = if declared.is_empty() { usual } else { declared };
        Body {
            content_type: content_type.to_owned(),
            content,
        }
    };
    Ok(Some(match content {
        Content::None => return Ok(None),
        Content::Fields(fields) => {
            let mut json = fields.clone();
            json.push(b'}');
            text("application/json", json)
        }
        Content::Json(json) => text("application/json", json.clone()),
        Content::FormUrlEncoded(form) => text(
            "application/x-www-form-urlencoded",
            form.clone().into_bytes(),
        ),
        Content::Multipart(parts) => {
            let form = Box::pin(multipart::form(parts)).await?;
            Body {
                content_type: form.content_type,
                content: form.body,
            }
        }
        Content::File(media, file) => Body {
            content_type: if media.is_empty() { file.mime() } else { media }.to_owned(),
            content: Box::pin(multipart::file(file)).await?,
        },
    }))
}

fn http_method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
        Method::Patch => reqwest::Method::PATCH,
    }
}
