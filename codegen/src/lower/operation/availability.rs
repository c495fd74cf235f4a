//! `x-availability` of an operation -> which servers of the API have it, besides or instead of the service itself.

use super::declared::DeclaredOperation;
use super::told;
use crate::extension::{Extension, Members};
use crate::ir::Availability;
use crate::lower::context::Context;

/// One entry, as `spec/README.md` defines it.
struct Declared<'a> {
    server: &'a str,
    since: &'a str,
    differs: Option<told::Declared<'a>>,
    only: bool,
}

impl<'a> Declared<'a> {
    fn read(members: &mut Members<'a, '_>) -> Self {
        Self {
            server: members.text("server"),
            since: members.text("since"),
            differs: members.optional("differs", told::Declared::read),
            only: members.flag("only"),
        }
    }
}

const FIX: &str = "Write a list of `{server: its name, since: its version, differs: in what, only: true}`, each server once.";

pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
) -> Vec<Availability> {
    let Some(extension) = operation.extension("x-availability") else {
        return Vec::new();
    };
    let servers = context.read(&extension, FIX, |reader, servers| {
        reader.objects(servers, Declared::read)
    });
    let servers = servers.unwrap_or_default();
    check(context, &extension, &servers);
    let servers = servers.into_iter().enumerate();
    let servers = servers.map(|(index, declared)| {
        let pointer = format!("{}/{index}/differs", extension.pointer);
        let differs = declared.differs;
        Availability {
            server: declared.server.to_owned(),
            since: declared.since.to_owned(),
            differs: differs.map(|differs| differs.told(context, &pointer)),
            only: declared.only,
        }
    });
    servers.collect()
}

/// Each server is named once, and one that alone has the operation stands alone.
fn check(context: &mut Context<'_>, extension: &Extension<'_>, servers: &[Declared<'_>]) {
    for (index, entry) in servers.iter().enumerate() {
        let before = &servers[..index];
        let mut refuse = |key: &str, found: String| {
            context.error(&format!("{}/{index}/{key}", extension.pointer), found, FIX);
        };
        if before.iter().any(|known| known.server == entry.server) {
            refuse("server", format!("`{}` is named twice", entry.server));
        }
        if entry.only && servers.len() > 1 {
            refuse("only", format!("not only `{}` has it", entry.server));
        }
    }
}

/// What the documentation of the call says of the servers that have it.
pub(super) fn paragraphs(context: &Context<'_>, availability: &[Availability]) -> Vec<String> {
    let english: Vec<String> = availability.iter().map(english).collect();
    let chinese: Vec<String> = availability.iter().map(chinese).collect();
    let (english, chinese) = (english.join(" "), chinese.concat());
    let chinese = context.service().speaks_chinese.then_some(chinese.as_str());
    told::paragraphs(context.web(), &english, chinese)
}

fn english(availability: &Availability) -> String {
    let Availability { server, since, .. } = availability;
    let sentence = if availability.only {
        format!("Only {server} has it, since {since}.")
    } else {
        format!("{server} has it since {since}.")
    };
    match &availability.differs {
        Some(differs) => format!("{sentence} There, {}.", differs.english),
        None => sentence,
    }
}

fn chinese(availability: &Availability) -> String {
    let Availability { server, since, .. } = availability;
    let sentence = if availability.only {
        format!("仅 {server} 提供，自 {since} 起。")
    } else {
        format!("{server} 自 {since} 起支持。")
    };
    match availability
        .differs
        .as_ref()
        .and_then(|differs| differs.chinese.as_ref())
    {
        Some(differs) => format!("{sentence}不同之处：{differs}。"),
        None => sentence,
    }
}
