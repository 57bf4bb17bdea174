//! What the endpoints name of the store. Everything else of it stays behind `tillside-actions`.

pub(crate) use tillside_actions::{ConversationFilter, RefreshFamily, StoreError};
