//! Many calls at once, and many one after the other: none is lost, none arrives twice, and they leave nothing behind.

#[path = "../common/read_call.rs"]
mod read_call;
mod server;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use coze_client::types::ChatEvent;
use coze_client::{Client, EventStream};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use self::server::{Kind, Server};

/// One test after the other: they count connections, time and memory.
static TURN: Mutex<()> = Mutex::const_new(());

const MIB: usize = 1024 * 1024;

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).token("pat_x");
    // However slow the machine is.
    let patient = Duration::from_secs(600);
    let builder = builder.timeout(patient).stream_idle_timeout(patient);
    builder.build().expect("valid")
}

/// Runs as many tasks as this, and waits for all of them.
async fn at_once<F: Future<Output = ()> + Send + 'static>(
    count: usize,
    mut task: impl FnMut(usize) -> F,
) {
    let mut tasks: JoinSet<()> = (0..count).map(&mut task).collect();
    while let Some(ended) = tasks.join_next().await {
        ended.expect("a task that succeeds");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_streams_go_on_at_once() {
    const STREAMS: usize = 1000;
    let _turn = TURN.lock().await;
    let server = Server::start(Kind::StreamsTogether(STREAMS));
    let client = client(&server);
    at_once(STREAMS, |number| {
        let client = client.clone();
        async move {
            let stream = client.chat().stream("bot", format!("user{number}"));
            let stream = stream.send().await.expect("a stream");
            let events: Vec<ChatEvent> = EventStream::try_collect(stream).await.expect("all of it");
            assert_eq!(events.len(), 2);
        }
    })
    .await;
    assert_eq!(server.calls().len(), STREAMS);
    // No event was sent before all had begun.
    assert_eq!(server.most_open(), STREAMS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_calls_take_a_few_connections_and_no_more_memory() {
    const AT_ONCE: usize = 4;
    let _turn = TURN.lock().await;
    let server = Server::start(Kind::Serves);
    let client = client(&server);
    let round = async |calls: usize| {
        at_once(AT_ONCE, |_| {
            let client = client.clone();
            async move {
                for _ in 0..calls / AT_ONCE {
                    client.datasets().list("s").send().await.expect("success");
                }
            }
        })
        .await;
    };
    round(1000).await;
    let before = memory();
    round(4000).await;
    assert_eq!(server.calls().len(), 5000);
    let connections = server.connections.load(SeqCst);
    // One is back a moment after its call is over: where a machine is busy, the next call may have made another by then.
    assert!(connections <= AT_ONCE * 4, "{connections} connections");
    // If each call left its reply behind, that would be 64 MiB.
    let grown = memory().saturating_sub(before);
    assert!(grown < 16 * MIB, "{} MiB more", grown / MIB);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_lost_or_doubled_when_idle_connections_are_closed() {
    const AT_ONCE: usize = 40;
    const CALLS: usize = 4000;
    let _turn = TURN.lock().await;
    let server = Arc::new(Server::start(Kind::ClosesWhenIdle));
    let client = client(&server);
    at_once(AT_ONCE, |caller| {
        let (client, server) = (client.clone(), Arc::clone(&server));
        async move {
            for call in 0..CALLS / AT_ONCE {
                let user = format!("user{caller}.{call}");
                let done = server.done_with(&user);
                let chat = client.chat().create("bot", &user).send().await;
                assert_eq!(chat.expect("success").id, "1");
                done.await.expect("the server");
            }
        }
    })
    .await;
    let calls = server.calls();
    let different: BTreeSet<&String> = calls.iter().collect();
    assert_eq!((calls.len(), different.len()), (CALLS, CALLS));
    let connections = server.connections.load(SeqCst);
    assert!(connections > CALLS / 10, "{connections} connections only");
}

/// The memory of this process, in bytes; 0 where the system does not say.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.map_or(0, |kib| {
        kib.trim().parse::<usize>().expect("a number") * 1024
    })
}
