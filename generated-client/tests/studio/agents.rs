//! Agents, apps and files.

use coze_client::{ErrorKind, FilePart};

use crate::server::Studio;

#[tokio::test]
async fn an_agent_without_a_frame_is_read() {
    let studio = Studio::start().await;
    #[expect(
        deprecated,
        reason = "the service has a successor, and this server has both"
    )]
    let call = studio
        .client()
        .bots()
        .retrieve_published("7512345678901234567");
    let bot = call
        .clone()
        .connector_id("1024")
        .send()
        .await
        .expect("an agent");
    assert_eq!(
        (bot.bot_id.as_str(), bot.name.as_str()),
        ("7512345678901234567", "Librarian")
    );
    assert_eq!(
        bot.prompt_info.expect("a prompt").prompt.as_deref(),
        Some("Be brief.")
    );
    assert_eq!(bot.plugin_info_list.len(), 1);
    assert!(bot.workflow_info_list.is_empty() && bot.variables.is_empty());

    let without = call
        .with_max_retries(0)
        .send()
        .await
        .expect_err("no channel");
    assert_eq!(
        without.as_api().map(|api| (api.code(), api.status())),
        Some((500, 500))
    );
}

#[tokio::test]
async fn an_agent_in_a_frame_is_read() {
    let studio = Studio::start().await;
    let bot = studio
        .client()
        .bots()
        .retrieve("7512345678901234567")
        .send()
        .await;
    let bot = bot.expect("an agent");
    assert_eq!(bot.onboarding_info.expect("an opening").prologue, "Hello!");
    assert_eq!((bot.create_time, bot.version.as_str()), (0, "1720000000"));
}

#[tokio::test]
async fn an_app_is_read_and_one_that_is_not_there_is_an_error() {
    let studio = Studio::start().await;
    let apps = studio.client().apps();
    let app = apps
        .retrieve("11")
        .connector_id("1024")
        .send()
        .await
        .expect("an app");
    assert_eq!((app.app_id.as_str(), app.name.as_str()), ("11", "Shop"));
    assert_eq!(app.variables[0]["keyword"], "city");
    assert_eq!(
        studio.request().query,
        [("connector_id".to_owned(), "1024".to_owned())]
    );

    let error = apps.retrieve("404").send().await.expect_err("`null`");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_file_has_its_time_and_the_name_that_documents_are_made_of() {
    let studio = Studio::start().await;
    let file = FilePart::bytes("report.txt", "six by");
    let file = studio
        .client()
        .files()
        .upload(file)
        .send()
        .await
        .expect("a file");
    assert_eq!((file.id.as_str(), file.bytes), ("7598765432109876543", 6));
    assert_eq!(
        (file.file_name.as_str(), file.created_at),
        ("report.txt", 1_760_000_000)
    );
    assert_eq!(file.uri, "tos-cn-i/5/report.txt");
    assert_eq!(file.url, "http://localhost:8889/report.txt?x=1");
}
