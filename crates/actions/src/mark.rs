//! Read marks and typing: said to whoever looks now.

use tillside_bus::{Channel, Message};
use tillside_domain::{
    Author,
    commands::{Command, Speaker, Target},
    ephemeral::Ephemeral,
    ids::{ConversationId, WorkspaceId},
};

use crate::{Context, page::is_late};

/// A read mark. It has no answer: one that is refused is ignored.
pub async fn read(ctx: &Context, workspace: WorkspaceId, by: Speaker, conv: ConversationId, seq: u64) {
    let author = by.author();
    let command = Command::Read { by, seq };
    match ctx.carry_out(workspace, Target::Conversation(conv), command).await {
        Ok(_answer) => say(ctx, workspace, conv, Ephemeral::Read { by: author, seq }),
        Err(error) if is_late(&error) => {}
        Err(error) => tracing::warn!(%error, conversation.id = %conv, "A read mark was lost"),
    }
}

/// Somebody types, or has stopped.
pub fn typing(ctx: &Context, workspace: WorkspaceId, by: Author, conv: ConversationId, on: bool) {
    say(ctx, workspace, conv, Ephemeral::Typing { by, on });
}

fn say(ctx: &Context, workspace: WorkspaceId, conv: ConversationId, what: Ephemeral) {
    ctx.bus.publish(
        &Channel::Conversation(workspace, conv),
        Message::Ephemeral(Box::new(what)),
    );
}
