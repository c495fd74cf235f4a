//! A type that contains itself gets a box, without which it would have no size.

use std::collections::VecDeque;

use fixedbitset::FixedBitSet;

use super::graph::{self, Graph};
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Puts a box where a struct would contain itself. Lists and maps are indirect already.
pub(crate) fn box_cycles(types: &mut [TypeDef]) {
    let graph = graph::of(types, directly);
    let is_struct = |node: usize| matches!(types[node].kind, TypeKind::Struct(_));
    for (holder, held) in circular(&graph, is_struct) {
        if let TypeKind::Struct(fields) = &mut types[holder].kind {
            for field in fields {
                if field.ty == Type::Named(TypeId(held)) {
                    field.ty = Type::Boxed(TypeId(held));
                }
            }
        }
    }
}

fn directly(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// Edges without which nothing contains itself, each with its ends; they begin where there can be boxes.
fn circular(graph: &Graph, has_boxes: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut closed = FixedBitSet::with_capacity(graph.len());
    for mut group in graph.groups() {
        group.sort_unstable();
        closed.extend(group.iter().copied());
        for own in group.iter().copied().filter(|node| has_boxes(*node)) {
            let holders = holders(graph, own, &closed);
            let held = graph.held(own).iter().copied();
            let held = held.filter(|held| holders.contains(*held));
            found.extend(held.map(|held| (own, held)));
            closed.set(own, false);
        }
        for node in group {
            closed.set(node, false);
        }
    }
    found
}

/// Of the types that hold this one without indirection, at least those that it holds itself: nearer ones are looked at first, and none
/// when there are no more to be found. A type that has its boxes is part of no circle any more: `closed` are those that have none yet.
fn holders(graph: &Graph, own: usize, closed: &FixedBitSet) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(graph.len());
    let mut sought = FixedBitSet::with_capacity(graph.len());
    let held = graph.held(own).iter().copied();
    sought.extend(held.filter(|held| closed.contains(*held)));
    let mut left = sought.count_ones(..);
    let mut waiting = VecDeque::from([own]);
    while left > 0
        && let Some(at) = waiting.pop_front()
    {
        if !found.put(at) {
            left -= usize::from(sought.contains(at));
            let around = graph.holders(at).iter().copied();
            waiting.extend(around.filter(|holder| closed.contains(*holder)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edges that become boxes where all types but these are structs.
    fn boxed(edges: &[(usize, usize)], unions: &[usize]) -> Vec<(usize, usize)> {
        let graph = Graph::new(3, edges.iter().copied());
        let mut found = circular(&graph, |node| !unions.contains(&node));
        found.sort_unstable();
        found
    }

    #[test]
    fn one_box_opens_a_circle() {
        assert_eq!(boxed(&[(0, 0)], &[]), [(0, 0)]);
        assert_eq!(boxed(&[(0, 1), (1, 2), (2, 0)], &[]), [(0, 1)]);
        assert_eq!(boxed(&[(0, 1), (0, 2), (1, 0)], &[]), [(0, 1)]);
        let ladder = [(0, 1), (1, 0), (1, 2), (2, 1)];
        assert_eq!(boxed(&ladder, &[]), [(0, 1), (1, 2)]);
        assert_eq!(boxed(&[(0, 1), (1, 2)], &[]), []);
    }

    #[test]
    fn a_union_has_no_boxes_of_its_own() {
        let edges = [(0, 1), (0, 2), (1, 0), (2, 0)];
        assert_eq!(boxed(&edges, &[0]), [(1, 0), (2, 0)]);
    }
}
