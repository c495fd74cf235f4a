//! What a request is signed with, held against what the document asks for: by its name, its place and its value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::document::{Document, Operation};
use crate::http::Request;

/// How each of them begins.
const SECRET: &str = "secret_of_";

/// The key, the token or the password that clients have for a scheme of this name.
pub(crate) fn secret(scheme: &str) -> String {
    format!("{SECRET}{}", letters(scheme))
}

/// The user that clients have for one.
pub(crate) fn user(scheme: &str) -> String {
    format!("user_of_{}", letters(scheme))
}

/// A name may hold more than a header takes.
fn letters(scheme: &str) -> String {
    let taken = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    scheme.chars().filter(taken).collect()
}

/// What is wrong with the signature, and the request without it.
pub(crate) struct Signature {
    pub(crate) violations: Vec<String>,
    pub(crate) request: Request,
}

/// Where a key stands, under which name, and what it is.
type Place = (&'static str, String, String);

/// Checks the credentials of a request: those of one set of the operation, as clients have all that there are, and no others.
pub(crate) fn check(
    document: &Document,
    operation: &Operation<'_>,
    request: &Request,
) -> Signature {
    let is_argument = |place: &Place| {
        let parameters = operation.parameters(place.0);
        parameters
            .iter()
            .any(|parameter| is_named(place, parameter))
    };
    let mut given = given(document, request);
    given.retain(|place| !is_argument(place) || place.2.starts_with(SECRET));
    let sets = operation.security().cloned();
    let sets: Option<Vec<Vec<Place>>> = sets.map(|sets| {
        let mut sets: Vec<_> = sets.iter().map(|set| places(document, set)).collect();
        for set in &mut sets {
            set.retain(|place| !is_argument(place) || given.contains(place));
        }
        // A client that has credentials uses them.
        if sets.iter().any(|set| !set.is_empty()) {
            sets.retain(|set| !set.is_empty());
        }
        sets
    });
    let is_right = match &sets {
        None => true,
        Some(sets) if sets.is_empty() => given.is_empty(),
        Some(sets) => sets.iter().any(|set| is_signed(set, &given)),
    };
    let wanted = sets.unwrap_or_default();
    let violation = || format!("credentials: {given:?} instead of one of {wanted:?}");
    let violations = (!is_right).then(violation);
    let is_key = |kind: &str, (name, value): &(String, String)| {
        let mut given = given.iter();
        given.any(|key| (key.0, &key.1, &key.2) == (kind, name, value))
    };
    let mut unsigned = request.clone();
    unsigned.query.retain(|pair| !is_key("query", pair));
    unsigned.headers.retain(|pair| !is_key("header", pair));
    let cookies = unsigned.headers.iter_mut();
    for (_, cookies) in cookies.filter(|(name, _)| name.eq_ignore_ascii_case("cookie")) {
        let is_argument = |cookie: &&str| {
            let pair = cookie.split_once('=').unwrap_or((cookie, ""));
            !is_key("cookie", &(pair.0.to_owned(), pair.1.to_owned()))
        };
        let arguments: Vec<&str> = cookies.split("; ").filter(is_argument).collect();
        *cookies = arguments.join("; ");
    }
    Signature {
        violations: violations.into_iter().collect(),
        request: unsigned,
    }
}

/// Whether a parameter of the operation stands there: then it is what its caller gives.
fn is_named(place: &Place, parameter: &Value) -> bool {
    let name = parameter["name"].as_str().unwrap_or_default();
    match place.0 {
        "header" => name.eq_ignore_ascii_case(&place.1),
        _ => name == place.1,
    }
}

/// Whether all that is asked for is given, and nothing else. Of two tokens, there is room for one.
fn is_signed(set: &[Place], given: &[Place]) -> bool {
    let is_filled = |asked: &Place| {
        let mut given = given.iter();
        given.any(|place| (place.0, &place.1) == (asked.0, &asked.1))
    };
    set.iter().all(is_filled) && given.iter().all(|place| set.contains(place))
}

/// What a set asks for, without what stands in no request.
fn places(document: &Document, set: &Value) -> Vec<Place> {
    let names = set.as_object().into_iter().flatten();
    let places = names.filter_map(|(name, _)| place(name, scheme(document, name)));
    sorted(places.collect())
}

fn scheme<'d>(document: &'d Document, name: &str) -> &'d Value {
    let declared = &document.root["components"]["securitySchemes"][name];
    document.resolve(declared).0
}

fn place(name: &str, scheme: &Value) -> Option<Place> {
    let authorization = |value: String| Some(("header", "authorization".to_owned(), value));
    let text = |key: &str| scheme[key].as_str().unwrap_or_default();
    match (text("type"), text("scheme").to_ascii_lowercase().as_str()) {
        ("http", "basic") => {
            let both = format!("{}:{}", user(name), secret(name));
            authorization(format!("Basic {}", STANDARD.encode(both)))
        }
        ("http", "bearer") | ("oauth2" | "openIdConnect", _) => {
            authorization(format!("Bearer {}", secret(name)))
        }
        ("apiKey", _) => match text("in") {
            "header" => Some(("header", text("name").to_ascii_lowercase(), secret(name))),
            "query" => Some(("query", text("name").to_owned(), secret(name))),
            "cookie" => Some(("cookie", text("name").to_owned(), secret(name))),
            _ => None,
        },
        _ => None,
    }
}

/// Everything in a request that is a place for credentials of the document, and what stands there.
fn given(document: &Document, request: &Request) -> Vec<Place> {
    let schemes = document.root["components"]["securitySchemes"].as_object();
    let schemes = schemes.into_iter().flatten();
    let places = schemes.filter_map(|(name, declared)| place(name, document.resolve(declared).0));
    let mut given = Vec::new();
    for (kind, name, _) in places {
        let values: Vec<String> = match kind {
            "header" => request
                .header(&name)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            "query" => {
                let pairs = request.query.iter().filter(|(key, _)| *key == name);
                pairs.map(|(_, value)| value.clone()).collect()
            }
            _ => cookies(request, &name),
        };
        given.extend(values.into_iter().map(|value| (kind, name.clone(), value)));
    }
    given.extend(
        request
            .header("authorization")
            .map(|value| ("header", "authorization".to_owned(), value.to_owned())),
    );
    sorted(given)
}

fn cookies(request: &Request, name: &str) -> Vec<String> {
    let cookies = request.header("cookie").unwrap_or_default().split("; ");
    let pairs = cookies.filter_map(|cookie| cookie.split_once('='));
    let pairs = pairs.filter(|(key, _)| *key == name);
    pairs.map(|(_, value)| value.to_owned()).collect()
}

fn sorted(mut places: Vec<Place>) -> Vec<Place> {
    places.sort();
    places.dedup();
    places
}
