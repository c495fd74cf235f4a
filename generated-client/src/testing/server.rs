//! The server: connections in, calls recorded, replies out.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Builder;
use tokio::task::{AbortHandle, JoinSet};

use super::call::Call;
use super::catalogue::{self, Pattern};
use super::fault::Fault;
use super::http::{Connection, Sent};
use super::player::Player;
use super::reply::Reply;
use super::rules::Rules;
// part coze
#[cfg(feature = "realtime")]
use super::recorded;
use super::sign_in;
// end part
use crate::{Client, ClientBuilder};

/// The token of the server's clients.
const TOKEN: &str = "token-of-a-test";

/// A server on this machine that plays the API: see the [module](crate::testing).
///
/// It ends when it is dropped. Its clones are the same server.
#[derive(Clone, Debug)]
pub struct Server {
    url: String,
    state: Arc<Mutex<State>>,
    _running: Arc<Running>,
}

#[derive(Debug, Default)]
struct State {
    calls: Vec<Call>,
    rules: Rules,
    /// What is wrong with every reply.
    faults: Vec<Fault>,
    expired: BTreeSet<String>,
    // part coze
    is_studio: bool,
    #[cfg(feature = "realtime")]
    heard: super::session::Heard,
    // end part
}

/// The task that takes connections, as long as somebody wants it to.
#[derive(Debug)]
struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Server {
    /// Starts a server in the current runtime. It shares that runtime's clock, also when the test has paused it.
    ///
    /// # Panics
    ///
    /// If this machine has no free port, or outside of a runtime of tokio.
    #[expect(
        clippy::unused_async,
        reason = "it needs a runtime, and so says its form"
    )]
    pub async fn start() -> Self {
        let listener = listen().expect(FREE);
        let (url, state) = (url(&listener), Arc::default());
        let task = tokio::spawn(accept(listener, Arc::clone(&state)));
        Self::running(url, state, task.abort_handle())
    }

    /// Starts a server on a thread of its own, for programs without a runtime, or for calls from other processes.
    ///
    /// # Panics
    ///
    /// If this machine has no free port or no threads.
    #[must_use]
    pub fn start_in_thread() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("this machine has what a runtime needs");
        let listener = runtime.block_on(async { listen() }).expect(FREE);
        let (url, state) = (url(&listener), Arc::default());
        let task = runtime.spawn(accept(listener, Arc::clone(&state)));
        let handle = task.abort_handle();
        std::thread::spawn(move || drop(runtime.block_on(task)));
        Self::running(url, state, handle)
    }

    fn running(url: String, state: Arc<Mutex<State>>, task: AbortHandle) -> Self {
        Self {
            url,
            state,
            _running: Arc::new(Running(task)),
        }
    }

    /// The address, for a client's `base_url`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes a client for this server.
    ///
    /// # Panics
    ///
    /// If the crate has no TLS library that works here, although this server needs none.
    #[must_use]
    pub fn client(&self) -> Client {
        let client = self.builder().build();
        client.expect("the address and the token are good")
    }

    /// A builder of a client for this server.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(self.url()).token(TOKEN)
    }

    /// Selects the calls to set replies for: those of a method and a path (`POST /v3/chat`, `/v1/bots/{bot_id}`), or those of a call by its
    /// name in the client (`conversations.messages.list`) or in the document.
    ///
    /// If several rules apply to a call, the latest counts. If none does, the reply is [the document's example](Reply::example).
    ///
    /// # Panics
    ///
    /// If no call has this name.
    #[track_caller]
    #[must_use = "say what is answered"]
    pub fn on(&self, calls: &str) -> On {
        let Some(pattern) = Pattern::parse(calls) else {
            let similar = catalogue::similar(calls).join("`, `");
            panic!(
                "no call is named `{calls}`; there are `{similar}`, and paths such as `GET /v1/things`"
            );
        };
        let rule = self.state().rules.add(pattern);
        On {
            state: Arc::clone(&self.state),
            rule,
        }
    }

    /// Applies a fault to every reply from now on.
    pub fn misbehave(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Ends the fault of [`misbehave`](Self::misbehave).
    pub fn behave(&self) {
        self.state().faults.clear();
    }

    /// Refuses this token from now on, such as [`Server::token`], which [`client`](Self::client) uses.
    pub fn expire(&self, token: impl Into<String>) {
        self.state().expired.insert(token.into());
    }

    // part coze
    /// Plays Coze Studio from now on, the vendor's self-hosted server, as of v0.5.1. It has only a part of the operations and refuses all
    /// others with 401; it reports bad tokens with status 200; some of its replies hold their payload under other keys; and its chat
    /// streams end with an event of another name.
    pub fn play_studio(&self) {
        self.state().is_studio = true;
    }

    // end part
    /// The token that [`client`](Self::client) and [`builder`](Self::builder) use.
    #[must_use]
    pub fn token(&self) -> &str {
        TOKEN
    }

    /// The calls that arrived so far, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// The calls of one operation that arrived so far, selected as in [`on`](Self::on).
    ///
    /// # Panics
    ///
    /// If no call has this name.
    #[must_use]
    #[track_caller]
    pub fn calls_of(&self, calls: &str) -> Vec<Call> {
        let pattern = Pattern::parse(calls);
        let pattern = pattern.unwrap_or_else(|| panic!("no call is named `{calls}`"));
        let mut found = self.calls();
        found.retain(|call| pattern.matches(call, catalogue::find(call)));
        found
    }

    // part coze
    /// What clients have said so far in sessions over a WebSocket, in order: `{"event_type": …, "data": …}`.
    #[cfg(feature = "realtime")]
    #[must_use]
    pub fn events(&self) -> Vec<serde_json::Value> {
        self.state().heard.events()
    }

    /// How many sessions over a WebSocket are open.
    #[cfg(feature = "realtime")]
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.state().heard.sessions()
    }

    // end part
    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// A selection of calls, to set their replies; made by [`Server::on`].
#[derive(Debug)]
pub struct On {
    state: Arc<Mutex<State>>,
    rule: usize,
}

impl On {
    /// Sets the reply to the next of these calls. Several of them apply in their order, one call each; after them,
    /// [`reply`](Self::reply) applies.
    #[allow(clippy::return_self_not_must_use)] // nothing need follow
    pub fn once(self, reply: impl Into<Reply>) -> Self {
        lock(&self.state).rules.once(self.rule, reply.into());
        self
    }

    /// Sets the reply to all of these calls, after those of [`once`](Self::once).
    pub fn reply(self, reply: impl Into<Reply>) {
        let reply = reply.into();
        self.reply_with(move |_| reply.clone());
    }

    /// Computes the reply to each of these calls.
    pub fn reply_with(self, reply: impl FnMut(&Call) -> Reply + Send + 'static) {
        lock(&self.state).rules.always(self.rule, Box::new(reply));
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

const FREE: &str = "this machine has a free port";

/// A port on which so many connections may wait as a program under test may open at once: where 128 do, as by default, the system
/// refuses some.
fn listen() -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    socket.listen(1024)
}

fn url(listener: &TcpListener) -> String {
    let address = listener.local_addr();
    format!("http://{}", address.expect("a bound port has an address"))
}

/// Takes one connection after the other, each on a task of its own that ends with this one.
async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, Arc::clone(&state)));
        while connections.try_join_next().is_some() {}
    }
}

/// Answers the calls of a connection. One that breaks is the client's to report.
async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut connection = Connection::new(stream);
    while let Ok(Some(call)) = connection.read().await {
        let sent = lock(&state).answer(call);
        if !matches!(connection.write(&sent).await, Ok(true)) {
            return;
        }
    }
}

impl State {
    fn answer(&mut self, mut call: Call) -> Sent {
        let operation = catalogue::find(&call);
        call.operation = operation.map(|operation| operation.name);
        let log_id = format!("log-{}", self.calls.len() + 1);
        let is_expired = call
            .token()
            .is_some_and(|token| self.expired.contains(token));
        let mut reply = if is_expired {
            Fault::ExpiredToken.into()
        } else {
            let said = self.rules.answer(&call, operation);
            // part coze
            let said = said.or_else(|| sign_in::reply(&call, self.calls.len() + 1));
            // end part
            // part coze
            #[cfg(feature = "realtime")]
            let said = said.or_else(|| recorded::script(&call).map(Reply::from));
            // end part
            said.unwrap_or_else(Reply::example)
        };
        reply.faults.extend(&self.faults);
        let player = Player {
            call: &call,
            operation,
            log_id,
            // part coze
            is_studio: self.is_studio,
            #[cfg(feature = "realtime")]
            heard: self.heard.clone(),
            // end part
        };
        let sent = player.play(&reply);
        self.calls.push(call);
        sent
    }
}
