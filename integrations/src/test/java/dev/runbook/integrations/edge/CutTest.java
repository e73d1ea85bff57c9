package dev.runbook.integrations.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {

    @Test
    void whatFitsIsLeftAsItIs() {
        assertThat(Cut.at(3, "abc")).isEqualTo("abc");
        assertThat(Cut.at(3, "abc", "...")).isEqualTo("abc");
    }

    @Test
    void whatIsLongerEndsWithTheSignAndIsNotLonger() {
        assertThat(Cut.at(3, "abcd")).isEqualTo("abc");
        assertThat(Cut.at(5, "abcdef", "...")).isEqualTo("ab...");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Cut.at(2, "a\uD83D\uDE00b")).isEqualTo("a");
        assertThat(Cut.at(3, "a\uD83D\uDE00b")).isEqualTo("a\uD83D\uDE00");
    }
}
