//! What credentials a service knows, and which of them a call needs: data that the document gives.

use std::borrow::Cow;

/// A way to sign calls.
#[derive(Debug)]
pub(crate) struct Scheme {
    /// The method of the client's builder that sets it.
    pub(crate) method: &'static str,
    pub(crate) carrier: Carrier,
}

/// Where credentials stand in a request.
// A document decides which of them occur.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// A token in the header `Authorization`.
    Bearer,
    /// A user and a password there.
    Basic,
    /// A key in the header of this name.
    Header(&'static str),
    /// A key in the query.
    Query(&'static str),
    /// A key in a cookie.
    Cookie(&'static str),
}

/// What a call needs: all credentials of one of these sets; nothing, where there is no set or an empty one. Where nothing is said, every
/// call goes with what there is.
pub(crate) type Security = Option<&'static [&'static [&'static Scheme]]>;

/// The access token of the client, where the document declares none.
pub(crate) const TOKEN: Scheme = Scheme {
    method: "token",
    carrier: Carrier::Bearer,
};

impl Scheme {
    /// Whether both stand in one place, where there is room for one.
    fn excludes(&self, other: &Self) -> bool {
        let is_authorization = |carrier: Carrier| match carrier {
            Carrier::Bearer | Carrier::Basic => true,
            Carrier::Header(name) => name.eq_ignore_ascii_case("authorization"),
            Carrier::Query(_) | Carrier::Cookie(_) => false,
        };
        match (self.carrier, other.carrier) {
            (Carrier::Header(one), Carrier::Header(two)) => one.eq_ignore_ascii_case(two),
            (one, two) => one == two || is_authorization(one) && is_authorization(two),
        }
    }
}

/// What is chosen for a call.
#[derive(Debug)]
pub(crate) enum Choice {
    /// All of these; of several tokens the first is enough.
    Signed(Cow<'static, [&'static Scheme]>),
    /// Nothing that the call could do with is there.
    Missing,
}

/// Chooses the first set of which all is there; one that asks for something comes before one that asks for nothing.
pub(crate) fn choose(
    security: Security,
    known: &[&'static Scheme],
    has: &dyn Fn(&Scheme) -> bool,
) -> Choice {
    let Some(sets) = security else {
        let mut there = known.to_vec();
        there.push(&TOKEN);
        there.retain(|scheme| has(scheme));
        return Choice::Signed(one_in_each_place(&there).into());
    };
    for set in sets.iter().filter(|set| !set.is_empty()) {
        if set.iter().all(|scheme| has(scheme)) {
            return Choice::Signed(match set {
                [one] => std::slice::from_ref(one).into(),
                several => one_in_each_place(several).into(),
            });
        }
    }
    if sets.is_empty() || sets.iter().any(|set| set.is_empty()) {
        return Choice::Signed(Cow::default());
    }
    Choice::Missing
}

fn one_in_each_place(schemes: &[&'static Scheme]) -> Vec<&'static Scheme> {
    let mut chosen: Vec<&'static Scheme> = Vec::new();
    for scheme in schemes {
        if !chosen.iter().any(|other| scheme.excludes(other)) {
            chosen.push(scheme);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Scheme = Scheme {
        method: "key",
        carrier: Carrier::Header("X-Key"),
    };
    const APP: Scheme = Scheme {
        method: "app",
        carrier: Carrier::Query("app"),
    };
    const LOGIN: Scheme = Scheme {
        method: "login",
        carrier: Carrier::Basic,
    };

    /// The methods that set what is chosen.
    fn chosen(security: Security, there: &[&str]) -> String {
        let has = |scheme: &Scheme| there.contains(&scheme.method);
        match choose(security, &[&KEY, &APP, &LOGIN], &has) {
            Choice::Missing => "missing".to_owned(),
            Choice::Signed(schemes) => {
                let methods: Vec<&str> = schemes.iter().map(|scheme| scheme.method).collect();
                methods.join(" ")
            }
        }
    }

    #[test]
    fn the_first_set_that_is_complete_is_chosen() {
        let security: Security = Some(&[&[&KEY, &APP], &[&LOGIN], &[&APP]]);
        assert_eq!(chosen(security, &["app", "login"]), "login");
        assert_eq!(chosen(security, &["app"]), "app");
        assert_eq!(chosen(security, &["app", "key", "login"]), "key app");
        assert_eq!(chosen(security, &["key", "token"]), "missing");
    }

    #[test]
    fn what_may_go_without_goes_with_what_there_is() {
        let optional: Security = Some(&[&[], &[&KEY]]);
        assert_eq!(chosen(optional, &["key"]), "key");
        assert_eq!(chosen(optional, &["app"]), "");
        assert_eq!(chosen(Some(&[]), &["key", "token"]), "");
    }

    #[test]
    fn where_nothing_is_said_all_goes_along_that_has_room() {
        assert_eq!(chosen(None, &["key", "app", "token"]), "key app token");
        assert_eq!(chosen(None, &["login", "token"]), "login");
        assert_eq!(chosen(None, &[]), "");
    }
}
