//! Templates of paths, such as `/files/{id}.{kind}`, against the paths of requests.

use percent_encoding::percent_decode_str;

/// The values that a path, as it was sent, gives to the parameters of a template; `None` if it is not of that form.
pub(crate) fn values(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (templates, segments) = (template.split('/'), path.split('/'));
    if templates.clone().count() != segments.clone().count() {
        return None;
    }
    let mut found = Vec::new();
    for (template, segment) in templates.zip(segments) {
        segment_values(template, segment, &mut found)?;
    }
    Some(found)
}

/// How much of a template is not parameters.
pub(crate) fn literal_length(template: &str) -> usize {
    let pieces = template.split('{');
    let literals = pieces.map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
    literals.map(str::len).sum()
}

fn segment_values(template: &str, segment: &str, found: &mut Vec<(String, String)>) -> Option<()> {
    let Some((before, rest)) = template.split_once('{') else {
        return (decoded(segment) == decoded(template)).then_some(());
    };
    let (name, rest) = rest.split_once('}')?;
    let segment = segment.strip_prefix(before)?;
    let literal = rest.split('{').next().unwrap_or_default();
    let end = match literal {
        "" => segment.len(),
        literal => segment.find(literal)?,
    };
    if end == 0 {
        return None;
    }
    let value = (name.to_owned(), decoded(&segment[..end]));
    // A template may name a parameter twice; then both places hold the same.
    if !found.contains(&value) {
        found.push(value);
    }
    segment_values(rest, &segment[end..], found)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[test]
fn a_template_says_what_its_parameters_are() {
    let found = |template: &str, path: &str| {
        let values = values(template, path)?;
        Some(
            values
                .into_iter()
                .map(|(_, value)| value)
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(found("/a/{id}", "/a/x%2Fy"), Some(vec!["x/y".to_owned()]));
    assert_eq!(
        found("/a/{id}.{kind}/b", "/a/x.png/b"),
        Some(vec!["x".to_owned(), "png".to_owned()])
    );
    assert_eq!(
        found("/a/{id}:cancel", "/a/7:cancel"),
        Some(vec!["7".to_owned()])
    );
    assert_eq!(
        found("/{id}/a/{id}", "/7/a/7").map(|values| values.len()),
        Some(1)
    );
    assert_eq!(
        found("/{id}/a/{id}", "/7/a/8").map(|values| values.len()),
        Some(2)
    );
    assert_eq!(found("/a/{id}", "/a/"), None);
    assert_eq!(found("/a/{id}", "/a/b/c"), None);
    assert_eq!(found("/a/b", "/a/c"), None);
    assert!(literal_length("/a/b") > literal_length("/a/{some}"));
}
