package dev.runbook.ml.llm.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes out of a text what nobody saw: every sentence, or part of one between semicolons, with a figure, a
/// time, a host or an id that its ground does not hold.
public final class Faithfulness {

    /// The end of a sentence: a mark before white space that ends no abbreviation, or a semicolon, or a line.
    private static final Pattern END =
            Pattern.compile("(?<=[.!?])(?<!\\b(?:e\\.g|i\\.e|etc|vs|approx|no)\\.)\\s+|;\\s+|\\s*\\n+\\s*");

    private static final int LONGEST_QUOTE = 120;

    private Faithfulness() {}

    public static Checked check(String text, Ground ground) {
        var kept = new ArrayList<String>();
        var removed = new ArrayList<String>();
        var matcher = END.matcher(text);
        int from = 0;
        while (true) {
            boolean more = matcher.find();
            int to = more ? matcher.start() : text.length();
            var sentence = text.substring(from, to);
            var unseen = unseen(sentence, ground);
            if (unseen.isEmpty()) kept.add(sentence + (more ? matcher.group() : ""));
            else removed.add("\"" + cut(sentence.strip()) + "\" was removed: no evidence holds " + quoted(unseen));
            if (!more) break;
            from = matcher.end();
        }
        return new Checked(String.join("", kept).strip().replaceAll(";$", ""), removed);
    }

    /// What of a sentence nobody saw.
    static List<String> unseen(String sentence, Ground ground) {
        var claims = Claim.of(sentence);
        return claims.stream()
                .filter(claim -> !switch (claim) {
                    case Claim.Time time -> ground.holds(time, claims);
                    case Claim.Name name -> ground.holds(name);
                    case Claim.Word word -> ground.holds(word);
                    case Claim.Figure figure -> ground.holds(figure, claims);
                })
                .map(Claim::text)
                .distinct()
                .toList();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    private static String quoted(List<String> unseen) {
        return "'" + String.join("', '", unseen) + "'";
    }
}
