//! `onrecord follow` and `add https://…`: articles from feeds, sitemaps and addresses into a ledger.

use super::add::Tally;
use super::{options, threads};
use crate::Outcome;
use crate::args::{Follow, Network, Reading};
use crate::fetch::{Answer, Fetcher};
use crate::output::plain;
use anyhow::{Context, Result, bail};
use onrecord::ingest::{Listing, MAX_BYTES, Page, read_listing};
use onrecord::ledger::{Fetch, Ledger};
use onrecord::{Job, Reader};
use std::collections::{HashMap, VecDeque};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Pages fetched before they are read and stored: what a stop can cost.
const TOGETHER: usize = 8;
/// Listings that one listing may lead to, through indexes and lists of feeds.
const LISTINGS: usize = 1000;

/// Counts of one pass.
#[derive(Debug, Default)]
pub struct Pass {
    stored: Tally,
    unchanged: usize,
    known: usize,
    failed: usize,
}

/// Fetches pages and stores what is read in them.
pub struct Follower<'a> {
    fetcher: Fetcher,
    ledger: Ledger,
    reader: Reader,
    reading: &'a Reading,
    again: bool,
    /// What became of the addresses.
    pub tally: Pass,
}

/// Follows feeds once, or again and again.
pub fn run(o: &Follow) -> Result<Outcome> {
    threads(o.reading.threads)?;
    let mut follower = Follower::new(&o.network, &o.ledger.ledger, &o.reading, o.again)?;
    loop {
        for feed in &o.feeds {
            follower.feed(feed, o.limit)?;
        }
        follower.ledger.settle(follower.tally.stored.articles())?;
        follower.summarise(&o.ledger.ledger);
        let Some(every) = o.every else { break };
        follower.tally = Pass::default();
        std::thread::sleep(every);
    }
    Ok(if follower.tally.failed > 0 { Outcome::Incomplete } else { Outcome::Done })
}

/// Whether a path is an address.
pub fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|p| p.starts_with("http://") || p.starts_with("https://"))
}

impl<'a> Follower<'a> {
    /// Opens the ledger and loads the model.
    pub fn new(network: &Network, ledger: &Path, reading: &'a Reading, again: bool) -> Result<Follower<'a>> {
        Ok(Follower {
            fetcher: Fetcher::new(network.wait, network.allow_local),
            ledger: Ledger::open(ledger)?,
            reader: super::reader(reading.actors.as_deref())?,
            reading,
            again,
            tally: Pass::default(),
        })
    }

    /// All articles of a listing and of the listings that it names.
    fn feed(&mut self, first: &str, limit: usize) -> Result<()> {
        let mut queue = VecDeque::from([first.to_owned()]);
        let mut seen = 0;
        while let Some(address) = queue.pop_front() {
            seen += 1;
            if seen > LISTINGS {
                bail!("{first} leads to more than {LISTINGS} listings; name those that you want");
            }
            match self.listing(&address) {
                Ok(Some(listing)) => {
                    queue.extend(listing.listings);
                    let limit = if limit == 0 { usize::MAX } else { limit };
                    let urls: Vec<String> = listing.entries.into_iter().map(|e| e.url).take(limit).collect();
                    self.pages(&urls)?;
                }
                Ok(None) => self.tally.unchanged += 1,
                Err(e) => self.fail(&address, &format!("{e:#}")),
            }
        }
        Ok(())
    }

    /// A listing from a file or an address; `None` where it has not changed since the last time.
    fn listing(&mut self, address: &str) -> Result<Option<Listing>> {
        if !is_address(Path::new(address)) {
            let mut bytes = Vec::new();
            let file = std::fs::File::open(address).context("it cannot be read")?;
            file.take(MAX_BYTES as u64).read_to_end(&mut bytes)?;
            return read_listing(&bytes, None).map(Some).map_err(anyhow::Error::msg);
        }
        let known = self.ledger.fetched(address)?.filter(|_| !self.again);
        let Answer { page, fetch } = self.fetcher.get(address, known.as_ref())?;
        let Some(page) = page else {
            if let Some(note) = &fetch.note {
                bail!("{note}");
            }
            return Ok(None);
        };
        let body = onrecord::ingest::unpacked(page.body).map_err(anyhow::Error::msg)?;
        let listing = read_listing(&body, page.url.as_deref()).map_err(anyhow::Error::msg)?;
        // An index is asked in full each time, for its parts change without it.
        if listing.listings.is_empty() {
            self.ledger.note_fetch(address, &fetch)?;
        }
        Ok(Some(listing))
    }

    /// Fetches and stores the articles at these addresses; those fetched before are left out, unless asked for again.
    pub fn pages(&mut self, urls: &[String]) -> Result<()> {
        let mut held: Vec<(Page, Fetch, String)> = Vec::new();
        for url in urls {
            let known = self.ledger.fetched(url)?;
            if !self.again && known.as_ref().is_some_and(|k| k.status.is_some_and(|s| s < 400)) {
                self.tally.known += 1;
                continue;
            }
            match self.fetcher.get(url, known.as_ref()) {
                Ok(Answer { page: Some(page), fetch }) => held.push((page, fetch, url.clone())),
                Ok(Answer { page: None, fetch }) => {
                    self.ledger.note_fetch(url, &fetch)?;
                    match &fetch.note {
                        Some(note) => self.fail(url, note),
                        None => self.tally.unchanged += 1,
                    }
                }
                Err(e) => self.fail(url, &format!("{e:#}")),
            }
            if held.len() == TOGETHER {
                self.store(std::mem::take(&mut held))?;
            }
        }
        self.store(held)
    }

    /// Reads pages and puts them into the ledger with their bytes.
    fn store(&mut self, pages: Vec<(Page, Fetch, String)>) -> Result<()> {
        let bodies: HashMap<String, Vec<u8>> = pages.iter().map(|(p, ..)| (p.path.clone(), p.body.clone())).collect();
        let notes: Vec<(String, Fetch)> = pages.iter().map(|(_, f, url)| (url.clone(), f.clone())).collect();
        let jobs = pages.into_iter().map(|(page, ..)| Job::Page(Box::new(page)));
        let mut failures = Vec::new();
        let (ledger, tally) = (std::cell::RefCell::new(&mut self.ledger), &mut self.tally);
        let mut held = 0;
        let wanted = |article: &onrecord::types::Article| -> Result<bool> {
            let new = !ledger.borrow().holds(&article.id)?;
            held += usize::from(!new);
            Ok(new)
        };
        let each = |result: Result<onrecord::types::Record, onrecord::ingest::Failure>| -> Result<()> {
            match result {
                Ok(record) => {
                    tally.stored.count(ledger.borrow_mut().put(&record)?, &record);
                    if let Some(body) = bodies.get(&record.article.path) {
                        ledger.borrow().keep_page(&record.article.id, body)?;
                    }
                }
                Err(failure) => failures.push(failure),
            }
            Ok(())
        };
        onrecord::run(&self.reader, &options(self.reading), jobs, wanted, each)?;
        self.tally.stored.held += held;
        for failure in failures {
            self.fail(&failure.path, &failure.why);
        }
        for (url, fetch) in notes {
            self.ledger.note_fetch(&url, &fetch)?;
        }
        Ok(())
    }

    fn fail(&mut self, address: &str, why: &str) {
        self.tally.failed += 1;
        eprintln!("onrecord: not read: {}: {}", plain(address), plain(why));
    }

    /// Says what became of the addresses.
    pub fn summarise(&self, ledger: &Path) {
        let t = &self.tally;
        println!(
            "read {} articles ({} new, {} new versions) with {} statements; skipped {} held, {} fetched before, {} unchanged; failed {}",
            t.stored.articles(),
            t.stored.added,
            t.stored.versions,
            t.stored.statements,
            t.stored.held,
            t.known,
            t.unchanged,
            t.failed
        );
        println!("ledger: {} — next: onrecord said WORDS, onrecord stats", ledger.display());
    }

    /// Whether anything could not be read.
    pub fn failed(&self) -> bool {
        self.tally.failed > 0
    }
}

/// `90s`, `15m`, `6h`, `1d`, or seconds alone, with a point if need be.
pub fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let times = match unit {
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err("a time is written 90s, 15m, 6h or 1d".into()),
    };
    let number: f64 = number.parse().map_err(|_| "a time is written 90s, 15m, 6h or 1d")?;
    Duration::try_from_secs_f64(number * times).map_err(|_| "a time may not be negative or that long".into())
}
