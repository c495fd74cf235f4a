// part coze

//! What the events carry, by their pages in the documentation. Nothing is required: what is not there is empty or 0.

/// A struct of public fields that is read by their names.
macro_rules! fields {
    ($(#[$docs:meta])* $name:ident { $($(#[$field_docs:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_docs])* pub $field: $ty,)*
        }

        impl crate::json::record::Record for $name {
            fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
                $(if key == stringify!($field) {
                    return Some(&mut self.$field);
                })*
                None
            }
        }

        record!($name);
    };
}
pub(super) use fields;

use serde::Serialize;

use crate::json::decode::Decode;
use crate::json::record::record;

fields! {
    /// An agent that was published, deleted or taken off a channel.
    ///
    /// The page of `bot.published` has `bot_id`, `bot_name`, `description` and `user_id`. Of the other two events, what
    /// they have of these is read.
    BotEvent {
        /// The agent, as in [`bots().retrieve`](crate::resources::bots::Bots::retrieve).
        bot_id: String,
        /// What people call it.
        bot_name: String,
        /// What it says of itself.
        description: String,
        /// The user of Coze who did it.
        user_id: String,
        /// The same user, by the id that the channel has for them.
        connector_user_id: String,
    }
}

fields! {
    /// What a conversation has cost, of one thing that it used. Source: page
    /// [billing_callback_message](https://docs.coze.cn/developer_guides/billing_callback_message).
    ///
    /// Those of calls with sound and picture come 3 to 5 hours later than the others.
    UsageEvent {
        /// The id of the bill.
        id: String,
        /// When it was used, in Unix seconds.
        consume_time: i64,
        /// One conversation with all that it used: bills with the same id belong together.
        record_root_id: String,
        /// The channel: `1024` is the API, `999` the Chat SDK, `10000010` the store, others are those of enterprises.
        connector_id: String,
        /// The user, by the id that the channel has for them.
        connector_uid: String,
        /// The device, if one was reported.
        device_id: String,
        /// What was reported as `custom_consumer`.
        custom_consumer: String,
        /// The workspace of what caused the costs.
        space_id: String,
        /// What caused the costs: `1` agent, `2` workflow, `3` plugin, `4` app, `5` model, `6` voice, `101` a programmed
        /// project; further numbers are products of Coze itself.
        root_entity_type: i64,
        /// The id of what caused the costs; empty for models and voices that were called without an agent.
        root_entity_id: String,
        /// How much it was: credits, or seconds of calls; which of them, `balance_type` says. A decimal number, as `0.16`.
        change_balance: String,
        /// What was paid with: `2` credits, `3` seconds of calls with a voice of the system, `4` with a cloned voice.
        balance_type: i64,
        /// What was used: `1` model, `2` plugin, `3` speech recognition or synthesis, `4` calls with sound and picture.
        resource_type: i64,
        /// Its id: that of a model or plugin, or a name such as `Rtc_voice_call_duration`.
        resource_id: String,
        /// The account that pays.
        cost_account_id: String,
        /// The model.
        model_id: String,
        /// Tokens that the model read.
        model_input_token: i64,
        /// Tokens that the model wrote.
        model_output_token: i64,
        /// Characters that were spoken.
        tts_char_num: i64,
        /// How often something was spoken.
        tts_count: i64,
        /// The length of the sound that was recognised, in milliseconds.
        asr_audio_length: i64,
        /// The length of the call, in milliseconds.
        rtc_duration: i64,
        /// When the call began, in Unix seconds.
        rtc_begin_time: i64,
        /// When the call ended, in Unix seconds.
        rtc_end_time: i64,
    }
}

fields! {
    /// Who asked for a larger quota.
    Applicant {
        /// The user of Coze.
        user_id: String,
        /// What people call the user.
        user_name: String,
    }
}

fields! {
    /// A user asks for a larger quota of a plugin. Source: page
    /// [benefit_plugin_scale_requested](https://docs.coze.cn/developer_guides/benefit_plugin_scale_requested).
    PluginScaleRequested {
        /// The id of the request.
        apply_id: String,
        /// From when on it is to hold, in Unix seconds.
        begin_at: i64,
        /// Until when, in Unix seconds.
        end_at: i64,
        /// The plugin.
        resource_id: String,
        /// How often the user called it within 30 days.
        usage_in_30d: i64,
        /// Who asks.
        applicant_info: Applicant,
        /// Of what the quota is: `QPS`, calls per second.
        extension_type: String,
        /// The quota as it is.
        origin_capacity: i64,
        /// The quota as it is to be.
        target_capacity: i64,
    }
}

fields! {
    /// A larger quota of a plugin is over, or was given up. Source: page
    /// [benefit_plugin_scale_expired](https://docs.coze.cn/developer_guides/benefit_plugin_scale_expired).
    PluginScaleExpired {
        /// The id of the request.
        apply_id: String,
        /// The plugin.
        resource_id: String,
        /// Who had asked for it.
        applicant_info: Applicant,
        /// Of what the quota is: `QPS`, calls per second.
        extension_type: String,
        /// By how much the quota is smaller now.
        expired_capacity: i64,
        /// The quota as it is now.
        current_capacity: i64,
    }
}
