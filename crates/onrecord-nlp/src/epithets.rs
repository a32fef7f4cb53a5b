//! What news calls somebody to vary: `the South Carolina Republican`, `the retired neurosurgeon`, `the New York businessman`.

use crate::base;
use crate::mentions::NameKind;
use crate::names::{Gender, Person};
use crate::quotes;
use crate::roles::{LISTED, OFFICES, TITLES, is_called, party};
use crate::seats;
use crate::speakers::{Referent, Resolver};
use crate::titles::{is_role, is_seat, seat_state};
use crate::unnamed::{gender_of_noun, is_kin, is_plural};
use crate::words::{is_in, only};
use onrecord_types::How;
use std::ops::Range;
use std::rc::Rc;

/// Tokens at the beginning of an article in which only one person may be told of.
const LEAD: usize = 100;

/// Tokens at most between whom a sentence begins with and whom he acts on.
const CLOSE: usize = 3;

/// Members of parties, by words that have a capital.
const MEMBERS: &str = "Democrat Republican Conservative Tory Libertarian Independent";

/// Who sits in a parliament or votes with a party there, by words that a state stands before.
const POLITICAL: &str = "senator congressman congresswoman representative lawmaker legislator independent conservative progressive \
    moderate liberal democrat republican";

/// Nouns that describe somebody named, as the news has them alone behind `the`.
const VARIED: &str = "businessman businesswoman billionaire millionaire tycoon mogul magnate entrepreneur neurosurgeon socialist \
    conservative progressive nominee front-runner frontrunner actor actress singer pollster lawmaker congressman congresswoman \
    senator native politician investor novelist author rapper comedian nationalist populist leftist \
    pundit barrister cleric preacher academic economist historian broadcaster";

/// Nouns before which a name says of what somebody is that: `the Tesla boss`, `the Quay North MP`.
const OF_NAMES: &str = "leader boss chief manager coach captain striker winger midfielder defender forward goalkeeper champion star \
    singer actor actress author presenter founder billionaire mogul politician MP MSP MEP TD peer veteran";

/// Nouns of which an article may have another, whom it has not named: not `the team leader`.
const OTHERS: &str = "official spokesman spokeswoman spokesperson judge moderator reporter interviewer host anchor questioner \
    driver victim suspect defendant witness aide ally adviser advisor source caller patient client person man woman boy girl \
    executive employee member officer soldier agent one other colleague friend rival opponent \
    predecessor successor counterpart deputy majority minority rest half number bulk voter citizen taxpayer worker consumer reader \
    viewer narrator announcer";

/// Whom a word alone behind `the` means, though it looks like a name: by the city that somebody is of, or as a lawyer.
const ALONE: &str = "Liverpudlian Glaswegian Mancunian Brummie Geordie Londoner Aberdonian Dubliner Parisian Berliner Neapolitan \
    Milanese Muscovite Texan Californian Floridian Ohioan Welshman Yorkshireman Yorkshirewoman Cornishman Ulsterman Scotsman \
    Englishman Englishwoman Irishman Irishwoman Frenchman Frenchwoman Dutchman Dutchwoman Sydneysider Catalan Basque Bavarian \
    Sicilian Quebecer KC QC MNA MPA MCA MLA";

/// What an epithet tells of whom it means.
struct Epithet {
    noun: String,
    gender: Gender,
    state: Option<&'static str>,
    party: Option<&'static str>,
    political: bool,
    /// Whether a name says of what somebody is that: `the Tesla boss`.
    of_name: bool,
}

impl Epithet {
    /// Whether it names a chamber of Congress.
    fn chamber(&self) -> bool {
        is_in("senator congressman congresswoman", &self.noun)
    }
}

impl Resolver<'_> {
    /// Whom `the South Carolina Republican` means, whatever it looks like: nobody's party is called so.
    pub(crate) fn member_of_state(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let member = head > tokens.start + 1 && is_in(MEMBERS, self.forms.at(head));
        let ends = tokens.end == head + 1 || is_in(", who", self.forms.at(head + 1));
        let epithet = self.epithet(tokens, head).filter(|_| member && ends)?;
        Some(self.called(&epithet, tokens))
    }

    /// Whom `the Liverpudlian`, `the KC` means: who has just spoken.
    pub(crate) fn word_alone(&self, tokens: &Range<usize>) -> Option<Referent> {
        let word = self.forms.at(tokens.start + 1);
        let the = tokens.len() == 2 && self.forms.at(tokens.start).eq_ignore_ascii_case("the");
        if !the || !is_in(ALONE, word) {
            return None;
        }
        let gender = if word.ends_with("woman") {
            Gender::Female
        } else if word.ends_with("man") {
            Gender::Male
        } else {
            Gender::Unknown
        };
        let own = |p: usize| self.cast.person_at(tokens.start + 1) == Some(p);
        let found = self.in_focus(tokens, |p| self.cast.people[p].gender.fits(gender) && !own(p));
        Some(found.map_or(Referent::Unresolved, |p| Referent::Person(p, How::Nominal)))
    }

    /// Whom `the Quay North MP` means: who has just spoken and sits for no other place, else who spoke before in the paragraph.
    pub(crate) fn member_for(&mut self, tokens: &Range<usize>) -> Option<Referent> {
        let head = tokens.end - 1;
        let seat = tokens.len() > 2 && is_seat(self.forms.at(head)) && self.forms.is_capital(head - 1);
        let epithet = self.epithet(tokens, head).filter(|_| seat)?;
        let place = self.forms.of(tokens.start + 1..head).to_owned();
        let may_sit = |p: usize| self.seats.get(&p).is_none_or(|other| *other == place);
        let named = self.called(&epithet, tokens).person().filter(|p| may_sit(*p));
        let here = self.paragraph(tokens.start);
        let spoke = || {
            let mut all = self.spoken.range(here..tokens.start).rev().filter_map(|(_, who)| who.person());
            all.find(|p| may_sit(*p) && self.may_be_so(&self.cast.people[*p], &epithet, tokens))
        };
        let found = named.or_else(spoke)?;
        self.seats.insert(found, place);
        Some(Referent::Person(found, How::Nominal))
    }

    /// Whom an epithet means that nothing else tells: the one whom the article or the base knows to be that, else who has just
    /// spoken or been told of.
    pub(crate) fn varied(&self, tokens: &Range<usize>) -> Referent {
        let head = self.head(tokens);
        self.epithet(tokens, head).map_or(Referent::Unresolved, |epithet| self.called(&epithet, tokens))
    }

    /// Who has just spoken in the paragraph, where a noun alone may be him: `Pastor Lee prayed.  The cleric said …`
    pub(crate) fn spoke_beside(&self, tokens: &Range<usize>) -> Option<Referent> {
        let head = self.head(tokens);
        let noun = self.forms.at(head).to_lowercase();
        let gender = gender_of_noun(&noun);
        let small = |t: usize| self.forms.at(t).starts_with(char::is_lowercase) || self.forms.is_hyphen(t);
        let the = self.forms.at(tokens.start).eq_ignore_ascii_case("the") && head > tokens.start;
        let plain = the && (tokens.start + 1..head).all(small) && tokens.end == head + 1 && !is_in(OTHERS, &noun);
        let plain = plain && !is_plural(&noun);
        let here = self.paragraph(tokens.start);
        let spoke =
            |p: usize| self.spoken.range(here..tokens.start).any(|(_, who)| who.is(&Referent::Person(p, How::Nominal)));
        let told = |p: usize| spoke(p) || self.subject_before(tokens.start, here) == Some(p);
        let reports = |p: usize| self.reports(&Referent::Person(p, How::Nominal));
        let fits = |p: usize| {
            told(p)
                && !reports(p)
                && self.cast.people[p].gender.fits(gender)
                && self.may_be_called(&self.cast.people[p], tokens, &noun)
        };
        let found = self.in_focus(tokens, fits).filter(|_| plain)?;
        Some(Referent::Person(found, How::Nominal))
    }

    /// Whether a noun is seldom of whom the network ties it to, where the paragraph does not tell of him: several, a voice, or who
    /// runs for an office.
    pub(crate) fn is_doubtful(&self, tokens: &Range<usize>) -> bool {
        let noun = self.forms.at(self.head(tokens)).to_lowercase();
        is_in("nominee candidate businessman narrator announcer", &noun)
            || is_plural(&noun) && (noun.ends_with("men") || is_role(noun.trim_end_matches('s')))
    }

    /// What a phrase tells of one human being, if it is an epithet.
    fn epithet(&self, tokens: &Range<usize>, head: usize) -> Option<Epithet> {
        // `the mother-of-two`
        let parent =
            is_kin(self.forms.at(tokens.start + 1)) && self.forms.of(tokens.start + 2..tokens.start + 4) == "-of";
        let head = if parent { tokens.start + 1 } else { head };
        let noun = self.forms.at(head).to_lowercase();
        let described = tokens.start + 1..head;
        let the = self.forms.at(tokens.start).eq_ignore_ascii_case("the");
        let hyphened = |t: usize, word: &str| self.forms.at(t) == word && self.forms.is_hyphen(t - 1);
        // `the 63-year-old heartthrob`, `the full-back`
        let aged = described.clone().any(|t| hyphened(t, "old")) || !described.is_empty() && hyphened(head, "back");
        let human =
            || aged || self.mentions.nominal_at(head).is_some_and(|n| n.kind == NameKind::Person) || is_role(&noun);
        let varied = is_in(VARIED, &noun) || ["ologist", "chemist", "physicist"].iter().any(|end| noun.ends_with(end));
        let one =
            is_in(MEMBERS, self.forms.at(head)) || varied || is_in(OF_NAMES, self.forms.at(head)) || parent || human();
        let kin = is_kin(&noun) && !parent;
        if !the || head <= tokens.start || !one || is_plural(&noun) || kin || is_in(OTHERS, &noun) {
            return None;
        }
        // `the first official`, `the team leader`
        if described.is_empty() && !varied && !parent {
            return None;
        }
        let words = self.forms.of(tokens.start..head + 1);
        let state = seats::states_in(words).last();
        let known = |t: usize| {
            let word = self.forms.at(t);
            let place = self.mentions.name_at(t).is_some_and(|n| n.kind == NameKind::Place);
            place
                || party(word).is_some()
                || self.cast.is_adjective(word)
                || state.is_some_and(|s| s.split(' ').any(|w| w == word))
                || is_in("Independent Senate House TV American", word)
        };
        let owned = described.clone().any(|t| self.forms.owned(t).is_some());
        let capital = |t: usize| self.forms.is_capital(t);
        let of_name = is_in(OF_NAMES, self.forms.at(head)) && described.clone().any(capital);
        let other = !of_name && described.clone().any(|t| capital(t) && !known(t));
        // `the team leader`, `the union boss`
        let unnamed = is_in("leader boss chief manager", &noun) && !of_name;
        let first_lady = |t: usize| noun == "lady" && t + 1 == head;
        let counts = |t: usize| {
            is_in("first second third other another only same last next occasional average typical", self.forms.at(t))
        };
        let counted = described.clone().any(|t| counts(t) && !first_lady(t) && !self.forms.is_hyphen(t + 1));
        let several = (head..tokens.end).any(|t| self.forms.at(t) == "and" && self.forms.at(t + 1) == "the");
        if owned || other || unnamed || counted || several {
            return None;
        }
        let political = is_in(POLITICAL, &noun);
        let party = (tokens.start..=head).find_map(|t| party(self.forms.at(t)));
        let gender = gender_of_noun(&noun);
        Some(Epithet { gender, state: state.filter(|_| political), party, political, of_name, noun })
    }

    fn called(&self, epithet: &Epithet, tokens: &Range<usize>) -> Referent {
        let before = |p: &Person| p.mentions.iter().any(|(r, _)| r.end <= tokens.start);
        let reports = |p: usize| self.reports(&Referent::Person(p, How::Nominal));
        let fits = |p: usize| self.may_be_so(&self.cast.people[p], epithet, tokens) && !reports(p);
        let focus = self.in_focus(tokens, fits);
        let words = self.forms.of(tokens.clone()).to_lowercase();
        let office = words.split(" and ").next().filter(|w| TITLES.iter().any(|t| t.contains(' ') && w.ends_with(t)));
        let mentioned = |p: &usize| before(&self.cast.people[*p]) && fits(*p);
        // `Tarn Lines chief executive Joe Fox …  the Tarn Lines boss`
        let capital = |t: &usize| self.mentions.name_at(*t).is_some_and(|n| n.kind == NameKind::Organisation);
        let names: Vec<&str> = (tokens.start + 1..tokens.end).filter(capital).map(|t| self.forms.at(t)).collect();
        if epithet.of_name && !names.is_empty() {
            let has = |role: &String| names.iter().all(|name| role.split(' ').any(|word| word == *name));
            let called = self.bearers(names.join(" "), |person| person.roles.iter().any(has));
            if let Some(one) = only(called.iter().copied().filter(mentioned)) {
                return Referent::Person(one, How::Role);
            }
        }
        if epithet.state.is_some() || office.is_some() || epithet.chamber() {
            let key = [epithet.state.unwrap_or(""), &epithet.noun, office.unwrap_or("")].join("|");
            let all = self.bearers(key, |person| self.holds_seat(person, epithet, office));
            let all: Vec<usize> = all.iter().copied().filter(mentioned).collect();
            if let Some(one) = focus.filter(|p| all.contains(p)).or_else(|| only(all.iter().copied())) {
                return Referent::Person(one, How::Role);
            }
        }
        // The base would know who was that.
        let focus = focus.filter(|_| office.is_none());
        focus.map_or(Referent::Unresolved, |p| Referent::Person(p, How::Nominal))
    }

    /// Whether somebody is of an epithet's state and chamber, and has held its office.
    fn holds_seat(&self, person: &Person, epithet: &Epithet, office: Option<&str>) -> bool {
        let held = |office: &str| self.entry_of(person).is_some_and(|e| base::has_held(e.name, office));
        let of_state = |state: &str| self.states_of(person, &epithet.noun).contains(&state);
        let sat = || self.seats_of(person).iter().any(|seat| seat.senate == (epithet.noun == "senator"));
        let sits = epithet.state.is_some() || !epithet.chamber() || sat();
        office.is_none_or(held) && epithet.state.is_none_or(of_state) && sits
    }

    /// The people of the article of whom something holds, looked for once for each key.
    fn bearers(&self, key: String, is: impl Fn(&Person) -> bool) -> Rc<[usize]> {
        let all = || self.cast.people.iter().enumerate().filter(|(_, p)| is(p)).map(|(at, _)| at).collect();
        self.bearers.borrow_mut().entry(key).or_insert_with(all).clone()
    }

    /// Whether nothing that is known of a person speaks against an epithet.
    fn may_be_so(&self, person: &Person, epithet: &Epithet, tokens: &Range<usize>) -> bool {
        let of_state = |state: &'static str| {
            let states = self.states_of(person, &epithet.noun);
            let country = self.entry_of(person).map_or("", |e| e.country);
            matches!(country, "" | "USA") && (states.is_empty() || states.contains(&state))
        };
        let of_party = |party: &'static str| {
            let parties = self.known_parties(person);
            parties.is_empty() || parties.contains(&party)
        };
        person.gender.fits(epithet.gender)
            && epithet.state.is_none_or(of_state)
            && epithet.party.is_none_or(of_party)
            && self.may_bear(person, epithet, tokens)
    }

    /// Whether a person may have the role that an epithet names.
    fn may_bear(&self, person: &Person, epithet: &Epithet, tokens: &Range<usize>) -> bool {
        // A British secretary is a minister.
        let called = |role: &str| is_called(person, role);
        let minister = epithet.noun == "minister" && called("secretary");
        let open = epithet.political && person.roles.is_empty();
        // Of whom the base knows nothing, the article alone tells; heads of states it knows.
        let listed = is_in(LISTED, &epithet.noun);
        let plain = self.entry_of(person).is_none() && !OFFICES.iter().any(|office| called(office));
        let unknown = plain && !listed;
        !is_role(&epithet.noun) || minister || open || unknown || self.may_be_called(person, tokens, &epithet.noun)
    }

    /// The parties of a person by the article's words and by seats in Congress.
    fn known_parties(&self, person: &Person) -> Vec<&'static str> {
        let told = self.parties_of(person);
        if told.is_empty() { self.seats_of(person).iter().map(|s| s.party).collect() } else { told }
    }

    /// The states that a person is of, by the article's words, else by seats in Congress.
    fn states_of(&self, person: &Person, noun: &str) -> Vec<&'static str> {
        let by_role = person.roles.iter().flat_map(|role| seat_state(role).into_iter().chain(seats::states_in(role)));
        let behind = person.mentions.iter().filter_map(|(r, _)| {
            let of = is_in("of from", self.forms.at(r.end)).then_some(r.end + 1)?;
            seats::states_in(self.forms.of(of..self.forms.document.tokens.len().min(of + 2))).next()
        });
        let told: Vec<&str> = by_role.chain(behind).collect();
        let chamber = |s: &&seats::Seat| match noun {
            "senator" => s.senate,
            "congressman" | "congresswoman" | "representative" => !s.senate,
            _ => true,
        };
        let day = self.cast.day.as_deref();
        let by_then = |s: &&seats::Seat| day.is_none_or(|day| s.from <= day && day <= s.until);
        if told.is_empty() {
            self.seats_of(person).iter().filter(chamber).filter(by_then).map(|s| s.state).collect()
        } else {
            told
        }
    }

    fn seats_of(&self, person: &Person) -> &'static [seats::Seat] {
        let known = self.entry_of(person).map(|e| e.name).filter(|n| !n.is_empty());
        seats::of(known.unwrap_or(&person.name))
    }

    /// Who has just spoken, or opens the sentence before, where he `fits` and the sentence names neither him nor anybody else who
    /// does.
    fn in_focus(&self, tokens: &Range<usize>, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let token = tokens.start;
        // No body is meant.
        let human = |who: &Referent| !matches!(who, Referent::Body(..));
        let mut near = self.spoken_before(token).take_while(|(at, _)| self.is_near(*at, token, 2));
        let last = near.find(|(_, who)| human(who));
        let asked = |who: &Referent| self.asked.get(&who.described()?.start)?.person();
        let spoke = last.and_then(|(_, who)| who.person().or_else(|| asked(who)));
        // Where nobody else has been told of
        let alone = || {
            let unspoken = !matches!(last, Some((_, Referent::Person(..))));
            if token < LEAD && unspoken { only(self.people_in(0..token).into_iter()) } else { None }
        };
        let spoke = spoke.or_else(alone).filter(|p| fits(*p));
        let subject = self.subject_before(token, 0).filter(|p| fits(*p));
        // `Lee agreed.  Fox was less polite.  “…,” the Liverpudlian said.`
        let since = last.is_none_or(|(at, _)| !self.is_near(at, token, 1));
        let found = if since { subject.or(spoke) } else { spoke.or(subject) }?;
        let here = self.forms.document.sentences[self.forms.document.sentence_of(token)];
        let told = |t: &usize| self.forms.document.span_of(*t..t + 1).is_some_and(|s| !quotes::holds(self.quotes, s));
        // `at Lee House`
        let place = |t: &usize| {
            let start = self.mentions.name_at(*t).map_or(*t, |n| n.tokens.start);
            is_in("at in near outside inside", self.forms.at(start.wrapping_sub(1)))
        };
        let other = |t: usize| self.cast.person_at(t).is_some_and(|p| p != found && told(&t) && !place(&t) && fits(p));
        let others = (here.first..token).any(other);
        let before = self.forms.document.sentence_start(here.first.saturating_sub(1))..here.first;
        let object = self.acts_on_another(found, before, last.map(|(at, _)| at), &fits);
        // `The Democratic candidate blasted Lee's plan.`
        let behind = self.is_named_in(tokens.end..here.last, found);
        (!others && !behind && !object).then_some(found)
    }

    /// Whether a person acts in a sentence on another who `fits`: `Lee attacked Fox.  The Tarn Lines boss said …`; `spoke` is where
    /// who spoke last is told.
    fn acts_on_another(
        &self,
        person: usize,
        sentence: Range<usize>,
        spoke: Option<usize>,
        fits: impl Fn(usize) -> bool,
    ) -> bool {
        let named = sentence.clone().rev().find(|t| self.cast.person_at(*t) == Some(person));
        // `The Republican attacked Fox.`
        let end = named.or_else(|| spoke.map(|at| at + 1).filter(|at| sentence.contains(at)));
        end.is_some_and(|end| {
            let next = end + 1..sentence.end.min(end + 1 + CLOSE);
            // `Lee told Fox`, `Lee said that Fox`
            let tells = next.clone().any(|t| is_in("told tells asked asks said says that", self.forms.at(t)));
            !tells && next.filter_map(|t| self.cast.person_at(t)).any(|p| p != person && fits(p))
        })
    }
}
