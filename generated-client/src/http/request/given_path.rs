//! Paths that the caller gives: a text in, a call whose address cannot be another one than it seems.

use percent_encoding::percent_decode_str;

use super::{Fault, Request};
use crate::operation::Method;

impl Request {
    /// A call of a path that somebody else wrote. What it must not be is an error when the call is sent.
    #[inline]
    pub(crate) fn of_given(method: Method, path: String) -> Self {
        let problem = problem_of(&path);
        let mut request = Self::new(method, path);
        request.fault = problem.map(Fault::Path);
        request
    }

    /// Puts a value into the path, as exactly one segment.
    #[inline]
    pub(crate) fn fill(&mut self, name: &str, value: &str) {
        if self.path.contains(&format!("{{{name}}}")) {
            self.set_segment(name, value);
        } else {
            let problem = "has no such place in braces as a value was given for";
            self.fault.get_or_insert(Fault::Path(problem));
        }
    }

    /// The call, unless a place in its path is still empty.
    #[inline]
    pub(crate) fn filled(mut self) -> Self {
        if self.path.contains('{') {
            let problem = "has a place in braces without a value: set it by `path`";
            self.fault.get_or_insert(Fault::Path(problem));
        }
        self
    }
}

/// What is wrong with a path; `None` if it leads to where it seems to lead, below the base URL.
#[inline]
fn problem_of(path: &str) -> Option<&'static str> {
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if path.contains("://") {
        return Some(
            "is a whole address: calls go to the client's base URL, and so does its token",
        );
    }
    if !path.starts_with('/') || path.starts_with("//") {
        return Some("must begin with one `/`");
    }
    if path.contains(['?', '#']) {
        return Some("must end before `?` and `#`: set parameters by `with_query`");
    }
    if path.contains(is_odd) {
        return Some("holds white space or a backslash, which lead elsewhere");
    }
    let mut segments = path
        .split('/')
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy());
    let leads_up = segments.any(|segment| matches!(&*segment, "." | ".."));
    leads_up.then_some("must not hold `.` and `..`, which lead to another one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_elsewhere_is_refused() {
        for path in [
            "https://evil.example/v1/x",
            "//evil.example/v1/x",
            "@evil.example/x",
            "v1/x",
            "",
            "/v1/../x",
            "/v1/%2e%2E/x",
            "/v1/.%2e",
            "/./x",
            "/v1\\..\\x",
            "/v1/\tx",
            "/v1/x?a=1",
            "/v1/x#a",
        ] {
            let error = Request::of_given(Method::Get, path.to_owned()).target();
            let error = error.expect_err(path);
            assert_eq!(error.kind(), crate::ErrorKind::Argument, "{path}");
        }
        let path = "/v1/x..y/%2F/扣子/...";
        let request = Request::of_given(Method::Get, path.to_owned());
        assert_eq!(request.target().expect("a path"), path);
    }

    #[test]
    fn every_place_of_a_path_takes_one_value() {
        let request = || Request::of_given(Method::Get, "/v1/things/{id}".to_owned());
        let mut filled = request();
        filled.fill("id", "a/..?{b}");
        let target = filled.filled().target().expect("a path");
        assert_eq!(target, "/v1/things/a%2F..%3F%7Bb%7D");

        let mut other = request();
        other.fill("name", "a");
        assert!(other.filled().target().is_err());
        assert!(request().filled().target().is_err());
    }
}
