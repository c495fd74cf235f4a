//! What is said of an extension that is wrong, and where.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Extension, Members, OURS, Reader, VENDORS};
use crate::report::{Origins, Report};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Size {
    #[default]
    Small,
    Large,
}

const SIZES: [(&str, Size); 2] = [("small", Size::Small), ("large", Size::Large)];

#[derive(Debug, PartialEq)]
struct Pet<'a> {
    name: &'a str,
    size: Size,
    age: Option<i64>,
    is_wild: bool,
    foods: Vec<&'a str>,
    home: Option<&'a str>,
}

impl<'a> Pet<'a> {
    fn read(members: &mut Members<'a, '_>) -> Self {
        Self {
            name: members.text("name"),
            size: members
                .required("size", |reader, size| reader.choice(size, &SIZES))
                .unwrap_or_default(),
            age: members.optional("age", Reader::integer),
            is_wild: members.flag("is_wild"),
            foods: members.texts("foods"),
            home: members.optional("home", |reader, home| {
                reader.object(home, |members| members.text("street"))
            }),
        }
    }
}

/// The pets of an extension, or the place of each problem with what is found, what is expected and, if anything, meant there.
fn pets(value: &Value) -> Result<Vec<Pet<'_>>, Vec<String>> {
    const AT: &str = "/paths/~1pets/x-pets";
    const FIX: &str = "Write it well.";
    let mut report = Report::new();
    let extension = Extension::of(Some(value), "/paths/~1pets", "x-pets").expect("it is there");
    let pets = extension.read(FIX, &Origins::default(), &mut report, |reader, pets| {
        reader.objects(pets, Pet::read)
    });
    let said = report.problems().iter().map(|problem| {
        let place = problem.place.pointer.strip_prefix(AT);
        let fix = problem.fix.as_deref().and_then(|fix| fix.strip_suffix(FIX));
        [
            place.expect("it stands in the extension"),
            &problem.found,
            problem.expected.as_deref().unwrap_or_default(),
            fix.expect("it always says what to do").trim(),
        ]
        .join(" | ")
    });
    pets.ok_or_else(|| said.collect())
}

#[test]
fn what_is_right_is_read() {
    let value = json!([
        {"name": "Ada", "size": "small", "age": null, "home": null},
        {"home": {"street": "North"}, "foods": ["hay"], "is_wild": true, "age": -3, "size": "large", "name": "Bob"},
    ]);
    let ada = Pet {
        name: "Ada",
        size: Size::Small,
        age: None,
        is_wild: false,
        foods: Vec::new(),
        home: None,
    };
    let bob = Pet {
        name: "Bob",
        size: Size::Large,
        age: Some(-3),
        is_wild: true,
        foods: vec!["hay"],
        home: Some("North"),
    };
    assert_eq!(pets(&value), Ok(vec![ada, bob]));
}

const KEYS: &str = "`name`, `size`, `age`, `is_wild`, `foods` or `home`";

/// An extension -> what is said of it.
fn assert_said(value: &str, said: &[&str]) {
    let said = said.iter().map(|line| line.replace("KEYS", KEYS)).collect();
    let value = serde_json::from_str(value).expect("it is JSON");
    assert_eq!(pets(&value), Err(said), "{value}");
}

#[test]
fn what_is_no_list_of_mappings_is_refused() {
    for (value, said) in [
        ("{}", " | `x-pets` is {} | a list | "),
        ("null", " | `x-pets` is null | a list | "),
        (
            r#"["Ada"]"#,
            r#"/0 | an item of `x-pets` is "Ada" | a mapping | "#,
        ),
        ("[null]", "/0 | an item of `x-pets` is null | a mapping | "),
    ] {
        assert_said(value, &[said]);
    }
}

#[test]
fn keys_are_those_that_are_known() {
    let no_size = "/0 | an item of `x-pets` has no `size` |  | ";
    let no_name = "/0 | an item of `x-pets` has no `name` |  | ";
    for (value, said) in [
        (r#"[{"name": "Ada"}]"#, [no_size].as_slice()),
        ("[{}]", &[no_name, no_size]),
        // It is not missing as well.
        (
            r#"[{"size": "small", "nmae": "Ada"}]"#,
            &["/0/nmae | unknown key `nmae` in `x-pets` | KEYS | Did you mean `name`?"],
        ),
        (
            r#"[{"name": "Ada", "size": "small", "isWild": true}]"#,
            &["/0/isWild | unknown key `isWild` in `x-pets` | KEYS | Did you mean `is_wild`?"],
        ),
        (
            r#"[{"name": "Ada", "size": "small", "colour": "red"}]"#,
            &["/0/colour | unknown key `colour` in `x-pets` | KEYS | "],
        ),
        // What is there already is not meant.
        (
            r#"[{"name": "Ada", "size": "small", "names": []}]"#,
            &["/0/names | unknown key `names` in `x-pets` | KEYS | "],
        ),
        (
            r#"[{"name": "Ada", "size": "small", "home": {"a/b": 1}}]"#,
            &[
                "/0/home/a~1b | unknown key `a/b` in `x-pets` | `street` | ",
                "/0/home | `home` in `x-pets` has no `street` |  | ",
            ],
        ),
    ] {
        assert_said(value, said);
    }
}

#[test]
fn values_are_of_their_kinds() {
    for (member, said) in [
        (r#""name": 1.5"#, "1.5 | a text: put it in quotes | "),
        (r#""name": true"#, "true | a text: put it in quotes | "),
        (r#""name": null"#, "null | a text | "),
        (r#""name": ["Ada"]"#, r#"["Ada"] | a text | "#),
        (
            r#""size": "smal""#,
            r#""smal" | `small` or `large` | Did you mean `small`?"#,
        ),
        (r#""size": "tiny""#, r#""tiny" | `small` or `large` | "#),
        (r#""size": 7"#, "7 | `small` or `large` | "),
        (r#""age": "3""#, r#""3" | an integer of 64 bits | "#),
        (r#""age": 1.5"#, "1.5 | an integer of 64 bits | "),
        (
            r#""age": 18446744073709551615"#,
            "18446744073709551615 | an integer of 64 bits | ",
        ),
        (r#""is_wild": "yes""#, r#""yes" | true or false | "#),
        (r#""is_wild": null"#, "null | true or false | "),
        (r#""foods": "hay""#, r#""hay" | a list | "#),
        (r#""foods": null"#, "null | a list | "),
        (r#""home": "North""#, r#""North" | a mapping | "#),
    ] {
        let key = member.split('"').nth(1).expect("it has a key");
        let right = [r#""name": "Ada""#, r#""size": "small""#];
        let right = right
            .iter()
            .filter(|other| !other.starts_with(&format!("{key:?}")));
        let members: Vec<&str> = right.copied().chain([member]).collect();
        let value = format!("[{{{}}}]", members.join(", "));
        assert_said(
            &value,
            &[&format!("/0/{key} | `{key}` in `x-pets` is {said}")],
        );
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let value = json!([
        {"name": 1, "size": "small", "colour": "red"},
        {"name": "Bob", "size": "large"},
        {"name": "Eve", "size": "tiny", "foods": [true, null]},
    ]);
    let said = pets(&value).expect_err("much of it is wrong");
    let places: Vec<&str> = said
        .iter()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(
        places,
        [
            "/0/name",
            "/0/colour",
            "/2/size",
            "/2/foods/0",
            "/2/foods/1"
        ]
    );
}

#[test]
fn no_row_of_a_table_with_a_wrong_one_is_taken() {
    let value = json!({"right": "a", "wrong": 1, "404": []});
    let mut report = Report::new();
    let extension = Extension::of(Some(&value), "", "x-lines").expect("it is there");
    let table = extension.read("", &Origins::default(), &mut report, |reader, table| {
        reader.table(table, Reader::text)
    });
    assert_eq!(table, None);
    let said = report.problems().iter();
    let said: Vec<&str> = said.map(|problem| problem.found.as_str()).collect();
    assert_eq!(
        said,
        ["`wrong` in `x-lines` is 1", "`404` in `x-lines` is []"]
    );
}

#[test]
fn the_names_are_those_that_are_explained() {
    let text = include_str!("../../../spec/README.md");
    let (_, text) = text.split_once("\n## Extensions\n").expect("a section");
    let (text, _) = text.split_once("\n## ").expect("a section after it");
    let quoted = text
        .lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let names = quoted.filter(|word| word.starts_with("x-"));
    let names = names.filter_map(|word| word.split(':').next());
    let known = OURS.into_iter().chain(VENDORS);
    assert_eq!(names.collect::<BTreeSet<_>>(), known.collect());
}
