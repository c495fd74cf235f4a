//! A program with a rustls that has *ring* and nothing else.

#[path = "../call.rs"]
mod call;

fn main() {
    drop(rustls::ClientConfig::builder());
    call::over_tls(|builder| builder);
    drop(rustls::ClientConfig::builder());
}
