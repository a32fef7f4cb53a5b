//! The one JSON form of a record, for the program, files and other languages.

use onrecord_types::{Actor, Amount, Article, OffsetMap, Origin, Record, Span, Statement, Time, Unit};
use serde_json::{Value, json};

/// The keys of the form, for the documentation and its test: dotted, `[]` for a list.
pub const FORM: &[&str] = &[
    "article.id",
    "article.text",
    "article.headline",
    "article.standfirst",
    "article.paragraphs[]",
    "article.categories[]",
    "article.published.value",
    "article.published.ambiguous",
    "article.published.why",
    "article.byline",
    "article.outlet",
    "article.url",
    "article.language",
    "article.path",
    "article.sha256",
    "article.provenance.record",
    "article.provenance.offset",
    "article.provenance.length",
    "article.provenance.retrieved",
    "article.provenance.headers[]",
    "statements[].id",
    "statements[].kind",
    "statements[].origin",
    "statements[].continues",
    "statements[].parent",
    "statements[].confidence",
    "statements[].source[]",
    "statements[].cue[]",
    "statements[].content[]",
    "statements[].quoted[]",
    "statements[].speaker",
    "statements[].joint_speakers[]",
    "statements[].speaker_status",
    "statements[].addressee",
    "statements[].addressee_actor",
    "statements[].venue",
    "statements[].said",
    "statements[].act",
    "statements[].plover",
    "statements[].cameo",
    "statements[].modality.negated",
    "statements[].modality.hedged",
    "statements[].modality.conditional",
    "statements[].modality.future",
    "statements[].modality.hypothetical",
    "statements[].modality.words[]",
    "statements[].affiliation.country",
    "statements[].affiliation.sector",
    "statements[].addressee_affiliation.country",
    "statements[].addressee_affiliation.sector",
    "statements[].about[]",
    "actors[].id",
    "actors[].name",
    "actors[].kind",
    "actors[].country",
    "actors[].cow",
    "actors[].sector",
    "actors[].wikidata",
    "actors[].entry",
    "actors[].roles[]",
    "actors[].mentions[]",
    "times[].start",
    "times[].end",
    "times[].text",
    "times[].type",
    "times[].value",
    "times[].modifier",
    "times[].interval",
    "times[].anchor",
    "times[].ambiguous",
    "amounts[].start",
    "amounts[].end",
    "amounts[].text",
    "amounts[].kind",
    "amounts[].value",
    "amounts[].upper",
    "amounts[].modifier",
    "amounts[].unit",
    "amounts[].of",
    "amounts[].role",
    "warnings[].code",
    "warnings[].message",
    "reader",
];

/// A record as JSON, with offsets in `unit`.
///
/// Keys are added in later releases and never renamed.  An empty list means looked for and not
/// found; a `null` speaker with a source is told apart by `speaker_status`.
pub fn to_json(record: &Record, unit: Unit) -> Value {
    let form = Form { text: &record.article.text, map: OffsetMap::new(&record.article.text, unit) };
    json!({
        "article": form.article(&record.article),
        "statements": record.statements.iter().map(|s| form.statement(s)).collect::<Vec<_>>(),
        "actors": record.actors.iter().map(|a| form.actor(a)).collect::<Vec<_>>(),
        "times": record.times.iter().map(|t| form.time(t)).collect::<Vec<_>>(),
        "amounts": record.amounts.iter().map(|a| form.amount(a)).collect::<Vec<_>>(),
        "warnings": record.warnings.iter().map(|w| json!({"code": w.code, "message": w.message})).collect::<Vec<_>>(),
        "reader": record.reader,
    })
}

struct Form<'a> {
    text: &'a str,
    map: OffsetMap,
}

impl Form<'_> {
    fn range(&self, span: Span) -> Value {
        let (start, end) = self.map.range(span);
        json!({"start": start, "end": end})
    }

    fn words(&self, span: Span) -> Value {
        let (start, end) = self.map.range(span);
        json!({"start": start, "end": end, "text": span.of(self.text)})
    }

    fn all(&self, spans: &[Span]) -> Value {
        spans.iter().map(|s| self.words(*s)).collect()
    }

    fn article(&self, a: &Article) -> Value {
        json!({
            "id": a.id,
            "text": a.text,
            "headline": a.headline.map(|s| self.range(s)),
            "standfirst": a.standfirst.map(|s| self.range(s)),
            "paragraphs": a.paragraphs.iter().map(|s| self.range(*s)).collect::<Vec<_>>(),
            "categories": a.categories,
            "published": a.published.as_ref().map(|p| json!({"value": p.value, "ambiguous": p.ambiguous, "why": p.why})),
            "byline": a.byline,
            "outlet": a.outlet,
            "url": a.url,
            "language": a.language,
            "path": a.path,
            "sha256": a.sha256,
            "provenance": {
                "record": a.provenance.record, "offset": a.provenance.offset, "length": a.provenance.length,
                "retrieved": a.provenance.retrieved, "headers": a.provenance.headers,
            },
        })
    }

    fn statement(&self, s: &Statement) -> Value {
        let continues = match &s.origin {
            Origin::Continues(id) => Some(id),
            Origin::Cue | Origin::Transcript => None,
        };
        let said = s.said.as_ref().map(|said| {
            let (start, end) = self.map.range(said.span);
            json!({"value": said.value, "interval": said.interval, "text": said.span.of(self.text), "start": start, "end": end})
        });
        json!({
            "id": s.id,
            "kind": s.kind.as_str(),
            "origin": s.origin.as_str(),
            "continues": continues,
            "parent": s.parent,
            "confidence": (f64::from(s.confidence) * 1e4).round() / 1e4,
            "source": self.all(&s.attribution.source),
            "cue": self.all(&s.attribution.cue),
            "content": self.all(&s.attribution.content),
            "quoted": self.all(&s.quoted),
            "speaker": s.speaker,
            "joint_speakers": s.joint_speakers,
            "speaker_status": s.speaker_status.as_str(),
            "affiliation": {"country": s.affiliation.country, "sector": s.affiliation.sector},
            "addressee": s.addressee.map(|a| self.words(a)),
            "addressee_actor": s.addressee_actor,
            "addressee_affiliation": {"country": s.addressee_affiliation.country, "sector": s.addressee_affiliation.sector},
            "venue": s.venue.map(|v| self.words(v)),
            "said": said,
            "act": s.act.as_str(),
            "plover": s.act.plover(),
            "cameo": s.act.cameo(),
            "modality": {
                "negated": s.modality.negated, "hedged": s.modality.hedged, "conditional": s.modality.conditional,
                "future": s.modality.future, "hypothetical": s.modality.hypothetical,
                "words": self.all(&s.modality.words),
            },
            "about": s.about,
        })
    }

    fn time(&self, t: &Time) -> Value {
        let mut out = self.words(t.span);
        out["type"] = t.kind.as_str().into();
        out["value"] = t.value.as_str().into();
        out["modifier"] = t.modifier.into();
        out["interval"] = t.interval.as_deref().into();
        out["anchor"] = t.anchor.as_str().into();
        out["ambiguous"] = t.ambiguous.into();
        out
    }

    fn amount(&self, a: &Amount) -> Value {
        let mut out = self.words(a.span);
        out["kind"] = a.kind.as_str().into();
        out["value"] = a.value.into();
        out["upper"] = a.upper.into();
        out["modifier"] = a.modifier.into();
        out["unit"] = a.unit.as_deref().into();
        out["of"] = a.of.map(|s| self.words(s)).into();
        out["role"] = a.role.into();
        out
    }

    fn actor(&self, a: &Actor) -> Value {
        let mention = |m: &onrecord_types::Mention| {
            let mut out = self.words(m.span);
            out["how"] = m.how.as_str().into();
            out
        };
        json!({
            "id": a.id,
            "name": a.name,
            "kind": a.kind.as_str(),
            "country": a.country,
            "cow": a.country.as_deref().and_then(onrecord_nlp::cow).map(|c| c.0),
            "sector": a.sector,
            "wikidata": a.wikidata,
            "entry": a.entry,
            "roles": a.roles,
            "mentions": a.mentions.iter().map(mention).collect::<Vec<_>>(),
        })
    }
}
