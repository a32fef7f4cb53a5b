//! Writing: one article and all that was read in it, in one transaction.

use crate::{Error, Ledger};
use onrecord_types::{Article, OffsetMap, Origin, Record, Span, Statement, Unit};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::{Value, json};

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
        insert_article(&step, record, &map)?;
        insert_reading(&step, record, &map)?;
        if let Some(old) = &old {
            step.prepare_cached("UPDATE articles SET replaced_by = ?2 WHERE id = ?1")?.execute([old, &article.id])?;
        }
        step.commit()?;
        Ok(if old.is_some() { Put::NewVersion } else { Put::Added })
    }

    /// Replaces what was read in an article that is held.  Decisions stay: a statement that a
    /// person decided on and that is no longer found is kept, marked as not current.
    ///
    /// # Errors
    /// When the ledger cannot be written; the former reading is kept then.
    pub fn replace_reading(&mut self, record: &Record) -> Result<(), Error> {
        let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let id = &record.article.id;
        let map = OffsetMap::new(&record.article.text, Unit::CodePoints);
        step.execute("UPDATE statements SET current = 0, live = 0 WHERE article = ?1", [id])?;
        let undecided = "article = ?1 AND id NOT IN (SELECT statement FROM decisions)";
        // What hangs on a statement goes before it.
        let parts = [("spans", "statement"), ("statement_actors", "statement"), ("statements", "id")];
        for (table, key) in parts {
            let sql = format!("DELETE FROM {table} WHERE {key} IN (SELECT id FROM statements WHERE {undecided})");
            step.execute(&sql, [id])?;
        }
        for statement in &record.statements {
            for (table, key) in parts {
                step.execute(&format!("DELETE FROM {table} WHERE {key} = ?1"), [&statement.id])?;
            }
        }
        for table in ["actors", "times", "amounts"] {
            step.execute(&format!("DELETE FROM {table} WHERE article = ?1"), [id])?;
        }
        insert_reading(&step, record, &map)?;
        let live = "UPDATE statements SET live = current AND (SELECT replaced_by IS NULL FROM articles WHERE id = ?1) WHERE article = ?1";
        step.execute(live, [id])?;
        step.execute("UPDATE articles SET reader = ?2 WHERE id = ?1", [id, &record.reader])?;
        step.commit()?;
        Ok(())
    }

    /// Keeps what a person decided about a statement.  `at` is the time as ISO 8601.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn decide(&mut self, statement: &str, verdict: &str, note: Option<&str>, at: &str) -> Result<bool, Error> {
        let known = self.db.prepare_cached("SELECT 1 FROM statements WHERE id = ?1")?.exists([statement])?;
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
            "SELECT count(*) FROM statements WHERE speaker_name IN (SELECT name FROM names WHERE name = ?1 COLLATE NOCASE)
             AND (?2 = '' OR article = ?2)",
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

/// The id of the version of an article that this one replaces: the same address, else the same
/// file (a line of a file that holds many articles is no such mark).
fn previous(step: &Transaction<'_>, article: &Article) -> Result<Option<String>, Error> {
    let find = |column: &str, value: &str| {
        let sql =
            format!("SELECT id FROM articles WHERE {column} = ?1 AND replaced_by IS NULL ORDER BY rowid DESC LIMIT 1");
        step.prepare_cached(&sql)?.query_row([value], |r| r.get(0)).optional()
    };
    let found = match &article.url {
        Some(url) => find("url", url)?,
        None if article.path != "-" && !article.path.contains('#') => find("path", &article.path)?,
        None => None,
    };
    Ok(found)
}

fn insert_article(step: &Transaction<'_>, record: &Record, map: &OffsetMap) -> Result<(), Error> {
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
    crate::copies::join(step, &a.id, &a.text)?;
    for (i, name) in a.categories.iter().enumerate() {
        step.prepare_cached("INSERT INTO categories (article, position, name) VALUES (?1, ?2, ?3)")?
            .execute(params![a.id, i, name])?;
    }
    Ok(())
}

fn insert_reading(step: &Transaction<'_>, record: &Record, map: &OffsetMap) -> Result<(), Error> {
    for actor in &record.actors {
        let mentions: Vec<Value> = actor
            .mentions
            .iter()
            .map(|m| json!({"start": map.range(m.span).0, "end": map.range(m.span).1, "how": m.how.as_str()}))
            .collect();
        step.prepare_cached(
            "INSERT INTO actors (article, id, name, kind, roles, mentions, country, sector, wikidata, entry)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            record.article.id,
            actor.id,
            actor.name,
            actor.kind.as_str(),
            json!(actor.roles).to_string(),
            Value::from(mentions).to_string(),
            actor.country,
            actor.sector,
            actor.wikidata,
            actor.entry,
        ])?;
    }
    insert_values(step, record, map)?;
    for (position, statement) in record.statements.iter().enumerate() {
        insert_statement(step, record, position, statement)?;
        insert_spans(step, statement, map)?;
        let about = statement.about.iter().enumerate().map(|(i, id)| ("about", i, id));
        let addressee = statement.addressee_actor.iter().map(|id| ("addressee", 0, id));
        for (role, i, id) in about.chain(addressee) {
            let name = record.actor(id).map_or("", |a| &a.name);
            let sql =
                "INSERT INTO statement_actors (statement, role, position, actor, name) VALUES (?1, ?2, ?3, ?4, ?5)";
            step.prepare_cached(sql)?.execute(params![statement.id, role, i, id, name])?;
        }
    }
    Ok(())
}

/// The article's times and amounts.
fn insert_values(step: &Transaction<'_>, record: &Record, map: &OffsetMap) -> Result<(), Error> {
    let (id, text) = (&record.article.id, &record.article.text);
    for (i, t) in record.times.iter().enumerate() {
        let (start, end) = map.range(t.span);
        step.prepare_cached("INSERT INTO times VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?.execute(
            params![
                id,
                i,
                start,
                end,
                t.span.of(text),
                t.kind.as_str(),
                t.value,
                t.modifier,
                t.interval,
                t.anchor.as_str(),
                t.ambiguous,
            ],
        )?;
    }
    for (i, a) in record.amounts.iter().enumerate() {
        let (start, end) = map.range(a.span);
        let of = a.of.map(|s| map.range(s));
        step.prepare_cached(
            "INSERT INTO amounts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            id,
            i,
            start,
            end,
            a.span.of(text),
            a.kind.as_str(),
            a.value,
            a.upper,
            a.modifier,
            a.unit,
            of.map(|r| r.0),
            of.map(|r| r.1),
            a.of.map(|s| s.of(text)),
            a.role,
        ])?;
    }
    Ok(())
}

fn insert_statement(step: &Transaction<'_>, record: &Record, position: usize, s: &Statement) -> Result<(), Error> {
    let text = &record.article.text;
    let words = |spans: &[Span]| Span::words(spans, text);
    let speaker = record.speaker(s);
    let day = |n: usize| s.said.as_ref().and_then(|x| x.interval.split('/').nth(n).map(str::to_owned));
    let continues = match &s.origin {
        Origin::Continues(id) => Some(id),
        Origin::Cue | Origin::Transcript => None,
    };
    step.prepare_cached(
        "INSERT INTO statements (id, article, position, kind, origin, parent, continues, speaker, speaker_name, speaker_status,
            source, cue, content, addressee, said, said_words, confidence, reader,
            addressee_actor, venue, said_first, said_last, act, modality, country, sector, addressee_country, addressee_sector, day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28,
            substr(coalesce(?21, ?15, (SELECT published FROM articles WHERE id = ?2)), 1, 10))",
    )?
    .execute(params![
        s.id, record.article.id, position, s.kind.as_str(), s.origin.as_str(), s.parent, continues,
        s.speaker, speaker.map(|a| &a.name), s.speaker_status.as_str(),
        words(&s.attribution.source), words(&s.attribution.cue), words(&s.attribution.content),
        s.addressee.map(|x| x.of(text)), s.said.as_ref().map(|x| &x.value), s.said.as_ref().map(|x| x.span.of(text)),
        s.confidence, record.reader,
        s.addressee_actor, s.venue.map(|x| x.of(text)), day(0), day(1), s.act.as_str(), s.modality.as_words(),
        s.affiliation.country, s.affiliation.sector, s.addressee_affiliation.country, s.addressee_affiliation.sector,
    ])?;
    Ok(())
}

fn insert_spans(step: &Transaction<'_>, s: &Statement, map: &OffsetMap) -> Result<(), Error> {
    let said: Vec<Span> = s.said.iter().map(|x| x.span).collect();
    let addressee: Vec<Span> = s.addressee.into_iter().collect();
    let venue: Vec<Span> = s.venue.into_iter().collect();
    let roles: [(&str, &[Span]); 8] = [
        ("source", &s.attribution.source),
        ("cue", &s.attribution.cue),
        ("content", &s.attribution.content),
        ("quoted", &s.quoted),
        ("addressee", &addressee),
        ("said", &said),
        ("venue", &venue),
        ("modality", &s.modality.words),
    ];
    for (role, spans) in roles {
        for (i, span) in spans.iter().enumerate() {
            let (start, end) = map.range(*span);
            step.prepare_cached(
                "INSERT INTO spans (statement, role, position, start, \"end\") VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![s.id, role, i, start, end])?;
        }
    }
    Ok(())
}
