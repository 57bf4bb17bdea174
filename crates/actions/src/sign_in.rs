//! Sign-ins: renewed, ended, asked after. What a token means is for `tillside-auth`; here it is a family of them.

use tillside_domain::{Timestamp, ids::WorkspaceId};
use tillside_store::RefreshFamily;
use uuid::Uuid;

use crate::{ActionError, Context};

/// Lets `judge` decide about a sign-in and keeps what becomes of it; when it is revoked, its sockets are closed.
pub async fn judge_sign_in<T: Send + 'static>(
    ctx: &Context,
    workspace: Option<WorkspaceId>,
    family: Uuid,
    judge: impl FnMut(&mut RefreshFamily, Timestamp) -> T + Send + 'static,
) -> Result<Option<T>, ActionError> {
    let Some((judged, outcome)) = ctx.store.with_family(family, judge).await? else {
        return Ok(None);
    };
    if let Some(workspace) = workspace {
        ctx.tell(workspace, outcome);
    }
    Ok(Some(judged))
}

/// Is this sign-in still good?
pub async fn is_signed_in(ctx: &Context, family: Uuid) -> Result<bool, ActionError> {
    Ok(ctx.store.family_is_live(family).await?)
}
