//! `onrecord add` and `reread`: read into a ledger, one transaction an article.

use super::follow::{Follower, is_address};
use super::{options, threads};
use crate::Outcome;
use crate::args::{Add, Reread};
use crate::inputs::{Failures, Inputs};
use crate::output::plain;
use anyhow::{Context, Result};
use indicatif::ProgressBar;
use onrecord::Job;
use onrecord::ledger::{Ledger, Progress, Put};
use onrecord::types::{Article, Record};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Counts of one run.
#[derive(Debug, Default)]
pub struct Tally {
    /// Articles that are new, that are new versions, that were held already.
    pub added: usize,
    pub versions: usize,
    pub held: usize,
    /// Statements of the articles that were put in.
    pub statements: usize,
    other_language: usize,
}

impl Tally {
    /// Articles that were put into the ledger.
    pub fn articles(&self) -> usize {
        self.added + self.versions
    }

    /// Counts an article that was put in.
    pub fn count(&mut self, put: Put, record: &Record) {
        match put {
            Put::Added => self.added += 1,
            Put::NewVersion => self.versions += 1,
            Put::Held => self.held += 1,
        }
        self.statements += record.statements.len();
        self.other_language += usize::from(!record.article.is_english());
    }
}

/// Adds all inputs to the ledger; what is held already is not read again.
pub fn run(o: &Add) -> Result<Outcome> {
    threads(o.reading.threads)?;
    let (addresses, paths): (Vec<_>, Vec<_>) = o.paths.iter().cloned().partition(|p| is_address(p));
    let mut outcome = Outcome::Done;
    if !addresses.is_empty() {
        let urls: Vec<String> = addresses.iter().map(|p| p.to_string_lossy().into_owned()).collect();
        let mut follower = Follower::new(&o.network, &o.ledger.ledger, &o.reading, o.again)?;
        follower.pages(&urls)?;
        follower.summarise(&o.ledger.ledger);
        outcome = if follower.failed() { Outcome::Incomplete } else { outcome };
    }
    if paths.is_empty() { Ok(outcome) } else { Ok(files(o, &paths)?.max(outcome)) }
}

fn files(o: &Add, paths: &[PathBuf]) -> Result<Outcome> {
    let mut inputs = Inputs::find(paths)?;
    let ledger = RefCell::new(Ledger::open(&o.ledger.ledger)?);
    let archives = archives(&mut inputs, &ledger.borrow(), o.again)?;
    let reader = super::reader(o.reading.actors.as_deref())?;
    let bar = inputs.progress();
    let failures = Failures::default();
    let tally = RefCell::new(Tally::default());
    // Within one batch the same article may come twice before it is in the ledger.
    let chosen: RefCell<HashSet<String>> = RefCell::default();
    let jobs = inputs.jobs(options(&o.reading), &bar);
    let wanted = |article: &Article| {
        let new = !chosen.borrow().contains(&article.id) && !ledger.borrow().holds(&article.id)?;
        if new {
            chosen.borrow_mut().insert(article.id.clone());
        } else {
            tally.borrow_mut().held += 1;
        }
        Ok::<_, anyhow::Error>(new)
    };
    let each = |result: Result<Record, _>| {
        match result {
            Ok(record) => {
                let reached = reached(&record.article);
                chosen.borrow_mut().remove(&record.article.id);
                let mut tally = tally.borrow_mut();
                tally.count(ledger.borrow_mut().put(&record)?, &record);
                if let Some((file, to)) = reached
                    && let Some(digest) = archives.get(&file)
                {
                    ledger.borrow().note_progress(&file, digest, to)?;
                }
                bar.set_message(format!("{} articles", tally.articles()));
            }
            Err(failure) => failures.add(failure, &bar),
        }
        Ok(())
    };
    onrecord::run(&reader, &options(&o.reading), jobs, wanted, each)?;
    for (file, digest) in &archives {
        let to = Progress { done: true, ..ledger.borrow().progress(file, digest)? };
        ledger.borrow().note_progress(file, digest, to)?;
    }
    bar.set_message("the full text is put in order");
    let added = tally.borrow().articles();
    ledger.borrow_mut().settle(added)?;
    bar.finish_and_clear();
    summarise(o, &tally.into_inner(), &inputs, &failures);
    Ok(if failures.count() > 0 { Outcome::Incomplete } else { Outcome::Done })
}

/// The archives among the inputs with their digests; those read in part go on from there, those read whole are
/// left out unless asked for `again`.
fn archives(inputs: &mut Inputs, ledger: &Ledger, again: bool) -> Result<BTreeMap<String, String>> {
    let (mut out, mut whole) = (BTreeMap::new(), Vec::new());
    for path in inputs.archives().map(Path::to_path_buf).collect::<Vec<_>>() {
        let name = path.to_string_lossy().into_owned();
        let digest = digest(&path).with_context(|| format!("{name} cannot be read"))?;
        let progress = if again { Progress::default() } else { ledger.progress(&name, &digest)? };
        if progress.done {
            whole.push(path);
        } else {
            inputs.starts.insert(path, progress);
            out.insert(name, digest);
        }
    }
    inputs.leave_out(&whole, "read to its end before; --again reads it once more");
    Ok(out)
}

/// SHA-256 of a file's size and first 64 KiB: enough to tell it from another of its name.
fn digest(path: &Path) -> std::io::Result<String> {
    let file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    let mut head = Vec::new();
    file.take(1 << 16).read_to_end(&mut head)?;
    head.extend(size.to_le_bytes());
    Ok(onrecord::ingest::digest(&head))
}

/// The archive of an article, and how far it is read once the article is stored.
fn reached(article: &Article) -> Option<(String, Progress)> {
    let (file, number) = article.path.rsplit_once('#')?;
    let end = article.provenance.offset? + article.provenance.length?;
    Some((file.to_owned(), Progress { read_to: end, records: number.parse().ok()?, done: false }))
}

fn summarise(o: &Add, tally: &Tally, inputs: &Inputs, failures: &Failures) {
    println!(
        "read {} articles ({} new, {} new versions) with {} statements; skipped {} held already; failed {}",
        tally.articles(),
        tally.added,
        tally.versions,
        tally.statements,
        tally.held,
        failures.count()
    );
    for (why, n) in failures.reasons() {
        println!("  failed {n}: {}", plain(&why));
    }
    if tally.other_language > 0 {
        println!("  {} are not in English: kept, their statements not read", tally.other_language);
    }
    let others = inputs.others.all();
    if !others.is_empty() {
        let list: Vec<String> = others.iter().map(|(kind, n)| format!("{n} {}", plain(kind))).collect();
        println!("  no pages: {}", list.join(", "));
    }
    let mut reasons: Vec<&str> = inputs.skipped.iter().map(|(_, why)| *why).collect();
    reasons.sort_unstable();
    reasons.dedup();
    for why in reasons {
        let files: Vec<String> =
            inputs.skipped.iter().filter(|(_, w)| *w == why).map(|(p, _)| plain(&p.to_string_lossy())).collect();
        let more = if files.len() > 3 { format!(" and {} more", files.len() - 3) } else { String::new() };
        println!("  skipped {} files ({why}): {}{more}", files.len(), files[..files.len().min(3)].join(", "));
    }
    println!("ledger: {} — next: onrecord said WORDS, onrecord stats", o.ledger.ledger.display());
}

/// Reads the articles of a ledger again with this release's model.
pub fn reread(o: &Reread) -> Result<Outcome> {
    let mut ledger = Ledger::open_existing(&o.ledger.ledger)?;
    threads(o.threads)?;
    let reader = super::reader(o.actors.as_deref())?;
    let version = reader.version();
    let ids: Vec<String> =
        ledger.articles()?.into_iter().filter(|(_, by)| o.all || *by != version).map(|(id, _)| id).collect();
    let bar = ProgressBar::new(ids.len() as u64);
    for batch in ids.chunks(64) {
        let mut records = Vec::new();
        for id in batch {
            records.extend(ledger.record(id)?);
        }
        let jobs = records.into_iter().map(|r| {
            let reading = onrecord::ingest::Reading { article: r.article, warnings: r.warnings };
            Job::Outcome(Box::new(Ok(reading)))
        });
        onrecord::run(
            &reader,
            &Default::default(),
            jobs,
            |_| Ok(true),
            |result| {
                bar.inc(1);
                if let Ok(record) = result {
                    ledger.replace_reading(&record)?;
                }
                Ok::<_, anyhow::Error>(())
            },
        )?;
    }
    ledger.settle(ids.len())?;
    bar.finish_and_clear();
    println!("read {} articles again with {version}; decisions were kept", ids.len());
    for name in ledger.idle_fixes()? {
        let now = onrecord::known_as(&name).join(", ");
        let now = if now.is_empty() { "`onrecord actors` lists names".into() } else { format!("it may be {now} now") };
        eprintln!("onrecord: you decided about {}, which no statement is by any more; {now}", plain(&name));
    }
    Ok(Outcome::Done)
}
