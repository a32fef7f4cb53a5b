//! Numbers in figures and in words: `1,200`, `7bn`, `two and a half`, `half a million`, `21st`.

use crate::words::{Words, is_in};

/// A number in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    pub value: f64,
    /// One past its last token.
    pub end: usize,
    /// Whether it was written as a whole number in figures, without marks or scale (`2022`).
    pub plain: bool,
    /// Whether it begins with a word (`two`), not a figure.
    pub spelled: bool,
}

const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: &[&str] = &[
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENTHS: &[&str] =
    &["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"];

fn place(list: &[&str], word: &str) -> Option<usize> {
    list.iter().position(|w| *w == word)
}

/// A number below twenty in words.
fn small(word: &str) -> Option<usize> {
    if matches!(word, "nought" | "naught") { Some(0) } else { place(SMALL, word) }
}

/// What a word multiplies by: `million`, `bn`, `thousand`.
pub fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 1e2,
        "thousand" | "k" => 1e3,
        "lakh" | "lakhs" => 1e5,
        "crore" | "crores" => 1e7,
        "million" | "mn" | "mln" | "mil" | "mm" | "millions" => 1e6,
        "billion" | "bn" | "bln" | "billions" => 1e9,
        "trillion" | "tn" | "trn" | "tln" | "trillions" => 1e12,
        _ => return None,
    })
}

/// The number that begins at a token.
pub fn at(words: &Words<'_>, i: usize) -> Option<Number> {
    if matches!(words.at(i), "minus" | "negative") {
        return at(words, i + 1).map(|n| Number { value: -n.value, plain: false, ..n });
    }
    let whole = slashed(words, i).or_else(|| figures(words, i)).or_else(|| spelled(words, i));
    let share = share(words, i, whole);
    share.or(whole).map(|n| with_fraction(words, n))
}

/// The whole number that begins at a token, whatever follows it: of `two quarters` two.
pub fn cardinal(words: &Words<'_>, i: usize) -> Option<Number> {
    figures(words, i).or_else(|| spelled(words, i))
}

/// `two thirds`, `three-quarters`, `a third of`, `one in five`, `four out of ten`.
fn share(words: &Words<'_>, i: usize, whole: Option<Number>) -> Option<Number> {
    let article = matches!(words.at(i), "a" | "an");
    let (top, end) = match whole {
        Some(n) => (n.value, n.end),
        None if article => (1.0, i + 1),
        None => return None,
    };
    let share = |value: f64, end| Some(Number { value, end, plain: false, spelled: true });
    if let Some((low, end)) = denominator(words, end, top).filter(|_| top < 100.0) {
        // `rose by a quarter`, `just over a third`, not `around a third-party candidate`
        const BEFORE: &str = "by over than nearly almost about around under gained lost fallen risen fell rose shed";
        const AFTER: &str = "since in from to this last over on compared and by";
        let next = words.at(end);
        let ends = !next.starts_with(char::is_alphabetic) && next != "-" || is_in(AFTER, next);
        let by = ends && is_in(BEFORE, words.at(i.wrapping_sub(1)));
        let counts = !article || next == "of" || by;
        // `two thirds of a million`.
        let of = words.follow(end, &["of", "a"]).and_then(|at| Some((scale(words.at(at))?, at + 1)));
        let (by, end) = of.filter(|(by, _)| *by >= 1e6).unwrap_or((1.0, end));
        return if counts { share(top / low * by, end) } else { None };
    }
    let of =
        words.follow(end, &["out", "of"]).or_else(|| words.follow(end, &["in"])).filter(|_| !article && top >= 1.0)?;
    let low = figures(words, of).or_else(|| spelled(words, of)).filter(|n| n.value > top && n.value <= 1e6)?;
    // `six in 10 said`, not `five in 10 days`
    let of_ten = low.value == 10.0 && !is_measure(words.at(low.end));
    let plain_in = words.at(end) == "in" && (top != 1.0 && !of_ten || low.value > 1000.0);
    if plain_in { None } else { share(top / low.value, low.end) }
}

/// Whether a word after a number says what it is measured in, so that `five in 10` of them is no share.
fn is_measure(word: &str) -> bool {
    matches!(word, "%" | "-" | "," | "." | "percent" | "per" | "attacks" | "games" | "matches")
        || ["second", "minute", "hour", "day", "night", "week", "month", "year", "round", "mile", "kilomet"]
            .iter()
            .any(|unit| word.starts_with(unit))
}

/// A denominator in words after a numerator: its value and one past its last token.
fn denominator(words: &Words<'_>, at: usize, top: f64) -> Option<(f64, usize)> {
    let next = at + usize::from(words.at(at) == "-");
    let word = words.at(next);
    let one = top == 1.0;
    let singular = if one { word } else { word.strip_suffix('s').filter(|_| !word.ends_with("ss"))? };
    let value = match (singular, word) {
        (_, "halves") => 2.0,
        ("half", _) if one => 2.0,
        ("quarter", _) => 4.0,
        ("hundredth", _) => 100.0,
        ("thousandth", _) => 1000.0,
        (name, _) => match place(ORDINALS, name).filter(|n| *n > 2).or_else(|| Some(place(TENTHS, name)? * 10 + 20)) {
            Some(n) => n as f64,
            None => return compound(words, next, one),
        },
    };
    words.is_together(at - 1, next).then_some((value, next + 1))
}

/// `twenty-fifth`, `thirty-seconds` as a denominator: its value and one past its last token.
fn compound(words: &Words<'_>, i: usize, one: bool) -> Option<(f64, usize)> {
    let tens = place(TENS, words.at(i)).filter(|_| words.at(i + 1) == "-" && words.is_glued(i + 2))?;
    let last = words.at(i + 2);
    let ones = place(ORDINALS, if one { last } else { last.strip_suffix('s')? }).filter(|n| (1..10).contains(n))?;
    // `one twenty-first century` is no share.
    let ends = !one || !words.at(i + 3).starts_with(char::is_alphabetic) || words.at(i + 3) == "of";
    ends.then_some(((tens * 10 + 20 + ones) as f64, i + 3))
}

/// Adds `and a half`, `and two thirds`, and for a scaled number the part of its scale; `dozen`s; `point five`.
fn with_fraction(words: &Words<'_>, n: Number) -> Number {
    let last = scale(words.at(n.end - 1)).filter(|_| n.value >= 1e3).unwrap_or(1.0);
    if matches!(words.at(n.end), "dozen" | "dozens") && n.value < 1000.0 {
        return Number { value: n.value * 12.0, end: n.end + 1, plain: false, ..n };
    }
    if words.at(n.end) == "point" && n.spelled {
        let (mut value, mut end, mut part) = (n.value, n.end + 1, 0.1);
        while let Some(d) = small(words.at(end)).filter(|d| *d < 10) {
            (value, end, part) = (value + part * d as f64, end + 1, part / 10.0);
        }
        if end > n.end + 1 {
            return Number { value, end, plain: false, ..n };
        }
    }
    if words.at(n.end) == "and" {
        let next = n.end + 1;
        let part = [
            (["a", "half"], 0.5),
            (["a", "quarter"], 0.25),
            (["one", "half"], 0.5),
            (["a", "third"], 1.0 / 3.0),
            (["a", "fifth"], 0.2),
        ];
        let part = part.iter().find_map(|(tail, part)| Some((words.follow(next, tail)?, *part)));
        let part = part.or_else(|| {
            spelled(words, next)
                .and_then(|top| share(words, next, Some(top)))
                .filter(|s| s.value < 1.0)
                .map(|s| (s.end, s.value))
        });
        if let Some((end, part)) = part {
            let (value, end) = scales(words, n.value + part * last, end);
            return Number { value, end, plain: false, ..n };
        }
        // `3 hundred and 21`.
        let small = figures(words, next).filter(|m| !n.spelled && last >= 100.0 && m.plain && m.value < 100.0);
        let hundred = words.at(n.end - 1) == "hundred" && !n.spelled;
        if let Some(m) = small.or_else(|| figures(words, next).filter(|m| hundred && m.plain && m.value < 100.0)) {
            return Number { value: n.value + m.value, end: m.end, plain: false, ..n };
        }
    }
    n
}

/// An ordinal that begins at a token: `21st`, `third`, `twenty-first`; (number, one past its end).
pub fn ordinal(words: &Words<'_>, i: usize) -> Option<(u32, usize)> {
    let word = words.at(i);
    if let Some(cut) = word.find(|c: char| !c.is_ascii_digit()).filter(|c| *c > 0) {
        let number = word[..cut].parse().ok()?;
        return matches!(&word[cut..], "st" | "nd" | "rd" | "th").then_some((number, i + 1));
    }
    if word.bytes().all(|b| b.is_ascii_digit()) && matches!(words.at(i + 1), "st" | "nd" | "rd" | "th") {
        return Some((word.parse().ok()?, i + 2));
    }
    if let Some(n) = place(ORDINALS, word) {
        return Some((n as u32, i + 1));
    }
    if let Some(n) = place(TENTHS, word) {
        return Some((n as u32 * 10 + 20, i + 1));
    }
    let tens = place(TENS, word)? as u32 * 10 + 20;
    let next = if words.at(i + 1) == "-" { i + 2 } else { i + 1 };
    let ones = place(ORDINALS, words.at(next)).filter(|n| (1..10).contains(n))?;
    Some((tens + ones as u32, next + 1))
}

/// A number in figures, with its marks, fraction and scale.
fn figures(words: &Words<'_>, i: usize) -> Option<Number> {
    figures_behind(words, i, 0)
}

/// A number in figures behind the first `letters` bytes of a token: the 1,500 of `Rs1,500`.
pub fn figures_behind(words: &Words<'_>, i: usize, letters: usize) -> Option<Number> {
    let first = words.at(i).get(letters..)?;
    let cut = first.find(|c: char| !c.is_ascii_digit()).unwrap_or(first.len());
    let point = first == "." && words.is_glued(i + 1) && !words.is_glued(i) && is_digits(words.at(i + 1));
    if cut == 0 && !point {
        return None;
    }
    let mut text = first[..cut].to_owned();
    let mut end = i + 1;
    let (mut plain, mut suffix) = (true, if point { "" } else { &first[cut..] });
    while suffix.is_empty() && words.at(end) == "," && words.is_glued(end) && words.is_glued(end + 1) && !point {
        let group = words.at(end + 1);
        let cut = group.find(|c: char| !c.is_ascii_digit()).unwrap_or(group.len());
        // `12,34,567`: groups of two before the last of three, as in India.
        let last = words.at(end + 3);
        let of_two = cut == 2
            && group.len() == 2
            && words.at(end + 2) == ","
            && words.is_glued(end + 2)
            && words.is_glued(end + 3)
            && last.bytes().take_while(u8::is_ascii_digit).count() >= 2;
        if cut != 3 && !of_two {
            break;
        }
        text.push_str(&group[..cut]);
        (end, plain, suffix) = (end + 2, false, &group[cut..]);
    }
    if suffix.is_empty() && cut <= 3 && end == i + 1 && !point {
        let groups = groups(words, end);
        (i + 1..i + 1 + groups).for_each(|k| text.push_str(words.at(k)));
        (end, plain) = (end + groups, groups == 0);
    }
    let dot = if point { i } else { end };
    if suffix.is_empty() && words.at(dot) == "." && (point || words.is_glued(dot)) && words.is_glued(dot + 1) {
        let part = words.at(dot + 1);
        let cut = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        if cut > 0 {
            text = format!("{}.{}", if point { "0" } else { &text }, &part[..cut]);
            (end, plain, suffix) = (dot + 2, false, &part[cut..]);
        }
    }
    let mut value: f64 = text.parse().ok()?;
    if !suffix.is_empty() {
        let by = if suffix == "m" { Some(1e6) } else { scale(suffix) };
        // `160GB` is a number and a unit: the reader of amounts cuts it.
        return by.map(|by| Number { value: whole(value * by), end, plain: false, spelled: false });
    }
    (value, end) = mixed(words, value, end);
    plain &= value.fract() == 0.0;
    let scaled = scales(words, value, end);
    let scaled = falling(words, scaled.0, scaled.1);
    Some(Number { value: scaled.0, end: scaled.1, plain: plain && scaled.1 == end, spelled: false })
}

fn is_digits(word: &str) -> bool {
    word.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

/// Adds the lower parts of `4 thousand 3 hundred`: figures with a scale below the last.
fn falling(words: &Words<'_>, mut value: f64, mut end: usize) -> (f64, usize) {
    while let Some(last) = scale(words.at(end - 1)).filter(|last| *last > 100.0) {
        let figure = words.at(end).parse::<u32>().ok().filter(|_| words.is_together(end - 1, end + 1));
        let next = scale(words.at(end + 1)).filter(|by| *by < last && !matches!(words.at(end + 1), "k" | "mil"));
        let Some((figure, by)) = figure.zip(next) else { break };
        (value, end) = (value + f64::from(figure) * by, end + 2);
    }
    (value, end)
}

/// Groups of three digits from a token on that belong to the figures before it: after thin spaces; after plain ones
/// only where there are several (`1 414 021`) or the one is of noughts (`40 000`).
fn groups(words: &Words<'_>, from: usize) -> usize {
    let is_group = |k: &usize| {
        let word = words.at(*k);
        word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()) && words.is_together(from - 1, *k)
    };
    let thin = (from..).take_while(|k| is_group(k) && words.is_thin_gap(*k)).count();
    let plain = (from..).take_while(|k| is_group(k) && !words.is_glued(*k)).count();
    if thin == 0 && (plain > 1 || words.at(from) == "000") { plain } else { thin }
}

/// Figures with letters right behind them, `160gb`, `1.5km`, `115.5usd`: value, letters, one past the last token.
pub fn glued<'w>(words: &'w Words<'_>, i: usize) -> Option<(f64, &'w str, usize)> {
    let cut = |word: &str| word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let first = words.at(i);
    if cut(first) == 0 {
        return None;
    }
    let part = words.at(i + 2);
    let decimal = words.at(i + 1) == "." && words.is_glued(i + 1) && words.is_glued(i + 2) && cut(part) > 0;
    if cut(first) == first.len() && decimal && cut(part) < part.len() {
        let (figures, letters) = part.split_at(cut(part));
        return Some((format!("{first}.{figures}").parse().ok()?, letters, i + 3));
    }
    let (figures, letters) = first.split_at(cut(first));
    (!letters.is_empty()).then_some((figures.parse().ok()?, letters, i + 1))
}

/// `3/4`: a fraction in figures that can be no date of news (`9/11`, `1/6`).
fn slashed(words: &Words<'_>, i: usize) -> Option<Number> {
    let (top, low): (u32, u32) = (words.at(i).parse().ok()?, words.at(i + 2).parse().ok()?);
    let one = words.at(i + 1) == "/" && words.is_glued(i + 1) && words.is_glued(i + 2);
    let joined = words.at(i + 3) == "/" && words.is_glued(i + 3) || words.is_glued(i);
    let fits = one && !joined && top < low && matches!(low, 2 | 3 | 4 | 5 | 8 | 10);
    fits.then(|| Number { value: f64::from(top) / f64::from(low), end: i + 3, plain: false, spelled: false })
}

/// `2 1/2`: a whole number and a fraction in figures.
fn mixed(words: &Words<'_>, value: f64, end: usize) -> (f64, usize) {
    let fraction = (words.at(end).parse::<f64>(), words.at(end + 1) == "/", words.at(end + 2).parse::<f64>());
    match fraction {
        (Ok(top), true, Ok(low)) if top < low && low <= 16.0 && words.is_glued(end + 1) && words.is_glued(end + 2) => {
            (value + top / low, end + 3)
        }
        _ => (value, end),
    }
}

/// Multiplies by the scales that follow: `7 billion`, `3 hundred thousand`.
fn scales(words: &Words<'_>, mut value: f64, mut end: usize) -> (f64, usize) {
    loop {
        let next = if words.at(end) == "-" && words.is_glued(end) { end + 1 } else { end };
        let by = scale(words.at(next)).filter(|_| words.is_together(end - 1, next));
        // `k` and `mil` belong to figures that they are glued to.
        let by = by.filter(|_| !matches!(words.at(next), "k" | "mil" | "millions" | "billions" | "trillions"));
        let Some(by) = by else { break };
        (value, end) = (whole(value * by), next + 1);
    }
    (value, end)
}

/// A number of which only its arithmetic in binary makes no whole one: 4.1 × 10⁹.
fn whole(value: f64) -> f64 {
    let near = value.round();
    if (value - near).abs() <= near.abs() * 1e-14 { near } else { value }
}

/// A number in words.
fn spelled(words: &Words<'_>, i: usize) -> Option<Number> {
    let found = |value: f64, end: usize| Some(Number { value, end, plain: false, spelled: true });
    match words.at(i) {
        "half" | "quarter" => {
            let one = if words.at(i) == "half" { 0.5 } else { 0.25 };
            // `half a million`, `a half-dozen`
            let joint = matches!(words.at(i + 1), "a" | "of") || words.at(i + 1) == "-" && words.is_glued(i + 1);
            let next = i + 1 + usize::from(joint) + usize::from(words.follow(i + 1, &["of", "a"]).is_some());
            if words.at(next) == "dozen" {
                return found(one * 12.0, next + 1);
            }
            return scale(words.at(next)).and_then(|by| found(one * by, next + 1));
        }
        "a" | "an" => {
            if words.at(i + 1) == "dozen" {
                return found(12.0, i + 2);
            }
            if words.at(i + 1) == "score" && words.at(i + 2) == "of" {
                return found(20.0, i + 2);
            }
            if words.at(i + 1) == "half" {
                return spelled(words, i + 1);
            }
            // `a couple of billion dollars`
            if words.at(i + 1) == "couple" {
                let next = i + 2 + usize::from(words.at(i + 2) == "of");
                let dozen = (words.at(next) == "dozen").then_some(12.0);
                return dozen.or_else(|| scale(words.at(next))).and_then(|by| found(2.0 * by, next + 1));
            }
            if words.at(i + 1) == "hundred" && words.at(i + 2) == "thousand" {
                return found(1e5, i + 3);
            }
            let by = scale(words.at(i + 1)).filter(|_| words.at(i + 1).len() > 3 && !words.at(i + 1).ends_with('s'))?;
            let (value, end) = scales(words, by, i + 2);
            // `a hundred and twelve`
            let rest = (words.at(end) == "and").then(|| spelled(words, end + 1)).flatten();
            let rest = rest.filter(|n| (1.0..100.0).contains(&n.value) && words.is_together(i, n.end - 1));
            let follows = rest.filter(|n| value >= 100.0 && denominator(words, n.end, n.value).is_none());
            return follows.map_or(found(value, end), |n| found(value + n.value, n.end));
        }
        _ => {}
    }
    if words.at(i) == "hundred" && words.at(i + 1) == "thousand" {
        return found(1e5, i + 2);
    }
    let (mut total, mut part, mut end, mut any) = (0.0, 0.0, i, false);
    let mut scaled: Option<f64> = None;
    loop {
        let next = if any && matches!(words.at(end), "-") && words.is_glued(end) { end + 1 } else { end };
        let next =
            if any && words.at(end) == "and" && part >= 0.0 && (total > 0.0 || part >= 100.0) { end + 1 } else { next };
        if end > i && !words.is_together(i, next) {
            break;
        }
        let word = words.at(next);
        if let Some(n) = small(word) {
            if any && (part % 10.0 != 0.0 || (part % 100.0 != 0.0 && n > 9) || (part == 0.0 && total == 0.0)) {
                break;
            }
            part += n as f64;
        } else if let Some(n) = place(TENS, word) {
            if any && part % 100.0 != 0.0 {
                break;
            }
            part += (n * 10 + 20) as f64;
        } else if word == "dozen" && any {
            part *= 12.0;
        } else if word == "hundred" && any {
            part *= 100.0;
        } else if let (Some(by), true) = (scale(word).filter(|_| word.len() > 3 && !word.ends_with('s')), any) {
            // `three lakh crore`: one scale right after another multiplies it.
            let group = scaled.filter(|_| next == end && part == 0.0);
            total += group.map_or(part.max(1.0) * by, |group| group * (by - 1.0));
            (scaled, part) = (Some(group.map_or(part.max(1.0) * by, |group| group * by)), 0.0);
        } else {
            break;
        }
        (any, end) = (true, next + 1);
    }
    if !any {
        return None;
    }
    let (value, end) = scales(words, total + part, end);
    found(value, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::of_text;

    fn check(text: &str, expected: Option<f64>) {
        let document = of_text(text);
        let words = Words::new(text, &document);
        assert_eq!(at(&words, 0).map(|n| n.value), expected, "{text}");
    }

    #[test]
    fn reads_figures_and_words() {
        for (text, value) in [
            ("1,200 ships", 1200.0),
            ("7 billion", 7e9),
            ("11bn euros", 11e9),
            ("5.5 per cent", 5.5),
            ("twenty-one men", 21.0),
            ("three hundred and five", 305.0),
            ("two and a half years", 2.5),
            ("half a million", 5e5),
            ("a dozen", 12.0),
            ("two million three hundred thousand and one", 2_300_001.0),
            ("3 1/2 miles", 3.5),
            ("4 thousand", 4000.0),
            ("two thirds of them", 2.0 / 3.0),
            ("one in five", 0.2),
            ("3 million and a half", 3.5e6),
            ("three dozen", 36.0),
            ("five point two", 5.2),
            ("nine point nought four", 9.04),
            ("1 414 021 people", 1_414_021.0),
            ("40 000 men", 40_000.0),
            ("three lakh crore rupees", 3e12),
            ("3/4 of them", 0.75),
            ("one twenty-fifth of it", 0.04),
            ("hundred thousand dollars", 1e5),
            ("a hundred and twelve steps", 112.0),
        ] {
            check(text, Some(value));
        }
        for text in ["ship", "a ship", "million", "and", "GB"] {
            check(text, None);
        }
    }

    #[test]
    fn reads_ordinals() {
        for (text, expected) in [("21st", Some(21)), ("third", Some(3)), ("thirty-first", Some(31)), ("one", None)] {
            let document = of_text(text);
            assert_eq!(ordinal(&Words::new(text, &document), 0).map(|o| o.0), expected, "{text}");
        }
    }
}
