//! The change log with a section for a new version: what was written by hand under `Unreleased`, and what is told of public items.

use std::fmt::Write as _;

use codegen::notes::{Heading, Note};

use super::version::Version;

const UNRELEASED: &str = "## Unreleased";

/// A list of a section: its heading, and its lines.
type Lists = Vec<(String, String)>;

/// The versions that the section is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Versions<'a> {
    pub(crate) from: Version,
    pub(crate) to: Version,
    pub(crate) date: &'a str,
}

/// Whether something was written by hand under a heading of what is not released yet; under any, if none is given.
pub(crate) fn has_unreleased(log: &str, heading: Option<&str>) -> bool {
    let (_, section, _) = parts(log);
    lists(section).iter().any(|(name, lines)| {
        heading.is_none_or(|heading| heading == name) && !lines.trim().is_empty()
    })
}

/// The log with the new section, and the section alone.
pub(crate) fn released(
    log: &str,
    versions: Versions<'_>,
    notes: &[Note],
    service: &[String],
) -> (String, String) {
    let (before, unreleased, after) = parts(log);
    let mut lists = lists(unreleased);
    for note in notes {
        let heading = match note.heading {
            Heading::Added => "Added",
            Heading::Changed => "Changed",
            Heading::Removed => "Removed",
        };
        add(
            &mut lists,
            heading,
            &format!("- {}.\n", capitalised(&note.text)),
        );
    }
    for change in service {
        add(
            &mut lists,
            "Changed",
            &format!("- The service: {change}.\n"),
        );
    }
    let mut section = format!("## {} ({})\n", versions.to, versions.date);
    for (heading, lines) in lists.iter().filter(|(_, lines)| !lines.trim().is_empty()) {
        if !heading.is_empty() {
            let _ = write!(section, "\n### {heading}\n");
        }
        let _ = write!(section, "\n{}\n", lines.trim());
    }
    section += &migration(versions, notes);
    let after = after.trim_start_matches('\n');
    let end = if after.is_empty() { "" } else { "\n" };
    let log = format!("{}\n\n{section}{end}{after}", before.trim_end());
    (log, section)
}

/// What stands before the section of what is not released, what stands in it, and what comes behind.
fn parts(log: &str) -> (&str, &str, &str) {
    let is_section = |at: &usize| log[..*at].is_empty() || log[..*at].ends_with('\n');
    let start_of = |pattern: &str, from: usize| {
        let mut found = log[from..].match_indices(pattern).map(|(at, _)| from + at);
        found.find(|at| is_section(at))
    };
    let (start, inside) = start_of(UNRELEASED, 0).map_or_else(
        || {
            let first = start_of("## ", 0).unwrap_or(log.len());
            (first, first)
        },
        |start| (start, start + UNRELEASED.len()),
    );
    let end = start_of("## ", inside).unwrap_or(log.len());
    (&log[..start], &log[inside..end], &log[end..])
}

fn lists(section: &str) -> Lists {
    let mut lists = vec![(String::new(), String::new())];
    for line in section.lines() {
        match (line.strip_prefix("### "), lists.last_mut()) {
            (Some(heading), _) => lists.push((heading.trim().to_owned(), String::new())),
            (None, Some((_, lines))) => {
                *lines += line;
                lines.push('\n');
            }
            (None, None) => {}
        }
    }
    lists
}

/// Adds a line to a list, which is begun if it is not there.
fn add(lists: &mut Lists, heading: &str, line: &str) {
    if let Some((_, lines)) = lists.iter_mut().find(|(name, _)| name == heading) {
        *lines = format!("{}\n{line}", lines.trim_end());
    } else {
        lists.push((heading.to_owned(), line.to_owned()));
    }
}

/// What users write instead of what no longer compiles.
fn migration(versions: Versions<'_>, notes: &[Note]) -> String {
    let mut text = String::new();
    for note in notes {
        let Some(before) = &note.before else { continue };
        if text.is_empty() {
            let _ = write!(text, "\n### From {} to {}\n", versions.from, versions.to);
        }
        let after = note
            .after
            .as_deref()
            .unwrap_or("// there is nothing in its place");
        let _ = write!(
            text,
            "\n{}:\n\n```rust,ignore\n// {}\n{before}\n// {}\n{after}\n```\n",
            capitalised(&note.text),
            versions.from,
            versions.to
        );
    }
    text
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(heading: Heading, text: &str, before: Option<&str>, after: Option<&str>) -> Note {
        Note {
            path: Vec::new(),
            heading,
            text: text.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        }
    }

    fn made(log: &str, notes: &[Note]) -> Result<String, String> {
        let versions = Versions {
            from: "0.1.0".parse()?,
            to: "0.2.0".parse()?,
            date: "2026-12-24",
        };
        Ok(released(log, versions, notes, &["GET /a: has moved".to_owned()]).0)
    }

    #[test]
    fn what_is_told_joins_what_was_written_by_hand() -> Result<(), String> {
        let log = "# Changes\n\n## Unreleased\n\n### Added\n\n- By hand,\n  on two lines.\n\n### Fixed\n\n- A fault.\n\n## 0.1.0\n\nFirst.\n";
        let notes = [
            note(Heading::Added, "the call `b()`", None, None),
            note(
                Heading::Removed,
                "the call `a()` is gone",
                Some("client.a()"),
                None,
            ),
        ];
        let expected = "# Changes\n\n## 0.2.0 (2026-12-24)\n\n### Added\n\n- By hand,\n  on two lines.\n- The call `b()`.\n\n### Fixed\n\n\
                        - A fault.\n\n### Removed\n\n- The call `a()` is gone.\n\n### Changed\n\n- The service: GET /a: has moved.\n\n\
                        ### From 0.1.0 to 0.2.0\n\nThe call `a()` is gone:\n\n```rust,ignore\n// 0.1.0\nclient.a()\n// 0.2.0\n\
                        // there is nothing in its place\n```\n\n## 0.1.0\n\nFirst.\n";
        assert_eq!(made(log, &notes)?, expected);
        Ok(())
    }

    #[test]
    fn a_log_without_anything_unreleased_gets_a_section_all_the_same() -> Result<(), String> {
        let log = "# Changes\n\n## 0.1.0\n\nFirst.\n";
        let expected = "# Changes\n\n## 0.2.0 (2026-12-24)\n\n### Changed\n\n- The service: GET /a: has moved.\n\n## 0.1.0\n\nFirst.\n";
        assert_eq!(made(log, &[])?, expected);
        assert!(!has_unreleased(log, None));
        let empty = "# Changes\n\n## Unreleased\n\n### Added\n";
        assert!(!has_unreleased(empty, None));
        assert!(has_unreleased(&format!("{empty}\n- One.\n"), Some("Added")));
        assert!(!has_unreleased(
            &format!("{empty}\n- One.\n"),
            Some("Fixed")
        ));
        Ok(())
    }
}
