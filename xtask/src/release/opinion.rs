//! What `cargo-semver-checks` says of a version, where it is installed.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use codegen::diff::Impact;

use super::version::Version;
use crate::output::tell;
use crate::workspace::Workspace;

/// Asks whether the new version may be what it is. A version that a human chose is not refused.
pub(super) fn ask(
    workspace: &Workspace,
    tag: &str,
    is_chosen: bool,
    old: Version,
    new: Version,
) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let checks = |words: &[&str]| {
        let mut command = Command::new(&cargo);
        command.arg("semver-checks").args(words);
        command.current_dir(workspace.root()).stdin(Stdio::null());
        command
    };
    let version = checks(&["--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !version.context("cannot run cargo")?.success() {
        tell!("cargo-semver-checks is not installed, which would be another opinion");
        return Ok(());
    }
    let words = [
        "--package",
        "coze-client",
        "--baseline-rev",
        tag,
        "--release-type",
        kind(old, new),
    ];
    tell!("asking cargo-semver-checks whether {new} may follow {old} …");
    let agrees = checks(&words)
        .status()
        .context("cannot run cargo-semver-checks")?
        .success();
    if agrees {
        tell!("cargo-semver-checks agrees");
    } else if is_chosen {
        tell!("cargo-semver-checks does not agree, and the version is as you said");
    } else {
        bail!("cargo-semver-checks does not agree with {new}; --version says which it is to be");
    }
    Ok(())
}

/// What the step from one version to the other allows, in the words of the tool, for which a minor version before 1.0 is a major one.
fn kind(old: Version, new: Version) -> &'static str {
    let allows = |impact: Impact| new >= old.after(impact);
    if allows(Impact::Breaking) {
        "major"
    } else if old.after(Impact::Compatible) != old.after(Impact::Documentation)
        && !allows(Impact::Compatible)
    {
        "patch"
    } else {
        "minor"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_step_allows() -> Result<(), String> {
        for (old, new, expected) in [
            ("0.1.0", "0.1.1", "minor"),
            ("0.1.0", "0.2.0", "major"),
            ("1.0.0", "1.0.1", "patch"),
            ("1.0.0", "1.1.0", "minor"),
            ("1.9.0", "2.0.0", "major"),
        ] {
            assert_eq!(kind(old.parse()?, new.parse()?), expected, "{old} {new}");
        }
        Ok(())
    }
}
