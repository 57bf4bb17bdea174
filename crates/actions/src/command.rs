//! A domain command on its way: written, then told.

use tillside_domain::{
    Refusal,
    commands::{Answer, Command, Order, Target},
    ids::{ConversationId, WorkspaceId},
};

use crate::{ActionError, Context, failpoint};

impl Context {
    /// Puts a command before the writer at once; resolves when it is durable and told.
    pub(crate) fn carry_out(
        &self,
        workspace: WorkspaceId,
        target: Target,
        command: Command,
    ) -> impl Future<Output = Result<(ConversationId, Answer), ActionError>> + Send + use<> {
        let committed = self.store.command(Order {
            workspace,
            target,
            command,
        });
        let context = self.clone();
        async move {
            let done = committed.await?;
            failpoint::reach("command.after_commit");
            context.tell(workspace, done.outcome);
            Ok((done.conversation, done.answer))
        }
    }
}

/// A counter from the wire: what is below zero names nothing.
pub(crate) fn counter(field: &'static str, value: i64) -> Result<u64, Refusal> {
    u64::try_from(value).map_err(|_negative| Refusal::Invalid { field })
}
