//! Who is connected here, and who follows what. An index: everything else belongs to the connection's task.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use bytes::Bytes;
use dashmap::{DashMap, mapref::entry::Entry};
use tillside_domain::{
    ephemeral::Ephemeral,
    ids::{AgentId, ConversationId, ShopperId, WorkspaceId},
};
use tillside_protocol::{CloseCode, limits::SOCKETS_A_PERSON};
use tillside_session::{LiveEvent, Standing};
use tokio::{sync::mpsc, time::Instant};

/// Hints that wait for one connection: two seconds of the busiest conversation. More are lost, and read from the log.
pub(crate) const INBOX_HINTS: usize = 128;

/// Something that a connection may want to know.
#[derive(Clone, Debug)]
pub(crate) enum Hint {
    Event(Arc<LiveEvent>),
    Ephemeral(ConversationId, Arc<Ephemeral>),
    Desk(u64),
    Head(ConversationId, u64),
    Joined(ConversationId),
    Board(Bytes),
    Close(CloseCode),
}

/// A connection, as others hold it.
#[derive(Clone)]
pub(crate) struct Handle {
    pub(crate) id: u64,
    pub(crate) conn: Arc<str>,
    inbox: mpsc::Sender<Hint>,
    missed: Arc<AtomicBool>,
}

impl Handle {
    /// Hands a hint over, or marks that one was lost; never waits.
    pub(crate) fn hint(&self, hint: Hint) {
        match self.inbox.try_send(hint) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_hint)) => {
                self.missed.store(true, Ordering::Release);
                metrics::counter!("tillside_hints_missed_total").increment(1);
            }
            // It is leaving: whoever comes back reads the log.
            Err(mpsc::error::TrySendError::Closed(_hint)) => {}
        }
    }
}

struct Follower {
    handle: Handle,
    standing: Standing,
}

struct Followed {
    workspace: WorkspaceId,
    followers: Vec<Follower>,
    head: u64,
    active_at: Instant,
}

struct Desk {
    workspace: WorkspaceId,
    sockets: Vec<Handle>,
}

/// The index.
#[derive(Default)]
pub(crate) struct Registry {
    next_id: AtomicU64,
    conversations: DashMap<ConversationId, Followed>,
    desks: DashMap<AgentId, Desk>,
    shoppers: DashMap<ShopperId, Vec<Handle>>,
}

impl Registry {
    pub(crate) fn handle(&self, conn: &str) -> (Handle, mpsc::Receiver<Hint>, Arc<AtomicBool>) {
        let (inbox, hints) = mpsc::channel(INBOX_HINTS);
        let missed = Arc::new(AtomicBool::new(false));
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        (
            Handle {
                id,
                conn: conn.into(),
                inbox,
                missed: Arc::clone(&missed),
            },
            hints,
            missed,
        )
    }

    /// `first` is called, under the entry's lock, when nobody here followed it before.
    pub(crate) fn follow(
        &self,
        workspace: WorkspaceId,
        conv: ConversationId,
        handle: &Handle,
        standing: Standing,
        first: impl FnOnce(),
    ) {
        let mut entry = self.conversations.entry(conv).or_insert_with(|| {
            first();
            Followed {
                workspace,
                followers: Vec::new(),
                head: 0,
                active_at: Instant::now(),
            }
        });
        entry.active_at = Instant::now();
        entry.followers.push(Follower {
            handle: handle.clone(),
            standing,
        });
    }

    /// `last` is called, under the entry's lock, when nobody here follows it any longer.
    pub(crate) fn unfollow(&self, conv: ConversationId, handle: &Handle, last: impl FnOnce(WorkspaceId)) {
        if let Entry::Occupied(mut entry) = self.conversations.entry(conv) {
            entry
                .get_mut()
                .followers
                .retain(|follower| follower.handle.id != handle.id);
            if entry.get().followers.is_empty() {
                last(entry.get().workspace);
                entry.remove();
            }
        }
    }

    pub(crate) fn event(&self, event: &Arc<LiveEvent>) {
        if let Some(mut followed) = self.conversations.get_mut(&event.event.conv) {
            followed.head = followed.head.max(event.event.seq);
            followed.active_at = Instant::now();
            for follower in &followed.followers {
                follower.handle.hint(Hint::Event(Arc::clone(event)));
            }
        }
    }

    pub(crate) fn ephemeral(&self, conv: ConversationId, what: &Arc<Ephemeral>) {
        if let Some(followed) = self.conversations.get(&conv) {
            for follower in &followed.followers {
                follower.handle.hint(Hint::Ephemeral(conv, Arc::clone(what)));
            }
        }
    }

    /// The store's word on a head; says nothing to those who know.
    pub(crate) fn head(&self, conv: ConversationId, head: u64) {
        if let Some(mut followed) = self.conversations.get_mut(&conv)
            && head > followed.head
        {
            followed.head = head;
            for follower in &followed.followers {
                follower.handle.hint(Hint::Head(conv, head));
            }
        }
    }

    /// What is followed here and had an event since `since`; everything if `None`.
    pub(crate) fn followed_since(&self, since: Option<Instant>) -> Vec<ConversationId> {
        let active = |at: Instant| since.is_none_or(|since| at >= since);
        self.conversations
            .iter()
            .filter(|entry| active(entry.active_at))
            .map(|entry| *entry.key())
            .collect()
    }

    /// Conversations whose shopper is connected here.
    pub(crate) fn attended(&self) -> Vec<ConversationId> {
        let attended = |followed: &Followed| {
            followed
                .followers
                .iter()
                .any(|follower| matches!(follower.standing, Standing::Own))
        };
        self.conversations
            .iter()
            .filter(|entry| attended(entry.value()))
            .map(|entry| *entry.key())
            .collect()
    }

    /// A socket of an agent; `first` as in [`Registry::follow`].
    pub(crate) fn agent_came(&self, workspace: WorkspaceId, agent: AgentId, handle: &Handle, first: impl FnOnce()) {
        let mut desk = self.desks.entry(agent).or_insert_with(|| {
            first();
            Desk {
                workspace,
                sockets: Vec::new(),
            }
        });
        desk.sockets.push(handle.clone());
    }

    pub(crate) fn agent_went(&self, agent: AgentId, handle: &Handle, last: impl FnOnce(WorkspaceId)) {
        if let Entry::Occupied(mut entry) = self.desks.entry(agent) {
            entry.get_mut().sockets.retain(|socket| socket.id != handle.id);
            if entry.get().sockets.is_empty() {
                last(entry.get().workspace);
                entry.remove();
            }
        }
    }

    pub(crate) fn desk(&self, agent: AgentId, rev: u64) {
        if let Some(desk) = self.desks.get(&agent) {
            for socket in &desk.sockets {
                socket.hint(Hint::Desk(rev));
            }
        }
    }

    pub(crate) fn agents(&self) -> Vec<AgentId> {
        self.desks.iter().map(|entry| *entry.key()).collect()
    }

    /// Closes these sockets of an agent: they are too many (PRES1).
    pub(crate) fn close(&self, agent: AgentId, conns: &[String], code: CloseCode) {
        if let Some(desk) = self.desks.get(&agent) {
            for socket in desk
                .sockets
                .iter()
                .filter(|socket| conns.iter().any(|conn| **conn == *socket.conn))
            {
                socket.hint(Hint::Close(code));
            }
        }
    }

    /// A socket of a shopper; the eleventh closes the oldest.
    pub(crate) fn shopper_came(&self, shopper: ShopperId, handle: &Handle) {
        let mut sockets = self.shoppers.entry(shopper).or_default();
        sockets.push(handle.clone());
        if sockets.len() > SOCKETS_A_PERSON {
            sockets.remove(0).hint(Hint::Close(CloseCode::TooManySockets));
        }
    }

    /// `true` if it was the last.
    pub(crate) fn shopper_went(&self, shopper: ShopperId, handle: &Handle) -> bool {
        let Entry::Occupied(mut entry) = self.shoppers.entry(shopper) else {
            return true;
        };
        entry.get_mut().retain(|socket| socket.id != handle.id);
        let last = entry.get().is_empty();
        if last {
            entry.remove();
        }
        last
    }

    /// Tells the shopper's other sockets of a conversation that one of them opened.
    pub(crate) fn opened(&self, shopper: ShopperId, conv: ConversationId, by: &Handle) {
        if let Some(sockets) = self.shoppers.get(&shopper) {
            for socket in sockets.iter().filter(|socket| socket.id != by.id) {
                socket.hint(Hint::Joined(conv));
            }
        }
    }
}
