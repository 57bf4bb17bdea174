//! Shoppers: nothing is stored about one before the first `open`.

use rusqlite::{Connection, params};
use tillside_domain::{
    Timestamp,
    ids::{ConversationId, ShopperId, SiteId, WorkspaceId},
};

use super::{
    Store, Tx,
    columns::{self, Id},
    conversations,
};
use crate::{Followed, StoreError};

/// Conversations of a shopper that a connection follows: the open one, and the last that closed within a day.
const FOLLOWED_MAX: u32 = 5;
const FOLLOWED_CLOSED_MS: i64 = 86_400_000;

/// A shopper who has opened a conversation once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownShopper {
    pub id: ShopperId,
    pub workspace: WorkspaceId,
    pub site: SiteId,
    pub name: Option<String>,
    pub email: Option<String>,
    /// The shop's own customer id: the shop has vouched for this shopper.
    pub customer: Option<String>,
    pub used_at: Timestamp,
}

/// A shopper and what they follow.
#[derive(Clone, Debug, Default)]
pub struct ShopperConversations {
    pub known: Option<KnownShopper>,
    pub conversations: Vec<Followed>,
}

pub(super) fn known(sql: &Connection, id: ShopperId) -> Result<Option<KnownShopper>, StoreError> {
    let mut query =
        sql.prepare_cached("SELECT id, workspace, site, name, email, customer, used_at FROM shopper WHERE id = ?1")?;
    columns::optional(query.query_row([Id::from(id)], |row| {
        Ok(KnownShopper {
            id: columns::id(row, "id")?,
            workspace: columns::id(row, "workspace")?,
            site: columns::id(row, "site")?,
            name: row.get("name")?,
            email: row.get("email")?,
            customer: row.get("customer")?,
            used_at: columns::time(row, "used_at")?,
        })
    }))
}

impl Store {
    /// A shopper with the conversations that their connections follow.
    pub async fn shopper(&self, id: ShopperId) -> Result<ShopperConversations, StoreError> {
        let closed_after = self.now().plus_ms(-FOLLOWED_CLOSED_MS);
        self.read(move |sql| {
            let snapshot = sql.unchecked_transaction()?;
            let mut query = snapshot.prepare_cached(
                "SELECT n, doc, seen_at FROM conversation
                 WHERE shopper = ?1 AND (closed_at IS NULL OR closed_at > ?2) ORDER BY n DESC LIMIT ?3",
            )?;
            let rows = query.query_map(params![Id::from(id), closed_after.0, FOLLOWED_MAX], conversations::read)?;
            let conversations = rows
                .map(|row| {
                    let loaded = row?;
                    let context = conversations::load_context(&snapshot, loaded.n)?;
                    Ok(Followed {
                        conversation: loaded.conversation,
                        context,
                    })
                })
                .collect::<Result<_, StoreError>>()?;
            Ok(ShopperConversations {
                known: known(&snapshot, id)?,
                conversations,
            })
        })
        .await
    }

    /// The shop has said who this is: the only thing that is stored about a shopper before the first `open`.
    pub async fn vouched(&self, vouched: KnownShopper) -> Result<(), StoreError> {
        self.write(move |tx: &mut Tx<'_>| {
            tx.sql
                .prepare_cached(
                    "INSERT INTO shopper (id, workspace, site, name, email, customer, used_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                     ON CONFLICT (id) DO UPDATE SET
                       name = COALESCE(excluded.name, name), email = COALESCE(excluded.email, email),
                       customer = excluded.customer, used_at = excluded.used_at",
                )?
                .execute(params![
                    Id::from(vouched.id),
                    Id::from(vouched.workspace),
                    Id::from(vouched.site),
                    vouched.name,
                    vouched.email,
                    vouched.customer,
                    tx.now.0
                ])?;
            Ok(())
        })
        .await
    }

    /// What a shopper says of themselves; of one who has never opened a conversation nothing is stored.
    pub async fn set_profile(
        &self,
        id: ShopperId,
        name: Option<String>,
        email: Option<String>,
    ) -> Result<(), StoreError> {
        self.write(move |tx: &mut Tx<'_>| {
            tx.sql
                .prepare_cached(
                    "UPDATE shopper SET name = COALESCE(?2, name), email = COALESCE(?3, email) WHERE id = ?1",
                )?
                .execute(params![Id::from(id), name, email])?;
            Ok(())
        })
        .await
    }

    /// The shopper used their `resume`, which lives 90 days from its last use.
    pub async fn shopper_returns(&self, id: ShopperId) -> Result<(), StoreError> {
        self.write(move |tx: &mut Tx<'_>| {
            tx.sql
                .prepare_cached("UPDATE shopper SET used_at = ?2 WHERE id = ?1")?
                .execute(params![Id::from(id), tx.now.0])?;
            Ok(())
        })
        .await
    }

    /// These waiting shoppers are connected.
    pub async fn seen(&self, convs: Vec<ConversationId>) -> Result<(), StoreError> {
        self.write(move |tx: &mut Tx<'_>| {
            let mut update = tx.sql.prepare_cached(
                "UPDATE conversation SET seen_at = ?2
                 WHERE id = ?1 AND seen_at < ?2 AND state IN ('waiting', 'offered')",
            )?;
            for conv in &convs {
                update.execute(params![Id::from(*conv), tx.now.0])?;
            }
            Ok(())
        })
        .await
    }
}
