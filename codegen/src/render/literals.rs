//! Texts as literals of Rust.

use proc_macro2::Literal;

/// The literal of a text, as [`Literal::string`] makes it. That one looks up for each character whether it can be shown, which takes
/// most of the time where texts are Chinese; what is known of all characters of a text is not looked up.
pub(crate) fn literal(text: &str) -> Literal {
    if !text.chars().all(is_shown) {
        return Literal::string(text);
    }
    let mut quoted = String::with_capacity(text.len() + 8);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '\n' => quoted.push_str("\\n"),
            '"' | '\\' => quoted.extend(['\\', character]),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted.parse().unwrap_or_else(|_| Literal::string(text))
}

/// Whether a character stands in a literal as it is, but for a backslash before it, or is the end of a line.
fn is_shown(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '\n'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{3011}'
            | '\u{4E00}'..='\u{9FA5}'
            | '\u{FF01}'..='\u{FF5E}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_the_usual_one() {
        let shown: Vec<char> = ('\0'..=char::MAX).filter(|one| is_shown(*one)).collect();
        for character in shown
            .into_iter()
            .chain(['\t', '\r', '\0', '\u{3000}', '\u{202e}', 'é'])
        {
            let text = format!("{character}{character}");
            let (ours, usual) = (literal(&text), Literal::string(&text));
            assert_eq!(ours.to_string(), usual.to_string());
        }
    }
}
