//! A program with the reqwest before ours, whose rustls has *ring*.

#[path = "../call.rs"]
mod call;

fn main() {
    drop(reqwest::Client::new());
    call::over_tls(|builder| builder);
    drop(reqwest::Client::new());
}
