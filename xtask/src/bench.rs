//! Speed, memory and start, in one run on the same texts, with peers where they are installed.

use crate::{data, root};
use anyhow::{Context, Result, bail};
use onrecord::Reader;
use onrecord::ingest::{Lines, Options};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Rounds of each measure; the best is printed, since other work on a machine only slows it.
const ROUNDS: usize = 3;

/// Measures the release program on the demo's articles, many times over, or on `../shared`.
pub fn run(peer: Option<&str>, runtime: Option<&str>) -> Result<()> {
    let program = root().join("target/release/onrecord");
    if !program.exists() {
        bail!("build the program first: cargo build --release");
    }
    let folder = std::env::temp_dir().join(format!("onrecord-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let texts = folder.join("texts.jsonl");
    let words = write_texts(&texts)?;
    println!("{words} words");
    let one = speed(&program, &texts, 1, words)?;
    let all = speed(&program, &texts, 0, words)?;
    println!("onrecord, one thread     {one:9.0} words/s   (file to record)");
    println!("onrecord, all cores      {all:9.0} words/s   {:.2} x one thread", all / one);
    if let Some(python) = peer {
        let script = root().join("bench/peers.py");
        let out =
            Command::new(python).arg(script).arg(&texts).output().context("the peer's Python could not be started")?;
        if !out.status.success() {
            bail!("the peer failed: {}", String::from_utf8_lossy(&out.stderr));
        }
        for line in String::from_utf8_lossy(&out.stdout).lines() {
            let v: Value = serde_json::from_str(line)?;
            let rate = v["words_a_second"].as_f64().unwrap_or(0.0);
            println!(
                "{:24} {rate:9.0} words/s   onrecord with one thread: {:.2} x",
                v["name"].as_str().unwrap_or(""),
                one / rate
            );
        }
    }
    encoder(&texts, one, words, runtime)?;
    start(&program, &folder)?;
    growth(&program, &texts, &folder)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Writes the texts of the measure as JSON lines; returns their words.
fn write_texts(path: &Path) -> Result<usize> {
    let mut texts: Vec<String> = Vec::new();
    if let Some(data) = data() {
        let all = std::fs::read_to_string(data.join("polnear/polnear-dev.jsonl"))?;
        for line in all.lines() {
            texts.push(serde_json::from_str::<Value>(line)?["text"].as_str().unwrap_or("").to_owned());
        }
    } else {
        let demo = root().join("crates/onrecord-cli/demo");
        for entry in std::fs::read_dir(demo)? {
            let text = std::fs::read_to_string(entry?.path())?;
            texts.extend((0..10).map(|i| format!("{text}\n\nThis is copy {i}.")));
        }
    }
    let lines: Vec<String> = texts.iter().map(|t| serde_json::json!({"text": t}).to_string()).collect();
    std::fs::write(path, lines.join("\n"))?;
    Ok(texts.iter().map(|t| t.split_whitespace().count()).sum())
}

fn speed(program: &Path, texts: &Path, threads: usize, words: usize) -> Result<f64> {
    let mut best = 0f64;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let out = Command::new(program)
            .args(["read", "--format", "jsonl", "--threads", &threads.to_string()])
            .arg(texts)
            .output()?;
        if !out.status.success() {
            bail!("onrecord read failed: {}", String::from_utf8_lossy(&out.stderr));
        }
        best = best.max(words as f64 / started.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// The encoder alone: its share of the whole, and ONNX Runtime's speed with the same weights and windows.
fn encoder(texts: &Path, whole: f64, words: usize, runtime: Option<&str>) -> Result<()> {
    let reader = Reader::new()?;
    let file = std::fs::read(texts)?;
    let lines = Lines::new("bench", &file[..], Options::default());
    let articles: Vec<_> = lines.filter_map(|r| r.ok()).map(|r| r.article).collect();
    let (mut best, mut pieces) = (f64::MAX, 0);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        pieces = articles.iter().map(|a| reader.encode_only(a)).sum();
        best = best.min(started.elapsed().as_secs_f64());
    }
    let rate = pieces as f64 / best;
    println!(
        "onrecord, encoder alone  {rate:9.0} pieces/s  {:.0} % of the whole time",
        100.0 * best * whole / words as f64
    );
    let Some(python) = runtime else { return Ok(()) };
    let script = root().join("bench/onnxruntime_encoder.py");
    let limit = onrecord::PIECES_IN_A_WINDOW.to_string();
    let out = Command::new(python).arg(script).arg(texts).arg(limit).output().context("Python could not be started")?;
    let text = String::from_utf8_lossy(&out.stdout);
    let Some(Ok(answer)) = text.lines().last().map(serde_json::from_str::<Value>) else {
        bail!("the runtime failed: {}", String::from_utf8_lossy(&out.stderr));
    };
    let theirs = answer["pieces_a_second"].as_f64().unwrap_or(0.0);
    println!("ONNX Runtime, int8       {theirs:9.0} pieces/s  onrecord's encoder: {:.2} x", rate / theirs);
    Ok(())
}

/// From the program's start to its output on one short article.
fn start(program: &Path, folder: &Path) -> Result<()> {
    let article = folder.join("short.txt");
    std::fs::write(&article, "Ferry fares rise\n\n\"It was needed,\" the mayor, Rosa Quill, said on Friday.\n")?;
    let mut best = f64::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        Command::new(program).arg("read").arg(&article).output()?;
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("start to output, one short article: {best:.3} s");
    Ok(())
}

/// Peak memory and time on the texts once and ten times over.
fn growth(program: &Path, texts: &Path, folder: &Path) -> Result<()> {
    let once = std::fs::read_to_string(texts)?;
    let many = folder.join("many.jsonl");
    std::fs::write(&many, (0..10).map(|_| once.as_str()).collect::<Vec<_>>().join("\n"))?;
    let mut seconds = Vec::new();
    for (name, path) in [("once", texts), ("ten times", many.as_path())] {
        let log = folder.join("time");
        let status = Command::new("/usr/bin/time")
            .args(["-f", "%M %e", "-o"])
            .arg(&log)
            .arg(program)
            .args(["read", "--format", "csv"])
            .arg(path)
            .stdout(std::process::Stdio::null())
            .status();
        if status.is_err() {
            println!("peak memory: not measured, /usr/bin/time (Debian package `time`) is not here");
            return Ok(());
        }
        let line = std::fs::read_to_string(&log)?;
        let (memory, time) = line.trim().split_once(' ').context("/usr/bin/time printed something else")?;
        println!("peak memory, the texts {name}: {:.0} MB", memory.parse::<f64>()? / 1024.0);
        seconds.push(time.parse::<f64>()?);
    }
    println!("time, the texts ten times: {:.2} x once", seconds[1] / seconds[0]);
    Ok(())
}
