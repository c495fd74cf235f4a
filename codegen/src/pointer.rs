//! Keys come in, JSON pointers (RFC 6901) go out, and back.

/// Bytes of the longest pointer to a value of a text: every value has one, and together they must not outgrow the text.
pub(crate) const LONGEST: usize = 8192;

/// A key as it stands in a pointer.
#[must_use]
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A step of a pointer as the key it means.
#[must_use]
pub(crate) fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The pointer of a member or an item.
#[must_use]
pub(crate) fn join(pointer: &str, key: &str) -> String {
    join_all(pointer, &[key])
}

/// The pointer of a value some known steps below.
#[must_use]
pub(crate) fn join_all(pointer: &str, keys: &[&str]) -> String {
    let steps: usize = keys.iter().map(|key| 1 + key.len()).sum();
    let mut joined = String::with_capacity(pointer.len() + steps);
    joined.push_str(pointer);
    for key in keys {
        push(&mut joined, key);
    }
    joined
}

/// Makes of the pointer of a value that of one of its members or items.
pub(crate) fn push(pointer: &mut String, key: &str) {
    pointer.push('/');
    if key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(&escape(key));
    } else {
        pointer.push_str(key);
    }
}

/// A pointer cut before its last step, and that step unescaped; `None` for the root.
#[must_use]
pub(crate) fn split_last(pointer: &str) -> Option<(&str, String)> {
    pointer
        .rsplit_once('/')
        .map(|(parent, last)| (parent, unescape(last)))
}

/// The pointer itself, its parent, and so on up to the root.
pub(crate) fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |at| {
        at.rsplit_once('/').map(|(parent, _)| parent)
    })
}

/// What is left of a pointer below a prefix of whole steps: empty or starting with a slash.
#[must_use]
pub(crate) fn below<'a>(pointer: &'a str, prefix: &str) -> Option<&'a str> {
    pointer
        .strip_prefix(prefix)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `#/components/schemas/Dataset` -> `Dataset`.
pub(crate) fn component_name(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_the_way_there_and_back() {
        for key in ["a", "/v1/chat", "~1", "a~b/c"] {
            assert_eq!(unescape(&escape(key)), key);
        }
    }

    #[test]
    fn steps_are_whole() {
        assert_eq!(below("/a/bc", "/a/b"), None);
        assert_eq!(below("/a/bc", "/a"), Some("/bc"));
        assert_eq!(ancestors("/a/b").collect::<Vec<_>>(), ["/a/b", "/a", ""]);
    }
}
