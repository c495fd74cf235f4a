//! `x-paging` of an operation -> how its list goes on.

use super::declared::DeclaredOperation;
use crate::extension::{Members, Reader};
use crate::ir::{Argument, Field, More, PageBy, Paging, Presence, Reply, Type, TypeKind};
use crate::lower::context::Context;
use crate::nearest;

/// The extension as `spec/README.md` defines it: names of the document, checked here against request and reply.
struct Declared<'a> {
    by: By,
    page: &'a str,
    items: &'a str,
    total: Option<&'a str>,
    has_more: Option<&'a str>,
    next: Option<&'a str>,
}

impl<'a> Declared<'a> {
    fn read(members: &mut Members<'a, '_>) -> Self {
        let by = members.required("by", |reader, by| reader.choice(by, &By::ALL));
        Self {
            by: by.unwrap_or_default(),
            page: members.text("page"),
            items: members.text("items"),
            total: members.optional("total", Reader::text),
            has_more: members.optional("has_more", Reader::text),
            next: members.optional("next", Reader::text),
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq)]
enum By {
    #[default]
    Number,
    Token,
    Cursor,
}

impl By {
    const ALL: [(&str, Self); 3] = [
        ("number", Self::Number),
        ("token", Self::Token),
        ("cursor", Self::Cursor),
    ];
}

const BOOLEAN: &[Type] = &[Type::Bool];
const INTEGER: &[Type] = &[Type::Int, Type::IntText];
const TEXT: &[Type] = &[Type::Text];

pub(crate) fn lower(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    arguments: &mut [Argument],
    reply: &Reply,
) -> Option<Paging> {
    const FIX: &str =
        "`page` names an argument, the others name fields of the reply; see spec/README.md.";
    let extension = operation.extension("x-paging")?;
    let declared = context.read(&extension, FIX, |reader, value| {
        reader.object(value, Declared::read)
    })?;
    match resolve(context, &declared, arguments, reply) {
        Ok(paging) => {
            preset_first_page(arguments, &paging);
            leave_out_without_page(arguments, &paging);
            Some(paging)
        }
        Err(misfits) => {
            for Misfit { at, found, meant } in misfits {
                let at = format!("{}{at}", extension.pointer);
                let found = format!("`x-paging` does not fit the operation: {found}");
                context.error(&at, found, &nearest::asking(meant.as_deref(), FIX));
            }
            None
        }
    }
}

/// What does not fit.
struct Misfit {
    /// Pointer to it from the extension.
    at: &'static str,
    found: String,
    /// What was probably to be written.
    meant: Option<String>,
}

impl Misfit {
    fn new(at: &'static str, found: impl Into<String>) -> Self {
        Self {
            at,
            found: found.into(),
            meant: None,
        }
    }

    /// Nothing has this name.
    fn unknown(at: &'static str, found: String, name: &str, known: &[&str]) -> Self {
        Self {
            meant: nearest::to(name, known).map(str::to_owned),
            ..Self::new(at, found)
        }
    }
}

fn resolve(
    context: &Context<'_>,
    declared: &Declared<'_>,
    arguments: &[Argument],
    reply: &Reply,
) -> Result<Paging, Vec<Misfit>> {
    let Some(fields) = reply_fields(context, reply) else {
        return Err(vec![Misfit::new("", "the reply is not an object")]);
    };
    let argument = argument(declared, arguments);
    let items = items(fields, declared.items);
    match (argument, items, by(fields, declared)) {
        (Ok(argument), Ok((items, item)), Ok(by)) => Ok(Paging {
            argument,
            items,
            item,
            by,
        }),
        (argument, items, by) => {
            let misfits = [argument.err(), items.err()].into_iter().flatten();
            Err(misfits.chain(by.err().into_iter().flatten()).collect())
        }
    }
}

/// The name of the argument that says which page, if it can.
fn argument(declared: &Declared<'_>, arguments: &[Argument]) -> Result<String, Misfit> {
    let page = declared.page;
    let argument = arguments.iter().find(|argument| argument.wire == page);
    let found = match (argument, declared.by) {
        (None, _) => {
            let found = format!("the request has no argument `{page}`");
            let known: Vec<&str> = arguments.iter().map(|one| one.wire.as_str()).collect();
            return Err(Misfit::unknown("/page", found, page, &known));
        }
        (Some(argument), By::Number) if !INTEGER.contains(&argument.ty) => {
            format!("the argument `{page}` is not an integer")
        }
        (Some(argument), By::Token | By::Cursor) if argument.ty != Type::Text => {
            format!("the argument `{page}` is not a text")
        }
        (Some(argument), By::Token | By::Cursor) if argument.is_required() => {
            format!("the argument `{page}` is required, but nothing leads to the first page")
        }
        (Some(argument), By::Number | By::Token | By::Cursor) => return Ok(argument.name.clone()),
    };
    Err(Misfit::new("/page", found))
}

/// The name of the list, and what is in it.
fn items(fields: &[Field], wire: &str) -> Result<(String, Type), Misfit> {
    let items = field(fields, "/items", wire)?;
    match &items.ty {
        Type::List(item) => Ok((items.name.clone(), (**item).clone())),
        _ => Err(Misfit::new("/items", format!("`{wire}` is not a list"))),
    }
}

/// How a page leads to the next one.
fn by(fields: &[Field], declared: &Declared<'_>) -> Result<PageBy, Vec<Misfit>> {
    let has_more = |wire| typed(fields, "/has_more", wire, BOOLEAN, "a boolean");
    let by = declared.by;
    match (by, declared.has_more, declared.total, declared.next) {
        (By::Number, Some(more), _, None) => {
            let more = has_more(more).map_err(|misfit| vec![misfit])?;
            Ok(PageBy::Number(More::HasMore(more)))
        }
        (By::Number, None, Some(total), None) => {
            let total = typed(fields, "/total", total, INTEGER, "an integer");
            let total = total.map_err(|misfit| vec![misfit])?;
            Ok(PageBy::Number(More::Total(total)))
        }
        (By::Token | By::Cursor, Some(more), None, Some(next)) => {
            match (typed(fields, "/next", next, TEXT, "a text"), has_more(more)) {
                (Ok(next), Ok(has_more)) => Ok(PageBy::Token { next, has_more }),
                (next, more) => Err(next.err().into_iter().chain(more.err()).collect()),
            }
        }
        _ => {
            let found = "a numbered list needs `total` or `has_more`, the others need `next` and `has_more`";
            Err(vec![Misfit::new("", found)])
        }
    }
}

/// The name of a field, which has to be of one of these types.
fn typed(
    fields: &[Field],
    at: &'static str,
    wire: &str,
    wanted: &[Type],
    kind: &str,
) -> Result<String, Misfit> {
    let field = field(fields, at, wire)?;
    if wanted.contains(&field.ty) {
        Ok(field.name.clone())
    } else {
        let found = format!("`{wire}` of the reply is not {kind}");
        Err(Misfit::new(at, found))
    }
}

fn field<'f>(fields: &'f [Field], at: &'static str, wire: &str) -> Result<&'f Field, Misfit> {
    let field = fields.iter().find(|field| field.wire == wire);
    field.ok_or_else(|| {
        let found = format!("the reply has no field `{wire}`");
        let known: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
        Misfit::unknown(at, found, wire, &known)
    })
}

/// Pages are numbered from 1. A page number that the service requires is therefore optional for the caller.
fn preset_first_page(arguments: &mut [Argument], paging: &Paging) {
    for argument in arguments {
        if argument.name == paging.argument
            && argument.is_required()
            && matches!(paging.by, PageBy::Number(_))
        {
            argument.presence = Presence::Optional;
            argument.preset = Some(1);
        }
    }
}

/// No page is the first one, whether null would say so as well or not.
fn leave_out_without_page(arguments: &mut [Argument], paging: &Paging) {
    for argument in arguments {
        if argument.name == paging.argument && !argument.is_required() {
            argument.presence = Presence::Optional;
        }
    }
}

fn reply_fields<'c>(context: &'c Context<'_>, reply: &Reply) -> Option<&'c [Field]> {
    let Some(Type::Named(id)) = reply.value() else {
        return None;
    };
    match &context.types[id.0].kind {
        TypeKind::Struct(fields) => Some(fields),
        TypeKind::StringEnum(_)
        | TypeKind::IntEnum(_)
        | TypeKind::Union(_)
        | TypeKind::Events(_)
        | TypeKind::Messages(_) => None,
    }
}
