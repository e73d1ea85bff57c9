package dev.runbook.integrations.world;

/// Randomness without state: the same seed, names and step give the same number, in whatever order they are
/// asked for.
record Noise(long seed) {

    /// Uniform in `[0, 1)`.
    double uniform(String one, String other, long step) {
        return (hash(one, other, step) >>> 11) * 0x1.0p-53;
    }

    /// Close to normal, with mean 0 and deviation 1; never beyond 3.5.
    double normal(String one, String other, long step) {
        double sum = 0;
        for (int i = 0; i < 4; i++) sum += uniform(one, other, step * 4 + i);
        return (sum - 2) * SCALE;
    }

    private static final double SCALE = StrictMath.sqrt(3);

    /// A smooth curve between about -1 and 1 that changes over `period` seconds.
    double smooth(String one, String other, double seconds, double period) {
        double place = seconds / period;
        long left = (long) StrictMath.floor(place);
        double part = place - left;
        double eased = part * part * (3 - 2 * part);
        double from = uniform(one, other, left) * 2 - 1;
        double to = uniform(one, other, left + 1) * 2 - 1;
        return from + (to - from) * eased;
    }

    /// A whole number in `[0, bound)`.
    int below(int bound, String one, String other, long step) {
        return (int) (uniform(one, other, step) * bound);
    }

    private long hash(String one, String other, long step) {
        long mixed = mix(seed + GOLDEN);
        mixed = mix(mixed ^ one.hashCode() * GOLDEN);
        mixed = mix(mixed + other.hashCode() * GOLDEN);
        return mix(mixed ^ step * GOLDEN);
    }

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /// The finalizer of SplitMix64.
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
