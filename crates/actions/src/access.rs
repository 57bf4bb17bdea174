//! Who may see a conversation: reads pass the same table as commands.

use tillside_domain::{
    Refusal,
    ids::ConversationId,
    permission::{Relation, Right},
};
use tillside_store::Followed;

use crate::{ActionError, AgentActor, Context, ShopperActor};

/// Who looks.
#[derive(Clone, Copy, Debug)]
pub enum Sight<'a> {
    Shopper(ShopperActor),
    Agent(&'a AgentActor),
}

/// The conversation with the relation of an agent to it; a shopper sees only their own. Not there and not theirs look the
/// same (AUTHZ1).
pub(crate) async fn sight(
    ctx: &Context,
    sight: &Sight<'_>,
    conv: ConversationId,
) -> Result<(Followed, Option<Relation>), ActionError> {
    let followed = ctx.store.conversation(conv).await?.ok_or(Refusal::NotFound)?;
    let conversation = &followed.conversation;
    match sight {
        Sight::Shopper(shopper) => {
            let own = conversation.shopper.id == shopper.id && conversation.workspace == shopper.workspace;
            if own {
                Ok((followed, None))
            } else {
                Err(Refusal::NotFound.into())
            }
        }
        Sight::Agent(actor) => {
            if conversation.workspace != actor.workspace {
                return Err(Refusal::NotFound.into());
            }
            let agent = ctx.store.agent_now(actor.id()).await?.ok_or(Refusal::NotFound)?;
            let relation = Relation::of(conversation, &agent.agent);
            Ok((followed, Some(relation)))
        }
    }
}

/// A conversation that the viewer may read. A supervisor's look at another's is audited.
pub async fn conversation(ctx: &Context, viewer: &Sight<'_>, conv: ConversationId) -> Result<Followed, ActionError> {
    let (followed, relation) = sight(ctx, viewer, conv).await?;
    if let (Some(relation), Sight::Agent(actor)) = (relation, viewer) {
        let phase = &followed.conversation.phase;
        if !relation.may(Right::Read, phase) {
            return Err(Refusal::NotFound.into());
        }
        let by_right_of_supervision = !Relation {
            supervisor: false,
            ..relation
        }
        .may(Right::Read, phase);
        if by_right_of_supervision {
            ctx.store
                .audit(actor.workspace, actor.id(), "read", conv.to_string())
                .await?;
        }
    }
    Ok(followed)
}

/// The same as a question, without the audit: what `resume` asks of conversations one follows already.
pub async fn readable(
    ctx: &Context,
    viewer: &Sight<'_>,
    conv: ConversationId,
) -> Result<Option<Followed>, ActionError> {
    match conversation(ctx, viewer, conv).await {
        Ok(followed) => Ok(Some(followed)),
        Err(ActionError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
