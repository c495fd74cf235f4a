//! What a client does with the tokens of its source: keep, renew once, survive failures, never send an expired one.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, SystemTime};

use coze_client::auth::{self, AccessToken, TokenFuture, TokenSource};
use coze_client::{Client, Error, ErrorKind, Result};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{advance, sleep};

use crate::server::{Server, datasets};

const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// A source that counts; `get` makes the token, given how many there have been.
#[derive(Clone)]
struct Counter<G> {
    count: Arc<AtomicUsize>,
    get: G,
}

impl<G> Counter<G> {
    fn new(get: G) -> Self {
        let count = Arc::default();
        Self { count, get }
    }
}

impl<G, O> TokenSource for Counter<G>
where
    G: Fn(usize) -> O + Send + Sync + 'static,
    O: Future<Output = Result<AccessToken>> + Send + 'static,
{
    fn token(&self) -> TokenFuture<'_> {
        Box::pin((self.get)(self.count.fetch_add(1, SeqCst) + 1))
    }
}

async fn numbered(number: usize) -> Result<AccessToken> {
    tokio::task::yield_now().await;
    Ok(AccessToken::new(format!("t{number}")).with_expires_in(LIFETIME))
}

fn down() -> Error {
    Error::from_token_source(io::Error::other("down"))
}

async fn call(client: &Client) -> Result<()> {
    client.datasets().list("s").send().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn a_token_is_kept_and_renewed_ahead_in_the_background() {
    let server = Server::start(|_| datasets()).await;
    let client = server.client().with_token_source(Counter::new(numbered));
    let clone = client.clone();
    for seconds in [0, 400, 400, 50, 10, 700] {
        sleep(Duration::from_secs(seconds)).await;
        call(&client).await.expect("success");
        call(&clone).await.expect("success");
    }
    // At 850 s, 50 s before its end, the first token is good, but its time has come; the second one's end is at 1750 s.
    let mut bearers = server.bearers();
    assert_eq!(bearers.pop().as_deref(), Some("t2"), "{bearers:?}");
    let first = bearers.iter().filter(|bearer| *bearer == "t1").count();
    assert!((7..=8).contains(&first), "{bearers:?}");
    assert!(bearers[first..].iter().all(|bearer| bearer == "t2"));
}

#[tokio::test(start_paused = true)]
async fn a_hundred_callers_at_one_expiry_cause_one_renewal() {
    let server = Server::start(|_| datasets()).await;
    let source = Counter::new(|number| async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        numbered(number).await
    });
    let count = Arc::clone(&source.count);
    let client = server.client().with_token_source(source);
    for renewals in 1..=3 {
        let mut callers = JoinSet::new();
        for _ in 0..100 {
            let client = client.clone();
            callers.spawn(async move { call(&client).await });
        }
        while let Some(outcome) = callers.join_next().await {
            outcome.expect("no panic").expect("success");
        }
        assert_eq!(count.load(SeqCst), renewals);
        sleep(LIFETIME).await;
    }
    for (number, bearers) in server.bearers().chunks(100).enumerate() {
        let token = format!("t{}", number + 1);
        assert!(bearers.iter().all(|bearer| *bearer == token));
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_fails_who_waits_and_nobody_else() {
    let server = Server::start(|_| datasets()).await;
    let source = Counter::new(|number| async move {
        tokio::task::yield_now().await;
        if number == 2 {
            return Err(down());
        }
        numbered(number).await
    });
    let count = Arc::clone(&source.count);
    let client = server.client().with_token_source(source);
    call(&client).await.expect("success");
    sleep(LIFETIME).await;
    let outcomes = tokio::join!(call(&client), call(&client), call(&client));
    for outcome in [outcomes.0, outcomes.1, outcomes.2] {
        let error = outcome.expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::OAuth);
        let text = "GET /v1/datasets: the token source failed";
        assert_eq!(error.to_string(), text);
        let source = std::error::Error::source(&error).expect("a cause");
        assert_eq!(source.to_string(), "down");
    }
    assert_eq!(count.load(SeqCst), 2);
    sleep(Duration::from_secs(1)).await;
    call(&client).await.expect("success");
    assert_eq!(server.bearers(), ["t1", "t3"]);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_is_left_alone_for_longer_and_longer() {
    let server = Server::start(|_| datasets()).await;
    let source = Counter::new(|_| async { Err(down()) });
    let count = Arc::clone(&source.count);
    let client = server.client().with_token_source(source);
    let mut asked = Vec::new();
    for second in 0..200 {
        for _ in 0..10 {
            let error = call(&client).await.expect_err("no token");
            assert!(error.to_string().contains("the token source failed"));
        }
        if asked.len() < count.load(SeqCst) {
            asked.push(second);
        }
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(asked, [0, 1, 3, 7, 15, 31, 63, 123, 183]);
    assert_eq!(server.calls().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_failing_source_is_no_matter_as_long_as_the_token_is_good() {
    let server = Server::start(|_| datasets()).await;
    let source = Counter::new(|number| async move {
        match number {
            1 => numbered(1).await,
            _ => Err(down()),
        }
    });
    let count = Arc::clone(&source.count);
    let client = server.client().with_token_source(source);
    call(&client).await.expect("success");
    sleep(Duration::from_secs(845)).await;
    for _ in 0..40 {
        call(&client).await.expect("the old token is good");
        sleep(Duration::from_secs(1)).await;
    }
    // After 0, 1, 3, 7, 15 and 31 s, not with every call.
    assert_eq!(count.load(SeqCst) - 1, 6);
}

/// A source whose second token never comes, and which does not wait for it for ever.
struct Hanging {
    count: AtomicUsize,
    asked: Arc<Notify>,
}

impl TokenSource for Hanging {
    fn token(&self) -> TokenFuture<'_> {
        let number = self.count.fetch_add(1, SeqCst) + 1;
        self.asked.notify_one();
        match number {
            2 => Box::pin(std::future::pending()),
            _ => Box::pin(numbered(number)),
        }
    }

    fn time_limit(&self) -> Duration {
        Duration::from_secs(60)
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_holds_nobody_who_has_a_token_and_ends() {
    let server = Server::start(|_| datasets()).await;
    let (count, asked) = (AtomicUsize::new(0), Arc::new(Notify::new()));
    let source = Hanging {
        count,
        asked: Arc::clone(&asked),
    };
    let client = server.client().with_token_source(source);
    call(&client).await.expect("success");
    asked.notified().await;
    sleep(Duration::from_secs(870)).await;
    call(&client).await.expect("the old token is good");
    asked.notified().await;
    advance(Duration::from_secs(26)).await;
    let list = client.datasets().list("s");
    let patient = list.clone().with_timeout(LIFETIME).send();
    let patient = tokio::spawn(patient.into_future());
    let hasty = list.with_timeout(Duration::from_secs(30)).send();
    let hasty = tokio::spawn(hasty.into_future());
    tokio::task::yield_now().await;
    advance(Duration::from_secs(31)).await;
    let error = hasty.await.expect("no panic").expect_err("no token");
    assert!(error.is_timeout(), "{error:?}");
    let words = "there was no access token within 30 s";
    assert!(error.to_string().contains(words), "{error}");
    // Its minute is over: the next call asks anew.
    advance(Duration::from_secs(4)).await;
    call(&client).await.expect("success");
    let error = patient.await.expect("no panic").expect_err("given up");
    assert!(error.to_string().contains("without a token"), "{error}");
    assert_eq!(server.bearers(), ["t1", "t1", "t3"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_does_not_take_the_renewal_with_it() {
    let server = Server::start(|_| datasets()).await;
    let (asked, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let source = Counter::new({
        let (asked, go_on) = (Arc::clone(&asked), Arc::clone(&go_on));
        move |number| {
            let (asked, go_on) = (Arc::clone(&asked), Arc::clone(&go_on));
            async move {
                asked.notify_one();
                go_on.notified().await;
                numbered(number).await
            }
        }
    });
    let client = server.client().with_token_source(source);
    tokio::select! {
        _ = call(&client) => unreachable!("there is no token yet"),
        () = asked.notified() => {}
    }
    go_on.notify_one();
    call(&client).await.expect("success");
    assert_eq!(server.bearers(), ["t1"]);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_panics_is_an_error_and_is_asked_again() {
    let server = Server::start(|_| datasets()).await;
    let source = Counter::new(|number| async move {
        assert!(number > 1, "a bug");
        numbered(number).await
    });
    let client = server.client().with_token_source(source);
    let error = call(&client).await.expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::OAuth);
    sleep(Duration::from_secs(1)).await;
    call(&client).await.expect("success");
}

#[tokio::test(start_paused = true)]
async fn a_closure_is_a_source_and_the_token_of_a_call_wins() {
    let server = Server::start(|_| datasets()).await;
    let source = || async { Ok::<_, io::Error>("from a closure".replace(' ', "_")) };
    let client = server.builder().token_source(auth::from_fn(source)).build();
    let client = client.expect("valid");
    call(&client).await.expect("success");
    let own = client.datasets().list("s").with_token("own");
    own.send().await.expect("success");
    assert_eq!(server.bearers(), ["from_a_closure", "own"]);
}

#[tokio::test(start_paused = true)]
async fn an_expired_or_empty_token_of_a_source_is_used_once_or_not_at_all() {
    let server = Server::start(|_| datasets()).await;
    let past = SystemTime::now() - Duration::from_secs(5 * 60);
    let source = Counter::new(move |number| async move {
        Ok(AccessToken::new(format!("t{number}")).with_expires_at(past))
    });
    // The clocks differ, it seems: each call gets a token of its own.
    let client = server.client().with_token_source(source);
    call(&client).await.expect("success");
    call(&client).await.expect("success");
    assert_eq!(server.bearers(), ["t1", "t2"]);
    let client = server.client().with_token_source(AccessToken::new(" "));
    let error = call(&client).await.expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn a_lifetime_counts_from_when_it_was_said_not_from_each_use() {
    let server = Server::start(|_| datasets()).await;
    let source = Counter::new({
        let token = AccessToken::new("kept").with_expires_in(Duration::ZERO);
        move |_| std::future::ready(Ok(token.clone()))
    });
    let count = Arc::clone(&source.count);
    let client = server.client().with_token_source(source);
    call(&client).await.expect("success");
    call(&client).await.expect("success");
    assert_eq!(count.load(SeqCst), 2, "an expired token is not kept");
    let later = AccessToken::new("x").with_expires_in(Duration::MAX);
    assert_eq!(later.expires_at(), None);
}
