package dev.runbook.language.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.runbook.language.Nearest;
import dev.runbook.language.Rule;
import java.util.List;

/// An expression after CEL's parser.
sealed interface Parsed {

    record Tree(CelAbstractSyntaxTree tree, List<Reference> references) implements Parsed {}

    record Nothing(Syntax.Faulty fault) implements Parsed {}

    static Parsed of(String source) {
        if (source.isBlank())
            return faulty(0, Rule.EXPRESSION_SYNTAX, "the expression is empty", "write a condition or a value");
        if (source.length() > Syntax.MAX_LENGTH)
            return faulty(
                    0,
                    Rule.EXPRESSION_SYNTAX,
                    "the expression has " + source.length() + " characters, at most " + Syntax.MAX_LENGTH
                            + " are allowed",
                    "split it over several steps");
        var result = Cold.PARSER.parse(PercentLiterals.rewrite(source));
        return result.hasError() ? fault(source, result) : tree(source, result);
    }

    private static Parsed tree(String source, CelValidationResult result) {
        try {
            var tree = result.getAst();
            var names = Names.of(tree);
            for (var call : names.calls()) {
                int index = Math.max(0, source.lastIndexOf(call.function(), index(source, call.offset())));
                var signature = Signatures.find(call.function());
                if (signature.isEmpty())
                    return faulty(
                            index,
                            Rule.UNKNOWN_FUNCTION,
                            "there is no function '" + call.function() + "'",
                            Nearest.hint(call.function(), Signatures.names()));
                if (!signature.get().takes(call.values()))
                    return faulty(
                            index,
                            Rule.FUNCTION_VALUES,
                            "'" + call.function() + "' is given the wrong number of values",
                            "call it as " + signature.get().usage());
                if (!signature.get().isCalled(call.onTarget()))
                    return faulty(
                            index,
                            Rule.FUNCTION_VALUES,
                            "'" + call.function() + "' is called " + (call.onTarget() ? "on a value" : "on nothing"),
                            "call it as " + signature.get().usage());
            }
            return new Tree(tree, names.references(source));
        } catch (CelValidationException e) {
            throw new IllegalStateException("CEL found no error and then one in " + source, e);
        }
    }

    private static Parsed fault(String source, CelValidationResult result) {
        var issue = result.getErrors().getFirst();
        var location = issue.getSourceLocation();
        int offset = result.getSource()
                .getLocationOffset(location.getLine(), location.getColumn())
                .orElse(0);
        return new Nothing(SyntaxWords.fault(issue.getMessage(), source, index(source, offset)));
    }

    private static Nothing faulty(int index, Rule rule, String message, String hint) {
        return new Nothing(new Syntax.Faulty(index, rule, message, hint));
    }

    /// CEL counts code points, Java does not.
    static int index(String source, int offset) {
        int points = source.codePointCount(0, source.length());
        return source.offsetByCodePoints(0, Math.clamp(offset, 0, points));
    }

    /// What is loaded when the first expression is read.
    final class Cold {
        static final CelOptions OPTIONS = CelOptions.current()
                .enableHeterogeneousNumericComparisons(true)
                .maxExpressionCodePointSize(Syntax.MAX_LENGTH)
                .maxParseRecursionDepth(100)
                .maxParseExpressionNodeCount(1000)
                .comprehensionMaxIterations(10_000)
                .maxRegexProgramSize(1000)
                .build();
        static final CelParser PARSER = CelParserFactory.standardCelParserBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .build();

        private Cold() {}
    }
}
