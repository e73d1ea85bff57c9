package dev.runbook.integrations.estate;

/// Something that has a name, can be measured and can break.
public sealed interface Component permits Host, Service, Database, Link {
    String name();

    /// What it is, in the word that scenario files and answers use.
    default String kind() {
        return switch (this) {
            case Host _ -> "host";
            case Service _ -> "service";
            case Database _ -> "database";
            case Link _ -> "link";
        };
    }
}
