//! The way to the service: TLS, proxies, and the host of sessions.

use coze_client::testing::{Script, Server};
use coze_client::{Client, ClientBuilder, ErrorKind, Method};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{ORACLE, PATH, open};
use crate::certificates::Authority;

/// A proxy that leads connections to this host to the server, behind the host's certificate: its address.
async fn proxy(authority: &Authority, server: &Server, host: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    // HTTP/2 is on offer, and must not be chosen.
    let acceptor = authority.acceptor_of(host, &["h2", "http/1.1"], false);
    let server = server.url().replace("http://", "");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.expect("a head"));
            }
            if !head.starts_with(format!("CONNECT {host}:443 ").as_bytes()) {
                continue;
            }
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

async fn client(authority: &Authority, server: &Server) -> ClientBuilder {
    let proxy = proxy(authority, server, "ws.coze.test").await;
    let builder = Client::builder().token("t").max_retries(0).proxy(proxy);
    builder.base_url("https://api.coze.test")
}

#[tokio::test]
async fn a_session_goes_encrypted_through_a_proxy_to_its_own_host() {
    let server = Server::start().await;
    server
        .on(ORACLE)
        .reply(Script::new().receive("a").event("b", ()).close(1000, ""));
    let authority = Authority::new();
    let distrusting = client(&authority, &server).await;
    let trusting = distrusting.clone().add_root_certificate(authority.pem());

    let distrusting = distrusting.build().expect("a client");
    let error = open(&distrusting).await.expect_err("a strange certificate");
    assert_eq!(error.kind(), ErrorKind::Connect);

    let trusting = trusting.build().expect("a client");
    let mut session = open(&trusting).await.expect("a session");
    session.send(super::event("a")).await.expect("sent");
    assert_eq!(super::names(&mut session).await, ["b"]);
    let call = server.calls().remove(0);
    assert_eq!(call.header("host"), Some("ws.coze.test"));
}

#[tokio::test]
async fn sessions_have_an_address_of_their_own_where_one_is_given() {
    let (calls, sessions) = (Server::start().await, Server::start().await);
    sessions.on("GET /gate/v1/oracle").reply(Script::new());
    let address = format!("{}/gate", sessions.url().replace("http:", "ws:"));
    let client = calls.builder().realtime_base_url(address).build();
    let client = client.expect("a client");
    let opened = client.request(Method::Get, PATH).connect().await;
    assert!(opened.is_ok_and(|session| session.is_open()));
    assert!(calls.calls().is_empty());
}
