//! An error together with its causes, as text. The messages of errors leave out their causes, which
//! [`Error::source`] returns.

use std::error::Error;

/// An error of any type that can be passed between threads.
pub type BoxedError = Box<dyn Error + Send + Sync>;

/// The message of an error, followed by those of its causes, each after a colon.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("it is {0}")]
    struct Link(&'static str, #[source] Option<BoxedError>);

    #[test]
    fn every_cause_follows_its_effect() {
        let last = Link("dark", None);
        assert_eq!(with_causes(&last), "it is dark");
        let first = Link("late", Some(Box::new(Link("winter", Some(Box::new(last))))));
        assert_eq!(with_causes(&first), "it is late: it is winter: it is dark");
    }
}
