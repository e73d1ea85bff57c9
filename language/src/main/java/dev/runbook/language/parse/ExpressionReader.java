package dev.runbook.language.parse;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Syntax;
import dev.runbook.language.yaml.YamlNode;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads expressions where they stand in a file.
final class ExpressionReader {

    private ExpressionReader() {}

    /// A scalar that is one expression as a whole.
    static Optional<Expression> condition(YamlNode.Scalar scalar, Problems problems) {
        int braces = scalar.text().indexOf("{{");
        if (braces >= 0) {
            problems.add(
                    scalar.places().at(braces),
                    Rule.EXPRESSION_SYNTAX,
                    "a condition has no {{ }}",
                    "write the expression alone, such as: "
                            + scalar.text().replaceAll("\\{\\{|}}", "").strip());
            return Optional.empty();
        }
        return expression(scalar.text(), scalar.places()::at, problems);
    }

    /// @param at the place of each character of `text` in the file
    static Optional<Expression> expression(String text, IntFunction<Position> at, Problems problems) {
        int from = 0;
        while (from < text.length() && Character.isWhitespace(text.charAt(from))) from++;
        int begin = from;
        var source = text.strip();
        return switch (Syntax.of(source)) {
            case Syntax.Sound _ -> {
                var start = at.apply(begin);
                var end = at.apply(begin + source.length());
                boolean straight = start.line() == end.line()
                        && end.column() - start.column() == source.codePointCount(0, source.length());
                yield Optional.of(new Expression(source, start, straight));
            }
            case Syntax.Faulty(var index, var rule, var message, var hint) -> {
                problems.add(at.apply(begin + index), rule, message, hint);
                yield Optional.empty();
            }
        };
    }
}
