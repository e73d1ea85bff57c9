package dev.runbook.language.parse;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalPolicy.Aftermath;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Hours;
import dev.runbook.core.approval.Scope;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problem;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import dev.runbook.language.yaml.YamlReader;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads an approval policy from YAML: named rules, and whether the engine's own ladder stands below them.
public final class PolicyFile {

    private static final Kind<String> NAME = Kinds.as(Kinds.TEXT, YamlNode.Scalar::text);
    private static final Kind<List<String>> NAMES = Kinds.oneOrMore(NAME);

    private static final Key<LocalTime> FROM = Key.of(
                    "from", parsed("a time of day", "22:00", LocalTime::parse), "the first moment")
            .required("say when it begins, such as \"22:00\"");
    private static final Key<LocalTime> TO = Key.of(
                    "to",
                    parsed("a time of day", "06:00", LocalTime::parse),
                    "the first moment after it; the next day if it is not after `from`")
            .required("say when it ends, such as \"06:00\"");
    private static final Key<List<DayOfWeek>> DAYS = Key.of(
            "days",
            Kinds.oneOrMore(Kinds.word("day", Rule.BAD_VALUE, Kinds.words(DayOfWeek.class))),
            "the days on which it begins; all if left out");
    private static final Key<ZoneId> ZONE =
            Key.of("zone", parsed("a time zone", "Europe/Berlin", ZoneId::of), "whose clock; UTC if left out");
    private static final Shape TIME = Shape.of(FROM, TO, DAYS, ZONE);

    private static final Key<List<String>> ENVIRONMENT =
            Key.of("environment", NAMES, "environments; `*` stands for anything");
    private static final Key<List<String>> SERVICE =
            Key.of("service", NAMES, "services that the incident or the action is about");
    private static final Key<List<Severity>> SEVERITY = Key.of(
            "severity",
            Kinds.oneOrMore(Kinds.word("severity", Rule.BAD_VALUE, Kinds.words(Severity.class))),
            "how bad the problem is, by what was found or, before that, by the report");
    private static final Key<List<Category>> CATEGORY = Key.of(
            "category",
            Kinds.oneOrMore(Kinds.word("category", Rule.BAD_VALUE, Kinds.words(Category.class))),
            "kinds of problem");
    private static final Key<List<String>> OPERATION = Key.of(
            "operation",
            Kinds.oneOrMore(parsed("operation of the catalogue", "compute.reboot_host", PolicyFile::operation)),
            "operations, of the action or of its undo, such as `compute.reboot_host` or `compute.*`");
    private static final Key<List<RiskLevel>> RISK =
            Key.of("risk", Kinds.oneOrMore(Kinds.word("risk", Rule.BAD_VALUE, Kinds.words(RiskLevel.class))), "risks");
    private static final Key<Hours> HOURS = Key.of("time", Kinds.shaped(TIME, PolicyFile::hours), "times of the week");
    private static final Key<Boolean> RUNBOOK_ASKS =
            Key.of("runbook_asks", Kinds.TRUTH, "whether the runbook says `requires_approval`");
    private static final Shape WHEN =
            Shape.of(ENVIRONMENT, SERVICE, CATEGORY, SEVERITY, OPERATION, RISK, HOURS, RUNBOOK_ASKS);

    /// What a rule asks for, as files write it.
    private enum Word {
        RUN,
        VETO,
        APPROVE,
        FORBID
    }

    private static final Key<String> RULE_NAME = Key.of("name", NAME, "its name; the people who are asked see it")
            .required("name it, for the people who are asked");
    private static final Key<String> BECAUSE = Key.of("because", NAME, "the reason for the rule, for the same people");
    private static final Key<Scope> RULE_WHEN =
            Key.of("when", Kinds.shaped(WHEN, PolicyFile::scope), "what it speaks of; everything if left out");
    private static final Key<Word> GATE = Key.of(
                    "gate",
                    Kinds.word("gate", Rule.BAD_VALUE, Kinds.words(Word.class)),
                    "what stands before the action: `run`, `veto`, `approve` or `forbid`")
            .required("say what stands before the action: run, veto, approve or forbid");
    private static final Key<Long> QUORUM =
            Key.of("quorum", Kinds.whole(1, 10), "of `approve`: how many different operators; 1 if left out");
    private static final Key<Boolean> REQUESTER = Key.of(
            "requester_may_approve",
            Kinds.TRUTH,
            "of `approve`: whether who reported the incident may be the one; `false` if left out");
    private static final Key<String> ROLE = Key.of(
            "role",
            Kinds.word(
                    "role of those who may approve",
                    Rule.BAD_VALUE,
                    Map.of("approver", "approver", "commander", "commander", "administrator", "administrator")),
            "of `approve`: the role that each of them has");
    private static final Key<Duration> WINDOW =
            Key.of("window", Kinds.DURATION, "of `veto`: how long after the notice is delivered");
    private static final Key<Duration> EXPIRY =
            Key.of("expiry", Kinds.DURATION, "of `approve`: how long the request stays open");
    private static final Key<Aftermath> ON_EXPIRY = Key.of(
            "on_expiry",
            Kinds.word(
                    "end of a request (what nobody approved never runs)",
                    Rule.BAD_VALUE,
                    Map.of("escalate", Aftermath.ESCALATES, "fail", Aftermath.GOES_ON)),
            "of `approve`: what follows when nobody decides: a person takes over, or the step fails");
    private static final Shape RULE =
            Shape.of(RULE_NAME, BECAUSE, RULE_WHEN, GATE, QUORUM, REQUESTER, ROLE, WINDOW, EXPIRY, ON_EXPIRY);

    private static final Key<Boolean> BASE = Key.of(
            "base",
            Kinds.word("base", Rule.BAD_VALUE, Map.of("ladder", true, "none", false)),
            "whether the engine's own ladder stands below the rules; `ladder` if left out");
    private static final Key<Duration> FILE_EXPIRY =
            Key.of("expiry", Kinds.DURATION, "how long requests stay open at most");
    private static final Key<Boolean> TEAM_OF_ONE = Key.of(
            "requester_may_approve",
            Kinds.TRUTH,
            "whether the ladder, where it asks for one operator, is content with the one who reported the incident; `false`"
                    + " if left out");
    private static final Key<List<ApprovalPolicy.Rule>> RULES =
            Key.of("rules", Kinds.list(Kinds.shaped(RULE, PolicyFile::rule)), "the rules");
    private static final Shape FILE = Shape.of(BASE, TEAM_OF_ONE, FILE_EXPIRY, RULES, GovernorSection.GOVERNOR);

    /// The keys of each part, in the order in which the reference names them.
    static final Map<String, Shape> SHAPES = shapes();

    private static Map<String, Shape> shapes() {
        var shapes = new LinkedHashMap<String, Shape>();
        shapes.put("policy", FILE);
        shapes.put("rules", RULE);
        shapes.put("when", WHEN);
        shapes.put("time", TIME);
        return shapes;
    }

    /// What reading a file gave.
    public sealed interface Result {
        record Read(ApprovalPolicy policy, Limits limits) implements Result {}

        /// @param problems each with its line and column; never empty
        record Broken(List<Problem> problems) implements Result {}
    }

    private PolicyFile() {}

    /// Reads a policy.
    ///
    /// @param file the name that problems show
    /// @param ladder the engine's own rules, which stand below those of the file unless it says otherwise
    public static Result read(String file, String text, ApprovalPolicy ladder) {
        var problems = new Problems();
        var read = YamlReader.read(file, text, problems)
                .flatMap(root ->
                        Kinds.shaped(FILE, keys -> file(keys, ladder, problems)).read("the policy", root, problems));
        return read.isPresent() && !problems.hasErrors() ? read.get() : new Result.Broken(problems.inOrder());
    }

    private static Optional<Result> file(Keyed keys, ApprovalPolicy ladder, Problems problems) {
        var limits = keys.get(GovernorSection.GOVERNOR).orElseGet(Limits::standard);
        return policy(keys, ladder, problems).map(policy -> new Result.Read(policy, limits));
    }

    private static Optional<ApprovalPolicy> policy(Keyed keys, ApprovalPolicy ladder, Problems problems) {
        var base = keys.get(BASE).orElse(true);
        var expiry = positive(keys, FILE_EXPIRY, problems).orElse(ladder.expiry());
        var rules = keys.get(RULES).orElse(List.of());
        repeated(keys, rules, problems);
        var alone = keys.get(TEAM_OF_ONE).orElse(false);
        if (base) {
            var below = alone ? ladder.forTeamsOfOne() : ladder;
            return Optional.of(new ApprovalPolicy(below.rules(), expiry, alone).and(rules));
        }
        if (rules.isEmpty() && !problems.hasErrors())
            problems.add(
                    keys.position(),
                    Rule.BAD_VALUE,
                    "the policy has no rule, so it would forbid everything",
                    "add a rule, or write base: ladder");
        return rules.isEmpty() ? Optional.empty() : Optional.of(new ApprovalPolicy(rules, expiry, alone));
    }

    private static void repeated(Keyed keys, List<ApprovalPolicy.Rule> rules, Problems problems) {
        var names = new HashSet<String>();
        for (var rule : rules)
            if (!names.add(rule.name()))
                problems.add(
                        last(rule.name(), keys),
                        Rule.BAD_VALUE,
                        "two rules have the name '" + rule.name() + "'",
                        "give each a name of its own");
    }

    /// Where the last rule of a name stands.
    private static Position last(String name, Keyed keys) {
        return keys.node(RULES).stream()
                .flatMap(node -> node instanceof YamlNode.Sequence(var items, var _) ? items.stream() : Stream.of())
                .flatMap(item ->
                        item instanceof YamlNode.Mapping rule ? rule.entry(RULE_NAME.name()).stream() : Stream.of())
                .map(YamlNode.Entry::value)
                .filter(value -> value instanceof YamlNode.Scalar(var text, var _, var _) && text.equals(name))
                .map(YamlNode::position)
                .reduce((_, last) -> last)
                .orElse(keys.position());
    }

    private static Optional<ApprovalPolicy.Rule> rule(Keyed keys) {
        var name = keys.get(RULE_NAME);
        var word = keys.get(GATE);
        if (name.isEmpty() || word.isEmpty()) return Optional.empty();
        var when = keys.get(RULE_WHEN).orElse(EVERYTHING);
        var terms = new ApprovalPolicy.Terms(
                positive(keys, EXPIRY, keys.problems()), keys.get(ON_EXPIRY).orElse(Aftermath.ESCALATES));
        return gate(keys, word.get())
                .map(gate ->
                        new ApprovalPolicy.Rule(name.get(), keys.get(BECAUSE).orElse(""), when, gate, terms));
    }

    private static final Scope EVERYTHING = new Scope(
            List.of(), List.of(), Set.of(), Set.of(), List.of(), Set.of(), Optional.empty(), Optional.empty());

    private static Optional<Gate> gate(Keyed keys, Word word) {
        return switch (word) {
            case RUN -> only(keys, "run").map(_ -> new Gate.RunsAtOnce());
            case FORBID -> only(keys, "forbid").map(_ -> new Gate.Forbidden());
            case VETO -> {
                only(keys, "veto", WINDOW);
                var window = positive(keys, WINDOW, keys.problems());
                if (!keys.has(WINDOW))
                    keys.problems()
                            .add(
                                    keys.position(),
                                    Rule.MISSING_KEY,
                                    "the rule has no 'window'",
                                    "say how long: window: 5m");
                yield window.map(Gate.RunsUnlessVetoed::new);
            }
            case APPROVE -> {
                only(keys, "approve", QUORUM, REQUESTER, ROLE, EXPIRY, ON_EXPIRY);
                var quorum = keys.get(QUORUM).orElse(1L).intValue();
                var requester = keys.get(REQUESTER).orElse(false);
                if (requester && quorum > 1)
                    keys.problems()
                            .add(
                                    keys.node(REQUESTER).orElseThrow().position(),
                                    Rule.BAD_VALUE,
                                    "who reported the incident never counts where " + quorum + " must approve",
                                    "leave requester_may_approve out, or write quorum: 1");
                yield Optional.of(new Gate.NeedsApprovals(
                        quorum, requester, keys.get(ROLE).map(Set::of).orElse(Set.of())));
            }
        };
    }

    /// Reports the keys of other gates.
    private static Optional<Boolean> only(Keyed keys, String word, Key<?>... allowed) {
        boolean good = true;
        for (var key : List.of(QUORUM, REQUESTER, ROLE, WINDOW, EXPIRY, ON_EXPIRY))
            if (keys.has(key) && !List.of(allowed).contains(key)) {
                keys.problems()
                        .add(
                                keys.node(key).orElseThrow().position(),
                                Rule.MISPLACED_KEY,
                                "a rule with gate: " + word + " has no '" + key.name() + "'",
                                "remove it, or choose another gate");
                good = false;
            }
        return good ? Optional.of(true) : Optional.empty();
    }

    private static Optional<Duration> positive(Keyed keys, Key<Duration> key, Problems problems) {
        var span = keys.get(key);
        if (span.isPresent() && !span.get().isPositive()) {
            problems.add(
                    keys.node(key).orElseThrow().position(),
                    Rule.BAD_VALUE,
                    "'" + key.name() + "' must be longer than nothing",
                    "write it as 30s, 5m or 1h");
            return Optional.empty();
        }
        return span;
    }

    private static Optional<Scope> scope(Keyed keys) {
        return Optional.of(new Scope(
                keys.get(ENVIRONMENT).orElse(List.of()),
                keys.get(SERVICE).orElse(List.of()),
                Set.copyOf(keys.get(CATEGORY).orElse(List.of())),
                Set.copyOf(keys.get(SEVERITY).orElse(List.of())),
                keys.get(OPERATION).orElse(List.of()),
                Set.copyOf(keys.get(RISK).orElse(List.of())),
                keys.get(HOURS),
                keys.get(RUNBOOK_ASKS)));
    }

    private static Optional<Hours> hours(Keyed keys) {
        var from = keys.get(FROM);
        var to = keys.get(TO);
        var days = Set.copyOf(keys.get(DAYS).orElse(List.of()));
        var zone = keys.get(ZONE).orElse(ZoneId.of("UTC"));
        return from.flatMap(begin -> to.map(end -> new Hours(begin, end, days, zone)));
    }

    /// Text that stands for something else. A rule that speaks of no operation would stand there without
    /// ever holding.
    private static String operation(String pattern) {
        if (Operations.CATALOGUE.all().stream()
                .noneMatch(o -> Scope.means(pattern, o.name().toString()))) throw new IllegalArgumentException(pattern);
        return pattern;
    }

    private static <T> Kind<T> parsed(String words, String example, Function<String, T> parse) {
        return new Kind<>() {
            @Override
            public Optional<T> read(String what, YamlNode node, Problems problems) {
                return NAME.read(what, node, problems).flatMap(text -> {
                    try {
                        return Optional.of(parse.apply(text));
                    } catch (DateTimeException | IllegalArgumentException e) {
                        problems.add(
                                node.position(),
                                Rule.BAD_VALUE,
                                "'" + text + "' is no " + words.replaceFirst("^a ", ""),
                                "write it as \"" + example + "\"");
                        return Optional.empty();
                    }
                });
            }

            @Override
            public Value.Fields schema() {
                return Value.fields("type", "string");
            }

            @Override
            public String words() {
                return words + ", such as `\"" + example + "\"`";
            }
        };
    }
}
