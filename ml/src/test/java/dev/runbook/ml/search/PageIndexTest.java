package dev.runbook.ml.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageIndexTest {

    @TempDir
    private Path folder = Path.of("");

    private static final PageIndex INDEX = new PageIndex(List.of(
            new Page(
                    "disk",
                    "NodeFilesystemFull",
                    "# NodeFilesystemFull\n\nThe file system of a node runs out of space."),
            new Page("cert", "CertificateExpiring", "# Meaning\nA TLS certificate expires soon.\n# Steps\nRenew it."),
            new Page("queue", "QueueBacklog", "Messages pile up because consumers are slow.\n```\nspace space\n```")));

    private static List<String> found(String text) {
        return INDEX.search(text, 2).stream().map(h -> h.page().id()).toList();
    }

    @Test
    void aDescriptionFindsItsPage() {
        assertThat(found("no space left on the filesystem")).startsWith("disk");
        assertThat(found("certificates that will expire")).startsWith("cert");
    }

    @Test
    void aNameThatIsWrittenTogetherIsFoundInParts() {
        assertThat(found("queue backlogs")).startsWith("queue");
    }

    @Test
    void whatIsNotWrittenInLatinLettersIsFoundToo() {
        var index = new PageIndex(List.of(
                new Page("disk", "", "磁盘空间不足时的处理步骤"),
                new Page("cert", "", "Сертификат истекает"),
                new Page("queue", "", "Die Größe der Schlange überschreitet die Grenze")));

        assertThat(index.search("磁盘已满", 1)).extracting(h -> h.page().id()).containsExactly("disk");
        assertThat(index.search("истекают сертификаты", 1))
                .extracting(h -> h.page().id())
                .containsExactly("cert");
        assertThat(index.search("größe", 1)).extracting(h -> h.page().id()).containsExactly("queue");
    }

    @Test
    void aQuestionInOtherWordsFindsItsPageByMeaning() {
        var embedder = BgeEmbedder.standard();
        var pages = List.of(
                new Page("mail", "Mail", "Letters are not delivered to the people they are for."),
                new Page("cold", "Freezing", "The engine gives up when it is too hot in the room."));

        var index = new PageIndex(pages, embedder, PassageVectors.fresh(embedder));

        assertThat(index.search("machine overheats, temperature of the server room", 1))
                .extracting(hit -> hit.page().id())
                .containsExactly("cold");
    }

    @Test
    void whatWasEmbeddedOnceIsNotEmbeddedAgain() throws IOException {
        var embedder = new CountingEmbedder();
        var pages = List.of(new Page("a", "A", "first"), new Page("b", "B", "second"));
        var file = VectorFile.at(folder.resolve("v"), "counted", 2);
        new PageIndex(pages, embedder, PassageVectors.kept(embedder, file, _ -> {}));

        var changed = List.of(pages.getFirst(), new Page("b", "B", "third"));
        var found = new PageIndex(changed, embedder, PassageVectors.kept(embedder, file, _ -> {})).search("third", 1);

        assertThat(embedder.embedded).containsExactly("A first", "B second", "B third");
        assertThat(found).extracting(hit -> hit.page().id()).containsExactly("b");
    }

    /// Everything means the same; it notes what it was asked.
    private static final class CountingEmbedder implements Embedder {
        private final List<String> embedded = new ArrayList<>();

        @Override
        public Optional<Vector> meaning(String text) {
            return Optional.of(Vector.of(new float[] {1, 0}));
        }

        @Override
        public List<Vector> meanings(List<String> texts) {
            embedded.addAll(texts);
            return texts.stream().map(_ -> Vector.of(new float[] {1, 0})).toList();
        }

        @Override
        public Optional<Vector> question(String text) {
            return meaning(text);
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }
    }

    @Test
    void whatNoPageIsAboutFindsNothing() {
        assertThat(found("zzz qqq")).isEmpty();
        assertThat(found("")).isEmpty();
    }

    @Test
    void theBestScoreIsAtMostOne() {
        assertThat(INDEX.search("NodeFilesystemFull", 1).getFirst().score()).isBetween(0.5, 1.0);
    }

    @Test
    void aFolderOfPagesIsRead() throws IOException {
        Files.createDirectories(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/a.md"), "intro\n# Broken pipe #\ntext");
        Files.writeString(folder.resolve("b.yaml"), "name: \"Restart it\"\nsteps: []\n");
        Files.writeString(folder.resolve("c.png"), "no page");

        assertThat(Pages.read(folder))
                .extracting(Page::id, Page::title)
                .containsExactlyInAnyOrder(tuple("deep/a.md", "Broken pipe"), tuple("b.yaml", "Restart it"));
    }

    @Test
    void aLineThatIsNoPageIsNamed() throws IOException {
        var file = Files.writeString(folder.resolve("p.jsonl"), "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\"\n");

        assertThatThrownBy(() -> Pages.read(file)).hasMessageContaining("p.jsonl:2: no JSON");
    }

    @Test
    void twoPagesOfOneIdAreRefused() throws IOException {
        var file = Files.writeString(
                folder.resolve("p.jsonl"), "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"a\", \"text\": \"y\"}\n");

        assertThatThrownBy(() -> Pages.read(file)).hasMessageContaining("p.jsonl:2: the id 'a' is there twice");
    }

    @Test
    void manyQuestionsAreAnsweredLineByLine() throws IOException {
        var file = Files.writeString(
                folder.resolve("q.jsonl"),
                "{\"qid\": \"1\", \"text\": \"no space\"}\n\n{\"qid\": \"2\", \"alertname\": \"QueueBacklog\", \"text\": \"?\"}\n");
        var out = new StringWriter();

        long answered = Questions.answer(INDEX, file, 1, out, done -> {});

        assertThat(answered).isEqualTo(2);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"qid\":\"1\"").contains("\"id\":\"disk\""),
                        second -> assertThat(second).contains("\"id\":\"queue\""));
    }

    @Test
    void aQuestionWithoutTextIsNamedWithItsLine() throws IOException {
        var file = Files.writeString(folder.resolve("q.jsonl"), "{\"qid\": \"1\"}\n");

        assertThatThrownBy(() -> Questions.answer(INDEX, file, 1, new StringWriter(), done -> {}))
                .hasMessageContaining("q.jsonl:1")
                .hasMessageContaining("text");
    }
}
