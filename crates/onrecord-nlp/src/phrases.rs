//! What a source that is a noun phrase without a person's name stands for: the holder of a role, a body, the author of a
//! document, or nobody whom the article names.

use crate::base::{self, OF_STATE};
use crate::cast::{Body, GENERIC, is_state};
use crate::firms::is_firm_noun;
use crate::forms;
use crate::mentions::{Name, NameKind};
use crate::names;
use crate::roles::is_called;
use crate::speakers::{Referent, Resolver};
use crate::times;
use crate::titles::{is_first_lady, is_role};
use crate::unnamed::gender_of_noun;
use crate::words::{is_in, only};
use onrecord_types::{ActorKind, How};
use std::ops::Range;

impl Resolver<'_> {
    /// A noun phrase without a person's name: a body, a role, or nobody named.
    pub(crate) fn noun_phrase(&mut self, tokens: &Range<usize>) -> Referent {
        let head = self.head(tokens);
        let first = self.forms.at(tokens.start).to_lowercase();
        let head_word = self.forms.at(head);
        if let Some(name) = self.chief(tokens) {
            return self.office_holder(name);
        }
        if let Some(name) = self.explained(tokens, head) {
            return Referent::Body(self.cast.body(&self.forms, name.tokens, name.kind, true), How::Name);
        }
        if let Some(name) = self.said_to_be_body(tokens) {
            return Referent::Body(self.cast.body(&self.forms, name, NameKind::Organisation, true), How::Name);
        }
        if let Some(other) = self.leaning(tokens, head) {
            return other;
        }
        let known = self.again(tokens, head).or_else(|| self.of_age(tokens));
        if let Some(known) = known.or_else(|| self.man_or_woman(tokens, head)) {
            return known;
        }
        if !is_body_noun(head_word) && self.stays_anonymous(tokens) {
            return Referent::Unnamed(tokens.clone());
        }
        let definite = matches!(first.as_str(), "the" | "this" | "that" | "his" | "her" | "their" | "its");
        // `the Presidents`, `the officials` are several, whom nobody names here; `Friday's decision` is nobody's.
        let body = |n: &Name| n.kind == NameKind::Organisation && n.tokens.len() > 1;
        let whole = head > tokens.start + 1 && self.forms.at(head - 1) == "of" && self.forms.is_capital(head - 2)
            || self.mentions.name_at(head).is_some_and(body);
        let several = head_word.strip_suffix('s').is_some_and(is_role) && !whole;
        let is_weekday = times::is_weekday(&head_word.to_lowercase());
        if let Some(bearer) = self.bearer(tokens, head).filter(|_| several) {
            return Referent::Body(bearer, How::Nominal);
        }
        if several && !self.is_group(tokens, head) || is_weekday {
            let told = is_weekday || definite && !self.are_many(tokens, head);
            return if told { Referent::Unresolved } else { Referent::Unnamed(tokens.clone()) };
        }
        // `The Harbour Union Leader` is a newspaper.
        let named_so = |n: &Name| body(n) && n.tokens.end == head + 1 && n.tokens.start <= tokens.start + 1;
        if is_role(head_word) && self.forms.is_capital(head) && self.mentions.name_at(head).is_some_and(named_so) {
            return self.body(tokens, head);
        }
        // `the Head of State`, `the Deputy Head of the Office of the President`: the role stands first.
        let lady = |i: usize| i > tokens.start && is_first_lady(self.forms.at(i - 1), self.forms.at(i));
        let office = |i: usize| is_role(self.forms.at(i)) || lady(i);
        let leads = |i: &usize| office(*i) && matches!(self.forms.at(i + 1), "of" | "for" | "to");
        // `President of Tarn: …`, as headlines have it
        let opens = |i: usize| i == tokens.start && self.forms.is_capital(i) && self.in_headline(i);
        if let Some(role) = (tokens.start..head).find(leads).filter(|role| definite || opens(*role)) {
            return self.role(tokens, self.forms.at(role));
        }
        // `the President`; and `Mayor says …` in a headline: a role without its article.
        let office = office(head);
        if office && (definite || tokens.len() == 1) {
            return self.role(tokens, head_word);
        }
        if office && self.forms.is_capital(head) {
            return self.bare_role(tokens, head_word);
        }
        if let Some(government) = self.government(tokens, head) {
            return government;
        }
        if self.is_group(tokens, head) {
            return Referent::Unnamed(tokens.clone());
        }
        if tokens.len() == 1 && self.is_party(head_word) {
            return self.body(tokens, head);
        }
        if let Some(author) = self.author(tokens, head) {
            return author;
        }
        let proper = || self.is_acronym(head) || self.mentions.name_at(head).is_some() && self.is_name(head);
        let inside = head > tokens.start && !self.in_headline(head);
        // `Qantas and Jetstar`
        let known = || {
            let body = self.cast.entry(head_word).is_some_and(|e| e.kind == base::Kind::Body && e.sector != "PTY");
            body && self.mentions.name_at(head).is_some_and(|n| n.kind == NameKind::Organisation)
        };
        // `Amnesty: …` above a text that has it as a body's name
        let again = || {
            let told = |b: &Body<'_>| b.mentions.iter().any(|(r, _)| self.forms.of(r.clone()) == head_word);
            tokens.len() == 1 && self.in_headline(head) && self.cast.bodies.iter().any(told)
        };
        if self.forms.is_capital(head) && (inside || proper() || known() || again()) {
            return self.body(tokens, head);
        }
        // `the Lee campaign`, not `an Australian bank`
        let any = matches!(self.forms.at(tokens.start).to_lowercase().as_str(), "a" | "an" | "another" | "one");
        // `the Tarn-based company`, `the Tarn-backed group`
        const WAYS: &str = "based backed funded owned run aligned linked affiliated controlled sponsored allied";
        let based = |i: usize| is_in(WAYS, self.forms.at(i)) && self.forms.is_hyphen(i - 1);
        let based = (tokens.start + 1..head).any(based);
        let named = || (tokens.start..head).any(|i| self.forms.is_capital(i) && self.is_name(i));
        // `the Wall Street bank`
        let place = |n: &Name| n.kind == NameKind::Place && n.tokens.end == head && n.tokens.start == tokens.start + 1;
        let of_place = is_firm_noun(head_word) && head > 0 && self.mentions.name_at(head - 1).is_some_and(place);
        if is_body_noun(head_word) && !any && !based && !of_place && named() {
            return self.body(tokens, head);
        }
        if !definite {
            return Referent::Unnamed(tokens.clone());
        }
        // `his office` is nobody's name, but not he.
        let body = is_body_noun(head_word);
        // `her client` is not she, and `its anchor` somebody new, unless the article calls somebody so.
        let owned = self.is_owned(tokens) && tokens.start < head;
        let noun = head_word.to_lowercase();
        let called = |p: usize| is_called(&self.cast.people[p], &noun);
        match self.bearer(tokens, head) {
            Some(bearer) => Referent::Body(bearer, How::Nominal),
            None => {
                let gender = gender_of_noun(&noun);
                let fits = |p: usize| !body && self.cast.people[p].gender.fits(gender) && (!owned || called(p));
                match self.linked(head, How::Nominal, fits) {
                    Referent::Body(b, how) => {
                        let nearer = || self.spoke_right_before(tokens, head);
                        self.spoke_of_kind(b, tokens, head).or_else(nearer).unwrap_or(Referent::Body(b, how))
                    }
                    Referent::Unresolved => {
                        let known = self.named_here(tokens, head).or_else(|| self.body_that_spoke(tokens, head));
                        let known = known.or_else(|| self.of_whom(tokens, head)).or_else(|| self.armed_group(tokens));
                        let known = known.or_else(|| self.government_at_home(tokens, head));
                        let many = || self.are_many(tokens, head).then(|| Referent::Unnamed(tokens.clone()));
                        known.or_else(many).unwrap_or(Referent::Unresolved)
                    }
                    found => found,
                }
            }
        }
    }

    /// Whose role a phrase's letters are short for: `the DP` after `Deputy President Ann Lee`.
    pub(crate) fn initialled(&self, tokens: &Range<usize>) -> Option<usize> {
        let letters = self.forms.at(tokens.end - 1);
        let the = tokens.len() == 2 && self.forms.at(tokens.start).eq_ignore_ascii_case("the");
        let short = the && forms::is_shouted(letters) && letters.len() < 5 && letters.is_ascii();
        if !short || self.cast.entry(letters).is_some() {
            return None;
        }
        let called = |p: &usize| {
            let person = &self.cast.people[*p];
            let before = person.mentions.iter().any(|(r, _)| r.start < tokens.start);
            before && person.roles.iter().any(|role| self.is_short_for(letters, role))
        };
        only((0..self.cast.people.len()).filter(called))
    }

    /// Whether letters are short for a role or for what ends it: `CS` for an `Interior Cabinet Secretary`, not `PM` for a deputy.
    fn is_short_for(&self, letters: &str, role: &str) -> bool {
        let second =
            is_in("deputy vice assistant former shadow acting", &role.split(' ').next().unwrap_or("").to_lowercase());
        let ends = role.match_indices(' ').map(|(at, _)| &role[at + 1..]).filter(|_| !second);
        std::iter::once(role).chain(ends).any(|words| names::has_initials(words, letters))
    }

    /// Whether the sentence tells that somebody does not want to be named: `the official, speaking on condition of anonymity`.
    fn stays_anonymous(&self, tokens: &Range<usize>) -> bool {
        let document = self.forms.document;
        let Some(sentence) = document.sentences.get(document.sentence_of(tokens.start)) else { return false };
        let unnamed = |i: usize| {
            let be_named =
                self.forms.at(i) == "be" && matches!(self.forms.at(i + 1), "named" | "identified" | "quoted");
            let before =
                || (i.saturating_sub(3)..i).any(|k| matches!(self.forms.at(k), "not" | "declined" | "refused"));
            // `who declined to give her full name`
            let gives = matches!(self.forms.at(i), "give" | "provide")
                && matches!(self.forms.at(i + 1), "his" | "her" | "their" | "a")
                && (i + 2..i + 5).any(|k| matches!(self.forms.at(k), "name" | "names"));
            matches!(self.forms.at(i), "anonymity" | "anonymously") || (be_named || gives) && before()
        };
        (tokens.start..sentence.last).any(unnamed)
    }

    /// Whether a phrase says whose somebody is by a pronoun: `his spokeswoman`.
    pub(crate) fn is_owned(&self, tokens: &Range<usize>) -> bool {
        matches!(self.forms.at(tokens.start).to_lowercase().as_str(), "his" | "her" | "its" | "their")
    }

    /// Whether a phrase is a noun behind its article alone: `the group`.
    pub(crate) fn is_plain(&self, tokens: &Range<usize>, head: usize) -> bool {
        head == tokens.start + 1 && self.forms.at(tokens.start).eq_ignore_ascii_case("the")
    }

    /// The body's name that explains a noun: `the company, Tarn Lines,`, `the dam's operator, Tarn Energy, which …`.
    fn explained(&self, tokens: &Range<usize>, head: usize) -> Option<Name> {
        const GOES_ON: &[&str] = &["which", "that", "a", "an", "the", "one"];
        let start = head + 2 + usize::from(self.forms.at(head + 2) == "the");
        let name = self.mentions.name_at(start)?;
        let (starts, end) = (name.tokens.start == start && self.forms.at(head + 1) == ",", name.tokens.end);
        let comma = self.forms.at(end) == ",";
        let ends = end == tokens.end || comma && (end + 1 == tokens.end || GOES_ON.contains(&self.forms.at(end + 1)));
        (starts && ends && name.kind == NameKind::Organisation).then(|| name.clone())
    }

    /// A name that what stands behind it says to be a body's: `the Quay Lawyers, a rights group`.
    fn said_to_be_body(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        const LONGEST: usize = 8;
        let the = self.forms.at(tokens.start).eq_ignore_ascii_case("the");
        let run = forms::capital_run(&self.forms, tokens.start + usize::from(the), tokens.end);
        let comma = Some(run.end).filter(|t| the && self.forms.is_capital(run.start) && self.forms.at(*t) == ",")?;
        let free = run.clone().all(|t| self.cast.person_at(t).is_none() && self.cast.body_at(t).is_none());
        let ends = |t: &usize| is_in(", of for in at from with who that which", self.forms.at(*t));
        let last = (comma + 2..tokens.end.min(comma + LONGEST)).take_while(|t| !ends(t)).last()?;
        let article = is_in("a an the", self.forms.at(comma + 1));
        let small = |t: &usize| self.forms.at(*t).starts_with(char::is_lowercase);
        (free && article && run.len() > 1 && small(&last) && is_body_noun(self.forms.at(last))).then_some(run)
    }

    /// The one body named before whose name has the noun of a phrase: `the bank` is the Bank of Tarn.
    fn bearer(&self, tokens: &Range<usize>, head: usize) -> Option<usize> {
        // Many of these have no name, or one without the noun.
        const OTHERS: &[&str] = &["company", "group", "newspaper", "union", "office"];
        let noun = self.forms.at(head);
        // `the lawyers` of `the Quay Lawyers`
        let fits = is_body_noun(noun) || noun.ends_with('s');
        if head != tokens.start + 1 || !fits || is_government(noun) || OTHERS.contains(&noun) {
            return None;
        }
        let is_noun_of = |name: &str| {
            let core = name.split(" of ").next().unwrap_or(name);
            name.contains(' ') && core.rsplit(' ').next().is_some_and(|w| w.eq_ignore_ascii_case(noun))
        };
        // `Tarn's army`, whatever its name
        let called = |r: &Range<usize>| r.len() > 1 && r.end <= tokens.start && self.forms.at(r.end - 1) == noun;
        let before = |b: &Body<'_>| b.mentions.iter().any(|m| m.0.end <= tokens.start);
        let has =
            |b: &(usize, &Body<'_>)| is_noun_of(&b.1.name) && before(b.1) || b.1.mentions.iter().any(|m| called(&m.0));
        only(self.cast.bodies.iter().enumerate().filter(has)).map(|(at, _)| at)
    }

    /// What the base, else its name, tells of a body.
    pub(crate) fn sector_of(&self, body: &Body<'_>) -> Option<String> {
        let known = body.entry.map(|e| e.sector.to_owned()).filter(|s| !s.is_empty());
        known.or_else(|| self.cast.affiliation(&format!("the {}", body.name)).sector)
    }

    /// Whether a body may be called by a noun: a city is no panel, and the Courier no ministry.
    pub(crate) fn suits(&self, noun: &str, body: usize) -> bool {
        const PLACES: &[&str] = &[
            "city",
            "town",
            "village",
            "county",
            "province",
            "region",
            "district",
            "island",
            "port",
            "capital",
            "area",
            "territory",
            "municipality",
            "community",
            "borough",
        ];
        // Bodies that have the noun in their names, or its letter in their initials.
        const NAMED_SO: &[&str] = &["ministry", "court", "police", "parliament", "senate"];
        let body = &self.cast.bodies[body];
        let initial = noun.chars().next().map(|c| c.to_ascii_uppercase());
        let national = matches!(body.kind, ActorKind::Country | ActorKind::Government);
        match noun {
            _ if body.name.to_lowercase().contains(noun) => true,
            "country" | "nation" | "kingdom" | "republic" => national,
            "state" => national || body.entry.as_ref().is_some_and(is_state),
            _ if is_government(noun) => national,
            _ if NAMED_SO.contains(&noun) || noun == "bank" && forms::is_shouted(&body.name) => {
                forms::is_shouted(&body.name) && initial.is_some_and(|c| body.name.contains(c))
            }
            _ if body.kind == ActorKind::Place => PLACES.contains(&noun),
            _ => {
                let theirs = self.sector_of(body);
                let own = self.cast.affiliation(&format!("the {noun}")).sector;
                // What a state has is no group, nor is a party, a university or an agency of news.
                let group = is_in("group organisation organization movement charity", noun);
                let school = body.name.split(' ').any(|w| is_in("University College School", w));
                let other =
                    school || theirs.as_deref().is_some_and(|s| OF_STATE.contains(&s) || matches!(s, "JRN" | "PTY"));
                own.zip(theirs).is_none_or(|(own, theirs)| own == theirs) && !(group && other)
            }
        }
    }

    /// Whether a source is the plural of a people alone (`Mexicans`, not `the Mexicans`, which may be their government).
    pub(crate) fn is_people(&self, tokens: &Range<usize>) -> bool {
        let opens = self.forms.at(tokens.start).eq_ignore_ascii_case("the");
        !opens && self.cast.is_people(self.forms.at(tokens.end - 1))
    }

    /// Whether a capitalised head only counts or describes people whom nobody names: `many Democrats`, `one Republican`,
    /// `Wary Republicans`, not `the Democrats`, nor `the Cabinet of Ministers`.
    fn is_group(&self, tokens: &Range<usize>, head: usize) -> bool {
        let body = |n: &Name| matches!(n.kind, NameKind::Organisation | NameKind::Place);
        let before = tokens.start + usize::from(self.forms.at(tokens.start).eq_ignore_ascii_case("the"))..head;
        let joins = |i: usize| matches!(self.forms.at(i), "of" | "for" | "and");
        if !self.forms.is_capital(head) || self.mentions.name_at(head).is_some_and(body) || before.is_empty() {
            return false;
        }
        if is_count(&self.forms.at(tokens.start).to_lowercase()) {
            return true;
        }
        if before.clone().any(joins) {
            return false;
        }
        let word = self.forms.at(head);
        let plural = word.ends_with('s') && !word.ends_with("ss") && !forms::is_shouted(word);
        let people = || self.cast.entry(word).is_some() || is_common_opening(&word.to_lowercase());
        let small = |i: usize| self.forms.at(i).starts_with(char::is_lowercase);
        before.clone().any(|i| is_count(&self.forms.at(i).to_lowercase()))
            || plural && (people() || before.clone().any(small))
    }

    /// Whether a word names a party by its members (`Republicans`), who speak for it where nothing counts or describes them.
    fn is_party(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && self.cast.entry(word).is_some_and(|e| e.sector == "PTY")
    }

    /// Whether a word names a people or a party by several of its members: `Mexicans`, `Republicans`.
    pub(crate) fn is_members(&self, token: usize) -> bool {
        let word = self.forms.at(token);
        word.ends_with('s') && (self.cast.is_people(word) || self.is_party(word))
    }

    /// A noun that many bear, whatever it looks like: `the Memorandum` names nobody, `the Government` is that of the country
    /// which the article ties it to.
    pub(crate) fn of_noun(&mut self, tokens: &Range<usize>) -> Option<Referent> {
        let (first, noun) = (self.forms.at(tokens.start).to_lowercase(), tokens.start + 1);
        if tokens.len() != 2 || !is_in("the this that", &first) {
            return None;
        }
        let word = self.forms.at(noun);
        let made = if self.forms.is_capital(noun) { None } else { self.of_document(tokens) };
        let many = DOCUMENTS.contains(&word.to_lowercase().as_str()).then_some(Referent::Unresolved);
        let government = || {
            let of_state = first == "the" && is_government(word);
            of_state.then(|| self.linked(noun, How::Nominal, |_| false))
        };
        made.or(many).or_else(government)
    }

    /// Who made the document that a phrase speaks of: `a report by the Harbour Institute`, `Ann Lee's speech`, `a Harbour
    /// Institute study`, not `a Facebook post`.
    fn author(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let noun = self.forms.at(head).to_lowercase();
        let (issued, written) = (ISSUED.contains(&noun.as_str()), WRITTEN.contains(&noun.as_str()));
        // `her Twitter account` is whose the network says, and no words of hers.
        let account = noun == "account" && self.forms.is_capital(head - usize::from(head > 0));
        if !issued && !written || account {
            return None;
        }
        // `his study`
        if tokens.start < head && matches!(self.forms.at(tokens.start).to_lowercase().as_str(), "his" | "her") {
            return match self.linked(tokens.start, How::Nominal, |_| true) {
                Referent::Unresolved => None,
                author => Some(author),
            };
        }
        // `the company's release`
        let owner =
            (tokens.start + 1..head).find(|i| self.forms.is_possessive(*i) && self.mentions.name_at(i - 1).is_none());
        if let Some(owner) = owner.filter(|i| self.forms.at(tokens.start).eq_ignore_ascii_case("the") && i + 2 == head)
        {
            return Some(self.noun_phrase(&(tokens.start..owner))).filter(Referent::is_named);
        }
        let named = |n: &&Name| matches!(n.kind, NameKind::Person | NameKind::Organisation);
        let owns = |n: &&Name| self.forms.owned(n.tokens.end).is_some();
        // `by the liberal watchdog Harbour Matters`, not `by a scholar at Harbour College`; `an editorial in the Courier`.
        let opens = |word: &str| {
            matches!(word, "by" | "from")
                || matches!(word, "in") && matches!(noun.as_str(), "article" | "editorial" | "report" | "review")
        };
        let small = |i: &usize| {
            let word = self.forms.at(*i);
            word.eq_ignore_ascii_case("the")
                || word.starts_with(char::is_lowercase) && !matches!(word, "at" | "in" | "of" | "with" | "and")
        };
        let first = (head + 2..tokens.end)
            .find(|i| self.mentions.name_at(*i).is_some_and(|n| n.tokens.start == *i) || !small(i));
        let by = first.filter(|_| opens(self.forms.at(head + 1))).and_then(|i| self.mentions.name_at(i));
        let by = by.filter(|n| n.tokens.end <= tokens.end && !matches!(self.forms.at(n.tokens.end), "of" | "&"));
        let inside = |n: &&Name| tokens.start <= n.tokens.start && n.tokens.end <= head;
        let mut before = self.mentions.names.iter().filter(inside).filter(named);
        let name = by.filter(named).or_else(|| before.find(|n| issued || owns(n)))?.clone();
        // `a Lee campaign memo`
        let body = name.tokens.end;
        if name.kind == NameKind::Person && body < head && is_body_noun(self.forms.at(body)) {
            return Some(self.body(&(tokens.start..body + 1), body));
        }
        self.whose_name(name.tokens.start)
    }

    /// Whether a token stands in the headline, where capitals prove nothing.
    fn in_headline(&self, token: usize) -> bool {
        self.article.headline.is_some() && self.forms.document.tokens[token].block == 0
    }

    /// `the Ukrainian side`, `the Turkish government`: the government of the country that the phrase names.
    fn government(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        if !is_government(self.forms.at(head)) {
            return None;
        }
        // `the leadership of Tarn`, not `of the Security Service of Tarn`
        let of = || {
            let start = head + 2 + usize::from(self.forms.at(head + 2) == "the");
            let run = forms::capital_run(&self.forms, start, tokens.end);
            let entry = self.cast.entry(self.forms.of(run)).filter(|_| self.forms.at(head + 1) == "of")?;
            (entry.kind == base::Kind::Country).then_some(entry.country)
        };
        let code = self.country(tokens.start..head).or_else(of)?.to_owned();
        self.cast.government(&code, tokens.clone()).map(|b| Referent::Body(b, How::Metonym))
    }

    /// `the government` of an article that is sure to be at home in a country.
    fn government_at_home(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let home =
            self.cast.home.sure().filter(|_| self.is_plain(tokens, head) && self.forms.at(head) == "government")?;
        self.cast.government(home, tokens.clone()).map(|b| Referent::Body(b, How::Metonym))
    }

    /// The country that an adjective or name in a phrase is of.
    pub(crate) fn country(&self, tokens: Range<usize>) -> Option<&str> {
        let words: Vec<&str> = tokens.map(|i| self.forms.at(i)).collect();
        self.cast.place_in(&words).filter(|e| e.kind == base::Kind::Country).map(|e| e.country)
    }

    /// Whether the capital of a word that may open a sentence, or stands in the headline, is a name's: it does not, or the
    /// article has it with a capital in the middle of another sentence; a plural needs that proof.
    fn is_name(&self, token: usize) -> bool {
        let document = self.forms.document;
        let opens = |i: usize| {
            let sentence = document.sentences[document.sentence_of(i)];
            (sentence.first..i).all(|k| !self.forms.at(k).starts_with(char::is_alphanumeric))
        };
        let word = self.forms.at(token);
        if is_common_opening(&word.to_lowercase()) {
            return false;
        }
        if !opens(token) && !self.in_headline(token) {
            return true;
        }
        let body = || (0..document.tokens.len()).filter(|i| !self.in_headline(*i));
        let folded = word.to_lowercase();
        let named = body().any(|i| self.forms.at(i) == word && !opens(i));
        let lone = !word.ends_with('s') && !body().any(|i| self.forms.at(i) == folded);
        named || lone && (!self.in_headline(token) || self.mentions.name_at(token).is_some())
    }

    /// Whether a word is initials: capitals (`WHO`) in a sentence with small letters.
    fn is_acronym(&self, token: usize) -> bool {
        let sentence = self.forms.document.sentences[self.forms.document.sentence_of(token)];
        let small = |i: usize| self.forms.at(i).chars().next_back().is_some_and(char::is_lowercase);
        forms::is_shouted(self.forms.at(token)) && (sentence.first..sentence.last).any(small)
    }

    /// The last word of a noun phrase before its first preposition, comma or clause.
    pub(crate) fn head(&self, tokens: &Range<usize>) -> usize {
        let stops = |i: &usize| {
            let word = self.forms.at(*i);
            matches!(
                word,
                "," | "("
                    | "—"
                    | "–"
                    | "who"
                    | "which"
                    | "that"
                    | "whose"
                    | "with"
                    | "close"
                    | "familiar"
                    | "in"
                    | "on"
                    | "at"
                    | "from"
                    | "to"
                    | "by"
                    | "who’s"
                    | "involved"
                    | "briefed"
                    | "speaking"
                    | "near"
                    | "inside"
                    | "throughout"
                    | "across"
                    | "among"
                    | "for"
                    | "of"
                    | "and"
                    | "as"
            ) && *i > tokens.start
        };
        // `people all over Ukraine`, not `Doctors Without Borders`
        let turns = |i: &usize| {
            *i > tokens.start
                && is_in(TURNS, self.forms.at(*i))
                && !self.forms.is_hyphen(*i - 1)
                && self.mentions.name_at(*i).is_none()
        };
        let stops = |i: &usize| stops(i) && !self.parts_places(*i, tokens.end);
        let end = tokens.clone().find(|i| stops(i) || turns(i)).unwrap_or(tokens.end);
        let in_name = |i: usize| {
            matches!(self.forms.at(i), "of" | "for" | "and")
                && self.forms.is_capital(i - 1)
                && self.forms.is_capital(i + 1)
                // `Residents of Quay` are no Friends of the Earth.
                && (!self.forms.at(i - 1).ends_with('s') || self.mentions.name_at(i).is_some() || self.is_name(i - 1))
        };
        let end = if end < tokens.end && in_name(end) {
            forms::capital_run(&self.forms, end - 1, tokens.end).end
        } else {
            end
        };
        // `a poll released Friday`
        let day = end > tokens.start + 1 && times::is_weekday(&self.forms.at(end - 1).to_lowercase());
        let end = end - usize::from(day);
        let possessive = end >= tokens.start + 3 && self.forms.is_possessive(end - 2);
        (if possessive { end - 3 } else { end - 1 }).max(tokens.start)
    }

    /// Whether a comma before `end` stands inside of where a body is: `the Quay, Tarn-based company`.
    pub(crate) fn parts_places(&self, comma: usize, end: usize) -> bool {
        let mut near = comma + 1..end.min(comma + 6);
        self.forms.at(comma) == "," && near.any(|k| self.forms.at(k) == "based" && self.forms.is_hyphen(k - 1))
    }

    /// Whether a name is the end of a longer one that begins at `start` or behind it: `the ACLU of Tarn` is not Tarn.
    fn ends_longer_name(&self, name: &Name, start: usize) -> bool {
        let Some(before) = name.tokens.start.checked_sub(2) else { return false };
        let (word, end) = (self.forms.at(before), name.tokens.end);
        let low = word.to_lowercase();
        let role = is_role(&low) || low.strip_suffix('s').is_some_and(is_role);
        let people = role || is_count(&low) || DOCUMENTS.contains(&&*low) || self.cast.is_people(word);
        let several = self.forms.at(end) == "and" || self.forms.at(end) == "," && self.forms.is_capital(end + 1);
        before >= start
            && self.forms.at(before + 1) == "of"
            && self.forms.is_capital(before)
            && !people
            && !several
            && !word.contains(|c: char| c.is_ascii_digit())
    }

    /// A named organisation, place or government: the phrase without its article.
    pub(crate) fn body(&mut self, tokens: &Range<usize>, head: usize) -> Referent {
        let article = matches!(self.forms.at(tokens.start).to_lowercase().as_str(), "the" | "a" | "an");
        let start = tokens.start + usize::from(article && tokens.start < head);
        // `the recent Lee campaign`
        let small = |i: &usize| {
            let mark = self.forms.is_possessive(*i) && *i > start;
            let low = mark || self.forms.at(*i).starts_with(char::is_lowercase);
            low && !self.forms.is_hyphen(i + 1) && self.mentions.name_at(*i).is_none()
        };
        let name = start + (start..head).take_while(small).count();
        // `the super PAC`
        let start = if name < head { name } else { start };
        if !self.forms.of(start..head + 1).chars().any(char::is_alphanumeric) {
            return Referent::Unresolved;
        }
        if let Some(person) = self.cast.person_at(head) {
            // `candidates like Ann Lee`, `Fans of Ann Lee's films`
            let several = |i: usize| self.forms.at(i).ends_with('s') && self.forms.at(i).len() > 2;
            let opens = |i: usize| i == tokens.start && self.mentions.name_at(i).is_none();
            let small = |i: &usize| self.forms.at(*i).starts_with(char::is_lowercase) || opens(*i);
            let group = (tokens.start..head).filter(small).any(several);
            // `Ann Lee's close friends`, `Campaign for Ann Lee`
            let name = self.mentions.name_at(head).map_or(head..head + 1, |n| n.tokens.clone());
            // `Minister of Justice Ann Lee`
            let office = |i: usize| {
                is_role(self.forms.at(i)) && self.forms.is_capital(i) && matches!(self.forms.at(i + 1), "of" | "for")
            };
            let group = group
                || self.forms.owned(name.end).is_some_and(|next| next < tokens.end)
                || self.is_governed(tokens.start, name.start) && !(tokens.start..name.start).any(office);
            return if group { Referent::Unnamed(tokens.clone()) } else { Referent::Person(person, How::Name) };
        }
        let name = self.mentions.name_at(head).cloned();
        let whole = name.as_ref().map_or(start..head + 1, |n| n.tokens.start.min(start)..n.tokens.end.max(head + 1));
        // `Prosecutor's Office`, of which the last word alone is any office.
        let generic = || GENERIC.contains(&self.forms.at(head).to_lowercase().as_str());
        let any = |n: &Name| n.tokens.len() == 1 && start < head && generic();
        let ends_other = |n: &Name| self.ends_longer_name(n, start);
        let exact = name
            .as_ref()
            .filter(|n| n.tokens.end > head && n.tokens.start >= start && !any(n) && !ends_other(n))
            .map_or(whole, |n| n.tokens.clone());
        // `Tarn's far-right Volt party` is Volt.
        let owner = head
            .checked_sub(1)
            .and_then(|t| self.mentions.name_at(t))
            .filter(|n| n.tokens.end == head && n.tokens.start > start);
        let small = is_in("party group movement newspaper magazine company bank union firm", self.forms.at(head));
        let known = || self.cast.entry(self.forms.of(start..head + 1)).is_some();
        if let Some(owner) = owner.filter(|n| small && n.kind == NameKind::Organisation && !known()) {
            return Referent::Body(self.cast.body(&self.forms, owner.tokens.clone(), owner.kind, true), How::Name);
        }
        let noun = self.forms.at(head);
        let of_noun = if is_body_noun(noun) || self.is_party(noun) { NameKind::Organisation } else { NameKind::Other };
        let kind = name.map_or(of_noun, |n| if ends_other(&n) { NameKind::Organisation } else { n.kind });
        let body = self.cast.body(&self.forms, exact, kind, true);
        Referent::Body(body, How::Name)
    }
}

/// Words that end a noun with what stands before it: `people all over Tarn`, `figures published last week`.
const TURNS: &str = "over against around outside under behind before after during published released issued obtained \
    commissioned conducted led chaired";

/// Documents that many make, and whose name the article gives elsewhere if at all.
const DOCUMENTS: &[&str] = &[
    "memorandum",
    "declaration",
    "resolution",
    "agreement",
    "treaty",
    "protocol",
    "convention",
    "communiqué",
    "communique",
    "accord",
    "document",
    "act",
    "bill",
    "law",
    "order",
    "decree",
    "amendment",
    "letter",
];

/// Whether a noun behind a country's adjective means its government: `the Ukrainian side`.
pub(crate) fn is_government(noun: &str) -> bool {
    const NOUNS: &[&str] = &[
        "side",
        "government",
        "administration",
        "authorities",
        "leadership",
        "regime",
        "delegation",
        "cabinet",
        "junta",
    ];
    NOUNS.contains(&noun.to_lowercase().as_str())
}

/// Lower-case heads that make a body of the name before them (`the Lee campaign`).
pub(crate) fn is_body_noun(word: &str) -> bool {
    const NOUNS: &[&str] = &[
        "campaign",
        "ministry",
        "government",
        "administration",
        "committee",
        "council",
        "commission",
        "agency",
        "department",
        "office",
        "party",
        "side",
        "delegation",
        "army",
        "navy",
        "military",
        "police",
        "court",
        "parliament",
        "bank",
        "company",
        "group",
        "union",
        "association",
        "institute",
        "university",
        "newspaper",
        "magazine",
        "network",
        "team",
        "embassy",
        "foundation",
        "authorities",
        "forces",
        "regime",
        "leadership",
        "cabinet",
        "coalition",
        "movement",
        "mission",
    ];
    NOUNS.contains(&word.to_lowercase().as_str())
}

/// What bodies issue: whose name stands before it speaks (`a Harbour Institute study`).
pub(crate) const ISSUED: &[&str] = &[
    "statement",
    "report",
    "letter",
    "memo",
    "study",
    "survey",
    "poll",
    "analysis",
    "article",
    "editorial",
    "review",
    "paper",
    "website",
    "filing",
    "complaint",
    "lawsuit",
    "announcement",
    "release",
    "research",
    "findings",
    "figures",
    "data",
];

/// What people say and write: only its owner speaks (`Ann Lee's speech`).
const WRITTEN: &[&str] = &[
    "speech",
    "remarks",
    "testimony",
    "book",
    "column",
    "blog",
    "post",
    "tweet",
    "note",
    "message",
    "email",
    "words",
    "opinion",
    "telling",
    "account",
    "assessment",
];

/// Words that count people: `many`, `one`, `31`.
fn is_count(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "a", "an", "one", "two", "three", "four", "five", "six", "some", "many", "most", "several", "few", "more",
        "other", "another", "fellow", "all", "both", "no", "any", "each", "every", "multiple", "neither", "either",
    ];
    WORDS.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Words that have a capital only because they open a sentence.
fn is_common_opening(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "the",
        "a",
        "an",
        "some",
        "many",
        "most",
        "several",
        "other",
        "others",
        "one",
        "two",
        "three",
        "four",
        "five",
        "critics",
        "officials",
        "sources",
        "supporters",
        "people",
        "experts",
        "analysts",
        "researchers",
        "scientists",
        "voters",
        "lawmakers",
        "police",
        "witnesses",
        "residents",
        "observers",
        "opponents",
        "reports",
        "few",
        "no",
        "nobody",
        "everyone",
        "all",
        "both",
        "those",
        "these",
        "any",
        "each",
        "neither",
        "either",
        "another",
        "multiple",
        "members",
        "aides",
        "advisers",
        "investigators",
        "prosecutors",
        "authorities",
        "in",
        "his",
        "her",
        "its",
        "our",
        "my",
        "your",
        "their",
        "this",
        "that",
    ];
    WORDS.contains(&word)
}
