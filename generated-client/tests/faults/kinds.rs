//! Which test holds what the client and its generator promise for bad days, kind by kind. A kind is more than the examples in its tests.

use std::fs;
use std::path::Path;

/// A promise, and the tests that hold it, each in its file.
struct Promise(&'static str, &'static [Tests]);

/// The tests of a file.
struct Tests(&'static str, &'static [&'static str]);

const WIRE: &str = "generated-client/tests/wire";
const AUTH: &str = "generated-client/tests/auth";
const CLIENT: &str = "generated-client/src";

const PROGRAM: &[Promise] = &[Promise(
    "A program goes on as it was when the crate is added to it.",
    &[Tests(
        "generated-client/tests/hosts/main.rs",
        &["a_program_works_on_when_the_crate_is_added_to_it"],
    )],
)];

const SUCCESS: &[Promise] = &[
    Promise(
        "Nothing is success that is not.",
        &[
            Tests(
                "generated-client/tests/faults/main.rs",
                &["every_fault_is_what_it_is"],
            ),
            Tests(
                "wire/success.rs",
                &[
                    "what_says_nothing_of_this_api_is_no_success",
                    "an_object_that_was_asked_for_is_there_or_it_is_an_error",
                    "what_is_known_of_this_api_is_success",
                    "no_content_is_success_only_where_none_was_asked_for",
                    "a_stream_that_came_instead_is_not_waited_for",
                ],
            ),
        ],
    ),
    Promise(
        "Sound is sound, and nothing else is saved as such.",
        &[Tests(
            "wire/sound.rs",
            &[
                "what_is_no_sound_is_an_error_whatever_its_label",
                "what_is_no_sound_is_found_in_any_pieces",
                "what_is_no_sound_is_found_in_its_compression",
                "what_is_no_sound_leaves_nothing_on_the_disk",
                "sound_is_sound_whatever_its_label_and_its_first_byte",
                "sound_that_a_proxy_compressed_is_that_sound",
            ],
        )],
    ),
    Promise(
        "An error keeps what came, in whatever shape.",
        &[Tests(
            "wire/success.rs",
            &[
                "an_error_has_the_code_and_the_message_of_any_shape",
                "an_error_knows_where_the_run_is_shown_and_logged",
                "a_compressed_reply_is_read_whatever_its_label",
            ],
        )],
    ),
];

const STREAMS: &[Promise] = &[
    Promise(
        "Streams end and fail the way servers end and fail them.",
        &[Tests(
            "wire/endings.rs",
            &[
                "every_spelling_of_the_terminator_ends_a_chat",
                "every_spelling_of_an_error_is_that_error",
                "an_error_event_keeps_the_address_of_the_run",
                "a_workflow_is_understood_in_either_case",
                "a_connection_closed_after_the_chat_is_complete_is_its_end",
                "sound_that_breaks_off_is_truncated",
                "what_was_complete_before_an_oversized_event_is_delivered",
            ],
        )],
    ),
    Promise(
        "One odd character, time or shape costs neither a stream nor a reply.",
        &[
            Tests(
                "wire/endings.rs",
                &["one_odd_event_does_not_cost_the_others"],
            ),
            Tests(
                "src/json/reader/tests.rs",
                &[
                    "half_a_pair_or_bytes_that_are_no_text_do_not_cost_the_rest",
                    "a_time_is_whole_seconds_however_it_is_written",
                    "the_empty_list_and_the_empty_object_stand_for_one_another",
                    "what_nobody_reads_may_be_anything",
                    "no_text_makes_the_reader_panic",
                ],
            ),
        ],
    ),
    Promise(
        "A stream that is a refusal renews the token and is repeated like others.",
        &[
            Tests(
                "wire/endings.rs",
                &[
                    "a_refusal_that_is_called_a_stream_renews_the_token",
                    "a_refusal_that_is_called_a_stream_is_repeated_like_others",
                ],
            ),
            Tests(
                "wire/first_event.rs",
                &[
                    "a_token_that_the_first_event_refuses_is_renewed_once",
                    "the_first_event_may_arrive_in_any_pieces_behind_signs_of_life",
                    "the_first_event_of_a_workflow_is_read_as_well",
                    "what_may_have_been_carried_out_is_not_sent_again",
                ],
            ),
        ],
    ),
];

const LISTS: &[Promise] = &[Promise(
    "Lists go on as long as there is more, end with an error if they never would, and can be taken up again.",
    &[
        Tests(
            "wire/paging.rs",
            &[
                "an_empty_page_that_says_there_is_more_is_followed",
                "a_list_that_would_never_end_is_an_error",
                "a_walk_goes_on_where_another_stopped",
                "a_walk_can_be_taken_up_after_an_error",
                "pages_know_their_position",
            ],
        ),
        Tests("src/reply/paging/walk.rs", &["a_list_without_end_says_so"]),
    ],
)];

const TOKENS: &[Promise] = &[
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

const TIME: &[Promise] = &[
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
            "src/json/reader/tests.rs",
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

const SIZE: &[Promise] = &[Promise(
    "What a reply becomes is limited, in memory, on the stack and in texts.",
    &[
        Tests(
            "src/json/reader/tests.rs",
            &[
                "a_limit_counts_what_a_text_becomes",
                "nesting_has_an_end",
                "a_type_of_many_fields_that_contains_itself_fits_on_a_small_stack",
            ],
        ),
        Tests(
            "wire/endings.rs",
            &["an_event_is_limited_by_what_it_becomes"],
        ),
        Tests(
            "wire/success.rs",
            &[
                "what_an_error_keeps_has_a_limit",
                "a_compressed_reply_is_no_larger_than_others",
                "an_address_that_is_too_long_is_an_argument_error",
            ],
        ),
        Tests("wire/error_texts.rs", &["long_texts_are_shown_in_part"]),
    ],
)];

const SECRETS: &[Promise] = &[
    Promise(
        "Nothing that a server says carries a secret into a text.",
        &[
            Tests(
                "wire/error_texts.rs",
                &[
                    "a_secret_that_a_server_repeats_is_shown_nowhere",
                    "a_secret_in_place_of_a_log_id_is_shown_nowhere",
                    "secrets_that_a_server_issues_are_not_shown_of_a_reply_that_is_cut",
                    "a_short_secret_leaves_the_text_readable",
                ],
            ),
            Tests(
                "src/redaction.rs",
                &["a_secret_is_found_however_it_is_written"],
            ),
            Tests("auth/secrets.rs", &["nothing_shows_a_secret"]),
            Tests(
                "codegen/src/lower/types/secrets.rs",
                &["names_that_end_like_secrets_are_secrets"],
            ),
        ],
    ),
    Promise(
        "Nothing from outside steers a terminal, or leads elsewhere than to the web.",
        &[
            Tests(
                "wire/error_texts.rs",
                &[
                    "nothing_that_a_server_says_steers_a_terminal",
                    "an_address_that_is_none_of_the_web_is_not_handed_on",
                ],
            ),
            Tests(
                "xtask/tests/commands/output.rs",
                &["nothing_from_outside_steers_the_terminal"],
            ),
            Tests(
                "auth/device.rs",
                &["a_user_is_shown_an_address_of_the_web_and_a_code_that_is_text"],
            ),
        ],
    ),
];

const FILES: &[Promise] = &[
    Promise(
        "A saved file is whole or not there, and takes the place of nothing else.",
        &[
            Tests(
                "wire/odd_files.rs",
                &[
                    "a_saved_file_takes_the_place_of_the_old_one_and_nothing_else",
                    "something_else_than_a_file_is_not_replaced",
                    "nothing_is_left_of_a_file_that_does_not_become_complete",
                ],
            ),
            Tests(
                "wire/files.rs",
                &["what_is_there_stays_until_all_of_its_successor_has_arrived"],
            ),
        ],
    ),
    Promise(
        "What is no file is not uploaded, and what is one is uploaded as it was chosen.",
        &[
            Tests(
                "wire/odd_files.rs",
                &["what_is_no_file_is_not_uploaded", "an_empty_file_is_a_file"],
            ),
            Tests(
                "wire/files.rs",
                &["a_file_that_changes_its_length_while_it_is_sent_is_an_error"],
            ),
            Tests(
                "src/http/multipart.rs",
                &["a_media_type_is_sent_as_it_is_or_not_at_all"],
            ),
        ],
    ),
];

const GENERATOR: &[Promise] = &[
    Promise(
        "The generator writes into the tree it is called in, and nowhere else, all or nothing.",
        &[
            Tests(
                "xtask/tests/commands/tree.rs",
                &[
                    "the_repository_is_the_one_that_this_is_called_in",
                    "runs_that_write_wait_for_each_other",
                    "an_interrupted_update_is_undone_by_what_writes_and_by_nothing_else",
                    "what_no_file_can_be_called_is_refused_before_anything_is_written",
                ],
            ),
            Tests(
                "xtask/src/atomic_replace.rs",
                &[
                    "killed_anywhere_it_is_all_old_or_all_new",
                    "the_only_copy_is_never_removed",
                ],
            ),
            Tests(
                "xtask/src/standalone.rs",
                &[
                    "links_in_the_folder_lead_nothing_out_of_it",
                    "killed_anywhere_the_first_run_can_be_repeated",
                ],
            ),
        ],
    ),
    Promise(
        "Documents come from where they should, and none costs more than it is worth.",
        &[
            Tests(
                "xtask/src/fetch.rs",
                &[
                    "redirects_to_what_stands_beside_the_server_are_not_followed",
                    "no_failure_tells_the_password",
                ],
            ),
            Tests(
                "codegen/src/document/parse.rs",
                &["hostile_texts_are_refused_at_once"],
            ),
            Tests(
                "codegen/tests/fuzz.rs",
                &["random_documents_become_reports_or_rust"],
            ),
        ],
    ),
];

const REPETITION: &[Promise] = &[Promise(
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

/// All kinds, by what they are about.
const KINDS: [(&str, &[Promise]); 11] = [
    ("the program around it", PROGRAM),
    ("success", SUCCESS),
    ("streams", STREAMS),
    ("lists", LISTS),
    ("tokens", TOKENS),
    ("time, repetition, connections", TIME),
    ("memory and size", SIZE),
    ("secrets and terminals", SECRETS),
    ("files", FILES),
    ("the generator's files", GENERATOR),
    ("doing things twice", REPETITION),
];

/// The path of a file from the root of the repository.
fn place(file: &str) -> String {
    match file.split_once('/') {
        Some(("wire", rest)) => format!("{WIRE}/{rest}"),
        Some(("auth", rest)) => format!("{AUTH}/{rest}"),
        Some(("src", rest)) => format!("{CLIENT}/{rest}"),
        _ => file.to_owned(),
    }
}

#[test]
fn every_promise_is_held_by_tests_that_there_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = Vec::new();
    for (kind, promises) in KINDS {
        println!("\n## {kind}");
        for Promise(promise, tests) in promises {
            println!("\n{promise}");
            for Tests(file, names) in *tests {
                let place = place(file);
                let text = fs::read_to_string(root.join(&place)).unwrap_or_default();
                for name in *names {
                    println!("* `{place}`: `{name}`");
                    if !text.contains(&format!("fn {name}()")) {
                        missing.push(format!("{place}: {name}"));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "there is no test {missing:#?}");
}
