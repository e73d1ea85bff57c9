package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.RiskLevel;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whom a decision waits for, as the dashboard tells each reader.
class WaitingTest {

    private final TestServer server = new TestServer(InstantSource.system());

    @AfterEach
    void close() {
        server.close();
    }

    /// What waits for the reader; empty when nothing does.
    private String mine(String reader) {
        var page = Browser.at(server).signedInAs(reader).get("/dashboard").body();
        int from = page.indexOf("id=\"mine-title\"");
        return from < 0 ? "" : page.substring(from, page.indexOf("</section>", from));
    }

    @Test
    void whatOneHasApprovedWaitsForOthers() {
        var id = server.system.waitingFor(RiskLevel.CRITICAL, "rob");
        var hash = server.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/planHash");
        assertThat(mine("ann")).contains(id.id());

        Browser.at(server)
                .signedInAs("ann")
                .submit(
                        "/incidents/" + id,
                        "/incidents/" + id + "/approvals/ap-1",
                        "decision=approve&planHash=" + hash);

        assertThat(mine("ann")).isEmpty();
        assertThat(mine("bob")).contains(id.id());
        assertThat(mine("eve")).isEmpty();
    }
}
