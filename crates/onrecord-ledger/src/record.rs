//! Reading an article's whole record back, as it was put in.

use crate::packed::{CONFIDENCE, Pieces, Role, id_of, ids_from};
use crate::{Error, Ledger};
use onrecord_types::{
    Act, Actor, ActorKind, Affiliation, Amount, AmountKind, Anchor, Attribution, How, Kind, Mention, Modality,
    OffsetMap, Origin, Record, Said, Span, SpeakerStatus, Statement, Time, TimeKind, Unit, Warning, known_word,
};
use rusqlite::{OptionalExtension, Row};
use serde::de::DeserializeOwned;
use serde_json::Value;

impl Ledger {
    /// The record of the article with this id, or whose id begins so; also by a statement's id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: &str) -> Result<Option<Record>, Error> {
        let article = match self.article(id)? {
            Some(article) => article,
            None => {
                let Some((first, last)) = ids_from(id) else { return Ok(None) };
                let of_statement = "SELECT a.id FROM _statements s JOIN articles a ON a.rowid = s.article WHERE s.id BETWEEN ?1 AND ?2 LIMIT 1";
                let mut rows = self.db.prepare_cached(of_statement)?;
                let found: Option<String> = rows.query_row([first, last], |r| r.get(0)).optional()?;
                match found.map(|id| self.article(&id)).transpose()?.flatten() {
                    Some(article) => article,
                    None => return Ok(None),
                }
            }
        };
        let map = OffsetMap::new(&article.text, Unit::CodePoints);
        let (row, reader, warnings): (i64, String, String) =
            self.db.query_row("SELECT rowid, reader, warnings FROM articles WHERE id = ?1", [&article.id], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?))
            })?;
        Ok(Some(Record {
            statements: self.statements(row, &map)?,
            actors: self.actors(row, &map)?,
            times: self.times(row, &map)?,
            amounts: self.amounts(row, &map)?,
            warnings: warnings_of(&warnings),
            reader,
            article,
        }))
    }

    fn statements(&self, article: i64, map: &OffsetMap) -> Result<Vec<Statement>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id, kind, origin, parent, continues, speaker, status, said, said_first, said_last, confidence, act, modality,
                addressee, about, country, sector, addressee_country, addressee_sector, start, pieces, joint FROM _statements
             WHERE article = ?1 AND current ORDER BY position",
        )?;
        let found = rows.query_map([article], |row| statement(row, map))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn times(&self, article: i64, map: &OffsetMap) -> Result<Vec<Time>, Error> {
        let sql = "SELECT start, start + length, type, value, modifier, interval, anchor, ambiguous FROM _times WHERE article = ?1 ORDER BY position";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            Ok(Time {
                span: map.span(r.get(0)?, r.get(1)?).unwrap_or(Span::new(0, 0)),
                kind: word(r, 2)?.and_then(|w| TimeKind::parse(&w)).unwrap_or(TimeKind::Date),
                value: r.get(3)?,
                modifier: word(r, 4)?.as_deref().and_then(known_word),
                interval: r.get(5)?,
                anchor: word(r, 6)?.map_or(Anchor::Published, |w| Anchor::parse(&w).unwrap_or(Anchor::Open)),
                ambiguous: r.get(7)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn amounts(&self, article: i64, map: &OffsetMap) -> Result<Vec<Amount>, Error> {
        let sql =
            "SELECT start, start + length, kind, value, upper, modifier, unit, of_start, of_start + of_length, role
                   FROM _amounts WHERE article = ?1 ORDER BY position";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            let of: Option<(u32, u32)> = r.get::<_, Option<u32>>(7)?.zip(r.get(8)?);
            Ok(Amount {
                span: map.span(r.get(0)?, r.get(1)?).unwrap_or(Span::new(0, 0)),
                kind: word(r, 2)?.and_then(|w| AmountKind::parse(&w)).unwrap_or(AmountKind::Count),
                value: r.get(3)?,
                upper: r.get(4)?,
                modifier: word(r, 5)?.as_deref().and_then(known_word),
                unit: r.get(6)?,
                of: of.and_then(|(a, b)| map.span(a, b)),
                role: word(r, 9)?.as_deref().and_then(known_word),
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn actors(&self, article: i64, map: &OffsetMap) -> Result<Vec<Actor>, Error> {
        let sql = "SELECT k.number, n.name, k.kind, k.roles, k.mentions, k.country, k.sector, k.wikidata, k.entry
                   FROM _actors k JOIN names n ON n.rowid = k.name WHERE k.article = ?1 ORDER BY k.number";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            let mention = |(start, length, how): (u32, u32, usize)| {
                Some(Mention { span: map.span(start, start.saturating_add(length))?, how: How::numbered(how)? })
            };
            Ok(Actor {
                id: actor_id(r.get(0)?),
                name: r.get(1)?,
                kind: word(r, 2)?.map_or(ActorKind::Person, |w| ActorKind::parse(&w)),
                roles: json(word(r, 3)?),
                mentions: json(word(r, 4)?).into_iter().filter_map(mention).collect(),
                country: r.get(5)?,
                sector: r.get(6)?,
                wikidata: r.get(7)?,
                entry: r.get(8)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

fn word(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    row.get(column)
}

/// A list as kept, which NULL stands for where it is empty.
fn json<T: DeserializeOwned>(kept: Option<String>) -> Vec<T> {
    kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn actor_id(number: i64) -> String {
    format!("a{number}")
}

fn statement(row: &Row<'_>, map: &OffsetMap) -> rusqlite::Result<Statement> {
    let mut pieces = Pieces::read(row, 19, map)?;
    let id = |column: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<[u8; 8]>>(column)?.map(id_of));
    let actor = |column: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(actor_id));
    let (kind, origin) = (word(row, 1)?, word(row, 2)?);
    let statuses = [SpeakerStatus::Unnamed, SpeakerStatus::Unresolved];
    let status = |s: String| statuses.into_iter().find(|x| x.as_str() == s).unwrap_or(SpeakerStatus::Missing);
    let said = word(row, 7)?;
    let days = word(row, 8)?.zip(word(row, 9)?);
    // A ledger of an older release has the day alone.
    let interval =
        days.map(|(a, b)| format!("{a}/{b}")).or_else(|| said.clone().map(|d| format!("{d}/{d}"))).unwrap_or_default();
    let modality = Modality::parse(&word(row, 12)?.unwrap_or_default());
    Ok(Statement {
        id: id_of(row.get(0)?),
        kind: [Kind::Direct, Kind::Mixed]
            .into_iter()
            .find(|k| kind.as_deref() == Some(k.as_str()))
            .unwrap_or(Kind::Indirect),
        parent: id(3)?,
        origin: match (origin.as_deref(), id(4)?) {
            (Some("continues"), Some(id)) => Origin::Continues(id),
            (Some("transcript"), _) => Origin::Transcript,
            _ => Origin::Cue,
        },
        speaker: actor(5)?,
        speaker_status: word(row, 6)?.map_or(SpeakerStatus::Named, status),
        said: said.zip(pieces.get(Role::Said).first().copied()).map(|(value, span)| Said { value, interval, span }),
        confidence: (f64::from(row.get::<_, u32>(10)?) / CONFIDENCE) as f32,
        act: word(row, 11)?.and_then(|w| Act::parse(&w)).unwrap_or_default(),
        modality: Modality { words: pieces.take(Role::Modality), ..modality },
        joint_speakers: json::<i64>(word(row, 21)?).into_iter().map(actor_id).collect(),
        addressee_actor: actor(13)?,
        about: json::<i64>(word(row, 14)?).into_iter().map(actor_id).collect(),
        affiliation: Affiliation { country: row.get(15)?, sector: row.get(16)? },
        addressee_affiliation: Affiliation { country: row.get(17)?, sector: row.get(18)? },
        addressee: pieces.get(Role::Addressee).first().copied(),
        venue: pieces.get(Role::Venue).first().copied(),
        quoted: pieces.take(Role::Quoted),
        attribution: Attribution {
            source: pieces.take(Role::Source),
            cue: pieces.take(Role::Cue),
            content: pieces.take(Role::Content),
        },
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
