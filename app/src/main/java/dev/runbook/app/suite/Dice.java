package dev.runbook.app.suite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Chance that repeats itself: the same seed gives the same choices. One thread at a time.
final class Dice {

    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    /// One of them.
    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// So many of them, each once, in any order; all of them when there are fewer.
    <T> List<T> some(int count, List<T> of) {
        return shuffled(of).subList(0, Math.min(count, of.size()));
    }

    <T> List<T> shuffled(List<T> of) {
        var all = new ArrayList<>(of);
        Collections.shuffle(all, random);
        return all;
    }

    /// A whole number, both ends included.
    int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /// True in this share of cases.
    boolean in(double share) {
        return random.nextDouble() < share;
    }
}
