//! The shopper says how it went.

use tillside_domain::{
    Refusal,
    commands::{Command, Target},
    ids::ConversationId,
    text,
};

use crate::{ActionError, Context, ShopperActor, close::appended, command::counter, screen};

/// Appends a rating of a handler's segment, by default the last; returns its `seq`.
pub async fn rate(
    ctx: &Context,
    actor: ShopperActor,
    conv: ConversationId,
    epoch: Option<i64>,
    score: i64,
    comment: Option<&str>,
) -> Result<u64, ActionError> {
    let score = u8::try_from(score).ok().filter(|score| (1..=5).contains(score));
    let comment = text::optional("comment", comment, text::COMMENT_CHARS_MAX)?;
    let command = Command::Rate {
        shopper: actor.id,
        epoch: epoch.map(|epoch| counter("epoch", epoch)).transpose()?,
        score: score.ok_or(Refusal::Invalid { field: "score" })?,
        comment: screen::optional(comment),
    };
    let (_conv, answer) = ctx
        .carry_out(actor.workspace, Target::Conversation(conv), command)
        .await?;
    Ok(appended(answer))
}
