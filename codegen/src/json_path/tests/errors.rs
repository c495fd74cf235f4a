//! What is no path (appendix A), and what is not well-typed (2.4.3).

use super::refused;

const PART: &str =
    "a path from `@` or `$`, a text in quotes, a number, `true`, `false`, `null` or a function";
const SELECTOR: &str = "a name in quotes, an index, a slice, `*` or `?`";

#[track_caller]
fn refuses(table: &[(&str, &str)]) {
    for (path, problem) in table {
        assert_eq!(refused(path), *problem, "{path}");
    }
}

#[test]
fn segments_begin_with_a_dot_or_a_bracket() {
    refuses(&[
        ("", "the end in column 1 | `$`"),
        (" $", "` ` in column 1 | `$`"),
        ("$ ", "` ` in column 2 | `.`, `[` or the end"),
        ("$a", "`a` in column 2 | `.`, `[` or the end"),
        ("$.a-b", "`-` in column 4 | `.`, `[` or the end"),
        ("$.", "the end in column 3 | a name or `*`"),
        ("$. a", "` ` in column 3 | a name or `*`"),
        ("$.1", "`1` in column 3 | a name or `*`"),
        ("$...a", "`.` in column 4 | a name or `*`"),
        ("$.\n", "U+000A in column 3 | a name or `*`"),
        ("$.按页.'页'", "`'` in column 6 | a name or `*`"),
    ]);
}

#[test]
fn brackets_hold_selectors() {
    refuses(&[
        ("$[]", &format!("`]` in column 3 | {SELECTOR}")),
        ("$[0,]", &format!("`]` in column 5 | {SELECTOR}")),
        ("$[a]", &format!("`a` in column 3 | {SELECTOR}")),
        ("$[", &format!("the end in column 3 | {SELECTOR}")),
        ("$['a'", "the end in column 6 | `,` or `]`"),
        ("$['a' 'b']", "`'` in column 7 | `,` or `]`"),
        ("$[1:2:3:4]", "`:` in column 8 | `,` or `]`"),
    ]);
}

#[test]
fn filters_are_tests_and_comparisons() {
    refuses(&[
        ("$[?]", &format!("`]` in column 4 | {PART}")),
        ("$[?@.a ==]", &format!("`]` in column 10 | {PART}")),
        ("$[?@.a = 1]", "`=` in column 8 | `==`"),
        ("$[?@.a & @.b]", "`&` in column 8 | `&&`"),
        ("$[?@.a | @.b]", "`|` in column 8 | `||`"),
        ("$[?@.a == 1 == 2]", "`=` in column 13 | `,` or `]`"),
        ("$[?(@.a]", "`]` in column 8 | `)`"),
        (
            "$[?@.a == 'b]",
            "the end in column 14 | the text's end, `'`",
        ),
        (
            "$[?@.a == 01]",
            "`01` in column 11 | no 0 in front of a number",
        ),
        ("$[?@.a == 1.]", "`]` in column 13 | a digit"),
        (
            "$[?@.a == 1e999]",
            "`1e999` in column 11 | a number of at most 1e308",
        ),
        ("$[?@.a == True]", &format!("`T` in column 11 | {PART}")),
        (
            "$[?@.a == nil]",
            "`nil` in column 11 | `true`, `false`, `null` or a function with its parentheses",
        ),
        (
            "$[?!@.a == 1]",
            "`!@.a == 1` in column 4 | parentheses around the comparison after `!`",
        ),
        ("$[?!!@.a]", &format!("`!` in column 5 | {PART}")),
        (
            "$[?'a' || @.b]",
            "`'a'` in column 4 is a value alone | a comparison with it, such as `== 1`",
        ),
    ]);
}

#[test]
fn values_are_compared_and_nothing_else() {
    const ONE: &str =
        "may lead to several values | a path of names and indices alone, or one in `value(…)`";
    refuses(&[
        ("$[?@.* == 1]", &format!("`@.*` in column 4 {ONE}")),
        ("$[?1 < $..a]", &format!("`$..a` in column 8 {ONE}")),
        ("$[?@[0, 1] == 1]", &format!("`@[0, 1]` in column 4 {ONE}")),
        (
            "$[?length(@[:1]) == 1]",
            &format!("`@[:1]` in column 11 {ONE}"),
        ),
        (
            "$[?length(@)]",
            "`length(@)` in column 4 is a value alone | a comparison with it, such as `== 1`",
        ),
        (
            "$[?match(@, 'a') == true]",
            "`match(@, 'a')` in column 4 is true or false by itself | a value",
        ),
        (
            "$[?1 == search(@, 'a')]",
            "`search(@, 'a')` in column 9 is true or false by itself | a value",
        ),
        (
            "$[?length(match(@, 'a')) == 1]",
            "`match(@, 'a')` in column 11 is true or false by itself | a value",
        ),
    ]);
}

#[test]
fn functions_have_names_and_as_many_arguments_as_they_take() {
    refuses(&[
        (
            "$[?size(@) == 1]",
            "`size` in column 4 | one of the functions length, count, match, search, value",
        ),
        (
            "$[?length () == 1]",
            "`length` in column 4 | `true`, `false`, `null` or a function with its parentheses",
        ),
        ("$[?length() == 1]", &format!("`)` in column 11 | {PART}")),
        ("$[?length(@, @) == 1]", "`,` in column 12 | `)`"),
        ("$[?match(@)]", "`)` in column 11 | `,`"),
        ("$[?match(@, 'a', 'b')]", "`,` in column 16 | `)`"),
        (
            "$[?count(1) == 1]",
            "`1` in column 10 | a path from `@` or `$`",
        ),
        (
            "$[?count(value(@)) == 1]",
            "`value(@)` in column 10 | a path from `@` or `$`",
        ),
        (
            "$[?value(length(@)) == 1]",
            "`length(@)` in column 10 | a path from `@` or `$`",
        ),
    ]);
}
