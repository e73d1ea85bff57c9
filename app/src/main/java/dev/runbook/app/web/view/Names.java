package dev.runbook.app.web.view;

import java.util.Locale;

/// The names of constants and types as the API writes them.
final class Names {

    private Names() {}

    /// `AWAITING_APPROVAL` is `awaiting_approval`.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// `EvidenceGathered` is `evidence_gathered`.
    static String of(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
