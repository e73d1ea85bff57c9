package dev.runbook.language.cel;

import dev.runbook.language.Rule;
import dev.runbook.language.cel.Syntax.Faulty;

/// Says what CEL's parser found wrong in words for people who write runbooks.
final class SyntaxWords {

    private static final String EXAMPLE = "write it as in: incident.severity == 'high' && cpu_usage > 90%";

    private SyntaxWords() {}

    static Faulty fault(String problem, String source, int index) {
        var here = source.substring(Math.min(index, source.length())).strip();
        if (problem.contains("recursion limit") || problem.contains("node count"))
            return faulty(index, "the expression is nested too deeply", "split it over several steps");
        if (problem.startsWith("reserved identifier"))
            return faulty(index, "'" + word(here) + "' is a reserved word", "use another name");
        if (here.startsWith("=")) return faulty(index, "'=' compares nothing", "write == to compare");
        if (here.startsWith("&") || here.startsWith("|"))
            return faulty(index, "'" + here.charAt(0) + "' stands alone", "write && for and, || for or");
        if (here.startsWith("'") || here.startsWith("\""))
            return faulty(index, "a quote is opened and never closed, or text stands where none belongs", EXAMPLE);
        if (problem.contains("<EOF>") && here.isEmpty())
            return faulty(index, "the expression ends too early", "complete it");
        if (word(here).matches("and|or|not|is"))
            return faulty(
                    index, "'" + word(here) + "' is no operator", "write && for and, || for or, ! for not, == for is");
        if (problem.contains("has()"))
            return faulty(
                    index,
                    "has() asks for a field, and '" + brief(here) + "' is none",
                    "ask for a field of a step's result, such as: has(look.count)");
        if (problem.contains("argument") || problem.contains("macro") || problem.contains("variable name"))
            return faulty(index, problem, "look up how the function is called");
        if (here.isEmpty()) return faulty(index, "the expression ends too early", "complete it");
        return faulty(index, "'" + brief(here) + "' cannot stand here", EXAMPLE);
    }

    private static Faulty faulty(int index, String message, String hint) {
        return new Faulty(index, Rule.EXPRESSION_SYNTAX, message, hint);
    }

    private static String word(String text) {
        int end = 0;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) end++;
        return text.substring(0, end);
    }

    private static String brief(String text) {
        var word = word(text);
        if (!word.isEmpty()) return word;
        return text.substring(0, Character.charCount(text.codePointAt(0)));
    }
}
