//! What replies, streams and lists become.

use super::{Promise, Tests};

pub(super) const SUCCESS: &[Promise] = &[
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
                    "an_object_without_a_field_of_ours_and_a_code_is_no_success",
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

pub(super) const STREAMS: &[Promise] = &[
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
                "src/json/reader/tests/damage.rs",
                &[
                    "half_a_pair_or_bytes_that_are_no_text_do_not_cost_the_rest",
                    "what_nobody_reads_may_be_anything",
                    "no_text_makes_the_reader_panic",
                ],
            ),
            Tests(
                "src/json/reader/tests/values.rs",
                &[
                    "a_time_is_whole_seconds_however_it_is_written",
                    "the_empty_list_and_the_empty_object_stand_for_one_another",
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

pub(super) const LISTS: &[Promise] = &[Promise(
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

pub(super) const SIZE: &[Promise] = &[Promise(
    "What a reply becomes is limited, in memory, on the stack and in texts.",
    &[
        Tests(
            "src/json/reader/tests/limits.rs",
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
