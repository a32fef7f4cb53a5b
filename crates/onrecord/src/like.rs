//! Statements under the field names of other programs, so that what reads theirs reads ours; and rows of PLOVER.

use onrecord_types::{Act, Actor, Affiliation, OffsetMap, Record, Span, SpeakerStatus, Statement, Unit};
use serde_json::{Value, json};

/// The programs whose field names can be had.
pub const PROGRAMS: &[&str] = &["citron", "corenlp", "quotebank"];

/// A record under the field names of one of [`PROGRAMS`]: for `citron` and `corenlp` one object an article, for
/// `quotebank` one a statement.  Another name gives nothing.
///
/// * `citron` (BBC Citron): `quotes[]` of `source`, `cue` and `content`, each with `spans[]` of `start`, `end`, `text`,
///   and `confidence`.
/// * `corenlp` (Stanford CoreNLP, annotator `quote`): `quotes[]` with `text`, `beginIndex`, `endIndex`, `speaker`,
///   `canonicalSpeaker`, `mention`, `mentionBegin`, `mentionEnd`; direct and mixed statements only.  Token and sentence
///   numbers are those of CoreNLP's tokens and left out.
/// * `quotebank` (Vaucher et al. 2021): `quoteID`, `quotation`, `speaker`, `qids`, `date`, `numOccurrences`, `probas`,
///   `urls`; quoted words only.
pub fn to_like(record: &Record, program: &str) -> Vec<Value> {
    let form = Form { record, map: OffsetMap::new(&record.article.text, Unit::CodePoints) };
    let statements = || record.statements.iter();
    match program {
        "citron" => vec![json!({
            "id": record.article.id, "url": record.article.url,
            "quotes": statements().map(|s| form.citron(s)).collect::<Vec<_>>(),
        })],
        "corenlp" => {
            let quotes = statements().flat_map(|s| s.quoted.iter().map(move |q| (s, *q)));
            let quotes: Vec<Value> = quotes.enumerate().map(|(i, (s, q))| form.corenlp(i, s, q)).collect();
            vec![json!({"docId": record.article.id, "quotes": quotes})]
        }
        "quotebank" => statements().filter(|s| !s.quoted.is_empty()).map(|s| form.quotebank(s)).collect(),
        _ => Vec::new(),
    }
}

struct Form<'a> {
    record: &'a Record,
    map: OffsetMap,
}

impl Form<'_> {
    fn text(&self) -> &str {
        &self.record.article.text
    }

    fn spans(&self, spans: &[Span]) -> Value {
        let one = |s: &Span| {
            let (start, end) = self.map.range(*s);
            json!({"start": start, "end": end, "text": s.of(self.text())})
        };
        json!({"spans": spans.iter().map(one).collect::<Vec<_>>()})
    }

    fn citron(&self, s: &Statement) -> Value {
        let mut source = self.spans(&s.attribution.source);
        let named: Vec<Value> = self.record.speakers(s).map(|a| json!({"text": a.name})).collect();
        source["coreferences"] = if named.is_empty() { Value::Null } else { named.into() };
        json!({
            "id": s.id, "source": source, "cue": self.spans(&s.attribution.cue), "content": self.spans(&s.attribution.content),
            "confidence": s.confidence,
        })
    }

    fn corenlp(&self, id: usize, s: &Statement, quoted: Span) -> Value {
        let (begin, end) = self.map.range(quoted);
        let mention = s.attribution.source.first();
        let (from, to) =
            mention.map_or((-1, -1), |m| (i64::from(self.map.range(*m).0), i64::from(self.map.range(*m).1)));
        let speaker = self.record.speaker(s).map_or("Unknown", |a| a.name.as_str());
        json!({
            "id": id, "text": quoted.of(self.text()), "beginIndex": begin, "endIndex": end,
            "speaker": speaker, "canonicalSpeaker": speaker,
            "mention": mention.map_or("Unknown", |m| m.of(self.text())), "mentionBegin": from, "mentionEnd": to,
        })
    }

    fn quotebank(&self, s: &Statement) -> Value {
        let speaker = self.record.speaker(s);
        let name = speaker.map_or("None", |a| a.name.as_str());
        let day = s.said.as_ref().map(|x| x.value.as_str());
        json!({
            "quoteID": s.id,
            "quotation": Span::words(&s.quoted, self.text()),
            "speaker": name,
            "qids": speaker.and_then(|a| a.wikidata.as_ref()).into_iter().collect::<Vec<_>>(),
            "date": day.or(self.record.article.published.as_ref().map(|p| p.value.as_str())),
            "numOccurrences": 1,
            "probas": [[name, format!("{:.4}", s.confidence)]],
            "urls": self.record.article.url.iter().collect::<Vec<_>>(),
            "phase": "E",
        })
    }
}

/// The rows of a record that have a PLOVER event type: one for each statement whose act has one (`accuse`, `promise`, …), and
/// for each of those who make it together (`event_id` is the statement's id, from the second on with `-2`, `-3`, …).
///
/// The event is the statement itself: what it claims is not coded.
pub fn to_plover(record: &Record) -> Vec<Value> {
    let row = |s: &Statement, at: usize, source: Option<&Actor>| -> Option<Value> {
        let event = s.act.plover()?;
        let of = if at == 0 { s.affiliation.clone() } else { source.map(Actor::affiliation).unwrap_or_default() };
        let (recipient, to) = recipient(record, s);
        let day = s.said.as_ref().map(|x| x.interval.get(..10).unwrap_or("").to_owned());
        Some(json!({
            "event_id": if at == 0 { s.id.clone() } else { format!("{}-{}", s.id, at + 1) },
            "date": day.filter(|d| !d.is_empty()).or_else(|| record.article.published.as_ref().map(|p| p.value.chars().take(10).collect())),
            "source": source.map(|a| &a.name), "source_country": of.country, "source_sector": of.sector,
            "recipient": recipient.map(|a| &a.name), "recipient_country": to.country, "recipient_sector": to.sector,
            "event": event, "mode": "statement", "act": s.act.as_str(), "cameo": s.act.cameo(),
            "negated": s.modality.negated, "unnamed_source": s.speaker_status == SpeakerStatus::Unnamed,
            "text": Span::words(&s.attribution.content, &record.article.text),
            "headline": record.article.headline.map(|h| h.of(&record.article.text)),
            "publisher": record.article.outlet, "url": record.article.url, "article": record.article.id, "confidence": (f64::from(s.confidence) * 1e4).round() / 1e4,
        }))
    };
    let rows = |s| {
        let joint = record.speakers(s).skip(1).map(Some);
        let all = std::iter::once(record.speaker(s)).chain(joint);
        all.enumerate().filter_map(move |(at, source)| row(s, at, source))
    };
    record.statements.iter().flat_map(rows).collect()
}

/// To whom a statement does something: who is asked, promised or threatened; else the first actor that the content names,
/// else who is spoken to.  Media are told of it and are no party to it.
fn recipient<'r>(record: &'r Record, s: &'r Statement) -> (Option<&'r Actor>, Affiliation) {
    let told = &s.addressee_affiliation;
    let spoken_to = (s.addressee.is_some() && told.sector.as_deref() != Some("JRN")).then(|| {
        let actor = s.addressee_actor.as_deref().and_then(|id| record.actor(id));
        (actor, told.clone())
    });
    let about = || {
        let speaks = |a: &Actor| record.speakers(s).any(|b| a == b);
        let actor = s.about.iter().filter_map(|id| record.actor(id)).find(|a| !speaks(a))?;
        Some((Some(actor), actor.affiliation()))
    };
    let at_them = matches!(s.act, Act::Request | Act::Demand | Act::Promise | Act::Threaten | Act::Ask | Act::Propose);
    let known = |x: &(Option<&Actor>, Affiliation)| x.0.is_some() || x.1 != Affiliation::default();
    let first = if at_them { spoken_to.clone().filter(known).or_else(about) } else { about().or(spoken_to) };
    first.unwrap_or_default()
}
