//! Coze Studio behind HTTP: who may call what, and with which log id it answers (`api/middleware`).

use std::sync::{Arc, Mutex};

use coze_client::{Client, ClientBuilder};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use crate::http::{self, Reply, Request};
use crate::routes;

/// A personal access token, as it makes them: `pat_` and 64 hexadecimal digits.
pub(crate) const TOKEN: &str =
    "pat_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The log id of every reply.
pub(crate) const LOG_ID: &str = "1d8b2e3c-5d4f-4b6a-9c7e-8f9a0b1c2d3e";

/// A running server. It stops with the test.
pub(crate) struct Studio {
    url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Studio {
    pub(crate) async fn start() -> Self {
        Self::answering(respond).await
    }

    /// A server that lets everybody in and gives this one reply.
    pub(crate) async fn saying(reply: Reply) -> Self {
        Self::answering(move |_| reply.clone()).await
    }

    async fn answering(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let (kept, answer) = (Arc::clone(&requests), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept), Arc::clone(&answer)));
            }
        });
        Self { url, requests }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(self.url.as_str()).token(TOKEN)
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("a valid client")
    }

    /// The last request.
    pub(crate) fn request(&self) -> Request {
        let requests = self.requests.lock().expect("no panic");
        requests.last().expect("a request").clone()
    }

    /// How many requests arrived.
    pub(crate) fn count(&self) -> usize {
        self.requests.lock().expect("no panic").len()
    }
}

async fn serve<A: Fn(&Request) -> Reply>(
    mut stream: TcpStream,
    kept: Arc<Mutex<Vec<Request>>>,
    answer: Arc<A>,
) {
    while let Some(request) = http::read(&mut stream).await {
        let reply = answer(&request);
        kept.lock().expect("no panic").push(request);
        let head = format!(
            "HTTP/1.1 {} X\r\nContent-Type: {}\r\nX-Log-ID: {LOG_ID}\r\nContent-Length: {}\r\n\r\n",
            reply.status,
            reply.media_type,
            reply.body.len()
        );
        let bytes = [head.as_bytes(), &reply.body].concat();
        if stream.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

/// A path that no token opens is one of the web site, which asks for its cookie; a token is looked at only for the others.
fn respond(request: &Request) -> Reply {
    if !routes::is_protected(&request.path) {
        let text = "missing session_key in cookie";
        return json_reply(401, &json!({"code": 401, "msg": text}));
    }
    let authorization = request.header("authorization").unwrap_or_default();
    let token = authorization.strip_prefix("Bearer ").unwrap_or_default();
    let reason = match (authorization, token) {
        ("", _) => "missing authorization in header",
        (_, "") => "missing api_key in request",
        (_, TOKEN) => return routes::answer(request),
        _ => "CheckPermission failed",
    };
    let text = format!("authentication failed: {reason}");
    json_reply(200, &json!({"code": 700_012_006, "msg": text}))
}

pub(crate) fn json_reply(status: u16, body: &serde_json::Value) -> Reply {
    text_reply(status, "application/json; charset=utf-8", &body.to_string())
}

pub(crate) fn text_reply(status: u16, media_type: &str, body: &str) -> Reply {
    Reply {
        status,
        media_type: media_type.to_owned(),
        body: body.as_bytes().to_vec(),
    }
}

/// An event stream, as text.
pub(crate) fn events(body: &str) -> Reply {
    text_reply(200, "text/event-stream", body)
}
