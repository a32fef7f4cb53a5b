//! Reading an article's whole record back, as it was put in.

use crate::{Error, Ledger};
use onrecord_types::{
    Actor, ActorKind, Attribution, How, Kind, Mention, OffsetMap, Origin, Record, Said, Span, SpeakerStatus, Statement,
    Unit, Warning,
};
use rusqlite::Row;
use serde_json::Value;
use std::collections::HashMap;

type Spans = HashMap<String, Vec<Span>>;

impl Ledger {
    /// The record of the article with this id, or whose id begins so; also by a statement's id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: &str) -> Result<Option<Record>, Error> {
        let article = match self.article(id)? {
            Some(article) => article,
            None => {
                let of_statement = "SELECT article FROM statements WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 1";
                let mut rows = self.db.prepare_cached(of_statement)?;
                let found: Vec<String> = rows.query_map([id], |r| r.get(0))?.collect::<Result<_, _>>()?;
                match found.first().map(|id| self.article(id)).transpose()?.flatten() {
                    Some(article) => article,
                    None => return Ok(None),
                }
            }
        };
        let map = OffsetMap::new(&article.text, Unit::CodePoints);
        let (reader, warnings): (String, String) =
            self.db.query_row("SELECT reader, warnings FROM articles WHERE id = ?1", [&article.id], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?;
        Ok(Some(Record {
            statements: self.statements(&article.id, &map)?,
            actors: self.actors(&article.id, &map)?,
            warnings: warnings_of(&warnings),
            reader,
            article,
        }))
    }

    fn statements(&self, article: &str, map: &OffsetMap) -> Result<Vec<Statement>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id, kind, origin, parent, continues, speaker, speaker_status, said, confidence FROM statements
             WHERE article = ?1 AND current = 1 ORDER BY position",
        )?;
        let mut out = Vec::new();
        let mut found = rows.query([article])?;
        while let Some(row) = found.next()? {
            let spans = self.spans(&row.get::<_, String>(0)?, map)?;
            out.push(statement(row, spans)?);
        }
        Ok(out)
    }

    fn spans(&self, statement: &str, map: &OffsetMap) -> Result<Spans, Error> {
        let sql = "SELECT role, start, \"end\" FROM spans WHERE statement = ?1 ORDER BY role, position";
        let mut rows = self.db.prepare_cached(sql)?;
        let mut out = Spans::new();
        let mut found = rows.query([statement])?;
        while let Some(row) = found.next()? {
            if let Some(span) = map.span(row.get(1)?, row.get(2)?) {
                out.entry(row.get(0)?).or_default().push(span);
            }
        }
        Ok(out)
    }

    fn actors(&self, article: &str, map: &OffsetMap) -> Result<Vec<Actor>, Error> {
        let sql = "SELECT id, name, kind, roles, mentions FROM actors WHERE article = ?1 ORDER BY length(id), id";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            let json = |i: usize| {
                Ok::<Value, rusqlite::Error>(serde_json::from_str(&r.get::<_, String>(i)?).unwrap_or_default())
            };
            let kind: String = r.get(2)?;
            let mention = |v: &Value| {
                let span = map.span(v["start"].as_u64()? as u32, v["end"].as_u64()? as u32)?;
                let all = [How::Name, How::Surname, How::Role, How::Pronoun];
                let how = all.into_iter().find(|h| Some(h.as_str()) == v["how"].as_str())?;
                Some(Mention { span, how })
            };
            Ok(Actor {
                id: r.get(0)?,
                name: r.get(1)?,
                kind: if kind == "person" { ActorKind::Person } else { ActorKind::Other },
                roles: json(3)?
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|v| v.as_str().map(str::to_owned))
                    .collect(),
                mentions: json(4)?.as_array().into_iter().flatten().filter_map(mention).collect(),
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

fn statement(row: &Row<'_>, mut spans: Spans) -> rusqlite::Result<Statement> {
    let mut take = |role: &str| spans.remove(role).unwrap_or_default();
    let (kind, origin, status): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(6)?);
    let continues: Option<String> = row.get(4)?;
    let statuses = [SpeakerStatus::Named, SpeakerStatus::Unnamed, SpeakerStatus::Unresolved];
    let said: Option<String> = row.get(7)?;
    Ok(Statement {
        id: row.get(0)?,
        attribution: Attribution { source: take("source"), cue: take("cue"), content: take("content") },
        kind: [Kind::Direct, Kind::Mixed].into_iter().find(|k| k.as_str() == kind).unwrap_or(Kind::Indirect),
        quoted: take("quoted"),
        parent: row.get(3)?,
        origin: match (origin.as_str(), continues) {
            ("continues", Some(id)) => Origin::Continues(id),
            ("transcript", _) => Origin::Transcript,
            _ => Origin::Cue,
        },
        speaker: row.get(5)?,
        speaker_status: statuses.into_iter().find(|s| s.as_str() == status).unwrap_or(SpeakerStatus::Missing),
        addressee: take("addressee").first().copied(),
        said: said.zip(take("said").first().copied()).map(|(value, span)| Said { value, span }),
        confidence: row.get(8)?,
    })
}

/// The warnings as kept; only the codes that this release knows keep their code.
fn warnings_of(json: &str) -> Vec<Warning> {
    let parsed: Value = serde_json::from_str(json).unwrap_or_default();
    let known = ["language", "date", "charset", "text"];
    let one = |v: &Value| {
        let code = known.into_iter().find(|c| v["code"].as_str() == Some(c)).unwrap_or("text");
        Some(Warning { code, message: v["message"].as_str()?.to_owned() })
    };
    parsed.as_array().into_iter().flatten().filter_map(one).collect()
}
