//! Lists, documents and sound.

use coze_client::testing::{Fault, Reply, Server};
use serde_json::json;

use super::run::{example, run};

#[test]
fn a_batch_looks_at_every_agent() {
    let server = Server::start_in_thread();
    let agents = (1..=25).map(|id| json!({"id": id.to_string()}));
    server.on("bots.list").reply(Reply::items(agents));
    server.on("bots.retrieve").reply_with(|call| {
        let id = call.path().rsplit('/').next().unwrap_or_default();
        match id {
            "13" => Reply::error(4200, "gone"),
            id => Reply::value(json!({"bot_id": id, "name": format!("Agent {id}")})),
        }
    });
    let mut batch = example("batch", &server);
    let said = run(batch.env("COZE_WORKSPACE_ID", "1"), "");
    assert!(said.out.contains("7  Agent 7\n"), "{}", said.out);
    assert!(said.out.ends_with("25 agents, 1 failed.\n"), "{}", said.out);
    assert!(said.badly().contains("gone"));
    assert_eq!(server.calls_of("bots.list").len(), 2);
}

#[test]
fn documents_are_added_with_a_bar() {
    let server = Server::start_in_thread();
    let document = |progress: i64| {
        let status = i64::from(progress == 100);
        Reply::value(
            json!([{"document_name": "notes.txt", "size": 5, "progress": progress, "status": status}]),
        )
    };
    server
        .on("datasets.process")
        .once(document(40))
        .reply(document(100));
    let folder = tempfile::tempdir().expect("a folder");
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "notes").expect("a file");
    let mut upload = example("knowledge_upload", &server);
    let said = run(upload.env("COZE_DATASET_ID", "1").arg(&notes), "").well();
    assert_eq!(
        said,
        "\r[########------------]  40 %\r[####################] 100 %\nnotes.txt: 5 bytes\n"
    );
    let added = server
        .calls_of("datasets.documents.create")
        .remove(0)
        .json();
    assert_eq!(
        added["document_bases"][0]["source_info"]["file_base64"],
        "bm90ZXM="
    );

    let missing = run(&mut example("knowledge_upload", &server), "").badly();
    assert_eq!(missing, "Error: \"usage: knowledge_upload FILE...\"\n");
}

#[test]
fn a_text_is_spoken_and_sound_is_written_down() {
    let server = Server::start_in_thread();
    server
        .on("audio.voices.list")
        .reply(Reply::items([json!({"voice_id": "voice-1"})]));
    server
        .on("audio.speech.create")
        .once(Reply::raw("audio/mpeg", "sound"));
    server
        .on("audio.transcriptions.create")
        .reply(Reply::value(json!({"text": "Good morning!"})));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("morning.mp3");
    let said = run(
        example("speech", &server).arg("Good morning!").arg(&file),
        "",
    )
    .well();
    assert_eq!(
        said,
        format!(
            "The voice voice-1 speaks in {} (5 bytes).\n",
            file.display()
        )
    );

    let said = run(example("transcription", &server).arg(&file), "").well();
    assert_eq!(said, "Good morning!\n");
    let sent = server.calls_of("audio.transcriptions.create").remove(0);
    assert_eq!(sent.part("file"), Some(b"sound".as_slice()));

    server.on("audio.speech.create").reply(Fault::CutOff);
    let other = folder.path().join("other.mp3");
    run(example("speech", &server).arg("Hello").arg(&other), "").badly();
    assert!(!other.exists());
}
