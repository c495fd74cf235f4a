use super::*;
use crate::ApiError;

const MOST: u64 = u64::MAX;

fn policy(idempotent: bool) -> Policy {
    Policy {
        max_retries: 2,
        idempotent,
    }
}

fn failed(kind: ErrorKind) -> Result<Received> {
    Err(Error::new(kind, ""))
}

fn refused(code: i64, status: u16) -> Result<Received> {
    Err(Error::api(ApiError::new(code, "", status)))
}

#[test]
fn the_wait_grows_to_a_limit_and_is_any_part_of_it() {
    let longest: Vec<u128> = (1..=7).map(|n| backoff(n, MOST).as_millis()).collect();
    assert_eq!(longest, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
    assert_eq!(backoff(u32::MAX, MOST), LONGEST_WAIT);
    assert_eq!(backoff(3, 0), Duration::ZERO);
    let half = backoff(1, MOST / 2).as_millis();
    assert!((240..=260).contains(&half), "{half}");
}

#[test]
fn what_may_have_been_carried_out_is_repeated_only_if_that_does_no_harm() {
    for (outcome, always, idempotent) in [
        (failed(ErrorKind::Connect), true, true),
        (refused(4013, 200), true, true),
        (refused(0, 429), true, true),
        (failed(ErrorKind::Transport), false, true),
        (refused(0, 408), false, true),
        (refused(0, 425), false, true),
        (refused(0, 502), false, true),
        (refused(0, 503), false, true),
        (refused(0, 504), false, true),
        (refused(0, 500), false, false),
        (refused(5000, 200), false, false),
        (refused(4100, 401), false, false),
        (failed(ErrorKind::Timeout), false, false),
        (failed(ErrorKind::Truncated), false, false),
        (failed(ErrorKind::File), false, false),
    ] {
        let repeats = |idempotent| policy(idempotent).wait(&outcome, 1, MOST).is_some();
        let found = (repeats(false), repeats(true));
        assert_eq!(found, (always, idempotent), "{:?}", outcome.err());
    }
}

#[test]
fn there_is_an_end_to_it() {
    for (attempts, repeats) in [(1, true), (2, true), (3, false)] {
        let wait = policy(true).wait(&refused(0, 503), attempts, MOST);
        assert_eq!(wait.is_some(), repeats, "{attempts}");
    }
}

#[test]
fn the_service_says_how_long_in_seconds_or_by_a_date() {
    let asked = |value: &str| {
        let headers = HeaderMap::from_iter([
            (DATE, "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap()),
            (RETRY_AFTER, value.parse().unwrap()),
        ]);
        retry_after(&headers).map(|wait| wait.as_secs())
    };
    assert_eq!(asked(" 7 "), Some(7));
    for (until, seconds) in [
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30),
        ("Sunday, 06-Nov-94 08:50:07 GMT", 30),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
    ] {
        assert_eq!(asked(until), Some(seconds));
    }
    for value in ["soon", "-1", "", "99999999999999999999"] {
        assert_eq!(asked(value), None);
    }
}

#[test]
fn a_service_that_asks_for_too_much_is_not_waited_for() {
    let wait = |seconds| {
        let error = Error::new(ErrorKind::Connect, "");
        let error = error.or_retry_after(Some(Duration::from_secs(seconds)));
        policy(false).wait(&Err(error), 1, 0)
    };
    assert_eq!(wait(60), Some(Duration::from_mins(1)));
    assert_eq!(wait(61), None);
    assert_eq!(wait(u64::MAX), None);
}
