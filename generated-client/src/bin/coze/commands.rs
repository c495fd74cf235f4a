// part coze

//! The table -> the tree of commands, with its help.

use clap::builder::Str;
use clap::{ArgAction, Command};

use super::arguments;
use super::generated::{GROUPS, OPERATIONS};
use super::language::{Language, Text};
use super::own;
use super::table::{Group, Operation};
use super::words;

/// All commands.
pub(crate) fn all(language: Language) -> Command {
    let mut command = dressed(Command::new("coze"), language)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .about(words::ABOUT.of(language))
        .after_help(words::CODES.of(language))
        .subcommand_help_heading(words::COMMANDS.of(language))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(own::everywhere(language));
    for group in GROUPS.iter().filter(|group| group.path.len() == 1) {
        command = command.subcommand(resource(group, language));
    }
    command
        .mut_subcommand("chat", |chat| own::conversation(chat, language))
        .subcommands(own::commands(language).map(|command| dressed(command, language)))
}

/// A resource, with its calls and the resources below it.
fn resource(group: &Group, language: Language) -> Command {
    let is_below =
        |path: &[&str]| path.len() == group.path.len() + 1 && path.starts_with(group.path);
    let calls = OPERATIONS
        .iter()
        .filter(|operation| is_below(operation.path));
    let below = GROUPS.iter().filter(|group| is_below(group.path));
    dressed(Command::new(name(group.path)), language)
        .about(first_line(group.about, language))
        .long_about(group.about.of(language))
        .subcommand_help_heading(words::CALLS.of(language))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(calls.map(|operation| call(operation, language)))
        .subcommands(below.map(|group| resource(group, language)))
}

fn call(operation: &Operation, language: Language) -> Command {
    let command = Command::new(name(operation.path))
        .about(first_line(operation.about, language))
        .long_about(long(operation, language))
        .next_help_heading(words::ARGUMENTS.of(language))
        .args(arguments::of(operation, language));
    dressed(command, language).args(own::of_call(operation, language))
}

/// What is said of a call, where it goes, and where to read on.
fn long(operation: &Operation, language: Language) -> String {
    let endpoint = format!("{} {}", operation.method, operation.endpoint);
    let mut paragraphs = vec![operation.about.of(language).to_owned(), endpoint];
    let more = operation.more.of(language);
    if !more.is_empty() {
        paragraphs.push(more.to_owned());
    }
    if !operation.addresses.is_empty() {
        paragraphs.push(operation.addresses.join("\n"));
    }
    paragraphs.join("\n\n")
}

fn name(path: &'static [&'static str]) -> Str {
    path.last().copied().unwrap_or_default().into()
}

fn first_line(text: Text, language: Language) -> &'static str {
    text.of(language).lines().next().unwrap_or_default()
}

/// A command whose help is in this language.
fn dressed(command: Command, language: Language) -> Command {
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        words::USAGE.of(language)
    );
    command
        .help_template(template)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .next_help_heading(words::OPTIONS.of(language))
        .arg(
            own::flag("help", words::HELP, language)
                .short('h')
                .action(ArgAction::Help),
        )
}
