//! One line and an exit code for each way to fail.

use std::io::{BufRead, BufReader, Read};

use coze_client::testing::{Fault, Reply};
use coze_client::types::ChatEvent;
use serde_json::json;

use crate::support::{Machine, ran};

const LIST: [&str; 4] = ["datasets", "list", "--space-id", "1"];
const STREAM: [&str; 6] = ["chat", "stream", "--bot-id", "7", "--user-id", "ada"];

#[test]
fn a_refusal_is_1_with_code_hint_and_log_id() {
    let machine = Machine::new();
    machine
        .server
        .on("datasets.list")
        .reply(Reply::error(4101, "no permission"));
    let line = machine.run(&LIST).failed(1);
    for part in [
        "coze: GET /v1/datasets",
        "4101",
        "no permission",
        "log-1",
        "region",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
}

#[test]
fn a_wrong_token_is_1_and_is_not_shown() {
    let machine = Machine::new();
    machine.server.expire("pat_secret");
    let line = ran(machine.command(&LIST).env("COZE_API_TOKEN", "pat_secret")).failed(1);
    assert!(line.contains("401") || line.contains("4100"), "{line}");
    assert!(!line.contains("pat_secret"), "{line}");
}

#[test]
fn no_token_is_2_and_says_where_one_comes_from() {
    let machine = Machine::new();
    let line = ran(machine.command(&LIST).env_remove("COZE_API_TOKEN")).failed(2);
    assert!(
        line.contains("COZE_API_TOKEN") && line.contains("coze login"),
        "{line}"
    );
}

// Elsewhere the system is asked, which has no such variable.
#[cfg(target_os = "linux")]
#[test]
fn a_machine_without_certificates_is_told_of_them_with_the_first_call() {
    let machine = Machine::new();
    let nothing = machine.file("certificates.pem", "");
    let mut command = machine.command(&LIST);
    command
        .env("COZE_API_BASE", "https://127.0.0.1:1")
        .env("SSL_CERT_FILE", nothing);
    let line = ran(&mut command).failed(2);
    for part in ["GET /v1/datasets", "TLS cannot be set up", "certificates"] {
        assert!(line.contains(part), "{part}: {line}");
    }
}

#[test]
fn wrong_usage_is_2_before_anything_is_sent() {
    let machine = Machine::new();
    let missing = machine.run(&["datasets", "list"]);
    assert!(
        missing.code == Some(2) && missing.err.contains("--space-id"),
        "{missing:?}"
    );
    let create = [
        "datasets",
        "create",
        "--name",
        "a",
        "--space-id",
        "5",
        "--format-type",
        "txt",
    ];
    let unknown = machine.run(&create);
    assert!(
        unknown.code == Some(2) && unknown.err.contains("text, table"),
        "{unknown:?}"
    );
    let no_json = machine.run(&[&STREAM[..], &["--additional-messages", "hi"]].concat());
    assert!(
        no_json
            .failed(2)
            .contains("--additional-messages is not JSON")
    );
    let no_file = machine
        .run(&["files", "upload", "--file", "/nowhere/a.txt"])
        .failed(2);
    assert!(no_file.contains("/nowhere/a.txt"), "{no_file}");
    assert!(machine.server.calls().is_empty());
}

#[test]
fn no_network_is_3() {
    let machine = Machine::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let line = machine
        .run(&[&LIST[..], &["--base-url", &url]].concat())
        .failed(3);
    assert!(line.contains("no connection"), "{line}");
}

#[test]
fn a_stream_that_breaks_off_is_3_behind_what_came() {
    let machine = Machine::new();
    machine
        .server
        .on("chat.stream")
        .once(Reply::example().cut_after(2));
    let broken = machine.run(&STREAM);
    assert_eq!(
        (broken.code, broken.out.lines().count()),
        (Some(3), 2),
        "{broken:?}"
    );

    // It ends as streams do, but too early.
    let early = "event: conversation.chat.created\ndata: {\"id\": \"1\"}\n\n";
    let reply = Reply::raw("text/event-stream", early);
    machine.server.on("chat.stream").once(reply);
    let line = machine.run(&STREAM).failed(3);
    assert!(line.contains("ended before"), "{line}");
}

#[test]
fn what_a_stream_reports_is_1() {
    let machine = Machine::new();
    let error = "event: error\ndata: {\"code\": 4011, \"msg\": \"no balance\"}\n\n";
    machine
        .server
        .on("chat.stream")
        .once(Reply::raw("text/event-stream", error));
    let line = machine.run(&STREAM).failed(1);
    assert!(
        line.contains("4011") && line.contains("no balance"),
        "{line}"
    );

    let failed = json!({"id": "1", "status": "failed", "last_error": {"code": 5, "msg": "broken"}});
    let failed = serde_json::from_value(failed).expect("a chat");
    machine
        .server
        .on("chat.stream")
        .once(Reply::events([ChatEvent::ChatFailed(failed)]));
    let line = machine.run(&STREAM).failed(1);
    assert!(line.contains("broken"), "{line}");
}

#[test]
fn a_page_that_leads_back_is_1() {
    let machine = Machine::new();
    let page = json!({"items": [{"id": "1"}], "has_more": true, "next_page_token": "a"});
    machine.server.on("api_apps.list").reply(Reply::value(page));
    let ran = machine.run(&["api-apps", "list", "--all"]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(1), 2), "{ran:?}");
}

#[test]
fn a_cut_download_leaves_no_file() {
    let machine = Machine::new();
    machine
        .server
        .on("audio.speech.create")
        .once(Reply::example().with(Fault::CutOff));
    let target = machine.home.path().join("speech.mp3").display().to_string();
    let speech = [
        "audio",
        "speech",
        "create",
        "--input",
        "hi",
        "--voice-id",
        "3",
    ];
    machine
        .run(&[&speech[..], &["--output", &target]].concat())
        .failed(3);
    assert_eq!(
        std::fs::read_dir(machine.home.path())
            .expect("a folder")
            .count(),
        0
    );
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let machine = Machine::new();
    let items = (0..20_000).map(|id| json!({"dataset_id": id.to_string(), "name": "a".repeat(40)}));
    machine
        .server
        .on("datasets.list")
        .reply(Reply::items(items));
    let all = [&LIST[..], &["--page-size", "300", "--all"]].concat();
    let mut child = machine.command(&all).spawn().expect("it runs");
    let mut first = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
    out.read_line(&mut first).expect("it prints");
    drop(out);
    let mut said = String::new();
    let mut err = child.stderr.take().expect("it is piped");
    err.read_to_string(&mut said).expect("text");
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), said.as_str()), (Some(0), ""), "{first}");
}
