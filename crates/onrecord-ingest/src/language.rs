//! Which language an article is in.

/// Letters looked at: enough to tell, and bounded.
const SAMPLE: usize = 4000;
/// Below this many words nothing is decided.
const FEWEST_WORDS: usize = 8;
/// Share of English function words that settles it.  English news has 0.35 to 0.5; German,
/// Dutch, French and Spanish texts stay under 0.08 on this list.
const ENGLISH_SHARE: f32 = 0.18;

const FUNCTION_WORDS: [&str; 40] = [
    "the", "of", "and", "to", "a", "that", "for", "is", "was", "with", "said", "it", "by", "at", "from", "as", "his",
    "her", "he", "she", "they", "this", "be", "are", "has", "have", "had", "not", "but", "which", "who", "will",
    "would", "an", "their", "its", "were", "been", "or", "we",
];

/// ISO 639-1 code of the text's language; `None` with too little text to tell.
pub fn detect(text: &str) -> Option<String> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let words: Vec<String> =
        sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let known = words.iter().filter(|w| FUNCTION_WORDS.contains(&w.as_str())).count();
    if known as f32 >= ENGLISH_SHARE * words.len() as f32 {
        return Some("en".into());
    }
    let info = whatlang::detect(&sample)?;
    (info.is_reliable() || words.len() > 40).then(|| two_letters(info.lang().code()))
}

fn two_letters(code: &str) -> String {
    const TABLE: [(&str, &str); 40] = [
        ("eng", "en"),
        ("rus", "ru"),
        ("cmn", "zh"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("fra", "fr"),
        ("deu", "de"),
        ("ukr", "uk"),
        ("kat", "ka"),
        ("ara", "ar"),
        ("hin", "hi"),
        ("jpn", "ja"),
        ("heb", "he"),
        ("pol", "pl"),
        ("tur", "tr"),
        ("nld", "nl"),
        ("swe", "sv"),
        ("nob", "nb"),
        ("dan", "da"),
        ("fin", "fi"),
        ("ron", "ro"),
        ("hun", "hu"),
        ("ces", "cs"),
        ("ell", "el"),
        ("bul", "bg"),
        ("srp", "sr"),
        ("hrv", "hr"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("kor", "ko"),
        ("vie", "vi"),
        ("ind", "id"),
        ("pes", "fa"),
        ("urd", "ur"),
        ("cat", "ca"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("bel", "be"),
    ];
    TABLE.iter().find(|(three, _)| *three == code).map_or(code, |(_, two)| two).to_owned()
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn tells_languages() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(detect(text).as_deref(), expected, "{text}");
        check("The minister said that the talks would resume in the spring, and that she was hopeful.", Some("en"));
        check(
            "Die Ministerin sagte am Montag, dass die Verhandlungen im Frühjahr fortgesetzt werden sollen.",
            Some("de"),
        );
        check(
            "Le ministre a déclaré lundi que les négociations reprendraient au printemps prochain à Paris.",
            Some("fr"),
        );
        check("Міністр заявив у понеділок, що переговори відновляться навесні у столиці країни.", Some("uk"));
        check("Talks resume", None);
    }
}
