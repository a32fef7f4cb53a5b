//! Writing: one article and all that was read in it, in one transaction.

use crate::packed::{CONFIDENCE, Pieces, Role, first_day, id_bytes, keys_of};
use crate::{Error, ErrorKind, Ledger};
use jiff::civil::Date;
use onrecord_types::{Actor, Article, Mention, OffsetMap, Origin, Record, Span, Statement, Unit};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::{Value, json};
use std::collections::HashSet;

/// What became of an article that was put into a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// It is a new version of one that was held under the same address or file; the old one
    /// stays, marked as replaced.
    NewVersion,
    /// The same content is held already; nothing was changed.
    Held,
}

/// Pages of a full text merged for each article put in (an article takes half of one), and in one transaction.
const MERGED: usize = 16;
const AT_ONCE: usize = 2_000;

impl Ledger {
    /// Whether an article's content is held.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn holds(&self, id: &str) -> Result<bool, Error> {
        let found = self.db.prepare_cached("SELECT 1 FROM articles WHERE id = ?1")?.exists([id])?;
        Ok(found)
    }

    /// Puts a record into the ledger, whole or not at all.
    ///
    /// # Errors
    /// When the ledger cannot be written; nothing of the record is kept then.
    pub fn put(&mut self, record: &Record) -> Result<Put, Error> {
        let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let article = &record.article;
        if step.prepare_cached("SELECT 1 FROM articles WHERE id = ?1")?.exists([&article.id])? {
            return Ok(Put::Held);
        }
        let old = previous(&step, article)?;
        let map = OffsetMap::new(&article.text, Unit::CodePoints);
        if let Some(old) = old {
            count(&step, old, -1)?;
            step.prepare_cached("UPDATE articles SET replaced_by = ?2 WHERE rowid = ?1")?
                .execute(params![old, article.id])?;
            step.prepare_cached("UPDATE _statements SET live = 0 WHERE article = ?1")?.execute([old])?;
        }
        let row = insert_article(&step, record, &map)?;
        insert_reading(&step, row, record, &map)?;
        count(&step, row, 1)?;
        step.commit()?;
        Ok(if old.is_some() { Put::NewVersion } else { Put::Added })
    }

    /// Merges the full text's pieces after so many articles were put in, which makes searches two to three times as fast.
    /// What it costs grows with the articles put in, not with the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be written; nothing is lost then.
    pub fn settle(&mut self, articles: usize) -> Result<(), Error> {
        for index in ["statements_fts", "articles_fts", "sources_fts", "names_fts", "joint_fts"] {
            let mut left = articles.saturating_mul(MERGED);
            // The first one says that everything is to be merged, the others go on.
            let mut sign = -1;
            while left > 0 {
                let pages = left.min(AT_ONCE);
                let before = self.db.total_changes();
                let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)");
                self.db.prepare_cached(&sql)?.execute([sign * pages as i64])?;
                if self.db.total_changes() - before < 2 {
                    break;
                }
                (left, sign) = (left - pages, 1);
            }
        }
        Ok(())
    }

    /// Replaces what was read in an article that is held.  Decisions stay: a statement that a
    /// person decided on and that is no longer found is kept, marked as not current.
    ///
    /// # Errors
    /// When the ledger cannot be written; the former reading is kept then.
    pub fn replace_reading(&mut self, record: &Record) -> Result<(), Error> {
        let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let held = "SELECT rowid, reader, replaced_by IS NOT NULL FROM articles WHERE id = ?1";
        let (row, reader, replaced): (i64, String, bool) =
            step.query_row(held, [&record.article.id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let map = OffsetMap::new(&record.article.text, Unit::CodePoints);
        if !replaced {
            count(&step, row, -1)?;
        }
        for (table, list) in [("_about", "about"), ("_joint", "joint")] {
            let sql = format!(
                "DELETE FROM {table} WHERE (name, key) IN (SELECT k.name, s.key FROM _statements s, json_each(s.{list}) x
                    JOIN _actors k ON k.article = s.article AND k.number = x.value WHERE s.article = ?1)"
            );
            step.execute(&sql, [row])?;
        }
        step.execute("DELETE FROM joint_fts WHERE rowid IN (SELECT key FROM _statements WHERE article = ?1 AND joint IS NOT NULL)", [row])?;
        // Actors get new numbers.
        step.execute(
            "UPDATE _statements SET current = 0, live = 0, reader = coalesce(reader, ?2), speaker = NULL, addressee = NULL, about = NULL, joint = NULL
             WHERE article = ?1",
            params![row, reader],
        )?;
        remove_statements(&step, row, record, &map)?;
        for table in ["_actors", "_times", "_amounts"] {
            step.execute(&format!("DELETE FROM {table} WHERE article = ?1"), [row])?;
        }
        insert_reading(&step, row, record, &map)?;
        if replaced {
            step.execute("UPDATE _statements SET live = 0 WHERE article = ?1", [row])?;
        } else {
            count(&step, row, 1)?;
        }
        step.execute("UPDATE articles SET reader = ?2 WHERE rowid = ?1", params![row, record.reader])?;
        step.commit()?;
        Ok(())
    }

    /// Keeps what a person decided about a statement.  `at` is the time as ISO 8601.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn decide(&mut self, statement: &str, verdict: &str, note: Option<&str>, at: &str) -> Result<bool, Error> {
        let Ok(id) = id_bytes(statement) else { return Ok(false) };
        let known = self.db.prepare_cached("SELECT 1 FROM _statements WHERE id = ?1")?.exists([id])?;
        if known {
            self.db.execute(
                "INSERT INTO decisions (statement, verdict, note, decided_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (statement) DO UPDATE SET verdict = ?2, note = ?3, decided_at = ?4",
                params![statement, verdict, note, at],
            )?;
        }
        Ok(known)
    }
}

/// What a person decides about an actor's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Use this name instead.
    Call(String),
    /// The name is nobody's: its statements have no speaker.
    Forget,
    /// Undo what was decided.
    Undo,
}

impl Ledger {
    /// Keeps a decision about an actor's name, in one article or in all; nothing that was read is changed.
    /// `at` is the time as ISO 8601.  Answers how many statements it touches.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn fix_actor(&mut self, name: &str, article: Option<&str>, fix: &Fix, at: &str) -> Result<u64, Error> {
        let article = article.unwrap_or("");
        let touched = self.db.query_row(
            "SELECT count(*) FROM _said WHERE name IN (SELECT rowid FROM names WHERE name = ?1 COLLATE NOCASE)
             AND (?2 = '' OR article = (SELECT rowid FROM articles WHERE id = ?2))",
            [name, article],
            |r| r.get(0),
        )?;
        let called = match fix {
            Fix::Undo => {
                self.db.execute("DELETE FROM actor_fixes WHERE name = ?1 AND article = ?2", [name, article])?;
                return Ok(touched);
            }
            Fix::Call(name) => Some(name),
            Fix::Forget => None,
        };
        if touched > 0 {
            self.db.execute(
                "INSERT INTO actor_fixes (name, article, called, decided_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name, article) DO UPDATE SET called = ?3, decided_at = ?4",
                params![name, article, called, at],
            )?;
        }
        Ok(touched)
    }
}

/// The row of the version of an article that this one replaces: the same address, else the same
/// file (a line of a file that holds many articles is no such mark).
fn previous(step: &Transaction<'_>, article: &Article) -> Result<Option<i64>, Error> {
    let find = |column: &str, value: &str| {
        let sql = format!(
            "SELECT rowid FROM articles WHERE {column} = ?1 AND replaced_by IS NULL ORDER BY rowid DESC LIMIT 1"
        );
        step.prepare_cached(&sql)?.query_row([value], |r| r.get(0)).optional()
    };
    let found = match &article.url {
        Some(url) => find("url", url)?,
        None if article.path != "-" && !article.path.contains('#') => find("path", &article.path)?,
        None => None,
    };
    Ok(found)
}

/// Adds an article's statements that are live, by speaker, to what is counted of speakers and outlets, or takes them away
/// (`sign` is 1 or -1).
fn count(step: &Transaction<'_>, article: i64, sign: i64) -> Result<(), Error> {
    let said = "SELECT name, count(*) FROM (SELECT name FROM _statements WHERE article = ?1 AND live AND name IS NOT NULL
            UNION ALL SELECT k.name FROM _statements s CROSS JOIN json_each(s.joint) x
            CROSS JOIN _actors k ON k.article = s.article AND k.number = x.value WHERE s.article = ?1 AND s.live) GROUP BY name";
    let mut said = step.prepare_cached(said)?;
    let said: Vec<(i64, i64)> = said.query_map([article], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    let of = "SELECT coalesce(outlet, ''), story FROM articles WHERE rowid = ?1";
    let (outlet, story): (String, String) =
        step.prepare_cached(of)?.query_row([article], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for (name, statements) in said {
        step.prepare_cached(
            "INSERT INTO _quoted (name, outlet, statements, articles) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name, outlet) DO UPDATE SET statements = statements + ?3, articles = articles + ?4",
        )?
        .execute(params![name, outlet, sign * statements, sign])?;
        if sign < 0 {
            step.prepare_cached("DELETE FROM _quoted WHERE name = ?1 AND outlet = ?2 AND articles = 0")?
                .execute(params![name, outlet])?;
        }
        // Of several articles of a story the first one is no copy.
        step.prepare_cached(
            "UPDATE names SET copies = copies + ?2 WHERE rowid = ?1 AND EXISTS (SELECT 1 FROM articles a CROSS JOIN _statements s INDEXED BY statements_by_article
                    ON s.article = a.rowid WHERE a.story = ?3 AND a.rowid <> ?4 AND s.live
                    AND (s.name = ?1 OR EXISTS (SELECT 1 FROM _joint j WHERE j.name = ?1 AND j.key = s.key)))",
        )?
        .execute(params![name, sign, story, article])?;
    }
    Ok(())
}

/// Removes the statements of an article that nobody decided on, and those that are in the record.
fn remove_statements(step: &Transaction<'_>, article: i64, record: &Record, map: &OffsetMap) -> Result<(), Error> {
    let text = &record.article.text;
    let found: HashSet<[u8; 8]> = record.statements.iter().filter_map(|s| id_bytes(&s.id).ok()).collect();
    let mut held = step.prepare(
        "SELECT s.key, s.id, s.start, s.pieces, n.name, EXISTS (SELECT 1 FROM decisions WHERE statement = lower(hex(s.id)))
         FROM _statements s LEFT JOIN names n ON n.rowid = s.name WHERE s.article = ?1",
    )?;
    let mut rows = held.query([article])?;
    while let Some(row) = rows.next()? {
        let (key, id, decided): (i64, [u8; 8], bool) = (row.get(0)?, row.get(1)?, row.get(5)?);
        if decided && !found.contains(&id) {
            continue;
        }
        let (pieces, name) = (Pieces::read(row, 2, map)?, row.get::<_, Option<String>>(4)?);
        full_text(step, Some("delete"), key, (&pieces, text), name.as_deref())?;
        step.prepare_cached("DELETE FROM _statements WHERE key = ?1")?.execute([key])?;
    }
    Ok(())
}

fn insert_article(step: &Transaction<'_>, record: &Record, map: &OffsetMap) -> Result<i64, Error> {
    let a = &record.article;
    let range = |s: Span| json!({"start": map.range(s).0, "end": map.range(s).1});
    let layout = json!({
        "headline": a.headline.map(range), "standfirst": a.standfirst.map(range),
        "paragraphs": a.paragraphs.iter().map(|p| range(*p)).collect::<Vec<_>>(),
    });
    let warnings: Vec<Value> = record.warnings.iter().map(|w| json!({"code": w.code, "message": w.message})).collect();
    let (published, from) = (a.published.as_ref(), &a.provenance);
    step.prepare_cached(
        "INSERT INTO articles (id, path, sha256, headline, text, layout, published, published_why, published_ambiguous,
            outlet, byline, url, language, reader, warnings, record, record_offset, record_length, retrieved, headers)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    )?
    .execute(params![
        a.id,
        a.path,
        a.sha256,
        a.headline.map(|h| h.of(&a.text)),
        a.text,
        layout.to_string(),
        published.map(|p| &p.value),
        published.map(|p| &p.why),
        published.is_some_and(|p| p.ambiguous),
        a.outlet,
        a.byline,
        a.url,
        a.language,
        record.reader,
        Value::from(warnings).to_string(),
        from.record,
        from.offset.map(|n| n as i64),
        from.length.map(|n| n as i64),
        from.retrieved,
        json!(from.headers).to_string(),
    ])?;
    let row = step.last_insert_rowid();
    crate::copies::join(step, "_bands", &a.id, &a.text)?;
    for (i, name) in a.categories.iter().enumerate() {
        step.prepare_cached("INSERT INTO categories (article, position, name) VALUES (?1, ?2, ?3)")?
            .execute(params![a.id, i, name])?;
    }
    Ok(row)
}

/// The number of a name, which it gets the first time; `speaks` for a speaker's.
fn name_number(step: &Transaction<'_>, name: &str, speaks: bool) -> Result<i64, Error> {
    let held = "SELECT rowid, speaks FROM names WHERE name = ?1";
    let held = step.prepare_cached(held)?.query_row([name], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let (number, spoke) = match held {
        Some(held) => held,
        None => {
            step.prepare_cached("INSERT INTO names (name) VALUES (?1)")?.execute([name])?;
            (step.last_insert_rowid(), false)
        }
    };
    if speaks && !spoke {
        step.prepare_cached("UPDATE names SET speaks = 1 WHERE rowid = ?1")?.execute([number])?;
    }
    Ok(number)
}

/// The number of an actor: 3 of `a3`.
fn actor_number(id: &str) -> Result<i64, Error> {
    let number = id.strip_prefix('a').and_then(|n| n.parse().ok());
    number.ok_or_else(|| Error::new(ErrorKind::Query, format!("{id}: the ids of actors are a1, a2 and so on")))
}

/// A word, unless it is the one that most have.
fn unless<'a>(usual: &str, word: &'a str) -> Option<&'a str> {
    Some(word).filter(|w| *w != usual)
}

fn insert_reading(step: &Transaction<'_>, article: i64, record: &Record, map: &OffsetMap) -> Result<(), Error> {
    for actor in &record.actors {
        let mention = |m: &Mention| {
            let (start, end) = map.range(m.span);
            json!([start, end - start, m.how.number()])
        };
        step.prepare_cached(
            "INSERT INTO _actors (article, number, name, kind, roles, mentions, country, sector, wikidata, entry)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            article,
            actor_number(&actor.id)?,
            name_number(step, &actor.name, false)?,
            unless("person", actor.kind.as_str()),
            (!actor.roles.is_empty()).then(|| json!(actor.roles).to_string()),
            actor.mentions.iter().map(mention).collect::<Value>().to_string(),
            actor.country,
            actor.sector,
            actor.wikidata,
            actor.entry,
        ])?;
    }
    insert_values(step, article, record, map)?;
    for (position, statement) in record.statements.iter().enumerate() {
        insert_statement(step, article, position, record, statement, map)?;
    }
    Ok(())
}

/// The article's times and amounts.
fn insert_values(step: &Transaction<'_>, article: i64, record: &Record, map: &OffsetMap) -> Result<(), Error> {
    let packed = |span: Span| {
        let (start, end) = map.range(span);
        (start, end - start)
    };
    for (i, t) in record.times.iter().enumerate() {
        let (start, length) = packed(t.span);
        let (kind, anchor) = (unless("DATE", t.kind.as_str()), unless("published", t.anchor.as_str()));
        step.prepare_cached("INSERT INTO _times VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
            .execute(params![article, i, start, length, kind, t.value, t.modifier, t.interval, anchor, t.ambiguous,])?;
    }
    for (i, a) in record.amounts.iter().enumerate() {
        let (start, length) = packed(a.span);
        let of = a.of.map(packed);
        step.prepare_cached("INSERT INTO _amounts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?
            .execute(params![
                article,
                i,
                start,
                length,
                unless("count", a.kind.as_str()),
                a.value,
                a.upper,
                a.modifier,
                a.unit,
                of.map(|r| r.0),
                of.map(|r| r.1),
                a.role,
            ])?;
    }
    Ok(())
}

fn insert_statement(
    step: &Transaction<'_>,
    article: i64,
    position: usize,
    record: &Record,
    s: &Statement,
    map: &OffsetMap,
) -> Result<(), Error> {
    let (pieces, text) = (Pieces::of(s), &record.article.text);
    let (start, packed) = pieces.pack(map);
    let speaker = record.speaker(s).map(|a| a.name.as_str());
    let name = speaker.map(|name| name_number(step, name, true)).transpose()?;
    let mut ends = s.said.iter().flat_map(|x| x.interval.split('/'));
    let (first, last) = (ends.next(), ends.next());
    let published = record.article.published.as_ref().map(|p| p.value.as_str());
    let days = [first, s.said.as_ref().map(|x| x.value.as_str()), published];
    let key = next_key(step, days.into_iter().flatten().find_map(first_day))?;
    let continues = match &s.origin {
        Origin::Continues(id) => Some(id_bytes(id)?),
        Origin::Cue | Origin::Transcript => None,
    };
    let numbers = |ids: &[String]| -> Result<Option<String>, Error> {
        let numbers = ids.iter().map(|id| actor_number(id)).collect::<Result<Vec<_>, _>>()?;
        Ok((!numbers.is_empty()).then(|| json!(numbers).to_string()))
    };
    step.prepare_cached(
        "INSERT INTO _statements (key, id, article, position, name, speaker, status, country, sector, act, kind, origin, modality, confidence,
            start, pieces, about, joint, said, said_first, said_last, addressee, addressee_country, addressee_sector, parent, continues)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
    )?
    .execute(params![
        key, id_bytes(&s.id)?, article, position, name, s.speaker.as_deref().map(actor_number).transpose()?,
        unless("named", s.speaker_status.as_str()), s.affiliation.country, s.affiliation.sector,
        unless("state", s.act.as_str()), unless("indirect", s.kind.as_str()), unless("cue", s.origin.as_str()),
        unless("", &s.modality.as_words()), (f64::from(s.confidence) * CONFIDENCE).round() as i64,
        start, packed, numbers(&s.about)?, numbers(&s.joint_speakers)?,
        s.said.as_ref().map(|x| &x.value), first, last, s.addressee_actor.as_deref().map(actor_number).transpose()?,
        s.addressee_affiliation.country, s.addressee_affiliation.sector,
        s.parent.as_deref().map(id_bytes).transpose()?, continues,
    ])?;
    full_text(step, None, key, (&pieces, text), speaker)?;
    for id in &s.about {
        let Some(actor) = record.actor(id) else { continue };
        step.prepare_cached("INSERT OR IGNORE INTO _about (name, key) VALUES (?1, ?2)")?
            .execute([name_number(step, &actor.name, false)?, key])?;
    }
    let joint: Vec<&Actor> = s.joint_speakers.iter().filter_map(|id| record.actor(id)).collect();
    if !joint.is_empty() {
        let names = joint.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("; ");
        let words = [Role::Content, Role::Source].map(|role| pieces.words(role, text));
        step.prepare_cached("INSERT INTO joint_fts (rowid, content, source, speaker_name) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![key, words[0], words[1], names])?;
    }
    for actor in joint {
        step.prepare_cached("INSERT OR IGNORE INTO _joint (name, key, country) VALUES (?1, ?2, ?3)")?
            .execute(params![name_number(step, &actor.name, true)?, key, actor.country])?;
    }
    Ok(())
}

/// Puts a statement's words into the full text; with the command `delete` takes out the same ones.
fn full_text(
    step: &Transaction<'_>,
    command: Option<&str>,
    key: i64,
    (pieces, text): (&Pieces, &str),
    speaker: Option<&str>,
) -> Result<(), Error> {
    let source = pieces.words(Role::Source, text);
    step.prepare_cached(
        "INSERT INTO statements_fts (statements_fts, rowid, content, source, speaker_name) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![command, key, pieces.words(Role::Content, text), source, speaker])?;
    if speaker.is_none() && !source.is_empty() {
        step.prepare_cached("INSERT INTO sources_fts (sources_fts, rowid, source) VALUES (?1, ?2, ?3)")?
            .execute(params![command, key, source])?;
    }
    Ok(())
}

/// The first free key of a day.
fn next_key(step: &Transaction<'_>, day: Option<Date>) -> Result<i64, Error> {
    let keys = keys_of(day);
    let next = "SELECT coalesce(max(key) + 1, ?1) FROM _statements WHERE key >= ?1 AND key < ?2";
    let next: i64 = step.prepare_cached(next)?.query_row([keys.start, keys.end], |r| r.get(0))?;
    let full = || Error::new(ErrorKind::Storage, "a ledger holds 16 million statements of one day, and has them");
    keys.contains(&next).then_some(next).ok_or_else(full)
}
