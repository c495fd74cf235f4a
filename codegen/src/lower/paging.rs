//! `x-paging` of an operation -> how its list goes on.

use serde::Deserialize;

use super::context::Context;
use super::operations::Found;
use crate::ir::{Argument, Field, More, PageBy, Paging, Reply, Type, TypeKind};

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

pub(crate) fn lower(
    context: &mut Context<'_>,
    found: &Found<'_>,
    arguments: &mut [Argument],
    reply: &Reply,
) -> Option<Paging> {
    let value = found.operation.extensions.get("x-paging")?;
    let read =
        serde_json::from_value::<Declared>(value.clone()).map_err(|problem| problem.to_string());
    match read.and_then(|declared| resolve(context, &declared, arguments, reply)) {
        Ok(paging) => {
            preset_first_page(arguments, &paging);
            Some(paging)
        }
        Err(found_problem) => {
            context.error(
                &format!("{}/x-paging", found.pointer()),
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
            PageBy::Number(More::HasMore(field(has_more)?.name.clone()))
        }
        (By::Number, None, Some(total), None) => {
            PageBy::Number(More::Total(field(total)?.name.clone()))
        }
        (By::Token | By::Cursor, Some(has_more), None, Some(next)) => PageBy::Token {
            next: field(next)?.name.clone(),
            has_more: field(has_more)?.name.clone(),
        },
        _ => return Err(
            "a numbered list needs `total` or `has_more`, the others need `next` and `has_more`"
                .to_owned(),
        ),
    };
    let wanted = if declared.by == By::Number {
        Type::Int
    } else {
        Type::Text
    };
    if argument.ty != wanted {
        return Err(format!(
            "the argument `{}` has an unfitting type",
            declared.page
        ));
    }
    Ok(Paging {
        argument: argument.name.clone(),
        items: items.name.clone(),
        item: (**item).clone(),
        by,
    })
}

/// Pages are numbered from 1: a page number that the service insists on need not be the caller's business.
fn preset_first_page(arguments: &mut [Argument], paging: &Paging) {
    for argument in arguments {
        if argument.name == paging.argument
            && argument.required
            && matches!(paging.by, PageBy::Number(_))
        {
            argument.required = false;
            argument.preset = Some(1);
        }
    }
}

fn reply_fields<'c>(context: &'c Context<'_>, reply: &Reply) -> Option<&'c [Field]> {
    let Some(Type::Named(id)) = reply.value() else {
        return None;
    };
    match &context.types[id.0].kind {
        TypeKind::Struct(fields) => Some(fields),
        TypeKind::StringEnum(_) | TypeKind::IntEnum(_) | TypeKind::Events(_) => None,
    }
}
