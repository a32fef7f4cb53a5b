//! The store: articles and their statements in one SQLite file with full text.
//!
//! One transaction an article: after a `kill -9` each article is there once and whole, or not
//! at all.  Two processes may write at once.  The tables are public: see `docs/ledger.md`.

mod copies;
mod network;
mod packed;
mod query;
mod quotes;
mod readers;
mod record;
mod schema;
mod search;
mod write;

pub use copies::{Copy, Story, copied};
pub use network::{Fetch, Progress};
pub use query::{Counts, Found, Known, Order, Query, Role, Speaker, Tally};
pub use quotes::{Alike, Match, Piece};
pub use write::{Fix, Put};

use readers::Readers;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Pages of the file held in memory, in KiB (negative, as SQLite wants it), and bytes of the file that are mapped: searches
/// of a large ledger read thousands of pages.
const CACHE: i64 = -32_768;
const MAPPED: i64 = 128 << 20;
/// Queries that a connection keeps ready: a search takes up to twenty.
const PREPARED: usize = 64;
/// How long a process waits for another that is writing.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the program tells what takes long; nobody is told before it is set.
static TELL: OnceLock<fn(&str)> = OnceLock::new();

/// Says once how a program tells its user that a ledger of an older release is being brought to this one.
pub fn tell_with(how: fn(&str)) {
    // A second one changes nothing.
    let _ = TELL.set(how);
}

/// What went wrong with a ledger.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    message: String,
    #[source]
    source: Option<rusqlite::Error>,
}

/// Kinds of errors that a caller may want to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The file is no ledger.
    NotALedger,
    /// A newer release made the ledger.
    NewerLedger,
    /// An older release made the ledger, and it cannot be written.
    OlderLedger,
    /// There is no such file.
    Missing,
    /// The words of a search could not be understood.
    Query,
    /// SQLite reports a fault (disk full, read-only, damaged, locked).
    Storage,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into(), source: None }
    }

    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode as Code;
        let hint = match e.sqlite_error_code() {
            Some(Code::DiskFull) => "the disk is full; free some space and run the same command again",
            Some(Code::ReadOnly) | Some(Code::PermissionDenied) => {
                "the ledger cannot be written; check its permissions"
            }
            Some(Code::DatabaseBusy) | Some(Code::DatabaseLocked) => {
                "another program holds the ledger; try again when it is done"
            }
            Some(Code::NotADatabase) => "this file is not an SQLite database; name another with --ledger",
            Some(Code::DatabaseCorrupt) => "the ledger is damaged; restore it from a copy",
            Some(Code::CannotOpen) => "the ledger cannot be opened; check its folder and permissions",
            _ => "the ledger could not be used",
        };
        Error { kind: ErrorKind::Storage, message: format!("{hint} ({e})"), source: Some(e) }
    }
}

/// Sets how long a connection waits, and how much of the file it holds and maps.
fn tune(db: &Connection, cache: i64) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(PREPARED);
    db.pragma_update(None, "cache_size", cache)?;
    db.pragma_update(None, "mmap_size", MAPPED)
}

/// Turns the write-ahead log on. SQLite does not wait where two programs do so for a new file at once
/// (<https://sqlite.org/c3ref/busy_handler.html>), so we do.
fn log_ahead(db: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        match db.pragma_update(None, "journal_mode", "WAL") {
            Err(e)
                if e.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) && begun.elapsed() < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

/// An open ledger.
pub struct Ledger {
    db: Connection,
    readers: Readers,
}

impl Ledger {
    /// Opens a ledger to write; makes it where there is none.
    ///
    /// # Errors
    /// When the file is no ledger, is newer than this program, or cannot be written.
    pub fn open(path: &Path) -> Result<Ledger, Error> {
        Ledger::set_up(Connection::open(path)?)
    }

    /// Opens a ledger that exists, to search it.
    ///
    /// # Errors
    /// As [`Ledger::open`]; and when there is no such file.
    pub fn open_existing(path: &Path) -> Result<Ledger, Error> {
        if !path.exists() {
            let why = format!(
                "there is no ledger at {}; make one with `onrecord add`, or name another with --ledger",
                path.display()
            );
            return Err(Error::new(ErrorKind::Missing, why));
        }
        let writable = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, writable)?;
        if db.is_readonly("main")? {
            schema::check_version(&db)?;
            return Ok(Ledger { readers: Readers::of(&db), db });
        }
        Ledger::set_up(db)
    }

    /// A ledger in memory, for demonstrations and tests.
    ///
    /// # Errors
    /// When SQLite has no memory left.
    pub fn in_memory() -> Result<Ledger, Error> {
        Ledger::set_up(Connection::open_in_memory()?)
    }

    fn set_up(mut db: Connection) -> Result<Ledger, Error> {
        tune(&db, CACHE)?;
        log_ahead(&db)?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        schema::migrate(&mut db)?;
        Ok(Ledger { readers: Readers::of(&db), db })
    }

    /// Whether SQLite finds the file whole, every statement has its article, and what is counted of speakers is so.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn check(&self) -> Result<bool, Error> {
        let one = |sql: &str| self.db.query_row(sql, [], |r| r.get::<_, i64>(0));
        let answer: String = self.db.query_row("PRAGMA integrity_check", [], |r| r.get(0))?;
        let orphans = one("SELECT count(*) FROM pragma_foreign_key_check")?;
        let said = "SELECT s.name, coalesce(a.outlet, ''), count(*), count(DISTINCT s.article) FROM _said s JOIN articles a ON a.rowid = s.article GROUP BY 1, 2";
        let counted = "SELECT name, outlet, statements, articles FROM _quoted";
        let copies =
            "SELECT count(*) FROM names n WHERE copies <> (SELECT count(DISTINCT s.article) - count(DISTINCT a.story)
            FROM _said s JOIN articles a ON a.rowid = s.article WHERE s.name = n.rowid)";
        let wrong = one(&format!("SELECT count(*) FROM ({said} EXCEPT {counted})"))?
            + one(&format!("SELECT count(*) FROM ({counted} EXCEPT {said})"))?
            + one(copies)?;
        Ok(answer == "ok" && orphans == 0 && wrong == 0)
    }
}
