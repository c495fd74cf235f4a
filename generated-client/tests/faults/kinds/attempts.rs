//! Tokens, time, repetition and connections.

use super::{Promise, Tests};

pub(super) const TOKENS: &[Promise] = &[
    Promise(
        "A token is renewed when it was refused, and not again and again.",
        &[
            Tests(
                "auth/refused_tokens.rs",
                &[
                    "a_refused_token_is_replaced_once_for_all_calls",
                    "only_what_is_said_of_the_token_replaces_it",
                    "a_service_that_refuses_every_token_costs_one_a_minute",
                    "the_same_token_is_not_tried_twice",
                ],
            ),
            Tests(
                "auth/cache.rs",
                &["a_source_that_fails_is_left_alone_for_longer_and_longer"],
            ),
        ],
    ),
    Promise(
        "A renewal is cut by nobody, and its retries do not multiply those of the call.",
        &[
            Tests(
                "auth/cache.rs",
                &["a_call_that_is_given_up_does_not_take_the_renewal_with_it"],
            ),
            Tests(
                "auth/runtimes.rs",
                &["the_end_of_a_runtime_loses_no_refresh_token"],
            ),
            Tests(
                "auth/renewing.rs",
                &[
                    "a_call_that_is_repeated_does_not_repeat_what_its_token_repeats",
                    "the_time_of_a_stream_includes_the_wait_for_its_token",
                ],
            ),
        ],
    ),
    Promise(
        "Devices are polled as RFC 8628 says.",
        &[Tests(
            "auth/device.rs",
            &[
                "the_user_signs_in_while_the_device_asks_at_the_servers_pace",
                "it_slows_down_for_good_when_told_to_and_for_a_while_when_the_server_fails",
            ],
        )],
    ),
    Promise(
        "Tokens and keys that were mangled on the way are cleaned, or refused with the reason.",
        &[
            Tests(
                "src/auth/token/header.rs",
                &[
                    "what_was_copied_with_a_token_is_left_behind",
                    "what_cannot_be_a_token_is_refused_with_the_reason",
                ],
            ),
            Tests(
                "src/auth/oauth/jwt/pem.rs",
                &[
                    "whatever_became_of_the_line_breaks_it_is_the_same_key",
                    "what_is_no_private_key_is_refused_with_the_reason",
                ],
            ),
        ],
    ),
];

pub(super) const TIME: &[Promise] = &[
    Promise(
        "Every limit holds, however slowly something drips in, and none is too large.",
        &[Tests(
            "wire/time.rs",
            &[
                "there_may_be_no_limit_at_all",
                "a_refusal_that_drips_in_is_not_waited_for",
                "signs_of_life_are_no_events",
                "a_long_reply_is_read_apart_from_what_else_goes_on",
                "the_client_sets_every_limit",
            ],
        )],
    ),
    Promise(
        "A reply is not read longer than its call may take.",
        &[Tests(
            "src/json/reader/tests/limits.rs",
            &["a_long_text_is_not_read_longer_than_it_may_be"],
        )],
    ),
    Promise(
        "What fails is repeated where that helps and does no harm, within a budget.",
        &[
            Tests(
                "wire/retries.rs",
                &[
                    "every_failure_that_may_pass_is_repeated_and_no_other",
                    "a_call_that_may_have_been_carried_out_is_repeated_only_if_that_does_no_harm",
                    "a_service_in_trouble_is_not_asked_three_times_as_often",
                    "what_was_deleted_by_an_attempt_without_a_reply_is_deleted",
                    "a_reading_call_without_a_reply_is_sent_once_more_beside_the_first",
                    "a_wait_has_fractions_and_no_size_that_breaks_anything",
                ],
            ),
            Tests(
                "src/http/retry/advice.rs",
                &["a_wait_has_an_end_however_long_it_is"],
            ),
            Tests(
                "src/http/retry/budget.rs",
                &["failures_empty_it_and_success_fills_it_again"],
            ),
        ],
    ),
    Promise(
        "What certainly did not arrive is sent again, whatever it does.",
        &[
            Tests(
                "wire/connections.rs",
                &[
                    "a_connection_that_was_closed_while_nobody_used_it_costs_no_call",
                    "nothing_is_sent_again_where_that_is_not_wanted",
                ],
            ),
            Tests(
                "wire/http2.rs",
                &[
                    "what_a_server_refused_or_had_not_begun_is_sent_again",
                    "a_connection_that_falls_silent_is_given_up",
                ],
            ),
        ],
    ),
    Promise(
        "Under load no call is lost or doubled, and nothing is left behind.",
        &[Tests(
            "generated-client/tests/load/main.rs",
            &[
                "a_thousand_streams_go_on_at_once",
                "thousands_of_calls_take_a_few_connections_and_no_more_memory",
                "no_call_is_lost_or_doubled_when_idle_connections_are_closed",
            ],
        )],
    ),
    Promise(
        "Connections are used again, in every runtime, and outside of one there is an error.",
        &[Tests(
            "wire/connections.rs",
            &[
                "a_connection_is_used_again",
                "the_connection_of_a_stream_is_used_again",
                "a_client_works_in_several_runtimes",
                "outside_of_a_runtime_there_is_an_error",
            ],
        )],
    ),
];

pub(super) const REPETITION: &[Promise] = &[Promise(
    "What is done twice is known beforehand, and the service has the last word on repetition.",
    &[
        Tests(
            "codegen/tests/document.rs",
            &["a_call_that_creates_something_says_what_a_second_one_does"],
        ),
        Tests(
            "wire/retries.rs",
            &[
                "the_service_says_whether_to_repeat",
                "the_service_says_how_long_to_wait",
            ],
        ),
    ],
)];
