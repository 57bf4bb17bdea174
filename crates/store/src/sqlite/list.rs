//! Lists of conversations, newest first.

use rusqlite::{Connection, ToSql};
use tillside_domain::ids::{AgentId, ConversationId, QueueId, ShopperId, WorkspaceId};

use super::{
    Store,
    columns::{self, Id},
    conversations, search,
};
use crate::{Followed, StoreError};

/// What to list.
#[derive(Clone, Debug, Default)]
pub struct ConversationFilter {
    pub state: Option<tillside_domain::State>,
    pub queue: Option<QueueId>,
    /// Whoever has, or has had, it.
    pub agent: Option<AgentId>,
    pub shopper: Option<ShopperId>,
    /// All of these words, in messages and notes.
    pub words: Option<String>,
    pub before: Option<ConversationId>,
    pub limit: u32,
}

/// A conversation in a list.
pub type Listed = Followed;

/// A page of a list; `next` is given back as `before`.
#[derive(Clone, Debug, Default)]
pub struct ListPage {
    pub items: Vec<Listed>,
    pub next: Option<ConversationId>,
}

/// Rows that one page looks at, at most: what the caller may not see is skipped, and the rest comes with the next page.
const LOOKED_AT_MAX: usize = 1_000;

impl Store {
    /// Conversations of a workspace that pass the filter and `may_see`.
    pub async fn conversations(
        &self,
        workspace: WorkspaceId,
        filter: ConversationFilter,
        may_see: impl Fn(&tillside_domain::Conversation) -> bool + Send + 'static,
    ) -> Result<ListPage, StoreError> {
        self.read(move |sql| list(sql, workspace, &filter, may_see)).await
    }
}

fn list(
    sql: &Connection,
    workspace: WorkspaceId,
    filter: &ConversationFilter,
    may_see: impl Fn(&tillside_domain::Conversation) -> bool,
) -> Result<ListPage, StoreError> {
    let mut conditions = vec!["c.workspace = ?".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(Id::from(workspace))];
    if let Some(state) = filter.state {
        conditions.push("c.state = ?".to_owned());
        values.push(Box::new(columns::as_word(state)?));
    }
    if let Some(queue) = filter.queue {
        conditions.push("c.queue = ?".to_owned());
        values.push(Box::new(Id::from(queue)));
    }
    if let Some(agent) = filter.agent {
        conditions.push("c.n IN (SELECT conversation FROM handled WHERE agent = ?)".to_owned());
        values.push(Box::new(Id::from(agent)));
    }
    if let Some(shopper) = filter.shopper {
        conditions.push("c.shopper = ?".to_owned());
        values.push(Box::new(Id::from(shopper)));
    }
    if let Some(words) = filter.words.as_deref() {
        let Some(query) = search::all_words(words) else {
            return Ok(ListPage::default());
        };
        conditions.push(
            "c.n IN (SELECT event.conversation FROM search JOIN event ON event.n = search.rowid WHERE search MATCH ?)"
                .to_owned(),
        );
        values.push(Box::new(query));
    }
    if let Some(before) = filter.before {
        conditions.push("c.n < (SELECT n FROM conversation WHERE id = ?)".to_owned());
        values.push(Box::new(Id::from(before)));
    }
    let text = format!(
        "SELECT c.n, c.doc, c.seen_at FROM conversation AS c WHERE {} ORDER BY c.n DESC LIMIT {LOOKED_AT_MAX}",
        conditions.join(" AND ")
    );
    let mut query = sql.prepare_cached(&text)?;
    let rows = query.query_map(rusqlite::params_from_iter(values), conversations::read)?;
    let limit = usize::try_from(filter.limit).unwrap_or(100);
    let mut page = ListPage::default();
    for (looked_at, row) in rows.enumerate() {
        let loaded = row?;
        let conv = loaded.conversation.id;
        if may_see(&loaded.conversation) {
            let context = conversations::load_context(sql, loaded.n)?;
            page.items.push(Followed {
                conversation: loaded.conversation,
                context,
            });
        }
        if page.items.len() == limit || looked_at + 1 == LOOKED_AT_MAX {
            page.next = Some(conv);
            break;
        }
    }
    Ok(page)
}
