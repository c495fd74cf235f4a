//! Servers and the extensions of the document itself -> what holds for the service as a whole.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::schemes;
use super::types::docs;
use crate::document::envelope;
use crate::ir::{Code, CodeKind, Conventions, Envelope, Server, Service};
use crate::pointer;
use crate::report::{Origins, Report};
use crate::words::camel;

/// One entry of `x-error-codes`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredCode {
    code: i64,
    kind: Option<DeclaredKind>,
    #[serde(default)]
    renew: bool,
    #[serde(default)]
    passes: bool,
    hint: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DeclaredKind {
    Auth,
    RateLimit,
    NotFound,
}

/// `x-service`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredService {
    regions: Option<String>,
    deprecated: Option<String>,
    site: Option<String>,
    identity_header: Option<String>,
    #[serde(default)]
    log_id_headers: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
    texts: Option<DeclaredTexts>,
}

/// Which of the texts of a schema are for the public.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum DeclaredTexts {
    Title,
}

/// Hand-written parts of the runtime that a document can ask for.
const PARTS: [&str; 1] = ["coze"];

/// The conventions that the document states. What cannot be read is in the report.
pub(crate) fn lower(document: &Value, origins: &Origins, report: &mut Report) -> Conventions {
    let mut reader = Reader {
        document,
        origins,
        report,
    };
    let envelope = reader.envelope();
    let codes: Option<Vec<DeclaredCode>> = reader.read(
        "x-error-codes",
        "Write a list of `{code: 1, kind: auth, renew: true, passes: true, hint: what to do}`; a kind is `auth`, `rate-limit` or `not-found`.",
    );
    let service = reader.read(
        "x-service",
        "Write `{site: https://…, regions: …, deprecated: …, identity_header: …, log_id_headers: [..], parts: [..], texts: title}`.",
    );
    let service: DeclaredService = service.unwrap_or_default();
    reader.check_parts(&service.parts);
    let site = service.site;
    let schemes = schemes::lower(document, site.as_deref());
    Conventions {
        envelope,
        codes: codes.into_iter().flatten().map(code).collect(),
        servers: reader.servers(site.as_deref()),
        security: schemes::of_all(document, &schemes),
        schemes,
        service: Service {
            regions: docs::lines(site.as_deref(), [service.regions.as_deref()]),
            deprecated: service.deprecated,
            identity_header: service.identity_header,
            log_id_headers: service.log_id_headers,
            site,
            parts: service.parts,
            only_titles: matches!(service.texts, Some(DeclaredTexts::Title)),
            speaks_chinese: document.pointer("/x-lines/zh").is_some(),
        },
    }
}

fn code(declared: DeclaredCode) -> Code {
    Code {
        code: declared.code,
        kind: declared.kind.map(|kind| match kind {
            DeclaredKind::Auth => CodeKind::Auth,
            DeclaredKind::RateLimit => CodeKind::RateLimit,
            DeclaredKind::NotFound => CodeKind::NotFound,
        }),
        renew: declared.renew,
        passes: declared.passes,
        hint: declared.hint,
    }
}

struct Reader<'r> {
    document: &'r Value,
    origins: &'r Origins,
    report: &'r mut Report,
}

impl Reader<'_> {
    fn read<T: DeserializeOwned>(&mut self, key: &str, fix: &str) -> Option<T> {
        let value = self.document.get(key)?;
        match serde_json::from_value(value.clone()) {
            Ok(read) => Some(read),
            Err(problem) => {
                let place = self.origins.place(&pointer::join("", key));
                self.report
                    .error(place, format!("`{key}` cannot be read: {problem}"))
                    .fix(fix);
                None
            }
        }
    }

    fn envelope(&mut self) -> Option<Envelope> {
        const FIX: &str = "Write `{code: code, message: msg, data: data, log_id: [detail, logid]}`, with names of fields of replies, and at most two keys to the log id.";
        let found = match envelope::read(self.document)? {
            Ok(envelope) if envelope.log_id.len() <= 2 => return Some(envelope),
            Ok(_) => "`x-envelope` has a log id deeper than in one object".to_owned(),
            Err(problem) => format!("`x-envelope` cannot be read: {problem}"),
        };
        let place = self.origins.place("/x-envelope");
        self.report.error(place, found).fix(FIX);
        None
    }

    fn check_parts(&mut self, parts: &[String]) {
        for part in parts.iter().filter(|part| !PARTS.contains(&part.as_str())) {
            let place = self.origins.place("/x-service/parts");
            self.report
                .error(place, format!("the runtime has no part `{part}`"))
                .expected(PARTS.join(", "));
        }
    }

    /// The servers whose addresses are whole. Regions have a name each, or there are none.
    fn servers(&mut self, site: Option<&str>) -> Vec<Server> {
        let declared = self.document.get("servers").and_then(Value::as_array);
        let mut servers: Vec<Server> = declared
            .into_iter()
            .flatten()
            .filter_map(|server| self::server(server, site))
            .collect();
        if !servers.iter().any(|server| server.is_default)
            && let Some(first) = servers.first_mut()
        {
            first.is_default = true;
        }
        if servers.iter().any(|server| server.region.is_none()) {
            for server in &mut servers {
                server.region = None;
            }
        }
        let regions: Vec<String> = servers
            .iter()
            .filter_map(|one| one.region.clone())
            .collect();
        self.refuse_repeated(&regions);
        servers
    }

    fn refuse_repeated(&mut self, regions: &[String]) {
        for (index, region) in regions.iter().enumerate() {
            if regions[..index].contains(region) {
                let place = self.origins.place("/servers");
                self.report
                    .error(place, format!("two servers are called `{region}`"))
                    .fix("Choose another `x-region` for one of them.");
            }
        }
    }
}

/// A server, with the default values of its variables; `None` if it is only a path.
fn server(declared: &Value, site: Option<&str>) -> Option<Server> {
    let mut url = declared["url"].as_str()?.to_owned();
    let variables = declared["variables"].as_object();
    for (name, variable) in variables.into_iter().flatten() {
        let default = variable["default"].as_str().unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), default);
    }
    let is_whole = url.starts_with("https://") || url.starts_with("http://");
    let region = declared["x-region"].as_str();
    is_whole.then(|| Server {
        region: region.map(camel),
        url: url.trim_end_matches('/').to_owned(),
        is_default: declared["x-default"] == true,
        docs: docs::lines(site, [declared["description"].as_str()]),
    })
}
