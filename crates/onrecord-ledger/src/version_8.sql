-- Version 8: nothing is kept twice.  Words are not copied out of the text but cut from it by the views; articles, names
-- and statements go by numbers; what is so of most (indirect, a cue, named, a plain statement) is NULL.  What begins with
-- an underscore is the packed form; the views of the former names unpack it.
--
-- A statement's key is its day (1 is the first of January of the year 1) times 2^24 and a number, so that every index
-- gives statements by day; keys of statements without a day are below 0.

DROP VIEW speakers;
DROP VIEW quotations;
DROP VIEW named;
DROP VIEW stories;
DROP TABLE statements_fts;
DROP TABLE articles_fts;
DROP TRIGGER statements_added;
DROP TRIGGER statements_gone;
DROP TRIGGER statements_named;
DROP TRIGGER articles_added;
DROP TRIGGER articles_replaced;
DROP TRIGGER names_added;

-- The text comes last, so that the other columns are read without it.
CREATE TABLE _articles (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,             -- stable id of the content
    path TEXT NOT NULL,                  -- where it was first read, as given; #n for the n-th record of a file
    sha256 TEXT NOT NULL,                -- of the bytes read
    headline TEXT,
    published TEXT,                      -- ISO 8601, with the precision given
    published_why TEXT,                  -- how it was decided
    published_ambiguous INTEGER NOT NULL DEFAULT 0,
    outlet TEXT, byline TEXT, url TEXT, language TEXT,
    reader TEXT NOT NULL,                -- version of program and model that read it
    warnings TEXT NOT NULL,              -- JSON: [{code, message}]
    replaced_by TEXT,                    -- id of a newer version of the same address or file
    record TEXT,                         -- an archive's own id of the record
    record_offset INTEGER,               -- first byte of the record in its file
    record_length INTEGER,               -- bytes that it takes there
    retrieved TEXT,                      -- when, RFC 3339
    headers TEXT NOT NULL DEFAULT '[]',  -- JSON: [[name, value]], the HTTP headers that matter
    story TEXT,                          -- id of the first article held with this text or nearly so; its own id if none
    shared REAL,                         -- the part of the shorter text that both have
    layout TEXT NOT NULL,                -- JSON: spans of headline, standfirst and paragraphs
    text TEXT NOT NULL                   -- headline, standfirst and body; all offsets point into it, in code points from 0
);
INSERT INTO _articles SELECT rowid, id, path, sha256, headline, published, published_why, published_ambiguous, outlet, byline, url, language,
    reader, warnings, replaced_by, record, record_offset, record_length, retrieved, headers, coalesce(story, id), shared, layout, text
    FROM articles ORDER BY rowid;

-- Names of speakers and of actors, as they were read, each once; counts are of the statements that are live.
ALTER TABLE names ADD COLUMN speaks INTEGER NOT NULL DEFAULT 0; -- whether a speaker has it
ALTER TABLE names ADD COLUMN copies INTEGER NOT NULL DEFAULT 0; -- articles with statements beyond the first of each story
UPDATE names SET speaks = 1;
INSERT OR IGNORE INTO names (name) SELECT DISTINCT name FROM actors UNION SELECT name FROM statement_actors;
CREATE TRIGGER names_speak AFTER UPDATE OF speaks ON names WHEN new.speaks > old.speaks BEGIN
    INSERT INTO names_fts (rowid, name) VALUES (new.rowid, new.name);
END;

CREATE TABLE _statements (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL,                    -- the eight bytes of the stable id of article and spans
    article INTEGER NOT NULL REFERENCES articles (rowid),
    position INTEGER NOT NULL,           -- order in the article
    live INTEGER NOT NULL DEFAULT 1,     -- 0 where its article is replaced or a later reading does not find it
    current INTEGER NOT NULL DEFAULT 1,  -- 0 where a later reading does not find it but a person has decided on it
    name INTEGER,                        -- of names, the speaker's
    speaker INTEGER,                     -- number of an actor of the article
    status TEXT,                         -- unnamed, unresolved, missing; NULL: named
    country TEXT, sector TEXT,           -- of who speaks
    act TEXT,                            -- NULL: state
    kind TEXT,                           -- direct, mixed; NULL: indirect
    origin TEXT,                         -- continues, transcript; NULL: cue
    modality TEXT,                       -- negated, hedged, conditional, future, hypothetical
    confidence INTEGER NOT NULL,         -- in ten thousandths
    start INTEGER NOT NULL,              -- first offset of its pieces
    pieces TEXT NOT NULL,                -- JSON: [[role, offset from start, length]]; roles as in the view spans, from 0
    about TEXT,                          -- JSON: numbers of actors of the article
    said TEXT, said_first TEXT, said_last TEXT, -- ISO 8601: as said, first and last day
    addressee INTEGER,                   -- number of an actor of the article
    addressee_country TEXT, addressee_sector TEXT,
    parent BLOB, continues BLOB,         -- ids of statements
    reader TEXT                          -- NULL: the article's
);
INSERT INTO _statements
    SELECT CASE WHEN day IS NULL THEN -70368744177664 ELSE day << 24 END + row_number() OVER (PARTITION BY day ORDER BY rowid),
        unhex(id), number, position, live, current, name, speaker, status, country, sector, act, kind, origin, modality, confidence, start,
        (SELECT json_group_array(json_array(role, "from", length)) FROM (
            SELECT instr('source   cue      content  quoted   addresseesaid     venue    modality ', role) / 9 AS role, p.start - old.start AS "from", p."end" - p.start AS length
            FROM spans p WHERE p.statement = old.id ORDER BY 1, p.position)),
        (SELECT json_group_array(number) FROM (SELECT CAST(substr(actor, 2) AS INTEGER) AS number FROM statement_actors x
            WHERE x.statement = old.id AND x.role = 'about' ORDER BY x.position) HAVING count(*) > 0),
        said, said_first, said_last, addressee_actor, addressee_country, addressee_sector, unhex(parent), unhex(continues), reader
    FROM (SELECT s.rowid, s.id, a.rowid AS number, position, live, current, n.rowid AS name, CAST(substr(speaker, 2) AS INTEGER) AS speaker,
            nullif(speaker_status, 'named') AS status, country, sector, nullif(act, 'state') AS act, nullif(kind, 'indirect') AS kind,
            nullif(origin, 'cue') AS origin, nullif(modality, '') AS modality, CAST(round(confidence * 10000) AS INTEGER) AS confidence,
            coalesce((SELECT min(start) FROM spans WHERE statement = s.id), 0) AS start,
            said, said_first, said_last, CAST(substr(addressee_actor, 2) AS INTEGER) AS addressee_actor, addressee_country, addressee_sector,
            parent, continues, nullif(s.reader, a.reader) AS reader,
            coalesce(CAST(julianday(substr(said_first || '-01-01', 1, 10)) - 1721424.5 AS INTEGER),
                CAST(julianday(substr(said || '-01-01', 1, 10)) - 1721424.5 AS INTEGER),
                CAST(julianday(substr(a.published || '-01-01', 1, 10)) - 1721424.5 AS INTEGER)) AS day
        FROM statements s JOIN _articles a ON a.id = s.article LEFT JOIN names n ON n.name = s.speaker_name) old
    ORDER BY 1;
CREATE TABLE _about (                    -- actors that statements speak of
    name INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (name, key)
) WITHOUT ROWID;
INSERT OR IGNORE INTO _about SELECT n.rowid, s.key FROM statement_actors x JOIN names n ON n.name = x.name JOIN statements o ON o.id = x.statement
    JOIN _statements s ON s.id = unhex(x.statement) WHERE x.role = 'about';
CREATE TABLE _actors (
    article INTEGER NOT NULL REFERENCES articles (rowid), number INTEGER NOT NULL, -- a1, a2, ... within the article
    name INTEGER NOT NULL, kind TEXT,    -- of names; NULL: person
    roles TEXT,                          -- JSON; NULL: none
    mentions TEXT NOT NULL,              -- JSON: [[start, length, way]]; ways as in the view actors, from 0
    country TEXT, sector TEXT,           -- ISO 3166-1 alpha-3, PLOVER
    wikidata TEXT, entry TEXT,           -- the entry of the base that decided: its form and its set
    PRIMARY KEY (article, number)
) WITHOUT ROWID;
INSERT INTO _actors SELECT a.rowid, CAST(substr(k.id, 2) AS INTEGER), n.rowid, nullif(k.kind, 'person'), nullif(k.roles, '[]'),
        (SELECT json_group_array(json_array(json_extract(m.value, '$.start'), json_extract(m.value, '$.end') - json_extract(m.value, '$.start'),
            instr('name     surname  role     pronoun  acronym  metonym  nominal  office   ', json_extract(m.value, '$.how')) / 9)) FROM json_each(k.mentions) m),
        k.country, k.sector, k.wikidata, k.entry
    FROM actors k JOIN _articles a ON a.id = k.article JOIN names n ON n.name = k.name ORDER BY 1, 2;
CREATE TABLE _times (
    article INTEGER NOT NULL REFERENCES articles (rowid), position INTEGER NOT NULL,
    start INTEGER NOT NULL, length INTEGER NOT NULL,
    type TEXT, value TEXT NOT NULL, modifier TEXT, interval TEXT, anchor TEXT, ambiguous INTEGER NOT NULL, -- NULL: DATE; published
    PRIMARY KEY (article, position)
) WITHOUT ROWID;
INSERT INTO _times SELECT a.rowid, position, start, "end" - start, nullif(type, 'DATE'), value, modifier, interval, nullif(anchor, 'published'), ambiguous
    FROM times t JOIN _articles a ON a.id = t.article ORDER BY 1, 2;
CREATE TABLE _amounts (
    article INTEGER NOT NULL REFERENCES articles (rowid), position INTEGER NOT NULL,
    start INTEGER NOT NULL, length INTEGER NOT NULL,
    kind TEXT, value REAL, upper REAL, modifier TEXT, unit TEXT, of_start INTEGER, of_length INTEGER, role TEXT, -- NULL: count
    PRIMARY KEY (article, position)
) WITHOUT ROWID;
INSERT INTO _amounts SELECT a.rowid, position, start, "end" - start, nullif(kind, 'count'), value, upper, modifier, unit, of_start, of_end - of_start, role
    FROM amounts m JOIN _articles a ON a.id = m.article ORDER BY 1, 2;
CREATE TABLE _categories (article TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL);
INSERT INTO _categories SELECT article, position, name FROM categories;
CREATE TABLE _pages (article TEXT NOT NULL, body BLOB NOT NULL);
INSERT INTO _pages SELECT article, body FROM pages;
CREATE TABLE _bands (                    -- where near copies of a text are looked for
    band INTEGER NOT NULL, article INTEGER NOT NULL, -- four bytes of a hash; rowid of an article
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
INSERT OR IGNORE INTO _bands SELECT (((band & 4294967295) + 2147483648) & 4294967295) - 2147483648 AS short, article FROM bands ORDER BY 1, 2;

DROP TABLE bands;
DROP TABLE categories;
DROP TABLE pages;
DROP TABLE spans;
DROP TABLE statement_actors;
DROP TABLE actors;
DROP TABLE times;
DROP TABLE amounts;
DROP TABLE statements;
DROP TABLE articles;
ALTER TABLE _articles RENAME TO articles;
CREATE TABLE categories (article TEXT NOT NULL REFERENCES articles (id), position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (article, position)) WITHOUT ROWID;
INSERT INTO categories SELECT * FROM _categories;
CREATE TABLE pages (                     -- pages fetched from the network, for their bytes are nowhere else
    article TEXT PRIMARY KEY REFERENCES articles (id), body BLOB NOT NULL -- gzip
) WITHOUT ROWID;
INSERT INTO pages SELECT * FROM _pages;
DROP TABLE _categories;
DROP TABLE _pages;

CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL;
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_published ON articles (published);
CREATE INDEX articles_by_story ON articles (story);
CREATE INDEX statements_by_id ON _statements (id);
CREATE INDEX statements_by_article ON _statements (article);
CREATE INDEX statements_by_name ON _statements (name, key) WHERE live AND name IS NOT NULL;
CREATE INDEX statements_by_country ON _statements (country, key) WHERE live AND country IS NOT NULL;
CREATE INDEX statements_by_act ON _statements (act, key) WHERE live AND act IS NOT NULL;
CREATE INDEX actors_with_roles ON _actors (name) WHERE roles IS NOT NULL; -- most are named without one

-- What an actor's page counts: live statements and their articles, by speaker and outlet.
CREATE TABLE _quoted (
    name INTEGER NOT NULL, outlet TEXT NOT NULL, -- of names; '' where the article names none
    statements INTEGER NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (name, outlet)
) WITHOUT ROWID;
INSERT INTO _quoted SELECT s.name, coalesce(a.outlet, ''), count(*), count(DISTINCT s.article)
    FROM _statements s JOIN articles a ON a.rowid = s.article WHERE s.live AND s.name IS NOT NULL GROUP BY 1, 2;
UPDATE names SET copies = (SELECT count(DISTINCT s.article) - count(DISTINCT a.story) FROM _statements s JOIN articles a ON a.rowid = s.article
    WHERE s.name = names.rowid AND s.live) WHERE speaks;

CREATE VIEW spans AS                     -- one piece of a statement
    SELECT s.key, lower(hex(s.id)) AS statement,
        CASE json_extract(p.value, '$[0]') WHEN 0 THEN 'source' WHEN 1 THEN 'cue' WHEN 2 THEN 'content' WHEN 3 THEN 'quoted'
            WHEN 4 THEN 'addressee' WHEN 5 THEN 'said' WHEN 6 THEN 'venue' ELSE 'modality' END AS role,
        p.key - (SELECT min(q.key) FROM json_each(s.pieces) q WHERE json_extract(q.value, '$[0]') = json_extract(p.value, '$[0]')) AS position,
        s.start + json_extract(p.value, '$[1]') AS start,
        s.start + json_extract(p.value, '$[1]') + json_extract(p.value, '$[2]') AS "end"
    FROM _statements s, json_each(s.pieces) p;
CREATE VIEW statements AS
    SELECT s.key, lower(hex(s.id)) AS id, a.id AS article, s.position, coalesce(s.kind, 'indirect') AS kind, coalesce(s.origin, 'cue') AS origin,
        CASE WHEN s.parent IS NOT NULL THEN lower(hex(s.parent)) END AS parent, CASE WHEN s.continues IS NOT NULL THEN lower(hex(s.continues)) END AS continues,
        'a' || s.speaker AS speaker, n.name AS speaker_name, coalesce(s.status, 'named') AS speaker_status,
        coalesce((SELECT group_concat(substr(a.text, s.start + json_extract(p.value, '$[1]') + 1, json_extract(p.value, '$[2]')), ' … ')
            FROM json_each(s.pieces) p WHERE json_extract(p.value, '$[0]') = 0), '') AS source,
        coalesce((SELECT group_concat(substr(a.text, s.start + json_extract(p.value, '$[1]') + 1, json_extract(p.value, '$[2]')), ' … ')
            FROM json_each(s.pieces) p WHERE json_extract(p.value, '$[0]') = 1), '') AS cue,
        coalesce((SELECT group_concat(substr(a.text, s.start + json_extract(p.value, '$[1]') + 1, json_extract(p.value, '$[2]')), ' … ')
            FROM json_each(s.pieces) p WHERE json_extract(p.value, '$[0]') = 2), '') AS content,
        (SELECT substr(a.text, s.start + json_extract(p.value, '$[1]') + 1, json_extract(p.value, '$[2]'))
            FROM json_each(s.pieces) p WHERE json_extract(p.value, '$[0]') = 4) AS addressee,
        s.said, (SELECT substr(a.text, s.start + json_extract(p.value, '$[1]') + 1, json_extract(p.value, '$[2]'))
            FROM json_each(s.pieces) p WHERE json_extract(p.value, '$[0]') = 5) AS said_words,
        s.confidence / 10000.0 AS confidence, coalesce(s.reader, a.reader) AS reader, s.current, 'a' || s.addressee AS addressee_actor,
        (SELECT substr(a.text, s.start + json_extract(p.value, '$[1]') + 1, json_extract(p.value, '$[2]'))
            FROM json_each(s.pieces) p WHERE json_extract(p.value, '$[0]') = 6) AS venue,
        s.said_first, s.said_last, coalesce(s.act, 'state') AS act, coalesce(s.modality, '') AS modality,
        substr(coalesce(s.said_first, s.said, a.published), 1, 10) AS day, s.live, s.country, s.sector, s.addressee_country, s.addressee_sector
    FROM _statements s JOIN articles a ON a.rowid = s.article LEFT JOIN names n ON n.rowid = s.name;
CREATE VIEW actors AS                    -- somebody named in one article
    SELECT a.id AS article, 'a' || k.number AS id, n.name, coalesce(k.kind, 'person') AS kind, coalesce(k.roles, '[]') AS roles,
        (SELECT json_group_array(json_object('start', json_extract(m.value, '$[0]'), 'end', json_extract(m.value, '$[0]') + json_extract(m.value, '$[1]'),
            'how', CASE json_extract(m.value, '$[2]') WHEN 0 THEN 'name' WHEN 1 THEN 'surname' WHEN 2 THEN 'role' WHEN 3 THEN 'pronoun'
                WHEN 4 THEN 'acronym' WHEN 5 THEN 'metonym' WHEN 6 THEN 'nominal' ELSE 'office' END)) FROM json_each(k.mentions) m) AS mentions,
        k.country, k.sector, k.wikidata, k.entry
    FROM _actors k JOIN articles a ON a.rowid = k.article JOIN names n ON n.rowid = k.name;
CREATE VIEW statement_actors AS          -- an actor that a statement speaks of or to
    SELECT s.key, lower(hex(s.id)) AS statement, 'about' AS role, x.key AS position, 'a' || x.value AS actor, n.name
    FROM _statements s CROSS JOIN json_each(s.about) x CROSS JOIN _actors k ON k.article = s.article AND k.number = x.value JOIN names n ON n.rowid = k.name
    UNION ALL SELECT s.key, lower(hex(s.id)), 'addressee', 0, 'a' || s.addressee, n.name
    FROM _statements s JOIN _actors k ON k.article = s.article AND k.number = s.addressee JOIN names n ON n.rowid = k.name;
CREATE VIEW times AS                     -- a time that an article names
    SELECT a.id AS article, t.position, t.start, t.start + t.length AS "end", substr(a.text, t.start + 1, t.length) AS words,
        coalesce(t.type, 'DATE') AS type, t.value, t.modifier, t.interval, coalesce(t.anchor, 'published') AS anchor, t.ambiguous
    FROM _times t JOIN articles a ON a.rowid = t.article;
CREATE VIEW amounts AS
    SELECT a.id AS article, m.position, m.start, m.start + m.length AS "end", substr(a.text, m.start + 1, m.length) AS words,
        coalesce(m.kind, 'count') AS kind, m.value, m.upper, m.modifier, m.unit, m.of_start, m.of_start + m.of_length AS of_end,
        substr(a.text, m.of_start + 1, m.of_length) AS of, m.role
    FROM _amounts m JOIN articles a ON a.rowid = m.article;
CREATE VIEW named AS                     -- the speaker of each statement, as people decided
    SELECT s.key, lower(hex(s.id)) AS statement, CASE WHEN one.name IS NOT NULL THEN one.called WHEN every.name IS NOT NULL THEN every.called ELSE n.name END AS name
    FROM _statements s JOIN articles a ON a.rowid = s.article LEFT JOIN names n ON n.rowid = s.name
    LEFT JOIN actor_fixes one ON one.name = n.name AND one.article = a.id LEFT JOIN actor_fixes every ON every.name = n.name AND every.article = '';
CREATE VIEW quotations AS                -- a statement, ready to read
    SELECT s.key, s.id, coalesce(CASE WHEN one.name IS NOT NULL THEN one.called WHEN every.name IS NOT NULL THEN every.called ELSE s.speaker_name END, s.source) AS who,
        CASE WHEN s.speaker_status = 'named' AND (one.name IS NOT NULL AND one.called IS NULL OR one.name IS NULL AND every.name IS NOT NULL AND every.called IS NULL)
            THEN 'unresolved' ELSE s.speaker_status END AS speaker_status,
        s.act, s.content AS what, s.kind, s.modality, s.addressee AS to_whom, coalesce(s.said_first, s.said, a.published) AS day,
        a.outlet, a.headline, a.url, a.path, s.confidence, d.verdict, s.article, s.country, s.sector, a.story
    FROM statements s JOIN articles a ON a.id = s.article LEFT JOIN decisions d ON d.statement = s.id
    LEFT JOIN actor_fixes one ON one.name = s.speaker_name AND one.article = s.article
    LEFT JOIN actor_fixes every ON every.name = s.speaker_name AND every.article = ''
    WHERE s.live;
CREATE VIEW speakers AS                  -- a named speaker
    SELECT who, count(*) AS statements, count(DISTINCT article) AS articles, count(DISTINCT outlet) AS outlets, count(DISTINCT story) AS stories,
        min(day) AS first_day, max(day) AS last_day, max(country) AS country, max(sector) AS sector
    FROM quotations WHERE speaker_status = 'named' GROUP BY who;
CREATE VIEW stories AS                   -- texts that stand in more than one article, the earliest first
    SELECT story, count(*) AS articles, count(DISTINCT outlet) AS outlets, min(substr(published, 1, 10)) AS first_day, max(substr(published, 1, 10)) AS last_day
    FROM articles GROUP BY story HAVING count(*) > 1;

-- Positions of words in articles would double the index; their phrases are found in statements.
CREATE VIRTUAL TABLE articles_fts USING fts5 (text, content='articles', content_rowid='rowid', detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 2');
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, text) VALUES (new.rowid, new.text);
END;
CREATE VIRTUAL TABLE statements_fts USING fts5 (content, source, speaker_name, content='statements', content_rowid='key', columnsize=0, tokenize='unicode61 remove_diacritics 2');
INSERT INTO statements_fts (rowid, content, source, speaker_name) SELECT key, content, source, speaker_name FROM statements ORDER BY key;
-- Sources of statements whose speaker has no name.
CREATE VIRTUAL TABLE sources_fts USING fts5 (source, content='statements', content_rowid='key', columnsize=0, tokenize='unicode61 remove_diacritics 2');
INSERT INTO sources_fts (rowid, source) SELECT key, source FROM statements WHERE speaker_name IS NULL AND source <> '' ORDER BY key;
