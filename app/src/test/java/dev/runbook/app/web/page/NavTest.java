package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.Pace;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class NavTest {

    @Test
    void theFrameIsShownAlsoWhereTheDatabaseIsGone() {
        var gone = (IncidentIndex) Proxy.newProxyInstance(
                NavTest.class.getClassLoader(), new Class<?>[] {IncidentIndex.class}, (_, _, _) -> {
                    throw new DataAccessResourceFailureException("gone");
                });

        var nav = new Nav("/dashboard", gone, new Pace(InstantSource.fixed(Instant.EPOCH), 1));

        assertThat(nav.waiting()).isZero();
    }
}
