//! Makes the actors of a record: speakers, addressees and those whom statements speak of.

use crate::base;
use crate::cast::Body;
use crate::mentions::{NameKind, gender_of_pronoun};
use crate::names::{Gender, Person};
use crate::phrases::is_body_noun;
use crate::speakers::{Parties, Referent, Resolver};
use crate::titles::{is_office, seat_party};
use crate::unnamed::is_kin;
use crate::words::{is_in, only};
use onrecord_types::{Actor, ActorKind, Affiliation, How, Mention, Span, SpeakerStatus, Statement};
use std::collections::BTreeMap;
use std::ops::Range;

/// Verbs that say where somebody works.
const WORKS: &str = "heads runs leads directs chairs manages teaches lectures works studies researches";

impl Resolver<'_> {
    /// Makes actors of the referents and writes speakers, addressees and those spoken of into the statements.
    pub(crate) fn actors(&self, statements: &mut [Statement], parties: &[Parties]) -> Vec<Actor> {
        let mut table = Table::default();
        for (statement, Parties { speaker, joint, addressee }) in statements.iter_mut().zip(parties) {
            let source = Span::cover(&statement.attribution.source);
            statement.speaker = speaker.as_ref().and_then(|r| table.tie(r, source));
            statement.joint_speakers = joint.iter().filter_map(|r| table.tie(r, None)).collect();
            statement.speaker_status = match speaker {
                None => SpeakerStatus::Missing,
                Some(Referent::Unnamed(_)) => SpeakerStatus::Unnamed,
                Some(Referent::Open(_) | Referent::Unresolved) => SpeakerStatus::Unresolved,
                Some(Referent::Person(..) | Referent::Body(..)) => SpeakerStatus::Named,
            };
            if matches!(speaker, Some(Referent::Unnamed(_) | Referent::Open(_) | Referent::Unresolved)) {
                let source = &statement.attribution.source;
                let own = || self.affiliation(source);
                let before = speaker.as_ref().and_then(|who| self.forms.document.span_of(who.described()?.clone()));
                let before = before.filter(|words| !source.iter().any(|s| s.contains(*words)));
                let told = before.map_or_else(own, |words| self.affiliation(&[words]).or(own));
                let told = told.or(|| self.employer(source).unwrap_or_default());
                statement.affiliation = self.cast.home.or(told, &Span::words(source, &self.article.text));
            }
            statement.addressee_actor = addressee.as_ref().and_then(|r| table.tie(r, statement.addressee));
            if let Some(words) = statement.addressee.filter(|_| statement.addressee_actor.is_none()) {
                let told = self.affiliation(&[words]);
                statement.addressee_affiliation = self.cast.home.or(told, words.of(&self.article.text));
            }
        }
        for statement in statements.iter_mut() {
            // Nobody speaks of themselves, nor a government of its country, for that.
            let speaks = |who: &Who| {
                let id = table.id(who);
                id.is_some()
                    && (statement.speaker == id || statement.joint_speakers.iter().any(|j| Some(j) == id.as_ref()))
            };
            let own = |who: &Who| match who {
                Who::Country(b) => speaks(&Who::Body(*b)),
                who => speaks(who),
            };
            let mut about = self.named_in(&statement.attribution.content);
            about.retain(|who| !own(who));
            statement.about = about.into_iter().map(|who| id(table.add(who))).collect();
        }
        let Table { order, sources, .. } = table;
        let made = order.into_iter().zip(sources).enumerate();
        let actors: Vec<Actor> = made.map(|(i, (who, from))| self.actor(i, who, from)).collect();
        let of = |id: &Option<String>| actors.iter().find(|a| Some(&a.id) == id.as_ref()).map(Actor::affiliation);
        for statement in statements {
            let (speaker, addressee) = (of(&statement.speaker), of(&statement.addressee_actor));
            statement.affiliation = speaker.unwrap_or(std::mem::take(&mut statement.affiliation));
            statement.addressee_affiliation = addressee.unwrap_or(std::mem::take(&mut statement.addressee_affiliation));
        }
        actors
    }

    /// What is known of the one person for whom somebody without a name speaks or works: `a spokeswoman for Chancellor Ann Lee`,
    /// `Lee's aides`, `her aides`.
    fn employer(&self, source: &[Span]) -> Option<Affiliation> {
        const STAFF: &str = "spokesman spokeswoman spokesperson spokesmen spokespeople aide aides adviser advisers advisor advisors \
             strategists surrogates";
        let tokens = self.forms.document.tokens_in(Span::cover(source)?);
        let head = self.head(&tokens);
        let known = |person: usize| self.actor_itself(0, Who::Person(person), Vec::new()).affiliation();
        let gender = gender_of_pronoun(&self.forms.at(tokens.start).to_lowercase());
        if gender != Gender::Unknown {
            let staff = head < tokens.end && is_in(STAFF, self.forms.at(head));
            return staff.then(|| self.owner(tokens.start, gender).person().map(known))?;
        }
        if let Some(told) = self.spoken_for(&tokens, head) {
            return Some(told);
        }
        let person = only(self.people_in(tokens.clone()).into_iter())?;
        let name = tokens.clone().find(|t| self.cast.person_at(*t) == Some(person))?;
        let end = (name..tokens.end).find(|t| self.cast.person_at(*t) != Some(person)).unwrap_or(tokens.end);
        let titled = (head + 2..name).all(|t| is_office(self.forms.at(t)) || self.forms.at(t) == ".");
        let works = name > head && is_in("for to of", self.forms.at(head + 1)) && titled;
        let owned = self.forms.owned(end).is_some_and(|next| next <= head);
        let fits = is_in(STAFF, self.forms.at(head)) && (works || owned);
        fits.then(|| known(person))
    }

    /// What is known of the body that a person is said to head or to speak for: `Its chairman, Ann Lee,`.
    fn of_its_body(&self, person: usize) -> Affiliation {
        let body = self.bodies_of.get(&person).map(|body| self.actor_itself(0, Who::Body(*body), Vec::new()));
        body.map(|actor| actor.affiliation()).unwrap_or_default()
    }

    /// The body that spoke right before `a spokeswoman` of whom nothing more is told.
    fn spoken_for(&self, tokens: &Range<usize>, head: usize) -> Option<Affiliation> {
        let plain = head == tokens.start + 1 && tokens.end == head + 1;
        let speaks = plain && is_in("spokesman spokeswoman spokesperson", self.forms.at(head));
        let (at, who) = self.spoken_before(tokens.start).next().filter(|_| speaks)?;
        match who {
            Referent::Body(b, _) if self.is_near(at, tokens.start, 1) => {
                Some(self.actor(0, Who::Body(*b), Vec::new()).affiliation())
            }
            _ => None,
        }
    }

    /// The first that some tokens name, where they begin with its name.
    pub(crate) fn first_named(&self, tokens: &Range<usize>) -> Option<Referent> {
        let span = self.forms.document.span_of(tokens.clone())?;
        let starts = |mentions: &[(Range<usize>, How)]| {
            mentions.iter().any(|(r, _)| r.start <= tokens.start + 1 && r.end > tokens.start)
        };
        Some(match self.named_in(&[span]).first()? {
            Who::Person(p) if starts(&self.cast.people[*p].mentions) => Referent::Person(*p, How::Name),
            Who::Body(b) | Who::Country(b) if starts(&self.cast.bodies[*b].mentions) => Referent::Body(*b, How::Name),
            _ => return None,
        })
    }

    /// The actors that some spans name, in order, each once; places that are no countries are no actors.
    fn named_in(&self, spans: &[Span]) -> Vec<Who> {
        let mut out: Vec<(usize, Who)> = Vec::new();
        let inside = |r: &Range<usize>| {
            self.forms.document.span_of(r.clone()).is_some_and(|s| spans.iter().any(|x| x.contains(s)))
        };
        let first = |mentions: &[Place], fits: &dyn Fn(&Place) -> bool| {
            mentions.iter().find(|m| inside(&m.0) && fits(m)).map(|m| m.0.start)
        };
        for (p, person) in self.cast.people.iter().enumerate() {
            out.extend(first(&person.mentions, &|_| true).map(|t| (t, Who::Person(p))));
        }
        for (b, body) in self.cast.bodies.iter().enumerate().filter(|(_, b)| b.kind != ActorKind::Place) {
            let named = first(&body.mentions, &|m| acts(body, m)).map(|t| (t, Who::Body(b)));
            out.extend(named.or_else(|| Some((first(&body.mentions, &|m| !acts(body, m))?, Who::Country(b)))));
        }
        out.sort();
        out.into_iter().map(|(_, who)| who).collect()
    }

    /// An actor; a campaign or office has the name and country of its owner.
    fn actor(&self, at: usize, who: Who, mentions: Vec<Mention>) -> Actor {
        let actor = self.actor_itself(at, who, mentions);
        let Who::Body(body) = who else { return actor };
        let Some((person, noun)) = self.cast.bodies[body].owner else { return actor };
        let owner = self.actor_itself(at, Who::Person(person), Vec::new());
        let sector = if noun == "campaign" { Some("PTY".to_owned()) } else { owner.sector };
        Actor { name: format!("{}'s {noun}", owner.name), country: owner.country, sector, ..actor }
    }

    fn actor_itself(&self, at: usize, who: Who, mut mentions: Vec<Mention>) -> Actor {
        let sources: Vec<Span> = mentions.iter().map(|m| m.span).collect();
        let (name, kind, entry, roles, named) = match who {
            Who::Person(p) => {
                let person = &self.cast.people[p];
                let entry = self.entry_of(person);
                (&person.name[..], ActorKind::Person, entry, self.roles_of(person, &mentions), &person.mentions)
            }
            Who::Body(b) => {
                let body = &self.cast.bodies[b];
                (&body.name[..], body.kind, body.entry, Vec::new(), &body.mentions)
            }
            Who::Country(b) => {
                let body = &self.cast.bodies[b];
                (body.country().unwrap_or(&body.name), ActorKind::Country, body.entry, Vec::new(), &body.mentions)
            }
        };
        let is_its = |m: &&Place| match who {
            Who::Person(_) => true,
            Who::Body(b) => acts(&self.cast.bodies[b], m),
            Who::Country(b) => !acts(&self.cast.bodies[b], m),
        };
        for (range, how) in named.iter().filter(is_its) {
            if let Some(span) = self.forms.document.span_of(range.clone())
                && !mentions.iter().any(|m| m.span.contains(span))
            {
                mentions.push(Mention { span, how: *how });
            }
        }
        mentions.sort_by_key(|m| (m.span.start, m.span.end));
        mentions.dedup();
        let some = |s: &str| Some(s.to_owned()).filter(|s| !s.is_empty());
        let entry = entry.filter(|e| kind != ActorKind::Person || !self.is_namesake(e, &roles));
        let name = entry.map(|e| e.name).filter(|n| kind == ActorKind::Person && !n.is_empty()).unwrap_or(name);
        let unknown = matches!(who, Who::Person(_)) || entry.is_none() && kind != ActorKind::Place;
        let told = if unknown { self.told(who, (name, kind), &roles, &sources) } else { Affiliation::default() };
        let country = entry.and_then(|e| some(e.country)).or(told.country);
        // Whom the base calls a former official, or knows from before 2015, the article may give another role.
        let known = entry.and_then(|e| some(e.sector));
        let old = entry.is_some_and(|e| e.sector == "ELI" || e.source == "phoenix" && kind == ActorKind::Person);
        let another = told.sector.clone().filter(|s| old && s != "CVL");
        let sector = another.or(known).or(told.sector);
        let sector = sector.filter(|_| !matches!(kind, ActorKind::Place | ActorKind::Country));
        let words = if kind == ActorKind::Person { roles.join(" ") } else { name.to_owned() };
        let own = Affiliation { country, sector };
        let own = match who {
            Who::Person(p) if own.country.is_none() || own.sector.is_none() => own.or(|| self.of_its_body(p)),
            _ => own,
        };
        let Affiliation { country, sector } = self.cast.home.or(own, &words);
        Actor {
            id: id(at),
            name: name.to_owned(),
            kind,
            country,
            sector,
            wikidata: entry.and_then(|e| some(e.wikidata)),
            entry: entry.map(|e| format!("{}, {}", e.form, e.source)),
            roles,
            mentions,
        }
    }

    /// What the base has of a person.
    pub(crate) fn entry_of(&self, person: &Person) -> Option<base::Entry<'_>> {
        let known =
            |name: &str| self.cast.entry(name).filter(|e| matches!(e.kind, base::Kind::Person | base::Kind::Name));
        // `Pope Francis`, whose title is part of the name.
        let titled = || person.roles.iter().find_map(|role| known(&format!("{role} {}", person.name)));
        known(&person.name).or_else(|| self.incumbent(person).and_then(known)).or_else(titled)
    }

    /// A person's roles, as long as a source has them (`Labour council leader Ann Lee`), and what else stands before the name
    /// there for a human being (`Forecaster Ann Lee`).
    fn roles_of(&self, person: &Person, sources: &[Mention]) -> Vec<String> {
        const LONGEST: usize = 6;
        let document = self.forms.document;
        let mut roles = person.roles.clone();
        for tokens in sources.iter().map(|m| document.tokens_in(m.span)) {
            let Some((name, _)) = person.mentions.iter().find(|(r, _)| tokens.contains(&r.start)) else { continue };
            let first = tokens.start + usize::from(is_in(OPENING, &self.forms.at(tokens.start).to_lowercase()));
            let before = first..name.start;
            let human = |t: usize| self.mentions.nominal_at(t).is_some_and(|n| n.kind == NameKind::Person);
            let apart = |t: usize| is_in(NO_ROLE, self.forms.at(t));
            let last = self.forms.at(name.start.wrapping_sub(1));
            let several = last.ends_with('s') && !last.ends_with("ss");
            if before.is_empty() || before.len() > LONGEST || before.clone().any(apart) || several {
                continue;
            }
            // `Home Office minister Lord Lee`
            let title = usize::from(before.len() > 1 && matches!(last, "Lord" | "Lady" | "Dame" | "Sir" | "Dr" | "Mr"));
            let phrase = self.forms.of(before.start..before.end - title);
            let known = roles.iter().position(|role| phrase.to_lowercase().ends_with(&role.to_lowercase()));
            match known {
                Some(i) if roles[i].len() < phrase.len() => phrase.clone_into(&mut roles[i]),
                None if human(name.start - 1) && !roles.iter().any(|r| r.contains(phrase)) => {
                    roles.push(phrase.to_owned());
                }
                _ => {}
            }
        }
        roles
    }

    /// Whether an entry may be somebody else's of this name: the article gives another sector (of the bundled names of
    /// people that hold no office for all to know: or none) and never names the entry's country.
    fn is_namesake(&self, entry: &base::Entry<'_>, roles: &[String]) -> bool {
        let own = |role: &String| {
            let sector = self.cast.affiliation(role).sector;
            // Who was of a state may be of a parliament or a party now.
            let later = |s: &str| entry.sector == "ELI" && is_in("GOV LEG IGO PTY OPP", s);
            sector.is_some_and(|s| s == entry.sector || s == "ELI" || later(&s)) || base::has_held(entry.name, role)
        };
        let doubtful = entry.source == "own" || entry.source == "phoenix" && !roles.is_empty();
        let named = |b: &Body<'_>| b.entry.is_some_and(|e| e.country == entry.country);
        let own_country = entry.source == "own" && roles.is_empty() && self.cast.names_country(entry.country);
        let known = own_country || self.cast.bodies.iter().any(named);
        doubtful && !known && !roles.iter().any(own)
    }

    /// What the article's own words tell: a person's roles and what stands before the name in a source (`Tarnish
    /// officer Ann Lee`); of a body that no entry knows its name (`the Tarnish police`) and the sources that it stands in.
    fn told(&self, who: Who, actor: (&str, ActorKind), roles: &[String], sources: &[Span]) -> Affiliation {
        let text = &self.article.text;
        let (name, kind) = actor;
        match who {
            Who::Person(p) => {
                let names: Vec<Span> = self.spans_of(&self.cast.people[p].mentions);
                let before = sources.iter().filter_map(|s| {
                    let name = names.iter().find(|n| s.contains(**n))?;
                    Some(Span { end: name.start, ..*s }.of(text))
                });
                let before: Vec<&str> = before.collect();
                // `Its President, Ann Lee,` heads whatever was told of.
                let its = |phrase: &str| {
                    let owned = before.iter().filter_map(|b| b.strip_prefix("Its ").or_else(|| b.strip_prefix("its ")));
                    owned.into_iter().any(|b| b.trim_end_matches([',', ' ']) == phrase)
                };
                let phrases = roles.iter().map(String::as_str).chain(before.iter().copied());
                // A seat comes last: `Former Rep. Ann Lee (D-Ohio)`.
                let (seats, phrases): (Vec<&str>, Vec<&str>) = phrases.partition(|p| seat_party(p).is_some());
                // That somebody is a father tells of no sector.
                let kin = |phrase: &str| phrase.split(' ').any(|w| is_kin(w.trim_matches(',')));
                let tell = |phrase: &&str| {
                    let told = self.cast.affiliation(phrase);
                    let office = told.sector.as_deref() == Some("GOV") && (its(phrase) || phrase.starts_with("Its "));
                    if kin(phrase) || office { Affiliation { sector: None, ..told } } else { told }
                };
                let told = phrases.iter().map(tell).collect::<Vec<_>>();
                // What somebody was counts where nothing says what they are, and that they are of the people last.
                let sector = |rank: usize| {
                    let mut all = told.iter().filter_map(|t| t.sector.clone());
                    all.find(|s| rank == if s == "CVL" { 2 } else { usize::from(s == "ELI") })
                };
                let country = told.iter().find_map(|t| t.country.clone()).or_else(|| self.country_after(p));
                let of_body = || self.sector_after(p).or_else(|| self.sector_before(p));
                let sector = sector(0).or_else(|| sector(1)).or_else(of_body).or_else(|| sector(2));
                // `the police union's president, Sgt. Ann Lee`
                let police =
                    || phrases.iter().any(|p| p.to_lowercase().split(' ').any(|w| matches!(w, "police" | "sheriff")));
                let sector = sector.map(|s| if s == "MIL" && police() { "COP".to_owned() } else { s });
                let own = Affiliation { country, sector };
                seats.iter().fold(own, |told, seat| told.or(|| self.cast.affiliation(seat)))
            }
            Who::Body(_) | Who::Country(_) => {
                let own = self.cast.affiliation(&format!("the {name}"));
                let tells = kind == ActorKind::Other
                    || own.sector.as_deref().is_some_and(|s| BODIES.contains(&s))
                    || name.rsplit(' ').next().is_some_and(is_body_noun)
                    || sources.iter().any(|s| s.of(text).ends_with(&format!("{name} party")))
                    || self.cast.is_national(name);
                let own = if tells { own } else { Affiliation::default() };
                let sector = own.sector.filter(|s| kind == ActorKind::Other || BODIES.contains(&s.as_str()));
                // `the UK Health Security Agency`, not `the Tarnish Press Agency`
                let last = name.rsplit(' ').next().unwrap_or(name);
                let office = is_in("Agency Administration Authority Directorate Inspectorate", last)
                    && !is_in("Press News Information Travel", name.rsplit(' ').nth(1).unwrap_or(""));
                let sector = sector.or_else(|| (office && own.country.is_some()).then(|| "GOV".to_owned()));
                // `the carmaker`
                let firm = || {
                    let called =
                        sources.iter().map(|s| s.of(text)).filter(|s| s.starts_with("the ") || s.starts_with("The "));
                    let mut told = called.filter_map(|phrase| self.cast.affiliation(phrase).sector);
                    told.find(|s| s == "BUS").filter(|_| kind == ActorKind::Organisation)
                };
                // `Norair, a Norwegian airline,`
                let beside = |s: &Span| {
                    let noun = s.of(text).strip_prefix(name)?.strip_prefix(", ")?.split(',').next()?;
                    Some(self.cast.affiliation(noun)).filter(|told| told.sector.is_some())
                };
                let described = sources.iter().find_map(beside).filter(|_| kind == ActorKind::Organisation);
                let own = Affiliation { sector: sector.or_else(firm), ..own }.or(|| described.unwrap_or_default());
                let phrases = sources.iter().map(|s| s.of(text)).filter(|_| tells);
                phrases.fold(own, |told, phrase| told.or(|| self.cast.affiliation(phrase)))
            }
        }
    }

    /// The country that a person is said to be of: `Senator Ann Lee of Connecticut`.
    fn country_after(&self, person: usize) -> Option<String> {
        let place = |after: usize| {
            let words = (after..after + 3).map(|i| self.forms.at(i));
            self.cast.place_in(&words.take_while(|w| w.starts_with(char::is_uppercase)).collect::<Vec<_>>())
        };
        let ends = self.cast.people[person].mentions.iter().map(|(r, _)| r.end);
        let mut of = ends.filter(|end| self.forms.at(*end) == "of");
        of.find_map(|of| place(of + 1)).map(|e| e.country.to_owned())
    }

    /// The sector of the body that a person is said to be of: `Ann Lee of Human Rights Watch`, `Ann Lee, who heads a ward at the
    /// Quay General Hospital,`.
    fn sector_after(&self, person: usize) -> Option<String> {
        let sector = |end: usize| {
            let of = end + usize::from(self.forms.at(end) == "," && self.forms.at(end + 1) != "at");
            let at = of + 1 + usize::from(self.forms.at(of + 1) == "the");
            let sector = self.sector_named(at, |name| name.start == at)?;
            // `Ann Lee at the ministry` may only have been there.
            let fits = match self.forms.at(of) {
                "of" | "from" => true,
                "at" => sector == "EDU",
                _ => false,
            };
            Some(sector).filter(|_| fits)
        };
        let works = |end: usize| {
            const LONGEST: usize = 14;
            let who = self.forms.at(end) == "," && self.forms.at(end + 1) == "who";
            let verb = who && is_in(WORKS, self.forms.at(end + 2));
            let clause = (end + 3..end + LONGEST).take_while(|t| !is_in(", . ; and which", self.forms.at(*t)));
            let named = clause.filter(|t| self.forms.is_capital(*t)).find_map(|t| self.sector_named(t, |_| true));
            let teaches = is_in("teaches lectures", self.forms.at(end + 2)).then(|| "EDU".to_owned());
            named.or(teaches).filter(|_| verb)
        };
        let ends = || self.cast.people[person].mentions.iter().map(|(r, _)| r.end);
        ends().find_map(sector).or_else(|| ends().find_map(works))
    }

    /// The sector of the body whose name stands before a person's as an owner: `Human Rights Watch's Ann Lee`.
    fn sector_before(&self, person: usize) -> Option<String> {
        let owner = |start: usize| {
            let mark = start.checked_sub(2).filter(|mark| *mark > 0 && self.forms.is_possessive(*mark))?;
            self.sector_named(mark - 1, |name| name.end == mark)
        };
        self.cast.people[person].mentions.iter().find_map(|(r, _)| owner(r.start))
    }

    /// The sector of the body whose name, that `fits`, holds a token.
    fn sector_named(&self, token: usize, fits: impl Fn(&Range<usize>) -> bool) -> Option<String> {
        let name = self.mentions.name_at(token).filter(|n| fits(&n.tokens))?;
        let words = self.forms.of(name.tokens.clone());
        match self.cast.entry(words) {
            Some(entry) => Some(entry.sector.to_owned()).filter(|s| !s.is_empty() && entry.kind == base::Kind::Body),
            // `the Quay General Hospital`
            None => self.cast.affiliation(&format!("the {words}")).sector.filter(|s| BODIES.contains(&s.as_str())),
        }
    }

    /// The spans of somebody's mentions.
    pub(crate) fn spans_of(&self, mentions: &[(Range<usize>, How)]) -> Vec<Span> {
        mentions.iter().filter_map(|(r, _)| self.forms.document.span_of(r.clone())).collect()
    }
}

/// Words and marks that tell of another than who is named behind them: `a letter by the banker Ann Lee`.
const NO_ROLE: &str = ", . ( – — - and : ' by for of to with from like including against backing supporting opposing \
    representing advising";

/// Words before what somebody is called that are no part of it.
const OPENING: &str = "the a an his her its their our my this that but and then whose";

/// The sectors that a body's own name tells.
const BODIES: &[&str] = &["GOV", "MIL", "COP", "JUD", "LEG", "EDU", "JRN", "BUS", "MED", "PTY"];

/// An actor of the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Person(usize),
    Body(usize),
    /// The country of this body, which is its government.
    Country(usize),
}

/// Where somebody is named, and how.
type Place = (Range<usize>, How);

/// Whether a mention is the body's own, not only of the country that it governs: `Russia denies it`, `born in Russia`.
pub(crate) fn acts(body: &Body<'_>, mention: &Place) -> bool {
    body.kind != ActorKind::Government || mention.1 != How::Name
}

/// The id of the actor with a number, from 0.
fn id(at: usize) -> String {
    format!("a{}", at + 1)
}

/// Actors in the order in which statements need them, with the sources that they were read from.
#[derive(Default)]
struct Table {
    order: Vec<Who>,
    places: BTreeMap<Who, usize>,
    sources: Vec<Vec<Mention>>,
}

impl Table {
    /// The id of the actor that some words are tied to.
    fn tie(&mut self, referent: &Referent, words: Option<Span>) -> Option<String> {
        let (who, how) = match referent {
            Referent::Person(p, how) => (Who::Person(*p), *how),
            Referent::Body(b, how) => (Who::Body(*b), *how),
            Referent::Unnamed(_) | Referent::Open(_) | Referent::Unresolved => return None,
        };
        let at = self.add(who);
        self.sources[at].extend(words.map(|span| Mention { span, how }));
        Some(id(at))
    }

    fn id(&self, who: &Who) -> Option<String> {
        self.places.get(who).copied().map(id)
    }

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
