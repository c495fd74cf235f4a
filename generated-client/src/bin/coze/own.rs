// part coze

//! The options and commands that are the program's own.

use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use clap_complete::Shell;

use super::language::{Language, Text};
use super::table::{Body, Operation, Reply};
use super::words;

/// An option of the program.
pub(crate) fn option(name: &'static str, about: Text, language: Language) -> Arg {
    Arg::new(name).long(name).help(about.of(language))
}

/// An option without a value.
pub(crate) fn flag(name: &'static str, about: Text, language: Language) -> Arg {
    option(name, about, language).action(ArgAction::SetTrue)
}

/// What can be said with every command.
pub(crate) fn everywhere(language: Language) -> Vec<Arg> {
    let options = [
        option("base-url", words::BASE_URL, language)
            .value_name("URL")
            .value_hint(ValueHint::Url),
        option("oauth-config", words::OAUTH_CONFIG, language)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath),
        option("lang", words::LANG, language)
            .value_name("LANG")
            .value_parser(["en", "zh"]),
        flag("json", words::JSON, language),
    ];
    let version = flag("version", words::VERSION, language)
        .short('V')
        .action(ArgAction::Version);
    let global = options.map(|option| option.global(true));
    global.into_iter().chain([version]).collect()
}

/// What can be said of a call besides its arguments.
pub(crate) fn of_call(operation: &Operation, language: Language) -> Vec<Arg> {
    let all = operation
        .pages
        .as_ref()
        .map(|_| flag("all", words::ALL, language));
    let body = (operation.body == Body::Json)
        .then(|| option("body", words::BODY, language).value_name("JSON"));
    let output = matches!(operation.reply, Reply::Binary).then(|| {
        option("output", words::OUTPUT, language)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
    });
    [all, body, output].into_iter().flatten().collect()
}

/// A conversation is had where the resource of chats is not followed by a call.
pub(crate) fn conversation(chat: Command, language: Language) -> Command {
    chat.subcommand_required(false)
        .args_conflicts_with_subcommands(true)
        .after_help(words::CONVERSATION.of(language))
        .args([
            option("bot-id", words::BOT_ID, language).value_name("TEXT"),
            option("user-id", words::USER_ID, language)
                .value_name("TEXT")
                .default_value("coze-command-line"),
            option("conversation-id", words::CONVERSATION_ID, language).value_name("TEXT"),
        ])
}

/// The commands that are no calls.
pub(crate) fn commands(language: Language) -> impl Iterator<Item = Command> {
    let login = Command::new("login")
        .about(words::LOGIN.of(language))
        .args([
            option("client-id", words::CLIENT_ID, language).value_name("TEXT"),
            option("workspace-id", words::WORKSPACE_ID, language).value_name("TEXT"),
        ]);
    let logout = Command::new("logout").about(words::LOGOUT.of(language));
    let shell = Arg::new("shell")
        .help(words::SHELL.of(language))
        .required(true)
        .value_parser(value_parser!(Shell));
    let completions = Command::new("completions")
        .about(words::COMPLETIONS.of(language))
        .arg(shell);
    [login, logout, completions].into_iter()
}
