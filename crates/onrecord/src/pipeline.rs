//! Joins the arrows: bytes → articles → records, in parallel over articles, in order.

use onrecord_ingest::{Failure, Options, Outcome, Page, Reading};
use onrecord_nlp::Reader;
use onrecord_types::{Article, Record};
use rayon::prelude::*;
use std::panic::AssertUnwindSafe;

/// Something to read.
pub enum Job {
    /// The bytes of one file and its name.
    File {
        /// As the user gave it.
        path: String,
        /// All of it.
        bytes: Vec<u8>,
    },
    /// A page of an archive or of the network.
    Page(Box<Page>),
    /// An article that was read already (a line of JSON lines), or why it was not.
    Outcome(Box<Outcome>),
}

/// Jobs held in memory at once.
const JOBS: usize = 64;
/// Bytes held in memory at once; one more file may come on top.
const BYTES: usize = 4 << 20;

impl Job {
    fn size(&self) -> usize {
        match self {
            Job::File { bytes, .. } => bytes.len(),
            Job::Page(page) => page.body.len(),
            Job::Outcome(outcome) => outcome.as_ref().as_ref().map_or(0, |r| r.article.text.len()),
        }
    }

    fn outcomes(self, options: &Options) -> Vec<Outcome> {
        match self {
            Job::File { path, bytes } => onrecord_ingest::read(&path, &bytes, options),
            Job::Page(page) => vec![onrecord_ingest::read_page(&page, options)],
            Job::Outcome(outcome) => vec![*outcome],
        }
    }
}

/// Reads one article.
///
/// # Errors
/// A fault of the reader's own, which takes nothing but this article with it.
pub fn read_one(reader: &Reader, reading: Reading) -> Result<Record, Failure> {
    let path = reading.article.path.clone();
    guarded(path, || reader.read(reading.article, reading.warnings))
}

/// What a function gives, or a failure if it panics.
fn guarded<T>(path: String, read: impl FnOnce() -> T) -> Result<T, Failure> {
    std::panic::catch_unwind(AssertUnwindSafe(read)).map_err(|_| Failure {
        path,
        why: "a fault in onrecord: this text could not be read; please report it with the lines above".to_owned(),
    })
}

/// Reads all jobs on rayon's current pool and hands the records to `each`, in the order of the
/// jobs.  Articles that `wanted` refuses are not read.  Memory stays flat: a few megabytes of
/// input are held at a time.
///
/// # Errors
/// The first error of `wanted` or `each`; what was handed over before stays so.
pub fn run<E>(
    reader: &Reader,
    options: &Options,
    jobs: impl Iterator<Item = Job>,
    mut wanted: impl FnMut(&Article) -> Result<bool, E>,
    mut each: impl FnMut(Result<Record, Failure>) -> Result<(), E>,
) -> Result<(), E> {
    let mut jobs = jobs.peekable();
    while jobs.peek().is_some() {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < JOBS && bytes < BYTES {
            let Some(job) = jobs.next() else { break };
            bytes += job.size();
            batch.push(job);
        }
        let outcomes: Vec<Outcome> =
            batch.into_par_iter().map(|job| job.outcomes(options)).collect::<Vec<_>>().into_iter().flatten().collect();
        let mut chosen = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            match &outcome {
                Ok(reading) if !wanted(&reading.article)? => {}
                _ => chosen.push(outcome),
            }
        }
        let read = |r: Reading| read_one(reader, r);
        let records: Vec<Result<Record, Failure>> =
            chosen.into_par_iter().with_max_len(1).map(|outcome| outcome.and_then(read)).collect();
        for record in records {
            each(record)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_a_failure_of_one_article() {
        let words: Vec<&str> = Vec::new();
        let fault = guarded("notes.txt#3".to_owned(), || words[0].len());
        assert!(fault.is_err_and(|f| f.path == "notes.txt#3" && f.why.starts_with("a fault in onrecord")));
        assert_eq!(guarded(String::new(), || 7).ok(), Some(7));
    }
}
