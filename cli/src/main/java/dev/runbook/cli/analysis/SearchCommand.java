package dev.runbook.cli.analysis;

import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.search.Page;
import dev.runbook.ml.search.PageIndex;
import dev.runbook.ml.search.Pages;
import dev.runbook.ml.search.PassageVectors;
import dev.runbook.ml.search.Questions;
import dev.runbook.ml.search.VectorFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Finds the runbooks or pages that a problem is about.
@Command(
        name = "search",
        description = "Find the runbooks or pages that an alert or a problem is about.",
        mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What the problem is.")
    private @Nullable String text;

    @Option(
            names = "--in",
            paramLabel = "DIR|FILE.jsonl",
            description =
                    "Folder of Markdown, text and YAML pages, or JSON lines with id, title and text; by default the"
                            + " runbooks that come along.")
    private @Nullable Path pages;

    @Option(names = "--queries", paramLabel = "FILE.jsonl", description = "Many questions: a qid and a text each line.")
    private @Nullable Path queries;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "5",
            description = "How many results (default: ${DEFAULT-VALUE}).")
    private int top = 5;

    @Option(
            names = "--index",
            paramLabel = "FILE",
            description =
                    "Keeps what pages mean, so that they are not read again until they change; made when it is not"
                            + " there (default: cache/search in the data folder, where there is one).")
    private @Nullable Path kept;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the answers as JSON lines.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        if (top < 1) throw new Complaint("--top " + top + " must be at least 1");
        if ((text == null) == (queries == null)) throw new Complaint("give either a text or --queries FILE");
        var file = OutputFile.checked("--out", out);
        var home = Path.of(System.getenv().getOrDefault("RUNBOOK_HOME", "."));
        var place = pages == null ? home.resolve("runbooks") : pages;
        var index = index(Pages.read(place), place);
        if (queries != null) answerAll(index, queries, file);
        else if (text != null) answer(index, text, file);
        return 0;
    }

    private PageIndex index(List<Page> read, Path place) throws IOException {
        var embedder = BgeEmbedder.standard();
        if (embedder.trouble().isPresent()) {
            spec.commandLine()
                    .getErr()
                    .println("By words alone: " + embedder.trouble().get());
            return new PageIndex(read);
        }
        var progress = new Progress(spec.commandLine().getErr(), "passages");
        var file = kept == null ? cache(place) : Optional.of(kept);
        if (file.isEmpty()) return new PageIndex(read, embedder, PassageVectors.fresh(embedder, progress));
        var vectors = VectorFile.at(file.get(), BgeEmbedder.NAME, BgeEmbedder.SIZE);
        return new PageIndex(read, embedder, PassageVectors.kept(embedder, vectors, progress));
    }

    /// Where the data folder keeps what the pages of a place mean; nowhere when there is none.
    private static Optional<Path> cache(Path place) {
        var data = Path.of(System.getenv().getOrDefault("RUNBOOK_DATA", "data"));
        if (!Files.isDirectory(data) || !Files.isWritable(data)) return Optional.empty();
        var name = Digest.of(place.toAbsolutePath().normalize().toString()).toString();
        return Optional.of(data.resolve("cache/search/" + name + ".vectors"));
    }

    private void answerAll(PageIndex index, Path questions, Optional<Path> file) throws IOException {
        var progress = new Progress(spec.commandLine().getErr(), "questions");
        if (file.isPresent()) {
            long answered;
            try (var writer = Files.newBufferedWriter(file.get())) {
                answered = Questions.answer(index, questions, top, writer, progress);
            }
            output.print(
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("questions", answered)
                            .put("out", file.get().toString()),
                    () -> answered + " questions answered in " + file.get());
            return;
        }
        Writer lines = new StringWriter();
        Questions.answer(index, questions, top, lines, progress);
        System.out.print(lines);
    }

    private void answer(PageIndex index, String question, Optional<Path> file) throws IOException {
        if (question.isBlank()) throw new Complaint("the text is empty; say what the problem is");
        var hits = index.search(question, top);
        var json = Json.write(Value.of(Map.of("results", Questions.results(hits))));
        if (file.isPresent()) Files.writeString(file.get(), json + "\n");
        output.print(JsonMapper.shared().readTree(json), () -> table(hits));
    }

    private static String table(List<PageIndex.Hit> hits) {
        if (hits.isEmpty()) return "No page has anything in common with that.";
        List<List<String>> rows = new ArrayList<>(List.of(List.of("SCORE", "PAGE", "TITLE")));
        for (var hit : hits)
            rows.add(List.of(
                    String.format(Locale.ROOT, "%.2f", hit.score()),
                    hit.page().id(),
                    hit.page().title()));
        return Output.table(rows);
    }
}
