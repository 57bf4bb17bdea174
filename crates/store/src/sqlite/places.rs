//! Places in a queue, for those who wait.

use rusqlite::params;
use tillside_domain::ids::{ConversationId, QueueId};

use super::{
    Store,
    columns::{self, Id},
};
use crate::StoreError;

/// Shoppers that are told their place at once; whoever stands behind them is told a bound.
const PLACES_MAX: u32 = 10_000;

/// A conversation's place: 1 is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub conv: ConversationId,
    pub position: u64,
}

impl Store {
    /// Everybody who waits in a queue, in order.
    pub async fn places(&self, queue: QueueId) -> Result<Vec<Place>, StoreError> {
        self.read(move |sql| {
            let mut query =
                sql.prepare_cached("SELECT id FROM conversation WHERE lane = ?1 ORDER BY place, n LIMIT ?2")?;
            let rows = query.query_map(params![Id::from(queue), PLACES_MAX], |row| columns::id(row, "id"))?;
            let mut places = Vec::new();
            for (ahead, conv) in (1..).zip(rows) {
                places.push(Place {
                    conv: conv?,
                    position: ahead,
                });
            }
            Ok(places)
        })
        .await
    }

    /// The recent handling times of a queue, newest first, for the promise of a wait.
    pub async fn recent_handling(&self, queue: QueueId) -> Result<Vec<u64>, StoreError> {
        const RECENT: u32 = 50;
        const RECENT_MS: i64 = 86_400_000;
        let since = self.now().plus_ms(-RECENT_MS);
        self.read(move |sql| {
            let mut query = sql.prepare_cached(
                "SELECT handled_ms FROM wait WHERE queue = ?1 AND at > ?2 AND handled_ms IS NOT NULL
                 ORDER BY at DESC LIMIT ?3",
            )?;
            let rows = query.query_map(params![Id::from(queue), since.0, RECENT], |row| {
                columns::count(row, "handled_ms")
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// What was promised, kept beside what came of it.
    pub async fn record_promise(&self, conv: ConversationId, promised_ms: u64) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.sql
                .prepare_cached(
                    "UPDATE wait SET promised_ms = COALESCE(promised_ms, ?2)
                     WHERE conversation = (SELECT n FROM conversation WHERE id = ?1)",
                )?
                .execute(params![Id::from(conv), columns::number(promised_ms)])?;
            Ok(())
        })
        .await
    }
}
