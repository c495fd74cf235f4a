//! Long sessions, and many at once: nothing piles up, and nobody waits for another.

use std::net::SocketAddr;
use std::time::Duration;

use coze_client::{Client, RawEvent};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::{event, message, open};

const MIB: usize = 1024 * 1024;

/// A service that says everything that it hears, and this text after it: its address.
async fn echo(text: String) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let text = Utf8Bytes::from(text);
    tokio::spawn(async move {
        let mut sessions = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            sessions.spawn(repeat(stream, text.clone()));
        }
    });
    address
}

async fn repeat(stream: TcpStream, text: Utf8Bytes) {
    use futures_sink::Sink;
    use std::pin::Pin;

    let mut socket = tokio_tungstenite::accept_async(stream)
        .await
        .expect("a session");
    loop {
        let next =
            std::future::poll_fn(|cx| futures_core::Stream::poll_next(Pin::new(&mut socket), cx));
        let Some(Ok(heard)) = next.await else { return };
        if !heard.is_text() {
            continue;
        }
        for said in [heard, Message::Text(text.clone())] {
            Pin::new(&mut socket)
                .start_send(said)
                .expect("somebody listens");
        }
        let flushed = std::future::poll_fn(|cx| Pin::new(&mut socket).poll_flush(cx));
        flushed.await.expect("somebody listens");
    }
}

fn client(address: SocketAddr) -> Client {
    let client = Client::builder().base_url(format!("http://{address}"));
    client.token("t").build().expect("a client")
}

/// How much memory this program has.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.map_or(0, |kib| {
        kib.trim().parse::<usize>().expect("a number") * 1024
    })
}

/// Speaks for ten minutes, a fifth of a second of sound at a time, and hears six times as much.
#[tokio::test(start_paused = true)]
async fn ten_minutes_of_speech_leave_no_memory_behind() {
    const PIECE: Duration = Duration::from_millis(200);
    let spoken = format!("{{\"audio\":\"{}\"}}", "A".repeat(12_800));
    let answer = format!(
        "{{\"event_type\":\"answer\",\"data\":{{\"audio\":\"{}\"}}}}",
        "A".repeat(64 * 1024)
    );
    let mut session = open(&client(echo(answer).await)).await.expect("a session");
    let (began, mut ticks) = (Instant::now(), interval(PIECE));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut before, mut heard) = (0, 0);
    while began.elapsed() < Duration::from_secs(600) {
        ticks.tick().await;
        let piece = RawEvent::new("input_audio_buffer.append", spoken.as_str());
        session.send(piece).await.expect("sent");
        for name in ["input_audio_buffer.append", "answer"] {
            let message = message(session.next().await);
            assert_eq!(message.event.event(), name);
            heard += message.event.data().len();
        }
        if began.elapsed() < Duration::from_secs(60) {
            before = memory();
        }
    }
    assert!(heard > 200 * MIB, "{} MiB", heard / MIB);
    let grown = memory().saturating_sub(before);
    assert!(grown < 32 * MIB, "{} MiB more", grown / MIB);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_sessions_go_on_at_once() {
    const SESSIONS: usize = 200;
    let client = client(echo(r#"{"event_type":"answer"}"#.to_owned()).await);
    let all_open = std::sync::Arc::new(Barrier::new(SESSIONS));
    let mut sessions = JoinSet::new();
    for number in 0..SESSIONS {
        let (client, all_open) = (client.clone(), all_open.clone());
        sessions.spawn(async move {
            let mut session = open(&client).await.expect("a session");
            all_open.wait().await;
            for round in 0..10 {
                let own = format!("{number}/{round}");
                session.send(event(&own)).await.expect("sent");
                assert_eq!(message(session.next().await).event.event(), own);
                assert_eq!(message(session.next().await).event.event(), "answer");
            }
            session.close().await.expect("an end");
        });
    }
    while let Some(ended) = sessions.join_next().await {
        ended.expect("a session that succeeds");
    }
}
