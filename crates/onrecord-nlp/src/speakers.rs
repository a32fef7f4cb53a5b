//! Who speaks: ties each statement's source to an actor of the article, or says why not.
//!
//! Rules, in order: a name in the source; a definite role that exactly one person holds
//! (`the minister`); a pronoun to the nearest fitting person; a named body (`the Kremlin`).
//! What none of them settles stays *unresolved*; what the article does not name is *unnamed*.

use crate::actors::acts;
use crate::base::{self, Base};
use crate::cast::Cast;
use crate::floor::Turn;
use crate::forms::{self, Forms};
use crate::home;
use crate::mentions::{Mentions, Name, NameKind, gender_of_pronoun, is_pronoun};
use crate::names::{self, Gender};
use crate::network::Network;
use crate::quotes::{self, Quote};
use crate::roles::is_called;
use crate::titles::{self, is_role};
use crate::transcript::is_voice;
use crate::unnamed::is_plural;
use crate::words::{is_in, only};
use onrecord_types::{Act, Actor, ActorKind, Article, Document, How, Origin, Span, Statement};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// A pronoun's person is looked for in its own sentence and this many before it.
pub(crate) const REACH: usize = 4;

/// What a source stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Referent {
    Person(usize, How),
    Body(usize, How),
    /// Whom the article only describes, with these tokens.
    Unnamed(Range<usize>),
    /// Whom these tokens describe by somebody else, though the article may name him: `the victim's mother`, `her father`.
    Open(Range<usize>),
    Unresolved,
}

impl Referent {
    /// Whether two are the same actor, however they were read.
    pub(crate) fn is(&self, other: &Referent) -> bool {
        match (self, other) {
            (Referent::Person(p, _), Referent::Person(q, _)) => p == q,
            (Referent::Body(b, _), Referent::Body(c, _)) => b == c,
            _ => self.described().is_some_and(|a| other.described() == Some(a)),
        }
    }

    /// The tokens that describe who has no name here.
    pub(crate) fn described(&self) -> Option<&Range<usize>> {
        match self {
            Referent::Unnamed(tokens) | Referent::Open(tokens) => Some(tokens),
            _ => None,
        }
    }

    /// The person, if it is one.
    pub(crate) fn person(&self) -> Option<usize> {
        if let Referent::Person(p, _) = self { Some(*p) } else { None }
    }

    /// The body, if it is one.
    pub(crate) fn body(&self) -> Option<usize> {
        if let Referent::Body(b, _) = self { Some(*b) } else { None }
    }

    /// Whether it is somebody whom the article names.
    pub(crate) fn is_named(&self) -> bool {
        matches!(self, Referent::Person(..) | Referent::Body(..))
    }

    /// Whether it is somebody whom words only describe.
    pub(crate) fn is_described(&self) -> bool {
        self.described().is_some()
    }

    /// The same, meant by a pronoun.
    pub(crate) fn as_pronoun(&self) -> Referent {
        self.by(How::Pronoun)
    }

    /// The same, meant by a noun.
    pub(crate) fn as_nominal(&self) -> Referent {
        self.by(How::Nominal)
    }

    fn by(&self, how: How) -> Referent {
        match self {
            Referent::Person(p, _) => Referent::Person(*p, how),
            Referent::Body(b, _) => Referent::Body(*b, how),
            other => other.clone(),
        }
    }
}

/// Hops from a pronoun over nominals to a name.
const HOPS: usize = 3;

pub(crate) struct Resolver<'a> {
    pub(crate) article: &'a Article,
    pub(crate) forms: Forms<'a>,
    pub(crate) quotes: &'a [Quote],
    pub(crate) cast: Cast<'a>,
    network: &'a Network,
    pub(crate) mentions: &'a Mentions,
    /// Who made the statements resolved so far, by the first token of their sources.
    pub(crate) spoken: BTreeMap<usize, Referent>,
    /// Sources among these that mean one human being whom nothing tells, by their first tokens: `the mayor`.
    pub(crate) untold: BTreeMap<usize, Range<usize>>,
    /// Whom questions so far were put to, by the first tokens of those who asked and have no name.
    pub(crate) asked: BTreeMap<usize, Referent>,
    /// Whom statements so far were put to, by the first tokens of their sources.
    pub(crate) addressed: BTreeMap<usize, Referent>,
    /// The bodies that people speak for, head or serve, where only what was told of before says which: `Its chairman, Ann Lee,`.
    pub(crate) bodies_of: BTreeMap<usize, usize>,
    /// What people sit in a parliament for, as epithets have told so far.
    pub(crate) seats: BTreeMap<usize, String>,
    /// People of whom something holds, as looked for so far.
    pub(crate) bearers: RefCell<HashMap<String, Rc<[usize]>>>,
    /// Who made the last statement that several made together, with the first token of its source.
    pub(crate) together: Option<(usize, Referent, Vec<Referent>)>,
    /// Who speaks outside quotation marks, in order.
    pub(crate) floor: Vec<Turn>,
    /// Who reports the statement whose speaker is looked for.
    pub(crate) reporter: Option<Referent>,
    /// Where the article was written, at its beginning: `LONDON —`.
    dateline: Range<usize>,
}

/// What the network read of an article.
pub struct Seen<'a> {
    pub network: &'a Network,
    pub mentions: &'a Mentions,
    pub base: &'a Base,
}

/// Fills in the speakers of `statements` (in text order), to whom they speak and about whom, and gives the actors.
pub fn resolve(
    article: &Article,
    document: &Document,
    quotes: &[Quote],
    seen: &Seen<'_>,
    statements: &mut [Statement],
) -> Vec<Actor> {
    let mut resolver = Resolver::new(article, document, quotes, seen);
    let parties = resolver.parties(statements);
    resolver.actors(statements, &parties)
}

/// For each person and body of the cast that is no place, all that names it or is tied to it; `I` is who speaks there.
pub fn clusters(
    article: &Article,
    document: &Document,
    quotes: &[Quote],
    seen: &Seen<'_>,
    statements: &[Statement],
) -> Vec<Vec<Span>> {
    let mut resolver = Resolver::new(article, document, quotes, seen);
    let parties = resolver.parties(statements);
    let (people, bodies) = (&resolver.cast.people, &resolver.cast.bodies);
    let span = |r: Range<usize>| document.span_of(r);
    let of_people = people.iter().map(|p| resolver.spans_of(&p.mentions));
    let of_bodies = bodies.iter().map(|b| {
        let own = b.mentions.iter().filter(|m| acts(b, m)).cloned().collect::<Vec<_>>();
        resolver.spans_of(&own)
    });
    let mut out: Vec<Vec<Span>> = of_people.chain(of_bodies).collect();
    for token in seen.mentions.anaphors() {
        let gender = gender_of_pronoun(&resolver.forms.at(token).to_lowercase());
        let fits = |p: usize| people[p].gender.fits(gender);
        let at = match resolver.linked(token, How::Pronoun, fits) {
            Referent::Person(p, _) => p,
            Referent::Body(b, _) => people.len() + b,
            Referent::Unnamed(_) | Referent::Open(_) | Referent::Unresolved => continue,
        };
        out[at].extend(span(token..token + 1));
    }
    let own =
        |t: &usize| matches!(resolver.forms.at(*t).to_lowercase().as_str(), "i" | "me" | "my" | "mine" | "myself");
    for token in (0..document.tokens.len()).filter(own) {
        let Some(at) = span(token..token + 1) else { continue };
        let quoted = |s: &&Statement| s.quoted.iter().any(|q| q.contains(at));
        let said = statements.iter().zip(&parties).rev().find(|(s, _)| quoted(s)).map(|(_, p)| p.speaker.clone());
        let free = || resolver.has_floor(token).filter(|_| !quotes::holds(quotes, at));
        if let Some(Referent::Person(p, _)) = said.unwrap_or_else(free) {
            out[p].push(at);
        }
    }
    let is_place = |i: usize| {
        let body = i.checked_sub(people.len()).map(|b| bodies[b].kind);
        matches!(body, Some(ActorKind::Place | ActorKind::Country))
    };
    out.into_iter().enumerate().filter(|(i, _)| !is_place(*i)).map(|(_, cluster)| cluster).collect()
}

fn depth(statements: &[Statement], index: &HashMap<String, usize>, mut i: usize) -> usize {
    let mut depth = 0;
    while let Some(parent) = statements[i].parent.as_ref().and_then(|p| index.get(p)) {
        if depth > statements.len() {
            break;
        }
        (i, depth) = (*parent, depth + 1);
    }
    depth
}

/// Whom a statement's words mean, if any.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    pub(crate) speaker: Option<Referent>,
    /// Those who speak with the speaker.
    pub(crate) joint: Vec<Referent>,
    pub(crate) addressee: Option<Referent>,
}

impl<'a> Resolver<'a> {
    /// Who makes each statement and to whom.
    fn parties(&mut self, statements: &[Statement]) -> Vec<Parties> {
        let mut out = vec![Parties::default(); statements.len()];
        let index: HashMap<String, usize> = statements.iter().enumerate().map(|(i, s)| (s.id.clone(), i)).collect();
        // Outer statements first: `I` inside a quotation is its speaker.
        let mut order: Vec<usize> = (0..statements.len()).collect();
        order.sort_by_key(|i| depth(statements, &index, *i));
        for i in order {
            let parent = statements[i].parent.as_ref().and_then(|p| index.get(p)).and_then(|p| out[*p].speaker.clone());
            let statement = &statements[i];
            let (mut speaker, mut joint) = self.referents(statement, parent.clone());
            // `Ann Lee and Joe Fox said that they …`
            let teller = statement.parent.as_ref().and_then(|p| index.get(p)).filter(|p| !out[**p].joint.is_empty());
            if let Some(p) = teller.filter(|p| self.are_they(&statements[**p], statement)) {
                speaker = out[*p].speaker.as_ref().map(Referent::as_pronoun);
                joint = out[*p].joint.iter().map(Referent::as_pronoun).collect();
            }
            // Who asks him is not asked.
            let reporter = parent.filter(|p| speaker.as_ref().is_none_or(|s| !s.is(p)));
            let addressee = self.addressed(statement, speaker.as_ref(), reporter);
            if let (Act::Ask, Some(asker), Some(asked @ Referent::Person(..))) =
                (statement.act, speaker.as_ref().and_then(Referent::described), &addressee)
            {
                self.asked.insert(asker.start, asked.as_pronoun());
            }
            if let (Some(source), Some(told @ Referent::Person(..))) =
                (statement.attribution.source.first(), &addressee)
            {
                self.addressed.insert(self.forms.document.tokens_in(*source).start, told.as_pronoun());
            }
            out[i] = Parties { speaker, joint, addressee };
        }
        out
    }

    fn new(article: &'a Article, document: &'a Document, quotes: &'a [Quote], seen: &Seen<'a>) -> Resolver<'a> {
        let forms = Forms { text: &article.text, document };
        let cast = Cast::new(article, document, seen.mentions, seen.base);
        let (network, mentions) = (seen.network, seen.mentions);
        let (spoken, untold, asked) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (addressed, bodies_of, seats) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (together, floor, reporter) = (None, Vec::new(), None);
        let dateline = home::dateline(article).map_or(0..0, |span| document.tokens_in(span));
        let mut resolver = Resolver {
            article,
            forms,
            quotes,
            cast,
            network,
            mentions,
            spoken,
            untold,
            asked,
            addressed,
            bodies_of,
            seats,
            bearers: RefCell::default(),
            together,
            floor,
            reporter,
            dateline,
        };
        resolver.floor = resolver.turns();
        resolver
    }

    /// Who makes a statement, and who makes it with him.
    fn referents(&mut self, statement: &Statement, parent: Option<Referent>) -> (Option<Referent>, Vec<Referent>) {
        let source = &statement.attribution.source;
        let (Some(all), Some(last)) = (Span::cover(source), source.last()) else { return (None, Vec::new()) };
        let tokens = self.forms.document.tokens_in(*last);
        let tokens = if tokens.is_empty() { self.forms.document.tokens_in(all) } else { tokens };
        self.reporter.clone_from(&parent);
        let mut referent = self.of_source(tokens.clone(), statement, parent);
        if let Some(who) = self.who_answers(&tokens, statement, &referent) {
            referent = who;
        }
        if let Referent::Person(p, _) = referent
            && let Some(body) = self.body_of_its(&tokens).or_else(|| self.government_of(&tokens))
        {
            self.bodies_of.insert(p, body);
        }
        self.learn_gender(&tokens, &referent);
        self.cast.acts(&referent);
        if referent == Referent::Unresolved && !tokens.is_empty() && self.is_related(&tokens) {
            referent = Referent::Open(tokens.clone());
        }
        // A headline speaks of whom the article names, and who is asked answers.
        let passing = self.is_on_top(&tokens) || statement.act == Act::Ask;
        if !passing || !referent.is_described() {
            self.spoken.insert(tokens.start, referent.clone());
        }
        // Whom the network ties a noun to, though the paragraph does not tell of him, is a guess.
        let here = |p: usize| {
            let first = self.paragraph(tokens.start);
            (first..tokens.start).any(|t| self.cast.person_at(t) == Some(p))
        };
        let called = |p: usize| {
            let person = &self.cast.people[p];
            is_called(person, &self.forms.at(self.head(&tokens)).to_lowercase()) || self.entry_of(person).is_some()
        };
        let guessed = match referent {
            Referent::Person(p, How::Nominal) => !here(p),
            Referent::Person(p, How::Role) => !here(p) && !called(p),
            _ => false,
        };
        if let Some(who) = self.who_adds(&tokens, statement).filter(|_| guessed || !referent.is_named()) {
            referent = who;
        }
        if guessed {
            let nearer = self.spoke_beside(&tokens);
            let doubtful = nearer.is_none() && self.is_doubtful(&tokens);
            referent = if doubtful { self.varied(&tokens) } else { nearer.unwrap_or(referent) };
        }
        self.reporter = None;
        let untold = !passing && referent == Referent::Unresolved && !tokens.is_empty();
        if untold && self.is_one_of(self.head(&tokens), Gender::Unknown) {
            self.untold.insert(tokens.start, tokens.clone());
        }
        let they = self.forms.of(tokens.clone()).eq_ignore_ascii_case("they");
        let together = match &referent {
            Referent::Unresolved if they => self.still_together(tokens.start),
            who if who.is_named() => None,
            _ => self.pair(&tokens),
        };
        let joint = match together {
            Some((first, others)) => {
                referent = first;
                others
            }
            None if they && matches!(referent, Referent::Person(..)) => self.several(tokens.start).1,
            None => self.joint(tokens.clone(), statement, &referent),
        };
        if !joint.is_empty() && !self.is_on_top(&tokens) {
            self.together = Some((tokens.start, referent.clone(), joint.clone()));
        }
        joint.iter().for_each(|r| self.cast.acts(r));
        (Some(referent), joint)
    }

    /// Who spoke in the sentence before, where one human being whom nothing else tells adds to that: `the leftist added`.
    fn who_adds(&self, tokens: &Range<usize>, statement: &Statement) -> Option<Referent> {
        let verb = self.forms.document.tokens_in(*statement.attribution.cue.first()?).start;
        let (_, Referent::Person(p, _)) = self.spoke_here(tokens.start, 1)? else { return None };
        let head = self.head(tokens);
        let adds = is_in("added adds continued continues", self.forms.at(verb));
        let fits = self.is_plain(tokens, head) && self.is_one_of(head, self.cast.people[*p].gender);
        (adds && fits).then_some(Referent::Person(*p, How::Nominal))
    }

    /// Whether somebody reports the statement whose speaker is looked for.
    pub(crate) fn reports(&self, who: &Referent) -> bool {
        self.reporter.as_ref().is_some_and(|reporter| reporter.is(who))
    }

    /// The body whose `Its chairman` somebody is: who has just spoken or is told of right before.
    fn body_of_its(&self, tokens: &Range<usize>) -> Option<usize> {
        if !self.forms.at(tokens.start).eq_ignore_ascii_case("its") {
            return None;
        }
        let spoke = self.spoke_here(tokens.start, 1).and_then(|(_, who)| who.body());
        spoke.or_else(|| self.acting(tokens.start).body())
    }

    /// The government that spoke right before one of its ministers, the body before its spokesman: `The Tarnish government welcomed
    /// it.  Tourism minister Ann Lee said …`
    fn government_of(&self, tokens: &Range<usize>) -> Option<usize> {
        let minister = tokens.clone().any(|t| self.forms.at(t).eq_ignore_ascii_case("minister"));
        let first = self.forms.at(tokens.start).to_lowercase();
        let speaks = is_in("spokesman spokeswoman spokesperson", &first) && self.forms.is_capital(tokens.start + 1);
        let body = self.spoke_here(tokens.start, 1).filter(|_| minister || speaks)?.1.body();
        body.filter(|b| speaks || self.cast.bodies[*b].kind == ActorKind::Government)
    }

    /// Whom the statement before was put to, where `she`, or somebody whom nothing else tells, answers: `Fox asked Lee if she had
    /// seen it.  “Only once,” the witness answered.`
    fn who_answers(&self, tokens: &Range<usize>, statement: &Statement, who: &Referent) -> Option<Referent> {
        let verb = self.forms.document.tokens_in(*statement.attribution.cue.first()?).start;
        if !is_in("answered answers replied replies responded responds retorted", self.forms.at(verb)) {
            return None;
        }
        let (at, asker) = self.spoke_here(tokens.start, 2)?;
        let answerer = self.addressed.get(&at).filter(|other| !other.is(asker))?;
        let Referent::Person(p, _) = answerer else { return None };
        let word = self.forms.of(tokens.clone()).to_lowercase();
        let gender = gender_of_pronoun(&word);
        let pronoun = is_in("he she", &word) && self.cast.people[*p].gender.fits(gender);
        let open = *who == Referent::Unresolved && self.is_one_of(self.head(tokens), self.cast.people[*p].gender);
        (pronoun || open).then(|| answerer.clone())
    }

    /// Whom the article calls `she` right after the name is no man later.
    fn learn_gender(&mut self, tokens: &Range<usize>, who: &Referent) {
        let word = self.forms.of(tokens.clone()).to_lowercase();
        let Referent::Person(p, How::Pronoun) = who else { return };
        let person = &self.cast.people[*p];
        if person.gender != Gender::Unknown || !matches!(word.as_str(), "he" | "she") {
            return;
        }
        let near = |name: &Range<usize>| name.start < tokens.start && self.is_near(name.start, tokens.start, 1);
        if person.mentions.iter().any(|(name, _)| near(name)) {
            self.cast.people[*p].gender = gender_of_pronoun(&word);
        }
    }

    /// Who is spoken to; nobody speaks to himself.
    fn addressed(
        &mut self,
        statement: &Statement,
        speaker: Option<&Referent>,
        reporter: Option<Referent>,
    ) -> Option<Referent> {
        let tokens = self.forms.document.tokens_in(statement.addressee?);
        let all = tokens.clone().any(|i| matches!(self.forms.at(i), "and" | "," | "or"));
        let words = self.forms.of(tokens.clone());
        let folded = if forms::is_shouted(words) { String::from(words) } else { words.to_lowercase() };
        let found = match folded.as_str() {
            "me" | "us" | "you" | "them" | "it" | "myself" | "everyone" => Referent::Unresolved,
            _ => self.of_source(tokens.clone(), statement, reporter),
        };
        // Of several, the first that has a name.
        let found = match found {
            Referent::Unnamed(_) | Referent::Open(_) | Referent::Unresolved if all => {
                self.first_named(&tokens).unwrap_or(found)
            }
            found => found,
        };
        let found = if speaker.is_some_and(|s| s.is(&found)) { Referent::Unresolved } else { found };
        self.cast.acts(&found);
        Some(found)
    }

    pub(crate) fn of_source(
        &mut self,
        tokens: Range<usize>,
        statement: &Statement,
        parent: Option<Referent>,
    ) -> Referent {
        let by = usize::from(tokens.len() > 1 && self.forms.at(tokens.start).eq_ignore_ascii_case("by"));
        let own =
            usize::from(tokens.len() > 2 && is_in("himself herself themselves itself", self.forms.at(tokens.end - 1)));
        let tokens = tokens.start + by..tokens.end - own;
        if let Some(referent) = self.labelled_answer(&tokens).or_else(|| self.of_noun(&tokens)) {
            return referent;
        }
        if let Some(member) = self.member_for(&tokens) {
            return member;
        }
        // `QUESTION: …`
        if statement.origin == Origin::Transcript && tokens.len() == 1 && is_voice(self.forms.at(tokens.start)) {
            return Referent::Unnamed(tokens);
        }
        if let Some(gender) = self.styled(&tokens) {
            return self.of_style(&tokens).unwrap_or_else(|| self.third_person(&tokens, gender, statement, parent));
        }
        if let Some(person) = self.word_alone(&tokens).or_else(|| self.named_person(&tokens)) {
            return person;
        }
        let whole = self.forms.of(tokens.clone()).trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(person) = self.apposition(&tokens) {
            return person;
        }
        // `Mexicans`, `Most Americans`: the people, not their government.
        if self.is_people(&tokens) {
            return Referent::Unnamed(tokens);
        }
        if let Some(one) = self.initialled(&tokens) {
            return Referent::Person(one, How::Role);
        }
        if let Some(body) = self.named_body(&tokens) {
            return body;
        }
        // `US` and `IT` are names, `us` and `It` are not.
        let folded = if forms::is_shouted(whole) { String::from(whole) } else { whole.to_lowercase() };
        match folded.as_str() {
            // Whose claim somebody speaks of is seldom their own: `Lee, who dismissed his claim`.
            "his" => self.owner(tokens.start, Gender::Male),
            "he" | "him" | "himself" => self.third_person(&tokens, Gender::Male, statement, parent),
            "she" | "her" | "herself" => self.third_person(&tokens, Gender::Female, statement, parent),
            "i" | "me" | "my" | "mine" | "myself" => {
                let told = parent.or_else(|| self.has_floor(tokens.start));
                told.or_else(|| self.author_of_article(tokens.start)).unwrap_or(Referent::Unresolved)
            }
            "you" | "your" | "yourself" => self.is_asked(tokens.start).unwrap_or(Referent::Unresolved),
            "they" | "them" | "their" => {
                let own = parent.filter(|who| self.speak_of_themselves(who, tokens.start));
                own.unwrap_or_else(|| self.several(tokens.start).0)
            }
            "it" | "its" => match self.acting(tokens.start) {
                Referent::Body(b, how) if self.is_told_here(b, tokens.start) => Referent::Body(b, how),
                found => {
                    let nearer = self.spoke_itself(tokens.start, statement).or_else(|| self.goes_on(tokens.start));
                    nearer.or_else(|| self.untold_thing(tokens.start)).unwrap_or(found)
                }
            },
            "one" => Referent::Unnamed(tokens),
            "we" | "us" | "our" | "this" => Referent::Unresolved,
            "who" | "whom" => self.relative(&tokens),
            "which" | "that" => self.relative_of_thing(&tokens, statement),
            "" => Referent::Unresolved,
            _ => match self.noun_phrase(&tokens) {
                Referent::Unresolved => self.varied(&tokens),
                found => found,
            },
        }
    }

    /// The gender of whom a source only calls `His Royal Highness`, `Her Excellency`.
    fn styled(&self, tokens: &Range<usize>) -> Option<Gender> {
        let gender = match self.forms.at(tokens.start) {
            "His" | "his" => Gender::Male,
            "Her" | "her" => Gender::Female,
            _ => return None,
        };
        ((2..=3).contains(&tokens.len()) && titles::is_style(self.forms.at(tokens.end - 1))).then_some(gender)
    }

    /// The one person whom the article names so styled before: `His Royal Highness Prince Ann Lee`.
    fn of_style(&self, tokens: &Range<usize>) -> Option<Referent> {
        const TITLES: usize = 5;
        let style = self.forms.at(tokens.end - 1);
        let so = |r: &Range<usize>| {
            let before = r.start.saturating_sub(TITLES)..r.start;
            r.start < tokens.start && before.clone().any(|t| self.forms.at(t) == style)
        };
        let styled = |p: &usize| self.cast.people[*p].mentions.iter().any(|(r, _)| so(r));
        let one = only((0..self.cast.people.len()).filter(styled))?;
        Some(Referent::Person(one, How::Role))
    }

    /// A person named in the source, unless the name only says whose or of whom (`Lee’s
    /// lawyer`, `a friend of Lee`).
    pub(crate) fn named_person(&self, tokens: &Range<usize>) -> Option<Referent> {
        const GOES_ON: &[&str] = &[
            "and", "nor", "as", "along", "together", "who", "himself", "herself", "during", "after", "at", "in", "on",
        ];
        // `Ann Lee of the harbour office`, where no other name stands for the source.
        const BELONGS: &[&str] = &["of", "from", "with", "for"];
        self.first_person(tokens, GOES_ON).or_else(|| self.first_person(tokens, BELONGS))
    }

    /// The first person whose name in the source stands for itself: no noun follows it, but one of `after` may.
    fn first_person(&self, tokens: &Range<usize>, after: &[&str]) -> Option<Referent> {
        let stands = |range: &Range<usize>| {
            let letters = (range.end..tokens.end).take_while(|i| titles::is_postnominal(self.forms.at(*i))).count();
            let end = range.end + letters + usize::from(self.forms.at(range.end + letters) == ".");
            let next = self.forms.at(end);
            let owner = self.forms.owned(range.end).is_some_and(|next| next < tokens.end);
            let governed = self.is_governed(tokens.start, range.start);
            let modifies = end < tokens.end && next.chars().all(char::is_alphanumeric) && !after.contains(&next);
            // `the Lee-era adviser`
            let joined = self.forms.is_hyphen(range.end) && range.end + 1 < tokens.end;
            !owner && !governed && !modifies && !joined
        };
        let inside = |range: &Range<usize>| tokens.start <= range.start && range.end <= tokens.end;
        let people = self.cast.people.iter().enumerate();
        let all =
            people.flat_map(|(index, person)| person.mentions.iter().map(move |(range, how)| (range, index, *how)));
        let first = all.filter(|(range, ..)| inside(range) && stands(range)).min_by_key(|(range, ..)| range.start);
        first.map(|(_, index, how)| Referent::Person(index, how))
    }

    /// A source that is a body's name, alone or with what explains it: `Apple Inc.`, `AirTanker Ltd., a consortium`.
    pub(crate) fn named_body(&mut self, tokens: &Range<usize>) -> Option<Referent> {
        let first = tokens.start + usize::from(self.forms.at(tokens.start).eq_ignore_ascii_case("the"));
        // `No. 10` is a government's seat that does not look like a name.
        let words = self.forms.of(first..tokens.end);
        if words.ends_with(char::is_numeric) && self.cast.entry(words).is_some_and(|e| e.kind == base::Kind::Seat) {
            let seat = self.cast.body(&self.forms, first..tokens.end, NameKind::Place, true);
            return Some(Referent::Body(seat, How::Metonym));
        }
        let name =
            self.mentions.name_at(first).filter(|n| n.tokens.start == first && n.tokens.end <= tokens.end)?.clone();
        // `the Head of State` is somebody's role, whatever it looks like.
        let role = is_role(self.forms.at(first)) && self.forms.at(first + 1) == "of";
        // `the Harbour Party MP`
        let seat = titles::is_seat(self.forms.at(name.tokens.end - 1));
        let bodily = matches!(name.kind, NameKind::Organisation | NameKind::Place) && !role && !seat;
        let next = self.forms.at(name.tokens.end);
        let dot = usize::from(next == "." && name.tokens.end < tokens.end);
        let ends = name.tokens.end + dot >= tokens.end
            || matches!(self.forms.at(name.tokens.end + dot), "," | "(" | "—" | "–" | "which" | "that");
        (bodily && ends && !self.parts_places(name.tokens.end, tokens.end))
            .then(|| Referent::Body(self.cast.body(&self.forms, name.tokens.clone(), name.kind, true), How::Name))
    }

    /// The person named right after the source: `the minister, NAME,`.
    fn apposition(&self, tokens: &Range<usize>) -> Option<Referent> {
        let comma = |i: usize| self.forms.at(i) == ",";
        let next = match (comma(tokens.end - 1), comma(tokens.end)) {
            (true, _) => tokens.end,
            (false, true) => tokens.end + 1,
            (false, false) => return None,
        };
        // `a report in the Harbour Leader, Mayor Ann Lee launched …`
        let title = |i: usize| self.mentions.name_at(i).is_some_and(|n| n.kind == NameKind::Organisation);
        let role = tokens.clone().any(|i| is_role(self.forms.at(i)) && !title(i));
        // `the government's lawyer, Deputy Solicitor General Ann Lee,`
        let titled = |i: usize| self.forms.is_capital(i) || self.forms.at(i) == ".";
        let leads = |r: &Range<usize>| next <= r.start && r.start - next <= 4 && (next..r.start).all(titled);
        let named = |p: &names::Person| p.mentions.iter().any(|(r, how)| *how == How::Name && leads(r));
        let person = self.cast.people.iter().position(named);
        person.filter(|_| role).map(|p| Referent::Person(p, How::Role))
    }

    /// Whether a preposition stands before a name and its titles (`a friend of President Lee`,
    /// not `Coordinator for Strategic Communications Ann Lee`).
    pub(crate) fn is_governed(&self, start: usize, name: usize) -> bool {
        // `some senators, including Ann Lee`, `the film that shows Ann Lee`: one of them, or one it tells of.
        const OPENS: &str = "including like such which that who whose whom where among alongside led chaired headed";
        const GOVERNS: &[&str] = &[
            "for", "of", "to", "with", "by", "from", "near", "against", "about", "between", "behind", "under", "like",
            "in", "at",
        ];
        let titled =
            |i: usize| titles::is_title(self.forms.at(i)) || is_role(self.forms.at(i)) || self.forms.at(i) == ".";
        // `US President`, `French Foreign Minister`
        let of_country = |i: usize| {
            self.mentions.name_at(i).is_some_and(|n| n.kind == NameKind::Place)
                || self.cast.is_adjective(self.forms.at(i))
        };
        let country = |i: usize| titled(i + 1) && of_country(i);
        // `the captain of the Marta`, a ship
        let article = |i: usize| self.forms.at(i) == "the" && i + 1 == name;
        let before = (start..name).rev().find(|i| !titled(*i) && !country(*i) && !article(*i));
        (start + 1..name).any(|i| is_in(OPENS, self.forms.at(i)))
            || before.is_some_and(|i| {
                // `Bank of England Governor Ann Lee`
                let inside = |n: &Name| n.kind == NameKind::Organisation && n.tokens.start < i && i + 1 < n.tokens.end;
                !self.mentions.name_at(i).is_some_and(inside)
                    && GOVERNS.contains(&self.forms.at(i))
                    && !self.forms.of(i..i + 2).eq_ignore_ascii_case("of staff")
            })
    }

    /// What the network ties a pronoun or nominal to, over other nominals and pronouns: a person that `fits`, for a word that
    /// may be a body's a body, or somebody whom a nominal only describes.
    pub(crate) fn linked(&self, token: usize, how: How, fits: impl Fn(usize) -> bool) -> Referent {
        let word = self.forms.at(token).to_lowercase();
        let human = || self.mentions.nominal_at(token).is_some_and(|n| n.kind == NameKind::Person);
        let personal = matches!(word.as_str(), "he" | "him" | "his" | "she" | "her" | "himself" | "herself")
            || !word.ends_with('s') && human();
        let neuter = matches!(word.as_str(), "it" | "its");
        let mut at = token;
        for _ in 0..HOPS {
            let is_candidate = |t: usize| match (self.cast.person_at(t), self.mentions.name_at(t)) {
                (Some(p), _) => !neuter && fits(p),
                (None, Some(name)) => {
                    let bodily = matches!(name.kind, NameKind::Organisation | NameKind::Place);
                    let suits = |b: usize| how != How::Nominal || self.suits(&word, b);
                    !personal && bodily && !self.dateline.contains(&t) && self.cast.body_at(t).is_none_or(suits)
                }
                (None, None) => self.agrees(&word, t),
            };
            let Some(next) = self.mentions.antecedent(self.network, at, false, is_candidate) else { break };
            if let Some(p) = self.cast.person_at(next) {
                return Referent::Person(p, how);
            }
            if let Some(body) = self.cast.body_at(next).filter(|_| self.mentions.name_at(next).is_some()) {
                return Referent::Body(body, how);
            }
            // `he` who spoke before and was nobody named is that one here too.
            let before = self.spoken.get(&next).filter(|who| who.is_described());
            if let Some(who) = before.filter(|_| is_pronoun(&word) && is_pronoun(&self.forms.at(next).to_lowercase())) {
                return who.clone();
            }
            at = next;
        }
        if at == token {
            return Referent::Unresolved;
        }
        match self.meant_by(&word, at) {
            Referent::Person(p, _) if neuter || !fits(p) => Referent::Unresolved,
            found => found,
        }
    }

    /// What the network ties a pronoun to, but for a place, which says nothing.
    pub(crate) fn acting(&self, token: usize) -> Referent {
        let found = self.linked(token, How::Pronoun, |_| true);
        let is_place = matches!(&found, Referent::Body(b, _) if self.cast.bodies[*b].kind == ActorKind::Place);
        // `Prosecutors said …` is no `it`.
        let human = found.described().is_some_and(|t| {
            let head = self.head(t);
            let several = self.forms.at(head).ends_with('s');
            several && self.mentions.nominal_at(head).is_some_and(|n| n.kind == NameKind::Person)
        });
        let it = self.forms.at(token).eq_ignore_ascii_case("it");
        if is_place || human && it { Referent::Unresolved } else { found }
    }

    /// Where the paragraph of a token begins, a long one not far before it.
    pub(crate) fn paragraph(&self, token: usize) -> usize {
        const LONGEST: usize = 600;
        let tokens = &self.forms.document.tokens;
        let block = tokens.get(token).map_or(u32::MAX, |t| t.block);
        tokens.partition_point(|t| t.block < block).max(token.saturating_sub(LONGEST))
    }

    /// Who spoke last before a token, in its paragraph and so many sentences before at most, with the first token of the source.
    fn spoke_here(&self, token: usize, sentences: usize) -> Option<(usize, &Referent)> {
        let block = |t: usize| self.forms.document.tokens[t].block;
        let (at, who) = self.spoken_before(token).next()?;
        (self.is_near(at, token, sentences) && block(at) == block(token)).then_some((at, who))
    }

    /// Who is named in a range of tokens, each once.
    pub(crate) fn people_in(&self, tokens: Range<usize>) -> BTreeSet<usize> {
        tokens.filter_map(|t| self.cast.person_at(t)).collect()
    }

    /// Whether the paragraph of a token names a body before it, or lets it speak.
    fn is_told_here(&self, body: usize, token: usize) -> bool {
        let first = self.paragraph(token);
        let spoke = |who: &Referent| matches!(who, Referent::Body(b, _) if *b == body);
        (first..token).any(|t| self.cast.body_at(t) == Some(body)) || self.has_spoken_since(first, token, spoke)
    }

    /// What spoke in the sentence before, if nothing tells whose words those are: `The 10-page paper weighs …  It argues …`.
    fn untold_thing(&self, token: usize) -> Option<Referent> {
        let (at, who) = self.spoke_here(token, 1)?;
        let human = |t: &Range<usize>| {
            self.is_one_of(self.head(t), Gender::Unknown) || self.forms.at(self.head(t)).ends_with('s')
        };
        let thing = match who {
            Referent::Unnamed(t) | Referent::Open(t) => !human(t),
            Referent::Unresolved => !self.untold.contains_key(&at),
            _ => false,
        };
        thing.then(|| who.clone())
    }

    /// The body that spoke in the sentence before, where `it` speaks and nothing else is told of: `The bank denies it.  In a
    /// statement, it said …`.
    fn spoke_itself(&self, token: usize, statement: &Statement) -> Option<Referent> {
        const SAYS: &str = "said says told tells added adds stated states wrote insisted insists noted notes warned confirmed \
            reported";
        let (_, who) = self.spoke_here(token, 2)?;
        let mut cue = self.forms.document.tokens_in(*statement.attribution.cue.first()?);
        let speaks = cue.any(|t| is_in(SAYS, self.forms.at(t))) && matches!(who, Referent::Body(..));
        speaks.then(|| who.as_pronoun())
    }

    /// Whether `they`, who make a statement inside that of several, follow right behind its cue.
    fn are_they(&self, outer: &Statement, inner: &Statement) -> bool {
        const FAR: usize = 4;
        let tokens = |spans: &[Span]| spans.last().map(|s| self.forms.document.tokens_in(*s));
        let (Some(cue), Some(source)) = (tokens(&outer.attribution.cue), tokens(&inner.attribution.source)) else {
            return false;
        };
        let they = self.forms.of(source.clone()).eq_ignore_ascii_case("they");
        they && cue.end <= source.start && source.start - cue.end < FAR
    }

    /// Whether `they` are several without a name who speak right before: `Nurses said that they …`.
    fn speak_of_themselves(&self, who: &Referent, token: usize) -> bool {
        const FAR: usize = 6;
        let Some(described) = who.described().filter(|t| t.end <= token && token - t.end <= FAR) else { return false };
        let human = |t: usize| self.mentions.nominal_at(t).is_some_and(|n| n.kind == NameKind::Person);
        let head = self.head(described);
        let counts = || self.forms.at(described.start).chars().all(char::is_alphanumeric) && !human(head);
        let several = is_plural(&self.forms.at(head).to_lowercase()) || counts();
        several && (described.end..token).all(|t| self.mentions.name_at(t).is_none() && !human(t))
    }
}
