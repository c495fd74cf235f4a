//! What is printed: programs that stop early may read it, and no terminal obeys it.

use std::process::Stdio;

use crate::miniature::{Miniature, SPEC, root, said, xtask};

#[test]
fn nobody_has_to_read_it_all() {
    let mut command = xtask();
    command.current_dir(root()).args(["spec", "export"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("xtask starts");
    drop(running.stdout.take());
    let ended = running.wait_with_output().expect("xtask ends");
    assert!(ended.status.success(), "{:?}", ended.status);
    // On a busy machine it says what takes long.
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.lines().all(|line| line.ends_with('…')), "{said}");
}

#[test]
fn nothing_from_outside_steers_the_terminal() {
    const STEERING: [char; 3] = ['\u{1b}', '\u{202e}', '\u{9b}'];
    let miniature = Miniature::new();
    let old = miniature.read(SPEC);
    let odd = r#""\e[2J\u202E\u009B31m""#;
    miniature.edit(
        SPEC,
        "{name: name, in: query, schema: {type: string}",
        &format!("{{name: name, in: query, schema: {{type: {odd}}}"),
    );
    miniature.edit(
        SPEC,
        "properties: {caption",
        &format!("properties: {{{odd}: {{type: object}}, caption"),
    );
    miniature.write("old.yaml", &old);
    for words in [
        &["gen"][..],
        &["gen", "\u{1b}[2J"],
        &["spec", "diff", "old.yaml"],
        &["spec", "diff", "old.yaml", "--format", "json"],
        &["spec", "diff", "old.yaml", "--format", "markdown"],
        &["spec", "lint", "--all"],
        &["spec", "lint", "--format", "json"],
        &["spec", "lint", "\u{1b}[2J.yaml"],
        &["spec", "update", "\u{202e}.yaml"],
    ] {
        let said = miniature.run(words).text;
        assert!(
            !said.contains(STEERING),
            "{words:?}: {}",
            said.escape_debug()
        );
        assert!(
            said.contains("1b") || said.contains("202e"),
            "{words:?}: {said}"
        );
    }
}

#[test]
fn no_password_in_an_address_is_shown() {
    let miniature = Miniature::new();
    for command in [
        ["spec", "update"],
        ["spec", "lint"],
        ["spec", "diff"],
        ["gen", "--spec"],
    ] {
        for address in [
            "http://me:hunter2@127.0.0.1:1/a?token=hunter2",
            "ftp://me:hunter2@a.example",
        ] {
            let words = [
                &command[..],
                &[address][..],
                &["--out", "o"][..usize::from(command[0] == "gen") * 2],
            ];
            let said = miniature.run(&words.concat());
            assert!(!said.succeeded, "{}", said.text);
            assert!(!said.text.contains("hunter2"), "{}", said.text);
        }
    }
}

#[test]
fn what_fetches_addresses_is_named_where_it_is_missing() {
    let miniature = Miniature::new();
    let mut command = miniature.command(&["spec", "lint", "http://127.0.0.1:1/a.yaml"]);
    let said = said(command.env("PATH", miniature.path("")));
    assert!(!said.succeeded, "{}", said.text);
    assert!(
        said.text.contains("cannot run `curl`") && said.text.contains("give a file"),
        "{}",
        said.text
    );
}
