//! Addresses as the vendor writes them come in, addresses that Markdown and rustdoc take go out.

/// What the parentheses behind `[text]` hold.
#[derive(Debug, PartialEq)]
pub(super) enum Destination {
    /// An address of the web.
    Web(String),
    /// A place on the vendor's page, which does not exist here.
    Elsewhere,
}

/// Reads a destination: quotes, image sizes (`url =300x`) and angle brackets go, addresses that begin with a slash are of `site`.
///
/// `None` when it is not a link at all; rustdoc would look for an item of that name.
pub(super) fn destination(text: &str, site: Option<&str>) -> Option<Destination> {
    let text = text.trim();
    let text = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'))
        .unwrap_or(text);
    let mut words = text.split_whitespace();
    let address = words.next().unwrap_or_default();
    let rest_is_noise = words
        .all(|word| word.starts_with(['=', '"', '\'', '(']) || word.ends_with(['"', '\'', ')']));
    if !rest_is_noise {
        return None;
    }
    if is_web(address) || address.starts_with("mailto:") {
        return Some(Destination::Web(escape(address)));
    }
    match address.as_bytes() {
        [b'/', b'/', ..] => Some(Destination::Web(escape(&format!("https:{address}")))),
        [b'/', ..] => Some(match site {
            Some(site) => Destination::Web(escape(&format!("{site}{address}"))),
            None => Destination::Elsewhere,
        }),
        [b'#', ..] | [b'.', b'/', ..] | [b'.', b'.', b'/', ..] => Some(Destination::Elsewhere),
        _ => None,
    }
}

/// Whether a text is an address of the web as far as its scheme tells.
pub(super) fn is_web(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        text.strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    })
}

/// The address without what would end it inside `(..)` or `<..>`.
pub(super) fn escape(address: &str) -> String {
    let mut escaped = String::new();
    for c in address.chars() {
        match c {
            '(' => escaped.push_str("%28"),
            ')' => escaped.push_str("%29"),
            '<' => escaped.push_str("%3C"),
            '>' => escaped.push_str("%3E"),
            '\\' => escaped.push_str("%5C"),
            '`' => escaped.push_str("%60"),
            '|' => escaped.push_str("%7C"),
            ' ' => escaped.push_str("%20"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address that stands in a text by itself: a link, unless parts of it are masked with stars.
pub(super) fn shown(address: &str) -> String {
    let plain = address.replace("\\*", "*");
    if plain.contains(MASK) {
        format!("`{plain}`")
    } else {
        format!("<{plain}>")
    }
}

/// What vendors write in the place of the end of an id.
const MASK: &str = "***";

/// The length of the address that a text begins with; 0 if it does not begin with one.
pub(super) fn bare(text: &str) -> usize {
    if !is_web(text) {
        return 0;
    }
    let mut address = &text[..end(text)];
    let mut unopened = address
        .matches(')')
        .count()
        .saturating_sub(address.matches('(').count());
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '_', '~']);
        let shorter = without_emphasis(shorter);
        let shorter = match shorter.strip_suffix(')') {
            Some(shorter) if unopened > 0 => {
                unopened -= 1;
                shorter
            }
            _ => shorter,
        };
        if shorter.len() == address.len() {
            break;
        }
        address = shorter;
    }
    if is_web(address) { address.len() } else { 0 }
}

/// Where nothing of an address can stand any more; a star may be escaped in it.
fn end(text: &str) -> usize {
    let ends = |c: char| {
        !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '[' | ']')
    };
    let mut end = 0;
    loop {
        end += text[end..].find(ends).unwrap_or(text.len() - end);
        if !text[end..].starts_with("\\*") {
            return end;
        }
        end += 2;
    }
}

/// An address without the stars behind it that end bold text; three and more mask the end of an id.
fn without_emphasis(address: &str) -> &str {
    let shorter = address.trim_end_matches(['*', '\\']);
    if address[shorter.len()..].matches('*').count() >= MASK.len() {
        address
    } else {
        shorter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations() {
        let destination = |text: &str| super::destination(text, Some("https://site.example"));
        let web = |text: &str| Some(Destination::Web(text.to_owned()));
        assert_eq!(destination("https://a.b/c"), web("https://a.b/c"));
        assert_eq!(destination("https://a.b/c =300x"), web("https://a.b/c"));
        assert_eq!(destination("<https://a.b/c> "), web("https://a.b/c"));
        assert_eq!(
            destination("https://a.b/c \"a title\""),
            web("https://a.b/c")
        );
        assert_eq!(
            destination("/docs/x#y"),
            web("https://site.example/docs/x#y")
        );
        assert_eq!(destination("#here"), Some(Destination::Elsewhere));
        for text in ["", "chat_v3", "https://a.b and more", "String"] {
            assert_eq!(destination(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_in_texts_end_where_a_reader_ends_them() {
        let found = |text: &'static str| &text[..bare(text)];
        assert_eq!(found("https://a.b/c。更多"), "https://a.b/c");
        assert_eq!(found("https://a.b/c_(d)), e"), "https://a.b/c_(d)");
        assert_eq!(found("https://a.b/c**"), "https://a.b/c");
        assert_eq!(
            found("https://a.b/1***/c?d=2****，"),
            "https://a.b/1***/c?d=2****"
        );
        assert_eq!(
            found("https://a.b/1\\*\\*\\*&c "),
            "https://a.b/1\\*\\*\\*&c"
        );
        assert_eq!(found("https://。"), "");
        assert_eq!(found("http"), "");
    }
}
