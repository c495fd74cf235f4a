//! What a test has said about calls, the latest first.

use std::collections::VecDeque;
use std::fmt;

use super::call::Call;
use super::catalogue::Pattern;
use super::operation::Operation;
use super::reply::Reply;

type Answer = Box<dyn FnMut(&Call) -> Reply + Send>;

/// All rules of a server.
#[derive(Debug, Default)]
pub(super) struct Rules(Vec<Rule>);

/// What is said to some calls.
struct Rule {
    pattern: Pattern,
    /// For the next calls, one each.
    next: VecDeque<Reply>,
    /// For all that follow.
    always: Option<Answer>,
}

impl Rules {
    /// Adds a rule; its number is for saying what it answers.
    pub(super) fn add(&mut self, pattern: Pattern) -> usize {
        self.0.push(Rule {
            pattern,
            next: VecDeque::new(),
            always: None,
        });
        self.0.len() - 1
    }

    pub(super) fn once(&mut self, rule: usize, reply: Reply) {
        self.0[rule].next.push_back(reply);
    }

    pub(super) fn always(&mut self, rule: usize, answer: Answer) {
        self.0[rule].always = Some(answer);
    }

    /// What the latest rule that has something to say says.
    pub(super) fn answer(&mut self, call: &Call, operation: Option<&Operation>) -> Option<Reply> {
        let rules = self.0.iter_mut().rev();
        let mut fitting = rules.filter(|rule| rule.pattern.matches(call, operation));
        fitting.find_map(|rule| {
            let next = rule.next.pop_front();
            next.or_else(|| rule.always.as_mut().map(|answer| answer(call)))
        })
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("pattern", &self.pattern)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}
