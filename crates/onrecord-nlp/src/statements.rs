//! Statements from what the model proposes: nested and continued ones, kinds, ids, order.

use crate::attribute::{Candidate, Found, runs};
use crate::continued::{self, Host, How};
use crate::mentions::Name;
use crate::quotes::{self, Quote};
use crate::transcript::{self, Turn};
use crate::{addressee, nested, tokens};
use onrecord_types::{
    Act, Affiliation, Article, Attribution, Document, Kind, Modality, Origin, Span, SpeakerStatus, Statement,
};
use sha2::{Digest, Sha256};

/// Confidence of a turn of a transcript: read by its layout, not by the model.  A rank, not
/// measured: no annotated transcripts were at hand.
const TURN: f32 = 0.9;
/// A continued quotation is as sure as its host times this.  A rank, not measured.
const WHOLE: f32 = 0.8;
/// The same for a part of a sentence.
const PART: f32 = 0.5;

/// A statement in the making.
struct Draft {
    attribution: Attribution,
    /// Whom it says to be told: not the source.
    told: Option<Span>,
    tokens: Vec<u32>,
    confidence: f32,
    parent: Option<usize>,
    continues: Option<usize>,
    turn: bool,
    verbatim: bool,
}

/// All statements of an article, in the order of their first word, speakers not yet resolved.
pub fn build(article: &Article, document: &Document, quotes: &[Quote], names: &[Name], found: Found) -> Vec<Statement> {
    let turns = transcript::find(article, document, names);
    let mut drafts: Vec<Draft> = turns.iter().map(|t| of_turn(document, t)).collect();
    for candidate in found.outer {
        let at = turns
            .iter()
            .position(|t| t.label.start <= candidate.anchor as usize && (candidate.anchor as usize) < t.words.end);
        if at.is_some_and(|t| repeats(&turns[t], &candidate)) {
            continue;
        }
        drafts.extend(of_candidate(&article.text, document, &candidate, at));
    }
    add_nested(&article.text, document, found.inner, &mut drafts);
    add_continued(article, document, quotes, &mut drafts);
    finish(article, quotes, drafts)
}

/// Whether a candidate is the turn itself: its cue is the label's colon, or its source the label.
fn repeats(turn: &Turn, candidate: &Candidate) -> bool {
    let in_label = |t: &u32| turn.label.contains(&(*t as usize)) || turn.colon == *t as usize;
    let inside = |t: &u32| turn.words.contains(&(*t as usize));
    candidate.cue.iter().any(in_label) || candidate.source.iter().any(in_label) || !candidate.content.iter().all(inside)
}

fn of_turn(document: &Document, turn: &Turn) -> Draft {
    let tokens: Vec<u32> = turn.words.clone().map(|t| t as u32).collect();
    let source = document.span_of(turn.label.clone()).into_iter().collect();
    let cue = vec![document.tokens[turn.colon].span];
    let attribution = Attribution { source, cue, content: runs(document, &tokens) };
    Draft {
        attribution,
        told: None,
        tokens,
        confidence: TURN,
        parent: None,
        continues: None,
        turn: true,
        verbatim: true,
    }
}

/// The draft of what the model proposes; `None` where its content is marks alone.
fn of_candidate(text: &str, document: &Document, candidate: &Candidate, parent: Option<usize>) -> Option<Draft> {
    let mut attribution = candidate.attribution(text, document);
    let told = addressee::told_before(text, document, &attribution);
    let told = told.or_else(|| addressee::asked_first(text, document, &attribution));
    attribution.source.retain(|s| told.is_none_or(|told| !told.contains(*s)));
    // `an official, granted anonymity,`
    let first = attribution.content.first().map_or("", |s| s.of(text));
    let anonymous = first.starts_with("anonymity") || first.starts_with("to anonymity");
    (!attribution.content.is_empty() && !anonymous).then(|| Draft {
        attribution,
        told,
        tokens: candidate.content.clone(),
        confidence: candidate.confidence,
        parent,
        continues: None,
        turn: false,
        verbatim: candidate.verbatim,
    })
}

/// Adds the inner attributions, the longest contents first, so that each may hold the next.
fn add_nested(text: &str, document: &Document, mut inner: Vec<Candidate>, drafts: &mut Vec<Draft>) {
    inner.retain(|c| !nested::is_empty_subject(text, document, c));
    inner.sort_by_key(|c| (std::cmp::Reverse(c.content.len()), c.anchor));
    for candidate in inner {
        let contents = drafts.iter().enumerate().map(|(i, d)| (i, &d.tokens[..]));
        if let Some(parent) = nested::parent(text, document, &candidate, contents) {
            drafts.extend(of_candidate(text, document, &candidate, Some(parent)));
        }
    }
}

fn add_continued(article: &Article, document: &Document, quotes: &[Quote], drafts: &mut Vec<Draft>) {
    let hosts: Vec<Host> =
        drafts.iter().enumerate().filter(|(_, d)| d.parent.is_none()).map(|(i, d)| host(i, d)).collect();
    for (quote, index, how) in continued::find(article, document, quotes, &hosts) {
        let host = &drafts[index];
        let attribution =
            Attribution { source: host.attribution.source.clone(), cue: Vec::new(), content: vec![quote.outer] };
        let confidence = host.confidence * if how == How::WholeSentences { WHOLE } else { PART };
        let tokens = document.tokens_in(quote.inner).map(|t| t as u32).collect();
        drafts.push(Draft {
            attribution,
            told: None,
            tokens,
            confidence,
            parent: None,
            continues: Some(index),
            turn: false,
            verbatim: false,
        });
    }
}

fn host(index: usize, draft: &Draft) -> Host {
    let a = &draft.attribution;
    let all: Vec<Span> = a.source.iter().chain(&a.cue).chain(&a.content).copied().collect();
    let cover = Span::cover(&all).unwrap_or(Span::new(0, 0));
    Host { index, cover, has_source: !a.source.is_empty(), content: a.content.clone() }
}

fn finish(article: &Article, quotes: &[Quote], drafts: Vec<Draft>) -> Vec<Statement> {
    let ids: Vec<String> = drafts.iter().map(|d| id(article, &d.attribution)).collect();
    let mut out: Vec<Statement> = drafts
        .into_iter()
        .enumerate()
        .map(|(i, draft)| Statement {
            id: ids[i].clone(),
            // A turn and a post are given word for word, though no marks stand around them.
            kind: if draft.verbatim { Kind::Direct } else { kind(article, quotes, &draft.attribution.content) },
            quoted: quotes::inside(quotes, &draft.attribution.content),
            parent: draft.parent.map(|p| ids[p].clone()),
            origin: match (draft.continues, draft.turn) {
                (Some(host), _) => Origin::Continues(ids[host].clone()),
                (None, true) => Origin::Transcript,
                (None, false) => Origin::Cue,
            },
            speaker: None,
            speaker_status: SpeakerStatus::Missing,
            addressee: draft.told,
            joint_speakers: Vec::new(),
            addressee_actor: None,
            addressee_affiliation: Affiliation::default(),
            venue: None,
            said: None,
            act: Act::State,
            modality: Modality::default(),
            about: Vec::new(),
            affiliation: Affiliation::default(),
            confidence: (draft.confidence * 1e4).round() / 1e4,
            attribution: draft.attribution,
        })
        .collect();
    let first = |s: &Statement| {
        let a = &s.attribution;
        a.source.iter().chain(&a.cue).chain(&a.content).map(|x| x.start).min()
    };
    out.sort_by_key(|s| (first(s), s.attribution.content.first().map(|c| c.start)));
    let mut seen = std::collections::HashSet::new();
    out.retain(|s| seen.insert(s.id.clone()));
    out
}

/// Direct where all words stand in quotation marks, mixed where some do.
fn kind(article: &Article, quotes: &[Quote], content: &[Span]) -> Kind {
    let (mut all, mut quoted) = (0, 0);
    for span in content {
        let quotes = quotes::among(quotes, *span);
        for (i, c) in span.of(&article.text).char_indices() {
            if tokens::is_word(c) {
                let at = span.start + i as u32;
                all += 1;
                quoted += u32::from(quotes.iter().any(|q| q.inner.start <= at && at < q.inner.end));
            }
        }
    }
    match quoted {
        0 => Kind::Indirect,
        n if n == all => Kind::Direct,
        _ => Kind::Mixed,
    }
}

/// The same article and the same spans give the same id.
fn id(article: &Article, attribution: &Attribution) -> String {
    let mut hash = Sha256::new();
    hash.update(article.id.as_bytes());
    for (role, spans) in [(1u8, &attribution.source), (2, &attribution.cue), (3, &attribution.content)] {
        for span in spans {
            hash.update([role]);
            hash.update(span.start.to_le_bytes());
            hash.update(span.end.to_le_bytes());
        }
    }
    hash.finalize()[..8].iter().map(|b| format!("{b:02x}")).collect()
}
