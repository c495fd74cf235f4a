//! A core for each of the two processes: where the system puts them decides what a small call costs, by half and more.

use std::num::NonZero;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// How many there are. A process that is kept to one is told of no other, so that they are counted before.
static COUNT: LazyLock<usize> =
    LazyLock::new(|| std::thread::available_parallelism().map_or(1, NonZero::get));

pub(crate) fn count() -> usize {
    *COUNT
}

/// Which of the machine's cores.
#[derive(Clone, Copy)]
pub(crate) enum Core {
    /// Of the server.
    First,
    /// Of the client, and of the processes that it starts.
    Last,
}

/// Keeps a process to a core from now on; whether the system can do that.
pub(crate) fn keep(process: u32, core: Core) -> bool {
    let last = count() - 1;
    let core = match core {
        Core::First => 0,
        Core::Last => last,
    };
    let mut taskset = Command::new("taskset");
    taskset.args(["--all-tasks", "--cpu-list", "--pid"]);
    taskset.args([core.to_string(), process.to_string()]);
    let status = taskset.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
