//! Reading: statements by words, speaker, addressee, outlet and day; articles; counts.

use crate::{Error, ErrorKind, Ledger, search};
use onrecord_types::{Article, OffsetMap, Provenance, Published, Span, Unit};
use rusqlite::{OptionalExtension, Row};
use serde_json::Value;

/// Which statements are looked for; `None` leaves a condition out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Words of content or source; a part in double quotation marks is a phrase.
    pub words: Option<String>,
    /// Words of the speaker's name or of the source; where no speaker's name has them, the beginning of one (`Zelen`).
    pub by: Option<String>,
    /// A part of the addressee's name or words.
    pub to: Option<String>,
    /// A part of the name of an actor that the content names.
    pub about: Option<String>,
    /// What the statement does: `accuse`, `promise`.
    pub act: Option<String>,
    /// Country of who speaks, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector of who speaks.
    pub sector: Option<String>,
    /// A part of the outlet's name.
    pub outlet: Option<String>,
    /// Earliest day, ISO 8601.
    pub since: Option<String>,
    /// Latest day, ISO 8601; a whole month or year may be given.
    pub until: Option<String>,
    /// `direct`, `mixed` or `indirect`.
    pub kind: Option<String>,
    /// Id of an article, or the first digits of it.
    pub article: Option<String>,
    /// Lowest confidence.
    pub min_confidence: f64,
    /// Whether statements that a person called wrong are left out.
    pub without_wrong: bool,
    /// Order of the results.
    pub order: Order,
    /// Most results; `None` for all.  Where more than 2,000 statements fit, a limited search may give
    /// others than the first ones by day (see [`Ledger::said`]).
    pub limit: Option<usize>,
}

/// Order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By day, then by place in the article.
    #[default]
    Day,
    /// As they were added: articles in order, statements in text order.
    Added,
}

/// One statement found, with what is needed to cite it.  Offsets count code points.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Id of the statement.
    pub id: String,
    /// Id of the article.
    pub article: String,
    /// The speaker's name, where resolved.
    pub speaker: Option<String>,
    /// `named`, `unnamed`, `unresolved` or `missing`.
    pub speaker_status: String,
    /// ISO 3166-1 alpha-3 code of who speaks, named or not.
    pub country: Option<String>,
    /// PLOVER sector of who speaks, named or not.
    pub sector: Option<String>,
    /// The source's words.
    pub source: String,
    /// The cue's words.
    pub cue: String,
    /// The content's words; pieces are joined by ` … `.
    pub content: String,
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
    /// `cue`, `continues` or `transcript`.
    pub origin: String,
    /// Id of the statement inside which this one stands.
    pub parent: Option<String>,
    /// Id of the statement that this one continues.
    pub continues: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// What it does: `state`, `accuse`, …
    pub act: String,
    /// `negated hedged conditional future hypothetical`, those that hold.
    pub modality: String,
    /// Names of the actors that its content names, joined by `; `.
    pub about: String,
    /// When it was said, if the sentence says so (TIMEX3).
    pub said: Option<String>,
    /// Date of publication.
    pub published: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The file.
    pub path: String,
    /// First offset of the content.
    pub start: u32,
    /// One past the last offset of the content.
    pub end: u32,
    /// Calibrated confidence.
    pub confidence: f64,
    /// What a person decided.
    pub verdict: Option<String>,
    /// Version that read it.
    pub reader: String,
}

impl Found {
    /// When it was said, else when it was published.
    pub fn day(&self) -> Option<&str> {
        self.said.as_deref().or(self.published.as_deref())
    }
}

/// A role, and the first and last day on which an article gives it.
pub type Role = (String, Option<String>, Option<String>);

/// A name on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The name, as people decided.
    pub name: String,
    /// Statements, articles and outlets.
    pub statements: u64,
    /// Articles that quote them.
    pub articles: u64,
    /// Outlets that quote them.
    pub outlets: u64,
    /// Distinct texts: copies of one count once.
    pub stories: u64,
    /// First and last day.
    pub first: Option<String>,
    /// The last day.
    pub last: Option<String>,
    /// ISO 3166-1 alpha-3 code.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// Numbers about a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles held, replaced versions not counted.
    pub articles: u64,
    /// Replaced versions.
    pub replaced: u64,
    /// Outlets by name.
    pub outlets: u64,
    /// Statements.
    pub statements: u64,
    /// (kind, origin or speaker status as `field=value`, count), each field in a fixed order.
    pub by: Vec<(String, u64)>,
    /// Earliest and latest date of publication.
    pub days: Option<(String, String)>,
    /// Speakers with the most statements.
    pub speakers: Vec<(String, u64)>,
}

pub(crate) const COLUMNS: &str =
    "s.id, s.article, (SELECT name FROM named WHERE statement = s.id), s.speaker_status, s.source, s.cue, s.content, s.kind, s.origin, s.parent,
    s.continues, s.addressee, s.said, a.published, a.outlet, a.headline, a.url, a.path,
    (SELECT min(start) FROM spans WHERE statement = s.id AND role = 'content'),
    (SELECT max(\"end\") FROM spans WHERE statement = s.id AND role = 'content'),
    s.confidence, (SELECT verdict FROM decisions WHERE statement = s.id), s.reader,
    s.act, s.modality, (SELECT group_concat(name, '; ') FROM statement_actors WHERE statement = s.id AND role = 'about'), s.country, s.sector";

/// Articles that quote a speaker that are asked for country and sector; they are the same in nearly all.
const KNOWN: usize = 1_000;

impl Ledger {
    /// The article with this id, or whose id begins so; the newest where several do.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<Article>, Error> {
        let plain: String = id.chars().filter(char::is_ascii_hexdigit).collect();
        if plain.len() != id.len() || id.is_empty() {
            return Ok(None);
        }
        let sql = "SELECT id, path, sha256, text, layout, published, published_why, published_ambiguous, outlet, byline, url, language,
                   record, record_offset, record_length, retrieved, headers FROM articles WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY rowid DESC LIMIT 1";
        let Some(mut article) = self.db.prepare_cached(sql)?.query_row([id], article).optional()? else {
            return Ok(None);
        };
        let mut categories =
            self.db.prepare_cached("SELECT name FROM categories WHERE article = ?1 ORDER BY position")?;
        article.categories = categories.query_map([&article.id], |r| r.get(0))?.collect::<Result<_, _>>()?;
        Ok(Some(article))
    }

    /// Ids of all articles in the order of adding, with the version that read each.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn articles(&self) -> Result<Vec<(String, String)>, Error> {
        let mut rows = self.db.prepare("SELECT id, reader FROM articles ORDER BY rowid")?;
        let out = rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(out)
    }

    /// Ids of the articles that no newer version replaces, in the order of adding.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn current_articles(&self) -> Result<Vec<String>, Error> {
        let mut rows = self.db.prepare("SELECT id FROM articles WHERE replaced_by IS NULL ORDER BY rowid")?;
        let out = rows.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        Ok(out)
    }

    /// Who is on record: the speakers whose name holds `part`, by number of statements.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn speakers(&self, part_of_name: &str, limit: Option<usize>) -> Result<Vec<Speaker>, Error> {
        let limit = limit.map_or(String::new(), |n| format!(" LIMIT {n}"));
        // The view would count everybody's statements.
        let counted = match part_of_name {
            "" => "speakers",
            _ => "(SELECT who, count(*) AS statements, count(DISTINCT article) AS articles, count(DISTINCT outlet) AS outlets, count(DISTINCT story) AS stories,
                    min(day) AS first_day, max(day) AS last_day, max(country) AS country, max(sector) AS sector
                FROM quotations WHERE speaker_status = 'named' AND id IN (SELECT id FROM statements WHERE speaker_name IN
                    (SELECT name FROM names WHERE name LIKE ?1 ESCAPE '\\' UNION SELECT name FROM names WHERE name COLLATE NOCASE IN
                        (SELECT name FROM actor_fixes WHERE called LIKE ?1 ESCAPE '\\'))) GROUP BY who)",
        };
        let sql = format!(
            "SELECT who, statements, articles, outlets, stories, substr(first_day, 1, 10), substr(last_day, 1, 10), country, sector FROM {counted}
             WHERE who LIKE ?1 ESCAPE '\\' ORDER BY statements DESC, who{limit}"
        );
        self.speakers_by(&sql, &search::part(part_of_name))
    }

    fn speakers_by(&self, sql: &str, value: &str) -> Result<Vec<Speaker>, Error> {
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([value], |r| {
            Ok(Speaker {
                name: r.get(0)?,
                statements: r.get(1)?,
                articles: r.get(2)?,
                outlets: r.get(3)?,
                stories: r.get(4)?,
                first: r.get(5)?,
                last: r.get(6)?,
                country: r.get(7)?,
                sector: r.get(8)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What is on record of one name, as people decided.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn speaker(&self, name: &str) -> Result<Option<Speaker>, Error> {
        let read = "SELECT name FROM names WHERE name = ?1 COLLATE NOCASE UNION SELECT name FROM names WHERE name COLLATE NOCASE IN (SELECT name FROM actor_fixes WHERE called = ?1 COLLATE NOCASE)";
        let fixed = format!("SELECT EXISTS (SELECT 1 FROM actor_fixes WHERE name IN ({read}))");
        let fixed: bool = self.db.prepare_cached(&fixed)?.query_row([name], |r| r.get(0))?;
        // Without a decision on one of the names, a statement's speaker is the one that was read.
        let (who, decided) = match fixed {
            true => ("n.name", "JOIN named n ON n.statement = s.id AND n.name = ?1 COLLATE NOCASE"),
            false => ("s.speaker_name", ""),
        };
        let sql = format!(
            "WITH texts AS MATERIALIZED (SELECT s.article, max({who}) AS who, max(s.speaker) AS speaker, count(*) AS said, min(s.day) AS first, max(s.day) AS last
                FROM statements s {decided} WHERE s.live = 1 AND s.speaker_name IN ({read}) GROUP BY s.article),
             known AS (SELECT k.country, k.sector FROM (SELECT article, speaker FROM texts LIMIT {KNOWN}) t JOIN actors k ON k.article = t.article AND k.id = t.speaker)
             SELECT max(who), sum(said), count(*), count(DISTINCT a.outlet), count(DISTINCT coalesce(a.story, a.id)),
                substr(min(first), 1, 10), substr(max(last), 1, 10), (SELECT max(country) FROM known), (SELECT max(sector) FROM known)
             FROM texts t CROSS JOIN articles a INDEXED BY articles_facts ON a.id = t.article HAVING count(*) > 0"
        );
        Ok(self.speakers_by(&sql, name)?.pop())
    }

    /// The roles that articles give to actors of a name, with the days between which they do.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn roles(&self, name: &str) -> Result<Vec<Role>, Error> {
        let sql = "SELECT r.value, min(substr(a.published, 1, 10)), max(substr(a.published, 1, 10)), count(*)
                   FROM actors k INDEXED BY actors_with_roles JOIN articles a ON a.id = k.article, json_each(k.roles) r
                   LEFT JOIN actor_fixes f ON f.name = k.name AND f.article IN ('', k.article)
                   WHERE k.name COLLATE NOCASE IN (SELECT ?1 UNION SELECT name FROM actor_fixes WHERE called = ?1 COLLATE NOCASE)
                   AND k.roles <> '[]' AND coalesce(f.called, k.name) = ?1 COLLATE NOCASE GROUP BY r.value ORDER BY count(*) DESC, r.value";
        let mut rows = self.db.prepare(sql)?;
        let found = rows.query_map([name], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Counts over the whole ledger; `speakers` is how many of the most quoted are named.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn counts(&self, speakers: usize) -> Result<Counts, Error> {
        let one = |sql: &str| self.db.query_row(sql, [], |r| r.get::<_, u64>(0));
        let mut out = Counts {
            articles: one("SELECT count(*) FROM articles WHERE replaced_by IS NULL")?,
            replaced: one("SELECT count(*) FROM articles WHERE replaced_by IS NOT NULL")?,
            outlets: one("SELECT count(DISTINCT outlet) FROM articles WHERE replaced_by IS NULL")?,
            statements: one("SELECT count(*) FROM quotations")?,
            ..Counts::default()
        };
        let live =
            "FROM statements s JOIN articles a ON a.id = s.article WHERE a.replaced_by IS NULL AND s.current = 1";
        for (field, values) in [
            ("kind", &["direct", "mixed", "indirect"][..]),
            ("origin", &["cue", "continues", "transcript"]),
            ("speaker_status", &["named", "unnamed", "unresolved", "missing"]),
        ] {
            for value in values {
                let count = one(&format!("SELECT count(*) {live} AND s.{field} = '{value}'"))?;
                out.by.push((format!("{field}={value}"), count));
            }
        }
        out.by.push(("nested".into(), one(&format!("SELECT count(*) {live} AND s.parent IS NOT NULL"))?));
        let days = "SELECT min(substr(published, 1, 10)), max(substr(published, 1, 10)) FROM articles WHERE replaced_by IS NULL";
        out.days = self.db.query_row(days, [], |r| Ok(r.get::<_, Option<String>>(0)?.zip(r.get(1)?)))?;
        let mut rows =
            self.db.prepare("SELECT who, statements FROM speakers ORDER BY statements DESC, who LIMIT ?1")?;
        out.speakers = rows.query_map([speakers as i64], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(out)
    }
}

pub(crate) fn query_error(e: rusqlite::Error) -> Error {
    let message = e.to_string();
    if message.contains("fts5") {
        return Error::new(ErrorKind::Query, format!("the search words could not be understood ({message})"));
    }
    Error::from(e)
}

pub(crate) fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        id: row.get(0)?,
        article: row.get(1)?,
        speaker: row.get(2)?,
        speaker_status: row.get(3)?,
        source: row.get(4)?,
        cue: row.get(5)?,
        content: row.get(6)?,
        kind: row.get(7)?,
        origin: row.get(8)?,
        parent: row.get(9)?,
        continues: row.get(10)?,
        addressee: row.get(11)?,
        said: row.get(12)?,
        published: row.get(13)?,
        outlet: row.get(14)?,
        headline: row.get(15)?,
        url: row.get(16)?,
        path: row.get(17)?,
        start: row.get::<_, Option<u32>>(18)?.unwrap_or(0),
        end: row.get::<_, Option<u32>>(19)?.unwrap_or(0),
        confidence: row.get(20)?,
        verdict: row.get(21)?,
        reader: row.get(22)?,
        act: row.get(23)?,
        modality: row.get(24)?,
        about: row.get::<_, Option<String>>(25)?.unwrap_or_default(),
        country: row.get(26)?,
        sector: row.get(27)?,
    })
}

fn article(row: &Row<'_>) -> rusqlite::Result<Article> {
    let text: String = row.get(3)?;
    let layout: Value = serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default();
    let map = OffsetMap::new(&text, Unit::CodePoints);
    let span = |v: &Value| -> Option<Span> { map.span(v["start"].as_u64()? as u32, v["end"].as_u64()? as u32) };
    let published: Option<String> = row.get(5)?;
    let (why, ambiguous): (Option<String>, bool) = (row.get(6)?, row.get(7)?);
    Ok(Article {
        id: row.get(0)?,
        path: row.get(1)?,
        sha256: row.get(2)?,
        headline: span(&layout["headline"]),
        standfirst: span(&layout["standfirst"]),
        paragraphs: layout["paragraphs"].as_array().into_iter().flatten().filter_map(span).collect(),
        categories: Vec::new(),
        published: published.map(|value| Published { value, ambiguous, why: why.unwrap_or_default() }),
        outlet: row.get(8)?,
        byline: row.get(9)?,
        url: row.get(10)?,
        language: row.get(11)?,
        provenance: Provenance {
            record: row.get(12)?,
            offset: row.get::<_, Option<i64>>(13)?.map(|n| n as u64),
            length: row.get::<_, Option<i64>>(14)?.map(|n| n as u64),
            retrieved: row.get(15)?,
            headers: serde_json::from_str(&row.get::<_, String>(16)?).unwrap_or_default(),
        },
        text,
    })
}
