//! Who acts.

use tillside_domain::{
    AgentRef, Author, Rights,
    ids::{AgentId, ShopperId, SiteId, WorkspaceId},
};

/// A shopper on a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShopperActor {
    pub id: ShopperId,
    pub workspace: WorkspaceId,
    pub site: SiteId,
}

/// An agent who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentActor {
    pub who: AgentRef,
    pub workspace: WorkspaceId,
    pub rights: Rights,
}

impl ShopperActor {
    pub fn author(&self) -> Author {
        Author::Shopper { shopper: self.id }
    }
}

impl AgentActor {
    pub fn id(&self) -> AgentId {
        self.who.agent
    }

    pub fn author(&self) -> Author {
        Author::Agent(self.who.clone())
    }
}
