//! A document and its overlays come in, what is doubtful in the document goes out, and which of it a correction covers.
//!
//! A rule looks at the document twice, before its overlays and after them: what it no longer finds there is covered.

mod operations;
mod render;
mod schemas;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::visit::Visit;
use crate::report::{Origins, Place, Position, Report, Texts, positions};

pub use self::render::{Format, render};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    /// The name of the rule.
    pub name: &'static str,
    /// Why its findings matter.
    pub why: &'static str,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that made it.
    pub rule: Rule,
    /// Where it stands.
    pub place: Place,
    /// Line and column of the place, if its text can be read.
    pub position: Option<Position>,
    /// What was found.
    pub found: String,
    /// Whether a correction covers it.
    pub covered: bool,
}

/// What a rule found at a pointer.
struct Doubt {
    rule: Rule,
    pointer: String,
    found: String,
}

/// Finds everything that is doubtful, in the order of the rules and then of the file.
///
/// # Errors
///
/// A report when a text cannot be read.
pub fn lint(texts: &Texts<'_>) -> Result<Vec<Finding>, Report> {
    let mut report = Report::new();
    let texts = &Texts {
        realtime: None,
        ..*texts
    };
    let plain = Texts {
        overlays: &[],
        ..*texts
    };
    let before = crate::correct(&plain, &mut report)?;
    let after = crate::correct(texts, &mut report)?;
    let (then, now) = (doubts(&before.document), doubts(&after.document));
    let mut findings = covered(then, &now, &after.origins);
    let mut known: BTreeSet<(Rule, Place)> = findings
        .iter()
        .map(|finding| (finding.rule, finding.place.clone()))
        .collect();
    let brought = now.into_iter().map(|doubt| finding(doubt, &after.origins));
    // One action may bring the same to several places.
    findings.extend(brought.filter(|new| known.insert((new.rule, new.place.clone()))));
    let found = positions(findings.iter().map(|finding| &finding.place), texts);
    for (finding, position) in findings.iter_mut().zip(found) {
        finding.position = position;
    }
    findings.sort_by_key(|finding| (finding.rule, finding.place.source, finding.position));
    Ok(findings)
}

/// What the document has by itself.
fn covered(then: Vec<Doubt>, now: &[Doubt], origins: &Origins) -> Vec<Finding> {
    let left: BTreeSet<(Rule, Place)> = now
        .iter()
        .map(|doubt| (doubt.rule, origins.place(&doubt.pointer)))
        .collect();
    then.into_iter()
        .map(|doubt| {
            let finding = finding(doubt, &Origins::default());
            let covered = !left.contains(&(finding.rule, finding.place.clone()));
            Finding { covered, ..finding }
        })
        .collect()
}

fn finding(doubt: Doubt, origins: &Origins) -> Finding {
    Finding {
        rule: doubt.rule,
        place: origins.place(&doubt.pointer),
        position: None,
        found: doubt.found,
        covered: false,
    }
}

fn doubts(document: &Value) -> Vec<Doubt> {
    let visit = Visit::of(document);
    let mut doubts = Vec::new();
    schemas::lint(&visit, &mut doubts);
    operations::lint(document, &visit, &mut doubts);
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Text;

    const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /v1/things:
    get:
      operationId: ListThings
      description: 该接口已废弃。
      parameters:
      - {name: ids, in: query, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing:
      type: object
      required: [id, ghost]
      x-coze-order: [ghost, id]
      properties:
        id: {type: string, format: i64}
        kind: {type: integer, enum: [0, 1], x-coze-enum-names: [One], x-coze-example: many}
        free: {type: object}
    Orphan: {type: string}
";

    const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Corrections, version: '1'}
actions:
- target: $.components.schemas.Thing.required[?@=='ghost']
  remove: true
- target: $.components.schemas.Thing.properties
  update: {other: {type: object}}
";

    fn findings(overlays: &[Text<'_>]) -> Vec<String> {
        let text = |name, content| Text { name, content };
        let texts = Texts {
            document: text("api.yaml", DOCUMENT),
            overlays,
            names: text("names.yaml", ""),
            coverage: None,
            realtime: None,
        };
        let findings = lint(&texts).expect("it can be read");
        let line = |finding: &Finding| finding.position.map_or(0, |at| at.line);
        let lines = findings.iter().map(|finding| {
            let covered = if finding.covered { " covered" } else { "" };
            format!("{}:{}{covered}", finding.rule.name, line(finding))
        });
        lines.collect()
    }

    #[test]
    fn every_rule_finds_what_it_is_for() {
        let expected = [
            "array-style:9",
            "deprecated-in-prose:7",
            "enum-names:22",
            "example-type:22",
            "number-as-text:21",
            "order-unknown:19",
            "required-unknown:18",
            "shapeless-object:23",
            "unreachable-schema:24",
        ];
        assert_eq!(findings(&[]), expected);
    }

    #[test]
    fn what_a_correction_covers_is_said_and_what_it_brings_is_found() {
        let overlay = Text {
            name: "overlay.yaml",
            content: OVERLAY,
        };
        let found = findings(&[overlay]);
        assert!(
            found.contains(&"required-unknown:18 covered".to_owned()),
            "{found:?}"
        );
        assert!(
            found.contains(&"shapeless-object:7".to_owned()),
            "{found:?}"
        );
        assert_eq!(found.len(), 10);
    }
}
