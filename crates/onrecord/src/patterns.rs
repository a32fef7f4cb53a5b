//! Hard patterns of attributions, told by words alone, so that recall can be shown for each.

/// What a pattern looks at: lower-cased words of each role, and how the content is made.
#[derive(Debug, Default)]
pub struct Shape {
    /// Words of the source.
    pub source: Vec<String>,
    /// Words and marks of the cue.
    pub cue: Vec<String>,
    /// The word before the cue.
    pub before: String,
    /// Words and marks of the content.
    pub content: usize,
    /// Whether the content has a gap.
    pub gap: bool,
    /// Whether a sentence ends inside the content.
    pub sentences: bool,
}

const SAY: &[&str] = &["say", "says", "said", "saying", "tell", "tells", "told", "telling"];
/// Verbs of speech, without the endings of their forms.
const SPEECH: &[&str] = &[
    "accus",
    "acknowledg",
    "add",
    "admit",
    "admitt",
    "advis",
    "affirm",
    "agre",
    "alleg",
    "announc",
    "answer",
    "argu",
    "ask",
    "assert",
    "blam",
    "boast",
    "call",
    "caution",
    "charg",
    "cit",
    "claim",
    "comment",
    "complain",
    "conced",
    "conclud",
    "confirm",
    "contend",
    "criticiz",
    "cri",
    "declar",
    "declin",
    "demand",
    "den",
    "deni",
    "deny",
    "denounc",
    "describ",
    "disclos",
    "discuss",
    "disput",
    "explain",
    "express",
    "insist",
    "jok",
    "lament",
    "mention",
    "not",
    "object",
    "observ",
    "offer",
    "ordered",
    "point",
    "pledg",
    "prais",
    "predict",
    "proclaim",
    "promis",
    "propos",
    "quot",
    "read",
    "recall",
    "recommend",
    "refus",
    "reiterat",
    "reject",
    "remark",
    "repeat",
    "repl",
    "repli",
    "report",
    "request",
    "respond",
    "reveal",
    "speak",
    "stat",
    "stress",
    "suggest",
    "talk",
    "testifi",
    "testify",
    "threaten",
    "tweet",
    "urg",
    "vow",
    "warn",
    "writ",
];
const ENDINGS: &[&str] = &["", "e", "s", "es", "ies", "y", "ed", "ied", "d", "ing", "ten"];
const SPEECH_IRREGULAR: &[&str] = &["spoke", "spoken", "wrote", "written", "put", "argue", "swore"];
const NOUNS: &[&str] = &[
    "accusation",
    "accusations",
    "allegation",
    "allegations",
    "announcement",
    "argument",
    "arguments",
    "assertion",
    "assertions",
    "belief",
    "call",
    "calls",
    "claim",
    "claims",
    "comment",
    "comments",
    "concern",
    "concerns",
    "criticism",
    "decision",
    "demand",
    "demands",
    "desire",
    "fear",
    "fears",
    "hope",
    "hopes",
    "idea",
    "insistence",
    "intention",
    "letter",
    "notion",
    "opinion",
    "opposition",
    "plan",
    "plans",
    "pledge",
    "promise",
    "promises",
    "proposal",
    "proposals",
    "question",
    "questions",
    "remark",
    "remarks",
    "report",
    "reports",
    "request",
    "speech",
    "statement",
    "statements",
    "suggestion",
    "support",
    "testimony",
    "threat",
    "view",
    "views",
    "vow",
    "warning",
    "warnings",
    "words",
];
const BEFORE_NOUN: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "my", "our", "your", "s", "’",
    "'", "of", "with", "by", "in", "on", "any", "some", "no", "such", "own", "recent", "public", "new",
];
const BE: &[&str] = &["am", "is", "are", "was", "were", "be", "been", "being"];
const AUXILIARY: &[&str] =
    &["has", "have", "had", "do", "does", "did", "will", "would", "can", "could", "may", "might", "should", "must"];
const PARTICIPLES: &[&str] =
    &["told", "said", "seen", "known", "made", "heard", "thought", "found", "given", "written"];
const INTENT: &[&str] = &[
    "want",
    "wants",
    "wanted",
    "wanting",
    "hope",
    "hopes",
    "hoped",
    "hoping",
    "plan",
    "plans",
    "planned",
    "planning",
    "intend",
    "intends",
    "intended",
    "intending",
    "wish",
    "wishes",
    "wished",
    "desire",
    "desires",
    "aim",
    "aims",
    "aimed",
    "aiming",
    "seek",
    "seeks",
    "sought",
    "seeking",
    "prefer",
    "prefers",
    "preferred",
    "determined",
    "willing",
    "eager",
    "unwilling",
    "reluctant",
];
const RELATIVE: &[&str] = &["who", "which", "that", "whom", "whose"];

fn is_speech(word: &str) -> bool {
    let verb = |stem: &&str| word.strip_prefix(*stem).is_some_and(|end| ENDINGS.contains(&end));
    SAY.contains(&word) || SPEECH_IRREGULAR.contains(&word) || SPEECH.iter().any(verb)
}

fn is_marks(word: &str) -> bool {
    !word.contains(char::is_alphanumeric)
}

fn is_verb_like(word: &str) -> bool {
    BE.contains(&word)
        || AUXILIARY.contains(&word)
        || INTENT.contains(&word)
        || ((is_speech(word) || word.ends_with("ed") || word.ends_with("ing")) && word != "according")
}

/// Whether the cue's noun (`claim`, `hopes`) is a noun here: something before it says so.
fn is_nominal(shape: &Shape) -> bool {
    (0..shape.cue.len()).any(|i| {
        let before = if i == 0 { &shape.before } else { &shape.cue[i - 1] };
        NOUNS.contains(&shape.cue[i].as_str()) && BEFORE_NOUN.contains(&before.as_str())
    })
}

fn is_passive(cue: &[String]) -> bool {
    let participle = |w: &String| w.ends_with("ed") || PARTICIPLES.contains(&w.as_str());
    cue.iter().enumerate().any(|(i, w)| BE.contains(&w.as_str()) && cue[i + 1..].iter().take(2).any(participle))
}

/// The patterns, in the order in which they are printed.
pub const NAMES: [&str; 11] = [
    "say or tell",
    "no source",
    "noun as cue",
    "no verb in the cue",
    "passive cue",
    "content of three tokens or fewer",
    "cue without a verb of speech",
    "intention or desire",
    "relative pronoun as source",
    "discontinuous content",
    "several sentences",
];

/// Which of [`NAMES`] an attribution belongs to.
///
/// ```
/// use onrecord::patterns::{Shape, of};
/// let shape = Shape { cue: vec!["said".into()], content: 2, ..Shape::default() };
/// let found: Vec<&str> = of(&shape).collect();
/// assert_eq!(found, ["say or tell", "no source", "content of three tokens or fewer"]);
/// ```
pub fn of(shape: &Shape) -> impl Iterator<Item = &'static str> {
    let any = |list: &[&str]| shape.cue.iter().any(|w| list.contains(&w.as_str()));
    let noun = is_nominal(shape);
    let has = [
        any(SAY),
        shape.source.is_empty(),
        noun,
        (noun || !shape.cue.iter().any(|w| is_verb_like(w))) && !any(BE) && !any(AUXILIARY) && !shape.cue.is_empty(),
        is_passive(&shape.cue),
        shape.content <= 3,
        !shape.cue.iter().any(|w| is_speech(w) && !is_marks(w)) && !any(&["according"]),
        any(INTENT),
        shape.source.len() == 1 && RELATIVE.contains(&shape.source[0].as_str()),
        shape.gap,
        shape.sentences,
    ];
    NAMES.into_iter().zip(has).filter(|(_, has)| *has).map(|(name, _)| name)
}
