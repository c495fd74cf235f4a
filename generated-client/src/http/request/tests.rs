use serde_json::json;

use super::*;
use crate::http::value::IntText;

fn body(request: &Request) -> String {
    match &request.content {
        Content::Fields(text) => format!("{}}}", String::from_utf8_lossy(text)),
        Content::Json(text) => String::from_utf8_lossy(text).into_owned(),
        Content::FormUrlEncoded(text) => text.clone(),
        Content::None | Content::Multipart(_) | Content::File(..) => String::new(),
    }
}

#[test]
fn a_path_value_is_one_segment_whatever_it_holds() {
    let request = Request::new(Method::Get, "/v1/a/{id}/b/{other}")
        .path("id", "x/../y?z#%2e%2F 扣")
        .path("other", &7_i64);
    assert_eq!(
        request.target().expect("valid"),
        "/v1/a/x%2F..%2Fy%3Fz%23%252e%252F%20%E6%89%A3/b/7"
    );
}

#[test]
fn a_path_value_that_would_change_the_path_is_refused() {
    for value in ["", ".", ".."] {
        let error = Request::new(Method::Delete, "/v1/a/{id}")
            .path("id", value)
            .target()
            .expect_err(value);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(error.to_string().contains("`id`"));
    }
}

#[test]
fn unset_query_parameters_are_left_out_and_lists_joined() {
    let request = Request::new(Method::Get, "/v1/x")
        .query("a", &None::<i64>)
        .query("keywords", &vec!["b&c".to_owned(), "d".to_owned()])
        .query("none", &Vec::<String>::new())
        .query("page", &Some(2_i64))
        .query("flag", &false);
    assert_eq!(
        request.target().expect("valid"),
        "/v1/x?keywords=b%26c%2Cd&page=2&flag=false"
    );
}

#[test]
fn a_list_may_repeat_its_key() {
    let some = Some(vec!["a b".to_owned(), "c".to_owned()]);
    let request = Request::new(Method::Get, "/v1/x")
        .query_each("tag", &vec![1_i64, 2])
        .query_each("word", some.as_ref())
        .query_each("none", None::<&Vec<String>>);
    assert_eq!(
        request.target().expect("valid"),
        "/v1/x?tag=1&tag=2&word=a%20b&word=c"
    );
}

#[test]
fn an_object_in_the_query_has_a_key_for_each_field() {
    let filter = json!({"name": "a&b", "tags": ["x", true]});
    let request = Request::new(Method::Get, "/v1/x")
        .query_deep("filter", &filter)
        .query_fields("filter", &filter)
        .query_deep("unset", &None::<i64>);
    assert_eq!(
        request.target().expect("valid"),
        "/v1/x?filter%5Bname%5D=a%26b&filter%5Btags%5D=x&filter%5Btags%5D=true\
         &name=a%26b&tags=x&tags=true"
    );
}

#[test]
fn null_is_sent_where_it_is_said() {
    let request = Request::new(Method::Post, "/v1/x")
        .nullable("unset", Some(&None::<i64>))
        .nullable("asked", Some(None::<i64>).as_ref())
        .nullable("absent", None::<Option<i64>>.as_ref())
        .nullable("given", Some(&Some(1_i64)));
    assert_eq!(body(&request), r#"{"unset":null,"asked":null,"given":1}"#);
}

#[test]
fn a_json_body_holds_the_fields_that_are_set() {
    let request = Request::new(Method::Post, "/v1/x").json();
    assert_eq!(body(&request), "{}");
    let request = request
        .field("first", &None::<String>)
        .field("text", &"a\"b".to_owned())
        .field("absent", &None::<i64>)
        .field("stream", &true)
        .field("id", &IntText(1))
        .field("list", &Vec::<String>::new());
    assert_eq!(
        body(&request),
        r#"{"text":"a\"b","stream":true,"id":"1","list":[]}"#
    );
}

#[test]
fn names_are_written_as_json() {
    let request = Request::new(Method::Post, "/v1/x").field("a\"b\\", &1_i64);
    assert_eq!(body(&request), r#"{"a\"b\\":1}"#);
}

#[test]
fn a_whole_body_is_any_json() {
    let request = Request::new(Method::Post, "/v1/x").body(&vec![1_i64, 2]);
    assert_eq!(body(&request), "[1,2]");
}
