//! Errors, spans, networks, and tests without any.

use coze_client::testing::{Reply, Server};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::run::{example, run};
use crate::certificates::Authority;

/// A host that is on no network.
const HOST: &str = "api.coze.test";

#[test]
fn each_error_has_its_advice() {
    let server = Server::start_in_thread();
    let said = |reply: Reply| {
        server.on("bots.retrieve").reply(reply);
        run(example("errors", &server).arg("7"), "")
    };
    let bot = said(Reply::value(json!({"bot_id": "7", "name": "Librarian"})));
    assert_eq!(bot.well(), "Librarian is there.\n");
    for (reply, advice) in [
        (
            Reply::error(4200, "x"),
            "There is no such agent, or this token must not see it.\n",
        ),
        (
            Reply::error(4100, "x"),
            "Get a new token, or one for this region.\n",
        ),
        (
            Reply::error(4000, "x"),
            "Code 4000: ask the support about log-4.\n",
        ),
        (
            Reply::error(4013, "x").header("Retry-After", "120"),
            "Come back in 120 seconds.\n",
        ),
    ] {
        let said = said(reply);
        assert_eq!(said.out, advice);
        assert!(said.badly().starts_with("Error: GET /v1/bots/{bot_id}: "));
    }
}

#[test]
fn calls_are_spans() {
    let server = Server::start_in_thread();
    server
        .on("users.me")
        .reply(Reply::value(json!({"user_name": "ada"})));
    let said = run(&mut example("trace_calls", &server), "").well();
    assert!(said.contains("coze_call{"), "{said}");
    assert!(said.contains("log_id=\"log-1\""), "{said}");
    assert!(said.contains("signed in as ada"), "{said}");
    assert!(!said.contains(server.token()));
}

/// A proxy that leads every connection to the server, behind the certificate of another host: its address.
async fn proxy(authority: &Authority, server: &Server) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let acceptor = authority.acceptor_of(HOST, &["http/1.1"], false);
    let server = server.url().replace("http://", "");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.expect("a head"));
            }
            assert!(head.starts_with(format!("CONNECT {HOST}:443 ").as_bytes()));
            let agreed = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            agreed.expect("somebody listens");
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue; // who does not trust the certificate leaves
            };
            let mut server = TcpStream::connect(&server).await.expect("it listens");
            _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
        }
    });
    format!("http://{address}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_goes_through_a_proxy_and_trusts_its_own_authority() {
    let server = Server::start().await;
    server
        .on("users.me")
        .reply(Reply::value(json!({"user_name": "ada"})));
    let authority = Authority::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("company.pem");
    std::fs::write(&file, authority.pem()).expect("a file");
    let mut network = example("network", &server);
    network
        .env("COZE_API_BASE", format!("https://{HOST}"))
        .env("COZE_PROXY", proxy(&authority, &server).await);
    let said = tokio::task::spawn_blocking(move || {
        let distrusting = run(&mut network, "");
        (distrusting, run(network.env("COZE_CA_FILE", file), ""))
    });
    let (distrusting, trusting) = said.await.expect("no panic");
    assert!(distrusting.badly().contains("(Connect)"));
    assert_eq!(trusting.well(), "Connected as ada.\n");
}

#[test]
fn a_program_is_tested_without_a_network() {
    let server = Server::start_in_thread();
    let said = run(&mut example("offline", &server), "").well();
    assert!(said.starts_with("All "), "{said}");
    assert!(server.calls().is_empty());
}

#[test]
fn a_program_without_async_code_asks_and_lists() {
    let server = Server::start_in_thread();
    server
        .on("bots.retrieve")
        .reply(Reply::value(json!({"bot_id": "7", "name": "Librarian"})));
    let mut blocking = example("blocking", &server);
    let said = run(blocking.env("COZE_BOT_ID", "7").arg("Hello!"), "").well();
    assert_eq!(said, "Librarian: Hello! How can I help you?\n");
}
