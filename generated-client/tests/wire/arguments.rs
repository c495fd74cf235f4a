//! What programs pass to calls: objects of any kind, options, empty lists; and what cannot be sent.

use std::collections::{BTreeMap, HashMap};

use coze_client::types::{ChatEvent, Dataset, DatasetStatus, ModelConfig, NewMessage};
use coze_client::{Client, Download, Error, ErrorKind, EventStream, FilePart, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::server::{Reply, Server};

/// A client whose calls go nowhere: what is refused is refused before that.
fn offline() -> Client {
    let client = Client::builder().token("t").base_url("http://127.0.0.1:9");
    client.max_retries(0).build().expect("a client")
}

#[track_caller]
fn assert_argument(refused: Result<impl Sized, Error>, text: &str) {
    let error = refused.err().expect("it is refused");
    assert_eq!(error.kind(), ErrorKind::Argument, "{error}");
    assert!(error.to_string().contains(text), "{error}");
}

/// The body of a run of a workflow with these parameters.
async fn sent(parameters: impl Serialize) -> Value {
    let server = Server::start([Reply::json(r#"{"code":0,"data":"{}"}"#)]).await;
    let run = server.client().workflows().runs().create("w");
    run.parameters(parameters).send().await.expect("success");
    let body: Value = serde_json::from_str(&server.call().text()).expect("JSON");
    body["parameters"].clone()
}

#[tokio::test]
async fn parameters_are_whatever_becomes_an_object() {
    #[derive(Serialize)]
    struct Trip<'a> {
        city: &'a str,
        days: u8,
    }
    let expected = json!({"city": "Paris", "days": 2});
    let trip = Trip {
        city: "Paris",
        days: 2,
    };
    assert_eq!(sent(&trip).await, expected);
    assert_eq!(sent(expected.clone()).await, expected);
    assert_eq!(sent(expected.as_object()).await, expected);
    assert_eq!(
        sent([("city", json!("Paris")), ("days", json!(2))]).await,
        expected
    );
    assert_eq!(
        sent(HashMap::from([("city", "Paris")])).await,
        json!({"city": "Paris"})
    );
    assert_eq!(sent(BTreeMap::<String, Value>::new()).await, json!({}));
}

#[tokio::test]
async fn what_is_no_object_is_refused_with_its_name() {
    let run = || offline().workflows().runs().create("w");
    assert_argument(
        run().parameters(json!(["a"])).send().await,
        "`parameters` cannot be sent: it must be an object, and is a list",
    );
    assert_argument(run().parameters("{}").send().await, "and is a text");
    assert_argument(
        run().set_parameters(Some(json!(7))).send().await,
        "and is a number",
    );
    assert_argument(
        run().parameters([("score", f64::NAN)]).send().await,
        "NaN is no number of JSON",
    );
}

#[tokio::test]
async fn numbers_that_are_none_are_refused_with_their_place() {
    let bot = offline().bots().create("space", "name");
    let model = ModelConfig::new("model").temperature(f64::INFINITY);
    assert_argument(
        bot.model_info_config(model).send().await,
        "`model_info_config.temperature` cannot be sent: inf is no number of JSON",
    );
    let speech = offline().audio().speech().create("voice", "text");
    assert_argument(
        speech.speed(f64::NAN).send().await,
        "`speed` cannot be sent: NaN is no number of JSON",
    );
}

#[tokio::test]
async fn an_option_sets_or_clears() {
    let empty = r#"{"code":0,"data":{"items":[]}}"#;
    let server = Server::start([Reply::json(empty), Reply::json(empty)]).await;
    let list = server.client().workflows().list("s");
    let (app, size): (Option<String>, Option<i64>) = (Some("a".to_owned()), None);
    let call = list.clone().set_app_id(app).set_page_size(size);
    call.send().await.expect("success");
    let call = list
        .app_id("a")
        .page_num(7)
        .set_app_id(None)
        .set_page_num(None);
    call.send().await.expect("success");
    let lines: Vec<String> = server.calls().into_iter().map(|call| call.line).collect();
    assert_eq!(
        lines,
        [
            "GET /v1/workflows?workspace_id=s&page_num=1&app_id=a",
            "GET /v1/workflows?workspace_id=s&page_num=1"
        ]
    );
}

#[tokio::test]
async fn an_empty_list_needs_no_type() {
    let server = Server::start([Reply::json(r#"{"code":0,"data":{"id":"1"}}"#)]).await;
    let chat = server.client().chat().create("b", "u");
    let chat = chat.set_additional_messages(Some(vec![]));
    chat.send().await.expect("success");
    let body: Value = serde_json::from_str(&server.call().text()).expect("JSON");
    assert_eq!(body["additional_messages"], json!([]));
}

#[test]
fn options_set_what_is_sent_in_types() {
    let message = NewMessage::user("hi").set_meta_data(None);
    assert_eq!(message, NewMessage::user("hi"));
}

/// People sort, count and remember what they have received.
#[test]
fn types_without_decimal_numbers_are_keys() {
    let seen = HashMap::from([(NewMessage::user("hi"), 1)]);
    assert_eq!(seen.get(&NewMessage::user("hi")), Some(&1));
    let states: std::collections::HashSet<DatasetStatus> =
        [1, 1, 3].map(DatasetStatus::from).into();
    assert_eq!(states.len(), 2);
}

/// A stream in a struct of the program must not keep that from being shared between threads.
#[test]
fn what_calls_give_can_be_shared() {
    fn shared<T: Send + Sync + 'static>(_: impl FnOnce(Client) -> T) {}
    shared(|client| client.datasets().list("s"));
    shared(|client| client.datasets().list("s").pages());
    shared(|client| client.datasets().list("s").items());
    shared(|client| client.datasets().list("s").send());
    shared(|_| -> EventStream<ChatEvent> { unreachable!("it is never called") });
    shared(|_| -> Download { unreachable!("it is never called") });
    shared(|_| -> Response<Dataset> { unreachable!("it is never called") });
    shared(|_| -> FilePart { unreachable!("it is never called") });
    shared(|_| -> Error { unreachable!("it is never called") });
}
