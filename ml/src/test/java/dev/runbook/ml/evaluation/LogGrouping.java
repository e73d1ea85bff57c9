package dev.runbook.ml.evaluation;

import dev.runbook.ml.logs.TemplateMiner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Grouping accuracy of the template miner on LogHub 2k: one setting, all systems of a folder.
///
/// ```
/// scripts/mvn -q -pl ml -am test-compile
/// java -Dlogs.data=FOLDER -cp ml/target/classes:ml/target/test-classes dev.runbook.ml.evaluation.LogGrouping
/// ```
///
/// `FOLDER` has a folder for each system with `content.txt.gz`, `raw.log.gz` and `truth.csv.gz` (LineId, EventId,
/// EventTemplate, CorrectedId, CorrectedTemplate). `-Dlogs.file=raw.log.gz` mines the lines with their headers.
/// `-Dlogs.mistakes=true` lists what was grouped wrongly.
///
/// GA is the share of lines whose group is exactly a true group; FGA is F1 over groups. See
/// [Khan et al. 2022](https://doi.org/10.1145/3510003.3510101).
public final class LogGrouping {

    private record Score(double accuracy, double f1) {}

    private record Truth(List<String> original, List<String> corrected, Map<String, String> templates) {}

    private LogGrouping() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(System.getProperty("logs.data", "."));
        var file = System.getProperty("logs.file", "content.txt.gz");
        double[] sum = new double[4];
        int systems = 0;
        System.out.printf("%-14s %6s %6s   %s%n", "system", "GA", "FGA", "on corrected labels");
        for (var system : folders(folder)) {
            var lines = lines(system.resolve(file));
            var truth = truth(system.resolve("truth.csv.gz"));
            var groups = groups(lines);
            var original = score(groups, truth.original());
            var corrected = score(groups, truth.corrected());
            print(system.getFileName().toString(), original, corrected);
            if (Boolean.getBoolean("logs.mistakes")) mistakes(lines, groups, truth);
            sum[0] += original.accuracy();
            sum[1] += original.f1();
            sum[2] += corrected.accuracy();
            sum[3] += corrected.f1();
            systems++;
        }
        print("mean", new Score(sum[0] / systems, sum[1] / systems), new Score(sum[2] / systems, sum[3] / systems));
    }

    private static void print(String name, Score original, Score corrected) {
        System.out.printf(
                "%-14s %6.3f %6.3f   %6.3f %6.3f%n",
                name, original.accuracy(), original.f1(), corrected.accuracy(), corrected.f1());
    }

    private static List<Integer> groups(List<String> lines) {
        var miner = new TemplateMiner();
        var ids = lines.stream().map(miner::add).toList();
        miner.settle();
        return ids.stream().map(id -> miner.template(id).id()).toList();
    }

    private static <T> Map<T, List<Integer>> members(List<T> groups) {
        Map<T, List<Integer>> members = new HashMap<>();
        for (int i = 0; i < groups.size(); i++)
            members.computeIfAbsent(groups.get(i), _ -> new ArrayList<>()).add(i);
        return members;
    }

    private static Score score(List<Integer> groups, List<String> truth) {
        var found = members(groups);
        Set<List<Integer>> right = new HashSet<>(members(truth).values());
        int groupsRight = 0;
        int linesRight = 0;
        for (var group : found.values()) {
            if (!right.contains(group)) continue;
            groupsRight++;
            linesRight += group.size();
        }
        return new Score((double) linesRight / truth.size(), 2.0 * groupsRight / (found.size() + right.size()));
    }

    private static void mistakes(List<String> lines, List<Integer> groups, Truth truth) {
        var found = members(groups);
        members(truth.original()).entrySet().stream()
                .filter(t ->
                        !t.getValue().equals(found.get(groups.get(t.getValue().getFirst()))))
                .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                .limit(15)
                .forEach(t -> {
                    System.out.printf(
                            "    %5d  %s%n",
                            t.getValue().size(), truth.templates().get(t.getKey()));
                    t.getValue().stream().map(groups::get).distinct().limit(4).forEach(g -> {
                        var group = found.get(g);
                        System.out.printf("           %5d  %s%n", group.size(), lines.get(group.getFirst()));
                    });
                });
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Truth truth(Path file) throws IOException {
        var truth = new Truth(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        for (var line : lines(file).stream().skip(1).toList()) {
            var cells = cells(line);
            truth.original().add(cells.get(1));
            truth.templates().put(cells.get(1), cells.get(2));
            truth.corrected().add(cells.get(3));
        }
        return truth;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') cell.append(line.charAt(++i));
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else cell.append(c);
        }
        cells.add(cell.toString());
        return cells;
    }
}
