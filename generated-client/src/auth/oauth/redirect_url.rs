// part coze

//! The address that a user's browser came back with: an authorization code out, if it belongs to what was asked for.

use super::crypto::is_same;
use super::error::OAuthError;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// Reads the code. `redirected_to` is an address, a path with its query, or the query.
#[inline]
pub(crate) fn code(redirected_to: &str, state: &str) -> Result<String> {
    let found = parameters(redirected_to);
    let get = |name: &str| {
        let mut values = found.iter().filter(|(key, _)| key == name);
        values.next().map_or("", |(_, value)| value.as_str())
    };
    if state.is_empty() || !is_same(get("state"), state) {
        return Err(Error::new(
            ErrorKind::OAuth,
            "the redirect's `state` is not the one of this authorization: somebody else may have made it, or it is of an earlier attempt",
        ));
    }
    let code = get("code");
    let error = [get("error"), get("error_code")]
        .into_iter()
        .find(|e| !e.is_empty());
    if let Some(error) = error {
        let description = [get("error_description"), get("error_message")].concat();
        return Err(Error::oauth(OAuthError::new(error, &description, 0)));
    }
    if code.is_empty() {
        return Err(Error::new(ErrorKind::OAuth, "the redirect holds no `code`"));
    }
    Ok(code.to_owned())
}

#[inline]
fn parameters(redirected_to: &str) -> Vec<(String, String)> {
    let query = redirected_to.trim();
    let query = query.split_once('#').map_or(query, |(before, _)| before);
    let query = query.split_once('?').map_or(query, |(_, query)| query);
    let Ok(mut url) = reqwest::Url::parse("http://localhost/") else {
        return Vec::new();
    };
    url.set_query(Some(query));
    url.query_pairs().into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::OAuthErrorCode;

    #[test]
    fn the_code_is_found_in_all_that_servers_hand_over() {
        for redirected_to in [
            "http://127.0.0.1:8080/callback?code=a%2Bb&state=s%20t",
            "/callback?state=s+t&code=a%2Bb#end",
            "code=a%2Bb&state=s%20t\n",
        ] {
            assert_eq!(code(redirected_to, "s t").expect(redirected_to), "a+b");
        }
    }

    #[test]
    fn a_redirect_of_somebody_else_is_refused() {
        for (redirected_to, state) in [
            ("?code=a&state=other", "mine"),
            ("?code=a", "mine"),
            ("?code=a&state=", ""),
            ("?error=access_denied&state=other", "mine"),
        ] {
            let error = code(redirected_to, state).expect_err(redirected_to);
            assert!(error.to_string().contains("`state`"), "{error}");
            assert!(error.as_oauth().is_none());
        }
    }

    #[test]
    fn a_refusal_and_an_empty_redirect_are_errors() {
        let error = code("?error=access_denied&error_description=no+way&state=s", "s");
        let error = error.expect_err("denied");
        let oauth = error.as_oauth().expect("a refusal");
        assert_eq!(oauth.code(), &OAuthErrorCode::AccessDenied);
        assert_eq!(oauth.description(), "no way");
        assert!(code("?state=s", "s").is_err());
    }
}
