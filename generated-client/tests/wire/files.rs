//! Uploads and downloads, byte for byte.

use std::path::PathBuf;
use std::time::Duration;

use coze_client::{Client, ErrorKind, FilePart};

use crate::server::{Call, Reply, Server};

const UPLOADED: &str = r#"{"code":0,"data":{"id":"7","bytes":3,"file_name":"a.txt"}}"#;

/// A path of its own for each test, removed at its end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("coze-client-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("a folder");
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The one part a form has to consist of.
fn form(call: &Call, head: &str, content: &[u8]) -> Vec<u8> {
    let content_type = call.header("content-type").expect("a form");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a boundary");
    [
        format!("--{boundary}\r\n{head}\r\n\r\n").as_bytes(),
        content,
        format!("\r\n--{boundary}--\r\n").as_bytes(),
    ]
    .concat()
}

#[tokio::test]
async fn bytes_are_uploaded_with_name_and_type() {
    let server = Server::start([Reply::json(UPLOADED)]).await;
    let file = FilePart::bytes("扣子.PDF", &b"abc"[..]);
    let uploaded = server
        .client()
        .files()
        .upload(file)
        .send()
        .await
        .expect("success");
    assert_eq!((uploaded.id.as_str(), uploaded.bytes), ("7", 3));
    let call = server.call();
    assert_eq!(call.line, "POST /v1/files/upload");
    let head = "Content-Disposition: form-data; name=\"file\"; filename=\"扣子.PDF\"\r\nContent-Type: application/pdf";
    assert_eq!(
        String::from_utf8_lossy(&call.body),
        String::from_utf8_lossy(&form(&call, head, b"abc"))
    );
    assert_eq!(
        call.header("content-length"),
        Some(call.body.len().to_string().as_str())
    );
}

#[tokio::test]
async fn a_large_file_is_uploaded_from_its_path() {
    let place = Place::new("upload");
    let content: Vec<u8> = (0..3_000_001_u32).map(|n| (n % 251) as u8).collect();
    let path = place.path("sound.wav");
    std::fs::write(&path, &content).expect("a file");
    let server = Server::start([Reply::json(UPLOADED), Reply::json(UPLOADED)]).await;
    let file = FilePart::path(&path)
        .await
        .expect("a file")
        .with_name("a.bin")
        .with_mime("audio/x-test");
    let client = server.client();
    // The same part can be sent again.
    client
        .files()
        .upload(file.clone())
        .send()
        .await
        .expect("success");
    client.files().upload(file).send().await.expect("success");
    let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\nContent-Type: audio/x-test";
    for call in server.calls() {
        assert!(
            call.body == form(&call, head, &content),
            "{} bytes",
            call.body.len()
        );
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_noticed_at_once() {
    let place = Place::new("missing");
    for path in [place.path("none"), place.0.clone()] {
        let error = FilePart::path(&path).await.expect_err("no file");
        assert_eq!(error.kind(), ErrorKind::File);
        assert!(
            error.to_string().contains(&*path.to_string_lossy()),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_file_that_goes_away_before_it_is_sent_is_an_error() {
    let place = Place::new("gone");
    let path = place.path("a.txt");
    std::fs::write(&path, "abc").expect("a file");
    let file = FilePart::path(&path).await.expect("a file");
    std::fs::remove_file(&path).expect("removed");
    let server = Server::start([Reply::json(UPLOADED)]).await;
    let error = server
        .client()
        .files()
        .upload(file)
        .send()
        .await
        .expect_err("no file");
    assert_eq!((error.kind(), server.calls().len()), (ErrorKind::File, 0));
}

#[tokio::test]
async fn an_upload_that_stands_still_times_out() {
    // Nobody reads: the connection's buffers fill up, far below this size.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let client = Client::builder()
        .base_url(url)
        .token("t")
        .transfer_idle_timeout(Duration::from_millis(30));
    let file = FilePart::bytes("big", vec![0; 64 << 20]);
    let error = client
        .build()
        .expect("valid")
        .files()
        .upload(file)
        .send()
        .await
        .expect_err("nobody reads");
    assert!(
        error.is_timeout() && error.to_string().contains("no progress for 0.03 s"),
        "{error}"
    );
}

#[tokio::test]
async fn an_upload_that_is_not_answered_times_out() {
    let server = Server::start([Reply::nothing()]).await;
    let call = server.client().files().upload(FilePart::bytes("a", "abc"));
    let error = call
        .with_timeout(Duration::from_millis(30))
        .send()
        .await
        .expect_err("no answer");
    assert!(
        error.is_timeout()
            && error
                .to_string()
                .contains("no complete reply within 0.03 s"),
        "{error}"
    );
    server.client_gone().await;
}

#[tokio::test]
async fn sound_is_downloaded_into_memory() {
    // It may begin like JSON, and contain anything.
    let sound: Vec<u8> = b"{\"code\":1}".iter().copied().chain(0..=255).collect();
    let server = Server::start([Reply::new(200, "audio/mpeg", &[&sound[..3], &sound[3..]])]).await;
    let download = server
        .client()
        .audio()
        .speech()
        .create("hi", "voice")
        .send()
        .await
        .expect("sound");
    assert_eq!(download.content_type(), Some("audio/mpeg"));
    assert_eq!(download.bytes().await.expect("all of it"), sound);
}

#[tokio::test]
async fn sound_is_saved_in_a_file() {
    let place = Place::new("save");
    let path = place.path("speech.mp3");
    std::fs::write(&path, "before").expect("a file");
    let server = Server::start([Reply::new(200, "audio/mpeg", &[b"one ", b"two"])]).await;
    let download = server
        .client()
        .audio()
        .speech()
        .create("hi", "voice")
        .send()
        .await
        .expect("sound");
    assert_eq!(download.save(&path).await.expect("saved"), 7);
    assert_eq!(std::fs::read(&path).expect("a file"), b"one two");
    assert_eq!(place.names(), ["speech.mp3"]);
}

#[tokio::test]
async fn half_a_download_is_no_file() {
    let place = Place::new("half");
    let path = place.path("speech.mp3");
    let server = Server::start([Reply::new(200, "audio/mpeg", &[b"one "]).broken()]).await;
    let download = server
        .client()
        .audio()
        .speech()
        .create("hi", "voice")
        .send()
        .await
        .expect("sound");
    assert_eq!(
        download.save(&path).await.expect_err("half").kind(),
        ErrorKind::Truncated
    );
    assert!(place.names().is_empty(), "{:?}", place.names());
}

#[tokio::test]
async fn an_error_in_json_is_no_download() {
    let body = br#"{"code":3010,"msg":"text too long","detail":{"logid":"L1"}}"#;
    for (status, content_type) in [
        (200, "application/json"),
        (200, "text/plain"),
        (400, "audio/mpeg"),
    ] {
        let server = Server::start([Reply::new(status, content_type, &[body])]).await;
        let error = server
            .client()
            .audio()
            .speech()
            .create("hi", "voice")
            .send()
            .await
            .expect_err("refused");
        assert_eq!(error.as_api().map(coze_client::ApiError::code), Some(3010));
        assert_eq!(error.log_id(), Some("L1"));
    }
}
