//! A word that is not known comes in, the known one that was probably meant goes out.

/// What to do about a word that is not known; it may be meant for one of these.
pub(crate) fn fix(word: &str, known: &[&str], fix: &str) -> String {
    asking(to(word, known), fix)
}

/// What to do, and whether it is a slip.
pub(crate) fn asking(meant: Option<&str>, fix: &str) -> String {
    match meant {
        Some(meant) => format!("Did you mean `{meant}`? {fix}"),
        None => fix.to_owned(),
    }
}

/// The known word that differs least, if that is hardly: by a letter in three, or only in capitals and what joins its parts.
pub(crate) fn to<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let same = |other: &&&str| letters(word).eq(letters(other));
    if let Some(same) = known.iter().find(same) {
        return Some(same);
    }
    let near = known.iter().filter_map(|other| {
        let most = other.len().max(3) / 3;
        // A word of any length may stand there.
        let is_close = word.len().abs_diff(other.len()) <= most;
        let steps = is_close.then(|| distance(word.as_bytes(), other.as_bytes()))?;
        (steps <= most).then_some((steps, *other))
    });
    near.min_by_key(|(steps, _)| *steps).map(|(_, other)| other)
}

/// `has_more`, `hasMore` and `Has-More` have the same.
fn letters(word: &str) -> impl Iterator<Item = char> {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// How many letters must be put in, taken out, changed, or swapped with the next one (optimal string alignment).
fn distance(from: &[u8], to: &[u8]) -> usize {
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let changed = rows[i][j] + usize::from(a != b);
            let mut least = changed.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::to;

    #[test]
    fn slips_are_told_from_other_words() {
        let known = ["name", "event", "has_more", "may_end", "end", "log_id"];
        for (word, meant) in [
            ("nmae", Some("name")),
            ("nam", Some("name")),
            ("names", Some("name")),
            ("evnet", Some("event")),
            ("hasMore", Some("has_more")),
            ("Has-More", Some("has_more")),
            ("has_moer", Some("has_more")),
            ("ends", Some("end")),
            ("logid", Some("log_id")),
            ("title", None),
            ("x", None),
            ("", None),
            ("名", None),
        ] {
            assert_eq!(to(word, &known), meant, "{word}");
        }
    }
}
