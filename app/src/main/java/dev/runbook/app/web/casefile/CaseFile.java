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
/// @param pieces the evidence by its id
public record CaseFile(
        List<Mark> marks,
        List<Chart> charts,
        int metrics,
        List<AlertRow> alerts,
        List<ChangeRow> changes,
        List<LogRow> logs,
        List<Caller> callers,
        List<FactTable> facts,
        Map<String, Evidence> pieces) {

    private static final int MOST_CHARTS = 6;

    public CaseFile {
        pieces = Map.copyOf(pieces);
    }

    /// What a piece of evidence says; nothing when there is none of this id.
    public String headline(String id) {
        var piece = pieces.get(id);
        return piece == null ? "" : piece.content().headline();
    }

    /// The charts that are drawn from some of these pieces of evidence.
    public List<Chart> chartsOf(Collection<String> evidence) {
        return charts.stream()
                .filter(chart -> chart.evidence().stream().anyMatch(evidence::contains))
                .toList();
    }

    /// How many pieces of evidence there are.
    public int seen() {
        return pieces.size();
    }

    /// The file of one incident.
    ///
    /// @param entries its journal
    public static CaseFile of(List<JournalEntry> entries) {
        return of(entries, true);
    }

    /// The same without logs, callers and facts, which take most of the time.
    public static CaseFile brief(List<JournalEntry> entries) {
        return of(entries, false);
    }

    private static CaseFile of(List<JournalEntry> entries, boolean whole) {
        var evidence = evidence(entries);
        var diagnosis = diagnosis(entries);
        var changes = ChangeRow.of(evidence);
        var marks = Marks.of(entries, changes, diagnosis);
        var metrics = Series.metrics(evidence);
        var pieces = new HashMap<String, Evidence>();
        for (var piece : evidence) pieces.put(piece.id().id(), piece);
        return new CaseFile(
                marks,
                charts(metrics, marks, telling(entries, diagnosis)),
                metrics.size(),
                AlertRow.of(evidence),
                changes,
                whole
                        ? LogRow.of(
                                evidence, diagnosis.flatMap(Diagnosis::leading).flatMap(Hypothesis::onset))
                        : List.of(),
                whole ? Caller.of(evidence) : List.of(),
                whole ? FactTable.of(evidence) : List.of(),
                pieces);
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
            case Event.TroubleRemains(var _, var verification) -> Optional.of(verification);
            case Event _ -> Optional.empty();
        };
    }

    private static List<String> ids(Collection<EvidenceId> ids) {
        return ids.stream().map(EvidenceId::id).toList();
    }

    /// Only of what is shown are the points put together: there are many.
    private static List<Chart> charts(Map<Series.Key, List<Evidence>> metrics, List<Mark> marks, Set<String> telling) {
        var places = new HashMap<String, Series.Key>();
        metrics.forEach(
                (key, pieces) -> pieces.forEach(piece -> places.put(piece.id().id(), key)));
        var chosen = new LinkedHashSet<Series.Key>();
        for (var id : telling) {
            var key = places.get(id);
            if (key != null) chosen.add(key);
        }
        return chosen.stream()
                .flatMap(key -> Series.of(metrics.getOrDefault(key, List.of())).stream())
                .flatMap(series -> Chart.of(series, marks).stream())
                .limit(MOST_CHARTS)
                .toList();
    }
}
