package dev.runbook.app.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanViewTest {

    @Test
    void whatNobodySeesIsSpelledOut() {
        var plan = new PlanView(
                "high_cpu",
                "version",
                "restart",
                "compute.restart_service",
                Map.of("service", "pay\u202Etset-", "host", "größe\u200B-1", "replicas", 3),
                Optional.of("a\u2066b"),
                "high",
                "digest",
                Optional.empty(),
                Optional.empty(),
                "hash");

        assertThat(plan.spelledOut())
                .containsEntry("service", "pay‹U+202E›tset-")
                .containsEntry("host", "größe‹U+200B›-1")
                .containsEntry("replicas", "3");
        assertThat(plan.spelledOutTarget()).contains("a‹U+2066›b");
    }
}
