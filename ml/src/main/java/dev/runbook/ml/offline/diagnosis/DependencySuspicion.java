package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.AVAILABILITY;
import static dev.runbook.ml.offline.statistics.Quantity.ERRORS;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Inventory.Resource;
import dev.runbook.ml.offline.scene.LogSign;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Something that others depend on is down or failing: its state says so, or those who call it do.
final class DependencySuspicion implements Suspicion {

    /// What a log line names as the other side: a name with a dash, a dot or a digit in it.
    private static final Pattern OTHER_SIDE = Pattern.compile(
            "(?i)\\b(?:to|upstream|calling|from|host|dependency|provider|service|endpoint|https?:)[\\s:=/]+[\"'\\[(]?"
                    + "([a-z][a-z0-9]*(?:[-._][a-z0-9]+)+)");

    @Override
    public List<Suspect> suspects(Scene scene) {
        var blamed = blamed(scene);
        var unwell = new TreeMap<String, Resource>();
        scene.inventory().resources().stream().filter(Resource::unwell).forEach(r -> unwell.put(r.name(), r));
        var candidates = new TreeSet<>(blamed.keySet());
        candidates.addAll(unwell.keySet());
        var suspects = new ArrayList<Suspect>();
        // A path that calls do not come through is a matter of the network.
        candidates.removeIf(component -> scene.kindOf(component) == Scene.Kind.LINK);
        for (var component : candidates) {
            var suspect = new Suspect(CauseKind.DEPENDENCY_FAILURE, component, component + " is down or failing");
            Optional.ofNullable(unwell.get(component))
                    .ifPresent(r -> suspect.argue(2.5, component + " is " + r.state(), Set.of(r.evidence())));
            double weight = 3;
            for (var hint : blamed.getOrDefault(component, List.of())) {
                Hints.argue(suspect, weight, List.of(hint));
                weight = 0.5;
            }
            scene.troubled(component, AVAILABILITY, ERRORS).stream().findFirst().ifPresent(m -> suspect.argue(1, m));
            suspects.add(suspect);
        }
        return suspects;
    }

    /// Who is blamed by the logs of others.
    static Map<String, List<Hints.Hint>> blamed(Scene scene) {
        var known = new TreeSet<>(scene.topology().components());
        scene.inventory().resources().forEach(r -> known.add(r.name()));
        var blamed = new TreeMap<String, List<Hints.Hint>>();
        for (var sign : scene.logs())
            Hints.of(sign, CauseKind.DEPENDENCY_FAILURE)
                    .ifPresent(hint -> named(sign, known)
                            .ifPresent(name -> blamed.computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(hint)));
        return blamed;
    }

    private static Optional<String> named(LogSign sign, Set<String> known) {
        var line = sign.example();
        var speaker = sign.component();
        var mentioned = known.stream()
                .filter(name -> !name.equals(speaker) && mentions(line, name))
                .findFirst();
        if (mentioned.isPresent()) return mentioned;
        var other = OTHER_SIDE.matcher(line);
        return other.find() && !other.group(1).equals(speaker) ? Optional.of(other.group(1)) : Optional.empty();
    }

    private static boolean mentions(String line, String name) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                .matcher(line)
                .find();
    }
}
