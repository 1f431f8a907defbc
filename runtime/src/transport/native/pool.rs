//! Idle connections.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a connection is kept for another request. Most servers close theirs sooner.
const MAX_IDLE: Duration = Duration::from_secs(90);

/// The idle connections of a client, by the key of what they can be used for.
pub(crate) struct Pool<K, C>(Mutex<Vec<Idle<K, C>>>);

struct Idle<K, C> {
    key: K,
    since: Instant,
    connection: C,
}

impl<K: PartialEq, C> Pool<K, C> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Takes the connection under `key` that was used last, with the time that it was idle.
    pub(crate) fn take(&self, key: &K) -> Option<(C, Duration)> {
        let now = Instant::now();
        let mut idle = self.idle(now);
        let index = idle.iter().rposition(|idle| idle.key == *key)?;
        let Idle { since, connection, .. } = idle.remove(index);
        Some((connection, now.saturating_duration_since(since)))
    }

    /// Keeps `connection` for another request.
    pub(crate) fn put(&self, key: K, connection: C) {
        let now = Instant::now();
        self.idle(now).push(Idle { key, since: now, connection });
    }

    /// The connections that are not too old at `now`.
    fn idle(&self, now: Instant) -> MutexGuard<'_, Vec<Idle<K, C>>> {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The oldest come first.
        let old = idle.partition_point(|idle| now.saturating_duration_since(idle.since) > MAX_IDLE);
        idle.drain(..old);
        idle
    }
}

#[cfg(test)]
mod tests {
    use super::Pool;

    #[test]
    fn returns_the_connection_that_was_used_last() {
        let pool = Pool::new();
        pool.put("a", 1);
        pool.put("a", 2);
        pool.put("b", 3);
        assert_eq!(pool.take(&"a").map(|(connection, _)| connection), Some(2));
        assert_eq!(pool.take(&"a").map(|(connection, _)| connection), Some(1));
        assert_eq!(pool.take(&"a").map(|(connection, _)| connection), None);
        assert_eq!(pool.take(&"b").map(|(connection, _)| connection), Some(3));
    }
}
