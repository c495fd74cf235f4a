//! Servers and the extensions of the document itself -> what holds for the service as a whole.

use serde_json::Value;

use super::schemes;
use super::types::docs;
use crate::document::envelope;
use crate::extension::{Extension, Members, Reader};
use crate::ir::{Code, CodeKind, Conventions, Server, Service};
use crate::report::{Origins, Report};
use crate::words::camel;

/// Hand-written parts of the runtime that a document can ask for.
const PARTS: [&str; 1] = ["coze"];

/// The conventions that the document states. What cannot be read is in the report.
pub(crate) fn lower(document: &Value, origins: &Origins, report: &mut Report) -> Conventions {
    let mut stated = Stated {
        document,
        origins,
        report,
    };
    let envelope = envelope::read(document, origins, stated.report);
    let codes = stated.codes();
    let service = stated.service();
    let site = service.site.as_deref();
    let schemes = schemes::lower(document, site);
    Conventions {
        envelope,
        codes,
        servers: stated.servers(site),
        security: schemes::of_all(document, &schemes),
        schemes,
        service,
    }
}

/// One entry of `x-error-codes`.
fn code(members: &mut Members<'_, '_>) -> Code {
    const KINDS: [(&str, CodeKind); 3] = [
        ("auth", CodeKind::Auth),
        ("rate-limit", CodeKind::RateLimit),
        ("not-found", CodeKind::NotFound),
    ];
    Code {
        code: members
            .required("code", Reader::integer)
            .unwrap_or_default(),
        kind: members.optional("kind", |reader, kind| reader.choice(kind, &KINDS)),
        renew: members.flag("renew"),
        passes: members.flag("passes"),
        hint: members.optional("hint", Reader::text).map(str::to_owned),
    }
}

/// Which of the texts of a schema are for the public.
#[derive(Clone, Copy)]
enum Texts {
    Title,
}

/// `x-service`.
fn service(members: &mut Members<'_, '_>) -> Service {
    let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
    let site = members.optional("site", Reader::text);
    let regions = members.optional("regions", Reader::text);
    let deprecated = members.optional("deprecated", Reader::text);
    let identity_header = members.optional("identity_header", Reader::text);
    let texts = members.optional("texts", |reader, texts| {
        reader.choice(texts, &[("title", Texts::Title)])
    });
    Service {
        site: site.map(str::to_owned),
        regions: docs::lines(site, [regions]),
        deprecated: deprecated.map(str::to_owned),
        identity_header: identity_header.map(str::to_owned),
        log_id_headers: owned(members.texts("log_id_headers")),
        parts: owned(members.texts("parts")),
        only_titles: matches!(texts, Some(Texts::Title)),
        speaks_chinese: false,
    }
}

struct Stated<'r> {
    document: &'r Value,
    origins: &'r Origins,
    report: &'r mut Report,
}

impl<'r> Stated<'r> {
    fn codes(&mut self) -> Vec<Code> {
        const FIX: &str = "Write a list of `{code: 1, kind: auth, renew: true, passes: true, hint: what to do}`; a kind is `auth`, `rate-limit` or `not-found`.";
        let codes = self.read("x-error-codes", FIX, |reader, codes| {
            reader.objects(codes, code)
        });
        let codes = codes.unwrap_or_default();
        for (index, code) in codes.iter().enumerate() {
            let code = code.code;
            if codes[..index].iter().any(|before| before.code == code) {
                let place = self.origins.place(&format!("/x-error-codes/{index}/code"));
                self.report
                    .error(place, format!("the code {code} stands in this list before"))
                    .fix("Remove one of the two.");
            }
        }
        codes
    }

    fn service(&mut self) -> Service {
        const FIX: &str = "Write `{site: https://…, regions: …, deprecated: …, identity_header: …, log_id_headers: [..], parts: [..], texts: title}`.";
        let read = self.read("x-service", FIX, |reader, stated| {
            reader.object(stated, service)
        });
        let service = read.unwrap_or_default();
        self.check_parts(&service.parts);
        Service {
            speaks_chinese: self.document.pointer("/x-lines/zh").is_some(),
            ..service
        }
    }

    fn read<T>(
        &mut self,
        name: &'static str,
        fix: &str,
        read: impl FnOnce(&mut Reader<'r>, &'r Value) -> Option<T>,
    ) -> Option<T> {
        let extension = Extension::of(self.document.get(name), "", name)?;
        extension.read(fix, self.origins, self.report, read)
    }

    fn check_parts(&mut self, parts: &[String]) {
        for (index, part) in parts.iter().enumerate() {
            if !PARTS.contains(&part.as_str()) {
                let place = self.origins.place(&format!("/x-service/parts/{index}"));
                self.report
                    .error(place, format!("the runtime has no part `{part}`"))
                    .expected(PARTS.join(", "));
            }
        }
    }

    /// The servers whose addresses are whole. Regions have a name each, or there are none.
    fn servers(&mut self, site: Option<&str>) -> Vec<Server> {
        let declared = self.document.get("servers").and_then(Value::as_array);
        let mut servers: Vec<Server> = declared
            .into_iter()
            .flatten()
            .enumerate()
            .filter_map(|(index, server)| self.server(index, server, site))
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

    /// A server, with the default values of its variables; `None` if it is only a path.
    fn server(&mut self, index: usize, declared: &'r Value, site: Option<&str>) -> Option<Server> {
        let mut url = declared["url"].as_str()?.to_owned();
        let variables = declared["variables"].as_object();
        for (name, variable) in variables.into_iter().flatten() {
            let default = variable["default"].as_str().unwrap_or_default();
            url = url.replace(&format!("{{{name}}}"), default);
        }
        let at = format!("/servers/{index}");
        let region = Extension::of(declared.get("x-region"), &at, "x-region");
        let region = region.and_then(|region| {
            let fix = "Write a name, such as `x-region: North`.";
            region.read(fix, self.origins, self.report, Reader::text)
        });
        let default = Extension::of(declared.get("x-default"), &at, "x-default");
        let default = default.and_then(|default| {
            let fix = "Write `x-default: true` beside one server.";
            default.read(fix, self.origins, self.report, Reader::flag)
        });
        let is_whole = url.starts_with("https://") || url.starts_with("http://");
        is_whole.then(|| Server {
            region: region.map(camel),
            url: url.trim_end_matches('/').to_owned(),
            is_default: default.unwrap_or_default(),
            docs: docs::lines(site, [declared["description"].as_str()]),
        })
    }
}
