//! Circles of a graph: sets of nodes each of which reaches each other.

use std::collections::{BTreeMap, BTreeSet};

/// All circles of two or more nodes, each in the order of its names.
pub(crate) fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> = arrows
        .keys()
        .map(|node| (node, reachable(arrows, node)))
        .collect();
    arrows
        .keys()
        .map(|node| {
            let back =
                |other: &&&String| reached.get(**other).is_some_and(|all| all.contains(node));
            reached[node]
                .iter()
                .filter(back)
                .map(|&other| other.clone())
                .collect()
        })
        .filter(|circle: &Vec<String>| circle.len() > 1)
        .collect()
}

/// What can be reached from a node in one step or more.
fn reachable<'a>(
    arrows: &'a BTreeMap<String, BTreeSet<String>>,
    node: &String,
) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&String> = arrows[node].iter().collect();
    while let Some(node) = next.pop() {
        if reached.insert(node) {
            next.extend(arrows.get(node).into_iter().flatten());
        }
    }
    reached
}

#[test]
fn a_circle_is_what_reaches_itself() {
    let arrows = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")];
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in arrows {
        graph
            .entry(from.to_owned())
            .or_default()
            .insert(to.to_owned());
    }
    assert_eq!(
        circles(&graph),
        BTreeSet::from([vec!["b".to_owned(), "c".to_owned()]])
    );
}
