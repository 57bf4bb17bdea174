//! Boards: one snapshot a second and workspace, made once for all who watch.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use dashmap::{DashMap, DashSet, mapref::entry::Entry};
use tillside_domain::{AgentNow, Availability, board::BoardSnapshot, ids::WorkspaceId};
use tillside_protocol::{
    ServerFrame,
    view::{AgentSummary, QueueView},
};
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::{
    Inner,
    registry::{Handle, Hint},
};

const EVERY: Duration = Duration::from_secs(1);
/// Nothing moved: a board says so, and how old it is, this often.
const STILL_HERE: Duration = Duration::from_secs(5);
/// Agents on one board: those who need attention first.
const AGENTS_MAX: usize = 200;

struct Board {
    watchers: Vec<Handle>,
    rev: u64,
    told_at: Option<Instant>,
}

/// Who watches which workspace.
#[derive(Default)]
pub(crate) struct Boards {
    open: DashMap<WorkspaceId, Board>,
    moved: DashSet<WorkspaceId>,
}

impl Boards {
    pub(crate) fn watch(&self, workspace: WorkspaceId, handle: &Handle) {
        let mut board = self.open.entry(workspace).or_insert_with(|| Board {
            watchers: Vec::new(),
            rev: 0,
            told_at: None,
        });
        board.watchers.retain(|watcher| watcher.id != handle.id);
        board.watchers.push(handle.clone());
        drop(board);
        self.moved(workspace);
    }

    pub(crate) fn leave(&self, workspace: WorkspaceId, handle: &Handle) {
        if let Entry::Occupied(mut entry) = self.open.entry(workspace) {
            entry.get_mut().watchers.retain(|watcher| watcher.id != handle.id);
            if entry.get().watchers.is_empty() {
                entry.remove();
            }
        }
    }

    /// Something moved there.
    pub(crate) fn moved(&self, workspace: WorkspaceId) {
        self.moved.insert(workspace);
    }

    fn due(&self) -> Vec<WorkspaceId> {
        let open = self.open.iter();
        let due = open.filter(|board| {
            let waits = board.told_at.is_none_or(|at| at.elapsed() >= STILL_HERE);
            self.moved.contains(board.key()) || waits
        });
        due.map(|board| *board.key()).collect()
    }

    fn tell(&self, workspace: WorkspaceId, snapshot: BoardSnapshot) {
        let Some(mut board) = self.open.get_mut(&workspace) else {
            return;
        };
        board.rev += 1;
        board.told_at = Some(Instant::now());
        let frame = frame(board.rev, snapshot);
        match serde_json::to_vec(&frame).map(Bytes::from) {
            Ok(bytes) => board
                .watchers
                .iter()
                .for_each(|watcher| watcher.hint(Hint::Board(bytes.clone()))),
            Err(error) => tracing::error!(%error, "A board could not be written as JSON"),
        }
    }
}

/// Tells boards, for ever.
pub(crate) async fn run(inner: &Arc<Inner>) {
    let mut every = interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        for workspace in inner.boards.due() {
            inner.boards.moved.remove(&workspace);
            match tillside_actions::board(inner.actions(), workspace).await {
                Ok(snapshot) => inner.boards.tell(workspace, snapshot),
                Err(error) => tracing::warn!(%error, workspace.id = %workspace, "A board could not be read"),
            }
        }
    }
}

fn frame(rev: u64, snapshot: BoardSnapshot) -> ServerFrame {
    let mut agents = snapshot.agents;
    agents.sort_by_key(attention);
    agents.truncate(AGENTS_MAX);
    ServerFrame::Board {
        rev,
        at: snapshot.at,
        queues: snapshot
            .queues
            .iter()
            .map(|now| QueueView::of(now, snapshot.at))
            .collect(),
        agents: agents.iter().map(AgentSummary::from).collect(),
    }
}

/// Who needs attention first: chats without a live owner, silence, then work in hand; the absent last.
fn attention(agent: &AgentNow) -> (u8, std::cmp::Reverse<u32>) {
    let rank = match agent.agent.availability {
        _ if agent.load > 0 && !agent.live => 0,
        Availability::NotResponding => 1,
        Availability::Online | Availability::TransferOnly | Availability::Draining => 2,
        Availability::Away => 3,
        Availability::Offline => 4,
    };
    (rank, std::cmp::Reverse(agent.load))
}
