//! Where the document comes from: the one of this repository, with its overlays applied.

use std::path::Path;

use codegen::report::{Report, Text, Texts};
use serde_json::Value;

/// The corrected document.
pub(crate) fn document() -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    let names = [
        "coze-openapi.yaml",
        "overlays/corrections.yaml",
        "overlays/endpoints.yaml",
        "overlays/extensions.yaml",
        "overlays/studio.yaml",
    ];
    let contents = names.map(read);
    let text = |index: usize| Text {
        name: names[index],
        content: &contents[index],
    };
    let texts = Texts {
        document: text(0),
        overlays: &[text(1), text(2), text(3), text(4)],
        names: Text {
            name: "none",
            content: "",
        },
        coverage: None,
    };
    let mut report = Report::new();
    let corrected = codegen::correct(&texts, &mut report);
    assert!(!report.has_errors(), "{}", report.render(&texts));
    corrected.expect("no error was reported").document
}
