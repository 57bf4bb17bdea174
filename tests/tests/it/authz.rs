//! Who may do what: the protocol's table, walked over the wire.

use serde_json::{Value, json};
use tillside_tests::{Agent, Shopper, TestNode, body, cid};

const NOWHERE: &str = "conv_00000000000000000000000000";

/// What the table comes to on the wire.
const OK: &str = "ok";
const STALE: &str = "stale_owner";
const NONE: &str = "not_found";
const TAKEN: &str = "taken";
/// Not asked here: it would change what the others find.
const SKIP: &str = "";

/// People in every relation to one conversation, which Noor owns at epoch 2.
struct Relations {
    node: TestNode,
    shopper: Shopper,
    other_shopper: Shopper,
    conv: String,
    pending: String,
    /// Owner, consulted, former owner, target of an open offer, agent of its queue, of another queue, supervisor.
    people: [Agent; 7],
}

async fn relations() -> Relations {
    let mut node = TestNode::start().await;
    node.kill().await;
    let people = "email,name,rights,queues,capacity,password\n\
                  tess@demo.test,Tess,agent,sales,4,tillside-demo\n\
                  sally@demo.test,Sally,agent,sales,4,tillside-demo\n\
                  quin@demo.test,Quin,agent,checkout,4,tillside-demo\n";
    std::fs::write(node.file("people.csv"), people).expect("a file of one's own");
    let add = ["agent", "add", "--from", "people.csv", "--workspace", "demo"];
    node.command(&add).await.expect("added");
    node.restart().await;
    let mut ana = node.agent_online("ana").await;
    let (mut luis, mut noor) = (node.agent_online("luis").await, node.agent_online("noor").await);
    let tess = node.agent_online("tess").await;
    let (shopper, conv) = node.shopper_with(&mut ana).await;
    let transfer = ana.transfer(&conv, 1, json!({"agent": noor.id}), "warm").await;
    noor.ok(json!({"t": "transfer_accept", "transfer": transfer})).await;
    let consult = noor.transfer(&conv, 2, json!({"agent": luis.id}), "consult").await;
    luis.ok(json!({"t": "transfer_accept", "transfer": consult})).await;
    let pending = noor.transfer(&conv, 2, json!({"agent": tess.id}), "warm").await;
    let (sally, quin, sofia) = (
        node.agent("sally").await,
        node.agent("quin").await,
        node.agent("sofia").await,
    );
    let mut other_shopper = node.shopper().await;
    other_shopper.open().await;
    Relations {
        shopper,
        other_shopper,
        conv,
        pending,
        people: [noor, luis, ana, tess, sally, quin, sofia],
        node,
    }
}

/// What an answer comes to: `ok`, or the error's code.
fn verdict(answer: &Value) -> &str {
    answer["code"].as_str().unwrap_or("ok")
}

#[tokio::test]
async fn authz1_the_table_holds_for_every_frame_of_an_agent() {
    let Relations {
        people, conv, pending, ..
    } = &mut relations().await;
    let tess = json!({"agent": people[3].id});
    let on = |t: &str, more: Value| {
        let mut frame = json!({"t": t, "conv": conv});
        frame
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        frame
    };
    let rows = [
        (
            on("fetch", json!({"after": 0, "limit": 1})),
            [OK, OK, OK, NONE, NONE, NONE, OK],
        ),
        (
            on("send", json!({"cid": cid(), "epoch": 2, "body": body("hello")})),
            [OK, STALE, STALE, NONE, NONE, NONE, STALE],
        ),
        (
            on("note", json!({"cid": cid(), "body": body("among us")})),
            [OK, OK, NONE, NONE, NONE, NONE, OK],
        ),
        (
            on("transfer", json!({"epoch": 2, "to": tess, "kind": "warm"})),
            [OK, STALE, STALE, NONE, NONE, NONE, STALE],
        ),
        (
            on("close", json!({"epoch": 2})),
            [SKIP, STALE, STALE, NONE, NONE, NONE, STALE],
        ),
        (on("take", json!({})), [SKIP, TAKEN, TAKEN, TAKEN, TAKEN, NONE, TAKEN]),
        (
            on("takeover", json!({"epoch": 2})),
            [NONE, NONE, NONE, NONE, NONE, NONE, SKIP],
        ),
        (
            on("assign", json!({"epoch": 2, "agent": people[4].id})),
            [NONE, NONE, NONE, NONE, NONE, NONE, SKIP],
        ),
        (on("follow", json!({})), [SKIP, SKIP, NONE, NONE, NONE, NONE, OK]),
        (
            json!({"t": "board", "on": true}),
            [NONE, NONE, NONE, NONE, NONE, NONE, OK],
        ),
        (
            json!({"t": "transfer_cancel", "transfer": pending}),
            [SKIP, NONE, NONE, NONE, NONE, NONE, OK],
        ),
        (
            on("close", json!({"epoch": 2})),
            [OK, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP],
        ),
    ];
    let mut wrong = Vec::new();
    for (frame, expected) in rows {
        for (person, expected) in people.iter_mut().zip(expected) {
            if expected != SKIP {
                let answer = person.ask(frame.clone()).await;
                if verdict(&answer) != expected {
                    wrong.push(format!(
                        "{} by {}: {expected} was expected, not {answer}",
                        frame["t"], person.name
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn authz1_what_waits_is_its_queues_agents() {
    let Relations { node, people, .. } = &mut relations().await;
    let [_, _, _, _, sally, quin, _] = people;
    let mut ada = node.shopper().await;
    // Nobody is offered it: who is online is asked first.
    let conv = {
        for name in ["ana", "luis", "noor", "tess"] {
            node.agent(name).await.says_availability("away").await;
        }
        ada.open().await
    };
    let send = json!({"t": "send", "conv": conv, "cid": cid(), "epoch": 0, "body": body("hello")});
    let stale = sally.err(send.clone(), "stale_owner").await;
    assert_eq!((&stale["epoch"], &stale["owner"]), (&json!(0), &Value::Null));
    quin.err(send, "not_found").await;
    let fetch = json!({"t": "fetch", "conv": conv, "after": 0, "limit": 10});
    sally.ok(fetch.clone()).await;
    quin.err(fetch, "not_found").await;
    let note = json!({"t": "note", "conv": conv, "cid": cid(), "body": body("among us")});
    sally.err(note, "not_found").await;
    quin.err(json!({"t": "take", "conv": conv}), "not_found").await;
    assert_eq!(sally.take(&conv).await, 1);
}

#[tokio::test]
async fn authz1_another_shoppers_is_like_none_to_the_byte() {
    let Relations {
        other_shopper, conv, ..
    } = &mut relations().await;
    for t in ["send", "fetch", "leave", "rate"] {
        let frame = |conv: &str| match t {
            "send" => json!({"t": t, "id": "x", "conv": conv, "cid": cid(), "body": body("hello")}),
            "fetch" => json!({"t": t, "id": "x", "conv": conv, "after": 0, "limit": 10}),
            "leave" => json!({"t": t, "id": "x", "conv": conv}),
            _ => json!({"t": t, "id": "x", "conv": conv, "score": 5}),
        };
        let mut answers = Vec::new();
        for conv in [conv.as_str(), NOWHERE] {
            other_shopper.send(frame(conv)).await;
            answers.push(other_shopper.expect("an answer", |frame| frame["re"] == "x").await);
        }
        assert_eq!(answers[0], answers[1], "{t}");
        assert_eq!(answers[0]["code"], "not_found", "{t}");
    }
}

#[tokio::test]
async fn authz1_what_an_agent_may_not_see_is_like_none_to_the_byte() {
    let Relations { people, conv, .. } = &mut relations().await;
    let quin = &mut people[5];
    for t in ["fetch", "follow", "take", "wrapup_done", "unfollow"] {
        let frame = |conv: &str| match t {
            "fetch" => json!({"t": t, "id": "x", "conv": conv, "after": 0, "limit": 10}),
            _ => json!({"t": t, "id": "x", "conv": conv}),
        };
        let mut answers = Vec::new();
        for conv in [conv.as_str(), NOWHERE] {
            quin.send(frame(conv)).await;
            answers.push(quin.expect("an answer", |frame| frame["re"] == "x").await);
        }
        assert_eq!(answers[0], answers[1], "{t}");
    }
}

#[tokio::test]
async fn authz1_typing_and_read_marks_of_others_reach_nobody() {
    let Relations {
        people,
        conv,
        shopper,
        other_shopper,
        ..
    } = &mut relations().await;
    let (typing, read) = (
        json!({"t": "typing", "conv": conv, "on": true}),
        json!({"t": "read", "conv": conv, "seq": 1}),
    );
    for frame in [typing, read] {
        for person in &mut people[1..] {
            person.send(frame.clone()).await;
        }
        other_shopper.send(frame).await;
    }
    // Whatever they sent has been looked at when they are answered.
    for person in &mut people[1..] {
        person.ask(json!({"t": "take", "conv": conv})).await;
    }
    other_shopper
        .err(json!({"t": "leave", "conv": conv}), "not_found")
        .await;
    let seq = people[0].say(conv, 2, "hello").await;
    shopper.event(conv, seq).await;
    let heard = shopper.unexpected(|frame| frame["kind"] == "typing" || frame["kind"] == "read");
    assert!(heard.is_empty(), "{heard:?}");
}

#[tokio::test]
async fn authz1_the_table_holds_over_http() {
    let Relations {
        node,
        people,
        conv,
        shopper,
        other_shopper,
        ..
    } = &mut relations().await;
    let paths = |conv: &str| {
        [
            "",
            "/events?after=0&limit=10",
            "/transcript.json",
            "/transcript.txt",
            "/transcript.html",
        ]
        .map(|rest| format!("/api/v1/conversations/{conv}{rest}"))
    };
    let may_read = [true, true, true, false, false, false, true];
    let mut readers: Vec<_> = people
        .iter()
        .zip(may_read)
        .map(|(person, may)| (person.token.clone(), may))
        .collect();
    readers.push((shopper.token.clone(), true));
    readers.push((other_shopper.token.clone(), false));
    for (token, may) in &readers {
        for (path, nowhere) in paths(conv).iter().zip(paths(NOWHERE)) {
            let response = node.get(path).bearer(token).send().await;
            if *may {
                assert_eq!(response.status, 200, "{path}");
            } else {
                let mut theirs = response.problem(404, "not_found");
                let mut none = node.get(&nowhere).bearer(token).send().await.problem(404, "not_found");
                for problem in [&mut theirs, &mut none] {
                    problem.as_object_mut().expect("an object").remove("request_id");
                }
                assert_eq!(theirs, none, "{path}");
            }
        }
    }
    let of_shopper = format!("/api/v1/shoppers/{}/conversations", shopper.id);
    let may_list = [true, true, true, false, false, false, true];
    for (person, may) in people.iter().zip(may_list) {
        let response = node.get(&of_shopper).bearer(&person.token).send().await;
        let listed = response.status == 200 && response.json()["items"][0]["conv"] == conv.as_str();
        assert_eq!(listed, may, "{} {response:?}", person.name);
    }
}

#[tokio::test]
async fn authz1_agents_endpoints_are_for_agents() {
    let node = TestNode::start().await;
    let mut ada = node.shopper().await;
    ada.open().await;
    for path in ["/api/v1/conversations", "/api/v1/queues", "/api/v1/agents"] {
        node.get(path).send().await.problem(401, "auth_failed");
        node.get(path)
            .bearer(&ada.token)
            .send()
            .await
            .problem(401, "auth_failed");
        node.get(path)
            .bearer("nonsense")
            .send()
            .await
            .problem(401, "auth_failed");
    }
}
