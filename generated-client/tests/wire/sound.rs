//! Sound is sound: what comes in its place is an error, whatever it calls itself, and nothing of it is saved.

use coze_client::{Download, Error, ErrorKind, Result};

use crate::server::{Reply, Server, gzip};

async fn sound(reply: Reply) -> Result<Download> {
    let server = Server::start([reply]).await;
    let client = server.builder().max_retries(0).build().expect("valid");
    client.audio().speech().create("hi", "voice").send().await
}

async fn refused(reply: Reply) -> Error {
    let refused = sound(reply.clone()).await.err();
    refused.unwrap_or_else(|| panic!("{reply:?} passed as sound"))
}

async fn heard(reply: Reply) -> Vec<u8> {
    let download = sound(reply.clone()).await;
    let download = download.unwrap_or_else(|error| panic!("{reply:?}: {error}"));
    download.bytes().await.expect("all of it").to_vec()
}

/// What is no sound, and what kind of error it is.
const OTHERS: [(&str, ErrorKind); 13] = [
    (r#"{"code":4101,"msg":"no"}"#, ErrorKind::Auth),
    (r#"{"error":{"message":"upstream"}}"#, ErrorKind::Api),
    (r#"{"success":false}"#, ErrorKind::Api),
    (r#" {"status":"up"}"#, ErrorKind::Decode),
    (
        r#"{"code":0,"data":{"audio":"UklGRg=="}}"#,
        ErrorKind::Decode,
    ),
    ("\u{feff}{}", ErrorKind::Decode),
    ("[]", ErrorKind::Decode),
    ("null", ErrorKind::Decode),
    ("\"ok\"", ErrorKind::Decode),
    ("\n<html>Log in</html>", ErrorKind::Decode),
    ("<Error><Code>NoSuchKey</Code></Error>", ErrorKind::Decode),
    ("event:error\ndata:{\"code\":1}\n\n", ErrorKind::Decode),
    ("", ErrorKind::Decode),
];

#[tokio::test]
async fn what_is_no_sound_is_an_error_whatever_its_label() {
    for (body, kind) in OTHERS {
        for label in [
            "audio/mpeg",
            "Audio/OGG; codecs=opus",
            "application/json; charset=utf-8",
            "text/html",
            "text/plain",
            "application/octet-stream",
            "",
        ] {
            let error = refused(Reply::new(200, label, &[body.as_bytes()])).await;
            assert_eq!(error.kind(), kind, "{label} {body}: {error}");
            assert_eq!(error.body().unwrap_or_default(), body.as_bytes(), "{label}");
        }
    }
    for label in ["text/plain", "application/json", "text/html", ""] {
        let error = refused(Reply::new(200, label, &[b"upstream timeout"])).await;
        assert!(error.to_string().contains("upstream timeout"), "{error}");
    }
    let error = refused(Reply::new(204, "audio/mpeg", &[]).announcing(0)).await;
    assert!(error.to_string().contains("empty"), "{error}");
}

#[tokio::test]
async fn what_is_no_sound_is_found_in_any_pieces() {
    for (body, kind) in &OTHERS[..12] {
        let pieces: Vec<&[u8]> = body.as_bytes().chunks(1).collect();
        let error = refused(Reply::new(200, "audio/mpeg", &pieces)).await;
        assert_eq!(error.kind(), *kind, "{body}: {error}");
    }
}

#[tokio::test]
async fn what_is_no_sound_is_found_in_its_compression() {
    for (body, kind) in &OTHERS[..12] {
        let body = gzip(body.as_bytes());
        for label in ["audio/mpeg", "application/json"] {
            let unsaid = Reply::new(200, label, &[&body]);
            let said = unsaid.clone().header("Content-Encoding", "gzip");
            for reply in [unsaid, said] {
                let error = refused(reply).await;
                assert_eq!(error.kind(), *kind, "{error}");
            }
        }
    }
}

#[tokio::test]
async fn sound_is_sound_whatever_its_label_and_its_first_byte() {
    for sound in [
        &b"{\x00\xff\x01<"[..],
        b"<\x00<\x00",
        b"[\x01]",
        b"ID3\x04\x00",
        b"\xff\xfb\x90\x00",
        b"\x1f\x8b is no gzip",
        b"\x00\x00",
    ] {
        for label in ["audio/pcm", "application/octet-stream", "text/plain", ""] {
            let heard = heard(Reply::new(200, label, &[sound])).await;
            assert_eq!(heard, sound, "{label}");
        }
    }
}

#[tokio::test]
async fn sound_that_a_proxy_compressed_is_that_sound() {
    let sound = b"ID3\x04\x00 and so on";
    for (encoding, body) in [
        ("gzip", gzip(sound)),
        // A label alone compresses nothing.
        ("gzip", sound.to_vec()),
        ("utf-8", sound.to_vec()),
    ] {
        let reply = Reply::new(200, "audio/mpeg", &[&body]).header("Content-Encoding", encoding);
        assert_eq!(heard(reply).await, sound, "{encoding}");
    }
}

#[tokio::test]
async fn what_is_no_sound_leaves_nothing_on_the_disk() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-sound");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (body, _) in OTHERS {
        let saved = async {
            let reply = Reply::new(200, "audio/mpeg", &[body.as_bytes()]);
            sound(reply).await?.save(folder.join("speech.mp3")).await
        };
        saved.await.expect_err(body);
    }
    let left = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(left, 0);
}
