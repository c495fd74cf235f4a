"""Programs that call so many operations of a client, from the signatures that its generator has written."""

import re

HEAD = """#![allow(warnings)]
use std::future::Future;
use std::pin::pin;
use std::task::{{Context, Waker}};
{imports}

/// A value that the compiler can neither foresee nor leave out.
fn given<T>() -> T {{
    std::hint::black_box(None::<T>).unwrap()
}}
"""

CALL = """
async fn call_{number}(client: &{client}) {{
    let Ok(reply) = {expression}.await else {{ return }};
    std::hint::black_box(reply);
}}
"""

MAIN = """
async fn calls(client: &{client}) {{
{calls}}}

fn main() {{
    let client = given();
    let mut calls = pin!(calls(&client));
    let _ = calls.as_mut().poll(&mut Context::from_waker(Waker::noop()));
}}
"""


def program(imports, client, expressions):
    """The program that makes these calls, one after the other."""
    parts = [HEAD.format(imports=imports)]
    for number, expression in enumerate(expressions):
        parts.append(CALL.format(number=number, client=client, expression=expression))
    calls = "".join(f"    call_{number}(client).await;\n" for number in range(len(expressions)))
    return "".join(parts) + MAIN.format(client=client, calls=calls)


def plain(name):
    """What is left of a name when generators have written it in their ways."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def operations(document):
    ids = (operation.get("operationId") for path in document["paths"].values() for operation in path.values())
    return {plain(name) for name in ids if name}


def of_a_peer(source, ids):
    """Operation -> the call of it, where all operations are async methods of one client."""
    found = {}
    for name, parameters in re.findall(r"pub async fn (\w+)(?:<[^>]*>)?\(\s*&self,?(.*?)\)\s*->", source, re.S):
        if plain(name) in ids:
            found[plain(name)] = f"client.{name}({given(parameters)})"
    return found


def of_this_crate(sources, ids):
    """Operation -> the call of it, where they are methods of handles, and have the name of the operation as an alias."""
    found = {}
    for source in sources:
        handles = dict(
            (name, path) for path, name in re.findall(r"/// The calls of `(client[^`]*)`\..*?pub struct (\w+)", source, re.S)
        )
        for name, body in re.findall(r"^impl (\w+) \{\n(.*?)^\}", source, re.S | re.M):
            if name in handles:
                found.update(calls_of_a_handle(handles[name], body, ids))
    return found


def calls_of_a_handle(handle, body, ids):
    found, aliases = {}, []
    for alias, method, parameters in re.findall(r'doc\(alias = "([^"]*)"\)|pub fn (\w+)\(\s*&self,?(.*?)\) ->', body, re.S):
        if alias:
            aliases.append(plain(alias))
            continue
        for operation in ids.intersection(aliases + [plain(method)]):
            found.setdefault(operation, f"{handle}.{method}({given(parameters)}).send()")
        aliases = []
    return found


def resources(expressions):
    """The resources that are called, each a feature of this crate."""
    return sorted({re.match(r"client\.(\w+)\(\)", expression).group(1) for expression in expressions})


def given(parameters):
    """A value for each of the parameters."""
    types = [concrete(parameter.split(":", 1)[1].strip()) for parameter in split(parameters)]
    return ", ".join(f"given::<{ty}>()" for ty in types)


def split(parameters):
    """The parameters between commas that stand in no brackets."""
    parts, depth = [""], 0
    for character in parameters:
        depth += (character in "<([") - (character in ">)]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]


def concrete(ty):
    """A type of one's own where any will do."""
    ty = ty.replace("impl Serialize", "Value")
    ty = re.sub(r"impl (?:Into<String>|AsRef<str>)|\b__Param\d+\b", "&'static str", ty)
    while (less := re.sub(r"impl Into<([^<>]+(?:<[^<>]*>)?)>", r"\1", ty)) != ty:
        ty = less
    return re.sub(r"impl IntoIterator<\s*Item = (.*)>", r"Vec<\1>", ty, flags=re.S)
