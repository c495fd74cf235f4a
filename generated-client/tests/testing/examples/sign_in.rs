//! Signing in: as a user in a browser, on another device, and as a server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;

use coze_client::testing::{Call, Reply, Server};
use serde_json::json;

use super::run::{example, run};

const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/auth/keys/pkcs8.pem");

/// A server with one voice.
fn server() -> Server {
    let server = Server::start_in_thread();
    server
        .on("audio.voices.list")
        .reply(Reply::items([json!({"voice_id": "1", "name": "Ada"})]));
    server
}

/// What the voices were asked for with, and the calls for tokens.
fn tokens(server: &Server) -> (String, Vec<Call>) {
    let asked = server.calls_of("audio.voices.list").remove(0);
    let token = asked.token().unwrap_or_default().to_owned();
    (token, server.calls_of("POST /api/permission/oauth2/token"))
}

/// Goes to an address, and on to where it leads, as a browser does.
fn browse(address: &str) {
    let (host, target) = address
        .trim_start_matches("http://")
        .split_once('/')
        .expect("an address");
    let mut stream = TcpStream::connect(host).expect("somebody listens");
    // At once: who listens may answer, and be gone, before a second piece comes.
    let request = format!("GET /{target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let next = lines.find_map(|line| line.strip_prefix("location: ").map(str::to_owned));
    if let Some(next) = next {
        browse(&next);
    }
}

/// Runs a program that asks for a browser; what it said.
fn run_with_browser(program: &mut Command) -> String {
    let mut program = program
        .env("COZE_REDIRECT_PORT", "0")
        .spawn()
        .expect("it was built");
    let mut out = BufReader::new(program.stdout.take().expect("it is piped"));
    let mut line = String::new();
    out.read_line(&mut line).expect("it asks");
    assert_eq!(line, "Open this address in a browser:\n");
    line.clear();
    out.read_line(&mut line).expect("an address");
    browse(line.trim());
    let mut said = String::new();
    out.read_to_string(&mut said).expect("it speaks in text");
    assert!(program.wait().expect("it ends").success(), "{said}");
    said
}

#[test]
fn a_user_signs_in_with_a_browser() {
    let server = server();
    let mut web = example("oauth_web", &server);
    web.env("COZE_WEB_OAUTH_CLIENT_ID", "app")
        .env("COZE_WEB_OAUTH_CLIENT_SECRET", "app-secret");
    let said = run_with_browser(&mut web);
    assert!(said.ends_with("1 Ada\n"), "{said}");
    let (token, asked) = tokens(&server);
    assert_eq!(token, "access-token-2");
    assert_eq!(asked[0].json()["code"], "code-of-a-test");
    assert!(
        !said.contains("token-2") && !said.contains("app-secret"),
        "{said}"
    );
}

#[test]
fn a_user_of_a_program_without_a_secret_signs_in() {
    let server = server();
    let mut pkce = example("oauth_pkce", &server);
    let said = run_with_browser(pkce.env("COZE_PKCE_OAUTH_CLIENT_ID", "app"));
    assert!(said.ends_with("1 Ada\n"), "{said}");
    let (_, asked) = tokens(&server);
    assert!(asked[0].json()["code_verifier"].is_string(), "{asked:?}");
}

#[test]
fn a_user_signs_in_on_another_device() {
    let server = server();
    let mut device = example("oauth_device", &server);
    let said = run(device.env("COZE_DEVICE_OAUTH_CLIENT_ID", "app"), "").well();
    assert!(
        said.contains(" and enter ABCD-EFGH\n") && said.ends_with("1 Ada\n"),
        "{said}"
    );
    let (_, asked) = tokens(&server);
    assert_eq!(asked[0].json()["device_code"], "device-code-1");
}

#[test]
fn a_server_signs_in_with_its_key() {
    let server = server();
    let mut jwt = example("oauth_jwt", &server);
    jwt.env("COZE_JWT_OAUTH_CLIENT_ID", "app")
        .env("COZE_JWT_OAUTH_PUBLIC_KEY_ID", "key");
    let said = run(jwt.env("COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH", KEY), "").well();
    assert_eq!(said, "1 Ada\n");
    assert_eq!(tokens(&server).0, "access-token-1");
}

#[test]
fn the_file_of_the_official_sdks_is_read() {
    let server = server();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.json");
    let config =
        json!({"client_type": "device", "client_id": "app", "coze_api_base": server.url()});
    std::fs::write(&file, config.to_string()).expect("a file");
    let said = run(example("oauth_config", &server).arg(&file), "").well();
    assert!(said.contains("/device?user_code=ABCD-EFGH"), "{said}");
}
