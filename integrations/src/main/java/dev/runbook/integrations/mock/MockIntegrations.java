package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Integration;
import dev.runbook.integrations.world.Worlds;
import java.util.List;

/// The simulated integrations.
public final class MockIntegrations {

    private MockIntegrations() {}

    /// One of each vendor, all looking at the same worlds.
    public static List<Integration> create(Worlds worlds) {
        return List.of(
                new MockServiceNow(worlds),
                new MockPagerDuty(worlds),
                new MockDatadog(worlds),
                new MockAws(worlds),
                new MockJira(worlds),
                new MockSlack(worlds));
    }
}
