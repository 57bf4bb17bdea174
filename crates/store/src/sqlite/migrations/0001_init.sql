-- Ids are 16-byte blobs at the edges and small integers inside: page writes are what an append costs here, so the log's
-- two indexes hold integers.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE workspace (id BLOB PRIMARY KEY, key TEXT NOT NULL UNIQUE) WITHOUT ROWID;

CREATE TABLE queue (
  id BLOB PRIMARY KEY,
  workspace BLOB NOT NULL,
  key TEXT NOT NULL,
  doc TEXT NOT NULL,
  UNIQUE (workspace, key)
) WITHOUT ROWID;

CREATE TABLE site (
  id BLOB PRIMARY KEY,
  workspace BLOB NOT NULL,
  key TEXT NOT NULL UNIQUE,
  secret TEXT NOT NULL,
  doc TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE agent (
  id BLOB PRIMARY KEY,
  workspace BLOB NOT NULL,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  rights TEXT NOT NULL,
  capacity INTEGER NOT NULL,
  availability TEXT NOT NULL,
  reason TEXT,
  since INTEGER NOT NULL,
  misses INTEGER NOT NULL DEFAULT 0,
  last_assigned_at INTEGER NOT NULL DEFAULT 0,
  rev INTEGER NOT NULL DEFAULT 1,
  gone_at INTEGER,
  -- When a pass has to look at this agent's absence; NULL once it has.
  gone_due INTEGER,
  disabled INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX agent_by_workspace ON agent (workspace, availability);
CREATE INDEX agent_gone ON agent (workspace, gone_due) WHERE gone_due IS NOT NULL;

CREATE TABLE agent_queue (agent BLOB NOT NULL, queue BLOB NOT NULL, PRIMARY KEY (agent, queue)) WITHOUT ROWID;
CREATE INDEX agent_queue_by_queue ON agent_queue (queue, agent);

CREATE TABLE shopper (
  id BLOB PRIMARY KEY,
  workspace BLOB NOT NULL,
  site BLOB NOT NULL,
  name TEXT,
  email TEXT,
  customer TEXT,
  used_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE conversation (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  workspace BLOB NOT NULL,
  shopper BLOB NOT NULL,
  open_cid BLOB NOT NULL,
  state TEXT NOT NULL,
  queue BLOB NOT NULL,
  -- Set while it is owned or in wrap-up.
  owner BLOB,
  -- The queue it stands in: while it waits, is offered, or is being handed to a queue.
  lane BLOB,
  place INTEGER NOT NULL,
  -- 1 while an offer is open.
  offered INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  seen_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  head INTEGER NOT NULL,
  doc TEXT NOT NULL
);
CREATE UNIQUE INDEX conversation_by_cid ON conversation (shopper, open_cid);
CREATE UNIQUE INDEX conversation_open ON conversation (shopper) WHERE state NOT IN ('closed', 'wrapup');
CREATE INDEX conversation_by_shopper ON conversation (shopper, n);
CREATE INDEX conversation_by_owner ON conversation (owner) WHERE owner IS NOT NULL;
CREATE INDEX conversation_in_lane ON conversation (lane, place, n) WHERE lane IS NOT NULL;
CREATE INDEX conversation_due ON conversation (workspace, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX conversation_listed ON conversation (workspace, n);
CREATE INDEX conversation_parked ON conversation (queue, n) WHERE state = 'parked';

CREATE TABLE context (conversation INTEGER PRIMARY KEY, doc TEXT NOT NULL);

CREATE TABLE event (
  n INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  sender BLOB,
  cid BLOB,
  fingerprint BLOB,
  -- {"by":…,"kind":…,"data":…}
  doc TEXT NOT NULL
);
CREATE UNIQUE INDEX event_by_seq ON event (conversation, seq);
CREATE UNIQUE INDEX event_by_cid ON event (conversation, cid, sender) WHERE cid IS NOT NULL;

CREATE TABLE offer (
  id BLOB PRIMARY KEY,
  conversation INTEGER NOT NULL,
  agent BLOB NOT NULL,
  -- NULL while it is open.
  ended_at INTEGER,
  reserves INTEGER NOT NULL,
  doc TEXT NOT NULL,
  ended TEXT
) WITHOUT ROWID;
CREATE INDEX offer_by_agent ON offer (agent, ended_at);

CREATE TABLE transfer (
  id BLOB PRIMARY KEY,
  conversation INTEGER NOT NULL,
  doc TEXT NOT NULL,
  ended TEXT
) WITHOUT ROWID;

CREATE TABLE consult (agent BLOB NOT NULL, conversation INTEGER NOT NULL, PRIMARY KEY (agent, conversation)) WITHOUT ROWID;

CREATE TABLE handled (agent BLOB NOT NULL, conversation INTEGER NOT NULL, PRIMARY KEY (agent, conversation)) WITHOUT ROWID;
CREATE INDEX handled_by_conversation ON handled (conversation);

CREATE TABLE node (id TEXT PRIMARY KEY, lease_until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE session (
  conn TEXT PRIMARY KEY,
  agent BLOB NOT NULL,
  node TEXT NOT NULL,
  opened_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_by_agent ON session (agent, opened_at);

CREATE TABLE secret_key (
  kid TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  doc TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE refresh_family (
  id BLOB PRIMARY KEY,
  agent BLOB NOT NULL,
  generation INTEGER NOT NULL,
  rotated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX refresh_family_expires ON refresh_family (expires_at);

CREATE TABLE queue_minute (
  queue BLOB NOT NULL,
  at INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  longest_wait_ms INTEGER,
  agents_online INTEGER NOT NULL,
  slots_free INTEGER NOT NULL,
  PRIMARY KEY (queue, at)
) WITHOUT ROWID;

CREATE TABLE wait (
  conversation INTEGER PRIMARY KEY,
  queue BLOB NOT NULL,
  promised_ms INTEGER,
  waited_ms INTEGER,
  handled_ms INTEGER,
  at INTEGER NOT NULL
);
CREATE INDEX wait_by_queue ON wait (queue, at);

CREATE TABLE audit (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  workspace BLOB NOT NULL,
  actor BLOB,
  action TEXT NOT NULL,
  subject TEXT NOT NULL
);

-- Follows the log with its own cursor (meta.search_cursor); a row's id is that of its event.
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2");
