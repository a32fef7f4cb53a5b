//! Makes the actors of a record: speakers, addressees and those whom statements speak of.

use crate::base;
use crate::speakers::{Referent, Resolver};
use onrecord_types::{Actor, ActorKind, How, Mention, Span, SpeakerStatus, Statement};
use std::collections::BTreeMap;
use std::ops::Range;

impl Resolver<'_> {
    /// Makes actors of the referents and writes speakers, addressees and those spoken of into the statements.
    pub(crate) fn actors(&self, statements: &mut [Statement], referents: &[Option<Referent>]) -> Vec<Actor> {
        let mut table = Table::default();
        for (statement, referent) in statements.iter_mut().zip(referents) {
            let (who, how) = match referent {
                None => continue,
                Some(Referent::Unnamed) => {
                    statement.speaker_status = SpeakerStatus::Unnamed;
                    continue;
                }
                Some(Referent::Unresolved) => {
                    statement.speaker_status = SpeakerStatus::Unresolved;
                    continue;
                }
                Some(Referent::Person(p, how)) => (Who::Person(*p), *how),
                Some(Referent::Body(b, how)) => (Who::Body(*b), *how),
            };
            let at = table.add(who);
            table.sources[at].extend(Span::cover(&statement.attribution.source).map(|span| Mention { span, how }));
            statement.speaker = Some(format!("a{}", at + 1));
            statement.speaker_status = SpeakerStatus::Named;
        }
        for statement in statements.iter_mut() {
            let addressee = statement.addressee.into_iter().collect::<Vec<_>>();
            statement.addressee_actor = self.named_in(&addressee).first().map(|w| format!("a{}", table.add(*w) + 1));
            let about = self.named_in(&statement.attribution.content);
            let ids = about.iter().map(|w| format!("a{}", table.add(*w) + 1));
            statement.about = ids.filter(|id| statement.speaker.as_ref() != Some(id)).collect();
        }
        let Table { order, sources, .. } = table;
        order.into_iter().zip(sources).enumerate().map(|(i, (who, from))| self.actor(i + 1, who, from)).collect()
    }

    /// The actors that some spans name, in order, each once; places that are no countries are no actors.
    fn named_in(&self, spans: &[Span]) -> Vec<Who> {
        let mut out: Vec<(usize, Who)> = Vec::new();
        let inside = |r: &Range<usize>| {
            self.forms.document.span_of(r.clone()).is_some_and(|s| spans.iter().any(|x| x.contains(s)))
        };
        let first = |mentions: &[(Range<usize>, How)]| mentions.iter().find(|(r, _)| inside(r)).map(|(r, _)| r.start);
        for (p, person) in self.cast.people.iter().enumerate() {
            out.extend(first(&person.mentions).map(|t| (t, Who::Person(p))));
        }
        for (b, body) in self.cast.bodies.iter().enumerate().filter(|(_, b)| b.kind != ActorKind::Place) {
            out.extend(first(&body.mentions).map(|t| (t, Who::Body(b))));
        }
        out.sort();
        out.into_iter().map(|(_, who)| who).collect()
    }

    fn actor(&self, number: usize, who: Who, mut mentions: Vec<Mention>) -> Actor {
        let (name, kind, entry, roles, named) = match who {
            Who::Person(p) => {
                let person = &self.cast.people[p];
                let known = |name: &str| {
                    self.cast.entry(name).filter(|e| matches!(e.kind, base::Kind::Person | base::Kind::Name))
                };
                let entry = known(&person.name).or_else(|| self.incumbent(person).and_then(known));
                (&person.name, ActorKind::Person, entry, person.roles.clone(), &person.mentions)
            }
            Who::Body(b) => {
                let body = &self.cast.bodies[b];
                (&body.name, body.kind, body.entry, Vec::new(), &body.mentions)
            }
        };
        for (range, how) in named {
            if let Some(span) = self.forms.document.span_of(range.clone())
                && !mentions.iter().any(|m| m.span.contains(span))
            {
                mentions.push(Mention { span, how: *how });
            }
        }
        mentions.sort_by_key(|m| (m.span.start, m.span.end));
        mentions.dedup();
        let some = |s: &str| Some(s.to_owned()).filter(|s| !s.is_empty());
        // `the Tarnish police`: a body that no entry knows says itself what it is.
        let unknown = Some(name).filter(|_| kind == ActorKind::Organisation && entry.is_none());
        let own = unknown.and_then(|n| sector_of_body(n));
        let words = if own.is_some() { std::slice::from_ref(name) } else { &roles[..] };
        let place = words.iter().find_map(|w| self.cast.place_in(&w.split(' ').collect::<Vec<_>>()));
        // `the Kremlin spokesman` is of the government.
        let seat = place.filter(|e| e.kind == base::Kind::Seat).map(|_| String::from("GOV"));
        let country = entry.and_then(|e| some(e.country)).or(place.map(|e| e.country.to_owned()));
        let sector = entry.and_then(|e| some(e.sector)).or(own).or_else(|| sector_of(&roles)).or(seat);
        let sector = sector.filter(|_| kind != ActorKind::Place);
        Actor {
            id: format!("a{number}"),
            name: name.clone(),
            kind,
            country,
            sector,
            wikidata: entry.and_then(|e| some(e.wikidata)),
            entry: entry.map(|e| format!("{}, {}", e.form, e.source)),
            roles,
            mentions,
        }
    }
}

/// The sector of the nouns in a person's roles.
fn sector_of(roles: &[String]) -> Option<String> {
    let words = roles.iter().flat_map(|r| r.split(|c: char| !c.is_alphanumeric()));
    words.filter_map(base::sector_of_noun).next().map(str::to_owned)
}

/// The sector of a body's head noun: `the Tarnish Armed Forces`, `Ministry of Health`.
fn sector_of_body(name: &str) -> Option<String> {
    let head = name.split(" of ").next()?.split(" for ").next()?;
    let head = head.trim_end_matches("'s").trim_end_matches("’s");
    let (before, last) = head.rsplit_once(' ').unwrap_or(("", head));
    let pair = before.rsplit(' ').next().map(|w| format!("{w} {last}"));
    let told = |noun: &str| base::sector_of_noun(noun).filter(|s| BODIES.contains(s)).map(str::to_owned);
    pair.as_deref().and_then(told).or_else(|| told(last))
}

/// The sectors that a body's own name tells.
const BODIES: &[&str] = &["GOV", "MIL", "COP", "JUD", "LEG", "EDU", "MED", "BUS", "HLH"];

/// An actor of the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Person(usize),
    Body(usize),
}

/// Actors in the order in which statements need them, with the sources that they were read from.
#[derive(Default)]
struct Table {
    order: Vec<Who>,
    places: BTreeMap<Who, usize>,
    sources: Vec<Vec<Mention>>,
}

impl Table {
    fn add(&mut self, who: Who) -> usize {
        let next = self.order.len();
        let at = *self.places.entry(who).or_insert(next);
        if at == next {
            self.order.push(who);
            self.sources.push(Vec::new());
        }
        at
    }
}
