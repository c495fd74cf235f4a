//! Which operation a call is for, and which operations a text means.

use super::call::Call;
use super::operation::{Operation, Outcome};
use crate::generated::testing::operations::OPERATIONS;

/// The operation that a call is for: of several, the one whose path has the most text outside of parameters.
pub(super) fn find(call: &Call) -> Option<&'static Operation> {
    let fitting = OPERATIONS
        .iter()
        .filter(|operation| is_for(operation, call));
    fitting.max_by_key(|operation| {
        let literals = operation.path.split('/').filter(|part| !part.contains('{'));
        (literals.count(), is_chosen(operation, call))
    })
}

fn is_for(operation: &Operation, call: &Call) -> bool {
    operation.method == call.method
        && fits(operation.path, &call.path)
        && (operation.when.is_empty() || {
            let body = call.json();
            let mut when = operation.when.iter();
            when.all(|(name, value)| body[name] == *value)
        })
}

/// Where nothing in the body chooses between reply and stream, the client says which it can read.
fn is_chosen(operation: &Operation, call: &Call) -> bool {
    let accepts = call.header("accept").unwrap_or_default();
    let is_stream = matches!(operation.outcome, Outcome::Events { .. });
    is_stream == accepts.starts_with("text/event-stream")
}

/// Whether a path is of the form of a template.
pub(super) fn fits(template: &str, path: &str) -> bool {
    let (mut templates, mut parts) = (template.split('/'), path.split('/'));
    loop {
        match (templates.next(), parts.next()) {
            (None, None) => return true,
            (Some(template), Some(part)) if fits_part(template, part) => {}
            _ => return false,
        }
    }
}

/// `{id}.{kind}` stands for `a.png`.
fn fits_part(template: &str, part: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else {
        return template == part;
    };
    let (Some((_, rest)), Some(part)) = (rest.split_once('}'), part.strip_prefix(before)) else {
        return false;
    };
    let literal = rest.split('{').next().unwrap_or_default();
    let end = match literal {
        "" => Some(part.len()),
        literal => part.find(literal),
    };
    end.is_some_and(|end| end > 0 && fits_part(rest, &part[end..]))
}

/// Which calls a rule is about.
#[derive(Debug)]
pub(super) enum Pattern {
    /// Of this method, or of any, with paths of this form.
    Path(Option<String>, String),
    /// The call of the client, or the operation of the document, with this name.
    Name(String),
}

impl Pattern {
    /// `POST /v3/chat`, `/v1/bots/{bot_id}`, `datasets.list`, `datasets().list` or the id of an operation; `None` for a name that
    /// nothing has.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((method, path)) = text.split_once(' ') {
            return Some(Self::Path(
                Some(method.to_ascii_uppercase()),
                path.trim().to_owned(),
            ));
        }
        if text.starts_with('/') {
            return Some(Self::Path(None, text.to_owned()));
        }
        let name = text.replace("()", "");
        let mut all = OPERATIONS.iter();
        let is_known = all.any(|operation| operation.name == name || operation.id == name);
        is_known.then_some(Self::Name(name))
    }

    pub(super) fn matches(&self, call: &Call, operation: Option<&Operation>) -> bool {
        match self {
            Self::Path(method, path) => {
                method.as_ref().is_none_or(|method| *method == call.method)
                    && fits(path, &call.path)
            }
            Self::Name(name) => {
                operation.is_some_and(|operation| operation.name == name || operation.id == name)
            }
        }
    }
}

/// Names that are like one that nothing has: those that end or begin alike.
pub(super) fn similar(text: &str) -> Vec<&'static str> {
    let wanted = text.replace("()", "");
    let last = wanted.rsplit('.').next().unwrap_or_default();
    let first = wanted.split('.').next().unwrap_or_default();
    let is_similar = |name: &&str| name.ends_with(last) || name.starts_with(first);
    let names = OPERATIONS.iter().map(|operation| operation.name);
    names.filter(is_similar).take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_stand_for_paths() {
        assert!(fits("/v1/bots/{bot_id}", "/v1/bots/73"));
        assert!(fits("/a/{id}.{kind}/b", "/a/x.png/b"));
        assert!(fits("/a/{id}:cancel", "/a/7:cancel"));
        assert!(!fits("/v1/bots/{bot_id}", "/v1/bots/"));
        assert!(!fits("/v1/bots/{bot_id}", "/v1/bots/73/versions"));
        assert!(!fits("/v1/bots", "/v1/apps"));
    }
}
