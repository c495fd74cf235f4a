use super::*;

fn parse(words: &[&str]) -> Result<Command, String> {
    read(Parser::from_args(words)).map_err(|problem| problem.to_string())
}

#[test]
fn another_document_needs_another_place() {
    let refused =
        parse(&["gen", "--spec", "other.yaml"]).expect_err("the bundled client is not overwritten");
    assert!(refused.contains("--spec needs --out"), "{refused}");
    assert!(parse(&["gen", "--names", "other.yaml"]).is_err());
    assert!(parse(&["gen", "--no-overlay"]).is_err());
    assert!(parse(&["gen", "--out", ""]).is_err());
}

#[test]
fn another_document_has_its_own_corrections_and_names() -> Result<(), String> {
    let sources = |words: &[&str]| match parse(words)? {
        Command::Generate(options) => Ok(options.sources),
        other => Err(format!("{other:?}")),
    };
    let bundled = sources(&["gen", "--out", "o"])?;
    assert_eq!(
        (bundled.overlays, bundled.names),
        (None, NamesFrom::Bundled)
    );
    let words = ["gen", "--spec", "other.yaml", "--out", "o"];
    let other = sources(&words)?;
    assert_eq!(other.overlays, Some(Vec::new()));
    assert_eq!(other.names, NamesFrom::Nowhere);
    let given = sources(&[&words[..], &["--overlay", "a", "--names", "n"]].concat())?;
    assert_eq!(given.overlays, Some(vec!["a".into()]));
    assert_eq!(given.names, NamesFrom::File("n".into()));
    Ok(())
}

#[test]
fn unknown_words_are_refused_in_two_lines() {
    for (words, help) in [
        (&["chek"][..], "cargo xtask help"),
        (&["gen", "--chek"], "cargo xtask help gen"),
        (&["spec", "exprt"], "cargo xtask help spec"),
        (&["spec", "diff"], "cargo xtask help spec diff"),
        (&["spec", "update"], "cargo xtask help spec update"),
        (
            &["spec", "diff", "a", "b", "c"],
            "cargo xtask help spec diff",
        ),
        (
            &["spec", "diff", "a", "--format", "xml"],
            "cargo xtask help spec diff",
        ),
        (
            &["spec", "export", "--format", "xml"],
            "cargo xtask help spec export",
        ),
        (
            &["spec", "lint", "--overlay", ""],
            "cargo xtask help spec lint",
        ),
        (&["help", "gne"], "cargo xtask help"),
    ] {
        let refused = parse(words).expect_err("it is not known");
        let lines: Vec<&str> = refused.lines().collect();
        assert_eq!(lines.len(), 2, "{refused}");
        assert_eq!(lines[1], format!("`{help}` says what there is"));
    }
}

#[test]
fn help_is_asked_for_in_many_ways_and_is_about_what_it_is_asked_about() {
    let help = |words: &[&str]| match parse(words) {
        Ok(Command::Help(text)) => text,
        other => format!("{other:?}"),
    };
    let all = help(&[]);
    for words in [&["help"][..], &["--help"], &["-h"]] {
        assert_eq!(help(words), all);
    }
    for (command, about) in [
        ("gen", usage::GENERATE),
        ("spec update", usage::UPDATE),
        ("spec diff", usage::DIFF),
        ("spec lint", usage::LINT),
        ("spec observe", usage::OBSERVE),
        ("spec export", usage::EXPORT),
        ("release", usage::RELEASE),
    ] {
        let words: Vec<&str> = command.split(' ').collect();
        assert_eq!(help(&[&["help"], &words[..]].concat()), about);
        assert_eq!(help(&[&words[..], &["--help"]].concat()), about);
        assert!(all.contains(about), "{command}");
    }
    let spec = help(&["spec"]);
    assert_eq!(help(&["help", "spec"]), spec);
    assert!(spec.contains(usage::LINT) && !spec.contains(usage::GENERATE));
}
