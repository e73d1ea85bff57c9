package dev.runbook.language.yaml;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// What the YAML parser found wrong, in words that say what to do.
///
/// @param neverClosed whether it is something that was opened, so that the place of its beginning is what helps
record SyntaxFault(String message, String hint, boolean neverClosed) {

    /// What the parser's own words contain, and ours for it.
    private record Known(String words, String message, String hint) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "(TAB)", "a tab is used for indentation, which YAML does not allow", "indent with spaces instead"),
            new Known(
                    "mapping values are not allowed",
                    "a second ': ' on one line",
                    "put a value that contains ': ' in quotes, or correct the indentation"),
            new Known(
                    "could not find expected ':'",
                    "this line is neither 'key: value' nor part of the value above",
                    "add the missing ':' after the key, or correct the indentation"),
            new Known(
                    "expected <block end>",
                    "this does not belong to the list or mapping above it",
                    "line it up with its neighbours; put a value that begins with a quote wholly in quotes"),
            new Known("found unexpected end of stream", "a quote is opened and never closed", "add the closing quote"),
            new Known("expected ',' or ']'", "a list in brackets is not closed", "add the missing ',' or ']'"),
            new Known("expected ',' or '}'", "a mapping in braces is not closed", "add the missing ',' or '}'"),
            new Known(
                    "unknown escape character",
                    "an unknown escape in double quotes",
                    "write the backslash twice, or use single quotes"),
            new Known("cannot start any token", "a value cannot begin with this character", "put the value in quotes"));

    static SyntaxFault of(MarkedYamlEngineException broken) {
        var problem = broken.getProblem();
        for (var known : KNOWN)
            if (problem.contains(known.words()))
                return new SyntaxFault(
                        known.message(), known.hint(), known.message().endsWith("closed"));
        return new SyntaxFault("this is no YAML: " + problem, "correct it, or put the value in quotes", false);
    }
}
