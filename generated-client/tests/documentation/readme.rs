//! What the README shows is a program that compiles.

const EXAMPLE: &str = include_str!("../../examples/chat.rs");
const README: &str = include_str!("../../../README.md");
const CHINESE: &str = include_str!("../../README.zh-CN.md");

/// The program without its first comment.
fn program() -> &'static str {
    let start = EXAMPLE
        .find("use ")
        .expect("the example imports the client");
    &EXAMPLE[start..]
}

#[test]
fn the_readme_shows_the_example() {
    assert!(
        README.contains(program()),
        "README.md should show examples/chat.rs:\n{}",
        program()
    );
}

#[test]
fn the_chinese_readme_shows_the_example() {
    assert!(
        CHINESE.contains(program()),
        "README.zh-CN.md should show examples/chat.rs:\n{}",
        program()
    );
}
