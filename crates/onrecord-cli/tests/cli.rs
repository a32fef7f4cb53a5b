//! The program as a user meets it: exit statuses, messages, formats, documented keys.

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const ARTICLE: &str = "Ferry fares rise\n\n\"It was needed,\" the mayor, Rosa Quill, told reporters on Friday.\n\nA docker said that fares were \"a joke\".\n";

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(folder).args(args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("ferry.txt"), ARTICLE).expect("a file");
    folder
}

#[test]
fn the_whole_chain() {
    let folder = folder();
    let check = |args: &[&str], status: i32, contains: &str| {
        let out = run(folder.path(), args);
        let all = text(&out.stdout) + &text(&out.stderr);
        assert_eq!(out.status.code(), Some(status), "{args:?}: {all}");
        assert!(all.contains(contains), "{args:?} lacks {contains:?}: {all}");
    };
    check(&["read", "ferry.txt"], 0, "Rosa Quill");
    check(&["said", "needed"], 2, "there is no ledger");
    check(&["add", "ferry.txt"], 0, "1 new");
    check(&["add", "ferry.txt"], 0, "skipped 1 held");
    check(&["said", "needed", "--by", "quill"], 0, "It was needed");
    check(&["said", "\"was needed\"", "--to", "reporters", "--format", "csv"], 0, "Rosa Quill");
    check(&["said", "zeppelin"], 1, "no statement fits");
    check(&["said", "AND OR NOT ( * \" NEAR"], 1, "");
    check(&["stats"], 0, "unnamed");
    check(&["show", "ferry.txt"], 0, "[1 what|");
    check(&["export", "--format", "csv"], 0, "speaker_status");
    check(&["reread", "--all"], 0, "1 articles again");
    check(&["read", "missing.txt"], 2, "missing.txt");
    check(&["said", "--since", "yesterday"], 2, "2022-07-04");
    check(&["completions", "bash"], 0, "onrecord");
    check(&["man"], 0, ".TH");
    std::fs::write(folder.path().join("ferry.txt"), ARTICLE.replace("needed", "necessary")).expect("a file");
    check(&["add", "ferry.txt"], 0, "1 new versions");
    check(&["said", "needed"], 1, "no statement fits");
}

#[test]
fn exports_lead_back_to_the_words_or_hold_none() {
    let folder = folder();
    assert_eq!(run(folder.path(), &["add", "ferry.txt"]).status.code(), Some(0));
    let lines = |args: &[&str]| -> Vec<Value> {
        let out = run(folder.path(), &[&["export"], args].concat());
        assert_eq!(out.status.code(), Some(0), "{args:?}: {}", text(&out.stderr));
        text(&out.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
    };
    let record = &lines(&["--format", "jsonl"])[0];
    let body: Vec<char> = record["article"]["text"].as_str().expect("a text").chars().collect();
    let annotations = lines(&["--format", "w3c"]);
    assert_eq!(annotations.len(), record["statements"].as_array().expect("statements").len());
    for annotation in &annotations {
        for target in annotation["target"].as_array().expect("targets") {
            let (quote, position) = (&target["selector"][0], &target["selector"][1]);
            let at = |key: &str| position[key].as_u64().expect("an offset") as usize;
            let words: String = body[at("start")..at("end")].iter().collect();
            assert_eq!(quote["exact"], words.as_str());
            let before: String = body[..at("start")].iter().collect();
            assert!(before.ends_with(quote["prefix"].as_str().expect("a prefix")));
        }
    }
    let quote = &lines(&["--like", "corenlp"])[0]["quotes"][0];
    assert_eq!((&quote["text"], &quote["speaker"]), (&"It was needed,".into(), &"Rosa Quill".into()));
    let quote = &lines(&["--like", "citron"])[0]["quotes"][0];
    assert_eq!(quote["cue"]["spans"][0]["text"], "told");
    assert_eq!(lines(&["--like", "quotebank"])[0]["quotation"], "It was needed,");
    assert!(lines(&["--format", "plover"]).is_empty(), "stating is no event");
    let parquet = run(folder.path(), &["export", "--format", "parquet", "--no-text"]).stdout;
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    assert!(!parquet.windows(6).any(|w| w == b"needed"), "no words of the article");
    let linked = &lines(&["--format", "jsonld"])[0];
    assert_eq!(linked["@type"], "NewsArticle");
    let parts = linked["hasPart"].as_array().expect("parts");
    assert!(parts.iter().any(|p| p["@type"] == "Quotation" && p["spokenByCharacter"]["name"] == "Rosa Quill"));
    for format in ["jsonl", "csv", "w3c"] {
        let out = text(&run(folder.path(), &["export", "--no-text", "--format", format]).stdout);
        assert!(!out.is_empty());
        for word in ["needed", "Quill", "docker", "joke", "reporters"] {
            assert!(!out.contains(word), "{format} holds {word}: {out}");
        }
    }
    assert_eq!(run(folder.path(), &["export", "--no-text", "--format", "jsonld"]).status.code(), Some(2));
}

/// What two say together is on the record of each, in every search and export.
#[test]
fn joint_statements_go_out_for_each_who_makes_them() {
    let folder = folder();
    let article = "---\ntitle: Talks\ndate: 2024-03-12\noutlet: The Quay\n---\n\nRussia and China accused Norway of breaking its word.\n\n\"We will not pay for this bridge,\" Rosa Quill and Ivo Lind said in a joint statement.\n";
    std::fs::write(folder.path().join("talks.md"), article).expect("a file");
    assert_eq!(run(folder.path(), &["add", "talks.md"]).status.code(), Some(0));
    let out = |args: &[&str]| {
        let out = run(folder.path(), args);
        assert_eq!(out.status.code(), Some(0), "{args:?}: {}", text(&out.stderr));
        text(&out.stdout)
    };
    assert!(
        out(&["said", "--by", "Beijing", "--act", "accuse", "--format", "csv"]).contains("Russia,government of China")
    );
    assert!(out(&["said", "bridge", "--by", "Lind"]).contains("Rosa Quill;"));
    assert!(out(&["said", "--country", "CHN", "--format", "csv"]).contains("government of Russia,government of China"));
    assert!(out(&["actor", "Ivo Lind"]).contains("1 statements in 1 articles"));
    assert!(out(&["actors"]).contains("government of China"));
    out(&["check", "we will not pay for this bridge", "--by", "Ivo Lind"]);
    let lines = |args: &[&str]| -> Vec<Value> {
        out(&[&["export"], args].concat()).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
    };
    let rows = lines(&["--format", "plover"]);
    let countries: Vec<&Value> = rows.iter().map(|r| &r["source_country"]).collect();
    assert_eq!(countries, ["RUS", "CHN"]);
    assert!(rows.iter().all(|r| r["event"] == "ACCUSE" && r["recipient_country"] == "NOR"));
    assert_ne!(rows[0]["event_id"], rows[1]["event_id"]);
    let parts = lines(&["--format", "jsonld"])[0]["hasPart"].clone();
    let quoted = parts.as_array().expect("parts").iter().find(|p| p["@type"] == "Quotation").expect("a quotation");
    assert_eq!(quoted["spokenByCharacter"][1]["name"], "Ivo Lind");
    assert!(!text(&run(folder.path(), &["export", "--no-text", "--format", "csv"]).stdout).contains("Lind"));
}

#[test]
fn a_quotation_is_on_record_altered_somebody_elses_or_not_here() {
    let folder = folder();
    let quay = "---\ntitle: Ferry\ndate: 2024-03-12\noutlet: The Quay\n---\n\n\"We will not raise the fares again before next summer,\" the mayor, Rosa Quill, said.\n";
    let wire = "---\ntitle: Fares\ndate: 2024-03-11\noutlet: The Wire\n---\n\nThe mayor, Rosa Quill, said that \"we will not raise the fares again\".\n";
    std::fs::write(folder.path().join("quay.md"), quay).expect("a file");
    std::fs::write(folder.path().join("wire.md"), wire).expect("a file");
    assert_eq!(run(folder.path(), &["add", "quay.md", "wire.md"]).status.code(), Some(0));
    let check = |args: &[&str], status: i32, contains: &str| {
        let out = run(folder.path(), &[&["check"], args].concat());
        let all = text(&out.stdout) + &text(&out.stderr);
        assert_eq!(out.status.code(), Some(status), "{args:?}: {all}");
        assert!(all.contains(contains), "{args:?} lacks {contains:?}: {all}");
    };
    check(&["we will not raise the fares again"], 0, "2024-03-11, The Wire");
    check(&["We will not raise the fares again before next summer"], 0, "2024-03-12, The Quay");
    check(&["we will not raise the prices again before next summer"], 3, "[-prices-] {+fares+}");
    check(&["we will not raise the fares again", "--by", "Hale"], 4, "somebody else");
    check(&["we will not raise the fares again", "--by", "quill", "--since", "2024-03-12"], 0, "The Quay");
    check(&["the harbour is closed to all ships"], 1, "not on the record here");
    check(&["…"], 2, "no words");
    let file = "we will not raise the fares again\n\nthe harbour is closed to all ships\n";
    std::fs::write(folder.path().join("asked.txt"), file).expect("a file");
    let out = run(folder.path(), &["check", "--file", "asked.txt", "--format", "jsonl"]);
    assert_eq!(out.status.code(), Some(1), "the worst of both");
    let verdicts: Vec<Value> =
        text(&out.stdout).lines().map(|l| serde_json::from_str::<Value>(l).expect("JSON")["verdict"].clone()).collect();
    assert_eq!(verdicts, ["on_the_record", "not_on_the_record_here"]);
    let out = run(folder.path(), &["variants", "we will not raise the fares again before next summer"]);
    let all = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0));
    assert!(all.contains("punctuation") && all.contains("shortened"), "{all}");
    assert!(all.contains("the speakers that are named agree"), "{all}");
}

#[test]
fn actors_are_listed_decided_on_and_followed_through_time() {
    let folder = folder();
    let article = "---\ntitle: Toll on the ferry\ndate: 2024-03-11\noutlet: The Quay\n---\n\nOn Friday the mayor, Rosa Quill, accused the Kestrian Front of lying.\n\nMayor Quill said that at least 12 people were killed in the river in late February.\n";
    std::fs::write(folder.path().join("toll.md"), article).expect("a file");
    let own = "[[actor]]\nname = \"Kestrian Liberation Front\"\nforms = [\"Kestrian Front\"]\ncountry = \"KES\"\nsector = \"REB\"\n";
    std::fs::write(folder.path().join("own.toml"), own).expect("a file");
    let check = |args: &[&str], status: i32, contains: &str| {
        let out = run(folder.path(), args);
        let all = text(&out.stdout) + &text(&out.stderr);
        assert_eq!(out.status.code(), Some(status), "{args:?}: {all}");
        assert!(all.contains(contains), "{args:?} lacks {contains:?}: {all}");
    };
    check(&["add", "toll.md", "--actors", "own.toml"], 0, "1 new");
    check(
        &[
            "said",
            "--by",
            "quill",
            "--act",
            "accuse",
            "--about",
            "Kestrian Liberation",
            "--since",
            "2024-03-08",
            "--until",
            "2024-03-08",
        ],
        0,
        "lying",
    );
    check(&["said", "--act", "sing"], 2, "the acts are state");
    check(&["actors"], 0, "Rosa Quill");
    check(&["actor", "quill"], 0, "The Quay 2");
    check(&["timeline", "--by", "quill", "--svg", "days.svg"], 0, "2024-03-08");
    let svg = std::fs::read_to_string(folder.path().join("days.svg")).expect("a plot");
    assert!(svg.starts_with("<svg") && svg.contains("2024-03-11: 1"), "{svg}");
    check(&["actors", "rename", "Rosa Quill", "R. Quill (mayor)"], 0, "2 statements");
    check(&["reread", "--all"], 0, "1 articles again");
    check(&["said", "--by", "R. Quill (mayor)", "--limit", "0"], 0, "12 people");
    check(&["actors", "forget", "Rosa Quill"], 0, "2 statements");
    check(&["actor", "quill"], 1, "nobody");
    check(&["actors", "undo", "Rosa Quill"], 0, "2 statements");
    check(&["actors", "quill", "--format", "csv"], 0, "Rosa Quill,2,1,1,2024-03-08,2024-03-11");
    check(&["actors", "merge", "nobody here", "Rosa Quill"], 2, "no statement");
    // A reading that calls somebody otherwise leaves a decision without statements, and says so.
    let named = "[[actor]]\nname = \"Rosa Maria Quill\"\nforms = [\"Rosa Quill\"]\nkind = \"person\"\n";
    std::fs::write(folder.path().join("named.toml"), named).expect("a file");
    check(&["actors", "rename", "Rosa Quill", "R. Quill"], 0, "2 statements");
    check(&["reread", "--all", "--actors", "named.toml"], 0, "you decided about Rosa Quill");
    check(&["actors", "maria"], 0, "Rosa Maria Quill");
    std::fs::write(folder.path().join("bad.toml"), "[[actor]]\nnom = 1\n").expect("a file");
    check(&["read", "toll.md", "--actors", "bad.toml"], 2, "bad.toml is not a file of actors");
    let record = run(folder.path(), &["read", "toll.md", "--format", "jsonl", "--actors", "own.toml"]);
    let record: Value = serde_json::from_slice(&record.stdout).expect("one object");
    assert_eq!(record["times"][1]["interval"], "2024-02-15/2024-02-29");
    assert_eq!(record["amounts"][0]["role"], "dead");
    assert!(
        record["actors"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|a| a["entry"] == "kestrian front, yours" && a["sector"] == "REB")
    );
}

#[test]
fn a_decision_outlives_rereading() {
    let folder = folder();
    run(folder.path(), &["add", "ferry.txt"]);
    let found = run(folder.path(), &["said", "needed", "--format", "jsonl"]);
    let id =
        serde_json::from_slice::<Value>(&found.stdout).expect("one object")["id"].as_str().expect("an id").to_owned();
    assert!(run(folder.path(), &["mark", &id, "wrong", "--note", "test"]).status.success());
    assert!(run(folder.path(), &["reread", "--all"]).status.success());
    let found = run(folder.path(), &["said", "needed", "--format", "jsonl"]);
    assert_eq!(serde_json::from_slice::<Value>(&found.stdout).expect("one object")["verdict"], "wrong");
    assert_eq!(run(folder.path(), &["said", "needed", "--without-wrong"]).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["mark", "0000", "wrong"]).status.code(), Some(2));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let folder = folder();
    std::fs::write(folder.path().join("bad.txt"), [0u8, 1, 2, 0, 0, 3, 0, 0]).expect("a file");
    std::fs::write(folder.path().join("bad.html.gz"), [0x1f, 0x8b, 8, 0, 1]).expect("a file");
    std::fs::write(folder.path().join("lines.jsonl"), "{\"text\": \"She said so.\"}\nnonsense\n").expect("a file");
    std::fs::write(folder.path().join("picture.png"), [1u8; 10]).expect("a file");
    let out = run(folder.path(), &["add", "."]);
    let (stdout, stderr) = (text(&out.stdout), text(&out.stderr));
    assert_eq!(out.status.code(), Some(2));
    assert!(
        stdout.contains("read 2 articles") && stdout.contains("failed 3") && stdout.contains("picture.png"),
        "{stdout}"
    );
    for name in ["bad.txt", "bad.html", "lines.jsonl#2"] {
        assert!(stderr.contains(name), "{name} is not named: {stderr}");
    }
}

#[test]
fn a_table_is_read_row_by_row() {
    let folder = folder();
    let table = "Title,Full Text,Date\nFares rise,\"\"\"It was needed,\"\" Rosa Quill said.\",2024-03-05\nLost,a,b,c\nQuay,The mayor said it would close.,\n";
    std::fs::write(folder.path().join("table.csv"), table).expect("a file");
    let out = run(folder.path(), &["add", "table.csv"]);
    let (stdout, stderr) = (text(&out.stdout), text(&out.stderr));
    assert!(stdout.contains("read 2 articles") && stdout.contains("failed 1"), "{stdout}");
    assert!(stderr.contains("table.csv#2"), "{stderr}");
    assert!(text(&run(folder.path(), &["said", "needed"]).stdout).contains("Rosa Quill"));
    assert!(text(&run(folder.path(), &["add", "table.csv"]).stdout).contains("skipped 2 held already"));
    // The same on standard input, told by its headers.
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["read", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(table.as_bytes()).expect("it reads");
    let out = child.wait_with_output().expect("its output");
    let paths: Vec<Value> = text(&out.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let paths: Vec<_> = paths.iter().map(|r| r["article"]["path"].as_str().unwrap_or("")).collect();
    assert_eq!((paths, out.status.code()), (vec!["-#1", "-#3"], Some(2)));
}

#[test]
fn nothing_in_a_file_steers_the_terminal() {
    let folder = folder();
    let text_with_escapes =
        "Ferry \u{1b}[31mfares\u{7} rise\n\nThe \u{1b}]0;x\u{7}mayor, Rosa Quill, said \u{1b}[2Jthat fares rose.\n";
    std::fs::write(folder.path().join("bad.txt"), text_with_escapes).expect("a file");
    for args in [&["read", "bad.txt"][..], &["show", "bad.txt"]] {
        let out = run(folder.path(), args);
        assert!(!out.stdout.contains(&0x1b) && !out.stdout.contains(&7), "{}", text(&out.stdout));
    }
}

#[test]
fn the_record_does_not_depend_on_threads_or_company() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(run(folder.path(), &["demo", "--write", "demo"]).status.success());
    let one = run(folder.path(), &["read", "demo", "--format", "jsonl", "--threads", "1"]);
    let four = run(folder.path(), &["read", "demo", "--format", "jsonl", "--threads", "4"]);
    assert_eq!(text(&one.stdout), text(&four.stdout));
    let alone = run(folder.path(), &["read", "demo/04-gazette-maps.md", "--format", "jsonl"]);
    assert!(text(&one.stdout).contains(text(&alone.stdout).trim()));
}

#[test]
fn json_lines_come_in_by_standard_input_and_go_out_again() {
    let folder = folder();
    let first = run(folder.path(), &["read", "ferry.txt", "--format", "jsonl"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["read", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(&first.stdout).expect("written");
    let second = child.wait_with_output().expect("output");
    let statements = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).expect("JSON")["statements"].clone();
    assert_eq!(statements(&first.stdout), statements(&second.stdout));
}

#[test]
fn every_key_is_documented_and_every_documented_key_is_there() {
    let folder = folder();
    let out = run(folder.path(), &["read", "ferry.txt", "--format", "jsonl"]);
    let mut keys = BTreeSet::new();
    collect("", &serde_json::from_slice(&out.stdout).expect("JSON"), &mut keys);
    let page = include_str!("../../../docs/json.md");
    let documented: BTreeSet<String> = onrecord::FORM.iter().map(|k| (*k).to_owned()).collect();
    for key in &documented {
        assert!(page.contains(&format!("`{key}`")), "docs/json.md lacks {key}");
    }
    for key in keys
        .iter()
        .filter(|k| !k.ends_with(".start") && !k.ends_with(".end") && !k.ends_with("].text") && !k.ends_with(".how"))
    {
        let known = documented
            .iter()
            .any(|d| d == key || d.starts_with(&format!("{key}.")) || d.starts_with(&format!("{key}[")));
        let inner = documented.iter().any(|d| key.starts_with(&format!("{d}.")));
        assert!(known || inner, "{key} is not in FORM");
    }
}

fn collect(prefix: &str, value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (k, v) in map {
                let key = if prefix.is_empty() { k.clone() } else { format!("{prefix}.{k}") };
                out.insert(key.clone());
                collect(&key, v, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|v| collect(&format!("{prefix}[]"), v, out)),
        _ => {}
    }
}

#[test]
fn every_command_shows_an_example() {
    let help = text(&run(Path::new("."), &["--help"]).stdout);
    let commands = help.lines().skip_while(|l| !l.starts_with("Commands")).skip(1).take_while(|l| !l.is_empty());
    let names: Vec<&str> = commands.filter_map(|l| l.split_whitespace().next()).filter(|n| *n != "help").collect();
    assert!(names.len() >= 10, "{names:?}");
    for name in names {
        let help = text(&run(Path::new("."), &[name, "--help"]).stdout);
        assert!(help.contains("Example:"), "`onrecord {name} --help` shows no example");
    }
}
