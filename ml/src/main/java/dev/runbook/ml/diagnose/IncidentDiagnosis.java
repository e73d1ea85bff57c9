package dev.runbook.ml.diagnose;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.calibration.Confidence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An incident's diagnosis in the form that bundles have, so that both are printed and scored alike. Its
/// category is the kind of cause.
public final class IncidentDiagnosis {

    private IncidentDiagnosis() {}

    /// @param file what the diagnosis was made from
    public static Diagnosis of(dev.runbook.core.diagnosis.Diagnosis diagnosis, CaseFile file) {
        var leading = diagnosis.leading();
        var first = diagnosis.hypotheses().stream().findFirst();
        return new Diagnosis(
                Diagnosis.Verdict.valueOf(diagnosis.verdict().name()),
                switch (diagnosis.verdict()) {
                    case FAULT -> lower(leading.orElseThrow().kind());
                    case HEALTHY -> "healthy";
                    case INCONCLUSIVE -> "";
                },
                lower(file.classification().severity()),
                switch (diagnosis.verdict()) {
                    case FAULT -> leading.orElseThrow().confidence();
                    case HEALTHY -> Confidence.ofHealth(diagnosis.gaps().size());
                    case INCONCLUSIVE ->
                        Math.min(
                                Confidence.UNDECIDED,
                                first.map(h -> h.confidence()).orElse(0.0));
                },
                switch (diagnosis.verdict()) {
                    case FAULT -> leading.orElseThrow().statement();
                    case HEALTHY -> "The evidence shows nothing that is broken.";
                    case INCONCLUSIVE -> "The evidence does not tell the cause.";
                },
                components(diagnosis),
                diagnosis.hypotheses().stream()
                        .map(h -> new Diagnosis.Hypothesis(
                                h.statement(),
                                h.confidence(),
                                ids(h.supportedBy()),
                                ids(h.contradictedBy()),
                                h.ruledOut().isPresent()))
                        .toList(),
                diagnosis.gaps(),
                file.evidence().stream().map(IncidentDiagnosis::item).toList());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<Diagnosis.RankedComponent> components(dev.runbook.core.diagnosis.Diagnosis diagnosis) {
        Map<String, Diagnosis.RankedComponent> ranked = new LinkedHashMap<>();
        for (var h : diagnosis.hypotheses())
            ranked.putIfAbsent(
                    h.component(),
                    new Diagnosis.RankedComponent(h.component(), h.confidence(), List.of(), ids(h.supportedBy())));
        return List.copyOf(ranked.values());
    }

    private static List<String> ids(Collection<EvidenceId> evidence) {
        return evidence.stream().map(EvidenceId::id).toList();
    }

    private static Diagnosis.EvidenceItem item(Evidence piece) {
        return new Diagnosis.EvidenceItem(
                piece.id().id(), piece.source(), piece.content().headline());
    }
}
