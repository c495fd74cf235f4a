//! Files that are none, that change into something else, or that must not be lost.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use coze_client::{Download, ErrorKind, FilePart};

use crate::server::{Reply, Server};

/// An empty folder of its own for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn pipe(&self, name: &str) -> PathBuf {
        let path = self.at(name);
        let made = Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("mkfifo").success());
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<_> = entries
            .map(|e| name(e).into_string().expect("text"))
            .collect();
        names.sort();
        names
    }
}

#[tokio::test]
async fn what_is_no_file_is_not_uploaded() {
    let folder = Folder::new("what-is-no-file");
    let pipe = folder.pipe("pipe");
    let odd = [
        &folder.0,
        &pipe,
        Path::new("/dev/zero"),
        Path::new("/proc/self/status"),
    ];
    for path in odd {
        let error = FilePart::path(path).await.expect_err("no file");
        assert_eq!(error.kind(), ErrorKind::File, "{}", path.display());
        assert!(error.to_string().contains("cannot be uploaded"), "{error}");
    }
    // It may become such a thing after it was chosen.
    let chosen = folder.at("chosen");
    fs::write(&chosen, "abc").expect("a file");
    let file = FilePart::path(&chosen).await.expect("a file");
    fs::rename(&pipe, &chosen).expect("renamed");
    let server = Server::start([]).await;
    let error = server.client().files().upload(file).send().await;
    let error = error.expect_err("no file any more");
    assert_eq!(error.kind(), ErrorKind::File, "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_empty_file_is_a_file() {
    let folder = Folder::new("an-empty-file");
    let path = folder.at("empty.txt");
    fs::write(&path, "").expect("a file");
    let file = FilePart::path(&path).await.expect("a file");
    let uploaded = Reply::json(r#"{"code":0,"data":{"id":"7"}}"#);
    let server = Server::start([uploaded]).await;
    let call = server.client().files().upload(file);
    assert_eq!(call.send().await.expect("uploaded").id, "7");
    let sent = server.call().text();
    assert!(
        sent.contains("filename=\"empty.txt\"\r\nContent-Type: text/plain\r\n\r\n\r\n--"),
        "{sent}"
    );
}

async fn download(replies: [Reply; 1]) -> Download {
    let server = Server::start(replies).await;
    let call = server
        .client()
        .audio()
        .speech()
        .create("voice", "hi")
        .send();
    call.await.expect("a download")
}

fn sound() -> [Reply; 1] {
    [Reply::new(200, "audio/mpeg", &[b"so", b"und"])]
}

#[tokio::test]
async fn a_saved_file_takes_the_place_of_the_old_one_and_nothing_else() {
    let folder = Folder::new("a-saved-file");
    let (path, link) = (folder.at("sound"), folder.at("link"));
    fs::write(&path, "old").expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
    symlink("sound", &link).expect("a link");
    symlink("new", folder.at("to-nothing")).expect("a link");
    fs::write(folder.at("sound.part"), "somebody's").expect("a file");
    for target in [&path, &link, &folder.at("to-nothing")] {
        assert_eq!(
            download(sound().clone())
                .await
                .save(target)
                .await
                .expect("saved"),
            5
        );
    }
    assert_eq!(fs::read_to_string(&path).expect("a file"), "sound");
    assert_eq!(
        fs::read_to_string(folder.at("new")).expect("a file"),
        "sound"
    );
    let mode = fs::metadata(&path).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(
        folder.names(),
        ["link", "new", "sound", "sound.part", "to-nothing"]
    );
}

#[tokio::test]
async fn something_else_than_a_file_is_not_replaced() {
    let folder = Folder::new("something-else");
    let pipe = folder.pipe("pipe");
    fs::create_dir(folder.at("folder")).expect("a folder");
    symlink("loop", folder.at("loop")).expect("a link");
    for path in [
        pipe,
        folder.at("folder"),
        folder.at("loop"),
        folder.at("none/sound"),
    ] {
        let saved = download(sound()).await.save(&path).await;
        assert_eq!(saved.expect_err("no file").kind(), ErrorKind::File);
    }
    assert_eq!(folder.names(), ["folder", "loop", "pipe"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_of_a_file_that_does_not_become_complete() {
    let folder = Folder::new("not-complete");
    let half = || Reply::new(200, "audio/mpeg", &[b"so"]);
    let error = download([half().broken()]).await.save(folder.at("a")).await;
    assert_eq!(error.expect_err("broken").kind(), ErrorKind::Truncated);
    let silent = download([half().silent()]).await.save(folder.at("b"));
    let second = std::time::Duration::from_secs(1);
    let saved = tokio::time::timeout(second, silent).await;
    assert!(saved.is_err(), "it was given up");
    assert_eq!(folder.names(), [""; 0]);
}
