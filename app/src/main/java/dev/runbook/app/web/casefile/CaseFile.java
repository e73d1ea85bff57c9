package dev.runbook.app.web.casefile;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Verification;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that an incident has seen, put together for reading.
///
/// @param marks the moments that matter, in order of time
/// @param charts the metrics that the diagnosis and the verification stand on, those of the cause first
/// @param metrics how many metrics there are in all
/// @param headlines what each piece of evidence says, by its id
public record CaseFile(
        List<Mark> marks,
        List<Chart> charts,
        int metrics,
        List<AlertRow> alerts,
        List<ChangeRow> changes,
        List<LogRow> logs,
        List<Caller> callers,
        List<FactTable> facts,
        Map<String, String> headlines) {

    private static final int MOST_CHARTS = 6;

    public CaseFile {
        headlines = Map.copyOf(headlines);
    }

    /// The file of one incident.
    ///
    /// @param entries its journal
    public static CaseFile of(List<JournalEntry> entries) {
        var evidence = evidence(entries);
        var diagnosis = diagnosis(entries);
        var changes = ChangeRow.of(evidence);
        var marks = Marks.of(entries, changes, diagnosis);
        var series = Series.of(evidence);
        var headlines = new HashMap<String, String>();
        for (var piece : evidence)
            headlines.put(piece.id().id(), piece.content().headline());
        return new CaseFile(
                marks,
                charts(series, marks, telling(entries, diagnosis)),
                series.size(),
                AlertRow.of(evidence),
                changes,
                LogRow.of(evidence, diagnosis.flatMap(Diagnosis::leading).flatMap(Hypothesis::onset)),
                Caller.of(evidence),
                FactTable.of(evidence),
                headlines);
    }

    /// A chart of every metric, by component in the order in which they were asked for.
    public static List<Chart> everyChart(List<JournalEntry> entries) {
        var evidence = evidence(entries);
        var marks = Marks.of(entries, ChangeRow.of(evidence), diagnosis(entries));
        return Series.of(evidence).stream()
                .flatMap(series -> Chart.of(series, marks).stream())
                .toList();
    }

    /// The chart of one piece of evidence alone; empty when it is no metric, or has too few points for a line.
    public static Optional<Chart> chart(Evidence piece, List<JournalEntry> entries) {
        var marks = Marks.of(entries, ChangeRow.of(evidence(entries)), diagnosis(entries));
        return Series.of(List.of(piece)).stream()
                .flatMap(series -> Chart.of(series, marks).stream())
                .findFirst();
    }

    private static List<Evidence> evidence(List<JournalEntry> entries) {
        var evidence = new ArrayList<Evidence>();
        for (var entry : entries)
            if (entry.stamped().event() instanceof Event.EvidenceGathered gathered)
                evidence.addAll(gathered.evidence());
        return evidence;
    }

    private static Optional<Diagnosis> diagnosis(List<JournalEntry> entries) {
        Optional<Diagnosis> latest = Optional.empty();
        for (var entry : entries)
            if (entry.stamped().event() instanceof Event.Diagnosed(var _, var diagnosis))
                latest = Optional.of(diagnosis);
        return latest;
    }

    /// The evidence that the diagnosis and the verifications name, most telling first. A question that
    /// names very much looked at everything, so that says nothing about one metric.
    private static Set<String> telling(List<JournalEntry> entries, Optional<Diagnosis> diagnosis) {
        var telling = new LinkedHashSet<String>();
        diagnosis.flatMap(Diagnosis::leading).ifPresent(hypothesis -> {
            telling.addAll(ids(hypothesis.supportedBy()));
            telling.addAll(ids(hypothesis.contradictedBy()));
        });
        for (var entry : entries)
            verification(entry)
                    .ifPresent(look -> look.signals().stream()
                            .filter(signal -> signal.evidence().size() <= MOST_CHARTS)
                            .forEach(signal -> telling.addAll(ids(signal.evidence()))));
        diagnosis.ifPresent(all -> all.hypotheses().forEach(other -> telling.addAll(ids(other.supportedBy()))));
        return telling;
    }

    private static Optional<Verification> verification(JournalEntry entry) {
        return switch (entry.stamped().event()) {
            case Event.Verified(var verification) -> Optional.of(verification);
            case Event.NotVerified(var verification) -> Optional.of(verification);
            case Event.CureDecayed(var verification) -> Optional.of(verification);
            case Event _ -> Optional.empty();
        };
    }

    private static List<String> ids(Collection<EvidenceId> ids) {
        return ids.stream().map(EvidenceId::id).toList();
    }

    private static List<Chart> charts(List<Series> all, List<Mark> marks, Set<String> telling) {
        var chosen = new LinkedHashSet<Series>();
        for (var id : telling)
            all.stream().filter(series -> series.evidence().contains(id)).forEach(chosen::add);
        return chosen.stream()
                .flatMap(series -> Chart.of(series, marks).stream())
                .limit(MOST_CHARTS)
                .toList();
    }
}
