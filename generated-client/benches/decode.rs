//! How long it takes from the bytes of a reply to its structs, against a plain `serde_json` derive of the same fields.
//!
//! `cargo bench -p coze-client --bench decode`. Both sides get their bytes over HTTP from a server in this process, the derive through
//! bare reqwest; what such a call costs that only fetches them is subtracted from both, so that the price of a call of ours beyond
//! reqwest's counts as decoding. The best of many calls counts: everything else is noise. `-- --smoke` makes few, to see that it works.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use bytes::Bytes;
use coze_client::Client;
use coze_client::types::DatasetPage;

mod listed;
mod plain;

/// How often each kind of call is made.
const ROUNDS: u32 = 200;

fn main() {
    let is_smoke = std::env::args().any(|argument| argument == "--smoke");
    let rounds = if is_smoke { 2 } else { ROUNDS };
    for count in [300, 3_000] {
        let body = Bytes::from(listed::reply(count));
        let size = body.len();
        let server = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", server.local_addr().expect("it is bound"));
        std::thread::spawn(move || serve(&server, &body));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        let times = runtime
            .block_on(measure(&url, rounds))
            .expect("calls succeed");
        println!("{count} datasets, {size} bytes: {times}");
    }
}

/// The shortest time of each kind of call.
struct Times {
    fetched: Duration,
    derived: Duration,
    emitted: Duration,
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let derived = self.derived.saturating_sub(self.fetched);
        let emitted = self.emitted.saturating_sub(self.fetched);
        let ratio = emitted.as_secs_f64() / derived.as_secs_f64();
        write!(
            f,
            "serde_json derive {derived:.2?}, coze-client {emitted:.2?}, ratio {ratio:.2} (without {:.2?} for fetching)",
            self.fetched
        )
    }
}

async fn measure(url: &str, rounds: u32) -> Result<Times, Box<dyn std::error::Error>> {
    let client = Client::builder().token("token").base_url(url).build()?;
    let bare = reqwest::Client::builder().no_proxy().build()?;
    let mut times = Times {
        fetched: Duration::MAX,
        derived: Duration::MAX,
        emitted: Duration::MAX,
    };
    for _ in 0..rounds {
        let start = Instant::now();
        let fetched = fetch(&bare, url).await?;
        times.fetched = times.fetched.min(start.elapsed());
        drop(fetched);

        let start = Instant::now();
        let derived: plain::Reply =
            serde_json::from_slice(&fetch(&bare, url).await?).expect("the reply is regular");
        times.derived = times.derived.min(start.elapsed());

        let start = Instant::now();
        let emitted: DatasetPage = client.datasets().list("space").send().await?;
        times.emitted = times.emitted.min(start.elapsed());

        assert_eq!(emitted.dataset_list.len(), derived.data.dataset_list.len());
    }
    Ok(times)
}

/// The bytes of a reply.
async fn fetch(client: &reqwest::Client, url: &str) -> reqwest::Result<Bytes> {
    client.get(url).send().await?.bytes().await
}

/// Answers everything with the same reply. Both clients keep their connections, so each has a thread of its own.
fn serve(server: &TcpListener, body: &Bytes) {
    while let Ok((connection, _)) = server.accept() {
        let body = body.clone();
        std::thread::spawn(move || answer(connection, &body));
    }
}

fn answer(mut connection: TcpStream, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    while read_request(&mut connection) {
        let sent = connection.write_all(head.as_bytes());
        if sent.and_then(|()| connection.write_all(body)).is_err() {
            break;
        }
    }
}

/// Reads a request up to its end; false if there is none.
fn read_request(connection: &mut TcpStream) -> bool {
    let mut seen = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&seen).to_ascii_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.trim().parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return true;
            }
        }
        match connection.read(&mut piece) {
            Ok(0) | Err(_) => return false,
            Ok(read) => seen.extend(&piece[..read]),
        }
    }
}
