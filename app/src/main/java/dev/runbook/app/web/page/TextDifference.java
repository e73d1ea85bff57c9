package dev.runbook.app.web.page;

import java.util.ArrayList;
import java.util.List;

/// How one text differs from another, line by line: the fewest lines that went and came.
///
/// Source: [longest common subsequence](https://en.wikipedia.org/wiki/Longest_common_subsequence).
final class TextDifference {

    private TextDifference() {}

    /// One line.
    ///
    /// @param kind `same`, `gone` or `come`
    record Line(String kind, String text) {}

    /// @param before at most some thousand lines; the time grows with the product of both lengths
    static List<Line> of(String before, String after) {
        var old = before.lines().toList();
        var fresh = after.lines().toList();
        var common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--)
            for (int j = fresh.size() - 1; j >= 0; j--)
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
        var lines = new ArrayList<Line>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                lines.add(new Line("same", old.get(i++)));
                j++;
            } else if (i < old.size() && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line("gone", old.get(i++)));
            } else {
                lines.add(new Line("come", fresh.get(j++)));
            }
        }
        return lines;
    }
}
