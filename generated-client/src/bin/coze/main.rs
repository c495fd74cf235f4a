// part coze

//! The command line of the API: every call as `coze RESOURCE.. CALL --ARGUMENT VALUE`, and a conversation with an agent.
//!
//! What it knows of the API is one emitted table; calls go through the library's own [`Client::request`](coze_client::Client::request).

#![forbid(unsafe_code)]

mod arguments;
mod choices;
mod commands;
mod conversation;
mod environment;
mod failure;
mod given;
mod language;
mod login;
mod output;
mod own;
mod pages;
mod replies;
mod requests;
mod rows;
mod run;
mod sign_in;
mod store;
mod stream;
mod table;
mod terminal;
mod transfer;
mod words;

// The generator formats its own output.
#[rustfmt::skip]
#[allow(clippy::wildcard_imports)]
#[path = "../../generated/command_line.rs"]
mod generated;

use std::process::ExitCode;

use clap::ArgMatches;

use failure::Failure;
use language::Language;

fn main() -> ExitCode {
    let language = Language::chosen();
    let matches = match commands::all(language).try_get_matches() {
        Ok(matches) => matches,
        Err(problem) => {
            // Nobody is left to be told where this fails.
            _ = problem.print();
            return u8::try_from(problem.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    match finished(&matches, language) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Runs the command. A thread that still waits for input does not hold the program up.
fn finished(matches: &ArgMatches, language: Language) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(run::run(matches, language));
    runtime.shutdown_background();
    outcome
}
