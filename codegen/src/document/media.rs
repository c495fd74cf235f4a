//! Names of media types come in, how bodies of them are read and written goes out.

/// How a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// A JSON text.
    Json,
    /// A form whose parts may be files.
    Multipart,
    /// A form of texts.
    FormUrlEncoded,
    /// A stream of events.
    Events,
    /// Bytes.
    Bytes,
    /// Something that this generator has no code for.
    Other,
}

impl Media {
    /// Whether it is named texts.
    pub(crate) fn is_form(self) -> bool {
        matches!(self, Self::Multipart | Self::FormUrlEncoded)
    }

    /// Whether it is bytes that the caller has.
    pub(crate) fn is_file(self) -> bool {
        matches!(self, Self::Bytes | Self::Other)
    }
}

const BYTES: [&str; 5] = [
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-tar",
];
const KINDS_OF_BYTES: [&str; 4] = ["audio/", "image/", "video/", "font/"];

/// What a media type is, whatever its parameters.
pub(crate) fn of(name: &str) -> Media {
    let essence = essence(name);
    match essence {
        // Of whatever is taken or sent, JSON.
        "application/json" | "text/json" | "application/*" | "*/*" => Media::Json,
        "multipart/form-data" => Media::Multipart,
        "application/x-www-form-urlencoded" => Media::FormUrlEncoded,
        "text/event-stream" => Media::Events,
        _ if essence.ends_with("+json") => Media::Json,
        _ if BYTES.contains(&essence) => Media::Bytes,
        _ if KINDS_OF_BYTES.iter().any(|kind| essence.starts_with(kind)) => Media::Bytes,
        _ => Media::Other,
    }
}

/// The media type that a request is written in: JSON if it is taken, else a form, else the first, as a file.
pub(crate) fn sent<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let json = json(names.clone());
    let mut forms = names.clone();
    let form = forms.find(|name| of(name).is_form());
    let mut files = names.filter(|name| of(name) != Media::Events);
    json.or(form).or_else(|| files.next())
}

/// The media type that a reply at once is read in: JSON if it is offered, else the first, as bytes.
pub(crate) fn received<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let mut at_once = names.filter(|name| of(name) != Media::Events);
    json(at_once.clone()).or_else(|| at_once.next())
}

/// `application/json` itself, else the first that is JSON.
fn json<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let mut plain = names.clone().filter(|name| essence(name) == JSON);
    let mut others = names.filter(|name| is_json(name));
    plain.next().or_else(|| others.next())
}

/// Whether bodies of a media type are JSON texts.
pub(crate) fn is_json(name: &str) -> bool {
    of(name) == Media::Json
}

/// The media type of a JSON body, where it says more than that it is JSON.
pub(crate) fn declared_json(name: &str) -> String {
    declared(name, JSON)
}

/// The media type of a form without files, where it says more than that.
pub(crate) fn declared_form_urlencoded(name: &str) -> String {
    declared(name, PAIRS)
}

fn declared(name: &str, usual: &str) -> String {
    let says_more = name != usual && !essence(name).contains('*');
    if says_more {
        name.to_owned()
    } else {
        String::new()
    }
}

const JSON: &str = "application/json";
const PAIRS: &str = "application/x-www-form-urlencoded";

/// A media type without its parameters.
/// Whether it is a text without any form.
pub(crate) fn is_text(name: &str) -> bool {
    essence(name) == "text/plain"
}

fn essence(name: &str) -> &str {
    name.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_a_media_type_do_not_count() {
        assert_eq!(of("application/json; charset=utf-8"), Media::Json);
        assert_eq!(of("application/problem+json"), Media::Json);
        assert_eq!(of("audio/mpeg"), Media::Bytes);
        assert_eq!(of("text/plain"), Media::Other);
    }

    #[test]
    fn of_several_the_one_that_can_be_typed_is_taken() {
        let names = ["text/event-stream", "application/xml", "application/json"];
        assert_eq!(received(names.into_iter()), Some("application/json"));
        assert_eq!(
            received(names[..2].iter().copied()),
            Some("application/xml")
        );
        assert_eq!(received(names[..1].iter().copied()), None);
        assert_eq!(sent(names.into_iter()), Some("application/json"));
        let forms = ["application/x-www-form-urlencoded", "application/json"];
        assert_eq!(sent(forms.into_iter()), Some("application/json"));
        assert_eq!(sent(forms[..1].iter().copied()), Some(forms[0]));
        assert_eq!(sent(names[..2].iter().copied()), Some("application/xml"));
        assert_eq!(sent(names[..1].iter().copied()), None);
    }
}
