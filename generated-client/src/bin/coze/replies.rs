// part coze

//! A call -> what its reply carries.

use coze_client::Client;
use serde_json::Value;

use super::failure::Failure;
use super::given::Given;
use super::requests;
use super::table::{Operation, Reply};

/// Sends a call, and gives what its reply carries.
pub(crate) async fn fetched(
    client: &Client,
    operation: &'static Operation,
    given: &Given,
) -> Result<Value, Failure> {
    let request = requests::request(client, operation, given).await?;
    Ok(match &operation.reply {
        Reply::Unit => {
            request.send::<Value>().await?;
            Value::Null
        }
        Reply::DataAt(keys) => {
            let whole: Value = request.send_whole().await?;
            keys.iter().fold(whole, |mut value, key| value[key].take())
        }
        Reply::Whole => without_frame(request.send_whole().await?),
        Reply::Data | Reply::Binary | Reply::Events(_) => request.send().await?,
    })
}

/// A reply without what only says that it is a success.
fn without_frame(mut whole: Value) -> Value {
    if let Some(fields) = whole.as_object_mut() {
        fields.retain(|name, _| !matches!(name.as_str(), "code" | "msg" | "detail"));
    }
    whole
}
