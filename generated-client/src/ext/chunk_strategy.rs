// part coze

//! How documents are cut into pieces.
// Extends: ChunkStrategy, ChunkType, CaptionType

use crate::types::{CaptionType, ChunkStrategy, ChunkType};

impl ChunkStrategy {
    /// The service cuts and cleans the texts by itself (`chunk_type` 0). A good choice as long as nothing speaks against it.
    #[must_use]
    pub fn auto() -> Self {
        Self::new().chunk_type(ChunkType::DefaultChunk)
    }

    /// Texts are cut at every `separator`, into pieces of so many tokens at most (`chunk_type` 1).
    ///
    /// The service takes 100 to 2000 tokens. `custom("\n\n", 800)` cuts at empty lines, into pieces that are long enough to have a
    /// meaning and short enough for several of them to fit into a prompt. White space, URLs and mail addresses stay unless
    /// [`remove_extra_spaces`](Self::remove_extra_spaces) and [`remove_urls_emails`](Self::remove_urls_emails) say otherwise.
    #[must_use]
    pub fn custom(separator: impl Into<String>, max_tokens: i64) -> Self {
        Self::new()
            .chunk_type(ChunkType::CustomChunk)
            .separator(separator)
            .max_tokens(max_tokens)
    }

    /// For pictures: a model describes them, so that they are found ([`CaptionType::Auto`]), or you do
    /// ([`CaptionType::Manual`], with [`caption`](field@crate::types::NewDocument::caption)).
    #[must_use]
    pub fn captions(captions: CaptionType) -> Self {
        Self::new().caption_type(captions)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_strategy_says_no_more_than_it_has_to() {
        let written = |strategy| serde_json::to_value(strategy).unwrap();
        assert_eq!(written(ChunkStrategy::auto()), json!({"chunk_type": 0}));
        let custom = json!({"chunk_type": 1, "separator": "\n\n", "max_tokens": 800});
        assert_eq!(written(ChunkStrategy::custom("\n\n", 800)), custom);
        let captions = ChunkStrategy::captions(CaptionType::Manual);
        assert_eq!(written(captions), json!({"caption_type": 1}));
    }
}
