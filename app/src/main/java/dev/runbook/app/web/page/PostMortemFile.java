package dev.runbook.app.web.page;

/// A post-mortem as a file that stands alone.
final class PostMortemFile {

    private PostMortemFile() {}

    /// @param incident its id
    /// @param body markup that can do no harm
    static String html(String incident, String body) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Post-mortem %s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem;
                color: #182433; overflow-wrap: anywhere; }
            h1 { font-size: 1.5rem; line-height: 1.3; } h2 { font-size: 1.2rem; margin-top: 2rem; }
            h3 { font-size: 1rem; }
            table { border-collapse: collapse; width: 100%%; }
            th, td { border: 1px solid #dadfe5; padding: .25rem .5rem; text-align: left; vertical-align: top; }
            @media print { body { margin: 0; max-width: none; font-size: 11px; } tr { break-inside: avoid; } }
            </style>
            </head>
            <body>
            %s</body>
            </html>
            """.formatted(incident, body);
    }
}
