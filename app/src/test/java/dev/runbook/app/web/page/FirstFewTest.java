package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirstFewTest {

    @Test
    void of_many_the_first_are_named_and_the_rest_is_counted() {
        assertThat(FirstFew.of(List.of("a", "b", "c", "d"), 3)).isEqualTo(new FirstFew<>(List.of("a", "b", "c"), 1));
    }

    @Test
    void of_few_all_are_named() {
        assertThat(FirstFew.of(List.of("a", "b", "c"), 3)).isEqualTo(new FirstFew<>(List.of("a", "b", "c"), 0));
        assertThat(FirstFew.of(List.of(), 3)).isEqualTo(new FirstFew<>(List.of(), 0));
    }
}
