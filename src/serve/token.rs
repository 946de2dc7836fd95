//! The secret in the address: who does not know it gets nothing.

use std::io;

use crate::digest::sha256;

/// The characters of a token: those that no terminal, message or camera changes.
const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The number of characters: 22 of 62 make 131 bits.
const LENGTH: usize = 22;

/// A random token, new at each start.
#[derive(Debug)]
pub struct Token {
    text: String,
    digest: [u8; 32],
}

impl Token {
    /// A token from the system's source of randomness.
    ///
    /// # Errors
    /// If the system has none.
    pub fn random() -> io::Result<Token> {
        let mut text = String::with_capacity(LENGTH);
        while text.len() < LENGTH {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(io::Error::other)?;
            // Bytes beyond the last multiple of the number of letters would favour the first ones.
            let fair = bytes.iter().filter(|byte| usize::from(**byte) < 256 / LETTERS.len() * LETTERS.len());
            let letters = fair.map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
            text.extend(letters.take(LENGTH - text.len()));
        }
        Ok(Token { digest: sha256(text.as_bytes()), text })
    }

    /// The token as it is in the address.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether this is the token. Digests are compared: how long that takes says nothing about the token.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        sha256(text.as_bytes()) == self.digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_131_bits_and_is_never_the_same() {
        let tokens: Vec<Token> = (0..100).map(|_| Token::random().unwrap()).collect();
        let bits = (LETTERS.len() as f64).log2() * LENGTH as f64;
        assert!(bits > 128.0, "{bits}");
        for (n, token) in tokens.iter().enumerate() {
            assert_eq!(token.text().len(), LENGTH);
            assert!(token.text().bytes().all(|letter| LETTERS.contains(&letter)));
            assert_eq!(tokens.iter().position(|other| other.is(token.text())), Some(n));
        }
        // Each letter occurs: 2,200 letters, 62 kinds; a missing one has a chance of 10^-14.
        assert!(
            LETTERS.iter().all(|letter| tokens.iter().any(|token| token.text().as_bytes().contains(letter)))
        );
    }

    #[test]
    fn nothing_else_is_the_token() {
        let token = Token::random().unwrap();
        let text = token.text();
        for other in ["", "x", &text[1..], &text[..LENGTH - 1], &format!("{text}x"), &text.to_lowercase()] {
            assert!(!token.is(other), "{other}");
        }
    }
}
