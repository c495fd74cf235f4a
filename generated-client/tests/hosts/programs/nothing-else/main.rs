//! A program that has no TLS but ours, and every kind of it.

#[path = "../call.rs"]
mod call;

use coze_client::Tls;

fn main() {
    call::over_tls(|builder| builder);
    for tls in [Tls::Rustls, Tls::RustlsRing, Tls::Native] {
        call::over_tls(|builder| builder.tls(tls));
    }
}
