//! A message.

use tillside_domain::{
    Refusal, Timestamp,
    commands::{Answer, Command, Speaker, Target},
    ids::{Cid, ConversationId, WorkspaceId},
    text,
};

use crate::{ActionError, Context, screen};

/// What an acknowledged message has.
type Sent = (u64, Timestamp, bool);

/// Checks, writes, tells: the order is the point. Put before the writer at once, so that a connection's messages keep
/// their order; resolves when the message is durable.
pub fn send(
    ctx: &Context,
    workspace: WorkspaceId,
    by: Speaker,
    conv: ConversationId,
    cid: Cid,
    typed: &str,
) -> impl Future<Output = Result<Sent, ActionError>> + Send + use<> {
    let checked = text::message(typed).map(|typed| {
        let draft = screen::draft(&ctx.fingerprint, cid, typed);
        ctx.carry_out(workspace, Target::Conversation(conv), Command::Send { by, draft })
    });
    async move {
        match checked?.await?.1 {
            Answer::Sent { seq, at, dup } => Ok((seq, at, dup)),
            _ => Err(Refusal::CidReused.into()),
        }
    }
}
