package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void headingsListsAndTablesBecomeMarkup() {
        var html = Markdown.html("# Title\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");

        assertThat(html).contains("<h1>Title</h1>", "<li>one</li>", "<td>1</td>");
    }

    @Test
    void markupInsideIsShownAsText() {
        assertThat(Markdown.html("<script>alert(1)</script> and <b onclick=x>text</b>"))
                .doesNotContain("<script", "<b")
                .contains("&lt;script&gt;");
    }

    @Test
    void anAddressThatIsNoWebAddressIsDropped() {
        assertThat(Markdown.html("[a](javascript:alert(1)) [b](data:text/html,x) <javascript:alert(2)>"))
                .doesNotContain("javascript:alert(1)", "data:text", "href=\"javascript");
        assertThat(Markdown.html("[a](https://example.org/x)")).contains("href=\"https://example.org/x\"");
    }

    @Test
    void anImageBecomesItsDescription() {
        assertThat(Markdown.html("![a picture](https://example.org/x.png)"))
                .doesNotContain("<img", "example.org")
                .contains("a picture");
    }
}
