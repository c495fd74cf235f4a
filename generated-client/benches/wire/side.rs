//! The two sides, for what is measured of each by itself.

use crate::bare::{Bare, Outcome};
use crate::ours::Ours;

/// The client, or the shortest way without it.
pub(crate) trait Side: Sized + Send + Sync + 'static {
    type Stream: Send + 'static;

    fn new(url: &str) -> Outcome<Self>;

    fn list(&self, space_id: &str) -> impl Future<Output = Outcome<usize>> + Send;

    fn open(&self, user_id: &str) -> impl Future<Output = Outcome<Self::Stream>> + Send;

    fn read(stream: Self::Stream) -> impl Future<Output = Outcome<usize>> + Send;
}

macro_rules! side {
    ($side:ident, $stream:ty) => {
        impl Side for $side {
            type Stream = $stream;

            fn new(url: &str) -> Outcome<Self> {
                $side::new(url)
            }

            async fn list(&self, space_id: &str) -> Outcome<usize> {
                $side::list(self, space_id).await
            }

            async fn open(&self, user_id: &str) -> Outcome<Self::Stream> {
                $side::open(self, user_id).await
            }

            async fn read(stream: Self::Stream) -> Outcome<usize> {
                $side::read(stream).await
            }
        }
    };
}

side!(
    Ours,
    coze_client::EventStream<coze_client::types::ChatEvent>
);
side!(Bare, reqwest::Response);
