// part coze

//! The command that was typed -> what it does.

use std::io::{IsTerminal, Write};

use clap::ArgMatches;
use clap_complete::Shell;

use super::failure::Failure;
use super::generated::OPERATIONS;
use super::given::Given;
use super::language::Language;
use super::output::Output;
use super::table::{Operation, Reply};
use super::{commands, conversation, login, pages, replies, requests, sign_in, stream, transfer};

/// Does what was typed, unless Ctrl-C ends it.
pub(crate) async fn run(matches: &ArgMatches, language: Language) -> Result<(), Failure> {
    let (path, matches) = typed(matches);
    match path.as_slice() {
        ["completions"] => completions(matches, language),
        ["logout"] => login::forget(),
        ["login"] => unless_interrupted(login::run(matches)).await,
        // It has a use of its own for Ctrl-C.
        ["chat"] => conversation::run(matches).await,
        path => {
            let mut operations = OPERATIONS.iter();
            let operation = operations.find(|operation| operation.path == path);
            let operation =
                operation.ok_or_else(|| Failure::Usage("there is no such call".to_owned()))?;
            unless_interrupted(call(operation, matches)).await
        }
    }
}

/// The commands that were typed, and what was said with the last.
fn typed(mut matches: &ArgMatches) -> (Vec<&str>, &ArgMatches) {
    let mut path = Vec::new();
    while let Some((name, below)) = matches.subcommand() {
        path.push(name);
        matches = below;
    }
    (path, matches)
}

/// What is cut off is dropped: streams are closed, half a file is removed.
async fn unless_interrupted(
    work: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Failure> {
    tokio::select! {
        outcome = work => outcome,
        pressed = tokio::signal::ctrl_c() => {
            pressed?;
            Err(Failure::Interrupted)
        }
    }
}

async fn call(operation: &'static Operation, matches: &ArgMatches) -> Result<(), Failure> {
    let given = Given::read(operation, matches)?;
    let output = Output::of(matches);
    match &operation.reply {
        Reply::Binary => return download(operation, matches, &given).await,
        Reply::Events(known) => {
            let client = sign_in::client(matches)?;
            let request = requests::request(&client, operation, &given).await?;
            return stream::print(request.events().await?, known, output).await;
        }
        Reply::Unit | Reply::Data | Reply::DataAt(_) | Reply::Whole => {}
    }
    let client = sign_in::client(matches)?;
    let pages = operation.pages.as_ref();
    if let Some(pages) = pages.filter(|_| matches.get_flag("all")) {
        return pages::print_all(&client, operation, pages, given, output).await;
    }
    let reply = replies::fetched(&client, operation, &given).await?;
    output.reply(&reply, pages.map(|pages| pages.items))?;
    Ok(pages.map_or(Ok(()), |pages| pages::hint(pages, &reply))?)
}

async fn download(
    operation: &'static Operation,
    matches: &ArgMatches,
    given: &Given,
) -> Result<(), Failure> {
    let target = matches.get_one::<String>("output").map(String::as_str);
    if target.is_none() && std::io::stdout().is_terminal() {
        let line = "the reply is a file: say where it goes by --output FILE";
        return Err(Failure::Usage(line.to_owned()));
    }
    let client = sign_in::client(matches)?;
    let request = requests::request(&client, operation, given).await?;
    transfer::save(request.download().await?, target.unwrap_or("-")).await
}

fn completions(matches: &ArgMatches, language: Language) -> Result<(), Failure> {
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut commands::all(language), "coze", &mut script);
        std::io::stdout().write_all(&script)?;
    }
    Ok(())
}
