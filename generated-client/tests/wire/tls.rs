//! Whom a client trusts, who it says that it is, and which library sees to that.

use coze_client::{Client, ClientBuilder, ErrorKind, Tls};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::certificates::Authority;
use crate::server::TOKEN;

/// A server over TLS, and a client of it that does not yet trust it.
async fn serve(authority: &Authority, asking: bool) -> ClientBuilder {
    const BODY: &str = r#"{"code":0,"data":{"total_count":7}}"#;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("https://{}", listener.local_addr().expect("bound"));
    let acceptor = authority.acceptor(&["http/1.1"], asking);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            // A small call arrives in one piece.
            let _ = stream.read(&mut [0; 4096]).await;
            let length = BODY.len();
            let reply = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{BODY}");
            let _ = stream.write_all(reply.as_bytes()).await;
        }
    });
    let builder = Client::builder().base_url(url).token(TOKEN);
    // Some other root, so that a machine without any certificates can make the client.
    let builder = builder.add_root_certificate(Authority::new().pem());
    builder.max_retries(0)
}

async fn outcome(builder: ClientBuilder) -> Result<i64, ErrorKind> {
    let client = builder.build().expect("valid");
    let page = client.datasets().list("s").send().await;
    page.map(|page| page.total_count).map_err(|e| e.kind())
}

#[tokio::test]
async fn an_authority_is_trusted_if_it_is_named() {
    let authority = Authority::new();
    let builder = serve(&authority, false).await;
    assert_eq!(outcome(builder.clone()).await, Err(ErrorKind::Connect));
    let trusting = builder.add_root_certificate(authority.pem());
    assert_eq!(outcome(trusting).await, Ok(7));
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_who_asks() {
    let authority = Authority::new();
    let builder = serve(&authority, true).await;
    let builder = builder.add_root_certificate(authority.pem());
    assert!(outcome(builder.clone()).await.is_err());
    let (certificate, key) = authority.issue("client.example");
    let named = builder.client_certificate(certificate.pem(), key.serialize_pem());
    assert_eq!(outcome(named).await, Ok(7));
}

#[test]
fn what_is_no_certificate_is_an_error_at_once() {
    let authority = Authority::new();
    let (certificate, key) = authority.issue("client.example");
    let builder = || {
        let builder = Client::builder().base_url("https://api.example");
        builder.add_root_certificate(authority.pem())
    };
    let faulty = [
        builder().add_root_certificate(""),
        builder().add_root_certificate("a path/to/a.pem"),
        builder().client_certificate("", key.serialize_pem()),
        builder().client_certificate(certificate.pem(), "no key"),
        builder().client_certificate(certificate.pem(), KEY_OF_NOBODY),
    ];
    for builder in faulty {
        let error = builder.build().expect_err("no PEM");
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("certificate"), "{error}");
    }
}

const KEY_OF_NOBODY: &str = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";

#[test]
fn a_library_that_was_not_compiled_is_an_error_that_names_its_feature() {
    for (tls, feature, is_compiled) in [
        (Tls::Rustls, "`rustls`", cfg!(feature = "rustls")),
        (
            Tls::RustlsRing,
            "`rustls-ring`",
            cfg!(feature = "rustls-ring"),
        ),
        (Tls::Native, "`native-tls`", cfg!(feature = "native-tls")),
    ] {
        let built = Client::builder()
            .base_url("http://127.0.0.1:1")
            .tls(tls)
            .build();
        match built {
            Ok(_) => assert!(is_compiled, "{feature}"),
            Err(error) => {
                assert!(!is_compiled, "{feature}");
                assert_eq!(error.kind(), ErrorKind::Config);
                assert!(error.to_string().contains(feature), "{error}");
            }
        }
    }
}
