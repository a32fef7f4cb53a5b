//! The ledger's tables, step by step: each release adds a migration and changes none.

use crate::{Error, ErrorKind};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

/// `PRAGMA application_id` of a ledger: "onrc".
pub const APPLICATION_ID: i32 = 0x6f6e_7263;

/// What takes a ledger from version `i` to `i + 1`.  Offsets count code points from 0, as
/// `substr(text, start + 1, "end" - start)` does.
const MIGRATIONS: &[&str] = &["
CREATE TABLE articles (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,             -- stable id of the content
    path TEXT NOT NULL,                  -- where it was first read, as given; #n for the n-th record of a file
    sha256 TEXT NOT NULL,                -- of the bytes read
    headline TEXT,
    text TEXT NOT NULL,                  -- headline, standfirst and body; all offsets point into it
    layout TEXT NOT NULL,                -- JSON: spans of headline, standfirst and paragraphs
    published TEXT,                      -- ISO 8601, with the precision given
    published_why TEXT,                  -- how it was decided
    published_ambiguous INTEGER NOT NULL DEFAULT 0,
    outlet TEXT, byline TEXT, url TEXT, language TEXT,
    reader TEXT NOT NULL,                -- version of program and model that read it
    warnings TEXT NOT NULL,              -- JSON: [{code, message}]
    replaced_by TEXT                     -- id of a newer version of the same address or file
);
CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL;
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_published ON articles (published);
CREATE TABLE categories (article TEXT NOT NULL REFERENCES articles (id), position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (article, position)) WITHOUT ROWID;
CREATE TABLE actors (
    article TEXT NOT NULL REFERENCES articles (id),
    id TEXT NOT NULL,                    -- a1, a2, ... within the article
    name TEXT NOT NULL, kind TEXT NOT NULL, roles TEXT NOT NULL, mentions TEXT NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX actors_by_name ON actors (name COLLATE NOCASE);
CREATE TABLE statements (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,             -- stable id of article and spans
    article TEXT NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,           -- order in the article
    kind TEXT NOT NULL,                  -- direct, mixed, indirect
    origin TEXT NOT NULL,                -- cue, continues, transcript
    parent TEXT, continues TEXT,         -- ids of statements
    speaker TEXT,                        -- id of an actor of the article
    speaker_name TEXT,
    speaker_status TEXT NOT NULL,        -- named, unnamed, unresolved, missing
    source TEXT NOT NULL, cue TEXT NOT NULL, content TEXT NOT NULL,
    addressee TEXT,
    said TEXT, said_words TEXT,          -- ISO 8601 day, and the words it was read from
    confidence REAL NOT NULL,
    reader TEXT NOT NULL,
    current INTEGER NOT NULL DEFAULT 1   -- 0 where a later reading no longer finds it but a person has decided on it
);
CREATE INDEX statements_by_article ON statements (article, position);
CREATE INDEX statements_by_speaker ON statements (speaker_name COLLATE NOCASE);
CREATE TABLE spans (
    statement TEXT NOT NULL REFERENCES statements (id),
    role TEXT NOT NULL,                  -- source, cue, content, quoted, addressee, said
    position INTEGER NOT NULL, start INTEGER NOT NULL, \"end\" INTEGER NOT NULL,
    PRIMARY KEY (statement, role, position)
) WITHOUT ROWID;
CREATE TABLE decisions (
    statement TEXT PRIMARY KEY,          -- id of a statement; kept whatever is read again
    verdict TEXT NOT NULL,               -- right, wrong
    note TEXT, decided_at TEXT NOT NULL
);
CREATE VIRTUAL TABLE statements_fts USING fts5 (content, source, content='statements', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER statements_added AFTER INSERT ON statements BEGIN
    INSERT INTO statements_fts (rowid, content, source) VALUES (new.rowid, new.content, new.source);
END;
CREATE TRIGGER statements_gone AFTER DELETE ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, content, source) VALUES ('delete', old.rowid, old.content, old.source);
END;
CREATE VIRTUAL TABLE articles_fts USING fts5 (text, content='articles', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, text) VALUES (new.rowid, new.text);
END;
CREATE VIEW quotations AS
    SELECT s.id, coalesce(s.speaker_name, s.source) AS who, s.speaker_status, s.content AS what, s.kind, s.addressee AS to_whom,
           coalesce(s.said, a.published) AS day, a.outlet, a.headline, a.url, a.path, s.confidence, d.verdict, s.article
    FROM statements s JOIN articles a ON a.id = s.article LEFT JOIN decisions d ON d.statement = s.id
    WHERE a.replaced_by IS NULL AND s.current = 1;
CREATE VIEW speakers AS
    SELECT who, count(*) AS statements, count(DISTINCT article) AS articles, count(DISTINCT outlet) AS outlets,
           min(day) AS first_day, max(day) AS last_day
    FROM quotations WHERE speaker_status = 'named' GROUP BY who;
", "
ALTER TABLE actors ADD COLUMN country TEXT;           -- ISO 3166-1 alpha-3
ALTER TABLE actors ADD COLUMN sector TEXT;            -- PLOVER
ALTER TABLE actors ADD COLUMN wikidata TEXT;
ALTER TABLE actors ADD COLUMN entry TEXT;             -- the entry of the base that decided: its form and its set
ALTER TABLE statements ADD COLUMN addressee_actor TEXT; -- id of an actor of the article
ALTER TABLE statements ADD COLUMN venue TEXT;
ALTER TABLE statements ADD COLUMN said_first TEXT;    -- first and last day on which it may have been said
ALTER TABLE statements ADD COLUMN said_last TEXT;
ALTER TABLE statements ADD COLUMN act TEXT NOT NULL DEFAULT 'state';
ALTER TABLE statements ADD COLUMN modality TEXT NOT NULL DEFAULT '';  -- negated, hedged, conditional, future, hypothetical
CREATE INDEX statements_by_act ON statements (act);
CREATE TABLE statement_actors (
    statement TEXT NOT NULL REFERENCES statements (id),
    role TEXT NOT NULL,                  -- about, addressee
    position INTEGER NOT NULL,
    actor TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (statement, role, position)
) WITHOUT ROWID;
CREATE INDEX statement_actors_by_name ON statement_actors (name COLLATE NOCASE, role);
CREATE TABLE times (
    article TEXT NOT NULL REFERENCES articles (id), position INTEGER NOT NULL,
    start INTEGER NOT NULL, \"end\" INTEGER NOT NULL, words TEXT NOT NULL,
    type TEXT NOT NULL, value TEXT NOT NULL, modifier TEXT, interval TEXT, anchor TEXT NOT NULL, ambiguous INTEGER NOT NULL,
    PRIMARY KEY (article, position)
) WITHOUT ROWID;
CREATE TABLE amounts (
    article TEXT NOT NULL REFERENCES articles (id), position INTEGER NOT NULL,
    start INTEGER NOT NULL, \"end\" INTEGER NOT NULL, words TEXT NOT NULL,
    kind TEXT NOT NULL, value REAL, upper REAL, modifier TEXT, unit TEXT, of_start INTEGER, of_end INTEGER, of TEXT, role TEXT,
    PRIMARY KEY (article, position)
) WITHOUT ROWID;
CREATE TABLE actor_fixes (               -- what people decided about actors; kept whatever is read again
    name TEXT NOT NULL COLLATE NOCASE,   -- as it was read
    article TEXT NOT NULL DEFAULT '',    -- of one article only, or of all
    called TEXT,                         -- the name to use; NULL: nobody (forgotten)
    decided_at TEXT NOT NULL,
    PRIMARY KEY (name, article)
) WITHOUT ROWID;
DROP VIEW speakers;
DROP VIEW quotations;
CREATE VIEW named AS                     -- the speaker of each statement, as people decided
    SELECT s.id AS statement, CASE WHEN one.name IS NOT NULL THEN one.called WHEN every.name IS NOT NULL THEN every.called ELSE s.speaker_name END AS name
    FROM statements s LEFT JOIN actor_fixes one ON one.name = s.speaker_name AND one.article = s.article
    LEFT JOIN actor_fixes every ON every.name = s.speaker_name AND every.article = '';
CREATE VIEW quotations AS
    SELECT s.id, coalesce(n.name, s.source) AS who, CASE WHEN s.speaker_status = 'named' AND n.name IS NULL THEN 'unresolved' ELSE s.speaker_status END AS speaker_status,
           s.act, s.content AS what, s.kind, s.modality, s.addressee AS to_whom,
           coalesce(s.said_first, s.said, a.published) AS day, a.outlet, a.headline, a.url, a.path, s.confidence, d.verdict, s.article,
           k.country, k.sector
    FROM statements s JOIN articles a ON a.id = s.article LEFT JOIN decisions d ON d.statement = s.id
    LEFT JOIN named n ON n.statement = s.id LEFT JOIN actors k ON k.article = s.article AND k.id = s.speaker
    WHERE a.replaced_by IS NULL AND s.current = 1;
CREATE VIEW speakers AS
    SELECT who, count(*) AS statements, count(DISTINCT article) AS articles, count(DISTINCT outlet) AS outlets,
           min(day) AS first_day, max(day) AS last_day, max(country) AS country, max(sector) AS sector
    FROM quotations WHERE speaker_status = 'named' GROUP BY who;
", "
ALTER TABLE articles ADD COLUMN record TEXT;          -- an archive's own id of the record
ALTER TABLE articles ADD COLUMN record_offset INTEGER; -- first byte of the record in its file
ALTER TABLE articles ADD COLUMN record_length INTEGER; -- bytes that it takes there
ALTER TABLE articles ADD COLUMN retrieved TEXT;       -- when, RFC 3339
ALTER TABLE articles ADD COLUMN headers TEXT NOT NULL DEFAULT '[]'; -- JSON: [[name, value]], the HTTP headers that matter
ALTER TABLE articles ADD COLUMN story TEXT;           -- id of the first article held with this text or nearly so; its own id if none
ALTER TABLE articles ADD COLUMN shared REAL;          -- the part of the shorter text that both have
CREATE INDEX articles_by_story ON articles (story);
UPDATE articles SET story = id;
ALTER TABLE statements ADD COLUMN day TEXT;           -- the first day on which it may have been said, else that of publication
ALTER TABLE statements ADD COLUMN live INTEGER NOT NULL DEFAULT 1; -- 0 where its article is replaced or a later reading does not find it
UPDATE statements SET day = (SELECT substr(coalesce(said_first, said, published), 1, 10) FROM articles WHERE id = article),
    live = current AND (SELECT replaced_by IS NULL FROM articles WHERE id = article);
DROP INDEX statements_by_speaker;
CREATE INDEX statements_by_speaker ON statements (speaker_name, day);
CREATE INDEX statements_by_day ON statements (day);
CREATE TABLE names (                                  -- the names of speakers, as they were read, each once
    rowid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
);
CREATE INDEX names_by_name ON names (name COLLATE NOCASE);
CREATE VIRTUAL TABLE names_fts USING fts5 (name, content='names', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER names_added AFTER INSERT ON names BEGIN
    INSERT INTO names_fts (rowid, name) VALUES (new.rowid, new.name);
END;
INSERT OR IGNORE INTO names (name) SELECT DISTINCT speaker_name FROM statements WHERE speaker_name IS NOT NULL;
CREATE TRIGGER statements_named AFTER INSERT ON statements WHEN new.speaker_name IS NOT NULL BEGIN
    INSERT OR IGNORE INTO names (name) VALUES (new.speaker_name);
END;
CREATE TRIGGER articles_replaced AFTER UPDATE OF replaced_by ON articles BEGIN
    UPDATE statements SET live = current AND new.replaced_by IS NULL WHERE article = new.id;
END;
CREATE TABLE bands (                                  -- where near copies of a text are looked for
    band INTEGER NOT NULL, article INTEGER NOT NULL,  -- a hash; rowid of an article
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
CREATE TABLE pages (                                  -- pages fetched from the network, for their bytes are nowhere else
    article TEXT PRIMARY KEY REFERENCES articles (id), body BLOB NOT NULL  -- gzip
) WITHOUT ROWID;
CREATE TABLE files (                                  -- archives that are read in parts
    path TEXT PRIMARY KEY, digest TEXT NOT NULL,      -- of the size and the first 64 KiB
    read_to INTEGER NOT NULL, records INTEGER NOT NULL, done INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE fetches (                                -- what was asked of the network, the last time each
    url TEXT PRIMARY KEY, status INTEGER, etag TEXT, last_modified TEXT, fetched_at TEXT NOT NULL, note TEXT
) WITHOUT ROWID;
DROP VIEW speakers;
DROP VIEW quotations;
CREATE VIEW quotations AS
    SELECT s.id, coalesce(n.name, s.source) AS who, CASE WHEN s.speaker_status = 'named' AND n.name IS NULL THEN 'unresolved' ELSE s.speaker_status END AS speaker_status,
           s.act, s.content AS what, s.kind, s.modality, s.addressee AS to_whom,
           coalesce(s.said_first, s.said, a.published) AS day, a.outlet, a.headline, a.url, a.path, s.confidence, d.verdict, s.article,
           k.country, k.sector, coalesce(a.story, a.id) AS story
    FROM statements s JOIN articles a ON a.id = s.article LEFT JOIN decisions d ON d.statement = s.id
    LEFT JOIN named n ON n.statement = s.id LEFT JOIN actors k ON k.article = s.article AND k.id = s.speaker
    WHERE a.replaced_by IS NULL AND s.current = 1;
CREATE VIEW speakers AS
    SELECT who, count(*) AS statements, count(DISTINCT article) AS articles, count(DISTINCT outlet) AS outlets, count(DISTINCT story) AS stories,
           min(day) AS first_day, max(day) AS last_day, max(country) AS country, max(sector) AS sector
    FROM quotations WHERE speaker_status = 'named' GROUP BY who;
CREATE VIEW stories AS                                -- texts that stand in more than one article, the earliest first
    SELECT story, count(*) AS articles, count(DISTINCT outlet) AS outlets, min(substr(published, 1, 10)) AS first_day, max(substr(published, 1, 10)) AS last_day
    FROM articles GROUP BY story HAVING count(*) > 1;
", "
DROP TRIGGER statements_added;
DROP TRIGGER statements_gone;
DROP TABLE statements_fts;
CREATE VIRTUAL TABLE statements_fts USING fts5 (content, source, speaker_name, content='statements', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER statements_added AFTER INSERT ON statements BEGIN
    INSERT INTO statements_fts (rowid, content, source, speaker_name) VALUES (new.rowid, new.content, new.source, new.speaker_name);
END;
CREATE TRIGGER statements_gone AFTER DELETE ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, content, source, speaker_name) VALUES ('delete', old.rowid, old.content, old.source, old.speaker_name);
END;
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
CREATE INDEX articles_facts ON articles (id, outlet, story); -- counts need not read the texts
", "
DROP INDEX statements_by_speaker;
-- all that an actor's page counts, so that it need not read the statements
CREATE INDEX statements_by_speaker ON statements (speaker_name, day, live, article, speaker) WHERE speaker_name IS NOT NULL;
", "
CREATE INDEX actors_with_roles ON actors (name COLLATE NOCASE) WHERE roles <> '[]'; -- most are named without one
", "
ALTER TABLE statements ADD COLUMN country TEXT;       -- of who speaks: the actor's, or what the words of a source without one tell
ALTER TABLE statements ADD COLUMN sector TEXT;
ALTER TABLE statements ADD COLUMN addressee_country TEXT; -- of who is spoken to, by the same rule
ALTER TABLE statements ADD COLUMN addressee_sector TEXT;
UPDATE statements SET (country, sector) = (SELECT country, sector FROM actors WHERE article = statements.article AND id = statements.speaker)
    WHERE speaker IS NOT NULL;
UPDATE statements SET (addressee_country, addressee_sector) = (SELECT country, sector FROM actors WHERE article = statements.article AND id = statements.addressee_actor)
    WHERE addressee_actor IS NOT NULL;
CREATE INDEX statements_by_country ON statements (country, day, sector) WHERE country IS NOT NULL;
DROP VIEW speakers;
DROP VIEW quotations;
CREATE VIEW quotations AS
    SELECT s.id, coalesce(n.name, s.source) AS who, CASE WHEN s.speaker_status = 'named' AND n.name IS NULL THEN 'unresolved' ELSE s.speaker_status END AS speaker_status,
           s.act, s.content AS what, s.kind, s.modality, s.addressee AS to_whom,
           coalesce(s.said_first, s.said, a.published) AS day, a.outlet, a.headline, a.url, a.path, s.confidence, d.verdict, s.article,
           s.country, s.sector, coalesce(a.story, a.id) AS story
    FROM statements s JOIN articles a ON a.id = s.article LEFT JOIN decisions d ON d.statement = s.id
    LEFT JOIN named n ON n.statement = s.id
    WHERE a.replaced_by IS NULL AND s.current = 1;
CREATE VIEW speakers AS
    SELECT who, count(*) AS statements, count(DISTINCT article) AS articles, count(DISTINCT outlet) AS outlets, count(DISTINCT story) AS stories,
           min(day) AS first_day, max(day) AS last_day, max(country) AS country, max(sector) AS sector
    FROM quotations WHERE speaker_status = 'named' GROUP BY who;
", include_str!("version_8.sql"), include_str!("version_9.sql")];

/// The version that this release's ledgers have.
const VERSION: i64 = MIGRATIONS.len() as i64;

/// The migration that brings stories: the texts held are compared with each other.
const STORIES: usize = 2;

fn group(step: &Transaction<'_>) -> Result<(), Error> {
    let mut rows = step.prepare("SELECT id, text FROM articles ORDER BY rowid")?;
    let mut found = rows.query([])?;
    while let Some(row) = found.next()? {
        crate::copies::join(step, "bands", &row.get::<_, String>(0)?, &row.get::<_, String>(1)?)?;
    }
    Ok(())
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |r| r.get(0))
}

/// Refuses a ledger that cannot be written and is of an older version.
pub fn check_version(db: &Connection) -> Result<(), Error> {
    let held = version(db)?;
    if held == VERSION {
        return Ok(());
    }
    let why = format!(
        "the ledger has version {held}, this program reads {VERSION}, and the file cannot be written; copy it to where it can"
    );
    Err(Error::new(ErrorKind::OlderLedger, why))
}

/// Keeps a ledger as it was before it is brought to a newer version: `news.db` as `news.db.version-2`.
fn back_up(db: &Connection, version: i64) -> Result<(), Error> {
    let Some(path) = db.path().filter(|p| !p.is_empty()) else { return Ok(()) };
    let copy = format!("{path}.version-{version}");
    if let Some(tell) = crate::TELL.get() {
        tell(&format!("bringing the ledger from version {version} to {VERSION}; it stays as it was in {copy}"));
    }
    if std::path::Path::new(&copy).exists() {
        return Ok(());
    }
    // A copy has its name only once it is whole.
    let part = format!("{copy}.part");
    let storage = |e: std::io::Error| Error::new(ErrorKind::Storage, format!("{part}: {e}"));
    if std::path::Path::new(&part).exists() {
        std::fs::remove_file(&part).map_err(storage)?;
    }
    // What is in a transaction cannot be copied by its own connection; another one still reads the ledger as it was.
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?.execute("VACUUM INTO ?1", [&part])?;
    std::fs::rename(&part, &copy).map_err(storage)
}

/// Refuses what is no ledger, or one of a release to come; else the version it has, 0 for an empty file.
fn recognise(db: &Connection) -> Result<i64, Error> {
    let id: i32 = db.pragma_query_value(None, "application_id", |r| r.get(0))?;
    let held = version(db)?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if (id != APPLICATION_ID && tables > 0) || (id == 0 && held > 0) {
        return Err(Error::new(
            ErrorKind::NotALedger,
            "this SQLite file is not an onrecord ledger; name another with --ledger",
        ));
    }
    if held > VERSION {
        let why = format!("the ledger has version {held}, this program knows {VERSION}; install a newer onrecord");
        return Err(Error::new(ErrorKind::NewerLedger, why));
    }
    Ok(held)
}

/// Brings a ledger to this release's version in one transaction, so that of several programs one does it and none sees
/// it half done.
pub fn migrate(db: &mut Connection) -> Result<(), Error> {
    // A transaction that only reads: another program may be making the ledger between two questions.
    let held = recognise(&*db.transaction()?)?;
    if held < VERSION {
        // Tables are made anew below those that refer to them.
        db.pragma_update(None, "foreign_keys", false)?;
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let held = recognise(&step)?;
        let older = (1..VERSION).contains(&held);
        if older {
            back_up(&step, held)?;
        }
        for (at, sql) in MIGRATIONS.iter().enumerate().skip(held as usize) {
            step.execute_batch(sql)?;
            if at == STORIES {
                group(&step)?;
            }
        }
        step.pragma_update(None, "application_id", APPLICATION_ID)?;
        step.pragma_update(None, "user_version", VERSION)?;
        step.commit()?;
        if older {
            db.execute_batch("VACUUM")?;
        }
    }
    Ok(db.pragma_update(None, "foreign_keys", true)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_ledger_that_cannot_be_written_is_refused() {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let old = Connection::open_with_flags("tests/fixtures/version-1.db", flags).expect("the fixture");
        assert_eq!(check_version(&old).err().map(|e| e.kind()), Some(ErrorKind::OlderLedger));
        let mut new = Connection::open_in_memory().expect("a database");
        migrate(&mut new).expect("tables");
        check_version(&new).expect("it is of this version");
    }
}
