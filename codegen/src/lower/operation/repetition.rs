//! `x-repetition` of an operation -> what its documentation says of carrying it out twice.

use super::declared::DeclaredOperation;
use super::told;
use crate::lower::context::Context;

/// The paragraphs for it, if a second call does more than the first.
pub(super) fn paragraphs(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
) -> Vec<String> {
    let Some(declared) = operation.extension("x-repetition") else {
        return Vec::new();
    };
    let fix = "Write what a second call does, as a clause that follows \"Carried out twice: \".";
    let Some(clause) = context.read(&declared, fix, told::Declared::read) else {
        return Vec::new();
    };
    let clause = clause.told(context, &declared.pointer);
    let english = format!("Carried out twice: {}.", clause.english);
    let chinese = clause.chinese.map(|clause| format!("重复执行：{clause}。"));
    told::paragraphs(context.web(), &english, chinese.as_deref())
}
