//! What a shopper sees of a log, and what agents say among themselves.

use tillside_domain::{EventData, Refusal, commands::TransferTo};

use crate::case::{ANA, Case, LUIS, NOOR, SOFIA, STRANGER};

#[test]
fn note1_is_for_the_owner_the_consulted_and_supervisors_and_never_shown() {
    let mut case = Case::owned_by(ANA);
    case.consult(ANA, LUIS).expect("asked");
    case.accept(LUIS).expect("came");
    for by in [ANA, LUIS, SOFIA] {
        case.note(by, "between us").expect("may note");
        assert_eq!(case.last().shown_to_shopper(), None);
    }
    for by in [NOOR, STRANGER] {
        assert_eq!(case.note(by, "between us"), Err(Refusal::NotFound));
    }
}

#[test]
fn seq1_a_shopper_sees_only_what_is_theirs_to_see_and_every_seq() {
    let mut case = Case::owned_by(ANA);
    case.shopper_says("hello").expect("sent");
    case.note(ANA, "secret note").expect("noted");
    case.pays();
    case.after_ms(130_000)
        .transfer(ANA, TransferTo::Agent(LUIS))
        .expect("asked");
    case.accept(LUIS).expect("accepted");
    case.close(LUIS).expect("closed");
    case.after_ms(30_000).tick();
    let kinds: Vec<_> = case
        .log
        .iter()
        .map(|event| event.what.shown_to_shopper())
        .map(|shown| shown.map_or_else(|| "hidden".to_owned(), |what| kind(&what)))
        .collect();
    assert_eq!(
        kinds,
        [
            "opened",
            "queued",
            "hidden",
            "assigned",
            "message",
            "hidden",
            "hidden",
            "hidden",
            "transferred",
            "closed",
            "hidden"
        ]
    );
    let shown = case.log.iter().filter_map(|event| event.what.shown_to_shopper());
    let wire = serde_json::to_string(&shown.collect::<Vec<_>>()).expect("serialises");
    for secret in [
        "secret note",
        "over to you",
        "hash",
        "disposition",
        "how\":\"accepted",
        "reason",
    ] {
        assert!(!wire.contains(secret), "{secret} in {wire}");
    }
}

fn kind(what: &EventData) -> String {
    let json = serde_json::to_value(what).expect("serialises");
    json["kind"].as_str().expect("a kind").to_owned()
}
