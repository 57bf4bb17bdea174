//! Who said hello, and what they are to be told.

use tillside_actions::{AgentActor, Desk, Followed, ShopperActor, Sight, readable};
use tillside_auth::{
    refresh::FamilyId,
    token::{self, Claims, TokenError},
};
use tillside_domain::{
    AgentRef, Timestamp,
    ids::{AgentId, ConversationId},
    permission::{Relation, Right},
};
use tillside_protocol::{
    CloseCode, Hello,
    limits::SOCKETS_A_PERSON,
    server_frame::{AnyConversation, Me},
    view::{AgentMe, ConversationView, OfferView, QueueRef, ShopperConversationView, ShopperMe},
};
use tillside_session::{DeskItem, DeskRead, DeskView, Millis, Resumable, Resume, Role, Standing, Welcome};

use crate::Inner;

/// Who is at the other end of a connection.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    Shopper(ShopperActor),
    Agent(AgentActor),
}

impl Who {
    pub(crate) fn sight(&self) -> Sight<'_> {
        match self {
            Self::Shopper(actor) => Sight::Shopper(*actor),
            Self::Agent(actor) => Sight::Agent(actor),
        }
    }
}

/// A verified hello.
pub(crate) struct Greeted {
    pub(crate) who: Who,
    pub(crate) welcome: Welcome,
    /// Sockets of this person that are too many now.
    pub(crate) too_many: Vec<String>,
    /// An agent's sign-in: when it is revoked, the socket goes with it.
    pub(crate) sign_in: Option<FamilyId>,
}

/// Finds out who it is and what they follow. RESUME4: exactly as if they connected afresh.
pub(crate) async fn greet(inner: &Inner, conn: &str, hello: &Hello, now: Millis) -> Result<Greeted, CloseCode> {
    let at = inner.actions().store.now();
    let claims = token::verify(&inner.context.keys, &hello.token, at).map_err(|error| match error {
        TokenError::Expired => CloseCode::TokenExpired,
        TokenError::Refused => CloseCode::TokenRefused,
    })?;
    let token_ends_at = token_ends_at(&claims, at, now);
    let mut greeted = match claims {
        Claims::Shopper {
            shopper,
            workspace,
            site,
            ..
        } => {
            shopper_greeted(
                inner,
                ShopperActor {
                    id: shopper,
                    workspace,
                    site,
                },
                at,
                token_ends_at,
            )
            .await?
        }
        Claims::Agent { agent, family, .. } => {
            if !is_signed_in(inner, family).await {
                return Err(CloseCode::TokenRefused);
            }
            agent_greeted(inner, conn, (agent, family), at, token_ends_at).await?
        }
    };
    let log = inner.context.session.log.as_str();
    greeted.welcome.same_log = hello.log.as_deref().is_none_or(|known| known == log);
    for (name, seq) in hello.resume.iter().flatten() {
        let seq = u64::try_from(*seq).map_err(|_negative| CloseCode::ProtocolError)?;
        let found = resumable(inner, &greeted, name).await?;
        greeted.welcome.resume.push(Resume {
            name: name.clone(),
            seq,
            found,
        });
    }
    Ok(greeted)
}

/// The token's end on the connection's clock.
pub(crate) fn token_ends_at(claims: &Claims, at: Timestamp, now: Millis) -> Millis {
    now + u64::try_from(claims.expires_at().since(at)).unwrap_or(0)
}

async fn shopper_greeted(
    inner: &Inner,
    actor: ShopperActor,
    now: Timestamp,
    token_ends_at: Millis,
) -> Result<Greeted, CloseCode> {
    let shopper = tillside_actions::shopper(inner.actions(), actor.id)
        .await
        .map_err(|_error| CloseCode::Overloaded)?;
    let own = |followed: &&Followed| followed.conversation.workspace == actor.workspace;
    let known = shopper.known.as_ref();
    let conversations = shopper
        .conversations
        .iter()
        .filter(own)
        .map(|Followed { conversation, context }| {
            let view = ShopperConversationView::of(conversation, context);
            (
                AnyConversation::Shopper(Box::new(view)),
                conversation.id,
                conversation.head,
                Standing::Own,
            )
        })
        .collect();
    let me = ShopperMe {
        id: actor.id,
        name: known.and_then(|known| known.name.clone()),
        email: known.and_then(|known| known.email.clone()),
        verified: known.is_some_and(|known| known.customer.is_some()),
    };
    let welcome = Welcome {
        role: Role::Shopper,
        me: Me::Shopper(me),
        now,
        token_ends_at,
        conversations,
        resume: Vec::new(),
        same_log: true,
        desk: None,
    };
    Ok(Greeted {
        who: Who::Shopper(actor),
        welcome,
        too_many: Vec::new(),
        sign_in: None,
    })
}

async fn agent_greeted(
    inner: &Inner,
    conn: &str,
    (agent, family): (AgentId, FamilyId),
    now: Timestamp,
    token_ends_at: Millis,
) -> Result<Greeted, CloseCode> {
    let unavailable = |_error| CloseCode::Overloaded;
    let actions = inner.actions();
    let desk = tillside_actions::desk(actions, agent)
        .await
        .map_err(unavailable)?
        .ok_or(CloseCode::TokenRefused)?;
    let known = &desk.me.agent;
    let actor = AgentActor {
        who: AgentRef {
            agent,
            name: known.name.clone(),
        },
        workspace: known.workspace,
        rights: known.rights,
    };
    let too_many = tillside_actions::agent_connected(actions, &actor, conn, SOCKETS_A_PERSON)
        .await
        .map_err(unavailable)?;
    let role = Role::Agent {
        id: agent,
        supervises: known.rights.supervises(),
    };
    let view = desk_view(desk);
    let conversations = view
        .conversations
        .iter()
        .map(|item| {
            let shown = AnyConversation::Agent(Box::new(item.view.clone()));
            (shown, item.view.conv, item.view.head, item.standing)
        })
        .collect();
    let welcome = Welcome {
        role,
        me: Me::Agent(view.me.clone()),
        now,
        token_ends_at,
        conversations,
        resume: Vec::new(),
        same_log: true,
        desk: Some(Box::new(view)),
    };
    Ok(Greeted {
        who: Who::Agent(actor),
        welcome,
        too_many,
        sign_in: Some(family),
    })
}

/// The desk as its agent sees it.
pub(crate) fn desk_view(desk: Desk) -> DeskView {
    let agent = desk.me.agent.id;
    let item = |on_desk: tillside_actions::DeskConversation| {
        let Followed { conversation, context } = on_desk.followed;
        let consult = conversation
            .consults
            .iter()
            .find(|consult| consult.agent.agent == agent);
        let standing = match consult {
            Some(consult) if !conversation.is_owned_by(agent) => Standing::Consulted(consult.transfer),
            _ => Standing::Owner,
        };
        DeskItem {
            view: ConversationView::of(&conversation, &context),
            standing,
            joined: on_desk.joined,
        }
    };
    DeskView {
        rev: desk.rev,
        me: AgentMe::of(&desk.me, desk.queues.iter().map(QueueRef::from).collect()),
        conversations: desk.conversations.into_iter().map(item).collect(),
        offers: desk.offers.iter().map(|offer| OfferView::of(offer, desk.at)).collect(),
        ended: desk.ended,
    }
}

async fn resumable(inner: &Inner, greeted: &Greeted, name: &str) -> Result<Option<Resumable>, CloseCode> {
    let Ok(conv) = name.parse::<ConversationId>() else {
        return Ok(None);
    };
    let followed = readable(inner.actions(), &greeted.who.sight(), conv).await;
    let Some(Followed { conversation, .. }) = followed.map_err(|_error| CloseCode::Overloaded)? else {
        return Ok(None);
    };
    let listed = greeted
        .welcome
        .conversations
        .iter()
        .find(|(_view, known, _head, _standing)| *known == conv);
    let standing = match (&greeted.who, listed) {
        (_, Some((_view, _conv, _head, standing))) => Some(*standing),
        (Who::Shopper(_), None) => Some(Standing::Own),
        // A supervisor who was watching goes on watching; a former owner reads what was theirs, and no more.
        (Who::Agent(actor), None) => {
            let relation = Relation {
                supervisor: actor.rights.supervises(),
                ..Relation::default()
            };
            relation
                .may(Right::Supervise, &conversation.phase)
                .then_some(Standing::Asked)
        }
    };
    Ok(Some(Resumable {
        conv,
        head: conversation.head,
        standing,
    }))
}

/// An agent's desk, read again.
pub(crate) async fn read_desk(inner: &Inner, who: &Who, sign_in: Option<FamilyId>) -> DeskRead {
    let (Who::Agent(actor), Some(family)) = (who, sign_in) else {
        return DeskRead::Gone;
    };
    if !is_signed_in(inner, family).await {
        return DeskRead::Gone;
    }
    match tillside_actions::desk(inner.actions(), actor.id()).await {
        Ok(desk) => desk.map_or(DeskRead::Gone, |desk| DeskRead::Desk(Box::new(desk_view(desk)))),
        Err(error) => {
            tracing::warn!(%error, agent.id = %actor.id(), "A desk could not be read");
            DeskRead::Later
        }
    }
}

/// A store that cannot say leaves the token's own word to count.
async fn is_signed_in(inner: &Inner, family: FamilyId) -> bool {
    tillside_actions::is_signed_in(inner.actions(), family.0)
        .await
        .unwrap_or(true)
}
