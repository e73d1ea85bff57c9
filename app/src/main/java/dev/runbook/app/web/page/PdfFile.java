package dev.runbook.app.web.page;

import com.openhtmltopdf.extend.FSUriResolver;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;

/// A post-mortem as PDF, by Open HTML to PDF. Nothing is loaded while it is made. Safe for use by many threads.
final class PdfFile {

    /// What [XML 1.0](https://www.w3.org/TR/xml/#charsets) cannot hold, such as the control characters of a
    /// log line.
    private static final Pattern NO_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    /// Beside the fonts that every reader of PDF has: Latin, Greek and Cyrillic. It comes with PDFBox.
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final FSUriResolver NOTHING = (base, address) -> null;

    static {
        XRLog.setLoggingEnabled(false);
    }

    private PdfFile() {}

    /// @param incident its id
    /// @param body well-formed markup that can do no harm
    static byte[] of(String incident, String body) {
        var out = new ByteArrayOutputStream();
        var page = page(incident, NO_XML.matcher(body).replaceAll("\uFFFD"));
        try {
            var builder = new PdfRendererBuilder();
            builder.useFont(PdfFile::font, "Liberation Sans", 400, FontStyle.NORMAL, true);
            builder.useUriResolver(NOTHING);
            builder.withProducer("Runbook");
            builder.withHtmlContent(page, null);
            builder.toStream(out);
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the post-mortem of " + incident + " cannot be made into a PDF", e);
        }
        return out.toByteArray();
    }

    private static InputStream font() {
        return Objects.requireNonNull(PdfFile.class.getResourceAsStream(FONT), FONT);
    }

    private static String page(String incident, String body) {
        return """
            <html lang="en">
            <head>
            <title>Post-mortem %s</title>
            <style>
            @page { size: A4; margin: 20mm 18mm;
                @bottom-left { content: "%s"; font: 8pt Helvetica; color: #56657a; }
                @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Helvetica; color: #56657a; } }
            body { font: 10pt/1.45 Helvetica, "Liberation Sans"; color: #182433; word-wrap: break-word; }
            h1 { font-size: 17pt; line-height: 1.25; margin: 0 0 8pt; }
            h2 { font-size: 12.5pt; margin: 16pt 0 4pt; padding-bottom: 2pt; border-bottom: 1px solid #dadfe5;
                page-break-after: avoid; }
            h3 { font-size: 10.5pt; margin: 10pt 0 2pt; page-break-after: avoid; }
            table { border-collapse: collapse; width: 100%%; -fs-table-paginate: paginate; font-size: 8.5pt; }
            th, td { border: 1px solid #dadfe5; padding: 2.5pt 5pt; text-align: left; vertical-align: top; }
            th { background: #f1f3f6; }
            th, td { word-wrap: normal; } td:first-child { width: 18%%; } td:last-child { word-wrap: break-word; }
            tr { page-break-inside: avoid; }
            code, pre { font-family: Courier, "Liberation Sans"; font-size: 9pt; white-space: pre-wrap; }
            a { color: #0b5cad; text-decoration: none; }
            ul, ol { padding-left: 14pt; } li { margin-bottom: 2pt; }
            </style>
            </head>
            <body>
            %s</body>
            </html>
            """.formatted(incident, incident, body);
    }
}
