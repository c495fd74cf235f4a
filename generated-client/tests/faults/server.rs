//! A server that does to its connections what a row says.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a server does with a connection, one step after the other. In the end it closes it.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Reads a whole request.
    Read,
    /// Reads this many bytes.
    ReadSome(usize),
    Send(Vec<u8>),
    /// Sends one byte after the other, each after a pause.
    Drip(Vec<u8>, Duration),
    /// Sends the same again and again, each after a pause, until the client has left.
    Repeat(Vec<u8>, Duration),
    /// Does nothing until the client has left.
    Silence,
    /// Ends the connection with a reset.
    Reset,
}

/// Starts a server whose every connection goes the same way; gives its address.
pub(crate) async fn start(steps: Vec<Step>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(play(stream, steps.clone()));
        }
    });
    url
}

async fn play(mut stream: TcpStream, steps: Vec<Step>) {
    for step in steps {
        if matches!(step, Step::Reset) {
            let _ = stream.set_zero_linger();
            return;
        }
        // A client that has left has seen enough.
        if take(&mut stream, step).await.is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
    // A socket that is closed with something unread is reset.
    let _ = drain(&mut stream).await;
}

async fn take(stream: &mut TcpStream, step: Step) -> std::io::Result<()> {
    match step {
        Step::Read => read_request(stream).await,
        Step::ReadSome(len) => stream.read_exact(&mut vec![0; len]).await.map(drop),
        Step::Send(bytes) => stream.write_all(&bytes).await,
        Step::Drip(bytes, pause) => {
            for byte in bytes {
                tokio::time::sleep(pause).await;
                stream.write_all(&[byte]).await?;
            }
            Ok(())
        }
        Step::Repeat(bytes, pause) => loop {
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
            stream.write_all(&bytes).await?;
        },
        Step::Silence | Step::Reset => drain(stream).await,
    }
}

async fn drain(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut unread = vec![0; 64 * 1024];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}

/// Reads a head, and the body that it announces.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut received = Vec::new();
    loop {
        if stream.read_buf(&mut received).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&received[..end]).to_ascii_lowercase();
        let announced = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().expect("a number"));
        if received.len() >= end + 4 + announced {
            return Ok(());
        }
    }
}
