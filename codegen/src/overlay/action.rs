//! One overlay comes in, its actions go out, and every way in which it is not an overlay.

use serde_json::{Map, Value};

use super::slips;
use crate::json_path::JsonPath;
use crate::nearest;
use crate::pointer;
use crate::report::{Place, Report, Source, clipped};

/// One correction.
pub(super) struct Action<'a> {
    /// Where it stands in the overlay.
    pub(super) place: Place,
    /// The `JSONPath` as written.
    pub(super) target: &'a str,
    /// The `JSONPath` as understood.
    pub(super) path: JsonPath,
    /// Why.
    pub(super) description: Option<&'a str>,
    /// What must be there.
    pub(super) expect: Option<&'a Value>,
    /// How the lists in it are compared.
    pub(super) expect_lists: ExpectedLists,
    /// How many nodes the target must have.
    pub(super) matches: u64,
    /// What is to be done.
    pub(super) change: Change<'a>,
}

/// Whether a list may have more items than an action expects.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ExpectedLists {
    Whole,
    Subset,
}

/// What an action does to each node.
#[derive(Clone, Copy)]
pub(super) enum Change<'a> {
    Remove,
    Update(&'a Value),
}

const ROOT_KEYS: &[&str] = &["overlay", "info", "extends", "actions"];
const ACTION_KEYS: &[&str] = &[
    "target",
    "description",
    "remove",
    "update",
    "x-expect",
    "x-expect-lists",
    "x-matches",
];

/// The well-formed actions of an overlay.
pub(super) fn read<'a>(overlay: &'a Value, source: Source, report: &mut Report) -> Vec<Action<'a>> {
    let mut reader = Reader { source, report };
    let Some(root) = overlay.as_object() else {
        reader.wrong(
            "",
            "an overlay is an object",
            "`overlay`, `info` and `actions`",
        );
        return Vec::new();
    };
    reader.knows_keys(root, "", ROOT_KEYS);
    reader.head(root);
    match root.get("actions") {
        Some(Value::Array(actions)) => {
            let actions = actions.iter().enumerate();
            actions
                .filter_map(|(index, action)| reader.action(action, index))
                .collect()
        }
        Some(_) => {
            reader.wrong("/actions", "`actions` is not a list", "a list of actions");
            Vec::new()
        }
        None => {
            reader.wrong(
                "",
                "the overlay has no `actions`",
                "a list of actions, empty if there are none",
            );
            Vec::new()
        }
    }
}

struct Reader<'r> {
    source: Source,
    report: &'r mut Report,
}

impl Reader<'_> {
    fn wrong(&mut self, pointer: &str, found: impl Into<String>, expected: &str) {
        self.report
            .error(Place::new(self.source, pointer), found)
            .expected(expected);
    }

    /// Whether all keys are known ones.
    fn knows_keys(&mut self, object: &Map<String, Value>, pointer: &str, known: &[&str]) -> bool {
        let before = self.report.problems().len();
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let place = Place::new(self.source, pointer::join(pointer, key));
            let problem = self.report.error(place, format!("unknown key `{key}`"));
            problem.expected(format!("one of {}", known.join(", ")));
            if let Some(meant) = nearest::to(key, known) {
                problem.fix(format!("Did you mean `{meant}`?"));
            }
        }
        self.report.problems().len() == before
    }

    fn head(&mut self, root: &Map<String, Value>) {
        match root.get("overlay") {
            Some(Value::String(version)) if version == "1.0" || version.starts_with("1.0.") => {}
            Some(other) => {
                self.wrong(
                    "/overlay",
                    format!("overlay version {} is not supported", clipped(other)),
                    "1.0.0",
                );
            }
            None => self.wrong("", "the overlay does not say its version", "overlay: 1.0.0"),
        }
        let info = root.get("info");
        for key in ["title", "version"] {
            if !info
                .and_then(|info| info.get(key))
                .is_some_and(Value::is_string)
            {
                let place = if info.is_some() { "/info" } else { "" };
                self.wrong(place, format!("the overlay has no `info.{key}`"), "a text");
            }
        }
    }

    fn action<'a>(&mut self, action: &'a Value, index: usize) -> Option<Action<'a>> {
        let pointer = pointer::join("/actions", &index.to_string());
        let Some(object) = action.as_object() else {
            self.wrong(
                &pointer,
                "an action is an object",
                "`target` with `update` or `remove`",
            );
            return None;
        };
        let known = self.knows_keys(object, &pointer, ACTION_KEYS);
        if !known || !self.has_good_description(object, &pointer) {
            return None;
        }
        let (target, path) = self.target(object, &pointer)?;
        Some(Action {
            description: object.get("description").and_then(Value::as_str),
            expect: object.get("x-expect"),
            expect_lists: self.expect_lists(object, &pointer)?,
            matches: self.matches(object, &pointer)?,
            change: self.change(object, &pointer)?,
            place: Place::new(self.source, pointer),
            target,
            path,
        })
    }

    fn target<'a>(
        &mut self,
        action: &'a Map<String, Value>,
        pointer: &str,
    ) -> Option<(&'a str, JsonPath)> {
        let Some(target) = action.get("target") else {
            self.wrong(
                pointer,
                "the action has no `target`",
                "a JSONPath such as $.components.schemas.Chat",
            );
            return None;
        };
        let at = pointer::join(pointer, "target");
        let Some(text) = target.as_str() else {
            self.wrong(
                &at,
                format!("`target` is {}", clipped(target)),
                "a JSONPath in a string",
            );
            return None;
        };
        match JsonPath::parse(text) {
            Ok(path) => Some((text, path)),
            Err(error) => {
                let found = format!("`{text}` is not a JSONPath: {}", error.found);
                let place = Place::new(self.source, at);
                self.report
                    .error(place, found)
                    .expected(error.expected)
                    .fix("see RFC 9535; keys that are not plain words stand in brackets: $.paths['/v1/chat'].post");
                None
            }
        }
    }

    /// Whether the description, if there is one, is a text.
    fn has_good_description(&mut self, action: &Map<String, Value>, pointer: &str) -> bool {
        let Some(other) = action.get("description").filter(|value| !value.is_string()) else {
            return true;
        };
        let at = pointer::join(pointer, "description");
        self.wrong(
            &at,
            format!("`description` is {}", clipped(other)),
            "a text",
        );
        false
    }

    fn expect_lists(
        &mut self,
        action: &Map<String, Value>,
        pointer: &str,
    ) -> Option<ExpectedLists> {
        match action.get("x-expect-lists").map(Value::as_str) {
            None => Some(ExpectedLists::Whole),
            Some(Some("subset")) => Some(ExpectedLists::Subset),
            Some(_) => {
                let at = pointer::join(pointer, "x-expect-lists");
                let given = clipped(&action["x-expect-lists"]);
                self.wrong(&at, format!("`x-expect-lists` is {given}"), "subset");
                None
            }
        }
    }

    fn matches(&mut self, action: &Map<String, Value>, pointer: &str) -> Option<u64> {
        let Some(value) = action.get("x-matches") else {
            return Some(1);
        };
        let matches = value.as_u64().filter(|count| *count > 0);
        if matches.is_none() {
            let at = pointer::join(pointer, "x-matches");
            self.wrong(
                &at,
                format!("`x-matches` is {}", clipped(value)),
                "a whole number from 1",
            );
        }
        matches
    }

    fn change<'a>(&mut self, action: &'a Map<String, Value>, pointer: &str) -> Option<Change<'a>> {
        let remove = match action.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(other) => {
                let at = pointer::join(pointer, "remove");
                self.wrong(&at, format!("`remove` is {}", clipped(other)), "true");
                return None;
            }
        };
        match (remove, action.get("update")) {
            (true, None) => Some(Change::Remove),
            (false, Some(update)) => {
                let mut place = Place::new(self.source, pointer::join(pointer, "update"));
                slips::doubt(update, &mut place, self.report);
                Some(Change::Update(update))
            }
            (true, Some(_)) => {
                self.wrong(
                    pointer,
                    "the action has both `update` and `remove`",
                    "two actions, the removal first",
                );
                None
            }
            (false, None) => {
                self.wrong(
                    pointer,
                    "the action changes nothing",
                    "`update` or `remove: true`",
                );
                None
            }
        }
    }
}
