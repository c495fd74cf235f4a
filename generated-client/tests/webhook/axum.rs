//! A server with axum that has the route of the example, and is sent events.

#[path = "../../examples/axum/webhook.rs"]
#[allow(unreachable_pub, reason = "its users take the route from another file")]
mod webhook;

use std::time::SystemTime;

use coze_client::webhook::{Verifier, sign};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const EVENT: &str =
    r#"{"header":{"event_type":"bot.published"},"event":{"bot_id":"7","bot_name":"Ada"}}"#;

#[tokio::test]
async fn the_route_of_the_example_takes_what_is_signed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let app = webhook::app(Verifier::new("token"));
    tokio::spawn(async move { axum::serve(listener, app).await });

    let post = async |body: &str, token: &str| {
        let headers = sign(token, "nonce", SystemTime::now(), body.as_bytes());
        let headers: String = headers
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .concat();
        let length = body.len();
        let request = format!(
            "POST /coze HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .await
            .expect("it answers");
        answer
    };
    let approved = post(EVENT, "token").await;
    assert!(
        approved.ends_with(r#"{"audit":{"audit_status":2,"reason":""}}"#),
        "{approved}"
    );
    let challenged = post(r#"{"challenge":"3f9a"}"#, "token").await;
    assert!(
        challenged.ends_with(r#"{"challenge":"3f9a"}"#),
        "{challenged}"
    );
    let refused = post(EVENT, "another").await;
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
}
