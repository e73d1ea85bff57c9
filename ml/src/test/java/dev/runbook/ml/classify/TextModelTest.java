package dev.runbook.ml.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.ml.classify.Examples.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextModelTest {

    @TempDir
    private Path folder = Path.of("");

    private static final List<String> ACCESS = List.of(
            "please reset my password", "account is locked", "cannot log in to the portal", "new password needed");
    private static final List<String> HARDWARE = List.of(
            "laptop screen is broken", "need a new keyboard", "the printer jams", "docking station has no power");

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (var text : ACCESS) examples.add(new Example("", text, Map.of("topic", "Access")));
        for (var text : HARDWARE) examples.add(new Example("", text, Map.of("topic", "Hardware")));
        return examples;
    }

    private static TextModel model() {
        return TextModel.train(examples(), Optional.empty());
    }

    @Test
    void likeTextsGetLikeLabels() {
        assertThat(model().classify("my password was reset and the account is locked")
                        .getFirst())
                .satisfies(p -> assertThat(p.label()).isEqualTo("Access"))
                .satisfies(p -> assertThat(p.confidence()).isGreaterThan(0.6));
        assertThat(model().classify("broken keyboards").getFirst().label()).isEqualTo("Hardware");
    }

    @Test
    void whatNoExampleSpokeOfIsUncertain() {
        assertThat(model().classify("").getFirst().confidence()).isLessThan(0.7);
    }

    @Test
    void aProductNobodyNamedIsKnownByItsKind() {
        var model = TextModel.train(
                List.of(
                        new Example("", "MySQL is down", Map.of("group", "Databases")),
                        new Example("", "MongoDB is down", Map.of("group", "Databases")),
                        new Example("", "Kafka is down", Map.of("group", "Brokers")),
                        new Example("", "Pulsar is down", Map.of("group", "Brokers"))),
                Optional.empty());

        assertThat(model.classify("PostgreSQL is down").getFirst().label()).isEqualTo("Databases");
        assertThat(model.classify("RabbitMQ is down").getFirst().label()).isEqualTo("Brokers");
    }

    @Test
    void aModelThatIsSavedAndLoadedSaysTheSameAndTheSameExamplesGiveTheSameFile() throws IOException {
        var first = folder.resolve("a.rbm");
        var second = folder.resolve("b.rbm");
        model().save(first);
        model().save(second);

        var loaded = TextModel.load(first);

        assertThat(loaded.labels()).containsOnlyKeys("topic");
        for (var text : ACCESS)
            assertThat(loaded.classify(text).getFirst().label()).isEqualTo("Access");
        assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(second));
        assertThat(Files.size(first)).isLessThan(1_000_000);
    }

    @Test
    void aModelGoesOnLearningAndForgetsNothing() {
        var more = List.of(
                new Example("", "invoice for the licence", Map.of("topic", "Purchase")),
                new Example("", "order the licence and send the invoice", Map.of("topic", "Purchase")),
                new Example("", "password expired", Map.of("topic", "Access")));

        var updated = TextModel.train(more, Optional.of(model()));

        assertThat(updated.labels()).containsEntry("topic", List.of("Access", "Hardware", "Purchase"));
        assertThat(updated.classify("the printer jams").getFirst().label()).isEqualTo("Hardware");
    }

    @Test
    void oneLabelAloneCannotBeLearned() {
        assertThatThrownBy(() ->
                        TextModel.train(List.of(new Example("", "x", Map.of("topic", "Access"))), Optional.empty()))
                .hasMessageContaining("topic")
                .hasMessageContaining("at least two");
        assertThatThrownBy(() -> TextModel.train(List.of(new Example("", "x", Map.of())), Optional.empty()))
                .hasMessageContaining("--label");
    }

    @Test
    void aFileThatIsNoModelIsNamed() throws IOException {
        var file = Files.writeString(folder.resolve("x"), "no model");

        assertThatThrownBy(() -> TextModel.load(file)).hasMessageContaining(file.toString());
        assertThatThrownBy(() -> TextModel.load(folder.resolve("none"))).hasMessageContaining("runbook ml train");
    }

    @Test
    void theUsualColumnsAreFound() throws IOException {
        var file = Files.writeString(
                folder.resolve("t.csv"), "id,name,description,severity,group\n7,Disk full,no space,critical,Storage\n");

        assertThat(Examples.all(file, Examples.Columns.USUAL))
                .containsExactly(
                        new Example("7", "Disk full. no space", Map.of("severity", "critical", "group", "Storage")));
    }

    @Test
    void aRowThatIsBrokenIsNamedWithItsLine() throws IOException {
        var file = Files.writeString(folder.resolve("t.csv"), "id,text,label\n1,a,b\n2,a\n");

        assertThatThrownBy(() -> Examples.all(file, Examples.Columns.USUAL)).hasMessageContaining("t.csv:3");
    }

    @Test
    void aFileWithoutTextSaysWhatToDo() throws IOException {
        var file = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n");

        assertThatThrownBy(() -> Examples.all(file, Examples.Columns.USUAL)).hasMessageContaining("--text");
    }
}
