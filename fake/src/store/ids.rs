//! IDs and other random text, the same for the same seed.

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A source of random text.
#[derive(Debug)]
pub(super) struct Ids(fastrand::Rng);

impl Ids {
    pub(super) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// Returns the state from which the source can continue.
    pub(super) fn seed(&self) -> u64 {
        self.0.get_seed()
    }

    /// Returns an ID, such as `vm_CxR8lzTsvAYkJsEq`.
    pub(super) fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}_{}", self.text(16))
    }

    pub(super) fn text(&mut self, length: usize) -> String {
        let letter = |_| char::from(ALPHABET[self.0.usize(..ALPHABET.len())]);
        (0..length).map(letter).collect()
    }

    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0.u32(..end.max(1))
    }

    pub(super) fn uuid(&mut self) -> String {
        let [high, low] = [self.0.u64(..), self.0.u64(..)];
        let (first, second) = (high >> 32, (high >> 16) & 0xffff);
        let (fourth, last) = ((low >> 48) & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
        format!("{first:08x}-{second:04x}-4{:03x}-{fourth:04x}-{last:012x}", high & 0xfff)
    }
}
