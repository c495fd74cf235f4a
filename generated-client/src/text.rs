//! Texts of others, cut to what an error shows of them.

/// What some editors and servers put in front of UTF-8.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// At most `limit` characters from the beginning of a text that is somebody else's, on one line.
pub(crate) fn excerpt(text: &[u8], limit: usize) -> String {
    // Four bytes a character at most; the cut character at the end is among those left out.
    let head = &text[..text.len().min(limit * 4)];
    let text: String = String::from_utf8_lossy(head)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let text = text.trim();
    let mut shown: String = text.chars().take(limit).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// At most `limit` bytes from the beginning of a text, no character cut.
pub(crate) fn beginning(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_short_and_on_one_line() {
        assert_eq!(excerpt("扣子\n扣子扣子".as_bytes(), 4), "扣子 扣…");
        assert_eq!(excerpt(b"<html>\x00", 40), "<html>");
        assert_eq!(excerpt(b"short", 5), "short");
    }
}
