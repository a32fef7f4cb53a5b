//! Asks the network, politely and with care: robots.txt, a wait for each host, conditional requests, retries,
//! limits of time and size, and no address inside the user's own network unless allowed.

use anyhow::{Result, anyhow};
use onrecord::ingest::{MAX_BYTES, Page};
use onrecord::ledger::Fetch;
use onrecord::types::Provenance;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};
use texting_robots::Robot;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, config::Config, http::Response, http::Uri};
use url::Url;

/// The name by which robots.txt knows the program.
const AGENT: &str = "onrecord";
/// Longest that one answer may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Redirects followed, each checked as an address of its own.
const REDIRECTS: usize = 5;
/// Times that an address is asked where the network or the server fails.
const TRIES: u32 = 3;
/// Longest wait that a server's `Retry-After` or robots.txt can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Bytes of a robots.txt that are read (RFC 9309: at least 500 KiB).
const ROBOTS_BYTES: u64 = 512 << 10;

/// What an address answered.
pub struct Answer {
    /// The page, unless it is unchanged or was refused.
    pub page: Option<Page>,
    /// What to remember of it.
    pub fetch: Fetch,
}

/// Asks addresses one after another.
pub struct Fetcher {
    agent: Agent,
    robots: HashMap<String, Rules>,
    asked: HashMap<String, Instant>,
    wait: Duration,
    allow_local: bool,
}

/// What a host's robots.txt says.
enum Rules {
    All,
    None(String),
    Some(Box<Robot>),
}

/// Gives out only addresses that lie in the public internet.
#[derive(Debug)]
struct Guard {
    inner: DefaultResolver,
    allow_local: bool,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut out = self.empty();
        for address in found.iter().filter(|a| self.allow_local || is_public(a.ip())) {
            out.push(*address);
        }
        if out.is_empty() {
            return Err(ureq::Error::Other(LOCAL.into()));
        }
        Ok(out)
    }
}

const LOCAL: &str = "the address lies inside your own network; --allow-local fetches it nevertheless";

/// Whether an address belongs to the public internet (IANA's registries of special-purpose addresses).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (18..20).contains(&b))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [a, b, ..] = ip.segments();
    // Only 2000::/3 is given out; of it 2001:db8::/32 is for documents, 2002::/16 and 64:ff9b::/96 hold IPv4.
    (a & 0xe000) == 0x2000 && !(a == 0x2001 && (b == 0xdb8 || b == 0)) && a != 0x2002
}

impl Fetcher {
    /// A fetcher that waits `wait` between two questions to one host.
    pub fn new(wait: Duration, allow_local: bool) -> Fetcher {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(Duration::from_secs(15)))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("onrecord/", env!("CARGO_PKG_VERSION")))
            .build();
        let guard = Guard { inner: DefaultResolver::default(), allow_local };
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
        Fetcher { agent, robots: HashMap::new(), asked: HashMap::new(), wait, allow_local }
    }

    /// Asks for a page; `known` is what it answered the last time, so that an unchanged one is not sent again.
    ///
    /// # Errors
    /// A sentence that says why there is no answer, or none that may be asked for.
    pub fn get(&mut self, address: &str, known: Option<&Fetch>) -> Result<Answer> {
        let mut url = Url::parse(address).map_err(|e| anyhow!("{address:?} is no address ({e})"))?;
        for _ in 0..=REDIRECTS {
            self.check(&url)?;
            let mut response = self.ask(&url, known.filter(|_| url.as_str() == address))?;
            let status = response.status().as_u16();
            let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
            if let (301 | 302 | 303 | 307 | 308, Some(to)) = (status, header("location")) {
                url = url.join(&to).map_err(|e| anyhow!("it redirects to {to:?}, which is no address ({e})"))?;
                continue;
            }
            let (etag, last_modified) = (header("etag"), header("last-modified"));
            let fetched_at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            let mut fetch = Fetch { status: Some(status), etag, last_modified, fetched_at, note: None };
            if status == 304 {
                // A server need not repeat what it said before.
                fetch.etag = fetch.etag.or_else(|| known.and_then(|k| k.etag.clone()));
                fetch.last_modified = fetch.last_modified.or_else(|| known.and_then(|k| k.last_modified.clone()));
                return Ok(Answer { page: None, fetch });
            }
            if !(200..300).contains(&status) {
                fetch.note = Some(format!("the server answers with status {status}"));
                return Ok(Answer { page: None, fetch });
            }
            let headers = Provenance::HEADERS.iter().filter_map(|n| Some(((*n).to_owned(), header(n)?))).collect();
            let content_type = header("content-type");
            let body = read(&mut response, MAX_BYTES as u64)?;
            let retrieved = Some(fetch.fetched_at.clone());
            let provenance = Provenance { retrieved, headers, ..Provenance::default() };
            let page = Page { path: url.to_string(), url: Some(url.into()), content_type, body, provenance };
            return Ok(Answer { page: Some(page), fetch });
        }
        Err(anyhow!("it redirects more than {REDIRECTS} times"))
    }

    /// Whether an address may be asked at all.
    fn check(&mut self, url: &Url) -> Result<()> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(anyhow!("only http and https addresses are fetched, not {}:", url.scheme()));
        }
        let literal = match url.host() {
            Some(url::Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(url::Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(url::Host::Domain(_)) => None,
            None => return Err(anyhow!("the address has no host")),
        };
        // Behind a proxy no name is resolved here; an address in figures is seen nevertheless.
        if !self.allow_local && literal.is_some_and(|ip| !is_public(ip)) {
            return Err(anyhow!(LOCAL));
        }
        self.allowed(url)
    }

    /// Whether robots.txt allows an address (RFC 9309).
    fn allowed(&mut self, url: &Url) -> Result<()> {
        let host = host_of(url);
        if !self.robots.contains_key(&host) {
            let rules = self.rules(url);
            self.robots.insert(host.clone(), rules);
        }
        match &self.robots[&host] {
            Rules::All => Ok(()),
            Rules::None(why) => Err(anyhow!("{why}")),
            Rules::Some(robot) if robot.allowed(url.as_str()) => Ok(()),
            Rules::Some(_) => Err(anyhow!("robots.txt of {host} does not allow it")),
        }
    }

    fn rules(&mut self, url: &Url) -> Rules {
        let Ok(mut at) = url.join("/robots.txt") else { return Rules::All };
        for _ in 0..=REDIRECTS {
            let mut response = match self.ask(&at, None) {
                Ok(response) => response,
                Err(e) => return Rules::None(format!("robots.txt could not be fetched: {e}")),
            };
            let status = response.status().as_u16();
            let to = response.headers().get("location").and_then(|v| v.to_str().ok());
            if let (300..400, Some(Ok(next))) = (status, to.map(|to| at.join(to))) {
                at = next;
                continue;
            }
            return match status {
                200..300 => match read(&mut response, ROBOTS_BYTES).map(|text| Robot::new(AGENT, &text)) {
                    Ok(Ok(robot)) => Rules::Some(Box::new(robot)),
                    _ => Rules::All,
                },
                500.. => Rules::None(format!("robots.txt answers with status {status}: nothing of the host is asked")),
                _ => Rules::All,
            };
        }
        Rules::All
    }

    /// Asks once the host may be asked again; again after a while where the network or the server fails.
    fn ask(&mut self, url: &Url, known: Option<&Fetch>) -> Result<Response<Body>> {
        let mut pause = self.wait.max(Duration::from_millis(50));
        for attempt in 1..=TRIES {
            self.hold(url);
            let mut request = self.agent.get(url.as_str());
            if let Some(etag) = known.and_then(|k| k.etag.as_ref()) {
                request = request.header("If-None-Match", etag);
            }
            if let Some(day) = known.and_then(|k| k.last_modified.as_ref()) {
                request = request.header("If-Modified-Since", day);
            }
            let answer = request.call();
            self.asked.insert(host_of(url), Instant::now());
            let failed = match &answer {
                Ok(r) => r.status().as_u16() == 429 || r.status().as_u16() >= 500,
                Err(ureq::Error::Other(_)) => false,
                Err(_) => true,
            };
            if !failed || attempt == TRIES {
                return answer.map_err(|e| match e {
                    ureq::Error::Other(why) => anyhow!("{why}"),
                    e => anyhow!("no answer ({e})"),
                });
            }
            let asked = answer.ok().and_then(|r| r.headers().get("retry-after")?.to_str().ok()?.parse().ok());
            std::thread::sleep(asked.map_or(pause, Duration::from_secs).min(LONGEST_WAIT));
            pause *= 2;
        }
        Err(anyhow!("no answer"))
    }

    /// Waits until a host may be asked again.
    fn hold(&self, url: &Url) {
        let host = host_of(url);
        let delay = match self.robots.get(&host) {
            Some(Rules::Some(robot)) => robot.delay.map_or(self.wait, |s| {
                self.wait.max(Duration::try_from_secs_f32(s).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT))
            }),
            _ => self.wait,
        };
        if let Some(last) = self.asked.get(&host) {
            std::thread::sleep(delay.saturating_sub(last.elapsed()));
        }
    }
}

/// Host and port.
fn host_of(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or(""), url.port_or_known_default().unwrap_or(0))
}

fn read(response: &mut Response<Body>, most: u64) -> Result<Vec<u8>> {
    response.body_mut().with_config().limit(most).read_to_vec().map_err(|e| match e {
        ureq::Error::BodyExceedsLimit(_) => anyhow!("the answer is longer than {} KiB", most >> 10),
        e => anyhow!("the answer broke off ({e})"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_network_is_told_from_the_public_one() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "::",
            "2002:a00:1::",
        ] {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in ["93.184.216.34", "8.8.8.8", "2606:4700::1111"] {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
    }
}
