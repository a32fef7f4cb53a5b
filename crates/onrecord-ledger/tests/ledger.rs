//! What is put into a ledger comes out again; what is no ledger is refused.

use onrecord_ledger::{ErrorKind, Fix, Found, Known, Ledger, Put, Query};
use onrecord_types::{
    Act, Actor, ActorKind, Affiliation, Amount, AmountKind, Anchor, Article, Attribution, How, Kind, Mention, Modality,
    Origin, Published, Record, Said, Span, SpeakerStatus, Statement, Time, TimeKind, Warning,
};

const TEXT: &str = "Café rises\n\nOn Friday Ann Lee told Bo: “Café is open.”";

fn record(id: &str, text: &str) -> Record {
    let at = |words: &str| {
        let start = text.find(words).expect("the words stand in the text");
        Span::of_range(start, start + words.len())
    };
    let attribution =
        Attribution { source: vec![at("Ann Lee")], cue: vec![at("told")], content: vec![at("“Café is open.”")] };
    Record {
        article: Article {
            id: id.into(),
            text: text.into(),
            headline: Some(at("Café rises")),
            standfirst: None,
            paragraphs: vec![Span::of_range(13, text.len())],
            categories: vec!["Food".into(), "Town".into()],
            published: Some(Published { value: "2024-03-09".into(), ambiguous: true, why: "test".into() }),
            byline: None,
            outlet: Some("The Quay".into()),
            url: Some("https://quay.example/cafe".into()),
            language: Some("en".into()),
            path: "cafe.txt".into(),
            sha256: "00".into(),
            provenance: Default::default(),
        },
        statements: vec![Statement {
            id: format!("{id}000000000005"),
            attribution,
            kind: Kind::Direct,
            quoted: vec![at("Café is open.")],
            parent: None,
            origin: Origin::Cue,
            speaker: Some("a1".into()),
            speaker_status: SpeakerStatus::Named,
            addressee: Some(at("Bo")),
            joint_speakers: Vec::new(),
            addressee_actor: Some("a2".into()),
            venue: Some(at("Café")),
            said: Some(Said {
                value: "2024-03-08".into(),
                interval: "2024-03-08/2024-03-08".into(),
                span: at("On Friday"),
            }),
            act: Act::Promise,
            modality: Modality { negated: true, words: vec![at("told")], ..Modality::default() },
            about: vec!["a2".into()],
            addressee_affiliation: Affiliation::default(),
            affiliation: Affiliation { country: Some("NOR".into()), sector: Some("AGR".into()) },
            confidence: 0.5,
        }],
        actors: vec![person("a1", "Ann Lee", at("Ann Lee")), person("a2", "Bo", at("Bo"))],
        times: vec![Time {
            span: at("On Friday"),
            kind: TimeKind::Date,
            value: "2024-03-08".into(),
            modifier: Some("START"),
            interval: Some("2024-03-08/2024-03-08".into()),
            anchor: Anchor::Published,
            ambiguous: true,
        }],
        amounts: vec![Amount {
            span: at("open"),
            kind: AmountKind::Count,
            value: Some(2.5),
            upper: Some(3.0),
            modifier: Some("approx"),
            unit: Some("kilometre".into()),
            of: Some(at("Café")),
            role: Some("dead"),
        }],
        warnings: vec![Warning { code: "date", message: "ambiguous".into() }],
        reader: "test".into(),
    }
}

fn person(id: &str, name: &str, span: Span) -> Actor {
    Actor {
        id: id.into(),
        name: name.into(),
        kind: ActorKind::Person,
        country: Some("FRA".into()),
        sector: Some("GOV".into()),
        wikidata: Some("Q1".into()),
        entry: Some("test, own".into()),
        roles: vec!["cook".into()],
        mentions: vec![Mention { span, how: How::Office }],
    }
}

fn all(ledger: &Ledger, query: &Query) -> Vec<Found> {
    let mut out = Vec::new();
    let each = |f| {
        out.push(f);
        true
    };
    ledger.said(query, each).expect("the ledger is read");
    out
}

#[test]
fn a_record_reads_back_as_it_was_put_in() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let first = record("aaaa", TEXT);
    assert_eq!(ledger.put(&first).expect("put"), Put::Added);
    assert_eq!(ledger.put(&first).expect("put"), Put::Held);
    assert_eq!(ledger.record("aa").expect("read").as_ref(), Some(&first));
    assert_eq!(ledger.record("aaaa000000000005").expect("read").as_ref(), Some(&first));
    assert_eq!(ledger.record("%").expect("read"), None);
    let found = &all(&ledger, &Query { words: Some("cafe \"is open\"".into()), ..Query::default() })[0];
    assert_eq!((found.start, found.end), (39, 54), "offsets count code points");
}

#[test]
fn a_changed_article_is_a_new_version() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    ledger.put(&record("aaaa", TEXT)).expect("put");
    let changed = record("bbbb", &TEXT.replace("On Friday", "On Friday night,"));
    assert_eq!(ledger.put(&changed).expect("put"), Put::NewVersion);
    let found = all(&ledger, &Query::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].article, "bbbb");
    let counts = ledger.counts(3).expect("counts");
    assert_eq!((counts.articles, counts.replaced, counts.statements), (1, 1, 1));
    assert_eq!(counts.speakers, [("Ann Lee".to_owned(), 1)]);
}

#[test]
fn conditions_narrow() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    ledger.put(&record("aaaa", TEXT)).expect("put");
    let check = |query: Query, hits: usize| assert_eq!(all(&ledger, &query).len(), hits, "{query:?}");
    let some = |s: &str| Some(s.to_owned());
    check(Query { by: some("lee"), ..Query::default() }, 1);
    let known = |name: &str| Known { by: vec![name.into()], to: vec![name.into()], about: vec![name.into()] };
    check(Query { by: some("Annie"), known: known("ann lee"), ..Query::default() }, 1);
    check(Query { by: some("Annie"), words: some("open"), known: known("ann lee"), ..Query::default() }, 1);
    check(Query { by: some("Annie"), known: known("Ann"), ..Query::default() }, 0);
    check(Query { by: some("LEE"), known: known("Bo"), ..Query::default() }, 0);
    check(Query { about: some("Robert"), known: known("bo"), ..Query::default() }, 1);
    check(Query { about: some("Robert"), known: known("Bob"), ..Query::default() }, 0);
    check(Query { by: some("l_e"), ..Query::default() }, 0);
    check(Query { to: some("Bo"), outlet: some("quay"), ..Query::default() }, 1);
    check(Query { since: some("2024-03-08"), until: some("2024-03"), ..Query::default() }, 1);
    check(Query { since: some("2024-03-09"), ..Query::default() }, 0);
    check(Query { about: some("bo"), act: some("promise"), ..Query::default() }, 1);
    check(Query { act: some("deny"), ..Query::default() }, 0);
    check(Query { country: some("NOR"), sector: some("AGR"), since: some("2024"), ..Query::default() }, 1);
    check(Query { country: some("NOR"), sector: some("GOV"), ..Query::default() }, 0);
    check(Query { country: some("SWE"), ..Query::default() }, 0);
    check(Query { kind: some("indirect"), ..Query::default() }, 0);
    check(Query { min_confidence: 0.6, ..Query::default() }, 0);
    check(Query { words: some("' \" ) OR * -"), ..Query::default() }, 0);
}

/// A name that somebody has is looked for in whole words, else as the beginning of one.
#[test]
fn a_name_is_whole_words_where_somebody_has_them() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    ledger.put(&record("aaaa", TEXT)).expect("put");
    let mut other = record("bbbb", &TEXT.replace("On Friday", "On Friday night,"));
    (other.article.url, other.article.path) = (None, "other.txt".into());
    other.actors[0].name = "Ann Leeds".into();
    ledger.put(&other).expect("put");
    let hits = |by: &str, words: Option<&str>| {
        let query = Query { by: Some(by.into()), words: words.map(Into::into), ..Query::default() };
        all(&ledger, &query).into_iter().filter_map(|f| f.speaker).collect::<Vec<_>>()
    };
    for words in [None, Some("café")] {
        assert_eq!(hits("lee", words), ["Ann Lee"]);
        assert_eq!(hits("ANN LEE", words), ["Ann Lee"]);
        assert_eq!(hits("leed", words), ["Ann Leeds"]);
        assert_eq!(hits("ann", words).len(), 2);
        assert!(hits("le?", words).is_empty() && hits("[a", words).is_empty());
    }
}

/// A search for words by a speaker has an index of its own; it must give what both conditions alone have in common.
#[test]
fn words_by_a_speaker_are_what_both_searches_share() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    ledger.put(&record("aaaa", TEXT)).expect("put");
    let mut other = record("bbbb", &TEXT.replace("On Friday", "On Friday night,"));
    other.article.url = None;
    other.article.path = "other.txt".into();
    ledger.put(&other).expect("put");
    let ids = |ledger: &Ledger, words: Option<&str>, by: Option<&str>| -> Vec<String> {
        let query = Query { words: words.map(Into::into), by: by.map(Into::into), ..Query::default() };
        all(ledger, &query).into_iter().map(|f| f.id).collect()
    };
    let check = |ledger: &Ledger, hits: [usize; 3]| {
        for (by, hits) in ["ann", "lind", "cook"].iter().zip(hits) {
            let both = ids(ledger, None, Some(by));
            assert_eq!(both.len(), hits, "{by}");
            for words in ["café", "friday", "lee", "cafe \"is open\"", "\"\""] {
                let of_words = ids(ledger, Some(words), None);
                let shared: Vec<&String> = both.iter().filter(|id| of_words.contains(id)).collect();
                assert_eq!(ids(ledger, Some(words), Some(by)).iter().collect::<Vec<_>>(), shared, "{words} by {by}");
            }
        }
    };
    check(&ledger, [2, 0, 0]);
    let mut given = 0;
    let by_ann = Query { by: Some("ann".into()), ..Query::default() };
    let first = |_| {
        given += 1;
        false
    };
    ledger.said(&by_ann, first).expect("read");
    assert_eq!(given, 1, "the rest is left out when that is asked");
    ledger.fix_actor("Ann Lee", None, &Fix::Call("Ann Lind".into()), "2024-03-10").expect("kept");
    check(&ledger, [2, 2, 0]);
    ledger.fix_actor("Ann Lee", Some("bbbb"), &Fix::Call("Cook".into()), "2024-03-10").expect("kept");
    check(&ledger, [1, 1, 1]);
    assert_eq!(ledger.speaker("ANN LIND").expect("read").map(|s| (s.name, s.statements)), Some(("Ann Lind".into(), 1)));
    assert_eq!(ledger.speaker("ann lee").expect("read"), None);
    ledger.fix_actor("Ann Lee", None, &Fix::Forget, "2024-03-10").expect("kept");
    check(&ledger, [1, 0, 1]);
}

/// A statement that two make together is found and counted under each of them, whatever people decide about one.
#[test]
fn joint_statements_are_on_the_record_of_each() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let mut joint = record("aaaa", TEXT);
    joint.statements[0].joint_speakers = vec!["a2".into()];
    joint.actors[1].country = Some("DNK".into());
    joint.actors[1].name = "Bo Lind".into();
    ledger.put(&joint).expect("put");
    assert_eq!(ledger.record("aa").expect("read").as_ref(), Some(&joint));
    let ask = |ledger: &Ledger, query: Query| {
        let found = all(ledger, &query);
        found.into_iter().map(|f| (f.speaker, f.joint_speakers)).collect::<Vec<_>>()
    };
    let by = |name: &str| Query { by: Some(name.into()), ..Query::default() };
    let both = vec![(Some("Ann Lee".to_owned()), "Bo Lind".to_owned())];
    for query in [
        by("lind"),
        by("ann lee"),
        Query { words: Some("open".into()), ..by("Bo") },
        Query { known: Known { by: vec!["Bo Lind".into()], ..Known::default() }, ..by("B") },
        Query { speaker: Some("bo lind".into()), ..Query::default() },
        Query { country: Some("DNK".into()), ..Query::default() },
        Query { sector: Some("GOV".into()), ..Query::default() },
        Query { country: Some("DNK".into()), words: Some("cafe".into()), ..Query::default() },
    ] {
        assert_eq!(ask(&ledger, query.clone()), both, "{query:?}");
    }
    assert!(ask(&ledger, Query { words: Some("closed".into()), ..by("Bo") }).is_empty());
    let count = |ledger: &Ledger, name: &str| {
        let s = ledger.speaker(name).expect("read");
        s.map(|s| (s.statements, s.articles, s.stories, s.country, s.last))
    };
    let one = |country: &str| Some((1, 1, 1, Some(country.to_owned()), Some("2024-03-08".to_owned())));
    assert_eq!(count(&ledger, "Bo Lind"), one("DNK"));
    assert_eq!(count(&ledger, "Ann Lee"), one("NOR"));
    assert_eq!(ledger.tally("bo lind").expect("read").1, [("promise".to_owned(), 1)]);
    assert!(ledger.check().expect("checked"));
    ledger.replace_reading(&joint).expect("read again");
    assert!(ledger.check().expect("checked"));
    assert_eq!(count(&ledger, "Bo Lind"), one("DNK"));

    let fix = |ledger: &mut Ledger, fix| ledger.fix_actor("Bo Lind", None, &fix, "2024-03-10").expect("kept");
    assert_eq!(fix(&mut ledger, Fix::Call("Bo Lund".into())), 1);
    assert_eq!(ask(&ledger, by("lund")), [(Some("Ann Lee".to_owned()), "Bo Lund".to_owned())]);
    assert!(ask(&ledger, by("lind")).is_empty());
    assert_eq!(count(&ledger, "Bo Lund"), one("DNK"));
    assert_eq!(ledger.tally("Bo Lund").expect("read").1, [("promise".to_owned(), 1)]);
    assert!(ledger.idle_fixes().expect("read").is_empty());
    fix(&mut ledger, Fix::Forget);
    assert_eq!(ask(&ledger, by("ann")), [(Some("Ann Lee".to_owned()), String::new())]);
    assert_eq!(ledger.speakers("", None).expect("read").len(), 1);

    joint.statements.clear();
    ledger.replace_reading(&joint).expect("read again");
    assert!(ledger.check().expect("checked"));
    assert_eq!(ledger.idle_fixes().expect("read"), ["Bo Lind"]);
}

#[test]
fn decisions_stay_when_an_article_is_read_again() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let mut again = record("aaaa", TEXT);
    ledger.put(&again).expect("put");
    assert!(ledger.decide("aaaa000000000005", "wrong", None, "2024-03-10").expect("decided"));
    assert!(!ledger.decide("ffff000000000005", "wrong", None, "2024-03-10").expect("asked"));
    ledger.replace_reading(&again).expect("read again");
    assert_eq!(all(&ledger, &Query::default())[0].verdict.as_deref(), Some("wrong"));
    again.statements.clear();
    ledger.replace_reading(&again).expect("read again");
    assert!(all(&ledger, &Query::default()).is_empty(), "it is no longer read, so it is not current");
    let back = record("aaaa", TEXT);
    ledger.replace_reading(&back).expect("read again");
    assert_eq!(all(&ledger, &Query::default())[0].verdict.as_deref(), Some("wrong"));
}

#[test]
fn other_files_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.db");
    let kind = |path: &std::path::Path| Ledger::open(path).err().map(|e| e.kind());
    std::fs::write(&path, "this is no database at all, only some words that are long enough").expect("written");
    assert_eq!(kind(&path), Some(ErrorKind::Storage));
    let other = folder.path().join("other.db");
    let db = rusqlite::Connection::open(&other).expect("a database");
    db.execute_batch("CREATE TABLE t (x)").expect("a table");
    assert_eq!(kind(&other), Some(ErrorKind::NotALedger));
    let newer = folder.path().join("newer.db");
    drop(Ledger::open(&newer).expect("a ledger"));
    rusqlite::Connection::open(&newer).expect("a database").pragma_update(None, "user_version", 99).expect("set");
    assert_eq!(kind(&newer), Some(ErrorKind::NewerLedger));
    assert_eq!(Ledger::open_existing(&folder.path().join("none.db")).err().map(|e| e.kind()), Some(ErrorKind::Missing));
}

#[test]
fn every_documented_column_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.db");
    drop(Ledger::open(&path).expect("a ledger"));
    let db = rusqlite::Connection::open(&path).expect("a database");
    let page = include_str!("../../../docs/ledger.md");
    let mut tables = 0;
    for line in page.lines().filter(|l| l.starts_with("| `") && !l.contains("_fts")) {
        let names: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        let sql = format!("SELECT \"{}\" FROM \"{}\"", names[1..].join("\", \""), names[0]);
        // SQLite takes an unknown quoted name for a string; a view of the names tells.
        let columns: Vec<String> = db
            .prepare(&format!("SELECT name FROM pragma_table_info('{}')", names[0]))
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .expect("columns");
        let documented: Vec<&str> = names[1..].to_vec();
        assert!(db.prepare(&sql).is_ok(), "{sql}");
        for column in &columns {
            assert!(
                documented.contains(&column.as_str()) || column == "rowid",
                "{}.{column} is not documented",
                names[0]
            );
        }
        for name in documented {
            assert!(columns.iter().any(|c| c == name), "{}.{name} is documented and not there", names[0]);
        }
        tables += 1;
    }
    assert!(tables >= 8, "{tables} tables are documented");
    for sql in page.split("```sql").nth(1).expect("queries").split("```").next().expect("queries").split(';') {
        if !sql.trim().is_empty() {
            db.prepare(sql.trim()).unwrap_or_else(|e| panic!("{sql}: {e}"));
        }
    }
}

#[test]
fn names_are_merged_split_and_forgotten_without_changing_what_was_read() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let first = record("aaaa", TEXT);
    ledger.put(&first).expect("put");
    let who = |ledger: &Ledger| all(ledger, &Query::default())[0].speaker.clone();
    let mut fix = |article, fix: Fix| ledger.fix_actor("ann lee", article, &fix, "2024-03-10").expect("kept");
    assert_eq!(fix(None, Fix::Call("Anna Lee".into())), 1);
    assert_eq!(fix(Some("aaaa"), Fix::Call("Ann Lee (cook)".into())), 1);
    assert_eq!(ledger.fix_actor("nobody", None, &Fix::Forget, "2024-03-10").expect("asked"), 0);
    assert_eq!(who(&ledger).as_deref(), Some("Ann Lee (cook)"));
    ledger.replace_reading(&first).expect("read again");
    assert_eq!(who(&ledger).as_deref(), Some("Ann Lee (cook)"), "decisions survive");
    assert_eq!(ledger.speakers("(cook)", None).expect("found")[0].statements, 1);
    ledger.fix_actor("Ann Lee", Some("aaaa"), &Fix::Undo, "2024-03-10").expect("undone");
    assert_eq!(who(&ledger).as_deref(), Some("Anna Lee"));
    ledger.fix_actor("Ann Lee", None, &Fix::Forget, "2024-03-10").expect("forgotten");
    assert_eq!(who(&ledger), None);
    assert_eq!(ledger.record("aaaa").expect("read").as_ref(), Some(&first), "what was read stays");
}

/// Opens a ledger by eight at once, many times over, each time as `first` leaves it.
fn open_at_once(first: impl Fn(&std::path::Path)) {
    const AT_ONCE: usize = 8;
    for _ in 0..20 {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new.db");
        first(&path);
        let start = std::sync::Barrier::new(AT_ONCE);
        std::thread::scope(|threads| {
            for _ in 0..AT_ONCE {
                threads.spawn(|| {
                    start.wait();
                    let ledger = Ledger::open(&path).expect("the ledger opens");
                    assert!(ledger.check().expect("the ledger is read"));
                });
            }
        });
    }
}

#[test]
fn several_make_a_ledger_at_once() {
    open_at_once(|_| ());
}

#[test]
fn several_bring_an_older_ledger_up_at_once() {
    open_at_once(|path| {
        std::fs::copy("tests/fixtures/version-1.db", path).expect("the fixture");
    });
}

/// A ledger that 0.1.0's first model wrote opens, with its decision, and takes new records.
#[test]
fn an_older_ledger_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.db");
    std::fs::copy("tests/fixtures/version-1.db", &path).expect("the fixture is copied");
    let mut ledger = Ledger::open_existing(&path).expect("it opens");
    let found = all(&ledger, &Query::default());
    assert_eq!(found.len(), 86);
    assert_eq!(found.iter().filter(|f| f.verdict.as_deref() == Some("right")).count(), 1);
    assert!(found.iter().all(|f| f.act == "state"));
    let said = found.iter().find(|f| f.said.is_some()).expect("a dated one");
    let record = ledger.record(&said.id).expect("read").expect("held");
    let day = record.statements.iter().find_map(|s| s.said.clone()).expect("dated");
    assert!(day.interval.starts_with(&day.value));
    assert_eq!(ledger.put(&record_of_today()).expect("put"), Put::Added);
}

fn record_of_today() -> Record {
    record("aaaa", TEXT)
}

/// What is counted of speakers while articles come, are replaced and are read again is what counting at the end gives.
#[test]
fn speakers_are_counted_right_whatever_comes() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let long: String = (0..80).map(|i| format!(" word{i}")).collect();
    let text = |end: &str| format!("{TEXT}{long} {end}");
    let with = |id: &str, outlet: Option<&str>, speaker: &str, text: &str| {
        let mut record = record(id, text);
        record.article.outlet = outlet.map(Into::into);
        record.article.url = Some(format!("https://quay.example/{}", &id[..2]));
        record.actors[0].name = speaker.into();
        record
    };
    let steps = [
        with("aa01", Some("The Quay"), "Ann Lee", &text("one")),
        with("bb01", Some("The Pier"), "Ann Lee", &text("two")), // a copy
        with("cc01", None, "Ann Lee", TEXT),
        with("bb02", Some("The Pier"), "Ann Lind", &text("three")), // replaces bb01
        with("dd01", Some("The Quay"), "Ann Lind", &text("four")),
        with("aa02", Some("The Quay"), "Ann Lee", &format!("{TEXT} More.")), // replaces aa01
    ];
    for step in &steps {
        ledger.put(step).expect("put");
        assert!(ledger.check().expect("checked"), "after {}", step.article.id);
    }
    let counts = |ledger: &Ledger, name: &str| {
        let s = ledger.speaker(name).expect("read");
        s.map(|s| (s.statements, s.articles, s.outlets, s.stories))
    };
    assert_eq!(counts(&ledger, "ann lee"), Some((2, 2, 1, 2)));
    assert_eq!(counts(&ledger, "Ann Lind"), Some((2, 2, 2, 1)));
    let mut again = steps[4].clone();
    again.statements.clear();
    again.actors.clear();
    for record in [&again, &steps[0]] {
        ledger.replace_reading(record).expect("read again");
        assert!(ledger.check().expect("checked"), "after {}", record.article.id);
    }
    assert_eq!(counts(&ledger, "Ann Lind"), Some((1, 1, 1, 1)));
    let tally = (vec![(Some("The Pier".to_owned()), 1)], vec![("promise".to_owned(), 1)]);
    assert_eq!(ledger.tally("ann lind").expect("read"), tally);
    ledger.fix_actor("Ann Lind", None, &Fix::Call("Ann Lund".into()), "2024-03-10").expect("kept");
    assert_eq!(ledger.tally("ANN LUND").expect("read"), tally);
    assert!(ledger.tally("ann lind").expect("read").0.is_empty());
    ledger.fix_actor("Ann Lind", None, &Fix::Undo, "2024-03-10").expect("undone");
    assert_eq!(ledger.speakers("Lee", None).expect("read")[0].first.as_deref(), Some("2024-03-08"));
}
