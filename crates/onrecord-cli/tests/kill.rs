//! Kills `onrecord add` at many moments and finds the ledger whole: nothing lost, nothing twice.

use onrecord::ledger::{Ledger, Query};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const ARTICLES: usize = 120;
/// Kills in a run of the test, each at another moment of the work; `ONRECORD_KILLS` asks for more.
const KILLS: u64 = 25;

fn kills() -> u64 {
    std::env::var("ONRECORD_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS)
}

fn add(input: &Path, ledger: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.arg("add").arg(input).arg("--ledger").arg(ledger).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn write_input(path: &Path) {
    let article = |i: usize| {
        let text = format!(
            "Ferry {i} stays in port\\n\\nThe ferry number {i} will not sail before Monday, harbour master Leo Brandt said.\\n\\n\\\"Nobody should be surprised,\\\" Mayor Rosa Quill told reporters. She added that {i} passengers were waiting."
        );
        format!("{{\"text\": \"{text}\", \"published\": \"2024-03-01\"}}\n")
    };
    std::fs::write(path, (0..ARTICLES).map(article).collect::<String>()).expect("the input is written");
}

fn ids(ledger: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let ledger = Ledger::open_existing(ledger).expect("the ledger opens");
    assert!(ledger.check().expect("the ledger is read"), "integrity_check or foreign keys failed");
    let each = |f: onrecord::ledger::Found| {
        out.push(f.id);
        true
    };
    ledger.said(&Query::default(), each).expect("the ledger is read");
    out.sort();
    out
}

#[test]
fn a_killed_add_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, killed, whole) =
        (folder.path().join("in.jsonl"), folder.path().join("killed.db"), folder.path().join("whole.db"));
    write_input(&input);
    let mut stopped = 0;
    // Once all is stored there is nothing left to stop: then the ledger is begun anew.
    let anew = |round: u64| {
        if round % 4 == 3 {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", killed.display()));
            }
        }
    };
    for round in 0..kills() {
        anew(round);
        let mut child = add(&input, &killed).spawn().expect("the program starts");
        // 3 ms to 600 ms: before the ledger is made, while the model loads, within the batches.
        std::thread::sleep(Duration::from_millis(3 + (round * 7919) % 600));
        stopped += u64::from(child.try_wait().expect("a status").is_none());
        child.kill().expect("the program is killed");
        child.wait().expect("a status");
        if killed.exists() {
            // Every article that is there is whole: its statements are those of a clean run.
            let _ = Ledger::open_existing(&killed).map(|l| assert!(l.check().expect("the ledger is read")));
        }
    }
    println!("{stopped} of {} runs were killed while they worked", kills());
    assert!(stopped > 0, "no run was still at work when it was killed");
    assert!(add(&input, &killed).status().expect("a status").success());
    assert!(add(&input, &whole).status().expect("a status").success());
    let (a, b) = (ids(&killed), ids(&whole));
    assert_eq!(a, b, "the killed ledger differs from a clean one");
    assert!(a.len() >= 2 * ARTICLES, "only {} statements", a.len());
}

#[test]
fn two_processes_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, both, whole) =
        (folder.path().join("in.jsonl"), folder.path().join("both.db"), folder.path().join("whole.db"));
    write_input(&input);
    let mut children: Vec<_> = (0..2).map(|_| add(&input, &both).spawn().expect("the program starts")).collect();
    assert!(children.iter_mut().all(|c| c.wait().expect("a status").success()));
    assert!(add(&input, &whole).status().expect("a status").success());
    assert_eq!(ids(&both), ids(&whole));
}
