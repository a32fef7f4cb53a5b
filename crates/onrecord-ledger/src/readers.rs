//! More connections to the same file, each read by a thread of its own: several things are looked up at once.

use crate::{Error, tune};
use rusqlite::{Connection, OpenFlags};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Threads that read at once, at most.
const MOST: usize = 4;
/// Pages that each further connection holds, in KiB (negative, as SQLite wants it).
const CACHE: i64 = -8_192;
/// A ledger of fewer articles is read by one thread: others would take longer to begin than to read.
const LARGE: i64 = 10_000;

/// Connections for threads beside the calling one, opened when they are needed first.
pub struct Readers {
    /// `None` for a ledger in memory, which only its own connection sees.
    path: Option<PathBuf>,
    idle: Mutex<Vec<Connection>>,
    large: i64,
}

impl Readers {
    /// Readers of the file of a connection.
    pub fn of(db: &Connection) -> Readers {
        let path = db.path().filter(|p| !p.is_empty()).map(PathBuf::from);
        Readers { path, idle: Mutex::default(), large: LARGE }
    }

    /// What `work` gives for each job, in the order of the jobs; this thread works with `db`.
    ///
    /// # Errors
    /// What `work` reports, the first job's first; and when the ledger cannot be read.
    pub fn each<J: Sync, R: Send>(
        &self,
        db: &Connection,
        jobs: &[J],
        work: impl Fn(&Connection, &J) -> Result<R, Error> + Sync,
    ) -> Result<Vec<R>, Error> {
        let todo = Mutex::new(jobs.iter().enumerate());
        let done = Mutex::new(Vec::new());
        let work_on = |db: &Connection| {
            while let Some((at, job)) = { lock(&todo).next() } {
                let gave = work(db, job);
                lock(&done).push((at, gave));
            }
        };
        let others = self.take(jobs.len().saturating_sub(1), db)?;
        thread::scope(|scope| {
            let (work_on, idle) = (&work_on, &self.idle);
            for db in others {
                scope.spawn(move || {
                    work_on(&db);
                    lock(idle).push(db);
                });
            }
            work_on(db);
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, gave)| gave).collect()
    }

    /// Up to `wanted` connections, as many as there are processors for; none for a small ledger, and fewer where the file
    /// cannot be opened again.
    fn take(&self, wanted: usize, db: &Connection) -> Result<Vec<Connection>, Error> {
        let mut articles = db.prepare_cached("SELECT coalesce(max(rowid), 0) FROM articles")?;
        if articles.query_row([], |r| r.get::<_, i64>(0))? < self.large {
            return Ok(Vec::new());
        }
        let processors = thread::available_parallelism().map_or(1, usize::from).min(MOST);
        let mut idle = lock(&self.idle);
        let next = || idle.pop().or_else(|| self.open());
        Ok(std::iter::from_fn(next).take(wanted.min(processors - 1)).collect())
    }

    fn open(&self) -> Option<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(self.path.as_ref()?, flags).ok()?;
        tune(&db, CACHE).ok()?;
        Some(db)
    }
}

/// A lock; what is behind it is whole whoever left it, for each change of it is one step.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ledger;

    #[test]
    fn jobs_give_what_one_thread_gives_in_their_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("a.db")).expect("a ledger");
        ledger.readers.large = 0;
        let jobs: Vec<i64> = (0..100).collect();
        let twice = |db: &Connection, n: &i64| Ok(db.query_row("SELECT 2 * ?1", [n], |r| r.get::<_, i64>(0))?);
        let right: Vec<i64> = jobs.iter().map(|n| 2 * n).collect();
        for _ in 0..2 {
            assert_eq!(ledger.readers.each(&ledger.db, &jobs, twice).expect("numbers"), right);
        }
        let processors = thread::available_parallelism().map_or(1, usize::from).min(MOST);
        assert_eq!(lock(&ledger.readers.idle).len(), processors - 1, "connections are used again");
        let fails = |db: &Connection, n: &i64| {
            if *n == 50 { Ok(db.query_row("SELECT no column", [], |r| r.get::<_, i64>(0))?) } else { Ok(*n) }
        };
        assert!(ledger.readers.each(&ledger.db, &jobs, fails).is_err());
    }

    #[test]
    fn a_ledger_in_memory_is_read_by_its_own_connection() {
        let mut ledger = Ledger::in_memory().expect("a ledger");
        ledger.readers.large = 0;
        let count =
            |db: &Connection, _: &()| Ok(db.query_row("SELECT count(*) FROM articles", [], |r| r.get::<_, i64>(0))?);
        assert_eq!(ledger.readers.each(&ledger.db, &[(), ()], count).expect("counts"), [0, 0]);
        assert!(lock(&ledger.readers.idle).is_empty());
    }
}
