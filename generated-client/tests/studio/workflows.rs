//! Workflows: at once, as streams, in the background, and chat flows.

use coze_client::types::{ChatEvent, InterruptType, NewMessage, WorkflowEvent, WorkflowRunStatus};
use coze_client::{Client, ErrorKind, EventStream};

use crate::server::Studio;

const DEBUG_URL: &str =
    "http://127.0.0.1:8888/work_flow?execute_id=51&space_id=2&workflow_id=3&execute_mode=2";

fn code(error: &coze_client::Error) -> Option<i64> {
    error.as_api().map(coze_client::ApiError::code)
}

#[tokio::test]
async fn a_run_says_what_came_of_it_though_most_fields_are_null() {
    let studio = Studio::start().await;
    let runs = studio.client().workflows().runs();
    let run = runs
        .create("3")
        .parameters([("city", "Paris")])
        .send()
        .await
        .expect("a run");
    assert_eq!((run.data.as_str(), run.token), (r#"{"output":"42"}"#, 7));
    assert_eq!(
        (run.cost.as_str(), run.debug_url.as_str()),
        ("0.00000", DEBUG_URL)
    );
    assert_eq!(run.execute_id, "51");

    let background = runs.create("3").is_async(true).send().await.expect("a run");
    assert_eq!(
        (background.data.as_str(), background.execute_id.as_str()),
        ("", "51")
    );

    for (workflow, expected) in [("4", 6031), ("5", 6039)] {
        let error = runs.create(workflow).send().await.expect_err("a refusal");
        assert_eq!(code(&error), Some(expected));
        let url = error.as_api().and_then(coze_client::ApiError::debug_url);
        assert_eq!(url, Some(DEBUG_URL));
    }
}

async fn all<E>(events: EventStream<E>) -> Vec<E> {
    events.try_collect().await.expect("a good stream")
}

#[tokio::test]
async fn a_stream_tells_what_nodes_say() {
    let studio = Studio::start().await;
    let runs = studio.client().workflows().runs();
    let events = all(runs.stream("3").send().await.expect("a stream")).await;
    let [
        WorkflowEvent::Message(first),
        WorkflowEvent::Message(last),
        WorkflowEvent::Done(end),
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!((first.content.as_str(), last.content.as_str()), ("4", "2"));
    assert_eq!(
        (last.node_seq_id.as_str(), last.node_is_finish, last.token),
        ("1", true, 7)
    );
    assert_eq!(end.debug_url, DEBUG_URL);
}

#[tokio::test]
async fn a_stream_stops_at_a_question_and_goes_on_with_the_answer() {
    let studio = Studio::start().await;
    let runs = studio.client().workflows().runs();
    let events = all(runs.stream("5").send().await.expect("a stream")).await;
    let [
        WorkflowEvent::Message(said),
        WorkflowEvent::Interrupt(interrupt),
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    let question = interrupt.interrupt_data.clone().expect("a question");
    assert_eq!(
        (said.content.as_str(), question.data.as_str()),
        ("Which city?", "Which city?")
    );
    assert_eq!(question.event_id, "51/52");

    let resumed = runs
        .resume_stream("5", "51/52", "Paris", InterruptType::from(2))
        .send()
        .await;
    let events = all(resumed.expect("a stream")).await;
    assert!(
        matches!(&events[0], WorkflowEvent::Message(piece) if piece.content == "P"),
        "{events:?}"
    );

    let again = runs
        .resume_stream("5", "1/2", "Paris", InterruptType::from(2))
        .send()
        .await;
    assert_eq!(
        code(&again.expect_err("nothing to resume")),
        Some(720_701_013)
    );

    let whole = runs
        .stream("5")
        .send_with_answers(|_| {}, |_| async { Ok("Rome".to_owned()) });
    assert_eq!(whole.await.expect("an end").text(), "Rome");
}

#[tokio::test]
async fn a_stream_that_fails_says_why() {
    let studio = Studio::start().await;
    let runs = studio.client().workflows().runs();
    let before = runs.stream("4").send().await.expect_err("JSON instead");
    assert_eq!(code(&before), Some(720_702_011));
    assert!(before.to_string().contains("publish"), "{before}");

    let mut events = runs.stream("6").send().await.expect("a stream");
    let error = events
        .next()
        .await
        .expect("an event")
        .expect_err("a failure");
    assert_eq!(code(&error), Some(720_701_013));
    assert!(error.to_string().contains("node failed"), "{error}");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_chat_flow_is_a_chat() {
    let studio = Studio::start().await;
    let chat = |conversation: &str| {
        let flow = studio.client().workflows().chat();
        let call = flow.stream(
            "3",
            [NewMessage::user("hi")],
            [("CONVERSATION_NAME", "Default")],
        );
        call.app_id("11").conversation_id(conversation).send()
    };
    let events = all(chat("10").await.expect("a stream")).await;
    let [
        ..,
        ChatEvent::ChatCompleted(completed),
        ChatEvent::Done(end),
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!(
        completed.usage.as_ref().map(|usage| usage.token_count),
        Some(6)
    );
    assert_eq!(end.debug_url, DEBUG_URL);
    assert_eq!(
        chat("10")
            .await
            .expect("a stream")
            .text()
            .await
            .expect("an answer"),
        "Hello!"
    );

    let error = chat("404").await.expect_err("another app's");
    assert_eq!(code(&error), Some(777_777_775));
    assert!(error.to_string().contains("app_id"), "{error}");
}

#[tokio::test]
async fn of_a_chat_flow_there_is_its_role() {
    let studio = Studio::start().await;
    let workflows = studio.client().workflows();
    let info = workflows.retrieve("3").send().await.expect("a chat flow");
    let role = info.role.expect("a role");
    assert_eq!(
        (role.name.as_str(), role.workflow_id.as_str()),
        ("Clerk", "3")
    );
    assert_eq!(role.onboarding_info["prologue"], "Hello!");
    assert!(role.avatar.is_null() && info.workflow_detail.is_none());

    let none = workflows.retrieve("4").send().await.expect_err("no role");
    assert_eq!(none.kind(), ErrorKind::Decode);
    let other = workflows
        .retrieve("5")
        .send()
        .await
        .expect_err("no chat flow");
    assert_eq!(code(&other), Some(777_777_780));
}

fn history(
    client: &Client,
    run: &str,
) -> coze_client::resources::workflows::RetrieveStudioRunHistory {
    client
        .workflows()
        .runs()
        .histories()
        .retrieve_on_studio("3", run)
}

#[tokio::test]
async fn what_came_of_a_run_in_the_background_is_read() {
    let studio = Studio::start().await;
    let client = studio.client();
    let found = history(&client, "51").send().await.expect("a run");
    let run = &found[0];
    assert_eq!(run.execute_id, "7512345678901234567");
    assert_eq!(run.execute_status, Some(WorkflowRunStatus::Success));
    assert_eq!(
        (run.connector_id.as_str(), run.bot_id.as_str()),
        ("1024", "")
    );
    assert_eq!((run.logid.as_str(), run.token), ("log 1", 7));
    assert_eq!(
        (run.input.as_str(), run.output.as_str()),
        (r#"{"city":"Paris"}"#, r#"{"Output":"42"}"#)
    );

    let failed = history(&client, "52").send().await.expect("a run");
    assert_eq!(
        (
            failed[0].error_code.as_str(),
            failed[0].error_message.as_str()
        ),
        ("720701013", "node failed")
    );
    assert!(
        history(&client, "404")
            .send()
            .await
            .expect("no run")
            .is_empty()
    );
}

#[tokio::test]
async fn a_run_in_the_background_is_waited_for() {
    let studio = Studio::start().await;
    let client = studio.client();
    let run = history(&client, "51").wait().await.expect("a result");
    assert_eq!(run.output, r#"{"Output":"42"}"#);

    let error = history(&client, "52").wait().await.expect_err("a failure");
    assert_eq!(
        (code(&error), error.log_id()),
        (Some(720_701_013), Some("log 1"))
    );
    let asks = history(&client, "53").wait().await.expect_err("a question");
    assert!(asks.to_string().contains("waits for an answer"), "{asks}");
}

#[tokio::test]
async fn a_conversation_of_an_app_is_found_by_its_name() {
    let studio = Studio::start().await;
    let conversations = studio.client().workflows().conversations();
    let call = |name: &str| {
        conversations
            .create("11", "3", name)
            .get_or_create(true)
            .send()
    };
    let found = call("Default").await.expect("a conversation");
    assert_eq!(
        (found.id.as_str(), found.last_section_id.as_str()),
        ("10", "30")
    );
    assert_eq!(
        code(&call("unknown").await.expect_err("no such name")),
        Some(777_777_762)
    );
}
