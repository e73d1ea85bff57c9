package dev.runbook.store.journal;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Makes any record, sealed type, enum or collection of core from a source of dice, component by component.
final class Generated {

    private static final List<String> TEXTS = List.of(
            "web-1",
            "a",
            "checkout is slow",
            "",
            "{{ incident.host }}",
            "\"quoted\\\" \n\t\r\u0000",
            "Größe 数据 🔥",
            "half a pair \ud83d",
            "</script>",
            "1.0",
            "null");

    private final RandomGenerator dice;
    private final Map<Class<?>, Function<Generated, Object>> made = new HashMap<>();

    Generated(RandomGenerator dice) {
        this.dice = dice;
        made.put(String.class, Generated::text);
        made.put(int.class, g -> g.dice.nextInt(1, 1000));
        made.put(long.class, g -> g.dice.nextLong(1L << g.dice.nextInt(1, 62)));
        made.put(double.class, Generated::real);
        made.put(boolean.class, g -> g.dice.nextBoolean());
        made.put(Instant.class, Generated::time);
        made.put(
                Duration.class,
                g -> Duration.ofMillis(g.dice.nextLong(1, 1L << 40)).plusNanos(g.dice.nextInt(1000)));
        made.put(IncidentId.class, g -> new IncidentId("INC-" + g.dice.nextInt(1, 9999)));
        made.put(EvidenceId.class, g -> EvidenceId.number(g.dice.nextInt(1, 99)));
        made.put(RequestId.class, g -> RequestId.number(g.dice.nextInt(1, 99)));
        made.put(RunbookId.class, g -> new RunbookId("high_cpu-" + g.dice.nextInt(9)));
        made.put(StepId.class, g -> new StepId("step_" + g.dice.nextInt(9)));
        made.put(IdempotencyKey.class, g -> new IdempotencyKey("INC-1/restart/" + g.dice.nextInt(99)));
        made.put(Digest.class, g -> Digest.of(Integer.toString(g.dice.nextInt())));
        made.put(OperationName.class, g -> new OperationName(g.one(Capability.values()), "restart_service"));
        made.put(Value.class, g -> g.value(3));
        made.put(Value.Fields.class, g -> g.fields(3));
    }

    /// A value of this type.
    <T> T a(Class<T> type) {
        return type.cast(make(type));
    }

    private Object make(Type type) {
        if (type instanceof ParameterizedType parameterized) return collection(parameterized);
        var raw = (Class<?>) type;
        var maker = made.get(raw);
        if (maker != null) return maker.apply(this);
        if (raw.isEnum()) return one(raw.getEnumConstants());
        if (raw.isSealed()) return make(one(raw.getPermittedSubclasses()));
        if (raw.isRecord()) return record(raw);
        throw new IllegalStateException("cannot make a " + type + ": teach it here");
    }

    private Object collection(ParameterizedType type) {
        var arguments = type.getActualTypeArguments();
        var many = new ArrayList<>();
        var size = dice.nextInt(4);
        for (int i = 0; i < size; i++) many.add(make(arguments[arguments.length - 1]));
        var raw = type.getRawType();
        if (raw == Optional.class) return many.stream().findFirst();
        if (raw == List.class) return many;
        if (raw == Set.class) return new HashSet<>(many);
        if (raw == Map.class) {
            var map = new HashMap<>();
            for (var value : many) map.put(make(arguments[0]), value);
            return map;
        }
        throw new IllegalStateException("cannot make a " + type + ": teach it here");
    }

    /// Records check themselves; what they refuse is rolled again.
    private Object record(Class<?> type) {
        var components = type.getRecordComponents();
        var refusal = new IllegalStateException();
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                var constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                var arguments = Arrays.stream(components)
                        .map(c -> make(c.getGenericType()))
                        .toArray();
                return constructor.newInstance(arguments);
            } catch (InvocationTargetException e) {
                refusal = new IllegalStateException("no valid " + type + " in 1000 rolls", e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        throw refusal;
    }

    private Value value(int depth) {
        return switch (dice.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> new Value.Nothing();
            case 1 -> new Value.Truth(dice.nextBoolean());
            case 2 -> new Value.Whole(dice.nextLong() >> dice.nextInt(64));
            case 3 -> new Value.Real(real());
            case 4 -> new Value.Text(text());
            case 5 -> {
                var items = new ArrayList<Value>();
                for (int i = dice.nextInt(4); i > 0; i--) items.add(value(depth - 1));
                yield new Value.Items(items);
            }
            default -> fields(depth - 1);
        };
    }

    private Value.Fields fields(int depth) {
        var fields = new HashMap<String, Value>();
        for (int i = dice.nextInt(4); i > 0; i--) fields.put(text(), value(depth));
        return new Value.Fields(fields);
    }

    private String text() {
        return TEXTS.get(dice.nextInt(TEXTS.size()));
    }

    private double real() {
        return switch (dice.nextInt(5)) {
            case 0 -> 0.0;
            case 1 -> -0.0;
            case 2 -> dice.nextInt(100);
            case 3 -> Double.longBitsToDouble(dice.nextLong(Double.doubleToLongBits(Double.MAX_VALUE)));
            default -> dice.nextDouble();
        };
    }

    private Instant time() {
        var second = dice.nextLong(1_600_000_000L, 1_900_000_000L);
        return Instant.ofEpochSecond(
                second, dice.nextBoolean() ? dice.nextInt(1_000) * 1_000_000L : dice.nextInt(1_000_000_000));
    }

    private <T> T one(T[] choices) {
        return choices[dice.nextInt(choices.length)];
    }
}
