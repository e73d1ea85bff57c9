package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputTest {

    @Test
    void aTerminalShowsWhatALogSaysAndDoesNotObeyIt() {
        assertThat(Output.harmless("\u001b[2Jgone\u0000\u009b31m\ttab\nline"))
                .isEqualTo("\uFFFD[2Jgone\uFFFD\uFFFD31m\ttab\nline");
    }

    @Test
    void aLineReadsInTheOrderInWhichItWasWritten() {
        assertThat(Output.harmless("deny\u202Eyned\u2066 a\u200Fb\rover, in Windows\r\n"))
                .isEqualTo("deny\uFFFDyned\uFFFD a\uFFFDb\uFFFDover, in Windows\r\n");
        assertThat(Output.harmless("größe, サーバ, 👩‍🚒")).isEqualTo("größe, サーバ, 👩‍🚒");
    }
}
