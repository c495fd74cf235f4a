use super::*;
use crate::ApiError;

const MOST: u64 = u64::MAX;

fn policy(idempotent: bool) -> Policy {
    Policy {
        max_retries: 2,
        idempotent,
    }
}

fn failed(kind: ErrorKind) -> Result<Box<Received>> {
    Err(Error::new(kind, ""))
}

fn refused(code: i64, status: u16) -> Result<Box<Received>> {
    Err(Error::api(ApiError::new(code, "", status)))
}

fn advised(outcome: Result<Box<Received>>, advice: Advice) -> Result<Box<Received>> {
    outcome.map_err(|e| e.or_advice(advice))
}

fn should_retry(should: bool) -> Advice {
    Advice {
        should_retry: Some(should),
        ..Advice::default()
    }
}

fn retry_after(seconds: u64) -> Advice {
    Advice {
        retry_after: Some(Duration::from_secs(seconds)),
        ..Advice::default()
    }
}

fn delivered(delivery: Delivery) -> Result<Box<Received>> {
    let error = Error::new(ErrorKind::Transport, "");
    Err(error.with_delivery(delivery))
}

/// Whether a call is repeated that is not idempotent, and one that is.
fn repeats(outcome: &Result<Box<Received>>) -> (bool, bool) {
    let repeats = |idempotent| {
        let failure = failure(outcome)?;
        policy(idempotent).wait(failure, advice(outcome), 1, MOST)
    };
    (repeats(false).is_some(), repeats(true).is_some())
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
        (delivered(Delivery::NotBegun), true, true),
        (delivered(Delivery::Incomplete), true, true),
        (delivered(Delivery::Unknown), false, true),
        (refused(4013, 200), true, true),
        (refused(0, 429), true, true),
        (refused(0, 408), false, true),
        (refused(0, 425), false, true),
        (refused(0, 500), false, true),
        (refused(0, 502), false, true),
        (refused(0, 503), false, true),
        (refused(0, 504), false, true),
        (refused(0, 529), false, true),
        (refused(0, 501), false, false),
        (refused(0, 505), false, false),
        (refused(5000, 200), false, false),
        (refused(4100, 401), false, false),
        (failed(ErrorKind::Timeout), false, false),
        (failed(ErrorKind::Truncated), false, false),
        (failed(ErrorKind::File), false, false),
    ] {
        assert_eq!(
            repeats(&outcome),
            (always, idempotent),
            "{:?}",
            outcome.err()
        );
    }
}

#[test]
fn the_service_knows_better_in_both_directions() {
    for (outcome, advice, always, idempotent) in [
        (refused(0, 500), should_retry(true), true, true),
        (refused(4000, 400), should_retry(true), true, true),
        (refused(0, 503), should_retry(false), false, false),
        (refused(0, 429), should_retry(false), false, false),
        (refused(0, 503), retry_after(1), true, true),
        (refused(0, 500), retry_after(1), false, true),
        (refused(0, 200), should_retry(true), false, false),
    ] {
        let outcome = advised(outcome, advice);
        assert_eq!(
            repeats(&outcome),
            (always, idempotent),
            "{:?}",
            outcome.err()
        );
    }
}

#[test]
fn there_is_an_end_to_it() {
    let may_repeat = |sent, unused| policy(true).may_repeat(sent, unused);
    assert_eq!(
        [1, 2, 3].map(|sent| may_repeat(sent, 0)),
        [true, true, false]
    );
    // What has not been used is no attempt, and has an end, too.
    assert!(may_repeat(5, 3) && !may_repeat(6, 3));
    assert!(may_repeat(MAX_UNUSED, MAX_UNUSED));
    assert!(!may_repeat(MAX_UNUSED + 1, MAX_UNUSED + 1));
    let never = Policy {
        max_retries: 0,
        idempotent: true,
    };
    assert!(!never.may_repeat(1, 0) && !never.may_repeat(1, 1));
}

#[test]
fn a_service_that_asks_for_too_much_is_not_waited_for() {
    let wait = |seconds| policy(false).wait(Failure::NotCarriedOut, retry_after(seconds), 1, 0);
    assert_eq!(wait(60), Some(Duration::from_secs(60)));
    assert_eq!(wait(61), None);
    assert_eq!(wait(u64::MAX), None);
}
