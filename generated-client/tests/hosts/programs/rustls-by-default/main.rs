//! A program with rustls as its documentation shows it.

#[path = "../call.rs"]
mod call;

fn main() {
    drop(rustls::ClientConfig::builder());
    call::over_tls(|builder| builder);
    drop(rustls::ClientConfig::builder());
}
