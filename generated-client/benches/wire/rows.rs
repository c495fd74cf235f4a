//! The lines of the table: what is done by the client and by bare reqwest, and how often.

use bytes::Bytes;

use crate::alone::{self, What};
use crate::bare::{Bare, Outcome};
use crate::ours::Ours;
use crate::pairs::{Pairs, Row, cost};
use crate::tls::Known;

/// How much of everything there is.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) rounds: usize,
    /// What sizes are divided by.
    pub(crate) divisor: usize,
}

pub(crate) struct Rows<'r> {
    pub(crate) ours: &'r Ours,
    pub(crate) bare: &'r Bare,
    /// The server.
    pub(crate) url: &'r str,
    pub(crate) scale: Scale,
    /// The one kind of lines that is asked for.
    pub(crate) only: Option<&'r str>,
}

/// Measures the same expression for both sides, as often as the scale says.
macro_rules! pairs {
    ($rows:expr, |$side:ident| $work:expr) => {{
        let mut pairs = Pairs::new();
        for round in 0..=$rows.scale.rounds {
            let $side = $rows.ours;
            let (ours, ours_cost) = cost(async { $work }).await?;
            let $side = $rows.bare;
            let (bare, bare_cost) = cost(async { $work }).await?;
            assert_eq!(ours, bare, "both have read the same");
            // The first is for connections and memory.
            if round > 0 {
                pairs.add(ours_cost, bare_cost);
            }
        }
        pairs
    }};
}

impl Rows<'_> {
    fn sized(&self, count: usize) -> usize {
        (count / self.scale.divisor).max(1)
    }

    pub(crate) async fn all(&self) -> Outcome<Vec<Row>> {
        let mut rows = Vec::new();
        if self.wants("text") {
            rows.push(self.texts(20_000).await?);
            rows.push(self.texts(200_000).await?);
            rows.push(self.drips(2_000).await?);
        }
        if self.wants("sound") {
            rows.push(self.audio().await?);
        }
        if self.wants("list") {
            rows.push(self.list(3_000).await?);
            rows.push(self.list(30_000).await?);
        }
        if self.wants("calls") {
            rows.push(self.calls().await?);
        }
        if self.wants("start") {
            rows.extend(self.starts().await?);
        }
        if self.wants("file") {
            rows.push(self.upload().await?);
            rows.push(self.download().await?);
        }
        Ok(rows)
    }

    /// Whether lines of this kind are asked for.
    fn wants(&self, kind: &str) -> bool {
        self.only.is_none_or(|only| only == kind)
    }

    pub(crate) async fn texts(&self, count: usize) -> Outcome<Row> {
        let user = format!("text-{}", self.sized(count));
        let pairs = pairs!(self, |side| side.stream(&user).await);
        Ok(pairs.row(
            format!("{count} deltas of text"),
            "what reading an answer costs while it is written; a person reads some 5 such events a second",
        ))
    }

    /// The same, each event sent by itself, as a model writes them.
    pub(crate) async fn drips(&self, count: usize) -> Outcome<Row> {
        let user = format!("drip-{}", self.sized(count));
        let pairs = pairs!(self, |side| side.stream(&user).await);
        Ok(pairs.row(
            format!("{count} deltas of text, each sent by itself"),
            "the same where the service writes no faster than is read: waking up costs more than reading",
        ))
    }

    async fn audio(&self) -> Outcome<Row> {
        let user = format!("audio-{}", self.sized(5_000));
        let pairs = pairs!(self, |side| side.stream(&user).await);
        Ok(pairs.row(
            "5000 deltas of sound, 16 KiB each",
            "what reading a spoken answer costs, before base64 is decoded",
        ))
    }

    async fn list(&self, count: usize) -> Outcome<Row> {
        let space = format!("list-{}", self.sized(count));
        let pairs = pairs!(self, |side| side.list(&space).await);
        Ok(pairs.row(
            format!("a list of {count} datasets"),
            "what a large page costs, from the connection to its structs",
        ))
    }

    async fn calls(&self) -> Outcome<Row> {
        let count = self.sized(5_000);
        let pairs = pairs!(self, |side| {
            for _ in 0..count {
                side.list("list-1").await?;
            }
            Ok(())
        });
        Ok(pairs.row(
            "5000 small calls, one after the other",
            "what the client adds to a call: limits, retries, errors, log ids",
        ))
    }

    /// Programs that do little, each time another process.
    async fn starts(&self) -> Outcome<Vec<Row>> {
        let known = Known::of(self.url).await?;
        let encrypted = (known.url.as_str(), Some(known.certificates()));
        let rows = [
            (
                What::Start,
                "a program with one call, over plain HTTP",
                (self.url, None),
                "without TLS, no certificates are read",
            ),
            (
                What::Start,
                "a program with one call, over TLS",
                encrypted,
                "nine tenths are the first key: aws-lc gathers randomness for it, once in a program; the rest is reading the certificates that the machine trusts",
            ),
            (
                What::Second,
                "a program with two clients and a call of each, over TLS",
                encrypted,
                "a further client reads no certificates",
            ),
            (
                What::Client,
                "a program that makes a client for TLS, and no call",
                encrypted,
                "certificates are read for the first call",
            ),
        ];
        rows.map(|(what, name, server, meaning)| self.alone(what, name, server, meaning))
            .into_iter()
            .collect()
    }

    fn alone(
        &self,
        what: What,
        name: &str,
        (url, trusted): (&str, Option<&std::path::Path>),
        meaning: &'static str,
    ) -> Outcome<Row> {
        let mut pairs = Pairs::new();
        for _ in 0..self.scale.rounds {
            let ours = alone::measure(what, true, url, trusted)?;
            let bare = alone::measure(what, false, url, trusted)?;
            pairs.add(ours.cpu, bare.cpu);
        }
        Ok(pairs.row(name, meaning))
    }

    async fn upload(&self) -> Outcome<Row> {
        let file = Bytes::from(vec![0x55; self.sized(256 * 1024 * 1024)]);
        let pairs = pairs!(self, |side| side.upload(file.clone()).await);
        Ok(pairs.row(
            "an upload of 256 MiB",
            "a file in memory is sent without a copy; bare reqwest needs its multipart body in one piece",
        ))
    }

    async fn download(&self) -> Outcome<Row> {
        let input = format!("speech-{}", self.sized(256 * 1024 * 1024));
        let pairs = pairs!(self, |side| side.download(&input).await);
        Ok(pairs.row(
            "a download of 256 MiB",
            "read piece by piece; it is a whole file or an error",
        ))
    }
}
