package dev.runbook.language.parse;

import java.util.Optional;

/// One key of a mapping.
///
/// @param about what it is for, in words that go on from its name
/// @param required what to do when it is missing; empty when it may be
record Key<T>(String name, Kind<T> kind, String about, Optional<String> required) {

    static <T> Key<T> of(String name, Kind<T> kind, String about) {
        return new Key<>(name, kind, about, Optional.empty());
    }

    /// The same key, which must be there.
    ///
    /// @param hint what to do when it is not
    Key<T> required(String hint) {
        return new Key<>(name, kind, about, Optional.of(hint));
    }
}
