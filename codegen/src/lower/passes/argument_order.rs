//! The order of what calls and constructors require, so that no two of them can be swapped unseen.
//!
//! Path parameters come in the order of the path, then the ids that `names.yaml` puts first, then other ids, then names, then the
//! rest. Where that leaves a choice, the order is that of the document until a row of `arguments` pins it.

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::{Api, Argument, Call, Field, Place as Position, Resource, TypeKind};
use crate::names::Names;
use crate::pointer;
use crate::report::{Place, Problem, Report, Severity, Source};
use crate::words::{plain, split};

/// Orders what every call and every type that is sent requires; gives the rows that would pin what no row pins yet.
pub(crate) fn by_rule(
    api: &mut Api,
    names: &Names,
    unused: Option<Severity>,
    report: &mut Report,
) -> IndexMap<String, Value> {
    let mut orders = Orders {
        names,
        report,
        seen: Vec::new(),
        default_rows: IndexMap::new(),
    };
    for resource in &mut api.resources {
        orders.resource(resource);
    }
    let sent = api.types.iter_mut().filter(|ty| ty.flow.sent);
    for definition in sent {
        if let TypeKind::Struct(fields) = &definition.kind {
            let required = fields
                .iter()
                .enumerate()
                .filter(|(_, field)| field.is_constructed());
            let required = required.map(|(index, field)| Required::field(names, index, field));
            definition.constructor = orders.order(&definition.name, required.collect());
        }
    }
    if let Some(severity) = unused {
        orders.report_unused(severity);
    }
    orders.default_rows
}

/// What decides the order, first things first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Path(usize),
    First(usize),
    Id,
    Name,
    Rest,
}

impl Rank {
    /// Whether the document decides among several of this rank.
    fn is_shared(self) -> bool {
        matches!(self, Self::Id | Self::Name | Self::Rest)
    }

    fn of(names: &Names, name: &str, wire: &str) -> Self {
        let first = names.first_arguments.iter().position(|first| first == name);
        match (first, split(wire).last().map(String::as_str)) {
            (Some(place), _) => Self::First(place),
            (None, Some("id" | "ids")) => Self::Id,
            (None, Some("name")) => Self::Name,
            (None, _) => Self::Rest,
        }
    }
}

/// A required argument or field, by its index among all of them.
struct Required<'a> {
    index: usize,
    name: &'a str,
    rank: Rank,
}

impl<'a> Required<'a> {
    fn argument(names: &Names, path: &str, index: usize, argument: &'a Argument) -> Self {
        let name = plain(&argument.name);
        let segment = format!("{{{}}}", argument.wire);
        let rank = match argument.place {
            Position::Path => Rank::Path(path.find(&segment).unwrap_or_default()),
            _ => Rank::of(names, name, &argument.wire),
        };
        Self { index, name, rank }
    }

    fn field(names: &Names, index: usize, field: &'a Field) -> Self {
        let name = plain(&field.name);
        let rank = Rank::of(names, name, &field.wire);
        Self { index, name, rank }
    }
}

struct Orders<'a> {
    names: &'a Names,
    report: &'a mut Report,
    /// Calls and types that there are.
    seen: Vec<String>,
    /// Rows that would pin what no row pins.
    default_rows: IndexMap<String, Value>,
}

impl Orders<'_> {
    fn resource(&mut self, resource: &mut Resource) {
        let path: Vec<&str> = resource.path.iter().map(|part| plain(part)).collect();
        for call in &mut resource.calls {
            let key = format!("{}.{}", path.join("."), plain(&call.method_name));
            call.signature = self.call(&key, call);
        }
        for child in &mut resource.children {
            self.resource(child);
        }
    }

    fn call(&mut self, key: &str, call: &Call) -> Vec<usize> {
        let arguments = call.arguments.iter().enumerate();
        let required = arguments.filter(|(_, argument)| argument.is_required());
        let names = self.names;
        let required =
            required.map(|(index, one)| Required::argument(names, &call.path, index, one));
        self.order(key, required.collect())
    }

    /// The indices of what is required, in their order.
    fn order(&mut self, key: &str, mut required: Vec<Required<'_>>) -> Vec<usize> {
        self.seen.push(key.to_owned());
        required.sort_by_key(|one| one.rank);
        match self.names.arguments.get(key) {
            Some(row) => self.pin(key, row, &mut required),
            None if is_open(&required) => {
                let row = required.iter().map(|one| one.name).collect();
                self.default_rows.insert(key.to_owned(), row);
            }
            None => {}
        }
        required.into_iter().map(|one| one.index).collect()
    }

    /// Puts what a row names into its order, and behind it what it lacks.
    fn pin(&mut self, key: &str, row: &[String], required: &mut [Required<'_>]) {
        let place = |one: &Required<'_>| row.iter().position(|name| name == one.name);
        required.sort_by_key(|one| place(one).unwrap_or(row.len()));
        let wanted: Vec<&str> = required.iter().map(|one| one.name).collect();
        if wanted != row {
            let found = format!(
                "the row of `{key}` is {}; what is required is {}, in this order",
                listed(row),
                listed(&wanted)
            );
            let at = Place::names(pointer::join("/arguments", key));
            let problem = self.report.warning(at, found);
            problem.fix("Correct the row, or remove it.");
        }
    }

    fn report_unused(&mut self, severity: Severity) {
        let names = self.names;
        let unused = names
            .arguments
            .keys()
            .filter(|key| !self.seen.contains(key));
        for key in unused {
            self.report.push(Problem {
                severity,
                place: Place::new(Source::Names, pointer::join("/arguments", key)),
                found: format!("no call and no type that is sent is called `{key}`"),
                expected: None,
                fix: Some("Remove the row, or correct its key.".to_owned()),
                at: None,
            });
        }
    }
}

/// Whether the order of the document decides.
fn is_open(required: &[Required<'_>]) -> bool {
    let pairs = required.windows(2);
    pairs
        .into_iter()
        .any(|pair| pair[0].rank == pair[1].rank && pair[0].rank.is_shared())
}

fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    format!("[{}]", names.join(", "))
}
