//! Coreference of named people and organisations on GUM: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998),
//! CEAF by entities (Luo 2005), and their mean, the CoNLL-2012 score.
//!
//! A mention of ours is the one of GUM whose head it holds, or whose name it ends (titles are no part of our names), of
//! several the one that it shares most with, and each of GUM's is one of ours only; clusters of one mention and places are
//! left out on both sides.

use crate::gate::{Figures, fingerprint};
use crate::times::{bare, lines, offset};
use anyhow::Result;
use onrecord::Reader;
use onrecord::types::{OffsetMap, Unit};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A mention: the head of one of GUM's, or the beginning of one of ours that GUM does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    Head(u32),
    Ours(u32),
}

type Cluster = BTreeSet<At>;

/// Of each measure: right of gold, gold, right of found, found.
type Counts = [[f64; 4]; 3];

/// The CoNLL score and its parts.
pub fn gum(reader: &Reader, path: &Path) -> Result<Figures> {
    let of = |d: &Value| {
        let (key, response) = (named(d), ours(reader, d));
        [muc(&key, &response), b_cubed(&key, &response), ceaf(&key, &response)]
    };
    let add = |mut a: Counts, b: Counts| {
        a.iter_mut().flatten().zip(b.iter().flatten()).for_each(|(x, y)| *x += y);
        a
    };
    let sums = lines(path)?.par_iter().map(of).reduce(Counts::default, add);
    let f1 = |[right, gold, good, found]: [f64; 4]| {
        let (recall, precision) = (right / gold.max(1.0), good / found.max(1.0));
        200.0 * recall * precision / (recall + precision).max(1e-9)
    };
    let [muc, b_cubed, ceaf] = sums.map(f1);
    let figures = vec![
        ("muc f1".to_owned(), muc),
        ("b3 f1".to_owned(), b_cubed),
        ("ceafe f1".to_owned(), ceaf),
        ("conll f1".to_owned(), (muc + b_cubed + ceaf) / 3.0),
    ];
    Ok((fingerprint(path)?, figures))
}

/// Where the head of one of GUM's mentions begins.
pub fn head(entity: &Value) -> u32 {
    offset(&entity["head_tokens"][0][0])
}

/// Where GUM's words begin, and which of them are proper nouns.
pub fn proper_nouns(d: &Value) -> BTreeMap<u32, bool> {
    let tokens = d["tokens"].as_array().into_iter().flatten().map(|t| offset(&t[0]));
    tokens.enumerate().map(|(i, at)| (at, d["upos"][i] == "PROPN")).collect()
}

/// GUM's clusters of people and organisations that have a name.
fn named(d: &Value) -> Vec<Cluster> {
    let proper = proper_nouns(d);
    let is_name = |e: &Value| proper.get(&head(e)) == Some(&true);
    let mut all: BTreeMap<u64, (bool, Cluster)> = BTreeMap::new();
    for e in d["entities"].as_array().into_iter().flatten() {
        let (name, cluster) = all.entry(e["cluster"].as_u64().unwrap_or(0)).or_default();
        *name |= is_name(e) && (e["type"] == "person" || e["type"] == "organization");
        cluster.insert(At::Head(head(e)));
    }
    all.into_values().filter(|(name, cluster)| *name && cluster.len() > 1).map(|(_, cluster)| cluster).collect()
}

/// Our clusters, their mentions by GUM's heads.
fn ours(reader: &Reader, d: &Value) -> Vec<Cluster> {
    let text = d["text"].as_str().unwrap_or("");
    let map = OffsetMap::new(text, Unit::CodePoints);
    let gold: Vec<[u32; 3]> = d["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| [head(e), offset(&e["start"]), offset(&e["end"])])
        .collect();
    // GUM's head of `Mr Key` is its first word, and titles are no part of our names.
    let proper = proper_nouns(d);
    let is_name = |first: u32, last: u32| proper.range(first..last).all(|(_, is)| *is);
    let clusters = reader.clusters(&bare(text, d["dateline"].as_str()));
    let clusters: Vec<Vec<(u32, u32)>> =
        clusters.into_iter().map(|c| c.into_iter().map(|span| map.range(span)).collect()).collect();
    // All pairs, those that share most (Dice 1945) first: whoever comes first has the other.
    let mut pairs = Vec::new();
    for &(start, end) in clusters.iter().flatten() {
        let holds = |[head, first, last]: &[u32; 3]| {
            (start..end).contains(head) || *first <= start && end == *last && is_name(*first, *last)
        };
        for &[head, first, last] in gold.iter().filter(|g| holds(g)) {
            let shared = f64::from(end.min(last).saturating_sub(start.max(first)));
            pairs.push((2.0 * shared / f64::from(end - start + last - first), start, end, head));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut of, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, start, end, head) in pairs {
        if !of.contains_key(&(start, end)) && taken.insert(head) {
            of.insert((start, end), head);
        }
    }
    let at = |range: (u32, u32)| of.get(&range).map_or(At::Ours(range.0), |head| At::Head(*head));
    clusters.into_iter().map(|c| c.into_iter().map(at).collect()).filter(|c: &Cluster| c.len() > 1).collect()
}

fn muc(key: &[Cluster], response: &[Cluster]) -> [f64; 4] {
    let links = |a: &[Cluster], b: &[Cluster]| {
        let kept = |c: &Cluster| {
            let parts = b.iter().filter(|o| !o.is_disjoint(c)).count();
            let alone = c.iter().filter(|m| !b.iter().any(|o| o.contains(m))).count();
            c.len() - parts - alone
        };
        (a.iter().map(kept).sum::<usize>() as f64, a.iter().map(|c| c.len() - 1).sum::<usize>() as f64)
    };
    let ((right, gold), (good, found)) = (links(key, response), links(response, key));
    [right, gold, good, found]
}

fn b_cubed(key: &[Cluster], response: &[Cluster]) -> [f64; 4] {
    let share = |a: &[Cluster], b: &[Cluster]| {
        let of = |c: &Cluster| -> f64 {
            b.iter().map(|o| o.intersection(c).count() as f64).map(|n| n * n / c.len() as f64).sum()
        };
        (a.iter().map(of).sum::<f64>(), a.iter().map(|c| c.len()).sum::<usize>() as f64)
    };
    let ((right, gold), (good, found)) = (share(key, response), share(response, key));
    [right, gold, good, found]
}

fn ceaf(key: &[Cluster], response: &[Cluster]) -> [f64; 4] {
    let alike = |k: &Cluster, r: &Cluster| 2.0 * k.intersection(r).count() as f64 / (k.len() + r.len()) as f64;
    let size = key.len().max(response.len());
    let cost = |i: usize, j: usize| match (key.get(i), response.get(j)) {
        (Some(k), Some(r)) => -alike(k, r),
        _ => 0.0,
    };
    let best = -assignment(size, cost);
    [best, key.len() as f64, best, response.len() as f64]
}

/// The least cost of pairing `n` rows with `n` columns (Kuhn 1955, with potentials).
fn assignment(n: usize, cost: impl Fn(usize, usize) -> f64) -> f64 {
    let (mut rows, mut columns) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    // Of each column the row that it is paired with; row and column 0 stand for none.
    let mut paired = vec![0; n + 1];
    for row in 1..=n {
        paired[0] = row;
        let (mut least, mut from, mut used) = (vec![f64::INFINITY; n + 1], vec![0; n + 1], vec![false; n + 1]);
        let mut column = 0;
        while paired[column] != 0 {
            used[column] = true;
            let here = paired[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for j in (1..=n).filter(|j| !used[*j]) {
                let reduced = cost(here - 1, j - 1) - rows[here] - columns[j];
                if reduced < least[j] {
                    (least[j], from[j]) = (reduced, column);
                }
                if least[j] < step {
                    (step, next) = (least[j], j);
                }
            }
            for j in 0..=n {
                if used[j] {
                    rows[paired[j]] += step;
                    columns[j] -= step;
                } else {
                    least[j] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            paired[column] = paired[from[column]];
            column = from[column];
        }
    }
    (1..=n).map(|j| cost(paired[j] - 1, j - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(clusters: &[&[u32]]) -> Vec<Cluster> {
        clusters.iter().map(|c| c.iter().map(|m| At::Head(*m)).collect()).collect()
    }

    /// The example of Pradhan et al. (2014), "Scoring coreference partitions of predicted mentions".
    #[test]
    fn the_reference_example_scores_as_published() {
        let key = of(&[&[1, 2, 3], &[4, 5, 6, 7]]);
        let response = of(&[&[1, 2], &[3, 4], &[6, 7, 8, 9]]);
        let near = |[right, gold, good, found]: [f64; 4], recall: f64, precision: f64| {
            assert!((right / gold - recall).abs() < 0.005, "recall {}", right / gold);
            assert!((good / found - precision).abs() < 0.005, "precision {}", good / found);
        };
        near(muc(&key, &response), 0.40, 0.40);
        near(b_cubed(&key, &response), 0.42, 0.50);
        near(ceaf(&key, &response), 0.65, 0.43);
    }
}
