//! A server that Coze sends events to, with hyper and no framework.
//!
//! ```sh
//! COZE_VERIFY_TOKEN=… PORT=8000 cargo run -p coze-client --features webhook --example webhook_hyper
//! ```
//!
//! The token is the `verify_token` of the callback app. During a rotation, `COZE_VERIFY_TOKEN_BEFORE` is the old one. The same with
//! axum: `axum/webhook.rs`.

use std::collections::HashSet;
use std::convert::Infallible;
use std::error::Error;
use std::sync::{Arc, Mutex};

use coze_client::webhook::{Audit, Challenge, Event, Verifier};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

struct Receiver {
    verifier: Verifier,
    /// The ids of events that were dealt with. Yours belong where all of your servers see them.
    done: Mutex<HashSet<String>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = std::env::var("COZE_VERIFY_TOKEN").map_err(|_| "set COZE_VERIFY_TOKEN")?;
    let before = std::env::var("COZE_VERIFY_TOKEN_BEFORE").unwrap_or_default();
    let port = std::env::var("PORT").unwrap_or_else(|_| "8000".to_owned());
    let receiver = Arc::new(Receiver {
        verifier: Verifier::new(token).or_token(before),
        done: Mutex::default(),
    });
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("Listening on http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let receiver = receiver.clone();
        tokio::spawn(async move {
            let answer = service_fn(|request| answer(&receiver, request));
            let http = hyper::server::conn::http1::Builder::new();
            if let Err(error) = http.serve_connection(TokioIo::new(stream), answer).await {
                eprintln!("{error}");
            }
        });
    }
}

async fn answer(
    receiver: &Receiver,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, Verifier::MAX_BODY);
    let Ok(body) = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
    else {
        return Ok(response(413, String::new()));
    };
    if let Some(challenge) = Challenge::read(&body) {
        return Ok(response(200, challenge.to_json()));
    }
    Ok(match receiver.verifier.receive(&head.headers, &body) {
        Ok(delivery) => {
            let is_first = receiver
                .done
                .lock()
                .is_ok_and(|mut done| done.insert(delivery.header.event_id));
            response(200, handle(&delivery.event, is_first))
        }
        Err(refused) => {
            eprintln!("{refused}");
            response(refused.status(), String::new())
        }
    })
}

/// Does what an event asks for, and says what to answer: also to an event that was delivered before.
fn handle(event: &Event, is_first: bool) -> String {
    if is_first {
        println!("{event:?}");
    }
    match event {
        Event::BotPublished(bot) if bot.description.is_empty() => {
            Audit::rejected("say what the agent is for").to_json()
        }
        Event::BotPublished(_) => Audit::approved().to_json(),
        _ => String::new(),
    }
}

fn response(status: u16, json: String) -> Response<Full<Bytes>> {
    let response = Response::builder()
        .status(status)
        .header("Content-Type", "application/json");
    response.body(Full::from(json)).unwrap_or_default()
}
