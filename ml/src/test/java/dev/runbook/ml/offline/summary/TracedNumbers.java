package dev.runbook.ml.offline.summary;

import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds the numbers of a document that its journal does not have.
final class TracedNumbers {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\d.])\\d+(?:\\.\\d+)?(?![\\p{L}\\d])");
    private static final Pattern DAY_AND_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC");
    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z");
    private static final Pattern CLOCK = Pattern.compile("\\b\\d\\d:\\d\\d(?::\\d\\d)?\\b");
    private static final Pattern LENGTH = Pattern.compile("\\b(?:\\d+[dhms] ?)+(?= after the report|: from)");
    private static final Pattern COUNT = Pattern.compile("\\b\\d+ (?:piece|gap)s?\\b");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'");

    private final String journal;
    private final Set<Instant> times = new HashSet<>();
    private final List<BigDecimal> numbers = new ArrayList<>();
    private final Set<Integer> counts = new HashSet<>();

    TracedNumbers(List<JournalEntry> entries) {
        journal = entries.toString();
        ISO.matcher(journal).results().forEach(m -> times.add(Instant.parse(m.group())));
        NUMBER.matcher(journal).results().forEach(m -> numbers.add(new BigDecimal(m.group())));
        for (var entry : entries)
            if (entry.stamped().event() instanceof Event.EvidenceGathered(var _, var evidence, var gaps, var _)) {
                counts.add(evidence.size());
                counts.add(gaps.size());
            }
    }

    /// Every number of the document that is neither in the journal, nor one of its numbers rounded or as a
    /// percentage, nor the length between two of its times, nor the size of what was gathered.
    Set<String> strangersIn(String document) {
        var strangers = new TreeSet<String>();
        var rest = checked(document, DAY_AND_TIME, this::isTime, strangers);
        rest = checked(rest, ISO, text -> times.contains(Instant.parse(text)), strangers);
        rest = checked(rest, CLOCK, this::isClock, strangers);
        rest = checked(rest, LENGTH, this::isLength, strangers);
        rest = checked(rest, COUNT, text -> counts.contains(Integer.parseInt(text.split(" ")[0])), strangers);
        checked(rest, NUMBER, this::isKnown, strangers);
        return strangers;
    }

    private static String checked(
            String document, Pattern pattern, java.util.function.Predicate<String> known, Set<String> strangers) {
        pattern.matcher(document)
                .results()
                .map(m -> m.group())
                .filter(known.negate())
                .forEach(strangers::add);
        return pattern.matcher(document).replaceAll(" ");
    }

    private boolean isTime(String text) {
        var time = LocalDateTime.parse(text, WRITTEN).toInstant(ZoneOffset.UTC);
        return times.stream().anyMatch(t -> t.truncatedTo(ChronoUnit.SECONDS).equals(time));
    }

    private boolean isClock(String text) {
        return times.stream().anyMatch(t -> t.toString().contains("T" + text));
    }

    private boolean isLength(String text) {
        var length = dev.runbook.core.operation.Durations.parse(text.replace(" ", ""))
                .orElseThrow();
        return times.stream()
                .anyMatch(from -> times.stream()
                        .anyMatch(to -> Duration.between(from, to)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .equals(length)));
    }

    private boolean isKnown(String text) {
        var number = new BigDecimal(text);
        return numbers.stream()
                .anyMatch(n -> n.setScale(number.scale(), RoundingMode.HALF_UP).compareTo(number) == 0
                        || n.movePointRight(2)
                                        .setScale(number.scale(), RoundingMode.HALF_UP)
                                        .compareTo(number)
                                == 0);
    }
}
