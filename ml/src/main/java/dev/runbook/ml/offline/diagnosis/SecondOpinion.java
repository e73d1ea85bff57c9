package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Investigation.Look;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.operation.Operation;
import dev.runbook.ml.offline.scene.InventoryReader;
import dev.runbook.ml.offline.scene.LogSign;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether it may be believed that all is well. Somebody complained; where monitoring has seen nothing at
/// all, not even something that is over, it may be monitoring that is ill. So hosts and databases are asked
/// themselves. Pure.
final class SecondOpinion {

    private static final int MOST_HOSTS = 6;
    private static final int MOST_DATABASES = 3;

    private SecondOpinion() {}

    /// Whether monitoring knows of nothing out of the ordinary, now or lately.
    static boolean isTooQuiet(Scene scene) {
        return !scene.measurements().isEmpty()
                && scene.measurements().stream().allMatch(m -> m.shift().isEmpty() && !m.troubled())
                && scene.alerts().isEmpty()
                && scene.logs().stream().noneMatch(LogSign::troubling);
    }

    /// The looks at the machinery itself that nobody took yet: first at what was reported and what it needs.
    ///
    /// @param possible the operations that may be asked
    static List<Look> looks(Scene scene, List<Operation> possible) {
        var places = new LinkedHashSet<>(scene.reported());
        for (var reported : scene.reported()) places.addAll(scene.topology().needsOf(reported));
        scene.measurements().stream().map(Measurement::component).forEach(places::add);
        var looks = new ArrayList<Look>();
        of(scene, places, Scene.Kind.HOST, MOST_HOSTS).forEach(host -> {
            looks.addAll(Inspection.processes(scene, host));
            looks.addAll(Inspection.disks(scene, host));
        });
        of(scene, places, Scene.Kind.DATABASE, MOST_DATABASES)
                .forEach(database -> looks.addAll(Inspection.clients(scene, database)));
        return Inspection.possible(looks, possible);
    }

    private static List<String> of(Scene scene, Set<String> places, Scene.Kind kind, int most) {
        return places.stream()
                .filter(place -> scene.kindOf(place) == kind)
                .limit(most)
                .toList();
    }

    /// Why it is not to be believed, one sentence each; empty when somebody else says so too.
    static List<String> doubts(CaseFile file, Scene scene) {
        var doubts = new ArrayList<>(scene.contradictions());
        if (file.gaps().stream().anyMatch(gap -> gap.endsWith(CaseFile.UNKNOWN_PLACE)))
            doubts.add("that all is well was seen of the others, and not of what was reported");
        if (!isTooQuiet(scene)) return doubts;
        var monitors = file.evidence().stream()
                .filter(piece -> piece.content() instanceof Content.MetricSeries)
                .map(Evidence::source)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var names = String.join(" and ", monitors);
        var reported = file.report().alerts().stream()
                .map(alert -> alert.name() + " of " + alert.component())
                .distinct()
                .toList();
        if (!reported.isEmpty())
            doubts.add((reported.size() == 1 ? "alert " : "alerts ") + String.join(", ", reported)
                    + " came with the report, and " + names + " knows nothing of "
                    + (reported.size() == 1 ? "it" : "them"));
        if (file.evidence().stream().noneMatch(piece -> isOfItsOwn(piece) && !monitors.contains(piece.source())))
            doubts.add("that all is well is known from " + names
                    + " alone: no host and no database could be asked itself");
        return doubts;
    }

    /// Whether a host or a database tells of itself: its processes, disks or clients. That it runs is not
    /// enough.
    private static boolean isOfItsOwn(Evidence piece) {
        return Optional.of(piece.content())
                .filter(Content.Facts.class::isInstance)
                .map(content -> ((Content.Facts) content).facts())
                .filter(InventoryReader::tellsOfItself)
                .isPresent();
    }
}
