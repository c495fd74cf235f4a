//! The frame around replies that a document states.

use serde_json::Value;

use crate::extension::{Extension, Members, Reader};
use crate::ir::Envelope;
use crate::report::{Origins, Report};

const FIX: &str = "Write `{code: code, message: msg, data: data, log_id: [detail, logid]}`, with names of fields of replies, and at most two keys to the log id.";

/// The frame that `x-envelope` states, as `spec/README.md` defines it, if it does and can be read.
pub(crate) fn read(document: &Value, origins: &Origins, report: &mut Report) -> Option<Envelope> {
    let declared = Extension::of(document.get("x-envelope"), "", "x-envelope")?;
    declared.read(FIX, origins, report, |reader, value| {
        reader.object(value, envelope)
    })
}

fn envelope(members: &mut Members<'_, '_>) -> Envelope {
    Envelope {
        code: members.text("code").to_owned(),
        message: members.text("message").to_owned(),
        data: members.text("data").to_owned(),
        log_id: members.or_empty("log_id", keys_to_the_log_id),
    }
}

fn keys_to_the_log_id<'a>(reader: &mut Reader<'a>, value: &'a Value) -> Option<Vec<String>> {
    let keys = reader.texts(value)?;
    if keys.len() > 2 {
        reader.refuse(value, "at most two keys", None);
    }
    Some(keys.into_iter().map(str::to_owned).collect())
}
