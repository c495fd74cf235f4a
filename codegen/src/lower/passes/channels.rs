//! Channels stand apart from other calls: they, and the types that only they need, are there with a feature of their own.

use crate::ir::{Api, Call, Resource};
use crate::lower::operation::declared::path_pointer;
use crate::report::{Origins, Report};

/// Refuses channels beside other calls below one resource of the client, and two channels of one name.
pub(crate) fn stand_apart(api: &Api, origins: &Origins, report: &mut Report) {
    let mut names: Vec<&str> = Vec::new();
    for resource in &api.resources {
        for call in resource.all_calls() {
            let Some(channel) = call.channel() else {
                continue;
            };
            let found = if !resource.is_of_channels() {
                format!("`{}` has other calls, too", handle(resource))
            } else if names.contains(&channel.name.as_str()) {
                format!("another channel is called `{}`, too", call.method_name)
            } else {
                names.push(&channel.name);
                continue;
            };
            refuse(call, &found, origins, report);
        }
    }
}

fn refuse(call: &Call, found: &str, origins: &Origins, report: &mut Report) {
    let at = path_pointer(&call.path, call.method);
    let place = origins.place(&at);
    let report = report.concerning(&at);
    let problem = report.error(place, format!("this is a channel, and {found}"));
    problem.fix("Give it another call in spec/names.yaml, such as `realtime.chat`.");
}

fn handle(resource: &Resource) -> String {
    format!("client.{}()", crate::words::plain(&resource.path[0]))
}
