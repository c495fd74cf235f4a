//! What a server or a network can do to a call, and what its caller gets: one table, which `-- --nocapture` prints.
//!
//! The clock stands still and jumps to the next timer as soon as nobody has anything to do, so limits of seconds cost nothing. Every
//! row is a connection of its own, over which a server sends bytes that no server should send.

mod calls;
mod kinds;
mod rows;
mod server;

use self::calls::Outcome;
use self::rows::Fault;

/// A row that came out, with what it should be.
struct Result {
    fault: Fault,
    outcome: Outcome,
}

impl Result {
    fn is_as_expected(&self) -> bool {
        self.fault.expected.contains(&self.outcome.kind.as_str())
    }

    fn line(&self) -> String {
        let mark = if self.is_as_expected() {
            ""
        } else {
            " **differs**"
        };
        format!(
            "| {} | {} | {}{mark} | {} |",
            self.fault.name,
            self.fault.expected.join(", "),
            self.outcome.kind,
            self.outcome.text
        )
    }
}

#[tokio::test(start_paused = true)]
async fn every_fault_is_what_it_is() {
    println!("| fault | expected | got | text |\n|---|---|---|---|");
    let mut differing = Vec::new();
    for fault in rows::all() {
        let outcome = calls::outcome(&fault).await;
        let result = Result { fault, outcome };
        println!("{}", result.line());
        if !result.is_as_expected() {
            differing.push(result.line());
        }
    }
    assert!(
        differing.is_empty(),
        "these differ:\n{}",
        differing.join("\n")
    );
}
