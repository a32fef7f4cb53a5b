-- Version 9: statements that several make together.  The first of them is the speaker as before; the others stand here.

ALTER TABLE _statements ADD COLUMN joint TEXT; -- JSON: numbers of actors of the article; NULL: nobody else
CREATE TABLE _joint (                    -- those who make statements together with their speakers
    name INTEGER NOT NULL, key INTEGER NOT NULL, -- of names; of _statements
    country TEXT, PRIMARY KEY (name, key)
) WITHOUT ROWID;
CREATE INDEX joint_by_country ON _joint (country, key) WHERE country IS NOT NULL;

CREATE VIEW _said AS                     -- live statements by the numbers of the names of all who make them
    SELECT name, key, article, act FROM _statements WHERE live AND name IS NOT NULL
    UNION ALL SELECT j.name, j.key, s.article, s.act FROM _joint j CROSS JOIN _statements s ON s.key = j.key WHERE s.live;
CREATE VIEW joint_speakers AS            -- those who make a statement together with its speaker, as people decided
    SELECT s.key, lower(hex(s.id)) AS statement, x.key AS position, 'a' || x.value AS actor,
        CASE WHEN one.name IS NOT NULL THEN one.called WHEN every.name IS NOT NULL THEN every.called ELSE n.name END AS name,
        k.country, k.sector
    FROM _statements s CROSS JOIN json_each(s.joint) x CROSS JOIN _actors k ON k.article = s.article AND k.number = x.value
    JOIN names n ON n.rowid = k.name JOIN articles a ON a.rowid = s.article
    LEFT JOIN actor_fixes one ON one.name = n.name AND one.article = a.id LEFT JOIN actor_fixes every ON every.name = n.name AND every.article = ''
    WHERE s.joint IS NOT NULL;

-- Words by those who speak with others, looked up at once; `speaker_name` holds their names as they were read.
CREATE VIRTUAL TABLE joint_fts USING fts5 (content, source, speaker_name, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');

DROP VIEW statement_actors;
CREATE VIEW statement_actors AS          -- an actor that a statement speaks of or to, or that makes it with the speaker
    SELECT s.key, lower(hex(s.id)) AS statement, 'about' AS role, x.key AS position, 'a' || x.value AS actor, n.name
    FROM _statements s CROSS JOIN json_each(s.about) x CROSS JOIN _actors k ON k.article = s.article AND k.number = x.value JOIN names n ON n.rowid = k.name
    UNION ALL SELECT s.key, lower(hex(s.id)), 'addressee', 0, 'a' || s.addressee, n.name
    FROM _statements s JOIN _actors k ON k.article = s.article AND k.number = s.addressee JOIN names n ON n.rowid = k.name
    UNION ALL SELECT s.key, lower(hex(s.id)), 'joint', x.key, 'a' || x.value, n.name
    FROM _statements s CROSS JOIN json_each(s.joint) x CROSS JOIN _actors k ON k.article = s.article AND k.number = x.value JOIN names n ON n.rowid = k.name;

DROP VIEW speakers;
CREATE VIEW speakers AS                  -- a named speaker; a statement of several counts for each
    SELECT who, count(*) AS statements, count(DISTINCT article) AS articles, count(DISTINCT outlet) AS outlets, count(DISTINCT story) AS stories,
        min(day) AS first_day, max(day) AS last_day, max(country) AS country, max(sector) AS sector
    FROM (SELECT who, article, outlet, story, day, country, sector FROM quotations WHERE speaker_status = 'named'
        UNION ALL SELECT j.name, q.article, q.outlet, q.story, q.day, j.country, j.sector
        FROM joint_speakers j JOIN quotations q ON q.key = j.key WHERE j.name IS NOT NULL) GROUP BY who;
