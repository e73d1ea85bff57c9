package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PairingTest {

    private static final Estate ESTATE = new Estate(
            List.of(
                    new Estate.Known("web-1", "host", List.of()),
                    new Estate.Known("web-2", "host", List.of()),
                    new Estate.Known("checkout", "service", List.of("web-2")),
                    new Estate.Known("portal", "service", List.of())),
            List.of(),
            Set.of());

    @Test
    void aServiceIsNotPairedWithAHostThatItDoesNotRunOn() {
        assertThat(Pairing.fault("web-1", "checkout", ESTATE))
                .contains("service 'checkout' does not run on host 'web-1' but on web-2");
        assertThat(Pairing.fault("web-2", "checkout", ESTATE)).isEmpty();
    }

    @Test
    void whatNoInventoryTellsIsNotHeldAgainstAChange() {
        assertThat(Pairing.fault("web-1", "portal", ESTATE)).isEmpty();
        assertThat(Pairing.fault("web-1", "unheard-of", ESTATE)).isEmpty();
        assertThat(Pairing.fault("unheard-of", "checkout", ESTATE)).isEmpty();
    }
}
