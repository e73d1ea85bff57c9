package dev.runbook.cli.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ClassifyCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Path model() throws IOException {
        var examples = Files.writeString(
                folder.resolve("history.csv"),
                "id,text,topic\n1,reset my password,Access\n2,account locked,Access\n3,broken screen,Hardware\n4,new keyboard,Hardware\n");
        var model = folder.resolve("m.rbm");
        var said = Said.by(MlCommand::new, "train", "--from", examples.toString(), "--out", model.toString());
        assertThat(said.exit()).as(said.errors()).isZero();
        return model;
    }

    @Test
    void whatWasLearnedIsSaidOfOneText() throws IOException {
        var said = Said.by(ClassifyCommand::new, "password please", "--model", model().toString(), "--json");

        var topic = JsonMapper.shared().readTree(said.output()).path("labels").path("topic");
        assertThat(topic.path("label").asString()).isEqualTo("Access");
        assertThat(topic.path("confidence").asDouble()).isBetween(0.0, 1.0);
    }

    @Test
    void everyRowOfAFileGetsItsLabel() throws IOException {
        var texts = Files.writeString(folder.resolve("in.csv"), "id,text\na,\"password, now\"\nb,screen\n");
        var out = folder.resolve("out.csv");

        var said = Said.by(
                ClassifyCommand::new, "--in", texts.toString(), "--model", model().toString(), "--out", out.toString());

        assertThat(said.exit()).isZero();
        assertThat(Files.readAllLines(out))
                .satisfiesExactly(
                        heading -> assertThat(heading).isEqualTo("id,topic,topic_confidence"),
                        a -> assertThat(a).startsWith("a,Access,"),
                        b -> assertThat(b).startsWith("b,Hardware,"));
    }

    @Test
    void withoutAModelTheEnginesOwnCategoriesAreSaid() {
        var said = Said.by(ClassifyCommand::new, "the disk of db-1 is full", "--json");

        assertThat(JsonMapper.shared().readTree(said.output()).path("labels").propertyNames())
                .contains("category", "severity");
    }

    @Test
    void aHistoryWithoutLabelsSaysWhatIsMissing() throws IOException {
        var examples = Files.writeString(folder.resolve("history.csv"), "id,text\n1,a\n");

        var said = Said.by(
                MlCommand::new,
                "train",
                "--from",
                examples.toString(),
                "--out",
                folder.resolve("m").toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.errors()).contains("history.csv").contains("--label");
    }
}
