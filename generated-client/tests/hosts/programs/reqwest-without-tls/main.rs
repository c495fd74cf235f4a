//! A program that talks plain HTTP, with a reqwest that has no TLS.

#[path = "../call.rs"]
mod call;

fn main() {
    drop(reqwest::Client::new());
    call::over_tls(|builder| builder);
    drop(reqwest::Client::new());
}
