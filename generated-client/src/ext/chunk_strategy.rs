// part coze

//! How documents are cut into pieces.
// Extends: ChunkStrategy, ChunkType, CaptionType

use crate::types::{CaptionType, ChunkStrategy, ChunkType};

impl ChunkStrategy {
    /// The service splits and cleans the texts by its own rules (`chunk_type` 0). A good default.
    #[must_use]
    #[inline]
    pub fn auto() -> Self {
        Self::new().chunk_type(ChunkType::DefaultChunk)
    }

    /// The service splits the texts at every `separator`, into chunks of at most `max_tokens` tokens (`chunk_type` 1).
    ///
    /// The service accepts 100 to 2000 tokens. `custom("\n\n", 800)` splits at empty lines, into chunks that are long enough to have a
    /// meaning and short enough for several of them to fit into a prompt. White space, URLs and mail addresses are kept unless
    /// [`remove_extra_spaces`](Self::remove_extra_spaces) and [`remove_urls_emails`](Self::remove_urls_emails) are set.
    #[must_use]
    pub fn custom(separator: impl Into<String>, max_tokens: i64) -> Self {
        Self::new()
            .chunk_type(ChunkType::CustomChunk)
            .separator(separator)
            .max_tokens(max_tokens)
    }

    /// For pictures, which are searched by their descriptions: a model writes them ([`CaptionType::Auto`]), or you do
    #[must_use]
    #[inline]
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
