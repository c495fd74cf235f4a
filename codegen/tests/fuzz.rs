//! Damaged texts and random documents: whatever the generator is given, it answers with a report or with Rust, and never panics.
//!
//! Both are random, but the same on every machine. `FUZZ_ROUNDS=7000 cargo test -p codegen --release --test fuzz` looks further.

mod support;

use std::collections::BTreeMap;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use codegen::surface::Surface;
use codegen::{diff, lint};
use support::mutate::mutate;
use support::random::{self, Random};
use support::{FIXTURES, NamedText, Sources, rust};

/// A text with changes in its tree: JSON, which is YAML.
fn mutated(text: &str, random: &mut Random) -> String {
    let mut tree = support::tree(text);
    mutate(&mut tree, random);
    tree.to_string()
}

/// The texts with damage in one of them, mostly the document.
fn damaged(sources: &Sources, random: &mut Random) -> Sources {
    let mut damaged = sources.clone();
    let Sources {
        document,
        overlays,
        names,
        coverage: _,
        realtime,
    } = &mut damaged;
    if let Some(realtime) = realtime {
        realtime.content = mutated(&realtime.content, random);
        return damaged;
    }
    match (random.below(10), overlays.as_mut_slice()) {
        (0, _) => {
            let end = random.below(document.content.chars().count());
            document.content = document.content.chars().take(end).collect();
        }
        (1, [overlay, ..]) => overlay.content = mutated(&overlay.content, random),
        (2, _) if !names.content.is_empty() => names.content = mutated(&names.content, random),
        _ => document.content = mutated(&document.content, random),
    }
    damaged
}

/// What is wrong with a document is said; of what is right with it, the code has to be right, too.
fn rest(sources: &Sources) -> Result<bool, String> {
    let Ok(output) = sources.generate_supported() else {
        return Ok(false);
    };
    match rust::problems(&output.files) {
        problems if problems.is_empty() => Ok(false),
        problems => Err(format!("without what is wrong: {}", problems.join("\n"))),
    }
}

/// Whether a document becomes code; an error says what is wrong with the answer of the generator.
fn answer(sources: &Sources) -> Result<bool, String> {
    let answer = catch_unwind(AssertUnwindSafe(|| match sources.generate() {
        Ok(output) => match rust::problems(&output.files) {
            problems if problems.is_empty() => Ok(true),
            problems => Err(problems.join("\n")),
        },
        Err(report) if report.has_errors() && !sources.render(&report).is_empty() => rest(sources),
        Err(_) => Err("it failed and did not say why".to_owned()),
    }));
    answer.unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        Err(format!("it panicked: {}", message.unwrap_or_default()))
    })
}

/// What came of damaging documents.
#[derive(Default)]
struct Outcome {
    /// How many of them still became code.
    generated: usize,
    /// What went wrong -> the seed of the first document with which it did.
    failures: BTreeMap<String, String>,
}

impl Outcome {
    /// Damages a document again and again.
    fn damage(&mut self, name: &str, sources: &Sources, rounds: usize) {
        for round in 0..rounds {
            self.damage_once(format!("{name} {round}"), sources);
        }
    }

    fn damage_once(&mut self, seed: String, sources: &Sources) {
        let damaged = damaged(sources, &mut Random::new(&seed));
        self.note(seed, &damaged);
    }

    fn note(&mut self, seed: String, sources: &Sources) {
        match answer(sources) {
            Ok(generated) => self.generated += usize::from(generated),
            Err(failure) => {
                self.failures.entry(failure).or_insert(seed);
            }
        }
    }

    /// Damages fixtures, each of them again and again, on two threads: one alone would be at it when all other tests are done.
    fn of_fixtures(rounds: usize) -> Self {
        let (some, others) = FIXTURES.split_at(FIXTURES.len() / 2);
        let damage = |names: &[&str]| {
            let mut outcome = Self::default();
            for name in names {
                outcome.damage(name, &Sources::fixture(name), rounds);
            }
            outcome
        };
        thread::scope(|scope| {
            let others = scope.spawn(|| damage(others));
            let mut outcome = damage(some);
            let others = others.join().expect("it does not panic");
            outcome.generated += others.generated;
            outcome.failures.extend(others.failures);
            outcome
        })
    }

    #[track_caller]
    fn assert_no_failures(&self) {
        let failures = self.failures.iter();
        let failures: Vec<String> = failures
            .map(|(failure, seed)| format!("{seed}: {failure}"))
            .collect();
        assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    }
}

fn rounds(otherwise: usize) -> usize {
    let given = env::var("FUZZ_ROUNDS").ok();
    given
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn damaged_fixtures_become_reports_or_rust() {
    let rounds = rounds(50);
    let outcome = Outcome::of_fixtures(rounds);
    outcome.assert_no_failures();
    // Were all of them refused, nothing behind the checks of the document would have been tested.
    assert!(
        outcome.generated > rounds,
        "{} became code",
        outcome.generated
    );
}

#[test]
fn damaged_channels_become_reports_or_rust() {
    let rounds = rounds(50) * 4;
    let mut outcome = Outcome::default();
    outcome.damage("channels", &Sources::channels(), rounds);
    outcome.assert_no_failures();
    assert!(outcome.generated > 10, "{} became code", outcome.generated);
}

#[test]
fn random_documents_become_reports_or_rust() {
    let rounds = rounds(50) * 10;
    let mut outcome = Outcome::default();
    for round in 0..rounds {
        let seed = format!("random {round}");
        let document = random::document(&mut Random::new(&seed)).to_string();
        let sources = Sources {
            document: NamedText::new("random.json", document),
            ..Sources::default()
        };
        outcome.note(seed, &sources);
    }
    outcome.assert_no_failures();
    assert!(
        outcome.generated > rounds / 4,
        "{} became code",
        outcome.generated
    );
}

/// A document that is new to the corrections may be anything.
#[test]
fn damaged_fixtures_are_compared_and_looked_at() {
    let mut looked_at = 0;
    for name in FIXTURES {
        let sound = Sources::fixture(name);
        let before = support::tree(&sound.document.content);
        for round in 0..rounds(10) {
            let mut after = before.clone();
            let seed = format!("{name} {round}");
            mutate(&mut after, &mut Random::new(&seed));
            let surfaces = [&before, &after].map(|document| Surface::of(document, ""));
            for (old, new) in [(0, 1), (1, 0), (1, 1)] {
                let documents = [&before, &after];
                let (old_items, new_items) = (&surfaces[old], &surfaces[new]);
                let difference =
                    diff::compare(documents[old], documents[new], (old_items, new_items));
                assert!(old != new || difference.verdict().is_none(), "{seed}");
                assert!(!diff::render(&difference, diff::Format::Json, true).is_empty());
                assert!(!diff::render(&difference, diff::Format::Markdown, true).is_empty());
            }
            let mut damaged = sound.clone();
            damaged.document.content = after.to_string();
            let findings = damaged.with(|texts| lint::lint(&texts));
            // Without its version it is no document.
            if let Ok(found) = findings {
                assert!(found.len() < 10_000, "{seed}");
                looked_at += 1;
            }
        }
    }
    assert!(
        looked_at > FIXTURES.len() * rounds(10) / 2,
        "{looked_at} were looked at"
    );
}

/// A whole document takes seconds to generate in debug builds, so a few rounds must do, as long as one of them became code.
#[test]
fn the_damaged_real_document_becomes_a_report_or_rust() {
    let bundled = Sources::bundled();
    let mut outcome = Outcome::default();
    let mut round = 0;
    while round < rounds(3) || outcome.generated == 0 {
        assert!(round < 100, "none of {round} damaged documents became code");
        outcome.damage_once(format!("bundled {round}"), &bundled);
        round += 1;
    }
    outcome.assert_no_failures();
}
