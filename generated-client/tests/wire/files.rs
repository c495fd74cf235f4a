//! Uploads and downloads, byte for byte.

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use coze_client::{Client, Download, ErrorKind, FilePart};
use tokio::net::TcpListener;

use crate::server::{Call, Reply, Server, TOKEN};

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

/// What an `on_progress` was told, in order.
type Told<T> = Arc<Mutex<Vec<T>>>;

/// A part of the file at `path` whose progress is kept.
async fn watched(path: &PathBuf) -> (FilePart, Told<(u64, u64)>) {
    let told = Told::default();
    let file = FilePart::path(path).await.expect("a file");
    let teller = Arc::clone(&told);
    let file = file.on_progress(move |sent, total| {
        teller.lock().expect("no panic").push((sent, total));
    });
    (file, told)
}

/// A file of zeros that takes no room on the disk.
fn sparse(path: &PathBuf, len: u64) {
    let file = File::create(path).expect("a file");
    file.set_len(len).expect("room");
}

#[tokio::test]
async fn an_upload_says_how_far_it_is() {
    const LEN: u64 = 64 << 20;
    let place = Place::new("progress");
    let path = place.path("big.bin");
    sparse(&path, LEN);
    let (file, told) = watched(&path).await;
    let server = Server::start([Reply::json(UPLOADED)]).await;
    let call = server.client().files().upload(file);
    call.send().await.expect("success");
    assert!(server.call().body.len() as u64 > LEN);
    let told = told.lock().expect("no panic");
    assert_eq!(told.last(), Some(&(LEN, LEN)));
    let mut before = 0;
    for &(sent, total) in &*told {
        let step = sent - before;
        assert!(total == LEN && (1..=256 * 1024).contains(&step), "{step}");
        before = sent;
    }
    // Pieces are as large as they may be, so there are few.
    assert!(told.len() < 300, "{}", told.len());
}

#[tokio::test(start_paused = true)]
async fn a_file_is_read_no_faster_than_it_is_sent() {
    let place = Place::new("unread");
    let path = place.path("big.bin");
    sparse(&path, 64 << 20);
    let (file, told) = watched(&path).await;
    // Nobody reads: the connection's buffers fill up.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let client = Client::builder().base_url(url).token(TOKEN).build();
    let call = client.expect("valid").files().upload(file);
    assert!(call.send().await.expect_err("nobody reads").is_timeout());
    let (sent, _) = *told.lock().expect("no panic").last().expect("a beginning");
    assert!(sent < 32 << 20, "{sent} bytes");
}

#[tokio::test]
async fn a_file_that_changes_its_length_while_it_is_sent_is_an_error() {
    const LEN: u64 = 3 * 256 * 1024;
    let place = Place::new("changing");
    for (name, then) in [("shorter", LEN / 2), ("longer", LEN + 1), ("empty", 0)] {
        let path = place.path(name);
        sparse(&path, LEN);
        let file = FilePart::path(&path).await.expect("a file");
        let file = file.on_progress(move |_, _| {
            let file = File::options().write(true).open(&path).expect("a file");
            file.set_len(then).expect("changed");
        });
        let server = Server::start([Reply::json(UPLOADED)]).await;
        let call = server.client().files().upload(file);
        let error = call.send().await.expect_err(name);
        assert_eq!(
            error.to_string(),
            "POST /v1/files/upload: a file became shorter or longer while it was sent"
        );
        assert_eq!((error.kind(), server.calls().len()), (ErrorKind::File, 0));
    }
}

async fn speech(server: &Server) -> Download {
    let call = server.client().audio().speech().create("voice", "hi");
    call.send().await.expect("sound")
}

#[tokio::test]
async fn a_download_says_how_far_it_is() {
    let announced = Reply::new(200, "audio/mpeg", &[b"one ", b"two"]).announcing(7);
    let unknown = Reply::new(200, "audio/mpeg", &[b"one ", b"two"]);
    let server = Server::start([announced, unknown]).await;
    for total in [Some(7), None] {
        let told = Told::default();
        let teller = Arc::clone(&told);
        let download = speech(&server).await.on_progress(move |received, total| {
            teller.lock().expect("no panic").push((received, total));
        });
        assert_eq!(download.bytes().await.expect("all of it"), "one two");
        let told = told.lock().expect("no panic");
        assert_eq!(told.last(), Some(&(7, total)));
    }
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
        .create("voice", "hi")
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
        .create("voice", "hi")
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
        .create("voice", "hi")
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
async fn what_is_there_stays_until_all_of_its_successor_has_arrived() {
    let place = Place::new("before");
    let path = place.path("speech.mp3");
    std::fs::write(&path, "before").expect("a file");
    let half = Reply::new(200, "audio/mpeg", &[b"one "]);
    let server = Server::start([half.clone().broken(), half.silent()]).await;
    let broken = speech(&server).await.save(&path).await;
    assert_eq!(broken.expect_err("half").kind(), ErrorKind::Truncated);
    // Given up in the middle.
    let download = speech(&server).await;
    let path_of_task = path.clone();
    let saving = tokio::spawn(async move { download.save(path_of_task).await });
    while place.names().len() < 2 {
        tokio::task::yield_now().await;
    }
    saving.abort();
    assert!(saving.await.expect_err("given up").is_cancelled());
    // A thread that is just making the file removes it.
    while place.names() != ["speech.mp3"] {
        tokio::task::yield_now().await;
    }
    assert_eq!(std::fs::read(&path).expect("a file"), b"before");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error_with_its_path() {
    let place = Place::new("nowhere");
    let server = Server::start([Reply::new(200, "audio/mpeg", &[b"one"])]).await;
    let path = place.path("no such folder").join("speech.mp3");
    let error = speech(&server).await.save(&path).await;
    let error = error.expect_err("no folder");
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().contains("no such folder"), "{error}");
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
            .create("voice", "hi")
            .send()
            .await
            .expect_err("refused");
        assert_eq!(error.as_api().map(coze_client::ApiError::code), Some(3010));
        assert_eq!(error.log_id(), Some("L1"));
    }
}
