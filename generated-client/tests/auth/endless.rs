//! A long time with short tokens: none is ever sent after its end, and none is renewed twice.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use coze_client::auth::{OAuthToken, WebApp};
use tokio::task::JoinSet;

use crate::server::{Issuer, Server};

const LIFETIME: Duration = Duration::from_secs(15 * 60);
const EXPIRIES: usize = 300;
const CALLERS: u64 = 8;

#[tokio::test(start_paused = true)]
async fn hundreds_of_expiries_with_eight_callers() {
    let issuer = Arc::new(Mutex::new(Issuer::new(LIFETIME)));
    let books = Arc::clone(&issuer);
    // The server is five minutes ahead.
    let time = SystemTime::now() + Duration::from_secs(5 * 60);
    let server = Server::start_at(time, move |call| {
        books.lock().expect("no panic").answer(call)
    })
    .await;
    let client = server.client();
    let app = WebApp::new(&client, "app", "client_secret");
    let begun = OAuthToken::new(
        "expired",
        Some("refresh_0_secret".to_owned()),
        Some(SystemTime::UNIX_EPOCH),
    );
    let client =
        client.with_token_source(app.renewing(begun, |_| async { Ok::<_, std::io::Error>(()) }));

    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let (client, issuer) = (client.clone(), Arc::clone(&issuer));
        callers.spawn(async move {
            let mut random = caller;
            while issuer.lock().expect("no panic").issued.len() <= EXPIRIES {
                client.datasets().list("s").send().await.expect("success");
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(caller | 1);
                let wait = (random >> 33) % 1_200_000;
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
        });
    }
    while let Some(outcome) = callers.join_next().await {
        outcome.expect("no panic");
    }

    let (mut ends, calls) = (
        issuer.lock().expect("no panic").issued.clone(),
        server.calls(),
    );
    ends.reverse();
    let mut last_renewal: Option<SystemTime> = None;
    let mut count = 0;
    for call in &calls {
        if call.is_authorization() {
            // Not earlier than a minute (and the second that HTTP's dates leave open) before its end.
            if let Some(last) = last_renewal {
                let age = call.at.duration_since(last).expect("in order");
                assert!(age + Duration::from_secs(62) >= LIFETIME, "{age:?}");
            }
            last_renewal = Some(call.at);
            count += 1;
            assert_eq!(
                call.field("refresh_token"),
                format!("refresh_{}_secret", count - 1)
            );
            continue;
        }
        let known = ends.iter().find(|(token, _)| token == call.bearer());
        let (token, end) = known.expect("a token of this server");
        assert!(call.at < *end, "{token} was sent after its end");
    }
    assert!(count > EXPIRIES);
}
