package dev.runbook.integrations.world;

import dev.runbook.integrations.fault.Place;
import dev.runbook.integrations.fault.Shift;

/// A passing disturbance: full from a moment on, fading after another. Times are seconds since the start.
record Blip(Place place, String metric, Shift shift, double from, double until) {

    private static final double FADE_SECONDS = 12;

    /// How much of it is felt.
    double strength(double at) {
        if (at <= from) return 0;
        return at <= until ? 1 : StrictMath.exp((until - at) / FADE_SECONDS);
    }
}
