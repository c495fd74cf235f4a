//! What one writes who takes the shortest way: bare reqwest, memchr for the lines of streams, and serde's derive.

use memchr::memchr;
use serde::Deserialize;
use serde_json::json;

use crate::plain;

pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// As long as real ones are.
const TOKEN: &str = concat!(
    "Bearer ",
    "pat_x3bkVT9rWqLhY7mNc2JpXsAeG5uKdR8fZ1oBtQiH6vEwC4yMgDlUjSnPa0FzO"
);

pub(crate) struct Bare {
    http: reqwest::Client,
    url: String,
}

#[derive(Deserialize)]
#[allow(dead_code)] // they are there to be read
struct Message {
    id: String,
    conversation_id: String,
    bot_id: String,
    role: String,
    r#type: String,
    content: String,
    content_type: String,
    chat_id: String,
    section_id: String,
}

impl Bare {
    pub(crate) fn new(url: &str) -> Outcome<Self> {
        Ok(Self {
            http: reqwest::Client::builder().no_proxy().build()?,
            url: url.to_owned(),
        })
    }

    pub(crate) async fn fetch(&self, space_id: &str) -> Outcome<bytes::Bytes> {
        let url = format!("{}/v1/datasets?space_id={space_id}", self.url);
        let call = self.http.get(url).header("Authorization", TOKEN);
        Ok(call.send().await?.error_for_status()?.bytes().await?)
    }

    pub(crate) async fn list(&self, space_id: &str) -> Outcome<usize> {
        let reply: plain::Reply = serde_json::from_slice(&self.fetch(space_id).await?)?;
        Ok(reply.data.dataset_list.len())
    }

    pub(crate) async fn stream(&self, user_id: &str) -> Outcome<usize> {
        Self::read(self.open(user_id).await?).await
    }

    /// A stream of which nothing has been read.
    pub(crate) async fn open(&self, user_id: &str) -> Outcome<reqwest::Response> {
        let body = json!({"bot_id": "bot", "user_id": user_id, "stream": true});
        let url = format!("{}/v3/chat", self.url);
        let call = self.http.post(url).header("Authorization", TOKEN);
        let call = call
            .header("Content-Type", "application/json")
            .body(body.to_string());
        Ok(call.send().await?.error_for_status()?)
    }

    pub(crate) async fn read(mut reply: reqwest::Response) -> Outcome<usize> {
        let mut length = 0;
        let mut lines = Vec::new();
        let mut event = Vec::new();
        while let Some(piece) = reply.chunk().await? {
            lines.extend_from_slice(&piece);
            let mut rest = &lines[..];
            while let Some(end) = memchr(b'\n', rest) {
                if let Some(name) = rest[..end].strip_prefix(b"event:") {
                    event = name.to_vec();
                }
                if let Some(data) = rest[..end].strip_prefix(b"data:")
                    && event != b"done"
                {
                    length += serde_json::from_slice::<Message>(data)?.content.len();
                }
                rest = &rest[end + 1..];
            }
            lines.drain(..lines.len() - rest.len());
        }
        Ok(length)
    }

    pub(crate) async fn upload(&self, file: bytes::Bytes) -> Outcome<()> {
        let url = format!("{}/v1/files/upload", self.url);
        let head: &[u8] =
            b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n";
        let body = [head, &file, b"\r\n--b--\r\n"].concat();
        let call = self.http.post(url).header("Authorization", TOKEN);
        let call = call
            .header("Content-Type", "multipart/form-data; boundary=b")
            .body(body);
        call.send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }

    pub(crate) async fn download(&self, input: &str) -> Outcome<usize> {
        let url = format!("{}/v1/audio/speech", self.url);
        let body = json!({"voice_id": "voice", "input": input}).to_string();
        let call = self.http.post(url).header("Authorization", TOKEN);
        let call = call.header("Content-Type", "application/json").body(body);
        let mut reply = call.send().await?.error_for_status()?;
        let mut length = 0;
        while let Some(piece) = reply.chunk().await? {
            length += piece.len();
        }
        Ok(length)
    }
}
