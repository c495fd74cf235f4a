//! Types come in; which of them hold which goes out, as a graph whose nodes have the numbers of the types.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::ir::{Type, TypeDef, TypeId};

/// An edge from every type to each that it holds in a way that counts.
pub(crate) type Graph = DiGraph<(), (), u32>;

/// Which types hold which, where `counts` says of a field's type which one it holds, if any.
pub(crate) fn of(types: &[TypeDef], counts: fn(&Type) -> Option<TypeId>) -> Graph {
    let edges = types
        .iter()
        .map(|definition| definition.kind.types().count());
    let mut graph = Graph::with_capacity(types.len(), edges.sum());
    for _ in types {
        graph.add_node(());
    }
    for (index, definition) in types.iter().enumerate() {
        for held in definition.kind.types().filter_map(counts) {
            graph.add_edge(NodeIndex::new(index), NodeIndex::new(held.0), ());
        }
    }
    graph
}

/// Types that hold one another, in groups: those that a group holds stand in groups before it.
pub(crate) fn groups(graph: &Graph) -> Vec<Vec<NodeIndex>> {
    tarjan_scc(graph)
}
