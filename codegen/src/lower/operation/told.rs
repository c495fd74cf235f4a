//! Texts of extensions that become documentation: in English, and in Chinese where the document has lines in both languages.

use serde::Deserialize;

use crate::ir::Told;
use crate::lower::context::Context;
use crate::lower::types::docs;

/// `text`, or `{en: text, zh: 文字}`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "it is no text, and no `{en: text, zh: text}`")]
pub(super) enum Declared {
    English(String),
    Both(Both),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Both {
    en: String,
    zh: String,
}

impl Declared {
    /// What is declared at a pointer. Who writes the document's lines in two languages is told of a text in one.
    pub(super) fn told(self, context: &mut Context<'_>, pointer: &str) -> Told {
        match self {
            Self::Both(Both { en, zh }) => Told {
                english: en,
                chinese: Some(zh),
            },
            Self::English(english) => {
                if context.service().speaks_chinese {
                    context.warn(
                        pointer,
                        format!("{english:?} is English only, while `x-lines` has Chinese, too"),
                        "Write `{en: text, zh: 文字}`.",
                    );
                }
                Told {
                    english,
                    chinese: None,
                }
            }
        }
    }
}

/// Both texts as paragraphs, English first.
pub(super) fn paragraphs(site: Option<&str>, english: &str, chinese: Option<&str>) -> Vec<String> {
    let texts = [Some(english), chinese];
    let texts = texts.map(|text| docs::lines(site, [text]));
    let texts: Vec<Vec<String>> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(&String::new())
}
