//! Which files a file of a crate names: in its `use` items and in paths that begin with `crate`, `self` or `super`.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// A crate's modules: which file each is, and what each passes on from others.
pub(crate) struct Modules<'a> {
    files: HashMap<Vec<String>, &'a Path>,
    /// Path of a re-export -> path of what it stands for.
    passed_on: HashMap<Vec<String>, Vec<String>>,
}

impl<'a> Modules<'a> {
    /// The modules of the crate at `source`, which consists of `files`.
    pub(crate) fn of(source: &Path, files: &'a [PathBuf]) -> Self {
        let mut modules = Self {
            files: files
                .iter()
                .map(|file| (module(source, file), file.as_path()))
                .collect(),
            passed_on: HashMap::new(),
        };
        let re_exported = modules.files.iter().flat_map(|(own, file)| {
            let paths = re_exports(file);
            let absolute = paths.iter().filter_map(|path| modules.absolute(path, own));
            let named = absolute
                .filter_map(|path| Some(([own, &[path.last()?.clone()][..]].concat(), path)));
            named.collect::<Vec<_>>()
        });
        modules.passed_on = re_exported.collect();
        modules
    }

    /// The files that a module needs. What a file takes from the modules that it stands in makes no circle: it is a part of them.
    pub(crate) fn imports(&self, own: &[String]) -> BTreeSet<&'a Path> {
        paths(self.files[own])
            .iter()
            .filter_map(|path| self.absolute(path, own))
            .map(|path| self.followed(path))
            .filter_map(|path| self.deepest(&path))
            .filter(|to| !own.starts_with(to))
            .map(|to| self.files[&to])
            .collect()
    }

    /// Every module but the root, which names all of them.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&Vec<String>, &'a Path)> {
        self.files
            .iter()
            .filter(|(own, _)| !own.is_empty())
            .map(|(own, &file)| (own, file))
    }

    /// Where something really stands that other modules pass on.
    fn followed(&self, mut path: Vec<String>) -> Vec<String> {
        // Longer chains of re-exports are not worth following.
        for _ in 0..8 {
            let passed_on = (1..=path.len())
                .find_map(|length| Some((length, self.passed_on.get(&path[..length])?)));
            match passed_on {
                Some((length, real)) => path = [real, &path[length..]].concat(),
                None => break,
            }
        }
        path
    }

    /// The deepest module that a path goes through; the root is none.
    fn deepest(&self, path: &[String]) -> Option<Vec<String>> {
        (1..=path.len())
            .rev()
            .map(|length| &path[..length])
            .find(|module| self.files.contains_key(*module))
            .map(<[String]>::to_vec)
    }

    /// A path from the root, if it is one into this crate.
    fn absolute(&self, path: &[String], own: &[String]) -> Option<Vec<String>> {
        let ups = path.iter().take_while(|name| *name == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([own, &path[1..]].concat()),
            "super" => Some([&own[..own.len().checked_sub(ups)?], &path[ups..]].concat()),
            child
                if self
                    .files
                    .contains_key(&[own, &[child.to_owned()]].concat()) =>
            {
                Some([own, path].concat())
            }
            _ => None,
        }
    }
}

/// The paths that a file passes on to others.
fn re_exports(file: &Path) -> Vec<Vec<String>> {
    parsed(file)
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Use(item) if !matches!(item.vis, Visibility::Inherited) => Some(&item.tree),
            _ => None,
        })
        .flat_map(|tree| flat(tree, &[]))
        .collect()
}

/// The module that a file is, as the names from the root down to it.
fn module(source: &Path, file: &Path) -> Vec<String> {
    let below = file
        .strip_prefix(source)
        .expect("a file of the crate")
        .with_extension("");
    let mut names: Vec<String> = below
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    if names
        .last()
        .is_some_and(|name| ["lib", "main", "mod"].contains(&name.as_str()))
    {
        names.pop();
    }
    names
}

fn parsed(file: &Path) -> syn::File {
    let text = fs::read_to_string(file).expect("a source is text");
    syn::parse_file(&text).unwrap_or_else(|problem| panic!("{}: {problem}", file.display()))
}

/// All paths of a file, tests left out.
fn paths(file: &Path) -> Vec<Vec<String>> {
    let mut paths = Paths::default();
    paths.visit_file(&parsed(file));
    paths.found
}

#[derive(Default)]
struct Paths {
    found: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.found.extend(flat(&item.tree, &[]));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found.push(
            path.segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect(),
        );
        visit::visit_path(self, path);
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|name| name == "test")
    })
}

/// Every path of a tree of imports.
fn flat(tree: &UseTree, before: &[String]) -> Vec<Vec<String>> {
    let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => flat(&path.tree, &with(&path.ident)),
        UseTree::Name(name) if name.ident == "self" => vec![before.to_vec()],
        UseTree::Name(name) => vec![with(&name.ident)],
        UseTree::Rename(rename) => vec![with(&rename.ident)],
        UseTree::Glob(_) => vec![before.to_vec()],
        UseTree::Group(group) => group
            .items
            .iter()
            .flat_map(|item| flat(item, before))
            .collect(),
    }
}
