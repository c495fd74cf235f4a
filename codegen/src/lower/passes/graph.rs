//! Types come in; which of them hold which goes out, as a graph whose nodes have the numbers of the types.

use fixedbitset::FixedBitSet;

use crate::ir::{Type, TypeDef, TypeId};

/// An edge from every type to each that it holds in a way that counts.
pub(crate) struct Graph {
    held: Vec<Vec<usize>>,
    holders: Vec<Vec<usize>>,
}

impl Graph {
    /// A graph of so many nodes, with these edges.
    pub(super) fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut graph = Self {
            held: vec![Vec::new(); nodes],
            holders: vec![Vec::new(); nodes],
        };
        for (holder, held) in edges {
            graph.held[holder].push(held);
            graph.holders[held].push(holder);
        }
        graph
    }

    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    /// The types that this one holds.
    pub(super) fn held(&self, node: usize) -> &[usize] {
        &self.held[node]
    }

    /// The types that hold this one.
    pub(super) fn holders(&self, node: usize) -> &[usize] {
        &self.holders[node]
    }

    /// Types that hold one another, in groups: those that hold a group stand in groups before it.
    ///
    /// The algorithm is Kosaraju's. Nothing recurses, as a document may have thousands of types each of which holds the next.
    pub(super) fn groups(&self) -> Vec<Vec<usize>> {
        let mut grouped = FixedBitSet::with_capacity(self.len());
        let mut groups = Vec::new();
        for root in self.held_first().into_iter().rev() {
            let mut group = Vec::new();
            let mut waiting = vec![root];
            while let Some(node) = waiting.pop() {
                if !grouped.put(node) {
                    group.push(node);
                    waiting.extend(self.holders(node));
                }
            }
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups
    }

    /// All types, each after those that are found from it, depth first.
    fn held_first(&self) -> Vec<usize> {
        let mut entered = FixedBitSet::with_capacity(self.len());
        let mut left = Vec::with_capacity(self.len());
        for root in 0..self.len() {
            // From the root to where the search is, with what is yet to be entered from there.
            let mut path = Vec::new();
            if !entered.put(root) {
                path.push((root, self.held(root).iter()));
            }
            while let Some((node, held)) = path.last_mut() {
                match held.next() {
                    Some(next) if entered.put(*next) => {}
                    Some(next) => path.push((*next, self.held(*next).iter())),
                    None => {
                        left.push(*node);
                        path.pop();
                    }
                }
            }
        }
        left
    }
}

/// Which types hold which, where `counts` says of a field's type which one it holds, if any.
pub(crate) fn of(types: &[TypeDef], counts: fn(&Type) -> Option<TypeId>) -> Graph {
    let edges = types.iter().enumerate().flat_map(|(holder, definition)| {
        let held = definition.kind.types().filter_map(counts);
        held.map(move |held| (holder, held.0))
    });
    Graph::new(types.len(), edges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut groups = Graph::new(nodes, edges.iter().copied()).groups();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups
    }

    #[test]
    fn holders_stand_before_what_they_hold() {
        let edges = [(2, 1), (1, 2), (1, 0), (3, 3), (3, 2)];
        assert_eq!(groups(4, &edges), [vec![3], vec![1, 2], vec![0]]);
        let ladder = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2), (3, 4)];
        assert_eq!(groups(5, &ladder), [vec![0, 1], vec![2, 3], vec![4]]);
    }

    #[test]
    fn a_long_chain_is_no_deep_one() {
        const LENGTH: usize = 200_000;
        let chain: Vec<_> = (1..LENGTH).map(|node| (node - 1, node)).collect();
        let found = groups(LENGTH, &chain);
        assert!(found.into_iter().eq((0..LENGTH).map(|node| vec![node])));
    }
}
