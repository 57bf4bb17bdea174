//! SQLite passes the suite of every backend, and what only a file promises.

use std::{path::Path, sync::Arc};

use tillside_domain::Timestamp;
use tillside_store::{Clock, Store, StoreError, contract};

const WORKSPACE: &str = "demo";

fn clock() -> Clock {
    Arc::new(|| Timestamp(1_800_000_000_000))
}

fn open(path: &Path) -> Store {
    Store::open(path, true, clock()).expect("a file of one's own can be opened")
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract() {
    contract::run(|| {
        let folder = tempfile::tempdir().expect("a folder");
        move |clock| {
            let opened = Store::open(&folder.path().join("tillside.db"), true, clock);
            Box::pin(async { opened.expect("a file of one's own can be opened") })
        }
    })
    .await;
}

#[test]
fn a_second_process_waits_and_is_told_who_has_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tillside.db");
    let first = open(&path);
    let Err(StoreError::InUse(words)) = Store::open(&path, true, clock()) else {
        panic!("a file has one process");
    };
    assert!(words.contains(&std::process::id().to_string()), "{words}");
    drop(first);
    open(&path);
}

#[tokio::test]
async fn a_backup_is_a_whole_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("tillside.db"), folder.path().join("copy.db"));
    let store = open(&path);
    let (workspace, _new) = store.add_workspace(WORKSPACE.to_owned()).await.expect("made");
    Store::backup(&path, &copy).expect("copied while it is in use");
    let restored = open(&copy);
    assert_eq!(
        restored.workspace(WORKSPACE.to_owned()).await.expect("read"),
        Some(workspace)
    );
    assert_eq!(
        restored.log_id(),
        store.log_id(),
        "until it is told that it was put back"
    );
}

#[tokio::test]
async fn an_empty_file_is_refused_unless_it_may_be_brought_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tillside.db");
    assert!(Store::open(&path, false, clock()).is_err());
    drop(open(&path));
    assert!(Store::open(&path, false, clock()).is_ok());
}
