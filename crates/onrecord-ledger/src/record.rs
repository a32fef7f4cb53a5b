//! Reading an article's whole record back, as it was put in.

use crate::{Error, Ledger};
use onrecord_types::{
    Act, Actor, ActorKind, Affiliation, Amount, AmountKind, Anchor, Attribution, How, Kind, Mention, Modality,
    OffsetMap, Origin, Record, Said, Span, SpeakerStatus, Statement, Time, TimeKind, Unit, Warning, known_word,
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
            times: self.times(&article.id, &map)?,
            amounts: self.amounts(&article.id, &map)?,
            warnings: warnings_of(&warnings),
            reader,
            article,
        }))
    }

    fn statements(&self, article: &str, map: &OffsetMap) -> Result<Vec<Statement>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id, kind, origin, parent, continues, speaker, speaker_status, said, confidence, act, modality,
                addressee_actor, said_first, said_last, country, sector, addressee_country, addressee_sector FROM statements
             WHERE article = ?1 AND current = 1 ORDER BY position",
        )?;
        let mut out = Vec::new();
        let mut found = rows.query([article])?;
        while let Some(row) = found.next()? {
            let id: String = row.get(0)?;
            let spans = self.spans(&id, map)?;
            out.push(Statement { about: self.about(&id)?, ..statement(row, spans)? });
        }
        Ok(out)
    }

    fn about(&self, statement: &str) -> Result<Vec<String>, Error> {
        let sql = "SELECT actor FROM statement_actors WHERE statement = ?1 AND role = 'about' ORDER BY position";
        let mut rows = self.db.prepare_cached(sql)?;
        Ok(rows.query_map([statement], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    fn times(&self, article: &str, map: &OffsetMap) -> Result<Vec<Time>, Error> {
        let sql = "SELECT start, \"end\", type, value, modifier, interval, anchor, ambiguous FROM times WHERE article = ?1 ORDER BY position";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            Ok(Time {
                span: map.span(r.get(0)?, r.get(1)?).unwrap_or(Span::new(0, 0)),
                kind: TimeKind::parse(&r.get::<_, String>(2)?).unwrap_or(TimeKind::Date),
                value: r.get(3)?,
                modifier: r.get::<_, Option<String>>(4)?.as_deref().and_then(known_word),
                interval: r.get(5)?,
                anchor: Anchor::parse(&r.get::<_, String>(6)?).unwrap_or(Anchor::Open),
                ambiguous: r.get(7)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn amounts(&self, article: &str, map: &OffsetMap) -> Result<Vec<Amount>, Error> {
        let sql = "SELECT start, \"end\", kind, value, upper, modifier, unit, of_start, of_end, role FROM amounts WHERE article = ?1 ORDER BY position";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            let of: Option<(u32, u32)> = r.get::<_, Option<u32>>(7)?.zip(r.get(8)?);
            Ok(Amount {
                span: map.span(r.get(0)?, r.get(1)?).unwrap_or(Span::new(0, 0)),
                kind: AmountKind::parse(&r.get::<_, String>(2)?).unwrap_or(AmountKind::Count),
                value: r.get(3)?,
                upper: r.get(4)?,
                modifier: r.get::<_, Option<String>>(5)?.as_deref().and_then(known_word),
                unit: r.get(6)?,
                of: of.and_then(|(a, b)| map.span(a, b)),
                role: r.get::<_, Option<String>>(9)?.as_deref().and_then(known_word),
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
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
        let sql = "SELECT id, name, kind, roles, mentions, country, sector, wikidata, entry FROM actors WHERE article = ?1 ORDER BY length(id), id";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            let json = |i: usize| {
                Ok::<Value, rusqlite::Error>(serde_json::from_str(&r.get::<_, String>(i)?).unwrap_or_default())
            };
            let kind: String = r.get(2)?;
            let mention = |v: &Value| {
                let span = map.span(v["start"].as_u64()? as u32, v["end"].as_u64()? as u32)?;
                let how = How::parse(v["how"].as_str()?)?;
                Some(Mention { span, how })
            };
            Ok(Actor {
                id: r.get(0)?,
                name: r.get(1)?,
                kind: ActorKind::parse(&kind),
                country: r.get(5)?,
                sector: r.get(6)?,
                wikidata: r.get(7)?,
                entry: r.get(8)?,
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
    let days: Option<(String, String)> = row.get::<_, Option<String>>(12)?.zip(row.get(13)?);
    // A ledger of an older release has the day alone.
    let interval =
        days.map(|(a, b)| format!("{a}/{b}")).or_else(|| said.clone().map(|d| format!("{d}/{d}"))).unwrap_or_default();
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
        said: said.zip(take("said").first().copied()).map(|(value, span)| Said { value, interval, span }),
        venue: take("venue").first().copied(),
        act: Act::parse(&row.get::<_, String>(9)?).unwrap_or_default(),
        modality: Modality { words: take("modality"), ..Modality::parse(&row.get::<_, String>(10)?) },
        addressee_actor: row.get(11)?,
        about: Vec::new(),
        affiliation: Affiliation { country: row.get(14)?, sector: row.get(15)? },
        addressee_affiliation: Affiliation { country: row.get(16)?, sector: row.get(17)? },
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
