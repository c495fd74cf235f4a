//! A version, and the next one after changes of some weight, by the rules of semantic versioning.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use codegen::diff::Impact;

/// `1.2.3`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// The next version. Before 1.0, each number means what the one before it means later.
    pub(crate) fn after(self, impact: Impact) -> Self {
        let Self {
            major,
            minor,
            patch,
        } = self;
        let is_early = major == 0;
        match impact {
            Impact::Breaking if is_early => Self {
                major,
                minor: minor + 1,
                patch: 0,
            },
            Impact::Breaking => Self {
                major: major + 1,
                minor: 0,
                patch: 0,
            },
            Impact::Compatible if !is_early => Self {
                major,
                minor: minor + 1,
                patch: 0,
            },
            Impact::Compatible | Impact::Documentation => Self {
                major,
                minor,
                patch: patch + 1,
            },
        }
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Vec<&str> = text.split('.').collect();
        let number = |text: &str| {
            let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u64>().ok().filter(|_| is_plain)
        };
        match numbers.as_slice() {
            [major, minor, patch] => number(major).zip(number(minor)).zip(number(patch)).map(
                |((major, minor), patch)| Self {
                    major,
                    minor,
                    patch,
                },
            ),
            _ => None,
        }
        .ok_or_else(|| format!("`{text}` is no version like 1.2.3"))
    }
}

impl Display for Version {
    fn fmt(&self, text: &mut Formatter<'_>) -> fmt::Result {
        write!(text, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_of_changes_decides_the_next_version() -> Result<(), String> {
        for (was, impact, is) in [
            ("0.1.2", Impact::Breaking, "0.2.0"),
            ("0.1.2", Impact::Compatible, "0.1.3"),
            ("0.1.2", Impact::Documentation, "0.1.3"),
            ("1.2.3", Impact::Breaking, "2.0.0"),
            ("1.2.3", Impact::Compatible, "1.3.0"),
            ("1.2.3", Impact::Documentation, "1.2.4"),
        ] {
            let next = was.parse::<Version>()?.after(impact);
            assert_eq!(next.to_string(), is, "{was} {impact:?}");
        }
        for other in ["1.2", "1.2.3-beta", "+1.2.3", "v1.2.3", "1..3"] {
            assert!(other.parse::<Version>().is_err(), "{other}");
        }
        Ok(())
    }
}
