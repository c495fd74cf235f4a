//! Programs that make pages for browsers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use coze_client::testing::{Reply, Server};
use serde_json::{Value, json};

use super::run::{example, run};

#[test]
fn a_page_has_a_chat_in_its_corner() {
    let server = Server::start_in_thread();
    let page = run(
        example("chat_widget", &server).env("COZE_BOT_ID", "bot-1"),
        "",
    )
    .well();
    let (_, data) = page
        .split_once("<script type=\"application/json\">")
        .expect("the data");
    let (data, _) = data.split_once("</script>").expect("its end");
    let data: Value = serde_json::from_str(data).expect("it is JSON");
    assert_eq!(
        data["options"]["config"],
        json!({"type": "bot", "bot_id": "bot-1"})
    );
    assert_eq!(data["options"]["auth"]["token"], server.token());
    assert_eq!(data["refreshTokenFrom"], "/token");
    assert!(page.ends_with("</body>\n</html>\n"), "{page}");
}

#[test]
fn a_browser_gets_a_room_without_the_token() {
    let server = Server::start_in_thread();
    let room = json!({"app_id": "rtc-1", "room_id": "room-1", "uid": "user-7", "token": "entry-1"});
    server
        .on("audio.rooms.create")
        .reply(Reply::value(room.clone()));
    let mut voice_room = example("voice_room", &server);
    let voice_room = voice_room
        .env("COZE_BOT_ID", "bot-1")
        .env("PORT", "0")
        .env("COZE_RTC_SDK", "/rtc.js");
    let mut voice_room = voice_room.spawn().expect("it was built");
    let mut first = String::new();
    let mut out = BufReader::new(voice_room.stdout.take().expect("it is piped"));
    out.read_line(&mut first).expect("it says where it is");
    let address = first
        .trim()
        .strip_prefix("Open http://")
        .expect("an address");
    let ask = |request: &str| {
        let mut stream = TcpStream::connect(address).expect("it listens");
        write!(stream, "{request} HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).expect("it answers");
        reply
    };
    let page = ask("GET /");
    assert!(page.contains("import VERTC from \"/rtc.js\";"), "{page}");
    let entry = ask("POST /room");
    let (_, entry) = entry.split_once("\r\n\r\n").expect("a body");
    assert_eq!(
        serde_json::from_str::<Value>(entry).expect("it is JSON"),
        room
    );
    assert!(!page.contains(server.token()) && !entry.contains(server.token()));
    assert_eq!(server.calls_of("audio.rooms.create").len(), 1);
    voice_room.kill().expect("it runs");
    _ = voice_room.wait();
}
