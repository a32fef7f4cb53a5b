//! The queries of `docs/analyses.md` run on the demo's articles, and each finds something.

use std::process::Command;

#[test]
fn every_analysis_finds_something() {
    let folder = tempfile::tempdir().expect("a folder");
    for args in [&["demo", "--write", "demo"][..], &["add", "demo", "--ledger", "news.db"]] {
        let out = Command::new(env!("CARGO_BIN_EXE_onrecord")).current_dir(folder.path()).args(args).output();
        assert!(out.expect("the program starts").status.success(), "{args:?}");
    }
    let db = rusqlite::Connection::open(folder.path().join("news.db")).expect("a database");
    let page = include_str!("../../../docs/analyses.md");
    let queries: Vec<&str> = page.split("```sql").skip(1).filter_map(|part| part.split("```").next()).collect();
    assert_eq!(queries.len(), 6);
    for sql in queries {
        let mut statement = db.prepare(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
        let mut rows = statement.query([]).expect("it runs");
        assert!(rows.next().expect("it runs").is_some(), "nothing found: {sql}");
    }
}
