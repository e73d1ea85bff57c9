package dev.runbook.store.governor;

import dev.runbook.core.governor.Deed;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Situation;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.store.database.ArrayParameters;
import dev.runbook.store.database.GroupCommit;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Reads what is known around wishes, for many at once: one round trip, in which each statement sees what was
/// committed before it. Versions come first, so that what is begun after they were read has moved them on.
final class EffectReads implements GroupCommit.Transaction<EffectReads.Question, Situation> {

    private static final String VERSIONS = "select name, version from governed_scope where name = any(?)";

    /// Of each wish by itself and in order, so that a plan by index is the only one.
    private static final String DEEDS = """
            select w.place, e.* from (
                select unnest(?::bigint[]) as place, unnest(?::text[]) as estate, unnest(?::text[]) as target,
                    unnest(?::text[]) as operation, unnest(?::text[]) as service, unnest(?::timestamptz[]) as begin
            ) w cross join lateral (
                select incident, service, operation, target, (extract(epoch from at) * 1000000)::bigint, state, holds
                from effect where %s
                order by at desc
            ) e
            order by w.place
            """;
    private static final String ON_TARGET = DEEDS.formatted("""
            estate = w.estate and target = w.target
                and (holds or (purpose = 'CHANGE' and operation = w.operation and at > w.begin))""");
    private static final String ON_SERVICE = DEEDS.formatted("""
            estate = w.estate and service = w.service and purpose = 'CHANGE' and at > w.begin""");

    private static final String AROUND = String.join(";", VERSIONS, ON_TARGET, ON_SERVICE, SwitchEntry.LAST);

    private final DataSource database;

    EffectReads(DataSource database) {
        this.database = database;
    }

    /// @param lookBack how far back before the wish the answer reaches
    record Question(Wish wish, Duration lookBack) {
        private Instant begin() {
            return wish.at().minus(lookBack);
        }

        private Stream<String> scopes() {
            return Stream.concat(Stream.of(KillSwitch.SCOPE), wish.scopes().stream());
        }
    }

    @Override
    public List<Situation> write(List<Question> questions) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(AROUND)) {
            var names = questions.stream()
                    .flatMap(Question::scopes)
                    .distinct()
                    .sorted()
                    .toList();
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            var places = IntStream.range(0, questions.size())
                    .mapToObj(place -> new Placed(place, questions.get(place)))
                    .toList();
            var parameters = new ArrayParameters(statement, 1);
            around(parameters.of(places));
            around(parameters.of(places));
            statement.execute();
            var versions = versions(statement.getResultSet());
            var onTarget = deeds(next(statement));
            var onService = deeds(next(statement));
            var position = SwitchEntry.last(next(statement))
                    .map(SwitchEntry::position)
                    .orElseGet(KillSwitch.Position.Running::new);
            return places.stream()
                    .map(one -> new Situation(
                            position,
                            onTarget.getOrDefault(one.place(), List.of()),
                            onService.getOrDefault(one.place(), List.of()),
                            versions(one.question(), versions)))
                    .toList();
        }
    }

    private record Placed(int place, Question question) {
        private Wish wish() {
            return question.wish();
        }
    }

    private static void around(ArrayParameters.Rows<Placed> rows) throws SQLException {
        rows.whole(Placed::place)
                .text(one -> one.wish().estate())
                .text(one -> one.wish().target().orElse(null))
                .text(one -> one.wish().operation().toString())
                .text(one -> one.wish().service())
                .time(one -> one.question().begin());
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private static Map<String, Long> versions(ResultSet found) throws SQLException {
        try (var rows = found) {
            var versions = new HashMap<String, Long>();
            while (rows.next()) versions.put(rows.getString(1), rows.getLong(2));
            return versions;
        }
    }

    private static Map<String, Long> versions(Question question, Map<String, Long> all) {
        var versions = new HashMap<String, Long>();
        question.scopes().forEach(name -> versions.put(name, all.getOrDefault(name, 0L)));
        return versions;
    }

    private static Map<Integer, List<Deed>> deeds(ResultSet found) throws SQLException {
        try (var rows = found) {
            var deeds = new HashMap<Integer, List<Deed>>();
            while (rows.next())
                deeds.computeIfAbsent(rows.getInt(1), _ -> new ArrayList<>()).add(deed(rows));
            return deeds;
        }
    }

    private static Deed deed(ResultSet row) throws SQLException {
        return new Deed(
                new IncidentId(row.getString(2)),
                row.getString(3),
                operation(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Instant.EPOCH.plus(row.getLong(6), ChronoUnit.MICROS),
                Deed.State.valueOf(row.getString(7)),
                row.getBoolean(8));
    }

    private static OperationName operation(String name) {
        var dot = name.indexOf('.');
        return new OperationName(Capability.ofKey(name.substring(0, dot)).orElseThrow(), name.substring(dot + 1));
    }
}
