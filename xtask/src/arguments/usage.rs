//! What `help` prints.

pub(super) const GENERATE: &str = "\
cargo xtask gen                    generate generated-client/src/generated from spec/
cargo xtask gen --check            write nothing; fail when the committed code is not what spec/ gives
cargo xtask gen --out DIR          write a crate of its own to DIR, which is new, empty, or was written by this
    --name NAME                    the name of that crate; else it follows from the title of the document
    --spec FILE                    another document, without the overlays and names of the bundled one
    --overlay FILE                 this overlay instead of the bundled ones; may be repeated
    --no-overlay                   none of the bundled overlays
    --names FILE                   these names instead of the bundled ones
    --skip-unsupported             leave out the operations that cannot be right, and say which
    --all                          every problem, not just the first screenful
";

pub(super) const UPDATE: &str = "\
cargo xtask spec update FILE       put a new document in the place of the bundled one, with the code that becomes of it; says
                                   what changed, which corrections are stale and which names are new; all or nothing
    --texts                        list the texts that changed, too
    --accept-names                 put the names that are made by rule into spec/names.yaml, too
    --no-proof                     do not compile code for the old crate with the new one, which takes a compiler and a minute
    --dry-run                      only say it
    --all                          every problem, not just the first screenful
";

pub(super) const DIFF: &str = "\
cargo xtask spec diff OLD [NEW]    what changed for users of the crate and on the wire; files, git revisions or REVISION:PATH,
                                   NEW is the bundled document unless given; ends with 0 when nothing changed,
                                   1 when it is compatible, 2 when it is breaking, 3 when it failed
    --format markdown|json         for a pull request, for a tool
    --texts                        list the texts that changed, too
    --no-overlay                   compare the documents as they are, without corrections
";

pub(super) const LINT: &str = "\
cargo xtask spec lint [FILE]       what is doubtful in the bundled document or another one, and what no correction covers
    --all                          everything, with what is covered
    --format json                  everything, for a tool
    --overlay FILE                 this overlay instead of the bundled ones; may be repeated
    --no-overlay                   as if there were no corrections
";

pub(super) const OBSERVE: &str = "\
cargo xtask spec observe FILE...   what clients report of replies (feature `observe`), and the corrections that it asks for
    --no-overlay                   propose for the document as it is, and say which corrections exist already
";

pub(super) const EXPORT: &str = "\
cargo xtask spec export [FILE]     print the bundled document or another one, corrected, for any OpenAPI tool
    --out FILE                     write it to a file instead
    --format yaml|json             YAML unless said otherwise here or by the name of the file that is written
    --extensions                   with the extensions that spec/README.md defines
    --overlay FILE                 this overlay instead of the bundled ones; may be repeated
    --no-overlay                   without corrections
";

pub(super) const RELEASE: &str = "\
cargo xtask release                the version after the last tag: its number by what has changed since, its section of the change
                                   log, and what users write otherwise; nothing is committed or published; all or nothing
    --version 1.2.3                this version instead of the one that follows from the changes
    --no-proof                     do not compile code for the last version with this one
    --dry-run                      only print the section
";

const DOCUMENTS: &str = "
A document can be an address, https://…, wherever it can be a file. The bundled corrections and names are those of Coze's
documents; other documents are taken as they are.
";

/// All commands, or those of a group: what there is about them.
pub(super) fn about(group: &[&str]) -> String {
    let commands = group.concat();
    format!(
        "{commands}{DOCUMENTS}\ncargo xtask help [COMMAND]         this text, or what it says about one command\n"
    )
}

/// All commands.
pub(super) fn all() -> String {
    about(&[GENERATE, UPDATE, DIFF, LINT, OBSERVE, EXPORT, RELEASE])
}

/// The commands that begin with `spec`.
pub(super) fn spec() -> String {
    about(&[UPDATE, DIFF, LINT, OBSERVE, EXPORT])
}
