//! A program whose reqwest uses the operating system's TLS.

#[path = "../call.rs"]
mod call;

fn main() {
    let shown = |client: &reqwest::Client| format!("{client:?}");
    let before = shown(&reqwest::Client::new());
    call::over_tls(|builder| builder);
    assert_eq!(shown(&reqwest::Client::new()), before);
}
