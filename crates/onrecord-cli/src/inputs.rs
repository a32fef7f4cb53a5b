//! Files, folders and standard input as a lazy sequence of jobs.

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use onrecord::Job;
use onrecord::ingest::{Failure, Format, Item, Lines, MAX_BYTES, Options, Table, Warc};
use onrecord::ledger::Progress;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use walkdir::WalkDir;

/// The files that were found, their size, and what was passed over.
#[derive(Debug, Default)]
pub struct Inputs {
    files: Vec<(PathBuf, u64)>,
    /// Paths passed over in folders, with the reason.
    pub skipped: Vec<(PathBuf, &'static str)>,
    /// Where to go on in archives that were read in part.
    pub starts: HashMap<PathBuf, Progress>,
    /// Records of archives that are no pages, by kind.
    pub others: Others,
}

/// Counts of what archives hold beside pages.
#[derive(Debug, Default, Clone)]
pub struct Others(Arc<Mutex<BTreeMap<String, usize>>>);

impl Others {
    fn add(&self, kind: String) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).entry(kind).or_default() += 1;
    }

    /// The kinds with their counts.
    pub fn all(&self) -> Vec<(String, usize)> {
        let held = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.iter().map(|(kind, n)| (kind.clone(), *n)).collect()
    }
}

impl Inputs {
    /// Finds all files under `paths`; in folders in the order of their names.
    pub fn find(paths: &[PathBuf]) -> Result<Inputs> {
        let mut out = Inputs::default();
        for path in paths {
            if path.as_os_str() == "-" {
                out.files.push((path.clone(), 0));
            } else if path.is_dir() {
                out.walk(path)?;
            } else {
                let size = std::fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?.len();
                out.files.push((path.clone(), size));
            }
        }
        if out.files.is_empty() {
            bail!(
                "there is no file to read in {}",
                paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
            );
        }
        Ok(out)
    }

    fn walk(&mut self, folder: &Path) -> Result<()> {
        let visible = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.');
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry?;
            if !visible(&entry) {
                if entry.file_type().is_file() {
                    self.skipped.push((entry.into_path(), "hidden"));
                }
            } else if entry.file_type().is_file() {
                let size = entry.metadata()?.len();
                let name = entry.path().to_string_lossy();
                if Format::of_name(&name).is_some() || is_archive(&name) {
                    self.files.push((entry.into_path(), size));
                } else {
                    self.skipped.push((entry.into_path(), "no format that onrecord reads, by its name"));
                }
            } else if entry.file_type().is_symlink() {
                self.skipped.push((entry.into_path(), "a link; name it on the command line to read it"));
            }
        }
        Ok(())
    }

    /// Leaves files out, with the reason.
    pub fn leave_out(&mut self, paths: &[PathBuf], why: &'static str) {
        self.files.retain(|(path, _)| !paths.contains(path));
        self.skipped.extend(paths.iter().map(|p| (p.clone(), why)));
    }

    /// The archives among the files.
    pub fn archives(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|f| f.0.as_path()).filter(|p| is_archive(&p.to_string_lossy()))
    }

    /// A bar over the bytes of all files, on standard error where it is a terminal.
    pub fn progress(&self) -> ProgressBar {
        let total: u64 = self.files.iter().map(|f| f.1).sum();
        let bar = ProgressBar::new(total);
        let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {msg} ({eta} left)");
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    /// The jobs, made when they are asked for; `bar` moves on as files are opened and read.
    pub fn jobs(&self, options: Options, bar: &ProgressBar) -> impl Iterator<Item = Job> + '_ {
        let bar = bar.clone();
        self.files.iter().flat_map(move |(path, size)| {
            if is_archive(&path.to_string_lossy()) {
                let start = self.starts.get(path).copied().unwrap_or_default();
                archive(path, start, self.others.clone(), &bar)
            } else {
                jobs_of(path, *size, options, (&self.others, &bar))
            }
        })
    }
}

type Jobs = Box<dyn Iterator<Item = Job>>;

fn jobs_of(path: &Path, size: u64, options: Options, (others, bar): (&Others, &ProgressBar)) -> Jobs {
    let name = path.to_string_lossy().into_owned();
    let lines = name.strip_suffix(".gz").unwrap_or(&name);
    let many = lines.ends_with(".jsonl")
        || lines.ends_with(".ndjson")
        || (lines.ends_with(".json") && size > MAX_BYTES as u64);
    let table = Format::of_name(&name) == Some(Format::Table);
    let jobs = if name == "-" {
        stdin(options, others.clone())
    } else if many {
        stream(&name, bar).map(|file| outcomes(Lines::new(&name, BufReader::with_capacity(1 << 16, file), options)))
    } else if table {
        stream(&name, bar).map(|file| outcomes(Table::new(&name, file, options)))
    } else {
        bar.inc(size);
        whole(&name, size)
    };
    jobs.unwrap_or_else(|e| Box::new(std::iter::once(failed(&name, &e))))
}

fn is_archive(name: &str) -> bool {
    Warc::<BufReader<File>>::is_archive(name)
}

/// The pages of an archive from where it was read to; what else it holds is counted.
fn archive(path: &Path, start: Progress, others: Others, bar: &ProgressBar) -> Jobs {
    let name = path.to_string_lossy().into_owned();
    let open = || {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(start.read_to))?;
        bar.inc(start.read_to);
        Warc::new(&name, BufReader::with_capacity(1 << 16, bar.wrap_read(file)), start.read_to, start.records)
    };
    match open() {
        Ok(archive) => pages(archive, others),
        Err(e) => Box::new(std::iter::once(failed(&name, &e))),
    }
}

fn pages(archive: impl Iterator<Item = Item> + 'static, others: Others) -> Jobs {
    Box::new(archive.filter_map(move |item| match item {
        Item::Page(page) => Some(Job::Page(page)),
        Item::Damaged(failure) => Some(Job::Outcome(Box::new(Err(failure)))),
        Item::Other(kind) => {
            others.add(kind);
            None
        }
    }))
}

fn failed(path: &str, error: &std::io::Error) -> Job {
    let why = format!("cannot be read ({error})");
    Job::Outcome(Box::new(Err(Failure { path: path.to_owned(), why })))
}

fn whole(name: &str, size: u64) -> std::io::Result<Jobs> {
    // A longer file is refused by the reader; there is no need to load all of it for that.
    let mut bytes = Vec::with_capacity(size.min(MAX_BYTES as u64 + 1) as usize);
    File::open(name)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Box::new(std::iter::once(Job::File { path: name.to_owned(), bytes })))
}

/// The bytes of a file of many articles, unpacked.
fn stream(name: &str, bar: &ProgressBar) -> std::io::Result<Box<dyn Read>> {
    let file = bar.wrap_read(File::open(name)?);
    Ok(if name.ends_with(".gz") { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}

fn outcomes(lines: impl Iterator<Item = onrecord::ingest::Outcome> + 'static) -> Jobs {
    Box::new(lines.map(|outcome| Job::Outcome(Box::new(outcome))))
}

/// Standard input: JSON lines, tables and archives are streamed, anything else is one article.
fn stdin(options: Options, others: Others) -> std::io::Result<Jobs> {
    let mut head = Vec::new();
    std::io::stdin().lock().take(1 << 16).read_to_end(&mut head)?;
    let json = Format::is_json_lines(&head);
    let (archive, table) = (Warc::<BufReader<File>>::begins(&head), Table::begins(&head));
    let rest = std::io::Cursor::new(head).chain(std::io::stdin());
    if archive {
        return Ok(pages(Warc::new("-", BufReader::new(rest), 0, 0)?, others));
    }
    if json {
        return Ok(outcomes(Lines::new("-", BufReader::new(rest), options)));
    }
    if table {
        return Ok(outcomes(Table::new("-", rest, options)));
    }
    let mut bytes = Vec::new();
    rest.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Box::new(std::iter::once(Job::File { path: "-".into(), bytes })))
}

/// Counts and reasons of what could not be read, for the last lines of a command.
#[derive(Debug, Default, Clone)]
pub struct Failures(Arc<Mutex<Vec<Failure>>>);

/// Failures that are named one by one; the rest are counted.
const NAMED: usize = 20;

impl Failures {
    /// Notes one, and names it on standard error unless there were many.
    pub fn add(&self, failure: Failure, bar: &ProgressBar) {
        let mut all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if all.len() < NAMED {
            bar.suspend(|| eprintln!("onrecord: not read: {}", crate::output::plain(&failure.to_string())));
        } else if all.len() == NAMED {
            bar.suspend(|| eprintln!("onrecord: further ones are only counted; read those files alone to see why"));
        }
        all.push(Failure { path: String::new(), why: failure.why });
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).len()
    }

    /// The commonest reasons with their counts.
    pub fn reasons(&self) -> Vec<(String, usize)> {
        let all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut out: Vec<(String, usize)> = Vec::new();
        for failure in all.iter() {
            let short = failure.why.split([';', '(']).next().unwrap_or("").trim().to_owned();
            match out.iter_mut().find(|(why, _)| *why == short) {
                Some((_, n)) => *n += 1,
                None => out.push((short, 1)),
            }
        }
        out.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        out
    }
}
