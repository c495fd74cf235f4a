//! A request body, which a browser takes as a whole.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::http::progress::{Progress, Report};

/// A part of a body.
pub(crate) enum Piece {
    Bytes(Bytes),
}

impl From<Vec<u8>> for Piece {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self::Bytes(text.into())
    }
}

/// A body that is being laid out.
pub(crate) struct Outgoing {
    content: BytesMut,
    reports: Vec<(u64, Report)>,
    progress: Arc<Progress>,
}

impl Outgoing {
    pub(crate) fn new() -> Self {
        Self {
            content: BytesMut::new(),
            reports: Vec::new(),
            progress: Arc::new(Progress::new()),
        }
    }

    /// Adds a part; `report` hears when all of it is handed over.
    pub(crate) fn push(&mut self, piece: impl Into<Piece>, report: Option<Report>) {
        let Piece::Bytes(bytes) = piece.into();
        self.content.extend_from_slice(&bytes);
        let len = bytes.len() as u64;
        self.reports.extend(report.map(|report| (len, report)));
    }

    pub(crate) fn len(&self) -> u64 {
        self.content.len() as u64
    }

    pub(crate) fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    /// Hands the body over. How far the browser gets with it, it does not say.
    pub(crate) fn into_body(self) -> reqwest::Body {
        for (len, report) in &self.reports {
            report(*len, *len);
        }
        self.progress.step(true);
        self.content.freeze().into()
    }
}
