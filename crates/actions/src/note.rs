//! An internal note.

use tillside_domain::{
    commands::{Answer, Command, Target},
    ids::{Cid, ConversationId},
    text,
};

use crate::{ActionError, AgentActor, Context, screen};

/// Appends a note; the second is `true` if it was there already.
pub async fn note(
    ctx: &Context,
    actor: &AgentActor,
    conv: ConversationId,
    cid: Cid,
    typed: &str,
) -> Result<(u64, bool), ActionError> {
    let draft = screen::draft(&ctx.fingerprint, cid, text::message(typed)?);
    let command = Command::Note {
        by: actor.who.clone(),
        draft,
    };
    match ctx
        .carry_out(actor.workspace, Target::Conversation(conv), command)
        .await?
        .1
    {
        Answer::Sent { seq, dup, .. } => Ok((seq, dup)),
        Answer::Appended { seq } => Ok((seq, false)),
        Answer::Owner { .. } | Answer::Transfer { .. } | Answer::Done => {
            Err(tillside_domain::Refusal::CidReused.into())
        }
    }
}
