//! Public items -> text: all of them as a page for reviewers, or one as a line that stands alone.

use std::fmt::{self, Display, Formatter};

use super::{Argument, Call, Declaration, Form, Item, Member, Remark, Signature, Surface};
use crate::ir::{Ending, Flow};

/// The page: calls below their resources, members below their types.
impl Display for Surface {
    fn fmt(&self, page: &mut Formatter<'_>) -> fmt::Result {
        for (index, item) in self.items.iter().enumerate() {
            let begins_a_group = item.path.len() == 1;
            if begins_a_group && index > 0 {
                writeln!(page)?;
            }
            write_row(page, item)?;
        }
        if self.items.is_empty() {
            return Ok(());
        }
        writeln!(page)
    }
}

/// A line of the page; what an item belongs to stands above it.
fn write_row(page: &mut Formatter<'_>, item: &Item) -> fmt::Result {
    let name = item.path.last().map_or("", String::as_str);
    match (&item.declaration, &item.remark) {
        (
            Declaration::Call(call),
            Remark::Call {
                method,
                path,
                is_deprecated,
            },
        ) => {
            let deprecated = if *is_deprecated { ", deprecated" } else { "" };
            let (method, request) = (method.as_str(), &call.request);
            writeln!(
                page,
                "  {name}{call}{deprecated}    {method} {path} as {request}"
            )
        }
        (Declaration::Type(form), Remark::Type { flow, module, .. }) => {
            writeln!(page, "{form} {name} ({}, types::{module})", travels(*flow))
        }
        (Declaration::Builder, _) => writeln!(page, "{name}"),
        (Declaration::Resource { handle }, _) => writeln!(page, "{name}: {handle}"),
        (Declaration::Call(call), _) => writeln!(page, "  {name}{call} as {}", call.request),
        (Declaration::Setter { ty }, _) => writeln!(page, "    .{name}: {ty}"),
        (Declaration::Type(form), _) => writeln!(page, "{form} {name}"),
        (Declaration::Member(_, member), _) => {
            write!(page, "  ")?;
            write_member(page, name, member)?;
            writeln!(page)
        }
    }
}

/// The item alone, as it is declared: `client.things().get(id: String) -> Thing as GetThing`.
impl Display for Item {
    fn fmt(&self, line: &mut Formatter<'_>) -> fmt::Result {
        let path = self.path.join(".");
        match &self.declaration {
            Declaration::Builder => write!(line, "{path}"),
            Declaration::Resource { handle } => write!(line, "{path}: {handle}"),
            Declaration::Call(call) => write!(line, "{path}{call} as {}", call.request),
            Declaration::Setter { ty } => write!(line, "{path}: {ty}"),
            Declaration::Type(form) => write!(line, "{form} {path}"),
            Declaration::Member(form, member) => {
                let (owner, name) = match self.path.as_slice() {
                    [owner, name] => (owner.as_str(), name.as_str()),
                    _ => ("", ""),
                };
                write!(line, "{form} {owner} {{ ")?;
                write_member(line, name, member)?;
                write!(line, " }}")
            }
        }
    }
}

fn travels(flow: Flow) -> &'static str {
    match (flow.sent, flow.received) {
        (true, true) => "sent and received",
        (true, false) => "sent",
        (false, _) => "received",
    }
}

/// `(id: String) -> Page, pages of Thing`
impl Display for Call {
    fn fmt(&self, line: &mut Formatter<'_>) -> fmt::Result {
        write!(line, "{}", self.signature)?;
        match &self.pages_of {
            Some(item) => write!(line, ", pages of {item}"),
            None => Ok(()),
        }
    }
}

impl Display for Signature {
    fn fmt(&self, line: &mut Formatter<'_>) -> fmt::Result {
        let arguments: Vec<String> = self.arguments.iter().map(Argument::to_string).collect();
        write!(line, "({}) -> {}", arguments.join(", "), self.result)
    }
}

impl Display for Argument {
    fn fmt(&self, line: &mut Formatter<'_>) -> fmt::Result {
        write!(line, "{}: {}", self.name, self.ty)
    }
}

impl Display for Form {
    fn fmt(&self, line: &mut Formatter<'_>) -> fmt::Result {
        line.write_str(match self {
            Self::Struct => "struct",
            Self::Enum => "enum",
            Self::IntegerEnum => "integer enum",
            Self::Union => "union",
            Self::Events => "events",
            Self::ClientEvents => "client events",
            Self::ServerEvents => "server events",
        })
    }
}

fn write_member(line: &mut Formatter<'_>, name: &str, member: &Member) -> fmt::Result {
    match member {
        Member::Field { ty, wire: None } => write!(line, "{name}: {ty}"),
        Member::Field {
            ty,
            wire: Some(wire),
        } => write!(line, "{name}: {ty} = {wire}"),
        Member::Value { wire }
        | Member::Message {
            payload: None,
            wire,
        } => write!(line, "{name} = {wire}"),
        Member::Alternative { ty } => write!(line, "{name}({ty})"),
        Member::Event {
            payload,
            wire,
            ending,
        } => {
            let ending = match ending {
                Ending::Open => "",
                Ending::Possible => ", may end the stream",
                Ending::Last => ", ends the stream",
            };
            write!(line, "{name}({payload}) = {wire}{ending}")
        }
        Member::Message {
            payload: Some(payload),
            wire,
        } => write!(line, "{name}({payload}) = {wire}"),
        Member::Signal { effect, wire } => write!(line, "({effect}) = {wire}"),
    }
}
