//! Scores predicted attributions against gold ones, by the definitions of PolNeAR's evaluation.
//!
//! Sources: Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; Newell et al. 2018,
//! "An attribution relations corpus for political news"; Lee et al. 2022 (CofeNet) for exact
//! spans.  A token is a run of letters, digits and `_`, or one character that is neither that
//! nor white space; a span owns the tokens that it overlaps.

use crate::patterns::{self, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// Character ranges (code points) of one attribution: source, cue, content.
pub type Ranges = [Vec<(usize, usize)>; 3];

const SOURCE: usize = 0;
const CUE: usize = 1;
const CONTENT: usize = 2;
const NONE: usize = 3;
const ROLE_NAMES: [&str; 3] = ["source", "cue", "content"];

type Tokens = BTreeSet<usize>;
type Roles = [Tokens; 3];

/// The tokens of one text.
struct Text {
    chars: Vec<char>,
    tokens: Vec<(usize, usize)>,
}

impl Text {
    fn new(text: &str) -> Text {
        let chars: Vec<char> = text.chars().collect();
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let (mut tokens, mut i) = (Vec::new(), 0);
        while i < chars.len() {
            let start = i;
            while i < chars.len() && word(chars[i]) {
                i += 1;
            }
            if i == start {
                i += 1;
                if chars[start].is_whitespace() {
                    continue;
                }
            }
            tokens.push((start, i));
        }
        Text { chars, tokens }
    }

    fn owned(&self, ranges: &[(usize, usize)]) -> Tokens {
        let mut out = Tokens::new();
        for &(a, b) in ranges {
            let first = self.tokens.partition_point(|t| t.1 <= a);
            out.extend((first..self.tokens.len()).take_while(|i| self.tokens[*i].0 < b.min(self.chars.len())));
        }
        out
    }

    fn roles(&self, attribution: &Ranges) -> Roles {
        std::array::from_fn(|r| self.owned(&attribution[r]))
    }

    /// One label a token: cue beats source beats content.
    fn labels(&self, all: &[Roles]) -> Vec<usize> {
        let mut out = vec![NONE; self.tokens.len()];
        for role in [CONTENT, SOURCE, CUE] {
            for i in all.iter().flat_map(|a| &a[role]) {
                out[*i] = role;
            }
        }
        out
    }

    fn breaks_before(&self, token: usize) -> bool {
        token > 0 && self.chars[self.tokens[token - 1].1..self.tokens[token].0].contains(&'\n')
    }

    /// Maximal runs of tokens, cut at line breaks.
    fn runs(&self, tokens: &Tokens) -> BTreeSet<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        for &i in tokens {
            match out.last_mut() {
                Some(run) if run.1 + 1 == i && !self.breaks_before(i) => run.1 = i,
                _ => out.push((i, i)),
            }
        }
        out.into_iter().collect()
    }

    fn words(&self, tokens: &Tokens) -> Tokens {
        let word = |i: &usize| {
            let c = self.chars[self.tokens[*i].0];
            c.is_alphanumeric() || c == '_'
        };
        tokens.iter().copied().filter(word).collect()
    }

    /// Tokens inside double quotation marks; a line's end closes them.
    fn quoted(&self) -> Tokens {
        let (mut out, mut inside) = (Tokens::new(), false);
        for i in 0..self.tokens.len() {
            inside &= !self.breaks_before(i);
            let c = self.chars[self.tokens[i].0];
            match c {
                '“' | '«' | '„' => inside = true,
                '”' | '»' => {
                    inside = false;
                    out.insert(i);
                }
                '"' => {
                    inside = !inside;
                    out.insert(i);
                }
                _ => {}
            }
            if inside {
                out.insert(i);
            }
        }
        out
    }

    fn shape(&self, roles: &Roles) -> Shape {
        let form = |i: &usize| {
            let (a, b) = self.tokens[*i];
            self.chars[a..b].iter().collect::<String>().to_lowercase()
        };
        let forms = |tokens: &Tokens| tokens.iter().map(form).collect::<Vec<String>>();
        let content: Vec<usize> = roles[CONTENT].iter().copied().collect();
        let ends = |w: &[usize]| {
            matches!(form(&w[0]).as_str(), "." | "!" | "?") && self.words(&Tokens::from([w[1]])).len() == 1
        };
        Shape {
            source: forms(&self.words(&roles[SOURCE])),
            cue: forms(&roles[CUE]),
            before: roles[CUE].first().and_then(|i| i.checked_sub(1)).map(|i| form(&i)).unwrap_or_default(),
            content: content.len(),
            gap: content.windows(2).any(|w| w[0] + 1 < w[1]),
            sentences: content.windows(2).any(ends),
        }
    }

    fn kind(&self, roles: &Roles, quoted: &Tokens) -> &'static str {
        let words = self.words(&roles[CONTENT]);
        let inside = words.intersection(quoted).count();
        match inside {
            0 => "indirect",
            n if n == words.len() => "direct",
            _ => "mixed",
        }
    }
}

fn jaccard(x: &Tokens, y: &Tokens) -> f64 {
    let shared = x.intersection(y).count();
    if shared == 0 { 0.0 } else { shared as f64 / (x.len() + y.len() - shared) as f64 }
}

fn same_source(g: &Roles, p: &Roles) -> bool {
    !g[SOURCE].is_disjoint(&p[SOURCE]) || (g[SOURCE].is_empty() && p[SOURCE].is_empty())
}

/// One-to-one pairs (gold, predicted, Jaccard), the best content Jaccard first.
fn greedy(gold: &[Roles], pred: &[Roles], fits: impl Fn(&Roles, &Roles, f64) -> bool) -> Vec<(usize, usize, f64)> {
    let mut candidates: Vec<(f64, f64, f64, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in pred.iter().enumerate() {
            let score = jaccard(&g[CONTENT], &p[CONTENT]);
            if score > 0.0 && fits(g, p, score) {
                candidates.push((-score, -jaccard(&g[CUE], &p[CUE]), -jaccard(&g[SOURCE], &p[SOURCE]), i, j));
            }
        }
    }
    candidates.sort_by(|a, b| {
        let floats = a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2));
        floats.then(a.3.cmp(&b.3)).then(a.4.cmp(&b.4))
    });
    let (mut used_gold, mut used_pred) = (Tokens::new(), Tokens::new());
    let mut out = Vec::new();
    for (score, _, _, i, j) in candidates {
        if !used_gold.contains(&i) && !used_pred.contains(&j) {
            used_gold.insert(i);
            used_pred.insert(j);
            out.push((i, j, -score));
        }
    }
    out
}

/// For each prediction, whether it is right: a gold attribution has its source and, by half at
/// least, its content.  The pairing of *full*.
pub fn right(text: &str, gold: &[Ranges], pred: &[Ranges]) -> Vec<bool> {
    let text = Text::new(text);
    let convert = |all: &[Ranges]| all.iter().map(|a| text.roles(a)).collect::<Vec<Roles>>();
    let mut out = vec![false; pred.len()];
    for (_, j, _) in greedy(&convert(gold), &convert(pred), |g, p, s| s >= 0.5 && same_source(g, p)) {
        out[j] = true;
    }
    out
}

/// Counts over articles; add them all, then ask for [`Scores::metrics`].
#[derive(Debug, Clone, Default)]
pub struct Scores {
    counts: BTreeMap<String, f64>,
    pairs: [[f64; 4]; 4],
}

impl Scores {
    /// Adds one article.
    pub fn add(&mut self, text: &str, gold: &[Ranges], pred: &[Ranges]) {
        let text = Text::new(text);
        let convert = |all: &[Ranges]| all.iter().map(|a| text.roles(a)).collect::<Vec<Roles>>();
        let (gold, pred) = (convert(gold), convert(pred));
        for (g, p) in text.labels(&gold).into_iter().zip(text.labels(&pred)) {
            self.pairs[g][p] += 1.0;
        }
        for (role, name) in ROLE_NAMES.iter().enumerate() {
            let runs = |all: &[Roles]| all.iter().flat_map(|a| text.runs(&a[role])).collect::<BTreeSet<_>>();
            let (g, p) = (runs(&gold), runs(&pred));
            self.count(&format!("span.{name}.tp"), g.intersection(&p).count());
            self.count(&format!("span.{name}.gold"), g.len());
            self.count(&format!("span.{name}.pred"), p.len());
        }
        let with_content = |all: Vec<Roles>| all.into_iter().filter(|a| !a[CONTENT].is_empty()).collect::<Vec<_>>();
        self.add_pairs(&text, &with_content(gold), &with_content(pred));
    }

    fn count(&mut self, name: &str, n: usize) {
        *self.counts.entry(name.to_owned()).or_default() += n as f64;
    }

    fn add_pairs(&mut self, text: &Text, gold: &[Roles], pred: &[Roles]) {
        self.count("gold", gold.len());
        self.count("pred", pred.len());
        for (i, j, score) in greedy(gold, pred, |_, _, _| true) {
            let (g, p) = (&gold[i], &pred[j]);
            self.count("any", 1);
            self.count("any_src_ov", usize::from(same_source(g, p)));
            if score >= 0.5 {
                self.count("jac50", 1);
                self.count("src_ov", usize::from(same_source(g, p)));
                self.count("src_ex", usize::from(g[SOURCE] == p[SOURCE]));
                if !g[SOURCE].is_empty() {
                    self.count("with_src", 1);
                    self.count("with_src_ov", usize::from(!g[SOURCE].is_disjoint(&p[SOURCE])));
                }
            }
            self.count("exact", usize::from(g[CONTENT] == p[CONTENT]));
            let (gw, pw) = (text.words(&g[CONTENT]), text.words(&p[CONTENT]));
            self.count("exact_w", usize::from(!gw.is_empty() && gw == pw));
        }
        let covered = |all: &[Roles]| all.iter().flat_map(|a| a[CONTENT].iter().copied()).collect::<Tokens>();
        let (in_pred, in_gold) = (covered(pred), covered(gold));
        self.count("agr_r", gold.iter().filter(|g| !g[CONTENT].is_disjoint(&in_pred)).count());
        self.count("agr_p", pred.iter().filter(|p| !p[CONTENT].is_disjoint(&in_gold)).count());

        let full = greedy(gold, pred, |g, p, s| s >= 0.5 && same_source(g, p));
        self.count("full", full.len());
        let quoted = text.quoted();
        for g in gold {
            self.count(&format!("n.{}", text.kind(g, &quoted)), 1);
            patterns::of(&text.shape(g)).for_each(|p| self.count(&format!("n.{p}"), 1));
        }
        for (i, _, _) in &full {
            self.count(&format!("hit.{}", text.kind(&gold[*i], &quoted)), 1);
            patterns::of(&text.shape(&gold[*i])).for_each(|p| self.count(&format!("hit.{p}"), 1));
        }
        let cue = greedy(gold, pred, |g, p, s| s >= 0.5 && same_source(g, p) && !g[CUE].is_disjoint(&p[CUE]));
        self.count("fullcue", cue.len());
        let strict = greedy(gold, pred, |g, p, _| (0..3).all(|r| text.words(&g[r]) == text.words(&p[r])));
        self.count("strict", strict.len());
    }

    /// Adds the counts of other articles.
    pub fn merge(&mut self, other: &Scores) {
        for (name, n) in &other.counts {
            *self.counts.entry(name.clone()).or_default() += n;
        }
        for (mine, theirs) in self.pairs.iter_mut().flatten().zip(other.pairs.iter().flatten()) {
            *mine += theirs;
        }
    }

    /// For each of [`patterns::NAMES`]: its name, the recall of *full* (0 to 1), the gold attributions.
    pub fn patterns(&self) -> Vec<(&'static str, f64, usize)> {
        let get = |name: String| self.counts.get(&name).copied().unwrap_or(0.0);
        let row = |name| (name, get(format!("hit.{name}")), get(format!("n.{name}")));
        patterns::NAMES.into_iter().map(row).map(|(name, hits, n)| (name, hits / n.max(1.0), n as usize)).collect()
    }

    /// The metrics by name, in the order of the scoring script; shares are 0 to 1.
    pub fn metrics(&self) -> Vec<(String, f64)> {
        let get = |name: &str| self.counts.get(name).copied().unwrap_or(0.0);
        let share = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
        let mut out: Vec<(String, f64)> = vec![("n_gold".into(), get("gold")), ("n_pred".into(), get("pred"))];
        let prf = |out: &mut Vec<(String, f64)>, name: &str, tp: f64, pred: f64, gold: f64| {
            let (p, r) = (share(tp, pred), share(tp, gold));
            out.push((format!("{name}.p"), p));
            out.push((format!("{name}.r"), r));
            out.push((format!("{name}.f"), share(2.0 * p * r, p + r)));
        };
        for (role, name) in ROLE_NAMES.iter().enumerate() {
            let gold = self.pairs[role].iter().sum();
            let pred = self.pairs.iter().map(|row| row[role]).sum();
            prf(&mut out, &format!("tok.{name}"), self.pairs[role][role], pred, gold);
        }
        out.push(("alpha".into(), self.alpha()));
        for name in ROLE_NAMES {
            let part = |what: &str| get(&format!("span.{name}.{what}"));
            prf(&mut out, &format!("span.{name}"), part("tp"), part("pred"), part("gold"));
        }
        for name in ["any", "jac50", "exact", "exact_w", "full", "fullcue", "strict"] {
            prf(&mut out, name, get(name), get("pred"), get("gold"));
        }
        for (name, a, b) in [
            ("agr_r", "agr_r", "gold"),
            ("agr_p", "agr_p", "pred"),
            ("src_ov_any", "any_src_ov", "any"),
            ("src_ov", "src_ov", "jac50"),
            ("src_ov_given", "with_src_ov", "with_src"),
            ("src_ex", "src_ex", "jac50"),
        ] {
            out.push((name.into(), share(get(a), get(b))));
        }
        for kind in ["direct", "mixed", "indirect"] {
            out.push((format!("rec.{kind}"), share(get(&format!("hit.{kind}")), get(&format!("n.{kind}")))));
            out.push((format!("n.{kind}"), get(&format!("n.{kind}"))));
        }
        out
    }

    /// Krippendorff's nominal alpha over tokens, gold and prediction as the two coders.
    fn alpha(&self) -> f64 {
        let both = |x: usize, y: usize| self.pairs[x][y] + self.pairs[y][x];
        let totals: Vec<f64> = (0..4).map(|x| (0..4).map(|y| both(x, y)).sum()).collect();
        let n: f64 = totals.iter().sum();
        if n <= 1.0 {
            return 1.0;
        }
        let differ: f64 =
            (0..4).flat_map(|x| (0..4).map(move |y| (x, y))).filter(|(x, y)| x != y).map(|(x, y)| both(x, y)).sum();
        let expected = (n * n - totals.iter().map(|v| v * v).sum::<f64>()) / (n * (n - 1.0));
        if expected > 0.0 { 1.0 - differ / n / expected } else { 1.0 }
    }
}

/// For each metric, the 2.5th and 97.5th of 100 quantiles over resampled articles (the percentile
/// bootstrap, Efron 1979); `articles` holds the scores of each.  The same seed on every run.
pub fn intervals(articles: &[Scores], samples: usize) -> BTreeMap<String, (f64, f64)> {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % articles.len().max(1)
    };
    let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..samples {
        let mut sample = Scores::default();
        articles.iter().for_each(|_| sample.merge(&articles[draw()]));
        for (name, value) in sample.metrics() {
            values.entry(name).or_default().push(value);
        }
    }
    let at = |v: &[f64], share: f64| v[(share * (v.len() - 1) as f64).round() as usize];
    let ends = |mut v: Vec<f64>| {
        v.sort_by(f64::total_cmp);
        (at(&v, 0.025), at(&v, 0.975))
    };
    values.into_iter().map(|(name, v)| (name, ends(v))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(scores: &Scores, name: &str) -> f64 {
        scores.metrics().into_iter().find(|(n, _)| n == name).map(|(_, v)| v).expect("a metric of this name")
    }

    #[test]
    fn gold_against_itself_and_against_nothing() {
        let text = "“No,” she said. He agreed.";
        let gold: Ranges = [vec![(6, 9)], vec![(10, 14)], vec![(0, 5)]];
        let mut same = Scores::default();
        same.add(text, std::slice::from_ref(&gold), std::slice::from_ref(&gold));
        for name in ["alpha", "jac50.f", "full.f", "strict.f", "span.content.f", "rec.direct"] {
            assert!((metric(&same, name) - 1.0).abs() < 1e-12, "{name}");
        }
        let mut none = Scores::default();
        none.add(text, &[gold], &[]);
        assert_eq!(metric(&none, "full.f"), 0.0);
        assert!(metric(&none, "alpha") < 0.1);
    }

    #[test]
    fn alpha_by_hand() {
        // Units aa, bb, ab, bb: Do = 1/4, De = 30/56 (Krippendorff 2011's worked scheme).
        let mut scores = Scores::default();
        scores.pairs[0][0] = 1.0;
        scores.pairs[1][1] = 2.0;
        scores.pairs[0][1] = 1.0;
        assert!((scores.alpha() - 0.533_333_333_3).abs() < 1e-9);
    }
}
