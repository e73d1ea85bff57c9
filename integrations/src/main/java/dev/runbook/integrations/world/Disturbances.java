package dev.runbook.integrations.world;

import dev.runbook.integrations.fault.Place;
import dev.runbook.integrations.fault.Shift;
import dev.runbook.integrations.fault.Symptom;
import dev.runbook.integrations.scenario.RedHerring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Everything that moves a metric away from its usual value: faults, red herrings and the side effects of
/// actions.
final class Disturbances {

    /// The higher, the nearer to full strength a fault must be before its late symptoms show.
    private static final double LATENESS = 8;

    private record Gauge(Place place, String metric) {}

    /// A shift and how strong it is at a time.
    private record Pull(Shift shift, DoubleUnaryOperator strength) {}

    private final Map<Gauge, List<Pull>> pulls = new HashMap<>();
    private final boolean faultsShow;

    private Disturbances(boolean faultsShow) {
        this.faultsShow = faultsShow;
    }

    /// The world as it is.
    static Disturbances of(Past past) {
        var all = new Disturbances(true);
        for (int i = 0; i < past.scenario().faults().size(); i++) {
            int fault = i;
            for (var symptom : past.scenario().faults().get(i).symptoms(past.estate()))
                all.add(symptom.place(), symptom.metric(), symptom.shift(), at -> follow(symptom, past, fault, at));
        }
        for (var herring : past.scenario().redHerrings())
            if (herring instanceof RedHerring.CpuSpike(var host, var _, var percent, var at, var lasting))
                all.add(Place.of(host), "cpu_usage", new Shift.Toward(percent), during(at, at.plus(lasting)));
        for (var consequence : past.consequences())
            for (var blip : consequence.blips()) all.add(blip.place(), blip.metric(), blip.shift(), blip::strength);
        return all;
    }

    /// A world in which nothing ever happens.
    static Disturbances none() {
        return new Disturbances(false);
    }

    private static double follow(Symptom symptom, Past past, int fault, double at) {
        return switch (symptom.course()) {
            case WITH_FAULT -> past.strength(fault, at);
            case LATE -> {
                double full = past.scenario().faults().get(fault).onset().strength();
                double grown = past.strength(fault, at) / full;
                yield full * StrictMath.pow(grown, LATENESS);
            }
            case CIRCUMSTANCE -> past.untreated(fault, at);
        };
    }

    private static DoubleUnaryOperator during(Duration from, Duration until) {
        double begin = Past.seconds(from);
        double end = Past.seconds(until);
        return at -> at > begin && at <= end ? 1 : 0;
    }

    private void add(Place place, String metric, Shift shift, DoubleUnaryOperator strength) {
        pulls.computeIfAbsent(new Gauge(place, metric), _ -> new ArrayList<>()).add(new Pull(shift, strength));
    }

    /// Whether there is anything at all.
    boolean any() {
        return !pulls.isEmpty();
    }

    /// Whether faults show in what is measured.
    boolean faultsShow() {
        return faultsShow;
    }

    /// The value that `usual` becomes.
    double shift(Place place, String metric, double at, double usual) {
        var active = pulls.get(new Gauge(place, metric));
        if (active == null) return usual;
        double value = usual;
        for (var pull : active) {
            double strength = pull.strength().applyAsDouble(at);
            if (strength > 0) value = pull.shift().apply(value, strength);
        }
        return value;
    }
}
