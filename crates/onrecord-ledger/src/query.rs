//! Reading: statements by words, speaker, addressee, outlet and day; articles; counts.

use crate::packed::{CONFIDENCE, Pieces, Role as Piece, id_of};
use crate::{Error, ErrorKind, Ledger, search};
use onrecord_types::{Article, OffsetMap, Provenance, Published, Span, Unit};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

/// Which statements are looked for; `None` leaves a condition out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Words of content or source; a part in double quotation marks is a phrase.
    pub words: Option<String>,
    /// The speaker's whole name, as people decided; capitals do not count.
    pub speaker: Option<String>,
    /// Words of the speaker's name or of the source; where no speaker's name has them, the beginning of one (`Zelen`).
    pub by: Option<String>,
    /// A part of the addressee's name or words.
    pub to: Option<String>,
    /// A part of the name of an actor that the content names.
    pub about: Option<String>,
    /// The whole names under which those asked for stand in records, if others (`European Union` for `EU`).
    pub known: Known,
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
    /// Most results; `None` for all.
    pub limit: Option<usize>,
}

/// Whole names that fit besides those that hold the words asked for; capitals do not count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Of speakers.
    pub by: Vec<String>,
    /// Of those spoken to.
    pub to: Vec<String>,
    /// Of those whom contents name.
    pub about: Vec<String>,
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
    /// Names of those who make it with the speaker, joined by `; `.
    pub joint_speakers: String,
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
    /// To whom, in the article's words.
    pub addressee: Option<String>,
    /// The addressee's name, where resolved.
    pub addressee_name: Option<String>,
    /// ISO 3166-1 alpha-3 code of who is spoken to, named or not.
    pub addressee_country: Option<String>,
    /// PLOVER sector of who is spoken to, named or not.
    pub addressee_sector: Option<String>,
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
    /// The names of those who make it: the speaker's and those of who speak with him.
    pub fn speakers(&self) -> impl Iterator<Item = &str> {
        self.speaker.as_deref().into_iter().chain(self.joint_speakers.split("; ").filter(|name| !name.is_empty()))
    }

    /// When it was said, else when it was published.
    pub fn day(&self) -> Option<&str> {
        self.said.as_deref().or(self.published.as_deref())
    }
}

/// A role, and the first and last day on which an article gives it.
pub type Role = (String, Option<String>, Option<String>);

/// How often each of some things stands in the ledger.
pub type Tally<T> = Vec<(T, u64)>;

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

/// The name of who is spoken to.
pub(crate) const ADDRESSEE: &str = "(SELECT n.name FROM _actors k JOIN names n ON n.rowid = k.name WHERE k.article = s.article AND k.number = s.addressee)";

/// What `found` reads of a statement `s` and its article `a`.
pub(crate) fn columns() -> String {
    format!("s.id, a.id, (SELECT name FROM named WHERE key = s.key), s.status, s.start, s.pieces, s.kind, s.origin, s.parent, s.continues,
    s.said, a.published, a.outlet, a.headline, a.url, a.path, s.confidence, (SELECT verdict FROM decisions WHERE statement = lower(hex(s.id))),
    coalesce(s.reader, a.reader), s.act, s.modality, (SELECT group_concat(n.name, '; ') FROM json_each(s.about) x
        CROSS JOIN _actors k ON k.article = s.article AND k.number = x.value CROSS JOIN names n ON n.rowid = k.name), s.country, s.sector, s.article,
    {ADDRESSEE}, s.addressee_country, s.addressee_sector, (SELECT group_concat(name, '; ') FROM joint_speakers WHERE key = s.key)")
}

/// Tried on a name: whether it is `?1`.
pub(crate) const IS_NAME: &str = "= ?1 COLLATE NOCASE";

/// The numbers of the names, as they were read, that fit a test or are called by one that does.
pub(crate) fn names_read(test: &str) -> String {
    format!(
        "SELECT rowid FROM names WHERE name {test} UNION
         SELECT rowid FROM names WHERE name COLLATE NOCASE IN (SELECT name FROM actor_fixes WHERE called {test})"
    )
}

/// The statements of the named speakers among these names, as they were read; one of several counts for each.
fn spoken(names: &str) -> String {
    format!(
        "(SELECT who AS name, article, outlet, story, day, country, sector, act FROM quotations WHERE speaker_status = 'named'
            AND key IN (SELECT key FROM _statements WHERE live AND name IN ({names}))
          UNION ALL SELECT j.name, q.article, q.outlet, q.story, q.day, j.country, j.sector, q.act
          FROM joint_speakers j JOIN quotations q ON q.key = j.key WHERE j.key IN (SELECT key FROM _joint WHERE name IN ({names})))"
    )
}

/// Statements of a speaker that are asked for country and sector; they are the same in nearly all.
const KNOWN: usize = 200;

/// The texts of articles, the last one at hand: what is read in order asks for each once.
pub(crate) struct Texts<'a> {
    db: &'a Connection,
    last: Option<(i64, String, OffsetMap)>,
}

impl Texts<'_> {
    /// The text of the article of a row, with its offsets.
    pub(crate) fn of(&mut self, article: i64) -> rusqlite::Result<(&str, &OffsetMap)> {
        if self.last.as_ref().is_none_or(|l| l.0 != article) {
            let text: String = self
                .db
                .prepare_cached("SELECT text FROM articles WHERE rowid = ?1")?
                .query_row([article], |r| r.get(0))?;
            let map = OffsetMap::new(&text, Unit::CodePoints);
            self.last = Some((article, text, map));
        }
        self.last.as_ref().map(|l| (l.1.as_str(), &l.2)).ok_or(rusqlite::Error::QueryReturnedNoRows)
    }
}

impl Ledger {
    pub(crate) fn texts(&self) -> Texts<'_> {
        Texts { db: &self.db, last: None }
    }

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
        let part = search::part(part_of_name);
        if self.is_fixed(None)? {
            return self.decided("LIKE ?1 ESCAPE '\\'", &part, limit);
        }
        let most = "SELECT q.name FROM _quoted q JOIN names n ON n.rowid = q.name WHERE n.name LIKE ?1 ESCAPE '\\'
                    GROUP BY q.name ORDER BY sum(q.statements) DESC, n.name LIMIT ?2";
        let mut most = self.db.prepare_cached(most)?;
        let limit = limit.map_or(-1, |n| n as i64);
        let names: Vec<i64> = most.query_map(params![part, limit], |r| r.get(0))?.collect::<Result<_, _>>()?;
        names.into_iter().map(|name| self.counted(name)).filter_map(Result::transpose).collect()
    }

    /// Whether somebody decided on a name, or that others are called so; without one, on any.
    fn is_fixed(&self, name: Option<&str>) -> Result<bool, Error> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM actor_fixes WHERE ?1 IS NULL OR name = ?1 OR called = ?1 COLLATE NOCASE)";
        Ok(self.db.prepare_cached(sql)?.query_row([name], |r| r.get(0))?)
    }

    /// What is on record of the speakers whose name, as people decided, fits a test; the statements are counted.
    fn decided(&self, test: &str, value: &str, limit: Option<usize>) -> Result<Vec<Speaker>, Error> {
        let sql = format!(
            "SELECT name, count(*), count(DISTINCT article), count(DISTINCT outlet), count(DISTINCT story), substr(min(day), 1, 10), substr(max(day), 1, 10),
                max(country), max(sector) FROM {} WHERE name {test}
             GROUP BY name COLLATE NOCASE ORDER BY count(*) DESC, name LIMIT ?2",
            spoken(&names_read(test))
        );
        let mut rows = self.db.prepare_cached(&sql)?;
        let limit = limit.map_or(-1, |n| n as i64);
        let found = rows.query_map(params![value, limit], speaker)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What is counted of a name, by its number, while statements are put in and taken out.
    fn counted(&self, name: i64) -> Result<Option<Speaker>, Error> {
        // Keys are in the order of days; those below 0 have none.
        let day = |most: &str| {
            format!(
                "(SELECT substr(coalesce(s.said_first, s.said, a.published), 1, 10) FROM _statements s JOIN articles a ON a.rowid = s.article
                  WHERE s.key = (SELECT {most}(key) FROM (SELECT {most}(key) AS key FROM _statements WHERE live AND name = ?1 AND key > 0
                    UNION ALL SELECT {most}(s.key) FROM _joint j CROSS JOIN _statements s ON s.key = j.key WHERE j.name = ?1 AND s.live AND s.key > 0)))"
            )
        };
        // Where a name is on record only with others, they are those of its actor.
        let known = format!(
            "FROM (SELECT country, sector FROM (SELECT country, sector FROM _statements WHERE live AND name = ?1 ORDER BY key DESC LIMIT {KNOWN})
             UNION ALL SELECT country, sector FROM (SELECT k.country, k.sector FROM _joint j CROSS JOIN _statements s ON s.key = j.key
                CROSS JOIN _actors k ON k.article = s.article AND k.name = j.name WHERE j.name = ?1 AND s.live ORDER BY j.key DESC LIMIT {KNOWN}))"
        );
        let sql = format!(
            "SELECT (SELECT name FROM names WHERE rowid = ?1), sum(statements), sum(articles), sum(outlet <> ''),
                sum(articles) - (SELECT copies FROM names WHERE rowid = ?1), {}, {},
                (SELECT max(country) {known}), (SELECT max(sector) {known})
             FROM _quoted WHERE name = ?1 HAVING count(*) > 0",
            day("min"),
            day("max")
        );
        Ok(self.db.prepare_cached(&sql)?.query_row([name], speaker).optional()?)
    }

    /// What is on record of one name, as people decided.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn speaker(&self, name: &str) -> Result<Option<Speaker>, Error> {
        let mut read = self.db.prepare_cached("SELECT rowid FROM names WHERE speaks AND name = ?1 COLLATE NOCASE")?;
        let read: Vec<i64> = read.query_map([name], |r| r.get(0))?.collect::<Result<_, _>>()?;
        match read[..] {
            [number] if !self.is_fixed(Some(name))? => self.counted(number),
            _ => Ok(self.decided(IS_NAME, name, Some(1))?.pop()),
        }
    }

    /// Names about which somebody decided and that no statement is read to be by: a later reading may call them otherwise.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn idle_fixes(&self) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT name FROM actor_fixes f WHERE NOT EXISTS (SELECT 1 FROM names n CROSS JOIN _said s ON s.name = n.rowid
            WHERE n.name = f.name COLLATE NOCASE AND (f.article = '' OR s.article = (SELECT rowid FROM articles WHERE id = f.article))) ORDER BY name";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([], |r| r.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// How many statements of one name, as people decided, each outlet has, and how many there are of each act.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn tally(&self, name: &str) -> Result<(Tally<Option<String>>, Tally<String>), Error> {
        let names = names_read(IS_NAME);
        let (outlets, acts) = if self.is_fixed(Some(name))? {
            let counted =
                |what: &str| format!("SELECT {what}, count(*) FROM {} WHERE name {IS_NAME} GROUP BY 1", spoken(&names));
            (counted("outlet"), counted("act"))
        } else {
            let outlets =
                format!("SELECT nullif(outlet, ''), sum(statements) FROM _quoted WHERE name IN ({names}) GROUP BY 1");
            let acts = format!("SELECT coalesce(act, 'state'), count(*) FROM _said WHERE name IN ({names}) GROUP BY 1");
            (outlets, acts)
        };
        let outlets = self
            .db
            .prepare_cached(&outlets)?
            .query_map([name], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let acts = self
            .db
            .prepare_cached(&acts)?
            .query_map([name], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok((outlets, acts))
    }

    /// The roles that articles give to actors of a name, with the days between which they do.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn roles(&self, name: &str) -> Result<Vec<Role>, Error> {
        let names = names_read(IS_NAME);
        let sql = format!("SELECT r.value, min(substr(a.published, 1, 10)), max(substr(a.published, 1, 10)), count(*)
                   FROM _actors k INDEXED BY actors_with_roles JOIN names n ON n.rowid = k.name JOIN articles a ON a.rowid = k.article, json_each(k.roles) r
                   LEFT JOIN actor_fixes f ON f.name = n.name AND f.article IN ('', a.id)
                   WHERE k.roles IS NOT NULL AND k.name IN ({names})
                   AND coalesce(f.called, n.name) = ?1 COLLATE NOCASE GROUP BY r.value ORDER BY count(*) DESC, r.value");
        let mut rows = self.db.prepare(&sql)?;
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
            ..Counts::default()
        };
        let sql = "SELECT coalesce(kind, 'indirect'), coalesce(origin, 'cue'), coalesce(status, 'named'), parent IS NOT NULL, count(*)
                   FROM _statements WHERE live GROUP BY 1, 2, 3, 4";
        let mut held = self.db.prepare(sql)?;
        let held = held.query_map([], |r| {
            let word = |i: usize| r.get::<_, String>(i);
            Ok(([word(0)?, word(1)?, word(2)?], r.get::<_, bool>(3)?, r.get::<_, u64>(4)?))
        })?;
        let held: Vec<([String; 3], bool, u64)> = held.collect::<Result<_, _>>()?;
        out.statements = held.iter().map(|h| h.2).sum();
        for (i, field, values) in [
            (0, "kind", &["direct", "mixed", "indirect"][..]),
            (1, "origin", &["cue", "continues", "transcript"]),
            (2, "speaker_status", &["named", "unnamed", "unresolved", "missing"]),
        ] {
            for value in values {
                let count = held.iter().filter(|h| h.0[i] == *value).map(|h| h.2).sum();
                out.by.push((format!("{field}={value}"), count));
            }
        }
        out.by.push(("nested".into(), held.iter().filter(|h| h.1).map(|h| h.2).sum()));
        let days = "SELECT min(substr(published, 1, 10)), max(substr(published, 1, 10)) FROM articles WHERE replaced_by IS NULL";
        out.days = self.db.query_row(days, [], |r| Ok(r.get::<_, Option<String>>(0)?.zip(r.get(1)?)))?;
        out.speakers = self.speakers("", Some(speakers))?.into_iter().map(|s| (s.name, s.statements)).collect();
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

pub(crate) fn found(row: &Row<'_>, texts: &mut Texts<'_>) -> rusqlite::Result<Found> {
    let or = |i: usize, usual: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(i)?.unwrap_or(usual.into()));
    let (text, map) = texts.of(row.get(24)?)?;
    let pieces = Pieces::read(row, 4, map)?;
    let words = |role| pieces.words(role, text);
    let content = Span::cover(pieces.get(Piece::Content)).map(|s| map.range(s)).unwrap_or_default();
    Ok(Found {
        id: id_of(row.get(0)?),
        article: row.get(1)?,
        speaker: row.get(2)?,
        joint_speakers: or(28, "")?,
        speaker_status: or(3, "named")?,
        source: words(Piece::Source),
        cue: words(Piece::Cue),
        content: words(Piece::Content),
        kind: or(6, "indirect")?,
        origin: or(7, "cue")?,
        parent: row.get::<_, Option<[u8; 8]>>(8)?.map(id_of),
        continues: row.get::<_, Option<[u8; 8]>>(9)?.map(id_of),
        addressee: pieces.get(Piece::Addressee).first().map(|s| s.of(text).to_owned()),
        addressee_name: row.get(25)?,
        addressee_country: row.get(26)?,
        addressee_sector: row.get(27)?,
        said: row.get(10)?,
        published: row.get(11)?,
        outlet: row.get(12)?,
        headline: row.get(13)?,
        url: row.get(14)?,
        path: row.get(15)?,
        start: content.0,
        end: content.1,
        confidence: f64::from(row.get::<_, u32>(16)?) / CONFIDENCE,
        verdict: row.get(17)?,
        reader: row.get(18)?,
        act: or(19, "state")?,
        modality: or(20, "")?,
        about: or(21, "")?,
        country: row.get(22)?,
        sector: row.get(23)?,
    })
}

fn speaker(row: &Row<'_>) -> rusqlite::Result<Speaker> {
    Ok(Speaker {
        name: row.get(0)?,
        statements: row.get(1)?,
        articles: row.get(2)?,
        outlets: row.get(3)?,
        stories: row.get(4)?,
        first: row.get(5)?,
        last: row.get(6)?,
        country: row.get(7)?,
        sector: row.get(8)?,
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
