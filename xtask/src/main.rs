//! The maintainer's commands; `cargo xtask` lists them. All reading and writing of the generator happens here.

mod arguments;
mod diff;
mod export;
mod fetch;
mod generate;
mod inputs;
mod lint;
mod standalone;
mod switch;
mod tree;
mod update;

use std::process::ExitCode;

use arguments::Command;

fn main() -> ExitCode {
    let command = match arguments::read(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("error: {problem}\n\n{}", arguments::USAGE);
            return ExitCode::from(diff::FAILED);
        }
    };
    let fails = match command {
        // Its other codes say what it found.
        Command::Diff(_) => ExitCode::from(diff::FAILED),
        Command::Help
        | Command::Generate(_)
        | Command::Export(_)
        | Command::Update(_)
        | Command::Lint(_) => ExitCode::FAILURE,
    };
    let success = |()| ExitCode::SUCCESS;
    if let Err(problem) = update::recover() {
        eprintln!("error: {problem:#}");
        return fails;
    }
    let done = match command {
        Command::Help => {
            println!("{}", arguments::USAGE);
            Ok(ExitCode::SUCCESS)
        }
        Command::Generate(options) => generate::run(&options).map(success),
        Command::Export(options) => export::run(&options).map(success),
        Command::Diff(options) => diff::run(&options),
        Command::Lint(options) => lint::run(&options).map(success),
        Command::Update(options) => update::run(&options).map(success),
    };
    done.unwrap_or_else(|problem| {
        eprintln!("error: {problem:#}");
        fails
    })
}
