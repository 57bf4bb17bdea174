//! A shopper's `open`: one open conversation a shopper, one conversation a `cid`.

use rusqlite::params;
use tillside_domain::{
    Refusal, Timestamp,
    commands::{self, OpenSituation, Opening},
    ids::{AgentId, ConversationId, QueueId, ShopperId},
    turn::Turn,
};
use uuid::Uuid;

use super::{
    Store, Tx, agents,
    columns::{self, Id},
    command, conversations, log, settings, shoppers,
};
use crate::{CommandError, OpenOrder, Opened, Outcome, StoreError};

impl Store {
    /// Opens a conversation, or names the one that is open, or that this `cid` has named before.
    pub fn open_conversation(
        &self,
        order: OpenOrder,
    ) -> impl Future<Output = Result<Opened, CommandError>> + Send + use<> {
        let executed = self.write(move |tx| execute(tx, &order));
        async move { Ok(executed.await??) }
    }
}

fn execute(tx: &mut Tx<'_>, order: &OpenOrder) -> Result<Result<Opened, Refusal>, StoreError> {
    let Some(site) = settings::site(tx.sql, order.site)? else {
        return Ok(Err(Refusal::NotFound));
    };
    let Some(queue_id) = order.queue.or(site.queues.first().copied()) else {
        return Ok(Err(Refusal::NotFound));
    };
    let queue = conversations::queue(tx, queue_id)?.as_ref().clone();
    let shopper = order.open.shopper;
    let situation = OpenSituation {
        by_cid: by_cid(tx, shopper, order.open.cid)?,
        open: open_of(tx, shopper)?,
        waiting: waiting(tx, queue_id)?,
        anyone_online: agents::anyone_online(tx.sql, queue_id, tx.now)?,
        previous: previous(tx, shopper)?,
        verified: shoppers::known(tx.sql, shopper)?.is_some_and(|known| known.customer.is_some()),
        site,
        queue,
    };
    match commands::open(&situation, order.open.clone(), tx.now) {
        Err(refusal) => Ok(Err(refusal)),
        Ok(Opening::Existing { conv, dup }) => Ok(Ok(Opened {
            conversation: conv,
            created: false,
            dup,
            outcome: Outcome::default(),
        })),
        Ok(Opening::New(turn)) => {
            let conversation = turn.conversation.id;
            let outcome = insert(tx, order, *turn)?;
            Ok(Ok(Opened {
                conversation,
                created: true,
                dup: false,
                outcome,
            }))
        }
    }
}

fn insert(tx: &mut Tx<'_>, order: &OpenOrder, turn: Turn) -> Result<Outcome, StoreError> {
    let n = conversations::insert(tx, &turn, order.open.cid)?;
    for event in &turn.events {
        log::insert(tx.sql, n, event, None)?;
    }
    tx.sql
        .prepare_cached(
            "INSERT INTO shopper (id, workspace, site, name, email, used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET
               used_at = excluded.used_at, name = COALESCE(excluded.name, name), email = COALESCE(excluded.email, email)",
        )?
        .execute(params![
            Id::from(order.open.shopper),
            Id::from(order.workspace),
            Id::from(order.site),
            order.open.name,
            order.open.email,
            tx.now.0
        ])?;
    let before = turn.conversation.clone();
    command::finish(tx, n, &before, turn)
}

fn by_cid(tx: &Tx<'_>, shopper: ShopperId, cid: Uuid) -> Result<Option<ConversationId>, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("SELECT id FROM conversation WHERE shopper = ?1 AND open_cid = ?2")?;
    columns::optional(query.query_row(params![Id::from(shopper), Id(cid)], |row| columns::id(row, "id")))
}

fn open_of(tx: &Tx<'_>, shopper: ShopperId) -> Result<Option<ConversationId>, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("SELECT id FROM conversation WHERE shopper = ?1 AND state NOT IN ('closed', 'wrapup')")?;
    columns::optional(query.query_row([Id::from(shopper)], |row| columns::id(row, "id")))
}

fn waiting(tx: &Tx<'_>, queue: QueueId) -> Result<u32, StoreError> {
    let mut query = tx
        .sql
        .prepare_cached("SELECT count(*) AS waiting FROM conversation WHERE lane = ?1")?;
    Ok(query.query_row([Id::from(queue)], |row| columns::small(row, "waiting"))?)
}

fn previous(
    tx: &Tx<'_>,
    shopper: ShopperId,
) -> Result<Option<(ConversationId, Option<AgentId>, Timestamp)>, StoreError> {
    let mut query = tx.sql.prepare_cached(
        "SELECT n, doc, seen_at FROM conversation WHERE shopper = ?1 AND closed_at IS NOT NULL ORDER BY n DESC LIMIT 1",
    )?;
    let loaded = columns::optional(query.query_row([Id::from(shopper)], conversations::read))?;
    Ok(loaded.and_then(|loaded| {
        let conversation = loaded.conversation;
        let closed_at = conversation.closing()?.at;
        Some((
            conversation.id,
            conversation.segments.last().map(|segment| segment.agent),
            closed_at,
        ))
    }))
}
