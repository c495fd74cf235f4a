//! Converts errors of `fetch`. The original is kept as the source, without its URL, which holds arguments.

use crate::ErrorKind;
use crate::error::Error;
use crate::http::retry::advice::Delivery;

/// The error for a call without a reply. A browser does not say how far it got, nor why: a page is not to learn what is in the network
/// around it.
#[cold]
pub(crate) fn error(cause: reqwest::Error, _: Delivery) -> Error {
    let message = "the browser got no reply: there is no connection to the service, or it does not allow calls from this page's origin \
                   (CORS); the browser's console says which";
    Error::new(ErrorKind::Transport, message)
        .with_delivery(Delivery::Unknown)
        .with_source(cause.without_url())
}
