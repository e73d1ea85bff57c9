package dev.runbook.app.web.page;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/// Turns Markdown into markup that can do no harm, whoever wrote it: markup inside is shown as text, addresses
/// that are no web addresses are dropped, and images become their description, so that a page loads nothing
/// from outside.
final class Markdown {

    private static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
            .percentEncodeUrls(true)
            .omitSingleParagraphP(false)
            .nodeRendererFactory(WithoutImages::new)
            .build();

    /// A table of Markdown has a head even where it has nothing to say.
    private static final Pattern EMPTY_HEAD =
            Pattern.compile("<thead>\\s*<tr>(\\s*<th[^>]*></th>)*\\s*</tr>\\s*</thead>\\s*");

    private Markdown() {}

    /// Markup that can stand in a page as it is, and is well-formed XML but for characters that XML cannot
    /// hold.
    static String html(String markdown) {
        return EMPTY_HEAD.matcher(RENDERER.render(PARSER.parse(markdown))).replaceAll("");
    }

    private record WithoutImages(HtmlNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Image.class);
        }

        @Override
        public void render(Node image) {
            for (var child = image.getFirstChild(); child != null; child = child.getNext()) context.render(child);
        }
    }
}
