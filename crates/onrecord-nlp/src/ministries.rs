//! One name for a ministry, however an article writes it: `Chinese Foreign Ministry`, `China's ministry of foreign affairs` and
//! `Ministry of Foreign Affairs of China` are the last of these.

use crate::base::country_name;
use crate::words::is_in;

/// What ministries are for, in small letters, with the words that join them.
const PORTFOLIOS: &str = "affairs agriculture armed aviation banking business children civil climate commerce communication \
    communications construction cooperation coordination culture defence defense development digital disaster diaspora economic \
    economics economy education elderly electricity electronics emergencies emergency employment endowments energy environment \
    environmental equality external families family federal finance financial fisheries food foreign foreigners forestry forests \
    gender general health healthcare heritage higher home housing human humanitarian hydrocarbons immigration industrial industries \
    industry information infrastructure innovation insurance integration intelligence interior internal international investment \
    investments irrigation islamic jobs justice labor labour land lands law legal livestock local logistics management manufacturing \
    manpower maritime media migration military mineral minerals mines mining minority municipal municipalities national natural north \
    oil parliamentary pensions petroleum planning policy population power prevention privatisation privatization protection public \
    railway railways reconstruction refugees regional rehabilitation relations religious research resources reunification revenue \
    roads rural safety science sciences security service services settlement shipping situations social solidarity space sport sports \
    statistics steel strategic supply technology telecommunications territories territorial textiles tourism trade training \
    transformation transport transportation treasury tribal unification urban veterans war waqf water welfare women women's works \
    youth and of for the in";

/// Words for one thing: the first of each is how it is called.
const SAME: &[&[&str]] = &[
    &["Defence", "Defense", "National Defence", "National Defense"],
    &["Foreign Affairs", "Foreign"],
    &["the Interior", "Interior", "Internal Affairs"],
    &["Health", "Healthcare", "Public Health"],
    &["Emergency Situations", "Emergencies", "Emergency"],
    &["Labour", "Labor"],
    &["Economy", "Economic Affairs", "Economics"],
    &["Oil", "Petroleum"],
    &["Transport", "Transportation"],
    &["Sport", "Sports"],
];

/// Countries that have an article.
const WITH_ARTICLE: &[&str] = &[
    "United",
    "Netherlands",
    "Philippines",
    "Maldives",
    "Bahamas",
    "Gambia",
    "Comoros",
    "Czech",
    "Dominican",
    "Central",
    "Republic",
    "Democratic",
    "Solomon",
    "Marshall",
];

/// What a ministry is for, and the words for its country; `is_country` says which words are one's.
fn parts<'w>(written: &'w str, is_country: impl Fn(&str) -> bool) -> Option<(String, Option<&'w str>)> {
    const LONGEST: usize = 4;
    let words: Vec<&str> = written.split(' ').collect();
    let joined = |range: std::ops::Range<usize>| {
        let start: usize = words[..range.start].iter().map(|w| w.len() + 1).sum();
        let length: usize = words[range].iter().map(|w| w.len() + 1).sum();
        // Behind the last word there is nothing.
        written.get(start..(start + length).saturating_sub(1)).unwrap_or("")
    };
    let own = |name: &'w str| name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    let led = (1..words.len().min(LONGEST + 1)).rev().find(|n| is_country(own(joined(0..*n))));
    let (country, rest) = (led.map(|n| own(joined(0..n))), led.unwrap_or(0));
    let is = |i: usize| words.get(i).is_some_and(|w| w.eq_ignore_ascii_case("ministry"));
    let last = words.len() - 1;
    if is(last) {
        return (last > rest).then(|| (joined(rest..last).to_owned(), country));
    }
    if !is(rest) || !words.get(rest + 1).is_some_and(|w| is_in("of for", w)) {
        return None;
    }
    let the = |at: usize| at + usize::from(words.get(at).is_some_and(|w| *w == "the"));
    let ends = |of: &usize| words[*of] == "of" && is_country(joined(the(of + 1)..words.len()));
    let of = (rest + 3..words.len().saturating_sub(1)).find(ends).filter(|_| country.is_none());
    let portfolio = joined(rest + 2..of.unwrap_or(words.len())).to_owned();
    Some((portfolio, country.or_else(|| of.map(|of| joined(the(of + 1)..words.len())))))
}

/// What only joins the words for what a ministry is for.
const JOINING: &str = "and of for the in";

/// The one name of a ministry: `code` gives the country that words name, `home` that of a ministry whose name has none.
pub fn named<'c>(
    written: &str,
    code: impl Fn(&str) -> Option<&'c str>,
    home: impl FnOnce() -> Option<String>,
) -> Option<String> {
    let (portfolio, country) = called(written, |name| code(name).is_some())?;
    let country = country.and_then(code).map(str::to_owned).or_else(home)?;
    Some(of_country(&portfolio, country_name(&country)?))
}

/// How a ministry is called, and the words for its country where the article has them; none for what is no ministry.
fn called(written: &str, is_country: impl Fn(&str) -> bool) -> Option<(String, Option<&str>)> {
    let (portfolio, country) = parts(written, is_country)?;
    let listed = |w: &str| is_in(PORTFOLIOS, &w.trim_matches(',').to_lowercase());
    let known = portfolio.split(' ').all(listed) && !portfolio.split(' ').all(|w| is_in(JOINING, w));
    let portfolio = portfolio.strip_prefix("the ").unwrap_or(&portfolio);
    let one =
        SAME.iter().find(|all| all.iter().any(|w| w.eq_ignore_ascii_case(portfolio))).map(|all| all[0].to_owned());
    known.then(|| (one.unwrap_or_else(|| capitals(portfolio)), country))
}

/// The name of a ministry of a country.
fn of_country(portfolio: &str, country: &str) -> String {
    let article = if WITH_ARTICLE.iter().any(|w| country.starts_with(w)) { "the " } else { "" };
    format!("Ministry of {portfolio} of {article}{country}")
}

/// Words with capitals, but for those that join them.
fn capitals(words: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !is_in(JOINING, word) => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    };
    words.split(' ').map(capital).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ministries_have_one_name() {
        let country = |w: &str| is_in("Tarn Tarnish Quay", w) || w == "United Quays";
        for (written, portfolio, of) in [
            ("Tarnish Foreign Ministry", "Foreign Affairs", Some("Tarnish")),
            ("Tarn's foreign ministry", "Foreign Affairs", Some("Tarn")),
            ("Tarn’s Ministry of Foreign Affairs", "Foreign Affairs", Some("Tarn")),
            ("Ministry of Foreign Affairs of Tarn", "Foreign Affairs", Some("Tarn")),
            ("Ministry of Defense of the United Quays", "Defence", Some("United Quays")),
            ("United Quays Defence Ministry", "Defence", Some("United Quays")),
            ("Ministry of Internal Affairs", "the Interior", None),
            ("Interior Ministry", "the Interior", None),
            ("Ministry of Trade, Industry and Energy", "Trade, Industry and Energy", None),
            ("Tarnish health ministry", "Health", Some("Tarnish")),
        ] {
            assert_eq!(called(written, country), Some((portfolio.to_owned(), of)), "{written}");
        }
        for other in [
            "Ministry",
            "Tarn Ministry",
            "Ministry of Sound",
            "Harbour Health Ministry",
            "Ministry of",
            "Ministry of Tarn",
            "Ministry of the",
            "",
        ] {
            assert_eq!(called(other, country), None, "{other}");
        }
        assert_eq!(of_country("Health", "United Quays"), "Ministry of Health of the United Quays");
    }
}
