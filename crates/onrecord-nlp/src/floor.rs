//! Who has the floor: whose words those of a text outside quotation marks are. `I` is whom a headline announces
//! (`Speech by President Quill`), whom a label names (`Ada Quill: …`), who is let speak below (`The mayor, Ada Quill,
//! said:` and a paragraph of `I`), whom the outlet interviews, who says a name of his own, or whom a chair calls up; in an
//! interview's question, `you` is.

use crate::names::{Person, first_name};
use crate::quotes;
use crate::speakers::{Referent, Resolver};
use crate::titles::{is_role, is_title};
use crate::transcript;
use crate::words::{is_in, only};
use onrecord_types::{How, Sentence, Span};
use std::collections::HashMap;
use std::ops::Range;

/// Words for a text that one person speaks from beginning to end.
const SPEECHES: &[&str] = &[
    "address",
    "speech",
    "remarks",
    "statement",
    "keynote",
    "lecture",
    "testimony",
    "sermon",
    "message",
    "article",
    "essay",
    "letter",
    "appeal",
    "greetings",
];

/// What ends the name of who speaks in a headline.
const ENDS: &[&str] =
    &["to", "at", "on", "in", "during", "for", "following", "after", "-", "–", "—", ":", "before", "about"];

/// What ends the name of who is interviewed.
const TOPICS: &[&str] = &["about", "on", "regarding", "after", "following", "over", "for"];

/// Sentences at the beginning that may say whose voice the text is.
const LEAD: usize = 8;

/// An interview has at least so many questions to `you`.
const QUESTIONS: usize = 2;

/// Words before `it's Ada`.
const GREETINGS: &[&str] = &["hi", "hey", "hello", "so", ","];

/// Words after which a name and a colon do not open that person's words.
const BEFORE_OBJECTS: &[&str] = &[
    "to", "told", "asked", "with", "for", "at", "from", "about", "on", "against", "and", "reminded", "urged", "warned",
    "thanked", "answered", "telling", "asking",
];

/// Verbs that let somebody speak in the paragraphs below.
const LETS_SPEAK: &[&str] = &["said", "says", "wrote", "writes", "stated", "commented", "declared", "responded"];

/// Words of who speaks for himself.
const FIRST_PERSON: &[&str] = &["I", "my", "My", "me"];

/// Words with which a chair calls somebody up.
const CALLS: &[&[&str]] = &[
    &["please", "proceed"],
    &["may", "proceed"],
    &["may", "begin"],
    &["go", "ahead"],
    &["have", "the", "floor"],
    &["has", "the", "floor"],
    &["the", "floor", "is", "yours"],
    &["is", "recognized"],
    &["is", "recognised"],
];

/// Tokens at most of a label's titles, and of what stands in brackets between its name and its colon.
const LONGEST_ASIDE: usize = 24;

/// Tokens at most of who signs a headline.
const LONGEST_SIGNATURE: usize = 8;

/// Whose the questions to `you` in a turn are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Questions {
    /// Of who has the floor.
    Own,
    /// Of somebody unnamed; `you` is who has the floor.
    Put,
    /// Of the one or the other.
    Either,
}

/// From this token on, somebody speaks.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    from: usize,
    who: Referent,
    questions: Questions,
}

impl Turn {
    /// Whether it is all of a text that interviews somebody.
    fn is_interview(&self) -> bool {
        self.from == 0 && self.questions == Questions::Put
    }
}

/// Where names of people begin and end: each first token, and each token after a name, with the person and the other end.
#[derive(Default)]
struct Edges {
    starts: HashMap<usize, (usize, usize)>,
    ends: HashMap<usize, (usize, usize)>,
}

impl Edges {
    fn of(people: &[Person]) -> Edges {
        let mut out = Edges::default();
        for (who, person) in people.iter().enumerate() {
            for (range, _) in &person.mentions {
                out.starts.entry(range.start).or_insert((who, range.end));
                out.ends.entry(range.end).or_insert((who, range.start));
            }
        }
        out
    }
}

impl Resolver<'_> {
    /// Finds all turns, that of the whole text first.
    pub(crate) fn turns(&mut self) -> Vec<Turn> {
        let of_whole = |questions: Questions| move |who: Referent| Turn { from: 0, who, questions };
        let announced = self.announced().map(of_whole(Questions::Own));
        let whole = announced.or_else(|| self.interviewed().map(of_whole(Questions::Put)));
        let sentences = &self.forms.document.sentences;
        let edges = Edges::of(&self.cast.people);
        let introduces = |s: &Sentence| self.introduces(s.first..s.last, &edges);
        // Names that people say of themselves make turns where the text begins with one; two together take turns unseen.
        let said: Vec<Turn> = sentences.iter().take(LEAD).filter_map(introduces).collect();
        let one = said.windows(2).all(|t| t[0].who == t[1].who);
        let first = said.into_iter().next().filter(|_| one && whole.is_none());
        let calls = sentences.iter().filter_map(|s| {
            self.calls(s.first..s.last)
                .or_else(|| first.as_ref().and_then(|_| introduces(s)))
                .or_else(|| self.unknown(s, whole.as_ref()))
        });
        let colons = (0..self.forms.document.tokens.len()).filter_map(|i| self.labelled(i, &edges));
        let mut out: Vec<Turn> = calls.chain(colons).collect();
        out.extend(self.lets_speak().or_else(|| self.salutes()));
        out.extend(self.letters());
        out.sort_by_key(|t| (t.from, t.who != Referent::Unresolved));
        out.splice(0..0, whole.or(first.map(|t| Turn { from: 0, ..t })));
        out
    }

    /// Who says the `I` at a token outside quotation marks.
    pub(crate) fn has_floor(&self, token: usize) -> Option<Referent> {
        let turn = self.turn(token)?;
        (turn.questions == Questions::Own || !self.asks(token)).then(|| turn.who.clone())
    }

    /// Who speaks at a token where several take turns; else a headline's label may stand above the outlet's own report, and
    /// what leads to an interview is of whom it is with.
    pub(crate) fn in_turn(&self, token: usize) -> Option<Referent> {
        let who = self.has_floor(token).filter(|_| self.turn(token).is_some_and(|t| !t.is_interview()))?;
        self.floor.iter().any(|t| t.who != who).then_some(who)
    }

    /// Who says `I` at a token outside quotation marks where nobody takes turns: the one author that the byline names, but for
    /// interviews whose questions have no label.
    pub(crate) fn author_of_article(&mut self, token: usize) -> Option<Referent> {
        const LONGEST_QUESTION: usize = 25;
        let asks = |p: &&Span| {
            let words = p.of(&self.article.text).trim_end();
            words.ends_with('?') && words.split_whitespace().count() <= LONGEST_QUESTION
        };
        let is_interview = || self.article.paragraphs.iter().filter(asks).count() > 1;
        let mut parts = self.article.byline.as_deref()?.split([',', ';']).map(str::trim);
        let byline = parts.next()?;
        // `Ann Lee, Tom Fox`, not `Ann Lee, MP for Quay`
        let several = parts.any(|part| part.split(' ').next().is_some_and(|word| first_name(word).is_some()));
        let words: Vec<&str> = byline.split_whitespace().collect();
        let capital =
            |w: &&str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || ".-'’".contains(c));
        let gender = first_name(words.first()?)?;
        let is_name = (2..=4).contains(&words.len()) && words.iter().all(capital);
        if !is_name || several || !self.floor.is_empty() || !self.is_own(token..token + 1) || is_interview() {
            return None;
        }
        let known = self.cast.people.iter().position(|p| p.name == byline);
        let at = known.unwrap_or_else(|| self.cast.add_unseen(byline, gender));
        Some(Referent::Person(at, How::Pronoun))
    }

    /// Whom a question calls `you` at a token outside quotation marks.
    pub(crate) fn is_asked(&self, token: usize) -> Option<Referent> {
        let turn = self.turn(token)?;
        (turn.questions == Questions::Put && self.asks(token)).then(|| turn.who.clone())
    }

    fn turn(&self, token: usize) -> Option<&Turn> {
        let after = self.floor.partition_point(|t| t.from <= token);
        self.is_own(token..token + 1).then(|| self.floor[..after].last())?
    }

    /// Whether words stand outside quotation marks.
    pub(crate) fn is_own(&self, tokens: Range<usize>) -> bool {
        self.forms.document.span_of(tokens).is_some_and(|s| !quotes::holds(self.quotes, s))
    }

    /// Whether a token stands in a question to somebody.
    fn asks(&self, token: usize) -> bool {
        let sentence = self.forms.document.sentences[self.forms.document.sentence_of(token)];
        let you = |i: usize| matches!(self.forms.at(i), "you" | "You" | "your" | "Your" | "yourself");
        self.forms.at(sentence.last - 1) == "?" && (sentence.first..sentence.last).any(you)
    }

    /// After a label that names nobody (`Question: …`), nobody known speaks, but for whom an interview is with (`A: …`).
    fn unknown(&self, sentence: &Sentence, whole: Option<&Turn>) -> Option<Turn> {
        let label = transcript::label(self.article, self.forms.document, sentence.first..sentence.last)?;
        let word = self.forms.at(label.start);
        let somebody = label.len() > 1 || transcript::is_voice(word) || is_role(word);
        let who = whole.and_then(|turn| self.answers(&label, turn)).unwrap_or(Referent::Unresolved);
        somebody.then_some(Turn { from: label.end + 1, who, questions: Questions::Own })
    }

    /// Whom an interview is with, where a label says that he answers.
    fn answers(&self, label: &Range<usize>, interview: &Turn) -> Option<Referent> {
        let answer = label.len() == 1 && is_in("A Answer", self.forms.at(label.start));
        (answer && interview.is_interview()).then(|| interview.who.clone())
    }

    /// Who speaks behind the label `A` of an interview.
    pub(crate) fn labelled_answer(&self, tokens: &Range<usize>) -> Option<Referent> {
        self.floor.first().filter(|_| self.forms.at(tokens.end) == ":").and_then(|turn| self.answers(tokens, turn))
    }

    /// A label opens somebody's words: `Mayor Ada Quill: …`, `Ada Quill (on the pier): …`, not `told Ada Quill: …`.
    fn labelled(&self, colon: usize, edges: &Edges) -> Option<Turn> {
        if colon == 0 || self.forms.at(colon) != ":" || matches!(self.forms.at(colon + 1), "\"" | "“" | "‘" | "'" | "")
        {
            return None;
        }
        let opens = || (colon.saturating_sub(LONGEST_ASIDE)..colon).rev().find(|i| self.forms.at(*i) == "(");
        let end = if self.forms.at(colon - 1) == ")" { opens()? } else { colon };
        let (who, name) = *edges.ends.get(&end)?;
        let titled = |i: &usize| self.forms.is_capital(*i) || is_role(self.forms.at(*i)) || self.forms.at(*i) == "of";
        let inside = |i: &usize| self.forms.block(*i) == self.forms.block(name);
        let before = (0..name).rev().take(LONGEST_ASIDE).take_while(inside).find(|i| !titled(i));
        let object = before.is_some_and(|i| BEFORE_OBJECTS.contains(&self.forms.at(i)));
        let full = self.cast.people[who].name.contains(' ') || name > 0 && is_title(self.forms.at(name - 1));
        // `Harbour Quest Legends: The verdict` is a headline of what it reviews.
        let human = !self.is_on_top(&(colon..colon + 1)) || first_name(self.forms.at(name)).is_some();
        let who = Referent::Person(who, How::Pronoun);
        (full && human && !object).then_some(Turn { from: colon + 1, who, questions: Questions::Own })
    }

    /// The first sentence that ends its paragraph with a colon and lets somebody speak below, outside quotation marks and
    /// in the first person, where the text did not speak so before: `The mayor, Ada Quill, said:`.
    fn lets_speak(&mut self) -> Option<Turn> {
        let document = self.forms.document;
        let opens = |s: &&Sentence| {
            self.forms.at(s.last - 1) == ":" && self.forms.block(s.last - 1) != self.forms.block(s.last)
        };
        let first = |i: &usize| FIRST_PERSON.contains(&self.forms.at(*i)) && self.is_own(*i..i + 1);
        let own = (0..document.tokens.len()).find(first)?;
        let above = |s: &&Sentence| s.last <= own && self.forms.block(s.last) == self.forms.block(own);
        let sentence = *document.sentences.iter().filter(above).find(opens)?;
        let says = |i: &usize| LETS_SPEAK.contains(&self.forms.at(*i));
        let verb = (sentence.first..sentence.last).rev().find(says)?;
        let named = (sentence.first..verb).rev().find_map(|i| self.cast.person_at(i));
        let article = |i: &usize| self.forms.at(*i).eq_ignore_ascii_case("the");
        let who = match named {
            Some(person) => Referent::Person(person, How::Pronoun),
            None => {
                let start = (sentence.first..verb).rev().find(article)?;
                self.somebody(&(start..verb))?
            }
        };
        Some(Turn { from: sentence.last, who, questions: Questions::Own })
    }

    /// Letters to an editor, each with the name of who wrote it below: `Ann Lee, Quay`.
    fn letters(&self) -> Vec<Turn> {
        let tokens = self.forms.document.tokens.len();
        let heads = |t: &usize| {
            let alone = self.forms.document.block_end(*t) == *t + 1 || self.is_on_top(&(*t..t + 1));
            let word = self.forms.at(*t);
            self.forms.document.opens_block(*t) && (word == "LETTERS" || alone && word.eq_ignore_ascii_case("letters"))
        };
        let Some(head) = (0..tokens).find(heads) else { return Vec::new() };
        let mut out = Vec::new();
        let mut from = self.forms.document.block_end(head);
        let mut at = from;
        while at < tokens {
            let end = self.forms.document.block_end(at);
            let is_name = |t: usize| self.forms.is_capital(t) || is_in(". , of", self.forms.at(t));
            let signs = end - at <= LONGEST_SIGNATURE && self.forms.is_capital(at + 1) && (at..end).all(is_name);
            if let Some(person) = self.cast.person_at(at).filter(|_| signs) {
                let who = Referent::Person(person, How::Pronoun);
                out.push(Turn { from, who, questions: Questions::Own });
                out.push(Turn { from: end, who: Referent::Unresolved, questions: Questions::Own });
                from = end;
            }
            at = end;
        }
        out
    }

    /// The first paragraph that greets several, outside quotation marks, where all before tells of one person alone: `Ann Lee
    /// congratulated the women of Quay.  Dear women, …`.
    fn salutes(&self) -> Option<Turn> {
        let document = self.forms.document;
        let greets = |s: &&Sentence| {
            let (word, next) = (self.forms.at(s.first), self.forms.at(s.first + 1));
            let several = next.ends_with('s') || next == "women";
            let greets = word == "Fellow" || word == "Dear" && several || word == "My" && is_in("fellow dear", next);
            let opens = s.first > 0 && self.forms.document.opens_block(s.first) && self.is_own(s.first..s.first + 1);
            greets && opens && (s.first..s.last).any(|t| self.forms.at(t) == ",")
        };
        let from = document.sentences.iter().find(greets)?.first;
        let one = only(self.people_in(0..from).into_iter())?;
        Some(Turn { from, who: Referent::Person(one, How::Pronoun), questions: Questions::Own })
    }

    /// The person that a noun phrase means, whose `I` the words are.
    fn somebody(&mut self, words: &Range<usize>) -> Option<Referent> {
        match self.noun_phrase(words) {
            Referent::Person(p, _) => Some(Referent::Person(p, How::Pronoun)),
            _ => None,
        }
    }

    /// The chair calls somebody up: `Ms. Quill?`, `General Prelogar.`, `Mr. Sova, please proceed.`
    fn calls(&self, sentence: Range<usize>) -> Option<Turn> {
        self.bare_call(sentence.clone()).or_else(|| {
            let calls = |words: &&[&str]| {
                let mut starts = sentence.start..sentence.end.saturating_sub(words.len() - 1);
                starts.any(|i| words.iter().zip(i..).all(|(w, k)| self.forms.at(k).eq_ignore_ascii_case(w)))
            };
            CALLS.iter().find(|words| calls(words))?;
            let mut titles = sentence.clone().filter(|i| is_title(self.forms.at(*i)) || is_role(self.forms.at(*i)));
            let after = |i: usize| (i + 1..sentence.end.min(i + 4)).find_map(|k| self.cast.person_at(k));
            let person = titles.find_map(after)?;
            let one = sentence.clone().filter_map(|i| self.cast.person_at(i)).all(|p| p == person);
            let who = Referent::Person(person, How::Pronoun);
            let turn = Turn { from: sentence.end, who, questions: Questions::Put };
            (one && self.is_own(sentence.clone())).then_some(turn)
        })
    }

    /// A sentence that is somebody's title and name.
    fn bare_call(&self, sentence: Range<usize>) -> Option<Turn> {
        let words: Vec<usize> =
            sentence.clone().filter(|i| self.forms.at(*i).starts_with(|c: char| c.is_alphanumeric())).collect();
        let (title, name) = (*words.first()?, *words.last()?);
        let is_titled = |i: usize| is_title(self.forms.at(i)) || is_role(self.forms.at(i));
        let person = is_titled(title).then(|| self.cast.person_at(name))??;
        let own = |i: &usize| self.cast.person_at(*i) == Some(person) || is_titled(*i);
        let ends = matches!(self.forms.at(sentence.end - 1), "?" | "." | "!");
        let calls = ends && words.iter().all(own) && self.is_own(sentence.clone());
        let who = Referent::Person(person, How::Pronoun);
        calls.then_some(Turn { from: sentence.end, who, questions: Questions::Put })
    }

    /// Somebody says who it is: `I'm Ada Quill`, `my name is Ada Quill`.
    fn introduces(&self, sentence: Range<usize>, edges: &Edges) -> Option<Turn> {
        let at = |i: usize| self.forms.at(i);
        let apostrophe = |i: usize| matches!(at(i), "’" | "'");
        let my = |i: usize| i > 0 && at(i - 1).eq_ignore_ascii_case("my");
        let greets = |i: usize| i == sentence.start || GREETINGS.contains(&at(i - 1).to_lowercase().as_str());
        let says = |i: usize| match at(i).to_lowercase().as_str() {
            "i" if at(i + 1) == "am" => Some(i + 2),
            "i" if apostrophe(i + 1) && at(i + 2) == "m" => Some(i + 3),
            "name" if my(i) && at(i + 1) == "is" => Some(i + 2),
            "name" if my(i) && apostrophe(i + 1) => Some(i + 3),
            "it" if greets(i) && apostrophe(i + 1) => Some(i + 3),
            _ => None,
        };
        let name = sentence.clone().filter_map(says).find_map(|first| {
            let titles = (first..sentence.end).take_while(|i| is_title(at(*i)) || at(*i) == ".").count();
            let names = |first| edges.starts.get(&first).filter(|(_, end)| self.ends_name(*end)).map(|(who, _)| *who);
            names(first).or_else(|| names(first + titles))
        });
        let who = name.filter(|_| self.is_own(sentence.clone()))?;
        let who = Referent::Person(who, How::Pronoun);
        Some(Turn { from: sentence.start, who, questions: Questions::Either })
    }

    /// Whether a name is not another's (`I'm Ada's brother`, `I am Quill University's …`).
    fn ends_name(&self, end: usize) -> bool {
        !matches!(self.forms.at(end), "’" | "'") && !self.forms.is_capital(end)
    }

    /// The headline, or the first line.
    fn title(&self) -> Span {
        self.article.headline.unwrap_or_else(|| Span::new(0, self.article.title().len() as u32))
    }

    /// Whose speech the headline or first line is of: `Speech by President Quill`, `President Quill's address`, `President Quill
    /// addressed the nation`, `We will win - President Quill`.
    fn announced(&mut self) -> Option<Referent> {
        let line = self.forms.document.tokens_in(self.title());
        let dash = |i: &usize| matches!(self.forms.at(*i), "-" | "–" | "—") && self.forms.is_spaced(*i);
        let after_dash = |end: usize| (line.start..end).rev().find(dash).map_or(line.start, |i| i + 1);
        let speech = |i: &usize| SPEECHES.contains(&self.forms.at(*i).to_lowercase().as_str());
        let who = if let Some(at) = line.clone().find(speech) {
            let by = (at + 1..line.end).find(|i| self.forms.at(*i) == "by");
            let after = if self.forms.at(at + 1) == "of" { Some(at + 1) } else { by };
            let owner = (at.saturating_sub(2)..at).find(|i| *i > line.start && self.forms.owned(*i) == Some(at));
            match (after, owner) {
                (Some(by), _) => {
                    let end = (by + 1..line.end).find(|i| ENDS.contains(&self.forms.at(*i))).unwrap_or(line.end);
                    by + 1..end
                }
                (None, Some(owner)) => after_dash(owner)..owner,
                (None, None) => return None,
            }
        } else if let Some(verb) = line.clone().find(|i| is_in("addressed addresses", self.forms.at(*i))) {
            after_dash(verb)..verb
        } else {
            let signed = after_dash(line.end);
            let is_name = signed > line.start && (1..=LONGEST_SIGNATURE).contains(&(line.end - signed));
            is_name.then_some(signed..line.end)?
        };
        let named = self
            .cast
            .people
            .iter()
            .enumerate()
            .filter(|(_, p)| p.mentions.iter().any(|(r, _)| who.start <= r.start && r.end <= who.end));
        let named: Vec<usize> = named.map(|(i, _)| i).collect();
        match named[..] {
            [one] => Some(Referent::Person(one, How::Pronoun)),
            [] if !who.is_empty() => self.somebody(&who),
            _ => None,
        }
    }

    /// Whom the outlet interviews: named by what opens a text of questions to `you`.
    fn interviewed(&self) -> Option<Referent> {
        let sentences = &self.forms.document.sentences;
        // A short paragraph that ends with a question puts it to somebody, whether it says `you` or not.
        let alone = |s: &Sentence| {
            let first = (0..s.first)
                .rev()
                .take(LONGEST_ASIDE)
                .take_while(|t| self.forms.block(*t) == self.forms.block(s.first))
                .count();
            first < LONGEST_ASIDE
                && s.last - s.first < LONGEST_ASIDE
                && self.forms.block(s.last) != self.forms.block(s.first)
        };
        let puts = |s: &&Sentence| {
            let asks = self.forms.at(s.last - 1) == "?" && (self.asks(s.first) || alone(s));
            asks && self.is_own(s.first..s.first + 1)
        };
        let mut questions = sentences.iter().filter(puts);
        let first = questions.next()?;
        if questions.count() + 1 < QUESTIONS {
            return None;
        }
        let told = || sentences.iter().take(LEAD).find_map(|s| self.interviewee(s.first..s.last));
        self.headlined().or_else(told).or_else(|| self.told_of_alone(first))
    }

    /// Whom alone a text tells of before its first question, which is a paragraph of its own, where somebody says `I` below and
    /// no labels but `Q` and `A` name who speaks.
    fn told_of_alone(&self, question: &Sentence) -> Option<Referent> {
        let label = |s: &Sentence| transcript::label(self.article, self.forms.document, s.first..s.last);
        let plain =
            |r: Range<usize>| r.len() == 1 && is_in("q a question answer", &self.forms.at(r.start).to_lowercase());
        if !self.forms.document.sentences.iter().filter_map(label).all(plain) {
            return None;
        }
        let opens = self.forms.document.opens_block(question.first);
        let says = |t: usize| self.forms.at(t) == "I" && self.is_own(t..t + 1);
        let own = (0..question.first).all(|t| !says(t)) && (question.last..self.forms.document.tokens.len()).any(says);
        let one = only(self.people_in(0..question.first).into_iter())?;
        (opens && own).then_some(Referent::Person(one, How::Pronoun))
    }

    /// Who alone is named at the end of a headline, behind `with`: `Five minutes with Ada Quill`, `Five questions for Ada
    /// Quill`.
    fn headlined(&self) -> Option<Referent> {
        let line = self.forms.document.tokens_in(self.title());
        let asks = |i: usize| i > 0 && self.forms.at(i - 1).eq_ignore_ascii_case("questions");
        // `after his meeting with Ann Lee`
        let meets = |i: usize| i > 0 && is_in("meeting talks call visit dinner", &self.forms.at(i - 1).to_lowercase());
        let with = line.clone().find(|i| {
            is_in("with With", self.forms.at(*i)) && !meets(*i) || is_in("for to", self.forms.at(*i)) && asks(*i)
        })?;
        let first = (with + 1..line.end).find(|i| self.cast.person_at(*i).is_some())?;
        let who = self.cast.person_at(first)?;
        let others = line.clone().any(|i| self.cast.person_at(i).is_some_and(|p| p != who));
        let own =
            |i: usize| self.cast.person_at(i) == Some(who) || !self.forms.at(i).starts_with(char::is_alphanumeric);
        let ends = (first..line.end).all(own);
        (ends && !others).then_some(Referent::Person(who, How::Pronoun))
    }

    /// `… interviews Ada Quill`, `an interview with Ada Quill`, `Ada Quill interviewed by …`, `… spoke with her`.
    fn interviewee(&self, sentence: Range<usize>) -> Option<Referent> {
        let at = |i: usize| self.forms.at(i).to_lowercase();
        let with = |i: usize| matches!(at(i).as_str(), "with" | "to");
        let opens = sentence.clone().find(|i| match at(*i).as_str() {
            "spoke" | "speaks" | "talked" | "talks" | "chatted" => with(i + 1),
            "sat" | "sits" | "caught" | "catches" => with(i + 2),
            "tells" => true,
            word => word.starts_with("interview"),
        })?;
        let end = (opens + 1..sentence.end).find(|i| TOPICS.contains(&at(*i).as_str())).unwrap_or(sentence.end);
        let person = |p: usize| Referent::Person(p, How::Pronoun);
        let before = || (sentence.start..opens).find_map(|i| self.cast.person_at(i)).map(person);
        let after = || {
            if let Some(pronoun) = (opens + 1..end.min(opens + 4)).find(|i| matches!(at(*i).as_str(), "him" | "her")) {
                return Some(self.linked(pronoun, How::Pronoun, |_| true))
                    .filter(|r| matches!(r, Referent::Person(..)));
            }
            let first = (opens + 1..end).find(|i| self.cast.person_at(*i).is_some())?;
            let one = self.cast.person_at(first)?;
            let next = (first..end).find(|i| self.cast.person_at(*i) != Some(one)).unwrap_or(end);
            let second = at(next) == "and" && self.cast.person_at(next + 1).is_some_and(|p| p != one);
            (!second).then(|| person(one))
        };
        // `he spoke with Courier writer Ann Lee`
        let asks = |i: usize| {
            let byline = self.article.byline.as_deref().unwrap_or("");
            let author = |p: usize| !byline.is_empty() && byline.contains(&self.cast.people[p].name);
            let outlet = i > 0 && self.forms.is_capital(i - 1);
            is_in("reporter correspondent journalist host anchor", &at(i))
                || outlet && is_in("writer editor columnist", &at(i))
                || self.cast.person_at(i).is_some_and(author)
        };
        let subject = || {
            let pronoun = opens.checked_sub(1).filter(|i| matches!(at(*i).as_str(), "he" | "she"))?;
            Some(self.linked(pronoun, How::Pronoun, |_| true)).filter(|r| matches!(r, Referent::Person(..)))
        };
        if (opens + 1..end).take_while(|i| at(*i) != ",").any(asks) {
            return subject().or_else(before);
        }
        let passive =
            at(opens + 1) == "by" || at(opens) == "tells" || at(opens).ends_with('s') && at(opens + 1) == "to";
        if passive { subject().or_else(before).or_else(after) } else { after().or_else(before) }
    }
}
