//! The client without async code, over real HTTP, against the server of the tests in `wire`.

#![cfg(feature = "blocking")]

#[path = "../wire/server.rs"]
#[allow(dead_code)] // it can do more than is needed here
mod server;

use std::sync::{Arc, Mutex};

use coze_client::blocking::{Block, BlockEach};
use coze_client::types::{ChatEvent, Dataset};
use coze_client::{ErrorKind, FilePart, ToolBox};
use tokio::runtime::{Builder, Runtime};

use self::server::{Reply, Server};

/// A server on threads of its own.
fn serve(replies: impl IntoIterator<Item = Reply>) -> (Runtime, Server) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let server = runtime.block_on(Server::start(replies));
    (runtime, server)
}

const BOT: &str = r#"{"code":0,"data":{"bot_id":"7","name":"Librarian"},"detail":{"logid":"L"}}"#;

#[test]
fn a_call_is_waited_for_where_it_stands() {
    let refusal = Reply::json(r#"{"code":4200,"msg":"no such bot"}"#);
    let (_runtime, server) = serve([Reply::json(BOT), Reply::json(BOT), refusal]);
    let bots = server.client().bots();
    assert_eq!(
        bots.retrieve("7").send().block().expect("a bot").name,
        "Librarian"
    );
    let response = bots
        .retrieve("7")
        .send()
        .with_response()
        .block()
        .expect("a bot");
    assert_eq!(response.log_id(), Some("L"));
    let error = bots.retrieve("8").send().block().expect_err("no bot");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn a_list_is_an_iterator_over_all_its_pages() {
    let page = |ids: &str| {
        Reply::json(&format!(
            r#"{{"code":0,"data":{{"total_count":3,"dataset_list":[{ids}]}}}}"#
        ))
    };
    let pages = [
        page(r#"{"dataset_id":"1"},{"dataset_id":"2"}"#),
        page(r#"{"dataset_id":"3"}"#),
    ];
    let (_runtime, server) = serve(pages);
    let list = server.client().datasets().list("space").page_size(2);
    let all: Vec<Dataset> = list
        .items()
        .blocking_iter()
        .collect::<Result<_, _>>()
        .expect("a list");
    let ids: Vec<_> = all
        .iter()
        .map(|dataset| dataset.dataset_id.as_str())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
}

#[test]
fn a_stream_is_an_iterator_that_ends_with_its_error() {
    let delta = "event: conversation.message.delta\ndata: {\"content\":\"a\"}\n\n";
    let (_runtime, server) = serve([Reply::events(delta)]);
    let events = server
        .client()
        .chat()
        .stream("bot", "user")
        .send()
        .block()
        .expect("a stream");
    let mut events = events.blocking_iter();
    let first = events.next().expect("an event").expect("no error");
    assert!(matches!(first, ChatEvent::MessageDelta(message) if message.content == "a"));
    let error = events.next().expect("an end").expect_err("too early");
    assert_eq!(error.kind(), ErrorKind::Truncated);
    assert!(events.next().is_none());
}

#[test]
fn files_go_both_ways() {
    let sound = Reply::new(200, "audio/mpeg", &[b"ab", b"cd"]);
    let file = Reply::json(r#"{"code":0,"data":{"id":"f"}}"#);
    let (_runtime, server) = serve([file, sound.clone(), sound]);
    let client = server.client();
    let part = FilePart::path("Cargo.toml").block().expect("a file");
    assert_eq!(
        client
            .files()
            .upload(part)
            .send()
            .block()
            .expect("an upload")
            .id,
        "f"
    );
    let text = std::fs::read_to_string("Cargo.toml").expect("a file");
    assert!(server.calls()[0].text().contains(&text));

    let speech = || {
        client
            .audio()
            .speech()
            .create("voice", "hello")
            .send()
            .block()
            .expect("speech")
    };
    let path = std::env::temp_dir().join(format!("coze-client-blocking-{}", std::process::id()));
    assert_eq!(speech().save(&path).block().expect("a file"), 4);
    assert_eq!(std::fs::read(&path).expect("a file"), b"abcd");
    std::fs::remove_file(&path).expect("it is ours");
    let pieces: Vec<_> = speech()
        .blocking_iter()
        .collect::<Result<_, _>>()
        .expect("pieces");
    assert_eq!(pieces.concat(), b"abcd");
}

fn chat(fields: &str) -> Reply {
    Reply::json(&format!(
        r#"{{"code":0,"data":{{"id":"c","conversation_id":"v",{fields}}}}}"#
    ))
}

#[test]
fn chats_are_waited_for_and_tools_called_in_the_thread_that_waits() {
    let action = r#""status":"requires_action","required_action":{"type":"submit_tool_outputs","submit_tool_outputs":{"tool_calls":[{"id":"t","type":"function","function":{"name":"weather","arguments":"{}"}}]}}"#;
    let said = Reply::json(r#"{"code":0,"data":[{"type":"answer","content":"It rains."}]}"#);
    let done = r#""status":"completed""#;
    let (_runtime, server) = serve([chat(action), chat(done), said.clone(), chat(done), said]);
    let (here, seen) = (std::thread::current().id(), Arc::new(Mutex::new(None)));
    let note = Arc::clone(&seen);
    let tools = ToolBox::new().tool("weather", move |_| {
        *note.lock().expect("no panic") = Some(std::thread::current().id());
        async { Ok::<_, std::io::Error>("rain") }
    });
    let chats = server.client().chat();
    let answer = chats.create("bot", "user").wait_with_tools(&tools).block();
    assert_eq!(answer.expect("an answer").text(), "It rains.");
    assert_eq!(*seen.lock().expect("no panic"), Some(here));
    assert!(server.calls()[1].text().contains("rain"));
    let answer = chats.create("bot", "user").wait().block();
    assert_eq!(answer.expect("an answer").text(), "It rains.");
}

#[test]
fn async_code_is_not_blocked_but_told() {
    let (runtime, server) = serve([Reply::json(BOT)]);
    let client = server.client();
    let told = runtime.block_on(async {
        let error = client
            .bots()
            .retrieve("7")
            .send()
            .block()
            .expect_err("async code");
        let mut items = client.datasets().list("space").items().blocking_iter();
        assert!(items.next().is_some_and(|item| item.is_err()));
        assert!(items.next().is_none());
        error
    });
    assert_eq!(told.kind(), ErrorKind::Config);
    assert!(told.to_string().contains("`.await`"), "{told}");
    assert!(server.calls().is_empty());
    // The same client works in both.
    let call = client.bots().retrieve("7").send();
    assert_eq!(runtime.block_on(call).expect("a bot").name, "Librarian");
}

#[test]
fn a_closure_that_blocks_while_a_call_is_waited_for_is_told_too() {
    let (_runtime, server) = serve([Reply::json(r#"{"code":0,"data":{"id":"f"}}"#)]);
    let told = Arc::new(Mutex::new(None));
    let (note, client) = (Arc::clone(&told), server.client());
    let file = FilePart::bytes("a.txt", "content").on_progress(move |_, _| {
        *note.lock().expect("no panic") = client.bots().retrieve("7").send().block().err();
    });
    server
        .client()
        .files()
        .upload(file)
        .send()
        .block()
        .expect("an upload");
    let error = told.lock().expect("no panic").take().expect("an error");
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn many_threads_wait_at_once() {
    let (_runtime, server) = serve((0..8).map(|_| Reply::json(BOT)));
    let client = server.client();
    let threads = (0..8).map(|_| {
        let call = client.bots().retrieve("7").send();
        std::thread::spawn(move || call.block().map(|bot| bot.name))
    });
    let threads: Vec<_> = threads.collect();
    for thread in threads {
        assert_eq!(
            thread.join().expect("no panic").expect("a bot"),
            "Librarian"
        );
    }
}
