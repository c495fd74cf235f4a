//! The calls of the table, and what comes of them.

use std::time::Duration;

use coze_client::types::ChatEvent;
use coze_client::{Client, ErrorKind, FilePart};

use crate::rows::Fault;
use crate::server;

/// The ways to be answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    /// A page of a list.
    Plain,
    /// The same, as often as the client likes.
    Repeated,
    /// A chat that is begun, which may not happen twice.
    Begun,
    /// Something that is deleted.
    Deleted,
    Stream,
    /// The same, with a limit on the time without an event.
    Watched,
    Sound,
    /// Sound in a file.
    Saved,
    Upload,
}

/// What a caller gets.
pub(crate) struct Outcome {
    /// `Ok`, or the kind of the error.
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// No call of the table may take longer than this by the clock of its caller.
const LONGEST: Duration = Duration::from_secs(60);

const MIB: usize = 1024 * 1024;

pub(crate) async fn outcome(fault: &Fault) -> Outcome {
    let client = client(fault).await;
    let called = tokio::time::timeout(LONGEST, called(&client, fault.call));
    let (kind, text) = match called.await {
        Ok(Ok(what)) => ("Ok".to_owned(), what),
        Ok(Err(error)) => (kind(error.kind()), error.to_string()),
        Err(_) => ("endless".to_owned(), format!("goes on after {LONGEST:?}")),
    };
    Outcome { kind, text }
}

fn kind(kind: ErrorKind) -> String {
    format!("{kind:?}")
}

/// A client whose limits are soon reached.
async fn client(fault: &Fault) -> Client {
    let limit = Duration::from_secs(2);
    let builder = Client::builder()
        .base_url(server::start(fault.steps.clone()).await.as_str())
        .token("pat_0123456789")
        .timeout(limit)
        .stream_idle_timeout(limit)
        .transfer_idle_timeout(limit)
        .max_reply_size(MIB)
        .max_event_size(MIB);
    let builder = match fault.call {
        Call::Repeated | Call::Begun | Call::Deleted => builder,
        _ => builder.max_retries(0),
    };
    let builder = match fault.call {
        Call::Watched => builder.stream_event_timeout(Duration::from_secs(10)),
        _ => builder,
    };
    builder.build().expect("valid")
}

async fn called(client: &Client, call: Call) -> coze_client::Result<String> {
    Ok(match call {
        Call::Plain | Call::Repeated => {
            let page = client.datasets().list("s").send().await?;
            format!("{} datasets", page.dataset_list.len())
        }
        Call::Begun => client.chat().create("bot", "user").send().await?.id,
        Call::Deleted => {
            client.datasets().delete("d").send().await?;
            "deleted".to_owned()
        }
        Call::Stream | Call::Watched => {
            let mut events = client.chat().stream("bot", "user").send().await?;
            let mut texts = String::new();
            while let Some(event) = events.try_next().await? {
                if let ChatEvent::MessageDelta(message) = event {
                    texts += &message.content;
                }
            }
            texts
        }
        Call::Sound => {
            let sound = client.audio().speech().create("hi", "voice").send().await?;
            format!("{} bytes", sound.bytes().await?.len())
        }
        Call::Saved => saved(client).await?,
        Call::Upload => {
            let file = FilePart::bytes("a", vec![b'a'; 8 * MIB]);
            client.files().upload(file).send().await?.id
        }
    })
}

/// Whatever comes of it, there is no file but a whole one.
async fn saved(client: &Client) -> coze_client::Result<String> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let saved = async {
        let sound = client.audio().speech().create("hi", "voice").send().await?;
        sound.save(folder.join("sound")).await
    };
    let saved = saved.await;
    let left = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(left, usize::from(saved.is_ok()), "{saved:?}");
    Ok(format!("{} bytes", saved?))
}
