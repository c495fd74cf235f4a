// part coze

//! The token of `coze login`: a file that only its owner can read.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use coze_client::auth::OAuthToken;
use serde_json::{Value, json};

use super::environment::variable;

/// A token, where it came from, and for whom.
pub(crate) struct Stored {
    pub(crate) base_url: String,
    pub(crate) client_id: String,
    pub(crate) token: OAuthToken,
}

/// The token that is kept; `None` if there is none.
pub(crate) fn read() -> io::Result<Option<Stored>> {
    let path = path()?;
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let stored = || {
        let expires_at = value["expires_at"].as_u64().map(Duration::from_secs);
        let expires_at = expires_at.and_then(|time| UNIX_EPOCH.checked_add(time));
        Some(Stored {
            base_url: text("base_url")?,
            client_id: text("client_id")?,
            token: OAuthToken::new(text("access_token")?, text("refresh_token"), expires_at),
        })
    };
    let unreadable =
        || io::Error::other(format!("{} is damaged: use `coze login`", path.display()));
    stored().map(Some).ok_or_else(unreadable)
}

/// Keeps a token, in the place of one that is there.
pub(crate) fn write(stored: &Stored) -> io::Result<()> {
    let path = path()?;
    let token = &stored.token;
    let expires_at = token.expires_at();
    let since = expires_at.and_then(|time: SystemTime| time.duration_since(UNIX_EPOCH).ok());
    let text = json!({
        "base_url": stored.base_url,
        "client_id": stored.client_id,
        "access_token": token.access_token(),
        "refresh_token": token.refresh_token(),
        "expires_at": since.map(|time| time.as_secs()),
    });
    if let Some(folder) = path.parent() {
        private_folder(folder)?;
    }
    // A run that breaks off leaves the old token or the new one.
    let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
    let written = private_file(&unfinished)
        .and_then(|mut file| {
            file.write_all(text.to_string().as_bytes())
                .and_then(|()| file.sync_all())
        })
        .and_then(|()| fs::rename(&unfinished, &path));
    if written.is_err() {
        _ = fs::remove_file(&unfinished);
    }
    written
}

/// Forgets the token; whether there was one.
pub(crate) fn remove() -> io::Result<bool> {
    match fs::remove_file(path()?) {
        Ok(()) => Ok(true),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// `~/.config/coze/token.json`, or what the system has for that.
pub(crate) fn path() -> io::Result<PathBuf> {
    let home = || variable("HOME").map(|home| Path::new(&home).join(".config"));
    let folder = match variable("XDG_CONFIG_HOME").or_else(|| variable("APPDATA")) {
        Some(folder) => Some(PathBuf::from(folder)),
        None => home(),
    };
    let folder =
        folder.ok_or_else(|| io::Error::other("there is no folder for configuration: set HOME"))?;
    Ok(folder.join("coze").join("token.json"))
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
