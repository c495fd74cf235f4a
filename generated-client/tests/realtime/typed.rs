//! Every event that is known has a type of its own, which reads and writes all of its data: the table is `events.tsv`.

use std::fmt::Debug;

use coze_client::Client;
use coze_client::realtime::{
    Channel, Connecting, chat, simultaneous_interpretation, speech, transcriptions,
};
use coze_client::testing::{Script, Server};
use coze_client::types::{
    ChatSubmitToolOutputs, ChatUpdate, ConversationMessageCreate, InputAudioBufferAppend,
    InputTextBufferAppend, InputTextGenerateAudio, SimultaneousInterpretationUpdate, SpeechUpdate,
    TranscriptionsUpdate,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The names of the events of one side of a channel, and samples of their data.
fn known(channel: &str, sender: &str) -> Vec<(&'static str, Value)> {
    let rows = include_str!("events.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    let rows = rows.map(|row| row.split('\t').collect::<Vec<_>>());
    let rows = rows.filter(|row| row[0] == channel && row[1] == sender);
    let events: Vec<_> = rows
        .map(|row| (row[2], serde_json::from_str(row[3]).unwrap_or(Value::Null)))
        .collect();
    assert!(!events.is_empty(), "{channel} {sender}");
    events
}

/// Sends all events that are known in both directions.
async fn go_both_ways<C, E>(
    channel: &str,
    endpoint: &str,
    open: impl Fn(&Client) -> Connecting<C>,
    typed: impl Fn(&str, Value) -> E,
) where
    C: Channel,
    C::ServerEvent: Serialize + Debug,
    E: Into<C::ClientEvent>,
{
    let (sent, received) = (known(channel, "client"), known(channel, "server"));
    let mut script = Script::new();
    for (event, _) in &sent {
        script = script.receive(*event);
    }
    for (event, data) in &received {
        script = script.event(*event, data);
    }
    let server = Server::start().await;
    server.on(endpoint).reply(script.close(1000, ""));
    let mut session = open(&server.client()).await.expect("a session");
    for (event, data) in &sent {
        let event = typed(event, data.clone());
        session.send(event).await.expect("sent");
    }
    for (event, data) in &received {
        let arrived = session.try_next().await.expect("no error");
        let arrived = arrived.expect("not the end").event;
        assert!(
            !format!("{arrived:?}").starts_with("Unrecognized"),
            "{event}"
        );
        let written = serde_json::to_value(&arrived).expect("JSON");
        assert_eq!(written["event"], *event);
        has_all(&written["data"], data, event);
    }
    let heard = server.events().into_iter();
    for (heard, (event, data)) in heard.zip(&sent) {
        assert_eq!(heard["event_type"], *event);
        assert_eq!(heard.get("data").unwrap_or(&Value::Null), data, "{event}");
    }
}

/// What was read has all that was sent; a field that was not may be there, and empty.
fn has_all(read: &Value, sent: &Value, at: &str) {
    match sent {
        Value::Object(members) => {
            for (key, member) in members {
                has_all(&read[key], member, &format!("{at}.{key}"));
            }
        }
        other => assert_eq!(read, other, "{at}"),
    }
}

fn of<T: DeserializeOwned>(data: Value) -> T {
    serde_json::from_value(data).expect("a sample of the type")
}

#[tokio::test]
async fn conversations() {
    use chat::ClientEvent;

    let typed = |event: &str, data: Value| match event {
        "chat.update" => of::<ChatUpdate>(data).into(),
        "input_audio_buffer.append" => of::<InputAudioBufferAppend>(data).into(),
        "input_audio_buffer.complete" => ClientEvent::InputAudioBufferComplete,
        "input_audio_buffer.clear" => ClientEvent::InputAudioBufferClear,
        "conversation.message.create" => of::<ConversationMessageCreate>(data).into(),
        "conversation.clear" => ClientEvent::Clear,
        "conversation.chat.submit_tool_outputs" => of::<ChatSubmitToolOutputs>(data).into(),
        "conversation.chat.cancel" => ClientEvent::ChatCancel,
        "input_text.generate_audio" => of::<InputTextGenerateAudio>(data).into(),
        other => panic!("{other} has no type"),
    };
    let open = |client: &Client| client.realtime().chat("1").connect();
    go_both_ways("Chat", "GET /v1/chat", open, typed).await;
}

#[tokio::test]
async fn synthesis() {
    use speech::ClientEvent;

    let typed = |event: &str, data: Value| match event {
        "speech.update" => of::<SpeechUpdate>(data).into(),
        "input_text_buffer.append" => of::<InputTextBufferAppend>(data).into(),
        "input_text_buffer.complete" => ClientEvent::InputTextBufferComplete,
        other => panic!("{other} has no type"),
    };
    let open = |client: &Client| client.realtime().speech().connect();
    go_both_ways("Speech", "GET /v1/audio/speech", open, typed).await;
}

#[tokio::test]
async fn recognition() {
    use transcriptions::ClientEvent;

    let typed = |event: &str, data: Value| match event {
        "transcriptions.update" => of::<TranscriptionsUpdate>(data).into(),
        "input_audio_buffer.append" => of::<InputAudioBufferAppend>(data).into(),
        "input_audio_buffer.complete" => ClientEvent::InputAudioBufferComplete,
        "input_audio_buffer.clear" => ClientEvent::InputAudioBufferClear,
        other => panic!("{other} has no type"),
    };
    let open = |client: &Client| client.realtime().transcriptions().connect();
    let endpoint = "GET /v1/audio/transcriptions";
    go_both_ways("Transcriptions", endpoint, open, typed).await;
}

#[tokio::test]
async fn interpretation() {
    use simultaneous_interpretation::ClientEvent;

    let typed = |event: &str, data: Value| match event {
        "simult_interpretation.update" => of::<SimultaneousInterpretationUpdate>(data).into(),
        "input_audio_buffer.append" => of::<InputAudioBufferAppend>(data).into(),
        "input_audio_buffer.complete" => ClientEvent::InputAudioBufferComplete,
        other => panic!("{other} has no type"),
    };
    let open = |client: &Client| client.realtime().simultaneous_interpretation().connect();
    let endpoint = "GET /v1/audio/simult_interpretation";
    go_both_ways("SimultaneousInterpretation", endpoint, open, typed).await;
}

#[tokio::test]
async fn what_the_query_says() {
    let server = Server::start().await;
    let endpoint = "GET /v1/chat";
    server.on(endpoint).reply(Script::new().close(1000, ""));
    let open = server.client().realtime().chat("1").workflow_id("2 3");
    let _session = open.device_id("4").connect().await.expect("a session");
    let asked = &server.calls()[0];
    assert_eq!(asked.query("bot_id"), Some("1"));
    assert_eq!(asked.query("workflow_id"), Some("2 3"));
    assert_eq!(asked.query("device_id"), Some("4"));
}
