//! Shoppers and agents in conversations of two.

use anyhow::{Context as _, Result};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    peer::{Peer, Server, source},
    socket::Socket,
};

/// Pairs that come together at once.
const AT_ONCE: usize = 32;

/// Both ends of a conversation.
pub(crate) struct Pair {
    pub(crate) shopper: Socket,
    pub(crate) agent: Socket,
    pub(crate) conv: String,
    /// The number of the next command, on both sockets.
    pub(crate) next: u32,
    /// What the keys of this pair's messages begin with.
    key: Uuid,
    words: &'static str,
}

/// `n` pairs that may talk.
pub(crate) async fn meet(server: &Server, n: usize, words: &'static str) -> Result<Vec<Pair>> {
    let (peer, address) = (server.peer, server.process.address);
    let (shoppers, agents) = (peer.shoppers(address, n).await?, peer.agents(address, n).await?);
    let pairs = shoppers
        .into_iter()
        .zip(agents)
        .map(|(shopper, agent)| Pair::meet(server, shopper, agent, words));
    stream::iter(pairs).buffer_unordered(AT_ONCE).try_collect().await
}

impl Pair {
    async fn meet(server: &Server, shopper_token: String, agent_token: String, words: &'static str) -> Result<Self> {
        let address = server.process.address;
        let mut agent = Socket::connect(address, source(0)).await?;
        agent.hello(&agent_token, None).await?;
        let mut shopper = Socket::connect(address, source(1)).await?;
        shopper.hello(&shopper_token, None).await?;
        let (conv, next) = match server.peer {
            Peer::Tillside => {
                let opened = shopper.ask(1, json!({"t": "open", "cid": Uuid::new_v4()})).await?;
                let conv = text(&opened, "conv")?;
                agent.ask(1, json!({"t": "take", "conv": conv})).await?;
                // With the one conversation that it can hold, it is offered no other.
                agent.ask(2, json!({"t": "status", "availability": "online"})).await?;
                (conv, 3)
            }
            Peer::Relay | Peer::DurableRelay => (shopper_token.trim_start_matches("shopper:").to_owned(), 3),
        };
        Ok(Self {
            shopper,
            agent,
            conv,
            next,
            key: Uuid::new_v4(),
            words,
        })
    }

    /// The idempotency key of a command by its number.
    fn cid(&self, id: u32) -> Uuid {
        let mut bytes = self.key.into_bytes();
        bytes[12..].copy_from_slice(&id.to_be_bytes());
        Uuid::from_bytes(bytes)
    }

    /// The number of the command that was sent under this key, if it is one of this pair's.
    pub(crate) fn id_of(&self, cid: Uuid) -> Option<u32> {
        let (bytes, own) = (cid.as_bytes(), self.key.as_bytes());
        let id = bytes.last_chunk().copied().map(u32::from_be_bytes);
        id.filter(|_id| bytes[..12] == own[..12])
    }

    /// The shopper's next message, and its number.
    pub(crate) fn message(&mut self) -> (u32, String) {
        let id = self.next;
        self.next += 1;
        let (conv, cid, words) = (&self.conv, self.cid(id), self.words);
        let frame = format!(
            r#"{{"t":"send","id":"{id}","conv":"{conv}","cid":"{cid}","body":{{"kind":"text","text":"{words}"}}}}"#
        );
        (id, frame)
    }
}

/// 120 characters, as a shopper writes.
pub(crate) const WORDS: &str = "Hello, I have put the blue jacket into my basket, but the voucher from your \
    newsletter isn't taken. Can you help me out?";
/// The same with an order's number: after four digits the card filter looks at what its sender wrote before.
pub(crate) const WORDS_WITH_DIGITS: &str = "Hello, I have put the blue jackets on order 10482937, but the voucher from \
    your newsletter isn't taken. Can you help me?";

pub(crate) fn text(frame: &Value, name: &str) -> Result<String> {
    let found = frame[name].as_str().with_context(|| format!("`{name}` in {frame}"))?;
    Ok(found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_120_characters() {
        for words in [WORDS, WORDS_WITH_DIGITS] {
            assert_eq!(words.chars().count(), 120, "{words}");
        }
    }
}
