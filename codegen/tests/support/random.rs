//! Random numbers, the same on every machine, and random documents made with them.

use serde_json::{Map, Value, json};

/// Marsaglia's xorshift: all the randomness that this needs.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers that belong to a text (FNV-1a, spread).
    pub(crate) fn new(seed: &str) -> Self {
        let hash = seed.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        Self(hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    /// Whether something happens once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    fn word(&mut self, words: &[&str]) -> String {
        self.pick(words)
            .map_or_else(String::new, |word| (*word).to_owned())
    }
}

/// Names that are hard to make identifiers of, or that mean something to the generator.
pub(crate) const KEYS: [&str; 27] = [
    "",
    "gen",
    "type",
    "self",
    "Self",
    "2fa",
    "a b",
    "é²`\"\\\n",
    "数据",
    "code",
    "data",
    "items",
    "properties",
    "required",
    "enum",
    "format",
    "$ref",
    "x-events",
    "x-paging",
    "x-aliases",
    "x-coze-order",
    "new",
    "default",
    "clone",
    "send",
    "oneOf",
    "discriminator",
];

const COMPONENTS: [&str; 6] = [
    "Thing",
    "Item",
    "Kind",
    "thing_item",
    "Value",
    "OpenAPIData",
];
const FIELDS: [&str; 10] = [
    "id", "ID", "type", "kind", "data", "items", "code", "next", "n_null", "default",
];
const SEGMENTS: [&str; 9] = [
    "things",
    "items",
    "v1",
    "events",
    "parts",
    "Thing.json",
    "list",
    "{id}",
    "{other}",
];
const MEDIA: [&str; 6] = [
    "application/json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/event-stream",
    "audio/mpeg",
    "text/plain",
];

/// A document that is well-formed, and says anything that one can say.
pub(crate) fn document(random: &mut Random) -> Value {
    let schemas: Map<String, Value> = COMPONENTS
        .iter()
        .map(|name| ((*name).to_owned(), schema(random, 3)))
        .collect();
    let mut paths = Map::new();
    for index in 0..=random.below(5) {
        let segments: Vec<String> = (0..=random.below(3))
            .map(|_| random.word(&SEGMENTS))
            .collect();
        let path = format!("/{}", segments.join("/"));
        let method = random.word(&["get", "post", "put", "delete", "patch"]);
        let operation = operation(random, &path, index);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[method] = operation;
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Random", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn operation(random: &mut Random, path: &str, index: usize) -> Value {
    let mut parameters: Vec<Value> = ["id", "other"]
        .iter()
        .filter(|name| path.contains(&format!("{{{name}}}")))
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    for name in FIELDS.iter().take(random.below(3)) {
        let schema = match random.below(3) {
            0 => json!({"type": "array", "items": scalar(random)}),
            _ => scalar(random),
        };
        let place = random.word(&["query", "header"]);
        parameters.push(
            json!({"name": name, "in": place, "explode": random.once_in(2), "schema": schema}),
        );
    }
    if random.once_in(4) {
        let schema = schema(random, 2);
        parameters
            .push(json!({"name": "deep", "in": "query", "style": "deepObject", "schema": schema}));
    }
    let status = random.word(&["200", "201", "2XX", "default", "404"]);
    let mut operation = json!({
        "operationId": format!("operation{index}"),
        "parameters": parameters,
        "responses": {status: {"description": "", "content": content(random)}},
    });
    if random.once_in(4) {
        operation
            .as_object_mut()
            .map(|members| members.remove("operationId"));
    }
    if random.once_in(2) {
        operation["requestBody"] = json!({"content": content(random)});
    }
    operation
}

fn content(random: &mut Random) -> Value {
    let mut content = json!({});
    for _ in 0..=random.below(2) {
        let media = match random.below(3) {
            0 => random.word(&MEDIA),
            _ => "application/json".to_owned(),
        };
        content[media] = json!({"schema": schema(random, 3)});
    }
    content
}

fn schema(random: &mut Random, depth: usize) -> Value {
    let mut schema = match random.below(if depth == 0 { 3 } else { 10 }) {
        0 | 1 => scalar(random),
        2 | 3 => {
            let inner = if random.once_in(20) {
                "/properties/id"
            } else {
                ""
            };
            json!({"$ref": format!("#/components/schemas/{}{inner}", random.word(&COMPONENTS))})
        }
        4 | 5 => object(random, depth - 1),
        6 => json!({"type": "array", "items": self::schema(random, depth - 1)}),
        7 => json!({"type": "object", "additionalProperties": self::schema(random, depth - 1)}),
        _ => composed(random, depth - 1),
    };
    if random.once_in(6) {
        let keyword = random.word(&[
            "nullable",
            "deprecated",
            "title",
            "default",
            "not",
            "minimum",
        ]);
        schema[&keyword] = match keyword.as_str() {
            "title" => json!(random.word(&KEYS)),
            "not" => json!({}),
            "minimum" => json!("1"),
            _ => json!(true),
        };
    }
    schema
}

fn scalar(random: &mut Random) -> Value {
    match random.below(8) {
        0 => json!({"type": "integer"}),
        1 => json!({"type": "integer", "enum": [random.below(3), 7, random.below(9)]}),
        2 => {
            json!({"type": "string", "format": random.word(&["i64", "binary", "password", "date", "list"])})
        }
        3 => json!({"type": "string", "enum": [random.word(&KEYS), random.word(&FIELDS), null]}),
        4 => json!({"type": "boolean"}),
        5 => json!({"type": "number", "default": 0.5}),
        _ => json!({"type": "string"}),
    }
}

fn object(random: &mut Random, depth: usize) -> Value {
    let mut properties = json!({});
    for _ in 0..random.below(5) {
        let name = if random.once_in(4) {
            random.word(&KEYS)
        } else {
            random.word(&FIELDS)
        };
        properties[name] = schema(random, depth);
    }
    let required: Vec<String> = (0..random.below(3)).map(|_| random.word(&FIELDS)).collect();
    let mut object = json!({"type": "object", "properties": properties, "required": required});
    if random.once_in(4) {
        object["additionalProperties"] = schema(random, depth);
    }
    object
}

fn composed(random: &mut Random, depth: usize) -> Value {
    let keyword = random.word(&["allOf", "oneOf", "anyOf"]);
    let parts: Vec<Value> = (0..=random.below(4))
        .map(|_| schema(random, depth))
        .collect();
    let mut composed = if random.once_in(4) {
        object(random, depth)
    } else {
        json!({})
    };
    composed[keyword] = json!(parts);
    if random.once_in(3) {
        composed["discriminator"] = json!({"propertyName": random.word(&FIELDS)});
    }
    composed
}
