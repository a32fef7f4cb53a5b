//! Amounts: sums of money, percentages, measures, and counts of things and people.
//!
//! A number with what stands before it (`about`, `more than`, `$`) and after it (`per cent`,
//! `kilometres`, `people were killed`).  Numbers inside a time expression are no amounts.

mod currencies;
mod lexicon;
mod people;
mod vague;

use crate::home::host_of;
use crate::mentions::{Name, NameKind};
use crate::numbers::{self, Number};
use crate::words::{Words, is_in};
use currencies::{CURRENCIES, DOUBTFUL, GLUED, ISO_4217, OF_COUNTRY, OF_OUTLET, SIGNS};
use lexicon::{ABOUT, UNITS};
use onrecord_types::{Amount, AmountKind, Article, Span, Time};

/// What stands behind the number of a model of aircraft.
const AIRCRAFT: &str = "programme program jet jets plane planes aircraft factory fleet line crash deliveries max";

/// What a price is of: `361 won a share`.
const PER: &str =
    "share day week month year tonne ton kilo kilogram barrel litre liter dollar head person piece bottle bag";

/// Verbs that `over` belongs to, not to the number behind it.
const OVER: &str = "hand hands handed handing turned turning";

/// Tokens at most from `aged` to the last of several ages.
const MOST_AGES: usize = 6;

/// All amounts of a document, in order; `times` are its times, `names` the names in it.
pub fn find(article: &Article, words: &Words<'_>, times: &[Time], names: &[Name]) -> Vec<Amount> {
    let mut taken = vec![false; words.len()];
    for time in times {
        words.document().tokens_in(time.span).for_each(|i| taken[i] = true);
    }
    Finder { words, taken, names, host: host_of(article) }.all()
}

struct Finder<'a> {
    words: &'a Words<'a>,
    taken: Vec<bool>,
    names: &'a [Name],
    /// The outlet's address.
    host: String,
}

/// What a number is followed or preceded by.
struct Unit {
    kind: AmountKind,
    name: Option<String>,
    /// What the number is to be multiplied by.
    times: f64,
    end: usize,
}

impl Finder<'_> {
    fn all(&self) -> Vec<Amount> {
        let (mut out, mut i) = (Vec::new(), 0);
        while i < self.words.len() {
            match self.amount(i).filter(|(end, _)| self.words.is_together(i, end - 1)) {
                Some((end, amount)) => {
                    out.push(amount);
                    i = end.max(i + 1);
                }
                None => i += 1,
            }
        }
        self.share_fates(&mut out);
        out
    }

    fn amount(&self, i: usize) -> Option<(usize, Amount)> {
        if self.taken[i]
            || (self.words.is_glued(i)
                && matches!(
                    self.words.at(i.wrapping_sub(1)),
                    "$" | "€" | "£" | "." | "#" | "@" | "_" | "’" | "'" | ":"
                ))
        {
            return None;
        }
        let about = ABOUT.iter().find_map(|(words, name)| Some((self.words.follow(i, words)?, *name)));
        // `handed over five people`
        let about = about.filter(|_| self.words.at(i) != "over" || !is_in(OVER, self.words.at(i.wrapping_sub(1))));
        let (start, modifier) = about.unwrap_or((i, ""));
        let found = self.range(start).or_else(|| self.single(start)).or_else(|| self.vague(start));
        let (mut end, mut amount) = found?;
        // `above 8,000` only before figures; `some` and `all` only where a number follows.
        if about.is_some() && amount.value.is_none() && !modifier.is_empty() && !matches!(modifier, "approx") {
            return None;
        }
        // `200 or so people`, `200-odd`
        let or_so = [&["or", "so"][..], &["-", "odd"]].into_iter().find_map(|tail| self.words.follow(end, tail));
        let about = or_so.filter(|_| amount.kind == AmountKind::Count);
        let modifier = if modifier.is_empty() && about.is_some() { "approx" } else { modifier };
        end = about.unwrap_or(end);
        if let Some(unit) = about.and_then(|end| self.unit(end)) {
            end = unit.end;
            amount = Amount { modifier: amount.modifier, ..self.with(None, Some(unit), amount.value?) };
        }
        amount.modifier = Some(modifier).filter(|m| !m.is_empty()).or(amount.modifier);
        amount.span = self.words.span(i..end)?;
        self.counted(end, &mut amount);
        self.fate(i..end, &mut amount);
        Some((end, amount))
    }

    fn plain(kind: AmountKind, value: Option<f64>, unit: Option<String>) -> Amount {
        Amount { span: Span::new(0, 0), kind, value, upper: None, modifier: None, unit, of: None, role: None }
    }

    /// `between 12 and 20 per cent`, `$12 million to $20 million`, `15-20%`, `plus or minus 3 points`.
    fn range(&self, i: usize) -> Option<(usize, Amount)> {
        let w = self.words;
        if let Some(either) = w.follow(i, &["plus", "or", "minus"]) {
            let (end, amount) = self.single(either)?;
            return Some((end, Amount { value: amount.value.map(|v| -v), upper: amount.value, ..amount }));
        }
        let between = w.at(i) == "between";
        let first = i + usize::from(matches!(w.at(i), "between" | "from"));
        // `climbed $1.90 to $65.81`: by how much, and to what.
        const MOVES: &str =
            "rose climbed jumped gained added surged fell slid dropped lost shed tumbled slipped up down";
        if is_in(MOVES, w.at(i.wrapping_sub(1))) && first == i && self.sign(first).0.is_some() {
            return None;
        }
        let (sign_a, at_a) = self.sign(first);
        let a = self.number(at_a)?;
        let unit_a = self.unit(a.end);
        let joint = unit_a.as_ref().map_or(a.end, |u| u.end);
        let dash = matches!(w.at(joint), "-" | "–" | "—") && (w.is_glued(joint) || !w.is_glued(joint + 1));
        let joins = if between { w.at(joint) == "and" } else { w.at(joint) == "to" || dash };
        let (sign_b, at_b) = self.sign(joint + 1);
        let b = self.number(at_b).filter(|_| joins && w.is_together(i, at_b) && !self.taken[at_b])?;
        let unit = self.unit(b.end);
        let end = unit.as_ref().map_or(b.end, |u| u.end);
        // `fell 2 % to $1.45 billion`, `2 % to 9,694` names two things; `0800-503-508` is a telephone's.
        let first = sign_a.map(str::to_owned).or_else(|| unit_a.as_ref().and_then(|u| u.name.clone()));
        let second = sign_b.map(str::to_owned).or_else(|| unit.as_ref().and_then(|u| u.name.clone()));
        let points = |u: &Unit| w.at(joint) == "to" && u.name.as_deref() == Some("point");
        let share = unit_a.as_ref().is_some_and(|u| u.kind == AmountKind::Percent || points(u)) && second.is_none();
        let telephone = |k: usize| w.at(k) == "-" && w.is_glued(k) && w.is_glued(k + 1);
        let chain = dash && (i > 1 && telephone(i - 1) && w.digit(i - 2) || telephone(end) && w.digit(end + 1));
        if first.is_some() && second.is_some() && first != second || share || chain {
            return None;
        }
        let sign = sign_a.or(sign_b);
        // `12 to 20 million`: the scale of the second is of both.
        let scale = scale_of(w, &b, at_b);
        let bare = unit_a.is_none() && !a.spelled && scale_of(w, &a, at_a) == 1.0 && a.end - at_a < 4;
        let shares = bare && scale >= 1e3 && a.value < 1000.0 && a.value < b.value / scale;
        let low = if shares { a.value * scale } else { a.value };
        // A score (`3-2`) or a span of figures that goes down is no range.
        if low >= b.value || (dash && a.spelled) {
            return None;
        }
        let amount = self.with(sign, unit.or(unit_a), low);
        let times = amount.value.map_or(1.0, |v| if low == 0.0 { 1.0 } else { v / low });
        Some((end, Amount { upper: Some(b.value * times), ..amount }))
    }

    fn single(&self, i: usize) -> Option<(usize, Amount)> {
        let w = self.words;
        let (sign, at) = self.sign(i);
        let minus =
            usize::from(matches!(w.at(at), "-" | "−") && w.is_glued(at + 1) && !w.is_glued(at) && w.digit(at + 1));
        let (number, unit_glued) = match self.number(at + minus) {
            Some(n) => (n, None),
            None => self.glued_unit(at + minus)?,
        };
        let (dollars, after) = match self.sign(number.end) {
            // `10 $`, `20 €`
            (Some(code), after) if sign.is_none() && (!w.is_glued(after) || !w.digit(after)) => (Some(code), after),
            _ => iso_code(w.form(number.end))
                .filter(|_| sign.is_none())
                .map_or((None, number.end), |code| (Some(code), number.end + 1)),
        };
        // `75 USD million`: the scale may stand behind the currency.
        let behind = |end: usize| numbers::scale(w.at(end)).filter(|by| *by >= 1e6 && w.is_together(i, end));
        let (times, after) = dollars.and_then(|_| behind(after)).map_or((1.0, after), |by| (by, after + 1));
        // `a quarter of a percentage point`
        let of = || w.follow(after, &["of", "a"]).or_else(|| w.follow(after, &["of", "one"]));
        let part = || of().filter(|_| number.spelled && number.value < 1.0).and_then(|of| self.unit(of));
        let unit = unit_glued.or_else(|| self.unit(after));
        let unit = unit.or_else(|| part().filter(|u| u.kind == AmountKind::Percent));
        let mut end = unit.as_ref().map_or(after, |u| u.end);
        let mut value = if minus == 1 { -number.value } else { number.value } * times;
        let coins = if dollars.is_some() { Some(money("", 1.0, end)) } else { None };
        if let Some((cents, next)) =
            self.cents(end, unit.as_ref().or(coins.as_ref()).filter(|_| sign.is_none() || dollars.is_some()))
        {
            (value, end) = (value + cents, next);
        }
        let sign = sign.or(dollars);
        // `a magnitude 7.1 quake`
        let strong =
            w.at(at.wrapping_sub(1)) == "magnitude" || w.follow(at.wrapping_sub(2), &["magnitude", "of"]).is_some();
        let magnitude = || unit_of(AmountKind::Quantity, "magnitude", end);
        let unit = unit.or_else(|| (strong && sign.is_none() && value < 12.0).then(magnitude));
        let bare = sign.is_none() && unit.is_none();
        let one = number.spelled && number.value == 1.0;
        if bare && one {
            let end = self.one_person(at).filter(|_| number.end == at + 1)?;
            let of = (end > number.end).then(|| w.span(number.end..end)).flatten();
            return Some((number.end, Amount { of, ..self.with(None, None, value) }));
        }
        if bare && !self.is_count(at, &number) {
            return None;
        }
        let age = if bare { self.age(at, &number) } else { None };
        Some((end, age.unwrap_or_else(|| self.with(sign, unit, value))))
    }

    /// `Ada Quill, 43, said`, `aged 43 and 51`, `the 43-year-old`: somebody's age.
    fn age(&self, at: usize, number: &Number) -> Option<Amount> {
        let w = self.words;
        let (before, next) = (w.at(at.wrapping_sub(1)), w.at(number.end));
        let open = next.is_empty() || matches!(next, "," | "." | ";" | ")" | "and" | "or") && !w.digit(number.end + 1);
        let listed = |k: &usize| matches!(w.at(*k), "," | "and" | "or") || self.number(*k).is_some();
        let first = (at.saturating_sub(MOST_AGES)..at).rev().take_while(listed).last().unwrap_or(at);
        let joined = ["year", "years"].iter().any(|unit| w.follow(number.end, &["-", unit, "-", "old"]).is_some());
        let apart = ["old", "of"].iter().any(|word| w.follow(number.end, &["years", word]).is_some());
        let old = joined || apart && (w.at(number.end + 1) == "old" || w.at(number.end + 2) == "age");
        // `who is 43,`, `I was nineteen`
        let person = |t: usize| matches!(w.at(t), "who" | "i" | "he" | "she");
        // `dies at 91`
        let dies = before == "at" && matches!(w.at(at.wrapping_sub(2)), "dies" | "died" | "dead");
        let is_old = open && dies
            || open && matches!(before, "is" | "was" | "am" | "turned" | "turns") && person(at.wrapping_sub(2));
        // `She gave her age, 38, but not her name.`
        let told = before == "," && w.at(at.wrapping_sub(2)) == "age";
        let aged = old || is_old || told || w.at(first.wrapping_sub(1)) == "aged";
        let named = |n: &&Name| n.tokens.end + 1 == at && n.kind == NameKind::Person;
        let whose =
            self.names.iter().find(named).filter(|_| (open || apart && old) && before == "," && w.is_glued(at - 1));
        // `71-year-old Ann Lee`
        let behind = |n: &&Name| n.tokens.start == number.end + 4 && n.kind == NameKind::Person;
        let whose = whose.or_else(|| self.names.iter().find(behind).filter(|_| joined));
        let fits = (number.plain || number.spelled) && (1.0..=120.0).contains(&number.value);
        (fits && (aged || whose.is_some())).then(|| Amount {
            of: whose.and_then(|n| w.span(n.tokens.clone())),
            role: Some("age"),
            ..Self::plain(AmountKind::Quantity, Some(number.value), Some("year".to_owned()))
        })
    }

    /// `15 dollars and 50 cents`: the smaller part of a sum.
    fn cents(&self, at: usize, unit: Option<&Unit>) -> Option<(f64, usize)> {
        let next = at + usize::from(self.words.at(at) == "and");
        unit.filter(|u| u.kind == AmountKind::Money && u.times == 1.0)?;
        let number = self.number(next).filter(|n| n.value < 100.0 && self.words.is_together(at, next))?;
        // `15 dollars 50`, where nothing follows that the fifty could count.
        let alone = self.sign(number.end).0.is_none()
            && !self.words.at(number.end).starts_with(|c: char| c.is_alphanumeric() || c == '%');
        if next == at && alone && (number.plain || number.spelled) && (10.0..100.0).contains(&number.value) {
            return Some((number.value / 100.0, number.end));
        }
        let small = self.unit(number.end).filter(|u| u.times == 0.01 && u.kind == AmountKind::Money)?;
        Some((number.value / 100.0, small.end))
    }

    /// Whether a bare number counts something: no part of a name, a score, a clock, a list or a telephone's number, no note.
    fn is_count(&self, at: usize, number: &Number) -> bool {
        let w = self.words;
        let (before, next) = (w.at(at.wrapping_sub(1)), w.at(number.end));
        // `No. 19`
        let short = before == "." && at > 1 && w.is_glued(at - 1) && w.is_capital(at - 2);
        let called = if short { w.at(at - 2) } else { before };
        let glued = w.is_glued(number.end);
        let joined =
            w.is_glued(at) && at > 0 && !matches!(before, "(" | "\"" | "“" | "[" | "," | "’" | "‘" | "'" | "—");
        let part = glued
            && (matches!(next, ":" | "/" | "_" | "°")
                || matches!(next, "-" | "." | ",") && w.is_glued(number.end + 1) && w.digit(number.end + 1));
        let first = at == 0 || !w.is_together(at - 1, at);
        let list = first && matches!(next, "." | ")");
        let named = matches!(
            called,
            "no" | "nos"
                | "number"
                | "article"
                | "section"
                | "chapter"
                | "page"
                | "route"
                | "highway"
                | "flight"
                | "room"
                | "channel"
                | "phase"
                | "version"
                | "act"
                | "resolution"
        ) && (number.plain || called == "number");
        // `France 24,`; a `787 Dreamliner`
        let broadcaster = |n: &Name| n.tokens.end == at && n.kind != NameKind::Person && !before.ends_with('s');
        let open = number.plain && !next.starts_with(char::is_alphanumeric) && !matches!(next, "(" | "-" | "%");
        let seven = |c: char| c == '7';
        let model = w.at(at).len() == 3 && w.at(at).starts_with(seven) && w.at(at).ends_with(seven);
        let aircraft = matches!(before, "the" | "its" | "a" | "an" | "boeing" | "of")
            && (w.is_capital(number.end) || is_in(AIRCRAFT, next) || w.at(at.wrapping_sub(2)) == "of");
        let called_so = model && aircraft || open && self.names.iter().any(broadcaster);
        let figures = w.at(at);
        let zero = figures.starts_with('0') && number.value >= 1.0;
        let code = number.plain && (zero || figures.len() > 15);
        let note = before == "[" && next == "]" && w.is_glued(at - 1);
        // `Nord Stream 2`
        let inside = |n: &Name| n.tokens.len() > 1 && n.tokens.start <= at && number.end <= n.tokens.end;
        !joined && !part && !list && !named && !called_so && !code && !note && !self.names.iter().any(inside)
    }

    fn number(&self, i: usize) -> Option<Number> {
        if self.taken.get(i).copied().unwrap_or(true) {
            return None;
        }
        numbers::at(self.words, i)
    }

    /// `160GB`, `1.5km`, `115.5USD`, `100元`, `USD50`: a number and its unit without a space.
    fn glued_unit(&self, i: usize) -> Option<(Number, Option<Unit>)> {
        let number = |value: f64, end: usize| Number { value, end, plain: false, spelled: false };
        if let Some((code, figures)) = self.words.form(i).split_at_checked(3)
            && let Some(value) = figures.parse().ok().filter(|_| figures.bytes().all(|b| b.is_ascii_digit()))
            && let Some(code) = iso_code(code)
        {
            return Some((number(value, i + 1), Some(money(code, 1.0, i + 1))));
        }
        if let Some(sum) = self.behind_letters(i) {
            return Some(sum);
        }
        let (value, letters, end) = numbers::glued(self.words, i)?;
        if let Some(code) = iso_code(letters).or_else(|| sign_after(letters)) {
            return Some((number(value, end), Some(money(code, 1.0, end))));
        }
        if matches!(letters, "pc" | "pct") {
            return Some((number(value, end), Some(unit_of(AmountKind::Percent, "percent", end))));
        }
        let name = UNITS.iter().find(|(forms, _)| forms.contains(&letters))?.1;
        Some((number(value, end), Some(unit_of(AmountKind::Quantity, name, end))))
    }

    /// `Rs1,500`, `R500 million`: figures behind the letters of a currency.
    fn behind_letters(&self, i: usize) -> Option<(Number, Option<Unit>)> {
        let form = self.words.form(i);
        let cut = form.find(|c: char| c.is_ascii_digit()).filter(|cut| *cut > 0)?;
        let (letters, code) = GLUED.iter().find(|(letters, _)| *letters == &form[..cut])?;
        let number = numbers::figures_behind(self.words, i, cut)?;
        if letters.len() == 1 && number.value < 1e6 {
            return None;
        }
        let name = if *code == "INR" { "rupee" } else { code };
        let unit = money(self.meant(code, name), 1.0, number.end);
        Some((number, Some(unit)))
    }

    /// A currency before a number, and the token after it.
    fn sign(&self, i: usize) -> (Option<&'static str>, usize) {
        // `a $ 5 …` is an article and a sign.
        let loose = !matches!(self.words.at(i), "a" | "s" | "r");
        let fits = |words: &[&str]| {
            self.words
                .follow(i, words)
                .filter(|end| loose || words.len() == 1 || (i + 1..*end).all(|k| self.words.is_glued(k)))
        };
        let found = SIGNS.iter().find_map(|(words, code)| Some((fits(words)?, *code)));
        let found = found
            .filter(|(end, _)| self.words.digit(*end) || self.words.at(i).len() < 4 || !self.words.at(i).is_ascii());
        let found = found.or_else(|| Some((i + 1, self.code_before(i)?)));
        found.map_or((None, i), |(end, code)| (Some(self.meant(code, "")), end))
    }

    /// The code of a currency's sign or name to the outlet, by the country of its address.
    fn meant(&self, code: &'static str, name: &str) -> &'static str {
        // `cent` and `kroner` are of dollars and of a krone.
        let whole = match code {
            "$" => "dollar",
            _ if code.starts_with(|c: char| c.is_lowercase()) => code,
            _ => name,
        };
        let own = OF_OUTLET.iter().find(|(end, of, _)| *of == whole && self.host.ends_with(end));
        own.map_or(if code == "$" { "USD" } else { code }, |(.., code)| code)
    }

    /// `UAH 6 billion`: the code of a currency before figures.
    fn code_before(&self, i: usize) -> Option<&'static str> {
        let w = self.words;
        let form = Some(w.form(i)).filter(|_| w.digit(i + 1) && w.is_together(i, i + 1))?;
        let great = || numbers::at(w, i + 1).is_some_and(|n| n.value >= 1000.0);
        iso_code(form).or_else(|| ISO_4217.split(' ').find(|code| *code == form && great()))
    }

    /// What a number at `i - 1` is measured in.
    fn unit(&self, i: usize) -> Option<Unit> {
        let w = self.words;
        let dash = i + usize::from(w.at(i) == "-" && w.is_glued(i) && w.is_glued(i + 1));
        for (words, name) in [
            (&["percentage", "points"][..], "percentage_points"),
            (&["percentage", "point"], "percentage_points"),
            (&["percentage", "-", "point"], "percentage_points"),
            (&["per", "cent"], "percent"),
            (&["percent"], "percent"),
            (&["pct"], "percent"),
            (&["pc"], "percent"),
            (&["%"], "percent"),
        ] {
            if let Some(end) = w.follow(dash, words) {
                return Some(unit_of(AmountKind::Percent, name, end));
            }
        }
        if let Some(end) = w.follow(dash, &["basis", "points"]) {
            return Some(Unit { times: 0.01, ..unit_of(AmountKind::Percent, "percentage_points", end) });
        }
        self.currency(dash).or_else(|| self.measure(dash))
    }

    fn currency(&self, i: usize) -> Option<Unit> {
        let w = self.words;
        let singular = |word: &str| {
            let all = CURRENCIES.iter();
            all.into_iter().find(|(name, ..)| {
                *name == word || word.strip_suffix('s') == Some(name) || word.strip_suffix("es") == Some(name)
            })
        };
        // `30 MUSD`: millions of it.
        if let Some(code) = w.at(i).strip_prefix('m').and_then(iso_code) {
            return Some(money(code, 1e6, i + 1));
        }
        if let Some(code) = sign_after(w.at(i)).or_else(|| iso_code(w.form(i))) {
            return Some(money(code, 1.0, i + 1));
        }
        for (name, countries) in OF_COUNTRY {
            for (country, code) in *countries {
                if let Some(at) = w.follow_all(i, country.split(' '))
                    && let Some((_, _, times)) = singular(w.at(at)).filter(|(n, ..)| n == name)
                {
                    return Some(money(code, *times, at + 1));
                }
            }
        }
        let (name, code, times) = singular(w.at(i))?;
        let last = w.at(i - 1);
        let doubtful = match *name {
            // An adjective, a line.
            "real" | "mark" => true,
            // Also a verb.
            "won" => matches!(w.at(i + 1), "the" | "a" | "an") && !is_in(PER, w.at(i + 2)),
            // A name (`Ayn Rand`).
            "rand" => w.is_capital(i),
            // A weight in a compound.
            "pound" => last == "-",
            // `three crowns` may be won.
            "crown" => numbers::scale(last).is_none() && (last.len() < 3 || !last.bytes().all(|b| b.is_ascii_digit())),
            _ => false,
        };
        if doubtful {
            return None;
        }
        let sterling = usize::from(*name == "pound" && w.at(i + 1) == "sterling");
        let code = if sterling == 1 { code } else { self.meant(code, name) };
        Some(money(code, *times, i + 1 + sterling))
    }

    fn measure(&self, i: usize) -> Option<Unit> {
        let w = self.words;
        let square = matches!(w.at(i), "square" | "sq" | "cubic" | "nautical" | "metric");
        let word = w.at(i + usize::from(square));
        let single = word.len() == 1 && !w.is_glued(i);
        let (_, name) = UNITS.iter().find(|(forms, _)| forms.contains(&word)).filter(|_| !single)?;
        let mut end = i + 1 + usize::from(square);
        let mut name = (*name).to_owned();
        if square {
            name = format!("{} {name}", if w.at(i) == "sq" { "square" } else { w.at(i) });
        }
        if name == "degree" && matches!(w.at(end), "celsius" | "fahrenheit" | "c" | "f") {
            name = if w.at(end).starts_with('c') { "degree Celsius".into() } else { "degree Fahrenheit".into() };
            end += 1;
        }
        Some(unit_of(AmountKind::Quantity, &name, end))
    }

    fn with(&self, sign: Option<&'static str>, unit: Option<Unit>, value: f64) -> Amount {
        match (sign, unit) {
            (Some(code), Some(unit)) if unit.kind == AmountKind::Money => {
                // `$249 USD`, `10 US dollars`: what follows says it best.
                let name = unit.name.filter(|n| n != self.meant("$", "")).unwrap_or_else(|| code.to_owned());
                Self::plain(AmountKind::Money, Some(value), Some(name))
            }
            (Some(code), _) => Self::plain(AmountKind::Money, Some(value), Some(code.to_owned())),
            (None, Some(unit)) => Self::plain(unit.kind, Some(value * unit.times), unit.name),
            (None, None) => Self::plain(AmountKind::Count, Some(value), None),
        }
    }
}

fn money(code: &str, times: f64, end: usize) -> Unit {
    Unit { times, ..unit_of(AmountKind::Money, code, end) }
}

fn unit_of(kind: AmountKind, name: &str, end: usize) -> Unit {
    Unit { kind, name: Some(name.to_owned()), times: 1.0, end }
}

/// The currency whose ISO 4217 code a word is: in capitals, or one of the commonest in any letters.
fn iso_code(word: &str) -> Option<&'static str> {
    let written = ISO_4217.split(' ').find(|code| *code == word && !is_in(DOUBTFUL, code));
    let common =
        || CURRENCIES.iter().find(|(name, code, _)| word.eq_ignore_ascii_case(name) && word.eq_ignore_ascii_case(code));
    written.or_else(|| common().map(|(_, code, _)| *code))
}

/// The currency of a sign that may stand behind its number.
fn sign_after(word: &str) -> Option<&'static str> {
    SIGNS.iter().find(|(sign, _)| *sign == [word] && !word.is_ascii()).map(|(_, code)| *code)
}

/// The scale that was written after the figures of a number: of `20 million` a million.
fn scale_of(words: &Words<'_>, number: &Number, at: usize) -> f64 {
    let last = words.at(number.end - 1);
    numbers::scale(last).filter(|_| number.end - 1 > at).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::of_text;

    fn amounts(text: &str, host: &str, names: &[Name]) -> Vec<Amount> {
        let document = of_text(text);
        let words = Words::new(text, &document);
        Finder { words: &words, taken: vec![false; words.len()], names, host: host.to_owned() }.all()
    }

    fn check(text: &str, expected: &[(&str, Option<f64>, Option<f64>, &str)]) {
        let amounts = amounts(text, "", &[]);
        let unit = |a: &Amount| a.unit.clone().or(a.role.map(str::to_owned)).unwrap_or_default();
        let got: Vec<_> = amounts.iter().map(|a| (a.span.of(text).to_owned(), a.value, a.upper, unit(a))).collect();
        let expected: Vec<_> = expected.iter().map(|(s, v, u, n)| ((*s).to_owned(), *v, *u, (*n).to_owned())).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn an_outlet_means_its_own_currency() {
        for (host, code) in [("tarn.example.pk", "PKR"), ("tarn.example.in", "INR"), ("example.no", "INR")] {
            assert_eq!(amounts("It paid 300 rupees.", host, &[])[0].unit.as_deref(), Some(code), "{host}");
        }
        assert_eq!(amounts("It paid $300.", "example.au", &[])[0].unit.as_deref(), Some("AUD"));
    }

    #[test]
    fn a_number_in_a_name_counts_nothing_and_one_after_it_is_an_age() {
        let text = "Tarn Stream 2 stopped, Ada Quill, 43, said.";
        let names = [(0..3, NameKind::Other), (5..7, NameKind::Person)];
        let names = names.map(|(tokens, kind)| Name { tokens, kind, is_metonym: false });
        let amounts = amounts(text, "", &names);
        let got: Vec<_> = amounts.iter().map(|a| (a.value, a.role, a.of.map(|s| s.of(text)))).collect();
        assert_eq!(got, [(Some(43.0), Some("age"), Some("Ada Quill"))]);
    }

    #[test]
    fn reads_money_shares_measures_and_people() {
        check("It cost about $1.4 billion.", &[("about $1.4 billion", Some(1.4e9), None, "USD")]);
        check("between 12 and 20 per cent", &[("between 12 and 20 per cent", Some(12.0), Some(20.0), "percent")]);
        check("a loan of 9.9 billion yuan", &[("9.9 billion yuan", Some(9.9e9), None, "CNY")]);
        check("At least 12 people were killed.", &[("At least 12", Some(12.0), None, "dead")]);
        check(
            "It killed 35 people and wounded 134 others.",
            &[("35", Some(35.0), None, "dead"), ("134", Some(134.0), None, "wounded")],
        );
        check("4,500 soldiers have already been killed.", &[("4,500", Some(4500.0), None, "dead")]);
        check(
            "Twelve people, including three children, were killed.",
            &[("Twelve", Some(12.0), None, "dead"), ("three", Some(3.0), None, "dead")],
        );
        check("More than 200 Ukrainians lost their lives.", &[("More than 200", Some(200.0), None, "dead")]);
        check("The number of dead reached 1,200.", &[("1,200", Some(1200.0), None, "dead")]);
        check("4,000 families were forced from home.", &[("4,000", Some(4000.0), None, "displaced")]);
        check("The storm claimed 30 lives.", &[("30", Some(30.0), None, "dead")]);
        check("It killed 96-year-old Boris.", &[("96", Some(96.0), None, "year")]);
        check("30,000 people were hospitalized with the virus.", &[("30,000", Some(30000.0), None, "")]);
        check("wounding 30 others", &[("30", Some(30.0), None, "wounded")]);
        check("It sent 4,000 troops there.", &[("4,000", Some(4000.0), None, "troops")]);
        check("a 500km road", &[("500km", Some(500.0), None, "kilometre")]);
        check("billions of dollars", &[("billions of dollars", None, None, "USD")]);
        check("plus or minus two points", &[("plus or minus two points", Some(-2.0), Some(2.0), "point")]);
        check("by half a percentage point", &[("half a percentage point", Some(0.5), None, "percentage_points")]);
        check("up by 2 percentage points", &[("2 percentage points", Some(2.0), None, "percentage_points")]);
        check(
            "Three NATO soldiers and 12 protesters were killed.",
            &[("Three", Some(3.0), None, "dead"), ("12", Some(12.0), None, "dead")],
        );
        check(
            "It wounded two guards and 30 villagers in Tarn.",
            &[("two", Some(2.0), None, "wounded"), ("30", Some(30.0), None, "wounded")],
        );
        check(
            "It wounded two guards and 30 villagers watched.",
            &[("two", Some(2.0), None, "wounded"), ("30", Some(30.0), None, "")],
        );
        check("They won 3-2.", &[]);
        check("He lost.[3] Call (067) 220-41-12 or 0800-503-508.", &[]);
        check(
            "it fell 2.62% to 9694.73",
            &[("2.62%", Some(2.62), None, "percent"), ("9694.73", Some(9694.73), None, "")],
        );
        check("It killed four U.N. peacekeepers.", &[("four", Some(4.0), None, "dead")]);
        check("It paid 75 USD million.", &[("75 USD million", Some(7.5e7), None, "USD")]);
        check("a sum of 115.5USD", &[("115.5USD", Some(115.5), None, "USD")]);
        check("It costs 100元.", &[("100元", Some(100.0), None, "CNY")]);
        check("losses of 30 MUSD", &[("30 MUSD", Some(3e7), None, "USD")]);
        check("a limit of .08 per cent", &[(".08 per cent", Some(0.08), None, "percent")]);
        check("two thirds of a million men", &[("two thirds of a million", Some(2e6 / 3.0), None, "")]);
        check("15 dollars 50.", &[("15 dollars 50", Some(15.5), None, "USD")]);
        check(
            "a fine of UAH 17,000 to UAH 34,000",
            &[("UAH 17,000 to UAH 34,000", Some(17000.0), Some(34000.0), "UAH")],
        );
        check("fines of UAH 85-170 thousand", &[("UAH 85-170 thousand", Some(85_000.0), Some(170_000.0), "UAH")]);
        check("800 to 2 thousand", &[("800 to 2 thousand", Some(800.0), Some(2000.0), "")]);
        check("loans of ZAR 3.5 billion", &[("ZAR 3.5 billion", Some(3.5e9), None, "ZAR")]);
        check("a budget of TRY 500 million", &[("TRY 500 million", Some(5e8), None, "TRY")]);
        check(
            "Before COP 26 it had paid 30 PLN.",
            &[("26", Some(26.0), None, ""), ("30 PLN", Some(30.0), None, "PLN")],
        );
        check("40 million Kenyan shillings", &[("40 million Kenyan shillings", Some(4e7), None, "KES")]);
        check(
            "900 pesos, 50 Cuban pesos",
            &[("900 pesos", Some(900.0), None, "peso"), ("50 Cuban pesos", Some(50.0), None, "CUP")],
        );
        check("2 million CFA francs", &[("2 million CFA francs", Some(2e6), None, "CFA franc")]);
        check("It was No. 19 under Law No. 28.", &[]);
        check(
            "Oil climbed $1.90 to $65.81.",
            &[("$1.90", Some(1.9), None, "USD"), ("$65.81", Some(65.81), None, "USD")],
        );
        check("a tailor aged 43 of Tarn", &[("43", Some(43.0), None, "year")]);
        check(
            "She, who is 81, said: “I was 19.”",
            &[("81", Some(81.0), None, "year"), ("19", Some(19.0), None, "year")],
        );
        check(
            "girls aged nine, 11 and 14",
            &[("nine", Some(9.0), None, "year"), ("11", Some(11.0), None, "year"), ("14", Some(14.0), None, "year")],
        );
        check("more than half voters stayed", &[("more than half", Some(0.5), None, "")]);
    }
}
