//! The same through the client, as its documentation says.

use std::pin::pin;

use coze_client::types::ChatEvent;
use coze_client::{Client, EventStream, FilePart};

use crate::bare::Outcome;

pub(crate) struct Ours(Client);

impl Ours {
    pub(crate) fn new(url: &str) -> Outcome<Self> {
        Ok(Self(
            Client::builder()
                .token("pat_x3bkVT9rWqLhY7mNc2JpXsAeG5uKdR8fZ1oBtQiH6vEwC4yMgDlUjSnPa0FzO")
                .base_url(url)
                .build()?,
        ))
    }

    pub(crate) async fn list(&self, space_id: &str) -> Outcome<usize> {
        let page = self.0.datasets().list(space_id).send().await?;
        Ok(page.dataset_list.len())
    }

    pub(crate) async fn stream(&self, user_id: &str) -> Outcome<usize> {
        Self::read(self.open(user_id).await?).await
    }

    /// A stream of which nothing has been read.
    pub(crate) async fn open(&self, user_id: &str) -> Outcome<EventStream<ChatEvent>> {
        Ok(self.0.chat().stream("bot", user_id).send().await?)
    }

    pub(crate) async fn read(events: EventStream<ChatEvent>) -> Outcome<usize> {
        let mut events = pin!(events);
        let mut length = 0;
        while let Some(event) = events.try_next().await? {
            if let ChatEvent::MessageDelta(piece) | ChatEvent::AudioDelta(piece) = event {
                length += piece.content.len();
            }
        }
        Ok(length)
    }

    pub(crate) async fn upload(&self, file: bytes::Bytes) -> Outcome<()> {
        self.0
            .files()
            .upload(FilePart::bytes("x", file))
            .send()
            .await?;
        Ok(())
    }

    pub(crate) async fn download(&self, input: &str) -> Outcome<usize> {
        let mut sound = self
            .0
            .audio()
            .speech()
            .create("voice", input)
            .send()
            .await?;
        let mut length = 0;
        while let Some(piece) = sound.next().await {
            length += piece?.len();
        }
        Ok(length)
    }
}
