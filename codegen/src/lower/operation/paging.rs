//! `x-paging` of an operation -> how its list goes on.

use serde::Deserialize;

use super::declared::DeclaredOperation;
use crate::ir::{Argument, Field, More, PageBy, Paging, Presence, Reply, Type, TypeKind};
use crate::lower::context::Context;

/// The extension as `spec/README.md` defines it: names of the document, checked here against request and reply.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    by: By,
    page: String,
    items: String,
    total: Option<String>,
    has_more: Option<String>,
    next: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum By {
    Number,
    Token,
    Cursor,
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
    let value = operation.spec.extensions.get("x-paging")?;
    let read =
        serde_json::from_value::<Declared>(value.clone()).map_err(|problem| problem.to_string());
    match read.and_then(|declared| resolve(context, &declared, arguments, reply)) {
        Ok(paging) => {
            preset_first_page(arguments, &paging);
            leave_out_without_page(arguments, &paging);
            Some(paging)
        }
        Err(found_problem) => {
            context.error(
                &format!("{}/x-paging", operation.pointer()),
                format!("`x-paging` does not fit the operation: {found_problem}"),
                "`page` names an argument, the others name fields of the reply; see spec/README.md.",
            );
            None
        }
    }
}

fn resolve(
    context: &Context<'_>,
    declared: &Declared,
    arguments: &[Argument],
    reply: &Reply,
) -> Result<Paging, String> {
    let fields = reply_fields(context, reply).ok_or("the reply is not an object")?;
    let field = |wire: &str| {
        fields
            .iter()
            .find(|field| field.wire == wire)
            .ok_or_else(|| format!("the reply has no field `{wire}`"))
    };
    let typed = |wire: &str, wanted: &[Type], kind: &str| match field(wire)? {
        field if wanted.contains(&field.ty) => Ok(field.name.clone()),
        _ => Err(format!("`{wire}` of the reply is not {kind}")),
    };
    let argument = arguments
        .iter()
        .find(|argument| argument.wire == declared.page)
        .ok_or_else(|| format!("the request has no argument `{}`", declared.page))?;
    let items = field(&declared.items)?;
    let Type::List(item) = &items.ty else {
        return Err(format!("`{}` is not a list", declared.items));
    };
    let by = match (
        declared.by,
        &declared.has_more,
        &declared.total,
        &declared.next,
    ) {
        (By::Number, Some(has_more), _, None) => {
            PageBy::Number(More::HasMore(typed(has_more, BOOLEAN, "a boolean")?))
        }
        (By::Number, None, Some(total), None) => {
            PageBy::Number(More::Total(typed(total, INTEGER, "an integer")?))
        }
        (By::Token | By::Cursor, Some(has_more), None, Some(next)) => PageBy::Token {
            next: typed(next, TEXT, "a text")?,
            has_more: typed(has_more, BOOLEAN, "a boolean")?,
        },
        _ => return Err(
            "a numbered list needs `total` or `has_more`, the others need `next` and `has_more`"
                .to_owned(),
        ),
    };
    check_argument(declared, argument)?;
    Ok(Paging {
        argument: argument.name.clone(),
        items: items.name.clone(),
        item: (**item).clone(),
        by,
    })
}

fn check_argument(declared: &Declared, argument: &Argument) -> Result<(), String> {
    let page = &declared.page;
    match declared.by {
        By::Number if !INTEGER.contains(&argument.ty) => {
            Err(format!("the argument `{page}` is not an integer"))
        }
        By::Token | By::Cursor if argument.ty != Type::Text => {
            Err(format!("the argument `{page}` is not a text"))
        }
        By::Token | By::Cursor if argument.is_required() => Err(format!(
            "the argument `{page}` is required, but nothing leads to the first page"
        )),
        By::Number | By::Token | By::Cursor => Ok(()),
    }
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
