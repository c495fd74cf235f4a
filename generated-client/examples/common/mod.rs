//! What the examples of signing in share: their settings, a place where the browser comes back to, and one call as a proof.

use std::error::Error;
use std::io;

use coze_client::Client;
use coze_client::auth::OAuthToken;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

pub(crate) fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("set the environment variable {name}"))
}

pub(crate) fn api_base() -> String {
    std::env::var("COZE_API_BASE").unwrap_or_else(|_| "https://api.coze.com".to_owned())
}

/// Keeps the new refresh token in the file that `COZE_TOKEN_FILE` names. Yours belongs where you keep passwords.
pub(crate) async fn save(token: OAuthToken) -> io::Result<()> {
    println!("New tokens: {token:?}");
    match (std::env::var("COZE_TOKEN_FILE"), token.refresh_token()) {
        (Ok(path), Some(refresh_token)) => tokio::fs::write(path, refresh_token).await,
        _ => Ok(()),
    }
}

pub(crate) async fn show_voices(client: &Client) -> Result<(), Box<dyn Error>> {
    let mut voices = client.audio().voices().list().items();
    while let Some(voice) = voices.try_next().await? {
        println!("{} {}", voice.voice_id, voice.name);
    }
    Ok(())
}

/// Waits on this machine for the browser to come back.
pub(crate) struct Redirect {
    listener: TcpListener,
    uri: String,
}

impl Redirect {
    pub(crate) async fn listen() -> io::Result<Self> {
        let port = std::env::var("COZE_REDIRECT_PORT").unwrap_or_else(|_| "8080".to_owned());
        let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
        let uri = format!("http://{}/callback", listener.local_addr()?);
        Ok(Self { listener, uri })
    }

    pub(crate) fn uri(&self) -> &str {
        &self.uri
    }

    /// The path and query that the browser comes back with. Browsers also ask for other things, such as icons.
    pub(crate) async fn wait(&self) -> io::Result<String> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            let mut stream = BufReader::new(stream);
            let mut line = String::new();
            stream.read_line(&mut line).await?;
            let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
            let is_redirect = target.starts_with("/callback?");
            let (status, text) = if is_redirect {
                ("200 OK", "You can close this window.")
            } else {
                ("404 Not Found", "Nothing here.")
            };
            let length = text.len();
            let reply = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
            );
            stream.write_all(reply.as_bytes()).await?;
            stream.shutdown().await?;
            if is_redirect {
                return Ok(target);
            }
        }
    }
}
