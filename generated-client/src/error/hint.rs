//! What to do about an error: a code and an HTTP status in, advice out.

use super::codes;

/// Advice for the failures that users meet most, in words that continue the error's sentence.
pub(crate) fn of(code: i64, status: u16) -> Option<&'static str> {
    let known = codes::find(code).and_then(|known| known.hint);
    known.or_else(|| {
        Some(match (code, status) {
            (0, 429) => "too many calls: wait before the next one",
            (0, 300..=399) => "redirects are not followed: check the base URL",
            (0, 405) => "something in between may not forward this path: check what a proxy before the server forwards",
            (0, 401 | 403) => "check the token, and that it is one of the service at this base URL",
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_codes_that_users_meet_come_with_advice() {
        for (code, status, word) in [
            (4100, 401, "expired"),
            (4101, 200, "region"),
            (4013, 200, "wait"),
            (0, 429, "wait"),
            (4016, 200, "running chat"),
            (4104, 200, "over"),
            (6003, 200, "paid"),
            (0, 307, "base URL"),
            (0, 401, "token"),
            (0, 405, "forward"),
        ] {
            let advice = of(code, status).unwrap_or_default();
            assert!(advice.contains(word), "{code} {status}: {advice}");
        }
        assert_eq!(of(5000, 500), None);
    }
}
