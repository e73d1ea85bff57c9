package dev.runbook.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ValueTest {

    @Test
    void thereIsOneZero() {
        assertThat(new Value.Real(-0.0)).isEqualTo(new Value.Real(0.0));
    }

    @Test
    void whatJsonCannotSayIsNoNumber() {
        assertThatThrownBy(() -> new Value.Real(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Value.Real(Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
    }

    @Test
    void wholeAndRealNumbersReadDifferently() {
        assertThat(Json.write(Value.fields("whole", 3, "real", 3.0, "big", 1e300)))
                .isEqualTo("{\"big\":1.0E300,\"real\":3.0,\"whole\":3}");
    }
}
