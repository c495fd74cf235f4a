//! Problems and the texts they are in come in, the text of the report goes out.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use super::locate::{Position, positions};
use super::printable::{is_obeyed, printable};
use super::{Problem, Severity, Source, Text, Texts};

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
    let found = find(&problems, inputs);
    let shown = fitting(&found, inputs, lines);
    let hidden = found.len() - shown.len();
    let mut out = String::new();
    for text in shown.into_values() {
        out.push_str(&text);
        out.push('\n');
    }
    if hidden > 0 {
        let _ = writeln!(out, "and {hidden} more (--all)\n");
    }
    out.push_str(&count(&problems));
    out.push('\n');
    printable(&out)
}

/// The problems that fit, by their places in the list, as text; warnings give way to errors.
fn fitting(found: &[Found<'_>], inputs: &Texts<'_>, lines: usize) -> BTreeMap<usize, String> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|index| found[*index].problem.severity);
    let mut excerpts = Excerpts::default();
    let mut shown = BTreeMap::new();
    let mut used = 0;
    for index in order {
        let mut text = String::new();
        write_problem(&mut text, &found[index], inputs, &mut excerpts);
        used += text.lines().count() + 1;
        if !shown.is_empty() && used > lines {
            break;
        }
        shown.insert(index, text);
    }
    shown
}

/// The problems, each once: what an overlay puts in two places is wrong in both, but was written once.
fn distinct(problems: &[Problem]) -> Vec<&Problem> {
    let mut seen = HashSet::new();
    problems
        .iter()
        .filter(|problem| seen.insert(*problem))
        .collect()
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

fn write_problem<'t>(
    out: &mut String,
    found: &Found<'_>,
    inputs: &Texts<'t>,
    excerpts: &mut Excerpts<'t>,
) {
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
            let line = text.and_then(|text| excerpts.line(problem.place.source, text, at.line));
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

fn write_excerpt(out: &mut String, line: &Line<'_>, at: Position, margin: &str) {
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
fn clip(line: &Line<'_>, column: usize) -> (String, usize) {
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
    let shown = line.behind(start).chars().take(WIDTH);
    let mut shown: String = shown.map(visible).collect();
    if !line.behind(start + WIDTH).is_empty() {
        shown.push('…');
    }
    if start == 0 {
        (shown, column)
    } else {
        (format!("…{shown}"), column - start + 1)
    }
}

/// The lines that problems are in; a text is taken apart once, and each of them is gone through once.
#[derive(Default)]
struct Excerpts<'t> {
    texts: HashMap<Source, Vec<&'t str>>,
    lines: HashMap<(Source, usize), Line<'t>>,
}

impl<'t> Excerpts<'t> {
    /// A line by its number, from 1.
    fn line(&mut self, source: Source, text: Text<'t>, number: usize) -> Option<&Line<'t>> {
        let texts = self.texts.entry(source);
        let texts = texts.or_insert_with(|| text.content.lines().collect());
        let text = texts.get(number.saturating_sub(1))?;
        let line = self.lines.entry((source, number));
        Some(line.or_insert_with(|| Line::new(text)))
    }
}

/// A line whose characters are found without counting all before them: a document may be one line.
struct Line<'t> {
    text: &'t str,
    /// Where every [`STEP`](Self::STEP)th character begins.
    marks: Vec<usize>,
}

impl<'t> Line<'t> {
    const STEP: usize = 512;

    fn new(text: &'t str) -> Self {
        let marks = text.char_indices().step_by(Self::STEP);
        Self {
            text,
            marks: marks.map(|(at, _)| at).collect(),
        }
    }

    /// What is left of the line behind so many characters.
    fn behind(&self, characters: usize) -> &'t str {
        let mark = self.marks.get(characters / Self::STEP);
        let rest = mark.map_or("", |mark| &self.text[*mark..]);
        let start = rest.char_indices().nth(characters % Self::STEP);
        start.map_or("", |(at, _)| &rest[at..])
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
    use super::super::{Place, Report};
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
            realtime: None,
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
        let (shown, column) = clip(&Line::new(&line), 205);
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
