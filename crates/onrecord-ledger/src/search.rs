//! The search for statements: the condition that the fewest statements fit is looked up in its index, the others are
//! tried on what it gives.  Every index gives statements by day, so that the first ones are found without the rest.

use crate::packed::{CONFIDENCE, first_day, keys_of, last_day};
use crate::query::{ADDRESSEE, IS_NAME, columns, found, names_read, query_error};
use crate::{Error, ErrorKind, Found, Ledger, Order, Query};
use rusqlite::params_from_iter;
use serde_json::json;
use std::ops::Range;

/// Statements of an index that are counted to find the narrowest one.
const COUNTED: usize = 500;
/// Statements on which a condition may be tried one by one before words and speaker are looked up at once.
const BOTH: usize = 50;
/// Names whose statements are taken one name after the other; those of more are put in order together.
const NAMES: usize = 300;

/// Statements that are fetched by key with one query.
const TOGETHER: usize = 500;

/// Who speaks: the name, as people decided, else the source's words; then the names of those who speak with him.
const WHO: &str =
    "(coalesce((SELECT name FROM named WHERE key = s.key), (SELECT source FROM statements WHERE key = s.key))
    || coalesce((SELECT group_concat('; ' || name, '') FROM joint_speakers WHERE key = s.key), ''))";

/// Letters of a name asked for that count as they are written where the name is known in full.
const LONGEST_INITIALS: usize = 4;

/// The index of speakers: from which table, and the column of the name.
const BY_NAME: (&str, &str) = ("_statements s INDEXED BY statements_by_name", "s.live AND s.name");
/// The index of those who speak with them.
const BY_JOINT: (&str, &str) = ("_joint j CROSS JOIN _statements s ON s.key = j.key", "j.name");

/// SQL text with its values.
#[derive(Debug, Default, Clone)]
struct Sql {
    text: String,
    values: Vec<String>,
}

impl Sql {
    fn new(text: impl Into<String>, values: &[&str]) -> Sql {
        Sql { text: text.into(), values: values.iter().map(|v| (*v).to_owned()).collect() }
    }
}

/// One condition of a query.
struct Condition {
    /// Tried on a statement `s` of an article `a`.
    test: Sql,
    indexes: Vec<Index>,
}

/// Where an index has the statements that fit a condition: each stream gives them by key.
struct Index {
    streams: Vec<Stream>,
    /// Whether it gives no others.
    exact: bool,
    /// Whether it looks for words and their speaker at once, which pays only where both are of many statements.
    both: bool,
}

/// Statements `s` by key.
struct Stream {
    /// After `FROM`: tables up to `s`.
    from: String,
    /// What narrows it, with its values.
    narrow: Sql,
    /// What holds the key.
    key: &'static str,
}

impl Stream {
    fn table(index: &str, narrow: Sql) -> Stream {
        Stream { from: format!("_statements s{index}"), narrow, key: "s.key" }
    }

    fn full_text(table: &str, query: &str) -> Stream {
        let narrow = Sql::new(format!("{table} MATCH ?"), &[query]);
        Stream { from: format!("{table} f CROSS JOIN _statements s ON s.key = f.rowid"), narrow, key: "f.rowid" }
    }

    /// What narrows it to some keys; their numbers are values, so that SQLite prepares one query for all days.
    fn between(&self, keys: &Range<i64>) -> Sql {
        let mut out = self.narrow.clone();
        for (side, key, is_bound) in [(">=", keys.start, keys.start > i64::MIN), ("<", keys.end, keys.end < i64::MAX)] {
            if is_bound {
                out.text += &format!(" AND {} {side} ?", self.key);
                out.values.push(key.to_string());
            }
        }
        out
    }
}

impl Ledger {
    /// Calls `each` with every statement that fits, in order, one at a time.
    ///
    /// # Errors
    /// When the words or days of the search cannot be understood, or the ledger cannot be read.  `each` answers `false` to
    /// leave out the rest.
    pub fn said(&self, query: &Query, mut each: impl FnMut(Found) -> bool) -> Result<(), Error> {
        let keys = days(query)?;
        let mut conditions = self.conditions(query)?;
        let streams = match self.narrowest(&conditions, &keys)? {
            Some((at, index)) => {
                let index = conditions[at].indexes.swap_remove(index);
                if index.exact {
                    conditions.remove(at);
                }
                index.streams
            }
            None if query.order == Order::Added => {
                vec![Stream {
                    from: "articles a CROSS JOIN _statements s ON s.article = a.rowid".into(),
                    narrow: Sql::new("1", &[]),
                    key: "s.key",
                }]
            }
            None => vec![Stream::table("", Sql::new("1", &[]))],
        };
        let tests: Vec<&Sql> = conditions.iter().map(|c| &c.test).collect();
        let mut texts = self.texts();
        let mut give = |sql: &Sql| -> Result<bool, Error> {
            let mut statement = self.db.prepare_cached(&sql.text)?;
            let mut rows = statement.query(params_from_iter(&sql.values)).map_err(query_error)?;
            while let Some(row) = rows.next().map_err(query_error)? {
                if !each(found(row, &mut texts)?) {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        if let [stream] = &streams[..] {
            return give(&select(&columns(), stream, &tests, &keys, query)).map(|_| ());
        }
        // The first ones of each stream, then the first of them all.
        let mut first: Vec<(i64, i64, i64)> = Vec::new();
        let mut keys = keys;
        for stream in &streams {
            let sql = select("s.key, s.article, s.position", stream, &tests, &keys, query);
            let mut statement = self.db.prepare_cached(&sql.text)?;
            let rows = statement.query_map(params_from_iter(&sql.values), |r| {
                let (key, article, position) = (r.get(0)?, r.get(1)?, r.get(2)?);
                Ok(if query.order == Order::Day { (key, 0, key) } else { (article, position, key) })
            });
            for row in rows.map_err(query_error)? {
                first.push(row.map_err(query_error)?);
            }
            first.sort_unstable();
            first.dedup();
            first.truncate(query.limit.unwrap_or(usize::MAX));
            // The next stream need not go beyond the last one that is wanted.
            if let Some(last) = first.last().filter(|_| query.order == Order::Day && Some(first.len()) == query.limit) {
                keys.end = keys.end.min(last.2);
            }
        }
        // Many in one query: what it looks up beside the statements is set up once.
        let these = format!(
            "SELECT {} FROM json_each(?) k CROSS JOIN _statements s ON s.key = k.value JOIN articles a ON a.rowid = s.article
             ORDER BY k.key",
            columns()
        );
        for some in first.chunks(TOGETHER) {
            let keys: Vec<i64> = some.iter().map(|(_, _, key)| *key).collect();
            if !give(&Sql::new(&these, &[&format!("{keys:?}")]))? {
                break;
            }
        }
        Ok(())
    }

    /// The index that gives the fewest statements: of which condition, and which of it.
    fn narrowest(&self, conditions: &[Condition], keys: &Range<i64>) -> Result<Option<(usize, usize)>, Error> {
        let indexed = |(at, c): (usize, &Condition)| (0..c.indexes.len()).map(move |i| (at, i)).collect::<Vec<_>>();
        let indexed: Vec<(usize, usize)> = conditions.iter().enumerate().flat_map(indexed).collect();
        let mut best = indexed.first().map(|at| (usize::MAX, *at));
        for at in indexed.iter().copied().filter(|_| indexed.len() > 1) {
            let index = &conditions[at.0].indexes[at.1];
            // What many statements fit is better looked up with another condition.
            let mut n = if index.both { BOTH } else { 0 };
            for stream in index.streams.iter().filter(|_| !index.both) {
                let limit = COUNTED.saturating_sub(n);
                let narrow = stream.between(keys);
                let sql =
                    format!("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {limit})", stream.from, narrow.text);
                let mut counted = self.db.prepare_cached(&sql)?;
                n += counted
                    .query_row(params_from_iter(&narrow.values), |r| r.get::<_, usize>(0))
                    .map_err(query_error)?;
            }
            best = best.min(Some((n, at)));
        }
        Ok(best.map(|b| b.1))
    }

    fn conditions(&self, query: &Query) -> Result<Vec<Condition>, Error> {
        let mut out = Vec::new();
        let name = query.by.as_deref().map(|name| self.asked(name, &query.known.by)).transpose()?;
        if let Some(words) = &query.words {
            let both = name.as_ref().map(|name| self.words_by(words, name)).transpose()?;
            out.push(of_words(words, both.flatten()));
        }
        if let Some(name) = &name {
            out.push(self.by(name)?);
        }
        if let Some(name) = &query.speaker {
            let streams = self.of_speakers(&names_read(IS_NAME), &[name])?;
            let test = Sql::new(
                "((SELECT name FROM named WHERE key = s.key) = ? COLLATE NOCASE
                  OR EXISTS (SELECT 1 FROM joint_speakers WHERE key = s.key AND name = ? COLLATE NOCASE))",
                &[name, name],
            );
            out.push(Condition { test, indexes: vec![Index { streams, exact: false, both: false }] });
        }
        if let Some(about) = &query.about {
            out.push(self.about(about, &query.known.about)?);
        }
        if let Some(article) = &query.article {
            out.push(self.of_article(article)?);
        }
        out.extend(query.country.as_deref().map(of_country));
        out.extend(simple(query));
        Ok(out)
    }

    /// How a name is looked for: in whole words where a speaker's name has them or it is known, else by the beginning of its
    /// last word, which costs many times as much where many words begin so.
    fn asked<'a>(&self, name: &'a str, known: &'a [String]) -> Result<Asked<'a>, Error> {
        let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let phrase = format!("\"{}\"", words.join(" "));
        let mut held = self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM names_fts WHERE names_fts MATCH ?1)")?;
        let whole = !words.is_empty() && (!known.is_empty() || held.query_row([&phrase], |r| r.get(0))?);
        let phrase = if whole { phrase } else { phrase + " *" };
        Ok(Asked { name, known, whole, phrase: (!words.is_empty()).then_some(phrase) })
    }

    /// Who speaks: statements of names that have the words, as read or as decided, and those whose source has them.
    fn by(&self, name: &Asked<'_>) -> Result<Condition, Error> {
        let test = name.speaks();
        let Some(words) = &name.phrase else { return Ok(Condition { test, indexes: Vec::new() }) };
        let names = "SELECT rowid FROM names_fts WHERE names_fts MATCH ?1 UNION SELECT rowid FROM names WHERE name COLLATE NOCASE IN
            (SELECT name FROM actor_fixes WHERE called LIKE ?2 ESCAPE '\\' OR called COLLATE NOCASE IN (SELECT value FROM json_each(?3))
             UNION SELECT value FROM json_each(?3))";
        let mut streams = self.of_speakers(names, &[words, &part(name.name), &list(name.known)])?;
        // A name that people forgot leaves the words of the source.
        let forgotten: Vec<String> = self
            .db
            .prepare_cached("SELECT DISTINCT name FROM actor_fixes WHERE called IS NULL")?
            .query_map([], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        let forgotten: String =
            forgotten.iter().map(|n| format!(" OR speaker_name : \"{}\"", n.replace('"', " "))).collect();
        streams.push(Stream::full_text("sources_fts", words));
        if !forgotten.is_empty() {
            streams
                .push(Stream::full_text("statements_fts", &format!("(source : ({words})) AND ({})", &forgotten[4..])));
        }
        Ok(Condition { test, indexes: vec![Index { streams, exact: false, both: false }] })
    }

    /// The streams of the speakers whose names a query gives, and of those who speak with others.
    fn of_speakers(&self, names: &str, values: &[&str]) -> Result<Vec<Stream>, Error> {
        let mut streams = self.of_names(names, values, BY_NAME, "s.key")?;
        streams.extend(self.of_names(&joined(names), values, BY_JOINT, "j.key")?);
        Ok(streams)
    }

    /// The streams of the names that a query gives, by their numbers: one for each, or one for all where they are many.
    fn of_names(
        &self,
        names: &str,
        values: &[&str],
        (from, name): (&str, &str),
        key: &'static str,
    ) -> Result<Vec<Stream>, Error> {
        let mut found = self.db.prepare_cached(names)?;
        let numbers: Vec<i64> = found.query_map(params_from_iter(values), |r| r.get(0))?.collect::<Result<_, _>>()?;
        let stream = |test: String, values: Vec<String>| Stream {
            from: from.to_owned(),
            narrow: Sql { text: format!("{name} {test}"), values },
            key,
        };
        Ok(if numbers.len() <= NAMES {
            numbers.iter().map(|n| stream("= ?".into(), vec![n.to_string()])).collect()
        } else {
            vec![stream("IN (SELECT value FROM json_each(?))".into(), vec![format!("{numbers:?}")])]
        })
    }

    /// Words by a speaker, both looked up in the full text at once.
    fn words_by(&self, words: &str, name: &Asked<'_>) -> Result<Option<Index>, Error> {
        let Some(of_name) = &name.phrase else { return Ok(None) };
        let mut fixes =
            self.db.prepare_cached("SELECT DISTINCT name FROM actor_fixes WHERE called LIKE ?1 ESCAPE '\\'")?;
        let mut who = format!("{{source speaker_name}} : ({of_name})");
        for read in fixes.query_map([part(name.name)], |r| r.get::<_, String>(0))? {
            who += &format!(" OR speaker_name : \"{}\"", read?.replace('"', " "));
        }
        for known in name.known {
            who += &format!(" OR speaker_name : \"{}\"", known.replace('"', " "));
        }
        let both = format!("({}) AND ({who})", full_text(words));
        let streams = ["statements_fts", "joint_fts"].map(|table| Stream::full_text(table, &both)).into();
        Ok(Some(Index { streams, exact: true, both: true }))
    }

    fn about(&self, name: &str, known: &[String]) -> Result<Condition, Error> {
        let of = "SELECT 1 FROM json_each(s.about) x JOIN _actors k ON k.article = s.article AND k.number = x.value
            JOIN names n ON n.rowid = k.name WHERE n.name LIKE ? ESCAPE '\\' OR n.name COLLATE NOCASE IN (SELECT value FROM json_each(?))";
        let names = "SELECT rowid FROM names WHERE name LIKE ?1 ESCAPE '\\' UNION
            SELECT rowid FROM names WHERE name COLLATE NOCASE IN (SELECT value FROM json_each(?2))";
        let from = ("_about b CROSS JOIN _statements s ON s.key = b.key", "b.name");
        let values = [&part(name)[..], &list(known)[..]];
        let streams = self.of_names(names, &values, from, "b.key")?;
        let test = Sql::new(format!("EXISTS ({of})"), &values);
        Ok(Condition { test, indexes: vec![Index { streams, exact: false, both: false }] })
    }

    fn of_article(&self, id: &str) -> Result<Condition, Error> {
        let mut rows = self.db.prepare_cached("SELECT rowid FROM articles WHERE id >= ?1 AND id < ?1 || 'g'")?;
        let rows: Vec<i64> = rows.query_map([id.to_ascii_lowercase()], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let test = Sql::new("s.article IN (SELECT value FROM json_each(?))", &[&format!("{rows:?}")]);
        let streams = vec![Stream::table(" INDEXED BY statements_by_article", test.clone())];
        Ok(Condition { test, indexes: vec![Index { streams, exact: true, both: false }] })
    }
}

/// A name that is looked for.
struct Asked<'a> {
    name: &'a str,
    /// Whole names that fit besides.
    known: &'a [String],
    /// Whether only whole words count.
    whole: bool,
    /// An FTS5 phrase; `None` where the name has no word.
    phrase: Option<String>,
}

impl Asked<'_> {
    /// Tried on a statement: its speaker's name, as people decided, or the source's words hold the name, or it is one of
    /// the whole names.
    fn speaks(&self) -> Sql {
        let mut out = self.holds();
        // `UN` is not in `Kim Jong Un`.
        let initials = self.name.len() <= LONGEST_INITIALS && !self.name.chars().any(char::is_lowercase);
        if !self.known.is_empty() && initials {
            out.text = format!("({} AND instr({WHO}, ?))", out.text);
            out.values.push(self.name.to_owned());
        }
        if !self.known.is_empty() {
            let who = "(SELECT name FROM named WHERE key = s.key) COLLATE NOCASE";
            let joint = "EXISTS (SELECT 1 FROM joint_speakers WHERE key = s.key AND name COLLATE NOCASE IN (SELECT value FROM json_each(?)))";
            out.text = format!("({} OR {who} IN (SELECT value FROM json_each(?)) OR {joint})", out.text);
            out.values.extend([list(self.known), list(self.known)]);
        }
        out
    }

    fn holds(&self) -> Sql {
        if !self.whole {
            return Sql::new(format!("{WHO} LIKE ? ESCAPE '\\'"), &[&part(self.name)]);
        }
        // No letter or digit stands beside one at its ends.
        let edge = |c: Option<char>| if c.is_some_and(char::is_alphanumeric) { "[^a-z0-9]" } else { "" };
        let (first, last) = (edge(self.name.chars().next()), edge(self.name.chars().next_back()));
        let quote = |c: char| if "*?[".contains(c) { format!("[{c}]") } else { c.into() };
        let words: String = self.name.to_ascii_lowercase().chars().map(quote).collect();
        Sql::new(format!("' ' || lower({WHO}) || ' ' GLOB ?"), &[&format!("*{first}{words}{last}*")])
    }
}

/// What a stream gives that fits all tests.
fn select(columns: &str, stream: &Stream, tests: &[&Sql], keys: &Range<i64>, query: &Query) -> Sql {
    let articles =
        if stream.from.starts_with("articles a ") { "" } else { " CROSS JOIN articles a ON a.rowid = s.article" };
    let mut out = stream.between(keys);
    out.text = format!("SELECT {columns} FROM {}{articles} WHERE {} AND s.live", stream.from, out.text);
    for test in tests {
        out.text += &format!(" AND {}", test.text);
        out.values.extend(test.values.clone());
    }
    if query.without_wrong {
        out.text += " AND lower(hex(s.id)) NOT IN (SELECT statement FROM decisions WHERE verdict = 'wrong')";
    }
    out.text += &match query.order {
        Order::Day => format!(" ORDER BY {}", stream.key),
        Order::Added => " ORDER BY a.rowid, s.position".into(),
    };
    if let Some(limit) = query.limit {
        out.text += &format!(" LIMIT {limit}");
    }
    out
}

/// The keys of the days asked for.
fn days(query: &Query) -> Result<Range<i64>, Error> {
    let unknown =
        |day: &str| Error::new(ErrorKind::Query, format!("{day} is no day; write 2022-07-04, 2022-07 or 2022"));
    let mut keys = i64::MIN..i64::MAX;
    if query.since.is_some() || query.until.is_some() {
        keys.start = 0;
    }
    if let Some(since) = &query.since {
        keys.start = keys_of(Some(first_day(since).ok_or_else(|| unknown(since))?)).start;
    }
    if let Some(until) = &query.until {
        keys.end = keys_of(Some(last_day(until).ok_or_else(|| unknown(until))?)).end;
    }
    Ok(keys)
}

/// The conditions on a statement's own columns and on its article's.
fn simple(query: &Query) -> Vec<Condition> {
    let mut out = Vec::new();
    let mut test = |index: Option<&str>, text: &str, values: &[&str]| {
        let test = Sql::new(text, values);
        let stream = |i: &str| Index {
            streams: vec![Stream::table(i, Sql { text: format!("s.live AND {text}"), ..test.clone() })],
            exact: true,
            both: false,
        };
        out.push(Condition { indexes: index.map(stream).into_iter().collect(), test });
    };
    match query.act.as_deref() {
        Some("state") => test(None, "s.act IS NULL", &[]),
        Some(act) => test(Some(" INDEXED BY statements_by_act"), "s.act = ?", &[act]),
        None => {}
    }
    if let Some(to) = &query.to {
        let words = "(SELECT addressee FROM statements WHERE key = s.key)";
        let known = format!("{ADDRESSEE} COLLATE NOCASE IN (SELECT value FROM json_each(?))");
        test(
            None,
            &format!("({ADDRESSEE} LIKE ? ESCAPE '\\' OR {words} LIKE ? ESCAPE '\\' OR {known})"),
            &[&part(to), &part(to), &list(&query.known.to)],
        );
    }
    if let Some(sector) = &query.sector {
        let joint = "EXISTS (SELECT 1 FROM joint_speakers WHERE key = s.key AND sector = ?)";
        test(None, &format!("(s.sector = ? OR {joint})"), &[sector, sector]);
    }
    if let Some(outlet) = &query.outlet {
        test(None, "a.outlet LIKE ? ESCAPE '\\'", &[&part(outlet)]);
    }
    if let Some(kind) = &query.kind {
        test(None, "coalesce(s.kind, 'indirect') = ?", &[kind]);
    }
    if query.min_confidence > 0.0 {
        test(None, "s.confidence >= CAST(? AS INTEGER)", &[&((query.min_confidence * CONFIDENCE).ceil()).to_string()]);
    }
    out
}

/// Statements of a country: of the speaker or of those who speak with him.
fn of_country(country: &str) -> Condition {
    let joint = "EXISTS (SELECT 1 FROM joint_speakers WHERE key = s.key AND country = ?)";
    let test = Sql::new(format!("(s.country = ? OR {joint})"), &[country, country]);
    let own = Stream::table(" INDEXED BY statements_by_country", Sql::new("s.live AND s.country = ?", &[country]));
    let from = "_joint j INDEXED BY joint_by_country CROSS JOIN _statements s ON s.key = j.key";
    let joint = Stream { from: from.into(), narrow: Sql::new("j.country = ?", &[country]), key: "j.key" };
    Condition { test, indexes: vec![Index { streams: vec![own, joint], exact: true, both: false }] }
}

fn of_words(words: &str, by_somebody: Option<Index>) -> Condition {
    let query = full_text(words);
    let found = "EXISTS (SELECT 1 FROM statements_fts WHERE statements_fts MATCH ? AND rowid = s.key)";
    let index = Index { streams: vec![Stream::full_text("statements_fts", &query)], exact: true, both: false };
    Condition { test: Sql::new(found, &[&query]), indexes: std::iter::once(index).chain(by_somebody).collect() }
}

/// Of the names whose numbers a query gives, those who speak with others.
fn joined(names: &str) -> String {
    format!("WITH n (name) AS ({names}) SELECT name FROM n WHERE EXISTS (SELECT 1 FROM _joint j WHERE j.name = n.name)")
}

/// Names as a JSON list, as `json_each` takes them.
fn list(names: &[String]) -> String {
    json!(names).to_string()
}

/// A LIKE pattern for a part of a text.
pub(crate) fn part(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// Words as an FTS5 query: every word must occur; what stands in double quotation marks is a
/// phrase.  No other sign has a meaning, so that no search can fail.
fn full_text(words: &str) -> String {
    let straight = words.replace(['“', '”'], "\"");
    let mut out: Vec<String> = Vec::new();
    for (i, piece) in straight.split('"').enumerate() {
        let quoted = i % 2 == 1;
        if quoted {
            out.push(format!("\"{piece}\""));
        } else {
            out.extend(piece.split_whitespace().map(|w| format!("\"{w}\"")));
        }
    }
    out.retain(|p| p.chars().any(char::is_alphanumeric));
    if out.is_empty() { "\"\"".into() } else { format!("{{content source}} : ({})", out.join(" AND ")) }
}
