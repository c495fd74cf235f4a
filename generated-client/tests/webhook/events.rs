//! What is read from deliveries. The bodies are those of the pages of the documentation.

use std::collections::BTreeSet;

use coze_client::types::ApiAppEventType;
use coze_client::webhook::{Delivery, Event, Verifier, sign};
use serde_json::{Value, json};

use crate::vectors::{NONCE, TOKEN, then};

fn received(body: &Value) -> Delivery {
    let body = body.to_string().into_bytes();
    let delivery =
        Verifier::new(TOKEN).receive_at(sign(TOKEN, NONCE, then(), &body), &body, then());
    delivery.expect("it is signed, and an event")
}

fn of_type(event_type: &str, event: &Value) -> Delivery {
    received(&json!({"header": {"event_type": event_type}, "event": event}))
}

#[test]
fn the_header_says_whose_event_it_is() {
    let header = json!({
        "event_type": "bot.unpublished",
        "event_id": "83453324-0863",
        "created_at": 1_757_318_670_060_i64,
        "coze_account_id": "210",
        "api_app_id": "754",
        "connector_id": "101",
    });
    let delivery = received(&json!({"header": header, "event": {"bot_id": "7"}}));
    assert_eq!(serde_json::to_value(&delivery.header).ok(), Some(header));
}

#[test]
fn agents_are_known_by_text_and_by_number() {
    let event = json!({
        "bot_id": 7_545_418_082_177_600_001_u64,
        "bot_name": "小助手",
        "description": null,
        "user_id": "42",
        "connector_user_id": 43,
    });
    let published = of_type("bot.published", &event);
    let Event::BotPublished(bot) = &published.event else {
        panic!("{published:?}");
    };
    assert_eq!(bot.bot_id, "7545418082177600001");
    assert_eq!(
        (bot.bot_name.as_str(), bot.description.as_str()),
        ("小助手", "")
    );
    assert_eq!(
        (bot.user_id.as_str(), bot.connector_user_id.as_str()),
        ("42", "43")
    );
    assert_eq!(published.raw(), &event);
    for event_type in ["bot.deleted", "bot.unpublished"] {
        let event = of_type(event_type, &event).event;
        let (Event::BotDeleted(same) | Event::BotUnpublished(same)) = &event else {
            panic!("{event:?}");
        };
        assert_eq!(same, bot);
    }
}

#[test]
fn a_bill_is_read_whole() {
    let bill = json!({
        "id": "684043e196f22aae6d2b4ba1", "consume_time": 1_749_042_145, "record_root_id": "240482016171010",
        "connector_id": "10000010", "connector_uid": "1423241851", "device_id": "d", "custom_consumer": "c",
        "space_id": "750363709788317", "root_entity_id": "751197483247", "root_entity_type": 1,
        "change_balance": "0.16", "balance_type": 2, "resource_type": 1, "resource_id": "1737521",
        "cost_account_id": "210587", "rtc_begin_time": 1, "rtc_end_time": 2, "tts_char_num": 3,
        "rtc_duration": 4, "model_output_token": 62, "model_input_token": 42, "model_id": "1737521813",
        "asr_audio_length": 5, "tts_count": 6,
    });
    let Event::BenefitUsage(usage) = of_type("benefit.usage", &bill).event else {
        panic!("it is a bill");
    };
    assert_eq!(serde_json::to_value(&usage).ok(), Some(bill));
}

#[test]
fn quotas_of_plugins_are_read_whole() {
    let requested = json!({
        "apply_id": "754761756009177", "begin_at": 1_757_318_663, "end_at": 1_757_664_263,
        "resource_id": "75454180821776", "usage_in_30d": 9, "applicant_info": {"user_id": "2100288", "user_name": "ada"},
        "extension_type": "QPS", "origin_capacity": 20, "target_capacity": 30,
    });
    let event = of_type("benefit.plugin.scale.requested", &requested).event;
    let Event::BenefitPluginScaleRequested(event) = event else {
        panic!("{event:?}");
    };
    assert_eq!(serde_json::to_value(&event).ok(), Some(requested));

    let expired = json!({
        "apply_id": "75476401436293", "resource_id": "75460679235388",
        "applicant_info": {"user_id": 2_102_717_852, "user_name": ""},
        "extension_type": "QPS", "expired_capacity": 5, "current_capacity": 21,
    });
    let event = of_type("benefit.plugin.scale.expired", &expired).event;
    let Event::BenefitPluginScaleExpired(event) = event else {
        panic!("{event:?}");
    };
    assert_eq!(event.applicant_info.user_id, "2102717852");
    assert_eq!((event.expired_capacity, event.current_capacity), (5, 21));
}

/// Whatever a callback app can subscribe to has a type.
#[test]
fn every_event_that_can_be_subscribed_to_is_known() {
    let calls = include_str!("../../../spec/overlays/endpoints.yaml");
    let listed = calls
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "));
    let is_event = |text: &&str| text.starts_with("bot.") || text.starts_with("benefit.");
    let listed: BTreeSet<&str> = listed.filter(is_event).collect();
    assert!(listed.len() >= 6, "{listed:?}");
    for event_type in listed {
        let event = of_type(
            event_type,
            &json!({"bot_id": "7", "id": "8", "apply_id": "9"}),
        );
        assert!(
            !matches!(event.event, Event::Unrecognized(_)),
            "{event_type}"
        );
        assert!(!matches!(
            ApiAppEventType::from(event_type),
            ApiAppEventType::Unrecognized(_)
        ));
    }
}

#[test]
fn what_is_not_known_is_kept_as_it_came() {
    let newer = json!({"bot_id": "7", "score": 1.5});
    let delivery = of_type("bot.rated", &newer);
    assert_eq!(delivery.header.event_type, "bot.rated");
    assert_eq!(delivery.event, Event::Unrecognized(newer));
    for other in [
        json!([1]),
        json!("text"),
        json!({}),
        json!({"agent": {}}),
        json!(null),
    ] {
        let delivery = of_type("bot.deleted", &other);
        assert_eq!(delivery.event, Event::Unrecognized(other));
    }
    let without = received(&json!({"header": {"event_type": "bot.deleted"}}));
    assert_eq!(without.event, Event::Unrecognized(Value::Null));
}
