// part coze

//! Environment variables, of which an empty one is none.

/// The value of a variable.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.trim().is_empty())
}
