//! Texts of extensions that become documentation: in English, and in Chinese where the document has lines in both languages.

use serde_json::Value;

use crate::extension::Reader;
use crate::ir::Told;
use crate::lower::context::Context;
use crate::lower::types::docs;

/// `text`, or `{en: text, zh: 文字}`.
pub(super) enum Declared<'a> {
    English(&'a str),
    Both { en: &'a str, zh: &'a str },
}

impl<'a> Declared<'a> {
    pub(super) fn read(reader: &mut Reader<'a>, value: &'a Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::English(text)),
            Value::Object(_) => reader.object(value, |members| Self::Both {
                en: members.text("en"),
                zh: members.text("zh"),
            }),
            _ => {
                reader.refuse(value, "a text, or `{en: text, zh: text}`", None);
                None
            }
        }
    }

    /// What is declared at a pointer. Who writes the document's lines in two languages is told of a text in one.
    pub(super) fn told(self, context: &mut Context<'_>, pointer: &str) -> Told {
        match self {
            Self::Both { en, zh } => Told {
                english: en.to_owned(),
                chinese: Some(zh.to_owned()),
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
                    english: english.to_owned(),
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
