// part coze

//! Tools of this program, which agents call.
// Extends: Chat, ChatError, ChatStatus, RequiredAction, RequiredToolOutputs, ToolCall, ToolCallFunction, ToolOutput

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;

use crate::error::Error;
use crate::types::{Chat, ToolCall, ToolOutput};
use crate::{ErrorKind, Result};

/// How often tools are called for in one chat, unless the caller says otherwise.
const ROUNDS: usize = 16;

type Reply = Pin<Box<dyn Future<Output = std::result::Result<String, String>> + Send>>;
type Tool = Arc<dyn Fn(Value) -> Reply + Send + Sync>;

/// Tools of this program that an agent may call: plugins that run on the client's side.
///
/// ```no_run
/// use coze_client::ToolBox;
///
/// # async fn weather(city: String) -> Result<String, std::io::Error> { Ok(city) }
/// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
/// let tools = ToolBox::new().tool("get_weather", |arguments| {
///     let city = arguments["city"].as_str().unwrap_or_default().to_owned();
///     async move { weather(city).await }
/// });
/// let chat = client.chat().create("bot id", "user id").additional_messages(["How is the weather in Paris?"]);
/// println!("{}", chat.wait_with_tools(&tools).await?.text());
/// # Ok(())
/// # }
/// ```
///
/// Clones share the tools.
#[derive(Clone)]
pub struct ToolBox {
    tools: BTreeMap<String, Tool>,
    rounds: usize,
}

impl Default for ToolBox {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl ToolBox {
    /// No tools.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self {
            tools: BTreeMap::new(),
            rounds: ROUNDS,
        }
    }

    /// Adds a tool under the name by which the agent calls it. The closure gets the arguments of the call.
    ///
    /// Its result is sent to the agent. If it fails, the text of the error is sent, so that the agent can try something else.
    #[must_use]
    pub fn tool<F, T, E>(
        mut self,
        name: impl Into<String>,
        tool: impl Fn(Value) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = std::result::Result<T, E>> + Send + 'static,
        T: Into<String>,
        E: Display,
    {
        let called = move |arguments| -> Reply {
            let reply = tool(arguments);
            Box::pin(async move {
                reply
                    .await
                    .map(Into::into)
                    .map_err(|error| error.to_string())
            })
        };
        self.tools.insert(name.into(), Arc::new(called));
        self
    }

    /// Sets how many times in one chat the agent may ask for tools before it must answer. 16 if not set.
    #[must_use]
    #[inline]
    pub fn max_rounds(mut self, rounds: usize) -> Self {
        self.rounds = rounds;
        self
    }

    /// Calls the tools that a chat waits for, one after the other.
    pub(crate) async fn outputs(&self, chat: &Chat) -> Result<Vec<ToolOutput>> {
        let mut outputs = Vec::new();
        for call in calls(chat) {
            outputs.push(ToolOutput::new(&call.id, self.output(call).await?));
        }
        if outputs.is_empty() {
            return Err(chat.unanswered());
        }
        Ok(outputs)
    }

    async fn output(&self, call: &ToolCall) -> Result<String> {
        let function = call.function.clone().unwrap_or_default();
        let Some(tool) = self.tools.get(&function.name) else {
            let text = format!(
                "the agent calls the tool `{}`, which is not in the tool box",
                function.name
            );
            return Err(Error::new(ErrorKind::Argument, text));
        };
        let arguments = match function.arguments.trim() {
            "" => Ok(Value::Null),
            text => serde_json::from_str(text)
                .map_err(|error| format!("the arguments are not JSON: {error}")),
        };
        let reply = match arguments {
            Ok(arguments) => tool(arguments).await,
            Err(problem) => Err(problem),
        };
        Ok(reply.unwrap_or_else(|problem| format!("error: {problem}")))
    }

    #[inline]
    pub(crate) fn is_used_up(&self, rounds: usize) -> Result<()> {
        if rounds < self.rounds {
            return Ok(());
        }
        let text = format!("the agent has asked for tools {rounds} times without an answer");
        Err(Error::new(ErrorKind::Api, text))
    }
}

/// The names of the tools.
impl fmt::Debug for ToolBox {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToolBox")
            .field("tools", &self.tools.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

#[inline]
fn calls(chat: &Chat) -> &[ToolCall] {
    let outputs = chat
        .required_action
        .as_ref()
        .and_then(|action| action.submit_tool_outputs.as_ref());
    outputs.map_or(&[], |outputs| &outputs.tool_calls)
}

/// The tools of a chat that is waited for, and how far their use has got.
pub(super) struct ToolUse {
    tools: ToolBox,
    rounds: usize,
    /// Of the last round.
    outputs: Vec<ToolOutput>,
}

impl ToolUse {
    #[inline]
    pub(super) fn of(tools: &ToolBox) -> Self {
        Self {
            tools: tools.clone(),
            rounds: 0,
            outputs: Vec::new(),
        }
    }

    /// What a chat waits for. A tool is called once, even if its output has to be sent again because nobody knows if it arrived.
    pub(super) async fn outputs(&mut self, chat: &Chat) -> Result<Vec<ToolOutput>> {
        let asked = calls(chat).iter().map(|call| &call.id);
        let known = self.outputs.iter().map(|output| &output.tool_call_id);
        self.tools.is_used_up(self.rounds)?;
        self.rounds += 1;
        if self.outputs.is_empty() || !known.eq(asked) {
            self.outputs = self.tools.outputs(chat).await?;
        }
        Ok(self.outputs.clone())
    }
}
