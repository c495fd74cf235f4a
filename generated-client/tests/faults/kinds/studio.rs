//! What a server of one's own is to the client.

use super::{Promise, Tests};

pub(super) const SELF_HOSTED: &[Promise] = &[
    Promise(
        "All that a self-hosted Coze Studio has can be called, and what it has is known.",
        &[
            Tests(
                "studio/availability.rs",
                &[
                    "the_document_knows_what_the_server_has",
                    "of_119_operations_it_has_29_and_three_of_its_own",
                    "the_table_of_contents_says_so",
                ],
            ),
            Tests(
                "studio/agents.rs",
                &[
                    "an_agent_without_a_frame_is_read",
                    "an_app_is_read_and_one_that_is_not_there_is_an_error",
                ],
            ),
            Tests(
                "studio/conversations.rs",
                &[
                    "a_conversation_lives_its_life",
                    "messages_are_listed_by_their_marks_also_where_there_is_none",
                ],
            ),
            Tests(
                "studio/knowledge.rs",
                &[
                    "a_knowledge_base_lives_its_life",
                    "documents_are_listed_from_page_0_on",
                ],
            ),
            Tests(
                "studio/workflows.rs",
                &[
                    "a_run_says_what_came_of_it_though_most_fields_are_null",
                    "a_chat_flow_is_a_chat",
                ],
            ),
        ],
    ),
    Promise(
        "Its streams end and fail in its own words.",
        &[Tests(
            "studio/streams.rs",
            &[
                "a_good_chat_ends_with_its_own_event",
                "a_failure_of_the_model_is_an_error_though_the_chat_completes",
                "a_closed_connection_ends_a_chat_only_after_it_is_complete",
                "workflows_of_old_servers_name_their_events_in_lower_case",
            ],
        )],
    ),
    Promise(
        "Its refusals come with their kind, their log id and advice.",
        &[
            Tests(
                "studio/errors.rs",
                &["each_common_refusal_comes_with_its_kind_and_advice"],
            ),
            Tests(
                "studio/refusals.rs",
                &[
                    "a_refused_token_is_an_error_at_status_200_with_its_log_id",
                    "an_endpoint_that_is_missing_says_which_calls_there_are",
                ],
            ),
        ],
    ),
    Promise(
        "Nothing is sent unencrypted, but to a host that was named for it.",
        &[Tests(
            "src/http/base_url.rs",
            &["plain_http_is_for_the_named_host_alone"],
        )],
    ),
];
