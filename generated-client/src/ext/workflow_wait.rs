// part coze

//! Waiting for a workflow that runs asynchronously.
// Extends: Interrupt, WorkflowRunHistory, WorkflowRunStatus, RunWorkflow, RetrieveWorkflowRunHistory, RetrieveStudioRunHistory

use std::time::Duration;

use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::resources::workflows::{
    RetrieveStudioRunHistory, RetrieveWorkflowRunHistory, RunWorkflow,
};
use crate::types::{WorkflowRunHistory, WorkflowRunStatus};
use crate::wait::{Begun, Step, Wait, Work};
use crate::{ErrorKind, ResponseFuture, Result};

/// How long a run is waited for, unless the caller says otherwise: as long as the service lets asynchronous runs go on.
const TIMEOUT: Duration = Duration::from_secs(24 * 60 * 60);

impl RunWorkflow {
    /// Runs the workflow asynchronously (`is_async`, a paid feature) and waits for its end, for 24 hours at most. The service ends plain
    /// runs after 90 seconds.
    ///
    /// The wait also ends when the run waits for an answer; then
    /// [`interrupt_data`](field@WorkflowRunHistory::interrupt_data) says for which.
    ///
    /// Coze Studio has the result elsewhere: there, send the run with `is_async(true)`, and [wait](RetrieveStudioRunHistory::wait) for
    /// what `histories().retrieve_on_studio` gives.
    ///
    /// ```no_run
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let run = client.workflows().runs().create("workflow id").wait().await?;
    /// println!("{}", run.output);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Wait`], and the code and message of a run that failed.
    #[inline]
    pub fn wait(self) -> Wait<WorkflowRunHistory, WorkflowRunHistory> {
        let histories = self.client.workflows().runs().histories();
        let workflow_id = self.workflow_id.clone();
        let options = self.options.for_follow_ups();
        let run = self.is_async(true).send();
        let begin = async move {
            let mut look = histories.retrieve(workflow_id, run.await?.execute_id);
            look.options = options;
            Ok(Look::Service(look))
        };
        Wait::new(Run(Begun::by(begin)), TIMEOUT)
    }
}

impl RetrieveWorkflowRunHistory {
    /// Waits for the end of a run that was started before, as [`RunWorkflow::wait`] does.
    #[inline]
    pub fn wait(self) -> Wait<WorkflowRunHistory, WorkflowRunHistory> {
        Wait::new(Run(Begun::Look(Look::Service(self))), TIMEOUT)
    }
}

impl RetrieveStudioRunHistory {
    /// Waits for the end of a run that was started before, as [`RunWorkflow::wait`] does.
    ///
    /// A run that waits for an answer is an error: only streamed runs can be answered.
    #[inline]
    pub fn wait(self) -> Wait<WorkflowRunHistory, WorkflowRunHistory> {
        Wait::new(Run(Begun::Look(Look::Studio(self))), TIMEOUT)
    }
}

struct Run(Begun<Look>);

/// The call for what came of a run, by the server that has it.
#[derive(Clone)]
enum Look {
    Service(RetrieveWorkflowRunHistory),
    Studio(RetrieveStudioRunHistory),
}

impl Look {
    #[inline]
    fn name(&self) -> String {
        let (run, workflow) = match self {
            Self::Service(call) => (&call.execute_id, &call.workflow_id),
            Self::Studio(call) => (&call.execute_id, &call.workflow_id),
        };
        format!("the run {run} of the workflow {workflow}")
    }

    #[inline]
    fn send(self) -> ResponseFuture<Vec<WorkflowRunHistory>> {
        match self {
            Self::Service(call) => call.send(),
            Self::Studio(call) => call.send(),
        }
    }
}

impl Work<WorkflowRunHistory, WorkflowRunHistory> for Run {
    #[inline]
    fn name(&self) -> String {
        self.0.look().map_or("the run".to_owned(), Look::name)
    }

    #[inline]
    fn check(&mut self) -> Step<'_, WorkflowRunHistory> {
        Box::pin(async {
            let look = self.0.begin().await?;
            // The list has one element, and none as long as the run is too young to be found.
            Ok(look.send().await?.pop().unwrap_or_default())
        })
    }

    #[inline]
    fn is_over(&self, run: &WorkflowRunHistory) -> bool {
        let is_running = run
            .execute_status
            .as_ref()
            .is_none_or(|status| *status == WorkflowRunStatus::Running);
        !is_running || run.interrupt_data.is_some()
    }

    #[inline]
    fn finish(&mut self, run: WorkflowRunHistory) -> Step<'_, WorkflowRunHistory> {
        Box::pin(std::future::ready(outcome(run)))
    }
}

#[inline]
fn outcome(run: WorkflowRunHistory) -> Result<WorkflowRunHistory> {
    match &run.execute_status {
        _ if run.interrupt_data.is_some() => Ok(run),
        Some(WorkflowRunStatus::Success) => Ok(run),
        Some(WorkflowRunStatus::Fail) => Err(failure(&run)),
        Some(WorkflowRunStatus::Cancel) => Err(Error::new(ErrorKind::Api, "the run was cancelled")),
        Some(WorkflowRunStatus::Unset) => Err(Error::new(
            ErrorKind::Api,
            "the run waits for an answer, which only runs that are streamed can be given",
        )),
        status => {
            let status = status.as_ref().map_or("", WorkflowRunStatus::as_str);
            Err(Error::new(
                ErrorKind::Api,
                format!("the run ended in a state that is not known here: `{status}`"),
            ))
        }
    }
}

#[inline]
fn failure(run: &WorkflowRunHistory) -> Error {
    let code = run.error_code.parse().unwrap_or_default();
    // The call as such was answered with status 200.
    let error = Error::api(ApiError::new(code, &run.error_message, 200));
    error.or_log_id(Some(run.logid.as_str()).filter(|id| !id.is_empty()))
}
