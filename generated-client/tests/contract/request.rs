//! A request comes in; out goes all that the document has against it, and what it declares and the request does not give.

use serde_json::{Map, Value};

use crate::document::{Document, Operation};
use crate::http::{self, Request};
use crate::{names, schema};

/// The token that every request has to carry.
pub(crate) const TOKEN: &str = "pat_contract";

/// What is to be said about a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// What is wrong.
    pub(crate) violations: Vec<String>,
    /// What is declared, and absent.
    pub(crate) absent: Vec<String>,
    /// The body, as far as it could be read.
    pub(crate) body: Value,
}

/// Checks a request for an operation.
pub(crate) fn check(document: &Document, operation: &Operation<'_>, request: &Request) -> Findings {
    let mut findings = Findings::default();
    let mut check = Check {
        document,
        page: first_page(operation),
        request,
        findings: &mut findings,
    };
    check.authorization();
    check.parameters(
        operation,
        "path",
        &operation.path_parameters(&request.segments),
    );
    check.parameters(operation, "query", &request.query);
    check.headers(operation);
    match operation.body() {
        Some((media_type, schema)) => check.body(media_type, schema),
        None if request.body.is_empty() => {}
        None => check.violation("body: none is declared"),
    }
    findings
}

/// The number of the page, of which calls send the first where nothing else is asked for.
fn first_page<'d>(operation: &Operation<'d>) -> Option<&'d str> {
    let paging = &operation.content["x-paging"];
    paging["page"].as_str().filter(|_| paging["by"] == "number")
}

struct Check<'c> {
    document: &'c Document,
    page: Option<&'c str>,
    request: &'c Request,
    findings: &'c mut Findings,
}

impl Check<'_> {
    fn violation(&mut self, text: impl Into<String>) {
        self.findings.violations.push(text.into());
    }

    fn authorization(&mut self) {
        if self.request.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            self.violation("header Authorization: the token is not there");
        }
    }

    /// Parameters in the path or the query: those that are there are declared, and those that are required are there.
    fn parameters(&mut self, operation: &Operation<'_>, place: &str, given: &[(String, String)]) {
        let declared = operation.parameters(place);
        for (index, (name, text)) in given.iter().enumerate() {
            let at = format!("{place} {name}");
            if given[..index].iter().any(|(other, _)| other == name) {
                self.violation(format!("{at}: given twice"));
            }
            match declared
                .iter()
                .find(|parameter| parameter["name"] == **name)
            {
                Some(parameter) => self.text(&at, name, &parameter["schema"], text),
                None => self.violation(format!("{at}: not declared")),
            }
        }
        for parameter in declared {
            let name = parameter["name"].as_str().unwrap_or_default();
            if !given.iter().any(|(given, _)| given == name) {
                self.absent(&format!("{place} {name}"), parameter["required"] == true);
            }
        }
    }

    fn headers(&mut self, operation: &Operation<'_>) {
        for parameter in operation.parameters("header") {
            let name = parameter["name"].as_str().unwrap_or_default();
            let at = format!("header {name}");
            match self.request.header(name) {
                Some(text) => self.text(&at, name, &parameter["schema"], text),
                None => self.absent(&at, parameter["required"] == true),
            }
        }
    }

    fn absent(&mut self, at: &str, is_required: bool) {
        if is_required {
            self.violation(format!("{at}: required, and not there"));
        } else {
            self.findings.absent.push(at.to_owned());
        }
    }

    /// A value that is written as text.
    fn text(&mut self, at: &str, name: &str, declared: &Value, text: &str) {
        let value = schema::read(self.document, declared, text);
        let problems = schema::problems(self.document, declared, &value, at);
        self.findings.violations.extend(problems);
        self.walk(at, name, declared, &value, &mut Vec::new());
    }

    fn body(&mut self, media_type: &str, declared: &Value) {
        let content_type = self.request.header("content-type").unwrap_or_default();
        let is_form = media_type == "multipart/form-data";
        // A form without parts cannot be written; the schema says whether anything is missing.
        let has_no_parts = is_form && content_type.is_empty() && self.request.body.is_empty();
        if !has_no_parts && content_type.split(';').next() != Some(media_type) {
            self.violation(format!(
                "header Content-Type: {content_type:?} is not {media_type}"
            ));
        }
        let body = if has_no_parts {
            Ok(Value::Object(Map::new()))
        } else if is_form {
            self.form(declared)
        } else {
            serde_json::from_slice(&self.request.body).map_err(|error| error.to_string())
        };
        match body {
            Ok(body) => {
                let problems = schema::problems(self.document, declared, &body, "body");
                self.findings.violations.extend(problems);
                self.walk("body", "", declared, &body, &mut Vec::new());
                self.findings.body = body;
            }
            Err(problem) => self.violation(format!("body: {problem}")),
        }
    }

    /// A form, as the object that its schema describes; files are texts there.
    fn form(&mut self, declared: &Value) -> Result<Value, String> {
        let mut body = Map::new();
        for part in http::parts(self.request)? {
            let at = format!("body/{}", part.name);
            let property = &declared["properties"][&part.name];
            let is_file = property["format"] == "binary";
            if is_file != part.file_name.is_some() || is_file != part.media_type.is_some() {
                self.violation(format!(
                    "{at}: a file has a file name and a media type, nothing else has"
                ));
            }
            let value = schema::read(self.document, property, &part.content);
            if body.insert(part.name, value).is_some() {
                self.violation(format!("{at}: given twice"));
            }
        }
        Ok(Value::Object(body))
    }

    /// Finds what is absent, and values that say they belong elsewhere. `around` holds the references on the way.
    fn walk(
        &mut self,
        at: &str,
        name: &str,
        declared: &Value,
        value: &Value,
        around: &mut Vec<String>,
    ) {
        let (schema, reference) = self.document.resolve(declared);
        let depth = around.len();
        around.extend(reference.map(str::to_owned));
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let property = schema["properties"].get(key);
                    let (name, inner) = match property {
                        Some(property) => (key.as_str(), property),
                        None => (name, &schema["additionalProperties"]),
                    };
                    self.walk(&format!("{at}/{key}"), name, inner, value, around);
                }
                self.absent_members(at, schema, members, around);
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(
                        &format!("{at}/{index}"),
                        name,
                        &schema["items"],
                        item,
                        around,
                    );
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                if schema.get("enum").is_none() {
                    self.named(at, name, schema, value);
                }
            }
        }
        around.truncate(depth);
    }

    fn named(&mut self, at: &str, name: &str, schema: &Value, value: &Value) {
        let is_first_page = self.page == Some(name) && *value == 1;
        if let Some(expected) = names::named(schema, name)
            && expected != *value
            && !is_first_page
        {
            self.violation(format!(
                "{at}: {value} belongs elsewhere; {expected} belongs here"
            ));
        }
    }

    /// What could stand in an object and does not, other than one more object of a type that is around it.
    fn absent_members(
        &mut self,
        at: &str,
        schema: &Value,
        members: &Map<String, Value>,
        around: &[String],
    ) {
        let properties = schema["properties"].as_object();
        for (key, property) in properties.into_iter().flatten() {
            let inner = property
                .get("items")
                .or(property.get("additionalProperties"));
            let (_, reference) = self.document.resolve(inner.unwrap_or(property));
            let is_around =
                reference.is_some_and(|reference| around.iter().any(|one| one == reference));
            if !members.contains_key(key) && !is_around {
                self.absent(&format!("{at}/{key}"), false);
            }
        }
    }
}
