//! Bodies, replies, streams and paging of two operations come in, their differences are noted.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Direction;
use super::compare::{Comparison, Means, breaking, compatible, received, sent};
use crate::asyncapi::SWITCHING_PROTOCOLS;
use crate::document::tree::{Node, Tree, flag, text};
use crate::report::clipped_to;

const BODY_NEEDED: Means = sent(breaking("calls without it are refused"));
const BODY_FREE: Means = sent(compatible("calls go on as they are"));
const BODY_GONE: Means = sent(breaking("what calls send in it is no longer listened to"));
const FORM_GONE: Means = sent(breaking("the service may refuse what is written so"));
const FORM_NEW: Means = sent(compatible("what is written as before is still taken"));

const REPLY_GONE: Means = received(breaking("calls that wait for such a reply do not get it"));
const REPLY_NEW: Means = received(compatible("calls get what they got before"));
const EVENT_GONE: Means = received(breaking("who waits for this event waits for ever"));
const EVENT_NEW: Means = received(compatible("today's crate hands it on unread"));
const EVENT_OTHER: Means = received(breaking(
    "today's crate ends, fails or goes on in another way",
));
const HEARD_NO_MORE: Means = sent(breaking("the service no longer listens to it"));
const HEARD_NOW: Means = sent(compatible("nothing sends it yet"));
const STREAM_SWITCH: Means = Means {
    sending: breaking("another field of the request chooses between reply and stream"),
    receiving: breaking("another field of the request chooses between reply and stream"),
};
const PAGING_NEW: Means = received(compatible("the list gains `pages()` and `items()`"));
const PAGING_GONE: Means = received(breaking("the list loses `pages()` and `items()`"));
const PAGING_OTHER: Means = received(breaking("today's crate turns the pages in another way"));
const PAYLOAD: Means = received(breaking("today's crate looks for the payload elsewhere"));
const PAYLOAD_ELSEWHERE: Means = received(compatible(
    "today's crate looks where replies had it before",
));

impl<'a> Comparison<'a> {
    pub(super) fn body(&mut self, old: &Node<'a>, new: &Node<'a>) {
        let bodies = (
            self.old.member(old, "requestBody"),
            self.new.member(new, "requestBody"),
        );
        let direction = Direction::Sending;
        let mut note = |what: &str, means: &Means| {
            self.differs((old, new), "body", what.to_owned(), direction, means);
        };
        match bodies {
            (None, None) => {}
            (None, Some(body)) if flag(&body, "required") => {
                note("is new and required", &BODY_NEEDED);
            }
            (None, Some(_)) => note("is new", &BODY_FREE),
            (Some(_), None) => note("is gone", &BODY_GONE),
            (Some(old_body), Some(new_body)) => {
                match (flag(&old_body, "required"), flag(&new_body, "required")) {
                    (false, true) => note("is required now", &BODY_NEEDED),
                    (true, false) => note("is no longer required", &BODY_FREE),
                    (true, true) | (false, false) => {}
                }
                self.texts(&old_body, &new_body, "body");
                self.contents(&old_body, &new_body, "body", direction);
            }
        }
    }

    pub(super) fn replies(&mut self, old: &Node<'a>, new: &Node<'a>) {
        let replies = (
            self.old.member(old, "responses"),
            self.new.member(new, "responses"),
        );
        let (Some(old), Some(new)) = replies else {
            return;
        };
        let mut before: BTreeMap<_, _> = self.old.members(&old).into_iter().collect();
        let members = self.new.members(&new);
        let statuses: Vec<&str> = before
            .keys()
            .copied()
            .chain(members.iter().map(|(status, _)| *status))
            .collect();
        let direction = |status: &str| {
            let opens = status == SWITCHING_PROTOCOLS;
            let succeeds = |status: &str| status.starts_with('2') || opens;
            let only_default =
                status == "default" && !statuses.iter().any(|status| succeeds(status));
            if succeeds(status) || only_default {
                Direction::Receiving
            } else {
                Direction::Failing
            }
        };
        for (status, after) in members {
            let at = if status == "200" {
                "reply".to_owned()
            } else {
                format!("reply {status}")
            };
            if let Some(before) = before.remove(status) {
                self.texts(&before, &after, &at);
                self.contents(&before, &after, &at, direction(status));
            } else {
                let what = "is new".to_owned();
                self.differs((&old, &after), &at, what, direction(status), &REPLY_NEW);
            }
        }
        for (status, before) in before {
            let at = format!("reply {status}");
            let what = "is gone".to_owned();
            self.differs((&before, &new), &at, what, direction(status), &REPLY_GONE);
        }
    }

    fn received(&mut self, nodes: (&Node<'_>, &Node<'_>), at: &str, what: String, means: &Means) {
        self.differs(nodes, at, what, Direction::Receiving, means);
    }

    /// The media types of a body or a reply.
    fn contents(&mut self, old: &Node<'a>, new: &Node<'a>, at: &str, direction: Direction) {
        let (gone, added) = match direction {
            Direction::Sending => (&FORM_GONE, &FORM_NEW),
            Direction::Receiving | Direction::Failing => (&REPLY_GONE, &REPLY_NEW),
        };
        let content = |tree: Tree<'a>, node: &Node<'a>| {
            let content = tree.member(node, "content");
            content
                .map(|content| tree.members(&content))
                .unwrap_or_default()
        };
        let mut before: BTreeMap<_, _> = content(self.old, old).into_iter().collect();
        for (name, after) in content(self.new, new) {
            let what = || match name {
                "text/event-stream" => "streams now (`text/event-stream`)".to_owned(),
                name => format!("`{name}` is new"),
            };
            match before.remove(name) {
                Some(before) => {
                    if direction == Direction::Sending {
                        self.encodings(name, &before, &after, at);
                    }
                    self.media(&before, &after, at, direction);
                }
                None => self.differs((old, &after), at, what(), direction, added),
            }
        }
        for (name, before) in before {
            let what = match name {
                "text/event-stream" => "streams no longer (`text/event-stream` is gone)".to_owned(),
                name => format!("`{name}` is gone"),
            };
            self.differs((&before, new), at, what, direction, gone);
        }
    }

    fn media(&mut self, old: &Node<'a>, new: &Node<'a>, at: &str, direction: Direction) {
        let events = (
            self.old.member(old, "x-events"),
            self.new.member(new, "x-events"),
        );
        if let (Some(old), Some(new)) = &events {
            self.events(old, new, at, direction);
        } else if let (Some(old), Some(new)) = (
            self.old.member(old, "schema"),
            self.new.member(new, "schema"),
        ) {
            self.schema(&old, &new, at, direction);
        }
        if old.value.get("x-when") != new.value.get("x-when") {
            let what = format!(
                "`x-when` was {} and is {}",
                shown(old.value.get("x-when")),
                shown(new.value.get("x-when"))
            );
            self.received((old, new), at, what, &STREAM_SWITCH);
        }
    }

    fn events(&mut self, old: &Node<'a>, new: &Node<'a>, at: &str, direction: Direction) {
        let (gone, added) = match direction {
            Direction::Sending => (&HEARD_NO_MORE, &HEARD_NOW),
            Direction::Receiving | Direction::Failing => (&EVENT_GONE, &EVENT_NEW),
        };
        let by_name = |items: Vec<Node<'a>>| -> BTreeMap<&'a str, Node<'a>> {
            let items = items.into_iter();
            items.map(|event| (text(&event, "event"), event)).collect()
        };
        let mut before = by_name(self.old.items(old));
        for (name, after) in by_name(self.new.items(new)) {
            let at = format!("{at} › event `{name}`");
            let Some(before) = before.remove(name) else {
                self.differs((old, &after), &at, "is new".to_owned(), direction, added);
                continue;
            };
            for key in [
                "aliases", "marks", "wraps", "end", "may_end", "error", "ignore",
            ] {
                let (then, now) = (before.value.get(key), after.value.get(key));
                if then != now {
                    let what = format!("`{key}` was {} and is {}", shown(then), shown(now));
                    self.received((&before, &after), &at, what, &EVENT_OTHER);
                }
            }
            self.texts(&before, &after, &at);
            if let (Some(before), Some(after)) = (
                self.old.member(&before, "schema"),
                self.new.member(&after, "schema"),
            ) {
                self.schema(&before, &after, &at, direction);
            }
        }
        for (name, before) in before {
            let at = format!("{at} › event `{name}`");
            self.differs((&before, new), &at, "is gone".to_owned(), direction, gone);
        }
    }

    /// Paging, and where the payload stands.
    pub(super) fn extensions(&mut self, old: &Node<'a>, new: &Node<'a>) {
        let (then, now) = (old.value.get("x-paging"), new.value.get("x-paging"));
        let means = match (then, now) {
            (None, Some(_)) => &PAGING_NEW,
            (Some(_), None) => &PAGING_GONE,
            (None, None) | (Some(_), Some(_)) => &PAGING_OTHER,
        };
        if then != now {
            let what = format!("was {} and is {}", shown(then), shown(now));
            self.received((old, new), "paging", what, means);
        }
        let places = [
            ("x-payload", &PAYLOAD),
            ("x-payload-aliases", &PAYLOAD_ELSEWHERE),
        ];
        for (key, means) in places {
            let (then, now) = (old.value.get(key), new.value.get(key));
            if then != now {
                let what = format!("`{key}` was {} and is {}", shown(then), shown(now));
                self.received((old, new), "reply", what, means);
            }
        }
    }
}

/// A value as the overlays write it.
pub(super) fn shown(value: Option<&Value>) -> String {
    value.map_or_else(
        || "absent".to_owned(),
        |value| format!("`{}`", clipped_to(value, 80)),
    )
}
