package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PdfFileTest {

    private static String pdf(String markdown) {
        return new String(PdfFile.of("INC-1", Markdown.html(markdown)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whateverStandsInALogLineCanBePrinted() {
        assertThat(pdf("# What happened\n\n\u0000\u001b[31m & <b> ]]> &nbsp; `x` <!-- \uD83D\uDE00 Ошибка → 数\n\n"
                        + "| a | b |\n| --- | --- |\n| 1 | {\"host\": \"web-1\"} |\n\n1. one\n\n---\n\nline  \nbreak"))
                .startsWith("%PDF-")
                .contains("%%EOF");
    }

    @Test
    void nothingIsLoadedFromAnywhere() {
        assertThat(pdf("![picture](file:///etc/passwd) [page](https://example.org/)"))
                .startsWith("%PDF-")
                .doesNotContain("/Image", "root:");
    }
}
