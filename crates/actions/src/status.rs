//! An agent says what they are up to.

use tillside_domain::{Availability, text};

use crate::{ActionError, AgentActor, Context, screen};

/// Sets the agent's availability.
pub async fn status(
    ctx: &Context,
    actor: &AgentActor,
    said: Availability,
    reason: Option<&str>,
) -> Result<(), ActionError> {
    let reason = text::optional("reason", reason, text::REASON_CHARS_MAX)?;
    let outcome = ctx
        .store
        .set_availability(actor.id(), said, screen::optional(reason))
        .await?;
    ctx.tell(actor.workspace, outcome);
    Ok(())
}
