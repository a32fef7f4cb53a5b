//! Web archives as a user meets them: read record by record, stopped and gone on with, led back to, never in memory whole.

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PAGES: usize = 40;

fn record(uri: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n");
    let mut out = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-03-02T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{uri}>\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{head}",
        head.len() + body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn page(i: usize) -> Vec<u8> {
    let topic = ["ferries", "harbours", "lighthouses", "canals", "bridges"][i % 5];
    let body = format!(
        "<html lang=\"en\"><head><title>Council votes on {topic} {i}</title></head><body><article><h1>Council votes on {topic} {i}</h1>
<p>The council of district {i} met for {i} hours on Friday evening and heard from residents about the {topic} of town number {i}, some of whom wept.</p>
<p>&ldquo;We will not give up <em>{topic}</em> number {i},&rdquo; the mayor, Rosa Quill, said after vote {i}. She added that {i} letters had come in from people who live near the {topic}.</p></article></body></html>"
    );
    record(&format!("https://quay.example/{i}"), "text/html; charset=utf-8", body.as_bytes())
}

fn gz(part: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(part).expect("memory");
    out.finish().expect("memory")
}

fn onrecord(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(folder).args(args);
    command
}

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let out = onrecord(folder, args).output().expect("the program starts");
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.code().unwrap_or(-1), text)
}

fn statements(folder: &Path, ledger: &str) -> Vec<String> {
    let out =
        onrecord(folder, &["export", "--format", "csv", "--ledger", ledger]).output().expect("the program starts");
    let mut lines: Vec<String> = String::from_utf8_lossy(&out.stdout).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn a_stopped_archive_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let file: Vec<u8> = (0..PAGES).flat_map(|i| gz(&page(i))).collect();
    std::fs::write(folder.path().join("news.warc.gz"), file).expect("a file");
    for round in 0..8u64 {
        let mut child = onrecord(folder.path(), &["add", "news.warc.gz", "--ledger", "killed.db", "--threads", "1"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(20 + 37 * round));
        child.kill().expect("the program is killed");
        child.wait().expect("a status");
    }
    let (status, text) = run(folder.path(), &["add", "news.warc.gz", "--ledger", "killed.db"]);
    assert_eq!(status, 0, "{text}");
    assert_eq!(run(folder.path(), &["add", "news.warc.gz", "--ledger", "whole.db"]).0, 0);
    let whole = statements(folder.path(), "whole.db");
    assert!(whole.len() > PAGES, "{}", whole.len());
    assert_eq!(statements(folder.path(), "killed.db"), whole);
    let (_, text) = run(folder.path(), &["add", "news.warc.gz", "--ledger", "whole.db"]);
    assert!(text.contains("there is no file to read") || text.contains("read to its end before"), "{text}");
}

#[test]
fn statements_lead_back_to_the_bytes_of_a_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let file: Vec<u8> = (0..3).flat_map(|i| gz(&page(i))).collect();
    std::fs::write(folder.path().join("news.warc.gz"), &file).expect("a file");
    assert_eq!(run(folder.path(), &["add", "news.warc.gz"]).0, 0);
    let (_, text) = run(folder.path(), &["said", "\"number 2\"", "--by", "Quill", "--format", "jsonl"]);
    let found: Value = serde_json::from_str(text.lines().next().unwrap_or("")).expect("JSON");
    let (status, text) = run(folder.path(), &["show", "--raw", found["id"].as_str().expect("an id")]);
    assert_eq!(status, 0, "{text}");
    let raw: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(raw["page"]["offset"], gz(&page(0)).len() + gz(&page(1)).len());
    let bytes: Vec<&str> = raw["content"][0]["bytes"]
        .as_array()
        .expect("ranges")
        .iter()
        .map(|r| r["raw"].as_str().expect("words"))
        .collect();
    assert_eq!(bytes, ["&ldquo;We will not give up", "lighthouses", "number 2,&rdquo;"]);
    std::fs::write(folder.path().join("news.warc.gz"), &file[10..]).expect("a file");
    let (status, text) = run(folder.path(), &["show", "--raw", found["id"].as_str().expect("an id")]);
    assert!(status == 2 && text.contains("has changed"), "{text}");
}

/// The same pages, plain and compressed, come from standard input as from a file.
#[test]
fn standard_input_may_be_an_archive() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain: Vec<u8> = (0..5).flat_map(page).collect();
    let compressed: Vec<u8> = (0..5).flat_map(|i| gz(&page(i))).collect();
    std::fs::write(folder.path().join("news.warc"), &plain).expect("a file");
    assert_eq!(run(folder.path(), &["add", "news.warc", "--ledger", "file.db"]).0, 0);
    // Paths differ, and nothing else.
    let nameless = |ledger: &str| -> Vec<String> {
        statements(folder.path(), ledger).iter().map(|l| l.replace("news.warc#", "-#")).collect()
    };
    for (ledger, bytes) in [("plain.db", plain), ("compressed.db", compressed)] {
        let mut child = onrecord(folder.path(), &["add", "-", "--ledger", ledger])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(&bytes).expect("a reader");
        assert!(child.wait().expect("a status").success());
        assert!(nameless(ledger).len() > 5);
        assert_eq!(nameless(ledger), nameless("file.db"));
    }
    let (_, text) = run(folder.path(), &["said", "--by", "Quill", "--format", "jsonl", "--ledger", "plain.db"]);
    let found: Value = serde_json::from_str(text.lines().next().unwrap_or("")).expect("JSON");
    let id = found["id"].as_str().expect("an id");
    let (status, text) = run(folder.path(), &["show", "--raw", id, "--ledger", "plain.db"]);
    assert!(status == 2 && text.contains("came from standard input"), "{text}");
}

/// An archive of 3 GB once unpacked: images that are passed over, and a page at its end.
#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_an_archive() {
    let folder = tempfile::tempdir().expect("a folder");
    let image = gz(&record("https://quay.example/image", "image/png", &vec![0; 64 << 20]));
    let mut file: Vec<u8> = (0..48).flat_map(|_| image.clone()).collect();
    file.extend(gz(&page(1)));
    std::fs::write(folder.path().join("big.warc.gz"), file).expect("a file");
    let mut child =
        onrecord(folder.path(), &["add", "big.warc.gz"]).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut most = 0;
    while child.try_wait().expect("a status").is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let kilobytes =
            status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse::<usize>().ok());
        most = most.max(kilobytes.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
    let out = child.wait_with_output().expect("its output");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(text.contains("1 new") && text.contains("48 documents of type image/png"), "{text}");
    println!("peak memory {} MB", most >> 10);
    assert!(most > 0 && most < 200 << 10, "{most} kB");
}
