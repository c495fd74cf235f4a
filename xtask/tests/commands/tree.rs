//! What is read and written, and where.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::miniature::{GENERATED, MANIFEST, Miniature, SPEC, root, said, xtask};

#[test]
fn the_repository_is_the_one_that_this_is_called_in() {
    let miniature = Miniature::new();
    let mut command = miniature.command(&["gen"]);
    let done = said(command.current_dir(miniature.path("spec/overlays")));
    assert!(done.succeeded, "{}", done.text);
    assert!(
        miniature
            .path(GENERATED)
            .join("types/datasets.rs")
            .is_file()
    );
    assert!(miniature.run(&["gen", "--check"]).succeeded);
}

#[test]
fn the_manifest_has_the_features_of_what_was_generated() {
    let miniature = Miniature::new();
    let said = miniature.run(&["gen"]).text;
    assert!(said.contains(MANIFEST), "{said}");
    let manifest = miniature.read(MANIFEST);
    assert!(manifest.contains("\ndatasets = []\n"), "{manifest}");
    assert!(!miniature.run(&["gen"]).text.contains(MANIFEST));
    miniature.edit(MANIFEST, "datasets = []\n", "");
    let checked = miniature.run(&["gen", "--check"]);
    assert!(!checked.succeeded);
    let differs = format!("differs: {MANIFEST}:");
    assert!(checked.text.contains(&differs), "{}", checked.text);
}

#[test]
fn called_elsewhere_the_repository_is_the_one_that_cargo_names() {
    let (miniature, elsewhere) = (Miniature::new(), tempfile::tempdir().expect("a folder"));
    let mut command = xtask();
    command.current_dir(elsewhere.path()).arg("gen");
    let done = said(command.env("CARGO_MANIFEST_DIR", miniature.path("xtask")));
    assert!(done.succeeded, "{}", done.text);
    assert!(miniature.path(GENERATED).is_dir());
    let refused = said(command.env_remove("CARGO_MANIFEST_DIR"));
    assert!(!refused.succeeded);
    assert!(refused.text.contains("in no clone"), "{}", refused.text);
    let helped = said(xtask().current_dir(elsewhere.path()).arg("--help"));
    assert!(helped.succeeded, "{}", helped.text);
}

#[test]
fn runs_that_write_wait_for_each_other() {
    let miniature = Miniature::new();
    let other = File::create(miniature.path(".xtask.lock")).expect("the lock file");
    other.lock().expect("the lock");
    let mut command = miniature.command(&["gen"]);
    let mut running = command.stderr(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(running.stderr.take().expect("its words")).lines();
    let first = lines.next().expect("a line").expect("a text");
    assert!(first.contains("waiting for another run"), "{first}");
    assert!(!miniature.path(GENERATED).exists());
    other.unlock().expect("the lock is given back");
    assert!(lines.all(|line| line.is_ok()));
    assert!(running.wait().expect("it ends").success());
    assert!(miniature.path(GENERATED).is_dir());
}

#[test]
fn an_interrupted_update_is_undone_by_what_writes_and_by_nothing_else() {
    let miniature = Miniature::new();
    assert!(miniature.run(&["gen"]).succeeded);
    // Killed when the first folder had stepped aside.
    let before = miniature.path(&format!("{GENERATED}.before"));
    fs::rename(miniature.path(GENERATED), &before).expect("it is moved");
    miniature.write(&format!("{SPEC}.next"), "new");
    for words in [
        &["--help"][..],
        &["spec", "lint"],
        &["spec", "diff", SPEC],
        &["spec", "export"],
    ] {
        miniature.run(words);
        assert!(before.is_dir(), "{words:?}");
    }
    assert!(!miniature.run(&["gen", "--check"]).succeeded);
    assert!(before.is_dir());
    assert!(miniature.run(&["gen"]).succeeded);
    assert!(!before.exists() && !miniature.path(&format!("{SPEC}.next")).exists());
    assert!(miniature.run(&["gen", "--check"]).succeeded);
}

#[test]
fn what_no_file_can_be_called_is_refused_before_anything_is_written() {
    let miniature = Miniature::new();
    let long = "things".repeat(50);
    miniature.edit("spec/names.yaml", "chat.cancel", &format!("{long}.cancel"));
    miniature.edit(SPEC, "/v3/chat", &format!("/v3/{long}"));
    let refused = miniature.run(&["gen"]);
    assert!(
        !refused.succeeded && refused.text.contains("too long"),
        "{}",
        refused.text
    );
    assert!(!miniature.path(GENERATED).exists());
    let out = miniature.path("out");
    let mut command = xtask();
    command
        .current_dir(root())
        .args(["gen", "--spec"])
        .arg(miniature.path(SPEC));
    let refused = said(command.arg("--out").arg(&out));
    assert!(
        !refused.succeeded && refused.text.contains("too long"),
        "{}",
        refused.text
    );
    assert!(!out.exists());
}
