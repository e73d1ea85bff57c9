package dev.runbook.app.web.page;

import java.util.List;

/// The first of many things, for a sentence that stays readable whatever their number.
///
/// @param named those that are named, in their order
/// @param more how many follow them
record FirstFew<T>(List<T> named, int more) {

    /// @param most how many are named at most, one or more
    static <T> FirstFew<T> of(List<T> all, int most) {
        var named = List.copyOf(all.subList(0, Math.min(most, all.size())));
        return new FirstFew<>(named, all.size() - named.size());
    }
}
