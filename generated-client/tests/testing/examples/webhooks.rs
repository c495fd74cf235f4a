//! A server that events are sent to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, SystemTime};

use coze_client::testing::Server;
use coze_client::webhook::sign;

use super::run::example;

const PUBLISHED: &str = r#"{"header":{"event_type":"bot.published","event_id":"1"},"event":{"bot_id":"7","description":"Helps."}}"#;
const DELETED: &str =
    r#"{"header":{"event_type":"bot.deleted","event_id":"2"},"event":{"bot_id":"7"}}"#;

/// Sends a body that is signed with this token, and returns the answer.
fn post(address: &str, token: &str, time: SystemTime, body: &str) -> String {
    let headers = sign(token, "nonce", time, body.as_bytes());
    let headers = headers
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .concat();
    let length = body.len();
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

#[test]
fn events_are_taken_from_coze_alone() {
    let server = Server::start_in_thread();
    let mut receiver = example("webhook_hyper", &server);
    let receiver = receiver.env("COZE_VERIFY_TOKEN", "new").env("PORT", "0");
    let mut receiver = receiver
        .env("COZE_VERIFY_TOKEN_BEFORE", "old")
        .spawn()
        .expect("it was built");
    let mut out = BufReader::new(receiver.stdout.take().expect("it is piped"));
    let mut said = || {
        let mut line = String::new();
        out.read_line(&mut line).expect("it says something");
        line.trim_end().to_owned()
    };
    let first = said();
    let address = first
        .strip_prefix("Listening on http://")
        .expect("an address");

    let now = SystemTime::now();
    let approved = post(address, "new", now, PUBLISHED);
    assert!(
        approved.ends_with(r#"{"audit":{"audit_status":2,"reason":""}}"#),
        "{approved}"
    );
    // It came again, and is answered in the same way, but not dealt with.
    assert_eq!(
        post(address, "old", now, PUBLISHED).lines().last(),
        approved.lines().last()
    );
    assert!(post(address, "new", now, DELETED).starts_with("HTTP/1.1 200 "));
    let (published, deleted) = (said(), said());
    assert!(
        published.starts_with("BotPublished(") && deleted.starts_with("BotDeleted("),
        "{published}\n{deleted}"
    );

    let challenged = post(address, "", now, r#"{"challenge":"3f9a"}"#);
    assert!(
        challenged.ends_with(r#"{"challenge":"3f9a"}"#),
        "{challenged}"
    );
    assert!(post(address, "another", now, PUBLISHED).starts_with("HTTP/1.1 401 "));
    assert!(
        post(address, "new", now - Duration::from_secs(3600), PUBLISHED)
            .starts_with("HTTP/1.1 401 ")
    );
    receiver.kill().expect("it runs");
    _ = receiver.wait();
}
