//! The part of a server with axum that Coze sends events to: `app(Verifier::new(token))` is a `Router` to merge into yours.
//!
//! It is for a program that has axum, and none by itself: `tests/webhook/axum.rs` serves it and sends it events. The same without a framework:
//! `webhook_hyper.rs`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use coze_client::webhook::{Audit, Challenge, Event, Verifier};

pub fn app(verifier: Verifier) -> Router {
    Router::new()
        .route("/coze", post(receive))
        .layer(DefaultBodyLimit::max(Verifier::MAX_BODY))
        .with_state(verifier)
}

/// `Bytes` is the body as it came; `Json<…>` would be another one.
async fn receive(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(challenge) = Challenge::read(&body) {
        return json(challenge.to_json());
    }
    match verifier.receive(&headers, &body) {
        Ok(delivery) => match delivery.event {
            Event::BotPublished(bot) => {
                println!("{} is {}", bot.bot_id, bot.bot_name);
                json(Audit::approved().to_json())
            }
            event => {
                println!("{event:?}");
                StatusCode::OK.into_response()
            }
        },
        Err(refused) => {
            eprintln!("{refused}");
            let status = StatusCode::from_u16(refused.status());
            status.unwrap_or(StatusCode::BAD_REQUEST).into_response()
        }
    }
}

fn json(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}
