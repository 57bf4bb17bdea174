//! kill -9 at any moment: what was acknowledged is there, once, and whoever retries gets the same.

use std::collections::HashMap;

use serde_json::{Value, json};
use tillside_tests::{Agent, Shopper, TestNode, body, cid, number, text, words};

const ROUNDS: usize = 3;
const SENDERS: usize = 4;
/// Commands that a sender leaves unanswered at most.
const WINDOW: usize = 8;
const FAST: (&str, &str) = ("TILLSIDE_RATE_SHOPPER", "5000,5000");

fn send(conv: &str, cid: &str, words: &str) -> Value {
    json!({"t": "send", "conv": conv, "cid": cid, "body": body(words)})
}

#[tokio::test]
async fn send1_an_acknowledged_message_survives_a_kill_right_after_the_ack() {
    let mut node = TestNode::start().await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    for round in 0..ROUNDS {
        let (key, words) = (cid(), words(round));
        let answer = ada.ok(send(&conv, &key, &words)).await;
        node.kill().await;
        node.restart().await;
        ada = ada.another_tab(&node, json!({})).await;
        let again = ada.ok(send(&conv, &key, &words)).await;
        assert_eq!((&again["seq"], &again["dup"]), (&answer["seq"], &json!(true)), "SEND2");
        let log = ada.log(&conv).await;
        let found: Vec<_> = log
            .iter()
            .filter(|event| event["data"]["body"] == body(&words))
            .collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["seq"], answer["seq"]);
    }
}

#[tokio::test]
async fn send1_a_kill_between_commit_and_ack_is_settled_by_a_retry() {
    let mut node = TestNode::start_with(&[("TILLSIDE_FAIL", "command.after_commit=die")]).await;
    let mut ada = node.shopper().await;
    let conv = ada.open().await;
    let before = ada.say(&conv, "before").await;
    // From now on the node dies after a commit, before anybody is told of it.
    std::fs::write(node.file("die"), "").expect("a file of one's own");
    let key = cid();
    let id = ada.command(send(&conv, &key, "was it stored?")).await;
    assert_eq!(ada.answer_or_end(&id).await, None, "the outcome is unknown");
    assert!(!node.has_left().await, "it has crashed");
    std::fs::remove_file(node.file("die")).expect("it was there");
    node.restart().await;
    ada = ada.another_tab(&node, json!({})).await;
    let again = ada.ok(send(&conv, &key, "was it stored?")).await;
    assert_eq!((number(&again, "seq"), &again["dup"]), (before + 1, &json!(true)));
    let log = ada.log(&conv).await;
    assert_eq!(log.iter().filter(|event| event["kind"] == "message").count(), 2);
}

/// A shopper who says on and on, with what was acknowledged and what was not.
struct Sender {
    shopper: Shopper,
    conv: String,
    sent: Vec<(String, String)>,
    acked: HashMap<String, u64>,
}

impl Sender {
    async fn begin(node: &TestNode) -> Self {
        let mut shopper = node.shopper().await;
        let conv = shopper.open().await;
        Self {
            shopper,
            conv,
            sent: Vec::new(),
            acked: HashMap::new(),
        }
    }

    /// Until the connection ends.
    async fn talk(&mut self) {
        let mut unanswered = Vec::new();
        loop {
            let (key, words) = (cid(), words(self.sent.len()));
            self.sent.push((key.clone(), words.clone()));
            let Some(id) = self.shopper.try_command(send(&self.conv, &key, &words)).await else {
                return;
            };
            unanswered.push((id, key));
            if unanswered.len() == WINDOW {
                for (id, key) in unanswered.drain(..) {
                    let Some(answer) = self.shopper.answer_or_end(&id).await else {
                        return;
                    };
                    assert_eq!(answer["t"], "ok", "{}", self.shopper.story());
                    self.acked.insert(key, number(&answer, "seq"));
                }
            }
        }
    }

    /// Comes back, sends everything again under the same keys, and checks what is stored.
    async fn come_back(&mut self, node: &TestNode) {
        self.shopper = self.shopper.another_tab(node, json!({})).await;
        for some in self.sent.chunks(WINDOW) {
            let mut unanswered = Vec::new();
            for (key, words) in some {
                let id = self.shopper.command(send(&self.conv, key, words)).await;
                unanswered.push((id, key));
            }
            for (id, key) in unanswered {
                let answer = self.shopper.answer(&id).await;
                let seq = number(&answer, "seq");
                if let Some(acked) = self.acked.insert(key.clone(), seq) {
                    assert_eq!((seq, &answer["dup"]), (acked, &json!(true)), "acknowledged, and lost");
                }
            }
        }
        let log = self.shopper.log(&self.conv).await;
        let stored: Vec<_> = log.iter().filter(|event| event["kind"] == "message").collect();
        assert_eq!(stored.len(), self.sent.len(), "each once");
        for event in stored {
            let key = text(event, "cid");
            assert_eq!(self.acked.get(&key), event["seq"].as_u64().as_ref());
        }
    }
}

#[tokio::test]
async fn send1_send2_a_kill_under_load_loses_nothing_that_was_acknowledged_and_doubles_nothing() {
    let mut node = TestNode::start_with(&[FAST]).await;
    let mut senders = Vec::new();
    for _ in 0..SENDERS {
        senders.push(Sender::begin(&node).await);
    }
    for round in 1..=ROUNDS {
        let enough = round * 10;
        // A witness tells when there is something to lose; then the node dies, whatever is in flight.
        let mut witness = Sender::begin(&node).await;
        let dies = async {
            for n in 0..enough {
                witness.shopper.say(&witness.conv, &words(n)).await;
            }
            node.kill().await;
        };
        let talking = futures_util::future::join_all(senders.iter_mut().map(Sender::talk));
        tokio::join!(talking, dies);
        node.restart().await;
        for sender in &mut senders {
            assert!(!sender.acked.is_empty());
            sender.come_back(&node).await;
        }
    }
}

#[tokio::test]
async fn the_desk_and_the_shopper_go_on_after_a_crash() {
    let mut node = TestNode::start().await;
    let mut ana = node.agent_online("ana").await;
    let (ada, conv) = node.shopper_with(&mut ana).await;
    let seq = ana.say(&conv, 1, "before").await;
    node.kill().await;
    node.restart().await;
    let mut ana = Agent::connect(&node, &ana.token, json!({})).await;
    let on_desk = &ana.welcome["conversations"][0];
    assert_eq!(
        (&on_desk["conv"], &on_desk["epoch"], &on_desk["state"]),
        (&json!(conv), &json!(1), &json!("owned"))
    );
    let hello = json!({"log": ada.welcome["log"], "resume": {conv.clone(): seq - 1}});
    let mut ada = ada.another_tab(&node, hello).await;
    ada.event(&conv, seq).await;
    let seq = ana.say(&conv, 1, "after").await;
    ada.event(&conv, seq).await;
}
