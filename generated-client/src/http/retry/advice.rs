//! What is known about sending a call again: what the service says about it, and how far the call got.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// The upper limit of a wait, which every clock can represent.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The header by which some services say whether to repeat a call.
const SHOULD_RETRY: [&str; 2] = ["x-should-retry", "should-retry"];

/// What speaks for and against sending a call again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Advice {
    /// How long the service asks to wait before the next call.
    pub(crate) retry_after: Option<Duration>,
    /// What the service says about sending the call again.
    pub(crate) should_retry: Option<bool>,
    pub(crate) delivery: Delivery,
}

/// How far a call got that has no reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// It may have arrived.
    #[default]
    Unknown,
    /// A part of its body was not sent, so that nobody can have carried it out.
    Incomplete,
    /// The connection was gone before it was used.
    NotBegun,
}

impl Advice {
    /// What the service says.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self {
            retry_after: retry_after(headers),
            should_retry: SHOULD_RETRY.iter().find_map(|name| flag(headers, name)),
            delivery: Delivery::Unknown,
        }
    }

    /// This advice, completed by another one.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            retry_after: self.retry_after.or(other.retry_after),
            should_retry: self.should_retry.or(other.should_retry),
            delivery: self.delivery,
        }
    }
}

/// In milliseconds, in seconds, or until a date. Gateways send it, whether documents mention it or not.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(seconds) = text("retry-after-ms").and_then(number) {
        return Some(duration(seconds / 1000.0));
    }
    let value = text(RETRY_AFTER.as_str())?;
    if let Some(seconds) = number(value) {
        return Some(duration(seconds));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    // By the service's own clock if possible: this machine's may be wrong.
    let now = server_date(headers).unwrap_or_else(crate::time::now);
    Some(until.duration_since(now).unwrap_or_default().min(LONGEST))
}

/// A decimal number without sign and exponent.
fn number(text: &str) -> Option<f64> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse().ok().filter(|_| is_plain)
}

fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).map_or(LONGEST, |time| time.min(LONGEST))
}

fn flag(headers: &HeaderMap, name: &str) -> Option<bool> {
    match headers.get(name)?.as_bytes().trim_ascii() {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}

/// The time by the service's clock, if it says so.
pub(crate) fn server_date(headers: &HeaderMap) -> Option<SystemTime> {
    let date = headers.get(DATE)?.to_str().ok()?;
    httpdate::parse_http_date(date.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(headers: &[(&'static str, &str)]) -> Advice {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("a value"));
        }
        Advice::of(&map)
    }

    #[test]
    fn a_wait_is_in_seconds_or_milliseconds_or_until_a_date() {
        let asked = |name, value| {
            let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
            advice(&[date, (name, value)]).retry_after
        };
        for (value, milliseconds) in [
            (" 7 ", 7000),
            ("0", 0),
            ("1.5", 1500),
            (".25", 250),
            ("Sun, 06 Nov 1994 08:50:07 GMT", 30_000),
            ("Sunday, 06-Nov-94 08:50:07 GMT", 30_000),
            ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ] {
            let wait = Some(Duration::from_millis(milliseconds));
            assert_eq!(asked("retry-after", value), wait, "{value}");
        }
        let wait = Some(Duration::from_millis(20));
        assert_eq!(asked("retry-after-ms", "20"), wait);
        for value in ["soon", "-1", "", ".", "1e3", "inf", "NaN", "+5", "1.2.3"] {
            assert_eq!(asked("retry-after", value), None, "{value}");
        }
    }

    #[test]
    fn a_wait_has_an_end_however_long_it_is() {
        for value in [
            "18446744073709551615",
            "99999999999999999999",
            &"9".repeat(400),
            "Sun, 06 Nov 9994 08:50:07 GMT",
        ] {
            let wait = advice(&[("retry-after", value)]).retry_after;
            assert_eq!(wait, Some(LONGEST), "{value}");
        }
    }

    #[test]
    fn the_service_says_whether_to_repeat() {
        let said = |value| advice(&[("x-should-retry", value)]).should_retry;
        assert_eq!(said("true"), Some(true));
        assert_eq!(said("false"), Some(false));
        assert_eq!(said("perhaps"), None);
        assert_eq!(
            advice(&[("should-retry", "false")]).should_retry,
            Some(false)
        );
        assert_eq!(advice(&[]), Advice::default());
    }
}
