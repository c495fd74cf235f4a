//! Help in two languages, and completions.

use crate::support::{Machine, Ran, ran};

fn in_chinese(machine: &Machine, arguments: &[&str]) -> Ran {
    ran(machine.command(arguments).env("LANG", "zh_CN.UTF-8"))
}

#[test]
fn resources_and_calls_are_listed_with_a_line_each() {
    let machine = Machine::new();
    let help = machine.run(&["--help"]).good();
    for line in [
        "  datasets ",
        "  chat ",
        "  login ",
        "  completions ",
        "Exit codes:",
    ] {
        assert!(help.contains(line), "{line}: {help}");
    }
    let help = machine.run(&["datasets", "--help"]).good();
    for line in ["  list ", "  create ", "  documents "] {
        assert!(help.contains(line), "{line}: {help}");
    }
    let nothing = machine.run(&["datasets"]);
    assert!(
        nothing.code == Some(2) && nothing.err.contains("  list "),
        "{nothing:?}"
    );
}

#[test]
fn a_call_says_all_that_the_document_says() {
    let machine = Machine::new();
    let help = machine.run(&["chat", "create", "--help"]).good();
    for text in [
        "POST /v3/chat",
        "https://www.coze.cn/docs/developer_guides/chat_v3",
        "--bot-id <TEXT>",
        "--additional-messages <JSON>",
        "role: user|assistant",
        "--body <JSON>",
    ] {
        assert!(help.contains(text), "{text}: {help}");
    }
    assert!(!help.contains("](") && !help.contains("**"), "{help}");
}

#[test]
fn help_is_chinese_where_the_terminal_is_or_where_it_is_asked_for() {
    let machine = Machine::new();
    let list = ["datasets", "list", "--help"];
    let chinese = in_chinese(&machine, &list).good();
    assert!(
        chinese.contains("查看知识库列表") && chinese.contains("用法："),
        "{chinese}"
    );
    assert!(!chinese.contains("Lists the knowledge bases"), "{chinese}");
    let asked = machine
        .run(&["--lang", "zh", "datasets", "list", "--help"])
        .good();
    assert_eq!(asked, chinese);
    let english = in_chinese(&machine, &[&list[..], &["--lang=en"]].concat()).good();
    assert_eq!(english, machine.run(&list).good());
    assert!(english.contains("Lists the knowledge bases"), "{english}");
}

#[test]
fn shells_complete_calls_and_their_arguments() {
    let machine = Machine::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = machine.run(&["completions", shell]).good();
        assert!(
            script.contains("datasets") && script.contains("space-id"),
            "{shell}"
        );
        // PowerShell's completions are of names alone.
        assert_eq!(
            script.contains("volcano-structured"),
            shell != "powershell",
            "{shell}"
        );
    }
    let unknown = machine.run(&["completions", "cmd"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
}

#[test]
fn the_version_is_that_of_the_crate() {
    let version = Machine::new().run(&["--version"]).good();
    assert_eq!(version, concat!("coze ", env!("CARGO_PKG_VERSION"), "\n"));
}
