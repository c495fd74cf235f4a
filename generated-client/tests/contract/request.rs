//! A request comes in; out goes all that the document has against it, and what it declares and the request does not give.

use serde_json::{Map, Value};

use crate::credentials;
use crate::document::{Document, Operation};
use crate::http::{self, Request};
use crate::media::{covers, essence, is_any_file, is_json, matching};
use crate::texts::{self, Style};
use crate::{schema, shape, template, walk};

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
    let signed = credentials::check(document, operation, request);
    let request = &signed.request;
    let mut findings = Findings {
        violations: signed.violations,
        ..Findings::default()
    };
    let mut check = Check {
        document,
        page: first_page(operation),
        request,
        findings: &mut findings,
    };
    let path = template::values(operation.path, &request.path).unwrap_or_default();
    check.parameters(operation, "path", path);
    check.parameters(operation, "query", request.query.clone());
    check.headers(operation);
    let cookies = request.header("cookie").unwrap_or_default();
    check.parameters(
        operation,
        "cookie",
        http::pairs(&cookies.replace("; ", "&")),
    );
    match operation.body() {
        Some((required, content)) => check.body(required, content),
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

    /// Parameters in the path or the query: those that are there are declared, and those that are required are there.
    fn parameters(
        &mut self,
        operation: &Operation<'_>,
        place: &str,
        mut given: Vec<(String, String)>,
    ) {
        let (wide, narrow): (Vec<&Value>, Vec<&Value>) = operation
            .parameters(place)
            .into_iter()
            .partition(|parameter| self.takes_all(parameter));
        for parameter in narrow.into_iter().chain(wide) {
            let name = parameter["name"].as_str().unwrap_or_default();
            let declared = declared(parameter);
            let style = Style::of_parameter(parameter);
            let value = texts::take(self.document, name, declared, style, &mut given);
            let is_required = parameter["required"] == true || place == "path";
            self.value(
                &format!("{place} {name}"),
                name,
                declared,
                value,
                is_required,
            );
        }
        for (name, text) in given {
            self.violation(format!(
                "{place} {name}: {text:?} is not declared, or given twice"
            ));
        }
    }

    /// Whether it is written as fields of any name.
    fn takes_all(&self, parameter: &Value) -> bool {
        let shape = shape::always(self.document, &parameter["schema"]);
        shape.member("additionalProperties").is_some()
    }

    fn headers(&mut self, operation: &Operation<'_>) {
        // What these say is declared elsewhere.
        const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];
        for parameter in operation.parameters("header") {
            let name = parameter["name"].as_str().unwrap_or_default();
            if IGNORED.contains(&name.to_ascii_lowercase().as_str()) {
                continue;
            }
            let declared = declared(parameter);
            let text = self.request.header(name);
            let mut given = text.map(|text| (name.to_owned(), text.to_owned()));
            let mut given: Vec<(String, String)> = given.take().into_iter().collect();
            let style = Style::of_parameter(parameter);
            let value = texts::take(self.document, name, declared, style, &mut given);
            let is_required = parameter["required"] == true;
            self.value(
                &format!("header {name}"),
                name,
                declared,
                value,
                is_required,
            );
        }
    }

    /// A value that was written as text, or its absence.
    fn value(
        &mut self,
        at: &str,
        name: &str,
        declared: &Value,
        value: Option<Value>,
        is_required: bool,
    ) {
        match value {
            Some(value) => self.judge(at, name, declared, &value),
            None if is_required => self.violation(format!("{at}: required, and not there")),
            None => self.findings.absent.push(at.to_owned()),
        }
    }

    /// Holds a value against its schema, and against the rule by which values say where they belong.
    fn judge(&mut self, at: &str, name: &str, declared: &Value, value: &Value) {
        let problems = schema::problems(self.document, declared, value, at);
        self.findings.violations.extend(problems);
        if self.page == Some(name) && *value == 1 {
            return;
        }
        let found = walk::look(self.document, at, name, declared, value);
        let first_page = self.page.map(|page| format!("{at}/{page}: 1 "));
        let misplaced = found.misplaced.into_iter().filter(|line| {
            first_page
                .as_ref()
                .is_none_or(|page| !line.starts_with(page))
        });
        self.findings.violations.extend(misplaced);
        self.findings.absent.extend(found.absent);
    }

    fn body(&mut self, is_required: bool, content: &Map<String, Value>) {
        let content_type = self.request.header("content-type").unwrap_or_default();
        if content_type.is_empty() && self.request.body.is_empty() {
            let needs_parts = content.values().any(|media| self.needs_something(media));
            if is_required && needs_parts {
                self.violation("body: required, and not there");
            } else {
                self.findings.absent.push("body".to_owned());
            }
            return;
        }
        if is_any_file(content) {
            return self.file(content_type);
        }
        let Some((media_type, declared)) = matching(content, content_type) else {
            self.violation(format!(
                "header Content-Type: {content_type:?} is not declared"
            ));
            return;
        };
        let name = essence(media_type);
        let schema = declared.get("schema").unwrap_or(&Value::Null);
        let body = match essence(content_type) {
            "multipart/form-data" => self.form(declared),
            "application/x-www-form-urlencoded" => Ok(self.pairs(declared)),
            sent if is_json(sent) => {
                serde_json::from_slice(&self.request.body).map_err(|error| error.to_string())
            }
            _ => return self.file(name),
        };
        match body {
            Ok(body) => {
                self.judge("body", "body", schema, &body);
                self.findings.body = body;
            }
            Err(problem) => self.violation(format!("body: {problem}")),
        }
    }

    /// A form without parts cannot be written; the schema says whether anything is missing.
    fn needs_something(&self, media: &Value) -> bool {
        let schema = media.get("schema").unwrap_or(&Value::Null);
        let empty = Value::Object(Map::new());
        !schema::problems(self.document, schema, &empty, "").is_empty()
    }

    /// The content of a file, which cases give by this name.
    fn file(&mut self, media_type: &str) {
        if self.request.body != b"file" {
            let text = String::from_utf8_lossy(&self.request.body).into_owned();
            self.violation(format!(
                "body ({media_type}): {text:?} is not what was given"
            ));
        }
    }

    /// A form that is written like a query.
    fn pairs(&mut self, declared: &Value) -> Value {
        let text = String::from_utf8_lossy(&self.request.body).into_owned();
        let mut given = http::pairs(&text);
        let mut body = Map::new();
        let shape = shape::always(self.document, &declared["schema"]);
        for (name, property) in shape.properties() {
            let encoding = &declared["encoding"][&name];
            let mut style = Style::of_field(encoding);
            let is_styled = encoding.get("style").is_some() || encoding.get("explode").is_some();
            style.json |= !is_styled && shape::always(self.document, &property).is_object();
            let value = texts::take(self.document, &name, &property, style, &mut given);
            body.extend(value.map(|value| (name, value)));
        }
        let further = shape.member("additionalProperties");
        for (name, text) in given {
            match further {
                Some(further) if *further != false => {
                    let value = texts::scalar(self.document, further, &text);
                    body.insert(name, value);
                }
                _ => self.violation(format!("body {name}: not declared, or given twice")),
            }
        }
        Value::Object(body)
    }

    /// A form of parts, as the object that its schema describes; files are texts there.
    fn form(&mut self, declared: &Value) -> Result<Value, String> {
        let mut body = Map::new();
        let shape = shape::always(self.document, &declared["schema"]);
        for part in http::parts(self.request)? {
            let at = format!("body/{}", part.name);
            let further = shape.member("additionalProperties").unwrap_or(&Value::Null);
            let property = shape.property(&part.name).unwrap_or(further);
            let property_shape = shape::always(self.document, property);
            let items = property_shape
                .member("items")
                .filter(|_| property_shape.is_array());
            let one = items.unwrap_or(property);
            let encoding = &declared["encoding"][&part.name];
            let value = self.part(&at, &part, one, encoding);
            match (body.get_mut(&part.name), items) {
                // One part of JSON holds the list as a whole.
                (None, Some(_)) if value.is_array() => {
                    body.insert(part.name, value);
                }
                (Some(Value::Array(all)), Some(_)) => all.push(value),
                (None, Some(_)) => {
                    body.insert(part.name, Value::Array(vec![value]));
                }
                (None, None) => {
                    body.insert(part.name, value);
                }
                (Some(_), _) => self.violation(format!("{at}: given twice")),
            }
        }
        Ok(Value::Object(body))
    }

    fn part(&mut self, at: &str, part: &http::Part, one: &Value, encoding: &Value) -> Value {
        let shape = shape::always(self.document, one);
        if shape.is_file() != part.file_name.is_some() {
            self.violation(format!(
                "{at}: a file has a file name, and nothing else has"
            ));
        }
        let media_type = part.media_type.as_deref().map(essence);
        let declared = encoding["contentType"].as_str();
        let usual = (!shape.is_file() && shape.is_object()).then_some("application/json");
        let is_declared = |declared: &str| {
            let mut names = declared.split(',').map(essence);
            // Which of several a file is, is the caller's choice.
            let is_choice = shape.is_file() && declared.contains(',');
            is_choice || media_type.is_some_and(|sent| names.any(|name| covers(name, sent)))
        };
        if !declared.or(usual).is_none_or(is_declared) {
            self.violation(format!(
                "{at}: {media_type:?} is not the declared media type"
            ));
        }
        if media_type.is_some_and(is_json) {
            let value = serde_json::from_str(&part.content);
            return value.unwrap_or_else(|_| part.content.as_str().into());
        }
        texts::scalar(self.document, one, &part.content)
    }
}

/// The schema of a parameter, also of one that is written as some media type.
fn declared(parameter: &Value) -> &Value {
    let content = parameter["content"].as_object();
    let media = content.and_then(|content| content.values().next());
    media
        .unwrap_or(parameter)
        .get("schema")
        .unwrap_or(&Value::Null)
}
