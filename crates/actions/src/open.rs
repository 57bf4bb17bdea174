//! A shopper asks for somebody.

use tillside_domain::{
    Refusal,
    commands::Open,
    context::Claim,
    ids::{Cid, ConversationId, QueueId, WorkspaceId},
    text,
};
use tillside_store::OpenOrder;
use uuid::Uuid;

use crate::{ActionError, Context, ShopperActor, screen};

/// What an `open` says.
#[derive(Clone, Debug)]
pub struct OpenRequest {
    pub cid: Cid,
    /// A queue's id or key.
    pub queue: Option<String>,
    pub subject: Option<String>,
    pub locale: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub claim: Claim,
}

/// The conversation that an `open` gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedConversation {
    pub conv: ConversationId,
    pub created: bool,
    /// This `cid` named it before.
    pub dup: bool,
}

/// Opens a conversation, or names the one that was there.
pub async fn open(ctx: &Context, actor: ShopperActor, request: OpenRequest) -> Result<OpenedConversation, ActionError> {
    let subject = text::optional("subject", request.subject.as_deref(), text::SUBJECT_CHARS_MAX)?;
    let name = text::optional("name", request.name.as_deref(), text::NAME_CHARS_MAX)?;
    let email = request
        .email
        .as_deref()
        .map(|email| text::email("email", email))
        .transpose()?;
    request.claim.check()?;
    let queue = match request.queue.as_deref() {
        Some(name) => Some(queue_named(ctx, actor.workspace, name).await?),
        None => None,
    };
    let opened = ctx
        .store
        .open_conversation(OpenOrder {
            workspace: actor.workspace,
            site: actor.site,
            queue,
            open: Open {
                id: ConversationId(Uuid::now_v7()),
                shopper: actor.id,
                cid: request.cid,
                subject: screen::optional(subject),
                locale: text::locale(request.locale.as_deref()),
                name: screen::optional(name),
                email: screen::optional(email),
                consent: None,
                claim: screen::claim(request.claim),
            },
        })
        .await?;
    ctx.tell(actor.workspace, opened.outcome);
    Ok(OpenedConversation {
        conv: opened.conversation,
        created: opened.created,
        dup: opened.dup,
    })
}

/// Where a request names a queue, its id or its key will do.
pub(crate) async fn queue_named(ctx: &Context, workspace: WorkspaceId, name: &str) -> Result<QueueId, ActionError> {
    let queues = ctx.store.queues(workspace).await?;
    let by_id = name.parse::<QueueId>().ok();
    let found = queues.iter().find(|queue| queue.key == name || Some(queue.id) == by_id);
    Ok(found.map(|queue| queue.id).ok_or(Refusal::NotFound)?)
}
