//! What is printed may be read by programs that stop early.

use std::process::{Command, Stdio};

#[test]
fn nobody_has_to_read_it_all() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["spec", "export"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("xtask starts");
    drop(running.stdout.take());
    let ended = running.wait_with_output().expect("xtask ends");
    assert!(ended.status.success(), "{:?}", ended.status);
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}
