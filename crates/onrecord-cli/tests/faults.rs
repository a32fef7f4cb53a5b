//! Hostile and broken inputs, and ledgers that cannot be used: a clear message, bounded time and memory, the rest still read.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ARTICLE: &str = "Ferry fares rise\n\n\"It was needed,\" the mayor, Rosa Quill, told reporters on Friday.\n";
/// Longest that a broken input may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the program; its status, what it printed, and the most memory that it held, in MB (0 off Linux).
fn run(folder: &Path, args: &[&str]) -> (i32, String, usize) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .current_dir(folder)
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut most = 0;
    while child.try_wait().expect("a status").is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let kilobytes =
            status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse::<usize>().ok());
        most = most.max(kilobytes.unwrap_or(0) >> 10);
        std::thread::sleep(Duration::from_millis(3));
        if started.elapsed() > PATIENCE {
            child.kill().expect("it is killed");
            panic!("{args:?} took more than {PATIENCE:?}");
        }
    }
    let out = child.wait_with_output().expect("its output");
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert!(!text.contains("panicked"), "{args:?}: {text}");
    (out.status.code().unwrap_or(-1), text, most)
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

#[test]
fn broken_inputs_are_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("a file");
    write("good.txt", ARTICLE.as_bytes());
    write("empty.txt", b"");
    write("zero.txt", &[0; 5000]);
    write(
        "utf16.txt",
        &[
            &[0xff, 0xfe][..],
            &"Fähren stay\n\n\"We are sorry,\" the mayor said.\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>(),
        ]
        .concat(),
    );
    write("invalid.txt", b"Ferry talks\n\n\"It was \xff\xfe needed,\" the mayor said on Friday.\n");
    write("nested.html", format!("<html><body>{}deep", "<div>".repeat(1_000_000)).as_bytes());
    write("attributes.html", format!("<html><body><p {}>x</p>", "a=b ".repeat(200_000)).as_bytes());
    write("entities.html", format!("<html><body><p>{}</p>", "&amp;&#1114112;&nope;".repeat(50_000)).as_bytes());
    write("bomb.txt.gz", &gz(&vec![b'a'; 256 << 20]));
    write("bomb.html.gz", &gz(&gz(&vec![b'a'; 64 << 20])));
    write("cut.json", b"{\"text\": \"The talks resumed");
    write("deep.json", "[".repeat(200_000).as_bytes());
    write("lines.jsonl", b"{\"text\": \"The ferry sails, the mayor said.\"}\nnot json\n\n{\"text\": 5}\n[]\n");
    let (status, text, memory) = run(folder.path(), &["add", "."]);
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("failed"), "{text}");
    for name in [
        "empty.txt",
        "zero.txt",
        "nested.html",
        "bomb.txt.gz",
        "bomb.html.gz",
        "cut.json",
        "deep.json",
        "lines.jsonl#2",
    ] {
        assert!(text.contains(&format!("{name}: ")), "{name} is not named: {text}");
    }
    println!("peak memory {memory} MB");
    assert!(memory < 400, "{memory} MB");
    let (status, text, _) = run(folder.path(), &["said", "needed", "--by", "Quill"]);
    assert!(status == 0 && text.contains("It was needed"), "{text}");
    let (status, text, _) = run(folder.path(), &["said", "sorry"]);
    assert!(status == 0, "UTF-16 is read: {text}");
}

#[test]
fn a_line_of_a_gigabyte_takes_no_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
    file.write_all(b"{\"text\": \"").expect("written");
    let part = vec![b'a'; 1 << 20];
    (0..1024).for_each(|_| file.write_all(&part).expect("written"));
    file.write_all(b"\"}\n{\"text\": \"The ferry sails, the mayor said.\"}\n").expect("written");
    file.flush().expect("written");
    let (status, text, memory) = run(folder.path(), &["add", "long.jsonl"]);
    assert!(status == 2 && text.contains("long.jsonl#1") && text.contains("1 new"), "{text}");
    println!("peak memory {memory} MB");
    assert!(memory < 200, "{memory} MB");
}

#[test]
fn ledgers_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("good.txt"), ARTICLE).expect("a file");
    assert_eq!(run(folder.path(), &["add", "good.txt", "--ledger", "news.db"]).0, 0);
    let whole = std::fs::read(folder.path().join("news.db")).expect("the ledger");
    let check = |name: &str, bytes: &[u8], says: &str| {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
        for args in [&["said", "needed", "--ledger", name][..], &["add", "good.txt", "--ledger", name]] {
            let (status, text, _) = run(folder.path(), args);
            assert!(status == 2 && text.contains(says), "{args:?}: {status} {text}");
        }
        assert_eq!(std::fs::read(folder.path().join(name)).expect("the file"), bytes, "{name} was touched");
    };
    check("words.db", "no database at all, ".repeat(40).as_bytes(), "not an SQLite database");
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    check("newer.db", &newer, "install a newer onrecord");
    let mut other = whole.clone();
    other[68..72].copy_from_slice(&7u32.to_be_bytes());
    check("other.db", &other, "not an onrecord ledger");
    std::fs::write(folder.path().join("cut.db"), &whole[..whole.len() / 2]).expect("a file");
    let (status, text, _) = run(folder.path(), &["said", "needed", "--ledger", "cut.db"]);
    assert!(status == 2 && text.contains("damaged"), "{text}");
    let (status, text, _) = run(folder.path(), &["said", "needed", "--ledger", "nowhere/none.db"]);
    assert!(status == 2 && text.contains("there is no ledger"), "{text}");
    let (status, text, _) = run(folder.path(), &["add", "good.txt", "--ledger", "nowhere/none.db"]);
    assert!(status == 2 && text.contains("cannot be opened"), "{text}");
}

/// A file may not grow beyond a limit of the system, which to SQLite is a full disk: what was stored before stays.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing_that_was_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    let many: String = (0..400)
        .map(|i| format!("{{\"text\": \"Ferry {i} stays\\n\\nThe ferry number {i} will not sail before Monday, harbour master Leo Brandt said. He added that {i} people wait.\"}}\n"))
        .collect();
    std::fs::write(folder.path().join("many.jsonl"), many).expect("a file");
    let limited = format!(
        "trap '' XFSZ; ulimit -f 700; exec {} add many.jsonl --ledger small.db",
        env!("CARGO_BIN_EXE_onrecord")
    );
    let out = Command::new("bash").args(["-c", &limited]).current_dir(folder.path()).output().expect("bash starts");
    let text = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{text}");
    assert!(text.contains("disk") || text.contains("ledger"), "{text}");
    let (status, text, _) = run(folder.path(), &["stats", "--ledger", "small.db"]);
    assert_eq!(status, 0, "the ledger opens: {text}");
    let (status, text, _) = run(folder.path(), &["add", "many.jsonl", "--ledger", "small.db"]);
    assert!(status == 0 && text.contains("held already"), "{text}");
    let (_, text, _) = run(folder.path(), &["stats", "--ledger", "small.db", "--format", "json"]);
    assert!(text.contains("400"), "{text}");
}
