//! Parameters and fields that a call is given besides those that it knows, each in the place of one of the same name.

use serde_json::{Map, Value};

use super::{Content, Fault, PartValue, Request, push_pair};
use crate::http::options::Extras;
use crate::http::value::value_text;
use crate::operation::Method;

impl Request {
    /// The call with what it is given besides its arguments.
    pub(crate) fn extended(mut self, extras: &Extras) -> Self {
        for (name, _) in &extras.query {
            self.query = without(self.query.trim_start_matches('?'), name);
            if !self.query.is_empty() {
                self.query.insert(0, '?');
            }
        }
        for (name, value) in &extras.query {
            self.push_query(name, value);
        }
        for (name, value) in &extras.fields {
            self.set_field(name, value);
        }
        self
    }

    fn set_field(&mut self, name: &str, value: &Value) {
        let unfit = match &mut self.content {
            Content::None if self.operation.method == Method::Get => "is a `GET`, without a body",
            Content::File(..) => "sends a file as its body",
            Content::FormUrlEncoded(pairs) => {
                *pairs = without(pairs, name);
                if let Some(text) = value_text(value) {
                    self.push_pair(name, &text);
                }
                return;
            }
            Content::Multipart(parts) => {
                parts.retain(|part| part.name != name);
                if let Some(text) = value_text(value) {
                    self.push_part(name.to_owned(), "", PartValue::Text(text));
                }
                return;
            }
            Content::None | Content::Fields(_) | Content::Json(_) => match self.object() {
                Some(mut object) => {
                    object.insert(name.to_owned(), value.clone());
                    self.content = Content::Json(Value::Object(object).to_string().into());
                    return;
                }
                None => "has another body than a JSON object",
            },
        };
        let (name, body) = (name.to_owned(), unfit);
        self.fault.get_or_insert(Fault::Field { name, body });
    }

    /// The JSON body, if it is an object; an empty one where there is no body.
    fn object(&self) -> Option<Map<String, Value>> {
        match &self.content {
            Content::None => Some(Map::new()),
            Content::Fields(text) => parsed(&[text, b"}".as_slice()].concat()),
            Content::Json(text) => parsed(text),
            Content::FormUrlEncoded(_) | Content::Multipart(_) | Content::File(..) => None,
        }
    }
}

fn parsed(text: &[u8]) -> Option<Map<String, Value>> {
    // As a text, which replies are parsed from, too: serde_json compiles all that it can do for each kind of input.
    match serde_json::from_str(str::from_utf8(text).ok()?).ok()? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// Encoded names and values, without those of one name.
fn without(pairs: &str, name: &str) -> String {
    let mut unwanted = String::new();
    push_pair(&mut unwanted, name, "");
    let pairs = pairs.split('&').filter(|pair| !pair.starts_with(&unwanted));
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn extras(query: &[(&str, &str)], fields: &[(&str, Value)]) -> Extras {
        let query = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        Extras {
            query: query.collect(),
            fields: fields.collect(),
        }
    }

    fn target(request: Request, query: &[(&str, &str)]) -> String {
        request
            .extended(&extras(query, &[]))
            .target()
            .expect("a target")
    }

    fn with_field(request: Request) -> Request {
        request.extended(&extras(&[], &[("b", json!(2)), ("b", json!("3"))]))
    }

    #[test]
    fn a_parameter_takes_the_place_of_its_own_kind() {
        let request = || Request::new(Method::Get, "/v1/x");
        assert_eq!(target(request(), &[("a b", "1&2")]), "/v1/x?a%20b=1%262");
        let given = request().query("a", "1").query("ab", "2");
        let extra = [("a", "x"), ("a", "y")];
        assert_eq!(target(given, &extra), "/v1/x?ab=2&a=x&a=y");
        assert_eq!(
            target(request().query("a", "1"), &[("a", "x")]),
            "/v1/x?a=x"
        );
    }

    #[test]
    fn a_field_stands_in_every_body_that_has_fields() {
        let post = || Request::new(Method::Post, "/v1/x");
        let json = |request| match with_field(request).content {
            Content::Json(text) => String::from_utf8(text).expect("text"),
            other => panic!("{other:?}"),
        };
        assert_eq!(json(post()), r#"{"b":"3"}"#);
        assert_eq!(json(post().json()), r#"{"b":"3"}"#);
        assert_eq!(
            json(post().field("b", &1).field("c", &1)),
            r#"{"b":"3","c":1}"#
        );
        assert_eq!(json(post().body(&json!({"a": 1}))), r#"{"a":1,"b":"3"}"#);

        let pairs = with_field(post().form_urlencoded().form("b", "1").form("c", "1")).content;
        assert!(
            matches!(&pairs, Content::FormUrlEncoded(text) if text == "c=1&b=3"),
            "{pairs:?}"
        );
        let form = with_field(post().multipart().text("b", "1")).content;
        let Content::Multipart(parts) = &form else {
            panic!("{form:?}")
        };
        assert!(
            matches!(&parts[..], [part] if matches!(&part.value, PartValue::Text(t) if t == "3"))
        );
    }

    #[test]
    fn a_field_without_a_place_is_an_error_that_says_so() {
        let fault = |request| {
            with_field(request)
                .target()
                .expect_err("no place")
                .to_string()
        };
        let get = fault(Request::new(Method::Get, "/v1/x"));
        assert!(
            get.contains("the field `b`") && get.contains("`GET`"),
            "{get}"
        );
        let list = fault(Request::new(Method::Post, "/v1/x").body(&json!([1])));
        assert!(list.contains("JSON object"), "{list}");
    }
}
