//! Pages of a log.

use tillside_domain::{Refusal, ids::ConversationId};
use tillside_store::Page;

use crate::{ActionError, Context, Sight, access, command::counter};

/// Entries of one page at most.
const FETCH_MAX: u32 = 200;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchFrom {
    After(u64),
    Before(u64),
}

impl FetchFrom {
    /// Exactly one of the two.
    pub fn given(after: Option<i64>, before: Option<i64>) -> Result<Self, Refusal> {
        match (after, before) {
            (Some(after), None) => Ok(Self::After(counter("after", after)?)),
            (None, Some(before)) => Ok(Self::Before(counter("before", before)?)),
            (Some(_), Some(_)) => Err(Refusal::Invalid { field: "before" }),
            (None, None) => Err(Refusal::Invalid { field: "after" }),
        }
    }
}

/// A page in ascending order; the second is `true` when there is nothing further in that direction.
pub async fn fetch(
    ctx: &Context,
    viewer: &Sight<'_>,
    conv: ConversationId,
    from: FetchFrom,
    limit: i64,
) -> Result<(Page, bool), ActionError> {
    let limit = u32::try_from(limit)
        .ok()
        .filter(|limit| (1..=FETCH_MAX).contains(limit));
    let limit = limit.ok_or(Refusal::Invalid { field: "limit" })?;
    access::conversation(ctx, viewer, conv).await?;
    let page = match from {
        FetchFrom::After(seq) => ctx.store.events_after(conv, seq, limit).await?,
        FetchFrom::Before(seq) => ctx.store.events_before(conv, seq, limit).await?,
    };
    let page = page.ok_or(Refusal::NotFound)?;
    let complete = match from {
        FetchFrom::After(seq) => page.events.last().map_or(seq, |event| event.seq) >= page.head,
        FetchFrom::Before(_) => page.events.first().is_none_or(|event| event.seq == 1),
    };
    Ok((page, complete))
}
