//! `release`: the version after the last tag, with its section of the change log, or nothing changes. Nothing is published.

mod changelog;
mod opinion;
mod version;

use anyhow::{Context as _, Result, anyhow, bail};
use codegen::diff::{self, Difference, Impact};
use codegen::notes::{self, Note};
use codegen::{Output, surface::SurfaceDifference};
use toml_edit::{DocumentMut, Item, value};

use self::changelog::Versions;
use self::version::Version;
use crate::arguments::{ReleaseOptions, Sources};
use crate::bundle::{self, CHANGE_LOG, LOCK_FILE, MANIFEST};
use crate::diff::{between, revision, terminal};
use crate::generate::{self, generate};
use crate::git;
use crate::inputs::Loaded;
use crate::lock::Lock;
use crate::output::{patiently, print, tell};
use crate::proof;
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &ReleaseOptions) -> Result<()> {
    let _lock = Lock::of(workspace.root())?;
    bundle::recover(workspace)?;
    refuse_uncommitted(workspace)?;
    let last = last(workspace)?;
    let new = Loaded::read(workspace, &Sources::default())?;
    let output = generate(&new)?;
    generate::check(workspace, &output)?;
    let change = Change::since(workspace, &last, &new, &output, options)?;
    let log = workspace.read(CHANGE_LOG)?;
    let next = match options.version.as_deref() {
        Some(chosen) => chosen.parse::<Version>().map_err(|why| anyhow!(why))?,
        None => last.version.after(change.impact(&log)?),
    };
    if next <= last.version {
        bail!("{next} does not come after {}", last.version);
    }
    opinion::ask(
        workspace,
        &last.tag,
        options.version.is_some(),
        last.version,
        next,
    )?;
    let date = git::said(workspace, &["log", "-1", "--format=%cs"])?;
    let versions = Versions {
        from: last.version,
        to: next,
        date: date.trim(),
    };
    let (log, section) = changelog::released(&log, versions, &change.notes, &change.service);
    print(&format!("{section}\n"))?;
    if options.dry_run {
        tell!("nothing was written (--dry-run)");
        return Ok(());
    }
    let [manifest, lock_file] = numbered(workspace, last.version, next)?;
    bundle::replace_release(workspace, &manifest, &lock_file, &log)?;
    tell_next_steps(next);
    Ok(())
}

fn tell_next_steps(next: Version) {
    tell!(
        "{MANIFEST}, {LOCK_FILE} and {CHANGE_LOG} say {next}. Nothing was committed or published; next:\n\n  \
         read the section in {CHANGE_LOG}, and say better there what you can\n  \
         bash .ci/run\n  \
         git commit --all --message 'Release {next}'\n  \
         git tag v{next}\n  \
         cargo publish --package coze-client\n  \
         git push --follow-tags"
    );
}

/// What is prepared is a commit: with other changes around it, it could not be taken back alone.
fn refuse_uncommitted(workspace: &Workspace) -> Result<()> {
    let changed = git::said(workspace, &["status", "--porcelain"])?;
    if !changed.trim().is_empty() {
        bail!("there are changes that are not committed; commit or stash them first\n{changed}");
    }
    Ok(())
}

/// The last release.
struct Last {
    tag: String,
    version: Version,
}

/// The last tag `v1.2.3` before here.
fn last(workspace: &Workspace) -> Result<Last> {
    let tag = git::said(
        workspace,
        &["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"],
    )
    .context(
        "no tag like v0.1.0: what was released last is not known. Publish the first version by hand, and tag its commit",
    )?;
    let tag = tag.trim().to_owned();
    let version = tag.trim_start_matches('v').parse::<Version>();
    let version = version.map_err(|why| anyhow!("the tag {tag}: {why}"))?;
    let manifest: DocumentMut = workspace.read(MANIFEST)?.parse()?;
    let written = manifest["workspace"]["package"]["version"].as_str();
    if written != Some(&version.to_string()) {
        bail!(
            "{MANIFEST} says {}, and the last tag is {tag}: a release is under way; tag it, or take it back",
            written.unwrap_or("nothing")
        );
    }
    Ok(Last { tag, version })
}

/// What has changed since the last release.
struct Change {
    difference: Difference,
    notes: Vec<Note>,
    /// What the service does otherwise that no public item shows, and would break calls of the last release.
    service: Vec<String>,
}

impl Change {
    fn since(
        workspace: &Workspace,
        last: &Last,
        new: &Loaded,
        output: &Output,
        options: &ReleaseOptions,
    ) -> Result<Self> {
        let old = revision(workspace, &last.tag)?;
        let (difference, _) = patiently("comparing", || between(&old, new, false))?;
        print(&format!(
            "since {}: {}\n",
            last.tag,
            diff::render(&difference, terminal(), false)
        ))?;
        let surface = difference.surface.as_ref();
        let surface = surface.map_err(|why| anyhow!("the public items are not known: {why}"))?;
        let old = generate(&old).with_context(|| format!("from the document of {}", last.tag))?;
        let uses = old.uses();
        if !options.no_proof {
            proof::prove(workspace, surface, &uses, output)?;
        }
        Ok(Self {
            notes: notes::notes(surface, &uses, &output.uses()),
            service: changes_of_the_service(&difference, surface),
            difference,
        })
    }

    /// How much it matters; what was added by hand counts as well.
    fn impact(&self, log: &str) -> Result<Impact> {
        let by_hand = if changelog::has_unreleased(log, Some("Added")) {
            Some(Impact::Compatible)
        } else {
            changelog::has_unreleased(log, None).then_some(Impact::Documentation)
        };
        let impact = self.difference.verdict().max(by_hand);
        impact.context("nothing has changed since then; --version releases it all the same")
    }
}

fn changes_of_the_service(difference: &Difference, surface: &SurfaceDifference) -> Vec<String> {
    // Where public items break, they say it in the words of users.
    if surface.verdict() == Some(Impact::Breaking) {
        return Vec::new();
    }
    let changes = difference.changes.iter();
    changes
        .filter(|change| change.impact() == Impact::Breaking)
        .map(|change| format!("{}: {}", change.place, change.what))
        .collect()
}

/// The manifest and the lock file with another version of the packages of this workspace.
fn numbered(workspace: &Workspace, old: Version, new: Version) -> Result<[String; 2]> {
    let (old, new) = (old.to_string(), new.to_string());
    let mut manifest: DocumentMut = workspace.read(MANIFEST)?.parse()?;
    manifest["workspace"]["package"]["version"] = value(&new);
    let mut lock: DocumentMut = workspace.read(LOCK_FILE)?.parse()?;
    let packages = lock
        .get_mut("package")
        .and_then(Item::as_array_of_tables_mut);
    for package in packages
        .into_iter()
        .flat_map(|packages| packages.iter_mut())
    {
        let is_ours = package.get("source").is_none();
        if is_ours && package["version"].as_str() == Some(&old) {
            package["version"] = value(&new);
        }
    }
    Ok([manifest.to_string(), lock.to_string()])
}
