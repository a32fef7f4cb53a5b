//! Heads of international bodies and of a few central banks, whom the base knows by date: `the UN chief`, `NATO’s secretary
//! general`, `the head of the IMF`.

use crate::base;
use crate::speakers::Resolver;
use crate::words::only;
use std::ops::Range;

/// A body whose heads the base knows.
struct Headed {
    /// Its code in `offices.tsv`.
    code: &'static str,
    /// What it is called, in small letters.
    forms: &'static [&'static str],
    /// What its head is called beside `head` and `chief`.
    titles: &'static [&'static str],
}

const SECRETARY_GENERAL: &[&str] = &["secretary-general", "secretary general"];
const DIRECTOR_GENERAL: &[&str] = &["director-general", "director general"];

const HEADED: &[Headed] = &[
    Headed { code: "UN", forms: &["un", "u.n.", "united nations"], titles: SECRETARY_GENERAL },
    Headed { code: "NATO", forms: &["nato", "north atlantic treaty organization"], titles: SECRETARY_GENERAL },
    Headed { code: "EC", forms: &["european commission", "eu commission"], titles: &["president"] },
    Headed { code: "EUCO", forms: &["european council"], titles: &["president"] },
    Headed { code: "ECB", forms: &["ecb", "european central bank"], titles: &["president"] },
    Headed { code: "IMF", forms: &["imf", "international monetary fund"], titles: &["managing director"] },
    Headed {
        code: "FED",
        forms: &["fed", "federal reserve", "u.s. federal reserve", "us federal reserve"],
        titles: &["chair", "chairman", "chairwoman"],
    },
    Headed { code: "BOE", forms: &["bank of england", "boe"], titles: &["governor"] },
    Headed { code: "IBRD", forms: &["world bank"], titles: &["president"] },
    Headed {
        code: "WHO",
        forms: &["who", "world health organization", "world health organisation"],
        titles: DIRECTOR_GENERAL,
    },
    Headed {
        code: "IAEA",
        forms: &["iaea", "international atomic energy agency", "un nuclear watchdog", "u.n. nuclear watchdog"],
        titles: DIRECTOR_GENERAL,
    },
    Headed {
        code: "ICC",
        forms: &["icc", "international criminal court"],
        titles: &["prosecutor", "chief prosecutor"],
    },
    Headed { code: "OHCHR", forms: &["un rights", "un human rights", "u.n. rights", "u.n. human rights"], titles: &[] },
    Headed { code: "UNHCR", forms: &["unhcr", "un refugee", "u.n. refugee"], titles: &[] },
    Headed {
        code: "EUHR",
        forms: &["eu", "european union", "bloc"],
        titles: &["foreign policy chief", "top diplomat", "foreign affairs chief", "high representative"],
    },
];

impl Headed {
    /// Whether a phrase in small letters names its head: `un chief`, `nato's secretary general`, `president of the world bank`.
    fn is_headed_by(&self, phrase: &str) -> bool {
        // The Union has no one head, and a court's president is not its prosecutor.
        let plain: &[&str] = if matches!(self.code, "EUHR" | "ICC") { &[] } else { &["head", "chief"] };
        let title = |words: &str| self.titles.iter().chain(plain).any(|t| *t == words);
        self.forms.iter().any(|form| {
            let rest = phrase.strip_prefix(form).unwrap_or("");
            let owned = rest.strip_prefix("'s").or_else(|| rest.strip_prefix("’s")).unwrap_or(rest);
            let behind = owned.strip_prefix(' ').is_some_and(title);
            let before = phrase.strip_suffix(form).map(|rest| rest.trim_end_matches("the "));
            behind || before.and_then(|rest| rest.strip_suffix(" of ")).is_some_and(title)
        })
    }
}

impl Resolver<'_> {
    /// The head of the body that a phrase names, on the day of publication.
    pub(crate) fn chief(&self, tokens: &Range<usize>) -> Option<&'static str> {
        let day = self.cast.day.as_deref()?;
        let phrase = self.forms.of(tokens.clone()).to_lowercase();
        let phrase = phrase.strip_prefix("the ").unwrap_or(&phrase);
        base::holder(HEADED.iter().find(|body| body.is_headed_by(phrase))?.code, "head", day)
    }

    /// Whom `the Secretary-General` means where the article calls nobody so: the head of the one body with such a head that it
    /// names.
    pub(crate) fn secretary_general(&self, tokens: &Range<usize>) -> Option<&'static str> {
        let day = self.cast.day.as_deref()?;
        let words = self.forms.of(tokens.clone());
        let general = words.strip_prefix("The ").or_else(|| words.strip_prefix("the "))?;
        if !matches!(general, "Secretary-General" | "Secretary General") {
            return None;
        }
        let named = |body: &&Headed| {
            let mut entries = self.cast.bodies.iter().filter_map(|b| b.entry);
            body.titles == SECRETARY_GENERAL && entries.any(|e| body.forms.contains(&e.name.to_lowercase().as_str()))
        };
        base::holder(only(HEADED.iter().filter(named))?.code, "head", day)
    }
}
