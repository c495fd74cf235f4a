//! The part that all programs share: one call over TLS, to the server of the test.

use coze_client::{Client, ClientBuilder};

/// Calls the server whose address and certificate authority stand in the environment.
pub(crate) fn over_tls(set: impl FnOnce(ClientBuilder) -> ClientBuilder) {
    let url = std::env::var("COZE_URL").expect("set by the test");
    let authority = std::env::var("COZE_AUTHORITY").expect("set by the test");
    let builder = Client::builder()
        .base_url(url)
        .token("pat_of_a_test")
        .add_root_certificate(authority);
    let client = set(builder).build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let user = runtime.block_on(client.users().me().send().into_future());
    assert_eq!(user.expect("a reply").user_id, "7");
}
