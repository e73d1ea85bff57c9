package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.ProblemReport;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A report whose host and service are names of the estate. People write names as they remember them: a
/// name that the estate does not know is taken for the one component that it can mean; where there is none,
/// or more than one, it is only a word. Pure.
///
/// @param report with the names that are known, and without those that are not
/// @param words the text, and the names that are only words
/// @param notes what was not known and what was taken instead, one sentence each
record Grounding(ProblemReport report, String words, List<String> notes) {

    /// Parts of names that many names have, so that they tell nothing apart.
    private static final Set<String> COMMON = Set.of(
            "service", "svc", "server", "application", "app", "api", "host", "node", "machine", "instance", "cluster");

    Grounding {
        notes = List.copyOf(notes);
    }

    static Grounding of(ProblemReport report, List<Evidence> evidence) {
        return of(report, Estate.of(evidence));
    }

    /// Where nothing is known of hosts, or of services, their names are believed.
    static Grounding of(ProblemReport report, Estate estate) {
        var hosts = estate.hosts();
        var host = report.host().map(name -> name("host", name, estate, hosts, estate.others()));
        var service = report.service().map(name -> name("service", name, estate, estate.others(), hosts));
        var grounded = report.about(
                taken(host, Name::isHost).or(() -> taken(service, Name::isHost)),
                taken(service, Name::isNoHost).or(() -> taken(host, Name::isNoHost)));
        var names = Stream.of(host, service).flatMap(Optional::stream).toList();
        var words = names.stream().filter(name -> name.taken().isEmpty()).map(Name::asked);
        return new Grounding(
                grounded,
                Stream.concat(Stream.of(report.text()), words).collect(Collectors.joining("\n")),
                names.stream().flatMap(name -> name.note().stream()).toList());
    }

    /// What a name is taken for.
    ///
    /// @param asked as it is written in the report
    /// @param taken the component; empty when it is only a word
    private record Name(String kind, String asked, Optional<String> taken, boolean isHost) {
        boolean isNoHost() {
            return !isHost;
        }

        Optional<String> note() {
            if (taken.filter(asked::equals).isPresent()) return Optional.empty();
            return Optional.of(kind + " '" + asked + "' is not known here, so "
                    + taken.map(name -> "'" + name + "' was taken for it").orElse(CaseFile.UNKNOWN_PLACE));
        }
    }

    private static Optional<String> taken(Optional<Name> name, Predicate<Name> which) {
        return name.filter(which).flatMap(Name::taken);
    }

    /// @param likely the names of the kind that the report says
    /// @param others those of the other kind
    private static Name name(String kind, String asked, Estate estate, Set<String> likely, Set<String> others) {
        boolean isHost = kind.equals("host");
        if (likely.isEmpty() || likely.contains(asked)) return new Name(kind, asked, Optional.of(asked), isHost);
        if (others.contains(asked)) return new Name(kind, asked, Optional.of(asked), !isHost);
        if (estate.seen().contains(asked)) return new Name(kind, asked, Optional.of(asked), isHost);
        var near = nearest(asked, likely);
        return near.isPresent()
                ? new Name(kind, asked, near, isHost)
                : new Name(kind, asked, nearest(asked, others), !isHost);
    }

    /// The one name that another can mean; empty when there is none or more than one.
    static Optional<String> nearest(String name, Set<String> known) {
        return only(known.stream()
                        .filter(other -> bare(other).equals(bare(name)))
                        .toList())
                .or(() -> only(known.stream()
                        .filter(other -> holds(parts(name), parts(other)))
                        .toList()))
                .or(() -> only(known.stream()
                        .filter(other -> holds(telling(name), telling(other)))
                        .toList()));
    }

    private static Optional<String> only(List<String> names) {
        return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    }

    /// Whether all parts of one are parts of the other. A number that was written is never passed over:
    /// `web-9` is not `web`.
    private static boolean holds(Set<String> asked, Set<String> known) {
        if (asked.stream().noneMatch(part -> part.length() > 2 && !COMMON.contains(part) && known.contains(part)))
            return false;
        return known.containsAll(asked)
                || (asked.containsAll(known)
                        && asked.stream().filter(Grounding::isNumber).allMatch(known::contains));
    }

    private static boolean isNumber(String part) {
        return Character.isDigit(part.charAt(0));
    }

    private static String bare(String name) {
        return String.join("", split(name));
    }

    private static Set<String> parts(String name) {
        return split(name).stream().map(Grounding::stem).collect(Collectors.toSet());
    }

    /// The parts that tell a name from others.
    private static Set<String> telling(String name) {
        var parts = parts(name);
        parts.removeAll(COMMON);
        return parts;
    }

    /// Words and numbers of a name, in lower case; `web03` has two, and so has `WebGate`.
    private static List<String> split(String name) {
        return Arrays.stream(name.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toLowerCase(Locale.ROOT)
                        .split("[^\\p{L}\\p{N}]+|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})"))
                .filter(part -> !part.isEmpty())
                .map(part -> part.replaceFirst("^0+(?=\\d)", ""))
                .toList();
    }

    private static String stem(String part) {
        return part.length() > 3 && part.endsWith("s") ? part.substring(0, part.length() - 1) : part;
    }
}
