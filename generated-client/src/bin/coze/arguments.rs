// part coze

//! Arguments of the table -> options of a command.

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ValueHint, value_parser};

use super::choices::Choices;
use super::language::Language;
use super::table::{Argument, Body, Kind, Operation, Place};
use super::words;

/// The options of a call.
pub(crate) fn of(operation: &Operation, language: Language) -> impl Iterator<Item = Arg> {
    let has_body = operation.body == Body::Json;
    operation.arguments.iter().map(move |argument| {
        let may_be_in_body = has_body && argument.place == Place::Body;
        option(argument, may_be_in_body, language)
    })
}

fn option(argument: &'static Argument, may_be_in_body: bool, language: Language) -> Arg {
    let is_needed = argument.required && argument.preset.is_none();
    let arg = Arg::new(argument.flag)
        .long(argument.flag)
        .help(argument.about.first(language))
        .long_help(long(argument, language));
    let arg = of_kind(arg, &argument.kind, language);
    let arg = if argument.wire == argument.flag {
        arg
    } else {
        arg.alias(argument.wire)
    };
    match (is_needed, may_be_in_body) {
        (false, _) => arg,
        (true, false) => arg.required(true),
        (true, true) => arg.required_unless_present("body"),
    }
}

fn of_kind(arg: Arg, kind: &'static Kind, language: Language) -> Arg {
    match kind {
        Kind::Bool => arg
            .value_name("true|false")
            .num_args(0..=1)
            .default_missing_value("true")
            .value_parser(value_parser!(bool)),
        Kind::Int | Kind::IntText => arg
            .value_name("INTEGER")
            .allow_negative_numbers(true)
            .value_parser(value_parser!(i64)),
        Kind::Float => arg
            .value_name("NUMBER")
            .allow_negative_numbers(true)
            .value_parser(value_parser!(f64)),
        Kind::Text => arg.value_name("TEXT"),
        Kind::File => arg.value_name("FILE").value_hint(ValueHint::FilePath),
        Kind::Words(known) => arg
            .value_name("WORD")
            .value_parser(choices(known, false, language)),
        Kind::Numbers(known) => arg
            .value_name("WORD")
            .value_parser(choices(known, true, language)),
        Kind::List(item) => of_kind(arg, item, language).action(ArgAction::Append),
        Kind::Json(_) => arg.value_name("JSON"),
    }
}

fn choices(
    known: &'static [super::table::Choice],
    is_number: bool,
    language: Language,
) -> ValueParser {
    ValueParser::new(Choices {
        known,
        is_number,
        language,
    })
}

/// All that is said of an argument.
fn long(argument: &Argument, language: Language) -> String {
    let mut paragraphs = vec![argument.about.of(language).to_owned()];
    if let Kind::Json(form) = argument.kind {
        paragraphs.push(format!("{}\n{form}", words::JSON_FORM.of(language)));
    }
    if let Kind::List(_) = argument.kind {
        paragraphs.push(words::REPEATED.of(language).to_owned());
    }
    if let Some(default) = argument.preset.or(argument.default) {
        paragraphs.push(format!("{} {default}", words::DEFAULT.of(language)));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}
