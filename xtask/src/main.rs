//! The maintainer's commands; `cargo xtask` lists them. All reading and writing of the generator happens here.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod diff;
mod export;
mod fetch;
mod generate;
mod inputs;
mod lint;
mod output;
mod rows;
mod standalone;
mod switch;
mod tree;
mod update;

use std::process::ExitCode;

use arguments::Command;
use output::tell;

fn main() -> ExitCode {
    let command = match arguments::read(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(problem) => {
            tell!("error: {problem}\n\n{}", arguments::usage());
            return ExitCode::from(diff::FAILED);
        }
    };
    let fails = match command {
        // Its other codes say what it found.
        Command::Diff(_) => ExitCode::from(diff::FAILED),
        Command::Help(_)
        | Command::Generate(_)
        | Command::Export(_)
        | Command::Update(_)
        | Command::Lint(_) => ExitCode::FAILURE,
    };
    let success = |()| ExitCode::SUCCESS;
    if let Err(problem) = update::recover() {
        tell!("error: {problem:#}");
        return fails;
    }
    let done = match command {
        Command::Help(text) => output::print(&text).map(success),
        Command::Generate(options) => generate::run(&options).map(success),
        Command::Export(options) => export::run(&options).map(success),
        Command::Diff(options) => diff::run(&options),
        Command::Lint(options) => lint::run(&options).map(success),
        Command::Update(options) => update::run(&options).map(success),
    };
    done.unwrap_or_else(|problem| {
        tell!("error: {problem:#}");
        fails
    })
}
