//! Holds the house rules: layers, first sentences, documented paths.

use crate::root;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each crate of ours may import of ours.
const LAYERS: &[(&str, &[&str])] = &[
    ("onrecord-types", &[]),
    ("onrecord-ingest", &["onrecord-types"]),
    ("onrecord-nlp", &["onrecord-types"]),
    ("onrecord-ledger", &["onrecord-types"]),
    ("onrecord", &["onrecord-types", "onrecord-ingest", "onrecord-nlp", "onrecord-ledger"]),
    ("onrecord-cli", &["onrecord"]),
    ("xtask", &["onrecord"]),
];

/// Words that only the store, the outermost crates and the developers' tools may use.
const OUTSIDE: &[&str] =
    &["std::fs", "std::net", "std::env::", "std::process", "SystemTime", "Instant::now", "Timestamp::now", "println!"];
/// Crates that never touch the outside world.
const PURE: &[&str] = &["onrecord-types", "onrecord-ingest", "onrecord-nlp", "onrecord"];

/// Runs all checks; the message of the error lists every fault.
pub fn run() -> Result<()> {
    let mut faults = Vec::new();
    layers(&mut faults)?;
    for file in sources()? {
        first_sentence(&file, &mut faults)?;
        one_door(&file, &mut faults)?;
    }
    architecture(&mut faults)?;
    if faults.is_empty() {
        println!("tidy: nothing to mend");
        return Ok(());
    }
    bail!("{} faults\n  {}", faults.len(), faults.join("\n  "))
}

fn layers(faults: &mut Vec<String>) -> Result<()> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()?;
    let metadata: Value = serde_json::from_slice(&out.stdout).context("cargo metadata printed no JSON")?;
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or("");
        let Some((_, allowed)) = LAYERS.iter().find(|(n, _)| *n == name) else {
            faults.push(format!("{name} has no layer in xtask/src/tidy.rs"));
            continue;
        };
        let ours = package["dependencies"].as_array().into_iter().flatten().filter_map(|d| d["name"].as_str());
        for import in ours.filter(|d| d.starts_with("onrecord")) {
            if !allowed.contains(&import) {
                faults.push(format!("{name} may not import {import}: layers import only downwards"));
            }
        }
    }
    Ok(())
}

fn first_sentence(file: &Path, faults: &mut Vec<String>) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let first = text.lines().next().unwrap_or("");
    if !first.starts_with("//! ") || first.len() < 20 {
        faults.push(format!("{} does not open with a sentence", shown(file)));
    }
    Ok(())
}

fn one_door(file: &Path, faults: &mut Vec<String>) -> Result<()> {
    let name = shown(file);
    let Some(of) = PURE.iter().find(|c| name.starts_with(&format!("crates/{c}/src/"))) else { return Ok(()) };
    let text = std::fs::read_to_string(file)?;
    let code = text.split("#[cfg(test)]").next().unwrap_or("");
    for word in OUTSIDE.iter().filter(|w| code.lines().any(|l| !l.trim_start().starts_with("//") && l.contains(**w))) {
        faults.push(format!("{name} uses {word}: {of} touches nothing outside"));
    }
    Ok(())
}

/// Every path and crate that the architecture page names is there, and every crate is named.
fn architecture(faults: &mut Vec<String>) -> Result<()> {
    let page =
        std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).context("docs/ARCHITECTURE.md cannot be read")?;
    for path in page.split('`').skip(1).step_by(2).filter(|p| p.contains('/') && !p.contains([' ', '*', '<', '(', ':']))
    {
        if !path.starts_with("..") && !root().join(path).exists() {
            faults.push(format!("docs/ARCHITECTURE.md names {path}, which is not there"));
        }
    }
    for (name, _) in LAYERS {
        if !page.contains(&format!("`{name}`")) {
            faults.push(format!("docs/ARCHITECTURE.md does not name {name}"));
        }
    }
    Ok(())
}

fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

fn sources() -> Result<Vec<PathBuf>> {
    let out = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "*.rs"])
        .current_dir(root())
        .output()?;
    let list = String::from_utf8_lossy(&out.stdout).into_owned();
    Ok(list.lines().map(|l| root().join(l)).filter(|p| p.exists()).collect())
}

/// Prints sizes of files and functions, tests left out, for `docs/`.
pub fn figures() -> Result<()> {
    let (mut files, mut functions) = (Vec::new(), Vec::new());
    for file in sources()? {
        let text = std::fs::read_to_string(&file)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        files.push(code.lines().count());
        let mut start: Option<(usize, usize)> = None;
        for (i, line) in code.lines().enumerate() {
            let bare = line.trim_start();
            let indent = line.len() - bare.len();
            let opens = ["fn ", "pub fn ", "pub(crate) fn "].iter().any(|f| bare.starts_with(f));
            if opens && start.is_none() {
                start = Some((i, indent));
            }
            if let Some((from, depth)) = start
                && indent == depth
                && (bare == "}" || (opens && bare.ends_with('}')))
            {
                functions.push(i - from + 1);
                start = None;
            }
        }
    }
    for (name, mut sizes) in [("files", files), ("functions", functions)] {
        sizes.sort_unstable();
        let at = |q: f64| sizes[((sizes.len() - 1) as f64 * q) as usize];
        println!("{name}: {}, lines median {}, p95 {}, most {}", sizes.len(), at(0.5), at(0.95), at(1.0));
    }
    Ok(())
}
