//! A server for one test: it answers any number of calls at once, each as the test says, and keeps what it was asked.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use coze_client::{Client, ClientBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// A running server.
#[derive(Clone)]
pub(crate) struct Server {
    url: String,
    calls: Arc<Mutex<Vec<Call>>>,
    clock: Clock,
}

/// The server's clock: it runs as tokio's does.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    start: SystemTime,
    began: Instant,
}

impl Clock {
    fn new(start: SystemTime) -> Self {
        let began = Instant::now();
        Self { start, began }
    }

    pub(crate) fn now(self) -> SystemTime {
        self.start + self.began.elapsed()
    }
}

/// A call that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Method and target, such as `POST /api/permission/oauth2/token`.
    pub(crate) line: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Value,
    /// When it arrived, by the server's clock.
    pub(crate) at: SystemTime,
}

impl Call {
    /// The token that it came with, or `""`.
    pub(crate) fn bearer(&self) -> &str {
        let mut values = self.headers.iter().filter(|(k, _)| k == "authorization");
        let value = values.next().map_or("", |(_, value)| value);
        value.strip_prefix("Bearer ").unwrap_or(value)
    }

    /// A field of the body, or `""`.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// Whether it asks for a token, or is a call of the API.
    pub(crate) fn is_authorization(&self) -> bool {
        self.line.contains("/oauth2/")
    }
}

/// What to answer.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Json(u16, Value),
    Text(u16, &'static str, String),
    /// Status 503, and after how many seconds to come back.
    Busy(u64),
    /// Nothing; the connection stays open.
    Nothing,
}

/// Success, or what passes for it.
pub(crate) fn ok(body: Value) -> Reply {
    Reply::Json(200, body)
}

/// What a call of the API is answered with: an empty list.
pub(crate) fn datasets() -> Reply {
    ok(json!({"code": 0, "data": {"dataset_list": []}}))
}

/// What the API says to a token that it does not take.
pub(crate) fn unauthorized() -> Reply {
    let body =
        json!({"code": 4100, "msg": "authentication is invalid", "detail": {"logid": "log-4100"}});
    Reply::Json(401, body)
}

impl Server {
    /// Starts a server whose clock is right.
    pub(crate) async fn start(answer: impl FnMut(&Call) -> Reply + Send + 'static) -> Self {
        Self::start_at(SystemTime::now(), answer).await
    }

    /// Starts a server whose clock says `time`.
    pub(crate) async fn start_at(
        time: SystemTime,
        answer: impl FnMut(&Call) -> Reply + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let server = Self {
            url,
            calls: Arc::default(),
            clock: Clock::new(time),
        };
        let (calls, clock) = (Arc::clone(&server.calls), server.clock);
        let answer: Arc<Mutex<Answer>> = Arc::new(Mutex::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (calls, answer) = (Arc::clone(&calls), Arc::clone(&answer));
                tokio::spawn(async move { serve(stream, clock, &calls, &answer).await });
            }
        });
        server
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// A client of this server, without a token.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("a valid client")
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(self.url()).max_retries(0)
    }

    /// The calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("no panic").clone()
    }

    /// The tokens that calls of the API came with.
    pub(crate) fn bearers(&self) -> Vec<String> {
        let calls = self.calls();
        let api = calls.iter().filter(|call| !call.is_authorization());
        api.map(|call| call.bearer().to_owned()).collect()
    }

    /// The calls for tokens.
    pub(crate) fn authorizations(&self) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(Call::is_authorization);
        calls
    }
}

pub(crate) type Answer = dyn FnMut(&Call) -> Reply + Send;

async fn serve(
    mut stream: TcpStream,
    clock: Clock,
    calls: &Mutex<Vec<Call>>,
    answer: &Mutex<Answer>,
) -> Option<()> {
    let mut received = Vec::new();
    loop {
        let call = read_call(&mut stream, &mut received, clock).await?;
        calls.lock().expect("no panic").push(call.clone());
        let reply = (answer.lock().expect("no panic"))(&call);
        let mut more = String::new();
        let (status, content_type, body) = match reply {
            Reply::Busy(seconds) => {
                more = format!("Retry-After: {seconds}\r\n");
                (503, "text/plain", String::new())
            }
            Reply::Json(status, body) => (status, "application/json", body.to_string()),
            Reply::Text(status, content_type, body) => (status, content_type, body),
            Reply::Nothing => {
                let _ = stream.read(&mut [0]).await;
                return None;
            }
        };
        let length = body.len();
        let date = httpdate::fmt_http_date(clock.now());
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nDate: {date}\r\nX-Tt-Logid: log-head\r\n{more}\r\n"
        );
        stream.write_all((head + &body).as_bytes()).await.ok()?;
    }
}

async fn read_call(stream: &mut TcpStream, received: &mut Vec<u8>, clock: Clock) -> Option<Call> {
    let head_end = loop {
        if let Some(at) = received.windows(4).position(|w| w == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(received).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&received[..head_end]).into_owned();
    let (line, rest) = head.split_once("\r\n").expect("a request line");
    let headers: Vec<(String, String)> = rest
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let mut lengths = headers.iter().filter(|(k, _)| k == "content-length");
    let length: usize = lengths
        .next()
        .map_or(0, |(_, n)| n.parse().expect("a number"));
    while received.len() < head_end + length {
        if stream.read_buf(received).await.ok()? == 0 {
            return None;
        }
    }
    let body = serde_json::from_slice(&received[head_end..head_end + length]);
    received.drain(..head_end + length);
    Some(Call {
        line: line.trim_end_matches(" HTTP/1.1").to_owned(),
        headers,
        body: body.unwrap_or_default(),
        at: clock.now(),
    })
}

/// An authorization server that keeps its books: which tokens are good, and which refresh token is next.
pub(crate) struct Issuer {
    pub(crate) lifetime: Duration,
    pub(crate) issued: Vec<(String, SystemTime)>,
    pub(crate) refresh_token: String,
}

impl Issuer {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self {
            lifetime,
            issued: Vec::new(),
            refresh_token: "refresh_0_secret".to_owned(),
        }
    }

    /// Answers like Coze: tokens to who asks for them, an empty list to who has one, and refusals.
    pub(crate) fn answer(&mut self, call: &Call) -> Reply {
        if !call.is_authorization() {
            let known =
                |(token, end): &(String, SystemTime)| token == call.bearer() && call.at < *end;
            return if self.issued.iter().any(known) {
                datasets()
            } else {
                unauthorized()
            };
        }
        if call.field("grant_type") == "refresh_token"
            && call.field("refresh_token") != self.refresh_token
        {
            let body = json!({"error_code": "invalid_grant", "error_message": "used"});
            return Reply::Json(400, body);
        }
        let (number, end) = (self.issued.len() + 1, call.at + self.lifetime);
        let token = format!("access_{number}_secret");
        self.issued.push((token.clone(), end));
        self.refresh_token = format!("refresh_{number}_secret");
        let expires_in = end.duration_since(SystemTime::UNIX_EPOCH).expect("now");
        ok(json!({
            "access_token": token,
            "refresh_token": self.refresh_token,
            "expires_in": expires_in.as_secs(),
            "token_type": "Bearer",
        }))
    }
}
