//! What is nested too deep, too large, or takes too long.

use super::*;

#[test]
fn nesting_has_an_end() {
    let deep = |depth: usize| "{\"child\":".repeat(depth) + "null" + &"}".repeat(depth);
    read(&deep(50));
    assert!(problem(&deep(100)).contains("nested"));
    assert!(from_json::<Thing>("[".repeat(100_000).as_bytes()).is_err());
}

#[test]
fn a_type_of_many_fields_that_contains_itself_fits_on_a_small_stack() {
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Wide {
        /// As large as 256 texts.
        texts: [[[String; 16]; 4]; 4],
        child: Option<Box<Wide>>,
        children: Vec<Wide>,
        named: BTreeMap<String, Wide>,
    }
    impl Record for Wide {
        fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
            Some(match key {
                "child" => &mut self.child,
                "children" => &mut self.children,
                "named" => &mut self.named,
                _ => return None,
            })
        }
    }
    record!(Wide);
    let read = || {
        for (before, after) in [
            ("{\"child\":", "}"),
            ("{\"children\":[", "]}"),
            ("{\"named\":{\"k\":", "}}"),
        ] {
            let deep = |depth: usize| {
                let text = format!("{}{{}}{}", before.repeat(depth), after.repeat(depth));
                from_json::<Wide>(text.as_bytes())
            };
            deep(20).expect(before);
            // What this costs depends on how it was compiled; that it ends well does not.
            let _ = deep(95);
            deep(50_000).expect_err(before);
        }
    };
    let small = std::thread::Builder::new().stack_size(512 * 1024);
    small
        .spawn(read)
        .expect("a thread")
        .join()
        .expect("no overflow");
}

#[test]
fn a_limit_counts_what_a_text_becomes() {
    let read = |text: &str, limit: usize| {
        let mut things = Vec::<Thing>::new();
        let memory = Allowance::limited(limit);
        Reader::read_within(memory, text.as_bytes(), &mut things).map(|_| things.len())
    };
    let many = format!("[{}{{}}]", "{},".repeat(9_999));
    let size = 10_000 * size_of::<Thing>();
    let error = read(&many, size / 2).expect_err("too many");
    assert!(error.to_string().contains("memory"), "{error}");
    assert_eq!(read(&many, 2 * size).expect("twice as much"), 10_000);
    for greedy in [
        format!("[{{\"any\":[{}0]}}]", "{\"\":0},".repeat(10_000)),
        format!("[{{\"any\":[{}0]}}]", "0,".repeat(100_000)),
        format!("[{{\"list\":[{}\"\"]}}]", "\"\",".repeat(100_000)),
        format!("[{}null]", "{\"map\":{\"\":0}},".repeat(4_000)),
        format!("[{}null]", "{\"child\":{}},".repeat(4_000)),
    ] {
        assert!(read(&greedy, 1 << 20).is_err(), "{}", &greedy[..40]);
        assert!(read(&greedy, 1 << 24).is_ok(), "{}", &greedy[..40]);
    }
}

#[test]
fn a_long_text_is_not_read_longer_than_it_may_be() {
    let read = |items: usize, until| {
        let text = format!("[{}]", vec!["{}"; items].join(","));
        let allowance = Allowance::limited(1 << 30).until(until);
        let mut things: Vec<Thing> = Vec::new();
        Reader::read_within(allowance, text.as_bytes(), &mut things).map_err(|e| e.kind())
    };
    let now = tokio::time::Instant::now();
    let later = now + std::time::Duration::from_secs(3600);
    assert_eq!(read(100_000, Some(now)), Err(crate::ErrorKind::Timeout));
    assert!(read(100_000, Some(later)).is_ok() && read(100_000, None).is_ok());
    // What is short is read in no time.
    assert!(read(100, Some(now)).is_ok());
}
