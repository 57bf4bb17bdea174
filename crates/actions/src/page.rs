//! What the shopper's page says, and what they say of themselves.

use tillside_domain::{
    Refusal,
    commands::{Command, Target},
    context::Claim,
    ids::ConversationId,
    packet::Consent,
    text,
};

use crate::{ActionError, Context, ShopperActor, screen};

/// Cart, checkout and page, as claimed by the page.
pub async fn page_context(ctx: &Context, actor: ShopperActor, claim: Claim) -> Result<(), ActionError> {
    claim.check()?;
    let command = Command::Context {
        shopper: actor.id,
        claim: screen::claim(claim),
    };
    in_open_conversation(ctx, actor, command).await
}

/// Name, address and consent.
pub async fn profile(
    ctx: &Context,
    actor: ShopperActor,
    name: Option<&str>,
    email: Option<&str>,
    consent: Option<Consent>,
) -> Result<(), ActionError> {
    let name = text::optional("name", name, text::NAME_CHARS_MAX)?;
    let email = email.map(|email| text::email("email", email)).transpose()?;
    if let Some(consent) = &consent {
        text::bounded("consent.text", &consent.text, text::COMMENT_CHARS_MAX)?;
        text::bounded("consent.version", &consent.version, text::REASON_CHARS_MAX)?;
    }
    let (name, email) = (screen::optional(name), screen::optional(email));
    ctx.store.set_profile(actor.id, name.clone(), email.clone()).await?;
    let command = Command::Profile {
        shopper: actor.id,
        name,
        email,
        consent,
    };
    in_open_conversation(ctx, actor, command).await
}

/// Nothing is stored about a shopper before the first `open`: without a conversation there is nothing to do.
async fn in_open_conversation(ctx: &Context, actor: ShopperActor, command: Command) -> Result<(), ActionError> {
    let Some(conv) = open_conversation(ctx, actor).await? else {
        return Ok(());
    };
    ctx.carry_out(actor.workspace, Target::Conversation(conv), command)
        .await?;
    Ok(())
}

pub(crate) async fn open_conversation(
    ctx: &Context,
    actor: ShopperActor,
) -> Result<Option<ConversationId>, ActionError> {
    let shopper = ctx.store.shopper(actor.id).await?;
    let open = shopper
        .conversations
        .iter()
        .find(|followed| followed.conversation.closing().is_none());
    let own = open.filter(|followed| followed.conversation.workspace == actor.workspace);
    Ok(own.map(|followed| followed.conversation.id))
}

/// A refusal that only says that somebody was faster.
pub(crate) fn is_late(error: &ActionError) -> bool {
    matches!(
        error,
        ActionError::Refused(Refusal::ConversationClosed | Refusal::NotFound | Refusal::Conflict { .. })
    )
}
