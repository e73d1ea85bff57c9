package dev.runbook.cli;

import java.util.List;

/// The outcome of runbooks' tests as JUnit XML, the way build servers read it.
final class JunitXml {

    private JunitXml() {}

    /// @param least the least share that is to be covered, in percent; with one, what falls short is a failure
    static String of(List<TestCommand.Outcome> outcomes, int least) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for (var outcome : outcomes) suite(outcome, least, xml);
        return xml.append("</testsuites>\n").toString();
    }

    private static void suite(TestCommand.Outcome outcome, int least, StringBuilder xml) {
        boolean measured = least > 0 && outcome.problems().isEmpty();
        boolean sparse = measured && outcome.percent() < least;
        int tests = outcome.trials().size() + outcome.problems().size() + (measured ? 1 : 0);
        xml.append("  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\">\n"
                .formatted(escaped(outcome.runbook()), tests, outcome.failures() + (sparse ? 1 : 0)));
        for (var problem : outcome.problems()) test(outcome, "it can be read", List.of(problem), xml);
        for (var trial : outcome.trials()) test(outcome, trial.test().name(), trial.differences(), xml);
        if (measured)
            test(
                    outcome,
                    "at least " + least + " % of steps and branches are covered",
                    sparse
                            ? List.of(
                                    outcome.percent() + " % are covered",
                                    "not covered: " + String.join(", ", outcome.missed()))
                            : List.of(),
                    xml);
        xml.append("  </testsuite>\n");
    }

    private static void test(TestCommand.Outcome outcome, String name, List<String> differences, StringBuilder xml) {
        xml.append("    <testcase classname=\"%s\" name=\"%s\">".formatted(escaped(outcome.runbook()), escaped(name)));
        if (!differences.isEmpty())
            xml.append("<failure message=\"%s\">%s</failure>"
                    .formatted(escaped(differences.getFirst()), escaped(String.join("\n", differences))));
        xml.append("</testcase>\n");
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n', '\t' -> out.append((char) c);
                default -> out.appendCodePoint(isOfXml(c) ? c : '?');
            }
        });
        return out.toString();
    }

    /// Whether XML 1.0 may hold a character ([section 2.2](https://www.w3.org/TR/xml/#charsets)).
    private static boolean isOfXml(int c) {
        return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c > 0xFFFF;
    }
}
