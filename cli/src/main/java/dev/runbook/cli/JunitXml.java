package dev.runbook.cli;

import java.util.List;

/// The outcome of runbooks' tests as JUnit XML, the way build servers read it.
final class JunitXml {

    private JunitXml() {}

    static String of(List<TestCommand.Outcome> outcomes) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for (var outcome : outcomes) {
            var failures = outcome.trials().stream().filter(t -> !t.passed()).count();
            xml.append("  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\">\n"
                    .formatted(
                            escaped(outcome.runbook().id().id()),
                            outcome.trials().size(),
                            failures));
            for (var trial : outcome.trials()) {
                xml.append("    <testcase classname=\"%s\" name=\"%s\">"
                        .formatted(
                                escaped(outcome.runbook().id().id()),
                                escaped(trial.test().name())));
                if (!trial.passed())
                    xml.append("<failure message=\"%s\">%s</failure>"
                            .formatted(
                                    escaped(trial.differences().getFirst()),
                                    escaped(String.join("\n", trial.differences()))));
                xml.append("</testcase>\n");
            }
            xml.append("  </testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
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
                default -> out.appendCodePoint(c < 0x20 ? '?' : c);
            }
        });
        return out.toString();
    }
}
