package dev.runbook.language.parse;

import dev.runbook.core.engine.Phase;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problem;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import dev.runbook.language.yaml.YamlReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The tests of a runbook, as the file beside it tells them: `high_cpu.test.yaml` beside `high_cpu.yaml`.
///
/// @param tests never empty
public record RunbookTests(List<Case> tests) {
    public RunbookTests {
        tests = List.copyOf(tests);
    }

    /// What a test file's name ends with.
    public static final String SUFFIX = ".test.yaml";

    /// One test.
    ///
    /// @param scenario the simulated world; empty for a world of given values
    /// @param decisions what people decide about each step: `approve`, `deny`, `veto` or `ignore`; they approve
    ///     what is not named
    /// @param answers what people answer to each step's question
    public record Case(
            String name,
            Optional<String> scenario,
            World world,
            Map<String, String> decisions,
            Map<String, Value.Fields> answers,
            Expected expected) {}

    /// A world of given values.
    ///
    /// @param host that the report names; may be empty
    /// @param results what operations answer
    /// @param metrics the latest value of each metric
    /// @param afterwards the metrics once something was changed
    /// @param blind operations that do not answer
    /// @param refused operations that are refused
    /// @param recommended the step that a diagnosis recommends; empty when it recommends none
    /// @param decided what the decision's result has besides, such as `target_service`
    public record World(
            String text,
            Optional<String> host,
            Optional<String> service,
            Map<String, String> labels,
            Map<String, Value> results,
            Map<String, Value> metrics,
            Map<String, Value> afterwards,
            List<String> blind,
            List<String> refused,
            Optional<String> recommended,
            Value.Fields decided) {}

    /// What must come of it.
    ///
    /// @param ran the steps that ran, in order, with those parameters that matter; empty when nothing is said
    /// @param skipped steps that were passed over
    /// @param failed steps that failed
    /// @param undone the steps whose changes were taken back, in order, with those parameters that matter
    /// @param approvals the steps that people were asked about: what stood before them, and why
    /// @param ending `resolved`, `escalated` or another phase
    public record Expected(
            Optional<Map<String, Value.Fields>> ran,
            List<String> skipped,
            List<String> failed,
            Optional<Map<String, Value.Fields>> undone,
            Map<String, Approval> approvals,
            Optional<String> ending) {

        /// Whether whatever happens is as expected.
        boolean saysNothing() {
            return ran.isEmpty()
                    && skipped.isEmpty()
                    && failed.isEmpty()
                    && undone.isEmpty()
                    && approvals.isEmpty()
                    && ending.isEmpty();
        }
    }

    /// An approval that is expected.
    ///
    /// @param tier `runs`, `veto`, or how many must approve: `one`, `two`
    /// @param because words that one of the rules has which chose the tier; may be empty
    public record Approval(String tier, String because) {}

    /// What reading a file gave.
    public sealed interface Result {
        record Read(RunbookTests tests) implements Result {}

        record Broken(List<Problem> problems) implements Result {}
    }

    private static final Kind<String> NAME = Kinds.as(Kinds.TEXT, YamlNode.Scalar::text);
    private static final Kind<Value.Fields> FIELDS = Kinds.as(Kinds.map(Kinds.LITERAL), Value.Fields::new);

    private static final Key<String> TEXT = Key.of("text", NAME, "what the report says");
    private static final Key<String> HOST = Key.of("host", NAME, "the host that the report names");
    private static final Key<String> SERVICE = Key.of("service", NAME, "the service that the report names");
    private static final Key<Map<String, String>> LABELS = Key.of("labels", Kinds.map(NAME), "the report's labels");
    private static final Key<Map<String, Value>> RESULTS =
            Key.of("results", Kinds.map(Kinds.LITERAL), "what operations answer, such as `compute.get_disk_usage`");
    private static final Key<Map<String, Value>> METRICS =
            Key.of("metrics", Kinds.map(Kinds.NUMBER), "the latest value of each metric");
    private static final Key<Map<String, Value>> AFTERWARDS =
            Key.of("afterwards", Kinds.map(Kinds.NUMBER), "the metrics once something was changed");
    private static final Key<List<String>> BLIND = Key.of("blind", Kinds.list(NAME), "operations that do not answer");
    private static final Key<List<String>> REFUSED = Key.of("refused", Kinds.list(NAME), "operations that are refused");
    private static final Key<String> RECOMMENDED =
            Key.of("recommends", NAME, "the step that an ml_decision recommends; none if left out");
    private static final Key<Value.Fields> DECIDED =
            Key.of("decision", FIELDS, "what the result of an ml_decision has, such as `target_service`");
    private static final Shape WORLD =
            Shape.of(TEXT, HOST, SERVICE, LABELS, RESULTS, METRICS, AFTERWARDS, BLIND, REFUSED, RECOMMENDED, DECIDED);

    private static final Key<String> TIER = Key.of(
                    "tier",
                    Kinds.word(
                            "tier", Rule.BAD_VALUE, Map.of("runs", "runs", "veto", "veto", "one", "one", "two", "two")),
                    "what stands before the step")
            .required("say what stands before it: runs, veto, one or two");
    private static final Key<String> BECAUSE = Key.of("because", NAME, "words of the rule that chose the tier");
    private static final Shape APPROVAL = Shape.of(TIER, BECAUSE);

    private static final Key<Map<String, Value.Fields>> RAN =
            Key.of("ran", Kinds.map(FIELDS), "the steps that ran, in order, with the parameters that matter");
    private static final Key<List<String>> SKIPPED = Key.of("skipped", Kinds.list(NAME), "steps that were passed over");
    private static final Key<List<String>> FAILED = Key.of("failed", Kinds.list(NAME), "steps that failed");
    private static final Key<Map<String, Value.Fields>> UNDONE = Key.of(
            "undone",
            Kinds.map(FIELDS),
            "the steps whose changes were taken back, in order, with the parameters of the undo that matter");
    private static final Key<Map<String, Approval>> APPROVALS = Key.of(
            "approvals",
            Kinds.map(Kinds.shaped(APPROVAL, RunbookTests::approval)),
            "the steps that were put to people");
    private static final Kind<String> PHASE = Kinds.as(
            Kinds.word(
                    "ending; endings are "
                            + String.join(", ", Kinds.words(Phase.Kind.class).keySet()),
                    Rule.BAD_VALUE,
                    Kinds.words(Phase.Kind.class)),
            kind -> kind.name().toLowerCase(Locale.ROOT));
    private static final Key<String> ENDING = Key.of("ending", PHASE, "`resolved`, `escalated` or another phase");
    private static final Shape EXPECTED = Shape.of(RAN, SKIPPED, FAILED, UNDONE, APPROVALS, ENDING);

    private static final Key<String> TEST_NAME =
            Key.of("name", NAME, "what it shows").required("say what it shows, as a sentence");
    private static final Key<String> SCENARIO = Key.of("scenario", NAME, "the simulated world it plays in");
    private static final Key<World> GIVEN =
            Key.of("given", Kinds.shaped(WORLD, RunbookTests::world), "the world it plays in");
    private static final Key<Map<String, String>> DECISIONS = Key.of(
            "decisions",
            Kinds.map(Kinds.word(
                    "decision",
                    Rule.BAD_VALUE,
                    Map.of("approve", "approve", "deny", "deny", "veto", "veto", "ignore", "ignore"))),
            "what people decide about each step; they approve what is not named");
    private static final Key<Map<String, Value.Fields>> ANSWERS =
            Key.of("answers", Kinds.map(FIELDS), "what people answer to each step's question");
    private static final Key<Expected> EXPECT = Key.of(
                    "expect", Kinds.shaped(EXPECTED, RunbookTests::expected), "what must come of it")
            .required("say what must come of it");
    private static final Shape CASE = Shape.of(TEST_NAME, SCENARIO, GIVEN, DECISIONS, ANSWERS, EXPECT);
    private static final Key<List<Case>> TESTS = Key.of(
                    "tests", Kinds.list(Kinds.shaped(CASE, RunbookTests::test)), "the tests")
            .required("add a list of tests");
    private static final Shape FILE = Shape.of(TESTS);

    /// Reads a test file.
    ///
    /// @param file the name that problems show
    public static Result read(String file, String text) {
        var problems = new Problems();
        var tests = YamlReader.read(file, text, problems)
                .flatMap(root -> Kinds.shaped(FILE, RunbookTests::some).read("a test file", root, problems));
        return tests.isPresent() && !problems.hasErrors()
                ? new Result.Read(new RunbookTests(tests.get()))
                : new Result.Broken(problems.inOrder());
    }

    private static Optional<List<Case>> some(Keyed keys) {
        return keys.get(TESTS)
                .flatMap(tests ->
                        keys.node(TESTS).orElse(null) instanceof YamlNode.Sequence(var items, var _) && items.isEmpty()
                                ? keys.refuse(TESTS, "'tests' is empty, so nothing is tested")
                                : Optional.of(tests));
    }

    private static Optional<Case> test(Keyed keys) {
        var scenario = keys.get(SCENARIO);
        var world = keys.get(GIVEN);
        var decisions = keys.get(DECISIONS).orElse(Map.of());
        var answers = keys.get(ANSWERS).orElse(Map.of());
        var expected = keys.get(EXPECT);
        if (scenario.isPresent() && keys.has(GIVEN))
            keys.problems()
                    .add(
                            keys.place(GIVEN),
                            Rule.BAD_VALUE,
                            "the test plays in a scenario, so nothing of 'given' is used",
                            "remove one of the two");
        return keys.get(TEST_NAME)
                .flatMap(name ->
                        expected.map(e -> new Case(name, scenario, world.orElse(NOTHING), decisions, answers, e)));
    }

    private static final World NOTHING = new World(
            "a problem",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Value.Fields.NONE);

    private static Optional<World> world(Keyed keys) {
        return Optional.of(new World(
                keys.get(TEXT).orElse("a problem"),
                keys.get(HOST),
                keys.get(SERVICE),
                keys.get(LABELS).orElse(Map.of()),
                keys.get(RESULTS).orElse(Map.of()),
                keys.get(METRICS).orElse(Map.of()),
                keys.get(AFTERWARDS).orElse(Map.of()),
                keys.get(BLIND).orElse(List.of()),
                keys.get(REFUSED).orElse(List.of()),
                keys.get(RECOMMENDED),
                keys.get(DECIDED).orElse(Value.Fields.NONE)));
    }

    private static Optional<Expected> expected(Keyed keys) {
        var expected = new Expected(
                keys.get(RAN),
                keys.get(SKIPPED).orElse(List.of()),
                keys.get(FAILED).orElse(List.of()),
                keys.get(UNDONE),
                keys.get(APPROVALS).orElse(Map.of()),
                keys.get(ENDING));
        if (expected.saysNothing() && !keys.has(ENDING))
            keys.problems()
                    .add(
                            keys.position(),
                            Rule.BAD_VALUE,
                            "'expect' says nothing, so the test shows nothing",
                            "say at least how it ends, such as `ending: resolved`, or which steps `ran`");
        return Optional.of(expected);
    }

    private static Optional<Approval> approval(Keyed keys) {
        var because = keys.get(BECAUSE).orElse("");
        return keys.get(TIER).map(tier -> new Approval(tier, because));
    }
}
