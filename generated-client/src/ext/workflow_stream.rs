// part coze

//! Workflows that ask back while they run.
// Extends: Interrupt, StreamEnd, WorkflowEvent, WorkflowInterrupt, WorkflowMessage, InterruptType, StreamWorkflow, ResumeWorkflowStream

use std::future::Future;

use crate::error::Error;
use crate::http::options::CallOptions;
use crate::resources::workflows::StreamWorkflow;
use crate::types::{Interrupt, WorkflowEvent, WorkflowMessage};
use crate::{Client, ErrorKind, EventStream, Result};

/// The output of a workflow run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct WorkflowOutput {
    /// The output of each node, its pieces put together, in the order in which the nodes began.
    pub messages: Vec<WorkflowMessage>,
    /// The address of a page that shows the run, for seven days; empty if the service sends none.
    pub debug_url: String,
}

impl WorkflowOutput {
    /// The output of the last node, which is the result of the workflow.
    #[must_use]
    #[inline]
    pub fn text(&self) -> &str {
        self.messages.last().map_or("", |message| &message.content)
    }

    #[inline]
    fn take(&mut self, event: WorkflowEvent) {
        match event {
            WorkflowEvent::Message(piece) => match self.messages.last_mut() {
                Some(message) if goes_on(message, &piece) => {
                    message.content.push_str(&piece.content);
                    message.node_is_finish = piece.node_is_finish;
                    message.usage = piece.usage.or(message.usage.take());
                }
                _ => self.messages.push(piece),
            },
            WorkflowEvent::Done(end) => self.debug_url = end.debug_url,
            WorkflowEvent::Interrupt(_) | WorkflowEvent::Unrecognized(_) => {}
        }
    }
}

/// Whether a piece belongs to the message before it: the pieces of a node come one after the other.
#[inline]
fn goes_on(message: &WorkflowMessage, piece: &WorkflowMessage) -> bool {
    let node = |of: &WorkflowMessage| {
        (
            of.node_title.clone(),
            of.node_id.clone(),
            of.node_execute_uuid.clone(),
        )
    };
    !message.node_is_finish && node(message) == node(piece)
}

impl StreamWorkflow {
    /// Runs the workflow to its end: calls the first closure with each event, and the second for the answer to each question.
    ///
    /// ```no_run
    /// # async fn ask(question: String) -> String { question }
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let run = client.workflows().runs().stream("workflow id");
    /// let output = run.send_with_answers(|_| {}, |interrupt| async move { Ok(ask(interrupt.data).await) }).await?;
    /// println!("{}", output.text());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The service resumes a run at most three times, and then counts it as failed (page of `POST /v1/workflow/stream_resume`).
    ///
    /// # Errors
    ///
    /// Those of the calls and of their streams, and the error that `answer` returns.
    pub async fn send_with_answers<F>(
        self,
        mut watch: impl FnMut(&WorkflowEvent),
        mut answer: impl FnMut(Interrupt) -> F,
    ) -> Result<WorkflowOutput>
    where
        F: Future<Output = Result<String>>,
    {
        let (client, workflow_id) = (self.client.clone(), self.workflow_id.clone());
        let options = self.options.for_follow_ups();
        let mut output = WorkflowOutput::default();
        let mut events = self.send().await?;
        while let Some(interrupt) = output.follow(&mut events, &mut watch).await? {
            let reply = answer(interrupt.clone()).await?;
            events = resume(&client, &options, &workflow_id, interrupt, reply).await?;
        }
        Ok(output)
    }
}

impl WorkflowOutput {
    /// Takes the events of a stream, to its end or to a question.
    async fn follow(
        &mut self,
        events: &mut EventStream<WorkflowEvent>,
        watch: &mut impl FnMut(&WorkflowEvent),
    ) -> Result<Option<Interrupt>> {
        while let Some(event) = events.try_next().await? {
            watch(&event);
            match event {
                WorkflowEvent::Interrupt(interrupt) => {
                    return Ok(Some(interrupt.interrupt_data.unwrap_or_default()));
                }
                other => self.take(other),
            }
        }
        Ok(None)
    }
}

async fn resume(
    client: &Client,
    options: &CallOptions,
    workflow_id: &str,
    interrupt: Interrupt,
    reply: String,
) -> Result<EventStream<WorkflowEvent>> {
    let Some(kind) = interrupt.r#type.filter(|_| !interrupt.event_id.is_empty()) else {
        let text = "the workflow was interrupted without the id and the type of an event, so it cannot be resumed";
        return Err(Error::new(ErrorKind::Decode, text));
    };
    let runs = client.workflows().runs();
    let mut resume = runs.resume_stream(workflow_id, interrupt.event_id, reply, kind);
    resume.options.clone_from(options);
    resume.send().await
}
