package dev.runbook.language.parse;

import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.yaml.YamlNode;
import java.util.Optional;

/// What a value of a runbook can be. One kind both reads a value where it stands and describes it to editors, so that
/// the two cannot differ.
///
/// @param <T> what it reads
interface Kind<T> {

    /// The value; empty when it is none of this kind, which is reported.
    ///
    /// @param what the value's name in messages, such as `'settle'`
    Optional<T> read(String what, YamlNode node, Problems problems);

    /// As [JSON Schema](https://json-schema.org/draft/2020-12).
    Value.Fields schema();

    /// For people, such as `a list of texts`.
    String words();
}
