//! `follow` and `add https://…` against a server of our own on loopback: politeness, caches, faults.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

/// What was asked for, with the headers' lines.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

fn page(title: &str, words: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title><meta property=\"og:title\" content=\"{title}\"><meta property=\"article:published_time\" content=\"2024-03-01T10:00:00Z\"></head>
<body><article><h1>{title}</h1><p>The harbour council met for three hours on Friday evening and heard from forty residents of the old town.</p>
<p>\"{words}\" the mayor, Rosa Quill, said after the vote, which split her own party and drew boos from the gallery of the town hall.</p></article></body></html>"
    )
}

/// Serves until the test ends; answers `(status line and headers, body)` by path and how often it was asked.
fn serve(answer: impl Fn(&str, usize, &str) -> (String, Vec<u8>) + Send + 'static) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let asked: Asked = Asked::default();
    let log = asked.clone();
    std::thread::spawn(move || {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for stream in listener.incoming().flatten() {
            let _ = one(stream, &log, &mut counts, &answer);
        }
    });
    (base, asked)
}

fn one(
    mut stream: TcpStream,
    log: &Asked,
    counts: &mut HashMap<String, usize>,
    answer: &impl Fn(&str, usize, &str) -> (String, Vec<u8>),
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let path = first.split(' ').nth(1).unwrap_or("").to_owned();
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        head.push_str(&line.to_ascii_lowercase());
    }
    let count = counts.entry(path.clone()).or_default();
    let (status, body) = answer(&path, *count, &head);
    *count += 1;
    log.lock().expect("no thread panicked").push((path, head));
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(&body)
}

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .current_dir(folder)
        .args(args)
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
    (status.code().unwrap_or(-1), text)
}

fn html(body: String) -> (String, Vec<u8>) {
    ("200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"1\"".into(), body.into_bytes())
}

#[test]
fn follows_a_feed_politely() {
    let (base, asked) = serve(|path, count, head| match path {
        "/robots.txt" => ("200 OK".into(), b"User-agent: *\nDisallow: /private/\n".to_vec()),
        "/feed" if head.contains("if-none-match: \"f\"") => ("304 Not Modified\r\nETag: \"f\"".into(), Vec::new()),
        "/feed" => {
            let items: String = ["/a", "/b", "/private/c", "/gone", "/moved", "/flaky", "/huge"]
                .map(|p| format!("<item><title>x</title><link>{p}</link></item>"))
                .concat();
            let feed = format!("<rss version=\"2.0\"><channel><title>Quay</title>{items}</channel></rss>");
            ("200 OK\r\nContent-Type: application/rss+xml\r\nETag: \"f\"".into(), feed.into_bytes())
        }
        "/a" => html(page("Fares rise", "It was needed,")),
        "/b" => html(page("Fares fall", "Nobody asked for it,")),
        "/moved" => ("302 Found\r\nLocation: /there".into(), Vec::new()),
        "/there" => html(page("Boats moved", "They will be back,")),
        "/flaky" if count == 0 => ("503 Service Unavailable\r\nRetry-After: 0".into(), Vec::new()),
        "/flaky" => html(page("Boats late", "We are sorry,")),
        "/huge" => ("200 OK\r\nContent-Type: text/html".into(), vec![b'x'; 9 << 20]),
        _ => ("404 Not Found".into(), Vec::new()),
    });
    let folder = tempfile::tempdir().expect("a folder");
    let feed = format!("{base}/feed");
    let follow = ["follow", &feed, "--wait", "0", "--allow-local"];
    let (status, text) = run(folder.path(), &follow);
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("4 new") && text.contains("failed 3"), "{text}");
    assert!(text.contains("robots.txt") && text.contains("status 404") && text.contains("longer than"), "{text}");
    let paths = |asked: &Asked| -> Vec<String> {
        asked.lock().expect("no thread panicked").drain(..).map(|(path, _)| path).collect()
    };
    let first = paths(&asked);
    assert_eq!(first.iter().filter(|p| *p == "/robots.txt").count(), 1, "{first:?}");
    assert!(!first.contains(&"/private/c".to_owned()));
    assert_eq!(first.iter().filter(|p| *p == "/flaky").count(), 2);

    // The feed has not changed: nothing but it is asked for.
    let (_, text) = run(folder.path(), &follow);
    assert!(text.contains("1 unchanged"), "{text}");
    assert_eq!(paths(&asked), ["/robots.txt", "/feed"]);

    let (status, text) = run(folder.path(), &["said", "needed", "--by", "Quill"]);
    assert!(status == 0 && text.contains("It was needed"), "{text}");
    // The page's bytes were kept: the words lead back to them.
    let (_, text) = run(folder.path(), &["said", "needed", "--format", "jsonl"]);
    let id: serde_json::Value = serde_json::from_str(text.lines().next().unwrap_or("")).expect("JSON");
    let (status, text) = run(folder.path(), &["show", "--raw", id["id"].as_str().expect("an id")]);
    assert_eq!(status, 0, "{text}");
    let raw: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(raw["content"][0]["bytes"][0]["raw"], "\"It was needed,\"");
}

#[test]
fn the_own_network_is_not_asked() {
    let (base, asked) = serve(|_, _, _| html(page("Secret", "It was needed,")));
    let folder = tempfile::tempdir().expect("a folder");
    let (status, text) = run(folder.path(), &["add", &base, "--wait", "0"]);
    assert_eq!(status, 2);
    assert!(text.contains("inside your own network"), "{text}");
    let (status, text) = run(folder.path(), &["add", "http://localhost:1/x", "--wait", "0"]);
    assert!(status == 2 && text.contains("inside your own network"), "{text}");
    assert!(asked.lock().expect("no thread panicked").is_empty());
    let (status, text) = run(folder.path(), &["follow", "feed.txt"]);
    assert!(status == 2 && text.contains("cannot be read"), "{text}");
}

#[test]
fn a_changed_page_is_a_new_version() {
    let (base, _) = serve(|path, count, _| match path {
        "/robots.txt" => ("404 Not Found".into(), Vec::new()),
        _ if count == 0 => html(page("Fares rise", "It was needed,")),
        _ => html(page("Fares rise", "It was necessary,")),
    });
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("{base}/a");
    let add = ["add", &address, "--wait", "0", "--allow-local"];
    assert!(run(folder.path(), &add).1.contains("1 new"));
    assert!(run(folder.path(), &add).1.contains("1 fetched before"));
    let (_, text) = run(folder.path(), &[&add[..], &["--again"]].concat());
    assert!(text.contains("1 new versions"), "{text}");
    let (status, _) = run(folder.path(), &["said", "needed"]);
    assert_eq!(status, 1, "the older version is replaced");
    let (status, text) = run(folder.path(), &["said", "necessary"]);
    assert_eq!(status, 0, "{text}");
}

/// Kills in a run of the test; `ONRECORD_KILLS` asks for more.
const KILLS: u64 = 12;

#[test]
fn a_killed_follow_loses_nothing_and_doubles_nothing() {
    let (base, _) = serve(|path, _, _| match path {
        "/robots.txt" => ("404 Not Found".into(), Vec::new()),
        "/feed" => {
            let items: String = (0..40).map(|i| format!("<item><title>x</title><link>/{i}</link></item>")).collect();
            let feed = format!("<rss version=\"2.0\"><channel><title>Quay</title>{items}</channel></rss>");
            ("200 OK\r\nContent-Type: application/rss+xml".into(), feed.into_bytes())
        }
        path => html(page(&format!("Fares {path}"), &format!("It was needed at {path},"))),
    });
    let folder = tempfile::tempdir().expect("a folder");
    let feed = format!("{base}/feed");
    let follow = |ledger: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.current_dir(folder.path()).args(["follow", &feed, "--wait", "0", "--allow-local", "--ledger", ledger]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        command
    };
    let rounds = std::env::var("ONRECORD_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let mut stopped = 0;
    for round in 0..rounds {
        if round % 3 == 2 {
            ["", "-wal", "-shm"].iter().for_each(|end| {
                let _ = std::fs::remove_file(folder.path().join(format!("killed.db{end}")));
            });
        }
        let mut child = follow("killed.db").spawn().expect("the program starts");
        std::thread::sleep(std::time::Duration::from_millis(5 + (round * 7919) % 300));
        stopped += u64::from(child.try_wait().expect("a status").is_none());
        child.kill().expect("the program is killed");
        child.wait().expect("a status");
    }
    println!("{stopped} of {rounds} runs were killed while they worked");
    assert!(stopped > 0);
    assert!(follow("killed.db").status().expect("a status").success());
    assert!(follow("whole.db").status().expect("a status").success());
    let all = |ledger: &str| {
        let (status, text) = run(folder.path(), &["said", "--limit", "0", "--format", "jsonl", "--ledger", ledger]);
        assert_eq!(status, 0, "{text}");
        let id = |l: &str| serde_json::from_str::<serde_json::Value>(l).expect("JSON")["content"].to_string();
        let mut lines: Vec<String> = text.lines().map(id).collect();
        lines.sort();
        lines
    };
    assert_eq!(all("killed.db"), all("whole.db"));
    assert_eq!(all("whole.db").len() % 40, 0, "each article is there once");
}
