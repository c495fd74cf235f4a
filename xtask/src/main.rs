//! The maintainer's commands; `cargo xtask` lists them. All reading and writing of the generator happens here.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod address;
mod arguments;
mod atomic_replace;
mod bundle;
mod diff;
mod disk;
mod export;
mod features;
mod fetch;
mod generate;
mod git;
mod inputs;
mod lines;
mod lint;
mod lock;
mod observe;
mod output;
mod proof;
mod release;
mod rows;
mod standalone;
mod tree;
mod update;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

use arguments::Command;
use output::tell;
use workspace::Workspace;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Schemas are gone through as deep as they refer to one another: 8 MiB are too few for ten thousand in a row. Only what is used is taken.
const STACK: usize = 512 << 20;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new().stack_size(STACK);
    let done = thread.spawn(carry_out).map(std::thread::JoinHandle::join);
    match done {
        Ok(Ok(code)) => code,
        // What a panic has to say, it has said.
        Ok(Err(_)) => ExitCode::from(diff::FAILED),
        Err(problem) => {
            tell!("error: no thread can be started: {problem}");
            ExitCode::from(diff::FAILED)
        }
    }
}

fn carry_out() -> ExitCode {
    let command = match arguments::read(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(problem) => {
            tell!("error: {problem}");
            return ExitCode::from(diff::FAILED);
        }
    };
    run(&command).unwrap_or_else(|problem| {
        tell!("error: {problem:#}");
        match command {
            // Its other codes say what it found.
            Command::Diff(_) => ExitCode::from(diff::FAILED),
            Command::Help(_)
            | Command::Generate(_)
            | Command::Export(_)
            | Command::Update(_)
            | Command::Release(_)
            | Command::Observe(_)
            | Command::Lint(_) => ExitCode::FAILURE,
        }
    })
}

fn run(command: &Command) -> Result<ExitCode> {
    if let Command::Help(text) = command {
        output::print(text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let workspace = Workspace::find()?;
    match command {
        Command::Help(_) => {}
        Command::Generate(options) => generate::run(&workspace, options)?,
        Command::Export(options) => export::run(&workspace, options)?,
        Command::Diff(options) => return diff::run(&workspace, options),
        Command::Observe(options) => observe::run(&workspace, options)?,
        Command::Lint(options) => lint::run(&workspace, options)?,
        Command::Update(options) => update::run(&workspace, options)?,
        Command::Release(options) => release::run(&workspace, options)?,
    }
    Ok(ExitCode::SUCCESS)
}
