//! Runtimes that end while a token is renewed, and several of them: no refresh token is lost, and nobody waits for ever.

use std::io;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, SystemTime};

use coze_client::Client;
use coze_client::auth::{OAuthToken, PkceApp};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

use crate::server::{Issuer, Server};

const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// A server on a runtime of its own whose first reply with tokens waits for a word.
struct Slow {
    server: Server,
    asked: Arc<Notify>,
    reply: mpsc::Sender<()>,
    _runtime: Runtime,
}

impl Slow {
    fn start() -> Self {
        let runtime = Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let asked = Arc::new(Notify::new());
        let (reply, go_on) = mpsc::channel();
        let mut issuer = Issuer::new(LIFETIME);
        let notify = Arc::clone(&asked);
        let server = runtime.block_on(Server::start(move |call| {
            if call.is_authorization() {
                notify.notify_one();
                go_on.recv().expect("a word");
            }
            issuer.answer(call)
        }));
        Self {
            server,
            asked,
            reply,
            _runtime: runtime,
        }
    }

    /// A client whose token has expired, and the refresh tokens that it gave to be saved.
    fn client(&self) -> (Client, Arc<Mutex<Vec<String>>>) {
        let saved: Arc<Mutex<Vec<String>>> = Arc::default();
        let keeper = Arc::clone(&saved);
        let app = PkceApp::new(&self.server.client(), "app");
        let refresh_token = Some("refresh_0_secret".to_owned());
        let begun = OAuthToken::new("old", refresh_token, Some(SystemTime::UNIX_EPOCH));
        let source = app.renewing(begun, move |token| {
            let refresh_token = token.refresh_token().expect("one").to_owned();
            keeper.lock().expect("no panic").push(refresh_token);
            std::future::ready(Ok::<_, io::Error>(()))
        });
        (self.server.client().with_token_source(source), saved)
    }
}

fn current_thread() -> Runtime {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime")
}

async fn call(client: &Client) -> coze_client::Result<()> {
    client.datasets().list("s").send().await.map(drop)
}

#[test]
fn the_end_of_a_runtime_loses_no_refresh_token() {
    let slow = Slow::start();
    let (client, saved) = slow.client();
    let first = current_thread();
    first.block_on(async {
        // An idle connection that ends with this runtime must not be the one that the refresh goes over.
        let _ = client.datasets().list("s").with_token("own").send().await;
        tokio::select! {
            _ = call(&client) => unreachable!("the server has not replied"),
            () = slow.asked.notified() => {}
        }
    });
    slow.reply.send(()).expect("the server is there");
    drop(first);
    // A program that ends with its runtime has saved the tokens.
    assert_eq!(*saved.lock().expect("no panic"), ["refresh_1_secret"]);
    current_thread().block_on(call(&client)).expect("success");
    assert_eq!(slow.server.authorizations().len(), 1);
}

#[test]
fn a_runtime_that_stands_still_holds_nobody_on_another() {
    let slow = Slow::start();
    let (client, _) = slow.client();
    let first = current_thread();
    first.block_on(async {
        tokio::select! {
            _ = call(&client) => unreachable!("the server has not replied"),
            () = slow.asked.notified() => {}
        }
    });
    // Nobody drives the first runtime while the second waits for the renewal that began there.
    slow.reply.send(()).expect("the server is there");
    current_thread().block_on(call(&client)).expect("success");
    assert_eq!(slow.server.authorizations().len(), 1);
    drop(first);
}
