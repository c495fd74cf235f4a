//! Uploads that nobody takes.

use super::{Fault, Read, Reset, Send, Silence, answer, fault, json, reply};
use crate::calls::Call::Upload;
use crate::server::Step::ReadSome;

const MIB: usize = 1024 * 1024;

pub(super) fn rows() -> Vec<Fault> {
    let too_large = || Send(reply("413 Too Large", "text/plain", "too large").into_bytes());
    let id = r#"{"code":0,"data":{"id":"7"}}"#;
    vec![
        fault("upload: taken", Upload, answer(json(id)), &["Ok"]),
        fault("upload: never read", Upload, [Silence], &["Ok", "Timeout"]),
        fault(
            "upload: RST after 1 MB",
            Upload,
            [ReadSome(MIB), Reset],
            &["Transport"],
        ),
        fault(
            "upload: closed after 1 MB",
            Upload,
            [ReadSome(MIB)],
            &["Transport"],
        ),
        fault(
            "upload: 413 at once, body not read, closed",
            Upload,
            [ReadSome(99), too_large()],
            &["Api"],
        ),
        // The answer is read if the system still has it when the reset comes.
        fault(
            "upload: 413 at once, then RST",
            Upload,
            [ReadSome(99), too_large(), Reset],
            &["Api", "Transport"],
        ),
        fault(
            "upload: read, no reply",
            Upload,
            [Read, Silence],
            &["Timeout"],
        ),
        fault("upload: read, closed", Upload, [Read], &["Transport"]),
        fault(
            "upload: empty reply",
            Upload,
            answer(json("{}")),
            &["Decode"],
        ),
    ]
}
