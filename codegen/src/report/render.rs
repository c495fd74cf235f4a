//! Problems and the texts they are in come in, the text of the report goes out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::locate::{Position, positions};
use super::printable::{is_obeyed, printable};
use super::{Problem, Severity, Texts};

/// Lines that fill a screen.
pub(super) const SCREEN: usize = 60;

/// Characters of a line that are shown.
const WIDTH: usize = 100;

/// A problem with the place it was found at.
struct Found<'a> {
    problem: &'a Problem,
    position: Option<Position>,
}

/// As many problems as fit on so many lines, but one at least; errors go before warnings.
pub(super) fn render(problems: &[Problem], inputs: &Texts<'_>, lines: usize) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let problems = distinct(problems);
    let written: Vec<(Severity, String)> = find(&problems, inputs)
        .iter()
        .map(|found| (found.problem.severity, written(found, inputs)))
        .collect();
    let shown = fitting(&written, lines);
    let mut out = String::new();
    for (index, (_, text)) in written.iter().enumerate() {
        if shown.contains(&index) {
            out.push_str(text);
            out.push('\n');
        }
    }
    match written.len() - shown.len() {
        0 => {}
        hidden => {
            let _ = writeln!(out, "and {hidden} more (--all)\n");
        }
    }
    out.push_str(&count(&problems));
    out.push('\n');
    printable(&out)
}

/// Which of the problems fit; warnings give way to errors.
fn fitting(written: &[(Severity, String)], lines: usize) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..written.len()).collect();
    order.sort_by_key(|index| written[*index].0);
    let mut used = 0;
    let fits = |index: &usize| {
        let (_, text) = &written[*index];
        let is_first = used == 0;
        used += text.lines().count() + 1;
        is_first || used <= lines
    };
    order.into_iter().take_while(fits).collect()
}

/// The problems, each once: what an overlay puts in two places is wrong in both, but was written once.
fn distinct(problems: &[Problem]) -> Vec<&Problem> {
    let mut distinct: Vec<&Problem> = Vec::new();
    for problem in problems {
        if !distinct.contains(&problem) {
            distinct.push(problem);
        }
    }
    distinct
}

/// Adds positions, and brings the problems into file order.
fn find<'a>(problems: &[&'a Problem], inputs: &Texts<'_>) -> Vec<Found<'a>> {
    let positions = positions(problems.iter().map(|problem| &problem.place), inputs);
    let mut found: Vec<_> = problems
        .iter()
        .zip(positions)
        .map(|(&problem, position)| Found {
            problem,
            position: problem.at.or(position),
        })
        .collect();
    found.sort_by_key(|found| (found.problem.place.source, found.position));
    found
}

fn written(found: &Found<'_>, inputs: &Texts<'_>) -> String {
    let mut text = String::new();
    write_problem(&mut text, found, inputs);
    text
}

fn write_problem(out: &mut String, found: &Found<'_>, inputs: &Texts<'_>) {
    let Found { problem, position } = found;
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let margin = " ".repeat(position.map_or(1, |at| at.line.to_string().len()));
    let _ = writeln!(out, "{severity}: {}", indent(&problem.found, "  "));
    let text = inputs.get(problem.place.source);
    let name = text.map_or("(text not given)", |text| text.name);
    match position {
        Some(at) => {
            let _ = writeln!(out, "{margin}--> {name}:{}:{}", at.line, at.column);
            let line = text.and_then(|text| text.content.lines().nth(at.line.saturating_sub(1)));
            if let Some(line) = line {
                write_excerpt(out, line, *at, &margin);
            }
        }
        None => {
            let _ = writeln!(out, "{margin}--> {name}");
        }
    }
    let notes = [
        (
            "at",
            Some(problem.place.pointer.as_str()).filter(|pointer| !pointer.is_empty()),
        ),
        ("expected", problem.expected.as_deref()),
        ("help", problem.fix.as_deref()),
    ];
    for (label, note) in notes {
        if let Some(note) = note {
            let _ = writeln!(
                out,
                "{margin} = {label}: {}",
                indent(note, &format!("{margin}   "))
            );
        }
    }
}

fn write_excerpt(out: &mut String, line: &str, at: Position, margin: &str) {
    let (line, before) = clip(line, at.column.saturating_sub(1));
    let carets = at
        .length
        .min(line.chars().count().saturating_sub(before))
        .max(1);
    let _ = writeln!(out, "{margin} |");
    let _ = writeln!(out, "{} | {}", at.line, line.trim_end());
    let _ = writeln!(
        out,
        "{margin} | {}{}",
        " ".repeat(before),
        "^".repeat(carets)
    );
}

/// The part of a line around a column that is worth showing, and the column in it.
fn clip(line: &str, column: usize) -> (String, usize) {
    // One column for each character, so that what is marked stands above its marks.
    let visible = |character: char| match character {
        '\t' => ' ',
        character if is_obeyed(character) => char::REPLACEMENT_CHARACTER,
        character => character,
    };
    let start = if column + 20 > WIDTH {
        column.saturating_sub(WIDTH / 2)
    } else {
        0
    };
    let mut shown: String = line.chars().skip(start).take(WIDTH).map(visible).collect();
    if line.chars().count() > start + WIDTH {
        shown.push('…');
    }
    if start == 0 {
        (shown, column)
    } else {
        (format!("…{shown}"), column - start + 1)
    }
}

fn indent(text: &str, margin: &str) -> String {
    text.trim_end().replace('\n', &format!("\n{margin}"))
}

fn count(problems: &[&Problem]) -> String {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    let of = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        more => Some(format!("{more} {word}s")),
    };
    [of(errors, "error"), of(problems.len() - errors, "warning")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Report, Source, Text};
    use super::*;

    const OVERLAYS: &[Text<'_>] = &[Text {
        name: "overlay.yaml",
        content: "actions:\n- target: $\n",
    }];

    fn texts(document: &str) -> Texts<'_> {
        Texts {
            document: Text {
                name: "spec/api.yaml",
                content: document,
            },
            overlays: OVERLAYS,
            names: Text {
                name: "names.yaml",
                content: "",
            },
            coverage: None,
        }
    }

    #[test]
    fn a_problem_reads_like_one_of_rustc() {
        let mut report = Report::new();
        report
            .error(Place::document("/a/type"), "type \"strng\" is not known")
            .expected("string or integer")
            .fix("correct it\nin an overlay");
        let expected = "\
error: type \"strng\" is not known
 --> spec/api.yaml:2:9
  |
2 |   type: strng
  |         ^^^^^
  = at: /a/type
  = expected: string or integer
  = help: correct it
    in an overlay

1 error
";
        assert_eq!(report.render(&texts("a:\n  type: strng\n")), expected);
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let mut report = Report::new();
        report
            .error(
                Place::document("/a\u{1b}[2J"),
                "type \"\u{202e}\u{1b}[31m\" is not known",
            )
            .expected("\u{7}")
            .fix("\u{9b}");
        let text = report.render(&texts("\"a\\e[2J\": \u{202e}x\u{9b}y\n"));
        let escaped = [
            "\\u{1b}[2J",
            "\\u{202e}\\u{1b}[31m",
            "\\u{7}",
            "\\u{9b}",
            "\u{fffd}x\u{fffd}y",
        ];
        assert!(escaped.iter().all(|piece| text.contains(piece)), "{text}");
        assert_eq!(printable(&text), text);
    }

    #[test]
    fn problems_come_in_file_order() {
        let mut report = Report::new();
        report.warning(Place::new(Source::Overlay(0), "/actions/0/target"), "third");
        report.error(Place::document("/b"), "second");
        report.error(Place::document("/a"), "first");
        report.error(Place::names("/x"), "fourth");
        let text = report.render(&texts("a: 1\nb: 2\n"));
        let order: Vec<_> = ["first", "second", "third", "fourth"]
            .iter()
            .map(|word| text.find(word))
            .collect();
        assert!(
            order.is_sorted() && order.iter().all(Option::is_some),
            "{text}"
        );
        assert!(text.contains(" --> overlay.yaml:2:11\n"), "{text}");
        assert!(
            text.contains("error: fourth\n --> names.yaml\n  = at: /x\n"),
            "{text}"
        );
        assert!(text.ends_with("\n3 errors, 1 warning\n"), "{text}");
    }

    #[test]
    fn a_screenful_is_shown_and_errors_go_first() {
        let mut report = Report::new();
        for number in 0..30 {
            report.warning(Place::document("/a"), format!("doubt {number}."));
        }
        report.error(Place::document("/b"), "the error");
        let text = report.render(&texts("a: 1\nb: 2\n"));
        assert!(text.lines().count() <= SCREEN + 3, "{text}");
        assert!(
            text.contains("the error") && text.contains("doubt 5.") && !text.contains("doubt 29."),
            "{text}"
        );
        let shown = text.matches("doubt ").count();
        assert!(
            text.ends_with(&format!(
                "and {} more (--all)\n\n1 error, 30 warnings\n",
                30 - shown
            )),
            "{text}"
        );
        let text = report.render_all(&texts("a: 1\nb: 2\n"));
        assert!(
            text.contains("doubt 29.") && !text.contains("--all"),
            "{text}"
        );
    }

    #[test]
    fn one_problem_is_shown_however_long_it_is() {
        let mut report = Report::new();
        report.error(Place::document("/a"), "long\n".repeat(100) + "end");
        report.error(Place::document("/b"), "hidden");
        let text = report.render(&texts("a: 1\nb: 2\n"));
        assert!(text.contains("end") && !text.contains("hidden"), "{text}");
    }

    #[test]
    fn long_lines_are_cut_around_the_column() {
        let line = format!("key: {}x{}", "-".repeat(200), "=".repeat(200));
        let (shown, column) = clip(&line, 205);
        assert_eq!(shown.chars().nth(column), Some('x'));
        assert_eq!(shown.chars().count(), WIDTH + 2);
    }

    #[test]
    fn nothing_found_is_nothing_said() {
        assert_eq!(Report::new().render(&texts("")), "");
        let mut report = Report::new();
        report.error(Place::new(Source::Overlay(7), "/a"), "lost");
        assert_eq!(
            report.render(&texts("")),
            "error: lost\n --> (text not given)\n  = at: /a\n\n1 error\n"
        );
    }
}
