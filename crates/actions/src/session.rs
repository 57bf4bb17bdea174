//! Sockets come and go.

use tillside_domain::{
    commands::{Command, Target},
    ids::{ConversationId, WorkspaceId},
};
use tillside_store::SessionPlace;

use crate::{ActionError, AgentActor, Context, ShopperActor, page::is_late};

/// An agent's socket is there; returns the connections that are too many (PRES1), oldest last.
pub async fn agent_connected(
    ctx: &Context,
    actor: &AgentActor,
    conn: &str,
    sockets_max: usize,
) -> Result<Vec<String>, ActionError> {
    let place = SessionPlace {
        conn: conn.to_owned(),
        node: ctx.node.to_string(),
        agent: actor.id(),
    };
    let (outcome, too_many) = ctx.store.begin_session(place, sockets_max).await?;
    ctx.tell(actor.workspace, outcome);
    Ok(too_many)
}

/// An agent's socket is gone.
pub async fn agent_disconnected(ctx: &Context, workspace: WorkspaceId, conn: String) {
    match ctx.store.end_session(conn).await {
        Ok(outcome) => ctx.tell(workspace, outcome),
        // The lease of this node ends the session all the same.
        Err(error) => tracing::warn!(%error, "A session's end was not written"),
    }
}

/// The shopper looks at the page (again): parked conversations return to their place.
pub async fn shopper_came(ctx: &Context, actor: ShopperActor, convs: &[ConversationId]) {
    presence(ctx, actor, convs, true).await;
}

/// The shopper's last socket here is gone.
pub async fn shopper_went(ctx: &Context, actor: ShopperActor, convs: &[ConversationId]) {
    presence(ctx, actor, convs, false).await;
}

async fn presence(ctx: &Context, actor: ShopperActor, convs: &[ConversationId], here: bool) {
    for conv in convs {
        let command = Command::Presence {
            shopper: actor.id,
            here,
        };
        match ctx
            .carry_out(actor.workspace, Target::Conversation(*conv), command)
            .await
        {
            Ok(_answer) => {}
            Err(error) if is_late(&error) => {}
            Err(error) => tracing::warn!(%error, conversation.id = %conv, "A shopper's presence was not written"),
        }
    }
}
