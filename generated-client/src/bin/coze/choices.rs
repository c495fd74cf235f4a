// part coze

//! Values of enums as they are typed. The enums of the service are open: a value that is newer than this program is passed on.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use super::language::Language;
use super::table::Choice;

/// Takes one of these words, or another text; an integer, where values are numbers.
#[derive(Clone, Copy)]
pub(crate) struct Choices {
    pub(crate) known: &'static [Choice],
    pub(crate) is_number: bool,
    pub(crate) language: Language,
}

impl Choices {
    /// What is sent for what was typed.
    fn value(self, typed: &str) -> Option<String> {
        let mut known = self.known.iter();
        match known.find(|choice| choice.word == typed) {
            Some(choice) => Some(choice.value.to_owned()),
            None => (!self.is_number || typed.parse::<i64>().is_ok()).then(|| typed.to_owned()),
        }
    }
}

impl TypedValueParser for Choices {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        typed: &OsStr,
    ) -> Result<String, Error> {
        let typed = typed.to_string_lossy();
        self.value(&typed).ok_or_else(|| {
            let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
            let name = arg.map(ToString::to_string).unwrap_or_default();
            let words = self.known.iter().map(|choice| choice.word.to_owned());
            error.insert(ContextKind::InvalidArg, ContextValue::String(name));
            error.insert(
                ContextKind::InvalidValue,
                ContextValue::String(typed.into_owned()),
            );
            error.insert(
                ContextKind::ValidValue,
                ContextValue::Strings(words.collect()),
            );
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let choices = self.known.iter().filter(|choice| !choice.word.is_empty());
        Some(Box::new(choices.map(|choice| {
            let value = PossibleValue::new(choice.word);
            match choice.about.first(self.language) {
                "" => value,
                about => value.help(about),
            }
        })))
    }
}
