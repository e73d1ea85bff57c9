package dev.runbook.ml.offline.classification;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A problem report with what is true of it.
///
/// @param tuning whether it may be looked at while tuning
record LabelledReport(boolean tuning, Category category, Severity severity, String text) {

    static List<LabelledReport> all() {
        try (var stream = LabelledReport.class.getResourceAsStream("reports.tsv")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", 4))
                    .map(cells -> new LabelledReport(
                            cells[0].equals("train"),
                            Category.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                            Severity.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                            cells[3].replace("\\n", "\n")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProblemReport report() {
        return ProblemReport.of(text);
    }
}
