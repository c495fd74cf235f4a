//! The program, the secrets and the files around it.

use super::{Promise, Tests};

pub(super) const PROGRAM: &[Promise] = &[Promise(
    "A program goes on as it was when the crate is added to it.",
    &[Tests(
        "generated-client/tests/hosts/main.rs",
        &["a_program_works_on_when_the_crate_is_added_to_it"],
    )],
)];

pub(super) const SECRETS: &[Promise] = &[
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

pub(super) const FILES: &[Promise] = &[
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

pub(super) const GENERATOR: &[Promise] = &[
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
