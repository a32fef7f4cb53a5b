//! Whose words `the statement`, `the letter`, `the message` are: of who made the document that the sentences before tell of.

use crate::mentions::NameKind;
use crate::phrases::{ISSUED, is_body_noun};
use crate::quotes;
use crate::speakers::{REACH, Referent, Resolver};
use crate::words::is_in;
use onrecord_types::How;
use std::ops::Range;

/// Documents that speak; one may be called by any noun of its line.
const KINDS: &[&str] = &[
    "statement release",
    "letter",
    "email e-mail",
    "note",
    "report study survey poll analysis paper findings research",
    "article editorial column op-ed piece essay",
    "post tweet",
    "memo memorandum",
    "lawsuit complaint suit filing petition affidavit",
];

/// Verbs that make a document without its noun.
const DONE: &[(&str, &str)] = &[
    ("email e-mail message", "emailed e-mailed"),
    ("tweet post message", "tweeted posted"),
    ("text message", "texted"),
];

/// Where messages and posts are published.
const PLATFORMS: &str = "Telegram Facebook Twitter X Instagram Weibo VKontakte Threads Bluesky Mastodon LinkedIn";

/// What a message may be.
const MESSAGES: &str = "message letter telegram email e-mail note greetings congratulations condolences";

/// Tokens at most from a document's noun to what tells who made it.
const LONGEST: usize = 300;

/// Tokens between an owner and the noun, fewer than this: `Ann Lee's first letter`.
const OWNED: usize = 3;

/// Verbs of who makes a document known.
const MAKES: &str = "sent issued wrote released published posted signed penned circulated filed delivered shared emailed \
    dispatched tweeted commissioned drafted sends issues writes publishes";

/// Verbs of who sends good wishes.
const WISHES: &str = "congratulated congratulates greeted greets";

/// Words between who makes a document and the verb, or before `said in a statement`.
const FILLS: &str = "has had have also later then jointly today yesterday on in his her its their the a";

impl Resolver<'_> {
    /// Who made the document that a noun alone means: `the statement`.
    pub(crate) fn of_document(&mut self, tokens: &Range<usize>) -> Option<Referent> {
        let noun = self.forms.at(tokens.end - 1).to_lowercase();
        let general = (noun == "message").then_some(&MESSAGES);
        let kind = general.or_else(|| KINDS.iter().find(|kind| is_in(kind, &noun)))?;
        let document = self.forms.document;
        // `“…,” the statement said`: from where the quotation opens.
        let from = self.before_quotation(tokens.start);
        let here = document.sentence_of(from);
        let first = document.sentences[here.saturating_sub(REACH)].first.max(from.saturating_sub(LONGEST));
        for at in (first..from).rev() {
            let word = self.forms.at(at).to_lowercase();
            let wishes = is_in(WISHES, &word) && is_in(kind, "greetings") && here - document.sentence_of(at) == 1;
            // `the mayor wrote on Telegram … the message reads`
            let on = self.forms.at(at.wrapping_sub(1)) == "on";
            let posted = on && is_in("message post", &noun) && is_in(PLATFORMS, self.forms.at(at));
            let verb = wishes || DONE.iter().any(|(nouns, verbs)| is_in(nouns, &noun) && is_in(verbs, &word));
            if !verb && !is_in(kind, &word) && !posted {
                continue;
            }
            let who = if verb {
                self.named_before(at).or_else(|| self.alone_in(self.sentence_around(at)))
            } else {
                self.maker(at)
            };
            if who.is_some() {
                return who;
            }
            // `a statement` whose maker nothing tells is another one.
            let opens = document.sentence_start(at);
            if (opens.max(at.saturating_sub(4))..at).any(|i| is_in("a an another A An Another", self.forms.at(i))) {
                return None;
            }
        }
        None
    }

    /// Who made the document named at a token: `Ann Lee's letter`, `a letter from Ann Lee`, `Ann Lee sent a letter`, `Ann Lee
    /// said in a letter`.
    fn maker(&mut self, at: usize) -> Option<Referent> {
        let sentence = self.sentence_around(at);
        // `a statement issued by the campaign`, `an email was sent from Ann Lee`
        let verb = at + 1 + usize::from(is_in("was were", self.forms.at(at + 1)));
        let by = verb + usize::from(is_in(MAKES, self.forms.at(verb)));
        if is_in("by from", self.forms.at(by)) {
            return self.named_after(by + 1, sentence.end);
        }
        let owns = |i: &usize| self.forms.owned(*i).is_some_and(|next| next <= at && at - next < OWNED);
        if let Some(owner) = (sentence.start.max(at.saturating_sub(2 * OWNED))..at).find(owns) {
            let bodily = (owner..at).any(|i| is_body_noun(self.forms.at(i)));
            return if bodily { None } else { self.named_before(owner) };
        }
        let verb = (sentence.start.max(at.saturating_sub(8))..at).rev().find(|i| is_in(MAKES, self.forms.at(*i)));
        let maker = verb.and_then(|verb| self.named_before(verb));
        let said = || {
            let in_one =
                (at.saturating_sub(5)..at).any(|i| is_in("in on through via", &self.forms.at(i).to_lowercase()));
            self.alone_in(sentence.clone()).filter(|_| in_one)
        };
        // `a Harbour Institute study found`, not `Ann Lee reports that the study …`
        let read = || {
            let (start, who) = self.spoken.range(at.saturating_sub(5)..at + 1).next_back()?;
            let inside = (start + 1..at).all(|i| !is_in("the that , of", self.forms.at(i)));
            (inside && who.is_named()).then(|| who.as_nominal())
        };
        let found = maker.or_else(said).or_else(read);
        // `a Harbour Institute study`, not `a Facebook post`
        let issued = ISSUED.contains(&self.forms.at(at).to_lowercase().as_str());
        let name = at.checked_sub(1).filter(|i| issued && self.cast.person_at(*i).is_none());
        found.or_else(|| self.whose_name(name?))
    }

    /// The sentence of a token, a long one not far around it.
    fn sentence_around(&self, token: usize) -> Range<usize> {
        let sentence = self.forms.document.sentences[self.forms.document.sentence_of(token)];
        sentence.first.max(token.saturating_sub(LONGEST))..sentence.last.min(token + LONGEST)
    }

    /// Who alone of those with a name speaks in a sentence.
    fn alone_in(&self, sentence: Range<usize>) -> Option<Referent> {
        let mut named = self.spoken.range(sentence).map(|(_, who)| who).filter(|who| who.is_named());
        named.next().filter(|who| named.all(|other| other.is(who))).map(Referent::as_nominal)
    }

    /// Who made the document that the sentence before speaks in, where `it` goes on: `Ann Lee wrote in the letter.  It continued:
    /// “…”`.
    pub(crate) fn goes_on(&self, token: usize) -> Option<Referent> {
        let document = self.forms.document;
        let opens = document.sentence_start(token) == token;
        let sentence = self.sentence_around(token.checked_sub(1).filter(|_| opens)?);
        let inside = |i: usize| {
            let noun = self.forms.at(i).to_lowercase();
            KINDS.iter().any(|kind| is_in(kind, &noun))
                && (i.saturating_sub(4)..i).any(|k| self.forms.at(k).eq_ignore_ascii_case("in"))
        };
        sentence.clone().any(inside).then(|| self.alone_in(sentence))?
    }

    /// Where the quotation opens that ends right before a token; else the token.
    pub(crate) fn before_quotation(&self, token: usize) -> usize {
        let document = self.forms.document;
        let before = token.checked_sub(1).map(|t| document.tokens[t].span);
        let quote = before.and_then(|b| quotes::among(self.quotes, b).iter().find(|q| q.outer.end == b.end));
        quote.map_or(token, |q| document.tokens_in(q.outer).start)
    }

    /// Whose name stands before a token, but for a few words between.
    fn named_before(&mut self, token: usize) -> Option<Referent> {
        let start = self.forms.document.sentence_start(token);
        let last = (start..token).rev().find(|i| !is_in(FILLS, self.forms.at(*i)))?;
        self.whose_name(last)
    }

    /// Whose name begins at a token, but for an article and titles.
    fn named_after(&mut self, token: usize, end: usize) -> Option<Referent> {
        const TITLES: usize = 9;
        let name = (token..end.min(token + TITLES)).find(|i| {
            self.cast.person_at(*i).is_some() || self.mentions.name_at(*i).is_some_and(|n| n.kind != NameKind::Place)
        })?;
        // `the Lee campaign`
        let noun = (name + 1..end.min(name + TITLES)).find(|i| self.cast.person_at(*i).is_none())?;
        let bodily = self.cast.person_at(name).is_some() && is_body_noun(self.forms.at(noun));
        if bodily { Some(self.body(&(token..noun + 1), noun)) } else { self.whose_name(name) }
    }

    /// The person or organisation whose name a token stands in.
    pub(crate) fn whose_name(&mut self, token: usize) -> Option<Referent> {
        if let Some(person) = self.cast.person_at(token) {
            return Some(Referent::Person(person, How::Nominal));
        }
        let name = self.mentions.name_at(token).filter(|n| n.kind == NameKind::Organisation)?.clone();
        Some(Referent::Body(self.cast.body(&self.forms, name.tokens, name.kind, true), How::Nominal))
    }
}
