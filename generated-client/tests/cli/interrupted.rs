//! Ctrl-C.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use coze_client::testing::{Gate, Reply};

use crate::support::Machine;

/// Does what Ctrl-C does.
fn interrupt(child: &Child) {
    let id = child.id().to_string();
    let status = Command::new("kill").args(["-INT", &id]).status();
    assert!(status.expect("there is a `kill`").success());
}

#[test]
fn a_stream_ends_with_130() {
    let machine = Machine::new();
    let gate = Gate::after(2);
    machine
        .server
        .on("chat.stream")
        .once(Reply::example().through(&gate));
    let stream = ["chat", "stream", "--bot-id", "7", "--user-id", "ada"];
    let mut child = machine.command(&stream).spawn().expect("it runs");
    let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
    for _ in 0..2 {
        out.read_line(&mut String::new()).expect("it prints");
    }
    interrupt(&child);
    let status = child.wait().expect("it ends");
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("text");
    assert_eq!((status.code(), rest.as_str()), (Some(130), ""));
}

#[test]
fn an_answer_in_a_conversation_is_cancelled() {
    let machine = Machine::new();
    let gate = Gate::after(3);
    machine
        .server
        .on("chat.stream")
        .once(Reply::example().through(&gate));
    let mut command = machine.command(&["chat", "--bot-id", "7"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(b"hi\n").expect("it reads");
    // The answer has begun.
    let mut out = child.stdout.take().expect("it is piped");
    out.read_exact(&mut [0]).expect("it prints");
    interrupt(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let cancel = machine.server.calls_of("chat.cancel").remove(0);
    let chat = machine.server.calls_of("chat.stream").remove(0);
    let conversation = chat.query("conversation_id");
    assert_eq!(cancel.json()["conversation_id"].as_str(), conversation);
    assert!(
        cancel.json()["chat_id"]
            .as_str()
            .is_some_and(|id| !id.is_empty())
    );
}
