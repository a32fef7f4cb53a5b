//! What a ledger remembers of inputs that come in parts: archives, and addresses that were asked.

use crate::{Error, Ledger};
use rusqlite::{OptionalExtension, params};
use std::io::{Read, Write};

/// How far an archive was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Everything before this byte of the file was read and stored.
    pub read_to: u64,
    /// Records before it.
    pub records: usize,
    /// Whether that is all of the file.
    pub done: bool,
}

/// What an address answered the last time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetch {
    /// HTTP status; `None` where there was no answer.
    pub status: Option<u16>,
    /// The answer's `ETag`.
    pub etag: Option<String>,
    /// The answer's `Last-Modified`.
    pub last_modified: Option<String>,
    /// When, RFC 3339.
    pub fetched_at: String,
    /// What was wrong.
    pub note: Option<String>,
}

impl Ledger {
    /// How far a file was read; another file of that name (by `digest`) was not read at all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn progress(&self, path: &str, digest: &str) -> Result<Progress, Error> {
        let sql = "SELECT read_to, records, done FROM files WHERE path = ?1 AND digest = ?2";
        let found = self.db.prepare_cached(sql)?.query_row([path, digest], |r| {
            Ok(Progress { read_to: r.get::<_, i64>(0)? as u64, records: r.get(1)?, done: r.get(2)? })
        });
        Ok(found.optional()?.unwrap_or_default())
    }

    /// Notes how far a file was read.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn note_progress(&self, path: &str, digest: &str, to: Progress) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO files (path, digest, read_to, records, done) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.db.prepare_cached(sql)?.execute(params![path, digest, to.read_to as i64, to.records, to.done])?;
        Ok(())
    }

    /// What an address answered the last time, if it was asked.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn fetched(&self, url: &str) -> Result<Option<Fetch>, Error> {
        let sql = "SELECT status, etag, last_modified, fetched_at, note FROM fetches WHERE url = ?1";
        let found = self.db.prepare_cached(sql)?.query_row([url], |r| {
            Ok(Fetch {
                status: r.get(0)?,
                etag: r.get(1)?,
                last_modified: r.get(2)?,
                fetched_at: r.get(3)?,
                note: r.get(4)?,
            })
        });
        Ok(found.optional()?)
    }

    /// Notes what an address answered.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn note_fetch(&self, url: &str, fetch: &Fetch) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO fetches (url, status, etag, last_modified, fetched_at, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.db.prepare_cached(sql)?.execute(params![
            url,
            fetch.status,
            fetch.etag,
            fetch.last_modified,
            fetch.fetched_at,
            fetch.note
        ])?;
        Ok(())
    }

    /// Keeps the bytes of an article's page, for one that is in no file.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn keep_page(&self, article: &str, body: &[u8]) -> Result<(), Error> {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        let packed = gz.write_all(body).and_then(|()| gz.finish()).expect("writing to memory does not fail");
        let sql = "INSERT OR IGNORE INTO pages (article, body) SELECT id, ?2 FROM articles WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute(params![article, packed])?;
        Ok(())
    }

    /// The bytes of an article's page, where they were kept.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn page(&self, article: &str) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT body FROM pages WHERE article = ?1";
        let packed: Option<Vec<u8>> = self.db.prepare_cached(sql)?.query_row([article], |r| r.get(0)).optional()?;
        let unpacked = packed.map(|bytes| {
            let mut out = Vec::new();
            // What a damaged row still holds is better than nothing; the digest tells.
            let _ = flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut out);
            out
        });
        Ok(unpacked)
    }
}
