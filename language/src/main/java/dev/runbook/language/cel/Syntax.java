package dev.runbook.language.cel;

import dev.runbook.language.Rule;
import java.util.List;
import java.util.Set;

/// What an expression turns out to be when it is read.
public sealed interface Syntax {

    /// The longest expression, in characters.
    int MAX_LENGTH = 2000;

    /// Names that no variable can have: the reserved words and types of CEL.
    Set<String> RESERVED = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
            "loop",
            "namespace",
            "null",
            "package",
            "return",
            "true",
            "var",
            "void",
            "while",
            "bool",
            "bytes",
            "double",
            "dyn",
            "duration",
            "int",
            "list",
            "map",
            "null_type",
            "string",
            "timestamp",
            "type",
            "uint");

    /// An expression that can be evaluated, if its scope has what it refers to.
    ///
    /// @param kind what it can give
    /// @param references every name it takes from the scope, in the order of the text
    record Sound(Kind kind, List<Reference> references) implements Syntax {
        public Sound {
            references = List.copyOf(references);
        }
    }

    /// What an expression can give, as far as its text tells.
    enum Kind {
        /// True or false.
        CONDITION,
        /// Something else.
        VALUE,
        /// It depends on the scope.
        ANYTHING
    }

    /// No expression.
    ///
    /// @param index where the fault is, from 0
    record Faulty(int index, Rule rule, String message, String hint) implements Syntax {}

    /// Reads an expression. The first one loads CEL's parser, a fifth of a second in a cold JVM; its evaluator,
    /// which takes longer, is left alone.
    static Syntax of(String source) {
        return switch (Parsed.of(source)) {
            case Parsed.Tree(var tree, var references) -> new Sound(Kinds.of(tree.getExpr()), references);
            case Parsed.Nothing(var fault) -> fault;
        };
    }
}
