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
        step.execute("UPDATE statements SET current = 0 WHERE article = ?1", [id])?;
        let undecided = "article = ?1 AND id NOT IN (SELECT statement FROM decisions)";
        step.execute(
            &format!("DELETE FROM spans WHERE statement IN (SELECT id FROM statements WHERE {undecided})"),
            [id],
        )?;
        step.execute(&format!("DELETE FROM statements WHERE {undecided}"), [id])?;
        for statement in &record.statements {
            step.execute("DELETE FROM spans WHERE statement = ?1", [&statement.id])?;
            step.execute("DELETE FROM statements WHERE id = ?1", [&statement.id])?;
        }
        step.execute("DELETE FROM actors WHERE article = ?1", [id])?;
        insert_reading(&step, record, &map)?;
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
    let published = a.published.as_ref();
    step.prepare_cached(
        "INSERT INTO articles (id, path, sha256, headline, text, layout, published, published_why, published_ambiguous,
            outlet, byline, url, language, reader, warnings)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
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
    ])?;
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
            "INSERT INTO actors (article, id, name, kind, roles, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            record.article.id,
            actor.id,
            actor.name,
            actor.kind.as_str(),
            json!(actor.roles).to_string(),
            Value::from(mentions).to_string(),
        ])?;
    }
    for (position, statement) in record.statements.iter().enumerate() {
        insert_statement(step, record, position, statement)?;
        insert_spans(step, statement, map)?;
    }
    Ok(())
}

fn insert_statement(step: &Transaction<'_>, record: &Record, position: usize, s: &Statement) -> Result<(), Error> {
    let text = &record.article.text;
    let words = |spans: &[Span]| spans.iter().map(|x| x.of(text)).collect::<Vec<_>>().join(" … ");
    let speaker = s.speaker.as_deref().and_then(|id| record.actor(id));
    let continues = match &s.origin {
        Origin::Continues(id) => Some(id),
        Origin::Cue | Origin::Transcript => None,
    };
    step.prepare_cached(
        "INSERT INTO statements (id, article, position, kind, origin, parent, continues, speaker, speaker_name, speaker_status,
            source, cue, content, addressee, said, said_words, confidence, reader)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        s.id, record.article.id, position, s.kind.as_str(), s.origin.as_str(), s.parent, continues,
        s.speaker, speaker.map(|a| &a.name), s.speaker_status.as_str(),
        words(&s.attribution.source), words(&s.attribution.cue), words(&s.attribution.content),
        s.addressee.map(|x| x.of(text)), s.said.as_ref().map(|x| &x.value), s.said.as_ref().map(|x| x.span.of(text)),
        s.confidence, record.reader,
    ])?;
    Ok(())
}

fn insert_spans(step: &Transaction<'_>, s: &Statement, map: &OffsetMap) -> Result<(), Error> {
    let said: Vec<Span> = s.said.iter().map(|x| x.span).collect();
    let addressee: Vec<Span> = s.addressee.into_iter().collect();
    let roles: [(&str, &[Span]); 6] = [
        ("source", &s.attribution.source),
        ("cue", &s.attribution.cue),
        ("content", &s.attribution.content),
        ("quoted", &s.quoted),
        ("addressee", &addressee),
        ("said", &said),
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
