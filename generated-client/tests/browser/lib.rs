//! What a page would do with the crate, one function for each thing; each returns what its user would see.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use coze_client::types::{ChatEvent, Dataset};
use coze_client::{Client, FilePart, Method, Result, auth};
use wasm_bindgen::prelude::wasm_bindgen;

type Shown = std::result::Result<String, String>;

/// A client whose tokens come from a source, which is asked in a task of the page.
fn client(base_url: String) -> Result<Client> {
    let issued = AtomicU32::new(0);
    let tokens = auth::from_fn(move || {
        let number = issued.fetch_add(1, Relaxed) + 1;
        async move { Ok::<_, std::fmt::Error>(format!("token-{number}")) }
    });
    Client::builder()
        .base_url(base_url)
        .token_source(tokens)
        .build()
}

fn shown<T: ToString>(outcome: Result<T>) -> Shown {
    outcome
        .map(|value| value.to_string())
        .map_err(|error| error.to_string())
}

#[wasm_bindgen]
pub async fn list(base_url: String) -> Shown {
    let names = async {
        let datasets = client(base_url)?.datasets().list("space").page_size(1);
        let datasets: Vec<Dataset> = datasets.items().try_collect().await?;
        let names: Vec<String> = datasets.into_iter().map(|set| set.name).collect();
        Ok(names.join(" "))
    };
    shown(names.await)
}

/// Tells the server of each piece before it waits for the next.
#[wasm_bindgen]
pub async fn stream(base_url: String) -> Shown {
    let answer = async {
        let client = client(base_url)?;
        let mut events = client.chat().stream("bot", "user").send().await?;
        let mut answer = String::new();
        while let Some(event) = events.try_next().await? {
            if let ChatEvent::MessageDelta(piece) = event {
                answer += &piece.content;
                let seen = client.request(Method::Post, "/seen/{piece}");
                seen.path("piece", &piece.content).send::<()>().await?;
            }
        }
        Ok(answer)
    };
    shown(answer.await)
}

/// Leaves a stream after its first event.
#[wasm_bindgen]
pub async fn leave(base_url: String) -> Shown {
    let left = async {
        let mut events = client(base_url)?
            .chat()
            .stream("bot", "user")
            .send()
            .await?;
        events.try_next().await.map(|event| event.is_some())
    };
    shown(left.await)
}

#[wasm_bindgen]
pub async fn upload(base_url: String) -> Shown {
    let file = async {
        let notes = FilePart::bytes("notes.txt", "what we said");
        let file = client(base_url)?.files().upload(notes).send().await?;
        Ok(file.id)
    };
    shown(file.await)
}

#[wasm_bindgen]
pub async fn speak(base_url: String) -> Shown {
    let speech = async {
        let speech = client(base_url)?.audio().speech().create("hello", "voice");
        let bytes = speech.send().await?.bytes().await?;
        Ok(format!("{bytes:?}"))
    };
    shown(speech.await)
}

/// Waits for a server that does not answer.
#[wasm_bindgen]
pub async fn wait(base_url: String) -> Shown {
    let bot = async {
        let bot = client(base_url)?.bots().retrieve("silent");
        let bot = bot.with_timeout(Duration::from_millis(200)).send().await?;
        Ok(bot.name)
    };
    shown(bot.await)
}

#[wasm_bindgen]
pub async fn retrieve(base_url: String, bot_id: String) -> Shown {
    let bot = async {
        let bot = client(base_url)?.bots().retrieve(bot_id).send().await?;
        Ok(bot.name)
    };
    shown(bot.await)
}
