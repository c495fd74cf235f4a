//! A server over TLS with an authority of its own, which gives every call the same reply.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::certificates::Authority;

/// A running server; it ends with the test.
pub(crate) struct Server {
    address: SocketAddr,
    authority: String,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    pub(crate) fn start() -> Self {
        let authority = Authority::new();
        let acceptor = authority.acceptor(&["http/1.1"], false);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let listener = TcpListener::bind("127.0.0.1:0");
        let listener = runtime.block_on(listener).expect("a free port");
        let address = listener.local_addr().expect("bound");
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(acceptor.clone(), stream));
            }
        });
        Self {
            address,
            authority: authority.pem(),
            _runtime: runtime,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The certificate to trust, as PEM.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }
}

async fn answer(acceptor: TlsAcceptor, stream: TcpStream) {
    const BODY: &str = r#"{"code":0,"data":{"user_id":"7"}}"#;
    let Ok(mut stream) = acceptor.accept(stream).await else {
        return;
    };
    let mut received = Vec::new();
    while !received.ends_with(b"\r\n\r\n") {
        if !matches!(stream.read_buf(&mut received).await, Ok(1..)) {
            return;
        }
    }
    let length = BODY.len();
    let reply =
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{BODY}");
    // The program says what has become of it.
    let _ = stream.write_all(reply.as_bytes()).await;
    let _ = stream.shutdown().await;
}
