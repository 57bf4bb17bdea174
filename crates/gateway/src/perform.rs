//! A command is carried out: one exhaustive match from frames to actions.

use tillside_actions::{
    self as actions, ActionError, AgentActor, FetchFrom, OpenRequest, ShopperActor, Sight, To, TransferRequest,
};
use tillside_auth::token::{self, Claims, TokenError};
use tillside_domain::{Availability, Refusal, commands::Speaker, context::Claim};
use tillside_protocol::{
    AgentFrame, Answer, Entry, ErrorBody, ErrorCode, Given, ShopperFrame, ShownEvent,
    client_frame::{AskedTransfer, SaidAvailability, TransferTo},
};
use tillside_session::{Command, Mark, Viewer};

use crate::{Inner, greet::Who};

/// After a failure of the store: soon, but not at once.
const UNAVAILABLE_AFTER_MS: u64 = 1_000;
/// Bytes of the events in one answer: within the largest server frame, with room for the rest of it.
const FETCHED_BYTES_MAX: usize = 220_000;

/// What a command is answered; and, for `refresh`, the claims of the new token.
pub(crate) type Performed = (Result<Answer, ErrorBody>, Option<Claims>);

/// Carries out a command that is answered.
pub(crate) async fn perform(inner: &Inner, who: &Who, command: Command) -> Performed {
    if let Some(token) = refreshing(&command) {
        return refresh(inner, who, token);
    }
    let done = match (command, who) {
        (Command::Shopper(frame), Who::Shopper(actor)) => shopper(inner, *actor, *frame).await,
        (Command::Agent(frame), Who::Agent(actor)) => agent(inner, actor, *frame).await,
        // The session reads frames by role; a frame of the other one never comes this far.
        (Command::Shopper(_), Who::Agent(_)) | (Command::Agent(_), Who::Shopper(_)) => Err(Refusal::NotFound.into()),
    };
    (done.map_err(|error| explain(&error)), None)
}

/// Does what has no answer.
pub(crate) async fn cast(inner: &Inner, who: &Who, mark: Mark) {
    let ctx = inner.actions();
    let (workspace, by) = match who {
        Who::Shopper(actor) => (actor.workspace, Speaker::Shopper(actor.id)),
        Who::Agent(actor) => (
            actor.workspace,
            Speaker::Agent {
                who: actor.who.clone(),
                epoch: 0,
            },
        ),
    };
    match mark {
        Mark::Typing { conv, on } => actions::typing(ctx, workspace, by.author(), conv, on),
        Mark::Read { conv, seq } => actions::read(ctx, workspace, by, conv, seq).await,
    }
}

fn refreshing(command: &Command) -> Option<&str> {
    match command {
        Command::Shopper(frame) => match frame.as_ref() {
            ShopperFrame::Refresh { token, .. } => Some(token),
            _ => None,
        },
        Command::Agent(frame) => match frame.as_ref() {
            AgentFrame::Refresh { token, .. } => Some(token),
            _ => None,
        },
    }
}

async fn shopper(inner: &Inner, actor: ShopperActor, frame: ShopperFrame) -> Result<Answer, ActionError> {
    let ctx = inner.actions();
    match frame {
        ShopperFrame::Send { conv, cid, body, .. } => {
            let (conv, cid) = (conv.id()?, cid.value("cid")?);
            let by = Speaker::Shopper(actor.id);
            let (seq, at, dup) = actions::send(ctx, actor.workspace, by, conv, cid, body.text()).await?;
            Ok(Answer::Sent { conv, seq, at, dup })
        }
        ShopperFrame::Open {
            cid,
            queue,
            subject,
            locale,
            name,
            email,
            context,
            ..
        } => {
            let context = context.unwrap_or_default();
            let claim = Claim {
                cart: context.cart,
                checkout: context.checkout,
                page: context.page,
            };
            let request = OpenRequest {
                cid: cid.value("cid")?,
                queue,
                subject,
                locale,
                name,
                email,
                claim,
            };
            let actions::OpenedConversation { conv, created, dup } = actions::open(ctx, actor, request).await?;
            Ok(Answer::Opened {
                conv,
                seq: 1,
                created,
                dup,
            })
        }
        ShopperFrame::Context {
            cart, checkout, page, ..
        } => {
            actions::page_context(ctx, actor, Claim { cart, checkout, page }).await?;
            Ok(Answer::Done {})
        }
        ShopperFrame::Profile {
            name, email, consent, ..
        } => {
            actions::profile(ctx, actor, name.as_deref(), email.as_deref(), consent).await?;
            Ok(Answer::Done {})
        }
        ShopperFrame::Fetch {
            conv,
            after,
            before,
            limit,
            ..
        } => fetch(inner, &Sight::Shopper(actor), conv, (after, before), limit).await,
        ShopperFrame::Leave { conv, .. } => Ok(Answer::Appended {
            seq: actions::leave(ctx, actor, conv.id()?).await?,
        }),
        ShopperFrame::Rate {
            conv,
            epoch,
            score,
            comment,
            ..
        } => {
            let seq = actions::rate(ctx, actor, conv.id()?, epoch, score, comment.as_deref()).await?;
            Ok(Answer::Appended { seq })
        }
        // Answered before, or never.
        ShopperFrame::Refresh { .. }
        | ShopperFrame::Read { .. }
        | ShopperFrame::Typing { .. }
        | ShopperFrame::Pong { .. } => Ok(Answer::Done {}),
    }
}

async fn agent(inner: &Inner, actor: &AgentActor, frame: AgentFrame) -> Result<Answer, ActionError> {
    let ctx = inner.actions();
    let owner = |(conv, seq, epoch)| Answer::Owner { conv, seq, epoch };
    match frame {
        AgentFrame::Send {
            conv, cid, epoch, body, ..
        } => {
            let (conv, cid) = (conv.id()?, cid.value("cid")?);
            let epoch = u64::try_from(epoch).map_err(|_negative| Refusal::Invalid { field: "epoch" })?;
            let by = Speaker::Agent {
                who: actor.who.clone(),
                epoch,
            };
            let (seq, at, dup) = actions::send(ctx, actor.workspace, by, conv, cid, body.text()).await?;
            Ok(Answer::Sent { conv, seq, at, dup })
        }
        AgentFrame::Note { conv, cid, body, .. } => {
            let (conv, cid) = (conv.id()?, cid.value("cid")?);
            let (seq, dup) = actions::note(ctx, actor, conv, cid, body.text()).await?;
            Ok(Answer::Noted { seq, dup })
        }
        AgentFrame::Status {
            availability, reason, ..
        } => {
            actions::status(ctx, actor, said(availability), reason.as_deref()).await?;
            Ok(Answer::Done {})
        }
        AgentFrame::Accept { offer, .. } => Ok(owner(actions::accept(ctx, actor, offer.id()?).await?)),
        AgentFrame::Decline { offer, reason, .. } => {
            actions::decline(ctx, actor, offer.id()?, reason.as_deref()).await?;
            Ok(Answer::Done {})
        }
        AgentFrame::Take { conv, .. } => Ok(owner(actions::take(ctx, actor, conv.id()?).await?)),
        AgentFrame::Fetch {
            conv,
            after,
            before,
            limit,
            ..
        } => fetch(inner, &Sight::Agent(actor), conv, (after, before), limit).await,
        AgentFrame::Transfer {
            conv,
            epoch,
            to,
            kind,
            note,
            ..
        } => {
            let to = match to {
                TransferTo::Agent { agent } => To::Agent(agent.id().map_err(|_never| Refusal::NoAgent {
                    reason: "this agent is not there, or not taking hand-offs",
                })?),
                TransferTo::Queue { queue } => To::Queue(queue),
            };
            let consult = kind == AskedTransfer::Consult;
            let request = TransferRequest {
                conv: conv.id()?,
                epoch,
                to,
                consult,
                note,
            };
            let (transfer, expires_at) = actions::transfer(ctx, actor, request).await?;
            Ok(Answer::Transfer { transfer, expires_at })
        }
        AgentFrame::TransferAccept { transfer, .. } => {
            Ok(owner(actions::transfer_accept(ctx, actor, transfer.id()?).await?))
        }
        AgentFrame::TransferDecline { transfer, reason, .. } => {
            actions::transfer_decline(ctx, actor, transfer.id()?, reason.as_deref()).await?;
            Ok(Answer::Done {})
        }
        AgentFrame::TransferCancel { transfer, .. } => {
            actions::transfer_cancel(ctx, actor, transfer.id()?).await?;
            Ok(Answer::Done {})
        }
        AgentFrame::Close {
            conv,
            epoch,
            disposition,
            ..
        } => {
            let seq = actions::close(ctx, actor, conv.id()?, epoch, disposition.as_deref()).await?;
            Ok(Answer::Appended { seq })
        }
        AgentFrame::WrapupDone { conv, .. } => {
            actions::wrapup_done(ctx, actor, conv.id()?).await?;
            Ok(Answer::Done {})
        }
        AgentFrame::Follow { conv, .. } => Ok(Answer::Followed {
            head: actions::follow(ctx, actor, conv.id()?).await?,
        }),
        AgentFrame::Takeover { conv, epoch, .. } => Ok(owner(actions::takeover(ctx, actor, conv.id()?, epoch).await?)),
        AgentFrame::Assign { conv, epoch, agent, .. } => {
            let agent = agent.id().map_err(|_never| Refusal::NoAgent {
                reason: "this agent is not there",
            })?;
            Ok(owner(actions::assign(ctx, actor, conv.id()?, epoch, agent).await?))
        }
        AgentFrame::Board { .. } if !actor.rights.supervises() => Err(Refusal::NotFound.into()),
        // The connection registers itself; the rest is answered before, or never.
        AgentFrame::Board { .. }
        | AgentFrame::Unfollow { .. }
        | AgentFrame::Refresh { .. }
        | AgentFrame::Read { .. }
        | AgentFrame::Typing { .. }
        | AgentFrame::Pong { .. } => Ok(Answer::Done {}),
    }
}

fn said(availability: SaidAvailability) -> Availability {
    match availability {
        SaidAvailability::Online => Availability::Online,
        SaidAvailability::TransferOnly => Availability::TransferOnly,
        SaidAvailability::Away => Availability::Away,
        SaidAvailability::Draining => Availability::Draining,
        SaidAvailability::Offline => Availability::Offline,
    }
}

async fn fetch(
    inner: &Inner,
    viewer: &Sight<'_>,
    conv: Given<tillside_domain::ids::ConversationId>,
    (after, before): (Option<i64>, Option<i64>),
    limit: i64,
) -> Result<Answer, ActionError> {
    let from = FetchFrom::given(after, before)?;
    let (page, complete) = actions::fetch(inner.actions(), viewer, conv.id()?, from, limit).await?;
    let eyes = match viewer {
        Sight::Shopper(_) => Viewer::Shopper,
        Sight::Agent(_) => Viewer::Agent,
    };
    let shown = page.events.into_iter().map(|event| match eyes {
        Viewer::Shopper => Entry::from(ShownEvent::to_shoppers(&event)),
        Viewer::Agent => Entry::from(ShownEvent::to_agents(event)),
    });
    let (events, cut) = within_a_frame(shown.collect(), matches!(from, FetchFrom::Before(_)));
    Ok(Answer::Fetched {
        events,
        head: page.head,
        complete: complete && !cut,
    })
}

/// As many events as one frame holds: of a page backwards the last, of one forwards the first.
fn within_a_frame(mut events: Vec<Entry>, from_the_end: bool) -> (Vec<Entry>, bool) {
    let size = |event: &Entry| serde_json::to_string(event).map_or(0, |text| text.len() + 1);
    let mut left = FETCHED_BYTES_MAX;
    let mut fits = |event: &Entry| {
        let enough = size(event) <= left;
        left = left.saturating_sub(size(event));
        enough
    };
    let all = events.len();
    if from_the_end {
        let kept = events
            .iter()
            .rev()
            .take_while(|event| fits(event))
            .count()
            .max(1)
            .min(all);
        events.drain(..all - kept);
    } else {
        let kept = events.iter().take_while(|event| fits(event)).count().max(1);
        events.truncate(kept);
    }
    let cut = events.len() < all;
    (events, cut)
}

/// A new token for the live socket: the same person's, or none.
fn refresh(inner: &Inner, who: &Who, text: &str) -> Performed {
    let now = inner.actions().store.now();
    let refused = || ErrorBody::new(ErrorCode::AuthFailed, "this token is not yours, or not valid here");
    match token::verify(&inner.context.keys, text, now) {
        Ok(claims) if is_of(&claims, who) => (
            Ok(Answer::Refreshed {
                expires_at: claims.expires_at(),
            }),
            Some(claims),
        ),
        Ok(_) | Err(TokenError::Refused) => (Err(refused()), None),
        Err(TokenError::Expired) => (
            Err(ErrorBody::new(ErrorCode::TokenExpired, "this token has expired")),
            None,
        ),
    }
}

fn is_of(claims: &Claims, who: &Who) -> bool {
    match (claims, who) {
        (Claims::Shopper { shopper, .. }, Who::Shopper(actor)) => *shopper == actor.id,
        (Claims::Agent { agent, .. }, Who::Agent(actor)) => *agent == actor.id(),
        _ => false,
    }
}

fn explain(error: &ActionError) -> ErrorBody {
    match error {
        ActionError::Refused(refusal) => ErrorBody::from(refusal),
        ActionError::Unavailable(failure) => {
            tracing::warn!(%failure, "A command could not be carried out");
            if actions::is_full(failure) {
                ErrorBody::new(ErrorCode::StorageFull, "the storage is full").after_ms(UNAVAILABLE_AFTER_MS)
            } else {
                ErrorBody::unavailable(UNAVAILABLE_AFTER_MS)
            }
        }
    }
}
