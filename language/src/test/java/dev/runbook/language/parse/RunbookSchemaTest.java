package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problem;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.TestFiles;
import dev.runbook.language.yaml.YamlNode;
import dev.runbook.language.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Keeps `docs/runbook.schema.json` in step with the reader. To write it anew:
/// `scripts/mvn -pl language -am test -Dtest=RunbookSchemaTest -Drunbook.docs.write=true`.
class RunbookSchemaTest {

    private static final Path PAGE = Path.of("..", "docs", "runbook.schema.json");
    private static final String WRITE = "runbook.docs.write";

    /// Faults of keys and values, which a schema can see.
    private static final Set<Rule> SEEN =
            Set.of(Rule.UNKNOWN_KEY, Rule.MISPLACED_KEY, Rule.MISSING_KEY, Rule.WRONG_TYPE, Rule.UNKNOWN_INTEGRATION);

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(RunbookSchema.json(), InputFormat.JSON);

    @Test
    void thePublishedSchemaIsTheReadersOwn() throws IOException {
        if (Boolean.getBoolean(WRITE)) Files.writeString(PAGE, RunbookSchema.json());

        assertThat(Files.readString(PAGE))
                .as("stale: write it anew with -Dtest=RunbookSchemaTest -D%s=true", WRITE)
                .isEqualTo(RunbookSchema.json());
    }

    @TestFactory
    Stream<DynamicTest> everyRunbookOfTheProjectFitsTheSchema() {
        return Stream.concat(
                        TestFiles.yaml(Path.of("..", "runbooks")).stream(),
                        Stream.of(TestFiles.path("high_cpu_of_the_design.yaml"), TestFiles.path("everything.yaml")))
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(errors(TestFiles.text(file))).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> whatTheReaderRefusesTheSchemaRefuses() {
        var broken = TestFiles.yaml(TestFiles.path("broken")).stream()
                .filter(file -> faults(TestFiles.text(file)).anyMatch(p -> SEEN.contains(p.rule())))
                .filter(file -> node(TestFiles.text(file)) instanceof YamlNode.Mapping)
                .toList();
        assertThat(broken).hasSizeGreaterThan(30);

        return broken.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(errors(TestFiles.text(file))).isNotEmpty()));
    }

    private static Stream<Problem> faults(String text) {
        return RunbookReader.readings("x.yaml", text).problems().stream();
    }

    private static YamlNode node(String text) {
        return YamlReader.read("x.yaml", text, new Problems()).orElseThrow();
    }

    private List<String> errors(String text) {
        return schema.validate(Json.write(value(node(text))), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static Value value(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar.value();
            case YamlNode.Sequence(var items, var _) -> {
                var values = new ArrayList<Value>();
                for (var item : items) values.add(value(item));
                yield new Value.Items(values);
            }
            case YamlNode.Mapping(var entries, var _) -> {
                var fields = new TreeMap<String, Value>();
                for (var entry : entries) fields.put(entry.name(), value(entry.value()));
                yield new Value.Fields(fields);
            }
            case YamlNode.Refused _ -> new Value.Nothing();
        };
    }
}
