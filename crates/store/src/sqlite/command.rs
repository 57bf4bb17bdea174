//! A command under the writer's lock: load, look for the duplicate, let the rules judge, save.

use tillside_domain::{
    Author, Event, Refusal,
    commands::{self, Command, Needs, Order, Situation, Target},
    ids::{AgentId, ConversationId},
    turn::{OfferRecord, TransferRecord, Turn},
};

use super::{Store, Tx, agents, conversations, conversations::Loaded, log, records};
use crate::{CommandError, Done, Outcome, StoreError};

impl Store {
    /// Carries out a command. Put before the writer at once; resolves when it is durable, or refused and nothing changed.
    pub fn command(&self, order: Order) -> impl Future<Output = Result<Done, CommandError>> + Send + use<> {
        let executed = self.write(move |tx| execute(tx, &order));
        async move { Ok(executed.await??) }
    }
}

/// What an order names, found: the conversation, and the offer or hand-off by which it was named.
struct Found {
    loaded: Loaded,
    offer: Option<OfferRecord>,
    transfer: Option<TransferRecord>,
}

pub(super) fn execute(tx: &mut Tx<'_>, order: &Order) -> Result<Result<Done, Refusal>, StoreError> {
    let Some(found) = find(tx, order)? else {
        return Ok(Err(Refusal::NotFound));
    };
    let n = found.loaded.n;
    // Before any rule: a retry of what was stored succeeds even if the conversation has closed since (SEND4).
    if let Some((by, draft)) = order.command.cid()
        && let Some((event, fingerprint)) = log::stored(tx.sql, n, found.loaded.conversation.id, &by, draft.cid)?
    {
        return Ok(duplicate(
            event,
            &order.command,
            fingerprint.as_deref() == Some(draft.fingerprint.as_slice()),
        ));
    }
    let situation = situation(tx, &order.command, &found)?;
    let before = found.loaded.conversation.clone();
    let mut turn = Turn::new(found.loaded.conversation, tx.now);
    let answer = match commands::decide(&mut turn, order.command.clone(), &situation) {
        Ok(answer) => answer,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let fingerprint = order.command.cid().map(|(_by, draft)| draft.fingerprint);
    let missed = turn.missed;
    let outcome = save(tx, n, &before, turn, fingerprint.as_ref())?;
    Ok(Ok(Done {
        conversation: before.id,
        answer,
        missed,
        outcome,
    }))
}

fn find(tx: &Tx<'_>, order: &Order) -> Result<Option<Found>, StoreError> {
    let (conv, offer, transfer) = match order.target {
        Target::Conversation(conv) => (Some(conv), None, None),
        Target::Offer(id) => {
            let offer = records::offer(tx.sql, id)?;
            (offer.as_ref().map(|offer| offer.conv), offer, None)
        }
        Target::Transfer(id) => {
            let transfer = records::transfer(tx.sql, id)?;
            (transfer.as_ref().map(|transfer| transfer.conv), None, transfer)
        }
    };
    let Some(conv) = conv else { return Ok(None) };
    let loaded = conversations::load(tx.sql, conv)?;
    let Some(loaded) = loaded.filter(|loaded| loaded.conversation.workspace == order.workspace) else {
        return Ok(None);
    };
    let offer = match (&transfer, order.command.answers_as()) {
        (Some(transfer), Some(agent)) => records::offer_of(tx.sql, loaded.n, transfer.id, agent)?,
        _ => offer,
    };
    Ok(Some(Found {
        loaded,
        offer,
        transfer,
    }))
}

fn situation(tx: &mut Tx<'_>, command: &Command, found: &Found) -> Result<Situation, StoreError> {
    let conversation = &found.loaded.conversation;
    let Needs {
        agents: wanted,
        context,
        turns,
        recent,
    } = command.needs(conversation);
    let (n, conv, head) = (found.loaded.n, conversation.id, conversation.head);
    let queue_id = match command {
        Command::Offer { .. } => conversation.seeks_agent_in().unwrap_or(conversation.queue),
        _ => conversation.queue,
    };
    let author = command.cid().map(|(author, _draft)| author);
    Ok(Situation {
        queue: conversations::queue(tx, queue_id)?.as_ref().clone(),
        agents: load_agents(tx, &wanted, conversation.workspace)?,
        context: if context {
            conversations::load_context(tx.sql, n)?
        } else {
            tillside_domain::context::Context::default()
        },
        turns: if turns {
            log::turns(tx.sql, n, conv, head)?
        } else {
            Vec::new()
        },
        recent: recent_texts(tx, n, conv, head, author.filter(|_author| recent))?,
        offer: found.offer.clone(),
        transfer: found.transfer.clone(),
    })
}

fn recent_texts(
    tx: &Tx<'_>,
    n: i64,
    conv: ConversationId,
    head: u64,
    author: Option<Author>,
) -> Result<Vec<String>, StoreError> {
    author.map_or(Ok(Vec::new()), |author| {
        log::recent_texts(tx.sql, n, conv, head, &author, tx.now)
    })
}

fn load_agents(
    tx: &Tx<'_>,
    wanted: &[AgentId],
    workspace: tillside_domain::ids::WorkspaceId,
) -> Result<Vec<tillside_domain::AgentNow>, StoreError> {
    let mut found = Vec::with_capacity(wanted.len());
    for id in wanted {
        let agent = agents::now(tx.sql, *id, tx.now)?;
        found.extend(agent.filter(|known| known.agent.workspace == workspace));
    }
    Ok(found)
}

/// The answer to a command that was stored before; another body under its `cid` is refused (SEND2).
fn duplicate(event: Event, command: &Command, same: bool) -> Result<Done, Refusal> {
    let (seq, at) = (event.seq, event.at);
    // A message's answer and a note's have different words; a key that named the one cannot name the other.
    let same_kind = matches!(
        (command, &event.what),
        (Command::Send { .. }, tillside_domain::EventData::Message { .. })
            | (Command::Note { .. }, tillside_domain::EventData::Note { .. })
    );
    if !same || !same_kind {
        return Err(Refusal::CidReused);
    }
    Ok(Done {
        conversation: event.conv,
        answer: commands::Answer::Sent { seq, at, dup: true },
        missed: None,
        outcome: Outcome {
            events: vec![event],
            ..Outcome::default()
        },
    })
}

/// Saves what a command has made, and says what others must be told.
pub(super) fn save(
    tx: &mut Tx<'_>,
    n: i64,
    before: &tillside_domain::Conversation,
    turn: Turn,
    fingerprint: Option<&commands::Fingerprint>,
) -> Result<Outcome, StoreError> {
    for event in &turn.events {
        log::insert(tx.sql, n, event, fingerprint)?;
    }
    if before != &turn.conversation {
        conversations::save(tx, n, before, &turn)?;
    }
    finish(tx, n, before, turn)
}

/// The rest of a save: what stands beside the conversation's own row.
pub(super) fn finish(
    tx: &mut Tx<'_>,
    n: i64,
    before: &tillside_domain::Conversation,
    turn: Turn,
) -> Result<Outcome, StoreError> {
    for change in &turn.records {
        records::save(tx.sql, n, change)?;
    }
    if let Some(moved) = &turn.context {
        conversations::save_context(tx.sql, n, &moved.after)?;
    }
    let context = turn.context.map(|moved| (turn.conversation.id, moved));
    if let Some(agent) = turn.assigned {
        agents::assigned(tx.sql, agent, turn.now)?;
    }
    if let Some(agent) = turn.answered {
        agents::answered(tx.sql, agent)?;
    }
    super::board::record_wait(tx, n, before, &turn.conversation)?;
    let desks = agents::touch(tx.sql, &turn.desks)?;
    Ok(Outcome {
        events: turn.events,
        desks,
        notices: turn.notices,
        context,
    })
}
