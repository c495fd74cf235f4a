//! Groups of calls and types that a build of the client can be without: those of one resource, or of one kind of form.

use std::collections::BTreeSet;

use super::{Api, SHARED};
use crate::reserved;
use crate::words::plain;

impl Api {
    /// The features of the groups, which are called like their modules; none where there is nothing to choose between. A module whose
    /// name is that of a feature of the runtime is there always.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let resources = self.resources.iter().map(|resource| &resource.path[0]);
        let types = self.types.iter().map(|definition| &definition.module);
        let types = types.filter(|module| *module != SHARED);
        let modules: BTreeSet<&String> = resources.chain(types).collect();
        let modules = modules
            .into_iter()
            .filter(|name| !self.is_of_channels(name));
        let groups = modules.map(|name| plain(name));
        let groups: Vec<&str> = groups
            .filter(|name| !reserved::FEATURES.contains(name))
            .collect();
        if groups.len() > 1 { groups } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests;
