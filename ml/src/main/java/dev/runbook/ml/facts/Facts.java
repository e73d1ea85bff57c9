package dev.runbook.ml.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds which conditions hold in what tools said. Safe for use by many threads.
public final class Facts {

    /// What is said to be over, or on purpose, is no trouble.
    private static final Pattern OVER = Pattern.compile(
            "overall_state: OK|\\bresolved\\b|terminating during|rollout cleanup|graceful shutdown|retried successfully|is now running|recovered\\b|subsequently|"
                    + "no ImagePullBackOff|\\bno (?:\\w+ ){0,3}(?:observed|found|detected)",
            Pattern.CASE_INSENSITIVE);

    private static final double IF_OVER = 0.15;
    private static final int LONGEST_LINE = 170;

    private final List<Condition> conditions;

    public Facts(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    private record Key(String condition, String object) {}

    /// The facts, the weightiest first. A fact that several statements show is listed once.
    public List<Fact> in(List<Statement> statements) {
        Map<Key, Fact> facts = new LinkedHashMap<>();
        for (var statement : statements)
            for (var condition : conditions) {
                var found = condition.pattern().matcher(statement.text());
                if (!found.find()) continue;
                boolean fault = condition.isFault();
                boolean over = fault
                        && (statement.leaving()
                                || OVER.matcher(statement.text()).find());
                double weight = condition.weight() * (over ? IF_OVER : 1);
                var fact = new Fact(
                        condition,
                        statement.object(),
                        meaning(condition, statement, found),
                        weight,
                        List.of(statement));
                facts.merge(new Key(condition.name(), statement.object()), fact, Facts::both);
            }
        return facts.values().stream()
                .sorted(Comparator.comparingDouble(Fact::weight).reversed())
                .toList();
    }

    private static Fact both(Fact a, Fact b) {
        var better = b.weight() > a.weight() ? b : a;
        List<Statement> all = new ArrayList<>(a.statements());
        if (all.size() < 5) all.addAll(b.statements());
        return new Fact(a.condition(), a.object(), better.meaning(), better.weight(), all);
    }

    private static String meaning(Condition condition, Statement statement, Matcher found) {
        var text = condition
                .meaning()
                .replace("{object}", statement.object().isEmpty() ? "what was looked at" : statement.object())
                .replace("{line}", brief(statement.text(), found.start()));
        for (int i = 1; i <= found.groupCount(); i++)
            text = text.replace("{" + i + "}", found.group(i) == null ? "" : found.group(i));
        return text.replaceAll("\\{\\d\\}", "");
    }

    private static String brief(String line, int at) {
        if (line.length() <= LONGEST_LINE) return line;
        int from = Math.max(0, Math.min(at - 60, line.length() - LONGEST_LINE));
        return (from > 0 ? "..." : "") + line.substring(from, Math.min(line.length(), from + LONGEST_LINE)) + "...";
    }
}
