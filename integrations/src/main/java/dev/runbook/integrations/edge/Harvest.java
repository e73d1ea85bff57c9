package dev.runbook.integrations.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What reading a list page by page brought.
///
/// @param gap what is missing, when the list went on past the last page we read
public record Harvest<T>(List<T> items, Optional<String> gap) {
    public Harvest {
        items = List.copyOf(items);
    }

    /// One page of a list.
    ///
    /// @param next how the next page is asked for; empty on the last one
    public record Page<T, C>(List<T> items, Optional<C> next) {}

    /// No more than a cap of our own; that there were more is a gap.
    ///
    /// @param vendor its name, for the gap
    /// @param cap one less than were asked for
    public Harvest<T> cappedAt(int cap, String vendor) {
        return items.size() <= cap
                ? this
                : new Harvest<>(
                        items.subList(0, cap), Optional.of(vendor + " has more than the " + cap + " that were read"));
    }

    /// Reads one page.
    @FunctionalInterface
    public interface Reader<T, C> {
        /// @param cursor what the page before said; empty for the first page
        Page<T, C> read(Optional<C> cursor) throws Unanswered, InterruptedException;
    }

    /// Reads pages to the end, or to the limits.
    ///
    /// @param vendor its name, for the gap
    /// @param pages how many pages are read at most
    /// @param most how many items are wanted at most; that there are more is no gap
    public static <T, C> Harvest<T> of(String vendor, int pages, int most, Reader<T, C> reader)
            throws Unanswered, InterruptedException {
        var items = new ArrayList<T>();
        Optional<C> cursor = Optional.empty();
        for (int page = 1; page <= pages; page++) {
            var read = reader.read(cursor);
            items.addAll(read.items());
            if (items.size() >= most) return new Harvest<>(items.subList(0, most), Optional.empty());
            if (read.next().isEmpty() || read.next().equals(cursor)) return new Harvest<>(items, Optional.empty());
            cursor = read.next();
        }
        return new Harvest<>(
                items,
                Optional.of(vendor + " has more than the " + items.size() + " that were read in " + pages + " pages"));
    }
}
