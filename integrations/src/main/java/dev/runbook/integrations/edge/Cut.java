package dev.runbook.integrations.edge;

/// Cuts texts that are longer than a vendor takes.
public final class Cut {

    private Cut() {}

    /// The first characters of a text; never half of one that takes two `char`s.
    ///
    /// @param most how many `char`s are left at most
    public static String at(int most, String text) {
        if (text.length() <= most) return text;
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    /// The first characters of a text, and a sign that it goes on.
    ///
    /// @param most how many `char`s are left at most, with the sign
    /// @param sign what stands where it was cut
    public static String at(int most, String text, String sign) {
        return text.length() <= most ? text : at(most - sign.length(), text) + sign;
    }
}
